"""Kernels of a random hidden layer at finite width: tangent kernel by gates, and the covariance of the features.

For f(x) = m^(−1/2) Σ_k a_k σ(w_k · x) with a_k = ±1 and w_k ~ N(0, I), ReLU σ, the tangent kernel of the hidden weights
is H(x, y) = ⟨x, y⟩ · (number of neurons with w_k · x > 0 and w_k · y > 0) / m, and the conditional covariance of the
outputs is Σ_k σ(w_k · x) σ(w_k · y) / m.

Both gates of a neuron are open with probability (π − arccos ρ) / 2π, ρ the cosine between the inputs: the number of
open pairs is binomial. References: Jacot, Gabriel & Hongler (2018), NeurIPS 31; Cho & Saul (2009), NeurIPS 22.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from numerics.activations import Activation, activate
from numerics.arrays import FloatArray, integer, require, vector
from numerics.neurons import Points, input_points, neuron_sums, span_coordinates


def _pair(x: Sequence[float] | FloatArray, y: Sequence[float] | FloatArray) -> tuple[FloatArray, float]:
    first, second = vector("x", x), vector("y", y)
    require(first.size == second.size, f"x and y must have one length, not {first.size} and {second.size}.")
    return np.array([first, second]), float(np.dot(first, second))


def gate_probability(x: Sequence[float] | FloatArray, y: Sequence[float] | FloatArray) -> float:
    """P(w · x > 0 and w · y > 0) for w ~ N(0, I): (π − angle) / 2π, and 0 if x or y is zero.

    The angle comes from atan2 of ‖x/‖x‖ − y/‖y‖‖ and ‖x/‖x‖ + y/‖y‖‖, accurate for nearly parallel inputs too.
    """
    points, _ = _pair(x, y)
    norms = np.linalg.norm(points, axis=1)
    if not norms.all():
        return 0.0
    first, second = points / norms[:, None]
    angle = 2.0 * math.atan2(float(np.linalg.norm(first - second)), float(np.linalg.norm(first + second)))
    return (math.pi - angle) / (2.0 * math.pi)


def gate_kernel(
    rng: np.random.Generator,
    size: int,
    *,
    x: Sequence[float] | FloatArray,
    y: Sequence[float] | FloatArray,
    width: int,
) -> FloatArray:
    """H(x, y) at the given width by drawing the weights: shape (size,)."""
    points, product = _pair(x, y)

    def open_pairs(z: FloatArray) -> FloatArray:
        gates = z > 0.0
        return np.asarray(np.count_nonzero(gates[:, :, 0] & gates[:, :, 1], axis=1), dtype=np.float64)

    counts = neuron_sums(rng, size, points=points, width=width, summand=open_pairs)
    counts *= product / width
    return counts


def gate_kernel_exact_law(
    rng: np.random.Generator,
    size: int,
    *,
    x: Sequence[float] | FloatArray,
    y: Sequence[float] | FloatArray,
    width: int,
) -> FloatArray:
    """H(x, y) at the given width from its law ⟨x, y⟩ · Binomial(width, p) / width: shape (size,)."""
    _, product = _pair(x, y)
    width = integer("width", width)
    counts = rng.binomial(width, gate_probability(x, y), integer("size", size)).astype(np.float64)
    counts *= product / width
    return counts


def _gate_grams(rng: np.random.Generator, size: int, points: FloatArray, width: int, products: FloatArray) -> FloatArray:
    def open_pairs(z: FloatArray) -> FloatArray:
        gates = np.greater(z, 0.0).astype(np.float32)  # counts stay below 2²⁴, where float32 is exact
        return np.asarray(np.matmul(gates.transpose(0, 2, 1), gates), dtype=np.float64)

    grams = neuron_sums(rng, size, points=points, width=width, summand=open_pairs)
    grams *= products / width
    return grams


def gate_gram(rng: np.random.Generator, size: int, *, inputs: Points, width: int) -> FloatArray:
    """The matrices H(x_i, x_j) at the given width by drawing the weights: shape (size, n, n) for inputs (n, d)."""
    points = input_points(inputs)
    return _gate_grams(rng, size, points, width, points @ points.T)


def gate_gram_exact_law(rng: np.random.Generator, size: int, *, inputs: Points, width: int) -> FloatArray:
    """The law of :func:`gate_gram` from weights projected to the span of the inputs: shape (size, n, n).

    It takes min(n, d) instead of d normals a neuron.
    """
    points = input_points(inputs)
    return _gate_grams(rng, size, span_coordinates(points), width, points @ points.T)


def _feature_grams(rng: np.random.Generator, size: int, points: FloatArray, width: int, activation: Activation) -> FloatArray:
    def covariances(z: FloatArray) -> FloatArray:
        features = activate(activation, z)
        gram: FloatArray = np.matmul(features.transpose(0, 2, 1), features)
        return gram

    grams = neuron_sums(rng, size, points=points, width=width, summand=covariances)
    grams /= width
    return grams


def feature_gram(
    rng: np.random.Generator, size: int, *, inputs: Points, width: int, activation: Activation = "relu"
) -> FloatArray:
    """Σ_k σ(w_k · x_i) σ(w_k · x_j) / width by drawing the weights: shape (size, n, n) for inputs (n, d)."""
    return _feature_grams(rng, size, input_points(inputs), width, activation)


def feature_gram_exact_law(
    rng: np.random.Generator, size: int, *, inputs: Points, width: int, activation: Activation = "relu"
) -> FloatArray:
    """The law of :func:`feature_gram` from weights projected to the span of the inputs: shape (size, n, n)."""
    return _feature_grams(rng, size, span_coordinates(inputs), width, activation)
