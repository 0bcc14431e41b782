"""Rank and definiteness of matrices of balls against NumPy and exact matrices."""

import numpy as np
import pytest
from flint import arb

from numerics.gram_rank import gram_rank, positive_definite


def _balls(matrix: np.ndarray) -> list[list[arb]]:
    return [[arb(float(entry)) for entry in row] for row in matrix]


@pytest.mark.parametrize("rank, size", [(0, 3), (1, 4), (2, 5), (4, 4)])
def test_rank_of_an_integer_gram_matrix(rank: int, size: int) -> None:
    vectors = np.random.default_rng(3).integers(-4, 5, (size, rank))
    gram = vectors @ vectors.T
    assert np.linalg.matrix_rank(vectors) == rank
    assert gram_rank(_balls(gram), tiny=1e-9) == rank
    assert positive_definite(_balls(gram), tiny=1e-9) == (rank == size)


def test_indefinite_and_singular_matrices_are_not_positive_definite() -> None:
    assert not positive_definite(_balls(np.array([[1.0, 2.0], [2.0, 1.0]])))
    assert not positive_definite(_balls(np.array([[-1.0]])))
    assert not positive_definite(_balls(np.ones((3, 3))))
    with pytest.raises(ValueError, match="negative"):
        gram_rank(_balls(np.array([[1.0, 2.0], [2.0, 1.0]])))


def test_imprecise_pivots_are_refused() -> None:
    with pytest.raises(ValueError, match="undecided"):
        gram_rank([[arb(0, 0.5)]])
    with pytest.raises(ValueError, match="square"):
        gram_rank([[arb(1), arb(0)]])
