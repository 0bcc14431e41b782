r"""The test error of a linear predictor on isotropic Gaussian inputs.

Statement.  Let x be a standard Gaussian of ℝᴾ, independent of the estimate θ̂, and v = θ̂ − θ*.  The excess error is

    E_x (θ̂ᵀx − θ*ᵀx)² = |θ̂ − θ*|²,

and on a fresh noisy label y = θ*ᵀx + ε, with ε of variance σ², it is |θ̂ − θ*|² + σ².

Idea.  E x xᵀ is the identity, and the noise is independent of x.

References.  T. Hastie, A. Montanari, S. Rosset and R. J. Tibshirani, Ann. Statist. 50 (2022), section 2.
"""

from fractions import Fraction
from itertools import product

import numpy as np
from sympy import Integral, Sum, Symbol, exp, oo, pi, sqrt, symbols

from theorems.notes import PROBABILISTIC_MODELS
from verifiers import Cites, Domain, Equal, Equals, FiniteFourthMoment, Source, Theorem, Vector, Vectors

P = Symbol("P", integer=True, positive=True)
sigma = Symbol("sigma", positive=True)
j = Symbol("j", integer=True)
v = Vector("v", P, real=True)

isotropic_error = Theorem(
    name="isotropic-test-error",
    title="Excess test error on isotropic inputs",
    claim=Equals(r"\mathbb{E}_x\left[(\hat\theta^{\mathsf T}x - \theta_*^{\mathsf T}x)^2\right]",
                 Sum(v[j] ** 2, (j, 1, P))),
    domain=Domain(Vectors(v)),
    source=Source(PROBABILISTIC_MODELS, "§4.11", verdict="holds",
                  printed=r"\mathcal{E}(P) = \mathbb{E}\left[\|\hat\theta - \theta_*\|^2\right]"),
    near_misses={"times |x|²": P * Sum(v[j] ** 2, (j, 1, P)), "square of the sum": Sum(v[j], (j, 1, P)) ** 2},
    covers=["test-error-isotropic"],
)


@isotropic_error.derivation
def one_coordinate_at_a_time():
    """Averaging (s + v_j x_j)² over x_j leaves s² + v_j², with s the sum of the other terms; so on for all j."""
    g, s, c = symbols("g s c", real=True)
    gauss = exp(-g**2 / 2) / sqrt(2 * pi)
    yield Equal(Integral((s + c * g) ** 2 * gauss, (g, -oo, oo)), s**2 + c**2,
                because="x_j has mean 0 and variance 1 and is independent of s; induction over the coordinates")
    return Sum(v[j] ** 2, (j, 1, P))


@isotropic_error.numeric(dict(v=(3,)), dict(v=(1, -2)), dict(v=("1/2", 3, -1)), dict(v=(2, 1, 0, "-3/2")))
def by_gauss_hermite(v):
    """The product rule with two nodes ±1 of equal weight a coordinate, exact up to degree three in each."""
    squares = (sum(a * x for a, x in zip(v, nodes, strict=True)) ** 2 for nodes in product((1, -1), repeat=len(v)))
    return sum(squares) / Fraction(2) ** len(v)


@isotropic_error.monte_carlo(dict(v=(1, -2)), dict(v=("1/2", 3, -1, 2)),
                             moments=FiniteFourthMoment(True, "a polynomial in Gaussians has all moments"))
def squared_error_of_a_fresh_input(rng, size, v):
    """Draw x and square vᵀx."""
    return (rng.standard_normal((size, len(v))) @ np.array(v, dtype=float)) ** 2


noisy_label_error = Theorem(
    name="noisy-label-test-error",
    title="Test error on noisy labels",
    claim=Equals(r"\mathbb{E}_{x,\varepsilon}\left[(\hat\theta^{\mathsf T}x - y)^2\right]",
                 Sum(v[j] ** 2, (j, 1, P)) + sigma**2),
    domain=Domain(Vectors(v), sigma),
    source=Source(PROBABILISTIC_MODELS, "§4.11", verdict="companion"),
    near_misses={"noise forgotten": Sum(v[j] ** 2, (j, 1, P)),
                 "standard deviation added": Sum(v[j] ** 2, (j, 1, P)) + sigma},
    covers=["test-error-isotropic"],
)


@noisy_label_error.derivation
def by_independence_of_the_noise():
    """Averaging (vᵀx − ε)² over ε leaves (vᵀx)² + σ²."""
    g, s = symbols("g s", real=True)
    yield Cites("isotropic-test-error", "E (vᵀx)² = |v|²")
    yield Equal(Integral((s - sigma * g) ** 2 * exp(-g**2 / 2) / sqrt(2 * pi), (g, -oo, oo)), s**2 + sigma**2,
                because="ε/σ has mean 0 and variance 1 and is independent of s = vᵀx")
    return Sum(v[j] ** 2, (j, 1, P)) + sigma**2


@noisy_label_error.numeric(dict(v=(3,), sigma="1/2"), dict(v=(1, -2), sigma=3), dict(v=("1/2", 3, -1), sigma="2/3"))
def by_gauss_hermite_with_noise(v, sigma):
    """The product rule with two nodes ±1 a coordinate, for x and ε/σ."""
    nodes = product((1, -1), repeat=len(v) + 1)
    squares = ((sum(a * x for a, x in zip(v, x, strict=True)) - sigma * e) ** 2 for *x, e in nodes)
    return sum(squares) / Fraction(2) ** (len(v) + 1)


@noisy_label_error.monte_carlo(dict(v=(1, -2), sigma=2),
                               moments=FiniteFourthMoment(True, "a polynomial in Gaussians has all moments"))
def squared_error_of_a_fresh_label(rng, size, v, sigma):
    """Draw x and ε and square vᵀx − ε."""
    inputs, noise = rng.standard_normal((size, len(v))), rng.standard_normal(size)
    return (inputs @ np.array(v, dtype=float) - float(sigma) * noise) ** 2
