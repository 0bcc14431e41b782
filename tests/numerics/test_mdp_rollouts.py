"""Sampled episodes against the exact probabilities of all trajectories."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from numerics import mdp as m
from numerics.streams import stream

SIZE = 200_000


def trajectory_codes(mdp: m.FiniteMDP, states: np.ndarray, actions: np.ndarray) -> np.ndarray:
    """One integer for each trajectory."""
    code = np.zeros(states.shape[:-1], dtype=np.int64)
    for t in range(states.shape[-1]):
        code = (code * mdp.states + states[..., t]) * mdp.actions + actions[..., t]
    return code


def test_episodes_have_their_probabilities(process, frequencies_agree) -> None:
    mdp, policy = process
    horizon = 3 if mdp.states < 5 else 2
    states, actions, rewards = m.rollouts(stream(1), SIZE, mdp=mdp, policy=policy, horizon=horizon)
    assert states.shape == actions.shape == rewards.shape == (SIZE, horizon)
    assert (states.dtype, actions.dtype, rewards.dtype) == (np.int8, np.int8, np.float64)
    np.testing.assert_array_equal(rewards, np.array(mdp.reward, dtype=float)[states, actions])
    law = np.zeros((mdp.states * mdp.actions) ** horizon)
    for probability, s, a, _ in m.enumerate_trajectories(mdp, policy, horizon):
        law[trajectory_codes(mdp, np.array(s), np.array(a))] = float(probability)
    counts = np.bincount(trajectory_codes(mdp, states, actions), minlength=law.size)
    assert frequencies_agree(counts, law)
    if law.size > 1:
        wrong = 0.95 * law
        wrong[law.argmax()] += 0.05
        assert not frequencies_agree(counts, wrong)


def test_rare_moves_have_their_probabilities(frequencies_agree) -> None:
    """A probability far below the width of a table cell, and more states than the finest table has room for."""
    states, rare = 40, Fraction(1, 50_000)
    row = [rare] * (states - 1)
    transition = [[[*row, 1 - sum(row)]] for _ in range(states)]
    mdp = m.FiniteMDP(transition=transition, reward=[[0]] * states, start=[1] + [0] * (states - 1))
    visited = m.rollouts(stream(2), SIZE, mdp=mdp, policy=[[1]] * states, horizon=11)[0]
    law = np.array([float(p) for p in transition[0][0]])
    counts = np.bincount(visited[:, 1:].ravel(), minlength=states)
    assert frequencies_agree(counts, law)
    law[0] *= 3
    law[-1] -= law[0] * 2 / 3
    assert not frequencies_agree(counts, law)


def test_a_policy_may_be_given_in_floats(process) -> None:
    mdp, policy = process
    exact = m.rollouts(stream(3), 1000, mdp=mdp, policy=policy, horizon=4)
    floats = m.rollouts(stream(3), 1000, mdp=mdp, policy=np.array(policy, dtype=float), horizon=4)
    for one, other in zip(exact, floats, strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("gamma", [Fraction(0), Fraction(1, 2), Fraction(19, 20)])
def test_sampled_visitation_has_the_exact_law(process, frequencies_agree, gamma: Fraction) -> None:
    mdp, policy = process
    law = np.array(m.discounted_visitation(mdp, policy, gamma), dtype=float)
    arguments = {"mdp": mdp, "policy": policy, "gamma": gamma}
    for sampler in (m.sampled_visitation, m.visitation_exact_law):
        visited = sampler(stream(4), SIZE, **arguments)
        assert visited.shape == (SIZE,) and visited.dtype == np.int8
        counts = np.bincount(visited, minlength=mdp.states)
        assert frequencies_agree(counts, law)
        if mdp.states > 1:
            wrong = 0.95 * law
            wrong[law.argmin()] += 0.05
            assert not frequencies_agree(counts, wrong)


def test_sampled_visitation_has_no_order_in_the_samples(frequencies_agree) -> None:
    """From state 0 the chain goes to 1 for good; an early sample is no more likely to have stopped early."""
    mdp = m.FiniteMDP(transition=[[[0, 1]], [[0, 1]]], reward=[[0], [0]], start=[1, 0])
    visited = m.sampled_visitation(stream(5), 16_000, mdp=mdp, policy=[[1], [1]], gamma=Fraction(1, 2))
    assert frequencies_agree(np.bincount(visited[:8000], minlength=2), np.array([0.5, 0.5]))


@pytest.mark.parametrize("gamma", [0.0, 0.5, 1.0])
def test_returns_to_go(gamma: float) -> None:
    """Integer rewards and a dyadic gamma make every operation exact."""
    rewards = np.random.default_rng(0).integers(-5, 6, (30, 8)).astype(float)
    before = rewards.copy()
    returns = m.discounted_returns_to_go(rewards, gamma)
    for t in range(8):
        np.testing.assert_array_equal(returns[:, t], sum(gamma ** (k - t) * rewards[:, k] for k in range(t, 8)))
    np.testing.assert_array_equal(rewards, before)
    np.testing.assert_array_equal(m.discounted_returns_to_go(np.asfortranarray(rewards), gamma), returns)


def test_bad_arguments_are_refused(process) -> None:
    mdp, policy = process
    with pytest.raises(ValueError, match="horizon must be at least 1"):
        m.rollouts(stream(0), 5, mdp=mdp, policy=policy, horizon=0)
    with pytest.raises(ValueError, match=r"gamma must be in \[0, 1\), not 1"):
        m.sampled_visitation(stream(0), 5, mdp=mdp, policy=policy, gamma=1)
    with pytest.raises(ValueError, match=r"gamma must be in \[0, 1\], not 2"):
        m.discounted_returns_to_go(np.ones((2, 2)), 2)
    many = m.FiniteMDP(transition=[[[1]] * 128], reward=[[0] * 128], start=[1])
    with pytest.raises(ValueError, match="at most 127 states and 127 actions"):
        m.rollouts(stream(0), 5, mdp=many, policy=[[1] + [0] * 127], horizon=1)
