"""Ball arithmetic of SymPy expressions against mpmath and exact values."""

from fractions import Fraction

import flint
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import Rational, Sum, Symbol, log, sqrt

from verifiers.balls import value
from verifiers.domain import Vector
from verifiers.errors import NotRigorous, TooImprecise, UndefinedValue
from verifiers.evaluate import environment

x, y = sympy.symbols("x y", positive=True)
n = Symbol("n", integer=True, positive=True)
i, j = sympy.symbols("i j", integer=True)
FUNCTIONS = [sympy.exp, sympy.log, sympy.gamma, sympy.loggamma, sympy.sinh, sympy.cosh, sympy.tanh, sympy.asinh,
             sympy.atan, sympy.sin, sympy.cos, sympy.erf, sympy.erfc, sympy.digamma, sympy.zeta, sympy.LambertW,
             lambda t: sympy.lowergamma(3, t), lambda t: sympy.uppergamma(Rational(5, 2), t),
             lambda t: sympy.polygamma(2, t), lambda t: sympy.betainc_regularized(2, 3, 0, 1 / (1 + t)),
             lambda t: t ** Rational(2, 7), lambda t: 2 ** t, lambda t: sympy.harmonic(t), lambda t: sympy.beta(t, 3)]


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize("at", [Fraction(7, 3), Fraction(19, 4)])
def test_functions_enclose_the_value_of_mpmath(function, at):
    expression = function(x)
    with flint.ctx.workprec(160):
        ball = value(expression, environment({"x": at}))
        reference = sympy.N(expression.subs(x, Rational(at.numerator, at.denominator)), 50)
        assert abs(ball - flint.arb(str(reference))) < flint.arb("1e-40")


fractions = st.fractions(min_value=Fraction(1, 50), max_value=50, max_denominator=60)


@given(fractions, fractions)
@settings(max_examples=60, deadline=None)
def test_rational_expressions_are_exact(a, b):
    expression = (x ** 3 - y) / (x + y) ** 2 + x ** -2 - sympy.Max(x, y) + sympy.floor(x) * sympy.binomial(n, 3)
    exact = (a ** 3 - b) / (a + b) ** 2 + 1 / a ** 2 - max(a, b) + (a.numerator // a.denominator) * 10
    found = value(expression, environment({"x": a, "y": b, "n": 5}))
    assert Fraction(int(found.p), int(found.q)) == exact


def test_sums_and_vectors():
    p = Vector("p", n)
    point = environment({"n": 3, "p": (Fraction(1, 2), Fraction(1, 3), Fraction(1, 6))})
    assert value(Sum(p[i] ** 2, (i, 1, n)), point) == flint.fmpq(7, 18)
    assert value(Sum(i * j, (i, 1, j), (j, 1, n)), point) == 25  # the inner limit depends on the outer index
    assert value(sympy.Product(p[i], (i, 1, n)), point) == flint.fmpq(1, 36)
    with pytest.raises(UndefinedValue, match="no entry 4"):
        value(p[n + 1], point)


def test_conditions():
    point = environment({"x": Fraction(1, 3), "n": 4})
    assert value(sympy.And(x < 1, n >= 4), point) is True
    assert value(sympy.Or(sympy.Eq(n, 3), sympy.Not(x < 1)), point) is False
    assert value(sympy.Piecewise((1, x > 1), (2, True)), point) == 2


@pytest.mark.parametrize("expression", [1 / (x - 1), log(1 - x), sqrt(x - 2), sympy.gamma(1 - x), sympy.I, sympy.oo,
                                        sympy.Piecewise((1, x > 1))])
def test_undefined_values_are_said_to_be(expression):
    with pytest.raises(UndefinedValue):
        value(expression, environment({"x": 1}))


def test_what_is_not_decided_is_not_guessed():
    with pytest.raises(TooImprecise):
        value(1 / (sympy.sin(x) ** 2 + sympy.cos(x) ** 2 - 1), environment({"x": 2}))
    with pytest.raises(NotRigorous):
        value(sympy.Integral(x, (x, 0, 1)), {})
    with pytest.raises(NotRigorous):
        value(Sum(1 / i ** 2, (i, 1, sympy.oo)), {})


def test_substitutions_that_sympy_takes_for_equal_keep_their_values():
    first, second = (sympy.Subs(sympy.Derivative(x**2 - y**2, v, 2), (x, y), (0, 0)) for v in (x, y))
    assert first == second  # if this fails, SymPy has been repaired
    assert [value(e, {}) for e in (first, second, first)] == [2, -2, 2]
