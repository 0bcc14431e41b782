r"""The two parts of the error of the minimum-norm interpolant.

Statement.  Let X be an N×P matrix of rank N, y = Xθ* + ε, and θ̂ = Xᵀ(XXᵀ)⁻¹y.  Then

    θ̂ − θ* = −P_null θ* + Xᵀ(XXᵀ)⁻¹ε,        |θ̂ − θ*|² = |P_null θ*|² + |Xᵀ(XXᵀ)⁻¹ε|²,

for every X, θ* and ε: the two parts are orthogonal, not only in expectation.  They are not independent, since both
depend on the row space of X.  With w = Xᵀ(XXᵀ)⁻¹ε, for Gaussian X the shares |P_null θ*|²/|θ*|² and
(θ*ᵀw)²/(|θ*|²|w|²) have the covariance −2(P − N)/(P²(P + 2)).

Idea.  In an orthonormal basis of ℝᴾ whose first N vectors span the row space, X is (L, 0) with L invertible, θ̂ has the
coordinates (θ*₁ + m₁, …, θ*_N + m_N, 0, …, 0) with Lm = ε, and the rest of θ* is lost.

References.  T. Hastie, A. Montanari, S. Rosset and R. J. Tibshirani, Ann. Statist. 50 (2022), section 2.
"""

import random

import numpy as np
from sympy import Integer, Sum, Symbol, symbols

from numerics.exact_least_squares import minimum_norm_solution, rotation
from numerics.gaussian_geometry import angle_mean
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import AtMostStep, Bounded, Cites, Domain, Equal, Equals, Erratum, Source, Theorem, Vector, Vectors

N, P = symbols("N P", integer=True, positive=True)
i, j = symbols("i j", integer=True)
theta, m = Vector("theta", P, real=True), Vector("m", N, real=True)

decomposition = Theorem(
    name="minimum-norm-error-decomposition",
    title="Squared error of the minimum-norm interpolant",
    # coordinates in an orthonormal basis whose first N vectors span the row space of X
    claim=Equals(r"\|\hat\theta - \theta_*\|^2", Sum(theta[j] ** 2, (j, N + 1, P)) + Sum(m[i] ** 2, (i, 1, N))),
    domain=Domain(Vectors(theta, m), P >= N + 1),
    source=Source(PROBABILISTIC_MODELS, "§4.11", verdict="holds",
                  printed=r"\hat\theta - \theta_* = \left(X^T(XX^T)^{-1}X - \text{Id}\right)\theta_* + X^T(XX^T)^{-1}"
                          r"\epsilon \dots \text{ Now } \left(X^T(XX^T)^{-1}X - \text{Id}\right) = -P_{\text{null}(X)}"),
    near_misses={"cross term": Sum(theta[j] ** 2, (j, N + 1, P)) + Sum(m[i] ** 2 + 2 * theta[i] * m[i], (i, 1, N)),
                 "all of θ* lost": Sum(theta[j] ** 2, (j, 1, P)) + Sum(m[i] ** 2, (i, 1, N)),
                 "the seen part lost": Sum(theta[j] ** 2, (j, 1, N)) + Sum(m[i] ** 2, (i, 1, N))},
    covers=["overparam-error-decomposition"],
    unsampled="An identity for every X, θ* and ε: nothing is random.",
)


@decomposition.derivation
def in_coordinates_of_the_row_space():
    """θ̂ = (θ*₁ + m₁, …, θ*_N + m_N, 0, …, 0) interpolates, and what any other interpolant adds is orthogonal to it."""
    row, d = Vector("row", N, real=True), Vector("d", P, real=True)
    yield Equal(Sum(row[i] * (theta[i] + m[i]), (i, 1, N)),
                Sum(row[i] * theta[i], (i, 1, N)) + Sum(row[i] * m[i], (i, 1, N)), where=[Vectors(row)],
                because="each row of (L, 0) gives its label: the row of Xθ* plus that of ε = Lm")
    square = Sum((theta[i] + m[i]) ** 2, (i, 1, N))
    yield AtMostStep(square, square + Sum(d[j] ** 2, (j, N + 1, P)), where=[Vectors(d)],
                     because="other interpolants differ in the last P − N coordinates d, and d = 0 has the least norm")
    lost = Sum(theta[j] ** 2, (j, N + 1, P))
    yield Equal(square - 2 * Sum((theta[i] + m[i]) * theta[i], (i, 1, N)) + Sum(theta[i] ** 2, (i, 1, N)) + lost,
                lost + Sum(m[i] ** 2, (i, 1, N)),
                because="‖θ̂‖² − 2 θ̂ᵀθ* + ‖θ*‖²: −P_null θ* and Xᵀ(XXᵀ)⁻¹ε occupy different coordinates")
    return lost + Sum(m[i] ** 2, (i, 1, N))


