"""The small processes do what their sentences say."""

from __future__ import annotations

from fractions import Fraction

import pytest

from numerics import decision_processes, mdp
from numerics.policy_derivatives import binary_policy

HALF = Fraction(1, 2)


def test_stay_or_move() -> None:
    process = decision_processes.stay_or_move(3, -2, 7, forth=Fraction(2, 5), back=Fraction(1, 3))
    assert [[int(r) for r in row] for row in process.reward] == [[3, -2], [7, 7]]
    assert mdp.state_transition(process, binary_policy((1, 1))) == ((Fraction(3, 5), Fraction(2, 5)),
                                                                   (Fraction(1, 3), Fraction(2, 3)))
    assert mdp.state_values(process, binary_policy((0, 1)), HALF)[0] == 6


def test_sequence_of_steps_pays_action_1_step_by_step() -> None:
    process = decision_processes.sequence_of_steps((3, -2, 5))
    found = {actions: rewards for _, _, actions, rewards in mdp.enumerate_trajectories(process, [[HALF, HALF]] * 4, 3)}
    assert len(found) == 8
    assert all(rewards == tuple(r * a for r, a in zip((3, -2, 5), actions, strict=True))
               for actions, rewards in found.items())
    with pytest.raises(ValueError, match="at least one entry"):
        decision_processes.sequence_of_steps(())


@pytest.mark.parametrize("length", [1, 2, 4])
def test_corridor_pays_only_a_whole_sequence(length: int) -> None:
    process = decision_processes.corridor(length, success=Fraction(2, 3), reward=5)
    policy = binary_policy([Fraction(3, 4)] * length + [1])
    mean = sum(p * sum(rewards) for p, _, _, rewards in mdp.enumerate_trajectories(process, policy, length))
    assert mean == 5 * HALF ** length


@pytest.mark.parametrize("instance", [0, 1, 2])
def test_irregular_processes_have_one_stationary_distribution(instance: int) -> None:
    process = decision_processes.irregular(instance)
    policy = binary_policy([Fraction(1, 3)] * process.states)
    law, matrix = decision_processes.stationary_distribution(process, policy), mdp.state_transition(process, policy)
    assert sum(law) == 1
    assert min(law) > 0
    assert law == tuple(sum(law[s] * matrix[s][t] for s in range(process.states)) for t in range(process.states))


def test_there_are_three_irregular_processes() -> None:
    with pytest.raises(ValueError, match="instance must be 0, 1 or 2"):
        decision_processes.irregular(3)
