"""Judgements of formulas and numbers: right ones are accepted, wrong ones refused with a true witness."""

from fractions import Fraction

import mpmath
import pytest

from tests.verifiers.answers.questions import COUNT, POSITIVE, X, integer, judged, real, value, verdict
from verifiers.answers.symbols import Symbol
from verifiers.answers.texts.reading import read_answer

NP = {"N": integer(6, 40), "P": integer(2, 30)}
XY = {"x": real("1/5", 3), "y": real("1/5", 3)}
NK = {"n": integer(1, 30), "k": integer(0, 30)}
RIGHT = [
    ("(x + 1)**2", "x**2 + 2*x + 1", X),
    ("sin(2*x)", "2*sin(x)*cos(x)", X),
    ("sqrt(x**2)", "abs(x)", X),
    ("log(x**2)", "2*log(abs(x))", X),
    ("sqrt(x**2)", "x", POSITIVE),
    ("log(x**2)", "2*log(x)", POSITIVE),
    ("n!", "gamma(n + 1)", COUNT),
    ("(-1)**n", "cos(pi*n)", COUNT),
    ("binomial(n, k)", "binomial(n, n - k)", NK),
    ("n*(n + 1)/2", "Sum(k, (k, 1, n))", COUNT),
    ("max(x, 0)", "(x + abs(x))/2", X),
    ("0.5*x", "x/2", X),
    ("x", "x**2/x", X),
    ("log(x*y)", "log(x) + log(y)", XY),
    ("x**y", "exp(y*log(x))", XY),
    ("floor(x) + 1", "floor(x + 1)", X),
    ("P/(N - P - 1)", "-P/(P + 1 - N)", NP),
    ("1/sqrt(2)", "sqrt(2)/2", {}),
    ("exp(I*pi)", "-1", {}),
]
WRONG = [
    ("sqrt(x**2)", "x", X),
    ("log(x**2)", "2*log(x)", X),
    ("x", "x + 10**(-40)", X),
    ("n", "n + floor(n/100)", COUNT),
    ("floor(pi*n)", "floor(355*n/113)", {"n": integer(1, 200)}),
    ("cos(2*pi*n)", "cos(2*pi*n) + sin(pi*x)", COUNT | X),
    ("binomial(n, k)", "n!/(k!*(n - k)!)*(1 - floor(n/30))", NK),
    ("x**2", "x**2*floor(1 + x)/(1 + floor(x)*2)", {"x": real(0, 1)}),
    ("x", "min(x, 4999/1000)", X),
    ("exp(pi*sqrt(163))", "640320**3 + 744", {}),
    ("x", "sqrt(x)**2*sqrt(x**2)/x", X),
    ("pi", "355/113", {}),
    ("N/(P - 41)", "P/(N - 41)", NP),
    ("x**y", "y**x", XY),
    ("1", "n**0*(1 - 0**(n - 64))", COUNT),
]


@pytest.mark.parametrize(("reference", "answer", "variables"), RIGHT, ids=lambda t: str(t)[:24])
def test_right_answers(reference, answer, variables):
    found = judged(reference, answer, variables, ["N > P + 1"] if variables is NP else ())
    assert found.verdict == "correct"
    assert found.proved or "not proved" in found.feedback
    assert judged(reference, f"({answer})*(1 + 10**(-30)) + 10**(-25)", variables).verdict == "incorrect"


@pytest.mark.parametrize(("reference", "answer", "variables"), WRONG, ids=lambda t: str(t)[:24])
def test_wrong_answers_have_a_true_witness(reference, answer, variables):
    found = judged(reference, answer, variables)
    assert found.verdict == "incorrect"
    point = {name: Fraction(v) for name, v in found.witness.point.items()}
    for name, number in point.items():
        assert Fraction(variables[name]["min"]) <= number <= Fraction(variables[name]["max"])
        assert variables[name]["type"] == "real" or number.denominator == 1
    with mpmath.workdps(60):
        symbols = [Symbol(n) for n in variables]
        right = value(read_answer(reference, symbols), point)
        try:
            given = value(read_answer(answer, symbols), point)
        except ZeroDivisionError:
            assert found.witness.answer == "undefined"
        else:
            assert abs(right - given) > mpmath.mpf(10) ** -50


def test_every_point_of_a_finite_domain_counts():
    for special in (1, 37, 64, 100):
        assert verdict("n**2 + 1", f"n**2 + 1 + 0**((n - {special})**2)", COUNT) == "incorrect"


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("x*(n - 3)/(n - 3)", "incorrect"),
        ("x*(x - 3)/(x - 3)", "correct"),
        ("x*sqrt(x - 2)/sqrt(x - 2)*0 + x*log(x)/log(x)", "correct"),
        ("Piecewise((x, x < 2))", "incorrect"),
    ],
)
def test_undefined_values(answer, expected):
    found = judged("x", answer, {"x": real("1/2", 4), "n": integer(1, 9)})
    assert found.verdict == expected
    assert "no value" in found.feedback


def test_nothing_is_said_where_the_reference_has_no_value():
    assert verdict("log(-1 + 0*x)/0", "x", X) == "cannot decide"
    assert verdict("oo", "3") == "cannot decide"


@pytest.mark.parametrize(
    ("reference", "answer", "options", "expected"),
    [
        ("1/3", "0.33", {"figures": 2}, "correct"),
        ("1/3", "0.34", {"figures": 2}, "incorrect"),
        ("1000", "1000.4", {"figures": 3}, "correct"),
        ("1000", "1006", {"figures": 3}, "incorrect"),
        ("999.6", "1000", {"figures": 3}, "correct"),
        ("0.0996", "0.1", {"figures": 2}, "correct"),
        ("0", "0.1", {"figures": 3}, "incorrect"),
        ("0", "0.0", {"figures": 3}, "correct"),
        ("pi", "3.1416", {"figures": 5}, "correct"),
        ("pi", "3.1415", {"figures": 5}, "incorrect"),
        ("pi", "3.2", {"tolerance": Fraction(1, 20)}, "correct"),
        ("pi", "3.3", {"tolerance": Fraction(1, 20)}, "incorrect"),
        ("-2", "-2.01", {"tolerance": Fraction(1, 100)}, "correct"),
        ("pi", "3.14159", {}, "incorrect"),
    ],
)
def test_decimals(reference, answer, options, expected):
    assert verdict(reference, answer, **options) == expected


def test_the_witness_of_a_tolerance_is_outside_of_it():
    found = judged("x", "x + 1/10", {"x": real(1, 12)}, tolerance=Fraction(1, 50))
    x = Fraction(found.witness.point["x"])
    assert found.verdict == "incorrect"
    assert Fraction(1, 10) > x / 50
    assert judged("1/x", "1/x + 1/100000", {"x": real(0, 12)}, tolerance=Fraction(1, 50)).verdict == "correct"


def test_a_rounded_decimal_is_named():
    assert judged("pi", "3.14159").slip == "rounded"
    assert judged("pi", "3.2").slip is None


def test_the_value_of_a_number_is_not_given_away():
    found = judged("3/7", "1/2")
    assert "3/7" not in found.feedback + str(found.witness)
    assert "too large" in found.feedback
