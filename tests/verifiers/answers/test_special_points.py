"""Special points lie where formulas change their character, and in the domain."""

from fractions import Fraction

import pytest

from verifiers.answers.evaluation import Work
from verifiers.answers.grounds import Axis, Box
from verifiers.answers.special_points import special_points
from verifiers.answers.symbols import Symbol
from verifiers.answers.texts.reading import read_answer

BOX = Box((Axis("x", False, Fraction(-5), Fraction(5)), Axis("n", True, Fraction(1), Fraction(60))))


def found(text, name, ground=BOX):
    tree = read_answer(text, [Symbol("x"), Symbol("n", integer=True)])
    points = list(special_points([tree], ground, Work()))
    assert all(ground.admits(p) for p in points)
    return {p[name] for p in points}


@pytest.mark.parametrize(
    ("text", "name", "places"),
    [
        ("abs(3*x - 7)", "x", {Fraction(7, 3)}),
        ("1/(x - 22/7)", "x", {Fraction(22, 7)}),
        ("x < 1/3", "x", {Fraction(1, 3)}),
        ("max(2*x, 1, 5 - x)", "x", {Fraction(1, 2), Fraction(5, 3), Fraction(4)}),
        ("floor(n/40)", "n", {39, 40, 41, 60}),
        ("mod(n, 25)", "n", {24, 25, 26}),
        ("sign(x**2 - 9/4)", "x", {Fraction(3, 2), Fraction(-3, 2)}),
        ("n > 57", "n", {56, 57, 58}),
        ("x", "x", {Fraction(-5), Fraction(5)}),
        ("x", "n", {1, 60}),
    ],
)
def test_places(text, name, places):
    assert places <= found(text, name)


def test_cells_up_to_the_ends_have_points():
    points = found("min(x, 4999/1000)", "x")
    assert any(p > Fraction(4999, 1000) and p < 5 for p in points)


def test_ends_that_are_left_out_are_no_points():
    ground = Box((Axis("x", False, Fraction(0), Fraction(1), open=True),))
    assert not {Fraction(0), Fraction(1)} & found("x", "x", ground)


def test_integers_stay_integers():
    assert all(isinstance(n, int) for n in found("abs(2*n - 7)", "n"))


def test_a_corner():
    ground = Box((Axis("x", True, Fraction(0), Fraction(20)), Axis("n", True, Fraction(0), Fraction(20))))
    points = list(special_points([read_answer("x*n", [Symbol("x"), Symbol("n")])], ground, Work()))
    assert {"x": 20, "n": 20} in points
