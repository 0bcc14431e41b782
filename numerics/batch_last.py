"""Linear algebra on many small symmetric matrices at once: loops over matrix indices, vectors over the samples.

A LAPACK call on a 5 × 5 matrix is mostly overhead. Here the sample is the *last* axis, so that every arithmetic
operation is one contiguous vector operation over the samples. Worth it up to about order 16; above that, LAPACK is.

Reference: Golub & Van Loan (2013), Matrix Computations, §4.2.5 (Cholesky by gaxpy) and §3.1 (triangular solves).
"""

from __future__ import annotations

import numpy as np

from numerics.arrays import FloatArray

MAX_ORDER = 16
"""Largest order of matrix for which this layout was measured to beat batched LAPACK."""


def gram(x: FloatArray, out: FloatArray | None = None) -> FloatArray:
    """X Xᵀ for x of shape (n, m, samples): shape (n, n, samples), of which only the lower triangle is set."""
    n, _, samples = x.shape
    w = np.empty((n, n, samples)) if out is None else out
    for i in range(n):
        np.einsum("jpb,pb->jb", x[: i + 1], x[i], out=w[i, : i + 1])
    return w


def cholesky(w: FloatArray) -> FloatArray:
    """The lower Cholesky factors of w of shape (n, n, samples), **in place**: lower triangle read and overwritten."""
    n = w.shape[0]
    for j in range(n):
        if j:
            w[j:, j] -= np.einsum("ikb,kb->ib", w[j:, :j], w[j, :j])
        np.sqrt(w[j, j], out=w[j, j])
        if j + 1 < n:
            w[j + 1 :, j] /= w[j, j]
    return w


def inverse_lower(factor: FloatArray) -> FloatArray:
    """L⁻¹ for lower triangular factors of shape (n, n, samples), **in place**; upper triangles must be zero."""
    for i in range(factor.shape[0]):
        np.divide(1.0, factor[i, i], out=factor[i, i])
        if i:
            row = np.einsum("kb,kjb->jb", factor[i, :i], factor[:i, :i])
            np.multiply(row, -factor[i, i], out=factor[i, :i])
    return factor


def forward_substitution(factor: FloatArray, right: FloatArray) -> FloatArray:
    """L⁻¹ b for factors of shape (n, n, samples) and right sides b of shape (n, samples)."""
    solution = np.empty_like(right)
    for i in range(factor.shape[0]):
        if i:
            np.subtract(right[i], np.einsum("kb,kb->b", factor[i, :i], solution[:i]), out=solution[i])
            solution[i] /= factor[i, i]
        else:
            np.divide(right[0], factor[0, 0], out=solution[0])
    return solution


def backward_substitution(factor: FloatArray, right: FloatArray) -> FloatArray:
    """L⁻ᵀ b for lower triangular factors of shape (n, n, samples) and right sides b of shape (n, samples)."""
    n = factor.shape[0]
    solution = np.empty_like(right)
    for i in range(n - 1, -1, -1):
        if i + 1 < n:
            np.subtract(right[i], np.einsum("kb,kb->b", factor[i + 1 :, i], solution[i + 1 :]), out=solution[i])
            solution[i] /= factor[i, i]
        else:
            np.divide(right[i], factor[i, i], out=solution[i])
    return solution
