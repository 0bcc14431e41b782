"""Slips: each is recognised once, and is not said where it would be wrong."""

import pytest

from tests.verifiers.answers.questions import COUNT, X, integer, judged, real
from verifiers.answers.regions import where_right

NP = {"N": integer(2, 30), "P": integer(40, 70)}
XY = {"x": real("1/3", 4), "y": real("1/3", 4)}
SAID = [
    ("N/(P - N)", "-N/(P - N)", NP, "sign"),
    ("N/(P - N)", "2*N/(P - N)", NP, "constant factor"),
    ("N/(P - N)", "N/(P - N) - 1/2", NP, "constant offset"),
    ("N/(P + N)", "(P + N)/N", NP, "inverse"),
    ("N**2/P", "P**2/N", NP, "N and P swapped"),
    ("n**2", "(n + 1)**2", COUNT, "index shift"),
    ("log(x*y)", "log(x*y)/log(2)", XY, "base of the logarithm"),
    ("x/(x + y)", "x**2/(x + y)**2", XY, "square"),
    ("x/(x + y)", "sqrt(x/(x + y))", XY, "square root"),
    ("abs(x)", "x", X, "right on a part of the domain"),
    ("x", "sqrt(pi)*x", XY, "constant factor"),
    ("x*log(y)+1", "x*log(y)/log(10)+1", XY, "base of the logarithm"),
]
NOT_SAID = [
    ("x", "x + 0**((x - 1)**2)", X, "constant factor"),
    ("x", "min(x, 4999/1000)", X, "constant factor"),
    ("x", "x*log(2)", XY, "base of the logarithm"),
    ("x + y", "x + y + x/1000", XY, "N and P swapped"),
    ("x", "x + sin(x)/9", X, "constant offset"),
    ("n", "n**2 - n + 1", COUNT, "square"),
    ("x*y", "2*x*y + 0**((x - 1)**2)", XY, "sign"),
    ("max(x, 0)", "2*max(x, 0) + min(x, 0)", X, "constant factor"),
]


@pytest.mark.parametrize(("reference", "answer", "variables", "slip"), SAID, ids=lambda t: str(t)[:22])
def test_said(reference, answer, variables, slip):
    found = judged(reference, answer, variables)
    assert (found.verdict, found.slip) == ("incorrect", slip)
    assert len(reference) < 3 or reference not in found.feedback


@pytest.mark.parametrize(("reference", "answer", "variables", "slip"), NOT_SAID, ids=lambda t: str(t)[:22])
def test_not_said(reference, answer, variables, slip):
    found = judged(reference, answer, variables)
    assert found.verdict == "incorrect"
    assert found.slip != slip


def test_a_real_variable_is_no_index():
    assert "x is one too large" in judged("x**2", "(x + 1)**2", X).feedback
    assert "an index is one too small" in judged("n**2", "(n - 1)**2", COUNT).feedback


@pytest.mark.parametrize(
    ("reference", "answer", "variables", "part"),
    [
        ("abs(x)", "x", X, "x ≥ 0"),
        ("abs(x)", "-x", X, "x ≤ 0"),
        ("(1 + (-1)**n)/2", "1", COUNT, "even n"),
        ("cos(pi*n)**2 - n", "1 - n + floor(1/n)", COUNT, "n ≥ 2"),
        ("max(x, y)", "x", XY, "x ≥ y"),
    ],
)
def test_the_part_of_the_domain(reference, answer, variables, part):
    assert f"it is right only for {part}" in judged(reference, answer, variables).feedback


def test_nothing_is_said_about_a_part_from_one_wrong_point():
    assert where_right([]) == ""
    assert (
        "right only for"
        not in judged("x + n", "x + n + 0**((n - 7)**2 + floor(x)**2)", {"x": real(0, 9), "n": integer(1, 9)}).feedback
    )
