r"""Moments of the spectrum of a sample covariance matrix at finite size.

Statement.  Let X be an N×P matrix of independent standard Gaussians and Σ = X Xᵀ/P, the sample covariance of P samples
in N dimensions.  Then E tr Σ / N = 1,

    E tr Σ² / N = 1 + (N + 1)/P,        E tr Σ⁻¹ / N = P/(P − N − 1)  for P ≥ N + 2.

As N, P → ∞ with N/P → α < 1 these tend to the moments 1 + α and 1/(1 − α) of the Marchenko–Pastur law.

Idea.  The second moment counts the pairings of four Gaussians; the inverse moment is that of a Wishart matrix.

References.  V. A. Marchenko and L. A. Pastur, Math. USSR Sb. 1 (1967); R. J. Muirhead, Aspects of Multivariate
Statistical Theory (1982), Theorem 3.2.12.
"""

from fractions import Fraction

import numpy as np
from sympy import Integral, Subs, exp, oo, pi, sqrt, symbols

from numerics import wishart, wishart_moments
from theorems.notes import DEEP_LEARNING_THEORY
from verifiers import Cites, Domain, Equal, Equals, FiniteFourthMoment, Source, Theorem

N, P = symbols("N P", integer=True, positive=True)

second_moment = Theorem(
    name="sample-covariance-second-moment",
    title="Second moment of the spectrum of a sample covariance matrix",
    claim=Equals(r"\tfrac1N\,\mathbb{E}\,\operatorname{tr}\,(XX^{\mathsf T}/P)^2", 1 + (N + 1) / P),
    domain=Domain(N, P),
    source=Source(DEEP_LEARNING_THEORY, "lecture 12/7", verdict="companion"),
    near_misses={"limit at finite size": 1 + N / P, "independent entries": 1 + (N - 1) / P,
                 "squared mean": 1},
    covers=["marchenko-pastur-finite-moments"],
)


@second_moment.derivation
def by_counting_pairings():
    """tr W² = Σ_i W_ii² + Σ_{i≠j} W_ij²: N diagonal entries are χ²_P, N(N − 1) others are sums of P products."""
    g = symbols("g", real=True)
    gauss = exp(-g**2 / 2) / sqrt(2 * pi)
    yield Equal(Integral(g**2 * gauss, (g, -oo, oo)), 1, because="variance of a Gaussian")
    yield Equal(Integral(g**4 * gauss, (g, -oo, oo)), 3, because="its fourth moment")
    diagonal = 3 * P + P * (P - 1)  # E (Σ_c g_c²)²: P equal pairs and P(P − 1) different ones
    off_diagonal = P  # E (Σ_c g_c h_c)²: the P equal pairs only
    total = (N * diagonal + N * (N - 1) * off_diagonal) / (N * P**2)
    yield Equal(total, 1 + (N + 1) / P, because="divide by N P²")
    return total


@second_moment.numeric(dict(N=1, P=3), dict(N=2, P=3), dict(N=3, P=5), dict(N=4, P=2))
def by_isserlis(N, P):
    """Σ_ij E W_ij² from pairings of the four Gaussians in each term."""
    total = sum(wishart_moments.product_mean([(i, j), (j, i)], columns=P) for i in range(N) for j in range(N))
    return Fraction(total, N * P**2)


@second_moment.monte_carlo(dict(N=2, P=3), dict(N=5, P=8),
                           moments=FiniteFourthMoment(True, "a polynomial in Gaussians has all moments"))
def squared_norm_of_the_covariance(rng, size, N, P):
    """Draw X, form Σ, add the squares of its entries."""
    covariance = wishart.gram_matrix(rng, size, rows=N, columns=P) / P
    return np.einsum("sij,sij->s", covariance, covariance) / N


inverse_moment = Theorem(
    name="sample-covariance-inverse-moment",
    title="Inverse moment of the spectrum of a sample covariance matrix",
    claim=Equals(r"\tfrac1N\,\mathbb{E}\,\operatorname{tr}\,(XX^{\mathsf T}/P)^{-1}", P / (P - N - 1)),
    domain=Domain(N, P >= N + 2),
    source=Source(DEEP_LEARNING_THEORY, "lecture 12/7", verdict="companion"),
    near_misses={"limit at finite size": P / (P - N), "not normalised": 1 / (P - N - 1)},
    fails_at=[dict(N=3, P=4), dict(N=3, P=3)],
    covers=["marchenko-pastur-finite-moments"],
)


@inverse_moment.derivation
def by_scaling():
    """tr (W/P)⁻¹ = P tr W⁻¹."""
    yield Cites("wishart-inverse-trace", "E tr W⁻¹ = N/(P − N − 1)")
    trace = symbols("t", positive=True)
    yield Equal(Subs(P * trace / N, trace, N / (P - N - 1)), P / (P - N - 1))
    return P / (P - N - 1)


@inverse_moment.numeric(dict(N=1, P=4), dict(N=2, P=8), dict(N=3, P=6), dict(N=4, P=10))
def by_isserlis_over_the_determinant(N, P):
    """Cofactors over the determinant: polynomial moments of W with P − 2 columns, from pairings of Gaussians."""
    return wishart_moments.inverse_trace_mean(rows=N, columns=P) * P / N


@inverse_moment.monte_carlo(dict(N=3, P=14), moments=FiniteFourthMoment(P > N + 7, "λ_min⁻⁴ has a finite mean if and "
                                                                                  "only if P − N + 1 > 8"))
def normalised_trace_of_the_inverse(rng, size, N, P):
    """Draw X, form X Xᵀ/P, average the inverses of its eigenvalues."""
    return wishart.inverse_trace(rng, size, rows=N, columns=P) * P / N
