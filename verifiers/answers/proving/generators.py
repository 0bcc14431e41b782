"""Generators of normal forms, and intervals that they lie in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import flint
from flint import arb, fmpq, fmpz

from verifiers.answers.proving.rational_functions import GiveUp, Rational

BITS = 300  # working precision of constants
SIGNS = ("sign", "parity", "side")  # heads of generators that are 1 or −1


@dataclass(frozen=True, slots=True)
class Range:
    """An interval that a real generator lies in; an end that is never reached is open."""

    low: Rational | None = None
    high: Rational | None = None
    open_low: bool = False
    open_high: bool = False


@dataclass(slots=True)
class Generator:
    """A variable or a kernel: the function `head` of `data`.

    `value` is a ball around a constant; `support` holds the slots of all that it depends on, `bound` the bound variables
    among them; a variable x that is needed with fractional exponents is the power `unit` of its generator.
    """

    slot: int
    head: str
    data: Any
    real: bool = False
    integer: bool = False
    range: Range = field(default_factory=Range)
    value: arb | None = None
    unit: int = 1
    support: frozenset[int] = frozenset()
    bound: frozenset[int] = frozenset()


def below(value: arb) -> Rational:
    """A rational number that is not above a ball, with a short numerator."""
    down = (value * fmpz(2) ** 40).lower().floor().unique_fmpz()
    if down is None:
        raise GiveUp("a constant is too large")
    return fmpq(down, fmpz(2) ** 40)


def above(value: arb) -> Rational:
    """A rational number that is not below a ball."""
    return -below(-value)


def around(value: arb) -> Range:
    """A range around a constant."""
    with flint.ctx.workprec(BITS):
        return Range(below(value), above(value))


def rooted(span: Range, unit: int) -> Range:
    """The range of the root of a number ≥ 0."""
    if unit == 1:
        return span
    if span.low is None or span.low < 0:  # what was found out otherwise
        span = Range(fmpq(0), span.high, False, span.open_high)
    with flint.ctx.workprec(128):
        low = _root(span.low, unit, below)
        high = None if span.high is None else _root(span.high, unit, above)
    return Range(low, high, span.open_low and low is not None and low ** unit == span.low,
                 span.open_high and high is not None and high ** unit == span.high)


def _root(end: Rational, unit: int, rounded: Callable[[arb], Rational]) -> Rational:
    exact = [part.root(unit) for part in (end.p, end.q)]
    if all(r ** unit == part for r, part in zip(exact, (end.p, end.q), strict=True)):
        return fmpq(*exact)
    return rounded(arb(end).root(unit))
