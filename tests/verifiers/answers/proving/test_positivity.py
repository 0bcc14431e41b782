"""Signs of polynomials: each method, strictness at open and closed ends, and agreement with values at random points."""

from fractions import Fraction
from itertools import product

import pytest
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from verifiers.answers.grounds import Axis, Box
from verifiers.answers.proving.forms import Forms
from verifiers.answers.proving.generators import Range
from verifiers.answers.proving.kernels import Kernels, Restart
from verifiers.answers.proving.knowledge import knowledge_of
from verifiers.answers.proving.rational_functions import Effort
from verifiers.answers.symbols import Symbol
from verifiers.answers.texts.reading import read_answer

AXES = {"p": Axis("p", False, Fraction(0), Fraction(1), True), "h": Axis("h", False, Fraction(0), Fraction(1)),
        "a": Axis("a", False, Fraction(0), None, True), "c": Axis("c", False, Fraction(0)), "x": Axis("x"), "y": Axis("y"),
        "n": Axis("n", True, Fraction(1)), "m": Axis("m", True), "v": Axis("v", False, None, Fraction(-2))}
SYMBOLS = [Symbol(name) for name in AXES]


def sign(formula, *constraints):
    knowledge = knowledge_of(Box(tuple(AXES.values()), tuple(read_answer(c, SYMBOLS) for c in constraints)))
    hints = {}
    while True:
        forms = Forms(Kernels(knowledge.variables, hints, Effort()), {})
        try:
            for constraint in knowledge.constraints:
                forms.assume(constraint)
            return forms.kernels.signs.of_element(forms.form(read_answer(formula, SYMBOLS)))
        except Restart:
            continue


@pytest.mark.parametrize(("formula", "expected"), [
    ("1-p", 2), ("1-h", 1), ("p-1", -2), ("h-1", -1), ("p-1/2", 0), ("p*(1-p)", 2), ("1-h*p", 2), ("1-h**2", 1), ("2-h*p-h", 2),
    ("a", 2), ("c", 1), ("c+1", 2), ("a+c", 2), ("-a-1", -2), ("a-1", 0), ("v+2", -1), ("v+1", -2), ("n-1", 1),
    ("n", 2), ("n-2", 0),
    ("x**2", 1), ("x**2+1", 2), ("x**2-x*y+y**2", 1), ("x**2-2*x*y+y**2", 1), ("x**2-3*x*y+y**2", 0),
    ("x**4+x**2+1", 2), ("x", 0),
    ("Abs(x)+1", 2), ("Abs(x)+x", 1), ("Abs(x)-x-1", 0), ("exp(x)", 2), ("exp(a)-1", 2), ("1-exp(-c)", 1),
    ("log(1+a)", 2), ("log(p)", -2), ("log(2)-log(p)", 2),
    ("exp(I*x)+2", 0), ("pi-3", 2), ("pi-22/7", -2), ("sqrt(2)+sqrt(3)-pi", 2), ("19601-13860*sqrt(2)", 2),
    ("gamma(a)", 2), ("erf(a)", 2),
    ("x+sqrt(x**2+1)", 2), ("sqrt(x**2+1)-x", 2), ("sqrt(1+a)-1", 2), ("sqrt(c)-sqrt(1+c)", -2), ("(x-1)*Abs(x-1)", 0),
    ("1/(x**2+1)", 2),
])
def test_signs(formula, expected):
    assert sign(formula) == expected


@pytest.mark.parametrize(("formula", "constraints", "expected"), [
    ("n-m-1", ["n>m"], 1), ("n-m", ["n>m"], 2), ("n-m-2", ["n>m"], 0), ("x-y", ["x>y"], 2), ("x-y", ["x>=y"], 1),
    ("m-1", ["m>0"], 1),
    ("n-m", ["n>x", "x>m"], 2), ("x", ["x>3/2"], 2), ("x-1", ["3/2<x"], 2), ("x*y", ["And(x>0,y>=0)"], 1),
    ("1-x-y", ["x+y<1"], 2),
    ("x**2-1", ["x>1"], 2), ("m", ["m>-1/2"], 1), ("x", ["x**2>1"], 0),
])
def test_constraints(formula, constraints, expected):
    assert sign(formula, *constraints) == expected


terms = st.dictionaries(st.tuples(*[st.integers(0, 3)] * 3), st.integers(-3, 3).filter(bool), min_size=1, max_size=4)
ENDS = [Range(), Range(fmpq(0)), Range(fmpq(0), fmpq(1), True, True), Range(fmpq(-1), fmpq(2)),
        Range(None, fmpq(-1), False, True)]


def within(span, value):
    v = fmpq(value.numerator, value.denominator)
    above = span.low is None or v > span.low or (v == span.low and not span.open_low)
    return above and (span.high is None or v < span.high or (v == span.high and not span.open_high))


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(terms, st.tuples(*[st.sampled_from(ENDS)] * 3))
def test_a_sign_is_the_sign_of_all_values(polynomial, spans):
    kernels = Kernels({f"x{i}": (False, span) for i, span in enumerate(spans)}, {}, Effort())
    total, names = kernels.number(0), [kernels.variable(f"x{i}") for i in range(3)]
    for exponents, c in polynomial.items():
        term = kernels.number(c)
        for name, e in zip(names, exponents, strict=True):
            term = term * name.power(e)
        total = total + term
    found = kernels.signs.of_element(total)
    for point in product((-2, -1, 0, Fraction(1, 2), 1, 3), repeat=3):
        if all(within(span, Fraction(v)) for span, v in zip(spans, point, strict=True)):
            value = sum(c * Fraction(point[0]) ** e[0] * Fraction(point[1]) ** e[1] * Fraction(point[2]) ** e[2]
                        for e, c in polynomial.items())
            assert found == 0 or value * found > 0 or (value == 0 and abs(found) == 1)
