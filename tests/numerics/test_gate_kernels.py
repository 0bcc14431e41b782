"""Kernels of a hidden layer: definitions against one network at a time and against their laws."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from numerics import gate_kernels as gk
from numerics import neurons
from numerics.streams import stream
from tests.numerics.means import mean_is

SIZE = 5000
INPUTS = np.array([[1.0, 0.5, -0.3, 0.0, 2.0], [0.2, -1.0, 0.7, 1.0, 0.5], [-1.0, 0.1, 0.1, 0.4, -0.2]])


@pytest.mark.parametrize("width", [1, 20, 9000])
def test_gate_kernel_is_binomial(width: int) -> None:
    """The counts of open pairs, tested against the binomial law by a DKW bound."""
    x, y = INPUTS[0], INPUTS[1]
    size = 400 if width > 1000 else SIZE
    counts = gk.gate_kernel(stream(1), size, x=x, y=y, width=width) / (x @ y) * width
    np.testing.assert_allclose(counts, counts.round(), atol=1e-8)

    def distance(p: float) -> float:
        below = np.searchsorted(np.sort(counts.round()), np.arange(width + 1), side="right") / size
        return float(np.sqrt(size) * np.abs(below - stats.binom(width, p).cdf(np.arange(width + 1))).max())

    limit = math.sqrt(math.log(2 / 1e-6) / 2)
    p = gk.gate_probability(x, y)
    rho = x @ y / np.linalg.norm(x) / np.linalg.norm(y)
    assert p == pytest.approx((math.pi - math.acos(rho)) / (2 * math.pi), rel=1e-12)
    assert distance(p) <= limit < distance(p + 0.07)


def test_gate_kernel_has_its_law(same_law) -> None:
    settings = {"x": INPUTS[0], "y": INPUTS[2]}
    definition = gk.gate_kernel(stream(2), SIZE, width=30, **settings)
    assert same_law(definition, gk.gate_kernel_exact_law(stream(3), SIZE, width=30, **settings))
    assert not same_law(definition, gk.gate_kernel_exact_law(stream(3), SIZE, width=40, **settings))


@pytest.mark.parametrize(
    ("x", "y", "p"),
    [([1, 0], [0, 3], 0.25), ([1, 1], [2, 2], 0.5), ([1, 2], [-2, -4], 0), ([0, 0], [1, 1], 0), ([1, 0], [1, 1e-9], 0.5)],
)
def test_gate_probability(x, y, p: float) -> None:
    assert gk.gate_probability(x, y) == pytest.approx(p, abs=1e-9)


def test_nearly_parallel_inputs() -> None:
    """(π − 10⁻⁹) / 2π, which an arccos of the cosine cannot see."""
    assert 0.5 - gk.gate_probability([1, 0], [1, 1e-9]) == pytest.approx(1e-9 / (2 * math.pi), rel=1e-6)


def reference_grams(rng: np.random.Generator, size: int, width: int) -> tuple[np.ndarray, np.ndarray]:
    gates, features = [], []
    for _ in range(size):
        z = rng.standard_normal((width, INPUTS.shape[1])) @ INPUTS.T
        gate, feature = (z > 0).astype(float), np.maximum(z, 0)
        gates.append(gate.T @ gate * (INPUTS @ INPUTS.T) / width)
        features.append(feature.T @ feature / width)
    return np.array(gates), np.array(features)


@pytest.mark.parametrize(("sampler", "kind"), [
    (gk.gate_gram, 0), (gk.gate_gram_exact_law, 0), (gk.feature_gram, 1), (gk.feature_gram_exact_law, 1),
])
def test_grams_against_one_network_at_a_time(same_law, sampler, kind: int) -> None:
    """Three linear forms of the matrices."""
    expected = reference_grams(stream(4), 3000, 7)[kind]
    found = sampler(stream(5), 3000, inputs=INPUTS, width=7)
    assert found.shape == (3000, 3, 3)
    np.testing.assert_array_equal(found, found.transpose(0, 2, 1))
    weights = stream(6).standard_normal((3, 3, 3))
    for weight in weights:
        assert same_law((found * weight).sum(axis=(1, 2)), (expected * weight).sum(axis=(1, 2)))
    wide = sampler(stream(5), 3000, inputs=INPUTS, width=14)
    assert not same_law(wide[:, 0, 0], expected[:, 0, 0])


def test_mean_of_the_features_of_a_custom_activation() -> None:
    """E sin² z = (1 − exp(−2 v)) / 2 for z ~ N(0, v)."""
    grams = gk.feature_gram(stream(7), 4000, inputs=[[0.6, 0.8]], width=3, activation=np.sin)
    assert mean_is(grams[:, 0, 0], (1 - math.exp(-2)) / 2)


@pytest.mark.parametrize("shape", [(2, 5), (5, 5), (6, 3)])
def test_span_coordinates_keep_the_gram_matrix(shape: tuple[int, int]) -> None:
    inputs = stream(8).standard_normal(shape)
    found = neurons.span_coordinates(inputs)
    assert found.shape == (shape[0], min(shape))
    np.testing.assert_allclose(found @ found.T, inputs @ inputs.T, atol=1e-13)


def test_wide_layers_are_summed_in_blocks() -> None:
    """The number of neurons, counted, whatever the blocks."""
    for width in (1, 3000, 40_000):
        total = neurons.neuron_sums(
            stream(9), 3, points=INPUTS, width=width, summand=lambda z: np.full(z.shape[0], float(z.shape[1]))
        )
        np.testing.assert_array_equal(total, np.full(3, float(width)))


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda rng: gk.gate_kernel(rng, 5, x=[1.0], y=[1.0, 2.0], width=3), "one length, not 1 and 2"),
        (lambda rng: gk.gate_kernel_exact_law(rng, 5, x=[1.0], y=[1.0], width=0), "width must be at least 1"),
        (lambda rng: gk.gate_gram(rng, 5, inputs=[1.0], width=3), "inputs must be a non-empty matrix"),
        (lambda rng: gk.feature_gram(rng, 5, inputs=[[math.inf]], width=3), "inputs must be finite"),
    ],
)
def test_bad_arguments_are_refused(call, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        call(stream(0))
