"""Random networks: the definition against one network at a time, against the exact law, and against exact moments."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import special, stats

from numerics import random_networks as rn
from numerics.activations import activate
from numerics.streams import stream
from tests.numerics.means import mean_is

SIZE = 20_000
X = [0.5, -1.0, 2.0]
FUNCTIONS = {"relu": lambda z: np.where(z > 0, z, 0.0), "linear": lambda z: z, "tanh": np.tanh, "erf": special.erf}


def reference(rng: np.random.Generator, size: int, widths: list[int], name: str, weight: float, bias: float) -> np.ndarray:
    """Rows (f, q), one network at a time."""
    rows = []
    for _ in range(size):
        h = np.array(X)
        for n in widths:
            w = rng.normal(0, math.sqrt(weight / h.size), (n, h.size))
            h = FUNCTIONS[name](w @ h + rng.normal(0, math.sqrt(bias), n))
        v = rng.normal(0, math.sqrt(weight / h.size), h.size)
        rows.append((v @ h + rng.normal(0, math.sqrt(bias)), weight * (h @ h) / h.size + bias))
    return np.array(rows)


@pytest.mark.parametrize("name", ["relu", "linear", "tanh", "erf"])
@pytest.mark.parametrize("bias", [0.0, 0.5])
def test_definition_against_one_network_at_a_time(same_law, name: str, bias: float) -> None:
    settings = {"x": X, "widths": [4, 3], "activation": name, "weight_variance": 1.5, "bias_variance": bias}
    f, q = reference(stream(1), 3000, [4, 3], name, 1.5, bias).T
    assert same_law(f, rn.network_outputs(stream(2), 3000, **settings))
    assert same_law(q, rn.output_variances(stream(2), 3000, **settings))
    other = {**settings, "weight_variance": 2.5}
    assert not same_law(q, rn.output_variances(stream(2), 3000, **other))


@pytest.mark.parametrize("name", ["relu", "linear", "tanh", np.sin])
@pytest.mark.parametrize("widths", [[1], [2, 5], [70, 3, 4]])
@pytest.mark.parametrize("bias", [0.0, 0.3])
def test_definition_has_the_exact_law(same_law, name, widths: list[int], bias: float) -> None:
    settings = {"x": X, "widths": widths, "activation": name, "bias_variance": bias}
    q = rn.output_variances(stream(3), SIZE, **settings)
    assert q.shape == (SIZE,)
    assert same_law(q, rn.output_variances_exact_law(stream(4), SIZE, **settings))
    f = rn.network_outputs(stream(5), SIZE, **settings)
    assert same_law(f, rn.network_outputs_exact_law(stream(6), SIZE, **settings))
    wrong = {**settings, "widths": [2 * n for n in widths]}
    assert not same_law(q, rn.output_variances_exact_law(stream(4), SIZE, **wrong))


@pytest.mark.parametrize(("name", "excess"), [("relu", 5.0), ("linear", 2.0)])
def test_moments_of_deep_networks(name: str, excess: float) -> None:
    """With σ_w² = 2 (ReLU) or 1 (identity) E q is constant, and E q² gains a factor 1 + excess / n a layer."""
    weight = 2.0 if name == "relu" else 1.0
    q = rn.output_variances_exact_law(
        stream(7), 400_000, x=[1.0, 1.0], widths=[40, 30], activation=name, weight_variance=weight
    )
    second = weight**2 * (1 + excess / 40) * (1 + excess / 30)
    assert mean_is(q, weight) and mean_is(q * q, second)
    assert not mean_is(q * q, weight**2 * (1 + 2 * excess / 40))


def test_one_linear_unit_is_a_product_of_normals(follows) -> None:
    q = rn.output_variances(stream(8), SIZE, x=[3.0], widths=[1], activation="linear", weight_variance=1.0)
    assert follows(q / 9, stats.chi2(1).cdf)


def test_named_activations_overwrite_their_argument() -> None:
    for name, function in FUNCTIONS.items():
        x = np.linspace(-2, 2, 9)
        expected = function(x.copy())
        assert activate(name, x) is x
        np.testing.assert_allclose(x, expected, rtol=1e-15, atol=0)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"widths": []}, "at least one hidden layer"),
        ({"widths": [0]}, "a width must be at least 1"),
        ({"x": []}, "x must be a non-empty vector"),
        ({"activation": "gelu"}, "'gelu' is not one of relu"),
        ({"weight_variance": -1.0}, "weight_variance must be finite and non-negative"),
        ({"bias_variance": math.nan}, "bias_variance must be finite and non-negative"),
    ],
)
@pytest.mark.parametrize("sampler", [rn.network_outputs, rn.network_outputs_exact_law, rn.output_variances])
def test_bad_arguments_are_refused(sampler, change: dict, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        sampler(stream(0), 5, **{"x": [1.0], "widths": [3], **change})
