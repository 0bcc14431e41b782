"""Variance reduction that stays testable: every function returns values whose mean is exactly the one asked for.

Antithetic pairs are independent from pair to pair. Regression control variates y − β · (c − E c) keep the mean of y only
if β does not depend on the same draw: it comes from an independent pilot, or from the other folds (cross-fitting).
Fitting and correcting on the same sample is biased by a term of order 1/n.

References: Owen (2013), Monte Carlo theory, methods and examples, §8.2 and §8.9; Glasserman (2003), §4.1.3.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from numerics.arrays import FloatArray, integer, require, vector
from numerics.blocks import fill_blocks
from numerics.moments import Moments

Integrand = Callable[[FloatArray], FloatArray]
"""A function of points (samples, dimension) with values (samples,), which leaves its argument alone."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value and its standard error."""

    value: float
    standard_error: float


def antithetic_normals(rng: np.random.Generator, size: int, *, integrand: Integrand, dimension: int) -> FloatArray:
    """(g(x) + g(−x)) / 2 for independent x ~ N(0, I): shape (size,), of mean E g(x).

    It removes the odd part of g and does nothing for an even one, at the price of two evaluations a value.
    """
    dimension = integer("dimension", dimension)

    def draw(samples: int) -> FloatArray:
        x = rng.standard_normal((samples, dimension))
        return _pair_means(integrand(x), integrand(-x), samples)

    return fill_blocks(size, 8 * (2 * dimension + 2), draw)


def antithetic_uniforms(rng: np.random.Generator, size: int, *, integrand: Integrand, dimension: int) -> FloatArray:
    """(g(u) + g(1 − u)) / 2 for independent u uniform on the unit cube: shape (size,), of mean E g(u)."""
    dimension = integer("dimension", dimension)

    def draw(samples: int) -> FloatArray:
        u = rng.random((samples, dimension))
        return _pair_means(integrand(u), integrand(1.0 - u), samples)

    return fill_blocks(size, 8 * (2 * dimension + 2), draw)


def _pair_means(first: FloatArray, second: FloatArray, samples: int) -> FloatArray:
    require(first.shape == (samples,), f"integrand must return shape ({samples},), not {first.shape}.")
    return 0.5 * (first + second)


def _controls(values: FloatArray, controls: FloatArray) -> tuple[FloatArray, FloatArray]:
    y, c = np.asarray(values, dtype=np.float64), np.asarray(controls, dtype=np.float64)
    c = c[:, None] if c.ndim == 1 else c
    require(y.ndim == 1 and c.ndim == 2, f"values and controls must have shapes (n,), (n, k), not {y.shape}, {c.shape}.")
    require(y.size == c.shape[0], f"there must be as many controls as values, not {c.shape[0]} and {y.size}.")
    return y, c


def pilot_coefficients(values: FloatArray, controls: FloatArray) -> FloatArray:
    """The coefficients β of the regression of values (n,) on controls (n,) or (n, k), and a constant: shape (k,).

    To be used on draws that are independent of these.
    """
    y, c = _controls(values, controls)
    require(y.size > c.shape[1] + 1, f"{y.size} values do not determine {c.shape[1]} coefficients and a constant.")
    centred = c - c.mean(axis=0)
    return np.asarray(np.linalg.lstsq(centred, y - y.mean(), rcond=None)[0])


def controlled(
    values: FloatArray, controls: FloatArray, *, means: Sequence[float] | FloatArray, coefficients: FloatArray
) -> FloatArray:
    """values − (controls − means) · coefficients, shape (n,): of the mean of the values for any fixed coefficients.

    ``means`` are the exact means of the controls, shape (k,). ``coefficients`` must not depend on these draws.
    """
    y, c = _controls(values, controls)
    expected = vector("means", means)
    require(expected.size == c.shape[1], f"means must have {c.shape[1]} entries, not {expected.size}.")
    require(coefficients.shape == expected.shape, f"coefficients must have shape {expected.shape}.")
    return np.asarray(y - (c - expected) @ coefficients)


def cross_fitted(
    values: FloatArray, controls: FloatArray, *, means: Sequence[float] | FloatArray, folds: int = 2
) -> FloatArray:
    """Each fold of the values controlled with coefficients fitted to the other folds: shape (n,).

    The values of different folds are uncorrelated only in the limit, but each one has exactly the mean of ``values``.
    """
    y, c = _controls(values, controls)
    folds = integer("folds", folds, least=2)
    require(y.size >= folds, f"{y.size} values cannot be split into {folds} folds.")
    found = np.empty_like(y)
    for fold in range(folds):
        inside = slice(fold * y.size // folds, (fold + 1) * y.size // folds)
        outside = np.ones(y.size, dtype=bool)
        outside[inside] = False
        beta = pilot_coefficients(y[outside], c[outside])
        found[inside] = controlled(y[inside], c[inside], means=means, coefficients=beta)
    return found


def product_of_means(factors: Sequence[FloatArray]) -> Estimate:
    """The product of the means of independent samples, an unbiased estimate of the product of their expectations.

    The variance of the product is Π (μ² + s²) − Π μ² with s² the variance of a mean. A mean of products with
    heavy tails, such as the fourth moment of a deep network, is far less accurate than the product of means.
    """
    require(len(factors) > 0, "there must be at least one factor.")
    parts = [Moments.of(factor) for factor in factors]
    value = math.prod(part.mean for part in parts)
    ratio = math.fsum(math.log1p((part.standard_error / part.mean) ** 2) for part in parts)
    return Estimate(value, abs(value) * math.sqrt(math.expm1(ratio)))
