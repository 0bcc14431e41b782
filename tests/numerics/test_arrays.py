"""Argument checks: what passes, and the sentence that names what does not."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from numerics.arrays import distribution, integer, non_negative, vector


def test_good_values_pass() -> None:
    assert integer("n", np.int64(3)) == 3
    assert non_negative("noise", Fraction(1, 2)) == 0.5
    np.testing.assert_array_equal(vector("x", [1, Fraction(1, 4)]), [1.0, 0.25])
    np.testing.assert_array_equal(distribution("p", [Fraction(1, 2), 0.5, 0]), [0.5, 0.5, 0.0])
    sixths = distribution("p", [1 / 6] * 6)
    assert sixths.sum() != 1.0, "a sum that misses one by rounding passes"


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: integer("n", 0), "n must be at least 1, not 0"),
        (lambda: integer("n", "3"), "n must be an integer, not '3'"),  # type: ignore[arg-type]
        (lambda: non_negative("noise", -1.0), "noise must be finite and non-negative"),
        (lambda: non_negative("noise", float("nan")), "noise must be finite and non-negative"),
        (lambda: vector("x", []), "x must be a non-empty vector"),
        (lambda: vector("x", [np.inf]), "x must be finite"),
        (lambda: distribution("p", [0.5, 0.6]), r"p must sum to 1, not 1\.1"),
        (lambda: distribution("p", [1.5, -0.5]), "p must be non-negative"),
        (lambda: distribution("p", [0.5, 0.5 - 1e-12]), "p must sum to 1"),
    ],
)
def test_bad_values_are_named(call: object, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        call()  # type: ignore[operator]
