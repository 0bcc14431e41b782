"""The ground on which two formulas are compared: admissible points, simple ones first.

A point is a dictionary: name → int, Fraction or, for a vector, a tuple of Fractions.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import islice, product
from math import ceil, floor, prod
from typing import Any, Protocol

from verifiers.answers.evaluation import Point, Work, at_precision
from verifiers.answers.symbols import Symbol
from verifiers.answers.trees import Tree
from verifiers.errors import LearningTheoremsError

FINITE = 2_500  # a box of integers of at most so many points is compared whole
POINTS = 40
DEFAULT = (Fraction(-12), Fraction(12))  # where a variable without bounds is sampled
ATTEMPTS = 4_000
CHECKING = 400_000  # node visits that the constraints of all drawn points may take


class Ground(Protocol):
    """Points to compare at, and the membership of others."""

    def points(self) -> Sequence[Point]:
        """Points of the domain, the simple ones first; the same at every call."""

    def every(self) -> Sequence[Point] | None:
        """All points of the domain if it is finite and small, else None."""

    def admits(self, point: Point) -> bool:
        """Whether a point belongs to the domain."""

    def ranges(self) -> Mapping[str, tuple[Fraction | None, Fraction | None]]:
        """Lower and upper ends of the scalar variables, None where there is none."""


@dataclass(frozen=True, slots=True)
class Axis:
    """A variable of a box: integer or real, between ends (None: unbounded) that are left out if `open`."""

    name: str
    integer: bool = False
    low: Fraction | None = None
    high: Fraction | None = None
    open: bool = False

    def admits(self, value: Any) -> bool:
        """Whether a value lies on the axis."""
        if self.integer and Fraction(value).denominator != 1:
            return False
        below = self.low is None or value > self.low or (value == self.low and not self.open)
        above = self.high is None or value < self.high or (value == self.high and not self.open)
        return below and above

    def sampled(self) -> tuple[Fraction, Fraction]:
        """The ends between which values are drawn."""
        width = DEFAULT[1] - DEFAULT[0]
        if self.low is None and self.high is None:
            return DEFAULT
        if self.low is None:
            assert self.high is not None
            return self.high - width, self.high
        return self.low, self.low + width if self.high is None else self.high

    def integers(self) -> range:
        """The admissible integers between the sampled ends."""
        low, high = self.sampled()
        first, last = ceil(low), floor(high)
        return range(first + (self.open and first == low), last + 1 - (self.open and last == high))


@dataclass(frozen=True)
class Box:
    """A product of axes with further constraints (conditions between the variables, as trees)."""

    axes: tuple[Axis, ...]
    constraints: tuple[Tree, ...] = ()
    _found: list[Sequence[Point]] = field(default_factory=list, compare=False, repr=False)

    def admits(self, point: Point) -> bool:
        return all(a.admits(point[a.name]) for a in self.axes) and all(satisfied(c, point) for c in self.constraints)

    def _fits(self, point: Point, work: Work) -> bool:
        return all(a.admits(point[a.name]) for a in self.axes) and all(satisfied(c, point, work) for c in self.constraints)

    def ranges(self) -> Mapping[str, tuple[Fraction | None, Fraction | None]]:
        return {a.name: (a.low, a.high) for a in self.axes}

    def every(self) -> Sequence[Point] | None:
        bounded = all(a.integer and a.low is not None and a.high is not None for a in self.axes)
        if not bounded or prod(len(a.integers()) for a in self.axes) > FINITE:
            return None
        grid = product(*(a.integers() for a in self.axes))
        return [p for p in (dict(zip([a.name for a in self.axes], g, strict=True)) for g in grid) if self.admits(p)]

    def points(self) -> Sequence[Point]:
        if not self._found:
            self._found.append(self._drawn())
        return self._found[0]

    def _drawn(self) -> Sequence[Point]:
        if not self.axes:
            return [{}]
        rng = random.Random(20240229)
        found: dict[tuple[Any, ...], Point] = {}
        work = Work(CHECKING)
        for attempt in range(ATTEMPTS):
            if len(found) >= POINTS:
                break
            point = {a.name: _draw(a, rng, attempt) for a in self.axes}
            if work.left < 0:
                break
            if all(v is not None for v in point.values()) and self._fits(point, work):
                found.setdefault(tuple(point.values()), point)
        if not found:
            raise LearningTheoremsError("no point satisfies the ranges and constraints of the variables")
        return sorted(found.values(), key=height)


@dataclass(frozen=True)
class RecordGround:
    """The domain of a record, with the points of its own checks among those it draws."""

    domain: Any
    known: tuple[Point, ...] = ()
    _found: list[Sequence[Point]] = field(default_factory=list, compare=False, repr=False)

    def admits(self, point: Point) -> bool:
        return bool(self.domain.admits(point))

    def every(self) -> Sequence[Point] | None:
        return [{}] if not self.domain.symbols and not self.domain.vectors else None

    def ranges(self) -> Mapping[str, tuple[Fraction | None, Fraction | None]]:
        return {}

    def points(self) -> Sequence[Point]:
        if not self._found:
            drawn = [self._own(p) for p in self.known if self._whole(p)]
            drawn += self.domain.points(POINTS)
            self._found.append(sorted({_key(p): p for p in drawn}.values(), key=height))
        return self._found[0]

    def _own(self, point: Point) -> Point:
        names = {s.name for s in self.domain.symbols} | set(self.domain.vectors)
        return {name: value for name, value in point.items() if name in names}

    def _whole(self, point: Point) -> bool:
        names = {s.name for s in self.domain.symbols} | set(self.domain.vectors)
        return names <= set(point) and self.admits(point)


def satisfied(condition: Tree, point: Point, work: Work | None = None) -> bool:
    """Whether a condition is known to hold at a point."""
    try:
        return at_precision(condition, point, 64, work or Work(20_000)) is True
    except LearningTheoremsError:
        return False


def height(point: Point) -> tuple[int, Fraction]:
    """The order of simplicity: small numerators and denominators first."""
    numbers = [Fraction(v) for value in point.values() for v in (value if isinstance(value, tuple) else (value,))]
    return (sum(abs(v.numerator).bit_length() + 3 * (v.denominator.bit_length() - 1) for v in numbers),
            Fraction(sum(abs(v) for v in numbers)))


def simplest_between(low: Fraction, high: Fraction) -> Fraction:
    """The fraction of least denominator strictly between two numbers (Stern–Brocot)."""
    whole = floor(low)
    if whole + 1 < high:
        return Fraction(whole + 1) if low >= 0 or high <= 0 else Fraction(0)
    rest_low, rest_high = low - whole, high - whole
    if rest_low == 0:
        return whole + Fraction(1, floor(1 / rest_high) + 1)
    return whole + 1 / simplest_between(1 / rest_high, 1 / rest_low)


def _draw(axis: Axis, rng: random.Random, attempt: int) -> int | Fraction | None:
    low, high = axis.sampled()
    if axis.integer:
        values = axis.integers()
        if not values:
            return None
        if attempt % 3 == 0:  # the small ones, for witnesses that a reader can check in his head
            near = sorted(values, key=abs)[:4] if len(values) < 1000 else list(islice(values, 4))
            return rng.choice(near)
        return rng.choice(values)
    if low == high:
        return low
    share = (Fraction(1), Fraction(1, 3), Fraction(1, 10), Fraction(1, 100), Fraction(1, 5000))[rng.randrange(5)]
    width = (high - low) * share
    place = rng.choice((0, 1, None)) if attempt % 4 == 3 else None  # now and then next to an end
    start = low + (high - low - width) * (Fraction(rng.randrange(10**6 + 1), 10**6) if place is None else place)
    return simplest_between(start, start + width)


def _key(point: Point) -> tuple[Any, ...]:
    return tuple(sorted((name, value) for name, value in point.items()))


def symbols_of(axes: Iterable[Axis], latex: Mapping[str, str]) -> tuple[Symbol, ...]:
    """The symbols of a box, with their LaTeX."""
    return tuple(Symbol(a.name, latex.get(a.name, ""), integer=a.integer) for a in axes)


