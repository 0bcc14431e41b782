"""Exact Wishart moments against closed forms and simulation."""

import math
from fractions import Fraction

import numpy as np
import pytest

from numerics.wishart_moments import determinant_mean, inverse_mean, inverse_trace_mean, product_mean


def test_second_moments() -> None:
    assert product_mean([], columns=3) == 1
    assert product_mean([(0, 0)], columns=3) == 3
    assert product_mean([(0, 1)], columns=3) == 0
    assert product_mean([(0, 0), (0, 0)], columns=3) == 9 + 6
    assert product_mean([(0, 1), (1, 0)], columns=3) == 3
    assert product_mean([(0, 0), (1, 1)], columns=3) == 9


def test_third_moment_of_a_chi_square() -> None:
    assert product_mean([(0, 0)] * 3, columns=5) == 5 * 7 * 9


@pytest.mark.parametrize("rows, columns", [(1, 4), (2, 2), (3, 7), (4, 5), (3, 2)])
def test_determinant_is_a_falling_factorial(rows: int, columns: int) -> None:
    assert determinant_mean(rows=rows, columns=columns) == math.perm(columns, rows)


@pytest.mark.parametrize("rows, columns", [(1, 3), (2, 4), (2, 9), (3, 8), (4, 6)])
def test_inverse_is_a_multiple_of_the_identity(rows: int, columns: int) -> None:
    for i in range(rows):
        for j in range(rows):
            expected = Fraction(int(i == j), columns - rows - 1)
            assert inverse_mean(i, j, rows=rows, columns=columns) == expected
    assert inverse_trace_mean(rows=rows, columns=columns) == Fraction(rows, columns - rows - 1)


def test_inverse_trace_agrees_with_simulation() -> None:
    x = np.random.default_rng(1).standard_normal((20000, 3, 14))
    traces = np.trace(np.linalg.inv(x @ x.transpose(0, 2, 1)), axis1=1, axis2=2)
    exact = float(inverse_trace_mean(rows=3, columns=14))
    assert abs(traces.mean() - exact) < 6 * traces.std() / math.sqrt(len(traces))


@pytest.mark.parametrize("rows, columns", [(2, 2), (2, 3), (3, 1)])
def test_infinite_means(rows: int, columns: int) -> None:
    assert inverse_mean(0, 0, rows=rows, columns=columns) == math.inf
    assert inverse_trace_mean(rows=rows, columns=columns) == math.inf


def test_no_rows() -> None:
    assert inverse_trace_mean(rows=0, columns=3) == 0
    assert determinant_mean(rows=0, columns=3) == 1


def test_errors() -> None:
    with pytest.raises(ValueError, match="is no entry"):
        inverse_mean(0, 2, rows=2, columns=5)
    with pytest.raises(ValueError, match="at most 5"):
        determinant_mean(rows=6, columns=9)
