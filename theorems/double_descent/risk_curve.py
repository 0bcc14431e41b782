r"""The shape of the risk curve of minimum-norm least squares in the well-specified model.

Statement.  With N samples fixed and E(P) the risk with P features, |θ*| = r and noise of variance σ²:

- below the threshold E(0) = 0 and E(P + 1) − E(P) = σ² (N − 1)/((N − P − 1)(N − P − 2)) for P ≤ N − 3: the risk rises
  from 0 to the threshold, and there is no first descent;
- above it, for r > σ, E(P) ≥ (r² + 2Nrσ − Nσ²)/(N + 1), attained at P = (N + 1) r/(r − σ) if that is an integer; beyond
  this point E increases to its limit r², the risk of the estimate 0;
- for r ≤ σ, E(P) > r² for all P ≥ N + 2.

So the descent after the threshold is one from the peak: with much noise it never reaches the risk of the estimate 0.

Idea.  The difference to the bound is a square over a positive number.

References.  T. Hastie, A. Montanari, S. Rosset and R. J. Tibshirani, Ann. Statist. 50 (2022), section 3.
"""

import math

from sympy import Integer, Symbol, oo, symbols

from numerics import exact_least_squares, least_squares
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import (
    AtLeast,
    AtMostStep,
    Cites,
    Domain,
    Equal,
    Equals,
    Erratum,
    FiniteFourthMoment,
    Limit,
    Source,
    Stationary,
    Tends,
    Theorem,
)

N, P = symbols("N P", integer=True, positive=True)
p = Symbol("p", integer=True, nonnegative=True)
r, sigma = symbols("r sigma", positive=True)
RISK = r"\mathbb{E}\,\|\hat\theta - \theta_*\|^2"
REASON = "the least eigenvalue λ of the smaller Gram matrix has a finite E λ⁻⁴ if and only if |N − P| + 1 > 8"
MOMENTS = FiniteFourthMoment(P > N + 7, REASON)

increment = Theorem(
    name="under-parametrised-risk-increment",
    title="Growth of the risk with each feature below the threshold",
    claim=Equals(r"\mathcal{E}(p+1) - \mathcal{E}(p)", sigma**2 * (N - 1) / ((N - p - 1) * (N - p - 2))),
    domain=Domain(p, N >= p + 3, sigma),
    source=Source(PROBABILISTIC_MODELS, "§4.11", verdict="holds under a condition",
                  printed=r"\text{in this model, when the number of parameters is very small there is no error}"),
    errata=[Erratum(printed=r"\text{no error}", formula=Integer(0),
                    wrong="each feature adds to the error from the first one on: E(1) = σ²/(N − 2), unless σ = 0")],
    near_misses={"no shift": sigma**2 * N / ((N - p) * (N - p - 1)), "linear growth": sigma**2 / (N - p - 1)},
    fails_at=[dict(N=3, p=1, sigma=1), dict(N=3, p=2, sigma=1)],
    covers=["underparam-no-error-claim"],
)


@increment.derivation
def by_subtraction():
    """The difference of the two risks over a common denominator is positive: the risk increases."""
    yield Cites("under-parametrised-risk", "E(p) = σ² p/(N − p − 1), and E(0) = 0")
    difference = sigma**2 * (p + 1) / (N - p - 2) - sigma**2 * p / (N - p - 1)
    yield Equal(difference, sigma**2 * (N - 1) / ((N - p - 1) * (N - p - 2)))
    yield AtMostStep(0, sigma**2 * (N - 1) / ((N - p - 1) * (N - p - 2)), because="both factors are positive")
    return difference


@increment.numeric(dict(N=5, p=0, sigma=3), dict(N=6, p=1, sigma="1/2"), dict(N=6, p=3, sigma=2),
                   dict(N=9, p=2, sigma=3))
def difference_of_exact_risks(N, p, sigma):
    """Traces of inverse Gram matrices with p + 1 and p features, from pairings of Gaussians."""
    after, before = (exact_least_squares.mean_excess_risk(samples=N, parameters=features, energy=1, variance=sigma**2)
                     for features in (p + 1, p))
    return math.inf if math.inf in (after, before) else after - before


@increment.monte_carlo(dict(N=14, p=2, sigma=1), moments=FiniteFourthMoment(N > p + 8, REASON))
def difference_of_two_fits(rng, size, N, p, sigma):
    """The errors of two independent fits, with p + 1 and with p features."""
    after, before = (least_squares.least_squares_excess_risk(rng, size, samples=N, parameters=features, signal=1.0,
                                                             noise=float(sigma)) for features in (p + 1, p))
    return after - before


floor = Theorem(
    name="over-parametrised-risk-minimum",
    title="Least risk above the threshold if the signal exceeds the noise",
    claim=AtLeast(RISK, (r**2 + 2 * N * r * sigma - N * sigma**2) / (N + 1)),
    domain=Domain(N, P >= N + 2, sigma, r > sigma),
    source=Source(PROBABILISTIC_MODELS, "§4.11", verdict="holds under a condition",
                  printed=r"\text{This shows the phenomenon of ‘no overfitting as we over-parametrize’}"),
    near_misses={"least risk for P → ∞": r**2, "threshold at r² = 2σ²": (r**2 + 2 * N * r * sigma) / (N + 1)},
    covers=["overparam-risk-interior-minimum"],
)

