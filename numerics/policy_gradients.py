"""Estimators of the gradient of a finite-horizon return in the logits of a softmax policy, and its exact value.

All of them are Σ_t γᵗ c_t ∇ log π(a_t | s_t) with different coefficients c_t, of one mean and falling variance: the total
return (divided by γᵗ), the return to go, the return to go minus the value of the state, the advantage by an exact critic,
and the mean of the last one over the action (Rao–Blackwell): Σ_a ∇π(a | s_t) Q_t(s_t, a).

Reference: Sutton, McAllester, Singh & Mansour (2000), Policy gradient methods for reinforcement learning, NeurIPS 12;
Ciosek & Whiteson (2018), Expected policy gradients, AAAI.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from numerics.arrays import FloatArray, integer, require
from numerics.blocks import fill_blocks
from numerics.mdp.model import FiniteMDP
from numerics.mdp.rollouts import rollouts
from numerics.mdp.softmax import softmax_policy

Estimator: TypeAlias = Literal["total return", "return to go", "baseline", "critic", "all actions"]
ESTIMATORS: tuple[Estimator, ...] = ("total return", "return to go", "baseline", "critic", "all actions")
BUDGET = 16 * 1024 * 1024
"""Bytes of a block of episodes: the rollouts want thousands of episodes at once."""


def _action_values(mdp: FiniteMDP, policy: FloatArray, horizon: int, gamma: float) -> tuple[FloatArray, FloatArray]:
    """Q_t(s, a), shape (horizon, S, A), and V_t(s), shape (horizon, S), by backward recursion."""
    transition, reward = np.array(mdp.transition, dtype=np.float64), np.array(mdp.reward, dtype=np.float64)
    q, v = np.empty((horizon, *reward.shape)), np.zeros((horizon + 1, reward.shape[0]))
    for t in range(horizon - 1, -1, -1):
        q[t] = reward + gamma * (transition @ v[t + 1])
        v[t] = (policy * q[t]).sum(axis=1)
    return q, v[:horizon]


def _setting(mdp: FiniteMDP, logits: npt.ArrayLike, horizon: int, gamma: float) -> tuple[FloatArray, int, float]:
    policy, horizon, discount = softmax_policy(logits), integer("horizon", horizon), float(gamma)
    shape = (mdp.states, mdp.actions)
    require(policy.shape == shape, f"logits must have shape {shape}, not {policy.shape}.")
    require(0.0 <= discount <= 1.0, f"gamma must be in [0, 1], not {discount}.")
    return policy, horizon, discount


def exact_policy_gradient(mdp: FiniteMDP, logits: npt.ArrayLike, *, horizon: int, gamma: float = 1.0) -> FloatArray:
    """∇ E Σ_{t < horizon} γᵗ r_t in the logits, by forward and backward recursion: shape (S, A)."""
    policy, horizon, gamma = _setting(mdp, logits, horizon, gamma)
    q, v = _action_values(mdp, policy, horizon, gamma)
    moves = np.einsum("sa,sat->st", policy, np.array(mdp.transition, dtype=np.float64))
    law, gradient = np.array(mdp.start, dtype=np.float64), np.zeros(policy.shape)
    for t in range(horizon):
        gradient += gamma**t * law[:, None] * policy * (q[t] - v[t][:, None])
        law = law @ moves
    return gradient


def policy_gradients(
    rng: np.random.Generator,
    size: int,
    *,
    mdp: FiniteMDP,
    logits: npt.ArrayLike,
    horizon: int,
    gamma: float = 1.0,
    estimator: Estimator = "total return",
) -> FloatArray:
    """One unbiased estimate of the gradient an episode: shape (size, S, A). ``ValueError`` for an unknown estimator."""
    policy, horizon, gamma = _setting(mdp, logits, horizon, gamma)
    require(estimator in ESTIMATORS, f"{estimator!r} is not one of {', '.join(ESTIMATORS)}.")
    q, v = _action_values(mdp, policy, horizon, gamma)
    discounts = np.asarray(gamma ** np.arange(horizon), dtype=np.float64)

    def draw(episodes: int) -> FloatArray:
        states, actions, rewards = rollouts(rng, episodes, mdp=mdp, policy=policy, horizon=horizon)
        s, a = states.T.astype(np.int64), actions.T.astype(np.int64)
        if estimator == "all actions":
            advantages = policy * (q - v[:, :, None]) * discounts[:, None, None]
            return _by_state(s, lambda t: advantages[t][s[t]], policy.shape)
        coefficients = _coefficients(estimator, s, a, rewards.T, discounts, q, v)
        return _scores(s, a, coefficients, policy)

    return fill_blocks(size, 8 * (5 * horizon + 2 * policy.size), draw, BUDGET)


def _coefficients(
    estimator: Estimator,
    s: npt.NDArray[np.int64],
    a: npt.NDArray[np.int64],
    rewards: FloatArray,
    discounts: FloatArray,
    q: FloatArray,
    v: FloatArray,
) -> FloatArray:
    """γᵗ c_t by step and episode: shape (horizon, episodes)."""
    step = np.arange(s.shape[0])[:, None]
    if estimator == "critic":
        return (q[step, s, a] - v[step, s]) * discounts[:, None]
    discounted = rewards * discounts[:, None]
    if estimator == "total return":
        return np.broadcast_to(discounted.sum(axis=0), discounted.shape)
    to_go = np.cumsum(discounted[::-1], axis=0)[::-1]
    return to_go - v[step, s] * discounts[:, None] if estimator == "baseline" else to_go


def _by_state(
    s: npt.NDArray[np.int64], rows: Callable[[int], FloatArray], shape: tuple[int, ...]
) -> FloatArray:
    """Σ_t of ``rows(t)``, one row an episode, added to the row of the state s_t: shape (episodes, S, A)."""
    episodes = np.arange(s.shape[1])
    total = np.zeros((s.shape[1], *shape))
    for t in range(s.shape[0]):
        total[episodes, s[t]] += rows(t)
    return total


def _scores(s: npt.NDArray[np.int64], a: npt.NDArray[np.int64], weights: FloatArray, policy: FloatArray) -> FloatArray:
    """Σ_t w_t ∇ log π(a_t | s_t), ∇ log π(a | s) being e_a − π(· | s) in row s: shape (episodes, S, A)."""
    episodes, (states, actions) = np.arange(s.shape[1]), policy.shape
    total = np.zeros((s.shape[1], states, actions))
    for t in range(s.shape[0]):
        total[episodes, s[t], a[t]] += weights[t]
    by_state: FloatArray = total.sum(axis=2, keepdims=True)
    total -= by_state * policy
    return total
