"""`theorems coverage`: which claims of the notes the theorems cover, in which role, and which are left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from verifiers.cli.common import Json, NotesName, Out, emit, emit_json, open_collections, warn_of_unread, width, wrapped
from verifiers.cli.last_results import statuses
from verifiers.errors import LearningTheoremsError

if TYPE_CHECKING:
    from verifiers.coverage import Coverage, RowCoverage


def coverage(notes: NotesName = None, json: Json = False, out: Out = None) -> int:
    """Tell for every claim listed of the notes which theorem covers it: as its claim, an erratum, a near miss, an
    example or a companion.

    A theorem covers a claim only by testing it: what is printed wrongly is refuted again at a counterexample, and what
    holds is the theorem's own statement. What theorems merely name is uncovered, with the reason. The exit status is 0
    only if everything is covered.
    """
    loaded = open_collections()
    from verifiers import coverage as engine
    rows = loaded.rows_of(notes)
    if not rows:
        raise LearningTheoremsError(f"the installed collections list no claims{f' of {notes}' if notes else ''}")
    warn_of_unread(loaded)
    theorems = [t for t in loaded.theorems if any(row in rows for row in t.covers)]
    known = statuses(theorems)
    found = engine.coverage(rows.values(), theorems, [name for name, status in known.items() if status == "failed"])
    if json:
        emit_json(found.to_json(known), out)
    else:
        emit("\n".join(_lines(found, width())), out)
    return 1 if found.uncovered or loaded.errors else 0


def _lines(found: Coverage, columns: int) -> Iterator[str]:
    """The covered rows by chapter, those that are left with the reason, and the summary."""
    longest = max((len(r.row.id) for r in found.rows if r.best), default=0)
    for chapter, members in _by_chapter([r for r in found.rows if r.best]).items():
        yield chapter
        for member in members:
            assert member.best is not None
            yield f"  {member.row.id:<{longest}}  {member.best.role or '':<9}  {member.best.theorem.name}"
        yield ""
    if found.uncovered:
        yield "uncovered"
        yield from (wrapped(f"{r.row.id}: {r.reason}", "  ", columns, " " * 4) for r in found.uncovered)
        yield ""
    roles = ", ".join(f"{number} as {role}" for role, number in found.by_role().items() if number)
    yield f"claims     {len(found.rows)}: {len(found.rows) - len(found.uncovered)} covered, {len(found.uncovered)} uncovered"
    yield f"roles      {roles or 'none'}"
    kinds = Counter(kind for r in found.rows for kind in r.kinds())
    yield "evidence   " + ", ".join(f"{kinds[k]} {k.replace('monte carlo', 'Monte Carlo')}"
                                    for k in ("symbolic", "numeric", "monte carlo"))
    yield f"unsampled  {sum(bool(r.unsampled) for r in found.rows)} whose records gain nothing from sampling"


def _by_chapter(rows: Sequence[RowCoverage]) -> dict[str, list[RowCoverage]]:
    found: dict[str, list[RowCoverage]] = {}
    for row in rows:
        found.setdefault(row.row.chapter, []).append(row)
    return found
