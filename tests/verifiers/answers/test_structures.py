"""Intervals, sets, vectors and matrices."""

import pytest

from tests.verifiers.answers.questions import X, judged, real, verdict

AB = {"a": real(-3, 3), "b": real(-3, 3)}
M = "Matrix([[x, 1], [2, x]])"


@pytest.mark.parametrize(
    ("reference", "answer", "expected"),
    [
        ("Interval(0, 1)", "[0, 1]", "correct"),
        ("Interval(0, 1)", "[0, 1)", "incorrect"),
        ("Interval(0, 1)", "[0, 2]", "incorrect"),
        ("Interval(0, oo)", "[0, oo)", "correct"),
        ("Interval(0, oo)", "[0, 10**9]", "incorrect"),
        ("Interval(0, 1)", "[0, oo)", "incorrect"),
        ("Interval(-oo, 3)", "(-oo, 3]", "correct"),
        ("Interval(0, oo)", "Interval(0, -oo)", "incorrect"),
        ("Interval(0, sqrt(2))", "[0, 2/sqrt(2)]", "correct"),
        ("Union(Interval(0, 1), Interval(1, 2))", "[0, 2]", "correct"),
        ("Union(Interval(0, 1), Interval(2, 3))", "Union(Interval(2, 3), Interval(0, 1))", "correct"),
        ("Union(Interval(0, 1), Interval(2, 3))", "[0, 3]", "incorrect"),
        ("Interval(0, 1)", "3", "cannot decide"),
        ("{1, 2}", "{2, 1, 4/2}", "correct"),
        ("{1, 2}", "{1, 3}", "incorrect"),
        ("{1, 2}", "{1}", "incorrect"),
        ("{1, 2}", "{1, 2, 3}", "incorrect"),
        ("{sqrt(2), -sqrt(2)}", "{2/sqrt(2), -2/sqrt(2)}", "correct"),
        ("{1, 2}", "3", "cannot decide"),
    ],
)
def test_constants(reference, answer, expected):
    assert verdict(reference, answer) == expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("{-a, a}", "correct"),
        ("{abs(a), -abs(a)}", "correct"),
        ("{a, -a, a*a/a}", "correct"),
        ("{a}", "incorrect"),
        ("{a, b}", "incorrect"),
        ("{a, -abs(a)}", "incorrect"),
    ],
)
def test_sets_are_compared_at_every_point(answer, expected):
    found = judged("{a, -a}", answer, AB)
    assert found.verdict == expected
    assert (found.witness is not None) == (expected == "incorrect")


@pytest.mark.parametrize(
    ("reference", "answer", "expected"),
    [
        (M, "Matrix([[x, 1], [2, x + 0]])", "correct"),
        (M, "Matrix([[x, 1], [2, 2*x]])", "incorrect"),
        (M, "Matrix([[x, 1, 2], [2, x, 1]])", "incorrect"),
        (M, "Matrix([[x**2, x], [2*x, x**2]])/x", "correct"),
        (f"{M}*{M}", f"{M}**2", "correct"),
        (f"inv({M})", "Matrix([[x, -1], [-2, x]])/(x**2 - 2)", "correct"),
        (f"transpose({M})", M, "incorrect"),
        ("[x, 2*x]", "Matrix([[x], [2*x]])", "correct"),
        (f"det({M})", "x**2 - 2", "correct"),
        (f"trace({M}*{M})", "2*x**2 + 4", "correct"),
        ("norm([x, 2*x])", "sqrt(5)*abs(x)", "correct"),
        (f"det(Matrix([[det({M}), 1], [0, 2]]))", "2*x**2 - 4", "correct"),
        (M, "x", "cannot decide"),
        (M, f"((({M}**6)**6)**6)**6", "cannot decide"),
        (f"inv(inv({M}))", M, "correct"),
    ],
)
def test_matrices(reference, answer, expected):
    assert verdict(reference, answer, X) == expected


def test_the_wrong_part_is_named():
    assert judged(M, "Matrix([[x, 1], [3, x]])", X).feedback.startswith("the entry in row 2, column 1: ")
    assert judged("[1, x]", "[1, 2*x]", X).feedback.startswith("entry 2: ")
    assert judged("Interval(0, x)", "[0, 2*x]", {"x": real(1, 3)}).feedback.startswith("the right end: ")
    assert judged(M, "[x, 1]", X).feedback == "the answer is a vector of 2 entries, expected is a 2×2 matrix"


def test_constants_are_not_given_away():
    for reference, answer in (("{17, 1}", "{1}"), ("[1, 17]", "[1, 2]"), ("Interval(0, 17)", "[0, 1]")):
        found = judged(reference, answer)
        assert "17" not in found.feedback + str(found.witness)
