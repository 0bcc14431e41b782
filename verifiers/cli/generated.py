"""What the commands that generate files share: the results to generate from, and the comparison with the files there."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from verifiers.cli.common import emit, emit_json, jobs_for
from verifiers.cli.verify import check_options, settings_of
from verifiers.errors import LearningTheoremsError
from verifiers.files import read_json
from verifiers.places import from_here

if TYPE_CHECKING:
    from verifiers.collection import Loaded
    from verifiers.results import TheoremResult

SHOWN = 40  # places that have drifted

Results = Annotated[Path | None, typer.Option("--results", metavar="FILE", show_default=False, help=(
    "Take the evidence from the results of `theorems verify`; without it a quick verification runs."))]


def results_for(loaded: Loaded, theorems: Sequence[Any], results: Path | None, jobs: int | None,
                seed: str | None) -> dict[str, TheoremResult]:
    """The theorems' results by name: from a file of results, else from a quick verification.

    Raises LearningTheoremsError if the file is none of results.
    """
    from verifiers.results import TheoremResult
    from verifiers.run import run
    check_options(False, False, jobs)
    if results is not None:
        try:
            return {t["name"]: TheoremResult.from_json(t) for t in read_json(results)["theorems"]}
        except (KeyError, TypeError) as reason:
            raise LearningTheoremsError(f"{results} is not a verification result ({reason})") from None
    with progress(len(theorems)) as advance:
        report = run(loaded, theorems, settings_of(loaded, True, False, seed), jobs_for(jobs, len(theorems)), out=None,
                     on_result=lambda _: advance())
    if not report.complete:
        raise KeyboardInterrupt
    return {r.name: r for r in report.results}


class progress:
    """A progress bar on standard error while the theorems are verified; nothing if that is no terminal."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.bar: Any = None

    def __enter__(self) -> Callable[[], None]:
        if not sys.stderr.isatty():
            return lambda: None
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
        self.bar = Progress(TextColumn("verifying"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
                            console=Console(stderr=True), transient=True)
        self.bar.start()
        task = self.bar.add_task("", total=self.total)
        return lambda: self.bar.advance(task)

    def __exit__(self, *_: object) -> None:
        if self.bar is not None:
            self.bar.stop()


def compared(folder: Path, files: Mapping[str, str], whole: bool, json: bool) -> int:
    """Say where the folder differs from the generated files, and return the exit status: 1 if it does."""
    from verifiers.drift import drift
    found = drift(folder, files, whole)
    if json:
        emit_json({"files": len(files), "drift": [{"file": d.file, "place": d.place, "before": d.before, "now": d.now}
                                                  for d in found]}, None)
    else:
        lines = [d.text() for d in found[:SHOWN]]
        lines += [f"and {len(found) - SHOWN} more"] if len(found) > SHOWN else []
        emit("\n".join([*lines, f"{len(files)} file{'s' * (len(files) != 1)} in {from_here(folder)}: "
                                f"{f'{len(found)} places have drifted' if found else 'no drift'}"]), None)
    return 1 if found else 0
