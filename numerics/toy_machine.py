"""The toy machine T: a prefix-free machine without self-reference, whose halting problem is decidable.

A program is a text of bits, parsed from left to right into operations on a word w, which starts empty:

    00  append 0         01  append 1         110  double: w := ww
    111  jump to the first operation if w has an odd number of ones, else go on         10  stop and output w

A program ends with its first stop, so that no program is a prefix of another one, and every sequence of coin tosses
begins with a program, with probability one.  Control depends only on the position and on the parity of the number of
ones; a jump always leads to the first operation with odd parity, so that a second jump never ends.

Programs are written as texts of letters, one an operation ("0", "1", "D", "J"), without the stop.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from numerics.arrays import IntArray, integer, require

CODES = {"0": "00", "1": "01", "D": "110", "J": "111"}
STOP = "10"
LETTERS = "01DJ"
WIDTHS = {letter: len(code) for letter, code in CODES.items()}
LONGEST_LISTED = 22
"""Programs up to this length are listed one by one: 85 000 of them."""

_WORD_BITS = 62
_MANY_SYMBOLS = 1 << 40


def encode(letters: str) -> str:
    """The program in bits, stop included; ``ValueError`` for an unknown letter."""
    require(set(letters) <= set(LETTERS), f"operations are {', '.join(LETTERS)}, not {letters!r}.")
    return "".join(CODES[letter] for letter in letters) + STOP


def parse(bits: str) -> str:
    """The operations of a program given in bits; ``ValueError`` if it does not end with its first stop."""
    letter_of = {code: letter for letter, code in CODES.items()}
    letters, code = "", ""
    for position, bit in enumerate(bits):
        code += bit
        if code == STOP:
            require(position == len(bits) - 1, f"the program {bits!r} goes on after its stop.")
            return letters
        if code in letter_of:
            letters, code = letters + letter_of[code], ""
    raise ValueError(f"the program {bits!r} has no stop.")


def is_program(bits: str) -> bool:
    """Whether a text of bits is a program."""
    try:
        parse(bits)
    except ValueError:
        return False
    return True


def length(letters: str) -> int:
    """Number of bits of a program, stop included."""
    return len(STOP) + sum(WIDTHS[letter] for letter in letters)


def run(letters: str) -> str | None:
    """The output of a program, or None if it never stops: if a pair (position, parity) comes back."""
    word, position = "", 0
    seen: set[tuple[int, int]] = set()
    while position < len(letters):
        parity = word.count("1") % 2
        if (position, parity) in seen:
            return None
        seen.add((position, parity))
        letter = letters[position]
        position += 1
        if letter == "D":
            word += word
        elif letter == "J":
            position = 0 if parity else position
        else:
            word += letter
    return word


def programs(most_bits: int) -> Iterator[str]:
    """All programs of at most ``most_bits`` bits, as operations, in order of length."""
    bits = integer("most_bits", most_bits, least=0)
    require(bits <= LONGEST_LISTED, f"at most {LONGEST_LISTED} bits, not {bits}: there are too many programs.")
    of_length: dict[int, list[str]] = {len(STOP): [""]}
    for size in range(len(STOP), bits + 1):
        shorter = [(letter, of_length.get(size - width, [])) for letter, width in WIDTHS.items()]
        of_length[size] = of_length.get(size, []) + [head + letter for letter, heads in shorter for head in heads]
        yield from of_length[size]


def complexities(most_bits: int) -> dict[str, int]:
    """The length of the shortest program of every output of programs of at most ``most_bits`` bits."""
    shortest: dict[str, int] = {}
    for letters in programs(most_bits):
        output = run(letters)
        if output is not None:
            shortest.setdefault(output, length(letters))
    return shortest


def program_counts(most_bits: int) -> list[int]:
    """Number of programs of each length 0, …, ``most_bits``, halting or not."""
    counts = [0] * (most_bits + 1)
    for size in range(len(STOP), most_bits + 1):
        counts[size] = int(size == len(STOP)) + sum(counts[size - width] for width in WIDTHS.values())
    return counts


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What a batch of programs did, one entry each: shape (size,).

    lengths: bits of the program; halted: whether it stops; symbols: length of its output (2^40 stands for more);
    first: the first 62 symbols of the output, the first of them in the lowest bit.
    """

    lengths: IntArray
    halted: npt.NDArray[np.bool_]
    symbols: IntArray
    first: IntArray

    def begins_with(self, word: str) -> npt.NDArray[np.bool_]:
        """Whether the program halts and its output begins with ``word`` (at most 62 symbols)."""
        require(len(word) <= _WORD_BITS, f"at most {_WORD_BITS} symbols, not {len(word)}.")
        wanted = int(word[::-1] or "0", 2)
        same = (self.first & ((1 << len(word)) - 1)) == wanted
        return np.asarray(self.halted & (self.symbols >= len(word)) & same)

    def equals(self, word: str) -> npt.NDArray[np.bool_]:
        """Whether the program halts and its output is ``word`` (at most 62 symbols)."""
        return np.asarray(self.begins_with(word) & (self.symbols == len(word)))


