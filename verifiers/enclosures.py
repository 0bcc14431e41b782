"""Enclosures: intervals that must contain the quantity, whatever kind of evidence they come from."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

import flint
import sympy

from verifiers.errors import UndefinedValue

EXPONENT_LIMIT = 10_000  # bits; beyond, exact fractions would be huge for no use

Kind = Literal["exact", "rigorous", "numeric", "statistical", "truth"]


@dataclass(frozen=True, slots=True)
class Enclosure:
    """[low, high] with exact rational ends.

    kind: `exact` (low = high), `rigorous` (ball arithmetic), `numeric` (an error estimate), `statistical`
    (confidence interval), `truth` (0 or 1, of a proposition). An infinite quantity has low = high = ±inf.
    """

    low: Fraction | float
    high: Fraction | float
    kind: Kind

    @property
    def middle(self) -> float:
        """Centre as a float, for display."""
        try:
            return float(self.low) if self.low == self.high else float((self.low + self.high) / 2)
        except OverflowError:
            return math.inf if self.low > 0 else -math.inf

    @property
    def is_infinite(self) -> bool:
        return isinstance(self.low, float)

    def contains(self, other: Enclosure) -> bool:
        """Whether the two intervals overlap, so that a value in `other` may be the enclosed one."""
        return self.low <= other.high and other.low <= self.high


def as_float(number: Fraction | float) -> float:
    """The nearest float, infinite beyond the largest."""
    try:
        return float(number)
    except OverflowError:
        return math.inf if number > 0 else -math.inf


@dataclass(frozen=True, slots=True)
class within:
    """A value with an absolute error bound, both floats or rationals: the quantity is in value ± error."""

    value: Any
    error: Any


def ball_ends(ball: flint.arb) -> tuple[Fraction, Fraction]:
    """Rational ends of a finite ball: exact, but for numbers below 2**-10000, which are rounded outward to it.

    Raises UndefinedValue beyond 2**10000.
    """
    return _dyadic(ball.lower(), outward=-1), _dyadic(ball.upper(), outward=1)


def enclose(result: Any) -> Enclosure:
    """The enclosure which a numeric check's result stands for.

    Raises TypeError for a bare float (it encloses nothing) or another type, ValueError for NaN or a non-finite ball.
    """
    if isinstance(result, (bool, sympy.logic.boolalg.BooleanAtom)):
        value = Fraction(int(bool(result)))
        return Enclosure(value, value, "truth")
    if isinstance(result, float) and math.isinf(result):
        return Enclosure(result, result, "exact")
    if isinstance(result, within):
        return _from_error(result)
    if isinstance(result, flint.arb):
        if not result.is_finite():
            raise ValueError("the numeric check returned a ball that is not finite")
        return Enclosure(*ball_ends(result), "exact" if result.is_exact() else "rigorous")
    if isinstance(result, sympy.Basic):
        return _from_sympy(result)
    if isinstance(result, (int, Fraction, flint.fmpz, flint.fmpq)):
        value = to_fraction(result)
        return Enclosure(value, value, "exact")
    if hasattr(result, "dtype") and getattr(result, "shape", None) == () and result.dtype.kind in "iub":
        return enclose(result.item())
    raise TypeError(f"the numeric check returned {type(result).__name__}, which encloses nothing: "
                    "return int, Fraction, fmpq, arb, bool or within(value, error)")


def to_fraction(value: Any) -> Fraction:
    """An exact rational (int, Fraction, fmpz, fmpq, SymPy Rational) as a Fraction."""
    if isinstance(value, (flint.fmpq, sympy.Rational)):
        return Fraction(int(value.p), int(value.q))
    if isinstance(value, flint.fmpz):
        return Fraction(int(value))
    return Fraction(value)


def _from_error(result: within) -> Enclosure:
    value, error = result.value, result.error
    if isinstance(value, flint.arb):
        low, high = ball_ends(value)
    else:
        number = float(value) if not isinstance(value, (int, Fraction)) else value
        if not math.isfinite(number):
            raise ValueError(f"the numeric check returned the value {number}")
        low = high = Fraction(number)
    margin = Fraction(error if isinstance(error, (int, Fraction)) else float(error))
    if margin < 0:
        raise ValueError(f"the numeric check returned a negative error bound {float(margin)}")
    return Enclosure(low - margin, high + margin, "numeric")


def _from_sympy(result: sympy.Basic) -> Enclosure:
    from verifiers.evaluate import evaluate

    if result in (sympy.oo, -sympy.oo):
        return enclose(float(result))
    if result.free_symbols:
        raise TypeError(f"the numeric check returned {result}, an expression with symbols, not a number")
    return evaluate(result, {})


def _dyadic(ball: flint.arb, outward: int) -> Fraction:
    mantissa, exponent = ball.man_exp()
    size = int(exponent) + int(mantissa).bit_length()
    if size > EXPONENT_LIMIT:
        raise UndefinedValue(f"the value is larger than 2**{EXPONENT_LIMIT}")
    if mantissa and size < -EXPONENT_LIMIT:
        return Fraction(outward, 2 ** EXPONENT_LIMIT) if (mantissa > 0) == (outward > 0) else Fraction(0)
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)
