"""Polynomial interpolation: Lagrange basis in rational arithmetic and rigorous Lebesgue constants.

The Lebesgue constant Λ = max over [−1, 1] of Σ_j |ℓ_j(x)| is the factor by which errors of the values may grow.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

import flint
from flint import arb

from numerics.arrays import integer, require

Rational = Fraction | int


def lagrange_values(nodes: Sequence[Rational], x: Rational) -> list[Fraction]:
    """ℓ_1(x), …, ℓ_N(x) for distinct rational nodes, from the products that define them."""
    require(len(set(nodes)) == len(nodes) > 0, "nodes must be distinct.")
    return [math.prod((Fraction(x - other) / (node - other) for other in nodes if other != node), start=Fraction(1))
            for node in nodes]


def chebyshev_nodes(count: int) -> list[arb]:
    """cos((2k − 1)π/(2N)), k = 1, …, N: the zeros of T_N as balls."""
    n = integer("count", count)
    return [(arb.pi() * (2 * k - 1) / (2 * n)).cos() for k in range(1, n + 1)]


def lebesgue_constant(nodes: Sequence[arb], *, fineness: int = 40, bits: int = 128) -> arb:
    """Λ of nodes in [−1, 1] as a ball of relative radius about (π / (4 · fineness))².

    Let g be the maximum over x = cos θ with θ a multiple of π/(fineness · N).  With the signs at a maximum Σ ± ℓ_j(cos θ)
    is a trigonometric polynomial of degree below N, whose norm is at most its maximum over a grid of step η, divided by
    cos(N η / 2) (H. Ehlich & K. Zeller, Math. Z. 86 (1964)); hence g ≤ Λ ≤ g / cos(π / (2 · fineness)).
    """
    n, steps = len(nodes), integer("fineness", fineness, least=2) * len(nodes)
    require(n > 0, "there must be at least one node.")
    with flint.ctx.workprec(integer("bits", bits, least=32)):
        weights = [1 / abs(math.prod((node - other for k, other in enumerate(nodes) if k != j), start=arb(1)))
                   for j, node in enumerate(nodes)]
        largest = arb(0)
        for step in range(steps + 1):
            x = (arb.pi() * step / steps).cos()
            gaps = [abs(x - node) for node in nodes]
            largest = largest.max(sum((weight * _product_without(gaps, j) for j, weight in enumerate(weights)), arb(0)))
        return largest.union(largest / (arb.pi() / (2 * fineness)).cos())


def _product_without(gaps: Sequence[arb], left_out: int) -> arb:
    return math.prod((gap for k, gap in enumerate(gaps) if k != left_out), start=arb(1))
