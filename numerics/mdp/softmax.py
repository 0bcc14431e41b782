"""Softmax policies and their score, the two ingredients of a policy gradient.

Reference: Sutton, McAllester, Singh & Mansour (2000), Policy gradient methods for reinforcement learning, NeurIPS 12.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from numerics.arrays import FloatArray, require


def softmax_policy(logits: npt.ArrayLike) -> FloatArray:
    """π(a|s) = exp θ(s, a) / Σ_b exp θ(s, b) for logits θ of shape (S, A); shift-invariant, so it does not overflow."""
    theta = np.asarray(logits, dtype=np.float64)
    require(theta.ndim == 2 and theta.size > 0, f"logits must have shape (states, actions), not {theta.shape}.")
    require(bool(np.isfinite(theta).all()), "logits must be finite.")
    weights = np.exp(theta - theta.max(axis=1, keepdims=True))
    policy: FloatArray = weights / weights.sum(axis=1, keepdims=True)
    return policy


def softmax_score(logits: npt.ArrayLike, states: npt.NDArray[np.integer], actions: npt.NDArray[np.integer]) -> FloatArray:
    """∇_θ log π(a|s) for arrays of states and actions of one shape: that shape followed by (S, A).

    Its entry (s', a') is 1{s' = s} (1{a' = a} − π(a'|s)).
    """
    policy = softmax_policy(logits)
    require(states.shape == actions.shape, f"states {states.shape} and actions {actions.shape} must have one shape.")
    gradients = np.zeros((*policy.shape, *policy.shape))
    for s in range(policy.shape[0]):
        gradients[s, :, s, :] = np.eye(policy.shape[1]) - policy[s]
    scores: FloatArray = gradients[states, actions]
    return scores
