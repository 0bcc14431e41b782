"""`theorems verify`: check theorems, show how it goes, write the results as they come."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

from verifiers.cli.common import (
    Jobs,
    Names,
    NotesName,
    Seed,
    emit_json,
    jobs_for,
    open_collections,
    selected,
    warn_of_unread,
)
from verifiers.cli.last_results import RESULTS, remember
from verifiers.errors import LearningTheoremsError
from verifiers.places import from_here

if TYPE_CHECKING:
    from verifiers.collection import Loaded
    from verifiers.run import Report

STOPPED = 130


def verify(
        names: Names = None, notes: NotesName = None,
        quick: Annotated[bool, typer.Option("--quick", help="Fewer Monte-Carlo samples at most.")] = False,
        thorough: Annotated[bool, typer.Option("--thorough", help="More Monte-Carlo samples at most.")] = False,
        jobs: Jobs = None, seed: Seed = None,
        resume: Annotated[bool, typer.Option("--resume", help="Take over the confirmed results of an interrupted run "
                                                              "with the same settings from the results file.")] = False,
        out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Where the results (JSON) are written, after "
                                                                        "each theorem.")] = RESULTS,
        no_cache: Annotated[bool, typer.Option("--no-cache", help="Verify all, also what has not changed since it was "
                                                                  "confirmed with the same settings.")] = False,
        samples: Annotated[str | None, typer.Option("--samples", metavar="N", show_default=False, help=(
            "Draw this many samples at every Monte-Carlo point of a mean (such as 1e9); a killed run goes on with "
            "--resume."))] = None,
        scheduler: Annotated[str | None, typer.Option("--scheduler", metavar="ADDRESS", show_default=False, help=(
            "Perform the tasks on a running Dask cluster, such as tcp://host:8786 (extra `cluster`)."))] = None,
        json: Annotated[bool, typer.Option("--json", help="Print the results as JSON, and everything else on standard "
                                                          "error.")] = False) -> int:
    """Verify theorems: derivations, numeric and Monte-Carlo checks, and that every near miss is refuted.

    A line for each theorem gives its status; how many of its derivation steps, numeric points, Monte-Carlo points and
    near misses are as they should be; the resolution, which is the smallest relative error of the formula that the best
    sample would have refuted ("exact": decided without sampling); and the seconds.

    The exit status is 0 only if every theorem is confirmed.
    """
    from verifiers.cli.report import failures, header, line, summary
    check_options(quick, thorough, jobs)
    loaded = open_collections()
    theorems = selected(loaded, names, notes)
    if not theorems:
        raise LearningTheoremsError("the installed collections have no theorem to verify")
    settings = settings_of(loaded, quick, thorough, seed, samples)
    text = sys.stderr if json else sys.stdout
    warn_of_unread(loaded)
    if seed == "fresh":
        print(f"seed {settings.seed}", file=text)
    workers = 2 if samples and jobs is None else jobs_for(jobs, len(theorems))
    with shown(text, header, line, theorems) as (on_result, on_progress), placed(scheduler, workers) as (size, executor):
        report = verified(concerning(loaded, theorems, names), theorems, settings, size, out, resume, on_result,
                          not no_cache, executor, on_progress if samples else None)
    print(*failures(report), sep="\n", end="", file=text)
    print(*summary(report, out), sep="\n", file=text, flush=True)
    remember(report.results, out)
    if json:
        emit_json(report.to_json(), None)
    if not report.complete:
        typer.echo(f"theorems: stopped after {len(report.results)} of {len(theorems)} theorems; their results are in "
                   f"{from_here(out)}, and the same command with --resume goes on from there", err=True)
        return STOPPED
    return 0 if report.confirmed else 1


def check_options(quick: bool, thorough: bool, jobs: int | None) -> None:
    """Raise LearningTheoremsError for options that exclude each other or make no sense."""
    if quick and thorough:
        raise LearningTheoremsError("--quick and --thorough exclude each other")
    if jobs is not None and jobs < 1:
        raise LearningTheoremsError(f"the number of jobs must be at least 1, not {jobs}")


def settings_of(loaded: Loaded, quick: bool, thorough: bool, seed: str | None, samples: str | None = None) -> Any:
    """The settings that the options mean. Raises LearningTheoremsError for a bad seed or number of samples."""
    from verifiers.run import seed_from, settings_for
    from verifiers.tasks import SEED
    mode = "quick" if quick else "thorough" if thorough else "standard"
    chosen = settings_for(loaded, mode, SEED if seed is None else seed_from(seed))
    return chosen if samples is None else replace(chosen, samples=samples_from(samples))


def samples_from(text: str) -> int:
    """A number of samples as typed, 1000000 or 1e9. Raises LearningTheoremsError for anything else."""
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 1 <= number <= 1e13 or number != int(number):
        raise LearningTheoremsError(f"the number of samples {text!r} is not a whole number from 1 to 1e13")
    return int(number)


@contextlib.contextmanager
def placed(scheduler: str | None, jobs: int) -> Iterator[tuple[int, Any]]:
    """How many tasks run at once and what makes their executor: workers of this machine, or a Dask cluster."""
    if scheduler is None:
        yield jobs, None
        return
    from verifiers.cluster import Cluster
    cluster = Cluster(scheduler)
    try:
        yield max(cluster.workers, 2), cluster.executor
    finally:
        cluster.close()


def concerning(loaded: Loaded, theorems: Any, names: list[str] | None) -> Loaded:
    """The collections with those errors only that concern the selection.

    These are all for a whole run, those of a chapter's files for a chapter, and those of its own file for a theorem.
    """
    if not names:
        return loaded
    files = {t.file for t in theorems}
    return replace(loaded, errors=tuple(e for e in loaded.errors
                                        if e.file in files or Path(e.file).parent.name in names))


def verified(loaded: Loaded, theorems: Any, settings: Any, jobs: int, out: Path | None, resume: bool,
             on_result: Any, cached: bool, executor: Any, on_progress: Any) -> Report:
    """Run the verification, with the user's cache of confirmed results unless it is switched off."""
    from verifiers.checkpoints import Watch
    from verifiers.run import run
    from verifiers.store import Store, default_folder
    store = Store(default_folder(), lambda text: typer.echo(f"theorems: {text}", err=True)) if cached else None
    folder = None if out is None or on_progress is None else out.parent / f"{out.stem}.sampling"
    watch = Watch(on_progress, folder, resume)
    return run(loaded, theorems, settings, jobs, out, resume, on_result, store, executor, watch)


