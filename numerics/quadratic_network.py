"""A two-layer network that is a polynomial of degree 3 in its weights, and exact derivatives in fractions.

Its cost, its steps of gradient descent and its tangents at rational weights have no rounding error; the derivatives are
read off from values alone (:mod:`numerics.exact_derivatives`), without the chain rule.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from numerics.arrays import require
from numerics.exact_derivatives import slope

Rational = Fraction | int
Function = Callable[[list[Fraction]], Rational]

DEGREE = 3
"""The degree of :func:`output` in the weights."""


def output(theta: Sequence[Rational], x: Sequence[Rational]) -> Fraction:
    """f(x) = Σ_j a_j σ(w_j · x), σ(z) = z + z², with θ = (a_1, w_1, a_2, w_2, …): a multiple of 1 + len(x) numbers."""
    block = 1 + len(x)
    require(len(theta) % block == 0, f"theta must have a multiple of {block} entries, not {len(theta)}.")
    total = Fraction(0)
    for start in range(0, len(theta), block):
        a, *w = theta[start : start + block]
        z = sum((Fraction(u) * v for u, v in zip(w, x, strict=True)), Fraction(0))
        total += a * (z + z * z)
    return total


def directional_slope(function: Function, at: Sequence[Rational], direction: Sequence[Rational], degree: int) -> Fraction:
    """d/dε f(at + ε direction) at ε = 0, for a polynomial f of degree at most ``degree`` along the line."""
    require(len(at) == len(direction), f"at and direction must have one length, not {len(at)} and {len(direction)}.")
    found = slope(lambda e: function([Fraction(a) + e * d for a, d in zip(at, direction, strict=True)]), degree)
    return Fraction(int(found.p), int(found.q))


def gradient(function: Function, at: Sequence[Rational], degree: int) -> list[Fraction]:
    """All partial derivatives of a polynomial of degree at most ``degree`` in each variable."""
    units = ([int(p == q) for q in range(len(at))] for p in range(len(at)))
    return [directional_slope(function, at, unit, degree) for unit in units]


def tangent(theta: Sequence[Rational], x: Sequence[Rational]) -> list[Fraction]:
    """∂f(x)/∂θ_p for all weights."""
    return gradient(lambda weights: output(weights, x), theta, DEGREE)
