"""Inverses of batches of triangular matrices too large for :mod:`numerics.batch_last`, by halving and matrix products.

[[A, 0], [B, C]]⁻¹ = [[A⁻¹, 0], [−C⁻¹ B A⁻¹, C⁻¹]]: half the work of a general inverse, most of it in matrix products.

Reference: Higham (2002), Accuracy and Stability of Numerical Algorithms, §14.2.2 (block methods).
"""

from __future__ import annotations

import numpy as np

from numerics.arrays import FloatArray

LEAF = 8
"""Order up to which LAPACK inverts directly."""


def inverse_lower(factors: FloatArray) -> FloatArray:
    """L⁻¹ for lower triangular matrices of shape (samples, n, n), **in place**; upper triangles must be zero."""
    n = factors.shape[-1]
    if n <= LEAF:
        factors[...] = np.linalg.inv(factors)
        return factors
    half = n // 2
    upper = inverse_lower(factors[:, :half, :half])
    lower = inverse_lower(factors[:, half:, half:])
    corner = factors[:, half:, :half]
    np.negative(np.matmul(lower, np.matmul(corner, upper)), out=corner)
    return factors
