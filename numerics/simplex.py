"""Distributions on finitely many symbols: draws, counts, total scores, Dirichlet vectors, the lattice of the simplex.

Symbols are 0, …, K − 1. Counts of many symbols need no array of symbols: it is enough to compare uniform variables with
the thresholds of the distribution function and to count how many pass (compare and count).

Reference: Devroye (1986), Non-Uniform Random Variate Generation, §III.2 (inversion) and §XI.1.4 (multinomial chain).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import numpy as np

from numerics.arrays import FloatArray, IntArray, Probabilities, distribution, integer, require, vector
from numerics.blocks import block_rows, fill_blocks
from numerics.guide_table import guide_table
from numerics.words import CELLS, Grid, decisions, random_words, threshold_grid

MAX_COMPARED = 10
"""Number of symbols up to which comparing with every threshold beats a guide table."""
LANES = 512
"""Length of the vectors over samples that counts aim at: with fewer samples, trials are spread over several lanes."""


def categorical(rng: np.random.Generator, size: int, *, probabilities: Probabilities) -> IntArray:
    """``size`` independent symbols with the given probabilities: integers in 0, …, K − 1, shape (size,)."""
    masses = distribution("probabilities", probabilities)
    if masses.size > MAX_COMPARED:
        require(masses.size < CELLS, f"there can be at most {CELLS - 1} symbols, not {masses.size}.")
        table = guide_table(masses[None, :], np.arange(masses.size))
        return fill_blocks(size, 8, lambda samples: table.draw(rng, np.zeros(samples, dtype=np.uint16)).astype(np.int64))
    grid = threshold_grid(np.cumsum(masses)[:-1])

    def draw(samples: int) -> IntArray:
        labels = np.zeros(samples, dtype=np.uint8)
        for reached in decisions(rng, random_words(rng, samples), grid):
            labels += reached.view(np.uint8)
        return labels.astype(np.int64)

    return fill_blocks(size, 8, draw)


def _passages(rng: np.random.Generator, samples: int, trials: int, grid: Grid) -> Iterator[IntArray]:
    """Blocks of all trials: for each threshold, in how many trials a sample passes it. Shape (thresholds, samples).

    Trials run along the first axis of a block and samples along the second one, so that bytes are summed vector by
    vector; 255 rows are the most a byte can count.
    """
    lanes = max(1, min(trials, LANES // samples))
    rows, rest = divmod(trials, lanes)
    height = min(255, block_rows(8 * samples * lanes))
    plan = [(min(height, rows - start), lanes) for start in range(0, rows, height)]
    for block, width in [*plan, (1, rest)] if rest else plan:
        words = random_words(rng, block * samples * width).reshape(block, samples * width)
        totals = [
            np.add.reduce(reached.view(np.uint8), axis=0, dtype=np.uint8).reshape(width, samples).sum(axis=0)
            for reached in decisions(rng, words, grid)
        ]
        yield np.array(totals, dtype=np.int64)


def _samples_bytes(trials: int) -> int:
    """Working memory of one sample: the words and decisions of at most 255 of its trials."""
    return 8 * min(trials, 255)


def counts(rng: np.random.Generator, size: int, *, trials: int, probabilities: Probabilities) -> IntArray:
    """How often each symbol occurs in ``trials`` independent draws, by drawing the symbols: shape (size, K)."""
    masses = distribution("probabilities", probabilities)
    trials = integer("trials", trials)
    grid = threshold_grid(np.cumsum(masses)[:-1])
    levels = sum(len(remainders) for _, remainders in grid)

    def draw(samples: int) -> IntArray:
        passed = np.zeros((levels + 1, samples), dtype=np.int64)
        passed[0] = trials
        for block in _passages(rng, samples, trials, grid) if levels else ():
            passed[1:] += block
        table = np.zeros((samples, masses.size), dtype=np.int64)
        table[:, : levels + 1] = passed.T
        table[:, :levels] -= passed[1:].T
        return table

    return fill_blocks(size, _samples_bytes(trials), draw)


def counts_exact_law(rng: np.random.Generator, size: int, *, trials: int, probabilities: Probabilities) -> IntArray:
    """How often each symbol occurs in ``trials`` independent draws, from the multinomial law: shape (size, K)."""
    masses = distribution("probabilities", probabilities)
    table = np.empty((integer("size", size), masses.size), dtype=np.int64)
    for index, column in _multinomial_chain(rng, size, integer("trials", trials), masses):
        table[:, index] = column
    return table


def _multinomial_chain(rng: np.random.Generator, size: int, trials: int, masses: FloatArray) -> Iterator[tuple[int, IntArray]]:
    """The counts of each symbol, as (symbol, counts), given those before it: binomial, largest probability first."""
    left = np.full(size, trials, dtype=np.int64)
    remaining = 1.0
    order = np.argsort(-masses, kind="stable")
    for place, index in enumerate(order[:-1]):
        share = min(1.0, float(masses[index]) / remaining) if remaining > 0.0 else 0.0
        count = rng.binomial(left if place else trials, share, size)
        yield int(index), count
        left -= count
        remaining -= float(masses[index])
    yield int(order[-1]), left


def _scores_by_value(
    probabilities: Probabilities, scores: Sequence[float | Fraction] | FloatArray
) -> tuple[FloatArray, FloatArray]:
    """The distinct scores in increasing order, and the probability of each."""
    masses, values = distribution("probabilities", probabilities), vector("scores", scores)
    require(masses.size == values.size, f"scores must have {masses.size} entries, not {values.size}.")
    distinct, index = np.unique(values, return_inverse=True)
    return distinct, np.bincount(index, weights=masses, minlength=distinct.size).astype(np.float64)


def total_score(
    rng: np.random.Generator,
    size: int,
    *,
    trials: int,
    probabilities: Probabilities,
    scores: Sequence[float | Fraction] | FloatArray,
) -> FloatArray:
    """Σ scores[Y_t] over ``trials`` independent symbols Y_t, by drawing the symbols: shape (size,).

    Divided by ``trials`` this is a mean score. Symbols of equal score are drawn as one.
    """
    values, masses = _scores_by_value(probabilities, scores)
    trials = integer("trials", trials)
    grid = threshold_grid(np.cumsum(masses)[:-1])
    steps = np.diff(values)[: sum(len(remainders) for _, remainders in grid)]

    def draw(samples: int) -> FloatArray:
        total = np.full(samples, trials * values[0])
        for block in _passages(rng, samples, trials, grid) if steps.size else ():
            total += steps @ block
        return total

    return fill_blocks(size, _samples_bytes(trials), draw)


def total_score_exact_law(
    rng: np.random.Generator,
    size: int,
    *,
    trials: int,
    probabilities: Probabilities,
    scores: Sequence[float | Fraction] | FloatArray,
) -> FloatArray:
    """Σ scores[Y_t] over ``trials`` independent symbols from its law, a chain of binomial counts: shape (size,)."""
    values, masses = _scores_by_value(probabilities, scores)
    trials, size = integer("trials", trials), integer("size", size)
    total = np.zeros(size)
    for index, count in _multinomial_chain(rng, size, trials, masses):
        total += values[index] * count
    return total


def dirichlet(rng: np.random.Generator, size: int, *, concentration: Sequence[float | Fraction] | FloatArray) -> FloatArray:
    """``size`` probability vectors with the Dirichlet law of positive ``concentration``: shape (size, K)."""
    alpha = vector("concentration", concentration)
    require(bool((alpha > 0.0).all()), "concentration must be positive.")
    return rng.dirichlet(alpha, integer("size", size))


def lattice(symbols: int, denominator: int) -> Iterator[tuple[Fraction, ...]]:
    """All probability vectors on ``symbols`` symbols whose entries are multiples of 1 / ``denominator``, exactly.

    There are C(denominator + symbols − 1, symbols − 1) of them, in lexicographic order.
    """
    parts, total = integer("symbols", symbols), integer("denominator", denominator)

    def compositions(parts: int, total: int) -> Iterator[tuple[int, ...]]:
        if parts == 1:
            yield (total,)
            return
        for first in range(total + 1):
            for rest in compositions(parts - 1, total - first):
                yield (first, *rest)

    for numerators in compositions(parts, total):
        yield tuple(Fraction(numerator, total) for numerator in numerators)
