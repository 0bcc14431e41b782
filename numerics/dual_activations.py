"""Dual activations E[σ(u) σ(v)] over correlated Gaussians, by quadrature with an error estimate.

(u, v) is Gaussian with deviations ``scales`` and correlation ``cosine``. Gauss–Hermite converges geometrically for
smooth activations and reports the difference between two orders. Kinks call for the randomised rules: scrambled Sobol
points through the inverse distribution function, and a lattice in polar coordinates, u + i v′ = √(−2 log s) e^{2πit}.
Randomised rules return independent unbiased values, so that their spread is their error.

References: Daniely, Frostig & Singer (2016), NeurIPS 29; Owen (2013), ch. 16 and 17; Sloan & Joe (1994), §4.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy import special
from scipy.stats import qmc

from numerics.activations import Activation, activate
from numerics.arrays import FloatArray, integer, require

Scales = tuple[float, float]
FIBONACCI = (5, 8, 13, 21, 34, 55, 89, 144, 233, 377, 610, 987, 1597, 2584, 4181, 6765, 10946)
"""Sizes of the lattices: n points with generator (1, the number before n)."""
TINY = 2.0**-64
"""Less than any other uniform variable that occurs: the logarithm of zero has no part in an average."""


@dataclass(frozen=True, slots=True)
class Quadrature:
    """The value of a rule, and the difference to the value of the same rule with half as many nodes a dimension."""

    value: float
    error: float


def _correlated(x: FloatArray, y: FloatArray, cosine: float, scales: Scales) -> tuple[FloatArray, FloatArray]:
    """Arguments u and v from independent standard normal x and y."""
    rho = float(cosine)
    require(-1.0 <= rho <= 1.0, f"cosine must be between −1 and 1, not {rho}.")
    first, second = scales
    require(min(first, second) > 0.0, f"scales must be positive, not {scales}.")
    v = math.sqrt((1.0 - rho) * (1.0 + rho)) * y
    v += rho * x
    v *= second
    return first * x, v


@lru_cache(maxsize=16)
def _hermite(nodes: int) -> tuple[FloatArray, FloatArray]:
    points, weights = special.roots_hermitenorm(nodes)
    return np.asarray(points), np.asarray(weights) / math.sqrt(2.0 * math.pi)


def dual_by_gauss_hermite(
    activation: Activation, *, cosine: float, scales: Scales = (1.0, 1.0), nodes: int = 32
) -> Quadrature:
    """The product Gauss–Hermite rule with ``nodes`` ≥ 2 nodes a dimension. The error estimate is for smooth σ."""
    nodes = integer("nodes", nodes, least=2)

    def rule(count: int) -> float:
        points, weights = _hermite(count)
        x, y = np.meshgrid(points, points, indexing="ij")
        u, v = _correlated(x, y, cosine, scales)
        return float(weights @ (activate(activation, u) * activate(activation, v)) @ weights)

    value = rule(nodes)
    return Quadrature(value, abs(value - rule(nodes // 2)))


def dual_by_sobol(
    rng: np.random.Generator,
    size: int,
    *,
    activation: Activation,
    cosine: float,
    scales: Scales = (1.0, 1.0),
    log2_points: int = 11,
) -> FloatArray:
    """Averages over 2^log2_points scrambled Sobol points: shape (size,), independent, unbiased."""
    values = np.empty(integer("size", size))
    for i in range(values.size):
        points = qmc.Sobol(2, scramble=True, rng=rng).random_base2(integer("log2_points", log2_points))
        points += rng.random(points.shape) * 2.0**-30  # they are multiples of 2^−30, uniform on the cells from now on
        x, y = special.ndtri(np.minimum(points.T, np.nextafter(1.0, 0.0)))
        u, v = _correlated(x, y, cosine, scales)
        values[i] = np.mean(activate(activation, u) * activate(activation, v))
    return values


@lru_cache(maxsize=16)
def _lattice(points: int) -> FloatArray:
    """The Fibonacci lattice {i (1, F′) / F}, coordinates first: shape (2, points)."""
    require(points in FIBONACCI[1:], f"points must be one of the Fibonacci numbers {FIBONACCI[1:]}, not {points}.")
    before = FIBONACCI[FIBONACCI.index(points) - 1]
    index = np.arange(points)
    lattice = np.array([index, index * before % points]) / points
    lattice.setflags(write=False)
    return lattice


def dual_by_polar_lattice(
    rng: np.random.Generator,
    size: int,
    *,
    activation: Activation,
    cosine: float,
    scales: Scales = (1.0, 1.0),
    points: int = 610,
) -> FloatArray:
    """Averages over a randomly shifted Fibonacci lattice in polar coordinates: shape (size,), independent, unbiased.

    ``points`` is a Fibonacci number from 8 to 10946.
    """
    lattice = _lattice(points)
    values = np.empty(integer("size", size))
    for i in range(values.size):
        s, t = (lattice + rng.random((2, 1))) % 1.0
        s = np.abs(2.0 * s - 1.0)  # uniform again, and continuous across the edges of the unit square
        radius = np.sqrt(-2.0 * np.log(np.maximum(s, TINY)))
        t *= 2.0 * math.pi
        u, v = _correlated(radius * np.cos(t), radius * np.sin(t), cosine, scales)
        values[i] = np.mean(activate(activation, u) * activate(activation, v))
    return values
