"""Steps: what is true passes by both routes, what is false is refuted by one of them."""

import pytest
import sympy
from sympy import (
    Derivative,
    Function,
    Integral,
    Lambda,
    Product,
    Rational,
    Sum,
    Symbol,
    cos,
    exp,
    factorial,
    gamma,
    log,
    oo,
    pi,
    sin,
    sqrt,
    symbols,
)

from verifiers.derivation import check_step, run
from verifiers.domain import Domain, Simplex, Vector, Vectors
from verifiers.errors import RecordError
from verifiers.steps import (
    AtMostStep,
    Cites,
    Classical,
    Convex,
    Equal,
    Induction,
    Limit,
    Solves,
    Stationary,
    Termwise,
)

n = Symbol("n", integer=True, positive=True)
i, k = symbols("i k", integer=True, positive=True)
x, y, nu = symbols("x y nu", positive=True)
t = Symbol("t", real=True)
f = Function("f")
p, q, w = Vector("p", n), Vector("q", n), Vector("w", n, real=True)
SIMPLEX, PLAIN = Domain(Simplex(p, q)), Domain(n)


def total(term):
    return Sum(term, (i, 1, n))


TRUE = [
    Equal((x + y) ** 2, x ** 2 + 2 * x * y + y ** 2), Equal(total(p[i] + 2 * q[i]), 3),
    Equal(total((p[i] - q[i]) ** 2), total(p[i] ** 2) - 2 * total(p[i] * q[i]) + total(q[i] ** 2)),
    Equal(total(p[i] * log(n * p[i])), log(n) + total(p[i] * log(p[i]))),
    Equal(Integral(exp(-x * y), (y, 0, oo)), 1 / x), Equal(gamma(x + 1), x * gamma(x)),
    Equal(Derivative(sin(x) ** 2, x), 2 * sin(x) * cos(x)),
    AtMostStep(2 * x * y, x ** 2 + y ** 2), AtMostStep(1 - 1 / x, log(x)), AtMostStep(x * (1 - x), Rational(1, 4)),
    AtMostStep(1 + t, exp(t)), AtMostStep(total(p[i] ** 2), 1), AtMostStep(n / (n + 1), 1 - 1 / (n + 1) ** 2),
    AtMostStep(x / (1 + x), 1, where=[x > 3]), AtMostStep(n, n ** 2), AtMostStep(total(p[i] * q[i]), total(p[i])),
    Limit((1 + 1 / n) ** n, n, oo, sympy.E), Limit(sin(x) / x, x, 0, 1), Limit(log(n), n, oo, oo),
    Convex(x * log(x), x), Convex(exp(t), t), Stationary(-(x - y) ** 2 - y, {x: y}),
    Solves(Derivative(f(x), x) + f(x), {f: Lambda(x, exp(-x))}), Solves([x + y - 3, x - y - 1], {x: 2, y: 1}),
    Induction(Sum(k ** 3, (k, 1, n)), (n * (n + 1) / 2) ** 2, n, 1, (n + 1) ** 3),
    Induction(Product(k, (k, 1, n)), factorial(n), n, 1, n * factorial(n)),
]

FALSE = [
    Equal((x + y) ** 2, x ** 2 + y ** 2), Equal(total(p[i] + 2 * q[i]), 2), Equal(sqrt(t ** 2), t),
    Equal(total((p[i] - q[i]) ** 2), total(p[i] ** 2) - total(p[i] * q[i]) + total(q[i] ** 2)),
    Equal(Integral(exp(-x * y), (y, 0, oo)), 2 / x), Equal(log(x ** 2), 2 * log(x) + Rational(1, 10 ** 20)),
    AtMostStep(x ** 2 + y ** 2, 2 * x * y), AtMostStep(log(x), 1 - 1 / x), AtMostStep(x * (1 - x), Rational(1, 5)),
    AtMostStep(1, total(p[i] ** 2)), AtMostStep(exp(t), 1 + t), AtMostStep(x / (1 + x), Rational(1, 2), where=[x > 3]),
    Limit((1 + 1 / n) ** n, n, oo, 3), Limit(sin(x) / x, x, 0, Rational(99, 100)), Limit(log(n), n, oo, 5),
    Convex(log(x), x), Stationary(-(x - y) ** 2, {x: 2 * y}),
    Solves(Derivative(f(x), x) + f(x), {f: Lambda(x, exp(x))}), Solves([x + y - 3, x - y - 1], {x: 1, y: 2}),
    Induction(Sum(k ** 3, (k, 1, n)), (n * (n + 1) / 2) ** 2 + 1, n, 1, (n + 1) ** 3),
    Induction(Sum(k, (k, 1, n)), n * (n + 1) / 2, n, 1, n),
]


