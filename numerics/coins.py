"""Fair coins by the bit: counts of heads and random signs at a sixty-fourth of a random word a coin.

A binomial variable with probability one half is the number of ones among its random bits. Counting the bits of a few
64-bit words is up to twenty times as fast as a general binomial generator.
"""

from __future__ import annotations

import numpy as np

from numerics.arrays import FloatArray, IntArray, integer
from numerics.words import random_words

WORD = 64
MOST_WORDS = 16
"""Number of words a sample up to which counting bits beats the generator for large binomials."""


def fair_binomial(rng: np.random.Generator, size: int, *, trials: int) -> IntArray:
    """The number of heads among ``trials`` ≥ 0 tosses of a fair coin: integers, shape (size,)."""
    size, trials = integer("size", size), integer("trials", trials, least=0)
    full, rest = divmod(trials, WORD)
    if full >= MOST_WORDS:
        return rng.binomial(trials, 0.5, size)
    heads = np.zeros(size, dtype=np.int64)
    for bits in [WORD] * full + ([rest] if rest else []):
        words = random_words(rng, 4 * size).view(np.uint64)
        if bits < WORD:
            words &= np.uint64((1 << bits) - 1)
        heads += np.bitwise_count(words)
    return heads


def random_signs(rng: np.random.Generator, count: int) -> FloatArray:
    """``count`` independent signs, +1 or −1 with probability one half each, as floats: shape (count,)."""
    count = integer("count", count)
    octets = random_words(rng, -(-count // 16)).view(np.uint8)
    signs = np.unpackbits(octets, count=count).astype(np.float64)
    signs *= 2.0
    signs -= 1.0
    return signs
