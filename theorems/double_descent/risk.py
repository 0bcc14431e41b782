r"""The risk of minimum-norm least squares on Gaussian data, on both sides of the interpolation threshold.

Statement.  Let X be an N×P matrix of independent standard Gaussians, y = Xθ* + ε with independent Gaussian noise of
variance σ², r = |θ*|, and θ̂ the least-squares estimate of least norm.  Then

    E |θ̂ − θ*|² = σ² P/(N − P − 1)                        for 1 ≤ P ≤ N − 2,
    E |θ̂ − θ*|² = r² (1 − N/P) + σ² N/(P − N − 1)         for P ≥ N + 2,

and for σ > 0 it is infinite for P = N − 1, N, N + 1 (P ≥ 1).

Idea.  The noise adds σ² times the trace of the inverse of the smaller Gram matrix. For P > N the part of θ* in the null
space of X is lost besides, and the two parts of the error are orthogonal.

References.  T. Hastie, A. Montanari, S. Rosset and R. J. Tibshirani, Ann. Statist. 50 (2022); M. Belkin, D. Hsu and
J. Xu, SIAM J. Math. Data Sci. 2 (2020).
"""

from sympy import Abs, Integer, Ne, Piecewise, Sum, Symbol, symbols

from numerics import exact_least_squares, least_squares
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import Cites, Domain, Equal, Equals, Erratum, FiniteFourthMoment, Source, Theorem, Vector, Vectors

N, P, n = symbols("N P n", integer=True, positive=True)
i = Symbol("i", integer=True)
r, sigma = symbols("r sigma", positive=True)
RISK = r"\mathbb{E}\,\|\hat\theta - \theta_*\|^2"
MOMENTS = FiniteFourthMoment(Abs(P - N) > 7, "the least eigenvalue λ of the smaller Gram matrix has a finite E λ⁻⁴ if "
                                             "and only if |N − P| + 1 > 8")


under = Theorem(
    name="under-parametrised-risk",
    title="Risk of least squares with fewer features than samples",
    claim=Equals(RISK, sigma**2 * P / (N - P - 1)),
    domain=Domain(P, N >= P + 2, sigma),
    source=Source(PROBABILISTIC_MODELS, "§4.11", verdict="holds",
                  printed=r"\mathbb{E}\left[\|\hat\theta - \theta_*\|^2\right]"
                          r" = \sigma^2\mathbb{E}\left[\text{tr}\left(X(X^TX)^{-2}X^T\right)\right]"
                          r" = \sigma^2\mathbb{E}\left[\text{tr}(X^TX)^{-1}\right] = \sigma^2\frac{P}{N-P-1}"),
    errata=[Erratum(printed=r"\text{when the number of parameters is very small there is no error}", formula=Integer(0),
                    wrong="with noise the error is small for P much smaller than N, but 0 only for P = 0")],
    near_misses={"no shift": sigma**2 * P / (N - P), "fixed design": sigma**2 * P / N,
                 "standard deviation": sigma * P / (N - P - 1)},
    fails_at=[dict(N=3, P=2, sigma=1, r=2), dict(N=3, P=3, sigma=1, r=2), dict(N=2, P=3, sigma=1, r=2)],
    covers=["ols-variance-chain", "underparam-no-error-claim"],
)

over = Theorem(
    name="over-parametrised-risk",
    title="Risk of the minimum-norm interpolant with more features than samples",
    claim=Equals(RISK, r**2 * (1 - N / P) + sigma**2 * N / (P - N - 1)),
    domain=Domain(N, P >= N + 2, r, sigma),
    source=Source(PROBABILISTIC_MODELS, "§4.11", verdict="holds",
                  printed=r"\|\theta_*\|^2\left(1 - \frac{N}{P}\right) + \sigma^2\frac{N}{P-N-1} \quad"
                          r"\text{if } P > N+1"),
    near_misses={"no shift": r**2 * (1 - N / P) + sigma**2 * N / (P - N),
                 "bias of another shape": r**2 * (1 - P / N) + sigma**2 * N / (P - N - 1),
                 "norm not squared": r * (1 - N / P) + sigma**2 * N / (P - N - 1),
                 "noise of the other regime": r**2 * (1 - N / P) + sigma**2 * P / (P - N - 1)},
    fails_at=[dict(N=3, P=4, sigma=1, r=2), dict(N=3, P=3, sigma=1, r=2), dict(N=5, P=3, sigma=1, r=2)],
    covers=["double-descent-risk", "overparam-error-decomposition"],
)

double_descent = Theorem(
    name="double-descent-risk",
    title="Risk of minimum-norm least squares on both sides of the interpolation threshold",
    claim=Equals(RISK, Piecewise((sigma**2 * P / (N - P - 1), P < N - 1),
                                 (r**2 * (1 - N / P) + sigma**2 * N / (P - N - 1), P > N + 1))),
    domain=Domain(N, Ne(P, N - 1), Ne(P, N), Ne(P, N + 1), r, sigma),
    source=Source(PROBABILISTIC_MODELS, "§4.11", verdict="holds",
                  printed=r"\mathcal{E}(P) = \begin{cases} \sigma^2\frac{P}{N-P-1} & \text{if } P < N-1 \\"
                          r"\|\theta_*\|^2\left(1 - \frac{N}{P}\right) + \sigma^2\frac{N}{P-N-1} & \text{if } P > N+1"
                          r"\end{cases}"),
    near_misses={"no shift": Piecewise((sigma**2 * P / (N - P), P < N - 1),
                                       (r**2 * (1 - N / P) + sigma**2 * N / (P - N), P > N + 1)),
                 "no bias": Piecewise((sigma**2 * P / (N - P - 1), P < N - 1),
                                      (sigma**2 * N / (P - N - 1), P > N + 1)),
                 "cases exchanged": Piecewise((sigma**2 * N / (P - N - 1), P < N - 1),
                                              (r**2 * (1 - N / P) + sigma**2 * P / (N - P - 1), P > N + 1))},
    fails_at=[dict(N=3, P=2, sigma=1, r=2), dict(N=3, P=3, sigma=1, r=2), dict(N=3, P=4, sigma=1, r=2)],
    covers=["double-descent-risk"],
)


