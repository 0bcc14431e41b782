"""`theorems report`: the page that walks through a set of notes, written or compared with the one on disk."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from verifiers.cli.common import Jobs, NotesName, Seed, emit, emit_json, open_collections, warn_of_unread
from verifiers.cli.generated import Results, compared, results_for
from verifiers.errors import LearningTheoremsError
from verifiers.files import write_text
from verifiers.places import from_here

FOLDER = Path("docs/notes")


def report(
        notes: NotesName = None,
        out: Annotated[Path | None, typer.Option("--out", metavar="FILE", show_default=False, help=(
            "File for the page (docs/notes/NOTES.md); without it the page is printed."))] = None,
        check: Annotated[bool, typer.Option("--check", help=(
            "Write nothing; compare with the file in --out (docs/notes/NOTES.md): text by byte, numbers by their "
            "intervals."))] = False,
        results: Results = None, jobs: Jobs = None, seed: Seed = None,
        json: Annotated[bool, typer.Option("--json", help="Print JSON: the coverage with statuses, or what drifted.")]
        = False) -> int:
    """Generate the page that walks through a set of notes, section by section.

    For every checkable claim it has the printed form, the verdict, the statement with its hypotheses, the record that
    proves or refutes it, the evidence, and where the notes err, the counterexample and the repaired claim. The exit
    status is 1 if a claim is uncovered, a record fails, or the page on disk has drifted.
    """
    loaded = open_collections()
    from verifiers.notes_page import page, walk
    if notes is None:
        known = sorted({row.notes for row in loaded.rows.values()})
        raise LearningTheoremsError(f"say which notes with --notes: {', '.join(known) or 'no collection lists claims'}")
    warn_of_unread(loaded)
    rows = loaded.rows_of(notes)
    theorems = [t for t in loaded.theorems if any(row in rows for row in t.covers)]
    found = walk(loaded, notes, results_for(loaded, theorems, results, jobs, seed))
    failed = [name for name, result in found.results.items() if not result.confirmed]
    if failed:
        typer.echo(f"theorems: not confirmed: {', '.join(failed)}", err=True)
    status = 1 if failed or found.coverage.uncovered or loaded.errors else 0
    if check:
        file = out or FOLDER / f"{notes}.md"
        return max(compared(file.parent, {file.name: page(found)}, False, json), status)
    if out is not None:
        write_text(out, page(found))
        typer.echo(f"{len(rows)} claims in {from_here(out)}", err=True)
    elif json:
        emit_json(found.coverage.to_json(found.statuses()), None)
    else:
        emit(page(found), None)
    return status
