"""Policy-gradient estimators against the exact gradient, finite differences of the return, and each other."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest

from numerics import mdp as finite
from numerics import policy_gradients as pg
from numerics.streams import stream
from tests.numerics.means import mean_is

HORIZON, GAMMA = 4, 0.9
LOGITS = np.array([[0.3, -0.2], [0.0, 1.0], [-0.5, 0.5]])


@pytest.fixture(scope="module")
def process() -> finite.FiniteMDP:
    rng = np.random.default_rng(1)
    weights = rng.integers(1, 9, (3, 2, 3))
    return finite.FiniteMDP(
        transition=[[[Fraction(int(w), int(row.sum())) for w in row] for row in rows] for rows in weights],
        reward=[[int(r) for r in row] for row in rng.integers(-3, 4, (3, 2))],
        start=[Fraction(1, 2), Fraction(1, 4), Fraction(1, 4)],
    )


def expected_return(process: finite.FiniteMDP, logits: np.ndarray) -> float:
    policy = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    transition, reward = np.array(process.transition, float), np.array(process.reward, float)
    value = np.zeros(3)
    for _ in range(HORIZON):
        value = (policy * (reward + GAMMA * transition @ value)).sum(axis=1)
    return float(np.array(process.start, float) @ value)


def test_exact_gradient_against_finite_differences(process) -> None:
    found = pg.exact_policy_gradient(process, LOGITS, horizon=HORIZON, gamma=GAMMA)
    for index in np.ndindex(3, 2):
        step = np.zeros((3, 2))
        step[index] = 1e-5
        difference = (expected_return(process, LOGITS + step) - expected_return(process, LOGITS - step)) / 2e-5
        assert found[index] == pytest.approx(difference, abs=1e-8)
    np.testing.assert_allclose(found.sum(axis=1), 0, atol=1e-14)


@pytest.mark.parametrize("estimator", pg.ESTIMATORS)
def test_estimators_are_unbiased(process, estimator: pg.Estimator) -> None:
    exact = pg.exact_policy_gradient(process, LOGITS, horizon=HORIZON, gamma=GAMMA)
    found = pg.policy_gradients(
        stream(2), 40_000, mdp=process, logits=LOGITS, horizon=HORIZON, gamma=GAMMA, estimator=estimator
    )
    assert found.shape == (40_000, 3, 2)
    for index in np.ndindex(3, 2):
        assert mean_is(found[:, *index], exact[index])
    undiscounted = pg.exact_policy_gradient(process, LOGITS, horizon=HORIZON)
    assert not all(mean_is(found[:, *index], undiscounted[index]) for index in np.ndindex(3, 2))


def test_variances_fall_from_estimator_to_estimator(process) -> None:
    """From the total return to the mean over the actions by more than a factor of ten, each step by a tenth or more."""
    variances = [
        pg.policy_gradients(stream(3), 20_000, mdp=process, logits=LOGITS, horizon=HORIZON, gamma=GAMMA, estimator=e)
        .var(axis=0).sum()
        for e in pg.ESTIMATORS
    ]
    assert all(later < 0.9 * earlier for earlier, later in pairwise(variances)), variances
    assert variances[-1] < 0.1 * variances[0]


def test_estimates_of_the_same_episodes(process) -> None:
    """Episode by episode from its states, actions and rewards."""
    settings = {"mdp": process, "horizon": HORIZON}
    policy = finite.softmax_policy(LOGITS)
    states, actions, rewards = finite.rollouts(stream(4), 50, policy=policy, **settings)
    scores = finite.softmax_score(LOGITS, states, actions)
    discounts = GAMMA ** np.arange(HORIZON)
    total = (scores.sum(axis=1).T * (rewards @ discounts)).T
    to_go = np.cumsum((rewards * discounts)[:, ::-1], axis=1)[:, ::-1]
    for estimator, expected in (("total return", total), ("return to go", np.einsum("et,etsa->esa", to_go, scores))):
        found = pg.policy_gradients(stream(4), 50, logits=LOGITS, gamma=GAMMA, estimator=estimator, **settings)
        np.testing.assert_allclose(found, expected, atol=1e-12)


def test_bad_arguments_are_refused(process) -> None:
    with pytest.raises(ValueError, match=r"logits must have shape \(3, 2\), not \(1, 2\)"):
        pg.policy_gradients(stream(0), 5, mdp=process, logits=[[0.0, 1.0]], horizon=3)
    with pytest.raises(ValueError, match=r"gamma must be in \[0, 1\], not 1\.5"):
        pg.exact_policy_gradient(process, LOGITS, horizon=3, gamma=1.5)
    with pytest.raises(ValueError, match="'magic' is not one of total return"):
        pg.policy_gradients(stream(0), 5, mdp=process, logits=LOGITS, horizon=3, estimator="magic")
