"""Fair coins: counts against the binomial law, signs against single bits."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from numerics.coins import fair_binomial, random_signs
from numerics.streams import stream


@pytest.mark.parametrize("trials", [1, 5, 63, 64, 65, 200, 2000])
def test_counts_are_binomial(frequencies_agree, trials: int) -> None:
    heads = fair_binomial(stream(trials), 20_000, trials=trials)
    assert heads.shape == (20_000,) and heads.dtype == np.int64
    counts = np.bincount(heads, minlength=trials + 1)
    assert frequencies_agree(counts, stats.binom(trials, 0.5).pmf(np.arange(trials + 1)))
    assert not frequencies_agree(counts, stats.binom(trials, 0.45).pmf(np.arange(trials + 1)))


def test_no_tosses_give_no_heads() -> None:
    assert not fair_binomial(stream(0), 5, trials=0).any()


def test_a_generator_with_short_words_gives_the_same_law(frequencies_agree) -> None:
    rng = np.random.Generator(np.random.MT19937(0))
    counts = np.bincount(fair_binomial(rng, 20_000, trials=70), minlength=71)
    assert frequencies_agree(counts, stats.binom(70, 0.5).pmf(np.arange(71)))


@pytest.mark.parametrize("count", [1, 7, 16, 1001])
def test_signs(frequencies_agree, count: int) -> None:
    signs = random_signs(stream(1), count)
    assert signs.shape == (count,) and set(signs) <= {-1.0, 1.0}
    many = random_signs(stream(2), 40_000)
    assert frequencies_agree(np.bincount((2 * (many[1:] > 0) + (many[:-1] > 0))[::2]), np.full(4, 0.25))


def test_bad_arguments_are_refused() -> None:
    with pytest.raises(ValueError, match="trials must be at least 0, not -1"):
        fair_binomial(stream(0), 5, trials=-1)
    with pytest.raises(ValueError, match="count must be at least 1"):
        random_signs(stream(0), 0)