def next_symbols(rng: np.random.Generator, size: int, *, word: str) -> IntArray:
    """What follows ``word`` in the output of tossed programs whose output begins with it: shape (size,).

    0 or 1 for a further symbol, 2 if the output is ``word`` itself. Programs are tossed until ``size`` of them are
    accepted; ``word`` should not be long (at most 61 symbols), or few are.
    """
    require(len(word) < _WORD_BITS, f"at most {_WORD_BITS - 1} symbols, not {len(word)}.")
    accepted: list[IntArray] = []
    missing = size
    while missing > 0:
        tossed = tossed_programs(rng, 2 * size)
        kept = np.flatnonzero(tossed.begins_with(word))[:missing]
        symbols = np.where(tossed.symbols[kept] > len(word), tossed.first[kept] >> len(word) & 1, 2)
        accepted.append(symbols)
        missing -= len(kept)
    return np.concatenate(accepted) if accepted else np.zeros(0, dtype=np.int64)


def tossed_programs(rng: np.random.Generator, size: int) -> Outcomes:
    """Toss coins until a program is complete, and run it, ``size`` times independently."""
    operations = rng.geometric(0.25, size) - 1
    # a letter that is no stop is 0 or 1 with probability 1/3 each, D or J with 1/6 each
    letters = np.array([0, 0, 1, 1, 2, 3])[rng.integers(0, 6, int(operations.sum()))]
    long_letters = np.bincount(np.repeat(np.arange(size), operations)[letters >= 2], minlength=size)
    return _executed(letters, operations, len(STOP) + 2 * operations + long_letters)


def _executed(letters: IntArray, operations: IntArray, lengths: IntArray) -> Outcomes:
    """Run all programs at once; their letters, as positions in ``LETTERS``, stand one program after the other."""
    size = len(operations)
    begin = np.cumsum(operations) - operations
    position, jumps, parity, symbols, first = (np.zeros(size, dtype=np.int64) for _ in range(5))
    rows = np.flatnonzero(operations)
    while rows.size:
        letter = letters[begin[rows] + position[rows]]
        position[rows] += 1
        add, double, jump = rows[letter < 2], rows[letter == 2], rows[letter == 3]
        first[add] |= _moved(letter[letter < 2], symbols[add])
        parity[add] ^= letter[letter < 2]
        symbols[add] += 1
        first[double] |= _moved(first[double], symbols[double])
        parity[double] = 0
        symbols[double] = np.minimum(2 * symbols[double], _MANY_SYMBOLS)
        back = jump[parity[jump] == 1]
        position[back] = 0
        jumps[back] += 1
        rows = rows[(position[rows] < operations[rows]) & (jumps[rows] < 2)]
    return Outcomes(lengths, jumps < 2, symbols, first)


def _moved(word: IntArray, places: IntArray) -> IntArray:
    """The bits of ``word`` moved up by ``places``; those beyond the first 62 are dropped."""
    kept = word & ((1 << np.maximum(_WORD_BITS - places, 0)) - 1)
    return kept << np.minimum(places, _WORD_BITS)
