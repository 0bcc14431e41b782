"""All trajectories of a finite MDP with their exact probabilities: expectations over short horizons by enumeration."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TypeAlias

from numerics.arrays import integer
from numerics.mdp.model import FiniteMDP, Policy, Vector, policy_table

Trajectory: TypeAlias = tuple[Fraction, tuple[int, ...], tuple[int, ...], Vector]
"""Probability, states s_0 … s_{H−1}, actions a_0 … a_{H−1}, rewards r_0 … r_{H−1}."""


def enumerate_trajectories(mdp: FiniteMDP, policy: Policy, horizon: int) -> Iterator[Trajectory]:
    """All trajectories of ``horizon`` steps with positive probability, as (probability, states, actions, rewards).

    States are s_0 … s_{H−1} (the state after the last action is not drawn), rewards are r(s_t, a_t). The probabilities
    sum to one; there are up to (S · A)^H trajectories.
    """
    pi, steps = policy_table(mdp, policy), integer("horizon", horizon)

    def extend(probability: Fraction, states: tuple[int, ...], actions: tuple[int, ...]) -> Iterator[Trajectory]:
        s = states[-1]
        for a in range(mdp.actions):
            weight = probability * pi[s][a]
            if not weight:
                continue
            if len(states) == steps:
                taken = (*actions, a)
                yield weight, states, taken, tuple(mdp.reward[x][y] for x, y in zip(states, taken, strict=True))
                continue
            for t, mass in enumerate(mdp.transition[s][a]):
                if mass:
                    yield from extend(weight * mass, (*states, t), (*actions, a))

    for s, mass in enumerate(mdp.start):
        if mass:
            yield from extend(mass, (s,), ())
