"""A theorem's derivations as a whole: all steps, the conclusion against the claim and the near misses, the status."""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import sympy

from verifiers import symbolic
from verifiers.claims import Claim, Tends
from verifiers.derivation import Derived, Rests, StepResult, check_step, run
from verifiers.domain import Domain
from verifiers.errors import LearningTheoremsError, RecordError
from verifiers.membership import read_point, show_point
from verifiers.results import Evidence, Status
from verifiers.second_route import compare, value_or_none
from verifiers.steps import Cites, Classical, Limit
from verifiers.theorem import Derivation, Theorem, line_of


@dataclass(slots=True)
class Proof:
    """Evidence of all derivations, their status without regard to what they cite, and the trust report."""

    evidence: list[Evidence] = field(default_factory=list)
    status: Status = "failed"
    trust: tuple[Mapping[str, Any], ...] = ()
    cites: tuple[str, ...] = ()
    errors: list[RecordError] = field(default_factory=list)


def prove(theorem: Theorem) -> Proof:
    """Check every derivation; the best of them gives the status."""
    proof, statuses = Proof(), []
    for derivation in theorem.derivations:
        for instance in derivation.instances or (None,):
            status = _one(theorem, derivation, instance, proof)
            statuses.append(status)
    order: list[Status] = ["proved", "proved from cited results", "supported"]
    if statuses and "failed" not in statuses:
        proof.status = min(statuses, key=order.index)
    return proof


def _one(theorem: Theorem, derivation: Derivation, instance: Mapping[str, Any] | None, proof: Proof) -> Status:
    name, read = derivation.function.__name__, read_point(theorem.domain, instance or {})
    try:
        derived = run(derivation.function, dict(read))
        results = [check_step(step, theorem.domain, derived.steps[:k]) for k, step in enumerate(derived.steps)]
        ending = conclusion(theorem, derived, read if instance is not None else None)
    except LearningTheoremsError as reason:
        error = reason if isinstance(reason, RecordError) else RecordError(str(reason))
        return _failed(proof, name, read, error.at(*line_of(derivation.function)))
    except Exception as reason:
        frames = [f for f in traceback.extract_tb(reason.__traceback__) if f.filename == theorem.file]
        place = (theorem.file, frames[-1].lineno or 0) if frames else line_of(derivation.function)
        return _failed(proof, name, read, RecordError(f"{type(reason).__name__}: {reason}", *place))
    results.append(ending)
    if isinstance(theorem.claim, Tends):
        results.append(remainder_vanishes(theorem.claim, theorem.domain))
    proof.trust += tuple({"derivation": name, **_plain(r)} for r in results)
    proof.cites += tuple(s.what for s in derived.steps if isinstance(s, Cites) and isinstance(s.what, str))
    bad = [r for r in results if not r.passed]
    note = "; ".join(f"{r.kind} {r.text!r}: {r.rests_on}" + (f", {r.second.witness}" if r.second.witness else "")
                     for r in bad)
    proof.evidence.append(Evidence("derivation", name, "refuted" if bad else "confirmed", read, note=note))
    if bad:
        return "failed"
    if instance is not None or any(r.rests_on == "numerically supported" for r in results):
        return "supported"
    classical = any(isinstance(s, Cites) and isinstance(s.what, Classical) for s in derived.steps)
    return "proved from cited results" if classical else "proved"


def _failed(proof: Proof, name: str, point: Mapping[str, Any], error: RecordError) -> Status:
    proof.evidence.append(Evidence("derivation", name, "error", point, note=str(error)))
    return "failed"


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
    second = compare(formula, claimed, theorem.domain, "equal")
    for label, wrong in theorem.wrong_claims().items():
        if _same_kind(theorem.claim, wrong) and not _differs(theorem, formula, wrong.formula):
            raise RecordError(f"the derivation's conclusion {formula} does not differ from the near miss {label!r}")
    rests: Rests = "failed" if verdict == "refuted" or second.refuted or not second.supports else \
        "checked" if verdict == "proved" else "numerically supported"
    return StepResult(f"conclusion: {formula}", "it is the claimed formula", "Conclusion", rests, verdict, second)


def remainder_vanishes(claim: Tends, domain: Domain) -> StepResult:
    """Without a remainder that tends to 0 the claim would be no limit."""
    step = Limit(claim.remainder, claim.variable, claim.at, 0, because="the claimed remainder has to vanish")
    return check_step(step, domain)


def _same_kind(claim: Claim, wrong: Claim) -> bool:
    """Whether the two differ in their formulas only."""
    if type(claim) is not type(wrong):
        return False
    return not isinstance(claim, Tends) or (claim.remainder == getattr(wrong, "remainder", None))


def _differs(theorem: Theorem, formula: sympy.Basic, wrong: sympy.Basic) -> bool:
    """Whether the formulas differ (or one is undefined) at a point of the domain or of a numeric check."""
    points = [read_point(theorem.domain, p) for check in theorem.numeric_checks for p in check.points]
    for point in points + theorem.domain.points(12):
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
