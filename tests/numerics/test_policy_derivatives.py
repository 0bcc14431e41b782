"""Derivatives of returns against central differences of exact values, and against polynomial interpolation."""

from __future__ import annotations

from fractions import Fraction

import pytest

from numerics import decision_processes, mdp, policy_derivatives

GAMMA = Fraction(3, 5)
THETA, SLOPE = (Fraction(1, 3), Fraction(2, 5), Fraction(3, 4)), (1, -2, Fraction(1, 2))


def moved(states: int, step: Fraction) -> mdp.model.Table:
    return policy_derivatives.binary_policy([t + step * h for t, h in zip(THETA[:states], SLOPE[:states], strict=True)])


@pytest.mark.parametrize("instance", [0, 1, 2])
def test_derivative_of_the_return_by_central_differences(instance: int) -> None:
    process = decision_processes.irregular(instance)
    found = policy_derivatives.return_derivative(process, moved(process.states, Fraction(0)),
                                                 policy_derivatives.binary_slope(SLOPE[:process.states]), GAMMA)

    def quotient(step: Fraction) -> Fraction:
        up, down = (sum(p * v for p, v in zip(process.start, mdp.state_values(process, moved(process.states, x), GAMMA),
                                              strict=True)) for x in (step, -step))
        return (up - down) / (2 * step)
    coarse, fine = abs(quotient(Fraction(1, 1000)) - found), abs(quotient(Fraction(1, 2000)) - found)
    assert fine < Fraction(1, 1000)
    assert abs(coarse / fine - 4) < Fraction(1, 100)  # the error of a central difference is quadratic


@pytest.mark.parametrize(("instance", "horizon"), [(0, 1), (0, 3), (1, 2), (2, 2)])
def test_derivative_of_a_finite_return_by_interpolation(instance: int, horizon: int) -> None:
    """E Σ γ^t r_t is a polynomial of degree ≤ horizon in ε: Lagrange interpolation gives its derivative at 0."""
    process = decision_processes.irregular(instance)
    nodes = [Fraction(k, 50) for k in range(-2, horizon - 1)]

    def value(step: Fraction) -> Fraction:
        return sum((p * sum(GAMMA ** t * r for t, r in enumerate(rewards)) for p, _, _, rewards in
                    mdp.enumerate_trajectories(process, moved(process.states, step), horizon)), Fraction(0))

    def lagrange_slope(k: int) -> Fraction:
        others = [x for j, x in enumerate(nodes) if j != k]
        total = Fraction(0)
        for j in range(len(others)):
            term = 1 / (nodes[k] - others[j])
            for i, x in enumerate(others):
                if i != j:
                    term *= -x / (nodes[k] - x)
            total += term
        return total
    expected = sum(value(x) * lagrange_slope(k) for k, x in enumerate(nodes))
    assert policy_derivatives.finite_return_derivative(
        process, moved(process.states, Fraction(0)), policy_derivatives.binary_slope(SLOPE[:process.states]), GAMMA,
        horizon) == expected


def test_a_direction_must_keep_the_sum_of_the_probabilities() -> None:
    process = decision_processes.irregular(0)
    with pytest.raises(ValueError, match="each row of slope must sum to zero"):
        policy_derivatives.return_derivative(process, moved(2, Fraction(0)), ((1, 0), (0, 0)), GAMMA)
    with pytest.raises(ValueError, match="slope must be S × A"):
        policy_derivatives.return_derivative(process, moved(2, Fraction(0)), ((1, -1),), GAMMA)
