"""Blocks of symbols against logarithms of another library, products and binomial coefficients."""

import itertools
import math
from fractions import Fraction

import pytest

from numerics import block_sources as blocks

LAW = (Fraction(1, 2), Fraction(3, 10), Fraction(1, 5))


@pytest.mark.parametrize("number", [Fraction(3, 10), Fraction(7, 3), Fraction(1, 10**9), 5, Fraction(2**40 + 1, 2**40)])
def test_binary_logarithm(number):
    ball = blocks.binary_logarithm(number)
    assert float(ball.mid()) == pytest.approx(math.log2(number), rel=1e-12)
    assert float(ball.rad()) < 2.0**-90


@pytest.mark.parametrize("exponent", [-40, -1, 0, 3, 64])
def test_binary_logarithm_is_exact_at_powers_of_two(exponent):
    ball = blocks.binary_logarithm(Fraction(2) ** exponent)
    assert ball.is_exact() and ball == exponent


def test_binary_logarithm_refuses_zero():
    with pytest.raises(ValueError, match="positive"):
        blocks.binary_logarithm(0)


def test_information_by_hand():
    assert blocks.information((Fraction(1, 2), Fraction(1, 4), Fraction(1, 4), Fraction(0))) == 1.5
    expected = -sum(float(p) * math.log2(p) for p in LAW)
    assert float(blocks.information(LAW).mid()) == pytest.approx(expected, rel=1e-12)


def test_buckets_cut_the_unit_interval():
    buckets = list(blocks.block_buckets(LAW, 3))
    assert len(buckets) == 27 and buckets[0] == (0, Fraction(1, 8))
    assert all(a + width == b for (a, width), (b, _) in itertools.pairwise(buckets))
    assert sum(buckets[-1]) == 1


@pytest.mark.parametrize("n", [1, 2, 5])
def test_types_sum_to_all_sequences(n):
    found = list(blocks.types(LAW, n))
    assert len(found) == math.comb(n + 2, 2)
    assert sum(ways for ways, _ in found) == 3**n
    assert sum(ways * mass for ways, mass in found) == 1


def test_types_count_the_enumerated_probabilities():
    masses = list(blocks.block_probabilities(LAW, 4))
    for ways, mass in blocks.types(LAW, 4):
        assert masses.count(mass) >= ways


def test_counts_of_ones():
    p = Fraction(3, 10)
    for k, ways, mass in blocks.counts_of_ones(p, 7):
        assert ways == math.comb(7, k)
        assert mass == ways * p**k * (1 - p) ** (7 - k)
