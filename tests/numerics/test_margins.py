"""The exact hard-margin programme against SciPy's constrained minimiser and small cases solved by hand."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from scipy.optimize import minimize

from numerics.margins import hard_margin, multipliers


@pytest.mark.parametrize("bias", [False, True])
@pytest.mark.parametrize("seed", range(4))
def test_minimiser_agrees_with_scipy(bias: bool, seed: int) -> None:
    rng = np.random.default_rng(seed)
    y = [1, 1, 1, -1, -1]
    X = [[int(e) for e in rng.integers(-3, 4, 2) + label * np.array([5, 4])] for label in y]
    w, b = hard_margin(X, y, bias=bias)
    x, signs = np.array(X, float), np.array(y, float)

    def margins(z: np.ndarray) -> np.ndarray:
        return signs * (x @ z[:2] + bias * z[2]) - 1
    found = minimize(lambda z: z[:2] @ z[:2], np.array([1.0, 1.0, 0.0]), constraints={"type": "ineq", "fun": margins},
                     method="SLSQP", options={"ftol": 1e-14})
    assert np.allclose([float(e) for e in w], found.x[:2], atol=1e-5)
    assert min(margins(np.array([*map(float, w), float(b)]))) >= -1e-12


def test_sum_of_multipliers_is_the_squared_norm() -> None:
    X, y = [[1, 2], [2, 1], [5, 5]], [1, 1, 1]
    w, b = hard_margin(X, y, bias=False)
    alpha = multipliers(X, y)
    assert b == 0 and w == [Fraction(1, 3)] * 2 and sum(alpha) == sum(e * e for e in w) and alpha[2] == 0


def test_bias_is_the_midpoint_in_one_dimension() -> None:
    assert hard_margin([[1], [-10]], [1, -1], bias=True) == ([Fraction(2, 11)], Fraction(9, 11))


def test_what_is_refused() -> None:
    with pytest.raises(ValueError, match="separates"):
        hard_margin([[1], [2]], [1, -1], bias=False)
    with pytest.raises(ValueError, match="both classes"):
        hard_margin([[1], [2]], [1, 1], bias=True)
    with pytest.raises(ValueError, match="labels"):
        hard_margin([[1], [2]], [1, 0], bias=False)
