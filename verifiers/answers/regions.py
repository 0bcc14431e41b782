"""On which part of the domain a wrong answer is right: a half line, the even or odd numbers, the integers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import partial
from itertools import combinations
from typing import Any

from verifiers.answers.comparing import Sample
from verifiers.answers.evaluation import Point
from verifiers.answers.grounds import simplest_between

Holds = Callable[[Point], bool]
ENOUGH = 3  # points on either side


def where_right(found: Sequence[Sample]) -> str:
    """A sentence about the part of the domain on which the answer agrees; "" if none is seen."""
    right = [s.point for s in found if s.state in ("equal", "close") and not s.special]
    wrong = [s.point for s in found if s.state in ("different", "no answer") and not s.special]
    if len(right) < ENOUGH or len(wrong) < (1 if len(right[0]) == 1 else ENOUGH):
        return ""
    for condition, holds in _conditions(right, wrong):
        if all(holds(p) for p in right) and not any(holds(p) for p in wrong):
            return f"it is right only for {condition}"
    return ""


def _conditions(right: Sequence[Point], wrong: Sequence[Point]) -> Iterator[tuple[str, Holds]]:
    names = [n for n, v in right[0].items() if not isinstance(v, tuple)]
    for name in names:
        if all(isinstance(p[name], int) for p in (*right, *wrong)):
            yield f"even {name}", partial(_parity, name, 0)
            yield f"odd {name}", partial(_parity, name, 1)
        yield f"integer {name}", partial(_integer, name)
        yield from _half_lines(name, [p[name] for p in right], [p[name] for p in wrong])
    for first, second in combinations(names, 2):
        yield f"{first} ≥ {second}", partial(_ordered, first, second)
        yield f"{first} ≤ {second}", partial(_ordered, second, first)


def _parity(name: str, rest: int, point: Point) -> bool:
    return bool(point[name] % 2 == rest)


def _integer(name: str, point: Point) -> bool:
    return Fraction(point[name]).denominator == 1


def _ordered(larger: str, smaller: str, point: Point) -> bool:
    return bool(point[larger] >= point[smaller])


def _half_lines(name: str, right: Sequence[Any], wrong: Sequence[Any]) -> Iterator[tuple[str, Holds]]:
    if min(right) > max(wrong):
        cut = _cut(max(wrong), min(right), min(right))
        yield f"{name} ≥ {cut}, as far as it was tried", lambda p: p[name] > max(wrong)
    if max(right) < min(wrong):
        cut = _cut(max(right), min(wrong), max(right))
        yield f"{name} ≤ {cut}, as far as it was tried", lambda p: p[name] < min(wrong)


def _cut(low: Any, high: Any, last_right: Any) -> Any:
    """The last right point if it is an integer, else the simplest number between the two sides."""
    if Fraction(last_right).denominator == 1:
        return last_right
    return 0 if low < 0 < high else simplest_between(Fraction(low), Fraction(high))
