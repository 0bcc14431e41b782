"""Values of operations: exact rationals where the value is one, complex balls elsewhere.

A value is an `fmpq` or an `acb`; relations give `bool`.  A real ball has an imaginary part that is exactly zero.
Operations raise UndefinedValue where they have no finite value, TooImprecise where the working precision does not decide.
Roots and powers are the principal ones, except that `root` with an odd degree of a negative number is the real root.
"""

from __future__ import annotations

from math import isqrt
from typing import Any

from flint import acb, arb, fmpq, fmpz

from verifiers.errors import TooImprecise, UndefinedValue

Value = Any  # fmpq | acb | bool; flint has no type stubs

EXACT_BITS = 60_000  # larger rationals are replaced by balls
EXACT_ARGUMENT = 3_000  # factorials, binomials and harmonic numbers are exact up to here


def ball(value: Value) -> acb:
    """A value as a complex ball."""
    return value if isinstance(value, acb) else acb(arb(value))


def real_ball(value: Value) -> arb:
    """A value as a real ball. Raises UndefinedValue for a complex number, TooImprecise if that is not decided."""
    if isinstance(value, fmpq):
        return arb(value)
    if value.imag.is_zero():
        return value.real
    if value.imag.contains(0):
        raise TooImprecise("whether a number is real is undecided")
    raise UndefinedValue("a complex number where a real one is needed")


def is_real(value: Value) -> bool:
    """Whether the imaginary part is exactly zero."""
    return isinstance(value, fmpq) or bool(value.imag.is_zero())


def is_integer(value: Value) -> bool:
    """Whether the value is known to be an integer."""
    return isinstance(value, fmpq) and value.q == 1


def finite(value: acb) -> acb:
    """The ball, if it is finite. Raises TooImprecise otherwise (a pole may be near)."""
    if not value.is_finite():
        raise TooImprecise("a value has no finite enclosure")
    return value


def add(*terms: Value) -> Value:
    """The sum."""
    total = terms[0]
    for term in terms[1:]:
        total = total + term if isinstance(total, type(term)) else ball(total) + ball(term)
    return small(total)


def multiply(*factors: Value) -> Value:
    """The product; an exact zero makes it zero."""
    product = factors[0]
    for factor in factors[1:]:
        if (isinstance(product, fmpq) and product == 0) or (isinstance(factor, fmpq) and factor == 0):
            product = fmpq(0)
        else:
            product = product * factor if isinstance(product, type(factor)) else ball(product) * ball(factor)
    return small(product)


def divide(left: Value, right: Value) -> Value:
    """The quotient."""
    nonzero(right, "division by zero")
    if isinstance(left, fmpq) and (left == 0 or isinstance(right, fmpq)):
        return small(left / right) if isinstance(right, fmpq) else left
    return finite(ball(left) / ball(right))


def negate(value: Value) -> Value:
    """The negative."""
    return -value


def power(base: Value, exponent: Value) -> Value:
    """The principal value of base ** exponent, with 0⁰ = 1."""
    if is_integer(exponent):
        return _integer_power(base, exponent.p)
    if isinstance(base, fmpq):
        if base == 0:
            sign_of = real_ball(exponent)
            if sign_of > 0:
                return fmpq(0)
            if not sign_of < 0:
                raise TooImprecise("the sign of an exponent of zero is undecided")
            raise UndefinedValue("zero to a negative power")
        if isinstance(exponent, fmpq) and base > 0 and exponent.q <= 64:
            root = _exact_root(base, int(exponent.q))
            if root is not None:
                return _integer_power(root, exponent.p)
    if is_real(base):
        positive = real_ball(base)
        if positive > 0 and is_real(exponent):
            return finite(acb(positive ** real_ball(exponent)))
    if ball(base).contains(0):
        raise TooImprecise("the sign of a base is undecided")
    return finite(ball(base).pow(ball(exponent)))


