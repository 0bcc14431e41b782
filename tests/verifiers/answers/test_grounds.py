"""Points of a ground: in the domain, simple ones first, always the same."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifiers.answers.grounds import Axis, Box, height, simplest_between
from verifiers.answers.symbols import Symbol
from verifiers.answers.texts.reading import read_answer
from verifiers.errors import LearningTheoremsError

NP = (Axis("N", True, Fraction(6), Fraction(40)), Axis("P", True, Fraction(2), Fraction(30)))
COUPLED = read_answer("N > P + 1", [Symbol("N"), Symbol("P")])


def test_points_satisfy_ranges_and_constraints():
    points = Box(NP, (COUPLED,)).points()
    assert len(points) == 40
    assert all(6 <= p["N"] <= 40 and 2 <= p["P"] <= 30 and p["N"] > p["P"] + 1 for p in points)
    assert [height(p) for p in points] == sorted(height(p) for p in points)
    assert points == Box(NP, (COUPLED,)).points()


def test_a_finite_box_is_listed_whole():
    every = Box(NP, (COUPLED,)).every()
    assert len(every) == sum(n > p + 1 for n in range(6, 41) for p in range(2, 31))
    assert Box((Axis("n", True, Fraction(0)),)).every() is None
    assert Box((Axis("x", False, Fraction(0), Fraction(1)),)).every() is None


@given(st.fractions(-50, 50, max_denominator=999), st.fractions(Fraction(1, 999), 5, max_denominator=999))
def test_the_simplest_fraction_between(low, width):
    found = simplest_between(low, low + width)
    assert low < found < low + width
    assert not any(
        low < Fraction(round(low * q) + k, q) < low + width for q in range(1, min(found.denominator, 40)) for k in (0, 1)
    )


def test_an_open_axis_leaves_its_ends_out():
    axis = Axis("n", True, Fraction(0), Fraction(3), open=True)
    assert list(axis.integers()) == [1, 2]
    assert not axis.admits(0)
    assert not axis.admits(Fraction(1, 2))


def test_no_points():
    with pytest.raises(LearningTheoremsError, match="no point"):
        Box(NP, (read_answer("N < P - 100", [Symbol("N"), Symbol("P")]),)).points()


def test_constraints_that_cost_too_much_are_given_up():
    slow = read_answer("Sum(1/k, (k, 1, 15000)) < N", [Symbol("N"), Symbol("P")])
    with pytest.raises(LearningTheoremsError):
        Box(NP, (slow,)).points()


def test_huge_ranges_are_not_listed():
    assert len(Box((Axis("n", True, Fraction(0), Fraction(10**12)),)).points()) == 40
