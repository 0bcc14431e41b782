"""Roots of unity: e^(iπq) for rational q, (−1)^E for integer E, and e^(iπqm) for an integer variable m."""

from __future__ import annotations

from math import lcm

from flint import fmpq

from verifiers.answers.proving import exponentials, roots
from verifiers.answers.proving.generators import Range
from verifiers.answers.proving.kernels import Kernels
from verifiers.answers.proving.rational_functions import GENERATORS, ONE, Element, Polynomial, Rational


def unit_circle(k: Kernels, r: Rational) -> Element:
    """exp(iπr)."""
    return exponentials.exp(k, (k.constant("i") * k.constant("pi")).times(r))


def root_of_unity(k: Kernels, q: Rational) -> Element | None:
    """exp(iπq) for multiples q of 1/12, by cos and sin of multiples of 15°."""
    steps = q * 12
    if steps.q != 1:
        return None
    place = int(steps.p) % 24
    if place % 6 == 0:
        return (k.number(1), k.constant("i"), k.number(-1), -k.constant("i"))[place // 6]
    return _cosine(k, place) + k.constant("i") * _cosine(k, place - 6)


def _cosine(k: Kernels, steps: int) -> Element:
    """The cosine of a multiple of 15°."""
    steps = min(steps % 24, -steps % 24)
    if steps > 6:
        return -_cosine(k, 12 - steps)
    half = fmpq(1, 2)
    match steps:
        case 0 | 4 | 6:
            return k.number({0: fmpq(1), 4: fmpq(1, 2), 6: fmpq(0)}[steps])
        case 2 | 3:
            return roots.number_power(k, fmpq(5 - steps), half).times(half)
    inner = roots.number_power(k, fmpq(6), half), roots.number_power(k, fmpq(2), half)
    return (inner[0] + inner[1] if steps == 1 else inner[0] - inner[1]).times(fmpq(1, 4))


def integer_turn(k: Kernels, monomial: list[tuple[int, int]], q: Rational) -> Element:
    """exp(iπqm) for a monomial m in integer generators, with T = exp(iπm/L), T^(2L) = 1; (−1)^(m²) = (−1)^m."""
    if q.q == 1:
        monomial = [(slot, 1) for slot, _ in monomial]
        if q.p % 2 == 0:
            return k.number(1)
    name = ("turn", str(monomial))
    unit = k.hints.get(name, 1)
    if unit % int(q.q):
        k.improve(name, lcm(unit, int(q.q)))
    data = (tuple(monomial), unit)
    found = k.found("parity" if unit == 1 else "turn", data)
    if found is None:
        parts = tuple(GENERATORS[slot] for slot, _ in monomial)
        if unit == 1:
            found = k.new("parity", data, parts, real=True, integer=True, range=Range(fmpq(-1), fmpq(1)))
        else:
            found = k.new("turn", data, parts)
        k.field.relations[found.slot] = (2 * unit, ONE)
    return k.field.generator(found.slot).power(int((q * unit).p) % (2 * unit))


def parity(k: Kernels, exponent: Element) -> Element:
    """(−1)^E for an integer-valued polynomial E with integer coefficients."""
    total = k.number(1)
    for exponents, c in exponent.num.to_dict().items():
        monomial = [(slot, int(e)) for slot, e in enumerate(exponents) if e]
        if c.p % 2:
            total = total * (integer_turn(k, monomial, fmpq(1)) if monomial else k.number(-1))
    return total


def side_power(k: Kernels, f: Polynomial, exponent: Element) -> Element:
    """s^E for the sign s of a polynomial and an integer-valued polynomial E with integer coefficients."""
    total = k.number(1)
    for exponents, c in exponent.num.to_dict().items():
        if c.p % 2 == 0:
            continue
        side = roots.side(k, f)
        slots = tuple(slot for slot, e in enumerate(exponents) if e)
        if slots and side.rational() is None:
            found = k.found("side", (f, slots))
            if found is None:
                parts = (f, *(GENERATORS[slot] for slot in slots))
                found = k.new("side", (f, slots), parts, real=True, integer=True, range=Range(fmpq(-1), fmpq(1)))
                k.field.relations[found.slot] = (2, ONE)
            side = k.field.generator(found.slot)
        elif slots and side.rational() == -1:
            side = integer_turn(k, [(slot, 1) for slot in slots], fmpq(1))
        total = total * side
    return total
