"""Rational networks against NumPy and finite differences."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from numerics.exact_network import gradients, output, train

F = Fraction
WEIGHTS = [[[F(1), F(-2)], [F(3, 2), F(1)], [F(-1), F(2)]], [[F(1), F(1, 2), F(-1)], [F(2), F(-1), F(1)]], [[F(1), F(-3)]]]
MULTIPLIERS = [F(1, 2), F(3), F(2, 3)]
X = [F(2), F(1, 3)]


def plain(matrices: list[np.ndarray]) -> float:
    hidden = np.array([float(v) for v in X])
    for depth, (matrix, multiplier) in enumerate(zip(matrices, MULTIPLIERS, strict=True)):
        hidden = float(multiplier) * matrix @ (np.maximum(hidden, 0) if depth else hidden)
    return float(hidden[0])


MATRICES = [np.array([[float(w) for w in row] for row in matrix]) for matrix in WEIGHTS]


def test_output_is_that_of_numpy() -> None:
    assert float(output(WEIGHTS, MULTIPLIERS, X)) == pytest.approx(plain(MATRICES), rel=1e-12)


def test_gradients_are_those_of_finite_differences() -> None:
    found = gradients(WEIGHTS, MULTIPLIERS, X)
    for depth, matrix in enumerate(MATRICES):
        for place in np.ndindex(matrix.shape):
            moved = [[m.copy() for m in MATRICES] for _ in range(2)]
            moved[0][depth][place] += 1e-6
            moved[1][depth][place] -= 1e-6
            assert float(found[depth][place[0]][place[1]]) == pytest.approx(
                (plain(moved[0]) - plain(moved[1])) / 2e-6, abs=1e-7)


def test_a_step_goes_down_the_gradient_with_a_rate_a_layer() -> None:
    rates, y = [F(1, 7), F(0), F(2, 5)], F(1)
    after = train(WEIGHTS, MULTIPLIERS, rates, [(X, y)])
    residual, slopes = output(WEIGHTS, MULTIPLIERS, X) - y, gradients(WEIGHTS, MULTIPLIERS, X)
    for old, new, slope, rate in zip(WEIGHTS, after, slopes, rates, strict=True):
        assert new == [[w - rate * residual * s for w, s in zip(r, t, strict=True)] for r, t in zip(old, slope, strict=True)]
    assert train(WEIGHTS, MULTIPLIERS, rates, []) == WEIGHTS


def test_what_is_refused() -> None:
    with pytest.raises(ValueError):
        output(WEIGHTS, MULTIPLIERS[:2], X)
    with pytest.raises(ValueError):
        output(WEIGHTS[:2], MULTIPLIERS[:2], X)
