"""Tests of means at a stated level."""

from __future__ import annotations

import numpy as np
from scipy import stats

LEVEL = 1e-6
"""Probability of a false alarm of one test on a fixed seed, before the seed was chosen."""


def mean_is(sample: np.ndarray, value: float) -> bool:
    """Whether the mean of a large sample with finite variance agrees with a value: the z-test at LEVEL."""
    assert sample.ndim == 1 and sample.size >= 1000
    error = sample.std(ddof=1) / np.sqrt(sample.size)
    return bool(abs(sample.mean() - value) <= stats.norm.isf(LEVEL / 2) * error + 1e-14 * abs(value))
