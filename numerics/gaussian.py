"""Standard Gaussian matrices, in the two layouts the matrix kernels use."""

from __future__ import annotations

import numpy as np

from numerics.arrays import FloatArray, integer


def gaussian_matrices(rng: np.random.Generator, size: int, *, rows: int, columns: int) -> FloatArray:
    """``size`` matrices of independent N(0, 1) entries: shape (size, rows, columns), all held in memory."""
    shape = (integer("size", size), integer("rows", rows), integer("columns", columns))
    return rng.standard_normal(shape)


def gaussian_vectors(rng: np.random.Generator, size: int, *, dimension: int) -> FloatArray:
    """``size`` vectors of independent N(0, 1) entries: shape (size, dimension), all held in memory."""
    return rng.standard_normal((integer("size", size), integer("dimension", dimension)))


def chi_square(rng: np.random.Generator, size: int, *, degrees: int) -> FloatArray:
    """``size`` draws of χ² with ``degrees`` ≥ 1 degrees of freedom, by the fastest of NumPy's samplers that fits."""
    degrees = integer("degrees", degrees)
    size = integer("size", size)
    if degrees == 1:
        normal = rng.standard_normal(size)
        return np.multiply(normal, normal, out=normal)
    if degrees == 2:
        return 2.0 * rng.standard_exponential(size)
    return 2.0 * rng.standard_gamma(0.5 * degrees, size)
