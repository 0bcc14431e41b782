"""The functions of answers: exact at arguments where the value is a rational number, complex balls elsewhere.

They raise UndefinedValue where they have no finite value, TooImprecise where the working precision does not decide.
"""

from __future__ import annotations

from collections.abc import Callable
from math import comb, factorial

from flint import acb, arb, fmpq

from verifiers.answers.values import (
    EXACT_ARGUMENT,
    Value,
    absolute,
    add,
    ball,
    ceiling,
    divide,
    finite,
    floor,
    is_integer,
    is_real,
    largest,
    modulo,
    multiply,
    negate,
    power,
    real_ball,
    root,
    sign,
    smallest,
)
from verifiers.errors import NotRigorous, TooImprecise, UndefinedValue

LARGE = {"zeta": 3_000, "polygamma": 60, "gamma": 10_000, "beta": 1_000}  # beyond, a call may take seconds


def gamma(value: Value) -> Value:
    """Γ, exact at small positive integers."""
    if is_integer(value):
        if value <= 0:
            raise UndefinedValue(f"the Gamma function has a pole at {value}")
        if value <= EXACT_ARGUMENT:
            return fmpq(factorial(int(value.p) - 1))
    return finite(acb(real_ball(value).gamma()) if is_real(value) else value.gamma())


def factorial_of(value: Value) -> Value:
    """x! = Γ(x + 1)."""
    return gamma(value + 1)


def binomial(top: Value, bottom: Value) -> Value:
    """The binomial coefficient: 0 for an integer k outside 0 … n, and by Γ elsewhere."""
    if is_integer(bottom):
        k = int(bottom.p) if abs(bottom.p) <= 10 * EXACT_ARGUMENT else None
        if bottom < 0:
            return fmpq(0)
        if is_integer(top) and top >= 0:
            if bottom > top:
                return fmpq(0)
            if top <= EXACT_ARGUMENT and k is not None:
                return fmpq(comb(int(top.p), k))
        elif k is not None and k <= 60:
            product: Value = fmpq(1)
            for i in range(k):
                product = multiply(product, divide(add(top, fmpq(-i)), fmpq(i + 1)))
            return product
    if is_integer(top) and top < 0:
        if is_integer(bottom):
            mirrored = binomial(bottom - top - 1, bottom)
            return mirrored if bottom.p % 2 == 0 else negate(mirrored)
        raise UndefinedValue("the binomial coefficient of a negative integer and a non-integer")
    inverse = multiply(_reciprocal_gamma(add(bottom, fmpq(1))), _reciprocal_gamma(add(top, negate(bottom), fmpq(1))))
    return multiply(gamma(add(top, fmpq(1))), inverse)


def _reciprocal_gamma(value: Value) -> Value:
    if is_integer(value) and value <= 0:
        return fmpq(0)
    return finite(ball(value).rgamma())


def log_gamma(value: Value) -> Value:
    """log Γ on the positive reals."""
    if is_integer(value) and value in (1, 2):
        return fmpq(0)
    _pole(value, "log Γ")
    if is_real(value) and real_ball(value) > 0:
        return finite(acb(real_ball(value).lgamma()))
    return finite(ball(value).lgamma())


def digamma(value: Value) -> Value:
    """The logarithmic derivative of Γ."""
    _pole(value, "the digamma function")
    return finite(acb(real_ball(value).digamma()) if is_real(value) else value.digamma())


def polygamma(order: Value, value: Value) -> Value:
    """The derivative of the digamma function of that order."""
    if not is_integer(order) or order < 0:
        raise UndefinedValue("the order of a polygamma function is an integer ≥ 0")
    if order == 0:
        return digamma(value)
    _pole(value, "a polygamma function")
    _not_large("polygamma", order)
    return _kept_real(finite(ball(value).polygamma(acb(int(order.p)))), value)


def harmonic(value: Value) -> Value:
    """H_x = ψ(x + 1) + γ, exact at small integers."""
    if is_integer(value) and 0 <= value <= EXACT_ARGUMENT:
        return fmpq.harmonic(int(value.p))
    return add(digamma(value + 1), acb(arb.const_euler()))


def beta(first: Value, second: Value) -> Value:
    """B(a, b) = Γ(a)Γ(b)/Γ(a + b)."""
    return multiply(gamma(first), gamma(second), _reciprocal_gamma(add(first, second)))


def upper_gamma(order: Value, value: Value) -> Value:
    """Γ(s, x), the integral from x to infinity."""
    _not_large("gamma", order, value)
    return _kept_real(finite(ball(value).gamma_upper(ball(order))), order, value, positive=True)


def lower_gamma(order: Value, value: Value) -> Value:
    """γ(s, x), the integral from 0 to x."""
    _pole(order, "the lower incomplete gamma function")
    _not_large("gamma", order, value)
    return _kept_real(finite(ball(value).gamma_lower(ball(order))), order, value, positive=True)


def beta_distribution(first: Value, second: Value, low: Value, high: Value) -> Value:
    """The regularised incomplete beta function between two arguments of [0, 1]."""
    _not_large("beta", first, second)

    def below(x: Value) -> acb:
        return finite(acb(real_ball(x).beta_lower(real_ball(first), real_ball(second), 1)))
    return below(high) - below(low)


