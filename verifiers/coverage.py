"""Which rows the records cover, and in which role, decided by what the records test rather than by what they say.

A record covers a row

- as its claim: a source of the record has the row's notes, section, printed form and verdict (it holds, perhaps under a
  condition), and the quantity's enclosure bears the claim out;
- as an erratum or a near miss: a printed form that is the row's is excluded by an enclosure at a counterexample;
- as an example: the row holds under a condition which is not printed, and the form fails at a point outside the domain;
- as a companion: the record sharpens or completes what the passage implies or says informally, and the row itself is
  not wrong.

A row which records merely name is uncovered, with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from verifiers.errata import Entry, candidates, errata, smallest_counterexample
from verifiers.evidence import enclosed, fails_at_evidence
from verifiers.judge import allowed
from verifiers.membership import read_point, show_point
from verifiers.notes import Erratum, Source
from verifiers.rows import Row, same_form
from verifiers.theorem import Theorem
from verifiers.wording import claim_latex

Role = Literal["claim", "erratum", "near miss", "example", "companion"]
ROLES: tuple[Role, ...] = get_args(Role)
HOLDS = ("holds", "holds under a condition")


@dataclass(frozen=True, slots=True)
class Cover:
    """A record that names the row: the role in which it covers it, or None with the reason why it does not."""

    theorem: Theorem
    role: Role | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RowCoverage:
    """A row with the records that name it, those that cover it first: refuted printed forms, then in the order of `ROLES`."""

    row: Row
    covers: tuple[Cover, ...]

    @property
    def best(self) -> Cover | None:
        """The record that covers the row, None if none does."""
        return self.covers[0] if self.covers and self.covers[0].role else None

    @property
    def covering(self) -> tuple[Cover, ...]:
        return tuple(c for c in self.covers if c.role)

    @property
    def reason(self) -> str:
        """Why the row is uncovered, "" if it is not."""
        if self.best:
            return ""
        if not self.covers:
            return "no record names it"
        if not self.row.printed and not self.row.implied:
            return "its list has no printed form, so that no record can be held against it"
        return "; ".join(f"{c.theorem.name} {c.reason}" for c in self.covers)

    @property
    def unsampled(self) -> str:
        """Why sampling adds nothing to any of its records, "" if one of them is sampled."""
        reasons = [c.theorem.unsampled for c in self.covering if not c.theorem.monte_carlo_checks]
        return reasons[0] if len(reasons) == len(self.covering) > 0 else ""

    def kinds(self) -> list[str]:
        """The kinds of evidence that its records have."""
        found = {kind for c in self.covering for kind, number in evidence_of(c.theorem).items() if number}
        return [kind for kind in ("symbolic", "numeric", "monte carlo") if kind in found]


@dataclass(frozen=True, slots=True)
class Coverage:
    """All rows of a selection, and the recomputed errata of their records by the theorem's name."""

    rows: tuple[RowCoverage, ...]
    errata: Mapping[str, Sequence[Entry]] = field(default_factory=dict)

    @property
    def uncovered(self) -> tuple[RowCoverage, ...]:
        return tuple(r for r in self.rows if not r.best)

    def by_role(self) -> dict[str, int]:
        """How many rows are covered in each role, by the record that covers them first."""
        return {role: sum(r.best is not None and r.best.role == role for r in self.rows) for role in ROLES}

    def to_json(self, statuses: Mapping[str, str | None]) -> dict[str, Any]:
        """With stable keys; `statuses` by the theorem's name."""
        def listed(cover: Cover) -> dict[str, Any]:
            return {"theorem": cover.theorem.name, "role": cover.role, "status": statuses.get(cover.theorem.name),
                    "evidence": evidence_of(cover.theorem), "unsampled": cover.theorem.unsampled or None}
        return {"rows": len(self.rows), "covered": len(self.rows) - len(self.uncovered),
                "uncovered": [r.row.id for r in self.uncovered],
                "roles": {r.row.id: {"theorem": r.best.theorem.name, "role": r.best.role, "evidence": r.kinds(),
                                     "unsampled": r.unsampled or None, "records": [listed(c) for c in r.covering],
                                     "further": [c.theorem.name for c in r.covers if not c.role]}
                          for r in self.rows if r.best},
                "by_role": self.by_role(), "unsampled": sum(bool(r.unsampled) for r in self.rows),
                "reasons": {r.row.id: r.reason for r in self.uncovered}}


def evidence_of(theorem: Theorem) -> dict[str, int]:
    """How many derivations, numeric points and Monte-Carlo points a record has."""
    return {"symbolic": len(theorem.derivations), "numeric": sum(len(c.points) for c in theorem.numeric_checks),
            "monte carlo": theorem.sampled_points()}


