"""Batched linear algebra on integer and dyadic matrices: every operation is exact, so results must be equal."""

from __future__ import annotations

import numpy as np
import pytest

from numerics import batch_last

SAMPLES = 7


def dyadic_factors(n: int) -> np.ndarray:
    """Integer lower triangular factors whose diagonals are powers of two, sample axis last."""
    rng = np.random.default_rng(n)
    factor = np.tril(rng.integers(-3, 4, (SAMPLES, n, n))).astype(float)
    factor[:, range(n), range(n)] = 2.0 ** rng.integers(0, 3, (SAMPLES, n))
    return factor.transpose(1, 2, 0).copy()


def first(batch: np.ndarray) -> np.ndarray:
    """The batch with the sample axis first."""
    return np.moveaxis(batch, -1, 0)


@pytest.mark.parametrize(("n", "m"), [(1, 1), (1, 4), (3, 3), (4, 9)])
def test_gram(n: int, m: int) -> None:
    x = np.random.default_rng(0).integers(-9, 10, (n, m, SAMPLES)).astype(float)
    expected = first(x) @ first(x).transpose(0, 2, 1)
    np.testing.assert_array_equal(np.tril(first(batch_last.gram(x))), np.tril(expected))


@pytest.mark.parametrize("n", [1, 2, 5, 8])
def test_cholesky_recovers_the_factor(n: int) -> None:
    factor = dyadic_factors(n)
    w = np.einsum("ikb,jkb->ijb", factor, factor)
    np.testing.assert_array_equal(np.tril(first(batch_last.cholesky(w))), first(factor))


@pytest.mark.parametrize("n", [1, 2, 5])
def test_inverse_of_a_factor(n: int) -> None:
    factor = dyadic_factors(n)
    product = np.einsum("ikb,kjb->ijb", factor, batch_last.inverse_lower(factor.copy()))
    np.testing.assert_array_equal(first(product), np.broadcast_to(np.eye(n), (SAMPLES, n, n)))


@pytest.mark.parametrize("n", [1, 2, 5])
def test_substitutions_solve_the_triangular_systems(n: int) -> None:
    factor = dyadic_factors(n)
    solution = np.random.default_rng(5).integers(-9, 10, (n, SAMPLES)).astype(float)
    forward, backward = np.einsum("ikb,kb->ib", factor, solution), np.einsum("kib,kb->ib", factor, solution)
    np.testing.assert_array_equal(batch_last.forward_substitution(factor, forward), solution)
    np.testing.assert_array_equal(batch_last.backward_substitution(factor, backward), solution)
