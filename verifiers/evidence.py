"""Evidence point by point: enclosures judged against the claim and every wrong claim, errors with file and line."""

from __future__ import annotations

import math
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from typing import Any

from verifiers.claims import Claim, printed
from verifiers.enclosures import Enclosure, as_float, enclose
from verifiers.errors import LearningTheoremsError, RecordError, UndefinedValue, Unevaluated
from verifiers.evaluate import evaluate
from verifiers.isolation import isolated
from verifiers.judge import Outcome, allowed, judge, refutes, resolution
from verifiers.mechanical import near_misses
from verifiers.membership import read_point, show_point
from verifiers.monte_carlo import Sampled
from verifiers.results import Evidence, EvidenceKind
from verifiers.theorem import MonteCarloCheck, NumericCheck, Theorem, line_of


@dataclass(slots=True)
class Refutations:
    """Which evidence refuted which wrong claim, in the order in which it was found."""

    by: dict[str, str] = field(default_factory=dict)

    def note(self, label: str, evidence: str) -> None:
        self.by.setdefault(label, evidence)


@cache
def mechanical_near_misses(theorem: Theorem) -> dict[str, Claim]:
    """Every formula one slip away that is false on the domain, without those argued to be true (`true_variants`)."""
    argued = {str(k) for k in theorem.true_variants}
    places = [p for check in theorem.numeric_checks for q in check.points
              if theorem.domain.admits(p := read_point(theorem.domain, q))]
    found = near_misses(theorem.claim, theorem.domain, places)
    return {label: claim for label, claim in found.items() if printed(claim.formula) not in argued}


def numeric_evidence(theorem: Theorem, check: NumericCheck, point: Mapping[str, Any], wrong: Mapping[str, Claim],
                     refuted: Refutations) -> Evidence:
    """Enclose the quantity at one point and judge the claim and every wrong claim by it."""
    name, read = check.function.__name__, read_point(theorem.domain, point)

    def evidence() -> Evidence:
        enclosure = enclosed(check.function, theorem, point)
        excluded = [label for label, claim in wrong.items() if refutes(enclosure, claim, read)]
        for label in excluded:
            refuted.note(label, f"numeric: {name} at {show_point(read)}")
        outcome = judge(enclosure, allowed(theorem.claim, read), bool(excluded))
        value = evaluate(theorem.claim.formula, read).middle
        note = enclosure.kind if excluded else f"{enclosure.kind}; excludes nothing"
        return Evidence("numeric", name, outcome, read, as_float(enclosure.low), as_float(enclosure.high), value,
                        resolution=resolution(enclosure, value), note=note)
    return guarded(evidence, lambda note, outcome: Evidence("numeric", name, outcome, read, note=note), check.function)


def enclosed(function: Callable[..., Any], theorem: Theorem, point: Mapping[str, Any]) -> Enclosure:
    """The enclosure which a numeric check gives at a point; only the point's own names are passed."""
    read = read_point(theorem.domain, point)
    wanted = function.__code__.co_varnames[:function.__code__.co_argcount]
    try:
        arguments = {name: read[name] for name in wanted}
    except KeyError as missing:
        raise RecordError(f"the check {function.__name__} takes {missing.args[0]}, which the point "
                          f"{show_point(read)} does not give", *line_of(function)) from None
    try:
        with isolated():
            return enclose(function(**arguments))
    except (TypeError, ValueError) as reason:
        if "check returned" in str(reason):
            raise RecordError(str(reason), *line_of(function)) from None
        raise


def sampled_evidence(sampled: Sampled, point: Mapping[str, Any], wrong: Mapping[str, Claim], refuted: Refutations) -> Evidence:
    """Note what a finished Monte-Carlo point excludes, of the declared near misses and of the mechanical ones."""
    found = sampled.evidence
    by = f"{found.kind}: {found.check} at {show_point(point)}"
    for label in sorted(sampled.excluded):
        refuted.note(label, by)
    if found.outcome == "confirmed" and found.low is not None and found.high is not None \
            and math.isfinite(found.low) and math.isfinite(found.high):
        interval = Enclosure(Fraction(found.low), Fraction(found.high), "statistical")
        for label, claim in wrong.items():
            if label not in refuted.by and refutes(interval, claim, point):
                refuted.note(label, by)
    return found


def kind_of(check: MonteCarloCheck) -> EvidenceKind:
    """What the evidence of a sampler is called."""
    return "exact law" if check.law == "exact" else "monte carlo"


def fails_at_evidence(theorem: Theorem, point: Mapping[str, Any]) -> Evidence:
    """Outside the domain the claim has to fail: the enclosure excludes it, or the formula is undefined."""
    check, read = theorem.numeric_checks[0], read_point(theorem.domain, point)
    name = check.function.__name__

    def evidence() -> Evidence:
        try:
            interval = allowed(theorem.claim, read)
        except Unevaluated:
            raise
        except UndefinedValue as reason:
            return Evidence("fails at", name, "confirmed", read, note=f"the formula is undefined: {reason}")
        enclosure = enclosed(check.function, theorem, point)
        fails = not enclosure.contains(interval)
        return Evidence("fails at", name, "confirmed" if fails else "refuted", read, as_float(enclosure.low),
                        as_float(enclosure.high), evaluate(theorem.claim.formula, read).middle,
                        note="the claim fails here" if fails else "the claim holds here: the hypothesis is not needed")
    return guarded(evidence, lambda note, outcome: Evidence("fails at", name, outcome, read, note=note),
                    check.function)


def guarded(compute: Callable[[], Evidence], failed: Callable[[str, Outcome], Evidence], function: Any) -> Evidence:
    """Run one point; whatever its check raises becomes an error of that point, with file and line."""
    try:
        return compute()
    except Exception as reason:  # a check may raise anything
        return failed(explain(reason, function), "error")


def explain(reason: Exception, function: Any) -> str:
    """What a check raised, as one sentence with file and line."""
    if isinstance(reason, LearningTheoremsError):
        error = reason if isinstance(reason, RecordError) else RecordError(str(reason))
        return str(error.at(*line_of(function)))
    frames = [f for f in traceback.extract_tb(reason.__traceback__) if f.filename == line_of(function)[0]]
    place = (frames[-1].filename, frames[-1].lineno or 0) if frames else line_of(function)
    return str(RecordError(f"{type(reason).__name__}: {reason}", *place))
