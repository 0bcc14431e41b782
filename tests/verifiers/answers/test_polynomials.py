"""Factors of polynomials in several variables, against SymPy."""

import pytest
import sympy

from verifiers.answers.polynomials import factors_of
from verifiers.answers.symbols import Symbol
from verifiers.answers.texts.reading import read_answer

SYMBOLS = [Symbol(name) for name in "xyz"]


@pytest.mark.parametrize("text", ["(x - y)*(x + y)**3/7", "x**2 - y**2", "x*y*z - 2*x*y", "(x**2 + y**2 - 1)*(2*x + 3)",
                                  "-x + 1/2"])
def test_factors_are_those_of_sympy(text):
    found = factors_of(read_answer(text, SYMBOLS))
    assert found is not None
    names = {name: sympy.Symbol(name) for name in "xyz"}
    wanted = {sympy.Poly(f).monic().as_expr() for f, _ in sympy.factor_list(sympy.sympify(text, names))[1]}
    assert {sympy.sympify(f.replace("^", "**"), names) for f in found} == wanted


def test_scaled_equations_have_the_same_factors():
    first, second = (read_answer(t, SYMBOLS) for t in ("(x - 2*y)**2*(x + 1)", "(4*y - 2*x)*(x + 1)**5/3"))
    assert factors_of(first) == factors_of(second)


@pytest.mark.parametrize("text", ["exp(x)", "x/y", "3", "x**30", "(x + y + z)**20*(x - y)**20", "x**y"])
def test_what_is_no_polynomial_or_a_large_one_has_none(text):
    assert factors_of(read_answer(text, SYMBOLS)) is None
