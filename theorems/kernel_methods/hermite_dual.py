r"""The Gaussian dual of an activation in Hermite coefficients.

Statement.  Let u, v be standard normal with correlation ρ and He_i the monic Hermite polynomials.  Then

    E[He_i(u) He_j(v)] = δ_ij i! ρ^i,

so that for μ = Σ a_i h_i with the orthonormal h_i = He_i/√i! and for μ = Σ b_i He_i

    μ̂(ρ) = E[μ(u) μ(v)] = Σ a_i² ρ^i = Σ b_i² i! ρ^i.

Idea.  The generating function e^{su − s²/2} = Σ s^i He_i(u)/i! turns the mean into e^{ρst}.

Notes.  The printed Σ a_i² ρ^i is that of the orthonormal h_i; μ(x) = x² = He_0 + He_2 has the dual 1 + 2ρ².  The
coefficients of ρ^i are squares: the dual has no negative ones.  For μ in L² of the normal law the series
converges for |ρ| ≤ 1, since Σ a_i² = E μ(u)².  The physicists' H_i(x) = 2^{i/2} He_i(√2 x) are not orthogonal for it:
E[H_2(u) H_0(v)] = E[4u² − 2] = 2.

References.  A. Daniely, R. Frostig and Y. Singer, Toward deeper understanding of neural networks, NeurIPS 29 (2016), §4.2;
R. O'Donnell, Analysis of Boolean Functions (2014), §11.2.
"""

from math import factorial as product_to

import numpy as np
from flint import arb
from sympy import (
    Derivative,
    Eq,
    Function,
    Integral,
    KroneckerDelta,
    Lambda,
    Subs,
    Sum,
    Symbol,
    exp,
    factorial,
    oo,
    pi,
    sqrt,
    symbols,
    true,
)

from numerics.hermite import hermite_polynomial, polynomial_pair_mean
from numerics.hyperbolic_entropy import ball
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import Cites, Domain, Equal, Equals, FiniteFourthMoment, Solves, Source, Theorem, Vector, Vectors

i, j = symbols("i j", integer=True, nonnegative=True)
k = Symbol("k", integer=True)
m = Symbol("m", integer=True, positive=True)
rho = Symbol("rho", real=True)
MOMENTS = FiniteFourthMoment(true, "a polynomial of Gaussian variables has all moments")
PRINTED = r"\text{if } \mu \text{ has a Hermite expansion } \sum a_ih_i, \text{ then } " \
          r"\hat\mu(\rho)=\sum_{i=0}^\infty a_i^2\rho^i"

product_mean = Theorem(
    name="hermite-product-mean",
    title="Mean product of Hermite polynomials of two correlated Gaussians",
    claim=Equals(r"\mathbb{E}[\mathrm{He}_i(u)\,\mathrm{He}_j(v)]", KroneckerDelta(i, j) * factorial(i) * rho ** i),
    domain=Domain(i, j, rho >= -1, rho <= 1),
    source=Source(PROBABILISTIC_MODELS, "§4.8", verdict="companion", printed=PRINTED),
    near_misses={"orthonormal": KroneckerDelta(i, j) * rho ** i, "orthogonal only for ρ = 1": factorial(i) * rho ** i,
                 "weights of the physicists' polynomials": KroneckerDelta(i, j) * 2 ** i * factorial(i) * rho ** i},
    covers=["hermite-dual-expansion"],
)


def gaussian_mean(term, variable):
    """∫ term φ over the line, unevaluated."""
    return Integral(term * exp(-variable ** 2 / 2) / sqrt(2 * pi), (variable, -oo, oo))


@product_mean.derivation
def by_generating_functions():
    """E[e^{su − s²/2} e^{tv − t²/2}] = e^{ρst}, with v = ρu + √(1 − ρ²) y; compare coefficients of s^i t^j/(i! j!)."""
    s, t, x, y, c = symbols("s t x y c", real=True)
    M = Function("M")
    yield Equal(gaussian_mean(exp(t * c * y), y), exp(t ** 2 * c ** 2 / 2), because="mean over y, c² = 1 − ρ²")
    yield Equal(gaussian_mean(exp((s + t * rho) * x), x), exp((s + t * rho) ** 2 / 2), because="mean over u")
    yield Equal(exp(t ** 2 * (1 - rho ** 2) / 2) * exp((s + t * rho) ** 2 / 2) * exp(-s ** 2 / 2 - t ** 2 / 2),
                exp(rho * s * t), because="the squares cancel")
    yield Equal(Derivative(exp(rho * s * t), s), rho * t * exp(rho * s * t),
                because="compare coefficients: M_{i+1,j+1} = (j + 1) ρ M_ij, and M_0j = δ_0j from s = 0")
    yield Solves([M(i + 1) - (i + 1) * rho * M(i), Eq(M(0), 1)], {M: Lambda(i, factorial(i) * rho ** i)},
                 because="on the diagonal; off it the recursion ends in a zero")
    return KroneckerDelta(i, j) * factorial(i) * rho ** i


