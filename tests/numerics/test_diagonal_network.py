"""Gradient flow: two integrations of it against each other and against a one-dimensional root; affine minimisation."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import brentq

from numerics.diagonal_network import gradient_flow, gradient_flow_dual, minimise_on_affine

RNG = np.random.default_rng(0)
X, Y = RNG.standard_normal((3, 6)), RNG.standard_normal(3)
FLOWS = [gradient_flow, gradient_flow_dual]


def error_bound(beta: np.ndarray, decades: float) -> float:
    """The integrators ask for 1e-10 a step; they take fewer than 300 steps for each decade of growth of a weight."""
    return 1e-10 * 300 * (decades + 1) * float(np.abs(beta).max())


@pytest.mark.parametrize("alpha", [1.0, 0.1, 1e-3])
def test_weights_and_dual_coordinates_end_at_the_same_solution(alpha: float) -> None:
    theta0 = np.array([1.0, 0.5, 2.0, 1.0, 1.5, 0.7])
    weights = gradient_flow(X, Y, alpha=alpha, theta0=theta0)
    dual = gradient_flow_dual(X, Y, alpha=alpha, theta0=theta0)
    bound = error_bound(dual.beta, -np.log10(alpha))
    assert np.abs(weights.beta - dual.beta).max() <= bound
    other = gradient_flow_dual(X, Y, alpha=1.05 * alpha, theta0=theta0)
    assert np.abs(weights.beta - other.beta).max() > 100 * bound, "another alpha is told apart"


@pytest.mark.parametrize("flow", FLOWS)
@pytest.mark.parametrize("alpha", [2.0, 0.2, 1e-3])
def test_one_sample_against_a_scalar_equation(flow, alpha: float) -> None:
    """For one sample x, β_j = −2 α² sinh(4 x_j R) with R the root of x · β = y."""
    x, y = np.array([1.0, -0.5, 0.25]), 0.75

    def beta(dual: float) -> np.ndarray:
        return -2 * alpha**2 * np.sinh(4 * x * dual)

    root = brentq(lambda dual: float(x @ beta(dual)) - y, -10, 10, xtol=1e-15)
    result = flow(x[None, :], [y], alpha=alpha)
    assert np.abs(result.beta - beta(root)).max() <= error_bound(beta(root), max(0.0, -np.log10(alpha)))


@pytest.mark.parametrize("flow", FLOWS)
def test_what_a_flow_returns(flow) -> None:
    result = flow(X, Y, alpha=0.3, theta0=1.0, tolerance=1e-6)
    np.testing.assert_array_equal(result.beta, result.theta_plus**2 - result.theta_minus**2)
    assert result.residual == pytest.approx(np.linalg.norm(X @ result.beta - Y), rel=1e-6)
    assert result.residual <= 1.001e-6 * np.linalg.norm(Y) and result.time > 0
    products = result.theta_plus * result.theta_minus
    assert np.abs(products / 0.09 - 1).max() <= 1e-7, "the flow conserves θ₊ θ₋"


@pytest.mark.parametrize("flow", FLOWS)
def test_a_flow_that_starts_at_a_solution_stays(flow) -> None:
    result = flow(X, np.zeros(3), alpha=0.3)
    assert result.time == 0.0 and not result.beta.any()


@pytest.mark.parametrize("flow", FLOWS)
def test_flows_that_do_not_converge_are_errors(flow) -> None:
    with pytest.raises(RuntimeError, match=r"gradient flow has not converged: at time 0\.1 the residual is"):
        flow(X, Y, alpha=0.1, horizon=0.1)
    with pytest.raises(RuntimeError, match="has not converged"):
        flow(np.array([[1.0], [1.0]]), [0.0, 1.0], alpha=0.5, horizon=100.0)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"alpha": 0.0}, "alpha · theta0 must be positive"),
        ({"theta0": [1.0, 2.0]}, "theta0 must have 6 entries, not 2"),
        ({"y": [1.0]}, "y must have 3 entries, not 1"),
        ({"X": np.ones(3)}, "X must be a non-empty matrix"),
        ({"X": np.full((3, 6), np.nan)}, "X must be finite"),
        ({"tolerance": 0.0}, r"tolerance must be in \(0, 1\)"),
        ({"horizon": -1.0}, "horizon must be positive"),
    ],
)
@pytest.mark.parametrize("flow", FLOWS)
def test_bad_arguments_are_refused(flow, change: dict[str, object], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        flow(**{"X": X, "y": Y, "alpha": 0.1, **change})


def test_least_norm_solution_is_the_pseudo_inverse() -> None:
    solution = minimise_on_affine(lambda b: 0.5 * float(b @ b), lambda b: b, X, Y)
    np.testing.assert_allclose(solution, np.linalg.pinv(X) @ Y, rtol=0, atol=1e-9)


@pytest.mark.parametrize("scale", [1.0, 1e-2, 1e-6])
def test_minimiser_satisfies_the_lagrange_conditions(scale: float) -> None:
    """X β = y and a gradient in the row space of X, for an objective that turns from a square into |β| log|β|."""

    def gradient(beta: np.ndarray) -> np.ndarray:
        return np.arcsinh(beta / scale)

    solution = minimise_on_affine(
        lambda b: float(np.sum(b * np.arcsinh(b / scale) - np.sqrt(scale**2 + b * b))), gradient, X, Y
    )
    assert np.linalg.norm(X @ solution - Y) <= 1e-12 * np.linalg.norm(Y)
    slope = gradient(solution)
    multipliers = np.linalg.lstsq(X.T, slope, rcond=None)[0]
    assert np.linalg.norm(X.T @ multipliers - slope) <= 1e-8 * np.linalg.norm(slope)
    moved = np.linalg.pinv(X) @ Y
    assert np.linalg.norm(X.T @ np.linalg.lstsq(X.T, gradient(moved), rcond=None)[0] - gradient(moved)) > 1e-3


def test_a_unique_solution_is_returned_as_it_is() -> None:
    np.testing.assert_allclose(minimise_on_affine(lambda b: 0.0, np.zeros_like, 2 * np.eye(2), [2, 4]), [1.0, 2.0])


def test_affine_minimisation_names_its_failures() -> None:
    with pytest.raises(ValueError, match="X β = y has no solution"):
        minimise_on_affine(lambda b: float(b @ b), lambda b: 2 * b, np.array([[1.0], [1.0]]), [0.0, 1.0])
    with pytest.raises(RuntimeError, match="minimisation has not converged"):
        minimise_on_affine(lambda b: float(b.sum()), np.ones_like, np.array([[1.0, 0.0]]), [1.0])
