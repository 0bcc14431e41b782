"""Blocks of independent symbols: probabilities of sequences, by enumeration of sequences or of types, and their bits.

Probabilities are rationals; logarithms to base 2 come from repeated squaring, digit by digit, so that they are exact at
powers of two and rigorous balls elsewhere.

Reference: Cover & Thomas (2006), Elements of Information Theory, ch. 3 and §11.1 (types).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from flint import arb, ctx, fmpq

from numerics.arrays import integer, require

DIGITS = 96
"""Binary digits of a logarithm behind the point."""
BITS = 256
"""Working precision: squaring DIGITS times doubles the relative error DIGITS times."""


def binary_logarithm(number: Fraction | int) -> arb:
    """The logarithm to base 2 of a positive rational: exact for powers of two, else a ball of radius 2^(−97).

    The next digit of log₂ y, 1 ≤ y < 2, is 1 exactly if y² ≥ 2; then y² or y²/2 takes the place of y.
    """
    value = Fraction(number)
    require(value > 0, f"only positive numbers have a logarithm, not {value}.")
    whole = value.numerator.bit_length() - value.denominator.bit_length()
    if Fraction(2) ** whole > value:
        whole -= 1
    rest = value / Fraction(2) ** whole
    if rest == 1:
        return arb(whole)
    digits = whole
    with ctx.workprec(BITS):
        y = arb(fmpq(rest.numerator, rest.denominator))
        for _ in range(DIGITS):
            y = y * y
            digit = bool(y >= 2)
            require(digit or bool(y < 2), "the working precision does not decide a digit.")
            digits = 2 * digits + digit
            y = y / 2 if digit else y
        return arb(2 * digits + 1, 1) / (1 << (DIGITS + 1))


def information(law: Iterable[Fraction]) -> arb:
    """The mean of −log₂ P(X) in bits over a law with rational masses; masses of zero do not occur."""
    with ctx.workprec(BITS):
        return sum((-times(mass, binary_logarithm(mass)) for mass in law if mass != 0), arb(0))


def times(factor: Fraction | int, number: arb) -> arb:
    """The product of a rational and a ball."""
    return arb(fmpq(Fraction(factor).numerator, Fraction(factor).denominator)) * number


def block_probabilities(probabilities: Sequence[Fraction], n: int) -> Iterator[Fraction]:
    """Probabilities of all sequences of ``n`` independent symbols, in lexicographic order."""
    for block in itertools.product(probabilities, repeat=integer("n", n)):
        yield math.prod(block, start=Fraction(1))


def block_buckets(probabilities: Sequence[Fraction], n: int) -> Iterator[tuple[Fraction, Fraction]]:
    """(start, width) of the bucket of each sequence: [0, 1) cut into intervals of their probabilities, in order."""
    start = Fraction(0)
    for mass in block_probabilities(probabilities, n):
        yield start, mass
        start += mass


def types(probabilities: Sequence[Fraction], n: int) -> Iterator[tuple[int, Fraction]]:
    """(number of sequences, probability of each) for every composition of ``n`` into counts of the symbols."""
    def below(symbols: Sequence[Fraction], left: int) -> Iterator[tuple[int, Fraction]]:
        if len(symbols) == 1:
            yield 1, symbols[0] ** left
            return
        for count in range(left + 1):
            head = symbols[0] ** count
            for ways, mass in below(symbols[1:], left - count):
                yield math.comb(left, count) * ways, head * mass

    require(len(probabilities) > 0, "there must be at least one symbol.")
    yield from below([Fraction(mass) for mass in probabilities], integer("n", n))


def pascal_row(n: int) -> list[int]:
    """How many of the 2^n binary sequences have k ones, k = 0, …, n: row by row, each entry the sum of two above it."""
    row = [1]
    for _ in range(integer("n", n)):
        row = [a + b for a, b in zip([0, *row], [*row, 0], strict=True)]
    return row


def counts_of_ones(p: Fraction, n: int) -> Iterator[tuple[int, int, Fraction]]:
    """(k, number of sequences with k ones, probability of all of them) for ``n`` Bernoulli(p) symbols."""
    chance = Fraction(p)
    a, b = chance.numerator, chance.denominator - chance.numerator
    whole = chance.denominator**n
    for k, ways in enumerate(pascal_row(n)):
        yield k, ways, Fraction(ways * a**k * b ** (n - k), whole)
