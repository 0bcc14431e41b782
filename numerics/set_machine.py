"""The set machine V: descriptions of sets of binary words of length n, for structure functions that can be computed.

With w the number of binary digits of n, a description is a base followed by a refinement.

    base        0                 the cube {0, 1}^n
                10, k (w bits)    the type class of words with k ones
                11, p (w bits), p bits      the one word with period p that begins with these bits, 1 ≤ p ≤ n
    refinement  0                 none
                10, index         the member with this index of b = ⌈log₂ |B|⌉ bits, in numeric order
                11, j (w bits), j bits      the members whose index begins with these bits, 1 ≤ j < b

Single words are not refined any further.  No description is a prefix of another one.  The complexity K(x) is the
length of the shortest description of {x}; the structure function at l is the logarithm of the least size of a set
that contains x and has a description of at most l bits.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from numerics.arrays import IntArray, integer, require

MOST_SYMBOLS = 16
"""All 2^n words are treated at once."""

NO_SET = np.int64(1) << 40
"""Stands for the size of a set where no description is short enough."""


def digits(n: int) -> int:
    """Number of binary digits of n: the width of the fields k, p and j."""
    return integer("n", n).bit_length()


def literal_length(n: int) -> int:
    """Length of the description of a word by its index in the cube; no word needs a longer one."""
    return 3 + integer("n", n)


def sets_containing(word: str) -> Iterator[tuple[int, int]]:
    """(length, size) of every description of a set that contains the word; ``ValueError`` unless it is binary."""
    require(bool(word) and set(word) <= {"0", "1"}, f"a word consists of 0s and 1s, not {word!r}.")
    n, w, ones = len(word), digits(len(word)), word.count("1")
    yield from _refined(1, 2**n, int(word, 2), w)
    yield from _refined(2 + w, math.comb(n, ones), _rank(word), w)
    for period in range(1, n + 1):
        if all(word[i] == word[i - period] for i in range(period, n)):
            yield 2 + w + period + 1, 1


def _refined(base: int, members: int, index: int, w: int) -> Iterator[tuple[int, int]]:
    """The base itself, the member with the given index, and the chunks of the base that contain it."""
    bits = (members - 1).bit_length()
    yield base + 1, members
    yield base + 2 + bits, 1
    for j in range(1, bits):
        first = index >> (bits - j) << (bits - j)
        yield base + 2 + w + j, min(first + (1 << (bits - j)), members) - first


def _rank(word: str) -> int:
    """The number of words before this one in numeric order among those with as many ones."""
    left, rank = word.count("1"), 0
    for position, symbol in enumerate(word):
        if symbol == "1":
            rank += math.comb(len(word) - position - 1, left)  # a 0 here, and all ones behind it
            left -= 1
    return rank


def smallest_sets(n: int) -> IntArray:
    """The least size of a set that contains x and has a description of at most l bits: shape (2^n, n + 4).

    Rows are the words x in numeric order, columns l = 0, …, n + 3; ``NO_SET`` where there is none.
    """
    require(integer("n", n) <= MOST_SYMBOLS, f"at most {MOST_SYMBOLS} symbols, not {n}.")
    w, values = digits(n), np.arange(2**n)
    sizes = np.full((2**n, literal_length(n) + 1), NO_SET)
    _enter(sizes, values, 1, values, w)
    ones = np.bitwise_count(values)
    for k in range(n + 1):
        members = np.flatnonzero(ones == k)
        _enter(sizes, members, 2 + w, np.arange(len(members)), w)
    for period in range(1, n - w + 1):
        pattern = np.arange(2**period)
        word = np.zeros_like(pattern)
        for i in range(n):
            word = 2 * word + (pattern >> (period - 1 - i % period) & 1)
        sizes[word, 2 + w + period + 1] = 1
    least: IntArray = np.minimum.accumulate(sizes, axis=1)
    return least


def _enter(sizes: IntArray, words: IntArray, base: int, index: IntArray, w: int) -> None:
    """Enter the sizes of a base, its chunks and its members in the columns of their lengths."""
    members = len(words)
    bits = (members - 1).bit_length()
    entries = [(base + 1, np.full(members, members)), (base + 2 + bits, np.ones(members, dtype=np.int64))]
    for j in range(1, bits):
        first = index >> (bits - j) << (bits - j)
        entries.append((base + 2 + w + j, np.minimum(first + (1 << (bits - j)), members) - first))
    for length, size in entries:
        if length < sizes.shape[1]:
            sizes[words, length] = np.minimum(sizes[words, length], size)


def complexities(smallest: IntArray) -> IntArray:
    """The length of the shortest description of {x} for every word, given the table of ``smallest_sets``."""
    return np.asarray((smallest > 1).sum(axis=1))
