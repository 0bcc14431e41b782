"""Minimum-norm least squares on Gaussian data, on both sides of the interpolation threshold.

N samples of P features with independent N(0, 1) entries form X (N × P); y = X θ* + σ ε; the estimate is θ̂ = X⁺ y.
Its excess risk on a fresh sample is ‖θ̂ − θ*‖². In the misspecified model there are D ≥ P features in truth, of which
the estimate sees the first P.

The laws follow from rotational invariance (Hastie, Montanari, Rosset & Tibshirani 2022, Ann. Statist. 50; Belkin, Hsu &
Xu 2020, SIAM J. Math. Data Sci. 2): the null space of X is uniformly distributed, so the lost share of the signal is
Beta((P − N)/2, N/2), and z' W⁻¹ z with z Gaussian of dimension k = min(N, P) is χ²_k / χ²_{|N−P|+1}.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

import numpy as np

from numerics import batch_last
from numerics.arrays import FloatArray, integer, non_negative, require, vector
from numerics.blocks import fill_blocks
from numerics.gaussian import chi_square, normal_buffer
from numerics.wishart import BUDGET

Normals = Callable[..., FloatArray]
Signal = float | Fraction | Sequence[float | Fraction] | FloatArray
"""The parameter θ*: a vector, or its Euclidean norm (the law depends on nothing else)."""


def _signal(signal: Signal, parameters: int) -> FloatArray:
    """θ* as a vector; a norm is spread evenly over the parameters."""
    if isinstance(signal, int | float | Fraction):
        return np.full(parameters, non_negative("signal", signal) / np.sqrt(parameters))
    theta = vector("signal", signal)
    require(theta.size == parameters, f"signal must have {parameters} entries, not {theta.size}.")
    return theta


def _errors_small(
    rng: np.random.Generator, normals: Normals, samples: int, n: int, theta: FloatArray, tail: FloatArray, noise: float
) -> FloatArray:
    """θ̂ − θ* on the fitted features, sample axis last: shape (P, samples)."""
    p = theta.size
    x = normals(min(n, p), max(n, p), samples)
    data = x if p >= n else x.transpose(1, 0, 2)
    y = np.einsum("npb,p->nb", data, theta)
    if tail.size:
        y += np.einsum("npb,p->nb", rng.standard_normal((n, tail.size, samples)), tail)
    if noise:
        y += noise * rng.standard_normal((n, samples))
    factor = batch_last.cholesky(batch_last.gram(x))
    right = y if p >= n else np.einsum("pnb,nb->pb", x, y)
    solution = batch_last.backward_substitution(factor, batch_last.forward_substitution(factor, right))
    estimate = np.einsum("npb,nb->pb", x, solution) if p >= n else solution
    estimate -= theta[:, None]
    return estimate


def _errors_large(
    rng: np.random.Generator, normals: Normals, samples: int, n: int, theta: FloatArray, tail: FloatArray, noise: float
) -> FloatArray:
    """θ̂ − θ* on the fitted features by batched LAPACK, sample axis last: shape (P, samples)."""
    p = theta.size
    x = normals(samples, n, p)
    transposed = x.transpose(0, 2, 1)
    y = np.matmul(x, theta[:, None])
    if tail.size:
        y += np.matmul(rng.standard_normal((samples, n, tail.size)), tail[:, None])
    if noise:
        y += noise * rng.standard_normal((samples, n, 1))
    if p >= n:
        estimate = np.matmul(transposed, np.linalg.solve(np.matmul(x, transposed), y))
    else:
        estimate = np.linalg.solve(np.matmul(transposed, x), np.matmul(transposed, y))
    return np.asarray(estimate[:, :, 0] - theta).T


def _risks(rng: np.random.Generator, size: int, n: int, theta: FloatArray, tail: FloatArray, noise: float) -> FloatArray:
    p = theta.size
    errors = _errors_small if min(n, p) <= batch_last.MAX_ORDER else _errors_large
    lost = float(np.dot(tail, tail))
    normals = normal_buffer(rng)

    def draw(samples: int) -> FloatArray:
        error = errors(rng, normals, samples, n, theta, tail, noise)
        risk: FloatArray = np.einsum("pb,pb->b", error, error)
        risk += lost
        return risk

    return fill_blocks(size, 8 * (n * (p + tail.size) + min(n, p) ** 2 + 3 * p), draw, BUDGET)


def least_squares_excess_risk(
    rng: np.random.Generator, size: int, *, samples: int, parameters: int, signal: Signal, noise: float
) -> FloatArray:
    """‖θ̂ − θ*‖² by the definition: draw X and y = X θ* + noise · ε, solve for θ̂ = X⁺ y. Shape (size,).

    ``samples`` is N, ``parameters`` P, ``noise`` the standard deviation σ ≥ 0. The mean is finite for noise = 0 or
    |N − P| ≥ 2. X has full rank with probability one, so θ̂ comes from the normal equations of the smaller side.
    """
    n, p = integer("samples", samples), integer("parameters", parameters)
    return _risks(rng, size, n, _signal(signal, p), np.empty(0), non_negative("noise", noise))


def least_squares_excess_risk_exact_law(
    rng: np.random.Generator, size: int, *, samples: int, parameters: int, signal: Signal, noise: float
) -> FloatArray:
    """‖θ̂ − θ*‖² from its law ‖θ*‖² Beta((P−N)/2, N/2) + σ² χ²_k / χ²_{|N−P|+1}, k = min(N, P). Shape (size,).

    The Beta variable is 0 for P ≤ N; the three variables are independent.
    """
    n, p = integer("samples", samples), integer("parameters", parameters)
    theta = _signal(signal, p)
    variance = non_negative("noise", noise) ** 2
    return _risks_exact_law(rng, size, n, p, float(np.dot(theta, theta)), variance)


def _risks_exact_law(rng: np.random.Generator, size: int, n: int, p: int, energy: float, variance: float) -> FloatArray:
    risk = np.zeros(integer("size", size))
    if p > n and energy:
        risk += energy * rng.beta(0.5 * (p - n), 0.5 * n, size)
    if variance:
        ratio = chi_square(rng, size, degrees=min(n, p))
        ratio /= chi_square(rng, size, degrees=abs(n - p) + 1)
        risk += variance * ratio
    return risk


def misspecified_excess_risk(
    rng: np.random.Generator,
    size: int,
    *,
    samples: int,
    parameters: int,
    signal: Sequence[float | Fraction] | FloatArray,
    noise: float,
) -> FloatArray:
    """Excess risk ‖θ̂ − θ*₁..P‖² + ‖θ*_{P+1..D}‖² of a fit that sees the first P of D features. Shape (size,).

    ``signal`` is θ* of length D ≥ ``parameters`` = P; the data are drawn with all D features.
    """
    n, p = integer("samples", samples), integer("parameters", parameters)
    theta = _whole_signal(signal, p)
    return _risks(rng, size, n, theta[:p], theta[p:], non_negative("noise", noise))


def misspecified_excess_risk_exact_law(
    rng: np.random.Generator,
    size: int,
    *,
    samples: int,
    parameters: int,
    signal: Sequence[float | Fraction] | FloatArray,
    noise: float,
) -> FloatArray:
    """The law of :func:`misspecified_excess_risk`: the unseen features act as further independent Gaussian noise."""
    n, p = integer("samples", samples), integer("parameters", parameters)
    theta = _whole_signal(signal, p)
    energy, lost = float(np.dot(theta[:p], theta[:p])), float(np.dot(theta[p:], theta[p:]))
    risk = _risks_exact_law(rng, size, n, p, energy, non_negative("noise", noise) ** 2 + lost)
    risk += lost
    return risk


def _whole_signal(signal: Sequence[float | Fraction] | FloatArray, p: int) -> FloatArray:
    theta = vector("signal", signal)
    require(theta.size >= p, f"signal must have at least parameters = {p} entries, not {theta.size}.")
    return theta


def null_projection_fraction(rng: np.random.Generator, size: int, *, samples: int, parameters: int) -> FloatArray:
    """‖Π_null θ‖² / ‖θ‖² by the definition: the share of a fixed θ in the null space of X, N < P. Shape (size,).

    Computed as the excess risk of noiseless minimum-norm least squares, whose error is exactly −Π_null θ.
    """
    n, p = _wide(samples, parameters)
    return _risks(rng, size, n, np.full(p, 1.0 / np.sqrt(p)), np.empty(0), 0.0)


def null_projection_fraction_exact_law(rng: np.random.Generator, size: int, *, samples: int, parameters: int) -> FloatArray:
    """‖Π_null θ‖² / ‖θ‖² from its law, Beta((P − N)/2, N/2), N < P. Shape (size,)."""
    n, p = _wide(samples, parameters)
    return rng.beta(0.5 * (p - n), 0.5 * n, integer("size", size))


def _wide(samples: int, parameters: int) -> tuple[int, int]:
    n, p = integer("samples", samples), integer("parameters", parameters)
    require(n < p, f"X has a null space only if samples < parameters, not samples = {n}, parameters = {p}.")
    return n, p
