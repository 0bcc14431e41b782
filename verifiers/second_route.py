"""The second route: every step once more, at points of its domain, in exact or ball arithmetic.

CAS output is a claim, not evidence: SymPy alone never makes a step count.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import sympy

from verifiers.domain import Domain, Point
from verifiers.draw import draw_scalar
from verifiers.enclosures import Enclosure
from verifiers.errors import TimeLimitReached, UndefinedValue
from verifiers.evaluate import evaluate, free_symbols
from verifiers.membership import show_point
from verifiers.symbolic import is_condition
from verifiers.timelimit import time_limit

Means = Literal["exact", "balls", "two precisions", "none"]

POINTS = 16
POINTS_OF_CONDITIONS = 60  # a condition has two values only
COSTLY_POINTS = 6  # for integrals, infinite sums and other parts without ball arithmetic
SEQUENCE = (1, 2, 3, 4, 6, 8)  # exponents of the distances at which a limit is approached
SECONDS = 20.0
SECONDS_OF_A_POINT = 4.0
_BY_KIND: dict[str, Means] = {"numeric": "two precisions", "rigorous": "balls"}
_WEAKEST: tuple[Means, ...] = ("two precisions", "balls", "exact")


@dataclass(frozen=True, slots=True)
class Agreement:
    """What the second route saw: how many points agreed, by which arithmetic, and a witness if one does not."""

    agreed: int
    means: Means
    witness: str = ""
    one_sided: int = 0  # points at which one side alone has a value

    @property
    def refuted(self) -> bool:
        return bool(self.witness)

    @property
    def supports(self) -> bool:
        return not self.witness and self.agreed > 0


def compare(left: sympy.Basic, right: sympy.Basic, domain: Domain, relation: str,
            further: Sequence[Point] = ()) -> Agreement:
    """Check `left relation right` ("equal" or "at_most") at points of the domain, and at `further` ones.

    A point where a side is undefined or cannot be evaluated agrees with nothing; where that is one side alone and there is
    an integral or an infinite sum, which SymPy evaluates without regard to convergence, the step is not checked.
    """
    means: list[Means] = []
    one_sided, costly = 0, _count(left, right) == COSTLY_POINTS
    try:
        with time_limit(SECONDS):
            points = [*further, *domain.points(_count(left, right))]
            for side in (left, right):
                if is_condition(side):
                    points += domain.ties(side, points[:24])
            for point in _different(points, left, right):
                a, b = _in_time(left, point), _in_time(right, point)
                if a is None or b is None:
                    one_sided += costly and a is not b
                    continue
                if a.low > b.high or (relation == "equal" and b.low > a.high):
                    return Agreement(len(means), "none", f"at {show_point(point)}: left is {a.middle:.12g}, "
                                                         f"right is {b.middle:.12g}")
                means.append(_means(a, b))
    except TimeLimitReached:
        pass
    return Agreement(len(means), next((m for m in _WEAKEST if m in means), "none"), one_sided=one_sided)


def _count(left: sympy.Basic, right: sympy.Basic) -> int:
    costly = any(e.has(sympy.Integral) or any(s.limits[-1][-1].is_infinite for s in e.atoms(sympy.Sum, sympy.Product))
                 for e in (left, right))
    if is_condition(right):
        return POINTS_OF_CONDITIONS
    return COSTLY_POINTS if costly else POINTS


def _different(points: Sequence[Point], left: sympy.Basic, right: sympy.Basic) -> list[Point]:
    """The points without those that give both sides the symbols' values of an earlier point."""
    names = sorted({s.name for side in (left, right) for s in free_symbols(side)}
                   | {str(b.label) for side in (left, right) for b in side.atoms(sympy.IndexedBase)})
    found: dict[tuple[object, ...], Point] = {}
    for point in points:
        found.setdefault(tuple(point.get(name) for name in names), point)
    return list(found.values())


