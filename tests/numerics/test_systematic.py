"""Systematic sampling: counts against counted points, exact means, and the gain over independent draws."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from numerics import systematic as sy
from numerics.simplex import total_score
from numerics.streams import stream
from tests.numerics.means import mean_is

MASSES = [Fraction(1, 3), Fraction(0), Fraction(1, 7), Fraction(11, 21)]
SCORES = [1.0, 5.0, -2.0, 0.5]
MEAN = float(sum(p * Fraction(s) for p, s in zip(MASSES, SCORES, strict=True)))


def test_points_are_equally_spaced_and_uniform(follows) -> None:
    points = sy.systematic_uniforms(stream(1), 5000, points=7)
    assert points.shape == (5000, 7) and points.min() >= 0 and points.max() < 1
    np.testing.assert_allclose(np.diff(points, axis=1), 1 / 7, atol=1e-14)
    assert follows(points[:, 0] * 7, lambda x: np.clip(x, 0, 1))
    assert not follows(points[:, 0] * 7.5, lambda x: np.clip(x, 0, 1))


def test_means_of_a_function() -> None:
    """The average of u² over n systematic points has variance near 1 / (12 n²), against 4 / (45 n)."""
    found = sy.systematic_means(stream(2), 20_000, integrand=lambda u: u * u, points=20)
    assert mean_is(found, 1 / 3) and not mean_is(found, 0.335)
    assert 0.9 < found.var() * 12 * 400 < 1.1


@pytest.mark.parametrize("trials", [1, 10, 21])
def test_counts_are_those_of_the_points(trials: int) -> None:
    counts = sy.systematic_counts(stream(3), 500, trials=trials, probabilities=MASSES)
    edges = np.cumsum([float(p) for p in MASSES])[:-1]
    for row, shift in zip(counts, stream(3).random(500), strict=True):
        symbols = np.searchsorted(edges, (np.arange(trials) + shift) / trials, side="right")
        np.testing.assert_array_equal(row, np.bincount(symbols, minlength=4))


def test_counts_have_their_means() -> None:
    counts = sy.systematic_counts(stream(4), 20_000, trials=10, probabilities=MASSES)
    assert (counts.sum(axis=1) == 10).all() and not counts[:, 1].any()
    for column, p in zip(counts.T, MASSES, strict=True):
        assert mean_is(column.astype(float), 10 * float(p))
        assert not mean_is(column.astype(float), 10 * float(p) + 0.1)
        assert np.abs(column - 10 * float(p)).max() < 1.0 + 1e-12


def test_scores_are_unbiased_and_better_than_independent_ones() -> None:
    settings = {"trials": 100, "probabilities": MASSES, "scores": SCORES}
    found = sy.systematic_total_score(stream(5), 20_000, **settings)
    counts = sy.systematic_counts(stream(5), 20_000, trials=100, probabilities=MASSES)
    np.testing.assert_allclose(found, counts @ SCORES, atol=1e-10)
    assert mean_is(found, 100 * MEAN) and not mean_is(found, 100 * MEAN + 0.1)
    assert total_score(stream(6), 2000, **settings).var() > 25 * found.var()


def test_bad_arguments_are_refused() -> None:
    with pytest.raises(ValueError, match="points must be at least 1"):
        sy.systematic_uniforms(stream(0), 5, points=0)
    with pytest.raises(ValueError, match="scores must have 4 entries, not 1"):
        sy.systematic_total_score(stream(0), 5, trials=3, probabilities=MASSES, scores=[1.0])
    with pytest.raises(ValueError, match="must sum to 1"):
        sy.systematic_counts(stream(0), 5, trials=3, probabilities=[0.5])
