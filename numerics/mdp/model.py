"""A finite Markov decision process with rational data, checked once so that everything built on it can be exact.

A process has S states and A actions, transition probabilities p(s'|s, a), expected rewards r(s, a) and a start
distribution. Policies are tables π(a|s) of shape S × A.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

import numpy as np
from flint import fmpq

from numerics.arrays import FloatArray, distribution, require

Rational: TypeAlias = Fraction | int
Vector: TypeAlias = tuple[Fraction, ...]
Table: TypeAlias = tuple[Vector, ...]
Policy: TypeAlias = Sequence[Sequence[Rational]]
"""Action probabilities π(a|s): one row a state, rows sum to one."""


def rational(value: object) -> Fraction:
    """A rational number (also FLINT's) as a ``Fraction``; ``ValueError`` for a float, which is rarely what it says."""
    if isinstance(value, fmpq):
        return Fraction(int(value.p), int(value.q))
    if not isinstance(value, int | Fraction):
        raise ValueError(f"exact numbers are needed (int, Fraction or fmpq), not {value!r}.")
    return Fraction(value)


def _row(name: str, masses: Sequence[object], length: int) -> Vector:
    """An exact probability vector of the given length; ``ValueError`` otherwise."""
    row = tuple(rational(mass) for mass in masses)
    require(len(row) == length, f"{name} must have {length} entries, not {len(row)}.")
    require(all(mass >= 0 for mass in row), f"{name} must be non-negative.")
    require(sum(row) == 1, f"{name} must sum to 1, not {sum(row)}.")
    return row


@dataclass(frozen=True, slots=True, init=False)
class FiniteMDP:
    """A finite Markov decision process with rational data.

    ``transition[s][a][s']`` is p(s'|s, a), ``reward[s][a]`` the expected reward r(s, a), ``start[s]`` the probability
    of the first state. Entries may be int, Fraction or fmpq and are stored as Fractions. ``ValueError`` with one
    sentence if shapes differ, a probability is negative or a distribution does not sum to one.
    """

    transition: tuple[Table, ...]
    reward: Table
    start: Vector

    def __init__(
        self,
        transition: Sequence[Sequence[Sequence[Rational]]],
        reward: Sequence[Sequence[Rational]],
        start: Sequence[Rational],
    ) -> None:
        states = len(transition)
        require(states > 0, "an MDP needs at least one state.")
        actions = len(transition[0])
        require(actions > 0, "an MDP needs at least one action.")
        require(all(len(rows) == actions for rows in transition), "every state must list every action.")
        table = tuple(
            tuple(_row(f"transition[{s}][{a}]", row, states) for a, row in enumerate(rows)) for s, rows in enumerate(transition)
        )
        shape_is_right = len(reward) == states and all(len(row) == actions for row in reward)
        require(shape_is_right, f"reward must have {states} rows of {actions} entries.")
        object.__setattr__(self, "transition", table)
        object.__setattr__(self, "reward", tuple(tuple(rational(value) for value in row) for row in reward))
        object.__setattr__(self, "start", _row("start", start, states))

    @property
    def states(self) -> int:
        """The number S of states."""
        return len(self.transition)

    @property
    def actions(self) -> int:
        """The number A of actions."""
        return len(self.reward[0])


def policy_table(mdp: FiniteMDP, policy: Policy) -> Table:
    """The policy as Fractions; ``ValueError`` unless it is one distribution over the actions for each state."""
    require(len(policy) == mdp.states, f"a policy must have {mdp.states} rows, not {len(policy)}.")
    return tuple(_row(f"policy[{s}]", row, mdp.actions) for s, row in enumerate(policy))


def discount_factor(gamma: Rational) -> Fraction:
    """The discount factor as a Fraction; ``ValueError`` unless it is in [0, 1)."""
    value = rational(gamma)
    require(0 <= value < 1, f"gamma must be in [0, 1), not {value}.")
    return value


def float_policy(mdp: FiniteMDP, policy: Policy | FloatArray) -> FloatArray:
    """The policy as a float array (S, A), from rationals or floats; ``ValueError`` unless rows are distributions."""
    require(len(policy) == mdp.states, f"a policy must have {mdp.states} rows, not {len(policy)}.")
    rows = [distribution(f"policy[{s}]", [float(mass) for mass in row]) for s, row in enumerate(policy)]
    require(all(row.size == mdp.actions for row in rows), f"a policy must have {mdp.actions} columns.")
    return np.array(rows)
