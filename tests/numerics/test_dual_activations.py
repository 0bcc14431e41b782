"""Dual activations by quadrature, against closed forms and adaptive quadrature."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from numerics import dual_activations as da
from numerics.streams import stream
from tests.numerics.means import mean_is

RULES = [da.dual_by_sobol, da.dual_by_polar_lattice]


def erf_dual(cosine: float, scales: tuple[float, float]) -> float:
    """(2/π) arcsin(2 c / √((1 + 2 s²)(1 + 2 t²))) with covariance c = ρ s t (Williams 1998)."""
    s, t = scales
    return 2 / math.pi * math.asin(2 * cosine * s * t / math.sqrt((1 + 2 * s * s) * (1 + 2 * t * t)))


def relu_dual(cosine: float) -> float:
    theta = math.acos(cosine)
    return (math.sin(theta) + (math.pi - theta) * cosine) / (2 * math.pi)


def tanh_dual(cosine: float) -> float:
    """By the trapezoidal rule, whose error for functions analytic near the line is below exp(−2π · 1.5 / step)."""
    x = np.arange(-9, 9.01, 0.1)
    weights = 0.1 * stats.norm.pdf(x)
    y = np.tanh(cosine * x[:, None] + math.sqrt(1 - cosine**2) * x)
    return float((weights * np.tanh(x)) @ y @ weights)


@pytest.mark.parametrize("cosine", [-1.0, -0.4, 0.0, 0.7, 1.0])
@pytest.mark.parametrize("scales", [(1.0, 1.0), (0.5, 1.2)])
def test_gauss_hermite_of_a_smooth_activation(cosine: float, scales: tuple[float, float]) -> None:
    rule = da.dual_by_gauss_hermite("erf", cosine=cosine, scales=scales, nodes=64)
    assert abs(rule.value - erf_dual(cosine, scales)) <= rule.error + 1e-13
    assert rule.error < 1e-3
    exact = da.dual_by_gauss_hermite(np.sin, cosine=cosine, scales=scales)
    s, t = scales
    assert exact.value == pytest.approx(math.exp(-(s * s + t * t) / 2) * math.sinh(cosine * s * t), abs=1e-13)


def test_gauss_hermite_of_tanh() -> None:
    rule = da.dual_by_gauss_hermite("tanh", cosine=0.5, nodes=48)
    assert abs(rule.value - tanh_dual(0.5)) <= rule.error < 1e-3


def test_error_estimate_is_honest_about_a_kink() -> None:
    rule = da.dual_by_gauss_hermite("relu", cosine=0.3)
    assert rule.error > 1e-4 and abs(rule.value - relu_dual(0.3)) < 5 * rule.error


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize(("name", "value"), [("relu", relu_dual), ("erf", lambda c: erf_dual(c, (1.0, 1.0)))])
def test_randomised_rules_are_unbiased(rule, name: str, value) -> None:
    few = {"log2_points": 3} if rule is da.dual_by_sobol else {"points": 8}
    found = rule(stream(1), 1500, activation=name, cosine=0.6, **few)
    assert found.shape == (1500,)
    assert mean_is(found, value(0.6)) and not mean_is(found, value(0.7))


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("name", ["relu", "tanh"])
def test_randomised_rules_beat_independent_points(rule, name: str) -> None:
    """With 512 or 610 points the variance is below a twentieth of that of as many independent points."""
    x = stream(2).standard_normal((20_000, 2))
    u, v = x[:, 0], 0.6 * x[:, 0] + 0.8 * x[:, 1]
    values = np.maximum(u, 0) * np.maximum(v, 0) if name == "relu" else np.tanh(u) * np.tanh(v)
    points = {"log2_points": 9} if rule is da.dual_by_sobol else {"points": 610}
    found = rule(stream(3), 60, activation=name, cosine=0.6, **points)
    assert 20 * found.var() < values.var() / 610


def test_scales_enter_both_rules() -> None:
    for rule in RULES:
        found = rule(stream(4), 20, activation="linear", cosine=0.5, scales=(2.0, 3.0))
        assert abs(found.mean() - 3.0) < 0.05


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: da.dual_by_gauss_hermite("relu", cosine=1.5), "cosine must be between −1 and 1, not 1.5"),
        (lambda: da.dual_by_gauss_hermite("relu", cosine=0.5, scales=(1.0, 0.0)), "scales must be positive"),
        (lambda: da.dual_by_gauss_hermite("relu", cosine=0.5, nodes=1), "nodes must be at least 2"),
        (lambda: da.dual_by_polar_lattice(stream(0), 5, activation="relu", cosine=0.5, points=600), "Fibonacci numbers"),
    ],
)
def test_bad_arguments_are_refused(call, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        call()
