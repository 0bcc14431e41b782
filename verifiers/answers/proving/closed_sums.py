"""Sums and products in closed form: Σ kʲ by Bernoulli polynomials [DLMF 24.4.7], simple poles by ψ, geometric sums, and
products of linear factors by Γ.

What a formula here puts in the place of a sum has a value wherever all terms have one and the range is not empty.
"""

from __future__ import annotations

from collections.abc import Callable

from flint import fmpq

from verifiers.answers.proving.gamma_forms import digamma, gamma
from verifiers.answers.proving.generators import Generator
from verifiers.answers.proving.kernels import Kernels
from verifiers.answers.proving.powers import general_power
from verifiers.answers.proving.rational_functions import ONE, Element, Polynomial, coefficients, factored, slots_of

MOST_POWER = 12
Term = Callable[[Element], Element]  # the term at a value of the bound variable


def free(k: Kernels, poly: Polynomial, slot: int) -> bool:
    """Whether a polynomial does not depend on a bound variable."""
    return all(slot not in k.generators[s].bound for s in slots_of(poly))


def closed(k: Kernels, operation: str, term: Term, slot: int, low: Element, high: Element | None) -> Element | None:
    """The sum or product of the terms from low to high (None: without end), None if no rule here applies."""
    body = term(k.field.generator(slot))
    if high is None:
        return _geometric(k, term, slot, low, None) if operation == "sum" else None
    if k.signs.of_element(high - low) <= 0:  # nothing is computed for an empty range
        return None
    if body.is_zero():
        return body
    if operation == "product":
        return _product(k, body, slot, low, high)
    return rational_sum(k, body, slot, low, high) or _geometric(k, term, slot, low, high)


def rational_sum(k: Kernels, body: Element, slot: int, low: Element, high: Element) -> Element | None:
    """The sum of a polynomial or of simple poles in the bound variable, where the range is not empty."""
    if k.signs.of_element(high - low) <= 0:
        return None
    return _powers(k, body, slot, low, high) or _poles(k, body, slot, low, high)


def _powers(k: Kernels, body: Element, slot: int, low: Element, high: Element) -> Element | None:
    """Σ cⱼ kʲ with Σ kʲ = (B_{j+1}(high + 1) − B_{j+1}(low))/(j + 1)."""
    parts = coefficients(body.num, slot)
    if not free(k, body.den, slot) or max(parts) > MOST_POWER or not all(free(k, c, slot) for c in parts.values()):
        return None
    total = k.number(0)
    for power, c in sorted(parts.items()):
        ends = [_bernoulli(k, power + 1, x) for x in (high + k.number(1), low)]
        total = total + k.field.quotient(c, body.den) * (ends[0] - ends[1]).times(fmpq(1, power + 1))
    return total


def _bernoulli(k: Kernels, n: int, x: Element) -> Element:
    total, choose = k.number(0), fmpq(1)
    for i in range(n + 1):
        total = total + x.power(i).times(choose * fmpq.bernoulli(n - i))
        choose = choose * (n - i) / (i + 1)
    return total


def _poles(k: Kernels, body: Element, slot: int, low: Element, high: Element) -> Element | None:
    """Σ r/(k + b) = r (ψ(high + 1 + b) − ψ(low + b)) over simple poles, where low + b > 0."""
    _, factors = factored(body.den)
    outer, places = k.number(1), []
    for f, m in factors:
        if free(k, f, slot):
            outer = outer * k.field.polynomial(f).power(m)
            continue
        place = _linear(k, f, slot)
        if place is None or m > 1:
            return None
        places.append(place)
    parts = coefficients(body.num, slot)
    if not places or max(parts) >= len(places) or not all(free(k, c, slot) for c in parts.values()):
        return None
    total = k.number(0)
    for _, b in places:
        residue = k.number(0)
        for power, c in parts.items():
            residue = residue + k.field.polynomial(c) * (-b).power(power)
        for other_a, other_b in places:
            gap = other_b - b
            if other_b is not b and not (gap.rational() or abs(k.signs.of_element(gap)) == 2):
                return None
            residue = residue * (gap if other_b is not b else k.number(1)).inverse().times(1 / other_a)
        start = low + b
        if k.signs.of_element(start) != 2:
            return None
        total = total + residue * (digamma(k, high + k.number(1) + b) - digamma(k, start))
    return total / outer


def _linear(k: Kernels, f: Polynomial, slot: int) -> tuple[fmpq, Element] | None:
    """a and b with f = a (x + b), a rational."""
    parts = coefficients(f, slot)
    if set(parts) - {0, 1} or 1 not in parts or not parts[1].is_constant() or (0 in parts and not free(k, parts[0], slot)):
        return None
    a = parts[1].leading_coefficient()
    return a, k.field.polynomial(parts.get(0, ONE * 0) / a)


def _geometric(k: Kernels, term: Term, slot: int, low: Element, high: Element | None) -> Element | None:
    """(r·t(high) − t(low))/(r − 1) for t(k + 1) = r t(k), r ≠ 1; t(low)/(1 − r) for |r| < 1 without end."""
    index = k.field.generator(slot)
    body = term(index)
    if body.is_zero():
        return body
    if not all(_rising(k.generators[s], slot) for poly in (body.num, body.den) for s in slots_of(poly)):
        return None
    ratio = term(index + k.number(1)) / body
    if not (free(k, ratio.num, slot) and free(k, ratio.den, slot) and k.is_real(ratio)):
        return None
    if not (ratio.den.is_one() or k.signs.nonzero(ratio.den)):
        return None
    one, first = k.number(1), term(low)
    if high is None:
        return first / (one - ratio) if k.signs.of_element(one - ratio * ratio) == 2 else None
    if abs(k.signs.of_element(ratio - one)) != 2:
        return None
    return (ratio * term(high) - first) / (ratio - one)


def _rising(g: Generator, slot: int) -> bool:
    """Whether a generator is finite at k + 1 if it is at k."""
    if slot not in g.bound or g.head in ("index", "exp", "parity", "turn"):
        return True
    if g.head != "formal power" or not g.data[2].is_one():
        return False
    slope = coefficients(g.data[1], slot).get(1)
    return slope is not None and slope.is_constant() and slope.leading_coefficient() > 0


def _product(k: Kernels, body: Element, slot: int, low: Element, high: Element) -> Element | None:
    """Π c (k + b) = c^N Γ(high + 1 + b)/Γ(low + b), N = high − low + 1, where low + b > 0."""
    content, factors = k.factors(body)
    count, total, outer = high - low + k.number(1), k.number(1), k.number(content)
    for f, m in factors:
        if free(k, f, slot):
            outer = outer * k.field.polynomial(f).power(m)
            continue
        place = _linear(k, f, slot)
        if place is None or k.signs.of_element(low + place[1]) != 2:
            return None
        outer = outer.times(place[0] ** m)
        total = total * (gamma(k, high + k.number(1) + place[1]) / gamma(k, low + place[1])).power(m)
    return total if outer.rational() == 1 else total * general_power(k, outer, count)
