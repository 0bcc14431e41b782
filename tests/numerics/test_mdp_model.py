"""The data of a process are exact, and each mistake in them is named in one sentence."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from fractions import Fraction

import pytest
from flint import fmpq

from numerics.mdp import FiniteMDP
from numerics.mdp.model import discount_factor, float_policy, policy_table

HALF = Fraction(1, 2)
GOOD = {"transition": [[[HALF, fmpq(1, 2)]], [[0, 1]]], "reward": [[1], [fmpq(-2, 3)]], "start": [1, 0]}


def test_entries_are_stored_as_fractions() -> None:
    mdp = FiniteMDP(**GOOD)
    assert mdp.transition == (((HALF, HALF),), ((0, 1),))
    assert mdp.reward == ((1,), (Fraction(-2, 3),))
    assert (mdp.states, mdp.actions) == (2, 1)
    assert all(type(p) is Fraction for rows in mdp.transition for row in rows for p in row)
    assert hash(mdp) == hash(FiniteMDP(**GOOD))
    with pytest.raises(FrozenInstanceError):
        mdp.start = (HALF, HALF)  # type: ignore[misc]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"transition": []}, "at least one state"),
        ({"transition": [[], []]}, "at least one action"),
        ({"transition": [[[1, 0]], [[0, 1], [1, 0]]]}, "every state must list every action"),
        ({"transition": [[[1, 0, 0]], [[0, 1]]]}, r"transition\[0\]\[0\] must have 2 entries, not 3"),
        ({"transition": [[[1, 0]], [[HALF, 1]]]}, r"transition\[1\]\[0\] must sum to 1, not 3/2"),
        ({"transition": [[[2, -1]], [[0, 1]]]}, r"transition\[0\]\[0\] must be non-negative"),
        ({"transition": [[[0.5, 0.5]], [[0, 1]]]}, r"exact numbers are needed \(int, Fraction or fmpq\), not 0\.5"),
        ({"reward": [[1, 2], [3]]}, "reward must have 2 rows of 1 entries"),
        ({"start": [HALF, 0]}, "start must sum to 1, not 1/2"),
    ],
)
def test_mistakes_are_named(change: dict[str, object], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        FiniteMDP(**{**GOOD, **change})


def test_policies_and_discounts() -> None:
    mdp = FiniteMDP(**GOOD)
    assert policy_table(mdp, [[1], [1]]) == ((1,), (1,))
    assert float_policy(mdp, [[1.0], [1]]).tolist() == [[1.0], [1.0]]
    assert discount_factor(fmpq(1, 2)) == HALF
    for bad, sentence in (([[1]], "2 rows, not 1"), ([[1], [HALF]], r"policy\[1\] must sum to 1")):
        for convert in (policy_table, float_policy):
            with pytest.raises(ValueError, match=sentence):
                convert(mdp, bad)
    with pytest.raises(ValueError, match=r"gamma must be in \[0, 1\), not 1"):
        discount_factor(1)
