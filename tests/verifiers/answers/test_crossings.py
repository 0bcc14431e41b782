"""Zeros and turning points along a line."""

from fractions import Fraction

import mpmath
import pytest

from verifiers.answers.crossings import truth, turns, zeros
from verifiers.answers.evaluation import Work
from verifiers.answers.grounds import Axis
from verifiers.answers.symbols import Symbol
from verifiers.answers.texts.reading import read_answer

LINE = Axis("x", False, Fraction(-9), Fraction(9))
BASE = {"x": Fraction(0), "y": Fraction(2)}


def read(text):
    return read_answer(text, [Symbol("x"), Symbol("y")])


def found(text, line=LINE):
    return sorted(float((p.low + p.high) / 2) for p in zeros(read(text), BASE, line, Work()))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(x - 101/100)*(x - 102/100)*(x - 3)", [1.01, 1.02, 3]),
        ("(x - 3)*(x - sqrt(y))**2", [2**0.5, 3]),
        ("exp(x) - exp(3)", [3]),
        ("x**2 - y", [-(2**0.5), 2**0.5]),
        ("1/x", []),
        ("tan(x)*0 + floor(x) - 1/2", []),
        ("cos(x)", [k * 3.14159265358979 / 2 for k in (-5, -3, -1, 1, 3, 5)]),
    ],
)
def test_zeros(text, expected):
    assert found(text) == pytest.approx(expected)


def test_places_are_narrow_and_contain_the_zero():
    (place,) = zeros(read("exp(x) - 5"), BASE, LINE, Work())
    with mpmath.workdps(40):
        ends = [mpmath.mpf(p.numerator) / p.denominator for p in (place.low, place.high)]
        assert ends[0] <= mpmath.log(5) <= ends[1]
    assert place.high - place.low < Fraction(1, 10**24)
    assert place.shown() == "1.60943791243…"


def test_integers():
    assert found("(x - 3)*(x - 150)", Axis("x", True, Fraction(1), Fraction(200))) == [3, 150]


def test_turns():
    places = [float(p.low) for p in turns(read("x*(1 - x)"), BASE, Axis("x", False, Fraction(0), Fraction(1)), Work())]
    assert places == [0.5]


def test_truth_at_an_irrational_place():
    place = next(p for p in zeros(read("x**2 - y"), BASE, LINE, Work()) if p.low > 0)
    truths = [truth(read(c), BASE, "x", place, Work()) for c in ("x**2 <= y", "x**2 < y", "x > sqrt(y)", "x < 3")]
    assert truths == [True, False, False, True]
