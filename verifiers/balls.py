"""Values of SymPy expressions at exact points, in rational arithmetic where possible and ball arithmetic elsewhere.

Every value is either an exact `fmpq` or a rigorous `arb` ball, so a result is an enclosure by construction.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import sympy
from flint import arb, fmpq
from sympy.concrete.expr_with_limits import ExprWithLimits

from verifiers.errors import NotRigorous, TooImprecise, UndefinedValue
from verifiers.real_functions import FUNCTIONS, Value, compare, integer, power

Environment = Mapping[str, Any]

LARGEST_SUM = 200_000  # terms of an explicit finite sum or product


def value(expression: sympy.Basic, environment: Environment) -> Value:
    """The value of `expression` with the symbols (by name) of `environment`; vectors are tuples, entry 1 first.

    Works at the current precision of flint. Raises UndefinedValue where the expression has no finite real value,
    TooImprecise if a comparison is undecided at this precision, NotRigorous for a part that balls cannot evaluate.
    """
    kind = type(expression)
    if kind not in _BY_TYPE:
        _BY_TYPE[kind] = next((rule for base, rule in _RULES if isinstance(expression, base)), _function)
    return _BY_TYPE[kind](expression, environment)


def _function(expression: sympy.Basic, environment: Environment) -> Value:
    function = FUNCTIONS.get(expression.func.__name__)
    if function is None:
        raise NotRigorous(f"no ball arithmetic for {expression.func.__name__}")
    arguments = [value(a, environment) for a in expression.args]
    result = function(*arguments)
    if isinstance(result, arb) and not result.is_finite() and all(isinstance(a, fmpq) for a in arguments):
        raise UndefinedValue(f"{expression.func.__name__} has no finite real value")  # of exact arguments: a pole
    return _finite(result, expression)


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
    vector = expression.args[0].args[0].name  # printing the label would be slow, and large sums ask very often
    entries = environment.get(vector)
    if entries is None:
        raise NotRigorous(f"no value for the vector {vector}")
    if len(expression.args) != 2:
        raise UndefinedValue(f"the vector {vector} takes one index, not {len(expression.args) - 1}")
    index = integer(value(expression.args[1], environment))
    if not 1 <= index <= len(entries):
        raise UndefinedValue(f"the vector {vector} has no entry {index}")
    return entries[index - 1]


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


def _relational(expression: sympy.core.relational.Relational, environment: Environment) -> bool:
    return compare(value(expression.lhs, environment), value(expression.rhs, environment), expression.rel_op)


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
    if _has_double(body, index):
        raise NotRigorous(f"two different symbols are called {index.name}")
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


@lru_cache(4096)
def _has_double(body: sympy.Basic, index: sympy.Symbol) -> bool:
    """Whether another symbol of the index' name is free in the body."""
    return any(s.name == index.name and s != index for s in body.free_symbols if isinstance(s, sympy.Symbol))


def _derived(expression: sympy.Basic, environment: Environment) -> Value:
    done = _evaluated(_AsWritten(expression, sympy.srepr(expression)))
    if done == expression or done.has(sympy.Derivative, sympy.Subs):
        raise NotRigorous(f"no closed form for {expression.func.__name__}")
    return value(done, environment)


@dataclass(frozen=True, slots=True)
class _AsWritten:
    """An expression that is equal to another one only if it is written alike.

    SymPy 1.14 calls `Subs` objects of different derivatives at one point equal, with equal hashes.
    """

    expression: sympy.Basic = field(compare=False)
    text: str


@lru_cache(4096)
def _evaluated(key: _AsWritten) -> sympy.Basic:
    return key.expression.doit()


def _constant(expression: sympy.Basic, _: Environment) -> Value:
    constants = {sympy.pi: arb.pi, sympy.E: arb.const_e, sympy.EulerGamma: arb.const_euler,
                 sympy.Catalan: arb.const_catalan}
    if expression in constants:
        return constants[expression]()
    if expression is sympy.GoldenRatio:
        return (1 + arb(5).sqrt()) / 2
    raise UndefinedValue(f"{expression} is not a finite real number")


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

_BY_TYPE: dict[type, Callable[[Any, Environment], Value]] = {}  # the rules again, found once for each type
