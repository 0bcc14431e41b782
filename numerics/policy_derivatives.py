"""Exact derivatives of expected returns with respect to the policy, by power series over the rationals.

The policy moves along a line, π_ε = π + ε h with rational h whose rows sum to zero. The return is computed with π_ε
as a truncated power series in ε, and its coefficient of ε is the derivative: no policy-gradient theorem is used.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from flint import fmpq, fmpq_series

from numerics.arrays import integer, require
from numerics.mdp import FiniteMDP
from numerics.mdp.model import Policy, Rational, Table, discount_factor, policy_table, rational

ORDER = 2  # coefficients kept: the value and its derivative


def return_derivative(mdp: FiniteMDP, policy: Policy, slope: Policy, gamma: Rational) -> Fraction:
    """d/dε at 0 of J(π + ε h) = E Σ_{t ≥ 0} γ^t r_t, for rational gamma in [0, 1) and slope h, both S × A.

    Solves (1 − γ P_ε) V = r_ε by elimination over power series. ``ValueError`` unless the rows of h sum to zero.
    """
    discount = _fmpq(discount_factor(gamma))
    lines = _lines(mdp, policy, slope)
    size = range(mdp.states)
    matrix = [[_constant(fmpq(int(s == t))) - _mean(lines[s], [row[t] for row in mdp.transition[s]]) * discount
               for t in size] for s in size]
    values = _solve(matrix, [_mean(lines[s], mdp.reward[s]) for s in size])
    return _slope(_mean(values, mdp.start))


def finite_return_derivative(mdp: FiniteMDP, policy: Policy, slope: Policy, gamma: Rational, horizon: int) -> Fraction:
    """d/dε at 0 of E_{π + ε h} Σ_{t < horizon} γ^t r_t, for any rational gamma, by backward recursion over series."""
    discount, lines = _fmpq(rational(gamma)), _lines(mdp, policy, slope)
    values = [_constant(fmpq(0))] * mdp.states
    for _ in range(integer("horizon", horizon)):
        ahead = [[_constant(_fmpq(mdp.reward[s][a])) + _mean(values, mdp.transition[s][a]) * discount
                  for a in range(mdp.actions)] for s in range(mdp.states)]
        values = [sum((p * q for p, q in zip(lines[s], ahead[s], strict=True)), _constant(fmpq(0)))
                  for s in range(mdp.states)]
    return _slope(_mean(values, mdp.start))


def binary_policy(probabilities: Sequence[Rational]) -> Table:
    """The policy on two actions that takes action 1 with probability θ_s in state s."""
    return tuple((1 - rational(theta), rational(theta)) for theta in probabilities)


def binary_slope(derivatives: Sequence[Rational]) -> Table:
    """The direction in which the probability of action 1 grows by h_s in state s."""
    return tuple((-rational(h), rational(h)) for h in derivatives)


def _fmpq(value: Fraction) -> fmpq:
    return fmpq(value.numerator, value.denominator)


def _constant(value: fmpq) -> fmpq_series:
    return fmpq_series([value], prec=ORDER)


def _lines(mdp: FiniteMDP, policy: Policy, slope: Policy) -> list[list[fmpq_series]]:
    """π(a|s) + ε h(s, a) as series."""
    pi = policy_table(mdp, policy)
    require(len(slope) == mdp.states and all(len(row) == mdp.actions for row in slope), "slope must be S × A.")
    require(all(sum(rational(h) for h in row) == 0 for row in slope), "each row of slope must sum to zero.")
    return [[fmpq_series([_fmpq(p), _fmpq(rational(h))], prec=ORDER) for p, h in zip(*rows, strict=True)]
            for rows in zip(pi, slope, strict=True)]


def _mean(series: Sequence[fmpq_series], weights: Sequence[Fraction]) -> fmpq_series:
    return sum((x * _fmpq(w) for x, w in zip(series, weights, strict=True)), _constant(fmpq(0)))


def _solve(matrix: list[list[fmpq_series]], right: list[fmpq_series]) -> list[fmpq_series]:
    """Gauss–Jordan elimination; 1 − γ P is strictly diagonally dominant at ε = 0, so no pivot vanishes."""
    rows = [[*row, b] for row, b in zip(matrix, right, strict=True)]
    for k, pivot in enumerate(rows):
        pivot[:] = [x / pivot[k] for x in pivot]
        for row in rows:
            if row is not pivot:
                row[:] = [x - row[k] * y for x, y in zip(row, pivot, strict=True)]
    return [row[-1] for row in rows]


def _slope(series: fmpq_series) -> Fraction:
    return rational(series[1])
