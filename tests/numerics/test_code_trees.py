"""Code trees against known counts, Huffman's algorithm and Kraft's inequality."""

import itertools
from fractions import Fraction

import pytest

from numerics import code_trees as trees
from numerics.codes import huffman_lengths, kraft_sum


def test_number_of_profiles():
    assert [len(trees.complete_profiles(k)) for k in range(1, 11)] == [1, 1, 1, 2, 3, 5, 9, 16, 28, 50]  # OEIS A002572


def test_profiles_are_complete():
    assert all(kraft_sum(profile) == 1 for profile in trees.complete_profiles(9))


@pytest.mark.parametrize("weights", [(1,), (1, 1), (9, 1), (5, 3, 2), (1, 2, 3, 4, 5, 6), (1, 1, 1, 1, 40), (3,) * 8])
def test_least_mean_length_is_huffmans(weights):
    law = [Fraction(w, sum(weights)) for w in weights]
    lengths = huffman_lengths(law)
    assert trees.least_mean_length(law) == sum(p * l for p, l in zip(law, lengths, strict=True))


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_existence_agrees_with_kraft(size):
    for lengths in itertools.combinations_with_replacement((1, 2, 3), size):
        assert trees.has_prefix_code(lengths) == (kraft_sum(lengths) <= 1)
        assert trees.has_decodable_code(lengths) == (kraft_sum(lengths) <= 1)


def test_the_empty_word_is_refused():
    with pytest.raises(ValueError, match="empty word"):
        trees.has_prefix_code((0, 1))
