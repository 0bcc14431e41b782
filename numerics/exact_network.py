"""Fully connected ReLU networks trained in rational arithmetic: two runs are equal or they are not.

A network without biases has matrices w¹, …, w^D (lists of rows) and multipliers α_ℓ: its effective weights are
W^ℓ = α_ℓ w^ℓ, and f(x) = W^D σ(W^{D−1} … σ(W¹ x)) with one output. Gradient descent acts on w, with a rate a layer.

Reference: Yang & Hu (2021), Feature learning in infinite-width neural networks, ICML (the abc-parametrisations).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from numerics.arrays import require

Matrix = list[list[Fraction]]


def _layers(weights: Sequence[Matrix], multipliers: Sequence[Fraction], x: Sequence[Fraction]) -> list[list[Fraction]]:
    """The input, and the pre-activations of every layer."""
    require(len(weights) == len(multipliers), "every matrix needs a multiplier.")
    layers, hidden = [list(x)], list(x)
    for matrix, multiplier in zip(weights, multipliers, strict=True):
        layers.append([multiplier * sum((w * h for w, h in zip(row, hidden, strict=True)), Fraction(0)) for row in matrix])
        hidden = [max(z, Fraction(0)) for z in layers[-1]]
    require(len(layers[-1]) == 1, "the network needs one output.")
    return layers


def output(weights: Sequence[Matrix], multipliers: Sequence[Fraction], x: Sequence[Fraction]) -> Fraction:
    """f(x)."""
    return _layers(weights, multipliers, x)[-1][0]


def gradients(weights: Sequence[Matrix], multipliers: Sequence[Fraction], x: Sequence[Fraction]) -> list[Matrix]:
    """∂f(x)/∂w^ℓ for every layer, by back-propagation."""
    layers = _layers(weights, multipliers, x)
    delta, found = [Fraction(1)], list[Matrix]()
    for depth in range(len(weights) - 1, -1, -1):
        below = layers[depth] if depth == 0 else [max(z, Fraction(0)) for z in layers[depth]]
        found.append([[multipliers[depth] * d * h for h in below] for d in delta])
        delta = [multipliers[depth] * sum((d * row[j] for d, row in zip(delta, weights[depth], strict=True)), Fraction(0))
                 * (layers[depth][j] > 0) for j in range(len(below))]
    return found[::-1]


def train(weights: Sequence[Matrix], multipliers: Sequence[Fraction], rates: Sequence[Fraction],
          data: Sequence[tuple[Sequence[Fraction], Fraction]]) -> list[Matrix]:
    """The matrices after one step of stochastic gradient descent on ½ (f(x) − y)² for each datum (x, y), in their order."""
    current = [[list(row) for row in matrix] for matrix in weights]
    for x, y in data:
        residual = output(current, multipliers, x) - y
        slopes = gradients(current, multipliers, x)
        current = [[[w - rate * residual * s for w, s in zip(row, slope, strict=True)]
                    for row, slope in zip(matrix, slopes_of, strict=True)]
                   for matrix, slopes_of, rate in zip(current, slopes, rates, strict=True)]
    return current
