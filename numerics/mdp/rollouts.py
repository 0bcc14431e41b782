"""Batched episodes of a finite MDP: a step draws the pair (action, next state) given the state by one table look-up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from numerics.arrays import FloatArray, SmallIntArray, integer, require
from numerics.blocks import fill_blocks
from numerics.guide_table import GuideTable, Labels, guide_table
from numerics.mdp.model import FiniteMDP, Policy, Rational, discount_factor, float_policy
from numerics.mdp.values import discounted_visitation
from numerics.simplex import categorical
from numerics.words import Words

BLOCK = 65536
"""Episodes advanced together: a step then works on some 500 KiB, and the cost of its calls is spread thin."""


@dataclass(frozen=True, slots=True)
class _Steps:
    """The joint law of (action, next state) by state, with the label ``action << shift | next state``."""

    table: GuideTable
    shift: int

    def draw(self, rng: np.random.Generator, states: Words) -> tuple[Labels, Words]:
        """Actions and next states drawn for each state."""
        labels = self.table.draw(rng, states)
        return np.right_shift(labels, self.shift), (labels & ((1 << self.shift) - 1)).astype(np.uint16)


def _steps(transition: FloatArray, policy: FloatArray) -> _Steps:
    states, actions, _ = transition.shape
    shift = max(1, (states - 1).bit_length())
    action, following = np.divmod(np.arange(actions * states), states)
    joint = (policy[:, :, None] * transition).reshape(states, actions * states)
    return _Steps(guide_table(joint, action << shift | following), shift)


def rollouts(
    rng: np.random.Generator, size: int, *, mdp: FiniteMDP, policy: Policy | FloatArray, horizon: int
) -> tuple[SmallIntArray, SmallIntArray, FloatArray]:
    """``size`` independent episodes of ``horizon`` steps: states s_t, actions a_t and rewards r(s_t, a_t), 0 ≤ t < H.

    Three arrays of shape (size, horizon), of types int8, int8 and float64; in memory the steps are contiguous (they are
    transposed views). ``policy`` may hold rationals or floats. ``ValueError`` for more than 127 states or actions.
    """
    size, horizon = integer("size", size), integer("horizon", horizon)
    transition, reward, start = _floats(mdp)
    steps = _steps(transition, float_policy(mdp, policy))
    actions_in_all = np.uint16(mdp.actions)
    flat_reward = reward.reshape(-1)
    states, actions = np.empty((horizon, size), dtype=np.int8), np.empty((horizon, size), dtype=np.int8)
    rewards = np.empty((horizon, size))
    for begin in range(0, size, BLOCK):
        block = slice(begin, min(begin + BLOCK, size))
        state = categorical(rng, block.stop - begin, probabilities=start).astype(np.uint16)
        for t in range(horizon):
            action, following = steps.draw(rng, state)
            states[t, block] = state
            actions[t, block] = action
            np.take(flat_reward, state * actions_in_all + action, out=rewards[t, block], mode="clip")
            state = following
    return states.T, actions.T, rewards.T


def discounted_returns_to_go(rewards: FloatArray, gamma: float) -> FloatArray:
    """G_t = Σ_{k ≥ t} γ^(k−t) r_k along the last axis of rewards (size, horizon), for gamma in [0, 1]. Same shape."""
    require(0.0 <= gamma <= 1.0, f"gamma must be in [0, 1], not {gamma!r}.")
    returns = np.array(rewards, dtype=np.float64)
    for t in range(returns.shape[-1] - 2, -1, -1):
        returns[..., t] += gamma * returns[..., t + 1]
    return returns


def sampled_visitation(
    rng: np.random.Generator, size: int, *, mdp: FiniteMDP, policy: Policy | FloatArray, gamma: Rational
) -> SmallIntArray:
    """States with the law d_γ: the last ones of episodes that go on with probability γ each step. Shape (size,), int8.

    How many of a block of episodes go on is binomial; which ones is settled by a random permutation at the end.
    """
    going_on = float(discount_factor(gamma))
    transition, _, start = _floats(mdp)
    steps = _steps(transition, float_policy(mdp, policy))

    def draw(samples: int) -> SmallIntArray:
        states = categorical(rng, samples, probabilities=start).astype(np.uint16)
        running = samples
        while running := int(rng.binomial(running, going_on)):
            states[:running] = steps.draw(rng, states[:running])[1]
        return rng.permutation(states).astype(np.int8)

    return fill_blocks(size, 1, draw, BLOCK)


def visitation_exact_law(
    rng: np.random.Generator, size: int, *, mdp: FiniteMDP, policy: Policy, gamma: Rational
) -> SmallIntArray:
    """States with the law d_γ, drawn from its exact probabilities; ``policy`` must be rational. Shape (size,), int8."""
    _floats(mdp)
    law = discounted_visitation(mdp, policy, gamma)
    return categorical(rng, size, probabilities=law).astype(np.int8)


def _floats(mdp: FiniteMDP) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Transition (S, A, S), reward (S, A) and start (S,) as floats; ``ValueError`` if int8 cannot hold the indices."""
    require(max(mdp.states, mdp.actions) <= 127, "sampling takes at most 127 states and 127 actions.")
    transition = np.array([[[float(p) for p in row] for row in rows] for rows in mdp.transition])
    reward = np.array([[float(r) for r in row] for row in mdp.reward])
    return transition, reward, np.array([float(p) for p in mdp.start])
