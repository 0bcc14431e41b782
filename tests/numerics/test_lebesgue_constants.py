"""Lebesgue constants against dense grids and known values."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from flint import arb, fmpq

from numerics.lebesgue_constants import chebyshev_nodes, lagrange_values, lebesgue_constant


def _on_a_grid(nodes: np.ndarray) -> float:
    x = np.linspace(-1, 1, 20001)
    total = np.zeros_like(x)
    for j in range(len(nodes)):
        others = np.delete(nodes, j)
        total += np.abs(np.prod((x[:, None] - others) / (nodes[j] - others), axis=1))
    return float(total.max())


@pytest.mark.parametrize("count", [1, 2, 5, 9])
def test_constants_are_those_of_a_dense_grid(count: int) -> None:
    chebyshev = np.cos((2 * np.arange(1, count + 1) - 1) * np.pi / (2 * count))
    found = lebesgue_constant(chebyshev_nodes(count))
    assert float(found.lower()) <= _on_a_grid(chebyshev) * (1 + 1e-9) <= float(found.upper()) * (1 + 1e-6)
    if count > 1:
        equispaced = [arb(fmpq(2 * k, count - 1)) - 1 for k in range(count)]
        found = lebesgue_constant(equispaced)
        grid = _on_a_grid(np.linspace(-1, 1, count))
        assert float(found.lower()) <= grid * (1 + 1e-9)
        assert grid <= float(found.upper())
        assert float(found.upper()) < 1.01 * grid


def test_equispaced_nodes_of_degree_4_and_9() -> None:
    assert lebesgue_constant([arb(fmpq(k, 2)) - 1 for k in range(5)]).overlaps(arb(2.2078, 0.01))
    assert lebesgue_constant([arb(fmpq(2 * k, 9)) - 1 for k in range(10)]).overlaps(arb(17.849, 0.01))


def test_lagrange_values_interpolate() -> None:
    nodes = [Fraction(-2, 3), 0, Fraction(5, 4), 3]
    values = lagrange_values(nodes, Fraction(7, 5))
    assert sum(values) == 1
    assert sum(v * Fraction(x) ** 3 for v, x in zip(values, nodes, strict=True)) == Fraction(7, 5) ** 3
    assert lagrange_values(nodes, nodes[2]) == [0, 0, 1, 0]


def test_what_is_refused() -> None:
    with pytest.raises(ValueError):
        lagrange_values([1, 1], 0)
    with pytest.raises(ValueError):
        lebesgue_constant([])
