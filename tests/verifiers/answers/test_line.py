"""Cells and algebraic ends of conditions on one variable."""

from fractions import Fraction

import pytest

from verifiers.answers.grounds import Axis, Box
from verifiers.answers.line import (
    cells,
    critical_points,
    irrational_points,
    polynomial_roots,
    rational_and_algebraic_roots,
    truth_at,
)
from verifiers.answers.symbols import Symbol
from verifiers.answers.texts.reading import read_answer

LINE = Box((Axis("x", False, Fraction(-3), Fraction(3)),))


def read(text):
    return read_answer(text, [Symbol("x")])


def test_cells_have_points_at_and_between_the_places_and_at_the_ends():
    found = {p["x"] for p in critical_points(cells([read("x*(x - 1) > 0"), read("x < 2")], "x", LINE), "x", LINE)}
    assert {Fraction(k) for k in (-3, 0, 1, 2, 3)} <= found
    assert all(any(a < p < b for p in found) for a, b in ((-3, 0), (0, 1), (1, 2), (2, 3)))


def test_integers_beside_every_place():
    ground = Box((Axis("x", True, Fraction(0), Fraction(50)),))
    assert {0, 13, 14, 15, 50} <= {p["x"] for p in critical_points(cells([read("3*x > 41")], "x", ground), "x", ground)}


@pytest.mark.parametrize(
    ("condition", "truths"),
    [
        ("x**2 < 2", [False, False]),
        ("x**2 <= 2", [True, True]),
        ("x > 0", [False, True]),
        ("abs(x) = x", [False, True]),
        ("1/(x**2 - 2) > 0", [False, False]),
        ("x**4 - 4 >= 0", [True, True]),
        ("Not(x**2 = 2)", [False, False]),
        ("x**3 > 2*x - 1/10**9", [True, True]),
        ("0 < x < 3/2", [False, True]),
    ],
)
def test_truth_at_the_roots_of_two_is_exact(condition, truths):
    places = irrational_points(cells([read("x**2 = 2")], "x", LINE), "x", LINE)
    assert sorted(p.near() for p in places) == [p.near() for p in places] and len(places) == 2
    assert [truth_at(read(condition), "x", p) for p in places] == truths


@pytest.mark.parametrize(
    "text", ["sin(x) > 0", "x > pi", "+".join(f"abs(x - {k})" for k in range(30)) + " > 7", "x**x > 2", "(x + 1)**60 > 2"]
)
def test_what_is_not_rational_or_too_large_has_no_cells(text):
    assert cells([read(text)], "x", LINE) is None


def test_roots():
    assert polynomial_roots(read("(2*x - 7)*abs(x - 1)/(x + 3)"), "x") == [-3, 1, Fraction(7, 2)]
    rational, irrational = rational_and_algebraic_roots(read("(x**3 - 2)*(x - 1)**2/(x - 1)"), "x")
    assert rational == set() or rational == {1}
    assert [round(float(r.near()), 6) for r in irrational] == [1.259921]
    low, high = irrational[0].bracket()
    assert low**3 < 2 < high**3 and high - low < Fraction(1, 10**60)
