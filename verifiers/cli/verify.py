"""`theorems verify`: check theorems, show how it goes, write the results as they come."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

from verifiers.cli.common import Jobs, Names, Seed, emit_json, jobs_for, open_collections, selected, warn_of_unread
from verifiers.cli.last_results import RESULTS, remember
from verifiers.errors import LearningTheoremsError
from verifiers.places import from_here

if TYPE_CHECKING:
    from verifiers.collection import Loaded
    from verifiers.run import Report

STOPPED = 130


def verify(
        names: Names = None,
        quick: Annotated[bool, typer.Option("--quick", help="Fewer Monte-Carlo samples at most.")] = False,
        thorough: Annotated[bool, typer.Option("--thorough", help="More Monte-Carlo samples at most.")] = False,
        jobs: Jobs = None, seed: Seed = None,
        resume: Annotated[bool, typer.Option("--resume", help="Take over the confirmed results of an interrupted run "
                                                              "with the same settings from the results file.")] = False,
        out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Where the results (JSON) are written, after "
                                                                        "each theorem.")] = RESULTS,
        no_cache: Annotated[bool, typer.Option("--no-cache", help="Verify all, also what has not changed since it was "
                                                                  "confirmed with the same settings.")] = False,
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
    theorems = selected(loaded, names)
    if not theorems:
        raise LearningTheoremsError("the installed collections have no theorem to verify")
    settings = settings_of(loaded, quick, thorough, seed)
    text = sys.stderr if json else sys.stdout
    warn_of_unread(loaded)
    if seed == "fresh":
        print(f"seed {settings.seed}", file=text)
    with shown(text, header, line, theorems) as on_result:
        report = verified(concerning(loaded, theorems, names), theorems, settings,
                          jobs_for(jobs, len(theorems)), out, resume, on_result,
                          not no_cache)
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


def settings_of(loaded: Loaded, quick: bool, thorough: bool, seed: str | None) -> Any:
    """The settings that the options mean. Raises LearningTheoremsError for a bad seed."""
    from verifiers.run import seed_from, settings_for
    from verifiers.tasks import SEED
    mode = "quick" if quick else "thorough" if thorough else "standard"
    return settings_for(loaded, mode, SEED if seed is None else seed_from(seed))


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
             on_result: Any, cached: bool) -> Report:
    """Run the verification, with the user's cache of confirmed results unless it is switched off."""
    from verifiers.run import run
    from verifiers.store import Store, default_folder
    store = Store(default_folder(), lambda text: typer.echo(f"theorems: {text}", err=True)) if cached else None
    return run(loaded, theorems, settings, jobs, out, resume, on_result, store)


@contextlib.contextmanager
def shown(text: TextIO, header: Any, line: Any, theorems: Any) -> Iterator[Any]:
    """A callback that prints each result: with a progress bar below on a terminal, as plain lines elsewhere."""
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
        yield on_plain
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
        yield on_result
