"""Drawing exact values for the symbols of a domain."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import sympy

from verifiers.bounds import Bounds
from verifiers.errors import UndefinedValue
from verifiers.evaluate import evaluate

Range = tuple[Fraction | None, bool, Fraction | None, bool]  # low, low excluded, high, high excluded


def draw_scalar(symbol: sympy.Symbol, bounds: Bounds, point: Mapping[str, Any], rng: random.Random, style: str,
                at_most: int | None = None) -> int | Fraction | None:
    """A value of the symbol given earlier symbols, or None if its range is empty."""
    excluded = {_number(e, point) for e in bounds.excluded}
    if bounds.fixed:
        fixed = _number(bounds.fixed[0], point)
        wanted = int(fixed) if symbol.is_integer and fixed.denominator == 1 else fixed
        return wanted if admissible(symbol, wanted, scalar_range(symbol, bounds, point)) else None
    limits = scalar_range(symbol, bounds, point)
    for _ in range(32):
        number = (_draw_integer(symbol, limits, rng, style, at_most) if symbol.is_integer
                  else _draw_real(limits, rng, style))
        if number is None or (number not in excluded and admissible(symbol, number, limits)):
            return number
        style = "interior"
    return None


def scalar_range(symbol: sympy.Symbol, bounds: Bounds, point: Mapping[str, Any]) -> Range:
    """The interval that assumptions and bounds leave for the symbol at a point of the earlier symbols."""
    low: tuple[Fraction, bool] | None = None
    high: tuple[Fraction, bool] | None = None
    if symbol.is_nonnegative or symbol.is_positive:
        low = (Fraction(0), bool(symbol.is_positive))
    if symbol.is_nonpositive or symbol.is_negative:
        high = (Fraction(0), bool(symbol.is_negative))
    for expression, strict in bounds.lower:
        if expression != -sympy.oo:
            end = _end(expression, point, "high"), strict
            low = end if low is None else max(low, end)
    for expression, strict in bounds.upper:
        if expression != sympy.oo:
            end = _end(expression, point, "low"), strict
            high = end if high is None else min(high, end, key=lambda e: (e[0], not e[1]))
    return (low[0] if low else None, low[1] if low else False, high[0] if high else None, high[1] if high else False)


def admissible(symbol: sympy.Symbol, number: int | Fraction, limits: Range) -> bool:
    """Whether the number satisfies the limits and the symbol's assumptions."""
    low, low_strict, high, high_strict = limits
    if low is not None and (number < low or (low_strict and number == low)):
        return False
    if high is not None and (number > high or (high_strict and number == high)):
        return False
    if symbol.is_integer and Fraction(number).denominator != 1:
        return False
    if (symbol.is_even and number % 2) or (symbol.is_odd and number % 2 == 0):
        return False
    return not (symbol.is_nonzero and number == 0)


def _draw_integer(symbol: sympy.Symbol, limits: Range, rng: random.Random, style: str,
                  at_most: int | None) -> int | None:
    low, low_strict, high, high_strict = limits
    first = None if low is None else math.floor(low) + 1 if low_strict else math.ceil(low)
    last = None if high is None else math.ceil(high) - 1 if high_strict else math.floor(high)
    if first is None:
        first = last - 12 if last is not None else -6
    if last is None:
        last = first + (12 if at_most is None else max(at_most - first, 1))
    if at_most is not None:
        last = max(min(last, at_most), first)
    if last < first:
        return None
    step = 2 if symbol.is_even or symbol.is_odd else 1
    if step == 2 and (first % 2 == 0) != bool(symbol.is_even):
        first += 1
    if first > last:
        return None
    if style == "small":
        return first
    if style == "boundary":
        return min(first + step * rng.randrange(2), last - (last - first) % step)
    return first + step * rng.randint(0, (last - first) // step)


def _draw_real(limits: Range, rng: random.Random, style: str) -> Fraction | None:
    low, low_strict, high, high_strict = limits
    if low is not None and high is not None:
        if high < low or (high == low and (low_strict or high_strict)):
            return None
        return low + (high - low) * _share(rng, style)
    m = rng.randint(3, 17)
    size = Fraction(rng.randint(1, m) if rng.random() < 0.5 else rng.randint(1, 40), m)
    if style == "boundary":
        size = Fraction(rng.randint(1, 9), 100)
    elif style == "small":
        size = Fraction(1)
    if low is not None:
        return low + size
    if high is not None:
        return high - size
    return size * rng.choice((1, -1))


def _share(rng: random.Random, style: str) -> Fraction:
    if style == "small":
        return Fraction(1, 2)
    if style == "boundary":
        near = Fraction(rng.randint(1, 9), 200)
        return rng.choice((near, 1 - near))
    m = rng.randint(3, 17)
    return Fraction(rng.randint(1, m - 1), m)


def draw_vector(vector: sympy.IndexedBase, length: int, simplex: bool, closed: bool, rng: random.Random,
                style: str) -> tuple[Fraction, ...]:
    """Entries of a vector: positive parts with sum one on a simplex (some zero if closed), free otherwise."""
    if simplex and length < 1:
        raise UndefinedValue("a probability vector has at least one entry")
    if simplex:
        weights = [1] * length if style == "small" else [rng.randint(1, 60) for _ in range(length)]
        if style == "boundary":
            position = rng.randrange(length)
            weights[position] = 0 if closed and length > 1 else 1000
        return tuple(Fraction(w, sum(weights)) for w in weights)
    entry = vector[1]
    if entry.is_integer:
        low = 1 if entry.is_positive else 0 if entry.is_nonnegative else -6
        return tuple(Fraction(rng.randint(low, 8)) for _ in range(length))
    sizes = [Fraction(rng.randint(1, 40), rng.randint(3, 17)) for _ in range(length)]
    if entry.is_nonnegative:
        return tuple(sizes)
    return tuple(size * rng.choice((1, -1)) for size in sizes)


def _number(expression: sympy.Expr, point: Mapping[str, Any]) -> Fraction:
    enclosure = evaluate(expression, point)
    return Fraction(enclosure.low) if enclosure.low == enclosure.high else Fraction(enclosure.middle)


def _end(expression: sympy.Expr, point: Mapping[str, Any], inward: str) -> Fraction:
    enclosure = evaluate(expression, point)
    return Fraction(enclosure.high if inward == "high" else enclosure.low)
