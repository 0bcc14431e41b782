"""A theorem's derivations as a whole: all steps, the conclusion against the claim and the near misses, the status."""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

import sympy

from verifiers import symbolic
from verifiers.claims import Claim, Tends
from verifiers.derivation import Derived, Rests, StepResult, check_step, run
from verifiers.domain import Domain, Point
from verifiers.errors import LearningTheoremsError, RecordError
from verifiers.membership import read_point, show_point
from verifiers.results import Evidence, Status
from verifiers.second_route import compare, value_or_none
from verifiers.steps import Cites, Classical, Limit, Step
from verifiers.theorem import Derivation, Theorem, line_of


@dataclass(frozen=True, slots=True)
class Checked:
    """One derivation, run generically or at one instance: its steps and their results, or why it could not be run.

    results: one a step, then the conclusion, and for a limit the vanishing of its remainder.
    """

    derivation: Derivation
    point: Mapping[str, Any]
    generic: bool
    steps: tuple[Step, ...] = ()
    results: tuple[StepResult, ...] = ()
    error: RecordError | None = None

    @property
    def status(self) -> Status:
        """Status without regard to the theorems that are cited."""
        if self.error or not all(r.passed for r in self.results):
            return "failed"
        if not self.generic or any(r.rests_on == "numerically supported" for r in self.results):
            return "supported"
        classical = any(isinstance(s, Cites) and isinstance(s.what, Classical) for s in self.steps)
        return "proved from cited results" if classical else "proved"

    @property
    def evidence(self) -> Evidence:
        name = self.derivation.function.__name__
        if self.error:
            return Evidence("derivation", name, "error", self.point, note=str(self.error))
        bad = [r for r in self.results if not r.passed]
        note = "; ".join(f"{r.kind} {r.text!r}: {r.rests_on}" + (f", {r.second.witness}" if r.second.witness else "")
                         for r in bad)
        return Evidence("derivation", name, "refuted" if bad else "confirmed", self.point, note=note)


@dataclass(frozen=True, slots=True)
class Proof:
    """All derivations of a theorem; the best of them gives the status, a failing one spoils it."""

    checked: tuple[Checked, ...]

    @property
    def status(self) -> Status:
        statuses = [c.status for c in self.checked]
        order: list[Status] = ["proved", "proved from cited results", "supported"]
        return "failed" if "failed" in statuses or not statuses else min(statuses, key=order.index)

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        return tuple(c.evidence for c in self.checked)

    @property
    def cites(self) -> tuple[str, ...]:
        """Names of the theorems that are cited."""
        return tuple(dict.fromkeys(s.what for c in self.checked for s in c.steps
                                   if isinstance(s, Cites) and isinstance(s.what, str)))

    def findings(self) -> Findings:
        """What a result keeps of the proof."""
        return Findings(self.status, self.evidence, self.cites, self.trust)

    @property
    def trust(self) -> tuple[Mapping[str, Any], ...]:
        """What each step rests on."""
        return tuple({"derivation": c.derivation.function.__name__, **_plain(r)} for c in self.checked for r in c.results)


@dataclass(frozen=True, slots=True)
class Findings:
    """A proof without its functions and steps, as it travels between processes."""

    status: Status
    evidence: tuple[Evidence, ...]
    cites: tuple[str, ...]
    trust: tuple[Mapping[str, Any], ...]


@cache
def prove(theorem: Theorem) -> Proof:
    """Check every derivation (once in a process)."""
    return Proof(tuple(_checked(theorem, derivation, instance) for derivation in theorem.derivations
                       for instance in derivation.instances or (None,)))


def _checked(theorem: Theorem, derivation: Derivation, instance: Mapping[str, Any] | None) -> Checked:
    point = read_point(theorem.domain, instance or {})
    steps: tuple[Step, ...] = ()
    try:
        derived = run(derivation.function, dict(point))
        steps = derived.steps
        results = [check_step(step, theorem.domain, steps[:k]) for k, step in enumerate(steps)]
        results.append(conclusion(theorem, derived, point if instance is not None else None))
        if isinstance(theorem.claim, Tends):
            results.append(remainder_vanishes(theorem.claim, theorem.domain))
        return Checked(derivation, point, instance is None, steps, tuple(results))
    except LearningTheoremsError as reason:
        error = reason if isinstance(reason, RecordError) else RecordError(str(reason))
        error = error.at(*line_of(derivation.function))
    except Exception as reason:
        frames = [f for f in traceback.extract_tb(reason.__traceback__) if f.filename == theorem.file]
        place = (theorem.file, frames[-1].lineno or 0) if frames else line_of(derivation.function)
        error = RecordError(f"{type(reason).__name__}: {reason}", *place)
    return Checked(derivation, point, instance is None, steps, (), error)