def _integer_power(base: Value, exponent: fmpz) -> Value:
    if exponent < 0:
        nonzero(base, "zero to a negative power")
    if isinstance(base, fmpq):
        if base in (0, 1, -1) or (abs(exponent) <= EXACT_BITS and base.height_bits() * abs(exponent) <= EXACT_BITS):
            return base ** int(exponent) if base not in (0, 1, -1) else _unit_power(base, exponent)
        return finite(acb(arb(base) ** exponent))
    if is_real(base):
        return finite(acb(base.real ** exponent))
    return finite(base ** exponent)


def _unit_power(base: fmpq, exponent: fmpz) -> fmpq:
    if exponent == 0:
        return fmpq(1)
    return base if base >= 0 or exponent % 2 else -base


def root(base: Value, degree: Value) -> Value:
    """The real root of an odd degree of a negative number, else the principal one."""
    if is_integer(degree) and degree.p % 2 == 1 and degree > 1 and is_real(base) and real_ball(base) < 0:
        return negate(power(negate(base), 1 / degree))
    return power(base, divide(fmpq(1), degree))


def _exact_root(base: fmpq, degree: int) -> fmpq | None:
    parts = []
    for part in (base.p, base.q):
        nearest = fmpz(isqrt(int(part))) if degree == 2 else part.root(degree)
        if nearest ** degree != part:
            return None
        parts.append(nearest)
    return fmpq(*parts)


def absolute(value: Value) -> Value:
    """The modulus."""
    if isinstance(value, fmpq):
        return abs(value)
    return acb(abs(value.real)) if is_real(value) else acb(abs(value))


def sign(value: Value) -> Value:
    """−1, 0 or 1."""
    return fmpq(compare(value, fmpq(0)))


def compare(left: Value, right: Value) -> int:
    """−1, 0 or 1 as left is smaller than, equal to or larger than right. Raises TooImprecise if it is not decided."""
    if isinstance(left, fmpq) and isinstance(right, fmpq):
        return int(left > right) - int(left < right)
    low, high = real_ball(left), real_ball(right)
    if low < high:
        return -1
    if low > high:
        return 1
    if low.is_exact() and high.is_exact():
        return 0
    raise TooImprecise("a comparison is undecided at this precision")


def floor(value: Value) -> Value:
    """The largest integer that is not larger."""
    if isinstance(value, fmpq):
        return fmpq(value.floor())
    down = real_ball(value).floor().unique_fmpz()
    if down is None:
        raise TooImprecise("the integer part is undecided at this precision")
    return fmpq(down)


def ceiling(value: Value) -> Value:
    """The smallest integer that is not smaller."""
    return -floor(-value)


def modulo(left: Value, right: Value) -> Value:
    """The remainder with the sign of the divisor, left − right·⌊left/right⌋."""
    return add(left, negate(multiply(right, floor(divide(left, right)))))


def smallest(*values: Value) -> Value:
    """The minimum."""
    least = values[0]
    for value in values[1:]:
        exact = isinstance(least, fmpq) and isinstance(value, fmpq)
        least = min(least, value) if exact else acb(real_ball(least).min(real_ball(value)))
    return least


def largest(*values: Value) -> Value:
    """The maximum."""
    return negate(smallest(*(negate(v) for v in values)))


def nonzero(value: Value, reason: str) -> None:
    if isinstance(value, fmpq):
        if value == 0:
            raise UndefinedValue(reason)
    elif value.contains(0):
        if value.is_zero():
            raise UndefinedValue(reason)
        raise TooImprecise("a divisor may be zero")


def small(value: Value) -> Value:
    """The value, as a ball when its exact form has grown too long."""
    return acb(arb(value)) if isinstance(value, fmpq) and value.height_bits() > EXACT_BITS else value


def constant(name: str) -> Value:
    """The value of a named constant. Raises UndefinedValue for infinity."""
    match name:
        case "pi":
            return acb(arb.pi())
        case "e":
            return acb(arb.const_e())
        case "i":
            return acb(0, 1)
        case "euler_gamma":
            return acb(arb.const_euler())
        case "true" | "false":
            return name == "true"
    raise UndefinedValue("infinity is no number")
