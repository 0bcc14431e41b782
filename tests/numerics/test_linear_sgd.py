"""SGD on a quadratic: the endpoint of the same draws, Gaussian laws, and the steady state."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from numerics import linear_sgd as sgd
from numerics.streams import stream
from tests.numerics.means import mean_is

SETTINGS = {"rate": 0.2, "curvature": 1.5, "noise": 0.7}


@pytest.mark.parametrize("steps", [1, 32, 75])
def test_endpoint_of_the_same_draws(steps: int) -> None:
    """For up to 32 chains a block of 32 steps takes its normals step by step."""
    rng, theta = stream(1), np.full(4, 2.0)
    for done in range(0, steps, sgd.STEPS):
        for noise in rng.standard_normal((min(sgd.STEPS, steps - done), 4)):
            theta = theta - 0.2 * (1.5 * theta + 0.7 * noise)
    found = sgd.sgd_endpoint(stream(1), 4, steps=steps, start=2.0, **SETTINGS)
    np.testing.assert_allclose(found, theta, rtol=1e-13, atol=1e-14)


@pytest.mark.parametrize("steps", [1, 3, 200])
@pytest.mark.parametrize("rate", [0.0, 0.2, 2 / 3, 4 / 3, 1.4])
def test_endpoint_is_gaussian(follows, same_law, steps: int, rate: float) -> None:
    """The mean and variance by the recursion itself; the last two rates are at and beyond the edge of stability."""
    settings = {**SETTINGS, "rate": rate, "steps": steps, "start": 0.3}
    mean, variance = 0.3, 0.0
    for _ in range(steps):
        a = 1 - rate * 1.5
        mean, variance = a * mean, a * a * variance + (rate * 0.7) ** 2
    exact = sgd.sgd_endpoint_exact_law(stream(3), 20_000, **settings)
    definition = sgd.sgd_endpoint(stream(2), 20_000, **settings)
    if rate == 0.0:
        assert (exact == 0.3).all() and (definition == 0.3).all()
        return
    for sample in (definition, exact):
        assert follows(sample, stats.norm(mean, math.sqrt(variance)).cdf)
        assert not follows(sample, stats.norm(mean, 1.1 * math.sqrt(variance)).cdf)
    assert same_law(definition, exact)


def test_steady_state(follows, same_law) -> None:
    variance = sgd.stationary_variance(**SETTINGS)
    assert variance == pytest.approx(0.2 * 0.49 / (1.5 * (2 - 0.3)), rel=1e-14)
    exact = sgd.sgd_steady_state_exact_law(stream(4), 20_000, **SETTINGS)
    burnt_in = sgd.sgd_endpoint(stream(5), 20_000, steps=150, start=1.0, **SETTINGS)
    assert same_law(exact, burnt_in) and follows(exact, stats.norm(0, math.sqrt(variance)).cdf)
    no_two = math.sqrt(0.2 * 0.49 / (2 * 1.5))
    assert not follows(burnt_in, stats.norm(0, no_two).cdf), "the variance of gradient flow with noise is told apart"


@pytest.mark.parametrize("steps", [1, 40, 100])
def test_time_average(steps: int) -> None:
    """Its mean is the stationary variance v, and its variance 2 v² Σ_{s,t} a^{2|s−t|} / steps²."""
    found = sgd.sgd_mean_square(stream(6), 20_000, steps=steps, **SETTINGS)
    variance = sgd.stationary_variance(**SETTINGS)
    assert mean_is(found, variance) and not mean_is(found, 1.1 * variance)
    lags = np.abs(np.subtract.outer(np.arange(steps), np.arange(steps)))
    expected = 2 * variance**2 * (0.7 ** (2 * lags)).sum() / steps**2
    assert mean_is((found - variance) ** 2, expected)


def test_bad_arguments_are_refused() -> None:
    with pytest.raises(ValueError, match=r"only for 0 < rate · curvature < 2, not 2\.0"):
        sgd.stationary_variance(rate=2.0, curvature=1.0, noise=1.0)
    with pytest.raises(ValueError, match="only for 0 < rate"):
        sgd.sgd_mean_square(stream(0), 5, rate=0.0, curvature=1.0, noise=1.0, steps=3)
    with pytest.raises(ValueError, match="steps must be at least 1"):
        sgd.sgd_endpoint(stream(0), 5, steps=0, **SETTINGS)
    with pytest.raises(ValueError, match="curvature must be finite"):
        sgd.sgd_endpoint(stream(0), 5, rate=0.1, curvature=math.inf, noise=1.0, steps=3)
