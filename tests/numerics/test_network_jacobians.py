"""Batched networks against one network at a time, central differences, and a Jacobian written out."""

from __future__ import annotations

import math

import numpy as np
import pytest

from numerics import network_jacobians as nj
from numerics.streams import stream

INPUTS = np.array([[1.0, -0.5, 2.0], [0.3, 1.2, 0.7]])
WIDTHS = (3, 4, 5, 2)
UNITS = {"tanh": nj.TANH, "erf": nj.ERF, "relu": nj.RELU, "leaky": nj.leaky_relu(-0.3),
         "polynomial": nj.polynomial_unit((0.5, 1.0, -0.25))}


def one_network(parameters: nj.Parameters, network: int, x: np.ndarray, unit: nj.Unit, bias: float) -> np.ndarray:
    h = x
    for layer, (weights, biases) in enumerate(parameters):
        h = weights[network] @ (unit.value(h) if layer else h) / math.sqrt(h.size) + bias * biases[network]
    return h


def unit_directions(parameters: nj.Parameters):
    """Every parameter of all networks at once, as a direction."""
    zero = tuple((np.zeros_like(w), np.zeros_like(b)) for w, b in parameters)
    for layer, pair in enumerate(parameters):
        for part, array in enumerate(pair):
            for entry in np.ndindex(array.shape[1:]):
                zero[layer][part][(slice(None), *entry)] = 1.0
                yield zero
                zero[layer][part][(slice(None), *entry)] = 0.0


def jacobian(parameters: nj.Parameters, unit: nj.Unit, bias: float) -> np.ndarray:
    """Central differences in all parameters: shape (parameters, networks, inputs, outputs)."""
    def values(step: float, direction: nj.Parameters) -> np.ndarray:
        return nj.network_values(nj.moved(parameters, direction, step), INPUTS, unit=unit, bias=bias)
    return np.array([(values(1e-5, d) - values(-1e-5, d)) / 2e-5 for d in unit_directions(parameters)])


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS)
def test_values_and_kernels(unit: nj.Unit) -> None:
    parameters = nj.draw_parameters(stream(1), 6, widths=WIDTHS)
    values = nj.network_values(parameters, INPUTS, unit=unit, bias=0.7)
    assert values.shape == (6, 2, 2)
    for network in range(6):
        for i in range(2):
            np.testing.assert_allclose(values[network, i], one_network(parameters, network, INPUTS[i], unit, 0.7))
    derivatives = jacobian(parameters, unit, 0.7)
    assert derivatives.shape[0] == 4 * 4 + 5 * 5 + 2 * 6
    kernels = nj.tangent_kernels(parameters, INPUTS, unit=unit, bias=0.7)
    np.testing.assert_allclose(kernels, np.einsum("tbio,tbjp->bijop", derivatives, derivatives), rtol=1e-6, atol=1e-7)


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS)
def test_pull_back_is_the_gradient(unit: nj.Unit) -> None:
    parameters = nj.draw_parameters(stream(2), 5, widths=WIDTHS)
    cotangents = stream(3).standard_normal((5, 2, 2))
    found = nj.pull_back(parameters, INPUTS, cotangents, unit=unit, bias=0.7)
    expected = np.einsum("tbio,bio->tb", jacobian(parameters, unit, 0.7), cotangents)
    flat = np.concatenate([part.reshape(5, -1) for pair in found for part in pair], axis=1)
    np.testing.assert_allclose(flat.T, expected, rtol=1e-6, atol=1e-7)


def test_random_kernels_come_in_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of one network have the shape and, on average, the values of one large block."""
    settings = dict(widths=(3, 8, 1), inputs=INPUTS, unit=nj.RELU, bias=0.5)
    whole = nj.random_tangent_kernels(stream(4), 4000, **settings)
    monkeypatch.setattr(nj, "BUDGET", 1)
    single = nj.random_tangent_kernels(stream(5), 4000, **settings)
    assert whole.shape == single.shape == (4000, 2, 2, 1, 1)
    deviation = np.hypot(whole.std(0), single.std(0)) / math.sqrt(4000)
    assert (np.abs(whole.mean(0) - single.mean(0)) < 6 * deviation).all()


@pytest.mark.parametrize(
    ("widths", "inputs", "sentence"),
    [((3,), INPUTS, "widths must have at least"), ((3, 0), INPUTS, "a width must be"), ((2, 1), INPUTS, "a layer takes 2"),
     ((3, 1), INPUTS[0], "inputs must be a non-empty matrix")],
)
def test_bad_arguments_are_refused(widths, inputs, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        nj.random_tangent_kernels(stream(6), 3, widths=widths, inputs=inputs, unit=nj.RELU, bias=0.0)
