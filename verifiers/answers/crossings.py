"""Where a formula vanishes or turns along a line: between a pair of rational numbers that are very close to each other.

Zeros of rational formulas are exact: all of them are found.  Others are found by changes of sign on a grid.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice, pairwise
from math import floor

import flint
from flint import acb, arb, fmpq

from verifiers.answers.derivatives import derivative
from verifiers.answers.evaluation import Evaluator, Point, Work
from verifiers.answers.grounds import Axis, simplest_between
from verifiers.answers.line import rational_and_algebraic_roots
from verifiers.answers.special_points import literal
from verifiers.answers.trees import Apply, Number, Tree, free_variables
from verifiers.answers.values import Value, is_real
from verifiers.answers.variants import replaced
from verifiers.errors import LearningTheoremsError

PRECISION = 240
STEPS = 40  # of the grid along a line
SHIFT = Fraction(3719, 10007)  # so that no grid point is a number that formulas like
HALVINGS = 90
MOST_INTEGERS = 400


@dataclass(frozen=True, slots=True)
class Place:
    """A number between low and high, or exactly low = high; `surely` tells that the formula has a zero there."""

    low: Fraction
    high: Fraction
    surely: bool = True

    def ball(self) -> acb | fmpq:
        """An enclosure of it."""
        middle, radius = (self.low + self.high) / 2, (self.high - self.low) / 2
        centre = fmpq(middle.numerator, middle.denominator)
        return acb(arb(centre, arb(fmpq(radius.numerator, radius.denominator)))) if radius else centre

    def shown(self) -> str:
        """The number, exactly or as a decimal that goes on."""
        with flint.ctx.workprec(PRECISION):
            return str(self.low) if self.low == self.high else f"{arb(self.ball().mid().real).str(12, radius=False)}…"


def zeros(formula: Tree, base: Point, line: Axis, work: Work) -> list[Place]:
    """Zeros of a formula along a variable, with the others fixed; of a product, those of its factors."""
    fixed = replaced(formula, {n: literal(v) for n, v in base.items() if n != line.name and not isinstance(v, tuple)})
    found: list[Place] = []
    for factor in dict.fromkeys(_factors(fixed)):
        if line.name not in free_variables(factor):
            continue
        work.spend(50)
        roots = rational_and_algebraic_roots(factor, line.name)
        if roots is None:
            found += _searched(factor, base, line, work)
        else:
            found += [Place(r, r) for r in sorted(roots[0])]
            found += [Place(*r.bracket()) for r in roots[1]]
    return [p for p in found if line.admits(p.low) and line.admits(p.high)]


def turns(formula: Tree, base: Point, line: Axis, work: Work) -> list[Place]:
    """Where the slope of a formula changes its sign."""
    try:
        slope = derivative(formula, line.name, work.spend)
    except LearningTheoremsError:
        return []
    return [Place(p.low, p.high, surely=False) for p in zeros(slope, base, line, work)]


def truth(condition: Tree, base: Point, name: str, place: Place, work: Work) -> bool | None:
    """The truth of a condition at a place, where differences that cannot be told from 0 count as 0; None if undecided.

    A condition that changes at a place c, and one that changes at c′ too near to be told apart, with different truth at their
    places, differ in any case: at c if c = c′, else between.
    """
    try:
        with flint.ctx.workprec(PRECISION):
            return _Near({**base, name: place.ball()}, work).holds(condition)
    except LearningTheoremsError:
        return None


def value_at(formula: Tree, base: Point, name: str, place: Place, work: Work) -> Value | None:
    """An enclosure of a formula at a place; None if it has none, or is not real."""
    return _value(formula, {**base, name: place.ball()}, work)


class _Near(Evaluator):
    """Takes balls that are narrow and contain 0 for 0, in comparisons."""

    def _related(self, comparison: str, left: Tree, right: Tree) -> bool:
        try:
            return Evaluator._related(self, comparison, left, right)
        except LearningTheoremsError:
            difference = acb(self.value(left)) - acb(self.value(right))
            if is_real(difference) and difference.contains(0) and abs(difference).upper() < arb(2) ** -60:
                return comparison in ("=", "<=", ">=")
            raise


def _factors(tree: Tree) -> Iterator[Tree]:
    match tree:
        case Apply(operation="mul"):
            for factor in tree.arguments:
                yield from _factors(factor)
        case Apply(operation="neg" | "abs", arguments=(inner,)):
            yield from _factors(inner)
        case Apply(operation="div", arguments=(top, _)):
            yield from _factors(top)
        case Apply(operation="pow", arguments=(base, Number() as exponent)) if exponent.value > 0:
            yield from _factors(base)
        case Apply(operation="add", arguments=(first, Apply(operation="neg", arguments=(Number(value=0),)))):
            yield from _factors(first)
        case _:
            yield tree


def _searched(formula: Tree, base: Point, line: Axis, work: Work) -> list[Place]:
    grid = _grid(line)
    values = [_value(formula, {**base, line.name: p}, work) for p in grid]
    found = [Place(p, p) for p, v in zip(grid, values, strict=True) if isinstance(v, fmpq) and v == 0]
    if line.integer:
        return found + [Place(p, p, surely=False) for pair in _changes(grid, values) for p in pair]
    for low, high in _changes(grid, values):
        place = _narrowed(formula, base, line.name, low, high, work)
        if place is not None:
            found.append(place)
    return found


def _changes(grid: Sequence[Fraction], values: Sequence[Value | None]) -> Iterator[tuple[Fraction, Fraction]]:
    signed = [(p, _sign(v)) for p, v in zip(grid, values, strict=True) if _sign(v)]
    return ((p, q) for (p, a), (q, b) in pairwise(signed) if a != b)


def _narrowed(formula: Tree, base: Point, name: str, low: Fraction, high: Fraction, work: Work) -> Place | None:
    """The zero between two points of different sign by bisection; None if it is a jump or a pole."""
    rising = _sign(_value(formula, {**base, name: high}, work))
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        value = _value(formula, {**base, name: middle}, work)
        sign = _sign(value)
        if sign == 0:
            if isinstance(value, fmpq):
                return Place(middle, middle)
            break
        low, high = (low, middle) if sign == rising else (middle, high)
    simple = simplest_between(low, high)
    value = _value(formula, {**base, name: simple}, work)
    if isinstance(value, fmpq) and value == 0:
        return Place(simple, simple)
    place = Place(low, high)
    around = value_at(formula, base, name, place, work)
    if around is None or not around.contains(0):  # a pole or a jump changes sign, too
        return None
    if simple.denominator < 10 ** 6 and value is not None and value.contains(0):
        return Place(simple, simple)
    return place


def _grid(line: Axis) -> list[Fraction]:
    if line.integer:
        return [Fraction(k) for k in islice(line.integers(), MOST_INTEGERS)]
    low, high = line.sampled()
    inner = [low + (high - low) * (k + SHIFT) / STEPS for k in range(STEPS)]
    whole = [Fraction(k) + SHIFT for k in range(floor(low), floor(low) + 30) if low < k + SHIFT < high]
    return sorted({*inner, *whole, *([] if line.open else [low, high])})


def _value(formula: Tree, point: Point, work: Work) -> Value | None:
    try:
        with flint.ctx.workprec(PRECISION):
            value = Evaluator(point, work).value(formula)
    except LearningTheoremsError:
        return None
    return value if not isinstance(value, bool) and is_real(value) else None


def _sign(value: Value | None) -> int:
    if value is None:
        return 0
    real = value if isinstance(value, fmpq) else value.real
    return 1 if real > 0 else -1 if real < 0 else 0
