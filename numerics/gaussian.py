"""Standard Gaussian matrices, in the two layouts the matrix kernels use."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from numerics.arrays import FloatArray, integer


def gaussian_matrices(rng: np.random.Generator, size: int, *, rows: int, columns: int) -> FloatArray:
    """``size`` matrices of independent N(0, 1) entries: shape (size, rows, columns), all held in memory."""
    shape = (integer("size", size), integer("rows", rows), integer("columns", columns))
    return rng.standard_normal(shape)


def gaussian_vectors(rng: np.random.Generator, size: int, *, dimension: int) -> FloatArray:
    """``size`` vectors of independent N(0, 1) entries: shape (size, dimension), all held in memory."""
    return rng.standard_normal((integer("size", size), integer("dimension", dimension)))


def normal_buffer(rng: np.random.Generator) -> Callable[..., FloatArray]:
    """A function of a shape that returns fresh N(0, 1) entries in memory of its own, overwritten by the next call.

    Blocks of a sampler that draw into one buffer do not pay for new memory pages each time.
    """
    buffer = np.empty(0)

    def normals(*shape: int) -> FloatArray:
        nonlocal buffer
        count = math.prod(shape)
        if buffer.size < count:
            buffer = np.empty(count)
        return rng.standard_normal(out=buffer[:count].reshape(shape))

    return normals


def half_chi_square(rng: np.random.Generator, size: int, *, degrees: int) -> FloatArray:
    """``size`` draws of χ² / 2 with ``degrees`` ≥ 1 degrees of freedom: a Gamma variable of shape degrees / 2."""
    degrees, size = integer("degrees", degrees), integer("size", size)
    if degrees == 1:
        normal = rng.standard_normal(size)
        normal *= normal
        normal *= 0.5
        return normal
    return rng.standard_gamma(0.5 * degrees, size)


def chi_square(rng: np.random.Generator, size: int, *, degrees: int) -> FloatArray:
    """``size`` draws of χ² with ``degrees`` ≥ 1 degrees of freedom."""
    halves = half_chi_square(rng, size, degrees=degrees)
    halves *= 2.0
    return halves