def _plain(result: StepResult) -> dict[str, Any]:
    shown = asdict(result)
    second = shown.pop("second")
    return {**shown, "second_route": f"{second['means']} at {second['agreed']} points" if second["agreed"] else "none",
            "witness": second["witness"]}


def conclusion(theorem: Theorem, derived: Derived, instance: Mapping[str, Any] | None) -> StepResult:
    """The returned formula against the claim, and against every near miss, from which it has to differ.

    Raises RecordError if it equals a near miss on the whole domain.
    """
    returned = derived.conclusion
    formula = sympy.sympify(returned)
    claimed = theorem.claim.formula
    if instance is not None:
        return _at_instance(theorem, formula, instance)
    undeclared = theorem.domain.declares(formula)
    if undeclared:
        raise RecordError(f"the derivation returns {formula}, with {', '.join(sorted(undeclared))} left over")
    verdict = symbolic.prove_equal(formula, claimed, theorem.domain)
    second = compare(formula, claimed, theorem.domain, "equal", _numeric_points(theorem))
    for label, wrong in theorem.wrong_claims().items():
        if _same_kind(theorem.claim, wrong) and not _differs(theorem, formula, wrong.formula):
            raise RecordError(f"the derivation's conclusion {formula} does not differ from the near miss {label!r}")
    rests: Rests = "failed" if verdict == "refuted" or second.refuted or not second.supports else \
        "checked" if verdict == "proved" else "numerically supported"
    return StepResult(f"conclusion: {formula}", "it is the claimed formula", "Conclusion", rests, verdict, second)


def remainder_vanishes(claim: Tends, domain: Domain) -> StepResult:
    """Without a remainder that tends to 0 the claim would be no limit."""
    bounds = domain.bounds.get(claim.variable)
    below = (bounds is not None and any(end == claim.at for end, _ in bounds.upper)) or \
        (claim.at == 0 and claim.variable.is_nonpositive)
    step = Limit(claim.remainder, claim.variable, claim.at, 0, because="the claimed remainder has to vanish",
                 direction="-" if below else "+")
    return check_step(step, domain)


def _same_kind(claim: Claim, wrong: Claim) -> bool:
    """Whether the two differ in their formulas only."""
    if type(claim) is not type(wrong):
        return False
    return not isinstance(claim, Tends) or (claim.remainder == getattr(wrong, "remainder", None))


def _numeric_points(theorem: Theorem) -> list[Point]:
    return [read_point(theorem.domain, p) for check in theorem.numeric_checks for p in check.points]


def _differs(theorem: Theorem, formula: sympy.Basic, wrong: sympy.Basic) -> bool:
    """Whether the formulas differ (or one is undefined) at a point of the domain or of a numeric check."""
    for point in _numeric_points(theorem) + theorem.domain.points(12):
        a, b = value_or_none(formula, point), value_or_none(wrong, point)
        if a is not None and (b is None or not a.contains(b)):
            return True
    return False


def _at_instance(theorem: Theorem, formula: sympy.Basic, instance: Mapping[str, Any]) -> StepResult:
    from verifiers.evaluate import evaluate
    value, claimed = evaluate(formula, instance), evaluate(theorem.claim.formula, instance)
    agrees = value.contains(claimed) if theorem.claim.relation in ("equal", "tends", "law", "holds") else \
        value.contains(claimed) or (value.high <= claimed.high) == (theorem.claim.relation == "at_most")
    return StepResult(f"conclusion at {show_point(instance)}: {formula}", "it is the claimed value", "Conclusion",
                      "checked" if agrees else "failed", "proved" if agrees else "refuted")
