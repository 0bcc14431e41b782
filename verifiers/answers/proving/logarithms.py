"""Logarithms: log u = Σ mⱼ log|fⱼ| over irreducible factors and primes, for u > 0; else the positive factors of u only."""

from __future__ import annotations

import flint
from flint import arb, fmpq

from verifiers.answers.proving import roots
from verifiers.answers.proving.generators import BITS, SIGNS, Generator, Range, above, around, below
from verifiers.answers.proving.kernels import Kernels
from verifiers.answers.proving.rational_functions import Element, GiveUp, Polynomial, Rational, single


def log(k: Kernels, u: Element) -> Element:
    """The principal logarithm."""
    if u.is_zero():
        raise GiveUp("the logarithm of zero")
    sign = k.signs.of_element(u)
    total, rest = roots.split(k, u, sign, lambda c: log_number(k, c), lambda f, m: log_factor(k, f).times(m),
                              lambda a, b: a + b)
    if sign < 0:
        total = total + k.constant("i") * k.constant("pi")
    return total if rest is None else total + k.opaque("logarithm", (rest,))


def log_number(k: Kernels, c: Rational) -> Element:
    """log c for a rational number c > 0."""
    total = k.number(0)
    for p, exponent in roots.primes(c):
        found = k.found("log", p)
        if found is None:
            with flint.ctx.workprec(BITS):
                value = arb(p).log()
            found = k.new("log", p, real=True, value=value, range=around(value))
        total = total + k.element(found).times(exponent)
    return total


def log_factor(k: Kernels, f: Polynomial) -> Element:
    """log|f| for an irreducible real polynomial f."""
    slot = single(f)
    g = k.generators[slot] if slot is not None else None
    if g is not None:
        if g.head in SIGNS:
            return k.number(0)
        if g.head == "exp":
            return g.data  # type: ignore[no-any-return]
        if g.head == "root":
            base, degree = g.data
            return (log_number(k, fmpq(base)) if isinstance(base, int) else log_factor(k, base)).times(fmpq(1, degree))
    unit = 1 if g is None else g.unit
    found = k.found("log", f)
    if found is None:
        value = k.signs.value(f)
        with flint.ctx.workprec(BITS):
            value = None if value is None else abs(value).log() * unit
        span = around(value) if value is not None else log_range(k, f, g)
        found = k.new("log", f, (f,), real=True, value=value, range=span)
    return k.element(found).times(fmpq(1, unit))


def log_range(k: Kernels, f: Polynomial, g: Generator | None) -> Range:
    """An interval around log|f|."""
    if g is not None and g.range.low is not None and g.range.low >= 0:
        with flint.ctx.workprec(64):
            low = below(arb(g.range.low).log() * g.unit) if g.range.low > 0 else None
            high = None if g.range.high is None else above(arb(g.range.high).log() * g.unit)
        return Range(low, high, g.range.open_low, g.range.open_high)
    if k.signs.of(f) > 0:
        over = k.signs.of(f - 1)
        return Range(fmpq(0) if over > 0 else None, fmpq(0) if over < 0 else None, over == 2, over == -2)
    return Range()


def log_power(k: Kernels, g: Generator, r: Rational) -> Element:
    """exp(r · g) for a logarithm g."""
    if g.head == "logarithm":
        return roots.power(k, g.data[0], r)
    if isinstance(g.data, int):
        return roots.number_power(k, fmpq(g.data), r)
    slot = single(g.data)
    return roots.modulus_power(k, g.data, r * (1 if slot is None else k.generators[slot].unit))
