"""Enclosures of formulas at points of a domain, at the precision which the question needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

import flint
import mpmath
import sympy
from flint import arb, fmpq

from verifiers.balls import value
from verifiers.enclosures import Enclosure, ball_ends, to_fraction
from verifiers.errors import NotRigorous, TooImprecise, UndefinedValue, Unevaluated
from verifiers.real_functions import Value

PRECISIONS = (128, 512, 2048)  # bits, tried in turn
CUTS = (-1024, -256, -64, -16, -4, -1, 0, 1, 4, 16, 64, 256, 1024)  # of an infinite range of integration
DIGITS = (18, 28)  # the two precisions of the fallback without ball arithmetic


class Environment(dict[str, Any]):
    """A point whose values are flint rationals already."""


def environment(point: Mapping[str, Any]) -> Environment:
    """A point's exact values (int, Fraction, tuples of them) as flint rationals, by symbol name."""
    if isinstance(point, Environment):
        return point

    def exact(number: Any) -> Any:
        if isinstance(number, tuple):
            return tuple(exact(entry) for entry in number)
        if isinstance(number, (bool, str)):
            return number
        fraction = to_fraction(number)
        return fmpq(fraction.numerator, fraction.denominator)
    return Environment({name: exact(number) for name, number in point.items()})


def evaluate(expression: sympy.Basic, point: Mapping[str, Any]) -> Enclosure:
    """A rigorous enclosure of the expression at the point (exact where the value is rational and found so).

    Falls back to mpmath at two precisions (kind `numeric`) for integrals, infinite sums and limits. Raises
    UndefinedValue where there is no finite real value or no precision decides.
    """
    names = environment(point)
    for bits in PRECISIONS:
        try:
            with flint.ctx.workprec(bits):
                return _enclosure(value(expression, names))
        except TooImprecise as reason:
            failure = reason
        except NotRigorous:
            return by_two_precisions(expression, point)
        except ZeroDivisionError:
            raise UndefinedValue("division by zero") from None
    raise Unevaluated(f"no precision up to {PRECISIONS[-1]} bits decides the value: {failure}")


def _enclosure(result: Value) -> Enclosure:
    if isinstance(result, bool):
        truth = Fraction(int(result))
        return Enclosure(truth, truth, "truth")
    if isinstance(result, arb):
        if not result.is_finite():
            raise TooImprecise("the value is not finite at this precision")
        return Enclosure(*ball_ends(result), "rigorous")
    exact = to_fraction(result)
    return Enclosure(exact, exact, "exact")


def by_two_precisions(expression: sympy.Basic, point: Mapping[str, Any]) -> Enclosure:
    """Evaluate with mpmath at two precisions; their difference, times a safety factor of ten, is the error."""
    results = []
    exact = substituted(expression, point)
    for digits in DIGITS:
        try:
            number = sympy.N(_integrated(exact, digits), digits, maxn=400)
        except (ValueError, TypeError, ArithmeticError, AttributeError, NameError, NotImplementedError) as reason:
            raise Unevaluated(f"{type(reason).__name__}: {reason}") from None
        if not getattr(number, "is_number", False) or number.has(sympy.Integral, sympy.Sum, sympy.Product, sympy.Limit):
            raise Unevaluated(f"no number, but {number}")
        if number.is_extended_real is False or not number.is_finite:
            raise UndefinedValue(f"no finite real value, but {number}")
        if not isinstance(number, sympy.Float) and not isinstance(number, sympy.Rational):
            raise Unevaluated(f"{expression.func.__name__} was not evaluated")
        results.append(_mpf_fraction(number))
    coarse, fine = results
    # an absolute part, for a value that is nothing but rounding around zero
    error = 10 * abs(coarse - fine) + (abs(fine) + 1) * Fraction(1, 10 ** (DIGITS[0] - 5))
    return Enclosure(fine - error, fine + error, "numeric")


def _integrated(expression: sympy.Basic, digits: int) -> sympy.Basic:
    """Single integrals replaced by tanh-sinh quadrature on pieces, to `digits` digits."""
    def is_single(e: sympy.Basic) -> bool:
        return isinstance(e, sympy.Integral) and len(e.limits) == 1 and len(e.limits[0]) == 3 and not e.free_symbols
    return expression.replace(is_single, lambda e: _quadrature(e, digits))


def _quadrature(integral: sympy.Integral, digits: int) -> sympy.Basic:
    (x, low, high), = integral.limits
    with mpmath.workdps(digits + 6):
        integrand = sympy.lambdify(x, integral.function, "mpmath")
        ends = [mpmath.mpf(sympy.N(end, digits + 6)) if end.is_finite else mpmath.inf * sympy.sign(end)
                for end in (low, high)]
        cuts = [c for c in map(mpmath.mpf, CUTS) if ends[0] < c < ends[1]]
        pieces = [ends[0], *cuts, ends[1]] if any(mpmath.isinf(e) for e in ends) else ends
        number, error = mpmath.quad(integrand, pieces, error=True, maxdegree=10)
        too_far = mpmath.mpf(10) ** (-digits // 2) * max(1, abs(number))
        if isinstance(number, mpmath.mpc) or not mpmath.isfinite(number) or error > too_far:
            raise Unevaluated("the quadrature of an integral does not converge")
        return sympy.Float(number, digits + 6)


def _mpf_fraction(number: sympy.Expr) -> Fraction:
    if isinstance(number, sympy.Rational):
        return to_fraction(number)
    sign, mantissa, exponent, _ = number._mpf_
    return Fraction(-int(mantissa) if sign else int(mantissa)) * Fraction(2) ** int(exponent)


def substituted(expression: sympy.Basic, point: Mapping[str, Any]) -> sympy.Basic:
    """The expression with exact numbers in place of the point's symbols, finite sums over vectors written out."""
    numbers = {s: sympy_number(point[s.name]) for s in free_symbols(expression)
               if s.name in point and not isinstance(point[s.name], tuple)}
    result = expression.subs(numbers)
    if result.has(sympy.Indexed):
        result = result.replace(lambda e: isinstance(e, (sympy.Sum, sympy.Product)) and e.has(sympy.Indexed),
                                lambda e: e.doit())
        result = result.replace(lambda e: isinstance(e, sympy.Indexed), lambda e: _entry(e, point))
    return result


def _entry(indexed: sympy.Indexed, point: Mapping[str, Any]) -> sympy.Basic:
    entries, index = point.get(str(indexed.base.label)), indexed.indices[0]
    if entries is None or not index.is_Integer:
        return indexed
    if not 1 <= int(index) <= len(entries):
        raise UndefinedValue(f"the vector {indexed.base.label} has no entry {index}")
    return sympy_number(entries[int(index) - 1])


def sympy_number(number: Any) -> sympy.Expr:
    """An exact number as a SymPy Rational."""
    fraction = to_fraction(number)
    return sympy.Rational(fraction.numerator, fraction.denominator)


def free_symbols(expression: sympy.Basic) -> set[sympy.Symbol]:
    """Free symbols that are scalars: without the labels of vectors and the objects Indexed itself."""
    vectors = {base.label for base in expression.atoms(sympy.IndexedBase)}
    return {s for s in expression.free_symbols if isinstance(s, sympy.Symbol) and s not in vectors}


def vector_names(expressions: Iterable[sympy.Basic]) -> set[str]:
    """Names of the vectors that occur in the expressions."""
    return {str(base.label) for e in expressions for base in e.atoms(sympy.IndexedBase)}
