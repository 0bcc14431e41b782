"""Systematic sampling: n points with a common random shift, (i + U) / n, in place of n independent uniform variables.

Each average over the points is unbiased, as each point is uniform on its cell. Its error is O(1/n) for functions of
bounded variation, against O(n^(−1/2)). The number of points below a threshold c is ⌈n c − U⌉, so counts of symbols need
no points at all.

Reference: Owen (2013), Monte Carlo theory, methods and examples, §8.4 and §17.3.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

import numpy as np

from numerics.arrays import FloatArray, IntArray, Probabilities, distribution, integer, require, vector
from numerics.blocks import fill_blocks


def systematic_uniforms(rng: np.random.Generator, size: int, *, points: int) -> FloatArray:
    """``size`` rows (i + U) / points, i = 0, …, points − 1, each with a shift U of its own: shape (size, points)."""
    points = integer("points", points)
    uniforms = np.add.outer(rng.random(integer("size", size)), np.arange(points, dtype=np.float64))
    uniforms /= points
    return np.minimum(uniforms, np.nextafter(1.0, 0.0), out=uniforms)


def systematic_means(
    rng: np.random.Generator, size: int, *, integrand: Callable[[FloatArray], FloatArray], points: int
) -> FloatArray:
    """Averages of g over ``points`` systematic points in [0, 1): shape (size,), independent, of mean ∫ g.

    ``integrand`` acts entry by entry on an array of shape (samples, points).
    """

    def draw(samples: int) -> FloatArray:
        means: FloatArray = integrand(systematic_uniforms(rng, samples, points=points)).mean(axis=1)
        return means

    return fill_blocks(size, 24 * integer("points", points), draw)


def systematic_counts(rng: np.random.Generator, size: int, *, trials: int, probabilities: Probabilities) -> IntArray:
    """How many of ``trials`` systematic points fall to each symbol: integers, shape (size, K), of means trials · p.

    Every count is ⌊trials · p⌋ or one more or less. The cost does not depend on the number of trials.
    """
    masses, trials = distribution("probabilities", probabilities), integer("trials", trials)
    edges = trials * np.minimum(np.cumsum(masses)[:-1], 1.0)

    def draw(samples: int) -> IntArray:
        below = np.empty((samples, masses.size + 1), dtype=np.int64)
        below[:, 0], below[:, -1] = 0, trials
        below[:, 1:-1] = np.ceil(np.subtract.outer(-rng.random(samples), -edges))
        return np.diff(below, axis=1)

    return fill_blocks(size, 24 * (masses.size + 1), draw)


def systematic_total_score(
    rng: np.random.Generator,
    size: int,
    *,
    trials: int,
    probabilities: Probabilities,
    scores: Sequence[float | Fraction] | FloatArray,
) -> FloatArray:
    """Σ scores[Y_i] over ``trials`` systematic draws Y_i: shape (size,), of the mean of independent draws."""
    masses, values = distribution("probabilities", probabilities), vector("scores", scores)
    require(masses.size == values.size, f"scores must have {masses.size} entries, not {values.size}.")
    edges = integer("trials", trials) * np.minimum(np.cumsum(masses)[:-1], 1.0)
    steps = values[:-1] - values[1:]

    def draw(samples: int) -> FloatArray:
        below = np.ceil(np.subtract.outer(edges, rng.random(samples)))
        totals: FloatArray = steps @ below
        totals += trials * values[-1]
        return totals

    return fill_blocks(size, 16 * masses.size, draw)
