"""How points and values are shown."""

import json
from fractions import Fraction

import flint
from flint import acb, arb, fmpq
from hypothesis import given
from hypothesis import strategies as st

from verifiers.answers.judgements import Judgement, Witness, at, shown, shown_pair, shown_point


def test_points():
    point = {"N": 1, "x": Fraction(1, 3), "y": Fraction(4), "p": (Fraction(1, 4), Fraction(3, 4))}
    assert shown_point(point) == {"N": 1, "x": "1/3", "y": 4, "p": ["1/4", "3/4"]}
    assert at(point) == "N = 1, x = 1/3, y = 4, p = (1/4, 3/4)"


def test_values():
    assert [shown(v) for v in (None, True, fmpq(-1, 3), acb(0.5), acb(1, -2))] == [
        "undefined",
        "true",
        "-1/3",
        "0.500000",
        "1.00000 - 2.00000i",
    ]
    assert shown(fmpq(10**40 + 1, 3)) == "3.33333e39"


@given(st.integers(1, 100))
def test_a_pair_is_told_apart(digits):
    left, right = shown_pair(fmpq(10**digits + 1, 10**digits), fmpq(1))
    assert left != right
    with flint.ctx.workprec(600):
        two = acb(arb(2).sqrt()), acb(arb(2).sqrt() + arb(10) ** -digits)
    assert len(set(shown_pair(*two))) == 2


def test_equal_values_are_shown_short():
    assert shown_pair(acb(arb(2).sqrt()), acb(arb(2).sqrt())) == ("1.41421", "1.41421")


def test_a_judgement_is_json():
    found = Judgement("incorrect", witness=Witness({"N": 1}, "1", "2"), notation=("a",), extra={"k": 1}).as_dict()
    assert json.loads(json.dumps(found)) == found
