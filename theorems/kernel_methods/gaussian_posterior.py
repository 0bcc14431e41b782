r"""Conditioning a Gaussian function on data: ridgeless and ridge regression with its covariance kernel.

Statement.  Let f ~ N(0, 𝒦) with the Gram matrix K = Σ_m μ_m v_m v_mᵀ at x₁, …, x_N, μ_m > 0, and k = (𝒦(x, x₁), …, 𝒦(x, x_N)).
Given f(x_i) = y_i and, with independent standard normal z_i, given f(x_i) + λz_i = y_i, the mean of f(x) is

    k K⁻¹ y = Σ_m ⟨v_m, k⟩⟨v_m, y⟩/μ_m     and     k (K + λ²I)⁻¹ y = Σ_m ⟨v_m, k⟩⟨v_m, y⟩/(μ_m + λ²),

the ridgeless regression, and the ridge regression min Σ (f(x_i) − y_i)² + λ² ‖f‖²_ℋ.  Without noise the variance of f(x) is
𝒦(x, x) − k K⁻¹ kᵀ.  Along an eigenvector of K with eigenvalue κ the fitted values are κ/(κ + λ²) times the labels.

Idea.  In the eigenbasis of K the observations are uncorrelated.  f(x) − k(K + λ²I)⁻¹ y is uncorrelated with each of them,
and so independent of all.

Notes.  The noise has standard deviation λ, so the ridge is λ²; a ridge λ belongs to noise of variance λ.  For singular K take
the pseudo-inverse.  The mean of the ridgeless prediction from y + λz over z is k K⁻¹ y: not the one given noisy data.

References.  C. E. Rasmussen and C. K. I. Williams, Gaussian Processes for Machine Learning (2006), §2.2.
"""

from fractions import Fraction

import numpy as np
from sympy import Derivative, Integral, Sum, Symbol, exp, oo, pi, sqrt, symbols, true

from numerics.exact_least_squares import minimum_norm_solution, rotation
from numerics.kernel_regression import kernel, most_likely_value, posterior_draws, ridge_prediction
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import (
    Cites,
    Convex,
    Domain,
    Equal,
    Equals,
    Erratum,
    FiniteFourthMoment,
    Solves,
    Source,
    Theorem,
    Vector,
    Vectors,
)

N = Symbol("N", integer=True, positive=True)
i = Symbol("i", integer=True)
lam, kappa = symbols("lamda kappa", positive=True)
k0 = Symbol("k0", real=True)
mu = Vector("mu", N)  # the eigenvalues of K
a, b = Vector("a", N, real=True), Vector("b", N, real=True)  # the coordinates ⟨v_m, k⟩ and ⟨v_m, y⟩
MOMENTS = FiniteFourthMoment(true, "given the data, f(x) is Gaussian")
GRAM = r"K=\sum_m\mu_mv_mv_m^{\mathsf T},\ a_m=\langle v_m,k\rangle,\ b_m=\langle v_m,y\rangle"
RIDGELESS = r"\mathbb{E}_{f\in\mathcal{N}(0,\mathcal{K})}[f(x)\mid f(x_i)=y_i] \text{: this is the kernel ridgeless regression}"
RIDGE = (r"\mathbb{E}_{f\sim\mathcal{N}(0,\mathcal{K})}[f(x)|f(x_i)=y_i+\lambda z_i] \dots \text{ This is ridge "
         r"regression with a regularization parameter } \lambda>0")


def prediction(noise):
    """k (K + noise I)⁻¹ y in the symbols."""
    return Sum(a[i] * b[i] / (mu[i] + noise), (i, 1, N))


def data(roots, at, coordinates, seed, **more):
    """The point of a problem with f(x) = φ(x) · θ: features Φ = V diag(√μ) and labels V b for a rational rotation V.

    The features of the data have a last entry 0, that of φ(x) need not vanish: f(x) is not determined by the data.
    """
    turn, roots, at = rotation(len(roots), seed), [Fraction(root) for root in roots], [Fraction(entry) for entry in at]
    coordinates = [Fraction(entry) for entry in coordinates]
    features = tuple((*(v * root for v, root in zip(row, roots, strict=True)), Fraction(0)) for row in turn)
    return dict(mu=tuple(root ** 2 for root in roots), a=tuple(root * x for root, x in zip(roots, at, strict=False)),
                b=tuple(coordinates), features=features, labels=tuple(kernel(row, coordinates) for row in turn),
                at=tuple(at), **more)


def fractions(*entries):
    """A tuple of fractions."""
    return tuple(map(Fraction, entries))


