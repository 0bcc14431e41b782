"""Rational functions over ℚ in a few generators, of which some satisfy a relation gᵏ = P (a polynomial in earlier ones).

What is computed holds at every point, not only as an identity of formulas: if `a` stands for a formula that has a value at
a point where all generators are finite, then the denominator of `a` is not zero there.  Sums, products, quotients by a
formula that is not zero, cancelling of a common factor and replacing gᵏ by P keep this, and so do all that use this module.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import comb
from typing import Any

from flint import fmpq, fmpq_mpoly_ctx

from verifiers.errors import LearningTheoremsError

Polynomial = Any  # fmpq_mpoly; flint has no type stubs
Rational = Any  # fmpq

SLOTS = 32  # generators
MOST_STEPS = 1_000  # of all of a proof
MOST_TERMS = 800  # of a polynomial
MOST_DEGREE = 100  # of a polynomial with several terms
MOST_EXPONENT = 1_000  # of a single generator
MOST_BITS = 4_000  # of a coefficient
CONTEXT = fmpq_mpoly_ctx.get([f"g{slot}" for slot in range(SLOTS)], "lex")
GENERATORS = CONTEXT.gens()
ZERO, ONE = CONTEXT.constant(0), CONTEXT.constant(1)


class GiveUp(LearningTheoremsError):
    """A formula is too large for a normal form, or has a part that has none."""


class Undefined(GiveUp):
    """A formula has no value anywhere."""


@dataclass(slots=True)
class Effort:
    """An allowance of steps, the same on every machine; a step is about 40 µs."""

    left: float = MOST_STEPS

    def spend(self, steps: float) -> None:
        """Take steps off. Raises GiveUp when none are left."""
        self.left -= steps
        if self.left < 0:
            raise GiveUp("a proof takes too long")


class Field:
    """The relations gᵏ = P between generators, by slot; `i`, roots and signs have one."""

    def __init__(self, effort: Effort) -> None:
        self.effort = effort
        self.relations: dict[int, tuple[int, Polynomial]] = {}

    def constant(self, value: Any) -> Element:
        """A rational number."""
        return Element(self, CONTEXT.constant(value), ONE)

    def polynomial(self, numerator: Polynomial) -> Element:
        """A polynomial."""
        return Element(self, self.reduced(numerator), ONE)

    def generator(self, slot: int) -> Element:
        """A generator."""
        return Element(self, GENERATORS[slot], ONE)

    def quotient(self, numerator: Polynomial, denominator: Polynomial) -> Element:
        """The quotient of two polynomials. Raises Undefined if the denominator is zero, GiveUp for size."""
        top, bottom = self.reduced(numerator), self.reduced(denominator)
        if bottom.is_zero():
            raise Undefined("a divisor is zero")
        self.effort.spend(1 + len(top) * len(bottom) / 50)
        if top.is_zero():
            bottom = ONE
        if not bottom.is_constant():
            check(top)
            check(bottom)
            common = top.gcd(bottom)
            if not common.is_constant():
                top, bottom = top / common, bottom / common
        leading = bottom.leading_coefficient()
        return Element(self, top / leading, bottom / leading)

    def reduced(self, poly: Polynomial) -> Polynomial:
        """The polynomial with every gᵏ replaced, the latest generators first."""
        if poly.is_constant() or not self.relations:
            return poly
        degrees = poly.degrees()
        for slot in sorted(self.relations, reverse=True):
            power, value = self.relations[slot]
            if degrees[slot] >= power:
                self.effort.spend(1 + len(poly) / 10)
                poly = _replaced(poly, slot, power, value)
                if poly.is_constant():
                    return poly
                degrees = poly.degrees()
        return poly


@dataclass(frozen=True, slots=True, eq=False)
class Element:
    """numerator / denominator without common factors; the denominator's leading coefficient is 1."""

    field: Field
    num: Polynomial
    den: Polynomial

    def __add__(self, other: Element) -> Element:
        if self.den.is_one() and other.den.is_one():
            return Element(self.field, self.num + other.num, ONE)
        if self.den == other.den:
            return self.field.quotient(self.num + other.num, self.den)
        for left, right in ((self.num, other.den), (self.den, other.num), (self.den, other.den)):
            affordable(left, right)
        return self.field.quotient(self.num * other.den + other.num * self.den, self.den * other.den)

    def __neg__(self) -> Element:
        return Element(self.field, -self.num, self.den)

    def __sub__(self, other: Element) -> Element:
        return self + (-other)

    def __mul__(self, other: Element) -> Element:
        affordable(self.num, other.num)
        affordable(self.den, other.den)
        return self.field.quotient(self.num * other.num, self.den * other.den)

    def __truediv__(self, other: Element) -> Element:
        return self * other.inverse()

    def inverse(self) -> Element:
        """The reciprocal. Raises GiveUp for zero."""
        return self.field.quotient(self.den, self.num)

    def times(self, value: Any) -> Element:
        """A rational multiple."""
        return Element(self.field, self.num * value, self.den) if value else self.field.constant(0)

    def power(self, exponent: int) -> Element:
        """An integer power. Raises GiveUp for a negative power of zero and if it gets too large."""
        if exponent < 0:
            return self.inverse().power(-exponent)
        for poly in (self.num, self.den):
            terms = len(poly)
            if terms > 1 and (exponent > MOST_TERMS or comb(exponent + terms - 1, exponent) > MOST_TERMS
                              or poly.total_degree() * exponent > MOST_DEGREE):
                raise GiveUp("a power is too large to be expanded")
            if exponent * max((c.height_bits() for c in poly.coeffs()), default=0) > MOST_BITS \
                    or exponent * max(poly.total_degree(), 0) > MOST_EXPONENT:
                raise GiveUp("a power is too large")
        return self.field.quotient(self.num ** exponent, self.den ** exponent)

    def is_zero(self) -> bool:
        """Whether it was reduced to zero."""
        return bool(self.num.is_zero())

    def rational(self) -> Rational | None:
        """The value of a rational constant, None for anything else."""
        if not (self.den.is_one() and self.num.is_constant()):
            return None
        return fmpq(0) if self.num.is_zero() else self.num.leading_coefficient()

    def equals(self, other: Element) -> bool:
        """Whether the two are proved equal."""
        if self.den == other.den:
            return bool(self.num == other.num) or (self - other).is_zero()
        return (self - other).is_zero()


