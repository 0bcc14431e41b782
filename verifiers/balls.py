"""Values of SymPy expressions at exact points, in rational arithmetic where possible and ball arithmetic elsewhere.

Every value is either an exact `fmpq` or a rigorous `arb` ball, so a result is an enclosure by construction.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import flint
import sympy
from flint import arb, fmpq, fmpz
from sympy.concrete.expr_with_limits import ExprWithLimits

from verifiers.errors import NotRigorous, TooImprecise, UndefinedValue

Value = Any  # fmpq | arb | bool; flint has no type stubs
Environment = Mapping[str, Any]

LARGEST_SUM = 200_000  # terms of an explicit finite sum or product
LARGEST_EXACT_POWER = 20_000  # exponents up to which a rational power is computed exactly


def value(expression: sympy.Basic, environment: Environment) -> Value:
    """The value of `expression` with the symbols (by name) of `environment`; vectors are tuples, entry 1 first.

    Works at the current precision of flint. Raises UndefinedValue where the expression has no finite real value,
    TooImprecise if a comparison is undecided at this precision, NotRigorous for a part that balls cannot evaluate.
    """
    for kind, rule in _RULES:
        if isinstance(expression, kind):
            return rule(expression, environment)
    function = _FUNCTIONS.get(expression.func.__name__)
    if function is None:
        raise NotRigorous(f"no ball arithmetic for {expression.func.__name__}")
    return _finite(function(*[value(a, environment) for a in expression.args]), expression)


def as_ball(number: Value) -> arb:
    """A ball around an exact or ball value."""
    return number if isinstance(number, arb) else arb(number)


def _finite(number: Value, expression: sympy.Basic) -> Value:
    if isinstance(number, arb) and not number.is_finite():
        raise TooImprecise(f"{expression.func.__name__} is not finite at this precision")
    return number


def _symbol(expression: sympy.Symbol, environment: Environment) -> Value:
    try:
        return environment[expression.name]
    except KeyError:
        raise NotRigorous(f"no value for the symbol {expression.name}") from None


def _indexed(expression: sympy.Indexed, environment: Environment) -> Value:
    entries = environment.get(str(expression.base.label))
    if entries is None:
        raise NotRigorous(f"no value for the vector {expression.base.label}")
    if len(expression.indices) != 1:
        raise UndefinedValue(f"the vector {expression.base.label} takes one index, not {len(expression.indices)}")
    index = integer(value(expression.indices[0], environment))
    if not 1 <= index <= len(entries):
        raise UndefinedValue(f"the vector {expression.base.label} has no entry {index}")
    return entries[index - 1]


def integer(number: Value) -> int:
    """An exact integer value as int; UndefinedValue otherwise."""
    if isinstance(number, fmpq) and number.q == 1:
        return int(number.p)
    raise UndefinedValue(f"an integer was needed, not {number}")


def _add(expression: sympy.Add, environment: Environment) -> Value:
    total: Value = fmpq(0)
    for term in expression.args:
        total = total + value(term, environment)
    return total


def _mul(expression: sympy.Mul, environment: Environment) -> Value:
    product: Value = fmpq(1)
    for factor in expression.args:
        product = product * value(factor, environment)
    return product


def _pow(expression: sympy.Pow, environment: Environment) -> Value:
    return power(value(expression.base, environment), value(expression.exp, environment))


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
    return result


def _falling(x: Value, k: Value) -> Value:
    return _rising(x - integer(k) + 1, k)


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
    return fmpq(1 if _compare(a, b, "==") else 0)


def _harmonic(n: Value, order: Value = 1) -> Value:
    if order == 1 and not (isinstance(n, fmpq) and n.q == 1 and 0 <= n <= 2000):
        return (as_ball(n) + 1).digamma() + arb.const_euler()
    return sum((power(fmpq(1, j), order) for j in range(1, integer(n) + 1)), fmpq(0))


def _polygamma(order: Value, argument: Value) -> Value:
    if as_ball(argument) <= 0:
        raise UndefinedValue("polygamma of a number that is not positive")
    if order == 0:
        return as_ball(argument).digamma()
    m = integer(order)
    zeta = flint.acb(m + 1).zeta(flint.acb(as_ball(argument))).real
    return zeta * fmpz.fac_ui(m) * (-1) ** (m + 1)


def _betainc_regularized(a: Value, b: Value, x1: Value, x2: Value) -> Value:
    def below(x: Value) -> arb:
        return as_ball(x).beta_lower(as_ball(a), as_ball(b), regularized=True)
    return below(x2) - below(x1)


def _compare(left: Value, right: Value, relation: str) -> bool:
    if isinstance(left, fmpq) and isinstance(right, fmpq):
        difference = left - right
        return bool({"==": difference == 0, "!=": difference != 0, "<": difference < 0, "<=": difference <= 0,
                     ">": difference > 0, ">=": difference >= 0}[relation])
    a, b = as_ball(left), as_ball(right)
    if a < b or a > b:
        return relation in (("<", "<=", "!=") if a < b else (">", ">=", "!="))
    raise TooImprecise("a comparison is undecided")


def _relational(expression: sympy.core.relational.Relational, environment: Environment) -> bool:
    return _compare(value(expression.lhs, environment), value(expression.rhs, environment), expression.rel_op)


def _boolean(expression: sympy.logic.boolalg.BooleanFunction, environment: Environment) -> bool:
    arguments = (bool(value(a, environment)) for a in expression.args)
    match expression.func.__name__:
        case "And":
            return all(arguments)
        case "Or":
            return any(arguments)
        case "Not":
            return not next(arguments)
        case "Implies":
            premise, conclusion = arguments
            return not premise or conclusion
        case "Equivalent":
            return len(set(arguments)) == 1
        case "Xor":
            return sum(arguments) % 2 == 1
    raise NotRigorous(f"no evaluation of {expression.func.__name__}")


def _piecewise(expression: sympy.Piecewise, environment: Environment) -> Value:
    for branch, condition in expression.args:
        if condition is sympy.true or value(condition, environment):
            return value(branch, environment)
    raise UndefinedValue("no branch of the piecewise formula applies")


def _explicit(expression: ExprWithLimits, environment: Environment) -> Value:
    adding = isinstance(expression, sympy.Sum)
    if not adding and not isinstance(expression, sympy.Product):
        raise NotRigorous(f"no ball arithmetic for {expression.func.__name__}")
    return _unfold(expression.function, list(expression.limits), environment, adding)


def _unfold(body: sympy.Basic, limits: list[Any], environment: Environment, adding: bool) -> Value:
    if not limits:
        return value(body, environment)
    *inner, (index, lower, upper) = limits  # SymPy's last limit is the outermost
    if upper.is_infinite or lower.is_infinite:
        raise NotRigorous("no ball arithmetic for an infinite sum")
    first, last = integer(value(lower, environment)), integer(value(upper, environment))
    if last - first > LARGEST_SUM:
        raise NotRigorous(f"a sum of more than {LARGEST_SUM} terms")
    result: Value = fmpq(0 if adding else 1)
    inside = dict(environment)
    for j in range(first, last + 1):
        inside[index.name] = fmpq(j)
        term = _unfold(body, inner, inside, adding)
        result = result + term if adding else result * term
    return result


def _derived(expression: sympy.Basic, environment: Environment) -> Value:
    done = expression.doit()
    if done == expression or done.has(sympy.Derivative, sympy.Subs):
        raise NotRigorous(f"no closed form for {expression.func.__name__}")
    return value(done, environment)


def _constant(expression: sympy.Basic, _: Environment) -> Value:
    constants = {sympy.pi: arb.pi, sympy.E: arb.const_e, sympy.EulerGamma: arb.const_euler,
                 sympy.Catalan: arb.const_catalan}
    if expression in constants:
        return constants[expression]()
    if expression is sympy.GoldenRatio:
        return (1 + arb(5).sqrt()) / 2
    raise UndefinedValue(f"{expression} is not a finite real number")


def _unary(method: str) -> Callable[[Value], Value]:
    return lambda argument: getattr(as_ball(argument), method)()


_RULES: list[tuple[Any, Callable[[Any, Environment], Value]]] = [
    (sympy.Rational, lambda e, _: fmpq(int(e.p), int(e.q))),
    (sympy.Float, lambda e, _: fmpq(*map(int, float(e).as_integer_ratio()))),
    (sympy.Symbol, _symbol),
    (sympy.Indexed, _indexed),
    (sympy.Add, _add),
    (sympy.Mul, _mul),
    (sympy.Pow, _pow),
    (sympy.Number, _constant),
    (sympy.NumberSymbol, _constant),
    (sympy.core.numbers.ImaginaryUnit, _constant),
    (sympy.core.numbers.ComplexInfinity, _constant),
    (sympy.core.relational.Relational, _relational),
    (sympy.logic.boolalg.BooleanAtom, lambda e, _: bool(e)),
    (sympy.Piecewise, _piecewise),
    (sympy.logic.boolalg.BooleanFunction, _boolean),
    (sympy.Sum, _explicit),
    (sympy.Product, _explicit),
    (sympy.Derivative, _derived),
    (sympy.Subs, _derived),
]

_FUNCTIONS: dict[str, Callable[..., Value]] = {
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
    "erf": _unary("erf"), "erfc": _unary("erfc"), "erfinv": _unary("erfinv"), "zeta": _unary("zeta"),
    "LambertW": _unary("lambertw"), "atan2": lambda y, x: as_ball(y).atan2(as_ball(x)),
}
