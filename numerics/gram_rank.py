"""Rank and definiteness of a symmetric matrix of balls, by elimination with the largest diagonal entry as the pivot.

A ball that contains 0 does not decide whether the number is 0. Pivots that contain 0 and are shorter than ``tiny`` count as
0, so that the rank is a statement about all eigenvalues above that size.
"""

from __future__ import annotations

from collections.abc import Sequence

from flint import arb

from numerics.arrays import require

Matrix = Sequence[Sequence[arb]]


def gram_rank(matrix: Matrix, tiny: float = 1e-20) -> int:
    """The rank of a positive semidefinite matrix; ``ValueError`` if a pivot is negative or its ball is too long."""
    return _pivots(matrix, tiny)[0]


def positive_definite(matrix: Matrix, tiny: float = 1e-20) -> bool:
    """Whether all pivots of a symmetric matrix are positive; a pivot of size ``tiny`` is no positive one."""
    rank, negative = _pivots(matrix, tiny, stop=True)
    return not negative and rank == len(matrix)


def _pivots(matrix: Matrix, tiny: float, stop: bool = False) -> tuple[int, bool]:
    """The number of positive pivots, and whether a negative one was met."""
    rest = [[arb(entry) for entry in row] for row in matrix]
    require(all(len(row) == len(rest) for row in rest), "the matrix must be square.")
    rank = 0
    while rest:
        k = max(range(len(rest)), key=lambda i: float(rest[i][i].mid()))
        pivot = rest[k][k]
        if not pivot > 0:
            if pivot < -tiny:
                require(stop, "a pivot is negative.")
                return rank, True
            require(bool(abs(pivot) < tiny), "a pivot is undecided: the entries are not precise enough.")
            return rank, False
        row = [entry / pivot for entry in rest[k]]
        rest = [[rest[i][j] - rest[i][k] * row[j] for j in range(len(rest)) if j != k] for i in range(len(rest)) if i != k]
        rank += 1
    return rank, False
