"""Exact descent methods against the same recursions in NumPy."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from numerics.exact_descent import descend, gradient, sign_descend

Z, Y, START = [[1, 2, 0], [0, 1, -1]], [3, 1], [1, -1, 2]


@pytest.mark.parametrize("momentum", [Fraction(0), Fraction(1, 2)])
@pytest.mark.parametrize("diagonal", [None, [2, 1, Fraction(1, 3)]])
def test_descend_is_the_float_recursion(diagonal, momentum) -> None:
    z, y, theta = np.array(Z, float), np.array(Y, float), np.array(START, float)
    scale, before = np.array([float(d) for d in diagonal or [1, 1, 1]]), theta
    for _ in range(30):
        theta, before = theta - 0.125 * scale * (z.T @ (z @ theta - y)) + float(momentum) * (theta - before), theta
    exact = descend(Z, Y, START, Fraction(1, 8), 30, preconditioner=diagonal, momentum=momentum)
    assert all(isinstance(entry, Fraction) for entry in exact)
    assert np.allclose([float(entry) for entry in exact], theta, rtol=1e-12)


def test_sign_descend_moves_every_coordinate_by_the_step() -> None:
    theta = sign_descend(Z, Y, START, Fraction(1, 8), 1)
    slope = gradient(Z, Y, [Fraction(entry) for entry in START])
    moves = [new - old for new, old in zip(theta, START, strict=True)]
    assert moves == [-Fraction(1, 8) * int(np.sign(g)) for g in slope]
    assert sign_descend(Z, Y, START, Fraction(1, 8), 0) == START


def test_what_is_refused() -> None:
    with pytest.raises(ValueError):
        descend(Z, [1], START, 1, 1)
    with pytest.raises(ValueError):
        descend(Z, Y, START, 1, -1)
    with pytest.raises(ValueError):
        sign_descend(Z, Y, START, 1, -1)
