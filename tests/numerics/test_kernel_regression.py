"""Regression in features against formulas with inverse kernel matrices."""

from fractions import Fraction

import numpy as np
import pytest

from numerics.kernel_regression import kernel, most_likely_value, posterior_draws, ridge_prediction

PHI = [[Fraction(1), Fraction(2), Fraction(0)], [Fraction(-1), Fraction(1, 2), Fraction(3)]]
AT, Y = [Fraction(2), Fraction(1), Fraction(-1)], [Fraction(3, 2), Fraction(-1)]


def _mean(ridge: float) -> float:
    phi, at, y = np.array(PHI, float), np.array(AT, float), np.array(Y, float)
    return float(at @ phi.T @ np.linalg.solve(phi @ phi.T + ridge * np.eye(2), y))


def test_kernel() -> None:
    assert kernel(*PHI) == 0
    assert kernel(AT, AT) == 6


@pytest.mark.parametrize("root", [0, Fraction(1, 2), 3])
def test_ridge_prediction_and_most_likely_value(root: Fraction | int) -> None:
    assert float(ridge_prediction(PHI, Y, AT, root=root)) == pytest.approx(_mean(float(root) ** 2))
    assert most_likely_value(PHI, Y, AT, noise=root) == ridge_prediction(PHI, Y, AT, root=root)


@pytest.mark.parametrize("noise", [0.0, 0.7])
def test_posterior_draws(noise: float) -> None:
    phi, at = np.array(PHI, float), np.array(AT, float)
    draws = posterior_draws(np.random.default_rng(1), 40_000, features=phi, observed=np.array(Y, float), at=at, noise=noise)
    k = at @ phi.T
    variance = at @ at - k @ np.linalg.solve(phi @ phi.T + noise ** 2 * np.eye(2), k)
    assert draws.shape == (40_000,)
    assert draws.mean() == pytest.approx(_mean(noise ** 2), abs=5 * (variance / 40_000) ** 0.5)
    assert draws.var() == pytest.approx(variance, rel=0.05)
