"""The set machine V against a parser of its descriptions, word by word."""

import itertools
import math
from collections import Counter
from fractions import Fraction

import numpy as np
import pytest

from numerics import set_machine as machine
from numerics.codes import is_prefix_free, kraft_sum


def _fields(width: int) -> list[str]:
    return ["".join(bits) for bits in itertools.product("01", repeat=width)]


def _descriptions(n: int) -> dict[str, frozenset[str]]:
    """All descriptions of V, written out, with the sets that they describe."""
    w, words = n.bit_length(), _fields(n)
    found: dict[str, frozenset[str]] = {}
    bases = [("0", words)] + [("10" + format(k, f"0{w}b"), [x for x in words if x.count("1") == k]) for k in range(n + 1)]
    for header, members in bases:
        found[header + "0"] = frozenset(members)
        bits = math.ceil(math.log2(len(members)))
        index = dict(zip(_fields(bits), members, strict=False))
        found |= {header + "10" + place: frozenset([word]) for place, word in index.items()}
        for j in range(1, bits):
            for beginning in _fields(j):
                chunk = frozenset(word for place, word in index.items() if place.startswith(beginning))
                if chunk:
                    found[header + "11" + format(j, f"0{w}b") + beginning] = chunk
    for period in range(1, n + 1):
        for pattern in _fields(period):
            found["11" + format(period, f"0{w}b") + pattern + "0"] = frozenset([(pattern * n)[:n]])
    return found


@pytest.mark.parametrize("n", [1, 2, 3, 5, 6])
def test_sets_containing_a_word(n):
    descriptions = _descriptions(n)
    for word in _fields(n):
        expected = Counter((len(text), len(members)) for text, members in descriptions.items() if word in members)
        assert Counter(machine.sets_containing(word)) == expected


@pytest.mark.parametrize("n", [2, 5])
def test_descriptions_are_prefix_free(n):
    assert is_prefix_free(_descriptions(n))


def test_kraft_sum_of_sixteen_symbols():
    w, n = 5, 16
    lengths = Counter({2: 1, 3 + n: 2**n})
    lengths.update({3 + w + j: 2**j for j in range(1, n)})
    for k in range(n + 1):
        size = math.comb(n, k)
        bits = (size - 1).bit_length()
        lengths.update({3 + w: 1})
        lengths.update({4 + w + bits: size})
        for j in range(1, bits):
            lengths.update({4 + 2 * w + j: len({index >> (bits - j) for index in range(size)})})
    lengths.update({3 + w + p: 2**p for p in range(1, n + 1)})
    total = sum(count * kraft_sum([length]) for length, count in lengths.items())
    assert total == Fraction(80102515, 2**27)


@pytest.mark.parametrize("n", [1, 2, 3, 4, 7, 8])
def test_table_of_smallest_sets(n):
    table = machine.smallest_sets(n)
    assert table.shape == (2**n, n + 4)
    for value, word in enumerate(_fields(n)):
        sets = list(machine.sets_containing(word))
        expected = [min([size for length, size in sets if length <= l], default=machine.NO_SET) for l in range(n + 4)]
        assert table[value].tolist() == expected


def test_complexities_of_sixteen_symbols():
    smallest = machine.smallest_sets(16)
    complexity = machine.complexities(smallest)
    values, counts = np.unique(complexity, return_counts=True)
    assert dict(zip(values.tolist(), counts.tolist(), strict=True)) == {
        8: 2, 10: 2, 11: 6, 12: 12, 13: 62, 14: 54, 15: 126, 16: 450, 17: 484, 18: 958, 19: 63380
    }  # fmt: skip
    assert complexity[1] == 13 and complexity[int("01" * 8, 2)] == 10


def test_longest_useful_description_is_the_literal():
    assert machine.literal_length(16) == 19 == machine.complexities(machine.smallest_sets(16)).max()


def test_bad_arguments():
    with pytest.raises(ValueError, match="0s and 1s"):
        list(machine.sets_containing(""))
    with pytest.raises(ValueError, match="at most 16"):
        machine.smallest_sets(17)
