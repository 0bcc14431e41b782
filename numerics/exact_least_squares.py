"""Minimum-norm least squares without rounding: solutions in rational arithmetic, the mean excess risk in balls.

The estimate θ̂ of θ* from y = X θ* + σ ε, with X an N × P matrix, minimises |X θ − y| and among the minimisers |θ|. For
Gaussian X and ε the mean of |θ̂ − θ*|² is the sum of two exact integrals, because rotations of ℝᴺ and ℝᴾ do not change
the law of X: the share of θ* outside the row space, over the angle to a fixed subspace of dimension N, and σ² times the
trace of the inverse of the smaller of X Xᵀ and XᵀX.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from fractions import Fraction

from flint import arb, fmpq, fmpq_mat

from numerics.arrays import integer, require
from numerics.gaussian_geometry import angle_mean
from numerics.wishart_moments import inverse_trace_mean

Rational = Fraction | int
Rows = Sequence[Sequence[Rational]]


def minimum_norm_solution(matrix: Rows, right: Sequence[Rational]) -> list[Fraction]:
    """The θ of least norm among the minimisers of |X θ − y|, for any rank of X: a list of P fractions.

    θ lies in the row space of X, θ = Xᵀλ, and solves the normal equations XᵀX Xᵀλ = Xᵀy; all λ give the same θ.
    """
    x = _matrix(matrix)
    require(len(right) == x.nrows(), f"right must have {x.nrows()} entries, not {len(right)}.")
    xt, y = x.transpose(), _matrix([[entry] for entry in right])
    theta = xt * _some_solution(xt * x * xt, xt * y)
    return [Fraction(int(theta[j, 0].p), int(theta[j, 0].q)) for j in range(x.ncols())]


def rotation(size: int, seed: int) -> list[list[Fraction]]:
    """An orthogonal matrix with rational entries, (1 − A)(1 + A)⁻¹ of a skew matrix A drawn by the seed (Cayley)."""
    n, draw = integer("size", size), random.Random(seed)
    skew = fmpq_mat(n, n)
    for i in range(n):
        for j in range(i):
            skew[i, j] = fmpq(draw.randint(-5, 5), draw.randint(1, 3))
            skew[j, i] = -skew[i, j]
    one = fmpq_mat([[int(i == j) for j in range(n)] for i in range(n)])
    turned = (one - skew) * (one + skew).inv()
    return [[Fraction(int(turned[i, j].p), int(turned[i, j].q)) for j in range(n)] for i in range(n)]


def mean_excess_risk(*, samples: int, parameters: int, energy: Rational, variance: Rational) -> arb | float:
    """E |θ̂ − θ*|² for standard Gaussian X and ε, energy = |θ*|², variance = σ², min(N, P) ≤ 5: a ball.

    ``parameters`` = 0 gives 0. ``math.inf`` for |N − P| ≤ 1 unless the variance or min(N, P) is 0.
    """
    n, p = integer("samples", samples), integer("parameters", parameters, least=0)
    risk = arb(0)
    if p > n:
        risk += _ball(energy) * angle_mean(lambda angle: angle.sin() ** 2, n, p)
    if variance and p:
        trace = inverse_trace_mean(rows=min(n, p), columns=max(n, p))
        if isinstance(trace, float):
            return math.inf
        risk += _ball(variance) * _ball(trace)
    return risk


def _matrix(rows: Rows) -> fmpq_mat:
    return fmpq_mat([[fmpq(Fraction(entry).numerator, Fraction(entry).denominator) for entry in row] for row in rows])


def _ball(number: Rational) -> arb:
    return arb(fmpq(Fraction(number).numerator, Fraction(number).denominator))


def _some_solution(left: fmpq_mat, right: fmpq_mat) -> fmpq_mat:
    """A solution of a consistent linear system with one right side; unknowns that are free become 0."""
    n, m = left.nrows(), left.ncols()
    reduced, rank = fmpq_mat([[left[i, j] for j in range(m)] + [right[i, 0]] for i in range(n)]).rref()
    solution = fmpq_mat(m, 1)
    for i in range(rank):
        pivot = next(j for j in range(m + 1) if reduced[i, j] != 0)
        require(pivot < m, "the linear system has no solution.")
        solution[pivot, 0] = reduced[i, m]
    return solution
