"""Outputs of random fully connected networks at several inputs, several output neurons at a time.

Layer l maps h to z = W h + b with entries of W drawn from N(0, σ_w² / fan-in) and of b from N(0, σ_b²); hidden layers
apply the activation, the output is a linear layer. All inputs pass through the same weights, so that the outputs are a
draw of the random function, and its neurons, at these inputs.

With one hidden layer the outputs at a single input need no input: the pre-activations of its neurons are independent
Gaussians of one variance.

Reference: Neal (1996), Bayesian Learning for Neural Networks, chapter 2.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from numerics.activations import Activation, activate
from numerics.arrays import FloatArray, integer, non_negative
from numerics.blocks import fill_blocks
from numerics.gaussian import normal_buffer
from numerics.neurons import Points, input_points


def joint_outputs(
    rng: np.random.Generator,
    size: int,
    *,
    inputs: Points,
    widths: Sequence[int],
    outputs: int = 1,
    activation: Activation = "relu",
    weight_variance: float = 1.0,
    bias_variance: float = 0.0,
) -> FloatArray:
    """f_i(x_a) of ``size`` networks by drawing all weights and biases: shape (size, outputs, inputs).

    ``inputs`` has the rows x_a; ``widths`` are those of the hidden layers (none: an affine map); the variances σ_w² and
    σ_b² are those of every layer.
    """
    points = input_points(inputs)
    sizes = [points.shape[1], *(integer("a width", n) for n in widths), integer("outputs", outputs)]
    spread = math.sqrt(non_negative("weight_variance", weight_variance))
    bias = math.sqrt(non_negative("bias_variance", bias_variance))
    normals = normal_buffer(rng)
    start = np.ascontiguousarray(points.T)

    def draw(networks: int) -> FloatArray:
        h = np.broadcast_to(start, (networks, *start.shape))
        for layer, (fan_in, n) in enumerate(pairwise(sizes)):
            if layer:
                h = activate(activation, h)
            z = np.matmul(normals(networks, n, fan_in), h)
            z *= spread / math.sqrt(fan_in)
            if bias:
                z += bias * rng.standard_normal((networks, n, 1))
            h = z
        return np.asarray(h)

    entries = max(a * b for a, b in pairwise(sizes))
    return fill_blocks(size, 8 * (entries + 2 * max(sizes) * points.shape[0]), draw)


def outputs_of_hidden_layer(
    rng: np.random.Generator,
    size: int,
    *,
    width: int,
    variance: float,
    outputs: int = 1,
    activation: Activation = "relu",
    weight_variance: float = 1.0,
    bias_variance: float = 0.0,
) -> FloatArray:
    """f_i = Σ_k w_ik σ(z_k) + b_i with ``width`` neurons z_k ~ N(0, ``variance``): shape (size, outputs).

    w_ik ~ N(0, ``weight_variance`` / width) and b_i ~ N(0, ``bias_variance``).
    """
    n, count = integer("width", width), integer("outputs", outputs)
    deviation = math.sqrt(non_negative("variance", variance))
    scale = math.sqrt(non_negative("weight_variance", weight_variance) / n)
    bias = math.sqrt(non_negative("bias_variance", bias_variance))
    neurons, normals = normal_buffer(rng), normal_buffer(rng)

    def draw(networks: int) -> FloatArray:
        z = neurons(networks, n)
        z *= deviation
        found: FloatArray = np.einsum("bin,bn->bi", normals(networks, count, n), activate(activation, z))
        found *= scale
        if bias:
            found += bias * rng.standard_normal(found.shape)
        return found

    return fill_blocks(size, 8 * n * (count + 1), draw)
