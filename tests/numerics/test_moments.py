"""Moments against exact rational arithmetic, with rounding bounds that follow from the number of operations."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerics.moments import CHUNK, Moments, merge

EPSILON = 2.0**-52
numbers = st.lists(st.floats(-1e6, 1e6).map(lambda x: round(x, 3)), min_size=1, max_size=40)


def exact(samples: list[float] | np.ndarray) -> tuple[Fraction, list[Fraction]]:
    """The mean and the central power sums 2, 3, 4 as fractions."""
    values = [Fraction(float(x)) for x in samples]
    mean = sum(values, Fraction(0)) / len(values)
    return mean, [sum(((x - mean) ** k for x in values), Fraction(0)) for k in (2, 3, 4)]


def assert_close(moments: Moments, samples: list[float] | np.ndarray) -> None:
    """Each of fewer than 8 n + 80 roundings perturbs m_k by at most ε Σ (|x| + |mean|)^k."""
    mean, sums = exact(samples)
    n = len(samples)
    spread = np.abs(np.asarray(samples)) + abs(float(mean))
    assert abs(moments.mean - float(mean)) <= (8 * n + 80) * EPSILON * spread.max(initial=0.0)
    for k, (got, want) in enumerate(zip((moments.m2, moments.m3, moments.m4), sums, strict=True), start=2):
        assert abs(got - float(want)) <= (8 * n + 80) * EPSILON * float((spread**k).sum())
    assert (moments.count, moments.minimum, moments.maximum) == (n, min(samples), max(samples))


@given(numbers)
def test_moments_of_a_sample(samples: list[float]) -> None:
    assert_close(Moments.of(np.array(samples)), samples)


@given(numbers, numbers, numbers)
def test_merging_in_any_grouping_gives_the_moments_of_all(a: list[float], b: list[float], c: list[float]) -> None:
    x, y, z = (Moments.of(np.array(part)) for part in (a, b, c))
    assert_close(merge(merge(x, y), z), a + b + c)
    assert_close(x.merge(y.merge(z)), a + b + c)


@given(numbers)
def test_no_samples_are_neutral(samples: list[float]) -> None:
    moments = Moments.of(np.array(samples))
    assert merge(Moments.of([]), moments) == moments == merge(moments, Moments.empty())


def test_a_large_offset_costs_little_accuracy() -> None:
    """The rounding of each of the 3 chunk means, at most ε · 10⁶, shifts m_k by k times that, times m_(k − 1)."""
    n = 2 * CHUNK + 1000
    samples = 1e6 + np.random.default_rng(1).exponential(size=n)
    _, (m2, m3, m4) = exact(samples)
    kurtosis, skewness = float(n * m4 / m2**2), math.sqrt(n) * float(m3) / float(m2) ** 1.5
    moments = Moments.of(samples)
    shift = 3 * EPSILON * 1e6
    assert abs(moments.kurtosis / kurtosis - 1) <= 4 * shift * float(m3 / m4) + n * EPSILON
    assert abs(moments.skewness / skewness - 1) <= 3 * shift * float(m2 / m3) + n * EPSILON
    raw = [float((samples**k).mean()) for k in range(5)]
    fourth = raw[4] - 4 * raw[3] * raw[1] + 6 * raw[2] * raw[1] ** 2 - 3 * raw[1] ** 4
    assert abs(fourth / float(m4 / n) - 1) >= 1.0, "raw power sums have no digit left"


def test_properties_of_a_small_sample() -> None:
    moments = Moments.of([1, 2, 4, 9])
    assert (moments.mean, moments.variance) == (4.0, 38 / 3)
    assert moments.standard_error == math.sqrt(38 / 12)
    assert moments.skewness == pytest.approx(2 * 90 / 38**1.5, rel=8 * EPSILON)
    assert moments.kurtosis == pytest.approx(4 * 722 / 38**2, rel=8 * EPSILON)


def test_equal_samples_have_no_shape() -> None:
    moments = Moments.of(np.full(5, 0.1))
    assert moments.variance == 0.0
    assert math.isnan(moments.skewness) and math.isnan(moments.kurtosis)


def test_bad_samples_are_refused() -> None:
    with pytest.raises(ValueError, match="samples must be finite"):
        Moments.of([1.0, math.nan])
    with pytest.raises(ValueError, match="samples must be finite"):
        Moments.of([1.0, math.inf])
    with pytest.raises(ValueError, match="one-dimensional"):
        Moments.of(np.zeros((2, 2)))
    with pytest.raises(ValueError, match="real numbers"):
        Moments.of(np.array([1j]))
    with pytest.raises(ValueError, match="at least two samples, not 1"):
        _ = Moments.of([1.0]).variance
