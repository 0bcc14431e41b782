"""Arc-cosine kernels E[u₊ⁿ v₊ⁿ] of order 0 (both gates open) and 1 (ReLU), by four unbiased estimators.

u and v are standard normal with correlation ρ. Given u > 0, v is N(ρ u, 1 − ρ²), and the mean over v is known:
Φ(m/s) for order 0 and m Φ(m/s) + s φ(m/s) for order 1 (Rao–Blackwell). In polar coordinates the kernel is a mean over one
angle, for which equally spaced angles with a random shift are far better than independent ones.

References: Cho & Saul (2009), Kernel methods for deep learning, NeurIPS 22; Owen (2013), §8.7 and §17.
"""

from __future__ import annotations

import math

import numpy as np
from scipy import special

from numerics.arrays import FloatArray, integer, require
from numerics.blocks import fill_blocks
from numerics.systematic import systematic_means


def _check(cosine: float, order: int) -> tuple[float, float]:
    """The cosine, and the sine of the angle."""
    rho = float(cosine)
    require(-1.0 < rho < 1.0, f"cosine must be strictly between −1 and 1, not {rho}.")
    require(order in (0, 1), f"order must be 0 or 1, not {order}.")
    return rho, math.sqrt((1.0 - rho) * (1.0 + rho))


def arc_cosine_products(rng: np.random.Generator, size: int, *, cosine: float, order: int) -> FloatArray:
    """u₊ⁿ v₊ⁿ from two normal variables a sample, the projection of a whole weight vector to a plane: shape (size,)."""
    rho, sine = _check(cosine, order)

    def draw(samples: int) -> FloatArray:
        u, v = rng.standard_normal((2, samples))
        v *= sine
        v += rho * u
        if order == 0:
            return np.asarray(np.logical_and(u > 0.0, v > 0.0), dtype=np.float64)
        np.maximum(u, 0.0, out=u)
        np.maximum(v, 0.0, out=v)
        u *= v
        return np.asarray(u)

    return fill_blocks(size, 32, draw)


def gates_by_angle(rng: np.random.Generator, size: int, *, cosine: float) -> FloatArray:
    """Whether both gates are open, from the uniform angle of the weight in the plane of the inputs: shape (size,)."""
    rho, _ = _check(cosine, 0)
    share = math.acos(-rho) / (2.0 * math.pi)
    return fill_blocks(size, 16, lambda samples: np.asarray(rng.random(samples) < share, dtype=np.float64))


def arc_cosine_given_projection(rng: np.random.Generator, size: int, *, cosine: float, order: int) -> FloatArray:
    """The mean of u₊ⁿ v₊ⁿ given |u|, from one normal variable a sample: shape (size,)."""
    rho, sine = _check(cosine, order)

    def draw(samples: int) -> FloatArray:
        u = rng.standard_normal(samples)
        np.abs(u, out=u)
        mean = rho * u
        scaled = mean / sine
        value = special.ndtr(scaled)
        if order == 1:
            value *= mean
            scaled *= scaled
            scaled *= -0.5
            value += sine / math.sqrt(2.0 * math.pi) * np.exp(scaled)
            value *= u
        value *= 0.5
        return value

    return fill_blocks(size, 40, draw)


def arc_cosine_by_lattice(rng: np.random.Generator, size: int, *, cosine: float, order: int, points: int = 64) -> FloatArray:
    """Averages over ``points`` equally spaced angles with a random shift: shape (size,), independent.

    The radius is integrated exactly, E r²ⁿ = 2ⁿ n!. The error falls like points^(−order − 1).
    """
    rho, _ = _check(cosine, order)
    angle = math.acos(rho)

    def integrand(t: FloatArray) -> FloatArray:
        phi = 2.0 * math.pi * t
        first, second = np.cos(phi), np.cos(phi - angle)
        if order == 0:
            return np.logical_and(first > 0.0, second > 0.0).astype(np.float64)
        return 2.0 * np.maximum(first, 0.0) * np.maximum(second, 0.0)

    return systematic_means(rng, size, integrand=integrand, points=integer("points", points))
