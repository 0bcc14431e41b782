"""Inverses of unit lower triangular integer matrices are integer, and are found without any rounding."""

from __future__ import annotations

import numpy as np
import pytest

from numerics.triangular import LEAF, inverse_lower


@pytest.mark.parametrize("n", [1, 2, LEAF, LEAF + 1, 3 * LEAF + 2])
def test_inverse_of_unit_bidiagonal_matrices(n: int) -> None:
    """With −1 below the diagonal the inverse is all ones in the lower triangle; with signs, products of them."""
    signs = np.random.default_rng(n).choice([-1.0, 1.0], size=(6, n))
    factors = np.eye(n) - np.eye(n, k=-1) * (signs[:, :, None] * signs[:, None, :])
    inverse = inverse_lower(factors)
    np.testing.assert_array_equal(inverse, np.tril(signs[:, :, None] * signs[:, None, :]))
