"""Codes and code lengths in exact arithmetic: Kraft sums, prefix and unique decodability, Shannon, Huffman, arithmetic.

Words are texts of the letters "0" and "1", probabilities are rationals, so every answer here is exact.

References: Cover & Thomas (2006), Elements of Information Theory, ch. 5 and §13.3; Sardinas & Patterson (1953), IRE
Convention Record, pt. 8.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

import numpy as np

from numerics.arrays import FloatArray, Probabilities, integer, require
from numerics.simplex import total_score, total_score_exact_law


def _words(words: Iterable[str]) -> tuple[str, ...]:
    """The words as a tuple; ``ValueError`` unless they are texts over the binary alphabet."""
    code = tuple(words)
    for word in code:
        require(set(word) <= {"0", "1"}, f"a word consists of 0s and 1s, not {word!r}.")
    return code


def _masses(probabilities: Sequence[Fraction | int]) -> tuple[Fraction, ...]:
    """The probabilities as fractions; ``ValueError`` unless they are positive and sum to one exactly."""
    masses = tuple(Fraction(mass) for mass in probabilities)
    require(all(mass > 0 for mass in masses), "probabilities must be positive.")
    require(sum(masses) == 1, f"probabilities must sum to 1, not {sum(masses)}.")
    return masses


def kraft_sum(lengths: Iterable[int]) -> Fraction:
    """Σ 2^(−length) over lengths ≥ 0, exactly; ``ValueError`` for a negative length."""
    return sum((Fraction(1, 1 << integer("a length", length, least=0)) for length in lengths), Fraction(0))


def canonical_prefix_code(lengths: Sequence[int]) -> tuple[str, ...]:
    """A prefix-free code with the given word lengths, in their order; ``ValueError`` if the Kraft sum exceeds one.

    In order of length, each word is the binary expansion of the Kraft sum of the words before it.
    """
    total = kraft_sum(lengths)
    require(total <= 1, f"no prefix code has these lengths: their Kraft sum is {total} > 1.")
    words = [""] * len(lengths)
    position = Fraction(0)
    for index in sorted(range(len(lengths)), key=lambda i: lengths[i]):
        length = lengths[index]
        words[index] = format(int(position * (1 << length)), f"0{length}b") if length else ""
        position += Fraction(1, 1 << length)
    return tuple(words)


def is_prefix_free(words: Iterable[str]) -> bool:
    """Whether no word is a prefix of another one (in another place: a repeated word is a prefix of its copy)."""
    ordered = sorted(_words(words))
    return not any(later.startswith(word) for word, later in itertools.pairwise(ordered))


def is_uniquely_decodable(words: Iterable[str]) -> bool:
    """Whether every concatenation of words parses in one way only (Sardinas–Patterson test).

    Dangling suffixes are what one parse is ahead of another; two parses meet if a suffix is itself a word. A repeated
    word, and the empty word, make a code undecodable.
    """
    code = _words(words)
    distinct = set(code)
    if len(distinct) < len(code) or "" in distinct:
        return False
    ahead = {b[len(a) :] for a in code for b in code if a != b and b.startswith(a)}
    seen: set[str] = set()
    while ahead:
        if ahead & distinct:
            return False
        seen |= ahead
        ahead = {
            longer[len(shorter) :]
            for suffix in ahead
            for word in code
            for shorter, longer in ((suffix, word), (word, suffix))
            if longer.startswith(shorter)
        } - seen
    return True


def prefix_free_codes(max_length: int) -> Iterator[tuple[str, ...]]:
    """All prefix-free sets of nonempty words of at most ``max_length`` letters, each sorted, the empty set included.

    There are f(max_length − 1)² of them with f(0) = 2, f(d) = 1 + f(d − 1)²: 4, 25, 676, 458 329 for lengths 1 to 4
    (f(d) counts the sets in a tree of depth d whose root may be used). ``ValueError`` unless 1 ≤ max_length ≤ 4.
    """
    depth = integer("max_length", max_length)
    require(depth <= 4, f"max_length must be at most 4, not {depth}: there are 2·10¹¹ codes with words up to length 5.")

    def below(root: str) -> list[tuple[str, ...]]:
        codes: list[tuple[str, ...]] = [(root,)] if root else []
        if len(root) == depth:
            return [(), *codes]
        return [left + right for left in below(root + "0") for right in below(root + "1")] + codes

    yield from below("")


def shannon_lengths(probabilities: Sequence[Fraction | int]) -> tuple[int, ...]:
    """⌈−log₂ p⌉ for each probability, exactly; ``ValueError`` unless they are positive and sum to one."""
    return tuple((-(-mass.denominator // mass.numerator) - 1).bit_length() for mass in _masses(probabilities))


def huffman_lengths(probabilities: Sequence[Fraction | int]) -> tuple[int, ...]:
    """Word lengths of a binary Huffman code, in the order of the probabilities: an optimal prefix code.

    A single symbol gets the empty word, of length 0. ``ValueError`` unless probabilities are positive and sum to one.
    """
    masses = _masses(probabilities)
    lengths = [0] * len(masses)
    heap = [(mass, index, [index]) for index, mass in enumerate(masses)]
    heapq.heapify(heap)
    for label in itertools.count(len(masses)):
        if len(heap) == 1:
            return tuple(lengths)
        (first, _, left), (second, _, right) = heapq.heappop(heap), heapq.heappop(heap)
        for index in left + right:
            lengths[index] += 1
        heapq.heappush(heap, (first + second, label, left + right))
    raise AssertionError("unreachable")


def _interval(low: Fraction | int, probability: Fraction | int) -> tuple[Fraction, Fraction]:
    start, width = Fraction(low), Fraction(probability)
    require(start >= 0 and width > 0 and start + width <= 1, f"[{start}, {start} + {width}) must be inside [0, 1).")
    return start, start + width


def arithmetic_point_length(low: Fraction | int, probability: Fraction | int) -> int:
    """The fewest binary digits of a point of [low, low + p): the least l such that k / 2^l is in it for some k."""
    start, stop = _interval(low, probability)
    return next(length for length in itertools.count() if -(-start * (1 << length) // 1) < stop * (1 << length))


def arithmetic_interval_length(low: Fraction | int, probability: Fraction | int) -> int:
    """The fewest binary digits that pin a point to [low, low + p): the least l with [k, k + 1) / 2^l inside for some k.

    It is at most ⌈−log₂ p⌉ + 1, and words chosen in this way for disjoint intervals are prefix-free.
    """
    start, stop = _interval(low, probability)
    return next(length for length in itertools.count() if -(-start * (1 << length) // 1) + 1 <= stop * (1 << length))


def code_length(
    rng: np.random.Generator, size: int, *, n: int, probabilities: Probabilities, lengths: Sequence[int]
) -> FloatArray:
    """The total code length, in bits, of ``n`` independent symbols, by drawing the symbols: shape (size,).

    ``lengths`` are the word lengths (non-negative integers) of the symbols of the given ``probabilities``.
    """
    bits = [integer("a length", length, least=0) for length in lengths]
    return total_score(rng, size, trials=n, probabilities=probabilities, scores=bits)


def code_length_exact_law(
    rng: np.random.Generator, size: int, *, n: int, probabilities: Probabilities, lengths: Sequence[int]
) -> FloatArray:
    """The total code length, in bits, of ``n`` independent symbols, from its law by binomial counts: shape (size,)."""
    bits = [integer("a length", length, least=0) for length in lengths]
    return total_score_exact_law(rng, size, trials=n, probabilities=probabilities, scores=bits)
