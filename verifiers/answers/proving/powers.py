"""Powers with an exponent that is no constant."""

from __future__ import annotations

from math import floor

from flint import fmpq

from verifiers.answers.proving import exponentials, logarithms, roots, turns
from verifiers.answers.proving.generators import Range
from verifiers.answers.proving.kernels import Kernels
from verifiers.answers.proving.rational_functions import GENERATORS, Element, Polynomial


def general_power(k: Kernels, u: Element, v: Element) -> Element:
    """The principal value of u^v, with 0⁰ = 1."""
    exponent = v.rational()
    if exponent is not None:
        return roots.power(k, u, exponent)
    sign = k.signs.of_element(u)
    never_zero = sign == 2 or k.signs.of_element(v) == -2  # 0^v has no value for v < 0
    if sign > 0 and never_zero:
        return exponentials.exp(k, v * logarithms.log(k, u))
    whole = k.is_integer(v)
    content, factors = k.factors(u) if not u.is_zero() else (fmpq(0), [])
    if (content < 0 and not whole) or not factors or not (whole or (sign > 0 and k.is_real(v)
                                     and all(k.signs.of(f) > 0 for f, _ in factors))):
        if not (content and not factors and whole):
            return k.opaque("power", (u, v))
    total = exponentials.exp(k, v * logarithms.log_number(k, abs(content)))
    if content < 0:
        total = total * turns.parity(k, v)
    for f, m in factors:
        power = v.times(fmpq(m))
        strict = abs(k.signs.of(f)) == 2 or never_zero or (k.signs.real(f) and k.signs.nonzero(f))
        if k.signs.real(f) and (strict or m < 0):  # a factor of the denominator is not zero
            total = total * exponentials.exp(k, power * logarithms.log_factor(k, f))
            if whole:
                total = total * turns.side_power(k, f, power)
        else:
            total = total * _formal_power(k, f, power, whole)
    return total


def _formal_power(k: Kernels, f: Polynomial, exponent: Element, whole: bool) -> Element:
    """f^E where f may be zero: by the power with the least exponent E − j that occurs, j an integer."""
    constant, rest = fmpq(0), exponent
    if exponent.den.is_one():
        constant = exponent.num.to_dict().get((0,) * len(GENERATORS), fmpq(0))
        rest = exponent - k.number(constant)
    shift = floor(constant)
    start = constant - shift
    name = ("power", f"{f}|{rest.num}|{rest.den}|{start}")
    lowest = k.lowest(name, shift)
    data = (f, rest.num, rest.den, start + lowest)
    found = k.found("formal power", data)
    if found is None:
        positive = k.signs.of(f) > 0
        found = k.new("formal power", data, (f, rest.num, rest.den), real=k.signs.real(f) and (whole or positive),
                            range=Range(fmpq(0)) if positive else Range())
    return k.field.polynomial(f).power(shift - lowest) * k.field.generator(found.slot)
