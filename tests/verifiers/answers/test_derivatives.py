"""Derivatives of trees against mpmath's numerical ones."""

import mpmath
import pytest

from tests.verifiers.answers.questions import verdict
from verifiers.answers.derivatives import derivative, differentiated
from verifiers.answers.evaluation import TooMuchWork, Work, at_precision
from verifiers.answers.symbols import Symbol
from verifiers.answers.texts.reading import read_answer
from verifiers.answers.trees import Derivative, nodes
from verifiers.errors import LearningTheoremsError

X = [Symbol("x"), Symbol("y")]
FORMULAS = {
    "x**3/(1 + x)": lambda x: x**3 / (1 + x),
    "x**x": lambda x: x**x,
    "2**x*sin(x)": lambda x: 2**x * mpmath.sin(x),
    "root(x, 3)*log(x)": lambda x: mpmath.root(x, 3) * mpmath.log(x),
    "gamma(x)*loggamma(x)": lambda x: mpmath.gamma(x) * mpmath.loggamma(x),
    "erf(x) - erfc(2*x) + Phi(x)": lambda x: mpmath.erf(x) - mpmath.erfc(2 * x) + mpmath.ncdf(x),
    "tan(x) + tanh(x)": lambda x: mpmath.tan(x) + mpmath.tanh(x),
    "root(2, x)": lambda x: mpmath.mpf(2) ** (1 / x),
    "asin(x/3) + acos(x/3) + atan(x)": lambda x: mpmath.asin(x / 3) + mpmath.acos(x / 3) + mpmath.atan(x),
    "asinh(x) + atanh(x/3) + cosh(x) + sinh(x)": lambda x: (
        mpmath.asinh(x) + mpmath.atanh(x / 3) + mpmath.cosh(x) + mpmath.sinh(x)
    ),
    "abs(1 - 3*x)": lambda x: abs(1 - 3 * x),
    "digamma(x)": mpmath.digamma,
    "-E**(x**2)": lambda x: -mpmath.exp(x**2),
    "Sum(x**k/k, (k, 1, 4))": lambda x: x + x**2 / 2 + x**3 / 3 + x**4 / 4,
    "Integral(exp(-t**2*x), (t, 0, x))": lambda x: mpmath.quad(lambda t: mpmath.exp(-(t**2) * x), [0, x]),
}


@pytest.mark.parametrize("text", FORMULAS)
def test_against_numerical_differentiation(text):
    slope = derivative(read_answer(text, X), "x")
    with mpmath.workdps(30):
        for x in (1, 2):
            found = at_precision(slope, {"x": x, "y": 1}, 110, Work())
            expected = mpmath.diff(FORMULAS[text], mpmath.mpf(x))
            assert abs(mpmath.mpf(float(getattr(found, "real", found))) - expected) < 1e-9 * (1 + abs(expected))


def test_derivatives_inside_derivatives_are_carried_out():
    tree = differentiated(read_answer("y*Derivative(x*Derivative(x**3, x), x)", X))
    assert not any(isinstance(n, Derivative) for n in nodes(tree))
    assert at_precision(tree, {"x": 2, "y": 5}, 64, Work()) == 5 * 36


def test_a_constant_may_contain_any_function():
    assert at_precision(derivative(read_answer("x*zeta(3)", X), "x"), {}, 64, Work()) is not None
    with pytest.raises(LearningTheoremsError, match="not computed here"):
        derivative(read_answer("zeta(x)", X), "x")


def test_growth_is_stopped_by_the_allowance():
    work = Work()
    with pytest.raises(TooMuchWork):
        differentiated(read_answer("Derivative(exp(x**x)*sin(x**x)*x, x, 20)", X), work.spend)


@pytest.mark.parametrize(
    ("reference", "answer", "expected"),
    [
        ("2*x", "Derivative(x**2, x)", "correct"),
        ("2*x", "Derivative(x**2 + x, x)", "incorrect"),
        ("sign(x)", "Derivative(abs(x), x)", "correct"),
        ("0", "Derivative(root(2, x), x)", "incorrect"),
    ],
)
def test_judgement(reference, answer, expected):
    assert verdict(reference, answer, {"x": {"min": 1, "max": 3}}) == expected