def affordable(left: Polynomial, right: Polynomial) -> None:
    """Raises GiveUp if a product would be too large."""
    if len(left) * len(right) > 4 * MOST_TERMS:
        raise GiveUp("a product is too large")
    if len(left) + len(right) > 2 and left.total_degree() + right.total_degree() > MOST_DEGREE:
        raise GiveUp("the degree of a product is too large")


def check(poly: Polynomial) -> None:
    """Raises GiveUp if a polynomial is larger than the caps."""
    if len(poly) > MOST_TERMS or (len(poly) > 1 and poly.total_degree() > MOST_DEGREE):
        raise GiveUp("a formula is too large")


def _replaced(poly: Polynomial, slot: int, power: int, value: Polynomial) -> Polynomial:
    parts: dict[int, dict[tuple[int, ...], Rational]] = {}
    for exponents, coefficient in poly.to_dict().items():
        whole, rest = divmod(int(exponents[slot]), power)
        parts.setdefault(whole, {})[(*exponents[:slot], rest, *exponents[slot + 1:])] = coefficient
    total = ZERO
    for whole, terms in sorted(parts.items()):
        part = CONTEXT.from_dict(terms)
        if whole:
            if whole > 60 and len(value) > 1:
                raise GiveUp("a power is too large")
            affordable(part, value)
            part = part * value ** whole
            if len(part) > MOST_TERMS:
                raise GiveUp("a formula is too large")
        total += part
    return total


def slots_of(poly: Polynomial) -> list[int]:
    """The generators in a polynomial."""
    return [] if poly.is_constant() else [slot for slot, degree in enumerate(poly.degrees()) if degree > 0]


def single(poly: Polynomial) -> int | None:
    """The slot of a polynomial that is a generator itself."""
    if len(poly) != 1 or poly.total_degree() != 1 or poly.leading_coefficient() != 1:
        return None
    return slots_of(poly)[0]


def coefficients(poly: Polynomial, slot: int) -> dict[int, Polynomial]:
    """The coefficients of the powers of one generator."""
    parts: dict[int, dict[tuple[int, ...], Rational]] = {}
    for exponents, coefficient in poly.to_dict().items():
        parts.setdefault(int(exponents[slot]), {})[(*exponents[:slot], 0, *exponents[slot + 1:])] = coefficient
    return {power: CONTEXT.from_dict(terms) for power, terms in parts.items()}


def constant_ratio(left: Polynomial, right: Polynomial) -> Rational | None:
    """The rational number c with left = c · right, None if there is none."""
    if right.is_zero() or len(left) != len(right):
        return None
    ratio = left.leading_coefficient() / right.leading_coefficient()
    return ratio if left == right * ratio else None


def factored(poly: Polynomial) -> tuple[Rational, list[tuple[Polynomial, int]]]:
    """Content and irreducible factors with leading coefficient > 0 and coprime integer coefficients.

    Raises GiveUp for polynomials that would take long.
    """
    if poly.is_constant():
        return poly.leading_coefficient() if not poly.is_zero() else fmpq(0), []
    if single(poly) is not None:
        return fmpq(1), [(poly, 1)]
    if len(poly) > 100 or (len(poly) > 1 and poly.total_degree() > 30):
        raise GiveUp("a polynomial is too large to be factored")
    content, factors = poly.factor()
    return content, sorted(((f, int(m)) for f, m in factors), key=lambda pair: key(pair[0]))


key = str  # a text that is the same for equal polynomials only