PROBLEMS = [(fractions("3/2", "1/2"), fractions(1, "1/2", 2), fractions(3, 1), 2),
            (fractions(2, 1, "2/3"), fractions("2/3", -1, 1, "1/2"), fractions("1/2", 2, -1), 3),
            (fractions(1, 2, "1/2", "4/3"), fractions(1, 1, "1/2", -1, "1/3"), fractions("5/2", -1, 1, "3/2"), 4),
            (fractions("5/2"), fractions(-1, 2), fractions(3), 1)]

mean = Theorem(
    name="gaussian-posterior-mean",
    title="The conditional mean of a Gaussian function is ridgeless regression",
    claim=Equals(r"\mathbb{E}[f(x)\mid f(x_1)=y_1,\dots,f(x_N)=y_N],\quad " + GRAM, prediction(0)),
    domain=Domain(Vectors(mu, a, b)),
    source=Source(PROBABILISTIC_MODELS, "§4.8", verdict="holds", printed=RIDGELESS),
    near_misses={"K for K⁻¹": Sum(a[i] * b[i] * mu[i], (i, 1, N)), "ridge 1": prediction(1),
                 "eigenvalues replaced by their mean": N * Sum(a[i] * b[i], (i, 1, N)) / Sum(mu[i], (i, 1, N)),
                 "without K⁻¹": Sum(a[i] * b[i], (i, 1, N))},
    fails_at=[data((0, 1), (1, 2, "1/2"), (1, 3), 2)],  # K is singular, and the labels do not lie in its range
    covers=["kernel-ridgeless-posterior-mean"],
)


@mean.derivation
def by_an_uncorrelated_remainder():
    """Jointly Gaussian variables that are uncorrelated are independent: f(x) − Σ c_m b_m keeps its mean 0 given the data."""
    level = Symbol("mu1", positive=True)
    first, second, c, g = symbols("a1 b1 c g", real=True)
    u, v = Vector("u", N, real=True), Vector("v", N, real=True)
    yield Equal(Sum(v[i] * (level * u[i]), (i, 1, N)), level * Sum(u[i] * v[i], (i, 1, N)), where=[Vectors(u, v)],
                because="the covariance of ⟨v, f(X)⟩ and ⟨u, f(X)⟩ is vᵀKu, for an eigenvector u: 0 for two of the basis")
    yield Solves([first - c * level], {c: first / level},
                 because="f(x) − Σ c_m⟨v_m, f(X)⟩ has the covariance a_m − c_mμ_m with ⟨v_m, f(X)⟩: 0 for c_m = a_m/μ_m")
    yield Solves([level * g - second], {g: second / level},
                 because="the interpolant of least norm is Σ g_i𝒦(·, x_i) with Kg = y, in coordinates μ_mg_m = b_m; at x it "
                         "is Σ a_mg_m = Σ c_mb_m")
    return Sum((a[i] / mu[i]) * b[i], (i, 1, N))


@mean.numeric(*[data(*problem) for problem in PROBLEMS])
def by_least_norm(features, labels, at):
    """Ridgeless regression by its definition: the interpolating θ of least norm in feature space, in rationals."""
    return ridge_prediction(features, labels, at, root=0)


@mean.monte_carlo(data(*PROBLEMS[0]), data(*PROBLEMS[2]), moments=MOMENTS)
def function_given_its_values(rng, size, features, labels, at):
    """Draw θ given the linear equations, by projecting free draws to their solutions; take f(x) = φ(x) · θ."""
    return posterior_draws(rng, size, features=features, observed=labels, at=at)


explained = Sum(a[i] ** 2 / mu[i], (i, 1, N))

variance = Theorem(
    name="gaussian-posterior-variance",
    title="The conditional variance of a Gaussian function",
    claim=Equals(r"\operatorname{Var}[f(x)\mid f(x_1),\dots,f(x_N)],\quad " + GRAM + r",\ k_0=\mathcal{K}(x,x)",
                 k0 - explained),
    domain=Domain(Vectors(mu, a), k0 > explained),
    source=Source(PROBABILISTIC_MODELS, "§4.8", verdict="companion", printed=RIDGELESS),
    near_misses={"prior variance": k0, "added": k0 + explained,
                 "eigenvalues replaced by their mean": k0 - N * Sum(a[i] ** 2, (i, 1, N)) / Sum(mu[i], (i, 1, N))},
    covers=["kernel-ridgeless-posterior-mean"],
)


