"""Moments of random layers in balls: against closed forms, Isserlis by hand, and independent quadratures."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from flint import arb
from scipy import integrate, stats

from numerics import layer_moments as lm


def encloses(ball: arb, value: float) -> bool:
    """Whether the ball is short and contains the value up to the value's own rounding."""
    assert float(ball.rad()) < 1e-9 * max(1.0, abs(value))
    return abs(float(ball.mid()) - value) <= float(ball.rad()) + 1e-9 * max(1.0, abs(value))


@pytest.mark.parametrize(
    ("activation", "power", "value"),
    [("relu", 0, 1.0), ("relu", 1, math.sqrt(3 / (2 * math.pi))), ("relu", 4, 13.5), ("linear", 1, 0.0), ("linear", 4, 27.0),
     ("step", 3, 0.5), ("square", 2, 27.0), ("square", 1, 3.0)],
)
def test_moments_of_activations(activation: str, power: int, value: float) -> None:
    """z ~ N(0, 3)."""
    assert encloses(lm.activation_moment(activation, power, 3), value)


def test_output_moments_of_one_unit() -> None:
    """f = w z + b: E (wz)⁴ = 9 q² and E f⁴ = 9 q² + 6 q β² + 3 β⁴, by hand."""
    q, bias = Fraction(5, 2), Fraction(1, 3)
    found = lm.output_moment((4, 0), width=1, activation="linear", variance=q, bias_variance=bias)
    assert encloses(found, float(9 * q**2 + 6 * q * bias + 3 * bias**2))


@pytest.mark.parametrize("width", [1, 2, 6])
@pytest.mark.parametrize(("activation", "second", "fourth"), [("relu", 0.5, 1.5), ("linear", 1, 3), ("step", 0.5, 0.5)])
def test_output_moments_against_the_mixture(width: int, activation: str, second: float, fourth: float) -> None:
    """E f₁² f₂² = E V² and E f⁴ = 3 E V² for V = c (mean of σ²) + β², unit variance; odd moments vanish."""
    c, bias = 3, Fraction(1, 4)
    mean = c * second
    square = c**2 * (fourth + (width - 1) * second**2) / width + 2 * mean * 0.25 + 0.0625
    given = {"width": width, "activation": activation, "variance": 1, "weight_variance": c, "bias_variance": bias}
    assert encloses(lm.output_moment((2, 0), **given), mean + 0.25)
    assert encloses(lm.output_moment((2, 2), **given), square)
    assert encloses(lm.output_moment((4, 0), **given), 3 * square)
    assert encloses(lm.output_moment((0, 4), **given), 3 * square)
    assert lm.output_moment((1, 1), **given) == 0
    assert lm.output_moment((3, 0), **given) == 0


def test_mean_square_of_a_chain_by_enumeration_of_gates() -> None:
    """Given the number K of open gates the mean is χ²_K/n: E = K(K + 2)/n²."""
    expected = 4.0
    for n in (2, 5):
        expected *= sum(math.comb(n, k) / 2**n * k * (k + 2) for k in range(n + 1)) / n**2
    assert encloses(lm.mean_square_of_chain([2, 5], 2), expected)
    assert encloses(lm.mean_square_of_chain([], 3), 9.0)


@pytest.mark.parametrize(("a", "c", "b"), [(2, Fraction(3, 5), 1), (1, Fraction(-1, 2), 3), (Fraction(1, 2), 0, 2)])
def test_pairs_against_a_double_integral(a: Fraction, c: Fraction, b: Fraction) -> None:
    """SciPy's adaptive quadrature over the positive quadrant."""
    density = stats.multivariate_normal(cov=[[float(a), float(c)], [float(c), float(b)]]).pdf

    def quadrant(weight) -> float:  # type: ignore[no-untyped-def]
        return float(integrate.dblquad(lambda v, u: weight(u, v) * density([u, v]), 0, 14, 0, 14, epsabs=1e-10)[0])
    assert abs(float(lm.relu_product_mean(a, c, b).mid()) - quadrant(lambda u, v: u * v)) < 1e-7
    assert abs(float(lm.gate_mean(a, c, b).mid()) - quadrant(lambda u, v: 1.0)) < 1e-7


def test_independent_pairs() -> None:
    assert encloses(lm.gate_mean(2, 0, 3), 0.25)
    assert encloses(lm.relu_product_mean(2, 0, 3), math.sqrt(6) / (2 * math.pi))


@pytest.mark.parametrize("width", [1, 4])
def test_characteristic_function_by_gauss_legendre(width: int) -> None:
    """The factor of a unit by a Gauss–Legendre rule on [0, 12]."""
    s, t, q, bias = Fraction(1, 2), Fraction(-3, 4), Fraction(3, 2), Fraction(1, 3)
    nodes, weights = np.polynomial.legendre.leggauss(200)
    r, weights = 6 * (nodes + 1), 6 * weights
    energy = float(s * s + t * t)
    unit = 0.5 + float(np.sum(weights * stats.norm.pdf(r) * np.exp(-energy * float(q) * r**2 / (2 * width))))
    expected = math.exp(-energy * float(bias) / 2) * unit**width
    assert encloses(lm.characteristic_function((s, t), width=width, variance=q, bias_variance=bias), expected)


def test_bad_arguments_are_refused() -> None:
    with pytest.raises(ValueError, match="is not one of relu, linear, step, square"):
        lm.activation_moment("tanh", 2, 1)
    with pytest.raises(ValueError, match="width must be at least 1"):
        lm.output_moment((2, 0), width=0, activation="relu", variance=1)
    with pytest.raises(ValueError, match="must be positive definite"):
        lm.gate_mean(1, 2, 1)
    with pytest.raises(ValueError, match="a width must be at least 1"):
        lm.mean_square_of_chain([0], 1)
