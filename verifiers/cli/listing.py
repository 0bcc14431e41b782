"""`theorems list`: the theorems by chapter, with the status that the last verification gave them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
from verifiers.cli.last_results import statuses

ORDER = ("proved", "proved from cited results", "supported", "failed", None)
SHORT = {"proved from cited results": "cited", None: "not verified"}


def list_theorems(
        names: Names = None, notes: NotesName = None,
        status: Annotated[bool, typer.Option("--status", help="Count the theorems of each status by chapter.")] = False,
        json: Json = False, out: Out = None) -> None:
    """List the theorems: name, title, and the status of the last verification while the file is unchanged."""
    loaded = open_collections()
    theorems = selected(loaded, names, notes)
    warn_of_unread(loaded)
    known = statuses(theorems)
    if status:
        split = _split(theorems, known)
        emit_json(split, out) if json else emit(_split_text(split), out)
    elif json:
        emit_json([record(t, known[t.name]) for t in theorems], out)
    else:
        emit(_text(theorems, known, width()), out)


def record(theorem: Any, status: str | None) -> dict[str, Any]:
    """One theorem with stable keys; claim is LaTeX, formula SymPy's text."""
    from verifiers.places import in_package
    from verifiers.wording import claim_latex
    return {"name": theorem.name, "title": theorem.title, "chapter": theorem.chapter, "file": in_package(theorem.file),
            "status": status, "claim": claim_latex(theorem.claim), "formula": str(theorem.claim.formula),
            "variables": theorem.parameters(), "covers": list(theorem.covers)}


def _text(theorems: Sequence[Any], known: Mapping[str, str | None], columns: int) -> str:
    lines = []
    longest = max((len(t.name) for t in theorems), default=0)
    for chapter, members in _by_chapter(theorems).items():
        lines += [f"{chapter} ({len(members)})"]
        for theorem in members:
            found = known[theorem.name]
            status = SHORT.get(found, found) if found else "-"
            room = columns - longest - 16
            title = theorem.title if len(theorem.title) <= room or room < 20 else theorem.title[:room - 1] + "…"
            lines.append(f"  {theorem.name:<{longest}}  {status:<10} {title}".rstrip())
        lines.append("")
    lines.append(f"{len(theorems)} theorem{'s' * (len(theorems) != 1)}")
    return "\n".join(lines)


def _by_chapter(theorems: Sequence[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for theorem in theorems:
        found.setdefault(theorem.chapter, []).append(theorem)
    return found


def _split(theorems: Sequence[Any], known: Mapping[str, str | None]) -> dict[str, dict[str, int]]:
    """How many theorems of each chapter have each status, with the total over all chapters."""
    def counts(members: Sequence[Any]) -> dict[str, int]:
        return {s or "not verified": sum(known[t.name] == s for t in members) for s in ORDER}
    return {**{chapter: counts(members) for chapter, members in _by_chapter(theorems).items()},
            "total": counts(theorems)}


def _split_text(split: Mapping[str, Mapping[str, int]]) -> str:
    head = [SHORT.get(s, s) or "" for s in ORDER]
    first = max(map(len, split))
    lines = [" ".join([" " * first, *(f"{h:>12}" for h in head)])]
    for chapter, counts in split.items():
        lines.append(" ".join([f"{chapter:<{first}}", *(f"{n or '-':>12}" for n in counts.values())]))
    return "\n".join(lines) + "\ncited: proved from cited results"
