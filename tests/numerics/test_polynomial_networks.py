"""Polynomial networks against floating-point networks, and their means against moments, signs and samples."""

from __future__ import annotations

import math
from fractions import Fraction as F

import numpy as np
import pytest

from numerics import network_jacobians as nj
from numerics import polynomial_networks as pn
from numerics.streams import stream
from tests.numerics.means import mean_is

INPUTS = [[F(3, 2), F(-1, 2)], [F(1, 3), F(2)]]


def evaluate(polynomial, theta: np.ndarray, roots) -> float:
    point = [*theta, *(math.sqrt(square) for square in roots)]
    return sum(float(c.p) / float(c.q) * math.prod(p ** int(k) for p, k in zip(point, powers, strict=True))
               for powers, c in polynomial.to_dict().items())


def flat(parameters: nj.Parameters) -> np.ndarray:
    """Parameters in the order of the variables: weights, then biases, of one layer after the other."""
    rows = []
    for weights, biases in parameters:
        rows += [weights[0].ravel(), biases[0]]
    return np.concatenate(rows)


def test_outputs_and_kernels_are_those_of_the_network() -> None:
    network = pn.polynomial_network((2, 3, 2), INPUTS, coefficients=(0, 1, F(1, 2)), bias=F(1, 3))
    parameters = nj.draw_parameters(stream(1), 1, widths=(2, 3, 2))
    unit = nj.polynomial_unit((0.0, 1.0, 0.5))
    values = nj.network_values(parameters, np.array(INPUTS, dtype=float), unit=unit, bias=1 / 3)[0]
    kernels = nj.tangent_kernels(parameters, np.array(INPUTS, dtype=float), unit=unit, bias=1 / 3)[0]
    theta = flat(parameters)
    assert theta.size == network.parameters and network.roots == (F(1, 2), F(1, 3))
    for i in range(2):
        for o in range(2):
            assert evaluate(network.outputs[i][o], theta, network.roots) == pytest.approx(values[i, o], rel=1e-10)
            found = evaluate(pn.inner(network, network.outputs[i][0], network.outputs[1][o]), theta, network.roots)
            assert found == pytest.approx(kernels[i, 1, 0, o], rel=1e-10)


def test_gaussian_means_of_monomials() -> None:
    network = pn.polynomial_network((1, 1), [[1]], bias=1)
    (f,), = network.outputs  # w + b
    assert [pn.gaussian_mean(network, f ** k) for k in range(7)] == [1, 0, 2, 0, 12, 0, 120]
    network = pn.polynomial_network((2, 1), [[1, 3]])
    (f,), = network.outputs
    assert pn.gaussian_mean(network, f * f) == 5
    with pytest.raises(ValueError, match="irrational"):
        pn.gaussian_mean(network, f * f * network.outputs[0][0].context().gens()[-1])


def test_gates_are_the_signs_of_the_preactivations() -> None:
    """The mean kernel and its mean square for leaky ReLU against samples of networks with two hidden layers."""
    hidden, slope = (2, 1), F(-1, 2)
    moments = [F(0), F(0)]
    for gates in pn.gate_patterns(hidden, (1, slope)):
        network = pn.polynomial_network((2, *hidden, 1), INPUTS[:1], gates=gates, bias=F(1, 2))
        (f,), = network.outputs
        kernel = pn.inner(network, f, f)
        moments = [m + pn.gaussian_mean(network, kernel ** k) / 8 for k, m in enumerate(moments, start=1)]
    samples = nj.random_tangent_kernels(stream(2), 200_000, widths=(2, *hidden, 1), inputs=[[1.5, -0.5]],
                                        unit=nj.leaky_relu(-0.5), bias=0.5)[:, 0, 0, 0, 0]
    for k, exact in enumerate(moments, start=1):
        assert mean_is(samples ** k, float(exact)) and not mean_is(samples ** k, 1.2 * float(exact))


def test_patterns_of_gates() -> None:
    assert list(pn.gate_patterns((), (1, 0))) == [[]]
    assert [[list(map(int, layer)) for layer in gates] for gates in pn.gate_patterns((1, 1), (1, 0))] == [
        [[1], [1]], [[1], [0]], [[0], [1]], [[0], [0]]]


@pytest.mark.parametrize(("widths", "inputs", "sentence"), [
    ((2,), INPUTS, "widths must have at least"), ((3, 1), INPUTS, "every input must have 3"),
    ((2, 0, 1), INPUTS, "a width must"),
])
def test_bad_arguments_are_refused(widths, inputs, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        pn.polynomial_network(widths, inputs)
