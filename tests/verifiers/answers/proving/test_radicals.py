"""The separation bound is below every nonzero difference."""

from math import log2

import pytest

from verifiers.answers.evaluation import Work, at_precision, magnitude
from verifiers.answers.proving.radicals import NotInRadicals, bounds, literal, radicals_equal
from verifiers.answers.texts.reading import read_answer


def read(text):
    return read_answer(text, [])


@pytest.mark.parametrize(("left", "right"), [
    ("sqrt(3+2*sqrt(2))", "1+sqrt(2)"), ("cbrt(2+sqrt(5))+cbrt(2-sqrt(5))", "1"), ("1/(sqrt(2)-1)", "sqrt(2)+1"),
    ("sqrt(-3)", "I*sqrt(3)"), ("8**(2/3)", "4"), ("2**(-1/2)", "sqrt(2)/2"), ("(1/3-1/4)*12", "1"),
])
def test_equal_radicals(left, right):
    assert radicals_equal(read(left), read(right))


@pytest.mark.parametrize(("left", "right"), [
    ("sqrt(10)+sqrt(11)", "sqrt(5)+sqrt(18)"), ("sqrt(2)", "99/70"), ("cbrt(2)", "1259921/1000000"),
    ("sqrt(2)+I/10**40", "sqrt(2)"),
    ("sqrt(1000001)+sqrt(1000025)+sqrt(1000031)", "sqrt(1000007)+sqrt(1000013)+sqrt(1000037)"),
])
def test_a_nonzero_difference_is_above_the_bound(left, right):
    assert not radicals_equal(read(left), read(right))
    difference, roots = read(f"({left})-({right})"), {}
    u, l = bounds(difference, roots)
    degree = 1
    for k in roots.values():
        degree *= k
    value = at_precision(difference, {}, 600, Work())
    assert log2(float(magnitude(value).mid())) > -((degree - 1) * u + l)


@pytest.mark.parametrize("text", ["pi", "exp(1)", "2**sqrt(2)", "log(2)", "2**(1/1000)", "2**5000"])
def test_other_numbers_are_refused(text):
    with pytest.raises(NotInRadicals):
        radicals_equal(read(text), read("1"))


def test_literals():
    assert literal(read("-3/4")) == -0.75
    with pytest.raises(NotInRadicals):
        literal(read("1+1"))
