"""Binary code trees: all length profiles of complete prefix codes, and the least mean length by trying each of them.

A prefix code of least mean length is complete if it has two words or more (a lone child could be moved up), so the
minimum over complete trees is the minimum over all prefix codes.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from fractions import Fraction

from numerics.arrays import integer, require
from numerics.codes import is_prefix_free, is_uniquely_decodable

MOST_LEAVES = 16
"""There are 1639 profiles with 16 leaves, growing by 1.79 for every further leaf."""


def complete_profiles(leaves: int) -> list[tuple[int, ...]]:
    """The nondecreasing depth profiles of the binary trees with the given number of leaves, none of them lonely."""
    require(integer("leaves", leaves) <= MOST_LEAVES, f"at most {MOST_LEAVES} leaves, not {leaves}.")
    profiles: set[tuple[int, ...]] = {(0,)}
    for _ in range(leaves - 1):
        profiles = {
            tuple(sorted((*profile[:k], *profile[k + 1 :], depth + 1, depth + 1)))
            for profile in profiles
            for k, depth in enumerate(profile)
        }
    return sorted(profiles)


def least_mean_length(probabilities: Sequence[Fraction]) -> Fraction:
    """The least mean word length of a prefix code for the symbols, over all complete trees; 0 for a single symbol."""
    ordered = sorted((Fraction(mass) for mass in probabilities), reverse=True)
    return min(
        sum((mass * depth for mass, depth in zip(ordered, profile, strict=True)), Fraction(0))
        for profile in complete_profiles(len(ordered))
    )


def has_prefix_code(lengths: Sequence[int]) -> bool:
    """Whether some choice of distinct words of the given positive lengths is prefix-free, by trying all of them."""
    return any(is_prefix_free(words) for words in _choices(lengths))


def has_decodable_code(lengths: Sequence[int]) -> bool:
    """Whether some choice of distinct words of the given positive lengths is uniquely decodable, by trying all."""
    return any(is_uniquely_decodable(words) for words in _choices(lengths))


def _choices(lengths: Sequence[int]) -> Iterator[tuple[str, ...]]:
    """All sets of distinct words with the given lengths."""
    groups = []
    for length, group in itertools.groupby(sorted(lengths)):
        require(length >= 1, "the empty word is no code word here.")
        words = ["".join(letters) for letters in itertools.product("01", repeat=length)]
        groups.append(list(itertools.combinations(words, len(list(group)))))
    for choice in itertools.product(*groups):
        yield tuple(itertools.chain.from_iterable(choice))
