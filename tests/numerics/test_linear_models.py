"""Prescribed singular values against NumPy's SVD, the flow against a Runge–Kutta integration."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from numerics.linear_models import from_singular_values, gradient_flow, trained_outputs

THREE = (Fraction(3, 2), 1, Fraction(1, 2))


@pytest.mark.parametrize(("values", "columns"), [(THREE, 3), (THREE, 5), ((2, Fraction(2, 3), 0), 2)])
def test_singular_values_and_vectors(values: tuple[Fraction, ...], columns: int) -> None:
    model = from_singular_values(values, columns=columns, seed=7)
    matrix = np.array(model.matrix, dtype=float)
    assert matrix.shape == (len(values), columns)
    found = np.linalg.svd(matrix, compute_uv=False)
    assert np.allclose(found, sorted(map(float, values), reverse=True)[: len(found)])
    gram = matrix @ matrix.T
    for value, u in zip(values, np.array(model.left, dtype=float), strict=True):
        assert np.allclose(gram @ u, float(value) ** 2 * u)
    for basis in (model.left, model.right):
        for i, u in enumerate(basis):
            assert [sum(a * b for a, b in zip(u, v, strict=True)) for v in basis] == [int(i == j) for j in range(len(basis))]


def test_flow_is_the_integrated_flow() -> None:
    model = from_singular_values(THREE, columns=4, seed=1)
    matrix, y, start = np.array(model.matrix, dtype=float), np.array([1.0, -2.0, 0.5]), np.array([1.0, 0.25, -1.0, 2.0])
    run = solve_ivp(lambda _, t: -2 * matrix.T @ (matrix @ t - y), (0, 0.75), start, "DOP853", rtol=1e-11, atol=1e-12)
    balls = gradient_flow(model.matrix, [1, -2, Fraction(1, 2)], [1, Fraction(1, 4), -1, 2], Fraction(3, 4))
    assert np.allclose([float(b) for b in balls], run.y[:, -1], atol=1e-9)
    assert max(float(b.rad()) for b in balls) < 1e-30


def test_trained_outputs_are_those_of_the_nearest_solutions() -> None:
    model = from_singular_values((Fraction(3, 2), 1), columns=3, seed=4)
    matrix, y, x = np.array(model.matrix, dtype=float), np.array([1.0, -2.0]), np.array([1.0, 0.5, -1.0])
    scale = np.array([1.0, 0.0, 2.0])
    given: dict[str, Any] = dict(matrix=model.matrix, labels=[1, -2], x=[1, Fraction(1, 2), -1], deviations=[1, 0, 2])
    found = trained_outputs(np.random.default_rng(3), 50, **given)
    theta = np.random.default_rng(3).standard_normal((50, 3)) * scale
    theta += (y - theta @ matrix.T) @ np.linalg.pinv(matrix).T
    assert np.allclose(found, theta @ x, atol=1e-9)
    assert trained_outputs(np.random.default_rng(0), 30_000, **given).shape == (30_000,)


def test_what_is_refused() -> None:
    with pytest.raises(ValueError):
        from_singular_values((1, 1, 1), columns=2, seed=0)
    with pytest.raises(ValueError):
        gradient_flow([[1, 2]], [1, 2], [0, 0], 1)
    with pytest.raises(ValueError):
        gradient_flow([[1, 2]], [1], [0], 1)
    with pytest.raises(ValueError, match="fitted"):
        trained_outputs(np.random.default_rng(0), 2, matrix=[[1], [1]], labels=[0, 1], x=[1], deviations=[1])
    with pytest.raises(ValueError):
        trained_outputs(np.random.default_rng(0), 2, matrix=[[1, 2]], labels=[0], x=[1], deviations=[1])