@contextlib.contextmanager
def shown(text: TextIO, header: Any, line: Any, theorems: Any) -> Iterator[tuple[Any, Any]]:
    """Callbacks that print each result and the progress of sampling: bars on a terminal, plain lines elsewhere."""
    from rich.console import Console
    from rich.text import Text
    console = Console(file=text, highlight=False)
    wide = max((len(t.name) for t in theorems), default=0)
    if not console.is_terminal:
        printed: list[str] = []

        def on_plain(result: Any) -> None:
            lines = [*([] if printed else [header(wide)]), line(result, wide)[0]]
            print(*lines, sep="\n", file=text, flush=True)
            printed.extend(lines)
        tenths: dict[str, int] = {}

        def on_plain_progress(name: str, samples: int, budget: int) -> None:
            tenth = 10 * samples // budget
            if tenth > tenths.get(name, 0):
                print(f"  {name}: {samples:.3g} of {budget:.3g} samples", file=sys.stderr, flush=True)
            tenths[name] = tenth
        yield on_plain, on_plain_progress
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
    wide = min(wide, max(console.width - 53, 16))
    seen: list[str] = []
    with Progress(TextColumn("verifying"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
                  console=console, transient=True) as bar:
        task = bar.add_task("", total=len(theorems))

        def on_result(result: Any) -> None:
            content, style = line(result, wide)
            if not seen:
                bar.console.print(Text(header(wide), style="bold"))
            seen.append(result.name)
            bar.console.print(Text(content, style=style), overflow="crop", no_wrap=True)
            bar.advance(task)
        sampling: dict[str, Any] = {}

        def on_progress(name: str, samples: int, budget: int) -> None:
            if name not in sampling:
                sampling[name] = bar.add_task("", total=budget)
            bar.update(sampling[name], completed=samples, total=budget)
        yield on_result, on_progress
