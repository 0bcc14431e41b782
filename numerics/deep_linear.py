"""Gradients of deep linear networks with random weights: exact second moments by enumeration, and draws.

f(x) = W^D ⋯ W¹ x with scalar input and output and all D − 1 hidden widths equal to n. The second moment of a gradient
depends on the variances of the weights only, so that random signs give the same value as normal weights.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from numerics.arrays import FloatArray, integer, require
from numerics.blocks import fill_blocks

MOST_SIGNS = 16
"""Number of weights beyond which the signs are not enumerated."""


def shapes(depth: int, width: int) -> list[tuple[int, int]]:
    """(rows, columns) of W¹, …, W^D."""
    depth, width = integer("depth", depth), integer("width", width)
    sizes = [1, *[width] * (depth - 1), 1]
    return [(sizes[layer + 1], sizes[layer]) for layer in range(depth)]


def _square_gradient(weights: Sequence[np.ndarray], layer: int) -> np.ndarray:
    """‖∂f/∂W^layer‖² at x = 1 for networks along the first axis of the matrices: the product of both sides' squares."""
    count = weights[0].shape[0]
    below = np.ones((count, 1, 1), dtype=weights[0].dtype)
    for matrix in weights[: layer - 1]:
        below = matrix @ below
    above = np.ones((count, 1, 1), dtype=weights[0].dtype)
    for matrix in reversed(weights[layer:]):
        above = above @ matrix
    return np.asarray((below**2).sum(axis=(1, 2)) * (above**2).sum(axis=(1, 2)))


def mean_square_gradient_of_signs(depth: int, width: int, layer: int) -> Fraction:
    """E ‖∂f/∂W^layer‖² at x = 1 over independent signs as weights, exactly; ``ValueError`` for more than 16 weights."""
    sizes = shapes(depth, width)
    layer = integer("layer", layer)
    require(layer <= depth, f"layer must be at most {depth}, not {layer}.")
    counts = [rows * columns for rows, columns in sizes]
    require(sum(counts) <= MOST_SIGNS, f"a network with {sum(counts)} weights has too many signs to enumerate.")
    signs = np.array(list(itertools.product((-1, 1), repeat=sum(counts))), dtype=np.int64)
    parts = np.split(signs, np.cumsum(counts)[:-1], axis=1)
    weights = [part.reshape(-1, *size) for part, size in zip(parts, sizes, strict=True)]
    return Fraction(int(_square_gradient(weights, layer).sum()), len(signs))


def square_gradients(rng: np.random.Generator, size: int, *, width: int, scales: Sequence[float], layer: int) -> FloatArray:
    """‖∂f/∂W^layer‖² at x = 1 of random networks, W^ℓ with independent N(0, scales[ℓ]²) entries: shape (size,)."""
    sizes = shapes(len(scales), width)

    def draw(count: int) -> FloatArray:
        weights = [scale * rng.standard_normal((count, *own)) for scale, own in zip(scales, sizes, strict=True)]
        return np.asarray(_square_gradient(weights, layer), dtype=np.float64)

    return fill_blocks(size, 16 * sum(rows * columns for rows, columns in sizes), draw)
