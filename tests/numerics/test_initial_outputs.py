"""‖f₀‖²: definition, projection and mean over the signs, against one network at a time and exact means."""

from __future__ import annotations

import numpy as np
import pytest

from numerics import initial_outputs as io
from numerics.streams import stream
from tests.numerics.means import mean_is

INPUTS = np.array([[1.0, 0.5, -0.3, 0.0], [0.2, -1.0, 0.7, 1.0]])


def reference(rng: np.random.Generator, size: int, width: int) -> np.ndarray:
    norms = []
    for _ in range(size):
        z = INPUTS @ rng.standard_normal((INPUTS.shape[1], width))
        f = np.maximum(z, 0) @ rng.choice([-1.0, 1.0], width) / np.sqrt(width)
        norms.append(f @ f)
    return np.array(norms)


@pytest.mark.parametrize("width", [1, 6])
@pytest.mark.parametrize("sampler", [io.initial_square_norm, io.initial_square_norm_exact_law])
def test_against_one_network_at_a_time(same_law, sampler, width: int) -> None:
    expected = reference(stream(1), 4000, width)
    assert same_law(expected, sampler(stream(2), 4000, inputs=INPUTS, width=width))
    assert not same_law(expected, sampler(stream(2), 4000, inputs=1.2 * INPUTS, width=width))


def test_projection_has_the_law_of_the_definition(same_law) -> None:
    definition = io.initial_square_norm(stream(3), 20_000, inputs=INPUTS, width=5)
    assert same_law(definition, io.initial_square_norm_exact_law(stream(4), 20_000, inputs=INPUTS, width=5))
    assert not same_law(definition, io.initial_square_norm_exact_law(stream(4), 20_000, inputs=1.1 * INPUTS, width=5))


@pytest.mark.parametrize("width", [3, 5000])
def test_means_and_the_gain_of_averaging_over_signs(width: int) -> None:
    """E ‖f₀‖² = ½ Σ ‖x_i‖² at every width; the gain in variance grows like the width."""
    mean = 0.5 * float((INPUTS * INPUTS).sum())
    plain = io.initial_square_norm(stream(5), 1500, inputs=INPUTS, width=width)
    averaged = io.initial_square_norm_given_weights(stream(6), 1500, inputs=INPUTS, width=width)
    assert mean_is(plain, mean) and mean_is(averaged, mean)
    assert not mean_is(averaged, 1.2 * mean)
    assert averaged.var() * (0.4 * width + 1) <= plain.var()


def test_other_activations() -> None:
    norms = io.initial_square_norm(stream(7), 20_000, inputs=[[3.0, 4.0]], width=4, activation="linear")
    assert mean_is(norms, 25.0)
    cube = io.initial_square_norm_given_weights(stream(9), 20_000, inputs=[[1.0]], width=2, activation=lambda z: (1 + z) ** 2)
    assert mean_is(cube, 10.0), "E (1 + z)⁴ = 1 + 6 + 3"
    sine = io.initial_square_norm_given_weights(stream(8), 20_000, inputs=[[0.6, 0.8]], width=4, activation=np.sin)
    assert mean_is(sine, 0.5 * (1 - np.exp(-2)))


def test_bad_arguments_are_refused() -> None:
    with pytest.raises(ValueError, match="inputs must be a non-empty matrix"):
        io.initial_square_norm(stream(0), 5, inputs=[], width=3)
    with pytest.raises(ValueError, match="width must be at least 1"):
        io.initial_square_norm_given_weights(stream(0), 5, inputs=INPUTS, width=0)
