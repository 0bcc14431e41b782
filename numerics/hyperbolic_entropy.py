"""The hyperbolic entropy: the convex potential whose gradient inverts u ↦ e^u − e^(−u).

It is the implicit regulariser of diagonal linear networks. With scales s_i > 0,

    Q(β) = Σ_i s_i q(β_i / s_i),    q(z) = ∫_0^z u(t) dt,    u(t) the root of e^u − e^(−u) = t.

Nothing here uses a closed form of q or of u: roots are enclosed by bisection and integrals by ball quadrature, at the
current precision of flint. Reference: Ghai, Hazan & Singer (2020), Exponentiated gradient meets gradient descent, ALT.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np
from flint import acb, arb, fmpq

from numerics.arrays import FloatArray, require

Number: TypeAlias = Any
"""An int, a Fraction or a flint ball (flint has no type stubs)."""

NEWTON_STEPS = 200
"""Steps after which Newton's method is given up."""


def ball(number: Number) -> arb:
    """A ball around an int, a Fraction or a ball; ``TypeError`` for a float, which would hide its rounding."""
    if isinstance(number, float):
        raise TypeError("a float has no rounding error attached.")
    return arb(fmpq(number.numerator, number.denominator)) if isinstance(number, Fraction) else arb(number)


def root(increasing: Callable[[arb], arb], low: arb, high: arb) -> arb:
    """A ball around the zero of an increasing function on [low, high], by bisection as far as signs are certain."""
    while True:
        for share in (8, 5, 11):  # sixteenths; beside the middle where the sign there is uncertain
            inner = (low + (high - low) * share / 16).mid()
            value = increasing(inner)
            if low < inner < high and (value > 0 or value < 0):
                low, high = (low, inner) if value > 0 else (inner, high)
                break
        else:
            return low.union(high)


def mirror(z: Number) -> arb:
    """The root u of e^u − e^(−u) = z."""
    target, reach = ball(z), arb(1)
    while not abs(target) < 2 * reach.sinh():
        reach = 2 * reach
    return root(lambda u: u.exp() - (-u).exp() - target, -reach, reach)


def entropy(z: Number) -> arb:
    """q(z) as the area z u − ∫_0^u (e^v − e^(−v)) dv on the other side of the graph (Young)."""
    target, u = ball(z), mirror(z)
    return target * u - acb.integral(lambda v, _: v.exp() - (-v).exp(), 0, acb(u)).real


def regulariser(beta: Sequence[Number], scales: Sequence[Number]) -> arb:
    """Q(β) = Σ_i s_i q(β_i / s_i)."""
    return sum((ball(s) * entropy(ball(b) / ball(s)) for b, s in zip(beta, scales, strict=True)), arb(0))


def interpolant(features: Sequence[Number], target: Number, scales: Sequence[Number]) -> tuple[arb, arb]:
    """The minimiser of Q on {β : x₁ β₁ + x₂ β₂ = y}, for positive x₁, x₂ and y.

    The slope of Q along the line, u(β₁/s₁) − (x₁/x₂) u(β₂/s₂), increases with β₁; its zero is bisected.
    """
    (first, second), y = (ball(x) for x in features), ball(target)
    here, there = (ball(s) for s in scales)
    require(bool(first > 0 and second > 0 and y > 0), "the features and the target must be positive.")

    def slope(beta: arb) -> arb:
        return mirror(beta / here) - first / second * mirror((y - first * beta) / second / there)
    beta = root(slope, arb(0), (y / first).upper())
    return beta, (y - first * beta) / second


def penalised_least_squares(
    X: FloatArray, y: FloatArray, scales: FloatArray, strength: float
) -> tuple[FloatArray, float]:
    """The minimiser of ‖X β − y‖² + λ Q(β), and a bound of its error from the gradient and the least curvature.

    X has shape (samples, features). Damped Newton steps; ``RuntimeError`` if they do not converge.
    """
    require(strength > 0.0, f"the strength must be positive, not {strength!r}.")
    beta = np.zeros(X.shape[1])

    def gradient(at: FloatArray) -> FloatArray:
        return np.asarray(2 * X.T @ (X @ at - y) + strength * np.arcsinh(at / (2 * scales)))
    for _ in range(NEWTON_STEPS):
        slope = gradient(beta)
        curvature = strength / np.hypot(2 * scales, beta)
        step = np.linalg.solve(2 * X.T @ X + np.diag(curvature), slope)
        size = 1.0
        while np.linalg.norm(gradient(beta - size * step)) > (1 - size / 4) * np.linalg.norm(slope) and size > 1e-8:
            size /= 2
        if size <= 1e-8:
            break
        beta = beta - size * step
    rounding = 1e-13 * float(np.linalg.norm(X) * (np.linalg.norm(X) * np.linalg.norm(beta) + np.linalg.norm(y)))
    least = float((strength / np.hypot(2 * scales, 2 * np.abs(beta) + scales)).min())
    error = (float(np.linalg.norm(gradient(beta))) + rounding) / least
    if not error < 1e-3 * max(1.0, float(np.linalg.norm(beta))):
        raise RuntimeError(f"Newton's method has not converged: the error may be {error:.3g}.")
    return beta, error
