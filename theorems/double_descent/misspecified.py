r"""Double descent with fewer features than the truth has.

Statement.  Let the truth be linear in D independent standard Gaussian features, and let least squares see the first P
of them; A = θ₁² + … + θ_P², B = θ_{P+1}² + … + θ_D². The mean excess risk |θ̂ − θ*|² over all D coordinates is

    B + (B + σ²) P/(N − P − 1)                          for 1 ≤ P ≤ N − 2,
    B + A (1 − N/P) + (B + σ²) N/(P − N − 1)            for P ≥ N + 2,

and infinite for P = N − 1, N, N + 1 (P ≥ 1) unless B = σ = 0.  The first feature lowers the risk from |θ|² if and
only if (N − 1) θ₁² > |θ|² + σ²: then the curve descends before it rises to the threshold.

Idea.  The unseen features add to each label an independent Gaussian of variance B: they act as noise. Besides, their
coefficients are estimated by 0.

References.  M. Belkin, D. Hsu and J. Xu, SIAM J. Math. Data Sci. 2 (2020), Theorem 1; L. Breiman and D. Freedman,
J. Amer. Statist. Assoc. 78 (1983).
"""

import math
from itertools import product

import numpy as np
from flint import fmpq
from sympy import Abs, Integral, Subs, Symbol, exp, oo, pi, sqrt, symbols

from numerics import exact_least_squares, least_squares, wishart_moments
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import Cites, Domain, Equal, Equals, FiniteFourthMoment, Holds, Source, Theorem

N, P = symbols("N P", integer=True, positive=True)
A, B, sigma = symbols("A B sigma", positive=True)
RISK = r"\mathbb{E}\,\|\hat\theta - \theta_*\|^2"
PRINTED = r"\text{To obtain a ‘true’ double-descent curve, one needs} \dots"
MOMENTS = FiniteFourthMoment(Abs(P - N) > 7, "the least eigenvalue λ of the smaller Gram matrix has a finite E λ⁻⁴ if "
                                             "and only if |N − P| + 1 > 8")


under = Theorem(
    name="misspecified-under-parametrised-risk",
    title="Risk with unseen features below the threshold",
    claim=Equals(RISK, B + (B + sigma**2) * P / (N - P - 1)),
    domain=Domain(P, N >= P + 2, A, B, sigma),
    source=Source(PROBABILISTIC_MODELS, "§4.11", printed=PRINTED, verdict="companion"),
    near_misses={"unseen features no noise": B + sigma**2 * P / (N - P - 1),
                 "their coefficients free": (B + sigma**2) * P / (N - P - 1),
                 "no shift": B + (B + sigma**2) * P / (N - P)},
    fails_at=[dict(N=4, P=4, A=2, B=5, sigma=1, unseen=(1, 2)), dict(N=3, P=4, A=2, B=5, sigma=1, unseen=(1, 2))],
    covers=["misspecified-double-descent"],
)

over = Theorem(
    name="misspecified-over-parametrised-risk",
    title="Risk with unseen features above the threshold",
    claim=Equals(RISK, B + A * (1 - N / P) + (B + sigma**2) * N / (P - N - 1)),
    domain=Domain(N, P >= N + 2, A, B, sigma),
    source=Source(PROBABILISTIC_MODELS, "§4.11", printed=PRINTED, verdict="companion"),
    near_misses={"unseen features no noise": B + A * (1 - N / P) + sigma**2 * N / (P - N - 1),
                 "their coefficients free": A * (1 - N / P) + (B + sigma**2) * N / (P - N - 1),
                 "no shift": B + A * (1 - N / P) + (B + sigma**2) * N / (P - N)},
    fails_at=[dict(N=4, P=4, A=2, B=5, sigma=1, unseen=(1, 2)), dict(N=4, P=5, A=2, B=5, sigma=1, unseen=(1, 2))],
    covers=["misspecified-double-descent"],
)


@under.derivation
def by_more_noise():
    """The labels are Xθ₁..P plus noise of variance B + σ², independent of the seen features."""
    g, s, t = symbols("g s t", real=True)
    yield Equal(Integral((s + t * g) ** 2 * exp(-g**2 / 2) / sqrt(2 * pi), (g, -oo, oo)), s**2 + t**2,
                because="each unseen feature g with coefficient t adds t² to the variance of a label")
    yield Cites("under-parametrised-risk", "E |θ̂ − θ|² = σ² P/(N − P − 1) on the seen features")
    noise = symbols("v", positive=True)
    yield Equal(B + Subs(noise * P / (N - P - 1), noise, B + sigma**2), B + (B + sigma**2) * P / (N - P - 1),
                because="that error with noise of variance B + σ², and B from the unseen features of a new datum")
    return B + (B + sigma**2) * P / (N - P - 1)


@over.derivation
def by_more_noise_above_the_threshold():
    """The same with the risk of the minimum-norm interpolant, r² = A."""
    r = Symbol("r", positive=True)
    yield Cites("over-parametrised-risk", "E |θ̂ − θ|² = r²(1 − N/P) + σ² N/(P − N − 1) on the seen features")
    yield Cites("misspecified-under-parametrised-risk", "unseen features act as noise of variance B")
    risk = r**2 * (1 - N / P) + sigma**2 * N / (P - N - 1)
    return B + risk.subs({r**2: A, sigma**2: B + sigma**2}, simultaneous=True)


