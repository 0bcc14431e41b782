"""`theorems grade`: judge a file of submissions, and write results, points and a summary into a folder."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from verifiers.cli.common import Jobs, emit_json, jobs_for
from verifiers.errors import LearningTheoremsError
from verifiers.places import from_here

if TYPE_CHECKING:
    from verifiers.answers.batch.summary import Summary

STOPPED, MALFORMED = 130, 1
MANY = 1000  # more answers than this are worth a process on every core
SHOWN = 5  # malformed rows, and slips
LEAST_SECONDS, MOST_SECONDS, LEAST_MIB, MOST_MIB = 0.1, 3600.0, 64, 1 << 20


def grade(
        file: Annotated[Path, typer.Argument(metavar="FILE", show_default=False,
                                             help="Submissions: JSON Lines or CSV.")],
        out: Annotated[Path, typer.Option("--out", metavar="DIR", show_default=False,
                                          help="The folder of the results.")],
        rubric: Annotated[Path | None, typer.Option("--rubric", metavar="FILE", show_default=False,
                                                    help="Points and partial credit (TOML).")] = None,
        jobs: Jobs = None,
        time_limit: Annotated[float, typer.Option("--time-limit", metavar="S", help="Seconds for one answer.")] = 2.0,
        memory_limit: Annotated[int, typer.Option("--memory-limit", metavar="MIB",
                                                  help="MiB of memory for one answer.")] = 512,
        fresh: Annotated[bool, typer.Option("--fresh", help="Forget the results that the folder has.")] = False,
        timings: Annotated[bool, typer.Option("--timings", help="Put the measured seconds into the results, too.")] = False,
        json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False) -> int:
    """Judge a file of submissions, each in a process apart with limits on time, memory and files.

    DIR gets results.jsonl, results.csv, results.json (for Gradescope), summary.html, malformed.jsonl and timings.jsonl;
    and gradescope/ with a file for each student, if the rows name students. The same command goes on with a run that was
    stopped or killed.

    The exit status is 0 if every row was judged, whatever the verdicts, and 1 if some rows are malformed.
    """
    from verifiers.answers.batch.confinement import Limits
    from verifiers.answers.batch.grading import How
    from verifiers.answers.batch.grading import grade as grade_file
    from verifiers.answers.batch.rubric import Rubric, read_rubric
    _check(jobs, time_limit, memory_limit)
    how = How(jobs_for(jobs, MANY), Limits(time_limit, memory_limit), fresh, timings)
    scheme = Rubric() if rubric is None else read_rubric(rubric)
    try:
        with _progress() as on_progress:
            summary = grade_file(file, out, scheme, how, on_progress)
    except KeyboardInterrupt:
        typer.echo(f"theorems: stopped; what was judged is in {from_here(out)}, and the same command goes on from there",
                   err=True)
        return STOPPED
    if json:
        emit_json(summary.as_dict(), None)
    else:
        print(*_lines(summary, out), sep="\n", flush=True)
    return MALFORMED if summary.malformed else 0


def _check(jobs: int | None, seconds: float, memory: int) -> None:
    if jobs is not None and jobs < 1:
        raise LearningTheoremsError(f"the number of jobs must be at least 1, not {jobs}")
    if not LEAST_SECONDS <= seconds <= MOST_SECONDS:
        raise LearningTheoremsError(f"the time limit must be from {LEAST_SECONDS:g} to {MOST_SECONDS:g} seconds, "
                                    f"not {seconds:g}")
    if not LEAST_MIB <= memory <= MOST_MIB:
        raise LearningTheoremsError(f"the memory limit must be from {LEAST_MIB} to {MOST_MIB} MiB, not {memory}")


@contextlib.contextmanager
def _progress() -> Iterator[Any]:
    """A callback that shows the progress on standard error, if that is a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
    with Progress(TextColumn("judging"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
                  console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _lines(summary: Summary, out: Path) -> Iterator[str]:
    found = summary.as_dict()
    verdicts = ", ".join(f"{count} {verdict}" for verdict, count in summary.verdicts.items() if count)
    yield f"submissions   {found['submissions']}" + (f": {verdicts}" if verdicts else "")
    if correct := summary.verdicts["correct"]:
        yield f"correct       {summary.proved} proved, {correct - summary.proved} not proved"
    if summary.slips:
        slips = [f"{slip} ({count})" for slip, count in summary.slips.items()]
        yield "slips         " + ", ".join(slips[:SHOWN]) + (f", {len(slips) - SHOWN} more" if len(slips) > SHOWN else "")
    yield f"points        {found['points']:g} of {found['full']:g}" + (
        f", {found['by_hand']} to grade by hand" if found["by_hand"] else "")
    if found["median_seconds"] is not None:
        yield (f"time          median {1000 * found['median_seconds']:.1f} ms, "
               f"95th percentile {1000 * found['p95_seconds']:.1f} ms an answer")
    if summary.taken_over:
        yield f"taken over    {summary.taken_over} judged by an earlier run"
    for row in summary.malformed[:SHOWN]:
        yield f"malformed     line {row.line}: {row.sentence}"
    if len(summary.malformed) > SHOWN:
        yield f"malformed     {len(summary.malformed) - SHOWN} more, in malformed.jsonl"
    yield f"results       {from_here(out)}"
