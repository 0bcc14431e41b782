"""Linear models with prescribed singular values, and gradient flow of their squared loss: exact, in balls, and sampled.

A model f_θ = Φθ on N data has the tangent kernel ΦΦᵀ. Rational rotations and singular values make its eigenvalues and
eigenvectors rational, so that what is said of them can be tested exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import flint
import numpy as np
from flint import arb, arb_mat, fmpq

from numerics.arrays import FloatArray, require, vector
from numerics.blocks import fill_blocks
from numerics.exact_least_squares import rotation

Rational = Fraction | int
Rows = tuple[tuple[Fraction, ...], ...]

MOST_STEPS = 20_000
"""Steps of gradient descent after which a sampler gives up."""


@dataclass(frozen=True, slots=True)
class SingularModel:
    """Φ = Σ_i σ_i u_i v_iᵀ: ``matrix`` N × P, ``left`` the N orthonormal u_i, ``right`` the P orthonormal v_i (as rows)."""

    matrix: Rows
    left: Rows
    right: Rows


def from_singular_values(values: Sequence[Rational], *, columns: int, seed: int) -> SingularModel:
    """A rational N × ``columns`` matrix with the given N singular values, at most ``columns`` of them nonzero.

    Its left and right singular vectors are drawn by the seed. For N > ``columns`` the last N − ``columns`` values must be 0.
    """
    rows = len(values)
    require(not any(values[columns:]), f"at most {columns} singular values may differ from 0: put them first.")
    left, right = (tuple(map(tuple, rotation(n, s))) for n, s in ((rows, 2 * seed), (columns, 2 * seed + 1)))
    pairs = list(zip(map(Fraction, values), left, right, strict=False))
    matrix = tuple(
        tuple(sum((s * u[r] * v[c] for s, u, v in pairs), Fraction(0)) for c in range(columns)) for r in range(rows)
    )
    return SingularModel(matrix, left, right)


def gradient_flow(
    matrix: Sequence[Sequence[Rational]],
    labels: Sequence[Rational],
    start: Sequence[Rational],
    time: Rational,
    *,
    bits: int = 128,
) -> list[arb]:
    """θ(time) for θ′ = −∇|Φθ − y|² = −2Φᵀ(Φθ − y) from ``start``: balls, one for each of the P parameters.

    The affine flow is the exponential of a matrix with one more coordinate, which stays 1.
    """
    require(len(matrix) == len(labels), f"labels must have {len(matrix)} entries, not {len(labels)}.")
    columns = [list(map(Fraction, column)) for column in zip(*matrix, strict=True)]
    require(len(columns) == len(start), f"start must have {len(columns)} entries, not {len(start)}.")
    size = len(columns)
    speed = [[-2 * time * _dot(f, g) for g in columns] + [2 * time * _dot(f, labels)] for f in columns]
    with flint.ctx.workprec(bits):
        flow = arb_mat([[ball(entry) for entry in row] for row in [*speed, [Fraction(0)] * (size + 1)]]).exp()
        state = [ball(entry) for entry in (*start, 1)]
        return [sum((flow[r, c] * state[c] for c in range(size + 1)), arb(0)) for r in range(size)]


def trained_outputs(
    rng: np.random.Generator,
    size: int,
    *,
    matrix: Sequence[Sequence[Rational]],
    labels: Sequence[Rational],
    x: Sequence[Rational],
    deviations: Sequence[Rational],
) -> FloatArray:
    """⟨x, θ⟩ after gradient descent on |Φθ − y|² to convergence, from θ_p ~ N(0, deviations_p²): shape (size,).

    The step is ½ / (largest eigenvalue of ΦᵀΦ), so that the descent has the limit of the flow; it ends when no residual of
    a block exceeds 10⁻¹¹. ``ValueError`` if this takes more than ``MOST_STEPS`` steps (as for a singular kernel matrix).
    """
    features = np.array([[float(entry) for entry in row] for row in matrix])
    y, point, scale = (vector(name, [float(v) for v in values]) for name, values in
                       (("labels", labels), ("x", x), ("deviations", deviations)))
    require(features.shape == (y.size, point.size), f"matrix must be {y.size} × {point.size}, not {features.shape}.")
    step = 0.5 / float(np.linalg.norm(features, 2)) ** 2

    def draw(models: int) -> FloatArray:
        theta = rng.standard_normal((models, point.size)) * scale
        for _ in range(MOST_STEPS):
            gap = theta @ features.T - y
            if float(np.abs(gap).max()) <= 1e-11:
                return np.asarray(theta @ point)
            theta -= 2.0 * step * (gap @ features)
        raise ValueError(f"gradient descent has not fitted the labels after {MOST_STEPS} steps.")

    return fill_blocks(size, 8 * (3 * point.size + 2 * y.size), draw)


def ball(number: Rational) -> arb:
    """The number as a ball of the current precision."""
    fraction = Fraction(number)
    return arb(fmpq(fraction.numerator, fraction.denominator))


def _dot(left: Sequence[Rational], right: Sequence[Rational]) -> Fraction:
    return sum((Fraction(x) * y for x, y in zip(left, right, strict=True)), Fraction(0))
