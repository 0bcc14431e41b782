"""Signs of polynomials on a ground: what is known of the generators, and what follows for a polynomial in them.

A sign is 2 (positive), 1 (not negative), 0 (nothing is known), −1 or −2.  All polynomials are taken at points at which the
formulas in question have values.  Methods: Bernstein coefficients on a box, substitution of a linear constraint,
semidefinite quadratic forms, A + B√P by the sign of B²P − A², and balls for constants.
"""

from __future__ import annotations

from flint import fmpq

from verifiers.answers.proving.boxes import Terms, semidefinite, sign_on_box, size_on_box, with_modulus
from verifiers.answers.proving.facts import Facts
from verifiers.answers.proving.generators import Range
from verifiers.answers.proving.rational_functions import (
    CONTEXT,
    GENERATORS,
    ZERO,
    Element,
    GiveUp,
    Polynomial,
    Rational,
    coefficients,
    constant_ratio,
    factored,
    key,
    single,
    slots_of,
)

MOST_TERMS = 40  # of a polynomial whose sign is looked for
MOST_COEFFICIENTS = 600  # on a box
DEEP = 3  # levels of the sign of a polynomial for that of another


def strength(left: int, right: int) -> int:
    """The sign of a product."""
    if not left or not right:
        return 0
    return (1 if left * right > 0 else -1) * min(abs(left), abs(right))


