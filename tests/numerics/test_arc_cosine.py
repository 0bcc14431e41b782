"""Arc-cosine kernels: four estimators against the closed forms, with the gains that each should bring."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import integrate, stats

from numerics import arc_cosine as ac
from numerics.streams import stream
from tests.numerics.means import mean_is

SIZE = 20_000
COSINES = [-0.9, -0.3, 0.0, 0.5, 0.99]


def exact(cosine: float, order: int) -> float:
    """By one-dimensional quadrature over the angle φ of the weight: E r²ⁿ / 2π ∫ (cos φ cos(φ − θ))ⁿ."""
    theta = math.acos(cosine)
    arc = integrate.quad(lambda t: (math.cos(t) * math.cos(t - theta)) ** order, theta - math.pi / 2, math.pi / 2)[0]
    return 2.0**order * arc / (2 * math.pi)


@pytest.mark.parametrize("order", [0, 1])
@pytest.mark.parametrize("cosine", COSINES)
def test_all_estimators_have_the_mean_of_the_kernel(cosine: float, order: int) -> None:
    mean = exact(cosine, order)
    lattice = ac.arc_cosine_by_lattice(stream(3), SIZE, cosine=cosine, order=order, points=16)
    samples = [ac.arc_cosine_products(stream(1), SIZE, cosine=cosine, order=order),
               ac.arc_cosine_given_projection(stream(2), SIZE, cosine=cosine, order=order), lattice]
    if order == 0:
        samples.append(ac.gates_by_angle(stream(4), SIZE, cosine=cosine))
    for sample in samples:
        assert sample.shape == (SIZE,)
        assert mean_is(sample, mean) and not mean_is(sample, mean + 0.3)
    assert not mean_is(lattice, 1.05 * mean)


@pytest.mark.parametrize(("order", "conditional", "lattice"), [(0, 2.5, 20.0), (1, 1.9, 1e5)])
def test_gains_in_variance(order: int, conditional: float, lattice: float) -> None:
    plain = ac.arc_cosine_products(stream(5), SIZE, cosine=0.5, order=order).var()
    assert plain > conditional * ac.arc_cosine_given_projection(stream(6), SIZE, cosine=0.5, order=order).var()
    assert plain / 64 > lattice * ac.arc_cosine_by_lattice(stream(7), SIZE, cosine=0.5, order=order).var()


@pytest.mark.parametrize("order", [0, 1])
def test_products_against_whole_weight_vectors(same_law, order: int) -> None:
    x, y = np.array([1.0, 2.0, 2.0]) / 3, np.array([2.0, -1.0, 2.0]) / 3
    z = np.maximum(stream(8).standard_normal((5000, 3)) @ np.array([x, y]).T, 0)
    reference = np.sign(z).prod(axis=1) if order == 0 else z.prod(axis=1)
    assert same_law(reference, ac.arc_cosine_products(stream(9), 5000, cosine=4 / 9, order=order))
    assert not same_law(reference, ac.arc_cosine_products(stream(9), 5000, cosine=-4 / 9, order=order))


def test_wrong_conditional_variance_is_told_apart() -> None:
    """Φ(ρ|u|) / 2 in place of Φ(ρ|u| / √(1 − ρ²)) / 2."""
    u = np.abs(stream(10).standard_normal(SIZE))
    assert not mean_is(0.5 * stats.norm.cdf(0.5 * u), exact(0.5, 0))


def test_bad_arguments_are_refused() -> None:
    with pytest.raises(ValueError, match="cosine must be strictly between −1 and 1"):
        ac.arc_cosine_products(stream(0), 5, cosine=1.0, order=0)
    with pytest.raises(ValueError, match="order must be 0 or 1, not 2"):
        ac.arc_cosine_by_lattice(stream(0), 5, cosine=0.5, order=2)
