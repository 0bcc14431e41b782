"""Outputs of random fully connected networks at one input, and the variance of the output given the hidden layers.

Layer l maps h to z = W h + b with entries of W drawn from N(0, σ_w² / fan-in) and of b from N(0, σ_b²); hidden layers
apply the activation, the output is a linear layer with one unit. For σ_w² = 2 and ReLU this is He's initialisation.

Given h, the entries of z are independent N(0, σ_w² ‖h‖² / fan-in + σ_b²): layers need n instead of n² normals. Without
biases, ‖σ(z)‖² is moreover that variance times χ²_K with K ~ Binomial(n, 1/2) for ReLU and K = n for the identity.
Given all hidden layers the output is Gaussian with variance q, so E f² = E q and E f⁴ = 3 E q².

Reference: Hanin & Nica (2020), Products of many large random matrices and gradients in deep networks, CMP 376.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from numerics.activations import Activation, activate
from numerics.arrays import FloatArray, integer, non_negative, require, vector
from numerics.blocks import block_rows, fill_blocks
from numerics.coins import fair_binomial
from numerics.gaussian import normal_buffer

BUDGET = 512 * 1024
Input = Sequence[float] | FloatArray
Layer = Callable[[int, float, float], FloatArray]


def _hidden_widths(widths: Sequence[int]) -> list[int]:
    found = [integer("a width", width) for width in widths]
    require(len(found) > 0, "there must be at least one hidden layer.")
    return found


def _hidden_layers(
    rng: np.random.Generator,
    x: Input,
    widths: Sequence[int],
    activation: Activation,
    weight_variance: float,
    bias_variance: float,
) -> tuple[int, Callable[[int], FloatArray]]:
    """Bytes of one network, and a function that draws networks and returns their last hidden layers (networks, n)."""
    start, sizes = vector("x", x), _hidden_widths(widths)
    bias = math.sqrt(non_negative("bias_variance", bias_variance))
    scales = [math.sqrt(non_negative("weight_variance", weight_variance) / n) for n in [start.size, *sizes]]
    normals = normal_buffer(rng)

    def draw(networks: int) -> FloatArray:
        h = np.empty((0, 0))
        for layer, n in enumerate(sizes):
            if layer:
                h *= scales[layer]
                z = np.matmul(normals(networks, n, h.shape[1]), h[:, :, None])[:, :, 0]
            else:  # all networks have the same input
                z = np.matmul(normals(networks * n, start.size), scales[0] * start).reshape(networks, n)
            if bias:
                z += bias * rng.standard_normal(z.shape)
            h = activate(activation, z)
        return h

    entries = max(a * b for a, b in zip([start.size, *sizes], [*sizes, 1], strict=True))
    return 8 * (entries + 2 * max(sizes)), draw


def network_outputs(
    rng: np.random.Generator,
    size: int,
    *,
    x: Input,
    widths: Sequence[int],
    activation: Activation = "relu",
    weight_variance: float = 2.0,
    bias_variance: float = 0.0,
) -> FloatArray:
    """f(x) of ``size`` random networks with hidden ``widths``, by drawing all weights: shape (size,).

    ``x`` is the input vector; ``weight_variance`` is σ_w² (of every layer, the last one included).
    """
    width, draw_hidden = _hidden_layers(rng, x, widths, activation, weight_variance, bias_variance)
    scale, bias = math.sqrt(weight_variance / widths[-1]), math.sqrt(bias_variance)

    def draw(networks: int) -> FloatArray:
        hidden = draw_hidden(networks)
        outputs: FloatArray = np.einsum("bn,bn->b", rng.standard_normal(hidden.shape), hidden)
        outputs *= scale
        if bias:
            outputs += bias * rng.standard_normal(networks)
        return outputs

    return fill_blocks(size, width, draw, BUDGET)


def output_variances(
    rng: np.random.Generator,
    size: int,
    *,
    x: Input,
    widths: Sequence[int],
    activation: Activation = "relu",
    weight_variance: float = 2.0,
    bias_variance: float = 0.0,
) -> FloatArray:
    """q = σ_w² ‖h‖² / n + σ_b², the variance of f(x) given the hidden layers, by drawing these: shape (size,)."""
    width, draw_hidden = _hidden_layers(rng, x, widths, activation, weight_variance, bias_variance)

    def draw(networks: int) -> FloatArray:
        hidden = draw_hidden(networks)
        squares: FloatArray = np.einsum("bn,bn->b", hidden, hidden)
        squares *= weight_variance / widths[-1]
        squares += bias_variance
        return squares

    return fill_blocks(size, width, draw, BUDGET)


def output_variances_exact_law(
    rng: np.random.Generator,
    size: int,
    *,
    x: Input,
    widths: Sequence[int],
    activation: Activation = "relu",
    weight_variance: float = 2.0,
    bias_variance: float = 0.0,
) -> FloatArray:
    """The law of :func:`output_variances`, layer by layer from the variance of the layer before: shape (size,).

    A layer takes one χ² (and a binomial) for ReLU and the identity without bias, else as many normals as it has units.
    """
    start, sizes = vector("x", x), _hidden_widths(widths)
    weight, bias = non_negative("weight_variance", weight_variance), non_negative("bias_variance", bias_variance)
    first = weight * float(np.dot(start, start)) / start.size + bias
    homogeneous = bias == 0.0 and activation in ("relu", "linear")

    def draw(networks: int) -> FloatArray:
        q = np.full(networks, first)
        for n in sizes:
            if homogeneous:
                q *= _energies(rng, networks, n, relu=activation == "relu")
                q *= weight / n
            else:
                z = rng.standard_normal((networks, n))
                z *= np.sqrt(q)[:, None]
                h = activate(activation, z)
                q = np.einsum("bn,bn->b", h, h) * (weight / n) + bias
        return q

    return fill_blocks(size, 8 * (8 if homogeneous else 2 * max(sizes)), draw, BUDGET)


def _energies(rng: np.random.Generator, size: int, n: int, *, relu: bool) -> FloatArray:
    """‖σ(z)‖² for z ~ N(0, I_n): χ² with n degrees of freedom, or with as many as a binomial variable says."""
    energies = rng.standard_gamma(0.5 * fair_binomial(rng, size, trials=n) if relu else 0.5 * n, size)
    energies *= 2.0
    return energies


def network_outputs_exact_law(
    rng: np.random.Generator,
    size: int,
    *,
    x: Input,
    widths: Sequence[int],
    activation: Activation = "relu",
    weight_variance: float = 2.0,
    bias_variance: float = 0.0,
) -> FloatArray:
    """The law of :func:`network_outputs`: a normal variable times the root of its conditional variance. Shape (size,)."""
    outputs = output_variances_exact_law(
        rng, size, x=x, widths=widths, activation=activation, weight_variance=weight_variance, bias_variance=bias_variance
    )
    np.sqrt(outputs, out=outputs)
    for start in range(0, outputs.size, block_rows(8)):
        block = outputs[start : start + block_rows(8)]
        block *= rng.standard_normal(block.size)
    return outputs
