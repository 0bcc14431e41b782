"""Batches of fully connected networks with explicit parameters: outputs, pulled-back gradients, tangent kernels.

NTK parametrisation: a layer maps h to z = W h / √(fan-in) + β b; hidden layers apply σ, the last layer has none. At
initialisation all entries of W and b are independent N(0, 1). The tangent kernel is Θ_op(x, y) = Σ_θ ∂_θ f_o(x) ∂_θ f_p(y);
with δ_o = ∂f_o/∂z of a layer it is the sum over layers of ⟨δ_o(x), δ_p(y)⟩ (⟨h(x), h(y)⟩ / fan-in + β²).

Parameters are a tuple of pairs (W, b), one a layer, of shapes (networks, out, in) and (networks, out).

Reference: Jacot, Gabriel & Hongler (2018), Neural tangent kernel, NeurIPS 31.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from scipy import special

from numerics.arrays import FloatArray, integer, require
from numerics.blocks import fill_blocks
from numerics.neurons import Points, input_points

BUDGET = 1024 * 1024
Parameters: TypeAlias = tuple[tuple[FloatArray, FloatArray], ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """An activation σ and its derivative, entry by entry; neither changes its argument."""

    value: Callable[[FloatArray], FloatArray]
    slope: Callable[[FloatArray], FloatArray]


def leaky_relu(slope: float) -> Unit:
    """σ(z) = z for z > 0, ``slope`` · z otherwise; ReLU for slope 0, the identity for slope 1."""

    def gates(z: FloatArray) -> FloatArray:
        return np.where(z > 0.0, 1.0, float(slope))

    return Unit(lambda z: gates(z) * z, gates)


def polynomial_unit(coefficients: Sequence[float]) -> Unit:
    """σ(z) = Σ_k coefficients[k] zᵏ."""
    value = np.polynomial.Polynomial([float(c) for c in coefficients])
    slope = value.deriv()
    return Unit(lambda z: np.asarray(value(z)), lambda z: np.asarray(slope(z)) + np.zeros_like(z))


def _tanh_slope(z: FloatArray) -> FloatArray:
    t = np.tanh(z)
    return np.asarray(1.0 - t * t)


RELU = leaky_relu(0.0)
TANH = Unit(lambda z: np.asarray(np.tanh(z)), _tanh_slope)
ERF = Unit(lambda z: np.asarray(special.erf(z)), lambda z: np.asarray(2.0 / math.sqrt(math.pi) * np.exp(-z * z)))


def _checked(widths: Sequence[int]) -> list[int]:
    sizes = [integer("a width", n) for n in widths]
    require(len(sizes) >= 2, "widths must have at least the inputs and the outputs.")
    return sizes


def draw_parameters(rng: np.random.Generator, size: int, *, widths: Sequence[int]) -> Parameters:
    """Standard normal parameters of ``size`` networks with ``widths`` (n_0, n_1, …, outputs)."""
    sizes = _checked(widths)
    size = integer("size", size)
    return tuple(
        (rng.standard_normal((size, out, fan_in)), rng.standard_normal((size, out)))
        for fan_in, out in pairwise(sizes)
    )


def _forward(
    parameters: Parameters, inputs: Points, unit: Unit, bias: float
) -> tuple[list[FloatArray], list[FloatArray]]:
    """Inputs h of every layer, and its preactivations z: arrays of shape (networks, inputs, units)."""
    points = input_points(inputs)
    h = np.broadcast_to(points, (parameters[0][0].shape[0], *points.shape))
    hidden: list[FloatArray] = []
    preactivations: list[FloatArray] = []
    for layer, (weights, biases) in enumerate(parameters):
        if layer:
            h = unit.value(preactivations[-1])
        require(h.shape[2] == weights.shape[2], f"a layer takes {weights.shape[2]} inputs, not {h.shape[2]}.")
        z = np.matmul(h, weights.transpose(0, 2, 1)) / math.sqrt(h.shape[2]) + bias * biases[:, None, :]
        hidden.append(np.asarray(h))
        preactivations.append(z)
    return hidden, preactivations


def network_values(parameters: Parameters, inputs: Points, *, unit: Unit, bias: float) -> FloatArray:
    """f(x_i) of every network: shape (networks, inputs, outputs)."""
    return _forward(parameters, inputs, unit, bias)[1][-1]


def pull_back(
    parameters: Parameters, inputs: Points, cotangents: FloatArray, *, unit: Unit, bias: float
) -> Parameters:
    """Σ_i Σ_o r_io ∂f_o(x_i)/∂θ for ``cotangents`` r of shape (networks, inputs, outputs), in the shape of θ.

    With r = ∂C/∂f it is the gradient of the cost C.
    """
    hidden, preactivations = _forward(parameters, inputs, unit, bias)
    delta, found = cotangents, []
    for layer in reversed(range(len(parameters))):
        scale = 1.0 / math.sqrt(hidden[layer].shape[2])
        found.append((np.matmul(delta.transpose(0, 2, 1), hidden[layer]) * scale, bias * delta.sum(axis=1)))
        if layer:
            delta = np.matmul(delta, parameters[layer][0]) * scale * unit.slope(preactivations[layer - 1])
    return tuple(reversed(found))


def moved(parameters: Parameters, direction: Parameters, step: float) -> Parameters:
    """θ + step · direction."""
    return tuple(
        (weights + step * w, biases + step * b) for (weights, biases), (w, b) in zip(parameters, direction, strict=True)
    )


def tangent_kernels(parameters: Parameters, inputs: Points, *, unit: Unit, bias: float) -> FloatArray:
    """Θ_op(x_i, x_j) of every network: shape (networks, inputs, inputs, outputs, outputs), axes i, j, o, p."""
    hidden, preactivations = _forward(parameters, inputs, unit, bias)
    networks, points, outputs = preactivations[-1].shape
    delta = np.broadcast_to(np.eye(outputs), (networks, points, outputs, outputs))  # ∂f_o/∂z_k of the last layer
    total = np.zeros((networks, points, points, outputs, outputs))
    for layer in reversed(range(len(parameters))):
        h = hidden[layer]
        features = np.matmul(h, h.transpose(0, 2, 1)) / h.shape[2] + bias * bias
        rows = delta.reshape(networks, points * outputs, -1)
        products = np.matmul(rows, rows.transpose(0, 2, 1)).reshape(networks, points, outputs, points, outputs)
        total += products.transpose(0, 1, 3, 2, 4) * features[:, :, :, None, None]
        if layer:
            slopes = unit.slope(preactivations[layer - 1])[:, :, None, :] / math.sqrt(h.shape[2])
            delta = np.matmul(delta, parameters[layer][0][:, None]) * slopes
    return total


def random_tangent_kernels(
    rng: np.random.Generator, size: int, *, widths: Sequence[int], inputs: Points, unit: Unit, bias: float
) -> FloatArray:
    """Tangent kernels of ``size`` networks at initialisation: shape (size, inputs, inputs, outputs, outputs).

    ``widths`` are (n_0, n_1, …, outputs). Networks are drawn a block at a time.
    """
    points, sizes = input_points(inputs), _checked(widths)

    def draw(networks: int) -> FloatArray:
        return tangent_kernels(draw_parameters(rng, networks, widths=sizes), points, unit=unit, bias=bias)

    weights = sum(a * b for a, b in pairwise(sizes))
    units = sum(sizes[1:]) * points.shape[0] * (3 + sizes[-1])
    return fill_blocks(size, 8 * (weights + units + (points.shape[0] * sizes[-1]) ** 2), draw, BUDGET)