class Signs(Facts):
    """The signs of polynomials."""

    def of_element(self, element: Element) -> int:
        """The sign of a quotient; its denominator is not zero where it has a value."""
        bottom = self.of(element.den)
        return strength(self.of(element.num), 2 if bottom > 0 else -2 if bottom < 0 else 0)

    def of(self, poly: Polynomial) -> int:
        """The sign of a polynomial."""
        if poly.is_constant():
            return 2 * _sign(poly.leading_coefficient()) if not poly.is_zero() else 1
        if not self.real(poly):
            return 0
        name = key(poly)
        if name not in self.known:
            if self.depth > DEEP:
                return 0
            self.field.effort.spend(2)
            self.depth += 1
            try:
                self.known[name] = self._of(poly)
            finally:
                self.depth -= 1
        return self.known[name]

    def nonzero(self, poly: Polynomial) -> bool:
        """Whether a polynomial is known to be nowhere zero: a fact is false where it is."""
        if abs(self.of(poly)) == 2:
            return True
        if any(constant_ratio(poly, f) is not None or any(poly == g for g, _ in factored(f)[1]) for f in self.different):
            return True
        for slot in slots_of(poly):
            parts = coefficients(poly, slot)
            if set(parts) <= {0, 1} and parts[1].is_constant():
                root = -parts.get(0, ZERO) / parts[1].leading_coefficient()
                return any(self.of(_substituted(fact, slot, root)) == -2 for fact, _ in self.usable(poly)
                           if fact.degrees()[slot] < 20)
        return False

    def _of(self, poly: Polynomial) -> int:
        if len(poly) == 1:
            return self._monomial(poly)
        found = self._whole(poly)
        if found:
            return found
        try:
            content, factors = factored(poly)
        except GiveUp:
            return 0
        if len(factors) == 1 and factors[0][1] == 1:
            return 0
        total, odd = 2 * _sign(content), list[Polynomial]()
        for factor, multiplicity in factors:
            sign = self.of(factor)
            if multiplicity % 2 == 0:
                total = strength(total, abs(sign) or 1)
            elif sign:
                total = strength(total, sign)
            else:
                odd.append(factor)
        for factor in list(odd):  # f·s = |f| for the sign s of f
            slot = single(factor)
            if slot is not None and self.generators[slot].head == "sign" and self.generators[slot].data in odd:
                odd.remove(factor)
                odd.remove(self.generators[slot].data)
                total = strength(total, 1)
        rest = CONTEXT.constant(1)
        for factor in odd:
            rest = rest * factor
        return total if not odd else strength(total, self._whole(rest) if rest != poly else 0)

    def _monomial(self, poly: Polynomial) -> int:
        total = 2 * _sign(poly.leading_coefficient())
        for slot, exponent in enumerate(poly.degrees()):
            if exponent > 0:
                span = self.generators[slot].range
                sign = 0
                if span.low is not None and span.low >= 0:
                    sign = 2 if span.low > 0 or span.open_low else 1
                elif span.high is not None and span.high <= 0:
                    sign = -2 if span.high < 0 or span.open_high else -1
                total = strength(total, sign if exponent % 2 else abs(sign) or 1)
        return total or (self._whole(poly) if len(slots_of(poly)) > 1 else 0)

    def _whole(self, poly: Polynomial) -> int:
        for fact, strict in self.facts:
            ratio = constant_ratio(poly, fact)
            if ratio is not None:
                return strict * _sign(ratio)
        value = self.value(poly)
        if value is not None:
            return 2 if value > 0 else -2 if value < 0 else 0
        if len(poly) > MOST_TERMS:
            return 0
        for sign in (1, -1):
            signed = poly * sign
            found = self._on_box(signed, {}) or self._definite(signed) or self._conjugate(signed) or self._shifted(signed)
            if found:
                return sign * found
        return 0

    def _on_box(self, poly: Polynomial, ranges: dict[int, Range]) -> int:
        """2 or 1 if the Bernstein coefficients of the polynomial on the box of the ranges show it; else 0."""
        used, terms = slots_of(poly), _terms(poly)
        spans = [ranges.get(slot, self.generators[slot].range) for slot in used]
        for index, slot in enumerate(used):  # x·s with the sign s of x is |x|
            found = next((g for g in self.generators if g.head == "sign" and single(g.data) == slot), None)
            if found is not None and slot not in ranges and found.slot in used:
                terms, spans[index] = with_modulus(terms, index, used.index(found.slot), spans[index])
        size = size_on_box(terms, spans)
        if size > MOST_COEFFICIENTS:
            return 0
        self.field.effort.spend(1 + size / 10)
        return sign_on_box(terms, spans)

    def _definite(self, poly: Polynomial) -> int:
        """Quadratic polynomials, as forms in the generators and 1: positive (semi)definite or not known to be."""
        if poly.total_degree() != 2:
            return 0
        used = slots_of(poly)
        size = len(used) + 1
        form = [[fmpq(0)] * size for _ in range(size)]
        for exponents, coefficient in _terms(poly).items():
            places = [i for i, e in enumerate(exponents) for _ in range(e)]
            i, j = (*places, size - 1, size - 1)[:2]
            form[i][j] += coefficient / 2
            form[j][i] += coefficient / 2
        return semidefinite(form)

    def _conjugate(self, poly: Polynomial) -> int:
        """A + B g with g = √P ≥ 0: positive if B ≥ 0 and B²P > A², or if A ≥ 0 and A² > B²P."""
        for slot in slots_of(poly) if self.depth <= DEEP else ():
            if self.generators[slot].head != "root" or self.field.relations.get(slot, (0, None))[0] != 2:
                continue
            parts = coefficients(poly, slot)
            first, second = parts.get(0, ZERO), parts.get(1, ZERO)
            signs = self.of(first) if not first.is_zero() else 1, self.of(second)
            if signs[0] <= 0 and signs[1] <= 0:
                continue
            if signs[0] >= 1 and signs[1] >= 1:
                return max(1, signs[0])
            difference = self.field.reduced(second * second * self.field.relations[slot][1] - first * first)
            if difference.is_zero():
                return 1
            larger = self.of(difference)
            if (signs[1] >= 1 and larger >= 1) or (signs[0] >= 1 and larger <= -1):
                return abs(larger)
        return 0

    def _shifted(self, poly: Polynomial) -> int:
        """The polynomial with a variable replaced by its bound in a linear constraint and a slack variable ≥ 0."""
        linear = [f for f in self.usable(poly) if f[0].total_degree() == 1 and len(slots_of(f[0])) > 1][:4]
        for sequence in [[f] for f in linear] + [[f, g] for f in linear for g in linear if f is not g]:
            current, ranges = poly, dict[int, Range]()
            replaced: list[tuple[int, Polynomial]] = []
            for fact, strict in sequence:
                for slot, bound in replaced:
                    fact = _substituted(fact, slot, bound)
                free = [slot for slot in slots_of(fact) if slot in slots_of(current) and slot not in ranges
                        and self.generators[slot].unit == 1]
                if not free:
                    continue
                parts = coefficients(fact, free[0])
                slope = parts[1].leading_coefficient()
                replaced.append((free[0], GENERATORS[free[0]] * _sign(slope) - parts.get(0, ZERO) / slope))
                current = _substituted(current, *replaced[-1])
                ranges[free[0]] = Range(low=fmpq(0), open_low=strict == 2)
            if current.is_constant():
                if not current.is_zero() and current.leading_coefficient() > 0:
                    return 2
            elif ranges and len(current) < 200:
                found = self._on_box(current, ranges)
                if found:
                    return found
        return 0


def _sign(number: Rational) -> int:
    return 1 if number > 0 else -1 if number < 0 else 0


def _terms(poly: Polynomial) -> Terms:
    """The polynomial by exponents of the generators that occur."""
    used = slots_of(poly)
    return {tuple(int(exponents[slot]) for slot in used): c for exponents, c in poly.to_dict().items()}


def _substituted(poly: Polynomial, slot: int, value: Polynomial) -> Polynomial:
    total = ZERO
    for power, part in coefficients(poly, slot).items():
        total += part * value ** power
    return total
