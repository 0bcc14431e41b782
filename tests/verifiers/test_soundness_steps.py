"""Steps that are true at every point tried but false somewhere are not `checked`; slow true limits are."""

import pytest
import sympy
from sympy import (
    Abs,
    Eq,
    Integral,
    Max,
    Min,
    Mod,
    Piecewise,
    Rational,
    Sum,
    Symbol,
    cos,
    exp,
    gamma,
    log,
    oo,
    pi,
    sin,
    sqrt,
    symbols,
)

from verifiers.claims import Tends
from verifiers.conclusions import remainder_vanishes
from verifiers.derivation import check_step, run
from verifiers.domain import Domain, Simplex, Vector, Vectors
from verifiers.errors import RecordError
from verifiers.steps import AtMostStep, Convex, Equal, Limit, Solves, Termwise

n = Symbol("n", integer=True, positive=True)
i = Symbol("i", integer=True)
k = Symbol("k", integer=True, positive=True)
x, y, q = symbols("x y q", positive=True)
a, t = symbols("a t", real=True)
p, w = Vector("p", n), Vector("w", n, real=True)
PLAIN, TINY = Domain(n), Rational(1, 200)


def total(term):
    return Sum(term, (i, 1, n))


def summed(premise, put, left, right, domain, over=(i, 1, n)):
    """What `left ≤ right`, the premise summed over its terms, rests on."""
    return check_step(AtMostStep(left, right, termwise=Termwise(premise, put, 1, over)), domain, [premise]).rests_on


def test_a_weighted_sum_needs_the_condition_of_its_inequality():
    """Σ p² ≥ 1/200 fails for more than 200 entries."""
    premise = AtMostStep(x / 200, x ** 2, where=[x > TINY])
    assert check_step(premise, Domain(Simplex(p))).rests_on == "checked"
    assert summed(premise, {x: p[i]}, total(p[i] / 200), total(p[i] ** 2), Domain(Simplex(p))) != "checked"


def test_a_weighted_sum_needs_what_the_domain_says_of_a_replaced_symbol():
    premise, domain = AtMostStep(q / 200, q ** 2), Domain(Simplex(p), q > TINY)
    assert check_step(premise, domain).rests_on == "checked"
    assert summed(premise, {q: p[i]}, total(p[i] / 200), total(p[i] ** 2), domain) != "checked"


@pytest.mark.parametrize(("premise", "put", "left", "right", "domain"), [
    (AtMostStep(0, x ** 3), {x: t}, 0, t ** 3, Domain(t > -Rational(1, 1000))),
    (AtMostStep(k, k ** 2), {k: x}, x, x ** 2, Domain(x > Rational(999, 1000))),
], ids=["positive", "integer"])
def test_a_weighted_sum_needs_the_assumptions_of_a_replaced_symbol(premise, put, left, right, domain):
    assert check_step(premise, domain).rests_on == "checked"
    assert summed(premise, put, left, right, domain, over=None) != "checked"


def test_a_sign_that_real_entries_lack_refutes_the_weighted_sum():
    assert summed(AtMostStep(0, x ** 3), {x: w[i]}, 0, total(w[i] ** 3), Domain(Vectors(w))) == "failed"


def test_a_condition_that_the_terms_satisfy_is_granted():
    premise = AtMostStep(t - t ** 2, t, where=[t > 0])
    assert summed(premise, {t: p[i]}, total(p[i] - p[i] ** 2), total(p[i]), Domain(Simplex(p))) == "checked"


def test_a_fact_holds_only_under_its_own_condition():
    fact = Equal(Abs(x - TINY), x - TINY, where=[x > TINY])
    bare = Equal(Abs(x - TINY) + 1, x - TINY + 1, using=[fact])
    with pytest.raises(RecordError, match="holds for x > 1/200 only"):
        check_step(bare, PLAIN, [fact])
    repeated = Equal(bare.left, bare.right, using=[fact], where=[x > TINY])
    assert check_step(repeated, PLAIN, [fact]).rests_on == "checked"


@pytest.mark.parametrize("equations", [[Eq(1, 2)], Eq(1, 2), [Eq(x, 1), Eq(1, 2)]])
def test_a_false_equation_has_no_solution(equations):
    assert not check_step(Solves(equations, {x: 1}), PLAIN).passed


def test_an_equation_that_sympy_has_decided_is_solved():
    assert check_step(Solves([Eq(1, 1), Eq(x, 1)], {x: 1}), PLAIN).rests_on == "checked"


@pytest.mark.parametrize(("function", "variable"), [
    (Piecewise((x, x < 1), (1, True)), x), (Min(x, 1), x), (-Abs(t), t), (-sqrt(t ** 2), t), (sin(x), x)])
def test_a_function_above_a_chord_is_not_convex(function, variable):
    assert not check_step(Convex(function, variable), PLAIN).passed


@pytest.mark.parametrize(("function", "variable"), [
    (Max(x, 1), x), (Abs(t), t), (Piecewise((0, t < 0), (t, True)), t)])
def test_convexity_with_a_kink_is_supported_by_chords(function, variable):
    assert check_step(Convex(function, variable), PLAIN).rests_on == "numerically supported"


@pytest.mark.parametrize("bump", [Abs(x - TINY), sqrt((x - TINY) ** 2)])
def test_a_kink_below_zero_is_not_checked(bump):
    assert check_step(AtMostStep(0, bump + x / 2 - Rational(1, 300)), PLAIN).rests_on != "checked"


@pytest.mark.parametrize("step", [
    Equal(Integral(y ** (a - 1) * exp(-y), (y, 0, oo)), gamma(a)),
    Equal(Sum(x ** k, (k, 0, oo)), 1 / (1 - x)),
], ids=["integral", "sum"])
def test_what_diverges_on_a_part_of_the_domain_is_not_checked(step):
    assert check_step(step, PLAIN).rests_on != "checked"


@pytest.mark.parametrize(("expression", "variable", "value"), [
    ((1 + (-1) ** n) / 2, n, 1), (sin(pi * x), x, 0), (cos(2 * pi * n / 10), n, 1), (Mod(n, 10), n, 0),
    (n * (1 + (-1) ** n), n, oo), (x * sin(x), x, oo)])
def test_a_period_is_not_mistaken_for_a_limit(expression, variable, value):
    found = check_step(Limit(expression, variable, oo, value), PLAIN)
    assert found.rests_on == "failed" and found.second.refuted


@pytest.mark.parametrize(("expression", "variable", "value"), [
    (log(log(n)), n, oo), (n ** Rational(-1, 100), n, 0), (1 / log(log(n + 20)), n, 0), (sin(x) / x, x, 0)])
def test_a_slow_limit_is_checked(expression, variable, value):
    assert check_step(Limit(expression, variable, oo, value), PLAIN).rests_on == "checked"


def test_a_remainder_vanishes_from_inside_the_domain():
    """√(1 − q) is real below 1 only."""
    claim = Tends("X", sympy.Integer(1), sqrt(1 - q), q, at=1)
    assert remainder_vanishes(claim, Domain(q < 1)).rests_on == "checked"
    assert not remainder_vanishes(Tends("X", sympy.Integer(1), sqrt(2 - q), q, at=1), Domain(q < 1)).passed


def test_a_derivation_without_steps_is_refused():
    def empty():
        return x
        yield
    with pytest.raises(RecordError, match="has no steps"):
        run(empty)
