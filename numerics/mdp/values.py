"""Values, visitation and optimal policies of a finite MDP, exactly: linear systems over the rationals, solved by FLINT.

Reference: Puterman (1994), Markov Decision Processes, §6.1 (values), §6.4 (policy iteration), §6.9 (visitation).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from flint import fmpq, fmpq_mat

from numerics.arrays import require
from numerics.mdp.model import FiniteMDP, Policy, Rational, Table, Vector, discount_factor, policy_table, rational


def _fmpq(value: Fraction) -> fmpq:
    return fmpq(value.numerator, value.denominator)


def _dot(a: Sequence[Fraction], b: Sequence[Fraction]) -> Fraction:
    return sum((x * y for x, y in zip(a, b, strict=True)), Fraction(0))


def _solve(matrix: Sequence[Sequence[Fraction]], right: Sequence[Fraction]) -> Vector:
    """The exact solution of a square linear system."""
    n = len(right)
    left = fmpq_mat(n, n, [_fmpq(value) for row in matrix for value in row])
    solution = left.solve(fmpq_mat(n, 1, [_fmpq(value) for value in right]))
    return tuple(rational(solution[i, 0]) for i in range(n))


def state_transition(mdp: FiniteMDP, policy: Policy) -> Table:
    """P_π[s][s'] = Σ_a π(a|s) p(s'|s, a), the transition matrix of the states under a policy."""
    pi = policy_table(mdp, policy)
    return tuple(
        tuple(_dot(pi[s], [mdp.transition[s][a][t] for a in range(mdp.actions)]) for t in range(mdp.states))
        for s in range(mdp.states)
    )


def _system(mdp: FiniteMDP, policy: Policy, gamma: Fraction) -> list[list[Fraction]]:
    """The matrix 1 − γ P_π."""
    matrix = state_transition(mdp, policy)
    return [[(s == t) - gamma * matrix[s][t] for t in range(mdp.states)] for s in range(mdp.states)]


def state_values(mdp: FiniteMDP, policy: Policy, gamma: Rational) -> Vector:
    """V_π(s) = E[Σ_t γ^t r_t | s_0 = s], from (1 − γ P_π) V = r_π, for rational gamma in [0, 1)."""
    pi, discount = policy_table(mdp, policy), discount_factor(gamma)
    rewards = [_dot(pi[s], mdp.reward[s]) for s in range(mdp.states)]
    return _solve(_system(mdp, pi, discount), rewards)


def _look_ahead(mdp: FiniteMDP, values: Vector, gamma: Fraction) -> Table:
    """r(s, a) + γ Σ_s' p(s'|s, a) V(s')."""
    return tuple(
        tuple(mdp.reward[s][a] + gamma * _dot(mdp.transition[s][a], values) for a in range(mdp.actions))
        for s in range(mdp.states)
    )


def action_values(mdp: FiniteMDP, policy: Policy, gamma: Rational) -> Table:
    """Q_π[s][a] = r(s, a) + γ Σ_s' p(s'|s, a) V_π(s')."""
    return _look_ahead(mdp, state_values(mdp, policy, gamma), discount_factor(gamma))


def discounted_visitation(mdp: FiniteMDP, policy: Policy, gamma: Rational) -> Vector:
    """d(s) = (1 − γ) Σ_t γ^t P(s_t = s), the normalised discounted visitation of the states; sums to one."""
    discount = discount_factor(gamma)
    matrix = _system(mdp, policy, discount)
    transposed = [[matrix[t][s] for t in range(mdp.states)] for s in range(mdp.states)]
    return _solve(transposed, [(1 - discount) * mass for mass in mdp.start])


def deterministic_policy(mdp: FiniteMDP, choices: Sequence[int]) -> Table:
    """The policy table that takes action ``choices[s]`` in state s."""
    require(len(choices) == mdp.states, f"choices must have {mdp.states} entries, not {len(choices)}.")
    require(all(0 <= a < mdp.actions for a in choices), f"choices must be actions in 0, …, {mdp.actions - 1}.")
    return tuple(tuple(Fraction(a == choice) for a in range(mdp.actions)) for choice in choices)


def optimal_policy(mdp: FiniteMDP, gamma: Rational) -> tuple[int, ...]:
    """An optimal action in each state, by exact policy iteration: it ends when no action improves strictly."""
    discount = discount_factor(gamma)
    choices = (0,) * mdp.states
    while True:
        q = action_values(mdp, deterministic_policy(mdp, choices), discount)
        better = tuple(
            choice if row[choice] == max(row) else row.index(max(row)) for choice, row in zip(choices, q, strict=True)
        )
        if better == choices:
            return choices
        choices = better


def optimal_values(mdp: FiniteMDP, gamma: Rational) -> Vector:
    """V*(s), the values of an optimal policy, exactly."""
    return state_values(mdp, deterministic_policy(mdp, optimal_policy(mdp, gamma)), gamma)
