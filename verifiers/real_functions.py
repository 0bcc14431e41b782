"""The real functions of ball arithmetic: exact on rationals where the value is, a rigorous ball elsewhere.

Every function takes and returns `fmpq` or `arb`, and raises UndefinedValue where it has no real value, TooImprecise where
the precision does not decide.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flint
import sympy
from flint import arb, fmpq, fmpz

from verifiers.errors import NotRigorous, TooImprecise, UndefinedValue

Value = Any  # fmpq | arb | bool; flint has no type stubs

LARGEST_EXACT_POWER = 20_000  # exponents up to which a rational power is computed exactly


def as_ball(number: Value) -> arb:
    """A ball around an exact or ball value."""
    return number if isinstance(number, arb) else arb(number)


def integer(number: Value) -> int:
    """An exact integer value as int; UndefinedValue otherwise."""
    if isinstance(number, fmpq) and number.q == 1:
        return int(number.p)
    raise UndefinedValue(f"an integer was needed, not {number}")


def power(base: Value, exponent: Value) -> Value:
    """base ** exponent over the reals, exact where both are rational and the result is."""
    if isinstance(exponent, fmpq) and exponent.q == 1:
        n = int(exponent.p)
        if isinstance(base, fmpq) and abs(n) <= LARGEST_EXACT_POWER:
            if base == 0 and n < 0:
                raise UndefinedValue("division by zero")
            return base ** n
        if n < 0 and _may_vanish(base):
            raise TooImprecise("a divisor may be zero")
        return as_ball(base) ** n
    if isinstance(base, fmpq):
        if base < 0:
            raise UndefinedValue("a negative number to a fractional power is not real")
        if base == 0:
            if as_ball(exponent) > 0:
                return fmpq(0)
            raise UndefinedValue("zero to a negative power")
        if isinstance(exponent, fmpq):
            root = _exact_root(base, int(exponent.q))
            if root is not None:
                return power(root, fmpq(exponent.p))
    ball = as_ball(base)
    if ball < 0:
        raise UndefinedValue("a negative number to a fractional power is not real")
    if not ball > 0:
        raise TooImprecise("the sign of a base is undecided")
    if isinstance(exponent, fmpq) and exponent == fmpq(1, 2):
        return ball.sqrt()
    return ball ** as_ball(exponent)


def _exact_root(base: fmpq, degree: int) -> fmpq | None:
    if degree > 64:
        return None
    roots = []
    for part in (int(base.p), int(base.q)):
        root, exact = sympy.integer_nthroot(part, degree)
        if not exact:
            return None
        roots.append(int(root))
    return fmpq(*roots)


def _may_vanish(number: Value) -> bool:
    return bool(as_ball(number).contains(0))


def _log(argument: Value) -> Value:
    if isinstance(argument, fmpq) and argument == 1:
        return fmpq(0)
    ball = as_ball(argument)
    if ball <= 0:
        raise UndefinedValue("logarithm of a number that is not positive")
    if not ball > 0:
        raise TooImprecise("the sign of a logarithm's argument is undecided")
    return ball.log()


def _exp(argument: Value) -> Value:
    return fmpq(1) if isinstance(argument, fmpq) and argument == 0 else as_ball(argument).exp()


def _gamma(argument: Value) -> Value:
    if isinstance(argument, fmpq) and argument.q == 1:
        if argument <= 0:
            raise UndefinedValue("gamma function at a pole")
        if argument <= 2000:
            return fmpq(fmpz.fac_ui(int(argument.p) - 1))
    return as_ball(argument).gamma()


def _loggamma(argument: Value) -> Value:
    if as_ball(argument) <= 0:
        raise UndefinedValue("log-gamma of a number that is not positive")
    return as_ball(argument).lgamma()


def _binomial(n: Value, k: Value) -> Value:
    if isinstance(k, fmpq) and k.q == 1:
        if k < 0:
            return fmpq(0)
        if int(k.p) <= 5000 and isinstance(n, fmpq):
            result = fmpq(1)
            for j in range(int(k.p)):
                result = result * (n - j) / (j + 1)
            return result
    a, b = as_ball(n), as_ball(k)
    return (a + 1).gamma() / ((b + 1).gamma() * (a - b + 1).gamma())


def _rising(x: Value, k: Value) -> Value:
    result: Value = fmpq(1)
    for j in range(integer(k)):
        result = result * (x + j)
    for j in range(integer(k), 0):
        result = result / (x + j)
    return result


def _falling(x: Value, k: Value) -> Value:
    return _rising(x - integer(k) + 1, k)  # holds for negative k too


def _abs(argument: Value) -> Value:
    if isinstance(argument, fmpq):
        return argument if argument >= 0 else -argument
    return abs(argument)


def _sign(argument: Value) -> Value:
    if isinstance(argument, fmpq):
        return fmpq((argument > 0) - (argument < 0))
    if argument > 0 or argument < 0:
        return fmpq(1) if argument > 0 else fmpq(-1)
    raise TooImprecise("a sign is undecided")


def _floor(argument: Value) -> Value:
    if isinstance(argument, fmpq):
        return fmpq(argument.floor())
    low = argument.floor().unique_fmpz()
    if low is None:
        raise TooImprecise("a floor is undecided")
    return fmpq(low)


def _ceiling(argument: Value) -> Value:
    return -_floor(-argument)


def _mod(a: Value, b: Value) -> Value:
    return a - b * _floor(a / b)


def _extremum(pick: str) -> Callable[..., Value]:
    def extremum(*arguments: Value) -> Value:
        if all(isinstance(a, fmpq) for a in arguments):
            return (max if pick == "max" else min)(arguments)
        result = as_ball(arguments[0])
        for argument in arguments[1:]:
            result = getattr(result, pick)(as_ball(argument))
        return result
    return extremum


def _kronecker(a: Value, b: Value) -> Value:
    return fmpq(1 if compare(a, b, "==") else 0)


def _harmonic(n: Value, order: Value = 1) -> Value:
    if order == 1 and not (isinstance(n, fmpq) and n.q == 1 and 0 <= n <= 2000):
        return (as_ball(n) + 1).digamma() + arb.const_euler()
    if n < 0:
        raise NotRigorous("no ball arithmetic for harmonic numbers of negative integers")
    return sum((power(fmpq(1, j), order) for j in range(1, integer(n) + 1)), fmpq(0))


def _polygamma(order: Value, argument: Value) -> Value:
    if order < 0:
        raise NotRigorous("no ball arithmetic for polygamma of negative order")
    if as_ball(argument) <= 0:
        raise UndefinedValue("polygamma of a number that is not positive")
    if order == 0:
        return as_ball(argument).digamma()
    m = integer(order)
    zeta = flint.acb(m + 1).zeta(flint.acb(as_ball(argument))).real
    return zeta * fmpz.fac_ui(m) * (-1) ** (m + 1)


def _zeta(s: Value, a: Value | None = None) -> Value:
    if a is None:
        return as_ball(s).zeta()
    if not as_ball(a) > 0:
        raise NotRigorous("no ball arithmetic for the Hurwitz zeta function left of 0")
    return flint.acb(as_ball(s)).zeta(flint.acb(as_ball(a))).real


def _lambertw(x: Value, branch: Value = 0) -> Value:
    return as_ball(x).lambertw(int(branch) if branch == 0 else integer(branch))


def _betainc_regularized(a: Value, b: Value, x1: Value, x2: Value) -> Value:
    def below(x: Value) -> arb:
        return as_ball(x).beta_lower(as_ball(a), as_ball(b), regularized=True)
    return below(x2) - below(x1)


def compare(left: Value, right: Value, relation: str) -> bool:
    if isinstance(left, fmpq) and isinstance(right, fmpq):
        difference = left - right
        return bool({"==": difference == 0, "!=": difference != 0, "<": difference < 0, "<=": difference <= 0,
                     ">": difference > 0, ">=": difference >= 0}[relation])
    a, b = as_ball(left), as_ball(right)
    if a < b or a > b:
        return relation in (("<", "<=", "!=") if a < b else (">", ">=", "!="))
    raise TooImprecise("a comparison is undecided")


def _unary(method: str) -> Callable[[Value], Value]:
    return lambda argument: getattr(as_ball(argument), method)()


FUNCTIONS: dict[str, Callable[..., Value]] = {
    "exp": _exp, "log": _log, "gamma": _gamma, "loggamma": _loggamma, "binomial": _binomial,
    "factorial": lambda n: _gamma(n + 1), "RisingFactorial": _rising, "FallingFactorial": _falling,
    "Abs": _abs, "sign": _sign, "floor": _floor, "ceiling": _ceiling, "Mod": _mod,
    "Max": _extremum("max"), "Min": _extremum("min"), "KroneckerDelta": _kronecker,
    "harmonic": _harmonic, "polygamma": _polygamma, "digamma": lambda x: _polygamma(fmpq(0), x),
    "beta": lambda a, b: _gamma(a) * _gamma(b) / _gamma(a + b),
    "lowergamma": lambda s, x: as_ball(x).gamma_lower(as_ball(s)),
    "uppergamma": lambda s, x: as_ball(x).gamma_upper(as_ball(s)),
    "betainc_regularized": _betainc_regularized,
    "sin": _unary("sin"), "cos": _unary("cos"), "tan": _unary("tan"), "cot": _unary("cot"),
    "asin": _unary("asin"), "acos": _unary("acos"), "atan": _unary("atan"),
    "sinh": _unary("sinh"), "cosh": _unary("cosh"), "tanh": _unary("tanh"), "sech": _unary("sech"),
    "asinh": _unary("asinh"), "acosh": _unary("acosh"), "atanh": _unary("atanh"),
    "erf": _unary("erf"), "erfc": _unary("erfc"), "erfinv": _unary("erfinv"), "zeta": _zeta,
    "LambertW": _lambertw, "atan2": lambda y, x: arb.atan2(as_ball(y), as_ball(x)),
}
