"""Breakpoints of random ReLU networks on a line: how many kinks x ↦ f(x) has in an interval.

Layer by layer: the preactivations of a layer are linear between the kinks of the layers before it, so their zeros lie
between neighbours of opposite sign, and each of them is a new kink. A kink is lost exactly if a later layer is dead
there (no unit is open): what follows is then constant around it. Both are decided by signs alone, without a tolerance,
and no kinks are missed between the points of a grid.

All networks of a block have rows of points of equal length, from the left end of the interval to the right one: lost and
missing kinks are moved to the right end, where nothing changes sign any more.

With one hidden layer the kinks −b/w are independent Cauchy variables, and their number in an interval is binomial.
Reference: Hanin & Rolnick (2019), Complexity of linear regions in deep networks, ICML.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np

from numerics.arrays import FloatArray, IntArray, integer, non_negative, require
from numerics.blocks import fill_blocks
from numerics.gaussian import normal_buffer

BUDGET = 1024 * 1024
"""Bytes of a block of networks: their weights once and their preactivations at all points."""
Interval = tuple[float, float]


def _settings(widths: Sequence[int], interval: Interval, weight: float, bias: float) -> tuple[list[int], float, float]:
    """The widths, and the standard deviations of the weights times √fan-in and of the biases."""
    sizes = [integer("a width", width) for width in widths]
    require(len(sizes) > 0, "there must be at least one hidden layer.")
    low, high = interval
    require(-math.inf < low < high < math.inf, f"interval must be finite and not empty, not {interval}.")
    variances = non_negative("weight_variance", weight), non_negative("bias_variance", bias)
    require(min(variances) > 0.0, "weight_variance and bias_variance must be positive: else kinks coincide.")
    return sizes, math.sqrt(variances[0]), math.sqrt(variances[1])


def breakpoint_counts(
    rng: np.random.Generator,
    size: int,
    *,
    widths: Sequence[int],
    interval: Interval = (-1.0, 1.0),
    weight_variance: float = 2.0,
    bias_variance: float = 1.0,
) -> IntArray:
    """The number of kinks in the interval of ``size`` random networks from ℝ to ℝ, by drawing them: shape (size,).

    ``widths`` are those of the hidden layers; weights are N(0, weight_variance / fan-in), biases N(0, bias_variance).
    The weights of the last, linear layer are not zero and do not matter.
    """
    sizes, weight, bias = _settings(widths, interval, weight_variance, bias_variance)
    low, high = interval
    draw_layers = _layers(rng, sizes, weight, bias)

    def counts(networks: int) -> IntArray:
        layers = draw_layers(networks)
        points = np.full((networks, 2), high)
        points[:, 0] = low
        for depth in range(1, len(layers)):
            z = _preactivations(points, layers[:depth])
            points = _with_crossings(points, _kept(points, z, interval), z, interval)
        z = _preactivations(points, layers)
        kept = _kept(points, z, interval)
        found = np.count_nonzero((kept > low) & (kept < high), axis=1)
        found += np.count_nonzero(_changes(z), axis=(1, 2))
        return np.asarray(found)

    entries = sum(n * (before + 1) for before, n in pairwise([1, *sizes]))
    rows = 2 + sum(sizes[:-1]) // 2  # about half of the units have a kink in an interval of the order of one
    return fill_blocks(size, 8 * (entries + rows * max(sizes)), counts, BUDGET)


def _layers(
    rng: np.random.Generator, sizes: list[int], weight: float, bias: float
) -> Callable[[int], list[tuple[FloatArray, FloatArray]]]:
    """A function that draws the weights (networks, fan-in, n) and biases (networks, 1, n) of the hidden layers.

    Weights are left with unit variance: ReLU is positively homogeneous, so it changes no sign to measure a layer in
    units of the product of the deviations of all weights up to it, if the biases are in the same units.
    """
    buffers = [normal_buffer(rng) for _ in sizes]

    def draw(networks: int) -> list[tuple[FloatArray, FloatArray]]:
        layers, unit = [], bias
        for normals, (fan_in, n) in zip(buffers, pairwise([1, *sizes]), strict=True):
            block = normals(networks, fan_in + 1, n)
            unit *= math.sqrt(fan_in) / weight
            block[:, fan_in] *= unit
            layers.append((block[:, :fan_in], block[:, fan_in:]))
        return layers

    return draw


def _sorted_rows(kinks: FloatArray, interval: Interval) -> FloatArray:
    """Rows in increasing order that start with the left end and finish with the right end at least once."""
    low, high = interval
    kinks.sort(axis=1)
    width = int(np.count_nonzero(kinks < high, axis=1).max())
    points = np.full((kinks.shape[0], width + 2), high)
    points[:, 0] = low
    points[:, 1 : width + 1] = kinks[:, :width]
    return points


def _preactivations(points: FloatArray, layers: list[tuple[FloatArray, FloatArray]]) -> FloatArray:
    """z of the last layer at the points: shape (networks, points, n)."""
    (w, b), *rest = layers
    z = points[:, :, None] * w
    z += b
    for weights, biases in rest:
        np.maximum(z, 0.0, out=z)
        z = np.matmul(z, weights)
        z += biases
    return z


def _kept(points: FloatArray, z: FloatArray, interval: Interval) -> FloatArray:
    """The points, those between the ends where the layer is dead being moved to the right end."""
    kept = np.where(z.max(axis=2) > 0.0, points, interval[1])
    kept[:, 0] = interval[0]
    return kept


def _changes(z: FloatArray) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Where a unit changes its sign between a point and the next one."""
    gates = z > 0.0
    return np.asarray(gates[:, 1:] != gates[:, :-1])


def _with_crossings(points: FloatArray, kept: FloatArray, z: FloatArray, interval: Interval) -> FloatArray:
    """The kinks that were kept, together with the zeros of z between neighbouring points."""
    networks, columns, n = z.shape
    flat = np.flatnonzero(_changes(z))
    network = flat // ((columns - 1) * n)
    before = flat + network * n
    z0, z1 = z.reshape(-1)[before], z.reshape(-1)[before + n]
    place = before // n
    left, right = points.reshape(-1)[place], points.reshape(-1)[place + 1]
    found = np.clip(left + (right - left) * (z0 / (z0 - z1)), left, right)
    number = np.bincount(network, minlength=networks)
    table = np.full((networks, columns - 1 + int(number.max(initial=0))), interval[1])
    table[:, : columns - 1] = kept[:, 1:]
    starts = np.cumsum(number) - number
    table[network, columns - 1 + np.arange(flat.size) - starts[network]] = found
    return _sorted_rows(table, interval)


def breakpoint_counts_exact_law(
    rng: np.random.Generator,
    size: int,
    *,
    width: int,
    interval: Interval = (-1.0, 1.0),
    weight_variance: float = 2.0,
    bias_variance: float = 1.0,
) -> IntArray:
    """The number of kinks of networks with one hidden layer of ``width`` units, from its binomial law: shape (size,).

    A kink −b/w is Cauchy with scale s = √(bias_variance / weight_variance), so it is in the interval (l, h) with
    probability (arctan(h/s) − arctan(l/s)) / π.
    """
    (n,), weight, bias = _settings([width], interval, weight_variance, bias_variance)
    low, high = (math.atan(end * weight / bias) for end in interval)
    return rng.binomial(n, (high - low) / math.pi, integer("size", size))
