"""Confidence intervals and the division of the false-alarm budget over looks.

References. A. Maurer and M. Pontil, Empirical Bernstein bounds and sample-variance penalization (COLT 2009), Theorem 4.
P. Massart, The tight constant in the Dvoretzky–Kiefer–Wolfowitz inequality, Ann. Probab. 18 (1990).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy import special

from numerics.moments import Moments

BUDGET = 1e-6  # probability of any false alarm in a whole run of the suite

LEAST_SHARES = 1024

Floats = NDArray[np.float64]


def share_of_budget(points: int) -> float:
    """The level of one Monte-Carlo point among `points` in all: the budget over the next power of two, at least 1024.

    Rounding up keeps the level, and so every result, the same while theorems are added.
    """
    return BUDGET / max(LEAST_SHARES, 1 << max(points - 1, 0).bit_length())


def spent_at_look(level: float, look: int) -> float:
    """The part of a check's level that look 1, 2, … spends: level/(k(k + 1)), which sums to `level`."""
    if look < 1:
        raise ValueError(f"looks are counted from 1, not {look}")
    return level / (look * (look + 1))


def empirical_bernstein(moments: Moments, low: float, high: float, level: float) -> tuple[float, float]:
    """Interval for the mean of samples in [low, high], valid for every n ≥ 2 at two-sided `level`."""
    n, log_term = moments.count, math.log(4 / level)
    half = math.sqrt(2 * moments.variance * log_term / n) + 7 * (high - low) * log_term / (3 * (n - 1))
    return max(low, moments.mean - half), min(high, moments.mean + half)


def studentised_batch_means(batches: Floats, level: float) -> tuple[float, float]:
    """t interval from the means of equally large batches (asymptotic: the batch means are taken as Gaussian)."""
    count = len(batches)
    centre = float(np.mean(batches))
    spread = float(np.std(batches, ddof=1)) / math.sqrt(count)
    if spread == 0:
        return -math.inf, math.inf  # nothing varied yet: a rare value may be missing altogether
    half = student_quantile(count - 1, level) * spread
    return centre - half, centre + half


def student_quantile(degrees: int, level: float) -> float:
    """The value that |t| exceeds with probability `level` (by the regularised incomplete beta function)."""
    x = float(special.betaincinv(degrees / 2, 0.5, level))
    return math.sqrt(degrees * (1 - x) / x)


def dkw_half_width(count: int, level: float) -> float:
    """Half-width of the uniform band around an empirical distribution function (Massart's constant)."""
    return math.sqrt(math.log(2 / level) / (2 * count))
