"""SymPy's route for each kind of step: proved, refuted, or undecided within a time limit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Literal

import sympy

from verifiers.domain import Domain
from verifiers.errors import TimeLimitReached
from verifiers.signs import is_nonnegative
from verifiers.sums import Fact, normal_form
from verifiers.timelimit import time_limit

Verdict = Literal["proved", "refuted", "undecided"]

SECONDS = 20.0  # for one step; a step near it should be split by its author


def prove_equal(left: sympy.Expr, right: sympy.Expr, domain: Domain, facts: Sequence[Fact] = ()) -> Verdict:
    """Whether left = right for all values of the symbols, under the facts and Σ p_i = 1 for simplex vectors."""
    known = [*facts, *simplex_facts(domain)]
    return _limited(lambda: _equal(left, right, known))


def prove_at_most(left: sympy.Expr, right: sympy.Expr, domain: Domain, facts: Sequence[Fact] = ()) -> Verdict:
    """Whether left ≤ right on the domain, under the facts."""
    known = [*facts, *simplex_facts(domain)]

    def decide() -> Verdict:
        difference = right - left
        if is_nonnegative(difference, domain):
            return "proved"
        normal = normal_form(_done(difference), known)
        candidates = [normal, *_merged_sum(normal, domain.simplex_vectors), sympy.simplify(normal)]
        return "proved" if any(is_nonnegative(c, domain) for c in candidates) else "undecided"
    return _limited(decide)


def prove_limit(expression: sympy.Expr, variable: sympy.Symbol, at: sympy.Expr, value: sympy.Expr,
                direction: str, domain: Domain) -> Verdict:
    """Whether SymPy's limit is the stated one."""
    def decide() -> Verdict:
        found = sympy.limit(expression.doit(), variable, at, direction)
        if isinstance(found, sympy.Limit):
            return "undecided"
        if isinstance(found, sympy.AccumBounds):
            return "refuted"
        if found == value:
            return "proved"
        if found.is_infinite or value.is_infinite:
            return "refuted" if found.is_infinite is not None and found != value else "undecided"
        return _equal(found, value, [])
    return _limited(decide)


def prove_convex(second_derivative: sympy.Expr, domain: Domain) -> Verdict:
    """Whether the second derivative is ≥ 0 on the domain."""
    return _limited(lambda: "proved" if is_nonnegative(second_derivative.doit(), domain) else "undecided")


KINKS = (sympy.Piecewise, sympy.Abs, sympy.Max, sympy.Min, sympy.sign, sympy.Heaviside, sympy.floor, sympy.ceiling,
         sympy.Mod, sympy.DiracDelta, sympy.frac)


def is_smooth(expression: sympy.Expr, variable: sympy.Symbol) -> bool:
    """Whether no function with kinks or jumps is applied to the variable."""
    return not any(e.has(variable) for e in sympy.sympify(expression).atoms(*KINKS))


def simplex_facts(domain: Domain) -> list[Fact]:
    """Σ_i p_i = 1 for every simplex vector p."""
    i = sympy.Symbol("i", integer=True)
    return [(sympy.Sum(v[i], (i, 1, v.shape[0])), sympy.S.One) for v in domain.simplex_vectors]


def _limited(decide: Callable[[], Verdict]) -> Verdict:
    try:
        with time_limit(SECONDS):
            return decide()
    except (TimeLimitReached, NotImplementedError, RecursionError):
        return "undecided"
    except (TypeError, ValueError, AttributeError, sympy.PolynomialError, ZeroDivisionError, IndexError, KeyError):
        return "undecided"  # SymPy gave up in its own way; the second route still has to agree


def _equal(left: sympy.Basic, right: sympy.Basic, facts: Sequence[Fact]) -> Verdict:
    if is_condition(left) != is_condition(right):
        return "refuted"  # a proposition is no number (SymPy takes False for equal to 0)
    if left == right:
        return "proved"
    if is_condition(left) or is_condition(right):
        same = sympy.simplify_logic(sympy.Equivalent(left, right))
        return "proved" if same is sympy.true else "undecided"
    difference = _done(left - right)
    for form in _forms(difference, facts):
        if form.is_zero or form == 0:
            return "proved"
        if form.is_number and form.is_zero is False and not facts:
            return "refuted"
    return "undecided"


