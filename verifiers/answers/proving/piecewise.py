"""Signs, maxima, integer parts, real roots and the parts of complex numbers."""

from __future__ import annotations

from collections.abc import Sequence

from flint import fmpq

from verifiers.answers.proving import roots, turns
from verifiers.answers.proving.generators import Range
from verifiers.answers.proving.kernels import Kernels
from verifiers.answers.proving.rational_functions import CONTEXT, Element, GiveUp, Rational, slots_of

HALF = fmpq(1, 2)


def sign(k: Kernels, u: Element) -> Element:
    """The sign; of a polynomial f that may be zero it is s·z with z = 0 where f = 0 and z = 1 elsewhere."""
    if u.is_zero():
        return u
    if not k.is_real(u):
        return k.opaque("signum", (u,))
    content, factors = k.factors(u)
    total = k.number(1 if content > 0 else -1)
    for f, m in factors:
        total = total * (roots.side(k, f) if m % 2 else k.number(1))
        if m > 0 and not k.signs.nonzero(f):
            found = k.found("nonzero", f) or k.new("nonzero", f, (f,), real=True, integer=True, range=Range(fmpq(0), fmpq(1)))
            generator = k.field.generator(found.slot)
            k.field.relations.setdefault(found.slot, (2, generator.num))
            total = total * generator
    return total


def step(k: Kernels, u: Element) -> Element:
    """Heaviside's function, ½ at zero."""
    return (sign(k, u) + k.number(1)).times(HALF)


def maximum(k: Kernels, *values: Element) -> Element:
    """max(a, b) = (a + b + |a − b|)/2, one after the other."""
    return _extreme(k, values, 1)


def minimum(k: Kernels, *values: Element) -> Element:
    """min(a, b) = (a + b − |a − b|)/2, one after the other."""
    return _extreme(k, values, -1)


def _extreme(k: Kernels, values: Sequence[Element], way: int) -> Element:
    different: list[Element] = []
    for v in sorted(values, key=lambda v: (str(v.num), str(v.den))):
        if not k.is_real(v):
            return k.opaque("max" if way > 0 else "min", tuple(values))
        if not any(v.equals(other) for other in different):
            different.append(v)
    best = different[0]
    for v in different[1:]:
        best = (best + v + roots.modulus(k, best - v).times(way)).times(HALF)
    return best


def floor(k: Kernels, u: Element) -> Element:
    """⌊u⌋: integer parts are taken out, ⌊E/2⌋ = (2E − 1 + (−1)^E)/4 for an integer E."""
    if u.is_zero() or k.is_integer(u):
        return u
    whole, rest = k.number(0), u
    if u.den.is_one():
        for exponents, c in u.num.to_dict().items():
            used = [slot for slot, e in enumerate(exponents) if e]
            if all(k.generators[slot].integer for slot in used) and c.floor() != 0:
                whole = whole + k.field.polynomial(CONTEXT.from_dict({exponents: fmpq(c.floor())}))
        rest = u - whole
        if rest.rational() is not None:
            return whole
        if k.is_integer(rest.times(2)):
            double = rest.times(2)
            return whole + (double.times(2) - k.number(1) + turns.parity(k, double)).times(fmpq(1, 4))
        value = k.signs.element_value(rest)
        down = None if value is None else value.floor().unique_fmpz()
        if down is not None:
            return whole + k.number(fmpq(down))
    return whole + _integer(k, k.opaque("floor", (rest,), k.is_real(rest)))


def _integer(k: Kernels, kernel: Element) -> Element:
    for slot in slots_of(kernel.num):
        k.generators[slot].integer = True
    return kernel


def ceiling(k: Kernels, u: Element) -> Element:
    """−⌊−u⌋."""
    return -floor(k, -u)


def modulo(k: Kernels, a: Element, b: Element) -> Element:
    """a − b⌊a/b⌋."""
    return a - b * floor(k, a / b)


def real_root(k: Kernels, u: Element, d: Rational, spelling: str) -> Element:
    """The real root of a negative number for an odd degree, else the principal one.

    spelling: "" for a number that is surely computed as a real one; otherwise which root is meant depends on how it is
    written, and only the root of the same spelling is the same.
    """
    if d == 0:
        raise GiveUp("a root of degree zero")
    if d.q != 1 or d < 2 or d.p % 2 == 0 or k.signs.of_element(u) > 0 or u.is_zero():
        return roots.power(k, u, 1 / d)
    if spelling or not k.is_real(u):
        return k.opaque(f"root {d} {spelling}", (u,))
    content, factors = k.factors(u)
    total = roots.number_power(k, abs(content), 1 / d) * k.number(1 if content > 0 else -1)
    for f, m in factors:
        total = total * roots.modulus_power(k, f, m / d) * (roots.side(k, f) if m % 2 else k.number(1))
    return total


def real_part(k: Kernels, u: Element) -> Element:
    """Re u."""
    return u if k.is_real(u) else k.opaque("re", (u,), real=True)


def imaginary_part(k: Kernels, u: Element) -> Element:
    """Im u."""
    return k.number(0) if k.is_real(u) else k.opaque("im", (u,), real=True)


def conjugate(k: Kernels, u: Element) -> Element:
    """The complex conjugate."""
    return u if k.is_real(u) else k.opaque("conjugate", (u,))