@decomposition.numeric(dict(theta=(2, 3), m=(5,), seed=1), dict(theta=(1, -3, 2), m=("1/2",), seed=2),
                       dict(theta=(2, 1, -3), m=(3, "-1/2"), seed=3), dict(theta=(3, 1, -2, 4), m=(-1, "3/2"), seed=4))
def by_the_exact_solution(theta, m, seed):
    """A lower triangular L, a rational rotation of ℝᴾ, labels y = Xθ* + Lm; the exact minimum-norm solution."""
    n, p, draw = len(m), len(theta), random.Random(seed)
    lower = [[draw.randint(1, 5) if c <= r else 0 for c in range(n)] for r in range(n)]
    basis = rotation(p, seed)  # row c is the c-th vector
    x = [[sum(lower[r][c] * basis[c][k] for c in range(n)) for k in range(p)] for r in range(n)]
    truth = [sum(theta[c] * basis[c][k] for c in range(p)) for k in range(p)]
    noise = [sum(lower[r][c] * m[c] for c in range(n)) for r in range(n)]
    labels = [sum(a * t for a, t in zip(x[r], truth, strict=True)) + noise[r] for r in range(n)]
    return sum((a - t) ** 2 for a, t in zip(minimum_norm_solution(x, labels), truth, strict=True))


covariance = Theorem(
    name="minimum-norm-error-covariance",
    title="Dependence of the two parts of the minimum-norm error",
    claim=Equals(r"\operatorname{Cov}\left(\frac{\|P_{\text{null}}\theta_*\|^2}{\|\theta_*\|^2},"
                 r" \frac{(\theta_*^{\mathsf T}w)^2}{\|\theta_*\|^2\|w\|^2}\right)"
                 r"_{w = X^{\mathsf T}(XX^{\mathsf T})^{-1}\varepsilon}", -2 * (P - N) / (P**2 * (P + 2))),
    domain=Domain(N, P >= N + 1),
    source=Source(PROBABILISTIC_MODELS, "§4.11", verdict="wrong as printed",
                  printed=r"\text{the two parts } P_{\text{null}}\theta_* \text{ and } X^T(XX^T)^{-1}\epsilon"
                          r" \text{ are independent and orthogonal in expectation}"),
    errata=[Erratum(printed=r"P_{\text{null}}\theta_* \text{ and } X^T(XX^T)^{-1}\epsilon \text{ are independent}",
                    formula=Integer(0),
                    wrong="both parts depend on the row space of X; for N = 1 the two shares even add up to 1")],
    near_misses={"variance of the lost share": 2 * N * (P - N) / (P**2 * (P + 2)),
                 "as for N = 1": -2 * (P - 1) / (P**2 * (P + 2))},
    covers=["overparam-error-decomposition"],
)


@covariance.derivation
def from_the_variance_of_the_lost_share():
    """Given the row space, w has a uniform direction in it: the mean of the second share is (1 − a)/N."""
    a = Symbol("a", real=True)
    variance = 2 * N * (P - N) / (P**2 * (P + 2))
    yield Cites("null-projection-variance", "Var a = 2N(P − N)/(P²(P + 2))")
    yield Equal(Sum((1 - a) / N, (i, 1, N)), 1 - a,
                because="the squares of the row part of θ*, 1 − a in all, along N exchangeable directions")
    yield Equal(-variance / N, -2 * (P - N) / (P**2 * (P + 2)), because="Cov(a, (1 − a)/N) = −Var(a)/N")
    return -variance / N


@covariance.numeric(dict(N=1, P=3), dict(N=2, P=3), dict(N=2, P=5), dict(N=3, P=7))
def by_angles(N, P):
    """The angle φ of θ* to a subspace of dimension N and the angle in it to a line, by quadrature; a = sin² φ."""
    along = angle_mean(lambda angle: angle.cos() ** 2, 1, N) if N > 1 else 1
    both = angle_mean(lambda angle: angle.sin() ** 2 * angle.cos() ** 2, N, P) * along
    lost = angle_mean(lambda angle: angle.sin() ** 2, N, P)
    return both - lost * angle_mean(lambda angle: angle.cos() ** 2, N, P) * along


@covariance.monte_carlo(dict(N=1, P=3), dict(N=2, P=5), moments=Bounded("-1/2", "1/2"))
def half_product_of_differences(rng, size, N, P):
    """Half the product of the differences of two independent pairs of shares, for θ* the first unit vector."""
    x, noise = rng.standard_normal((2 * size, N, P)), rng.standard_normal((2 * size, N, 1))
    gram = x @ x.transpose(0, 2, 1)
    solved = np.linalg.solve(gram, np.concatenate([x[:, :, :1], noise], axis=2))
    row_part, w = np.moveaxis(x.transpose(0, 2, 1) @ solved, 2, 0)
    lost = (1 - row_part[:, 0]).reshape(2, size)
    share = (w[:, 0] ** 2 / (w**2).sum(axis=1)).reshape(2, size)
    return (lost[0] - lost[1]) * (share[0] - share[1]) / 2
