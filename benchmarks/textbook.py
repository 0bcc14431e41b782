"""Vectorised estimators as a textbook has them: draw what the definition names, batch it, average.

They are what the estimators of :mod:`benchmarks.accuracy` are compared with. Each returns independent values, sample
axis first; batches of some megabytes are left to the caller.
"""

from __future__ import annotations

import math

import numpy as np

from numerics import policy_gradients
from numerics.arrays import FloatArray
from numerics.mdp import FiniteMDP


def inverse_trace(rng: np.random.Generator, size: int, *, rows: int, columns: int) -> FloatArray:
    """tr (X Xᵀ)⁻¹ by a batched inverse."""
    x = rng.standard_normal((size, rows, columns))
    return np.asarray(np.trace(np.linalg.inv(x @ x.transpose(0, 2, 1)), axis1=1, axis2=2))


def network_output(rng: np.random.Generator, size: int, *, inputs: int, widths: list[int]) -> FloatArray:
    """f(1, …, 1) of ReLU networks with weights N(0, 2 / fan-in), all of them drawn."""
    h = np.ones((size, inputs, 1))
    for n in widths:
        w = rng.standard_normal((size, n, h.shape[1])) * math.sqrt(2.0 / h.shape[1])
        h = np.maximum(w @ h, 0.0)
    v = rng.standard_normal((size, 1, h.shape[1])) * math.sqrt(2.0 / h.shape[1])
    output: FloatArray = (v @ h)[:, 0, 0]
    return output


def arc_cosine(rng: np.random.Generator, size: int, *, x: FloatArray, y: FloatArray, order: int) -> FloatArray:
    """(w · x)₊ⁿ (w · y)₊ⁿ with whole weight vectors w."""
    z = np.maximum(rng.standard_normal((size, x.size)) @ np.stack([x, y]).T, 0.0)
    return np.asarray(((z > 0).all(axis=1) if order == 0 else z.prod(axis=1)), dtype=np.float64)


def gate_fraction(rng: np.random.Generator, size: int, *, x: FloatArray, y: FloatArray, width: int) -> FloatArray:
    """The fraction of ``width`` neurons with both gates open."""
    gates = arc_cosine(rng, size * width, x=x, y=y, order=0).reshape(size, width)
    return np.asarray(gates.mean(axis=1))


def tanh_product(rng: np.random.Generator, size: int, *, cosine: float) -> FloatArray:
    """tanh(u) tanh(v) for correlated u and v."""
    x, y = rng.standard_normal((2, size))
    return np.asarray(np.tanh(x) * np.tanh(cosine * x + math.sqrt(1.0 - cosine**2) * y))


def initial_square_norm(rng: np.random.Generator, size: int, *, inputs: FloatArray, width: int) -> FloatArray:
    """‖f₀‖² with signs and weights of all networks of a batch."""
    w = rng.standard_normal((size, width, inputs.shape[1]))
    signs = rng.choice([-1.0, 1.0], (size, 1, width))
    f = (signs @ np.maximum(w @ inputs.T, 0.0))[:, 0] / math.sqrt(width)
    return np.asarray((f * f).sum(axis=1))


def least_error(rng: np.random.Generator, size: int, *, features: int, dimension: int) -> FloatArray:
    """The squared distance of a unit vector from a random span, by a batched QR factorisation."""
    q, _ = np.linalg.qr(rng.standard_normal((size, dimension, features)))
    return 1.0 - np.asarray((q[:, 0] ** 2).sum(axis=1))


def policy_gradient(
    rng: np.random.Generator, size: int, *, mdp: FiniteMDP, logits: FloatArray, horizon: int
) -> FloatArray:
    """The estimator with the total return, with the batched episodes of this package."""
    return policy_gradients.policy_gradients(rng, size, mdp=mdp, logits=logits, horizon=horizon, estimator="total return")


def mean_score(
    rng: np.random.Generator, size: int, *, probabilities: FloatArray, scores: FloatArray, trials: int
) -> FloatArray:
    """The mean of the scores of ``trials`` independent symbols."""
    symbols = rng.choice(probabilities.size, (size, trials), p=probabilities)
    return np.asarray(scores[symbols].mean(axis=1))


def squared_sgd_endpoint(
    rng: np.random.Generator, size: int, *, rate: float, curvature: float, noise: float, steps: int
) -> FloatArray:
    """θ² after a burn-in of ``steps`` steps of many chains at once."""
    theta = np.zeros(size)
    for _ in range(steps):
        theta = theta - rate * (curvature * theta + noise * rng.standard_normal(size))
    return np.asarray(theta * theta)
