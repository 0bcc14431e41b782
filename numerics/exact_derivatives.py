"""Derivatives of polynomials by central differences, and the signs of eigenvalues, without rounding error.

A central difference over ±1, …, ±m is exact for polynomials of degree at most 2m.  Arguments may be rationals or power
series with rational coefficients: whatever can be added and multiplied with fractions.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import partial
from itertools import pairwise
from math import factorial
from typing import Any

from flint import fmpq, fmpq_mat

from numerics.arrays import require

Function = Callable[[list[Any]], Any]


def slope(function: Callable[[int], Any], degree: int) -> Any:
    """f'(0) of a polynomial f of at most this degree ≥ 1, from its values at ±1, …, ±⌈degree / 2⌉."""
    require(degree >= 1, f"degree must be at least 1, not {degree}.")
    m = (degree + 1) // 2
    total: Any = 0
    for k in range(1, m + 1):
        weight = fmpq((-1) ** (k + 1) * factorial(m) ** 2, k * factorial(m - k) * factorial(m + k))
        total = total + _exact(function(k) - function(-k)) * weight
    return total


def gradient(function: Function, at: Sequence[Any], degree: int) -> list[Any]:
    """∇f at a point, for a polynomial of at most this degree in each variable: flint rationals (or series)."""
    return [slope(partial(_value, function, at, i, i, 0), degree) for i in range(len(at))]


def mixed(function: Callable[[int, int], Any], degree: int) -> Any:
    """∂²f/∂s∂t at (0, 0), for a polynomial f(s, t) of at most this degree in each variable."""
    return slope(lambda s: slope(lambda t: function(s, t), degree), degree)


def hessian(function: Function, at: Sequence[Any], degree: int) -> fmpq_mat:
    """∇²f at a rational point, for a polynomial of at most this total degree: a symmetric P×P matrix."""
    size = len(at)
    found = fmpq_mat(size, size)
    for i in range(size):
        for j in range(i, size):
            found[i, j] = found[j, i] = mixed(partial(_value, function, at, i, j), degree)
    return found


def inertia(matrix: fmpq_mat) -> tuple[int, int, int]:
    """Numbers of negative, zero and positive eigenvalues of a symmetric rational matrix, with multiplicity.

    The characteristic polynomial has real roots only, so that Descartes' rule of signs counts them exactly.
    """
    require(matrix == matrix.transpose(), "the matrix must be symmetric.")
    coefficients = list(matrix.charpoly().coeffs())
    zero = next(k for k, c in enumerate(coefficients) if c != 0)
    signs = [1 if c > 0 else -1 for c in coefficients if c != 0]
    positive = sum(a != b for a, b in pairwise(signs))
    return len(coefficients) - 1 - zero - positive, zero, positive


def _value(function: Function, at: Sequence[Any], i: int, j: int, s: int, t: int) -> Any:
    """The function at the point moved by s in coordinate i and by t in coordinate j."""
    point = [_exact(entry) for entry in at]
    point[i] = point[i] + s
    point[j] = point[j] + t
    return function(point)


def _exact(number: Any) -> Any:
    """Fractions and integers as flint rationals; anything else as it is."""
    return fmpq(Fraction(number).numerator, Fraction(number).denominator) if isinstance(number, (int, Fraction)) else number
