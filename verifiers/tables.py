"""Tables regenerated from verification results: each theorem over its parameter grid, each chapter's formulas.

Cells are text, rounded to what their interval supports, so that a table is the same byte for byte on one machine and
its numbers overlap on another. Seconds never enter a table.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from verifiers.claims import Law, Tends
from verifiers.errata import display
from verifiers.errors import LearningTheoremsError, UndefinedValue
from verifiers.evaluate import evaluate
from verifiers.evidence import enclosed
from verifiers.fingerprints import fingerprint
from verifiers.membership import read_point, show_point
from verifiers.places import in_package
from verifiers.results import Evidence, TheoremResult
from verifiers.rounding import exact, shown, with_error
from verifiers.theorem import MonteCarloCheck, NumericCheck, Theorem

RELATIONS = {"at_most": "≤ ", "at_least": "≥ "}


@dataclass(frozen=True, slots=True)
class Sampled:
    """A Monte-Carlo cell: middle ± half-width of the confidence interval, and the number of samples."""

    shown: str
    samples: int


@dataclass(frozen=True, slots=True)
class Row:
    """One point of the grid: the formula's value, the enclosure of the quantity, what sampling gave ("" if absent)."""

    point: Mapping[str, str]
    formula: str
    numeric: str = ""
    sampled: Sampled | None = None
    exact_law: Sampled | None = None


@dataclass(frozen=True, slots=True)
class TheoremTable:
    """A theorem's table over the points of its checks."""

    theorem: Theorem
    status: str
    parameters: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class ChapterTables:
    """The tables of a chapter's theorems, with the chapter's own description."""

    chapter: str
    title: str
    description: str
    tables: tuple[TheoremTable, ...]


def chapters(theorems: Iterable[Theorem], results: Mapping[str, TheoremResult]) -> list[ChapterTables]:
    """The tables of all theorems by chapter, in the order of the theorems.

    Raises LearningTheoremsError if a theorem has no result, or one of another version of its file.
    """
    found: dict[str, list[TheoremTable]] = {}
    descriptions: dict[str, str] = {}
    for theorem in theorems:
        found.setdefault(theorem.chapter, []).append(table(theorem, result_of(theorem, results)))
        descriptions.setdefault(theorem.chapter, description(theorem))
    return [ChapterTables(name, title(name), descriptions[name], tuple(tables)) for name, tables in found.items()]


def result_of(theorem: Theorem, results: Mapping[str, TheoremResult]) -> TheoremResult:
    """The theorem's result. Raises LearningTheoremsError if there is none, or one of another version of its file."""
    result = results.get(theorem.name)
    if result is None:
        raise LearningTheoremsError(f"the results have none of {theorem.name}: verify it first")
    if result.fingerprint != fingerprint(theorem):
        raise LearningTheoremsError(f"the results of {theorem.name} are those of another version of "
                                    f"{in_package(theorem.file)}: verify it again")
    return result


def title(chapter: str) -> str:
    """The chapter's name as a heading: `random_matrices` → `Random matrices`."""
    return chapter.replace("_", " ").capitalize()


def description(theorem: Theorem) -> str:
    """The docstring of the chapter's package in one paragraph ("" if it has none)."""
    function = next((e.function for e in (*theorem.derivations, *theorem.checks)), None)
    package = sys.modules.get(function.__module__.rpartition(".")[0]) if function else None
    return " ".join((getattr(package, "__doc__", None) or "").split())


def shown_status(result: TheoremResult) -> str:
    """The status as reports show it: a theorem that is not confirmed has failed, whatever its derivation says."""
    return result.status if result.confirmed else "failed"


def table(theorem: Theorem, result: TheoremResult) -> TheoremTable:
    """One theorem's table; points that several checks share are one row."""
    columns = dict.fromkeys(name for check in theorem.checks for point in check.points for name in point)
    rows: dict[tuple[str, int], Row] = {}
    for check in theorem.checks:
        for point in check.points:
            read = read_point(theorem.domain, point)
            evidence = _evidence(result, check.function.__name__, read)
            if evidence is not None:
                _add(rows, theorem, check, point, read, evidence)
    return TheoremTable(theorem, shown_status(result), tuple(columns), tuple(rows.values()))


