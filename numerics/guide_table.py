"""Draws from finite distributions by one table look-up each, exact to the last bit of a uniform variable.

A uniform variable is refined lazily: the leading bits of a 16-bit word find a cell of the table, which names the
outcome if the distribution function has no jump inside the cell; else (rarely) the rest of the bits are drawn as a
float and the distribution function is searched. The cost does not depend on the number of outcomes.

Reference: Devroye (1986), Non-Uniform Random Variate Generation, §III.2.4 (the method of guide tables).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from numerics.arrays import FloatArray
from numerics.words import CELLS, WORD_BITS, Words, random_words

Labels: TypeAlias = npt.NDArray[np.unsignedinteger]
INDEX_BITS = 13
"""Most leading bits of a word that index a row: a row of byte labels is 8 KiB, so that a few rows stay in cache."""


@dataclass(frozen=True, slots=True)
class GuideTable:
    """Distributions on 0, …, K − 1, one a row, with the label of each outcome; built by :func:`guide_table`."""

    labels: Labels
    """Label by row and cell, flat; ``unsure`` where a cell holds a jump."""
    cumulative: FloatArray
    """Distribution functions, shape (rows, K)."""
    names: Labels
    """The label of each outcome."""
    bits: int
    unsure: int

    def draw(self, rng: np.random.Generator, rows: Words) -> Labels:
        """For each entry of ``rows`` a label drawn from the distribution of that row."""
        words = random_words(rng, rows.size)
        cells = np.right_shift(words, WORD_BITS - self.bits)
        cells |= rows << self.bits
        labels = np.take(self.labels, cells, mode="clip")
        unsure = np.flatnonzero(labels == self.unsure)
        if unsure.size:
            uniform = (words[unsure] + rng.random(unsure.size)) / CELLS
            passed = self.cumulative[rows[unsure]] <= uniform[:, None]
            labels[unsure] = self.names[np.count_nonzero(passed, axis=1)]
        return labels


def guide_table(masses: FloatArray, names: npt.NDArray[np.integer]) -> GuideTable:
    """A table of probability vectors ``masses``, shape (rows, K), with outcomes of the labels ``names`` < 2¹⁶ − 1.

    At most 2¹⁵ rows. An outcome of probability zero is never drawn.
    """
    rows, outcomes = masses.shape
    bits = min(INDEX_BITS, WORD_BITS - (rows - 1).bit_length())
    cumulative = np.cumsum(masses, axis=1)
    last = outcomes - 1 - np.argmax(masses[:, ::-1] > 0.0, axis=1)
    cumulative[np.arange(outcomes) >= last[:, None]] = 2.0
    edges = np.arange((1 << bits) + 1) / (1 << bits)
    unsure = 255 if int(names.max()) < 255 else CELLS - 1
    kind = np.min_scalar_type(unsure)
    labels = np.empty((rows, 1 << bits), dtype=kind)
    for row, jumps in zip(labels, cumulative, strict=True):
        first = np.searchsorted(jumps, edges[:-1], side="right")
        row[:] = np.where(first == np.searchsorted(jumps, edges[1:], side="left"), names[first], unsure)
    return GuideTable(labels.reshape(-1), cumulative, names.astype(kind), bits, unsure)
