"""Stochastic gradient descent on a quadratic: θ ← θ − η (h θ + σ ξ) with ξ ~ N(0, 1), step by step and by its law.

θ is a first-order autoregression with coefficient a = 1 − η h. After t steps it is Gaussian with mean aᵗ θ₀ and
variance η² σ² (1 − a²ᵗ) / (1 − a²), which tends to the stationary η σ² / (h (2 − η h)) if 0 < η h < 2.

The endpoint is linear in the noise, so a block of steps is one product of a vector of powers of a with the block.

Reference: Mandt, Hoffman & Blei (2017), Stochastic gradient descent as approximate Bayesian inference, JMLR 18.
"""

from __future__ import annotations

import math

import numpy as np

from numerics.arrays import FloatArray, integer, non_negative, require
from numerics.blocks import fill_blocks
from numerics.gaussian import normal_buffer

STEPS = 32
"""Steps in a block of the endpoint's recursion."""
CHAINS = 1024
"""Chains in a block of the time average: three vectors of them stay in the first-level cache."""


def _coefficients(rate: float, curvature: float, noise: float) -> tuple[float, float]:
    """The coefficient 1 − η h of the recursion and the scale η σ of its noise."""
    eta, h, sigma = non_negative("rate", rate), float(curvature), non_negative("noise", noise)
    require(math.isfinite(h), f"curvature must be finite, not {h}.")
    return 1.0 - eta * h, eta * sigma


def sgd_endpoint(
    rng: np.random.Generator,
    size: int,
    *,
    rate: float,
    curvature: float,
    noise: float,
    steps: int,
    start: float = 0.0,
) -> FloatArray:
    """θ after ``steps`` steps from ``start``, by drawing the noise of every step: shape (size,)."""
    a, scale = _coefficients(rate, curvature, noise)
    steps = integer("steps", steps)
    normals = normal_buffer(rng)
    powers = a ** np.arange(STEPS - 1, -1, -1, dtype=np.float64)

    def draw(chains: int) -> FloatArray:
        theta = np.zeros(chains)
        for done in range(0, steps, STEPS):
            length = min(STEPS, steps - done)
            theta *= a**length
            theta += powers[STEPS - length :] @ normals(length, chains)
        theta *= -scale
        theta += a**steps * start
        return theta

    return fill_blocks(size, 8 * STEPS, draw)


def sgd_endpoint_exact_law(
    rng: np.random.Generator,
    size: int,
    *,
    rate: float,
    curvature: float,
    noise: float,
    steps: int,
    start: float = 0.0,
) -> FloatArray:
    """θ after ``steps`` steps from its Gaussian law: one normal variable a sample, shape (size,)."""
    a, scale = _coefficients(rate, curvature, noise)
    steps = integer("steps", steps)
    growth = float(steps) if a * a == 1.0 else math.expm1(steps * math.log(a * a)) / (a * a - 1.0) if a else 1.0
    theta = rng.standard_normal(integer("size", size))
    theta *= scale * math.sqrt(growth)
    theta += a**steps * start
    return theta


def stationary_variance(*, rate: float, curvature: float, noise: float) -> float:
    """The variance η σ² / (h (2 − η h)) of the steady state; ``ValueError`` unless 0 < η h < 2."""
    a, scale = _coefficients(rate, curvature, noise)
    require(abs(a) < 1.0, f"there is a steady state only for 0 < rate · curvature < 2, not {1.0 - a}.")
    return scale * scale / ((1.0 - a) * (1.0 + a))


def sgd_steady_state_exact_law(
    rng: np.random.Generator, size: int, *, rate: float, curvature: float, noise: float
) -> FloatArray:
    """θ in the steady state from its law, one normal variable a sample: shape (size,)."""
    theta = rng.standard_normal(integer("size", size))
    theta *= math.sqrt(stationary_variance(rate=rate, curvature=curvature, noise=noise))
    return theta


def sgd_mean_square(
    rng: np.random.Generator,
    size: int,
    *,
    rate: float,
    curvature: float,
    noise: float,
    steps: int,
) -> FloatArray:
    """The average of θ² over ``steps`` steps of chains that start in the steady state: shape (size,).

    Its mean is the stationary variance, and its variance falls like (1 + a²) / ((1 − a²) · steps).
    """
    a, scale = _coefficients(rate, curvature, noise)
    steps = integer("steps", steps)
    deviation = math.sqrt(stationary_variance(rate=rate, curvature=curvature, noise=1.0 / rate if rate else 0.0))
    normals = normal_buffer(rng)

    def draw(chains: int) -> FloatArray:
        theta = rng.standard_normal(chains)
        theta *= deviation
        total, squares = np.zeros(chains), np.empty(chains)
        for done in range(0, steps, STEPS):
            for row in normals(min(STEPS, steps - done), chains):
                theta *= a
                theta += row
                np.multiply(theta, theta, out=squares)
                total += squares
        total *= scale * scale / steps
        return total

    return fill_blocks(size, 8 * STEPS, draw, 8 * STEPS * CHAINS)
