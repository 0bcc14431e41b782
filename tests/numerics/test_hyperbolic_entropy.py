"""Roots, areas and minimisers of the hyperbolic entropy against arcsinh, quadrature and the generic minimiser."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from flint import arb
from scipy.integrate import quad

from numerics import hyperbolic_entropy
from numerics.diagonal_network import minimise_on_affine


@pytest.mark.parametrize("z", [0, 1, Fraction(-7, 3), 10**6, Fraction(1, 10**6), 10**80])
def test_mirror_is_arcsinh_of_the_half(z) -> None:
    ball = hyperbolic_entropy.mirror(z)
    assert ball.overlaps((hyperbolic_entropy.ball(z) / 2).asinh())
    assert ball.rad() < 1e-9 and not ball.overlaps((hyperbolic_entropy.ball(z) * 11 / 20 + 1).asinh())


@pytest.mark.parametrize("z", [Fraction(1, 2), 3, -4])
def test_entropy_is_the_integral_of_the_mirror_map(z) -> None:
    ball = hyperbolic_entropy.entropy(z)
    area, error = quad(lambda t: np.arcsinh(t / 2), 0, float(z))
    assert abs(float(ball.mid()) - area) <= error + 1e-12 and ball.rad() < 1e-9


def test_regulariser_scales_each_coordinate() -> None:
    ball = hyperbolic_entropy.regulariser([1, -2], [Fraction(1, 2), 3])
    assert ball.overlaps(hyperbolic_entropy.entropy(2) / 2 + 3 * hyperbolic_entropy.entropy(Fraction(2, 3)))
    assert not ball.overlaps(hyperbolic_entropy.entropy(2) + hyperbolic_entropy.entropy(Fraction(2, 3)))


@pytest.mark.parametrize("scales", [(1, 1), (Fraction(1, 100), Fraction(1, 25))])
def test_interpolant_agrees_with_the_generic_minimiser(scales) -> None:
    x, y = (1, 2), Fraction(3, 2)
    beta = hyperbolic_entropy.interpolant(x, y, scales)
    s = np.array([float(scale) for scale in scales])

    def objective(b: np.ndarray) -> float:
        z = b / s
        return float((s * (2 - np.sqrt(4 + z * z) + z * np.arcsinh(z / 2))).sum())
    generic = minimise_on_affine(objective, lambda b: np.arcsinh(b / (2 * s)), np.array([[1.0, 2.0]]), [1.5])
    assert np.abs([float(b.mid()) for b in beta] - generic).max() < 1e-7
    assert (beta[0] + 2 * beta[1]).overlaps(arb(3) / 2)


@pytest.mark.parametrize("strength", [1.0, 1e-2, 1e-4])
def test_penalised_least_squares_is_stationary(strength: float) -> None:
    rng = np.random.default_rng(1)
    X, y, scales = rng.standard_normal((2, 4)), rng.standard_normal(2), np.array([1.0, 0.3, 2.0, 0.5])
    beta, error = hyperbolic_entropy.penalised_least_squares(X, y, scales, strength)

    def objective(b: np.ndarray) -> float:
        z = b / scales
        return float(((X @ b - y) ** 2).sum()
                     + strength * (scales * (2 - np.sqrt(4 + z * z) + z * np.arcsinh(z / 2))).sum())
    assert error < 1e-7
    least = objective(beta)
    for move in 1e-2 * rng.standard_normal((20, 4)):
        assert objective(beta + move) > least


def test_what_is_refused() -> None:
    with pytest.raises(TypeError):
        hyperbolic_entropy.ball(0.5)
    with pytest.raises(ValueError):
        hyperbolic_entropy.interpolant((1, -2), 1, (1, 1))
    with pytest.raises(ValueError):
        hyperbolic_entropy.penalised_least_squares(np.eye(1), np.ones(1), np.ones(1), 0.0)
