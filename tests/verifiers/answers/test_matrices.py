"""Matrix expressions multiplied out, against SymPy's matrices."""

from fractions import Fraction

import pytest
import sympy
from flint import fmpq

from verifiers.answers.evaluation import TooMuchWork, Work, at_precision
from verifiers.answers.matrices import determinant_of, grid_of, scalars_computed, trace_of
from verifiers.answers.symbols import Symbol
from verifiers.answers.texts.reading import read_answer

x = sympy.Rational(3, 7)
A = sympy.Matrix([[x, 1, 2], [3, x + 1, 5], [7, 1, x - 2]])
TEXT = "Matrix([[x, 1, 2], [3, x + 1, 5], [7, 1, x - 2]])"


def read(text):
    return read_answer(text, [Symbol("x")])


def number(tree):
    value = at_precision(tree, {"x": Fraction(3, 7)}, 64, Work())
    assert isinstance(value, fmpq)
    return sympy.Rational(int(value.p), int(value.q))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{TEXT}*{TEXT}", A * A),
        (f"{TEXT}**3", A**3),
        (f"inv({TEXT})", A.inv()),
        (f"transpose({TEXT})", A.T),
        (f"2*{TEXT}/3", 2 * A / 3),
        (f"{TEXT} + {TEXT}*{TEXT}", A + A * A),
        (f"-{TEXT}", -A),
        (f"{TEXT}*Matrix([[1], [2], [x]])", A * sympy.Matrix([1, 2, x])),
    ],
)
def test_against_sympy(text, expected):
    grid = grid_of(read(text))
    assert (grid.rows, grid.columns) == expected.shape
    assert [number(e) for e in grid.entries] == [sympy.nsimplify(e) for e in expected]


def test_determinant_and_trace():
    grid = grid_of(read(TEXT))
    assert number(determinant_of(grid)) == A.det()
    assert number(trace_of(grid)) == A.trace()
    assert number(scalars_computed(read(f"det({TEXT}) + trace({TEXT})"))) == A.det() + A.trace()


@pytest.mark.parametrize("text", ["x", f"{TEXT}*Matrix([[1, 2]])", f"{TEXT} + 1", f"1/{TEXT}"])
def test_what_is_no_matrix(text):
    assert grid_of(read(text)) is None


def test_entries_do_not_grow_without_end():
    with pytest.raises(TooMuchWork):
        grid_of(read(f"((({TEXT}**6)**6)**6)**6"))
