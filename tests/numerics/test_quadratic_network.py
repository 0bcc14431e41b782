"""The network against NumPy, its tangents against finite differences, and slopes of known polynomials."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from numerics.quadratic_network import directional_slope, gradient, output, tangent

THETA = [Fraction(1, 2), 1, Fraction(-2, 3), -1, Fraction(3, 4), 2]
X = [Fraction(2, 5), 3]


def test_slopes_of_monomials() -> None:
    assert gradient(lambda v: v[0] ** 2 * v[1] + v[1], [3, Fraction(1, 2)], 2) == [3, 10]
    assert directional_slope(lambda v: v[0] * v[1], [2, 5], [1, -1], 2) == 3


def test_one_degree_too_few_is_seen() -> None:
    assert directional_slope(lambda v: v[0] ** 3, [0], [1], 2) != 0
    assert directional_slope(lambda v: v[0] ** 3, [0], [1], 3) == 0


def _float_output(theta: list[float]) -> float:
    blocks = np.array(theta).reshape(2, 3)
    z = blocks[:, 1:] @ np.array([float(e) for e in X])
    return float(blocks[:, 0] @ (z + z**2))


def test_output_and_tangents_are_those_of_the_float_network() -> None:
    weights = [float(t) for t in THETA]
    assert np.isclose(float(output(THETA, X)), _float_output(weights))
    step = 1e-6
    for p, exact in enumerate(tangent(THETA, X)):
        up, down = ([w + s * (q == p) for q, w in enumerate(weights)] for s in (step, -step))
        assert np.isclose((_float_output(up) - _float_output(down)) / (2 * step), float(exact), rtol=1e-7)


def test_what_is_refused() -> None:
    with pytest.raises(ValueError):
        output([1, 2], [1, 2])
    with pytest.raises(ValueError):
        directional_slope(lambda v: v[0], [1], [1, 2], 1)
