"""Gradient flow of the diagonal linear network, and convex minimisation on the interpolating solutions.

The network predicts x · β with β = θ₊² − θ₋² (entrywise). Gradient flow of L = ½ ‖X β − y‖² from θ₊ = θ₋ = α θ₀ is

    θ₊' = −2 θ₊ ∘ Xᵀ(X β − y),    θ₋' = +2 θ₋ ∘ Xᵀ(X β − y).

The same flow in dual coordinates R(t) = ∫ (X β − y): θ± = α θ₀ exp(∓2 Xᵀ R). No implicit-bias formula is used here.
Reference: Woodworth et al. (2020), Kernel and rich regimes in overparametrized models, COLT, §4.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.integrate import solve_ivp
from scipy.linalg import null_space
from scipy.optimize import minimize, root

from numerics.arrays import FloatArray, require, vector

RELATIVE_TOLERANCE = 1e-10
"""Relative accuracy asked of the integrator at each step."""
HORIZON = 1e9
"""Time at which a flow that has not converged is given up, in units of 1 / ‖X‖² (the fastest rate of the loss)."""


@dataclass(frozen=True, slots=True)
class Flow:
    """The end of a gradient flow: β, the final weights, ‖X β − y‖ and the time taken."""

    beta: FloatArray
    theta_plus: FloatArray
    theta_minus: FloatArray
    residual: float
    time: float


def _problem(
    X: FloatArray, y: Sequence[float] | FloatArray, alpha: float, theta0: float | Sequence[float] | FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """X, y and the initial weights α θ₀ as checked arrays."""
    matrix, target = _affine(X, y)
    width = matrix.shape[1]
    scale = np.full(width, float(theta0)) if isinstance(theta0, float | int) else vector("theta0", theta0)
    require(scale.size == width, f"theta0 must have {width} entries, not {scale.size}.")
    initial = float(alpha) * scale
    require(bool((initial > 0.0).all() and np.isfinite(initial).all()), "alpha · theta0 must be positive and finite.")
    return matrix, target, initial


def _affine(X: FloatArray, y: Sequence[float] | FloatArray) -> tuple[FloatArray, FloatArray]:
    matrix, target = np.asarray(X, dtype=np.float64), vector("y", y)
    require(matrix.ndim == 2 and matrix.size > 0, f"X must be a non-empty matrix, not of shape {matrix.shape}.")
    require(matrix.shape[0] == target.size, f"y must have {matrix.shape[0]} entries, not {target.size}.")
    require(bool(np.isfinite(matrix).all()), "X must be finite.")
    return matrix, target


def _integrate(
    speed: Callable[[float, FloatArray], FloatArray],
    residual: Callable[[FloatArray], float],
    start: FloatArray,
    goal: float,
    horizon: float,
    absolute: float,
) -> tuple[FloatArray, float]:
    """The state at which the residual first falls to ``goal``, and the time; ``RuntimeError`` if it does not."""

    def converged(_: float, state: FloatArray) -> float:
        return residual(state) - goal

    converged.terminal = True  # type: ignore[attr-defined]
    if residual(start) <= goal:
        return start, 0.0
    solution = solve_ivp(speed, (0.0, horizon), start, method="LSODA", rtol=RELATIVE_TOLERANCE, atol=absolute, events=converged)
    end = np.asarray(solution.y[:, -1], dtype=np.float64)
    if solution.status != 1:
        raise RuntimeError(
            f"the gradient flow has not converged: at time {solution.t[-1]:.3g} the residual is {residual(end):.3g},"
            f" above {goal:.3g} ({solution.message})."
        )
    return end, float(solution.t[-1])


def gradient_flow(
    X: FloatArray,
    y: Sequence[float] | FloatArray,
    *,
    alpha: float,
    theta0: float | Sequence[float] | FloatArray = 1.0,
    tolerance: float = 1e-9,
    horizon: float | None = None,
) -> Flow:
    """Integrate the weights (θ₊, θ₋) from α θ₀ until ‖X β − y‖ ≤ tolerance · ‖y‖.

    X has shape (samples, features); theta0 is positive, a number or one for each feature. ``RuntimeError`` if the
    residual is still larger at time ``horizon`` (by default 10⁹ / ‖X‖², so that no interpolating β or a start at
    alpha = 0 ends there), ``ValueError`` for wrong shapes.
    """
    matrix, target, initial = _problem(X, y, alpha, theta0)
    width = initial.size

    def beta(state: FloatArray) -> FloatArray:
        return np.square(state[:width]) - np.square(state[width:])

    def speed(_: float, state: FloatArray) -> FloatArray:
        slope = 2.0 * (matrix.T @ (matrix @ beta(state) - target))
        return np.concatenate([-state[:width] * slope, state[width:] * slope])

    def residual(state: FloatArray) -> float:
        return float(np.linalg.norm(matrix @ beta(state) - target))

    goal, end_time = _goal(matrix, target, tolerance, horizon)
    start = np.concatenate([initial, initial])
    end, time = _integrate(speed, residual, start, goal, end_time, float(initial.min()) * 1e-12)
    return Flow(beta(end), end[:width], end[width:], residual(end), time)


def gradient_flow_dual(
    X: FloatArray,
    y: Sequence[float] | FloatArray,
    *,
    alpha: float,
    theta0: float | Sequence[float] | FloatArray = 1.0,
    tolerance: float = 1e-9,
    horizon: float | None = None,
) -> Flow:
    """The same flow as :func:`gradient_flow`, integrated in R' = X β − y with θ± = α θ₀ exp(∓2 Xᵀ R).

    Only as many coordinates as samples, and tiny weights keep their relative accuracy.
    """
    matrix, target, initial = _problem(X, y, alpha, theta0)

    def weights(dual: FloatArray) -> tuple[FloatArray, FloatArray]:
        exponent = 2.0 * (matrix.T @ dual)
        return initial * np.exp(-exponent), initial * np.exp(exponent)

    def misfit(dual: FloatArray) -> FloatArray:
        plus, minus = weights(dual)
        return np.asarray(matrix @ (np.square(plus) - np.square(minus)) - target)

    def residual(dual: FloatArray) -> float:
        return float(np.linalg.norm(misfit(dual)))

    goal, end_time = _goal(matrix, target, tolerance, horizon)
    start = np.zeros(target.size)
    end, time = _integrate(lambda _, dual: misfit(dual), residual, start, goal, end_time, 1e-12)
    plus, minus = weights(end)
    return Flow(np.square(plus) - np.square(minus), plus, minus, residual(end), time)


def _goal(matrix: FloatArray, target: FloatArray, tolerance: float, horizon: float | None) -> tuple[float, float]:
    require(0.0 < tolerance < 1.0, f"tolerance must be in (0, 1), not {tolerance!r}.")
    norm = float(np.linalg.norm(matrix, 2))
    end_time = HORIZON / max(norm * norm, np.finfo(np.float64).tiny) if horizon is None else float(horizon)
    require(end_time > 0.0, f"horizon must be positive, not {horizon!r}.")
    return tolerance * float(np.linalg.norm(target)), end_time


def minimise_on_affine(
    objective: Callable[[FloatArray], float],
    gradient: Callable[[FloatArray], FloatArray],
    X: FloatArray,
    y: Sequence[float] | FloatArray,
    *,
    tolerance: float = 1e-9,
) -> FloatArray:
    """The minimiser of a smooth convex objective on {β : X β = y}: shape (features,).

    Minimises over β = X⁺ y + Z c, the columns of Z an orthonormal basis of the null space of X, by BFGS and then by
    solving Zᵀ ∇ = 0. ``ValueError`` if X β = y has no solution, ``RuntimeError`` if ‖Zᵀ ∇‖ stays above
    ``tolerance`` · max(1, ‖∇‖).
    """
    matrix, target = _affine(X, y)
    particular: FloatArray = np.linalg.lstsq(matrix, target, rcond=None)[0].astype(np.float64)
    gap = float(np.linalg.norm(matrix @ particular - target))
    require(gap <= 1e-9 * float(np.linalg.norm(target)), f"X β = y has no solution: the least residual is {gap:.3g}.")
    basis = null_space(matrix)
    if basis.shape[1] == 0:
        return particular

    def point(c: FloatArray) -> FloatArray:
        return np.asarray(particular + basis @ c, dtype=np.float64)

    def slope(c: FloatArray) -> FloatArray:
        return np.asarray(basis.T @ gradient(point(c)), dtype=np.float64)

    def value(c: FloatArray) -> float:
        return objective(point(c))

    with np.errstate(over="ignore", invalid="ignore"):  # an objective without minimum runs off; that is told below
        found = minimize(value, np.zeros(basis.shape[1]), jac=slope, method="BFGS")
        polished = root(slope, found.x, method="hybr", options={"xtol": 1e-14})
    best: FloatArray = min((found.x, polished.x), key=lambda c: float(np.linalg.norm(slope(c))))
    steepness = float(np.linalg.norm(slope(best)))
    if not steepness <= tolerance * max(1.0, float(np.linalg.norm(gradient(point(best))))):
        raise RuntimeError(f"the minimisation has not converged: the projected gradient has norm {steepness:.3g}.")
    return point(best)
