"""Exponentials: exp(u) is a product of powers of exp(bₖ), for linearly independent bₖ.

From u are taken: rational multiples of logarithms, which give powers; iπq for rational q and iπqm for integer m, which give
roots of unity; and integer multiples of i·asin(v), which give powers of √(1 − v²) + iv.
"""

from __future__ import annotations

from typing import Any

import flint
from flint import fmpq

from verifiers.answers.proving import logarithms, roots, turns
from verifiers.answers.proving.generators import BITS, Range
from verifiers.answers.proving.kernels import Kernels
from verifiers.answers.proving.rational_functions import (
    CONTEXT,
    GENERATORS,
    ONE,
    Element,
    GiveUp,
    Rational,
    coefficients,
    constant_ratio,
    key,
    slots_of,
)

MOST_POWER = 100
LOGARITHMS = ("log", "logarithm")


def exp(k: Kernels, u: Element) -> Element:
    """exp(u)."""
    factor = k.number(1)
    for slot in slots_of(u.num):
        g = k.generators[slot]
        if g.head in LOGARITHMS:
            ratio = _linear_part(u, slot)
            if ratio is not None:
                factor = factor * logarithms.log_power(k, g, ratio)
                u = u - k.field.generator(slot).times(ratio)
    imaginary = k.found("constant", "i")
    if imaginary is not None and u.den.is_one() and imaginary.slot in slots_of(u.num):
        u, turned = _turned(k, u, imaginary.slot)
        factor = factor * turned
    if u.is_zero():
        return factor
    return factor * _kernel(k, u)


def _linear_part(u: Element, slot: int) -> Rational | None:
    """The multiple of a logarithm g to take out of u, by a functional that is q on q·g and 0 on v·g without constant term."""
    if u.den.degrees()[slot] > 0:
        return None
    part = coefficients(u.num, slot).get(1)
    return None if part is None else part.to_dict().get(tuple(max(u.den.monoms())))


def _kernel(k: Kernels, u: Element) -> Element:
    powers = _combination(k, u)
    if powers is not None:
        for (slot, _), power in zip(k.exponents, powers, strict=True):
            if power.q != 1:
                name, unit = k.units[slot]
                k.improve(name, unit * int(power.q))
        total = k.number(1)
        for (slot, _), power in zip(k.exponents, powers, strict=True):
            if abs(power) > MOST_POWER:
                raise GiveUp("a power is too large")
            if power:
                total = total * k.field.generator(slot).power(int(power.p))
        return total
    name = ("exp", key(u.num) + "/" + key(u.den))
    unit = k.hints.get(name, 1)
    u = u.times(fmpq(1, unit))
    real, span, value = k.is_real(u), Range(), None
    if real:
        sign = k.signs.of_element(u)
        span = Range(fmpq(1 if sign > 0 else 0), fmpq(1) if sign < 0 else None, sign != 1, sign == -2)
        value = k.signs.element_value(u)
        with flint.ctx.workprec(BITS):
            value = None if value is None or value > MOST_POWER else value.exp()
    found = k.new("exp", u, (u.num, u.den), real=real, range=span, value=value)
    k.units[found.slot] = (name, unit)
    k.exponents.append((found.slot, u))
    return k.field.generator(found.slot).power(unit)


def _combination(k: Kernels, u: Element) -> list[Rational] | None:
    """Rational numbers cₖ with u = Σ cₖ bₖ for the exponents bₖ at hand, None if u is independent of them."""
    basis = [b for _, b in k.exponents]
    for place, b in enumerate(basis):
        ratio = constant_ratio(u.num, b.num) if u.den == b.den else None
        if ratio is not None:
            return [ratio if j == place else fmpq(0) for j in range(len(basis))]
    if len(basis) < 2:
        return None
    common = u.den
    for b in basis:
        common = common * (b.den / common.gcd(b.den))
    rows: list[tuple[Any, dict[Any, Rational], dict[int, Rational]]] = []  # pivot, coefficients, combination
    for place, b in enumerate([*basis, u]):
        row = dict((b.num * (common / b.den)).to_dict())
        mixed = {place: fmpq(1)}
        for pivot, other, combination in rows:
            if row.get(pivot, 0) != 0:
                ratio = row[pivot] / other[pivot]
                for source, target in ((other, row), (combination, mixed)):
                    for name, c in source.items():
                        target[name] = target.get(name, fmpq(0)) - ratio * c
        left = {name: c for name, c in row.items() if c != 0}
        if not left:
            return [-mixed.get(j, fmpq(0)) for j in range(len(basis))] if place == len(basis) else None
        rows.append((max(left), left, mixed))
    return None


def _turned(k: Kernels, u: Element, imaginary: int) -> tuple[Element, Element]:
    """u without the parts iπq, iπqm and ik·asin(v), and the exponential of these."""
    factor, pi = k.number(1), k.found("constant", "pi")
    for exponents, q in coefficients(u.num, imaginary).get(1, ONE * 0).to_dict().items():
        used = [(slot, int(e)) for slot, e in enumerate(exponents) if e]
        term = CONTEXT.from_dict({exponents: q}) * GENERATORS[imaginary]
        first = k.generators[used[0][0]] if len(used) == 1 else None
        if first is not None and first.head == "asin" and used[0][1] == 1 and q.q == 1:
            sine = first.data[0]
            cosine = roots.power(k, k.number(1) - sine * sine, fmpq(1, 2))
            part = (cosine + k.constant("i") * sine).power(int(q.p))
        elif pi is not None and (pi.slot, pi.unit) in used:
            monomial = [(slot, e) for slot, e in used if slot != pi.slot]
            if not monomial:
                root = turns.root_of_unity(k, q)
            elif all(k.generators[slot].integer for slot, _ in monomial):
                root = turns.integer_turn(k, monomial, q)
            else:
                root = None
            if root is None:
                continue
            part = root
        else:
            continue
        factor, u = factor * part, u - k.field.polynomial(term)
    return u, factor
