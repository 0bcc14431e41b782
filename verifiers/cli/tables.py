"""`theorems tables`: regenerate the tables, or check those on disk against what is computed now."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from verifiers.cli.common import Jobs, Names, NotesName, Seed, emit, emit_json, open_collections, selected, warn_of_unread
from verifiers.cli.generated import Results, compared, results_for
from verifiers.errors import LearningTheoremsError
from verifiers.files import write_text
from verifiers.places import from_here

if TYPE_CHECKING:
    from verifiers.tables import ChapterTables

FOLDER = Path("docs/tables")
FORMATS = ("md", "latex", "csv", "json")


def tables(
        names: Names = None, notes: NotesName = None,
        format: Annotated[str, typer.Option("--format", metavar="md|latex|csv|json", help="Kind of file.")] = "md",
        out: Annotated[Path | None, typer.Option("--out", metavar="DIR", show_default=False, help=(
            "Folder for the files, one a chapter and an index; without it the tables are printed."))] = None,
        check: Annotated[bool, typer.Option("--check", help=(
            "Write nothing; compare with the files in --out (docs/tables): text by byte, numbers by their "
            "intervals."))] = False,
        results: Results = None,
        jobs: Jobs = None, seed: Seed = None,
        json: Annotated[bool, typer.Option("--json", help="Print JSON: the tables, or what drifted.")] = False) -> int:
    """Regenerate for each theorem a table over its grid, and for each chapter a table of its formulas.

    Files hold whole chapters: with --out or --check a theorem's name stands for its chapter.
    """
    if format not in FORMATS:
        raise LearningTheoremsError(f"the format {format!r} is none of: {', '.join(FORMATS)}")
    loaded = open_collections()
    theorems = selected(loaded, names, notes)
    warn_of_unread(loaded)
    if out is not None or check:
        theorems = selected(loaded, [t.chapter for t in theorems]) if theorems else theorems
    from verifiers.tables import chapters
    found = chapters(theorems, results_for(loaded, theorems, results, jobs, seed))
    whole = len(theorems) == len(loaded.theorems)
    files = _files(found, format, whole)
    failed = [t.theorem.name for c in found for t in c.tables if t.status == "failed"]
    if failed:
        typer.echo(f"theorems: not confirmed: {', '.join(failed)}", err=True)
    if check:
        return max(compared(out or FOLDER, files, whole, json), 1 if failed or loaded.errors else 0)
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


def _files(found: Sequence[ChapterTables], format: str, index: bool) -> dict[str, str]:
    from verifiers import data_tables, latex_tables, markdown
    writers: Mapping[str, Callable[[Sequence[ChapterTables], bool], dict[str, str]]] = {
        "md": markdown.files, "latex": latex_tables.files, "csv": data_tables.csv_files, "json": data_tables.json_files}
    return writers[format](found, index)

