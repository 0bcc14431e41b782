"""Outputs of random networks at several inputs and neurons: against one network at a time and exact covariances."""

from __future__ import annotations

import numpy as np
import pytest

from numerics import joint_outputs as jo
from numerics import random_networks
from numerics.streams import stream
from tests.numerics.means import mean_is

INPUTS = np.array([[1.0, 0.5, -0.3], [0.2, -1.0, 0.7]])


def reference(rng: np.random.Generator, size: int, widths: list[int], outputs: int, weight: float, bias: float) -> np.ndarray:
    """All weights of a network, then the next network."""
    found = np.empty((size, outputs, len(INPUTS)))
    for k in range(size):
        h, layers = INPUTS.T, [*widths, outputs]
        for l, n in enumerate(layers):
            w = rng.standard_normal((n, h.shape[0])) * np.sqrt(weight / h.shape[0])
            h = w @ (np.maximum(h, 0) if l else h) + np.sqrt(bias) * rng.standard_normal((n, 1))
        found[k] = h
    return found


@pytest.mark.parametrize("widths", [[], [4], [3, 2]])
def test_against_one_network_at_a_time(same_law, widths: list[int]) -> None:
    expected = reference(stream(1), 4000, widths, 2, 1.5, 0.25)
    found = jo.joint_outputs(stream(2), 4000, inputs=INPUTS, widths=widths, outputs=2, weight_variance=1.5, bias_variance=0.25)
    assert found.shape == (4000, 2, 2)
    for weights in ([1, 0, 0, 0], [1, -1, 0, 0], [1, 0, 1, 0], [0.5, 1, -2, 0.3]):
        assert same_law(expected.reshape(4000, 4) @ weights, found.reshape(4000, 4) @ weights)
    assert not same_law(expected[:, 0, 0], 1.6 * found[:, 0, 0])


def test_at_one_input_it_is_a_random_network(same_law) -> None:
    x = INPUTS[0]
    joint = jo.joint_outputs(stream(3), 20_000, inputs=[x], widths=[5], bias_variance=0.5)[:, 0, 0]
    assert same_law(joint, random_networks.network_outputs(stream(4), 20_000, x=x, widths=[5], weight_variance=1.0,
                                                           bias_variance=0.5))


def test_hidden_layer_of_given_variance(same_law) -> None:
    q = float(INPUTS[0] @ INPUTS[0]) / 3
    joint = jo.joint_outputs(stream(5), 20_000, inputs=INPUTS[:1], widths=[4], outputs=2)[:, :, 0]
    given = jo.outputs_of_hidden_layer(stream(6), 20_000, width=4, variance=q, outputs=2)
    assert given.shape == (20_000, 2)
    assert same_law(joint.sum(axis=1), given.sum(axis=1)) and same_law(joint[:, 0] ** 2, given[:, 1] ** 2)
    assert not same_law(joint[:, 0], 1.2 * given[:, 0])


def test_moments() -> None:
    """E f² = ½ c q + β² at every width, E f₁ f₂ = 0; linear units: c q + β²."""
    f = jo.outputs_of_hidden_layer(stream(7), 100_000, width=3, variance=2.0, outputs=2, weight_variance=3.0, bias_variance=0.5)
    assert mean_is(f[:, 0] ** 2, 3.5) and mean_is(f[:, 0] * f[:, 1], 0.0) and not mean_is(f[:, 0] ** 2, 3.9)
    g = jo.outputs_of_hidden_layer(stream(8), 100_000, width=3, variance=2.0, activation="linear", bias_variance=0.5)
    assert mean_is(g[:, 0] ** 2, 2.5)
    affine = jo.joint_outputs(stream(9), 100_000, inputs=INPUTS, widths=[], bias_variance=0.25)[:, 0]
    assert mean_is(affine.prod(axis=1), float(INPUTS[0] @ INPUTS[1]) / 3 + 0.25)


def test_inputs_are_left_alone() -> None:
    """ReLU acts in place on arrays of its own."""
    points = INPUTS.copy()
    jo.joint_outputs(stream(1), 50, inputs=points, widths=[3])
    assert (points == INPUTS).all()


def test_bad_arguments_are_refused() -> None:
    with pytest.raises(ValueError, match="inputs must be a non-empty matrix"):
        jo.joint_outputs(stream(0), 5, inputs=[], widths=[3])
    with pytest.raises(ValueError, match="a width must be at least 1"):
        jo.joint_outputs(stream(0), 5, inputs=INPUTS, widths=[0])
    with pytest.raises(ValueError, match="variance must be finite and non-negative"):
        jo.outputs_of_hidden_layer(stream(0), 5, width=3, variance=-1.0)
