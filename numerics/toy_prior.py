"""The prior of the toy machine T: masses Σ 2^(−length) of the programs with a given output, or one that begins with a
word.

A program is read letter by letter.  A run that starts at a jump reads the same letters again, so it is followed from
the beginning, for every word with which it may start; with respect to a target word the states are finitely
many.  Programs are counted by length (dynamic programming over the bits), and whole masses come from an exact system
of linear equations.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from typing import TypeAlias

from flint import arb, ctx, fmpq, fmpq_mat

from numerics.arrays import require
from numerics.toy_machine import STOP, WIDTHS, program_counts

# One run, with respect to a target: how many letters of the target w has (one more once w goes beyond it) and the
# parity of its ones.  None: the target cannot come out any more.
_Run: TypeAlias = tuple[int, int] | None
# The current run, and for every word at which it may still jump the run that starts with it; None after the jump.
_State: TypeAlias = tuple[_Run, tuple[_Run, ...] | None]


def halting_counts(most_bits: int) -> list[int]:
    """Number of halting programs of each length 0, …, ``most_bits``."""
    return output_counts("", most_bits)[1]


def output_counts(target: str, most_bits: int) -> tuple[list[int], list[int]]:
    """Numbers of programs of each length 0, …, ``most_bits`` that print ``target``, or a word that begins with it.

    The states reached after each number of bits, with the number of ways to reach them, give those after more bits.
    """
    start, starts = _start(target)
    states: list[dict[_State, int]] = [defaultdict(int) for _ in range(most_bits + 1)]
    if most_bits >= len(STOP):
        states[0][start] = 1
    exact, begins = [0] * (most_bits + 1), [0] * (most_bits + 1)
    for size in range(most_bits + 1 - len(STOP)):
        for state, count in states[size].items():
            reached = state[0][0] if state[0] is not None else -1
            exact[size + len(STOP)] += count * (reached == len(target))
            begins[size + len(STOP)] += count * (reached >= len(target))
            for letter, width in WIDTHS.items():
                after = _read(state, letter, target, starts)
                if after is not None and size + width <= most_bits:
                    states[size + width][after] += count
    return exact, begins


def exact_mass(target: str) -> tuple[Fraction, Fraction]:
    """Probabilities that a tossed program halts with ``target``, and with a word that begins with it, exactly.

    Reading letter by letter is an absorbing Markov chain on finitely many states; its absorption probabilities solve a
    system of linear equations, with one solution, as every step stops with probability at least ¼.
    """
    start, starts = _start(target)
    places: dict[_State, int] = {start: 0}
    arrows: list[tuple[int, int, Fraction]] = []
    for state in _growing(places):
        for letter, width in WIDTHS.items():
            after = _read(state, letter, target, starts)
            if after is not None:
                arrows.append((places[state], places.setdefault(after, len(places)), Fraction(1, 1 << width)))
    reached = [state[0][0] if state[0] is not None else -1 for state in places]
    matrix = fmpq_mat(len(places), len(places))
    right = fmpq_mat(len(places), 2)
    for place in range(len(places)):
        matrix[place, place] = 1
        right[place, 0] = fmpq(int(reached[place] == len(target)), 1 << len(STOP))
        right[place, 1] = fmpq(int(reached[place] >= len(target)), 1 << len(STOP))
    for place, after_place, weight in arrows:
        matrix[place, after_place] -= fmpq(weight.numerator, weight.denominator)
    solution = matrix.solve(right)
    equal, begins = solution[0, 0], solution[0, 1]
    return Fraction(int(equal.p), int(equal.q)), Fraction(int(begins.p), int(begins.q))


def _growing(places: dict[_State, int]) -> Iterator[_State]:
    """The states, those added meanwhile included."""
    done = 0
    while done < len(places):
        for state in list(places)[done:]:
            done += 1
            yield state


def _start(target: str) -> tuple[_State, list[tuple[int, int]]]:
    """The state before the first letter, and the words at which a jump is possible."""
    require(set(target) <= {"0", "1"}, f"a target consists of 0s and 1s, not {target!r}.")
    starts = [(k, 1) for k in range(len(target) + 2) if k > len(target) or target[:k].count("1") % 2]
    return ((0, 0), tuple(starts)), starts


def _read(state: _State, letter: str, target: str, starts: list[tuple[int, int]]) -> _State | None:
    """The state after one more letter, or None once the target cannot come out any more."""
    current, others = state
    if current is None:
        return None
    later = None if others is None else tuple(_continued(run, letter, target) for run in others)
    if letter == "J" and current[1]:
        if later is None:
            return None
        resumed = later[starts.index(current)]
        return None if resumed is None else (resumed, None)
    moved = _continued(current, letter, target)
    return None if moved is None else (moved, later)


def _continued(run: _Run, letter: str, target: str) -> _Run:
    """One run after one more letter; a jump ends it here, as only a first run may jump."""
    if run is None:
        return None
    reached, parity = run
    if letter == "J":
        return None if parity else run
    beyond = reached > len(target)
    added = target[:reached] if letter == "D" else letter
    parity = 0 if letter == "D" else (parity + int(letter)) % 2
    if beyond or not added:
        return (reached, parity)
    word = target[:reached] + added
    if word.startswith(target):
        return (len(target) + (len(word) > len(target)), parity)
    return (len(word), parity) if target.startswith(word) else None


def mass(counts: list[int], z: Fraction = Fraction(1, 2)) -> Fraction:
    """Σ counts[l] z^l, exactly: for z = ½ the probability that coin tosses begin with one of the counted programs."""
    total, power = Fraction(0), Fraction(1)
    for count in counts:
        total += count * power
        power *= z
    return total


def mass_of_longer_programs(most_bits: int) -> Fraction:
    """The probability that coin tosses begin with a program of more than ``most_bits`` bits."""
    return 1 - mass(program_counts(most_bits))


def whole_mass(counts: list[int], z: Fraction = Fraction(1, 2)) -> arb:
    """A ball that contains Σ z^length over all programs of a kind, given their numbers up to some length, 0 < z ≤ ½.

    Longer ones add at most (2z)^(most_bits + 1) times the probability that coin tosses begin with a longer program.
    """
    require(0 < z <= Fraction(1, 2), f"z must be in (0, 1/2], not {z}.")
    rest = (2 * z) ** len(counts) * mass_of_longer_programs(len(counts) - 1)
    low = mass(counts, z)
    return between(low, low + rest)


def between(low: Fraction, high: Fraction) -> arb:
    """A ball that contains the interval from ``low`` to ``high``."""
    def ball(number: Fraction) -> arb:
        return arb(fmpq(number.numerator, number.denominator))

    with ctx.workprec(256):
        return ball((low + high) / 2) + arb(0, 1) * ball((high - low) / 2)
