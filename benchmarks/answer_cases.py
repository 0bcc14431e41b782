"""Labelled answers, and a second evaluator for them: neither SymPy nor `verifiers`, only fractions and mpmath.

The labels of `tests/verifiers/answers/cases/*.jsonl` were confirmed with it at 50 digits and more; the tests recompute
witnesses with it, and the random-point rule of the benchmark evaluates with it.  A formula is written as in SymPy; numbers
stay fractions as long as they are rational, so that integer parts and comparisons are exact.
"""

from __future__ import annotations

import ast
import json
import math
import random
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import mpmath

CASES = Path(__file__).parent.parent / "tests" / "verifiers" / "answers" / "cases"
Point = Mapping[str, Any]
BITS = 20_000  # longer fractions become floating-point numbers


class Undefined(ArithmeticError):
    """A formula has no value at a point."""


def load(folder: Path = CASES) -> list[dict[str, Any]]:
    """All labelled cases, file by file."""
    return [json.loads(line) for path in sorted(folder.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]


def formulas(case: Mapping[str, Any]) -> tuple[str, str]:
    """Reference and answer of a case as SymPy writes them."""
    return case.get("reference_sympy", case["reference"]), case.get("answer_sympy", case["answer"])


# --- values -----------------------------------------------------------------------------------------------------------


def value(text: str, point: Point, digits: int = 50) -> Any:
    """The value of a formula at a point: a Fraction, a number of mpmath, a bool, or a tuple. Raises Undefined."""
    with mpmath.workdps(digits + 15):
        try:
            return _finite(_value(_parsed(text), point))
        except (ZeroDivisionError, ValueError, OverflowError, mpmath.libmp.NoConvergence) as reason:
            raise Undefined(str(reason)) from None


@cache
def _parsed(text: str) -> ast.expr:
    tree = ast.parse(text.strip(), mode="eval").body
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            node.value = Fraction(ast.get_source_segment(text.strip(), node) or "")  # type: ignore[assignment]
    return tree


def _finite(found: Any) -> Any:
    if isinstance(found, (mpmath.mpf, mpmath.mpc)) and not mpmath.isfinite(found):
        raise Undefined("not finite")
    return found


def _value(node: ast.expr, point: Point) -> Any:
    match node:
        case ast.Constant(value=bool() as truth):
            return truth
        case ast.Constant(value=int() | Fraction() as number):
            return Fraction(number)
        case ast.Name(id=name):
            return _named(name, point)
        case ast.UnaryOp(op=ast.USub(), operand=inside):
            return -_value(inside, point)
        case ast.UnaryOp(op=ast.UAdd(), operand=inside):
            return _value(inside, point)
        case ast.BinOp(left=left, op=operator, right=right):
            return _OPERATORS[type(operator)](_value(left, point), _value(right, point))
        case ast.Compare(left=left, ops=operators, comparators=others):
            sides = [_value(side, point) for side in (left, *others)]
            return all(_COMPARISONS[type(o)](_order(a, b)) for o, a, b in zip(operators, sides, sides[1:], strict=False))
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            return tuple(_value(part, point) for part in parts)
        case ast.Call(func=ast.Name(id=name), args=arguments):
            if name in _BINDING:
                return _BINDING[name](arguments, point)
            return _FUNCTIONS[name](*(_value(a, point) for a in arguments))
    raise SyntaxError(ast.dump(node)[:80])


def _named(name: str, point: Point) -> Any:
    if name in point:
        found = point[name]
        return Fraction(found) if isinstance(found, (int, str)) else found
    constants: dict[str, Any] = {"pi": +mpmath.pi, "E": +mpmath.e, "I": mpmath.mpc(0, 1), "oo": mpmath.inf,
                                 "EulerGamma": +mpmath.euler}
    return constants[name]


def big(number: Any) -> Any:
    """A number of mpmath."""
    return mpmath.mpf(number.numerator) / number.denominator if isinstance(number, (int, Fraction)) else number


def _both(exact: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    def operation(a: Any, b: Any) -> Any:
        if isinstance(a, Fraction) and isinstance(b, Fraction):
            found = exact(a, b)
            return found if max(found.numerator.bit_length(), found.denominator.bit_length()) < BITS else big(found)
        if isinstance(a, tuple) or isinstance(b, tuple):
            return _entrywise(operation, a, b)
        return exact(big(a), big(b))
    return operation


def _entrywise(operation: Callable[[Any, Any], Any], a: Any, b: Any) -> Any:
    if isinstance(a, tuple) and isinstance(b, tuple):
        return tuple(operation(x, y) for x, y in zip(a, b, strict=True))
    return tuple(operation(x, b) for x in a) if isinstance(a, tuple) else tuple(operation(a, x) for x in b)


def _power(base: Any, exponent: Any) -> Any:
    if isinstance(exponent, Fraction) and exponent.denominator == 1:
        if base == 0 and exponent < 0:
            raise Undefined("zero to a negative power")
        if isinstance(base, Fraction):
            size = max(base.numerator.bit_length(), base.denominator.bit_length())
            return base ** int(exponent) if size * abs(exponent) < BITS else big(base) ** int(exponent)
        return base ** int(exponent)
    if base == 0:
        if mpmath.re(big(exponent)) > 0:
            return Fraction(0)
        raise Undefined("zero to a negative power")
    return mpmath.power(big(base), big(exponent))


def _modulo(a: Any, b: Any) -> Any:
    return a - b * _floor(a / b)


def _real(number: Any) -> Any:
    if isinstance(number, mpmath.mpc):
        if number.imag != 0:
            raise Undefined("a complex number where a real one is needed")
        return number.real
    return number


def _floor(number: Any) -> Fraction:
    number = _real(number)
    return Fraction(math.floor(number)) if isinstance(number, Fraction) else Fraction(int(mpmath.floor(number)))


def _order(a: Any, b: Any) -> int:
    """−1, 0 or 1; numbers that agree to all but the last ten digits count as equal."""
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return (a > b) - (a < b)
    a, b = big(_real(a)), big(_real(b))
    if mpmath.isfinite(a) and mpmath.isfinite(b) and same(a, b, mpmath.mp.dps - 10):
        return 0
    return int(a > b) - int(a < b)


def same(a: Any, b: Any, digits: int = 40) -> bool:
    """Whether two values have that many digits in common, relative to the larger one."""
    if isinstance(a, (bool, tuple)) or isinstance(b, (bool, tuple)):
        alike = isinstance(a, tuple) and isinstance(b, tuple) and len(a) == len(b)
        return all(same(x, y, digits) for x, y in zip(a, b, strict=True)) if alike else a is b
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return a == b
    with mpmath.workdps(max(digits + 25, mpmath.mp.dps)):
        a, b = big(a), big(b)
        size, least = max(abs(a), abs(b)), mpmath.mpf(10) ** -digits
        return bool(abs(a - b) <= size * least or (size < least and 0 in (a, b)))


def _function(name: str, real: bool = False) -> Callable[..., Any]:
    def function(*arguments: Any) -> Any:
        return getattr(mpmath, name)(*(big(_real(a) if real else a) for a in arguments))
    return function


def _gamma(x: Any) -> Any:
    if isinstance(x, Fraction) and x.denominator == 1:
        if x <= 0:
            raise Undefined("a pole of Γ")
        return Fraction(math.factorial(int(x) - 1)) if x < 1500 else mpmath.gamma(big(x))
    return mpmath.gamma(big(x))


def _binomial(n: Any, k: Any) -> Any:
    if isinstance(n, Fraction) and isinstance(k, Fraction) and n.denominator == k.denominator == 1 and n >= 0:
        return Fraction(math.comb(int(n), int(k))) if k >= 0 else Fraction(0)
    if isinstance(k, Fraction) and k.denominator == 1:
        return Fraction(0) if k < 0 else math.prod(((n - i) / (i + 1) for i in range(int(k))), start=Fraction(1))
    return mpmath.binomial(big(n), big(k))


def _extreme(sign: int) -> Callable[..., Any]:
    def function(*arguments: Any) -> Any:
        best = arguments[0]
        for other in arguments[1:]:
            best = other if _order(other, best) == sign else best
        return _real(best)
    return function


def _log(x: Any, base: Any = None) -> Any:
    if x == 0:
        raise Undefined("log 0")
    return mpmath.log(big(x)) if base is None else mpmath.log(big(x)) / mpmath.log(big(base))


def _cbrt(x: Any) -> Any:
    return -mpmath.cbrt(-big(x)) if x < 0 else mpmath.cbrt(big(x))


def _sign(x: Any) -> Fraction:
    return Fraction(_order(x, Fraction(0)))


_OPERATORS: Mapping[type, Callable[[Any, Any], Any]] = {
    ast.Add: _both(lambda a, b: a + b), ast.Sub: _both(lambda a, b: a - b), ast.Mult: _both(lambda a, b: a * b),
    ast.Div: _both(lambda a, b: a / b), ast.Mod: _both(_modulo), ast.Pow: _power,
}
_COMPARISONS: Mapping[type, Callable[[int], bool]] = {
    ast.Lt: lambda o: o < 0, ast.LtE: lambda o: o <= 0, ast.Gt: lambda o: o > 0, ast.GtE: lambda o: o >= 0,
    ast.Eq: lambda o: o == 0, ast.NotEq: lambda o: o != 0,
}
_FUNCTIONS: dict[str, Callable[..., Any]] = {
    **{name: _function(name) for name in (
        "exp", "sin", "cos", "tan", "cot", "sec", "csc", "asin", "acos", "atan", "sinh", "cosh", "tanh", "coth", "asinh",
        "acosh", "atanh", "erf", "erfc", "zeta", "loggamma", "digamma", "beta")},
    "atan2": _function("atan2", real=True), "sqrt": lambda x: _power(x, Fraction(1, 2)), "cbrt": _cbrt,
    "root": lambda x, n: _power(x, 1 / n), "log": _log, "ln": _log, "log2": lambda x: _log(x, Fraction(2)),
    "log10": lambda x: _log(x, Fraction(10)), "Abs": lambda x: abs(x), "abs": lambda x: abs(x), "sign": _sign,
    "floor": _floor, "ceiling": lambda x: -_floor(-x), "gamma": _gamma, "factorial": lambda x: _gamma(x + 1),
    "binomial": _binomial, "Max": _extreme(1), "Min": _extreme(-1), "Mod": _both(_modulo),
    "harmonic": lambda n: mpmath.harmonic(big(n)), "Phi": lambda x: mpmath.ncdf(big(x)),
    "polygamma": lambda m, x: mpmath.psi(int(m), big(x)), "uppergamma": lambda s, x: mpmath.gammainc(big(s), big(x)),
    "lowergamma": lambda s, x: mpmath.gammainc(big(s), 0, big(x)), "re": lambda x: mpmath.re(big(x)),
    "im": lambda x: mpmath.im(big(x)), "conjugate": lambda x: mpmath.conj(big(x)),
    "Heaviside": lambda x: (_sign(x) + 1) / 2, "Eq": lambda a, b: _order(a, b) == 0, "Ne": lambda a, b: _order(a, b) != 0,
    "And": lambda *parts: all(parts), "Or": lambda *parts: any(parts), "Not": lambda part: not part,
    "Matrix": lambda rows: rows, "FiniteSet": lambda *items: items,
    "Interval": lambda low, high, left=False, right=False: ("interval", low, high, left, right),
}


def _bound(node: ast.expr, point: Point) -> tuple[str, Any, Any]:
    assert isinstance(node, ast.Tuple) and isinstance(node.elts[0], ast.Name)
    return node.elts[0].id, _value(node.elts[1], point), _value(node.elts[2], point)


def _repeated(method: str, combine: type, start: int) -> Callable[[list[ast.expr], Point], Any]:
    def operation(arguments: list[ast.expr], point: Point) -> Any:
        body, *ranges = arguments
        if len(ranges) > 1:
            body = ast.Call(ast.Name("Sum" if start == 0 else "Product"), [body, *ranges[:-1]], [])
        name, low, high = _bound(ranges[-1], point)
        if mpmath.isinf(big(high)):
            return getattr(mpmath, method)(lambda k: big(_value(body, {**point, name: Fraction(int(k))})), [big(low), high])
        total: Any = Fraction(start)
        for k in range(int(low), int(high) + 1):
            total = _OPERATORS[combine](total, _value(body, {**point, name: Fraction(k)}))
        return total
    return operation


def _integral(arguments: list[ast.expr], point: Point) -> Any:
    body, *ranges = arguments
    if len(ranges) > 1:
        body = ast.Call(ast.Name("Integral"), [body, *ranges[:-1]], [])
    name, low, high = _bound(ranges[-1], point)
    low, high = big(low), big(high)
    inner = [x for x in (-20, -5, -1, 0, 1, 5, 20) if low < x < high]
    return mpmath.quad(lambda x: big(_value(body, {**point, name: x})), [low, *inner, high])


def _piecewise(arguments: list[ast.expr], point: Point) -> Any:
    for piece in arguments:
        assert isinstance(piece, ast.Tuple)
        if _value(piece.elts[1], point):
            return _value(piece.elts[0], point)
    raise Undefined("no case applies")


def _derivative(arguments: list[ast.expr], point: Point) -> Any:
    body, variable = arguments
    assert isinstance(variable, ast.Name)
    return mpmath.diff(lambda x: big(_value(body, {**point, variable.id: x})), big(point[variable.id]))


_BINDING: dict[str, Callable[[list[ast.expr], Point], Any]] = {
    "Sum": _repeated("nsum", ast.Add, 0), "Product": _repeated("nprod", ast.Mult, 1), "Integral": _integral,
    "Piecewise": _piecewise, "Derivative": _derivative,
}


# --- points -----------------------------------------------------------------------------------------------------------


def points(case: Mapping[str, Any], count: int, seed: int = 1) -> Iterator[dict[str, Any]]:
    """Random points of a case's domain: a third of them integers, some next to the ends; the empty one if it has no
    variables."""
    rng = random.Random(seed)
    given = 0
    for attempt in range(400 * count):
        if given == count:
            return
        point = {name: _drawn(axis, rng, attempt) for name, axis in case["variables"].items()}
        if None not in point.values() and admitted(case, point):
            given += 1
            yield point
        if not point:
            return


def admitted(case: Mapping[str, Any], point: Mapping[str, Any]) -> bool:
    """Whether a point belongs to the domain of a case."""
    for name, axis in case["variables"].items():
        low, high = (Fraction(str(axis[key])) if axis.get(key) is not None else None for key in ("min", "max"))
        number = point[name]
        if axis["type"] == "integer" and number != int(number):
            return False
        for end, sign in ((low, 1), (high, -1)):
            if end is not None and (_order(number, end) == -sign or (number == end and axis.get("open"))):
                return False
    return all(value(c, point) is True for c in case.get("constraints", ()))


def _drawn(axis: Mapping[str, Any], rng: random.Random, attempt: int) -> Fraction | None:
    low = Fraction(str(axis["min"])) if axis.get("min") is not None else Fraction(-12)
    high = Fraction(str(axis["max"])) if axis.get("max") is not None else max(low, Fraction(0)) + 12
    if axis["type"] == "integer" or attempt % 3 == 0:
        return Fraction(rng.randint(math.ceil(low), math.floor(high))) if math.ceil(low) <= math.floor(high) else None
    share = Fraction(rng.randrange(1, 10**6), 10**6)
    if attempt % 7 == 5:  # next to an end
        share = rng.choice((share / 10**4, 1 - share / 10**4))
    return low + (high - low) * share
