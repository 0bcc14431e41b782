"""Lazily refined uniform variables decide every threshold with exactly its probability."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from numerics.streams import stream
from numerics.words import CELLS, decisions, random_words, threshold_grid

ALL_WORDS = np.arange(CELLS, dtype=np.uint16)


@pytest.mark.parametrize("rng", [stream(0), np.random.default_rng(0), np.random.Generator(np.random.MT19937(0))])
def test_words_are_uniform(frequencies_agree, rng: np.random.Generator) -> None:
    words = random_words(rng, 400_003)
    assert words.shape == (400_003,) and words.dtype == np.uint16
    for shift in (0, 8):
        counts = np.bincount((words >> shift) & 255, minlength=256)
        assert frequencies_agree(counts, np.full(256, 1 / 256))


@pytest.mark.parametrize("threshold", [0.0, 0.25, 0.5, 1 - 2**-16])
def test_thresholds_on_the_grid_take_no_further_bits(threshold: float) -> None:
    rng = stream(1)
    before = rng.bit_generator.state
    (reached,) = decisions(rng, ALL_WORDS, threshold_grid(np.array([threshold])))
    np.testing.assert_array_equal(reached, threshold <= ALL_WORDS / CELLS)
    np.testing.assert_equal(rng.bit_generator.state, before)


def test_ties_are_decided_by_the_remainder() -> None:
    """Of words equal to ⌊c 2¹⁶⌋, the fraction 1 − (c 2¹⁶ mod 1) reaches c; all others are decided already."""
    threshold, remainder = (1000 + 0.3) / CELLS, 0.3
    words = np.concatenate([ALL_WORDS, np.full(40_000, 1000, dtype=np.uint16)])
    (reached,) = decisions(stream(2), words, threshold_grid(np.array([threshold])))
    untied = words != 1000
    np.testing.assert_array_equal(reached[untied], words[untied] > 1000)
    ties = reached[~untied]
    assert stats.binomtest(int(ties.sum()), ties.size, 1 - remainder).pvalue > 1e-6
    assert stats.binomtest(int(ties.sum()), ties.size, 1 - remainder + 0.05).pvalue < 1e-6


def test_thresholds_in_one_cell_share_the_uniform_variable(frequencies_agree) -> None:
    """Passing the higher one implies passing the lower one."""
    words = np.full((300, 100), 7, dtype=np.uint16)
    grid = threshold_grid(np.array([7.2, 7.9]) / CELLS)
    assert len(grid) == 1
    low, high = decisions(stream(3), words, grid)
    assert low.shape == words.shape and not (high & ~low).any()
    counts = np.bincount((low.astype(int) + high).ravel(), minlength=3)
    assert frequencies_agree(counts, np.array([0.2, 0.7, 0.1]))
    assert not frequencies_agree(counts, np.array([0.2, 0.6, 0.2]))


def test_thresholds_at_one_are_left_out() -> None:
    assert threshold_grid(np.array([0.5, 1.0, 1.5])) == ((CELLS // 2, (0.0,)),)
