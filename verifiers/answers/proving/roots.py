"""Powers with rational exponents, roots and moduli, by irreducible factors.

|f|^(p/q) is a power of |f|^(1/L) with L suiting all exponents that occur; primes likewise.  |f| = f·s, where s is −1 for
f < 0 and 1 otherwise.  What is not known to be ≥ 0 keeps its principal root, after positive factors are taken out.
"""

from __future__ import annotations

from collections.abc import Callable
from math import floor, lcm
from typing import Any

import flint
from flint import arb, fmpq

from verifiers.answers.proving import exponentials, turns
from verifiers.answers.proving.generators import BITS, SIGNS, Range, around
from verifiers.answers.proving.kernels import Kernels
from verifiers.answers.proving.rational_functions import ONE, Element, GiveUp, Polynomial, Rational, key, single, slots_of

TRIED = 1 << 64  # larger integers are not factored completely


def side(k: Kernels, f: Polynomial) -> Element:
    """s with |f| = f·s: 1 where f ≥ 0, −1 where f < 0."""
    sign = k.signs.of(f)
    if sign:
        return k.number(1 if sign > 0 else -1)
    found = k.found("sign", f) or k.new("sign", f, (f,), real=True, integer=True, range=Range(fmpq(-1), fmpq(1)))
    k.field.relations.setdefault(found.slot, (2, ONE))
    return k.element(found)


def modulus_power(k: Kernels, f: Polynomial, r: Rational) -> Element:
    """|f|^r for an irreducible real polynomial f."""
    slot = single(f)
    g = k.generators[slot] if slot is not None else None
    if g is not None:
        if g.head in SIGNS:
            return k.number(1)
        if g.head in ("variable", "constant") and not g.integer and k.signs.of(f) > 0:
            if r.q != 1:
                k.improve(("unit", g.data), g.unit * int(r.q))
            return k.field.generator(g.slot).power(int(r.p))
        if g.head == "exp" and r.q != 1:
            return exponentials.exp(k, g.data.times(r))
        if g.head == "root" and r.q != 1:
            base, degree = g.data
            return root(k, base, r / degree)
    if r.q != 1:
        return root(k, f, r)
    power = k.field.polynomial(f).power(int(r.p))
    return power * side(k, f) if r.p % 2 else power


def root(k: Kernels, base: Any, r: Rational) -> Element:
    """|base|^r by a power of |base|^(1/L); base: an irreducible real polynomial, or a prime as a Python integer."""
    name = ("root", str(base))
    degree = k.hints.get(name, 1)
    if degree % int(r.q):
        k.improve(name, lcm(degree, int(r.q)))
    found = k.found("root", (base, degree))
    if found is None:
        prime = isinstance(base, int)
        size = k.number(base) if prime else k.field.polynomial(base) * side(k, base)
        value = arb(base) if prime else k.signs.value(base)
        with flint.ctx.workprec(BITS):
            value = None if value is None else abs(value).root(degree)
        span = around(value) if value is not None else Range(fmpq(0), open_low=abs(k.signs.of(base)) == 2)
        found = k.new("root", (base, degree), () if prime else (base,), real=True, value=value, range=span)
        k.field.relations[found.slot] = (degree, size.num)
    return k.field.generator(found.slot).power(int(r * degree))


def number_power(k: Kernels, c: Rational, r: Rational) -> Element:
    """c^r for a rational number c > 0."""
    if r.q == 1:
        return k.number(c).power(int(r.p))
    total = k.number(1)
    for p, exponent in primes(c):
        e = exponent * r
        total = total * k.number(fmpq(p)).power(floor(e))
        if e.q != 1:
            total = total * root(k, p, e - floor(e))
    return total


def power(k: Kernels, u: Element, r: Rational) -> Element:
    """The principal value of u^r for a rational number r."""
    if r.q == 1:
        return integer_power(k, u, int(r.p))
    if u.is_zero():
        if r < 0:
            raise GiveUp("a negative power of zero")
        return u
    sign = k.signs.of_element(u)
    positive, rest = split(k, u, sign, lambda c: number_power(k, c, r), lambda f, m: modulus_power(k, f, m * r),
                           lambda a, b: a * b)
    if sign < 0:
        return positive * turns.unit_circle(k, r)
    if rest is None:
        return positive
    name = ("radical", key(rest.num) + "/" + key(rest.den))
    degree = lcm(k.hints.get(name, 1), int(r.q))
    if degree != k.hints.setdefault(name, degree):
        k.improve(name, degree)
    kernel = k.opaque(f"radical {degree}", (rest,))
    if rest.den.is_one():
        k.field.relations.setdefault(slots_of(kernel.num)[0], (degree, rest.num))
    return positive * rest.power(floor(r)) * kernel.power(int((r - floor(r)) * degree))


def split(k: Kernels, u: Element, sign: int, number: Callable[[Any], Element], factor: Callable[[Polynomial, Any], Element],
          join: Callable[[Element, Element], Element]) -> tuple[Element, Element | None]:
    """What a power or logarithm makes of the factors of u > 0 (or −u > 0); the rest is a factor of unknown sign."""
    content, factors = k.factors(u)
    total, rest = number(abs(content)), k.number(1 if content > 0 else -1)
    for f, m in factors:
        if not k.signs.real(f):
            rest = rest * k.field.polynomial(f).power(m)
        elif sign:
            total = join(total, factor(f, fmpq(m)))
        else:
            odd = m % 2 and k.signs.of(f) <= 0
            if m - odd:
                total = join(total, factor(f, fmpq(m - odd)))
            if odd:
                rest = rest * k.field.polynomial(f)
    return total, None if sign or rest.rational() == 1 else rest


def integer_power(k: Kernels, u: Element, n: int) -> Element:
    """uⁿ, with a generator where the expansion would be too long."""
    try:
        return u.power(n)
    except GiveUp:
        content, factors = k.factors(u)
        total = k.number(content).power(n)
        for f, m in factors:
            slots = len(f) > 1 and abs(m * n) > 1
            power = k.opaque(f"power {abs(m * n)}", (k.field.polynomial(f),), real=k.signs.real(f)) \
                if slots else k.field.polynomial(f).power(abs(m * n))
            total = total * power if m * n > 0 else total / power
        return total


def modulus(k: Kernels, u: Element) -> Element:
    """|u|."""
    if u.is_zero():
        return u
    if not k.is_real(u):
        return k.opaque("abs", (u,), real=True, span=Range(fmpq(0)))
    content, factors = k.factors(u)
    total = k.number(abs(content))
    for f, m in factors:
        total = total * modulus_power(k, f, fmpq(m))
    return total


def primes(c: Rational) -> list[tuple[int, int]]:
    """Prime factors of a positive rational number with their exponents; a factor that is large may be composite."""
    found = []
    for part, sign in ((c.p, 1), (c.q, -1)):
        factors = part.factor() if part < TRIED else part.factor(trial_limit=1000)
        found += [(int(p), sign * int(e)) for p, e in factors if p != 1]
    return found