FEW = [dict(N=5, P=1, A=2, B=5, sigma=1, unseen=(1, 2)), dict(N=6, P=3, A=3, B="5/4", sigma="1/2", unseen=(1, "1/2")),
       dict(N=9, P=4, A=1, B=3, sigma=2, unseen=(1, 1, 1))]
MANY = [dict(N=1, P=4, A=2, B=5, sigma=1, unseen=(1, 2)), dict(N=3, P=5, A=3, B="5/4", sigma="1/2", unseen=(1, "1/2")),
        dict(N=4, P=9, A=1, B=3, sigma=2, unseen=(1, 1, 1))]
FEW_SAMPLED = [dict(N=14, P=3, A=2, B=5, sigma=1, unseen=(1, 2))]
MANY_SAMPLED = [dict(N=4, P=16, A=3, B=5, sigma=1, unseen=(1, 2))]


@under.numeric(*FEW)
@over.numeric(*MANY)
def exact_risk(N, P, A, sigma, unseen):
    """The second moment of the noise by a Gauss–Hermite rule of nodes ±1; the exact risk with it on P features."""
    coefficients = (*unseen, sigma)
    nodes = list(product((1, -1), repeat=len(coefficients)))
    variance = sum(sum(t * g for t, g in zip(coefficients, x, strict=True)) ** 2 for x in nodes) / len(nodes)
    seen = exact_least_squares.mean_excess_risk(samples=N, parameters=P, energy=A, variance=variance)
    lost = sum(t * t for t in unseen)
    return seen if seen == math.inf else seen + fmpq(lost.numerator, lost.denominator)


@under.monte_carlo(*FEW_SAMPLED, moments=MOMENTS)
@over.monte_carlo(*MANY_SAMPLED, moments=MOMENTS)
def squared_error_of_a_fit(rng, size, N, P, A, sigma, unseen):
    """Draw all D features and ε, fit the first P, take |θ̂ − θ*|² over all D coordinates."""
    signal = np.array([float(A / P) ** 0.5] * P + [float(t) for t in unseen])
    return least_squares.misspecified_excess_risk(rng, size, samples=N, parameters=P, signal=signal, noise=float(sigma))


@under.monte_carlo(*FEW_SAMPLED, moments=MOMENTS, law="exact")
@over.monte_carlo(*MANY_SAMPLED, moments=MOMENTS, law="exact")
def risk_from_its_law(rng, size, N, P, A, sigma, unseen):
    """A Beta((P − N)/2, N/2) + (B + σ²) χ²_k/χ²_{|N − P| + 1} + B with k = min(N, P)."""
    signal = np.array([float(A / P) ** 0.5] * P + [float(t) for t in unseen])
    return least_squares.misspecified_excess_risk_exact_law(rng, size, samples=N, parameters=P, signal=signal,
                                                            noise=float(sigma))


t, T = symbols("t T", positive=True)

first_descent = Theorem(
    name="first-descent",
    title="When the first feature lowers the risk",
    claim=Holds(r"\mathcal{E}(1) < \mathcal{E}(0) = \|\theta_*\|^2 = T", (N - 1) * t**2 > T + sigma**2),
    domain=Domain(N >= 3, t, T >= t**2, sigma),
    source=Source(PROBABILISTIC_MODELS, "§4.11", printed=PRINTED, verdict="companion"),
    near_misses={"without the noise": (N - 1) * t**2 > T, "larger than the noise": t**2 > sigma**2},
    covers=["misspecified-double-descent"],
    unsampled="Two means are compared, each of which is sampled in its own record.",
)


@first_descent.derivation
def by_subtracting_the_risks():
    """With t = θ₁ the unseen energy is B = T − t², and E(1) − E(0) has the sign of T + σ² − (N − 1)t²."""
    yield Cites("misspecified-under-parametrised-risk", "E(1) = B + (B + σ²)/(N − 2)")
    unseen = T - t**2
    yield Equal(unseen + (unseen + sigma**2) / (N - 2) - T, (T + sigma**2 - (N - 1) * t**2) / (N - 2),
                because="N − 2 > 0")
    return (N - 1) * t**2 > T + sigma**2


@first_descent.numeric(dict(N=3, t=2, T=5, sigma=1), dict(N=4, t=1, T=2, sigma=1), dict(N=4, t=2, T=5, sigma=1),
                       dict(N=5, t=1, T=2, sigma="3/2"), dict(N=6, t=2, T=12, sigma=2), dict(N=6, t=2, T=17, sigma=2),
                       dict(N=5, t=1, T="5/2", sigma="3/2"), dict(N=9, t="1/2", T=1, sigma="3/4"),
                       dict(N=4, t=1, T=3, sigma="1/2"))
def exact_comparison(N, t, T, sigma):
    """E(0) = T against E(1), with the trace of the inverse Gram matrix of one feature from pairings of Gaussians."""
    unseen = T - t * t
    return unseen + (unseen + sigma**2) * wishart_moments.inverse_trace_mean(rows=1, columns=N) < T
