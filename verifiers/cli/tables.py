"""`theorems tables`: regenerate the tables, or check those on disk against what is computed now."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from verifiers.cli.common import Jobs, Names, Seed, emit, emit_json, jobs_for, open_collections, selected, warn_of_unread
from verifiers.cli.verify import check_options, settings_of
from verifiers.errors import LearningTheoremsError
from verifiers.files import read_json, write_text
from verifiers.places import from_here

if TYPE_CHECKING:
    from verifiers.collection import Loaded
    from verifiers.tables import ChapterTables

FOLDER = Path("docs/tables")
FORMATS = ("md", "latex", "csv", "json")


def tables(
        names: Names = None,
        format: Annotated[str, typer.Option("--format", metavar="md|latex|csv|json", help="Kind of file.")] = "md",
        out: Annotated[Path | None, typer.Option("--out", metavar="DIR", show_default=False, help=(
            "Folder for the files, one a chapter and an index; without it the tables are printed."))] = None,
        check: Annotated[bool, typer.Option("--check", help=(
            "Write nothing; compare with the files in --out (docs/tables): text by byte, numbers by their "
            "intervals."))] = False,
        results: Annotated[Path | None, typer.Option("--results", metavar="FILE", show_default=False, help=(
            "Take the evidence from the results of `theorems verify`; without it a quick verification runs."))] = None,
        jobs: Jobs = None, seed: Seed = None,
        json: Annotated[bool, typer.Option("--json", help="Print JSON: the tables, or what drifted.")] = False) -> int:
    """Regenerate for each theorem a table over its grid, and for each chapter a table of its formulas.

    Files hold whole chapters: with --out or --check a theorem's name stands for its chapter.
    """
    if format not in FORMATS:
        raise LearningTheoremsError(f"the format {format!r} is none of: {', '.join(FORMATS)}")
    check_options(False, False, jobs)
    loaded = open_collections()
    theorems = selected(loaded, names)
    warn_of_unread(loaded)
    if out is not None or check:
        theorems = selected(loaded, [t.chapter for t in theorems]) if theorems else theorems
    found = _chapters(loaded, theorems, results, jobs_for(jobs, len(theorems)), seed)
    whole = len(theorems) == len(loaded.theorems)
    files = _files(found, format, whole)
    failed = [t.theorem.name for c in found for t in c.tables if t.status == "failed"]
    if failed:
        typer.echo(f"theorems: not confirmed: {', '.join(failed)}", err=True)
    if check:
        return max(_check(out or FOLDER, files, whole, json), 1 if failed or loaded.errors else 0)
    if out is not None:
        for name, text in files.items():
            write_text(out / name, text)
        typer.echo(f"{len(files)} files in {from_here(out)}", err=True)
    elif json or format == "json":
        from verifiers.data_tables import chapter_json
        emit_json([chapter_json(c) for c in found], None)
    else:
        emit("\n".join(_files(found, format, False).values()), None)
    return 1 if failed or loaded.errors else 0


def _chapters(loaded: Loaded, theorems: Sequence[Any], results: Path | None, jobs: int,
              seed: str | None) -> list[ChapterTables]:
    from verifiers.results import TheoremResult
    from verifiers.run import run
    from verifiers.tables import chapters
    if results is not None:
        try:
            known = {t["name"]: TheoremResult.from_json(t) for t in read_json(results)["theorems"]}
        except (KeyError, TypeError) as reason:
            raise LearningTheoremsError(f"{results} is not a verification result ({reason})") from None
        return chapters(theorems, known)
    with progress(len(theorems)) as advance:
        report = run(loaded, theorems, settings_of(loaded, True, False, seed), jobs, out=None,
                     on_result=lambda _: advance())
    if not report.complete:
        raise KeyboardInterrupt
    return chapters(theorems, {r.name: r for r in report.results})


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


def _files(found: Sequence[ChapterTables], format: str, index: bool) -> dict[str, str]:
    from verifiers import data_tables, latex_tables, markdown
    writers: Mapping[str, Callable[[Sequence[ChapterTables], bool], dict[str, str]]] = {
        "md": markdown.files, "latex": latex_tables.files, "csv": data_tables.csv_files, "json": data_tables.json_files}
    return writers[format](found, index)


def _check(folder: Path, files: Mapping[str, str], whole: bool, json: bool) -> int:
    from verifiers.drift import drift
    found = drift(folder, files, whole)
    if json:
        emit_json({"files": len(files), "drift": [{"file": d.file, "place": d.place, "before": d.before, "now": d.now}
                                                  for d in found]}, None)
    else:
        lines = [d.text() for d in found[:40]]
        lines += [f"and {len(found) - 40} more"] if len(found) > 40 else []
        emit("\n".join([*lines, f"{len(files)} files in {from_here(folder)}: "
                                f"{f'{len(found)} places have drifted' if found else 'no drift'}"]), None)
    return 1 if found else 0
