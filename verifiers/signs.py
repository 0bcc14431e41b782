"""Proving that an expression is nonnegative on a domain: a short list of complete methods, no search."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import sympy

from verifiers.domain import Domain
from verifiers.evaluate import free_symbols


def is_nonnegative(expression: sympy.Expr, domain: Domain) -> bool:
    """True if a method proves expression ≥ 0 on the domain; False means not proved, not refuted.

    Methods: assumptions; factorisation; coefficients after writing each symbol as lower bound + nonnegative
    remainder; termwise for sums; one-variable calculus (critical points and ends).
    """
    expression = _scalars(sympy.sympify(expression))
    if isinstance(expression, sympy.Sum):
        return bool(expression.is_nonnegative) or _sum_nonnegative(expression, domain)
    if any(shape.is_nonnegative or _by_factors(shape, domain) for shape in _shapes(expression)):
        return True
    return _by_calculus(sympy.simplify(expression), domain)


def _shapes(expression: sympy.Expr) -> Iterator[sympy.Expr]:
    """Forms of an expression in rising cost; each is made only if the ones before did not do."""
    yield expression
    yield sympy.expand(expression)
    yield sympy.factor(sympy.together(expression))
    yield sympy.simplify(expression)


def _scalars(expression: sympy.Expr) -> sympy.Expr:
    """Entries of vectors outside sums as plain symbols with the same assumptions."""
    entries = [e for e in expression.atoms(sympy.Indexed) if not expression.has(sympy.Sum)]
    return expression.xreplace({e: _like(e) for e in entries})


def _like(entry: sympy.Indexed) -> sympy.Symbol:
    assumptions = {k: v for k in ("positive", "nonnegative", "real", "integer") if (v := getattr(entry, f"is_{k}"))}
    return sympy.Symbol(f"{entry.base.label}_{'_'.join(map(str, entry.indices))}", **assumptions)


def _sum_nonnegative(total: sympy.Sum, domain: Domain) -> bool:
    """A sum of nonnegative terms; entries of a simplex vector are positive and at most one."""
    body = total.function
    entries = list(body.atoms(sympy.Indexed))
    marks = {e: _like(e) for e in entries}
    scalar = body.xreplace(marks)
    simplex = {str(v.label) for v in domain.simplex_vectors}
    below_one = [marks[e] <= 1 for e in entries if str(e.base.label) in simplex]
    indices = [limit[0] for limit in total.limits]
    if any(scalar.has(i) for i in indices):
        real = {i: sympy.Symbol(i.name, integer=True, nonnegative=True) for i in indices
                if any(lim[0] == i and lim[1].is_nonnegative for lim in total.limits)}
        scalar = scalar.xreplace(real)
    return is_nonnegative(scalar, domain.extended(free_symbols(scalar), below_one))


def _by_factors(expression: sympy.Expr, domain: Domain) -> bool:
    """Every factor has a known sign, and the negative ones are even in number."""
    negative = 0
    for factor in sympy.Mul.make_args(expression):
        base, exponent = factor.as_base_exp()
        if exponent.is_integer and exponent.is_even and base.is_real:
            continue
        if factor.is_nonnegative or _by_shift(base, domain):
            continue
        if factor.is_nonpositive or (exponent.is_integer and exponent.is_odd and _by_shift(-base, domain)):
            negative += 1
            continue
        return False
    return negative % 2 == 0


def _by_shift(expression: sympy.Expr, domain: Domain) -> bool:
    """Write each symbol as its lower bound plus a nonnegative remainder, or upper bound minus one, and read signs."""
    if expression.is_nonnegative:
        return True
    shifted = expression
    for symbol, bounds in reversed(list(domain.bounds.items())):
        if symbol not in free_symbols(shifted):
            continue
        remainder = sympy.Dummy(symbol.name, integer=symbol.is_integer, nonnegative=True)
        low = _single(bounds.lower, symbol.is_integer, 1)
        high = _single(bounds.upper, symbol.is_integer, -1)
        if low is None and not bounds.lower and symbol.is_nonnegative and not symbol.is_integer:
            low = sympy.S.Zero
        if bounds.fixed:
            shifted = shifted.subs(symbol, bounds.fixed[0])
        elif low is not None and high is not None and not symbol.is_integer:
            # between two bounds: (low + high·t)/(1 + t) with t ≥ 0 covers [low, high)
            shifted = shifted.subs(symbol, (low + high * remainder) / (1 + remainder))
        elif low is not None:
            shifted = shifted.subs(symbol, low + remainder)
        elif high is not None and not symbol.is_nonnegative:
            shifted = shifted.subs(symbol, high - remainder)
        elif symbol.is_integer and symbol.is_positive and high is None:
            shifted = shifted.subs(symbol, 1 + remainder)
    numerator, denominator = sympy.fraction(sympy.together(shifted))
    return bool(_signs_agree(sympy.expand(numerator), sympy.expand(denominator)))


def _single(ends: list[tuple[sympy.Expr, bool]], integer: bool | None, step: int) -> sympy.Expr | None:
    if len(ends) != 1:
        return None
    end, strict = ends[0]
    return end + step if strict and integer and end.is_integer else end


def _signs_agree(numerator: sympy.Expr, denominator: sympy.Expr) -> bool:
    if numerator.is_nonnegative and denominator.is_nonnegative:
        return True
    return bool(numerator.is_nonpositive and denominator.is_nonpositive)


def _by_calculus(expression: sympy.Expr, domain: Domain) -> bool:
    """A function of one real variable: its value at critical points and its limits at the ends are ≥ 0."""
    symbols = free_symbols(expression)
    if len(symbols) != 1 or expression.has(sympy.Sum, sympy.Integral, sympy.Indexed):
        return False
    x, = symbols
    interval = _interval(x, domain)
    if interval is None:
        return False
    real = sympy.Symbol(x.name, real=True)
    f = expression.subs(x, real)
    if f.has(sympy.Piecewise, sympy.Abs, sympy.Max, sympy.Min, sympy.sign, sympy.Heaviside, sympy.floor, sympy.ceiling,
             sympy.Mod, sympy.frac):
        return False  # a minimum at a kink or a jump is no critical point
    if any(0 < p.exp < 1 and sympy.solveset(p.base, real, interval.interior) is not sympy.S.EmptySet
           for p in f.atoms(sympy.Pow) if p.exp.is_Rational):
        return False  # neither is one at a cusp
    critical = _critical_points(sympy.diff(f, real), real, interval)
    if critical is None:
        return False
    if not all(_nonnegative_number(f.subs(real, c)) for c in critical):
        return False
    ends = [(interval.start, "+"), (interval.end, "-")]
    if not all(_nonnegative_number(sympy.limit(f, real, end, direction)) for end, direction in ends):
        return False
    return bool(sympy.calculus.util.continuous_domain(f, real, interval.interior) == interval.interior)


def _critical_points(slope: sympy.Expr, x: sympy.Symbol, interval: sympy.Interval) -> Iterable[sympy.Expr] | None:
    found = sympy.solveset(sympy.simplify(slope), x, interval.interior)
    if isinstance(found, sympy.FiniteSet):
        return list(found)
    if found is sympy.S.EmptySet:
        return []
    if found == interval.interior:
        return []
    return None


def _interval(x: sympy.Symbol, domain: Domain) -> sympy.Interval | None:
    bounds = domain.bounds.get(x)
    low = sympy.S.Zero if x.is_nonnegative else -sympy.oo
    high = sympy.S.Zero if x.is_nonpositive else sympy.oo
    if bounds is not None:
        if any(free_symbols(e) for e in bounds.expressions()):
            return None
        low = sympy.Max(low, *[e for e, _ in bounds.lower])
        high = sympy.Min(high, *[e for e, _ in bounds.upper])
    return sympy.Interval(low, high)


def _nonnegative_number(number: sympy.Expr) -> bool:
    number = sympy.simplify(number)
    return bool(number == sympy.oo or number.is_nonnegative)
