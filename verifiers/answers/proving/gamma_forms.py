"""Γ, ψ and their relatives: recurrence and Gauss' multiplication formula [DLMF 5.5], with the least arguments that occur.

Γ(αd + c), d a fixed direction, is brought to Γ(gd + r + j) with g the greatest common measure of the α of both formulas and
j the least integer that occurs with the remainder r: so the kernel has no pole where both formulas have values.
"""

from __future__ import annotations

from math import factorial, floor, gcd

from flint import fmpq

from verifiers.answers.proving import exponentials, logarithms, roots
from verifiers.answers.proving.generators import Range
from verifiers.answers.proving.kernels import Kernels
from verifiers.answers.proving.rational_functions import Element, GiveUp, Rational, key

MOST_SHIFT = 40
MOST_PARTS = 6
MOST_FACTORIAL = 300
HALF = fmpq(1, 2)
ZETA = {2: fmpq(1, 6), 4: fmpq(1, 90), 6: fmpq(1, 945), 8: fmpq(1, 9450), 10: fmpq(1, 93555)}  # ζ(n)/πⁿ


def pieces(k: Kernels, u: Element) -> list[tuple[Element, int]]:
    """(bₗ, jₗ) with bₗ + jₗ = (u + l)/m for l < m: the arguments by the multiplication formula of order m and recurrence."""
    leading = max(u.den.monoms())
    constant = u.num.to_dict().get(tuple(leading), fmpq(0))  # u + 1 has one more
    w = u - k.number(constant)
    slope = w.num.leading_coefficient()
    direction = w.times(1 / slope)
    side = "+" if slope > 0 else "-"
    name = ("direction", f"{side} {key(direction.num)}/{key(direction.den)}")
    unit = k.hints.setdefault(name, abs(slope))
    parts = abs(slope) / unit
    if parts.q != 1:
        k.improve(name, measure(unit, abs(slope)))
    if parts > MOST_PARTS:
        raise GiveUp("Γ with too many parts")
    found, order = [], int(parts.p)
    step = direction.times(unit if slope > 0 else -unit)
    for l in range(order):
        start = (constant + l) / order
        shift, rest = floor(start), start - floor(start)
        lowest = k.lowest(("shift", f"{name[1]} {unit} {rest}"), shift)
        if shift - lowest > MOST_SHIFT:
            raise GiveUp("Γ with a large shift")
        found.append((step + k.number(rest + lowest), shift - lowest))
    return found


def measure(first: Rational, second: Rational) -> Rational:
    """The greatest rational number of which both are integer multiples."""
    return fmpq(gcd(int(first.p * second.q), int(second.p * first.q)), int(first.q * second.q))


def gamma(k: Kernels, u: Element) -> Element:
    """Γ(u)."""
    constant = u.rational()
    if constant is not None:
        return _constant_gamma(k, constant)
    arguments = pieces(k, u)
    order = fmpq(len(arguments))
    total = k.number(1)
    if order > 1:  # Γ(mz) = (2π)^((1−m)/2) m^(mz−1/2) Π Γ(z + l/m)
        total = roots.power(k, k.constant("pi").times(2), (1 - order) / 2)
        total = total * exponentials.exp(k, (u - k.number(HALF)) * logarithms.log_number(k, order))
    for b, shift in arguments:
        positive = k.signs.of_element(b) == 2
        total = total * k.opaque("gamma", (b,), k.is_real(b), Range(fmpq(0), None, True) if positive else None)
        for j in range(shift):
            total = total * (b + k.number(j))
    return total


def _constant_gamma(k: Kernels, c: Rational) -> Element:
    if c.q == 1:
        if c <= 0:
            raise GiveUp("a pole of Γ")
        if c > MOST_FACTORIAL:
            raise GiveUp("a large factorial")
        return k.number(fmpq(factorial(int(c.p) - 1)))
    if abs(c) > MOST_FACTORIAL:
        raise GiveUp("a large factorial")
    shift, rest = floor(c), c - floor(c)
    total = roots.power(k, k.constant("pi"), HALF) if rest == HALF else \
        k.opaque("gamma", (k.number(rest),), True, Range(fmpq(0), None, True))
    for j in range(abs(shift)):
        total = total.times(rest + j) if shift > 0 else total.times(1 / (rest - j - 1))
    return total


def log_gamma(k: Kernels, u: Element) -> Element:
    """log Γ(u) for u > 0."""
    if k.signs.of_element(u) != 2:
        return k.opaque("loggamma", (u,))
    return logarithms.log(k, gamma(k, u))


def digamma(k: Kernels, u: Element) -> Element:
    """ψ(u)."""
    constant = u.rational()
    if constant is not None:
        return _constant_digamma(k, constant)
    arguments = pieces(k, u)
    order = fmpq(len(arguments))
    total = k.number(0)
    for b, shift in arguments:
        total = total + k.opaque("digamma", (b,), k.is_real(b))
        for j in range(shift):
            total = total + (b + k.number(j)).inverse()
    return total.times(1 / order) + (logarithms.log_number(k, order) if order > 1 else k.number(0))


