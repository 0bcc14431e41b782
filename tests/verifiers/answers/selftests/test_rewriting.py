"""Rewritings of formulas: other texts with the same values, which SymPy computes from the texts."""

import pytest
import sympy
from sympy import (
    Abs,
    Integer,
    Max,
    Min,
    Piecewise,
    Rational,
    Sum,
    Symbol,
    asinh,
    binomial,
    exp,
    gamma,
    log,
    sinh,
    sqrt,
    symbols,
)
from sympy.parsing.sympy_parser import rationalize, standard_transformations

from verifiers.answers.selftests.reshaping import fillers, minus, reshapings
from verifiers.answers.selftests.rewriting import MOST, rewritings
from verifiers.answers.symbols import Symbol as Letter
from verifiers.answers.sympy_trees import tree_of
from verifiers.answers.texts.reading import read_answer
from verifiers.answers.texts.writing import written
from verifiers.answers.trees import Relation, Variable, apply, number

n, k = symbols("n k", integer=True, positive=True)
x, y = symbols("x y", positive=True)
i = Symbol("i", integer=True)
LETTERS = [Letter("n", integer=True), Letter("k", integer=True), Letter("x"), Letter("y")]
POINTS = [{"n": 7, "k": 3, "x": Rational(3, 10), "y": Rational(17, 10)}, {"n": 4, "k": 1, "x": Rational(5, 2), "y": 1}]
NAMES = {"n": n, "k": k, "x": x, "y": y, "ceiling": sympy.ceiling, "min": Min, "max": Max, "abs": Abs, "e": sympy.E}

FORMULAS = {  # formula → labels that must be among its rewritings
    n / (k - n - 1): ["in partial fractions of n", "signs through fractions", "negative powers", "terms reordered"],
    2 * x / (y * (y + 2)): ["expanded", "in partial fractions of y", "fractions expanded"],
    x / 4 + 1 / y: ["factored", "decimals"],
    log(x * y) + log(x / (y + 1)): ["logarithms split", "logarithms merged", "reciprocal in the logarithm"],
    exp(x + y) * x**y * x**2: ["powers split", "powers merged", "exponentials"],
    binomial(n + k, k) * gamma(x): ["by Gamma functions", "factorials", "mirrored binomial"],
    asinh(x) + sinh(y): ["hyperbolic functions written out", "odd functions", "exponentials"],
    Min(x, y) + Max(x, 2) + Abs(x - y) + sympy.ceiling(x): ["cases"],
    Sum(i**2 + x, (i, 1, n)): ["another index", "index shifted", "sum backwards", "last term apart", "expanded"],
    Piecewise((x, x < y), (y**2, True)): ["cases", "one side", "denied", "sides swapped"],
    sqrt(x) + Rational(3, 8): ["powers", "fractions"],
    Integer(7): ["doubled and halved", "one added and taken away", "twice less once"],
}


def value(text, point):
    expression = sympy.parse_expr(text, dict(NAMES), (*standard_transformations, rationalize))
    return expression.subs({NAMES[name]: v for name, v in point.items()}).doit().evalf(25)


@pytest.mark.parametrize("formula", FORMULAS, ids=str)
def test_rewritings_are_other_texts_with_the_same_values(formula):
    found = rewritings(formula, LETTERS)
    assert set(FORMULAS[formula]) <= {r.label for r in found}
    assert 4 <= len(found) <= MOST
    own = written(tree_of(formula))
    assert len({own, *(r.text for r in found[1:])}) == len(found)
    for point in POINTS:
        expected = value(own, point)
        for form in found:
            assert abs(value(form.text, point) - expected) < abs(expected) * Rational(1, 10**20), form


@pytest.mark.parametrize("formula", FORMULAS, ids=str)
def test_both_texts_of_a_rewriting_are_read(formula):
    for form in rewritings(formula, LETTERS):
        assert form.latex != form.text or form.text.isdigit()
        read_answer(form.text, LETTERS, "sympy")
        read_answer(form.latex, LETTERS, "latex")


def test_conditions_are_rewritten_as_conditions():
    condition = sympy.And(x < 2 * y, n >= k)
    found = {r.label: r.text for r in rewritings(condition, LETTERS)}
    assert {"sides swapped", "one side", "sides doubled", "denied", "terms reordered"} <= set(found)
    for text in found.values():
        for point in ({"x": 1, "y": 1, "n": 2, "k": 2}, {"x": 2, "y": 1, "n": 2, "k": 2}, {"x": 1, "y": 1, "n": 1, "k": 2}):
            truth = sympy.parse_expr(text, dict(NAMES)).subs({NAMES[name]: v for name, v in point.items()})
            assert bool(truth) == (point["x"] < 2 * point["y"] and point["n"] >= point["k"])
    assert not list(fillers(tree_of(condition)))


def test_a_tree_without_a_rule_is_left_alone():
    assert list(reshapings(Variable("x"))) == []
    assert {label for label, _ in reshapings(Relation("<", Variable("x"), number(1)))} == {
        "sides swapped", "one side", "sides doubled", "denied"}


def test_a_sign_moves_inwards():
    tree = apply("mul", apply("add", Variable("x"), apply("neg", Variable("y"))), Variable("z"))
    assert written(minus(tree)) == "(-x + y)*z"
    assert minus(apply("neg", tree)) == tree