@product_mean.numeric(dict(i=0, j=0, rho="1/3"), dict(i=1, j=1, rho="-2/5"), dict(i=2, j=2, rho="3/7"),
                      dict(i=3, j=3, rho="3/5"), dict(i=2, j=4, rho="3/7"), dict(i=4, j=4, rho="-2/3"),
                      dict(i=5, j=3, rho="1/2"), dict(i=6, j=6, rho=1))
def by_pairings(i, j, rho):
    """The product is a polynomial of u and v; the means of its monomials are sums over pairings."""
    return polynomial_pair_mean(hermite_polynomial(i), hermite_polynomial(j), covariance=rho)


def correlated(rng, size, rho):
    """Two standard normal variables with correlation ρ: shape (2, size)."""
    x, y = rng.standard_normal((2, size))
    return np.array([x, float(rho) * x + (1 - float(rho) ** 2) ** 0.5 * y])


@product_mean.monte_carlo(dict(i=2, j=2, rho="3/5"), dict(i=1, j=1, rho="-3/4"), dict(i=1, j=2, rho="1/2"), moments=MOMENTS)
def product_of_two_polynomials(rng, size, i, j, rho):
    """Draw the pair, evaluate both polynomials."""
    u, v = correlated(rng, size, rho)
    return np.polynomial.hermite_e.hermeval(u, np.eye(i + 1)[i]) * np.polynomial.hermite_e.hermeval(v, np.eye(j + 1)[j])


b = Vector("b", m, real=True)

monic = Theorem(
    name="monic-hermite-dual",
    title="Dual activation in coefficients of the monic Hermite polynomials",
    claim=Equals(r"\hat\mu(\rho),\quad \mu=\sum_{k=1}^m b_k\mathrm{He}_{k-1}",
                 Sum(b[k] ** 2 * factorial(k - 1) * rho ** (k - 1), (k, 1, m))),
    domain=Domain(Vectors(b), rho >= -1, rho <= 1),
    source=Source(PROBABILISTIC_MODELS, "§4.8", verdict="holds under a condition", printed=PRINTED),
    near_misses={"as for orthonormal polynomials": Sum(b[k] ** 2 * rho ** (k - 1), (k, 1, m)),
                 "divided by i!": Sum(b[k] ** 2 / factorial(k - 1) * rho ** (k - 1), (k, 1, m)),
                 "physicists' weights": Sum(b[k] ** 2 * 2 ** (k - 1) * factorial(k - 1) * rho ** (k - 1), (k, 1, m)),
                 "coefficients not squared": Sum(b[k] * factorial(k - 1) * rho ** (k - 1), (k, 1, m))},
    covers=["hermite-dual-expansion"],
)


@monic.derivation
def by_orthogonality():
    """Add one term at a time: the mixed products have mean 0."""
    f, g, x, y, t = symbols("f g x y t", real=True)
    yield Cites("hermite-product-mean", "E[He_i(u) He_j(v)] = δ_ij i! ρ^i")
    yield Equal((f + x) * (g + y) - f * g, f * y + x * g + x * y,
                because="a new term x = b He_n(u), y = b He_n(v): f y and x g have mean 0, x y has mean b² n! ρ^n")
    yield Equal(Sum(Subs(t ** 2 * factorial(k - 1), t, b[k]) * rho ** (k - 1), (k, 1, m)),
                Sum(b[k] ** 2 * factorial(k - 1) * rho ** (k - 1), (k, 1, m)), because="n = k − 1 from 0 to m − 1")
    return Sum(b[k] ** 2 * factorial(k - 1) * rho ** (k - 1), (k, 1, m))


