"""Batched episodes of a finite MDP: one table look-up a step and episode, exact to the last bit of a uniform variable.

A step draws the pair (action, next state) given the state by inverting its joint distribution function. A uniform
variable is refined lazily: the leading bits of a 16-bit word find a cell of a table, which holds the pair if the cell
contains no jump of the distribution function; else (rarely) the rest of the bits are drawn and the row is searched.

Reference: Devroye (1986), Non-Uniform Random Variate Generation, §III.2.4 (the method of guide tables).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from numerics.arrays import FloatArray, SmallIntArray, integer, require
from numerics.blocks import fill_blocks
from numerics.mdp.model import FiniteMDP, Policy, Rational, discount_factor, float_policy
from numerics.mdp.values import discounted_visitation
from numerics.simplex import categorical
from numerics.words import random_words

BLOCK = 16384
"""Episodes advanced together: a step then works on some 200 KiB."""
INDEX_BITS = 12
"""Leading bits of a word that index a row of the table, as long as state and cell together fit 16 bits."""


@dataclass(frozen=True, slots=True)
class _StepTable:
    """The joint law of (action, next state) by state: codes by cell, and the distribution functions behind them.

    An outcome has the code ``action << shift | next state``; ``unsure`` marks cells that hold a jump.
    """

    codes: npt.NDArray[np.uint16]
    cumulative: FloatArray
    outcome: npt.NDArray[np.uint16]
    bits: int
    shift: int
    unsure: int

    @property
    def mask(self) -> np.uint16:
        """The bits of a code that hold the next state."""
        return np.uint16((1 << self.shift) - 1)


def _step_table(transition: FloatArray, policy: FloatArray) -> _StepTable:
    states, actions, _ = transition.shape
    shift = max(1, (states - 1).bit_length())
    bits = min(INDEX_BITS, 16 - shift)
    joint = (policy[:, :, None] * transition).reshape(states, actions * states)
    cumulative = np.cumsum(joint, axis=1)
    last = joint.shape[1] - 1 - np.argmax(joint[:, ::-1] > 0.0, axis=1)
    cumulative[np.arange(joint.shape[1]) >= last[:, None]] = 2.0
    a, t = np.divmod(np.arange(actions * states), states)
    outcome = (a << shift | t).astype(np.uint16)
    edges = np.arange((1 << bits) + 1) / (1 << bits)
    unsure = 0xFFFF
    codes = np.empty((states, 1 << bits), dtype=np.uint16)
    for row, jumps in zip(codes, cumulative, strict=True):
        first = np.searchsorted(jumps, edges[:-1], side="right")
        row[:] = np.where(first == np.searchsorted(jumps, edges[1:], side="left"), outcome[first], unsure)
    return _StepTable(codes.reshape(-1), cumulative, outcome, bits, shift, unsure)


def _step(rng: np.random.Generator, table: _StepTable, states: npt.NDArray[np.uint16]) -> npt.NDArray[np.uint16]:
    """The codes of (action, next state) drawn for each state."""
    words = random_words(rng, states.size)
    codes = np.take(table.codes, (states << table.bits) | (words >> (16 - table.bits)), mode="clip")
    unsure = np.flatnonzero(codes == table.unsure)
    if unsure.size:
        uniform = (words[unsure] + rng.random(unsure.size)) / 65536.0
        rows = table.cumulative[states[unsure]]
        codes[unsure] = table.outcome[(rows <= uniform[:, None]).sum(axis=1)]
    return codes


def rollouts(
    rng: np.random.Generator, size: int, *, mdp: FiniteMDP, policy: Policy | FloatArray, horizon: int
) -> tuple[SmallIntArray, SmallIntArray, FloatArray]:
    """``size`` independent episodes of ``horizon`` steps: states s_t, actions a_t and rewards r(s_t, a_t), 0 ≤ t < H.

    Three arrays of shape (size, horizon), of types int8, int8 and float64; in memory the steps are contiguous (they are
    transposed views). ``policy`` may hold rationals or floats. ``ValueError`` for more than 127 states or actions.
    """
    size, horizon = integer("size", size), integer("horizon", horizon)
    transition, reward, start = _floats(mdp)
    table = _step_table(transition, float_policy(mdp, policy))
    actions_in_all = np.uint16(mdp.actions)
    flat_reward = reward.reshape(-1)
    states, actions = np.empty((horizon, size), dtype=np.int8), np.empty((horizon, size), dtype=np.int8)
    rewards = np.empty((horizon, size))
    for begin in range(0, size, BLOCK):
        block = slice(begin, min(begin + BLOCK, size))
        state = categorical(rng, block.stop - begin, probabilities=start).astype(np.uint16)
        for t in range(horizon):
            code = _step(rng, table, state)
            action = code >> table.shift
            states[t, block] = state
            actions[t, block] = action
            np.take(flat_reward, state * actions_in_all + action, out=rewards[t, block], mode="clip")
            state = code & table.mask
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
    """States with the law d_γ: s_T of an episode, P(T = t) = (1 − γ) γ^t. Shape (size,), int8."""
    stop = float(1 - discount_factor(gamma))
    transition, _, start = _floats(mdp)
    table = _step_table(transition, float_policy(mdp, policy))

    def draw(samples: int) -> SmallIntArray:
        times = rng.geometric(stop, samples) - 1
        order = np.argsort(-times, kind="stable")
        running = np.searchsorted(-times[order], -np.arange(1, times.max() + 1), side="right")
        state = categorical(rng, samples, probabilities=start).astype(np.uint16)
        for count in running:
            state[:count] = _step(rng, table, state[:count]) & table.mask
        visited = np.empty(samples, dtype=np.int8)
        visited[order] = state
        return visited

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