def _constant_digamma(k: Kernels, c: Rational) -> Element:
    if (c.q == 1 and c <= 0) or abs(c) > MOST_FACTORIAL:
        raise GiveUp("a pole of ψ, or a large argument")
    shift, rest = (int(c.p) - 1, fmpq(1)) if c.q == 1 else (floor(c), c - floor(c))
    if rest == 1:
        total = -k.constant("euler_gamma")
    elif rest == HALF:
        total = -k.constant("euler_gamma") - logarithms.log_number(k, fmpq(2)).times(2)
    else:
        total = k.opaque("digamma", (k.number(rest),), True)
    for j in range(abs(shift)):
        total = total + k.number(1 / (rest + j) if shift > 0 else -1 / (rest - j - 1))
    return total


def harmonic(k: Kernels, u: Element) -> Element:
    """H_u = ψ(u + 1) + γ."""
    return digamma(k, u + k.number(1)) + k.constant("euler_gamma")


def polygamma(k: Kernels, order: Element, u: Element) -> Element:
    """ψ⁽ⁿ⁾(u), with ψ⁽ⁿ⁾(z + 1) = ψ⁽ⁿ⁾(z) + (−1)ⁿ n! z^(−n−1)."""
    n = order.rational()
    if n is None or n.q != 1 or not 0 <= n <= 20:
        raise GiveUp("a polygamma function of variable order")
    if n == 0:
        return digamma(k, u)
    m = int(n.p)
    jump = fmpq((-1) ** m * factorial(m))
    constant = u.rational()
    if constant is None:
        arguments = pieces(k, u)
    elif (constant.q == 1 and constant <= 0) or abs(constant) > MOST_SHIFT:
        raise GiveUp("a pole of a polygamma function, or a large argument")
    elif constant.q == 1 or (constant.q == 2 and constant > 0):
        return _constant_polygamma(k, m, constant, jump)
    else:
        arguments = [(u, 0)]
    total = k.number(0)
    for b, shift in arguments:
        total = total + k.opaque(f"polygamma {m}", (b,), k.is_real(b))
        for j in range(shift):
            total = total + (b + k.number(j)).power(-m - 1).times(jump)
    return total.times(fmpq(1, len(arguments) ** (m + 1)))


def _constant_polygamma(k: Kernels, m: int, c: Rational, jump: Rational) -> Element:
    """From ψ⁽ⁿ⁾(1) = (−1)^(n+1) n! ζ(n+1) and ψ⁽ⁿ⁾(½) = (2^(n+1) − 1) ψ⁽ⁿ⁾(1)."""
    start = fmpq(1) if c.q == 1 else HALF
    total = zeta(k, k.number(m + 1)).times(-jump * (1 if c.q == 1 else 2 ** (m + 1) - 1))
    for j in range(int((c - start).p)):
        total = total + k.number(jump / (start + j) ** (m + 1))
    return total


def zeta(k: Kernels, s: Element) -> Element:
    """ζ(s), at even integers a multiple of a power of π."""
    value = s.rational()
    if value is not None and value.q == 1 and int(value.p) in ZETA:
        return k.constant("pi").power(int(value.p)).times(ZETA[int(value.p)])
    if value == 0:
        return k.number(fmpq(-1, 2))
    if value == 1:
        raise GiveUp("the pole of ζ")
    return k.opaque("zeta", (s,), k.is_real(s))


def beta_function(k: Kernels, a: Element, b: Element) -> Element:
    """B(a, b) = Γ(a)Γ(b)/Γ(a + b), where a + b > 0."""
    if k.signs.of_element(a + b) != 2:
        return k.opaque("beta", (a, b))
    return gamma(k, a) * gamma(k, b) / gamma(k, a + b)


def binomial(k: Kernels, n: Element, j: Element) -> Element:
    """n(n−1)…(n−j+1)/j! for a literal j, Γ(n+1)/(Γ(j+1)Γ(n−j+1)) where 0 ≤ j ≤ n is known."""
    literal = j.rational()
    if literal is not None and literal.q == 1 and literal <= 12:
        total = k.number(1 if literal >= 0 else 0)
        for i in range(int(literal.p)):
            total = total * (n - k.number(i)).times(fmpq(1, i + 1))
        return total
    difference = n - j
    if k.signs.of_element(j) > 0 and k.signs.of_element(difference) > 0:
        one = k.number(1)
        return gamma(k, n + one) / (gamma(k, j + one) * gamma(k, difference + one))
    return k.opaque("binomial", (n, j), real=k.is_real(n) and k.is_real(j))


def upper_gamma(k: Kernels, s: Element, x: Element) -> Element:
    """Γ(s, x), for a literal s ≥ 1 the finite sum (s − 1)! e^(−x) Σ x^j/j!."""
    literal = s.rational()
    if literal is None or literal.q != 1 or not 1 <= literal <= 12:
        return k.opaque("uppergamma", (s, x))
    total, m = k.number(0), int(literal.p)
    for j in range(m):
        total = total + x.power(j).times(fmpq(factorial(m - 1), factorial(j)))
    return total * exponentials.exp(k, -x)
