"""Quadratures over lengths and angles of Gaussian vectors against SciPy's distributions."""

import math
from fractions import Fraction

import pytest
from scipy import special, stats

from numerics.gaussian_geometry import angle_mean, ball_measure, distance_measure, radial_mean, square_sine_measure


@pytest.mark.parametrize("dimension, square", [(1, 1), (2, 3), (3, 2), (5, Fraction(7, 2)), (8, 11)])
def test_ball_measure_is_the_chi_square_law(dimension: int, square: Fraction) -> None:
    ball = ball_measure(dimension, square)
    assert float(ball.rad()) < 1e-11
    assert float(ball.mid()) == pytest.approx(stats.chi2.cdf(float(square), dimension), abs=1e-12)


@pytest.mark.parametrize("dimension, power", [(1, 2), (3, -2), (4, -2), (9, -4), (2, 3)])
def test_radial_mean(dimension: int, power: int) -> None:
    expected = 2 ** (power / 2) * special.gamma((dimension + power) / 2) / special.gamma(dimension / 2)
    assert float(radial_mean(dimension, power).mid()) == pytest.approx(expected, rel=1e-12)  # type: ignore[union-attr]


def test_radial_mean_that_diverges() -> None:
    assert radial_mean(2, -2) == math.inf


@pytest.mark.parametrize("subspace, dimension", [(1, 2), (3, 7), (4, 5)])
def test_square_sine_has_a_beta_law(subspace: int, dimension: int) -> None:
    law = stats.beta((dimension - subspace) / 2, subspace / 2)
    assert float(angle_mean(lambda a: a.sin() ** 2, subspace, dimension).mid()) == pytest.approx(law.mean(), abs=1e-12)
    for bound in (Fraction(1, 5), Fraction(2, 3)):
        ball = square_sine_measure(subspace, dimension, bound)
        assert float(ball.mid()) == pytest.approx(law.cdf(float(bound)), abs=1e-12)


@pytest.mark.parametrize(
    "subspace, dimension, bound",
    [(0, 3, 2), (1, 5, 2), (2, 7, 4), (2, 6, Fraction(7, 2)), (2, 3, 1), (3, 12, 30), (1, 2, 500)],
)
def test_distance_has_a_chi_square_law(subspace: int, dimension: int, bound: Fraction) -> None:
    ball = distance_measure(subspace, dimension, bound)
    assert float(ball.rad()) < 1e-11
    assert float(ball.mid()) == pytest.approx(stats.chi2.cdf(float(bound), dimension - subspace), abs=1e-11)


def test_errors() -> None:
    with pytest.raises(ValueError, match="subspace < dimension"):
        angle_mean(lambda a: a, 3, 3)
    with pytest.raises(ValueError, match="at most 40"):
        radial_mean(50, 0)
