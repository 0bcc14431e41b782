"""Tests at stated levels: two samples, or a sample and a law, differ when their distance exceeds the DKW bound."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest
from scipy import stats

from numerics.mdp import FiniteMDP

LEVEL = 1e-6
"""Probability of a false alarm of one test on a fixed seed, before the seed was chosen."""

Same = Callable[[np.ndarray, np.ndarray], bool]
Follows = Callable[[np.ndarray, Callable[[np.ndarray], np.ndarray]], bool]


@pytest.fixture
def same_law() -> Same:
    """Whether two samples of equal size n ≥ 458 agree: P(√(n/2) D > t) ≤ 2 exp(−2 t²) (Wei & Dudley 2012).

    Ties only lower the distance, so the level holds for discrete laws too.
    """

    def agree(first: np.ndarray, second: np.ndarray) -> bool:
        assert first.shape == second.shape and first.ndim == 1 and first.size >= 458
        points = np.sort(np.concatenate([first, second]))
        below = [np.searchsorted(np.sort(sample), points, side="right") for sample in (first, second)]
        distance = np.abs(below[0] - below[1]).max() / first.size
        return bool(np.sqrt(first.size / 2) * distance <= np.sqrt(np.log(2 / LEVEL) / 2))

    return agree


@pytest.fixture
def follows() -> Follows:
    """Whether a sample agrees with a continuous distribution function: P(√n D > t) ≤ 2 exp(−2 t²) (Massart 1990)."""

    def agree(sample: np.ndarray, cdf: Callable[[np.ndarray], np.ndarray]) -> bool:
        ordered = np.sort(sample)
        law, n = cdf(ordered), sample.size
        distance = max((np.arange(1, n + 1) / n - law).max(), (law - np.arange(n) / n).max())
        return bool(np.sqrt(n) * distance <= np.sqrt(np.log(2 / LEVEL) / 2))

    return agree


@pytest.fixture
def frequencies_agree() -> Callable[[np.ndarray, np.ndarray], bool]:
    """Whether counts agree with cell probabilities: exact binomial tests of all cells at LEVEL / cells each."""

    def agree(counts: np.ndarray, probabilities: np.ndarray) -> bool:
        counts, probabilities = np.asarray(counts), np.asarray(probabilities, dtype=float)
        total, level = int(counts.sum()), LEVEL / counts.size
        low, high = stats.binom.ppf(level / 2, total, probabilities), stats.binom.isf(level / 2, total, probabilities)
        return bool(((low <= counts) & (counts <= high)).all())

    return agree


def random_distributions(rng: np.random.Generator, *shape: int) -> list:
    """Nested lists of rational probability vectors (some entries zero) of the given shape."""
    if len(shape) > 1:
        return [random_distributions(rng, *shape[1:]) for _ in range(shape[0])]
    weights = [int(w) for w in rng.integers(0, 4, *shape)]
    weights[int(rng.integers(shape[0]))] += 1
    return [Fraction(w, sum(weights)) for w in weights]


@pytest.fixture(params=[(1, 1), (2, 2), (3, 2), (5, 3)], ids=lambda shape: f"{shape[0]}x{shape[1]}")
def process(request: pytest.FixtureRequest) -> tuple[FiniteMDP, list[list[Fraction]]]:
    """A process with random rational data, and a policy for it."""
    states, actions = request.param
    rng = np.random.default_rng(states)
    mdp = FiniteMDP(
        transition=random_distributions(rng, states, actions, states),
        reward=[[Fraction(int(r), 3) for r in row] for row in rng.integers(-6, 7, (states, actions))],
        start=random_distributions(rng, states),
    )
    return mdp, random_distributions(rng, states, actions)
