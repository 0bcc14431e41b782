"""Least squares: the definition against the pseudo-inverse one data set at a time, and against the exact law."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from numerics import batch_last
from numerics import least_squares as ls
from numerics.streams import stream

SIZE = 20_000
LARGE = batch_last.MAX_ORDER + 4
SHAPES = [(1, 1), (1, 5), (5, 1), (6, 3), (3, 6), (7, 7), (LARGE, LARGE + 6), (LARGE + 6, LARGE)]


def reference_risks(rng: np.random.Generator, size: int, n: int, p: int, theta: np.ndarray, noise: float) -> np.ndarray:
    """Excess risks by the pseudo-inverse of the first p features, one data set at a time."""
    risks = np.empty(size)
    for i in range(size):
        x = rng.standard_normal((n, theta.size))
        y = x @ theta + noise * rng.standard_normal(n)
        error = -theta
        error[:p] += np.linalg.pinv(x[:, :p]) @ y
        risks[i] = error @ error
    return risks


@pytest.mark.parametrize(("n", "p"), SHAPES)
def test_excess_risk_has_its_law(same_law, n: int, p: int) -> None:
    def law(seed: int, columns: int, noise: float = 0.7) -> np.ndarray:
        return ls.least_squares_excess_risk_exact_law(
            stream(seed), SIZE, samples=n, parameters=columns, signal=2.0, noise=noise
        )

    theta = 2.0 * np.eye(p)[0]
    definition = ls.least_squares_excess_risk(stream(1), SIZE, samples=n, parameters=p, signal=theta, noise=0.7)
    assert same_law(definition, law(2, p))
    assert not same_law(definition, law(2, p, noise=0.8))


@pytest.mark.parametrize(("n", "p"), [(4, 7), (7, 4)])
def test_excess_risk_against_the_pseudo_inverse(same_law, n: int, p: int) -> None:
    theta = np.arange(1.0, p + 1)
    reference = reference_risks(stream(3), 3000, n, p, theta, 1.5)
    arguments = {"samples": n, "parameters": p, "noise": 1.5}
    assert same_law(reference, ls.least_squares_excess_risk(stream(4), 3000, signal=theta, **arguments))
    norm = float(np.linalg.norm(theta))
    assert same_law(reference, ls.least_squares_excess_risk(stream(4), 3000, signal=norm, **arguments))
    arguments["noise"] = 2.5
    assert not same_law(reference, ls.least_squares_excess_risk(stream(4), 3000, signal=theta, **arguments))


def test_without_noise_enough_samples_recover_the_signal() -> None:
    """The normal equations lose the square of cond(X); with 40 samples of 3 features cond(X) is below 4."""
    risk = ls.least_squares_excess_risk(stream(5), 1000, samples=40, parameters=3, signal=1.0, noise=0.0)
    assert risk.max() <= (100 * np.finfo(float).eps) ** 2
    law = ls.least_squares_excess_risk_exact_law(stream(5), 1000, samples=40, parameters=3, signal=1.0, noise=0.0)
    assert not law.any()


@pytest.mark.parametrize(("n", "p"), [(3, 5), (6, 2), (LARGE, LARGE + 6)])
def test_misspecified_risk_has_its_law(same_law, n: int, p: int) -> None:
    theta = np.concatenate([np.ones(p), [0.5, -1.0, 0.25]])

    def law(signal: np.ndarray) -> np.ndarray:
        return ls.misspecified_excess_risk_exact_law(stream(7), SIZE, samples=n, parameters=p, signal=signal, noise=0.3)

    definition = ls.misspecified_excess_risk(stream(6), SIZE, samples=n, parameters=p, signal=theta, noise=0.3)
    assert same_law(definition, law(theta))
    assert not same_law(definition, law(theta[:p])), "the unseen features matter"
    if n < LARGE:
        reference = reference_risks(stream(8), 3000, n, p, theta, 0.3)
        assert same_law(reference, definition[:3000])


@pytest.mark.parametrize(("n", "p"), [(1, 2), (4, 9), (LARGE, LARGE + 6)])
def test_null_projection_is_beta(follows, same_law, n: int, p: int) -> None:
    definition = ls.null_projection_fraction(stream(9), SIZE, samples=n, parameters=p)
    law = ls.null_projection_fraction_exact_law(stream(10), SIZE, samples=n, parameters=p)
    beta = stats.beta((p - n) / 2, n / 2)
    assert follows(definition, beta.cdf) and follows(law, beta.cdf) and same_law(definition, law)
    assert not follows(definition, stats.beta((p - n + 1) / 2, n / 2).cdf)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda rng: ls.null_projection_fraction(rng, 5, samples=3, parameters=3), "only if samples < parameters"),
        (
            lambda rng: ls.least_squares_excess_risk(rng, 5, samples=3, parameters=2, signal=[1.0], noise=0),
            "signal must have 2 entries, not 1",
        ),
        (
            lambda rng: ls.least_squares_excess_risk(rng, 5, samples=3, parameters=2, signal=1, noise=-1),
            "noise must be finite and non-negative",
        ),
        (
            lambda rng: ls.misspecified_excess_risk(rng, 5, samples=3, parameters=2, signal=[1.0], noise=0),
            "at least parameters = 2 entries",
        ),
    ],
)
def test_bad_arguments_are_refused(call, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        call(stream(0))
