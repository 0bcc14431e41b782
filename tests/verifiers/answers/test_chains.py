"""Chains: the first wrong link is named; inequalities between formulas."""

import pytest

from tests.verifiers.answers.questions import X, integer, judged, real

UNIT = {"p": real(0, 1, True)}
BOX = {"x": real(0, 1)}
N = {"n": integer(1, 60)}


@pytest.mark.parametrize(
    ("reference", "answer", "link", "variables"),
    [
        ("(x + 1)**2", "(x + 1)**2 = x*(x + 2) + 1 = x**2 + 2*x + 1", None, X),
        ("(x + 1)**2", "(x + 1)**2 = x*(x + 2) + 2 = x**2 + 2*x + 2", 1, X),
        ("(x + 1)**2", "x**2 = x*x", 0, X),
        ("(x + 1)**2", "(x + 1)**2 = x**2 + 2*x + 1 = x**2 + 1", 2, X),
        ("x", "x <= x + 1 <= x + 2 <= x", 3, X),
        ("n", "n = Sum(1, (k, 1, n)) < n + 1", None, N),
        ("n", "n = n + floor(n/60)", 1, N),
        ("x", "x <= abs(x)", None, X),
        ("x", "x >= -abs(x) >= 1 - abs(x)", 2, X),
        ("n", "n < n**2", 1, N),
        ("n", "n <= n**2", None, N),
    ],
)
def test_first_wrong_link(reference, answer, link, variables):
    found = judged(reference, answer, variables, kind="chain")
    assert (found.verdict, found.first_bad_link) == (("correct", None) if link is None else ("incorrect", link))


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("x*(1 - x) <= 1/4", "correct"),
        ("x*(1 - x) < 1/4", "incorrect"),
        ("x*(1 - x) <= 2499/10000", "incorrect"),
        ("x*(1 - x) <= x", "correct"),
        ("x*(1 - x) < x", "incorrect"),
        ("x*(1 - x) >= x/2 - x**2 + log(1 + x/9)", "correct"),
    ],
)
def test_inequalities_that_fail_at_a_point_only(answer, expected):
    assert judged("x*(1 - x)", answer, BOX, kind="chain").verdict == expected


def test_a_strict_inequality_that_is_an_equality_at_one_point():
    entropy = "-p*log(p) - (1 - p)*log(1 - p)"
    assert judged(entropy, f"{entropy} <= log(2)", UNIT, kind="chain").verdict == "correct"
    assert judged(entropy, f"{entropy} < log(2)", UNIT, kind="chain").verdict != "correct"


def test_sides_that_are_not_real_or_have_no_value():
    assert judged("x", "x <= sqrt(x) + 9", X, kind="chain").verdict == "cannot decide"
    assert judged("x - 1", "x - 1 >= log(x)", {"x": real(0, 3)}, kind="chain").verdict == "correct"


def test_the_sentence_names_the_link_and_its_sides():
    found = judged("n", "n = 2*n/2 = n + 1", N, kind="chain")
    assert (
        found.feedback == "link 2, 2*n/2 = n + 1, is the first wrong one: at n = 1 its left side is 1, its right side 2"
        "; the right side: it differs from the right one by the constant 1"
    )


def test_long_chains_share_one_allowance():
    part = "x + Sum(sin(j*x), (j, 1, 300))*0"
    assert judged("x", " = ".join([part] * 30), X, kind="chain").verdict in ("correct", "cannot decide")
