"""Exact values against their own Bellman equations, all deterministic policies, and floating-point solutions."""

from __future__ import annotations

import itertools
from fractions import Fraction

import numpy as np
import pytest

from numerics import mdp as m

GAMMA = Fraction(9, 10)


def test_state_values_solve_the_bellman_equation(process) -> None:
    mdp, policy = process
    v, q = m.state_values(mdp, policy, GAMMA), m.action_values(mdp, policy, GAMMA)
    for s in range(mdp.states):
        assert v[s] == sum(policy[s][a] * q[s][a] for a in range(mdp.actions))
        for a in range(mdp.actions):
            assert q[s][a] == mdp.reward[s][a] + GAMMA * sum(
                p * x for p, x in zip(mdp.transition[s][a], v, strict=True)
            )


def test_values_are_the_limit_of_enumerated_returns(process) -> None:
    """A horizon H misses at most γ^H max|r| / (1 − γ) of the return."""
    mdp, policy = process
    gamma, horizon = Fraction(1, 10), 4 if mdp.states < 5 else 2
    value = sum(p * v for p, v in zip(mdp.start, m.state_values(mdp, policy, gamma), strict=True))
    enumerated = sum(
        probability * sum(gamma**t * r for t, r in enumerate(rewards))
        for probability, _, _, rewards in m.enumerate_trajectories(mdp, policy, horizon)
    )
    largest = max(abs(r) for row in mdp.reward for r in row)
    assert abs(value - enumerated) <= gamma**horizon * largest / (1 - gamma)


def test_visitation_is_a_distribution_that_weighs_rewards(process) -> None:
    """Σ_s d(s) r_π(s) = (1 − γ) Σ_s ρ(s) V(s)."""
    mdp, policy = process
    d, v = m.discounted_visitation(mdp, policy, GAMMA), m.state_values(mdp, policy, GAMMA)
    assert sum(d) == 1 and min(d) >= 0
    rewards = [sum(p * r for p, r in zip(*rows, strict=True)) for rows in zip(policy, mdp.reward, strict=True)]
    weighed = sum(p * r for p, r in zip(d, rewards, strict=True))
    assert weighed == (1 - GAMMA) * sum(p * x for p, x in zip(mdp.start, v, strict=True))
    p_pi = np.array(m.state_transition(mdp, policy), dtype=float)
    occupation, law = np.zeros(mdp.states), np.array(mdp.start, dtype=float)
    for t in range(500):
        occupation += 0.1 * 0.9**t * law
        law = law @ p_pi
    np.testing.assert_allclose(np.array(d, dtype=float), occupation, rtol=0, atol=1e-12)


def test_optimal_values_are_the_best_of_all_deterministic_policies(process) -> None:
    mdp, policy = process
    best = m.optimal_values(mdp, GAMMA)
    every = [
        m.state_values(mdp, m.deterministic_policy(mdp, choices), GAMMA)
        for choices in itertools.product(range(mdp.actions), repeat=mdp.states)
    ]
    assert best == tuple(max(values) for values in zip(*every, strict=True))
    assert all(x >= y for x, y in zip(best, m.state_values(mdp, policy, GAMMA), strict=True))
    assert m.state_values(mdp, m.deterministic_policy(mdp, m.optimal_policy(mdp, GAMMA)), GAMMA) == best


def test_deterministic_policies_are_checked(process) -> None:
    mdp, _ = process
    with pytest.raises(ValueError, match="choices must have"):
        m.deterministic_policy(mdp, [0] * (mdp.states + 1))
    with pytest.raises(ValueError, match="choices must be actions in 0"):
        m.deterministic_policy(mdp, [mdp.actions] * mdp.states)
