"""Finite Markov decision processes: exact values and trajectories, batched rollouts, softmax policies."""

from numerics.mdp.model import FiniteMDP
from numerics.mdp.rollouts import discounted_returns_to_go, rollouts, sampled_visitation, visitation_exact_law
from numerics.mdp.softmax import softmax_policy, softmax_score
from numerics.mdp.trajectories import enumerate_trajectories
from numerics.mdp.values import (
    action_values,
    deterministic_policy,
    discounted_visitation,
    optimal_policy,
    optimal_values,
    state_transition,
    state_values,
)

__all__ = [
    "FiniteMDP",
    "action_values",
    "deterministic_policy",
    "discounted_returns_to_go",
    "discounted_visitation",
    "enumerate_trajectories",
    "optimal_policy",
    "optimal_values",
    "rollouts",
    "sampled_visitation",
    "softmax_policy",
    "softmax_score",
    "state_transition",
    "state_values",
    "visitation_exact_law",
]
