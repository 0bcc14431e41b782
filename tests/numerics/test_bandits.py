"""Expectimax on the posterior against a search over all deterministic policies, and simulated episodes."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from numerics import bandits

PRIOR = (Fraction(1, 2), Fraction(1, 4), Fraction(1, 4))
MEANS = ((Fraction(1, 5), Fraction(4, 5)), (Fraction(4, 5), Fraction(1, 5)), (Fraction(1, 2), Fraction(1, 2)))


def best_of_all_policies(horizon: int) -> Fraction:
    """Every map from histories of outcomes to arms, valued in each environment by enumerating the outcomes."""
    histories = [h for length in range(horizon) for h in product((0, 1), repeat=length)]
    values = []
    for arms in product((0, 1), repeat=len(histories)):
        policy, value = dict(zip(histories, arms, strict=True)), Fraction(0)
        for weight, row in zip(PRIOR, MEANS, strict=True):
            for outcomes in product((0, 1), repeat=horizon):
                chance = weight
                for t, outcome in enumerate(outcomes):
                    mean = row[policy[outcomes[:t]]]
                    chance *= mean if outcome else 1 - mean
                value += chance * sum(outcomes)
        values.append(value)
    return max(values)


@pytest.mark.parametrize("horizon", [1, 2, 3])
def test_expectimax_is_the_best_of_all_policies(horizon: int) -> None:
    assert bandits.bayes_value(PRIOR, MEANS, horizon) == best_of_all_policies(horizon)


def test_values_of_the_policy_mix_to_the_value() -> None:
    policy = bandits.bayes_policy(PRIOR, MEANS, 6)
    own = [bandits.policy_value(policy, row, 6) for row in MEANS]
    assert own == [Fraction(70977, 15625), Fraction(57162, 15625), 3]
    assert sum(w * v for w, v in zip(PRIOR, own, strict=True)) == bandits.bayes_value(PRIOR, MEANS, 6)


def test_a_certain_arm_beside_an_unknown_one() -> None:
    half, prior = Fraction(1, 2), (Fraction(2, 5), Fraction(3, 5))
    assert bandits.bayes_value(prior, ((half, 1), (half, 0)), 2) == Fraction(11, 10)
    assert bandits.bayes_policy(prior, ((half, 1), (half, 0)), 2)[(0, 0), (0, 0)] == 1


def test_episodes_have_the_bayes_value() -> None:
    totals = bandits.bayes_episodes(np.random.default_rng(5), 40_000, prior=PRIOR, means=MEANS, horizon=3)
    assert totals.shape == (40_000,)
    assert set(np.unique(totals)) <= {0.0, 1.0, 2.0, 3.0}
    assert abs(totals.mean() - 1.869) < 5 * totals.std() / 200


def test_episodes_in_a_given_environment_have_the_value_of_the_bayes_policy_there() -> None:
    policy = bandits.bayes_policy(PRIOR, MEANS, 3)
    for row, means in enumerate(MEANS):
        totals = bandits.bayes_episodes(np.random.default_rng(6), 40_000, prior=PRIOR, means=MEANS, horizon=3, environment=row)
        assert abs(totals.mean() - float(bandits.policy_value(policy, means, 3))) < 5 * max(totals.std(), 1e-9) / 200


def test_a_prior_that_is_no_distribution_is_named() -> None:
    with pytest.raises(ValueError, match="prior must be a probability vector"):
        bandits.bayes_value((Fraction(1, 2),), (MEANS[0],), 1)
    with pytest.raises(ValueError, match="one row for each environment"):
        bandits.bayes_value(PRIOR, MEANS[:2], 1)
