"""Which pieces have borders that are not found, and what becomes of answers with them."""

import pytest

from verifiers.answers.judging import judge_case
from verifiers.answers.pieces import unseen_borders, unseen_pieces
from verifiers.answers.symbols import Symbol
from verifiers.answers.texts.reading import read_answer

SYMBOLS = [Symbol("x"), Symbol("y")]
RANGES = {name: {"type": "real", "min": -5, "max": 5} for name in "xy"}


def tree(text):
    return read_answer(text, SYMBOLS)


@pytest.mark.parametrize(("text", "unseen"), [
    ("x + Max(0, 1/100 - (x - 13/10)**2 - (y - 7/10)**2)", True), ("Max(x*y, -24)", True), ("x + Max(exp(-x) - 9/10, 0)", True),
    ("Max(x, y)", False), ("Abs(x - y)", False), ("Max(x**2 - 1, 0)", False), ("Abs(sin(x/2))", False),
    ("x*y + exp(x)", False)])
def test_borders_that_are_not_found(text, unseen):
    assert unseen_pieces(tree("x"), tree(text)) is unseen


def test_a_piece_that_both_have_does_not_count():
    assert not unseen_pieces(tree("1 + Max(x*y, 1)"), tree("Max(x*y, 1) + sin(x)**2 + cos(x)**2"))


def test_regions_of_several_comparisons():
    def unseen(answer, reference="x + y <= 1"):
        return unseen_borders(tree(reference), tree(answer), lambda a, b: a == b)
    assert unseen("Or(x + y <= 1, (x - 23/10)**2 + (y - 21/10)**2 < 1/100)")
    assert not unseen("And(x + y <= 1, x > 0)") and not unseen("x**2 + y**2 <= 1")
    assert not unseen("Not(x*y > 1)", "x*y <= 1") and unseen("Not(x*y > 1)", "x*y*x <= x")


@pytest.mark.parametrize(("reference", "answer"), [
    ("x*y", "x*y + Max(0, 1/100 - (x - 13/10)**2 - (y - 7/10)**2)"),
    ("x + y <= 1", "Or(x + y <= 1, (x - 23/10)**2 + (y - 21/10)**2 < 1/100)"),
    ("Eq(y, 2*x + 1)", "Eq((y - 2*x - 1)*((x - 33/10)**2 + (y - 27/10)**2), 0)")])
def test_what_is_wrong_on_a_small_spot_is_never_correct(reference, answer):
    assert judge_case({"reference": reference, "answer": answer, "variables": RANGES})["verdict"] != "correct"
