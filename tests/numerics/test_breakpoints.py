"""Kinks of ReLU networks on a line, against networks followed piece by piece."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from scipy import stats

from numerics import breakpoints as bp
from numerics.streams import stream

INTERVAL = (-1.5, 2.0)


def pieces(widths: list[int], rng: np.random.Generator, bias: float) -> int:
    """Changes of slope of one network, whose layers are affine functions a t + c on each piece of the interval."""
    found, fan_in = [(*INTERVAL, np.array([1.0]), np.array([0.0]))], 1
    for n in widths:
        w, b = rng.standard_normal((n, fan_in)) * math.sqrt(2 / fan_in), rng.standard_normal(n) * math.sqrt(bias)
        fan_in, finer = n, []
        for low, high, slope, offset in found:
            a, c = w @ slope, w @ offset + b
            zeros = [-c[j] / a[j] for j in range(n) if a[j]]
            ends = [low, *sorted(t for t in zeros if low < t < high), high]
            for left, right in pairwise(ends):
                gates = a * (left + right) / 2 + c > 0
                finer.append((left, right, a * gates, c * gates))
        found = finer
    readout = np.sqrt(np.arange(2.0, fan_in + 2))  # any weights without cancellation
    slopes = np.array([readout @ slope for _, _, slope, _ in found])
    return int((np.abs(np.diff(slopes)) > 1e-12 * np.abs(slopes).max()).sum())


@pytest.mark.parametrize(("widths", "bias"), [([4], 1.0), ([2, 2], 0.3), ([1, 2, 1], 1.0), ([3, 2, 4], 0.3), ([5] * 3, 0.1)])
def test_counts_against_networks_followed_piece_by_piece(frequencies_agree, same_law, widths, bias: float) -> None:
    rng = stream(1)
    expected = np.array([float(pieces(widths, rng, bias)) for _ in range(1000)])
    settings = {"widths": widths, "interval": INTERVAL, "bias_variance": bias}
    found = bp.breakpoint_counts(stream(2), 1000, **settings)
    assert found.shape == (1000,) and np.issubdtype(found.dtype, np.integer)
    assert same_law(found.astype(float), expected)
    many = bp.breakpoint_counts(stream(3), 40_000, **settings).astype(float)
    error = expected.std() / math.sqrt(1000) + many.std() / 200
    assert abs(many.mean() - expected.mean()) <= stats.norm.isf(5e-7) * error
    wider = bp.breakpoint_counts(stream(2), 1000, **{**settings, "widths": [2 * n for n in widths]})
    assert not same_law(wider.astype(float), expected)


def test_dead_layers_lose_their_kinks() -> None:
    """With one unit a layer a network of depth 3 has a kink of the first layer only if two more units are open there."""
    first = bp.breakpoint_counts(stream(4), 40_000, widths=[1], interval=INTERVAL).mean()
    deep = bp.breakpoint_counts(stream(5), 40_000, widths=[1, 1, 1], interval=INTERVAL).mean()
    assert deep < first, "kinks of dead layers do not count"


@pytest.mark.parametrize(("low", "high"), [(-1.0, 1.0), (0.5, 3.0), (-4.0, -3.0)])
def test_one_layer_is_binomial(frequencies_agree, low: float, high: float) -> None:
    settings = {"interval": (low, high), "weight_variance": 2.0, "bias_variance": 0.5}
    p = stats.cauchy(scale=0.5).cdf(high) - stats.cauchy(scale=0.5).cdf(low)
    law = stats.binom(9, p).pmf(np.arange(10))
    for counts in (bp.breakpoint_counts(stream(6), 20_000, widths=[9], **settings),
                   bp.breakpoint_counts_exact_law(stream(7), 20_000, width=9, **settings)):
        assert frequencies_agree(np.bincount(counts, minlength=10), law)
        assert not frequencies_agree(np.bincount(counts, minlength=10), stats.binom(9, 0.7 * p).pmf(np.arange(10)))


def test_no_kinks_far_away() -> None:
    """Far from the kinks of the first layer there are none: they are −b/w, of order one."""
    counts = bp.breakpoint_counts(stream(8), 2000, widths=[5, 7], interval=(1e6, 1e6 + 1))
    assert counts.mean() < 0.001


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"widths": []}, "at least one hidden layer"),
        ({"widths": [3, 0]}, "a width must be at least 1"),
        ({"interval": (1.0, 1.0)}, "interval must be finite and not empty"),
        ({"interval": (0.0, math.inf)}, "interval must be finite and not empty"),
        ({"bias_variance": 0.0}, "must be positive: else kinks coincide"),
        ({"weight_variance": -1.0}, "weight_variance must be finite and non-negative"),
    ],
)
def test_bad_arguments_are_refused(change: dict, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        bp.breakpoint_counts(stream(0), 5, **{"widths": [3], **change})
