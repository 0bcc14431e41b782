"""`theorems show NAME`: one theorem with its derivation."""

from __future__ import annotations

from typing import Annotated

import typer

from verifiers.cli.common import Json, Out, emit, emit_json, open_collections, width
from verifiers.cli.last_results import statuses
from verifiers.errors import LearningTheoremsError


def show(name: Annotated[str, typer.Argument(metavar="NAME", help="The theorem's name.", show_default=False)],
         latex: Annotated[bool, typer.Option("--latex", help="As a LaTeX fragment.")] = False,
         trust: Annotated[bool, typer.Option("--trust", help="Check each step and say what it rests on.")] = False,
         json: Json = False, out: Out = None) -> None:
    """Show a theorem: statement, hypotheses, source, errata, derivation with reasons, checks and near misses."""
    if latex and json:
        raise LearningTheoremsError("--latex and --json exclude each other")
    loaded = open_collections()
    from verifiers import show as pages
    from verifiers.cli.common import selected
    found = [t for t in selected(loaded, [name]) if t.name == name]
    if not found:
        raise LearningTheoremsError(f"{name!r} is a chapter, not a theorem: see `theorems list {name}`")
    theorem = found[0]
    try:
        shown = pages.derivations(theorem, trust)
    except LearningTheoremsError:
        raise
    except Exception as reason:
        raise LearningTheoremsError(f"the derivation of {name} ({theorem.file}:{theorem.line}) cannot be run: "
                                    f"{type(reason).__name__}: {reason}") from None
    status = statuses([theorem])[name]
    if json:
        emit_json(pages.to_json(theorem, shown, status), out)
    else:
        emit(pages.latex_page(theorem, shown) if latex else pages.page(theorem, shown, status, width()), out)