@under.derivation
def by_the_noise_alone():
    """θ̂ − θ* = (XᵀX)⁻¹Xᵀε: each row a of that matrix adds E (aᵀε)², and the squared rows add up to tr (XᵀX)⁻¹."""
    a = Vector("a", n, real=True)
    yield Cites("ordinary-least-squares", "θ̂ = (XᵀX)⁻¹Xᵀy for P ≤ N")
    yield Equal(Sum(a[i] ** 2 * sigma**2, (i, 1, n)), sigma**2 * Sum(a[i] ** 2, (i, 1, n)), where=[Vectors(a)],
                because="E ε_i ε_j = 0 for i ≠ j and E ε_i² = σ²")
    yield Cites("wishart-pseudo-inverse-trace", "E tr (XᵀX)⁻¹ = P/(N − P − 1), and "
                                                "(XᵀX)⁻¹Xᵀ X(XᵀX)⁻¹ = (XᵀX)⁻¹ is the Gram matrix of the rows a")
    return sigma**2 * (P / (N - P - 1))


@over.derivation
def by_two_orthogonal_parts():
    """The part of θ* in the null space is lost, and the noise adds ε ↦ εᵀ(XXᵀ)⁻¹ε."""
    a = Vector("a", n, real=True)
    yield Cites("minimum-norm-interpolant", "θ̂ = Xᵀ(XXᵀ)⁻¹y for P ≥ N")
    yield Cites("minimum-norm-error-decomposition", "|θ̂ − θ*|² = |P_null θ*|² + |Xᵀ(XXᵀ)⁻¹ε|²")
    yield Cites("null-projection-mean", "E |P_null θ*|² = (1 − N/P) r²")
    yield Equal(Sum(a[i] ** 2 * sigma**2, (i, 1, n)), sigma**2 * Sum(a[i] ** 2, (i, 1, n)), where=[Vectors(a)],
                because="for each row a of Xᵀ(XXᵀ)⁻¹: E ε_i ε_j = 0 for i ≠ j and E ε_i² = σ²")
    yield Cites("wishart-inverse-trace", "E tr (XXᵀ)⁻¹ = N/(P − N − 1), the sum of the squared rows a")
    return r**2 * (1 - N / P) + sigma**2 * (N / (P - N - 1))


@double_descent.derivation
def by_cases():
    """The two regimes together."""
    yield Cites("under-parametrised-risk", "the case P ≤ N − 2")
    yield Cites("over-parametrised-risk", "the case P ≥ N + 2")
    few, many = sigma**2 * P / (N - P - 1), r**2 * (1 - N / P) + sigma**2 * N / (P - N - 1)
    return Piecewise((few, P < N - 1), (many, P > N + 1))


FEW = [dict(N=5, P=1, r=3, sigma=2), dict(N=5, P=3, r="3/2", sigma="1/2"), dict(N=9, P=4, r=2, sigma=3)]
MANY = [dict(N=1, P=4, r=3, sigma=2), dict(N=3, P=5, r="3/2", sigma="1/2"), dict(N=4, P=9, r=2, sigma=3)]
FEW_SAMPLED = [dict(N=14, P=3, r=3, sigma=2), dict(N=20, P=5, r=2, sigma="1/2")]
MANY_SAMPLED = [dict(N=3, P=14, r=3, sigma=2), dict(N=5, P=20, r=2, sigma="3/2")]


@under.numeric(*FEW)
@over.numeric(*MANY)
@double_descent.numeric(*FEW, *MANY)
def exact_risk(N, P, r, sigma):
    """The lost share of θ* by quadrature over an angle, the trace of the inverse Gram matrix from pairings."""
    return exact_least_squares.mean_excess_risk(samples=N, parameters=P, energy=r * r, variance=sigma * sigma)


@under.monte_carlo(*FEW_SAMPLED, moments=MOMENTS)
@over.monte_carlo(*MANY_SAMPLED, moments=MOMENTS)
@double_descent.monte_carlo(FEW_SAMPLED[0], MANY_SAMPLED[0], moments=MOMENTS)
def squared_error_of_a_fit(rng, size, N, P, r, sigma):
    """Draw X and ε, solve for θ̂, take |θ̂ − θ*|²."""
    return least_squares.least_squares_excess_risk(rng, size, samples=N, parameters=P, signal=float(r),
                                                   noise=float(sigma))


@under.monte_carlo(*FEW_SAMPLED, moments=MOMENTS, law="exact")
@over.monte_carlo(*MANY_SAMPLED, moments=MOMENTS, law="exact")
@double_descent.monte_carlo(FEW_SAMPLED[1], MANY_SAMPLED[1], moments=MOMENTS, law="exact")
def risk_from_its_law(rng, size, N, P, r, sigma):
    """r² Beta((P − N)/2, N/2) + σ² χ²_k/χ²_{|N − P| + 1} with k = min(N, P)."""
    return least_squares.least_squares_excess_risk_exact_law(rng, size, samples=N, parameters=P, signal=float(r),
                                                             noise=float(sigma))
