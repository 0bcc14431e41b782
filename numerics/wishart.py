"""Statistics of the Wishart matrix W = X Xᵀ, with X an N × P matrix of independent standard Gaussians, N ≤ P.

Definition samplers draw X and do the linear algebra. Exact-law samplers use that orthogonal reductions of X leave
independent χ² variables: 1 / (W⁻¹)₀₀ is χ² with P − N + 1 degrees of freedom, and X reduces to a lower bidiagonal
matrix with squared diagonal χ²_P, …, χ²_{P−N+1} and squared subdiagonal χ²_{N−1}, …, χ²_1.

References: Muirhead (1982), Aspects of Multivariate Statistical Theory, Theorem 3.2.12; Dumitriu & Edelman (2002),
Matrix models for beta ensembles, J. Math. Phys. 43.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from numerics import batch_last
from numerics.arrays import FloatArray, integer, require
from numerics.blocks import fill_blocks
from numerics.gaussian import chi_square, half_chi_square, normal_buffer
from numerics.triangular import inverse_lower

BUDGET = 2 * 1024 * 1024
"""Bytes of a block of matrices: the vector operations want some hundred samples, so more than the common budget."""


def _shape(rows: int, columns: int) -> tuple[int, int]:
    n, p = integer("rows", rows), integer("columns", columns)
    require(n <= p, f"W = X Xᵀ is singular unless rows ≤ columns, not rows = {n} > columns = {p}.")
    return n, p


def _cholesky_factors(rng: np.random.Generator, n: int, p: int) -> Callable[[int], FloatArray]:
    """A function that draws Cholesky factors of Wishart matrices, sample axis last: shape (n, n, samples).

    Upper triangles are zero. The factors are in memory that the next call overwrites.
    """
    normals = normal_buffer(rng)
    w = np.zeros((n, n, 0))

    def draw(samples: int) -> FloatArray:
        nonlocal w
        if w.shape[-1] != samples:
            w = np.zeros((n, n, samples))
        return batch_last.cholesky(batch_last.gram(normals(n, p, samples), out=w))

    return draw


def gram_matrix(rng: np.random.Generator, size: int, *, rows: int, columns: int) -> FloatArray:
    """Wishart matrices X Xᵀ themselves, X being rows × columns: shape (size, rows, rows). Any rows and columns ≥ 1."""
    n, p = integer("rows", rows), integer("columns", columns)
    normals = normal_buffer(rng)

    def draw(samples: int) -> FloatArray:
        x = normals(samples, n, p)
        w: FloatArray = np.matmul(x, x.transpose(0, 2, 1))
        return w

    return fill_blocks(size, 8 * n * (n + p), draw)


def inverse_trace(rng: np.random.Generator, size: int, *, rows: int, columns: int) -> FloatArray:
    """tr (X Xᵀ)⁻¹ by the definition, X being rows × columns with rows ≤ columns: shape (size,).

    The mean is finite for columns > rows + 1, the variance for columns > rows + 3.
    """
    n, p = _shape(rows, columns)

    draw = _small_traces(rng, n, p) if n <= batch_last.MAX_ORDER else _large_traces(rng, n, p)
    return fill_blocks(size, 8 * n * (p + n), draw, BUDGET)


def _small_traces(rng: np.random.Generator, n: int, p: int) -> Callable[[int], FloatArray]:
    factors = _cholesky_factors(rng, n, p)

    def draw(samples: int) -> FloatArray:
        inverse = batch_last.inverse_lower(factors(samples))
        trace: FloatArray = np.einsum("ijb,ijb->b", inverse, inverse)
        return trace

    return draw


def _large_traces(rng: np.random.Generator, n: int, p: int) -> Callable[[int], FloatArray]:
    normals = normal_buffer(rng)

    def draw(samples: int) -> FloatArray:
        x = normals(samples, n, p)
        inverse = inverse_lower(np.linalg.cholesky(np.matmul(x, x.transpose(0, 2, 1))))
        trace: FloatArray = np.einsum("bij,bij->b", inverse, inverse)
        return trace

    return draw


def inverse_trace_exact_law(rng: np.random.Generator, size: int, *, rows: int, columns: int) -> FloatArray:
    """tr (X Xᵀ)⁻¹ from its law, by 2·rows − 1 χ² variables: shape (size,).

    With squared diagonal a_i and squared subdiagonal b_i of the bidiagonal form L, the squared norm of row i of L⁻¹ is
    t_i = (1 + b_{i−1} t_{i−1}) / a_i, because that row is (e_i − √b_{i−1} row_{i−1}) / √a_i; the trace is Σ t_i.
    """
    n, p = _shape(rows, columns)

    def draw(samples: int) -> FloatArray:
        row = 0.5 / half_chi_square(rng, samples, degrees=p)
        trace = row.copy()
        for i in range(1, n):
            row *= half_chi_square(rng, samples, degrees=n - i)
            row += 0.5
            row /= half_chi_square(rng, samples, degrees=p - i)
            trace += row
        return trace

    return fill_blocks(size, 8 * 8, draw)


def inverse_entries(rng: np.random.Generator, size: int, *, rows: int, columns: int) -> FloatArray:
    """The entries (W⁻¹)₀₀ and (W⁻¹)₀₁ by the definition, 2 ≤ rows ≤ columns: shape (size, 2).

    Read off the last two rows of the Cholesky factor L of W with its indices in reverse order, W⁻¹ = L⁻ᵀ L⁻¹.
    """
    n, p = _shape(rows, columns)
    require(n >= 2, "the entry (0, 1) of W⁻¹ takes rows ≥ 2, not 1.")
    factors = _cholesky_factors(rng, n, p)

    def draw(samples: int) -> FloatArray:
        factor = factors(samples)
        corner = factor[n - 1, n - 1]
        entries = np.empty((samples, 2))
        entries[:, 0] = 1.0 / (corner * corner)
        entries[:, 1] = -entries[:, 0] * factor[n - 1, n - 2] / factor[n - 2, n - 2]
        return entries

    return fill_blocks(size, 8 * n * (p + n), draw, BUDGET)


def schur_complement(rng: np.random.Generator, size: int, *, rows: int, columns: int) -> FloatArray:
    """1 / (W⁻¹)₀₀ by the definition, rows ≤ columns: shape (size,).

    It is the Schur complement of W with its row and column 0 removed, i.e. the squared distance of row 0 of X from the
    span of the other rows; here the square of the last diagonal entry of the Cholesky factor with reversed indices.
    """
    n, p = _shape(rows, columns)
    factors = _cholesky_factors(rng, n, p)

    def draw(samples: int) -> FloatArray:
        corner: FloatArray = factors(samples)[n - 1, n - 1]
        return np.square(corner)

    return fill_blocks(size, 8 * n * (p + n), draw, BUDGET)


def schur_complement_exact_law(rng: np.random.Generator, size: int, *, rows: int, columns: int) -> FloatArray:
    """1 / (W⁻¹)₀₀ from its law, χ² with columns − rows + 1 degrees of freedom: shape (size,)."""
    n, p = _shape(rows, columns)
    return chi_square(rng, size, degrees=p - n + 1)
