"""Draws from finite distributions: exact binomial tests of frequencies, and definitions against exact laws."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from numerics import simplex
from numerics.streams import stream

SIZE = 20_000
DISTRIBUTIONS = [
    [1],
    [Fraction(1, 2), Fraction(1, 2)],
    [Fraction(1, 3), Fraction(1, 2), Fraction(1, 6)],
    [0.0, 0.3, 0.0, 0.7, 0.0],
    [1e-6, 1e-6, 1 - 2e-6],
    [1 / 100] * 100,
]


@pytest.mark.parametrize("probabilities", DISTRIBUTIONS)
def test_symbols_have_their_probabilities(frequencies_agree, probabilities: list[float]) -> None:
    symbols = simplex.categorical(stream(0), 300_000, probabilities=probabilities)
    assert symbols.shape == (300_000,) and symbols.dtype == np.int64
    counts = np.bincount(symbols, minlength=len(probabilities))
    masses = np.array([float(p) for p in probabilities])
    assert frequencies_agree(counts, masses)
    if len(probabilities) > 1:
        wrong = 0.9 * masses
        wrong[0] += 0.1
        assert not frequencies_agree(counts, wrong)


@pytest.mark.parametrize("trials", [1, 3, 300, 5000])
@pytest.mark.parametrize("size", [1, 7, 600])
def test_counts_add_up(trials: int, size: int) -> None:
    counts = simplex.counts(stream(1), size, trials=trials, probabilities=[0.25, 0.0, 0.75])
    assert counts.shape == (size, 3)
    assert (counts.sum(axis=1) == trials).all() and (counts >= 0).all() and not counts[:, 1].any()


@pytest.mark.parametrize(("size", "trials"), [(2, 1_000_003), (2000, 1001), (100_000, 5)])
def test_counts_have_their_probabilities(frequencies_agree, size: int, trials: int) -> None:
    """All blocks of trials count: many samples, many trials, and both."""
    masses = np.array([1 / 3, 1 / 7, 11 / 21])
    total = simplex.counts(stream(2), size, trials=trials, probabilities=masses).sum(axis=0)
    assert frequencies_agree(total, masses)
    assert not frequencies_agree(total, masses + np.array([0.01, -0.01, 0.0]))


@pytest.mark.parametrize("trials", [1, 10, 700])
def test_counts_are_multinomial(same_law, trials: int) -> None:
    masses = [Fraction(1, 3), Fraction(1, 7), Fraction(11, 21)]
    definition = simplex.counts(stream(3), SIZE, trials=trials, probabilities=masses)
    law = simplex.counts_exact_law(stream(4), SIZE, trials=trials, probabilities=masses)
    wrong = simplex.counts_exact_law(stream(4), SIZE, trials=trials, probabilities=masses[::-1])
    for combination in ([1, 0, 0], [0, 1, 0], [1, 2, 5]):
        assert same_law(definition @ combination, law @ combination)
    assert not same_law(definition[:, 0], wrong[:, 0])


def test_total_score_of_the_same_symbols() -> None:
    """Scores (0, 1, 10, 100) of ``trials`` ≤ 9 symbols are the decimal digits of the counts."""
    masses = [0.4, 0.3, 0.2, 0.1]
    counts = simplex.counts(stream(5), 5000, trials=9, probabilities=masses)
    total = simplex.total_score(stream(5), 5000, trials=9, probabilities=masses, scores=[0, 1, 10, 100])
    np.testing.assert_array_equal(total, counts @ [0, 1, 10, 100])


@pytest.mark.parametrize("scores", [[2.0, 2.0, 2.0], [1.0, -1.0, 1.0], [0.5, 3.0, -2.0]])
def test_total_score_has_its_law(same_law, scores: list[float]) -> None:
    masses = [Fraction(1, 3), Fraction(1, 7), Fraction(11, 21)]
    definition = simplex.total_score(stream(6), SIZE, trials=40, probabilities=masses, scores=scores)
    law = simplex.total_score_exact_law(stream(7), SIZE, trials=40, probabilities=masses, scores=scores)
    assert same_law(definition.round(9), law.round(9)), "rounded, since sums of floats depend on the order"
    wrong = simplex.total_score_exact_law(stream(7), SIZE, trials=41, probabilities=masses, scores=scores)
    assert not same_law(definition.round(9), wrong.round(9))


def test_dirichlet_components_are_beta(follows) -> None:
    sample = simplex.dirichlet(stream(8), SIZE, concentration=[0.5, Fraction(3, 2), 2])
    assert sample.shape == (SIZE, 3)
    assert follows(sample[:, 0], stats.beta(0.5, 3.5).cdf) and follows(sample[:, 2], stats.beta(2, 2).cdf)
    assert not follows(sample[:, 0], stats.beta(0.5, 3.0).cdf)


@given(st.integers(1, 4), st.integers(1, 7))
def test_lattice_is_all_of_the_simplex(symbols: int, denominator: int) -> None:
    points = list(simplex.lattice(symbols, denominator))
    assert len(set(points)) == len(points) == math.comb(denominator + symbols - 1, symbols - 1)
    assert points == sorted(points)
    for point in points:
        assert len(point) == symbols and sum(point) == 1
        assert all(mass >= 0 and (mass * denominator).denominator == 1 for mass in point)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda rng: simplex.categorical(rng, 5, probabilities=[0.5, 0.4]), r"probabilities must sum to 1, not 0\.9"),
        (lambda rng: simplex.categorical(rng, 0, probabilities=[1]), "size must be at least 1, not 0"),
        (lambda rng: simplex.counts(rng, 5, trials=0, probabilities=[1]), "trials must be at least 1, not 0"),
        (
            lambda rng: simplex.total_score(rng, 5, trials=1, probabilities=[1], scores=[1, 2]),
            "scores must have 1 entries, not 2",
        ),
        (lambda rng: simplex.dirichlet(rng, 5, concentration=[1, 0]), "concentration must be positive"),
        (lambda rng: list(simplex.lattice(2, 0)), "denominator must be at least 1, not 0"),
    ],
)
def test_bad_arguments_are_refused(call, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        call(stream(0))