def is_condition(side: sympy.Basic) -> bool:
    """Whether a side is a condition and not an expression; SymPy counts every symbol as a Boolean, too."""
    return isinstance(side, sympy.logic.boolalg.Boolean) and not isinstance(side, sympy.Symbol)


def _forms(difference: sympy.Expr, facts: Sequence[Fact]) -> Iterable[sympy.Expr]:
    """Forms of a difference in rising cost; one of them is 0 if the sides are equal and SymPy sees it."""
    yield difference
    normal = normal_form(difference, facts)
    yield normal
    yield from _merged_sum(normal)
    for simplify in (sympy.expand, sympy.factor, sympy.simplify, _functions, _logarithms, _exponentials, _piecewise):
        yield simplify(normal)


def _merged_sum(expression: sympy.Expr, weights: Sequence[sympy.IndexedBase] = ()) -> Iterable[sympy.Expr]:
    """One sum from a combination of sums over the same range, its term simplified.

    A term c without a sum becomes Σ c/count, and Σ c·w_i for each of the `weights` (vectors with sum one).
    """
    sums = [t for t in sympy.Add.make_args(sympy.expand(expression)) if t.has(sympy.Sum)]
    rest = sympy.expand(expression) - sympy.Add(*sums)
    if not sums:
        return
    bodies, limits = [], set()
    for term in sums:
        constant, factor = term.as_independent(sympy.Sum, as_Add=False)
        if not isinstance(factor, sympy.Sum) or len(factor.limits) != 1:
            return
        bodies.append(constant * factor.function)
        limits.add(factor.limits[0])
    if len(limits) != 1:
        return
    (index, lower, upper), = limits
    shares = [1 / (upper - lower + 1), *(w[index] for w in weights if w.shape[0] == upper and lower == 1)]
    for share in shares if rest != 0 else shares[:1]:
        body = sympy.Add(*bodies) + rest * share
        for simplify in (sympy.simplify, sympy.factor, lambda e: sympy.simplify(sympy.expand_log(e, force=False))):
            simplified = simplify(body)
            yield sympy.S.Zero if simplified == 0 else sympy.Sum(simplified, (index, lower, upper))


def _done(expression: sympy.Expr) -> sympy.Expr:
    """The expression evaluated; sums over vectors, which have no closed form, are left as they are (but for inside)."""
    if expression.has(sympy.Derivative, sympy.Integral, sympy.Subs, sympy.Limit):
        return expression.doit(conds="none")  # these act on what is inside a sum
    kept: dict[sympy.Expr, sympy.Expr] = {}

    def keep(total: sympy.Sum) -> sympy.Expr:
        if not any(limit[2].free_symbols for limit in total.limits):
            return total
        mark = sympy.Dummy(real=total.is_real)
        kept[mark] = sympy.Sum(_done(total.function), *total.limits)
        return mark
    sums = [s for s in expression.atoms(sympy.Sum) if s.has(sympy.Indexed)]
    outermost = [s for s in sums if not any(s is not t and t.has(s) for t in sums)]
    return expression.xreplace({s: keep(s) for s in outermost}).doit(conds="none").xreplace(kept)


def _functions(expression: sympy.Expr) -> sympy.Expr:
    return sympy.simplify(sympy.gammasimp(sympy.expand_func(sympy.combsimp(expression))))


def _logarithms(expression: sympy.Expr) -> sympy.Expr:
    return sympy.simplify(sympy.expand_log(sympy.expand(expression)))


def _exponentials(expression: sympy.Expr) -> sympy.Expr:
    return sympy.simplify(sympy.expand(expression.rewrite(sympy.exp).rewrite(sympy.log)))


def _piecewise(expression: sympy.Expr) -> sympy.Expr:
    return sympy.piecewise_fold(sympy.simplify(expression.rewrite(sympy.Piecewise)))
