"""Level and power of the intervals: 10⁴ seeded runs at level 1e-2, sequential looks included."""

import math

import numpy as np
import pytest
from scipy import stats

from numerics.moments import Moments
from numerics.streams import stream
from verifiers.intervals import (
    dkw_half_width,
    empirical_bernstein,
    spent_at_look,
    student_quantile,
    studentised_batch_means,
)

RUNS, LEVEL = 10_000, 1e-2
LOOKS = (256, 512, 1024)
# a binomial count with success probability LEVEL exceeds this with probability below 1e-6
MOST_ALARMS = int(stats.binom.isf(1e-6, RUNS, LEVEL))
FEWEST_ALARMS = int(stats.binom.ppf(1e-6, RUNS, LEVEL))


def test_the_spending_sums_to_the_level():
    assert math.isclose(sum(spent_at_look(0.01, k) for k in range(1, 10 ** 5)), 0.01, rel_tol=2e-5)
    with pytest.raises(ValueError, match="from 1"):
        spent_at_look(0.01, 0)


def test_student_quantile_agrees_with_scipy():
    for degrees in (3, 31, 63):
        for level in (0.05, 1e-6, 1e-10):
            assert math.isclose(student_quantile(degrees, level), stats.t.isf(level / 2, degrees), rel_tol=1e-6)


def sequential_alarms(samples, interval, mean):
    """Runs (rows) in which some look's interval misses the mean."""
    alarms = 0
    for row in samples:
        alarms += any(not low <= mean <= high for low, high in
                      (interval(row[:n], spent_at_look(LEVEL, k)) for k, n in enumerate(LOOKS, 1)))
    return alarms


def by_batches(x, level):
    return studentised_batch_means(x.reshape(32, -1).mean(axis=1), level)


def by_bernstein(x, level):
    return empirical_bernstein(Moments.of(x), 0.0, 1.0, level)


def test_batch_means_keep_their_level():
    """Means of 512 exponentials, 32, 64 and 128 of them, as the checks use: a mean of 512 is a Gamma(512)/512."""
    batches = stream(1, "batch means").standard_gamma(512, (RUNS, 128)) / 512
    alarms = sum(any(not low <= 1 <= high for low, high in
                     (studentised_batch_means(row[:32 * 2 ** k], spent_at_look(LEVEL, k + 1)) for k in range(3)))
                 for row in batches)
    spent = sum(spent_at_look(LEVEL, k) for k in (1, 2, 3))
    # the looks share data: the alarms of any look are at most the sum of the shares, at least the largest of them
    assert stats.binom.ppf(1e-6, RUNS, spent_at_look(LEVEL, 1)) <= alarms <= stats.binom.isf(1e-6, RUNS, spent)


def test_batch_means_are_exact_for_gaussian_batches():
    samples = stream(2, "gaussian").standard_normal((RUNS, 256))
    alarms = sum(not low <= 0 <= high for low, high in (by_batches(x, LEVEL) for x in samples))
    assert FEWEST_ALARMS <= alarms <= MOST_ALARMS


def test_empirical_bernstein_never_exceeds_its_level():
    samples = (stream(3, "bernoulli").random((RUNS, LOOKS[-1])) < 0.1).astype(float)
    assert sequential_alarms(samples, by_bernstein, 0.1) <= MOST_ALARMS


def test_dkw_keeps_its_level():
    n = 500
    x = np.sort(stream(4, "dkw").random((RUNS, n)), axis=1)
    grid = np.arange(1, n + 1) / n
    distance = np.maximum(np.abs(grid - x), np.abs(grid - 1 / n - x)).max(axis=1)
    alarms = int((distance > dkw_half_width(n, LEVEL)).sum())
    assert FEWEST_ALARMS / 2 <= alarms <= MOST_ALARMS  # Massart's bound is sharp only as n grows


@pytest.mark.parametrize(("interval", "draw", "mean"), [
    (by_batches, lambda rng, shape: rng.standard_exponential(shape), 1.0),
    (by_bernstein, lambda rng, shape: (rng.random(shape) < 0.1).astype(float), 0.1),
])
def test_a_shift_of_three_resolutions_is_refuted(interval, draw, mean):
    """The resolution is the reach of the interval from the true value; three times that is excluded in > 99 %."""
    samples = draw(stream(5, "power"), (2000, 4096))
    intervals = [interval(x, LEVEL) for x in samples]
    reach = float(np.median([max(high - mean, mean - low) for low, high in intervals]))
    refuted = np.mean([not low <= mean + 3 * reach <= high for low, high in intervals])
    assert refuted > 0.99


def test_dkw_refutes_a_shift_of_three_resolutions():
    n = 500
    x = np.sort(stream(6, "dkw power").random((2000, n)), axis=1)
    width = dkw_half_width(n, LEVEL)
    shifted = np.clip(x - 3 * width, 0, 1)
    distance = np.abs(np.arange(1, n + 1) / n - shifted).max(axis=1)
    assert np.mean(distance > width) > 0.99