@monic.numeric(dict(b=(1, 0, 1), rho="3/5"), dict(b=(2, "-1/2", "3/2"), rho="-1/3"),
               dict(b=("1/3", "5/4", "-2/3", "1/2"), rho="4/7"),
               dict(b=(3, "-2/5"), rho="2/3"), dict(b=(0, 0, 0, 0, "1/3"), rho="-3/4"))
def by_pairings_of_the_polynomial(b, rho):
    """Write μ in powers and sum over the pairings of all monomials, in rationals."""
    powers = [0] * len(b)
    for degree, coefficient in enumerate(b):
        for power, entry in enumerate(hermite_polynomial(degree)):
            powers[power] += coefficient * entry
    return polynomial_pair_mean(powers, powers, covariance=rho)


@monic.monte_carlo(dict(b=(1, 0, 1), rho="3/5"), dict(b=(1, 2, "-1/2"), rho="1/2"), moments=MOMENTS)
def product_of_the_activations(rng, size, b, rho):
    """Draw the pair and multiply μ(u) by μ(v)."""
    u, v = np.polynomial.hermite_e.hermeval(correlated(rng, size, rho), [float(entry) for entry in b])
    return u * v


a = Vector("a", m, real=True)

orthonormal = Theorem(
    name="hermite-expansion-dual",
    title="Dual activation in orthonormal Hermite coefficients",
    claim=Equals(r"\hat\mu(\rho),\quad \mu=\sum_{k=1}^m a_kh_{k-1},\ h_i=\mathrm{He}_i/\sqrt{i!}",
                 Sum(a[k] ** 2 * rho ** (k - 1), (k, 1, m))),
    domain=Domain(Vectors(a), rho >= -1, rho <= 1),
    source=Source(PROBABILISTIC_MODELS, "§4.8", verdict="holds under a condition", printed=PRINTED),
    near_misses={"weights of the monic polynomials": Sum(a[k] ** 2 * factorial(k - 1) * rho ** (k - 1), (k, 1, m)),
                 "divided by i!": Sum(a[k] ** 2 / factorial(k - 1) * rho ** (k - 1), (k, 1, m)),
                 "coefficients not squared": Sum(a[k] * rho ** (k - 1), (k, 1, m))},
    covers=["hermite-dual-expansion"],
)


@orthonormal.derivation
def by_normalising():
    """b_k = a_k/√(k − 1)!."""
    t = Symbol("t", real=True)
    yield Cites("monic-hermite-dual", "μ̂(ρ) = Σ b_k² (k − 1)! ρ^(k − 1)")
    yield Equal(Sum(Subs(t ** 2 * factorial(k - 1), t, a[k] / sqrt(factorial(k - 1))) * rho ** (k - 1), (k, 1, m)),
                Sum(a[k] ** 2 * rho ** (k - 1), (k, 1, m)), because="the factorial cancels")
    return Sum(a[k] ** 2 * rho ** (k - 1), (k, 1, m))


@orthonormal.numeric(dict(a=(1, 0, 2), rho="3/5"), dict(a=(2, "-1/2", "3/2"), rho="-1/3"),
                     dict(a=("1/3", "5/4", "-2/3", "1/2"), rho="4/7"), dict(a=(3, "-2/5"), rho="2/3"),
                     dict(a=(0, "1/5", "3/2", -1, "1/3"), rho="-3/4"))
def by_pairings_of_orthonormal_polynomials(a, rho):
    """Σ_ij a_i a_j E[h_i(u) h_j(v)] over all i and j, pairings in rationals and the normalisation in balls."""
    total = arb(0)
    for p, first in enumerate(a):
        for q, second in enumerate(a):
            mean = polynomial_pair_mean(hermite_polynomial(p), hermite_polynomial(q), covariance=rho)
            total += ball(first * second * mean) / arb(product_to(p) * product_to(q)).sqrt()
    return total


@orthonormal.monte_carlo(dict(a=(1, 0, 2), rho="3/5"), dict(a=(1, 2, "-1/2"), rho="1/2"), moments=MOMENTS)
def product_of_the_normalised_activations(rng, size, a, rho):
    """Draw the pair and multiply μ(u) by μ(v)."""
    coefficients = [float(entry) / product_to(p) ** 0.5 for p, entry in enumerate(a)]
    u, v = np.polynomial.hermite_e.hermeval(correlated(rng, size, rho), coefficients)
    return u * v
