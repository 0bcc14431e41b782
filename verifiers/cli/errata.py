"""`theorems errata`: the printed claims that fail, with counterexamples."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from verifiers.cli.common import (
    Json,
    Names,
    NotesName,
    Out,
    emit,
    emit_json,
    open_collections,
    selected,
    warn_of_unread,
    width,
)
from verifiers.errors import LearningTheoremsError

FORMATS = ("text", "md", "latex")


def errata(names: Names = None, notes: NotesName = None,
           format: Annotated[str, typer.Option("--format", metavar="text|md|latex", help="How to show them.")] = "text",
           json: Json = False, out: Out = None) -> int:
    """List every printed claim that fails: what is wrong, the smallest counterexample, and the corrected statement.

    The counterexample is computed again from the theorem's numeric check. A printed claim that no point refutes is an
    error, and the exit status is 1.
    """
    if format not in FORMATS:
        raise LearningTheoremsError(f"the format {format!r} is none of: {', '.join(FORMATS)}")
    loaded = open_collections()
    from verifiers import errata as listing
    from verifiers.errata_formats import as_latex, as_markdown, as_text
    theorems: tuple[Any, ...] = selected(loaded, names, notes)
    warn_of_unread(loaded)
    entries = list(listing.errata(theorems))
    if json:
        emit_json([e.to_json() for e in entries], out)
    else:
        emit({"text": lambda: as_text(entries, width()), "md": lambda: as_markdown(entries),
              "latex": lambda: as_latex(entries)}[format](), out)
    return 1 if any(e.problem for e in entries) else 0
