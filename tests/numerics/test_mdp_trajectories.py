"""Enumerated trajectories: they are all there, and their probabilities are products of the given ones."""

from __future__ import annotations

from fractions import Fraction

import pytest

from numerics.mdp import enumerate_trajectories


def test_probabilities_are_products_and_sum_to_one(process) -> None:
    mdp, policy = process
    trajectories = list(enumerate_trajectories(mdp, policy, 3 if mdp.states < 5 else 2))
    assert sum(probability for probability, *_ in trajectories) == 1
    assert len({(states, actions) for _, states, actions, _ in trajectories}) == len(trajectories)
    for probability, states, actions, rewards in trajectories:
        expected = mdp.start[states[0]]
        for t, (s, a) in enumerate(zip(states, actions, strict=True)):
            expected *= policy[s][a] * (mdp.transition[s][a][states[t + 1]] if t + 1 < len(states) else 1)
        assert probability == expected > 0
        assert rewards == tuple(mdp.reward[s][a] for s, a in zip(states, actions, strict=True))


def test_law_of_a_later_state_is_that_of_the_chain(process) -> None:
    mdp, policy = process
    law = [Fraction(0)] * mdp.states
    for probability, states, _, _ in enumerate_trajectories(mdp, policy, 2):
        law[states[-1]] += probability
    for t in range(mdp.states):
        assert law[t] == sum(
            mdp.start[s] * policy[s][a] * mdp.transition[s][a][t] for s in range(mdp.states) for a in range(mdp.actions)
        )


def test_no_steps_are_refused(process) -> None:
    mdp, policy = process
    with pytest.raises(ValueError, match="horizon must be at least 1, not 0"):
        list(enumerate_trajectories(mdp, policy, 0))
