"""Exact derivatives against SymPy, and inertia against NumPy."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
import sympy
from flint import fmpq, fmpq_mat, fmpq_series

from numerics.exact_derivatives import gradient, hessian, inertia, mixed, slope

X, Y = sympy.symbols("x y")
POLYNOMIAL = 3 * X ** 3 * Y ** 2 - X * Y + Y ** 4 / 5 - 2 * X + 7


def _value(point):
    x, y = point
    return 3 * x * x * x * y * y - x * y + y * y * y * y / 5 - 2 * x + 7


@pytest.mark.parametrize("degree", range(1, 9))
def test_slope_of_a_power(degree: int) -> None:
    for power in range(degree + 1):
        assert slope(lambda s, power=power: Fraction(s + 2) ** power, degree) == (2 ** (power - 1) * power if power else 0)


def test_gradient_and_hessian_are_those_of_sympy() -> None:
    at = {X: sympy.Rational(2, 3), Y: sympy.Rational(-5, 4)}
    exact = [Fraction(2, 3), Fraction(-5, 4)]
    for found, variable in zip(gradient(_value, exact, 4), (X, Y), strict=True):
        expected = POLYNOMIAL.diff(variable).subs(at)
        assert found == fmpq(int(expected.p), int(expected.q))
    second = hessian(_value, exact, 5)
    for i, u in enumerate((X, Y)):
        for j, v in enumerate((X, Y)):
            expected = POLYNOMIAL.diff(u, v).subs(at)
            assert second[i, j] == fmpq(int(expected.p), int(expected.q))
    assert mixed(lambda s, t: s * t * 3 + s * s * t - t + 4, 2) == 3


def test_gradient_of_series() -> None:
    x = fmpq_series([1, 2, 3], prec=3)
    assert str(gradient(lambda p: p[0] * p[0], [x], 2)[0]) == str(x + x)


@pytest.mark.parametrize("size", [1, 3, 6])
def test_inertia_counts_the_eigenvalues(size: int) -> None:
    rng = np.random.default_rng(size)
    for rank in range(size + 1):
        factor = rng.integers(-5, 6, (size, rank))
        matrix = factor @ np.diag(rng.choice([-2, 3], rank)) @ factor.T if rank else np.zeros((size, size), int)
        eigenvalues = np.linalg.eigvalsh(matrix)
        found = inertia(fmpq_mat([[int(e) for e in row] for row in matrix]))
        assert found == (int((eigenvalues < -1e-9).sum()), int((abs(eigenvalues) <= 1e-9).sum()),
                         int((eigenvalues > 1e-9).sum()))


def test_what_is_refused() -> None:
    with pytest.raises(ValueError):
        slope(lambda s: s, 0)
    with pytest.raises(ValueError):
        inertia(fmpq_mat([[0, 1], [2, 0]]))
