"""Sums over the neurons of a random hidden layer, in blocks: the frame of all one-hidden-layer kernels.

A layer of m neurons with weights w_k ~ N(0, I) enters through Σ_k g(w_k · x_1, …, w_k · x_n). Wide layers are summed a
block of neurons at a time, narrow ones a block of networks at a time, so that memory is bounded and stays in cache.

The products w · x_i depend only on the projection of w to the span of the inputs, which is Gaussian again. So
:func:`span_coordinates` leaves the law of every such sum unchanged and may save most of the draws.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from numerics.arrays import FloatArray, integer, require
from numerics.blocks import block_rows, fill_blocks
from numerics.gaussian import normal_buffer

Points = Sequence[Sequence[float]] | FloatArray


def input_points(inputs: Points) -> FloatArray:
    """The inputs x_1, …, x_n as rows of a float matrix (n, d); ``ValueError`` if not a finite, non-empty matrix."""
    points = np.ascontiguousarray(inputs, dtype=np.float64)
    require(points.ndim == 2 and points.size > 0, f"inputs must be a non-empty matrix, not of shape {points.shape}.")
    require(bool(np.isfinite(points).all()), "inputs must be finite.")
    return points


def span_coordinates(inputs: Points) -> FloatArray:
    """Coordinates of the inputs in an orthonormal basis of a space that contains them: shape (n, min(n, d)).

    They have the Gram matrix of the inputs, so Gaussian products with either have one law.
    """
    points = input_points(inputs)
    if points.shape[0] >= points.shape[1]:
        return points
    _, triangle = np.linalg.qr(points.T)
    return np.ascontiguousarray(triangle.T)


def neuron_sums(
    rng: np.random.Generator,
    size: int,
    *,
    points: FloatArray,
    width: int,
    summand: Callable[[FloatArray], FloatArray],
) -> FloatArray:
    """Σ_k g(w_k · x_1, …, w_k · x_n) over ``width`` neurons of ``size`` networks; the shape of g after the sample axis.

    ``points`` has the inputs as rows. ``summand`` receives the products of some networks and neurons, shape
    (networks, neurons, n), which it may overwrite, and returns the sum over the neurons, networks first.
    """
    size, width = integer("size", size), integer("width", width)
    inputs, dimension = points.shape
    normals, transposed = normal_buffer(rng), np.ascontiguousarray(points.T)
    per_neuron = 8 * (dimension + inputs)
    most = block_rows(per_neuron)
    products = np.empty((max(most, 1), inputs))

    def part(networks: int, neurons: int) -> FloatArray:
        count = networks * neurons
        z = np.matmul(normals(count, dimension), transposed, out=products[:count])
        return summand(z.reshape(networks, neurons, inputs))

    if width <= most:
        return fill_blocks(size, per_neuron * width, lambda networks: part(networks, width))

    def one(_: int) -> FloatArray:
        total = part(1, most)
        for start in range(most, width, most):
            total = total + part(1, min(most, width - start))
        return total

    return fill_blocks(size, per_neuron * most, one, budget=per_neuron * most)