no_gain = Theorem(
    name="over-parametrised-risk-without-signal",
    title="With the signal below the noise, interpolation is worse than the estimate 0",
    claim=AtLeast(RISK, r**2),
    domain=Domain(N, P >= N + 2, r, sigma >= r),
    source=Source(PROBABILISTIC_MODELS, "§4.11", verdict="holds under a condition",
                  printed=r"\text{This shows the phenomenon of ‘no overfitting as we over-parametrize’}"),
    near_misses={"the noise": sigma**2, "excess of order 1/P": r**2 + sigma**2 / P},
    fails_at=[dict(N=1, P=4, r=2, sigma=1), dict(N=3, P=20, r=5, sigma=4)],
    covers=["overparam-risk-interior-minimum"],
)

limit = Theorem(
    name="over-parametrised-risk-limit",
    title="Limit of the risk for ever more features",
    claim=Tends(RISK, r**2, N * (r**2 + sigma**2) / (P - N - 1), variable=P),
    domain=Domain(N, P >= N + 2, r, sigma),
    source=Source(PROBABILISTIC_MODELS, "§4.11", verdict="companion"),
    near_misses={"no error in the limit": Integer(0), "noise in the limit": r**2 + sigma**2, "norm not squared": r},
    covers=["overparam-risk-interior-minimum"],
)


@floor.derivation
def by_a_square():
    """The risk less the bound is N ((r − σ)P − r(N + 1))²/((N + 1) P (P − N − 1)), which vanishes at the minimum."""
    yield Cites("over-parametrised-risk", "E(P) = r²(1 − N/P) + σ² N/(P − N − 1)")
    risk = r**2 * (1 - N / P) + sigma**2 * N / (P - N - 1)
    bound = (r**2 + 2 * N * r * sigma - N * sigma**2) / (N + 1)
    square = N * ((r - sigma) * P - r * (N + 1)) ** 2 / ((N + 1) * P * (P - N - 1))
    yield Equal(risk, bound + square)
    yield AtMostStep(bound, bound + square, because="a square over positive factors")
    yield Stationary(risk, {P: (N + 1) * r / (r - sigma)}, because="the square vanishes there")
    return bound


@no_gain.derivation
def by_comparing_the_two_terms():
    """E − r² = N (σ²/(P − N − 1) − r²/P), and the first denominator is the smaller one."""
    yield Cites("over-parametrised-risk", "E(P) = r²(1 − N/P) + σ² N/(P − N − 1)")
    excess = N * ((sigma**2 - r**2) * P + r**2 * (N + 1)) / (P * (P - N - 1))
    yield Equal(r**2 * (1 - N / P) + sigma**2 * N / (P - N - 1), r**2 + excess)
    yield AtMostStep(r**2, r**2 + excess, because="σ ≥ r")
    return r**2


@limit.derivation
def by_the_two_terms():
    """Both N σ²/(P − N − 1) and N r²/P are at most the remainder."""
    yield Cites("over-parametrised-risk", "E(P) = r²(1 − N/P) + σ² N/(P − N − 1)")
    risk, remainder = r**2 * (1 - N / P) + sigma**2 * N / (P - N - 1), N * (r**2 + sigma**2) / (P - N - 1)
    yield AtMostStep(risk - r**2, remainder)
    yield AtMostStep(-(risk - r**2), remainder)
    yield Limit(remainder, P, oo, 0)
    return r**2


# the first five points attain the minimum
SIGNAL = [dict(N=1, P=4, r=2, sigma=1), dict(N=3, P=8, r=2, sigma=1), dict(N=2, P=9, r=3, sigma=2),
          dict(N=2, P=6, r="1/2", sigma="1/4"), dict(N=3, P=20, r=5, sigma=4), dict(N=2, P=5, r=3, sigma=1)]
NOISE = [dict(N=1, P=40, r=3, sigma=3), dict(N=2, P=60, r=2, sigma=2), dict(N=3, P=30, r=1, sigma="3/2"),
         dict(N=1, P=300, r="1/2", sigma="1/2")]
WIDE = [dict(N=1, P=300, r=3, sigma=1), dict(N=2, P=400, r="1/2", sigma="3/2")]


@floor.numeric(*SIGNAL)
@no_gain.numeric(*NOISE)
@limit.numeric(*WIDE)
def exact_risk(N, P, r, sigma):
    """The lost share of θ* by quadrature over an angle, the trace of the inverse Gram matrix from pairings."""
    return exact_least_squares.mean_excess_risk(samples=N, parameters=P, energy=r * r, variance=sigma * sigma)


@floor.monte_carlo(dict(N=5, P=18, r=3, sigma=2), moments=MOMENTS)
@no_gain.monte_carlo(dict(N=1, P=12, r=1, sigma=1), moments=MOMENTS)
@limit.monte_carlo(dict(N=2, P=100, r=3, sigma=2), moments=MOMENTS)
def squared_error_of_a_fit(rng, size, N, P, r, sigma):
    """Draw X and ε, solve for θ̂, take |θ̂ − θ*|²."""
    return least_squares.least_squares_excess_risk(rng, size, samples=N, parameters=P, signal=float(r),
                                                   noise=float(sigma))
