"""Scoring rules on finitely many outcomes: expected scores, regrets and best reports from the definition.

A rule is a function ``rule(report, outcome)`` of a probability vector and an outcome in 0, …, K − 1. On rationals the
values are exact where the rule is rational and balls elsewhere (at the current precision of flint); on floats they are
floats. Reference: Gneiting & Raftery (2007), Strictly Proper Scoring Rules, Prediction, and Estimation, JASA 102.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np
from flint import arb, fmpq

from numerics import simplex
from numerics.arrays import FloatArray, require

Number: TypeAlias = Any
"""An int, a Fraction, a flint ball or a float (flint has no type stubs)."""
Report: TypeAlias = Sequence[Number]
Rule: TypeAlias = Callable[[Report, int], Number]


def linear(report: Report, outcome: int) -> Number:
    """The probability given to the outcome, q_i."""
    return report[outcome]


def quadratic(report: Report, outcome: int) -> Number:
    """Minus the squared distance of the report from the one-hot vector of the outcome (Brier)."""
    return -sum((mass - (k == outcome)) ** 2 for k, mass in enumerate(report))


def power(exponent: int | Fraction) -> Rule:
    """The rule a q_i^(a − 1) − (a − 1) Σ_k q_k^a for the exponent a; balls on rationals unless a is an integer."""
    def rule(report: Report, outcome: int) -> Number:
        own = _times(exponent, raised(report[outcome], exponent - 1))
        return own - _times(exponent - 1, sum(raised(mass, exponent) for mass in report))
    return rule


def logarithmic(report: Report, outcome: int) -> Number:
    """log q_i in nats; ``ValueError`` for an outcome of probability zero."""
    require(report[outcome] > 0, "the logarithmic score of an outcome of probability zero is minus infinity.")
    return math.log(report[outcome]) if isinstance(report[outcome], float) else ball(report[outcome]).log()


def raised(base: Number, exponent: int | Fraction) -> Number:
    """base ** exponent for a positive base: exact for a rational and an integer exponent, else a ball or a float."""
    if exponent == int(exponent) and not isinstance(base, float):
        return base ** int(exponent)
    return base ** float(exponent) if isinstance(base, float) else ball(base) ** ball(exponent)


def ball(number: Number) -> arb:
    """A ball around an int, a Fraction or a ball; ``TypeError`` for a float, which would hide its rounding."""
    if isinstance(number, float):
        raise TypeError("a float has no rigorous ball.")
    return arb(fmpq(number.numerator, number.denominator)) if isinstance(number, (int, Fraction)) else number


def expected_score(rule: Rule, belief: Report, report: Report) -> Number:
    """Σ_i p_i rule(q, i): what an agent who believes p expects of the report q; outcomes of mass 0 do not occur."""
    require(len(belief) == len(report), "belief and report must have the same number of outcomes.")
    return sum(_times(mass, rule(report, outcome)) for outcome, mass in enumerate(belief) if mass != 0)


def regret(rule: Rule, belief: Report, report: Report) -> Number:
    """Expected loss of the report against the truthful one, Σ_i p_i (rule(p, i) − rule(q, i))."""
    return expected_score(rule, belief, belief) - expected_score(rule, belief, report)


def best_reports(rule: Rule, belief: Report, reports: Iterable[Report]) -> list[Report]:
    """The reports of greatest expected score, compared exactly: for rules with rational values."""
    scores = [(expected_score(rule, belief, report), report) for report in reports]
    greatest = max(score for score, _ in scores)
    return [report for score, report in scores if score == greatest]


def neighbours(belief: Sequence[Fraction], step: Fraction) -> Iterator[tuple[Fraction, ...]]:
    """The reports that move mass ``step`` from one outcome of positive probability above it to another one."""
    for giver, taker in itertools.permutations(range(len(belief)), 2):
        if belief[giver] > step:
            yield tuple(mass - step * (k == giver) + step * (k == taker) for k, mass in enumerate(belief))


def sampled_scores(rng: np.random.Generator, size: int, *, rule: Rule, belief: Report, report: Report) -> FloatArray:
    """``size`` independent scores of the report, outcomes drawn from the belief; shape (size,)."""
    return _table(rule, report)[simplex.categorical(rng, size, probabilities=belief)]


def sampled_regrets(rng: np.random.Generator, size: int, *, rule: Rule, belief: Report, report: Report) -> FloatArray:
    """``size`` independent gains of the truthful report over the other one on the same outcome; shape (size,)."""
    gain = _table(rule, belief) - _table(rule, report)
    return gain[simplex.categorical(rng, size, probabilities=belief)]


def _times(factor: Number, number: Number) -> Number:
    """The product, which a Fraction and a ball do not form by themselves."""
    return ball(factor) * number if isinstance(number, arb) else factor * number


def _table(rule: Rule, report: Report) -> FloatArray:
    floats = tuple(float(mass) for mass in report)
    return np.array([rule(floats, outcome) for outcome in range(len(floats))], dtype=np.float64)
