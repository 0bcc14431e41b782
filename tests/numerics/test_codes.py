"""Codes against brute force: all words, all sets of words, all concatenations."""

from __future__ import annotations

import itertools
from collections import Counter
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerics import codes
from numerics.streams import stream

WORDS = ["".join(letters) for n in (1, 2, 3) for letters in itertools.product("01", repeat=n)]
small_codes = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5)
word_lengths = st.lists(st.integers(0, 6), min_size=1, max_size=8)
distributions = st.lists(st.integers(1, 30), min_size=1, max_size=7).map(
    lambda weights: tuple(Fraction(w, sum(weights)) for w in weights)
)


def pairwise_prefix_free(words: list[str]) -> bool:
    return not any(b.startswith(a) for a, b in itertools.permutations(words, 2))


def ambiguous_message(words: list[str], longest: int) -> bool:
    """Whether some message of at most ``longest`` bits has two parses; by counting the parses of every message."""
    parses: list[Counter[str]] = [Counter({"": 1})]
    for n in range(1, longest + 1):
        parses.append(Counter())
        for word in words:
            if 0 < len(word) <= n:
                for message, count in parses[n - len(word)].items():
                    parses[n][message + word] += count
    return any(count > 1 for table in parses for count in table.values())


@given(word_lengths)
def test_kraft_sum(lengths: list[int]) -> None:
    assert codes.kraft_sum(lengths) == sum(Fraction(1, 2**n) for n in lengths)


@given(word_lengths)
def test_canonical_code_exists_exactly_up_to_kraft_sum_one(lengths: list[int]) -> None:
    if codes.kraft_sum(lengths) > 1:
        with pytest.raises(ValueError, match="Kraft sum is"):
            codes.canonical_prefix_code(lengths)
    else:
        words = codes.canonical_prefix_code(lengths)
        assert [len(word) for word in words] == lengths
        assert pairwise_prefix_free(list(words))


@given(small_codes)
def test_prefix_freeness(words: list[str]) -> None:
    assert codes.is_prefix_free(words) == pairwise_prefix_free(words)


@given(st.lists(st.sampled_from(WORDS[:6]), min_size=1, max_size=4))
def test_unique_decodability_against_all_messages(words: list[str]) -> None:
    """With words of at most 2 letters there are only 2 dangling suffixes, so an ambiguity shows within 8 letters."""
    assert codes.is_uniquely_decodable(words) == (not ambiguous_message(words, 8))


@given(small_codes)
def test_unique_decodability_is_symmetric_under_reversal(words: list[str]) -> None:
    assert codes.is_uniquely_decodable(words) == codes.is_uniquely_decodable([word[::-1] for word in words])
    if codes.is_prefix_free(words):
        assert codes.is_uniquely_decodable(words)


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (["0", "01", "11"], True),
        (["0", "01", "10"], False),
        (["1", "011", "01110", "1110", "10011"], False),
        (["0", "1", "0"], False),
        ([""], False),
    ],
)
def test_textbook_cases(words: list[str], answer: bool) -> None:
    assert codes.is_uniquely_decodable(words) == answer


def test_all_prefix_free_codes_against_all_sets() -> None:
    found = list(codes.prefix_free_codes(3))
    assert len(found) == len(set(found)) == 676
    assert all(list(code) == sorted(code) for code in found)
    brute = {
        tuple(sorted(subset))
        for n in range(9)
        for subset in itertools.combinations(WORDS, n)
        if pairwise_prefix_free(list(subset))
    }
    assert set(found) == brute


@pytest.mark.parametrize(("longest", "number"), [(1, 4), (2, 25), (4, 458_329)])
def test_number_of_prefix_free_codes(longest: int, number: int) -> None:
    assert sum(1 for _ in codes.prefix_free_codes(longest)) == number


@given(distributions)
def test_shannon_lengths(probabilities: tuple[Fraction, ...]) -> None:
    lengths = codes.shannon_lengths(probabilities)
    for mass, length in zip(probabilities, lengths, strict=True):
        assert Fraction(1, 2**length) <= mass and (length == 0 or Fraction(1, 2 ** (length - 1)) > mass)
    assert codes.kraft_sum(lengths) <= 1


@given(st.lists(st.integers(1, 20), min_size=1, max_size=5).map(lambda w: tuple(Fraction(x, sum(w)) for x in w)))
def test_huffman_code_is_optimal(probabilities: tuple[Fraction, ...]) -> None:
    lengths = codes.huffman_lengths(probabilities)
    assert codes.kraft_sum(lengths) == 1
    candidates = itertools.product(range(len(lengths)), repeat=len(lengths))
    best = min(
        sum(p * n for p, n in zip(probabilities, candidate, strict=True))
        for candidate in candidates
        if sum(2.0**-n for n in candidate) <= 1
    )
    assert sum(p * n for p, n in zip(probabilities, lengths, strict=True)) == best


@given(distributions)
def test_arithmetic_lengths_are_the_shortest(probabilities: tuple[Fraction, ...]) -> None:
    low = Fraction(0)
    for mass, shannon in zip(probabilities, codes.shannon_lengths(probabilities), strict=True):
        high = low + mass
        point, interval = codes.arithmetic_point_length(low, mass), codes.arithmetic_interval_length(low, mass)
        assert point <= shannon and point <= interval <= shannon + 1
        for length in range(interval + 1):
            grid = [Fraction(k, 2**length) for k in range(2**length)]
            assert any(low <= x < high for x in grid) == (length >= point)
            assert any(low <= x and x + Fraction(1, 2**length) <= high for x in grid) == (length >= interval)
        low = high


@pytest.mark.parametrize("n", [1, 50, 1000])
def test_code_length_has_its_law(same_law, n: int) -> None:
    probabilities = [Fraction(1, 2), Fraction(1, 3), Fraction(1, 12), Fraction(1, 12)]
    arguments = {"probabilities": probabilities, "lengths": [1, 2, 3, 3]}
    definition = codes.code_length(stream(1), 20_000, n=n, **arguments)
    law = codes.code_length_exact_law(stream(2), 20_000, n=n, **arguments)
    assert definition.shape == law.shape == (20_000,)
    assert same_law(definition, law)
    assert not same_law(definition, codes.code_length_exact_law(stream(2), 20_000, n=n + 1, **arguments))


def test_code_length_against_drawn_symbols(same_law) -> None:
    rng, lengths = stream(3), np.array([3, 1, 2])
    symbols = rng.choice(3, size=(5000, 20), p=[0.2, 0.5, 0.3])
    sample = codes.code_length(stream(4), 5000, n=20, probabilities=[0.2, 0.5, 0.3], lengths=[3, 1, 2])
    assert same_law(sample, lengths[symbols].sum(axis=1).astype(float))
    assert not same_law(sample, lengths[::-1][symbols].sum(axis=1).astype(float))


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: codes.kraft_sum([1, -1]), "a length must be at least 0, not -1"),
        (lambda: codes.is_prefix_free(["0", "2"]), "a word consists of 0s and 1s, not '2'"),
        (lambda: codes.shannon_lengths([Fraction(1, 2)]), "probabilities must sum to 1, not 1/2"),
        (lambda: codes.huffman_lengths([0, 1]), "probabilities must be positive"),
        (lambda: codes.arithmetic_point_length(Fraction(1, 2), Fraction(2, 3)), "must be inside"),
        (lambda: list(codes.prefix_free_codes(5)), "max_length must be at most 4, not 5"),
    ],
)
def test_bad_arguments_are_refused(call, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        call()