def coverage(rows: Iterable[Row], theorems: Sequence[Theorem], failed: Iterable[str] = ()) -> Coverage:
    """Decide for every row which records cover it. failed: names of theorems known to fail, which cover nothing."""
    named: dict[str, list[Theorem]] = {}
    for theorem in theorems:
        for row in theorem.covers:
            named.setdefault(row, []).append(theorem)
    decide = _Decision(frozenset(failed))
    found = tuple(RowCoverage(row, tuple(sorted((decide.cover(row, t) for t in named.get(row.id, ())),
                                                key=lambda cover: _rank(row, cover)))) for row in rows)
    return Coverage(found, decide.entries)


def _rank(row: Row, cover: Cover) -> int:
    """Where a record comes among those of a row: a refuted printed form says more than a claim that holds elsewhere."""
    if cover.role == "erratum" and row.verdict != "holds":
        return -1
    return ROLES.index(cover.role) if cover.role else len(ROLES)


class _Decision:
    """Decides roles; counterexamples and enclosures are computed once for each record."""

    def __init__(self, failed: frozenset[str]) -> None:
        self.failed = failed
        self.entries: dict[str, list[Entry]] = {}
        self.borne_out: dict[str, str] = {}

    def cover(self, row: Row, theorem: Theorem) -> Cover:
        if theorem.name in self.failed:
            return Cover(theorem, None, "failed when it was verified last")
        stated = [s for s in theorem.sources if s.notes.identifier == row.notes and row.section in sections(s)]
        if not stated:
            return Cover(theorem, None, f"has no source in {row.section or 'the passage'} of these notes")
        reasons: list[str] = []
        for role, reason in self._tried(row, theorem, stated):
            if not reason:
                return Cover(theorem, role)
            reasons.append(reason)
        return Cover(theorem, None, next(iter(reasons), "tests no form that is printed as the row's"))

    def _tried(self, row: Row, theorem: Theorem, stated: Sequence[Source]) -> Iterator[tuple[Role, str]]:
        """The roles that the record aims at, each with what is wrong with it ("" if nothing)."""
        same = [s for s in stated if same_form(s.printed, row.printed)]
        if theorem.errata and theorem.name not in self.entries:
            self.entries[theorem.name] = list(errata([theorem]))
        for entry in self.entries.get(theorem.name, ()):
            if same_form(entry.erratum.printed, row.printed):
                yield "erratum", f"has it as an erratum, but {entry.problem}" if entry.problem else ""
        if row.verdict in HOLDS and any(s.verdict == row.verdict for s in same):
            yield "claim", self._claim(theorem)
        for label, wrong in theorem.near_misses.items():
            if same_form(label, row.printed) or same_form(claim_latex(theorem.as_claim(wrong)), row.printed):
                yield "near miss", _refuted(theorem, label, wrong)
        if same and theorem.fails_at and row.verdict == "holds under a condition":
            yield "example", _example(theorem)
        if not row.contradicted and any(s.verdict in ("companion", "informal") for s in stated):
            yield "companion", ""
        if same:
            yield "claim", f"says of it: {same[0].verdict}, the list: {row.verdict}" if same[0].verdict != row.verdict \
                else "has no erratum and no near miss of that form"

    def _claim(self, theorem: Theorem) -> str:
        if theorem.name not in self.borne_out:
            self.borne_out[theorem.name] = _not_borne_out(theorem)
        return self.borne_out[theorem.name]


def sections(source: Source) -> list[str]:
    """The sections that a source names: `§4.2, §4.4` names two."""
    return re.findall(r"§[\w.]*\w", source.section)


def _not_borne_out(theorem: Theorem) -> str:
    """Why the claim is not borne out by the enclosure at the smallest numeric point ("" if it is)."""
    for check, point in candidates(theorem, Erratum("", theorem.claim, "")):
        read = read_point(theorem.domain, point)
        try:
            return "" if enclosed(check.function, theorem, point).contains(allowed(theorem.claim, read)) else \
                f"is refuted at {show_point(read)}"
        except Exception as reason:  # a check may raise anything
            return f"cannot be checked at {show_point(read)}: {reason}"
    return "has no numeric check"


def _refuted(theorem: Theorem, label: str, wrong: Any) -> str:
    try:
        found = smallest_counterexample(theorem, Erratum(label, wrong, ""))
    except Exception as reason:  # a check may raise anything
        return f"has it as a near miss, but the numeric check fails: {reason}"
    return "" if found else "has it as a near miss, but no point of the theorem refutes it"


def _example(theorem: Theorem) -> str:
    found = [fails_at_evidence(theorem, point).outcome for point in theorem.fails_at]
    return "" if found and all(outcome == "confirmed" for outcome in found) else "does not fail outside its domain"
