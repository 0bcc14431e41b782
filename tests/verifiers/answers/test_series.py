"""Integrals and infinite sums in answers: right values, and no value for what diverges or is not found."""

import pytest

from tests.verifiers.answers.questions import judged, real, verdict

X = {"x": real("1/10", 3)}
RIGHT = [
    ("pi**2/6", "Sum(1/k**2, (k, 1, oo))"),
    ("log(2)", "Sum((-1)**(k + 1)/k, (k, 1, oo))"),
    ("E", "Sum(1/k!, (k, 0, oo))"),
    ("sinh(pi)/pi", "Product(1 + 1/k**2, (k, 1, oo))"),
    ("sqrt(pi)", "Integral(exp(-t**2), (t, -oo, oo))"),
    ("pi", "Integral(1/(1 + t**2), (t, -oo, oo))"),
    ("-1", "Integral(log(t), (t, 0, 1))"),
    ("5/2", "Integral(abs(t), (t, -1, 2))"),
    ("1", "Integral(floor(t), (t, 0, 2))"),
    ("0", "Integral(sin(t), (t, -1, 1))"),
    ("1/2", "Integral(max(t, 0)*t*exp(-t**2/2)/sqrt(2*pi), (t, -oo, oo))"),
    ("1", "Integral(Piecewise((2, t < 1/2), (0, True)), (t, 0, 1))"),
]
NOT_FOUND = [
    "Sum((-1)**k, (k, 0, oo))",
    "Sum(sin(k), (k, 0, oo))",
    "Sum(exp(-(k - 300)**2), (k, 0, oo))",
    "Sum(k, (k, 1, oo))",
    "Integral(1/t, (t, 0, 1))",
    "Integral(1/t, (t, -1, 1))",
    "Integral(exp(-100*(t - 7)**2), (t, -oo, oo))*0 + oo",
]


@pytest.mark.parametrize(("reference", "answer"), RIGHT)
def test_right_values(reference, answer):
    assert verdict(reference, answer) == "correct"
    if "Integral" in answer:
        assert verdict(f"{reference} + 1/1000000", answer) == "incorrect"


@pytest.mark.parametrize("answer", NOT_FOUND)
def test_nothing_is_said_about_what_may_diverge(answer):
    assert verdict("1/2", answer) != "correct"
    assert verdict("oo", answer) != "incorrect"


@pytest.mark.parametrize(
    "answer",
    ["Sum((-1)**k, (k, 0, oo))", "Sum(sin(k), (k, 0, oo))", "Sum(exp(-(k - 300)**2), (k, 0, oo))", "Integral(1/t, (t, 0, 1))"],
)
def test_extrapolation_alone_calls_nothing_wrong(answer):
    assert verdict("7", answer) == "cannot decide"


def test_a_narrow_peak_on_a_half_line_is_not_missed():
    assert verdict("sqrt(pi)/10", "Integral(exp(-100*(t - 7)**2), (t, -oo, oo))") != "incorrect"
    assert verdict("sqrt(pi)/10", "Integral(exp(-100*(t - 7)**2), (t, 0, 20))") != "incorrect"


def test_a_removable_singularity_is_no_error():
    assert verdict("0", "Integral(sin(t)/t, (t, -1, 1)) - 2*Integral(sin(t)/t, (t, 0, 1))") != "incorrect"


def test_bounds_have_to_be_real_or_integers():
    assert verdict("1", "Sum(1/k**2, (k, 1/2, oo))") != "correct"
    assert verdict("1", "Integral(t, (t, I, 2))") != "correct"


def test_with_a_variable():
    assert verdict("log(x)", "Integral(1/t, (t, 1, x))", X) == "correct"
    assert verdict("log(x)", "Integral(1/t, (t, 2, x))", X) == "incorrect"


@pytest.mark.parametrize(
    ("policy", "expected"), [("accept", "correct"), ("reject", "incorrect"), ("cannot decide", "cannot decide")]
)
def test_what_an_uncomputed_definition_counts_as(policy, expected):
    found = judged("sqrt(pi)", "Integral(exp(-t**2), (t, -oo, oo))", definition=policy)
    assert found.verdict == expected
    assert judged("sqrt(pi)", "sqrt(pi)", definition=policy).verdict == "correct"
    assert judged("sqrt(pi)", "2*Integral(exp(-t**2), (t, -oo, oo))", definition=policy).verdict == "incorrect"
