"""The least mean squared error of random linear features: the squared distance of a target from a random span.

Features x ↦ w_k · x, k = 1, …, m, with w_k ~ N(0, I_d) approximate x ↦ w* · x for x ~ N(0, I_d). The mean squared error
of the combination Σ u_k w_k is ‖Σ u_k w_k − w*‖², least at the projection of w* to the span. The span is uniformly
distributed, so with ‖w*‖ = 1 the least error is Beta((d − m)/2, m/2), and 0 for m ≥ d.

Reference: Muirhead (1982), Aspects of Multivariate Statistical Theory, Theorems 1.5.7 and 3.3.1.
"""

from __future__ import annotations

import numpy as np

from numerics import batch_last
from numerics.arrays import FloatArray, integer, require
from numerics.blocks import fill_blocks
from numerics.gaussian import normal_buffer
from numerics.wishart import BUDGET


def _shape(features: int, dimension: int) -> tuple[int, int]:
    m, d = integer("features", features), integer("dimension", dimension)
    require(m < d, f"{m} random features span all of dimension {d}; the error is positive only for features < dimension.")
    return m, d


def least_error(rng: np.random.Generator, size: int, *, features: int, dimension: int) -> FloatArray:
    """min_u ‖Σ u_k w_k − e‖² for a unit vector e, by drawing the features: shape (size,), features < dimension.

    It is the Schur complement of the features in the Gram matrix of w_1, …, w_m, e, and hence the square of the last
    diagonal entry of its Cholesky factor.
    """
    m, d = _shape(features, dimension)
    normals = normal_buffer(rng)

    def small(samples: int) -> FloatArray:
        w = normals(m, d, samples)
        factor = batch_last.cholesky(batch_last.gram(w))
        share = batch_last.forward_substitution(factor, w[:, 0])
        return np.asarray(1.0 - np.einsum("mb,mb->b", share, share))

    gram = np.empty((0, m + 1, m + 1))

    def large(samples: int) -> FloatArray:
        nonlocal gram
        if gram.shape[0] != samples:
            gram = np.zeros((samples, m + 1, m + 1))
        w = normals(samples, m, d)
        np.matmul(w, w.transpose(0, 2, 1), out=gram[:, :m, :m])
        gram[:, m, :m] = w[:, :, 0]
        gram[:, m, m] = 1.0
        last = np.linalg.cholesky(gram)[:, m, m]
        return np.asarray(np.square(last))

    draw = small if m <= batch_last.MAX_ORDER else large
    return fill_blocks(size, 8 * (m * d + 2 * m * m), draw, BUDGET)


def least_error_exact_law(rng: np.random.Generator, size: int, *, features: int, dimension: int) -> FloatArray:
    """The least error from its law Beta((dimension − features)/2, features/2): shape (size,)."""
    m, d = _shape(features, dimension)
    return rng.beta(0.5 * (d - m), 0.5 * m, integer("size", size))
