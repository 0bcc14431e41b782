"""Gaussian functions with finitely many features: ridge regression in rationals, and draws given noisy observations.

f(x) = φ(x) · θ with standard Gaussian θ has the covariance kernel 𝒦(x, x′) = φ(x) · φ(x′). Observations y_i = f(x_i) + λ z_i
are linear equations (Φ, λ I)(θ, z) = y for a standard Gaussian vector (θ, z): given y, it is uniform in all directions of
the affine space of solutions, so its law is that of an unconditional draw projected to this space. No kernel is inverted.

References: Rasmussen & Williams (2006), Gaussian Processes for Machine Learning, §2.1; Wilson et al. (2020), ICML 37.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from numerics.arrays import FloatArray, integer
from numerics.blocks import fill_blocks
from numerics.exact_least_squares import Rational, Rows, minimum_norm_solution

Vector = Sequence[Rational]


def kernel(first: Vector, second: Vector) -> Fraction:
    """φ(x) · φ(x′), the covariance of f(x) and f(x′)."""
    return sum((Fraction(a) * b for a, b in zip(first, second, strict=True)), Fraction(0))


def ridge_prediction(features: Rows, labels: Vector, at: Vector, *, root: Rational) -> Fraction:
    """φ(x) · θ for the θ that minimises Σ (φ(x_i) · θ − y_i)² + root² |θ|²; for root 0 the minimiser of least norm.

    ``features`` has the φ(x_i) as rows, ``at`` is φ(x). It is least squares with further rows root · I and labels 0.
    """
    penalty = [[root * (i == j) for j in range(len(at))] for i in range(len(at))] if root else []
    return kernel(at, minimum_norm_solution([*features, *penalty], [*labels, *(0 for _ in penalty)]))


def most_likely_value(features: Rows, observed: Vector, at: Vector, *, noise: Rational) -> Fraction:
    """φ(x) · θ at the most likely (θ, z) with φ(x_i) · θ + noise · z_i = y_i: the solution of least |θ|² + |z|²."""
    rows = [[*row, *(noise * (i == j) for j in range(len(features)))] for i, row in enumerate(features)]
    return kernel(at, minimum_norm_solution(rows, observed)[:len(at)])


def posterior_draws(
    rng: np.random.Generator,
    size: int,
    *,
    features: Sequence[Sequence[float]] | FloatArray,
    observed: Sequence[float] | FloatArray,
    at: Sequence[float] | FloatArray,
    noise: float = 0.0,
) -> FloatArray:
    """f(x) given f(x_i) + noise · z_i = y_i: shape (size,), independent; rows of (Φ, noise · I) independent."""
    phi, y = np.asarray(features, dtype=np.float64), np.asarray(observed, dtype=np.float64)
    equations = np.hstack([phi, float(noise) * np.eye(len(phi))])
    test = np.concatenate([np.asarray(at, dtype=np.float64), np.zeros(len(phi))])
    inverse = np.linalg.pinv(equations)

    def draw(samples: int) -> FloatArray:
        free = rng.standard_normal((samples, equations.shape[1]))
        moved = free + (y - free @ equations.T) @ inverse.T  # the nearest solution of the equations
        return np.asarray(moved @ test)

    return fill_blocks(integer("size", size), 8 * 3 * equations.shape[1], draw)

