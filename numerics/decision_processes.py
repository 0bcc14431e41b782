"""Small decision processes whose values are known in closed form, and irregular ones without symmetry.

All have two actions, 0 and 1, in every state.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from flint import fmpq, fmpq_mat

from numerics.arrays import integer, require
from numerics.mdp import FiniteMDP, state_transition
from numerics.mdp.model import Policy, Rational, Vector, rational


def stay_or_move(stay: Rational, move: Rational, there: Rational, *, forth: Rational, back: Rational) -> FiniteMDP:
    """Two states, start in 0. There action 0 pays ``stay`` and stays; action 1 pays ``move`` and moves to state 1 with
    probability ``forth``. State 1 pays ``there`` and returns to 0 with probability ``back``, whatever the action.
    """
    p, q = rational(forth), rational(back)
    away, home = [1 - p, p], [q, 1 - q]
    return FiniteMDP([[[1, 0], away], [home, home]], [[stay, move], [there, there]], [1, 0])


def sequence_of_steps(rewards: Sequence[Rational]) -> FiniteMDP:
    """State t = 0, …, n − 1 is the number of steps made; action 1 pays rewards[t], action 0 nothing; then the end."""
    n = len(rewards)
    require(n > 0, "rewards must have at least one entry.")
    following = [[Fraction(t == min(s + 1, n)) for t in range(n + 1)] for s in range(n + 1)]
    return FiniteMDP([[row, row] for row in following], [*([0, r] for r in rewards), [0, 0]], _first(n + 1))


def corridor(length: int, *, success: Rational, reward: Rational) -> FiniteMDP:
    """``length`` steps: action 1 gets on with probability ``success``; any other outcome ends the episode unpaid.

    States 0, …, length − 1 count the steps made, the next state is the end. Step ``length`` pays ``reward`` if it gets
    on: its expected reward is ``success`` · ``reward``.
    """
    n, p = integer("length", length), rational(success)
    forward = [[p * (t == s + 1) + (1 - p) * (t == n) for t in range(n + 1)] for s in range(n - 1)]
    end = [Fraction(t == n) for t in range(n + 1)]
    transition = [*([end, row] for row in forward), [end, end], [end, end]]
    return FiniteMDP(transition, [*([0, 0] for _ in range(n - 1)), [0, p * rational(reward)], [0, 0]], _first(n + 1))


def irregular(instance: int) -> FiniteMDP:
    """Irregular process number 0, 1 or 2, with 2, 3 and 3 states; every state can be reached from every other."""
    require(0 <= instance < len(_IRREGULAR), f"instance must be 0, 1 or 2, not {instance}.")
    transition, reward, start = _IRREGULAR[instance]
    return FiniteMDP([[_parts(row) for row in rows] for rows in transition], reward, _parts(start))


def stationary_distribution(mdp: FiniteMDP, policy: Policy) -> Vector:
    """The stationary distribution m = m P_π of an irreducible process under a policy, from m (1 − P_π + E) = 1.

    E is the matrix of ones. ``ZeroDivisionError`` if the stationary distribution is not unique.
    """
    matrix, size = state_transition(mdp, policy), range(mdp.states)
    transposed = [[int(s == t) - matrix[s][t] + 1 for s in size] for t in size]
    left = fmpq_mat(len(size), len(size), [fmpq(x.numerator, x.denominator) for row in transposed for x in row])
    solution = left.solve(fmpq_mat(len(size), 1, [1] * len(size)))
    return tuple(rational(solution[s, 0]) for s in size)


def _parts(weights: Sequence[int]) -> list[Fraction]:
    return [Fraction(w, sum(weights)) for w in weights]


def _first(states: int) -> list[int]:
    return [1, *[0] * (states - 1)]


_IRREGULAR: tuple[tuple[list[list[list[int]]], list[list[int]], list[int]], ...] = (
    ([[[1, 2], [3, 1]], [[2, 3], [1, 4]]], [[1, 4], [3, -2]], [2, 1]),
    ([[[1, 2, 1], [3, 1, 0]], [[0, 1, 1], [2, 1, 2]], [[1, 0, 2], [0, 3, 1]]], [[2, -1], [0, 3], [5, 1]], [1, 2, 1]),
    ([[[0, 1, 3], [2, 2, 1]], [[1, 1, 1], [0, 1, 0]], [[4, 1, 0], [1, 1, 2]]], [[-1, 2], [4, 1], [3, -3]], [3, 1, 1]),
)
