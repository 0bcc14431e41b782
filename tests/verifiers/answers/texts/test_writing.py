"""Trees are written so that the readers read the same tree back."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.verifiers.answers.sample import PLAIN, conditions, shown, structures, symbols, values
from verifiers.answers.problems import CannotRead
from verifiers.answers.texts.reading import read_answer
from verifiers.answers.texts.writing import LONGEST, written
from verifiers.answers.texts.writing_latex import latex_of
from verifiers.answers.trees import Apply, Collected, Number, Variable, apply, nodes, number

everything = st.one_of(values, conditions, structures())
quick = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def comparable(tree):
    """LaTeX writes a closed interval as it writes a list of two."""
    return replace(tree, kind="tuple") if isinstance(tree, Collected) and tree.kind == "interval" and (
        tree.open_ends[0] == tree.open_ends[1]) else tree


def read_back(text, syntax):
    """The tree of a text, or None if its size is beyond the limits."""
    try:
        return read_answer(text, PLAIN, syntax)
    except CannotRead as error:
        if any(word in error.sentence for word in ("digits", "arguments of", "exponents", "terms", "nested", "levels", "…")):
            return None
        raise


@quick
@given(everything)
def test_plain_text_is_read_back_as_the_same_tree(tree):
    assert read_back(written(tree), "ascii") in (tree, None)


@quick
@given(everything)
def test_latex_is_read_back_as_the_same_tree(tree):
    back = read_back(latex_of(tree, PLAIN), "latex")
    assert back is None or comparable(back) == comparable(tree)


@pytest.mark.parametrize("text", [
    "-x**2", "(-x)**2", "x - (y - z)", "x/(y*z)", "x/y*z", "x*(y/z)", "x/(y/z)", "(x**y)**z", "x**(y**z)", "-(x + y)",
    "x*(-y)",
    "--x", "x - (-y)", "2*x", "0.75", "mod(n, 2)", "(x + y) + z", "x < y <= z", "And(x > 1, x < 2)",
    "{1, 2}", "{}", "[x, y]", "(x, y)",
    "Interval(0, 1)", "Interval(0, 1, True, False)", "Matrix([[1, 2], [3, 4]])", "Normal(0, 1)", "Sum(1/k, (k, 1, n))",
    "Derivative(x**2, (x, 2))", "Piecewise((x, x > 0), (0, True))", "Union(Interval(0, 1), {2})", "factorial(n)", "E**x",
])
def test_compact_forms(text):
    assert shown(text, syntax="ascii") == text


def test_a_constant_gives_way_to_a_variable_of_the_same_name():
    tree = read_answer("E*e", symbols("E"))
    assert written(tree) == "E*e"
    assert read_answer(written(tree), symbols("E")) == tree


def test_numbers_of_any_size_are_written():
    assert written(Number(Fraction(-3, 4))) == "-0.75"
    assert written(apply("pow", number(-2), Variable("n"))) == "(-2)**n"
    assert written(number(Fraction(1, 3))) == "(1/3)"
    assert written(number(10**10000)) == "…"
    assert len(written(Apply("add", tuple(number(10**900 + 1) for _ in range(100))))) == LONGEST + 1


@pytest.mark.parametrize("text", ["999e999", "1.55e-999", "0.001e-1000", "3e300", "1e-300", "9" * 1000, "0." + "3" * 999])
def test_long_decimals_are_read_back(text):
    tree = read_answer(text, [])
    assert read_answer(written(tree), []) == tree and len(written(tree)) <= 1001


def test_trees_beyond_the_limits_are_cut():
    tree = Variable("x")
    for _ in range(3000):
        tree = Apply("sin", (tree,))
    assert "…" in written(tree) and "…" in latex_of(tree)
    assert sum(1 for _ in nodes(tree)) == 3001


def test_latex_uses_the_declared_latex_of_symbols():
    names = symbols(r"s1~\sigma_1 x")
    tree = read_answer(r"\frac{\sigma_{1}^2}{x}", names)
    assert latex_of(tree, names) == r"\frac{\sigma_1^{2}}{x}"
    assert latex_of(tree) == r"\frac{s_{1}^{2}}{x}"
    assert read_answer(latex_of(tree), names, "latex") == tree
