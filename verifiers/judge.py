"""One judge for claims and near misses: an enclosure against the interval which a claim allows."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Literal

from verifiers.claims import Claim, Tends
from verifiers.enclosures import Enclosure
from verifiers.errors import UndefinedValue, Unevaluated
from verifiers.evaluate import evaluate

Outcome = Literal["confirmed", "refuted", "undecided", "vacuous", "error"]


def allowed(claim: Claim, point: Mapping[str, Any]) -> Enclosure:
    """The interval in which the claim says that the quantity lies at the point.

    Raises UndefinedValue where the formula has no finite real value.
    """
    value = evaluate(claim.formula, point)
    if claim.relation == "at_most":
        return Enclosure(-math.inf, value.high, value.kind)
    if claim.relation == "at_least":
        return Enclosure(value.low, math.inf, value.kind)
    if isinstance(claim, Tends):
        remainder = evaluate(claim.remainder, point)
        if remainder.high < 0:
            raise UndefinedValue("the remainder is negative")
        return Enclosure(value.low - remainder.high, value.high + remainder.high, value.kind)
    return value


def refutes(enclosure: Enclosure, claim: Claim, point: Mapping[str, Any]) -> bool:
    """Whether the enclosure excludes the claim at the point; any finite quantity excludes an undefined formula.

    A formula that merely could not be evaluated is not excluded.
    """
    try:
        interval = allowed(claim, point)
    except Unevaluated:
        return False
    except UndefinedValue:
        return True
    return not enclosure.contains(interval)


def judge(enclosure: Enclosure, interval: Enclosure, has_power: bool) -> Outcome:
    """The outcome for the claim itself.

    An enclosure that lies inside the allowed interval confirms. One that straddles an end of it, as it must where a
    bound is attained, confirms only with power: if it excludes a near miss at the same point.
    """
    if not enclosure.contains(interval):
        return "refuted"
    if interval.low <= enclosure.low and enclosure.high <= interval.high:
        return "confirmed"
    return "confirmed" if has_power else "undecided"


def resolution(enclosure: Enclosure, value: float) -> float:
    """The smallest relative error of the formula that the enclosure would have refuted (absolute if its value is 0)."""
    if enclosure.is_infinite or not math.isfinite(value):
        return math.inf
    exact = Fraction(value)
    reach = max(Fraction(enclosure.high) - exact, exact - Fraction(enclosure.low))
    return float(max(reach, Fraction(0)) / (abs(exact) if exact else 1))
