"""Softmax policies and their score against complex-step derivatives, which have no cancellation error."""

from __future__ import annotations

import numpy as np
import pytest

from numerics.mdp import softmax_policy, softmax_score

LOGITS = np.array([[0.3, -1.2, 2.0], [0.0, 0.0, 5.5]])
EPSILON = np.finfo(float).eps


def test_policy_is_the_normalised_exponential() -> None:
    policy = softmax_policy(LOGITS)
    weights = np.exp(LOGITS)
    np.testing.assert_allclose(policy, weights / weights.sum(axis=1, keepdims=True), rtol=16 * EPSILON)
    np.testing.assert_allclose(softmax_policy(LOGITS + 1000.0), policy, rtol=2000 * EPSILON)


def test_score_is_the_gradient_of_the_log_probability() -> None:
    states, actions = np.indices(LOGITS.shape)
    scores = softmax_score(LOGITS, states, actions)
    assert scores.shape == (2, 3, 2, 3)
    for index in np.ndindex(LOGITS.shape):
        theta = LOGITS.astype(complex)
        theta[index] += 1e-30j
        log_policy = theta - np.log(np.exp(theta).sum(axis=1, keepdims=True))
        np.testing.assert_allclose(scores[(..., *index)], log_policy.imag / 1e-30, rtol=0, atol=16 * EPSILON)


def test_score_has_mean_zero_under_the_policy() -> None:
    states, actions = np.indices(LOGITS.shape)
    mean = np.einsum("sa,saij->sij", softmax_policy(LOGITS), softmax_score(LOGITS, states, actions))
    np.testing.assert_allclose(mean, 0.0, atol=16 * EPSILON)


def test_bad_shapes_are_refused() -> None:
    with pytest.raises(ValueError, match=r"logits must have shape \(states, actions\)"):
        softmax_policy([1.0, 2.0])
    with pytest.raises(ValueError, match="logits must be finite"):
        softmax_policy([[np.inf, 0.0]])
    with pytest.raises(ValueError, match="must have one shape"):
        softmax_score(LOGITS, np.zeros(3, dtype=int), np.zeros(4, dtype=int))
