"""What is known of generators and polynomials on a ground: ranges, values of constants, and polynomials that are ≥ 0 or ≠ 0."""

from __future__ import annotations

from typing import Any

import flint
from flint import arb, fmpq

from verifiers.answers.proving.generators import BITS, Generator, Range
from verifiers.answers.proving.rational_functions import Element, Field, Polynomial, coefficients, slots_of


class Facts:
    """The generators with their ranges, and facts about polynomials in them: (poly, 1) for ≥ 0, (poly, 2) for > 0."""

    def __init__(self, field: Field, generators: list[Generator]) -> None:
        self.field, self.generators = field, generators
        self.facts: list[tuple[Polynomial, int]] = []
        self.different: list[Polynomial] = []  # polynomials that are nowhere zero
        self.known: dict[str, int] = {}  # signs that were found
        self.depth = 0

    def add(self, poly: Polynomial, strict: bool) -> None:
        """A polynomial is ≥ 0, or > 0 if strict, on the whole ground."""
        poly = poly / abs(poly.leading_coefficient())
        if strict and self.integral(poly):
            poly = poly * _common_denominator(poly)  # integer values > 0 are ≥ 1
            poly, strict = poly - 1, False
        slots = slots_of(poly)
        if len(slots) == 1 and poly.total_degree() == 1 and self.generators[slots[0]].head == "variable":
            self._bound(slots[0], poly, strict)
        self.facts.append((poly, 2 if strict else 1))
        self.known.clear()

    def _bound(self, slot: int, poly: Polynomial, strict: bool) -> None:
        parts = coefficients(poly, slot)
        slope = parts[1].leading_coefficient()
        end = -parts[0].leading_coefficient() / slope if 0 in parts else fmpq(0)
        old = self.generators[slot].range
        if slope > 0 and (old.low is None or end > old.low or (end == old.low and strict)):
            self.generators[slot].range = Range(end, old.high, strict, old.open_high)
        if slope < 0 and (old.high is None or end < old.high or (end == old.high and strict)):
            self.generators[slot].range = Range(old.low, end, old.open_low, strict)

    def integral(self, poly: Polynomial) -> bool:
        """Whether a polynomial is an integer multiple of one with integer coefficients in integer generators."""
        for slot in slots_of(poly):
            generator = self.generators[slot]
            if not generator.integer or generator.unit != 1:
                return False
        return True

    def real(self, poly: Polynomial) -> bool:
        """Whether all generators of a polynomial are real."""
        return all(self.generators[slot].real for slot in slots_of(poly))

    def usable(self, poly: Polynomial) -> list[tuple[Polynomial, int]]:
        """The facts about no other bound variables than the polynomial's own: the range of another may be empty."""
        own = self.bound(poly)
        return [fact for fact in self.facts if self.bound(fact[0]) <= own]

    def bound(self, poly: Polynomial) -> frozenset[int]:
        """The bound variables that a polynomial depends on."""
        return frozenset(b for slot in slots_of(poly) for b in self.generators[slot].bound)

    def value(self, poly: Polynomial) -> arb | None:
        """A ball around a polynomial in constants."""
        used = slots_of(poly)
        values: dict[int, Any] = {slot: self.generators[slot].value for slot in used}
        if None in values.values():
            return None
        with flint.ctx.workprec(BITS):
            total = arb(0)
            for exponents, coefficient in poly.to_dict().items():
                term = arb(coefficient)
                for slot in used:
                    term = term * values[slot] ** int(exponents[slot])
                total = total + term
            return total

    def element_value(self, element: Element) -> arb | None:
        """A ball around a constant, None for what is no constant or may be infinite."""
        top, bottom = self.value(element.num), self.value(element.den)
        if top is None or bottom is None:
            return None
        with flint.ctx.workprec(BITS):
            quotient = top / bottom
        return quotient if quotient.is_finite() else None


def _common_denominator(poly: Polynomial) -> int:
    scale = 1
    for c in poly.coeffs():
        scale = scale * int((c * scale).q)
    return scale