def approach(expression: sympy.Expr, variable: sympy.Symbol, at: sympy.Expr, value: sympy.Expr, direction: str,
             domain: Domain, count: int = 3, slow: bool = False) -> Agreement:
    """Whether the expression comes nearer to `value` (or grows, if it is infinite) along a geometric sequence.

    Each distance is tried at neighbouring points too, lest a period hide; slow: any steady approach will do.
    """
    means: list[Means] = []
    try:
        with time_limit(SECONDS):
            for point in domain.points(count):
                clusters = [[e for x in cluster
                             if (e := value_or_none(expression, {**point, variable.name: x})) is not None]
                            for cluster in _sequence(at, direction, point, bool(variable.is_integer))]
                clusters = [c for c in clusters if c]
                if len(clusters) < 3:
                    continue
                sequence = [c[0] for c in clusters]
                found = [_gaps(cluster, value, point) for cluster in clusters]
                gaps = [max(g) for g in found if g is not None]
                if found[-1] is None or not (_shrinks(gaps) or (slow and _falls(gaps))):
                    return Agreement(len(means), "none", f"at {show_point(point)}: the values "
                                     f"{', '.join(f'{e.middle:.6g}' for e in sequence)} do not approach {value}")
                means.append("two precisions")
    except TimeLimitReached:
        pass
    return Agreement(len(means), "two precisions" if means else "none")


def _shrinks(gaps: list[float]) -> bool:
    """Whether the last gap is rounding or still falls by a tenth a step (a wrong limit leaves a constant gap)."""
    return gaps[-1] <= 1e-12 or gaps[-1] <= 0.9 * gaps[-2]


def _falls(gaps: list[float]) -> bool:
    return len(gaps) >= 3 and gaps[-1] < gaps[-2] < gaps[-3]


def _gaps(sequence: list[Enclosure], value: sympy.Expr, point: Point) -> list[float] | None:
    """Distances to the limit; for an infinite limit the reciprocals of the values, which have to tend to 0."""
    if value.is_infinite:
        sign = 1 if value == sympy.oo else -1
        if sequence[-1].middle * sign <= 0:
            return None
        return [1 / max(abs(e.middle), 1e-300) for e in sequence]
    limit = value_or_none(value, point)
    return None if limit is None else [abs(float(e.middle) - limit.middle) for e in sequence]


def _sequence(at: sympy.Expr, direction: str, point: Point, integer: bool) -> list[list[Fraction | int]]:
    """Clusters of points ever nearer to `at`; the members of one differ in parity and in their fractional part."""
    if at.is_infinite:
        sign = 1 if at == sympy.oo else -1
        offsets: tuple[Fraction | int, ...] = (0, 1, 3) if integer else (0, Fraction(1, 3), Fraction(7, 5))
        return [[sign * (10 ** k + d) for d in offsets] for k in SEQUENCE]
    end = evaluate(at, point)
    side = 1 if direction == "+" else -1
    return [[Fraction(end.low) + side * Fraction(1, 10 ** k) * d for d in (1, Fraction(3, 7), Fraction(5, 11))]
            for k in SEQUENCE]


def chords(expression: sympy.Expr, variable: sympy.Symbol, domain: Domain) -> Agreement:
    """Whether the function lies below its chords at the middle: what convexity says of kinks too."""
    rng, means = random.Random(2), list[Means]()
    middle = sympy.Symbol(variable.name)
    try:
        with time_limit(SECONDS):
            for point in domain.points(POINTS):
                other = draw_scalar(variable, domain.bounds[variable], point, rng, "interior")
                if other is None or not domain.admits({**point, variable.name: other}):
                    continue
                here = Fraction(point[middle.name])
                a, b, c = (value_or_none(expression, {**point, variable.name: x})
                           for x in (here, other, (here + other) / 2))
                if a is None or b is None or c is None:
                    continue
                if c.low > (a.high + b.high) / 2:
                    return Agreement(len(means), "none", f"at {show_point(point)}: the chord to {variable} = {other} "
                                                         "lies below the function")
                means.append(_means(a, c))
    except TimeLimitReached:
        pass
    return Agreement(len(means), next((m for m in _WEAKEST if m in means), "none"))


def _in_time(expression: sympy.Basic, point: Point) -> Enclosure | None:
    """The enclosure, None also where it takes too long: a slow point must not hide the others."""
    try:
        with time_limit(SECONDS_OF_A_POINT):
            return value_or_none(expression, point)
    except TimeLimitReached:
        return None


def value_or_none(expression: sympy.Basic, point: Point) -> Enclosure | None:
    """The enclosure at the point, or None where the expression has no finite real value."""
    try:
        return evaluate(expression, point)
    except UndefinedValue:
        return None


def _means(a: Enclosure, b: Enclosure) -> Means:
    kinds = {_BY_KIND.get(e.kind, "exact") for e in (a, b)}
    return next(m for m in _WEAKEST if m in kinds)
