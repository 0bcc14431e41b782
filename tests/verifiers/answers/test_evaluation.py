"""Values of trees: sums, products, cases, relations, vectors, infinity; and the allowance of work."""

from fractions import Fraction

import pytest
from flint import fmpq

from verifiers.answers.evaluation import Evaluator, NotSupported, TooMuchWork, Work, at_precision
from verifiers.answers.symbols import Symbol
from verifiers.answers.texts.reading import read_answer
from verifiers.errors import TooImprecise, UndefinedValue

SYMBOLS = [Symbol("x"), Symbol("n", integer=True), Symbol("p", vector=True)]
POINT = {"x": Fraction(1, 2), "n": 4, "p": (Fraction(1, 4), Fraction(3, 4))}


def value(text, point=POINT, precision=110):
    return at_precision(read_answer(text, SYMBOLS), point, precision, Work())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sum(k**2, (k, 1, n))", fmpq(30)),
        ("Product(1 + 1/k, (k, 1, n))", fmpq(5)),
        ("Sum(k, (k, 5, n))", fmpq(0)),
        ("Product(k, (k, 5, n))", fmpq(1)),
        ("Sum(Sum(j*k, (j, 1, k)), (k, 1, n))", fmpq(65)),
        ("p[1]*p[2]", fmpq(3, 16)),
        ("Sum(p[i]**2, (i, 1, 2))", fmpq(5, 8)),
        ("Piecewise((x, x > 1), (x**2, True))", fmpq(1, 4)),
        ("x < n < oo", True),
        ("-oo < x", True),
        ("Or(x > 1, Not(n = 4))", False),
        ("x**2 = 1/4", True),
        ("Ne(x, 1/2)", False),
        ("Sum(x, (x, 1, 3)) + x", fmpq(13, 2)),
        ("Derivative(x**3, x)", fmpq(3, 4)),
        ("n!/(n-2)!", fmpq(12)),
    ],
)
def test_exact_values(text, expected):
    assert value(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "1/(x - 1/2)",
        "Piecewise((1, x > 1))",
        "p[3]",
        "p[0]",
        "p[x]",
        "oo",
        "Sum(k, (k, x, 3))",
        "log(2*x - 1)",
        "max(x, I)",
        "gamma(4 - n)",
    ],
)
def test_what_has_no_value(text):
    with pytest.raises(UndefinedValue):
        value(text)


@pytest.mark.parametrize("text", ["p + 1", "[1, 2]"])
def test_what_is_no_formula(text):
    with pytest.raises(NotSupported):
        value(text)


def test_precision_decides_what_it_can():
    near = "sqrt(2) < 1.41421356237309504880168872420969807856967187537694807317667974"
    with pytest.raises(TooImprecise):
        value(near, precision=64)
    assert value(near, precision=400) is True


def test_the_allowance_stops_long_sums_before_they_are_added():
    with pytest.raises(TooMuchWork):
        value("Sum(Sum(1/(j + k), (j, 1, 500*n)), (k, 1, 500*n))")
    with pytest.raises(TooMuchWork):
        value("Sum(k, (k, 1, n**8))")


def test_functions_and_long_fractions_are_charged():
    cheap, costly = Work(), Work()
    Evaluator({}, cheap).value(read_answer("2 + 3", []))
    at_precision(read_answer("zeta(5/2) + 1/3", []), {}, 1800, costly)
    assert Work().left - cheap.left < 10
    assert Work().left - costly.left > 1000


def test_bound_variables_do_not_leak():
    evaluator = Evaluator(dict(POINT), Work())
    evaluator.value(read_answer("Sum(x, (x, 1, 3))", SYMBOLS))
    assert evaluator.bound == {}
    assert evaluator.value(read_answer("x", SYMBOLS)) == fmpq(1, 2)
