"""Exact decisions from 16 random bits: is a uniform variable at least c, at a quarter of the cost of a float.

A uniform U in [0, 1) is refined lazily: its first 16 bits decide U ≥ c unless they equal those of c (a *tie*, of
probability 2⁻¹⁶), and then a float supplies the rest. The decisions have the law of decisions by a uniform float, for
one 64-bit draw per four of them, and comparisons of 16-bit integers are four times as dense as those of floats.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import numpy as np
import numpy.typing as npt

from numerics.arrays import FloatArray

Words = npt.NDArray[np.uint16]
WORD_BITS = 16
CELLS = 1 << WORD_BITS
"""Number of values of a word."""

Grid = tuple[tuple[int, tuple[float, ...]], ...]
"""Thresholds c in increasing order: pairs of a cell ⌊c · 2¹⁶⌋ and the remainders c · 2¹⁶ − cell of those in it."""


def random_words(rng: np.random.Generator, count: int) -> Words:
    """``count`` independent uniform 16-bit words."""
    blocks = -(-count // 4)
    if isinstance(rng.bit_generator, np.random.MT19937):  # its raw output has 32 bits, that of all others 64
        return rng.integers(0, 2**64 - 1, blocks, dtype=np.uint64, endpoint=True).view(np.uint16)[:count]
    return rng.bit_generator.random_raw(blocks).view(np.uint16)[:count]


def threshold_grid(thresholds: FloatArray) -> Grid:
    """Increasing thresholds in [0, ∞) by cells of length 2⁻¹⁶; those at one and above, never reached, are left out."""
    scaled = [float(c) * CELLS for c in thresholds if c < 1.0]
    return tuple((cell, tuple(c - cell for c in group)) for cell, group in groupby(scaled, key=int))


def decisions(rng: np.random.Generator, words: Words, grid: Grid) -> Iterator[npt.NDArray[np.bool_]]:
    """For each threshold c of the grid, in order, an array of the shape of ``words`` that says where U ≥ c.

    U is the uniform variable behind a word, the same one for all thresholds; ties draw from ``rng``.
    """
    for cell, remainders in grid:
        ties = np.flatnonzero(np.equal(words, cell)) if any(remainders) else np.empty(0, dtype=np.int64)
        rest = rng.random(ties.size)
        for remainder in remainders:
            reached = np.greater_equal(words, cell)
            reached.reshape(-1)[ties[rest < remainder]] = False
            yield reached
