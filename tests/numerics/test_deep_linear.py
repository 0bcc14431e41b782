"""Gradients of deep linear networks against finite differences and plain enumeration."""

from __future__ import annotations

import itertools
from fractions import Fraction

import numpy as np
import pytest

from numerics.deep_linear import mean_square_gradient_of_signs, shapes, square_gradients


def plain_square_gradient(matrices: list[np.ndarray], layer: int) -> float:
    """Σ (f(W + E_ij) − f(W))², exact because f is linear in every weight."""
    def f(parts: list[np.ndarray]) -> float:
        hidden = np.ones((1, 1))
        for matrix in parts:
            hidden = matrix @ hidden
        return float(hidden[0, 0])
    total = 0.0
    for place in np.ndindex(matrices[layer - 1].shape):
        moved = [m.copy() for m in matrices]
        moved[layer - 1][place] += 1
        total += (f(moved) - f(matrices)) ** 2
    return total


@pytest.mark.parametrize(("depth", "width", "layer"), [(2, 2, 1), (3, 2, 2), (3, 2, 3), (1, 1, 1)])
def test_enumeration_of_signs(depth: int, width: int, layer: int) -> None:
    sizes = shapes(depth, width)
    counts = [r * c for r, c in sizes]
    total = 0.0
    for signs in itertools.product((-1.0, 1.0), repeat=sum(counts)):
        parts = np.split(np.array(signs), np.cumsum(counts)[:-1])
        total += plain_square_gradient([p.reshape(s) for p, s in zip(parts, sizes, strict=True)], layer)
    assert mean_square_gradient_of_signs(depth, width, layer) == Fraction(total) / 2 ** sum(counts)


def test_draws_use_the_scales() -> None:
    found = square_gradients(np.random.default_rng(1), 5, width=3, scales=[0.5, 2.0, 0.25], layer=2)
    rng = np.random.default_rng(1)
    weights = [scale * rng.standard_normal((5, *size)) for scale, size in zip([0.5, 2.0, 0.25], shapes(3, 3), strict=True)]
    expected = [plain_square_gradient([w[k] for w in weights], 2) for k in range(5)]
    assert found.shape == (5,)
    assert np.allclose(found, expected, rtol=1e-10)


def test_what_is_refused() -> None:
    with pytest.raises(ValueError):
        mean_square_gradient_of_signs(3, 4, 1)
    with pytest.raises(ValueError):
        mean_square_gradient_of_signs(2, 2, 3)
