"""The squared norm of the initial outputs of a one-hidden-layer network on n inputs, ‖f₀‖² = Σ_i f₀(x_i)².

f₀(x) = m^(−1/2) Σ_k a_k σ(w_k · x) with random signs a_k and w_k ~ N(0, I). The mean over the signs is
Σ_i Σ_k σ(w_k · x_i)² / m: it has the same mean and no longer the variance of the signs (Rao–Blackwell). Reflections
w_k → −w_k do not change the law either, and the mean over them halves the variance of ReLU units once more.
"""

from __future__ import annotations

import numpy as np

from numerics.activations import Activation, activate
from numerics.arrays import FloatArray
from numerics.coins import random_signs
from numerics.neurons import Points, input_points, neuron_sums, span_coordinates


def _square_norms(rng: np.random.Generator, size: int, points: FloatArray, width: int, activation: Activation) -> FloatArray:
    def outputs(z: FloatArray) -> FloatArray:
        networks, neurons, inputs = z.shape
        features = activate(activation, z)
        signs = random_signs(rng, networks * neurons).reshape(networks, 1, neurons)
        return np.asarray(np.matmul(signs, features).reshape(networks, inputs))

    found = neuron_sums(rng, size, points=points, width=width, summand=outputs)
    squares: FloatArray = np.einsum("bi,bi->b", found, found)
    squares /= width
    return squares


def initial_square_norm(
    rng: np.random.Generator, size: int, *, inputs: Points, width: int, activation: Activation = "relu"
) -> FloatArray:
    """‖f₀‖² by drawing weights and signs: shape (size,) for ``inputs`` with the rows x_1, …, x_n."""
    return _square_norms(rng, size, input_points(inputs), width, activation)


def initial_square_norm_exact_law(
    rng: np.random.Generator, size: int, *, inputs: Points, width: int, activation: Activation = "relu"
) -> FloatArray:
    """The law of ‖f₀‖² from weights projected to the span of the inputs: shape (size,)."""
    return _square_norms(rng, size, span_coordinates(inputs), width, activation)


def initial_square_norm_given_weights(
    rng: np.random.Generator, size: int, *, inputs: Points, width: int, activation: Activation = "relu"
) -> FloatArray:
    """The mean of ‖f₀‖² over signs and reflections given the weights up to these: shape (size,).

    It has the mean of ‖f₀‖² and, at large width, of the order of 1/width of the variance. The weights are drawn in the
    span of the inputs.
    """

    def energies(z: FloatArray) -> FloatArray:
        if activation == "relu":  # relu(z)² + relu(−z)² = z²
            return _squares(z)
        mirrored = _squares(activate(activation, -z))
        return _squares(activate(activation, z)) + mirrored

    energy = neuron_sums(rng, size, points=span_coordinates(inputs), width=width, summand=energies)
    energy *= 0.5 / width
    return energy


def _squares(z: FloatArray) -> FloatArray:
    """The sum of the squares of each network: shape (networks,)."""
    flat = z.reshape(z.shape[0], -1)
    return np.asarray(np.einsum("bk,bk->b", flat, flat))
