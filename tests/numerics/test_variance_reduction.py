"""Variance reduction: means against exact values, stated gains, and biased variants that the tests tell apart."""

from __future__ import annotations

import math

import numpy as np
import pytest

from numerics import variance_reduction as vr
from numerics.streams import stream
from tests.numerics.means import mean_is

SIZE = 20_000


def test_antithetic_normals() -> None:
    """For exp(x), x ~ N(0, 1), pairs have variance (e² + 1) / 2 − e against (e² − e) / 2 of two draws: a gain of 1.58."""
    found = vr.antithetic_normals(stream(1), SIZE, integrand=lambda x: np.exp(x[:, 0]), dimension=1)
    plain = np.exp(stream(2).standard_normal((SIZE, 2))).mean(axis=1)
    assert found.shape == (SIZE,)
    assert mean_is(found, math.exp(0.5)) and not mean_is(found, 1.1 * math.exp(0.5))
    assert 1.3 < plain.var() / found.var() < 2.0


def test_antithetic_pairs_remove_odd_and_keep_even_parts() -> None:
    odd = vr.antithetic_normals(stream(3), 100, integrand=lambda x: (x**3).sum(axis=1), dimension=2)
    assert np.abs(odd).max() < 1e-12
    even = vr.antithetic_normals(stream(3), SIZE, integrand=lambda x: x[:, 0] * x[:, 1], dimension=2)
    assert mean_is(even * even, 1.0), "the variance of an even function is that of a single draw"


def test_antithetic_uniforms() -> None:
    """The pair of u² has variance 1/180 against (4/45) / 2 for two draws: a gain of 8."""
    found = vr.antithetic_uniforms(stream(4), SIZE, integrand=lambda u: u[:, 0] ** 2, dimension=1)
    assert mean_is(found, 1 / 3) and not mean_is(found, 0.34)
    assert 7.0 < (2 / 45) / found.var() < 9.0


def test_controlled_values_have_any_weights_but_the_right_mean() -> None:
    """Every fixed weight keeps the mean; the mean of the controls must be right."""
    x = stream(5).standard_normal(SIZE)
    y, controls = np.exp(x), np.stack([x, x * x], axis=1)
    beta = vr.pilot_coefficients(np.exp(x[:2000]), controls[:2000])
    for weights in (beta, np.array([3.0, -1.0])):
        found = vr.controlled(y[2000:], controls[2000:], means=[0.0, 1.0], coefficients=weights)
        assert mean_is(found, math.exp(0.5))
        wrong = vr.controlled(y[2000:], controls[2000:], means=[0.0, 1.3], coefficients=weights)
        assert not mean_is(wrong, math.exp(0.5))
    gain = y.var() / vr.controlled(y[2000:], controls[2000:], means=[0.0, 1.0], coefficients=beta).var()
    assert gain > 4.0, "E (e^x)² − E² = 4.67, and without the orders 1 and 2 e (e − 1 − 1 − 1/2) = 0.59"


def test_pilot_coefficients_are_those_of_the_regression() -> None:
    x = stream(6).standard_normal((50, 3))
    y = 4.0 + x @ [1.0, -2.0, 0.5] + 0.1 * stream(7).standard_normal(50)
    expected = np.linalg.lstsq(np.column_stack([np.ones(50), x]), y, rcond=None)[0][1:]
    np.testing.assert_allclose(vr.pilot_coefficients(y, x), expected, rtol=1e-10)


def test_cross_fitting_is_unbiased_where_one_fit_is_not() -> None:
    """y = x², control x − 1, x exponential, 8 draws: the fit on the same draws has a bias of order 1/8."""
    crossed, same = np.empty(4000), np.empty(4000)
    for i, x in enumerate(stream(8).standard_exponential((4000, 8))):
        crossed[i] = vr.cross_fitted(x * x, x, means=[1.0]).mean()
        same[i] = vr.controlled(x * x, x, means=[1.0], coefficients=vr.pilot_coefficients(x * x, x)).mean()
    assert mean_is(crossed, 2.0)
    assert not mean_is(same, 2.0), "the test sees the bias"


@pytest.mark.parametrize("folds", [2, 3, 10])
def test_cross_fitting_reduces_the_variance(folds: int) -> None:
    x = stream(9).standard_exponential(SIZE)
    found = vr.cross_fitted(x * x, x, means=[1.0], folds=folds)
    assert found.shape == (SIZE,) and mean_is(found, 2.0)
    assert 4.0 < (x * x).var() / found.var() < 6.0, "variances 20 and 20 − 16"


def test_product_of_means() -> None:
    """Products of means of exponential variables, 3000 times: unbiased, and with the stated error."""
    draws = stream(10).standard_exponential((3000, 3, 50))
    found = [vr.product_of_means(list(factors)) for factors in draws]
    values = np.array([e.value for e in found])
    assert mean_is(values, 1.0) and not mean_is(values, 1.05)
    assert np.mean([e.standard_error**2 for e in found]) == pytest.approx((1 + 1 / 50) ** 3 - 1, rel=0.1)
    assert values.var() == pytest.approx((1 + 1 / 50) ** 3 - 1, rel=0.1)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: vr.controlled(np.ones(3), np.ones(2), means=[0.0], coefficients=np.ones(1)), "as many controls as values"),
        (lambda: vr.controlled(np.ones(3), np.ones(3), means=[0.0, 1.0], coefficients=np.ones(1)), "must have 1 entries"),
        (lambda: vr.controlled(np.ones(3), np.ones(3), means=[0.0], coefficients=np.ones(2)), "coefficients must have shape"),
        (lambda: vr.pilot_coefficients(np.ones(2), np.ones(2)), "do not determine 1 coefficients"),
        (lambda: vr.cross_fitted(np.ones(3), np.ones(3), means=[0.0], folds=1), "folds must be at least 2"),
        (lambda: vr.product_of_means([]), "at least one factor"),
        (
            lambda: vr.antithetic_normals(stream(0), 5, integrand=lambda x: x, dimension=2),
            r"integrand must return shape \(5,\), not \(5, 2\)",
        ),
    ],
)
def test_bad_arguments_are_refused(call, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        call()