@variance.derivation
def of_the_remainder():
    """Var(f(x) − Σ c_m⟨v_m, f(X)⟩) = k₀ − 2 Σ c_ma_m + Σ c_m²μ_m; complete the squares."""
    c = Vector("c", N, real=True)
    yield Cites("gaussian-posterior-mean", "f(x) − Σ c_m⟨v_m, f(X)⟩ is independent of the data for c_m = a_m/μ_m")
    yield Equal(k0 - 2 * Sum(c[i] * a[i], (i, 1, N)) + Sum(c[i] ** 2 * mu[i], (i, 1, N)),
                k0 - Sum(a[i] ** 2 / mu[i], (i, 1, N)) + Sum(mu[i] * (c[i] - a[i] / mu[i]) ** 2, (i, 1, N)),
                where=[Vectors(c)], because="the squares vanish for these c_m")
    return k0 - Sum(a[i] ** 2 / mu[i], (i, 1, N))


def with_prior(problem, **more):
    """The point of a problem with the variance of f(x)."""
    return data(*problem, k0=kernel(problem[1], problem[1]), **more)


@variance.numeric(*[with_prior(problem) for problem in PROBLEMS[:3]])
def by_the_distance_to_the_span(features, at):
    """The squared distance of φ(x) from the span of the φ(x_i), by least squares in rationals."""
    columns = list(zip(*features, strict=True))
    weights = minimum_norm_solution(columns, at)
    rest = [value - sum(w * c for w, c in zip(weights, row, strict=True)) for value, row in zip(at, columns, strict=True)]
    return sum(entry ** 2 for entry in rest)


@variance.monte_carlo(with_prior(PROBLEMS[0]), with_prior(PROBLEMS[2]), moments=MOMENTS)
def half_squared_difference(rng, size, features, at):
    """Half the squared difference of two conditional draws; the values of the data do not matter."""
    draws = posterior_draws(rng, 2 * size, features=features, observed=np.zeros(len(features)),
                            at=at).reshape(2, size)
    return (draws[0] - draws[1]) ** 2 / 2


noisy = Theorem(
    name="gaussian-noise-ridge",
    title="The conditional mean given noisy data is ridge regression with the variance of the noise",
    claim=Equals(r"\mathbb{E}[f(x)\mid f(x_i)+\lambda z_i=y_i],\quad " + GRAM, prediction(lam ** 2)),
    domain=Domain(Vectors(mu, a, b), lam),
    source=Source(PROBABILISTIC_MODELS, "§4.8", verdict="wrong as printed", printed=RIDGE),
    errata=[Erratum(printed=RIDGE, formula=prediction(lam), wrong="noise λz has the variance λ²: the ridge is λ², not λ")],
    near_misses={"mean of the squares in the loss": prediction(2 * lam ** 2),
                 "averaging the ridgeless prediction over z": prediction(0), "half the squares": prediction(lam ** 2 / 2)},
    covers=["kernel-ridge-noise-scaling"],
)


@noisy.derivation
def by_the_covariance_of_the_observations():
    """The observations have the covariance K + λ²I and the covariance k with f(x)."""
    level = Symbol("mu1", positive=True)
    first, second, c, g, z = symbols("a1 b1 c g z", real=True)
    yield Equal(Integral((lam * z) ** 2 * exp(-z ** 2 / 2) / sqrt(2 * pi), (z, -oo, oo)), lam ** 2, because="variance of λz")
    yield Cites("gaussian-posterior-mean", "the coordinates ⟨v_m, y⟩ are uncorrelated, with variances μ_m + λ² in place of μ_m")
    yield Solves([first - c * (level + lam ** 2)], {c: first / (level + lam ** 2)},
                 because="the remainder f(x) − Σ c_m⟨v_m, y⟩ is uncorrelated with the observations")
    loss = (level * g - second) ** 2 + lam ** 2 * level * g ** 2
    yield Equal(Derivative(loss, g), 2 * level * ((level + lam ** 2) * g - second),
                because="ridge regression: f = Σ g_i𝒦(·, x_i) with ‖f‖² = gKg; one coordinate of the loss")
    yield Convex(loss, g, because="so a stationary point is the minimum")
    yield Solves([(level + lam ** 2) * g - second], {g: second / (level + lam ** 2)},
                 because="(K + λ²I)g = y; at x the ridge regression is Σ a_mg_m = Σ c_mb_m")
    return Sum((a[i] / (mu[i] + lam ** 2)) * b[i], (i, 1, N))


NOISES = fractions("1/2", "4/3", 3, "2/5")