def domain_of(step):
    vectors = {str(b.label) for name in ("left", "right") for b in getattr(step, name, sympy.S.Zero).atoms(sympy.IndexedBase)}
    return SIMPLEX if vectors else PLAIN


@pytest.mark.parametrize("step", TRUE, ids=lambda s: s.text())
def test_a_true_step_is_checked_by_both_routes(step):
    found = check_step(step, domain_of(step))
    assert found.rests_on == "checked", found


@pytest.mark.parametrize("step", FALSE, ids=lambda s: s.text())
def test_a_false_step_fails(step):
    assert not check_step(step, domain_of(step)).passed


def test_what_sympy_cannot_decide_is_said_to_be_numerically_supported():
    found = check_step(Equal(4 * sympy.atan(Rational(1, 5)) - sympy.atan(Rational(1, 239)), pi / 4), PLAIN)
    assert found.rests_on == "numerically supported" and found.symbolic == "undecided"


def test_earlier_steps_are_used_only_if_they_were_yielded():
    mean = Equal(total(w[i]), 5, where=[Vectors(w)])
    use = Equal(total(2 * w[i] + p[i]), 11, using=[mean], where=[Vectors(w)])
    with pytest.raises(RecordError, match="not yielded before"):
        check_step(use, SIMPLEX)
    assert check_step(use, SIMPLEX, [mean]).symbolic == "proved"  # the second route refutes the premise


def test_a_weighted_sum_of_an_inequality():
    tangent = AtMostStep(1 - 1 / x, log(x))
    gibbs = AtMostStep(0, total(p[i] * log(p[i] / q[i])),
                       termwise=Termwise(tangent, {x: p[i] / q[i]}, p[i], (i, 1, n)))
    assert check_step(gibbs, SIMPLEX, [tangent]).rests_on == "checked"
    negative = AtMostStep(0, -total(p[i] * log(p[i] / q[i])),
                          termwise=Termwise(tangent, {x: p[i] / q[i]}, -p[i], (i, 1, n)))
    assert not check_step(negative, SIMPLEX, [tangent]).passed
    with pytest.raises(RecordError, match="not yielded before"):
        check_step(gibbs, SIMPLEX)


def test_citations_are_named():
    classical = check_step(Cites(Classical("Jensen's inequality", "any textbook"), "E f ≥ f(E)"), PLAIN)
    assert classical.rests_on == "cited" and classical.cites == "Jensen's inequality"


def test_a_derivation_is_a_generator_with_a_conclusion():
    def plain():
        return x

    def endless():
        yield Equal(x, x)
    with pytest.raises(RecordError, match="is a generator"):
        run(plain)
    with pytest.raises(RecordError, match="returns no conclusion"):
        run(endless)
    with pytest.raises(RecordError, match="yields steps, not int"):
        check_step(3, PLAIN)


def test_a_derivative_of_a_sum_acts_on_its_terms():
    theta = Symbol("theta", positive=True)
    slope = Derivative(total(w[i] * theta ** 2), theta)
    domain = Domain(Vectors(w), theta)
    assert check_step(Equal(slope, 2 * theta * total(w[i])), domain).rests_on == "checked"
    assert not check_step(Equal(slope, 0), domain).passed


def test_a_step_that_evaluation_makes_identical_is_refused():
    with pytest.raises(RecordError, match="both sides of a step are the same expression x"):
        check_step(Equal(sqrt(x ** 2), x), PLAIN)
