"""Hermite polynomials, moments of Gaussian pairs and duals against NumPy, quadrature and closed forms."""

import math
from fractions import Fraction

import numpy as np
import pytest
from scipy import special

from numerics.dual_activations import dual_by_gauss_hermite
from numerics.hermite import hermite_mean, hermite_polynomial, kinked_pair_mean, pair_moment, polynomial_pair_mean


@pytest.mark.parametrize("degree", [0, 1, 2, 5, 9])
def test_hermite_polynomial(degree: int) -> None:
    expected = np.polynomial.hermite_e.herme2poly([0] * degree + [1])
    assert hermite_polynomial(degree) == tuple(expected)


def test_pair_moments_are_the_means_over_a_gauss_hermite_grid() -> None:
    p, q, r = Fraction(2), Fraction(3), Fraction(-1, 2)
    points, weights = special.roots_hermitenorm(16)
    x, y = np.meshgrid(points, points, indexing="ij")
    u, v = math.sqrt(2) * x, (-0.5 / math.sqrt(2)) * x + math.sqrt(3 - 0.125) * y
    for i in range(5):
        for j in range(5):
            mean = weights @ (u ** i * v ** j) @ weights / (2 * math.pi)
            assert float(pair_moment(i, j, first=p, second=q, covariance=r)) == pytest.approx(mean, abs=1e-11)


def test_pair_moment_of_a_degenerate_pair() -> None:
    assert pair_moment(2, 4, first=Fraction(1), second=Fraction(1), covariance=Fraction(1)) == 15


def test_polynomial_pair_mean() -> None:
    def square(x: np.ndarray) -> np.ndarray:
        return 1 - 2 * x + 3 * x ** 2
    rule = dual_by_gauss_hermite(square, cosine=0.4)
    assert float(polynomial_pair_mean((1, -2, 3), (1, -2, 3), covariance=Fraction(2, 5))) == pytest.approx(rule.value)


def test_hermite_mean_of_a_polynomial_and_of_the_exponential() -> None:
    square = hermite_mean(lambda x: x * x, 2)
    assert square.contains(2) and float(square.rad()) < 1e-12
    tilt = hermite_mean(lambda x: x.sin(), 3)  # E[e^(ix) He_n(x)] = iⁿ e^(−1/2)
    assert float(tilt.mid()) == pytest.approx(-math.exp(-0.5), abs=1e-13)


def test_hermite_mean_with_a_kink() -> None:
    mean = hermite_mean(lambda x: x, 2, left=lambda x: 0 * x)
    assert float(mean.mid()) == pytest.approx(1 / math.sqrt(2 * math.pi), abs=1e-13)
    assert float(mean.rad()) < 1e-12


@pytest.mark.parametrize("cosine", [Fraction(-1), Fraction(-2, 5), Fraction(0), Fraction(3, 5), Fraction(1)])
def test_kinked_pair_mean(cosine: Fraction) -> None:
    rho = float(cosine)
    relu = (math.sqrt(1 - rho * rho) + rho * (math.pi - math.acos(rho))) / (2 * math.pi)
    modulus = 2 * (math.sqrt(1 - rho * rho) + rho * math.asin(rho)) / math.pi
    assert float(kinked_pair_mean(cosine, right=1, left=0).mid()) == pytest.approx(relu, abs=1e-12)
    assert float(kinked_pair_mean(cosine, right=1, left=1).mid()) == pytest.approx(modulus, abs=1e-12)
    assert float(kinked_pair_mean(cosine, right=1, left=-1).mid()) == pytest.approx(rho, abs=1e-12)


def test_errors() -> None:
    with pytest.raises(ValueError, match="degree"):
        hermite_polynomial(-1)
    with pytest.raises(ValueError, match="cosine"):
        kinked_pair_mean(2, right=1, left=0)
