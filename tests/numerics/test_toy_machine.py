"""The toy machine T against a second interpreter on bits, known counts, and its sampler against its enumeration."""

import itertools
from collections import Counter

import numpy as np
import pytest

from numerics import toy_machine as toy
from numerics.codes import is_prefix_free


def _interpret(bits: str) -> str | None:
    """T on bits, with a bound on the number of steps in place of the search for a repetition."""
    word, position = "", 0
    for _ in range(2 * len(bits) + 2):
        if bits[position] == "0":
            word, position = word + bits[position + 1], position + 2
        elif bits[position + 1] == "0":
            return word
        elif bits[position + 2] == "0":
            word, position = word + word, position + 3
        else:
            position = 0 if word.count("1") % 2 else position + 3
    return None


def test_programs_are_the_texts_that_parse():
    listed = {toy.encode(letters) for letters in toy.programs(12)}
    texts = ("".join(text) for size in range(13) for text in itertools.product("01", repeat=size))
    assert listed == {text for text in texts if toy.is_program(text)}
    assert all(toy.encode(toy.parse(bits)) == bits for bits in listed)
    assert is_prefix_free(listed)


def test_programs_come_in_order_of_length():
    lengths = [toy.length(letters) for letters in toy.programs(14)]
    assert lengths == sorted(lengths)
    assert lengths == [len(toy.encode(letters)) for letters in toy.programs(14)]


def test_both_interpreters_agree():
    assert all(toy.run(letters) == _interpret(toy.encode(letters)) for letters in toy.programs(16))


@pytest.mark.parametrize(("letters", "output"), [("", ""), ("1J", "11"), ("D1J", None), ("J1J", None), ("01DDD", "01" * 8),
                                                 ("110J", "110"), ("01JD", "01010101")])
def test_single_programs(letters, output):
    assert toy.run(letters) == output


def test_shortest_programs_that_do_not_halt_have_ten_bits():
    lengths = Counter(toy.length(letters) for letters in toy.programs(12) if toy.run(letters) is None)
    assert lengths[10] == 2 and sum(lengths.values()) == 14


def test_counts():
    counts = toy.program_counts(18)
    assert [sum(counts[: size + 1]) for size in (4, 8, 12, 16, 18)] == [3, 29, 293, 2869, 8981]
    assert counts[:17] == [Counter(map(toy.length, toy.programs(16)))[size] for size in range(17)]


def test_complexities():
    shortest = toy.complexities(16)
    assert shortest[""] == 2 and shortest["0000"] == 9 and shortest["01" * 4] == 12
    assert shortest["0" * 16] == shortest["01" * 8] == 15
    assert [sum(bits <= most for bits in shortest.values()) for most in (8, 12, 16)] == [15, 75, 465]


def test_tossed_programs_do_what_the_interpreter_says():
    letters = [word for word in toy.programs(16) if len(word) < 9]
    operations = np.array([len(word) for word in letters])
    flat = np.array([toy.LETTERS.index(letter) for word in letters for letter in word])
    done = toy._executed(flat, operations, np.array([toy.length(word) for word in letters]))
    outputs = [toy.run(word) for word in letters]
    assert done.halted.tolist() == [output is not None for output in outputs]
    kept = [(output, row) for row, output in enumerate(outputs) if output is not None]
    assert all(done.symbols[row] == len(output) for output, row in kept)
    assert all(int(done.first[row]) == int(output[:62][::-1] or "0", 2) for output, row in kept)
    for word in ("", "0", "01", "1101"):
        assert done.begins_with(word).tolist() == [output is not None and output.startswith(word) for output in outputs]
        assert done.equals(word).tolist() == [output == word for output in outputs]


def test_long_outputs_keep_their_first_symbols():
    done = toy._executed(np.array([0, 1] + [2] * 45), np.array([47]), np.array([141]))
    assert done.halted.all() and done.begins_with("01" * 31).all() and done.symbols[0] == 1 << 40


def test_lengths_of_tossed_programs():
    rng = np.random.default_rng(5)
    lengths = toy.tossed_programs(rng, 100_000).lengths
    expected = np.array(toy.program_counts(12)) * 0.5 ** np.arange(13)
    seen = np.bincount(lengths, minlength=13)[:13] / lengths.size
    assert np.abs(seen - expected).max() < 5 * np.sqrt(0.25 / lengths.size)
    assert toy.tossed_programs(rng, 0).lengths.shape == (0,)


def test_next_symbols():
    symbols = toy.next_symbols(np.random.default_rng(6), 50_000, word="01")
    shares = np.bincount(symbols, minlength=3) / symbols.size
    assert symbols.shape == (50_000,)
    assert np.abs(shares - np.array([935, 533, 576]) / 2044).max() < 5 * np.sqrt(0.25 / symbols.size)


@pytest.mark.parametrize("bits", ["", "0", "00", "1000", "2", "11010001"])
def test_texts_that_are_no_programs(bits):
    with pytest.raises(ValueError, match="stop"):
        toy.parse(bits)
    assert not toy.is_program(bits)


def test_bad_arguments():
    with pytest.raises(ValueError, match="operations are"):
        toy.encode("X")
    with pytest.raises(ValueError, match="at most"):
        list(toy.programs(60))