def _evidence(result: TheoremResult, check: str, point: Mapping[str, Any]) -> Evidence | None:
    wanted = show_point(point)
    kinds = ("numeric", "monte carlo", "exact law")
    return next((e for e in result.evidence if e.kind in kinds and e.check == check
                 and show_point({k: _as_tuple(v) for k, v in e.point.items()}) == wanted), None)


def _as_tuple(entry: Any) -> Any:
    return tuple(_as_tuple(e) for e in entry) if isinstance(entry, list) else entry


def _add(rows: dict[tuple[str, int], Row], theorem: Theorem, check: NumericCheck | MonteCarloCheck,
         point: Mapping[str, Any], read: Mapping[str, Any], evidence: Evidence) -> None:
    """Put the evidence into the point's first row whose cell of that kind is free."""
    if isinstance(check, NumericCheck):
        cell: dict[str, Any] = {"numeric": numeric_cell(theorem, check, point, evidence)}
    else:
        cell = {"exact_law" if check.law == "exact" else "sampled": sampled_cell(theorem, evidence)}
    (kind, _), = cell.items()
    key, k = show_point(read), 0
    while (key, k) in rows and getattr(rows[key, k], kind):
        k += 1
    row = rows.get((key, k)) or Row({n: show_point({"": read[n]})[3:] for n in point}, formula_cell(theorem, read))
    rows[key, k] = replace(row, **cell)


def formula_cell(theorem: Theorem, point: Mapping[str, Any]) -> str:
    """The formula's value at a point: with ≤ or ≥ for a bound, ± the remainder for a limit, "" for a law without x."""
    claim = theorem.claim
    if isinstance(claim, Law) and str(claim.variable) not in point:
        return ""
    try:
        value = display(evaluate(claim.formula, point))
        if isinstance(claim, Tends):
            remainder = evaluate(claim.remainder, point)
            return f"{value} ± {shown(remainder.low, remainder.high)}"
    except UndefinedValue:
        return "undefined"
    return RELATIONS.get(claim.relation, "") + value


def numeric_cell(theorem: Theorem, check: NumericCheck, point: Mapping[str, Any], evidence: Evidence) -> str:
    """The enclosure of the quantity; an exact one is computed again, since results keep floats."""
    if evidence.low is None or evidence.high is None:
        return "no value"
    kind = evidence.note.split(";")[0]
    if kind in ("exact", "truth"):
        return display(enclosed(check.function, theorem, point))
    if math.isinf(evidence.low) or math.isinf(evidence.high):  # beyond the floats, in which results are kept
        return display(enclosed(check.function, theorem, point))
    return shown(evidence.low, evidence.high)


def sampled_cell(theorem: Theorem, evidence: Evidence) -> Sampled:
    """The interval of a mean, or the half-width of the band around an empirical distribution function."""
    if theorem.is_law and evidence.resolution is not None and evidence.samples:
        width = Fraction(evidence.resolution)
        return Sampled(f"F ± {with_error(-width, width).rpartition(' ')[2]}", evidence.samples)
    if evidence.low is None or evidence.high is None:
        return Sampled("no value", evidence.samples)
    if math.isinf(evidence.low) or math.isinf(evidence.high):
        return Sampled(shown(evidence.low, evidence.high), evidence.samples)
    if evidence.low == evidence.high:
        return Sampled(exact(Fraction(evidence.low)), evidence.samples)
    return Sampled(with_error(Fraction(evidence.low), Fraction(evidence.high)), evidence.samples)


def status_counts(tables: Sequence[TheoremTable]) -> dict[str, int]:
    """How many theorems have each status, the best first."""
    from verifiers.status import ORDER
    return {status: sum(t.status == status for t in tables) for status in ORDER}