@noisy.numeric(*[data(*problem, lamda=noise) for problem, noise in zip(PROBLEMS, NOISES, strict=True)])
def by_the_most_likely_pair(features, labels, at, lamda):
    """The most likely (θ, z), which is their mean, with φ(x_i) · θ + λz_i = y_i, in rationals."""
    return most_likely_value(features, labels, at, noise=lamda)


@noisy.numeric(*[data(*problem, lamda=noise) for problem, noise in zip(PROBLEMS, NOISES[::-1], strict=True)])
def by_ridge_regression(features, labels, at, lamda):
    """The θ that minimises Σ (φ(x_i) · θ − y_i)² + λ² ‖θ‖², in rationals."""
    return ridge_prediction(features, labels, at, root=lamda)


@noisy.monte_carlo(data(*PROBLEMS[0], lamda="1/2"), data(*PROBLEMS[2], lamda="4/3"), moments=MOMENTS)
def function_given_noisy_values(rng, size, features, labels, at, lamda):
    """Draw (θ, z) given the linear equations, by projecting free draws to their solutions; take φ(x) · θ."""
    return posterior_draws(rng, size, features=features, observed=labels, at=at, noise=lamda)


shrinkage = Theorem(
    name="ridge-shrinkage-factor",
    title="Shrinkage of the fitted values along an eigenvector of the kernel matrix",
    claim=Equals(r"\langle v,\mathbb{E}[f(X)\mid f(X)+\lambda z=y]\rangle/\langle v,y\rangle,\quad Kv=\kappa v",
                 kappa / (kappa + lam ** 2)),
    domain=Domain(kappa, lam),
    source=Source(PROBABILISTIC_MODELS, "§4.8", verdict="wrong as printed", printed=RIDGE),
    errata=[Erratum(printed=RIDGE, formula=kappa / (kappa + lam), wrong="noise λz has the variance λ²")],
    near_misses={"the part of the noise": lam ** 2 / (kappa + lam ** 2), "squared": kappa ** 2 / (kappa + lam ** 2) ** 2,
                 "mean over three data in the loss": kappa / (kappa + 3 * lam ** 2)},
    covers=["kernel-ridge-noise-scaling"],
)


@shrinkage.derivation
def along_an_eigenvector():
    """⟨v, f(X)⟩ has the variance κ, the noise adds λ²; any number of data."""
    c, other = symbols("c kappa2", real=True)
    u, v = Vector("u", N, real=True), Vector("v", N, real=True)
    yield Equal(Sum(v[i] * (other * u[i]), (i, 1, N)), other * Sum(u[i] * v[i], (i, 1, N)), where=[Vectors(u, v)],
                because="the covariance of ⟨v, f(X)⟩ and ⟨u, y⟩ for an eigenvector u: κ for u = v, 0 for one orthogonal to v")
    yield Solves([kappa - c * (kappa + lam ** 2)], {c: kappa / (kappa + lam ** 2)},
                 because="⟨v, f(X)⟩ − c⟨v, y⟩ is uncorrelated with all ⟨u, y⟩, and so independent of y")
    return kappa / (kappa + lam ** 2)


def mode(root, other, lamda, seed):
    """Three data with Φ = √κ v e₁ᵀ + … in rotated coordinates; v is the first column of a rotation."""
    turn = rotation(3, seed)
    scales = (Fraction(root), Fraction(other), Fraction(2, 3))
    features = tuple(tuple(row[j] * scales[j] for j in range(3)) for row in turn)
    v, labels = tuple(row[0] for row in turn), tuple(row[0] - 2 * row[1] + row[2] / 2 for row in turn)
    at = tuple(kernel(v, column) for column in zip(*features, strict=True))
    return dict(kappa=Fraction(root) ** 2, lamda=lamda, features=features, labels=labels, at=at)


@shrinkage.numeric(mode("3/2", "1/2", "1/2", 11), mode("2/3", 3, "5/4", 12), mode(3, 1, "7/3", 13),
                   mode("1/2", "1/3", "1/5", 14))
def by_fitting_three_data(features, labels, at, lamda):
    """φ(x) = Σ v_i φ(x_i) and ⟨v, y⟩ = 1: the most likely value there, in rationals."""
    return most_likely_value(features, labels, at, noise=lamda)


@shrinkage.monte_carlo(mode("3/2", "1/2", "1/2", 11), mode("2/3", 3, "5/4", 12), moments=MOMENTS)
def combination_of_the_values(rng, size, features, labels, at, lamda):
    """Draw f given three noisy values, and combine its values at the data with weights v; ⟨v, y⟩ = 1."""
    return posterior_draws(rng, size, features=features, observed=labels, at=at, noise=lamda)
