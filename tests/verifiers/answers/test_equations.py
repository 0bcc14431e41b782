"""Equations are the same if they have the same solutions in the domain."""

import pytest

from tests.verifiers.answers.questions import integer, judged, real

LINE = {"x": real(-9, 9)}
XY = {"x": real("1/5", 5), "y": real("1/5", 5)}
SAME = [
    ("2*x + 4*y = 6", "x = 3 - 2*y", XY),
    ("x = 3", "3*x - 9 = 0", LINE),
    ("x = 3", "(x - 3)*(x**2 + 1) = 0", LINE),
    ("x = 3", "exp(x) = exp(3)", LINE),
    ("log(x) + log(y) = 1", "x*y = E", XY),
    ("log(x) + log(y) = 1", "y = E/x", XY),
    ("x**2 = 2", "abs(x) = sqrt(2)", LINE),
    ("n = 3", "n**2 = 9", {"n": integer(1, 200)}),
]
DIFFERENT = [
    ("x = 3", "(x - 3)*(x - 899/100) = 0", LINE),
    ("x = 3", "(x - 101/100)*(x - 102/100)*(x - 3) = 0", LINE),
    ("x = 3", "(x - 3)*(x - sqrt(2))**2 = 0", LINE),
    ("sin(pi*x) = 0", "cos(pi*x) = 1", LINE),
    ("x**2 = 4", "x = 2", LINE),
    ("n = 3", "mod(n, 100) = 3", {"n": integer(1, 200)}),
    ("n = 3", "(n - 3)*(n - 150) = 0", {"n": integer(1, 200)}),
    ("x + y = 2", "x - y = 2", XY),
    ("sin(pi*x) = 0", "sin(2*pi*x) = 0", LINE),
]


@pytest.mark.parametrize(("reference", "answer", "variables"), SAME, ids=lambda t: str(t)[:24])
def test_equivalent(reference, answer, variables):
    assert judged(reference, answer, variables, kind="equation").verdict == "correct"
    assert judged(answer, reference, variables, kind="equation").verdict == "correct"


@pytest.mark.parametrize(("reference", "answer", "variables"), DIFFERENT, ids=lambda t: str(t)[:24])
def test_different(reference, answer, variables):
    found = judged(reference, answer, variables, kind="equation")
    assert found.verdict == "incorrect"
    assert {found.witness.answer, found.witness.correct} == {"solved", "not solved"}
    assert judged(answer, reference, variables, kind="equation").verdict == "incorrect"


def test_solutions_lost_outside_of_the_domain_only():
    assert judged("x**2 = y**2", "x = y", XY, kind="equation").verdict == "cannot decide"


def test_an_excluded_solution_is_no_difference():
    found = judged("(x - 1)*(x - 2) = 0", "x = 2", LINE, ["Ne(x, 1)"], kind="equation")
    assert found.verdict != "incorrect"


def test_poles_and_jumps_are_no_solutions():
    assert judged("1/x = 0", "x = 0", {"x": real(-2, 3)}, kind="equation").verdict != "correct"
    assert judged("floor(x) = 1/2", "x = 1", {"x": real(-2, 3)}, kind="equation").verdict != "correct"


def test_what_is_no_equation():
    assert "sign =" in judged("x = 1", "x", LINE, kind="equation").feedback
    assert judged("n = 4", "n = 5", {"n": integer(0, 10**12)}, kind="equation").verdict == "incorrect"
