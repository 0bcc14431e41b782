"""Exact least squares against NumPy's pseudo-inverse and known means."""

import math
from fractions import Fraction

import numpy as np
import pytest

from numerics.exact_least_squares import mean_excess_risk, minimum_norm_solution, rotation


@pytest.mark.parametrize("rows, columns", [(2, 5), (5, 2), (3, 3), (1, 4), (4, 1)])
def test_solution_is_the_pseudo_inverse(rows: int, columns: int) -> None:
    draw = np.random.default_rng(rows * 10 + columns)
    x, y = draw.integers(-9, 10, (rows, columns)), draw.integers(-9, 10, rows)
    found = minimum_norm_solution(x.tolist(), y.tolist())
    assert np.allclose([float(t) for t in found], np.linalg.pinv(x) @ y)


def test_solution_of_a_matrix_without_full_rank() -> None:
    assert minimum_norm_solution([[1, 1], [2, 2]], [1, 0]) == [Fraction(1, 10), Fraction(1, 10)]


def test_rotation_is_orthogonal() -> None:
    q = rotation(4, seed=3)
    for i in range(4):
        for j in range(4):
            assert sum(q[i][k] * q[j][k] for k in range(4)) == int(i == j)


@pytest.mark.parametrize(
    "samples, parameters, risk",
    [(12, 4, Fraction(4, 7)), (5, 1, Fraction(1, 3)), (2, 7, 3 * Fraction(5, 7) + Fraction(2, 4)), (5, 0, 0)],
)
def test_mean_risk_on_both_sides_of_the_threshold(samples: int, parameters: int, risk: Fraction) -> None:
    ball = mean_excess_risk(samples=samples, parameters=parameters, energy=3, variance=1)
    assert ball.contains(float(risk)) or abs(float(ball.mid()) - float(risk)) < 1e-12  # type: ignore[union-attr]


@pytest.mark.parametrize("parameters", [2, 3, 4])
def test_mean_risk_is_infinite_at_the_threshold(parameters: int) -> None:
    assert mean_excess_risk(samples=3, parameters=parameters, energy=1, variance=1) == math.inf


def test_without_noise_the_risk_stays_finite() -> None:
    assert float(mean_excess_risk(samples=3, parameters=3, energy=2, variance=0)) == 0.0


def test_wrong_number_of_labels() -> None:
    with pytest.raises(ValueError, match="right must have 2 entries"):
        minimum_norm_solution([[1, 0], [0, 1]], [1])
