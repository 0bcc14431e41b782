"""Printed claims that fail, each with the smallest counterexample, recomputed from the theorem's numeric check."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from verifiers.claims import Claim, Tends
from verifiers.enclosures import Enclosure
from verifiers.errors import LearningTheoremsError, UndefinedValue
from verifiers.evaluate import evaluate
from verifiers.evidence import enclosed
from verifiers.judge import allowed, refutes
from verifiers.membership import read_point
from verifiers.notes import Erratum
from verifiers.places import in_package
from verifiers.results import json_point
from verifiers.rounding import INFINITE, shown
from verifiers.theorem import NumericCheck, Theorem
from verifiers.wording import claim_latex, claim_text, hypotheses_latex, hypotheses_text, point_text


@dataclass(frozen=True, slots=True)
class Counterexample:
    """A point at which the enclosure of the quantity excludes the printed claim.

    printed: what the printed formula gives there, rounded ("undefined" with the reason, if it gives nothing);
    quantity: the enclosure of the quantity, rounded to what it supports; kind: how the enclosure was made.
    """

    point: Mapping[str, Any]
    printed: str
    quantity: str
    kind: str
    check: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A printed claim that fails. `problem` is "" unless no point of the theorem refutes the printed claim."""

    theorem: Theorem
    erratum: Erratum
    label: str
    counterexample: Counterexample | None
    problem: str = ""

    @property
    def printed_claim(self) -> Claim:
        return self.theorem.as_claim(self.erratum.formula)

    def to_json(self) -> dict[str, Any]:
        """The entry with stable keys; numbers are strings as displayed."""
        theorem, found = self.theorem, self.counterexample
        return {
            "theorem": theorem.name, "title": theorem.title, "chapter": theorem.chapter,
            "file": in_package(theorem.file), "near_miss": self.label,
            "sources": [{"notes": s.notes.title, "identifier": s.notes.identifier, "section": s.section,
                         "verdict": s.verdict, "printed": s.printed} for s in theorem.sources],
            "printed": self.erratum.printed, "printed_formula": str(self.printed_claim.formula),
            "wrong": self.erratum.wrong,
            "counterexample": None if found is None else {
                "point": json_point(found.point), "printed": found.printed, "quantity": found.quantity,
                "kind": found.kind, "check": found.check},
            "corrected": claim_latex(theorem.claim), "corrected_text": claim_text(theorem.claim),
            "hypotheses": hypotheses_latex(theorem.domain), "hypotheses_text": hypotheses_text(theorem.domain),
            "problem": self.problem or None}


def errata(theorems: Iterable[Theorem]) -> Iterator[Entry]:
    """Every erratum of the theorems, with its counterexample; nothing is raised for an erratum without one."""
    for theorem in theorems:
        for k, erratum in enumerate(theorem.errata, 1):
            label = "as printed" if len(theorem.errata) == 1 else f"as printed ({k})"
            try:
                found = smallest_counterexample(theorem, erratum)
                problem = "" if found else "no point of the theorem refutes the printed claim"
            except Exception as reason:  # a check that fails is the problem of this erratum alone
                message = str(reason) if isinstance(reason, LearningTheoremsError) else \
                    f"{type(reason).__name__}: {reason}"
                found, problem = None, f"the numeric check fails: {message}"
            yield Entry(theorem, erratum, label, found, problem)


def smallest_counterexample(theorem: Theorem, erratum: Erratum) -> Counterexample | None:
    """The smallest point at which the numeric check's enclosure excludes the printed claim, None if there is none.

    Candidates are the erratum's own point and all points of the theorem's numeric checks.
    """
    claim = theorem.as_claim(erratum.formula)
    for check, point in candidates(theorem, erratum):
        enclosure = enclosed(check.function, theorem, point)
        read = read_point(theorem.domain, point)
        if refutes(enclosure, claim, read):
            return Counterexample(read, printed_value(claim, read), display(enclosure), enclosure.kind,
                                  check.function.__name__)
    return None


def candidates(theorem: Theorem, erratum: Erratum) -> list[tuple[NumericCheck, Mapping[str, Any]]]:
    """(check, point) in order of size: the sum of the absolute numerators and denominators of its numbers."""
    found = [(check, point) for check in theorem.numeric_checks for point in check.points]
    if erratum.at is not None:
        found = [*((check, erratum.at) for check in theorem.numeric_checks if _takes(check, theorem, erratum.at)),
                 *found]
    return sorted(found, key=lambda pair: size(read_point(theorem.domain, pair[1])))


def _takes(check: NumericCheck, theorem: Theorem, point: Mapping[str, Any]) -> bool:
    code = check.function.__code__
    return set(code.co_varnames[:code.co_argcount]) <= set(read_point(theorem.domain, point))


def size(point: Mapping[str, Any]) -> int:
    """Sum of |numerator| + denominator over all numbers of a point (an integer counts its absolute value only).

    >>> size({"N": 3, "q": Fraction(1, 2)})
    6
    """
    return sum(_size(entry) for entry in point.values())


def _size(entry: Any) -> int:
    if isinstance(entry, tuple):
        return sum(_size(e) for e in entry)
    if not isinstance(entry, (int, Fraction)):
        return 0
    number = Fraction(entry)
    return abs(number.numerator) + (number.denominator if number.denominator > 1 else 0)


def printed_value(claim: Claim, point: Mapping[str, Any]) -> str:
    """What a claim gives at a point: its formula's value with the sign of an inequality, or why it gives none."""
    if claim.formula.is_infinite:
        return f"-{INFINITE}" if claim.formula.is_extended_negative else INFINITE
    try:
        value = evaluate(claim.formula, point)
        if isinstance(claim, Tends):
            return f"{display(value)} ± {display(evaluate(claim.remainder, point))}"
        allowed(claim, point)
    except UndefinedValue as reason:
        return f"undefined ({reason})"
    sign = {"at_most": "≤ ", "at_least": "≥ "}.get(claim.relation, "")
    return sign + display(value)


def display(enclosure: Enclosure) -> str:
    """An enclosure rounded to what it supports; truth values as words."""
    if enclosure.kind == "truth":
        return "true" if enclosure.low == 1 else "false"
    return shown(enclosure.low, enclosure.high)


def where(entry: Entry) -> str:
    """The point of the counterexample as text."""
    return point_text(entry.counterexample.point) if entry.counterexample else ""
