"""Descent methods for least squares ½ ‖Zθ − Y‖² in rational arithmetic: the iterates have no rounding error.

Sizes are small: with every step the numerators and denominators grow by the digits of the data and of the step.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from numerics.arrays import require

Rational = Fraction | int
Rows = Sequence[Sequence[Rational]]
Vector = list[Fraction]


def residual(Z: Rows, Y: Sequence[Rational], theta: Sequence[Rational]) -> Vector:
    """Zθ − Y."""
    require(len(Z) == len(Y), f"Y must have {len(Z)} entries, not {len(Y)}.")
    return [_dot(row, theta) - label for row, label in zip(Z, Y, strict=True)]


def gradient(Z: Rows, Y: Sequence[Rational], theta: Sequence[Rational]) -> Vector:
    """Zᵀ(Zθ − Y)."""
    gap = residual(Z, Y, theta)
    return [_dot(column, gap) for column in zip(*Z, strict=True)]


def descend(
    Z: Rows,
    Y: Sequence[Rational],
    start: Sequence[Rational],
    step: Rational,
    steps: int,
    *,
    preconditioner: Sequence[Rational] | None = None,
    momentum: Rational = 0,
) -> Vector:
    """The iterate after `steps` steps θ ← θ − η D Zᵀ(Zθ − Y) + μ (θ − previous θ), D diagonal (the identity if None)."""
    require(steps >= 0, f"steps must not be negative, not {steps}.")
    theta = [Fraction(entry) for entry in start]
    diagonal = [Fraction(entry) for entry in preconditioner or [1] * len(theta)]
    previous = theta
    for _ in range(steps):
        slope = gradient(Z, Y, theta)
        moved = [
            now - step * scale * g + momentum * (now - before)
            for now, before, scale, g in zip(theta, previous, diagonal, slope, strict=True)
        ]
        previous, theta = theta, moved
    return theta


def sign_descend(Z: Rows, Y: Sequence[Rational], start: Sequence[Rational], step: Rational, steps: int) -> Vector:
    """The iterate after `steps` steps θ ← θ − η sign(Zᵀ(Zθ − Y)), with sign 0 = 0."""
    require(steps >= 0, f"steps must not be negative, not {steps}.")
    theta = [Fraction(entry) for entry in start]
    for _ in range(steps):
        slope = gradient(Z, Y, theta)
        theta = [now - step * ((g > 0) - (g < 0)) for now, g in zip(theta, slope, strict=True)]
    return theta


def _dot(left: Sequence[Rational], right: Sequence[Rational]) -> Fraction:
    return sum((Fraction(x) * y for x, y in zip(left, right, strict=True)), Fraction(0))
