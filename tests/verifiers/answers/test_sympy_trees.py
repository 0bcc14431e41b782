"""SymPy expressions as trees have the same values."""

from fractions import Fraction

import pytest
import sympy
from sympy import Symbol, binomial, exp, gamma, log, oo, pi, sqrt

from verifiers.answers.evaluation import NotSupported, Work, at_precision
from verifiers.answers.sympy_trees import tree_of

x, n, k = Symbol("x", positive=True), Symbol("n", integer=True, positive=True), Symbol("k", integer=True)
EXPRESSIONS = [
    x / (n - x - 7),
    -(x**2) * exp(-x) / sqrt(2 * pi * n),
    log(x) / log(2) - sympy.Rational(3, 7),
    binomial(n, 3) * gamma(x + 1),
    x**-n + sqrt(x),
    sympy.Sum(x**k / k, (k, 1, n)),
    sympy.Product(k + x, (k, 1, n)),
    sympy.Max(x, n) - sympy.Min(x, 2, n),
    sympy.Abs(x - n) + sympy.floor(n / x),
    sympy.Piecewise((x, x < 1), (n**2, n >= 4), (0, True)),
    sympy.KroneckerDelta(n, 5) + sympy.Mod(n, 3),
    sympy.erf(x) + sympy.acos(x / 9),
    sympy.harmonic(n) + sympy.digamma(x),
    sympy.exp(1) * sympy.EulerGamma,
    (x - 1) ** 3 / (x + 1) ** 2,
    2 ** (-x) / 3,
]


@pytest.mark.parametrize("expression", EXPRESSIONS, ids=lambda e: str(e)[:30])
def test_values(expression):
    for point in ({"x": Fraction(7, 3), "n": 5}, {"x": Fraction(1, 2), "n": 4}):
        value = at_precision(tree_of(expression), point, 110, Work())
        exact = {
            Symbol(name, **a): sympy.Rational(v)
            for (name, v), a in zip(point.items(), ({"positive": True}, {"integer": True, "positive": True}), strict=True)
        }
        expected = expression.subs(exact).doit().evalf(25)
        assert (
            abs(sympy.Float(str(getattr(value, "real", value)).strip("[").split(" ")[0].split("/")[0], 15) - expected)
            < 1e-9 * (1 + abs(expected))
            if hasattr(value, "real")
            else sympy.Rational(int(value.p), int(value.q)) - expected < 1e-20
        )


def test_conditions():
    holds = tree_of(sympy.And(x > 1, sympy.Or(sympy.Eq(n, 3), x <= n)))
    assert at_precision(holds, {"x": Fraction(2), "n": 3}, 64, Work()) is True
    assert at_precision(holds, {"x": Fraction(4), "n": 2}, 64, Work()) is False


@pytest.mark.parametrize("expression", [sympy.Function("f")(x), sympy.besselj(1, x), sympy.Integral(x, x)], ids=str)
def test_what_answers_cannot_contain(expression):
    with pytest.raises(NotSupported):
        tree_of(expression)


def test_infinity():
    assert tree_of(-oo) == tree_of(sympy.S.NegativeInfinity)