def zeta(value: Value) -> Value:
    """Riemann's zeta function."""
    if isinstance(value, fmpq) and value == 1:
        raise UndefinedValue("the zeta function has a pole at 1")
    _not_large("zeta", value)
    return _kept_real(finite(ball(value).zeta()), value)


def log(value: Value) -> Value:
    """The principal natural logarithm."""
    if isinstance(value, fmpq):
        if value == 0:
            raise UndefinedValue("the logarithm of zero")
        if value == 1:
            return fmpq(0)
    if is_real(value):
        inside = real_ball(value)
        if inside > 0:
            return finite(acb(inside.log()))
        if not inside < 0:
            raise TooImprecise("the argument of a logarithm may be zero")
    return finite(ball(value).log())


def arcus_tangent_2(y: Value, x: Value) -> Value:
    """The angle of the point (x, y)."""
    if isinstance(x, fmpq) and isinstance(y, fmpq) and x == 0 and y == 0:
        raise UndefinedValue("the angle of the origin")
    return finite(acb(arb.atan2(real_ball(y), real_ball(x))))


def heaviside(value: Value) -> Value:
    """1 for positive, 0 for negative numbers, 1/2 at zero."""
    return (sign(value) + 1) / 2


def normal_distribution(value: Value) -> Value:
    """Φ, the distribution function of the standard normal law."""
    return divide(multiply(fmpq(1), ball(-ball(value) / ball(fmpq(2)).sqrt()).erfc()), fmpq(2))


def _entire(name: str, at_zero: int | None) -> Callable[[Value], Value]:
    """A function of flint by its name, exact at zero where `at_zero` gives the value there."""
    def function(value: Value) -> Value:
        if at_zero is not None and isinstance(value, fmpq) and value == 0:
            return fmpq(at_zero)
        if is_real(value):
            result = getattr(real_ball(value), name)()
            if result.is_finite():
                return acb(result)
        return finite(getattr(ball(value), name)())
    return function


def _reciprocal(name: str) -> Callable[[Value], Value]:
    function = _entire(name, {"cos": 1, "sin": 0, "tan": 0, "cosh": 1, "sinh": 0, "tanh": 0}[name])
    return lambda value: divide(fmpq(1), function(value))


def tangent(value: Value) -> Value:
    """sin / cos."""
    return divide(FUNCTIONS["sin"](value), FUNCTIONS["cos"](value))


def _pole(value: Value, name: str) -> None:
    if is_integer(value) and value <= 0:
        raise UndefinedValue(f"{name} has a pole at {value}")


def _not_large(name: str, *arguments: Value) -> None:
    """Raises NotRigorous for an argument at which a call may take seconds."""
    for argument in arguments:
        size = abs(argument) if isinstance(argument, fmpq) else abs(argument).upper()
        if not size < LARGE[name]:
            raise NotRigorous(f"a special function is not computed beyond {LARGE[name]:,}")


def _kept_real(result: acb, *arguments: Value, positive: bool = False) -> acb:
    """The real part alone, where real (positive) arguments make the value real."""
    if all(is_real(a) and (not positive or real_ball(a) > 0) for a in arguments):
        return acb(result.real)
    return result


FUNCTIONS: dict[str, Callable[..., Value]] = {
    "add": add, "mul": multiply, "neg": negate, "div": divide, "pow": power, "root": root, "exp": _entire("exp", 1),
    "log": log, "abs": absolute, "sign": sign, "floor": floor, "ceiling": ceiling, "factorial": factorial_of,
    "binomial": binomial, "gamma": gamma, "loggamma": log_gamma, "digamma": digamma, "polygamma": polygamma,
    "beta": beta, "uppergamma": upper_gamma, "lowergamma": lower_gamma,
    "betainc_regularized": beta_distribution, "harmonic": harmonic, "zeta": zeta,
    "erf": _entire("erf", 0), "erfc": _entire("erfc", 1), "Phi": normal_distribution,
    "sin": _entire("sin", 0), "cos": _entire("cos", 1), "tan": tangent, "cot": lambda v: divide(fmpq(1), tangent(v)),
    "sec": _reciprocal("cos"), "csc": _reciprocal("sin"),
    "asin": _entire("asin", 0), "acos": _entire("acos", None), "atan": _entire("atan", 0), "atan2": arcus_tangent_2,
    "sinh": _entire("sinh", 0), "cosh": _entire("cosh", 1), "tanh": _entire("tanh", 0),
    "coth": _reciprocal("tanh"), "asinh": _entire("asinh", 0), "acosh": _entire("acosh", None),
    "atanh": _entire("atanh", 0), "min": smallest, "max": largest, "mod": modulo, "heaviside": heaviside,
    "re": lambda v: v if isinstance(v, fmpq) else acb(v.real),
    "im": lambda v: fmpq(0) if is_real(v) else acb(v.imag),
    "conjugate": lambda v: v if is_real(v) else v.conjugate(),
}
