"""Comparison of two formulas at points: states, escalation of the precision, special points."""

from fractions import Fraction

import mpmath
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.verifiers.answers.questions import value
from verifiers.answers.comparing import FINE, compare_at, confirmed, everywhere, samples
from verifiers.answers.evaluation import Work
from verifiers.answers.grounds import Axis, Box
from verifiers.answers.symbols import Symbol
from verifiers.answers.texts.reading import read_answer

X = [Symbol("x"), Symbol("n", integer=True)]
LINE = Box((Axis("x", False, Fraction(-5), Fraction(5)),))


def read(text):
    return read_answer(text, X)


def state(first, second, **point):
    return compare_at(read(first), read(second), point, Work()).state


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("x + x", "2*x", "equal"),
        ("sin(x)**2 + cos(x)**2", "1", "close"),
        ("x", "x + 10**(-90)", "different"),
        ("1/x", "1/(x - 3)", "no answer"),
        ("1/(x - 3)", "x", "no reference"),
        ("x > 2", "x >= 3", "equal"),
        ("floor(x + sin(0))", "3", "equal"),
        ("max(sin(x)**2 + cos(x)**2, 1)", "1", "close"),
        ("exp(-100*x)", "exp(-100*x) + exp(-110*x)", "different"),
        ("sign(sin(x)**2 + cos(x)**2 - 1)", "0", "open"),
    ],
)
def test_states(first, second, expected):
    assert state(first, second, x=3) == expected


@pytest.mark.parametrize("digits", [20, 40, 100])
def test_a_small_difference_is_found(digits):
    first, second = read("exp(x)*log(3)"), read(f"exp(x)*log(3)*(1 + 10**(-{digits}))")
    found = [compare_at(first, second, {"x": Fraction(1, 3)}, Work())]
    if found[0].state == "close":
        found = confirmed(first, second, found, Work())
    assert found[0].state == "different"


def test_digits_of_a_close_pair_are_those_of_the_precision():
    found = compare_at(read("log(6)"), read("log(2) + log(3)"), {}, Work(), FINE)
    assert 100 < found.digits <= 132


@settings(max_examples=40, deadline=None)
@given(
    st.fractions(-4, 4, max_denominator=50),
    st.sampled_from(["x**3/(x + 9)", "exp(x)*sin(x)", "abs(x)*atan(x)", "2**x - x"]),
    st.sampled_from(["x**3/(x + 9)", "exp(x)*sin(x)", "abs(x)*atan(x)", "2**x - x", "x"]),
)
def test_different_means_different_by_mpmath(x, first, second):
    trees = read(first), read(second)
    found = compare_at(*trees, {"x": x}, Work()).state
    with mpmath.workdps(40):
        gap = abs(value(trees[0], {"x": x}) - value(trees[1], {"x": x}))
        assert (found == "different") == (gap > mpmath.mpf(10) ** -25)


@pytest.mark.parametrize(
    "wrong",
    [
        "min(x, 4999/1000)",
        "max(x, -4999/1000)",
        "x + min(x**2 - 1/100, 0)*x",
        "x + floor((x + 5)/10)",
        "Piecewise((x, x < 4999/1000), (5, True))",
        "Piecewise((x, Ne(x, 17/13)), (0, True))",
        "x + abs(x - 1/7) + (1/7 - x)*sign(x - 1/7)+ Piecewise((0, x**2 < 24), (1, True))",
        "x*(x - 22/7)/(x - 22/7) + 0**((x - 22/7)**2)",
    ],
)
def test_a_formula_that_is_wrong_on_a_small_part_is_found_out(wrong):
    found = samples(read("x"), read(wrong), LINE, Work())
    assert any(s.state in ("different", "no answer") for s in found)


def test_a_finite_domain_is_compared_at_every_point():
    ground = Box((Axis("n", True, Fraction(1), Fraction(200)),))
    found = everywhere(read("floor(pi*n)"), read("floor(355*n/113)"), ground, Work())
    assert [s.point for s in found if s.state == "different"] == [{"n": 113}]


def test_costly_formulas_are_compared_at_few_points():
    slow = read("Integral(exp(-t**2*x), (t, 0, 1))")
    assert len(samples(slow, slow, LINE, Work())) <= 6
    heavy = read("Sum(exp(x/k), (k, 1, 3000))")
    assert 6 <= len(samples(heavy, heavy, LINE, Work())) < 40
