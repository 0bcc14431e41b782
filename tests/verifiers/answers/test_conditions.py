"""Inequalities and regions: the same truth everywhere, also at ends that no rational number reaches."""

from fractions import Fraction

import pytest

from tests.verifiers.answers.questions import COUNT, X, integer, judged, real
from verifiers.answers.evaluation import Evaluator, Work
from verifiers.answers.symbols import Symbol
from verifiers.answers.texts.reading import read_answer

XY = {"x": real(-3, 3), "y": real(-3, 3)}
POSITIVE = {"x": real(0, 12)}
SAME = [
    ("abs(x - 1) <= 3", "-2 <= x <= 4", X, True),
    ("1/x > 0", "x > 0", X, True),
    ("x**2 < 4", "Not(Or(x <= -2, x >= 2))", X, True),
    ("1/x < 7/3", "Or(x < 0, x > 3/7)", X, True),
    ("abs(x - 1) + abs(x + 1) <= 3", "-3/2 <= x <= 3/2", X, True),
    ("x*(1 - x) < 1/4", "Ne(x, 1/2)", X, True),
    ("n >= 10", "n > 9", COUNT, True),
    ("n**2 >= 10", "n >= 4", COUNT, True),
    ("x**2 < 2", "abs(x) < sqrt(2)", X, False),
    ("log(x)/log(2) >= 3", "x >= 8", POSITIVE, False),
    ("x > log(2)", "exp(x) > 2", POSITIVE, False),
    ("x > y", "x - y > 0", XY, False),
    ("-2 < x <= 4", "Interval(-2, 4, True, False)", X, True),
]
DIFFERENT = [
    ("x > 1", "x >= 1", X),
    ("x**2 < 2", "x**2 <= 2", X),
    ("x > sqrt(2)", "x >= sqrt(2)", X),
    ("x**2 <= 2", "abs(x) < sqrt(2)", X),
    ("x > log(2)", "x >= log(4)/2", POSITIVE),
    ("log(x)/log(2) >= 3", "x > 8", POSITIVE),
    ("log(x)/log(2) >= 3", "x >= 9", POSITIVE),
    ("x**2 + y**2 <= 1", "abs(x) + abs(y) <= 1", XY),
    ("x > y", "x >= y", XY),
    ("1/x < 7/3", "x > 3/7", X),
    ("x**5 - x - 1 > 0", "x**5 - x - 1 >= 0", X),
    ("x < 4", "Or(x < 4, x > 49999/10000)", X),
    ("n > 10", "Or(n > 10, n = 3)", COUNT),
    ("-2 < x <= 4", "-2 < x < 4", X),
    ("sin(x) >= 0", "sin(x) > 0", {"x": real(1, 6)}),
]


@pytest.mark.parametrize(("reference", "answer", "variables", "proved"), SAME, ids=lambda t: str(t)[:28])
def test_equivalent_conditions(reference, answer, variables, proved):
    found = judged(reference, answer, variables, kind="inequality")
    assert found.verdict == "correct"
    assert found.proved or not proved


@pytest.mark.parametrize(("reference", "answer", "variables"), DIFFERENT, ids=lambda t: str(t)[:28])
def test_different_conditions(reference, answer, variables):
    found = judged(reference, answer, variables, kind="inequality")
    assert found.verdict == "incorrect"
    if not any("…" in str(v) for v in found.witness.point.values()):
        point = {n: Fraction(v) for n, v in found.witness.point.items()}
        trees = [read_answer(t, [Symbol(n) for n in variables]) for t in (reference, answer)]
        if "log" not in reference:
            assert len({Evaluator(point, Work()).holds(t) for t in trees}) == 2


def test_a_small_domain():
    assert judged("n > 2", "n >= 3", {"n": integer(1, 3)}).verdict == "correct"
    assert judged("n > 2", "n >= 2", {"n": integer(1, 3)}).verdict == "incorrect"


def test_both_verdicts_are_the_same_in_both_directions():
    for a, b, variables in DIFFERENT:
        assert judged(b, a, variables, kind="inequality").verdict == "incorrect"
