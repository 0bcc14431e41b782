r"""Random features: the kernel of P Gaussian features, and the regression that they give.

Statement.  Let f_1, …, f_P ~ N(0, 𝒦) be independent and 𝒦_P(x, x') = Σ f_p(x) f_p(x')/P.  With p = 𝒦(x, x), q = 𝒦(x', x'),
r = 𝒦(x, x')

    E 𝒦_P(x, x') = r,      Var 𝒦_P(x, x') = (pq + r²)/P.

Least squares with the features on N data from θ = 0 gives the ridgeless regression of 𝒦_P.  Given the features at the data,
its mean over the features elsewhere is the ridgeless regression k K⁻¹ y of 𝒦 itself, for every P ≥ N, and its variance is

    (𝒦(x, x) − k K⁻¹ kᵀ) · yᵀK⁻¹y/(P − N − 1),      P ≥ N + 2.

Idea.  f_p(x) = k K⁻¹ f_p(X) + a part that is independent of f_p(X); the first part is predicted exactly.

Notes.  The notes print labels y_1, …, y_P: there is one label for each of the N data, Z is N × P.  The factor 1/√P rescales
θ and leaves the solution of least norm, as a function of x, as it is.  Gradient flow moves the values as the flow of the kernel
𝒦_P does, and 𝒦_P → 𝒦 almost surely.

References.  A. Rahimi and B. Recht, NeurIPS 20 (2007); A. Jacot et al., Implicit regularization of random feature models,
ICML 2020.
"""

import math
from fractions import Fraction
from itertools import product as choices

import numpy as np
from sympy import Derivative, Integral, Subs, Sum, Symbol, exp, oo, pi, sqrt, symbols, true

from numerics import wishart_moments
from numerics.exact_least_squares import minimum_norm_solution
from numerics.hermite import pair_moment
from numerics.kernel_regression import kernel
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import Cites, Domain, Equal, Equals, FiniteFourthMoment, Solves, Source, Theorem, Vector, Vectors

N, P = symbols("N P", integer=True, positive=True)
p, q = symbols("p q", positive=True)
r, k1, k2, y1, y2 = symbols("r k1 k2 y1 y2", real=True)
LIMIT = (r"\text{We have that as } P\to\infty\text{, } \bigl(f_{\theta(t)}^{RF}\bigr)_{t\ge0} \text{ also converges to "
         r"the kernel spanned by the features}")

fluctuation = Theorem(
    name="random-features-kernel-variance",
    title="Fluctuation of the kernel of Gaussian random features",
    claim=Equals(r"\operatorname{Var}\,\mathcal{K}_P(x,x'),\quad \mathcal{K}_P(x,x')=\frac1P\sum_{i=1}^Pf_i(x)f_i(x')",
                 (p * q + r ** 2) / P),
    domain=Domain(P, p, q >= r ** 2 / p, r),
    source=Source(PROBABILISTIC_MODELS, "§4.9", verdict="informal", printed=LIMIT),
    near_misses={"r²/P": r ** 2 / P, "pq/P": p * q / P, "second moment": (p * q + 2 * r ** 2) / P,
                 "rate 1/P²": (p * q + r ** 2) / P ** 2},
    covers=["random-features-kernel-limit"],
)


@fluctuation.derivation
def by_the_fourth_moment():
    """The tangent kernel of the linear model is 𝒦_P, an average of P independent terms f f' of variance pq + r²."""
    x, t, theta, value = symbols("x t theta v", real=True)
    i = Symbol("i", integer=True)

    def mean(term):
        return Integral(term * exp(-x ** 2 / 2) / sqrt(2 * pi), (x, -oo, oo))
    yield Equal(Derivative(theta * value / sqrt(P), theta), value / sqrt(P), because="the gradient in θ_i is f_i(x)/√P")
    yield Equal(mean(x ** 2), 1, because="second moment")
    yield Equal(mean(x ** 4), 3, because="fourth moment")
    yield Equal(Subs(p * (r / p) ** 2 * p * t + (q - r ** 2 / p) * p, t, 3) - r ** 2, p * q + r ** 2,
                because="f' = (r/p) f + a part of variance q − r²/p: E[f² f'²] − r², with E f⁴ = 3p²")
    term = p * q + r ** 2
    yield Equal(Sum(term / P ** 2, (i, 1, P)), term / P, because="independent features")
    return term / P


@fluctuation.numeric(dict(P=1, p=1, q=3, r="2/5"), dict(P=3, p="3/2", q=1, r="-1/2"), dict(P=5, p=2, q="1/2", r="3/4"),
                     dict(P=4, p="1/3", q=3, r=1))
def by_pairings(P, p, q, r):
    """E 𝒦_P² − (E 𝒦_P)² from the means of the products of two terms, each a sum over pairings."""
    once = pair_moment(1, 1, first=p, second=q, covariance=r)
    same = pair_moment(2, 2, first=p, second=q, covariance=r)
    square = sum(same if i == j else once * once for i in range(P) for j in range(P))
    return Fraction(square, P ** 2) - once ** 2


@fluctuation.monte_carlo(dict(P=3, p="3/2", q=1, r="-1/2"), dict(P=10, p=1, q=1, r="2/5"),
                         moments=FiniteFourthMoment(true, "a polynomial of Gaussian variables has all moments"))
def half_squared_difference_of_two_kernels(rng, size, P, p, q, r):
    """Two independent kernels of P features each."""
    x, z = rng.standard_normal((2, size, 2, P))
    p, q, r = float(p), float(q), float(r)
    kernels = np.mean(p ** 0.5 * x * (r / p ** 0.5 * x + (q - r * r / p) ** 0.5 * z), axis=2)
    return (kernels[:, 0] - kernels[:, 1]) ** 2 / 2


GRAM = r"K=\begin{pmatrix}p&r\\r&q\end{pmatrix},\ k=(k_1,k_2)"
ridgeless = (k1 * (q * y1 - r * y2) + k2 * (p * y2 - r * y1)) / (p * q - r ** 2)
MOMENTS = FiniteFourthMoment(P > N + 7, "given the features at the data the prediction is Gaussian with a variance of at most "
                             "c/λ, λ the least eigenvalue of ZZᵀ/P, and E λ⁻⁴ is finite if and only if P − N + 1 > 8")


def problem(features, at, labels, **more):
    """Data x_1, x_2 with 𝒦(x, x') = φ(x) · φ(x'); random functions are f_p(x) = φ(x) · g_p with standard Gaussian g_p."""
    features, at = tuple(tuple(map(Fraction, row)) for row in features), tuple(map(Fraction, at))
    (p, r), (_, q) = ([kernel(a, b) for b in features] for a in features)
    k1, k2 = (kernel(at, a) for a in features)
    return dict(p=p, q=q, r=r, k1=k1, k2=k2, y1=labels[0], y2=labels[1], features=features, at=at, **more)


INSTANCES = [(((1, 2, 0), (0, 1, -1)), (1, "1/2", 2), (3, 1)), (((1, 0, "1/3"), (1, 1, 1)), ("2/3", -1, 1), ("1/2", 2)),
             ((("3/2", 0, 1), (1, "1/2", -1)), (-1, 2, 1), (1, 3))]
LATENT = ((1, "1/2", -2), ("-1/3", 2, 1), (3, -1, "1/2"), (1, 1, "3/4"))  # vectors g_p

mean_prediction = Theorem(
    name="random-features-mean-prediction",
    title="Averaged over Gaussian features, ridgeless regression is that of the kernel",
    claim=Equals(r"\mathbb{E}[\hat f_P(x)\mid f_1(X),\dots,f_P(X)],\quad P\ge2,\ " + GRAM, ridgeless),
    domain=Domain(p, q > r ** 2 / p, r, k1, k2, y1, y2, P >= 2),
    source=Source(PROBABILISTIC_MODELS, "§4.9", verdict="informal", printed=LIMIT),
    near_misses={"kernel for its inverse": k1 * (p * y1 + r * y2) + k2 * (r * y1 + q * y2),
                 "features taken as orthonormal": k1 * y1 + k2 * y2, "shrunk by (P − 1)/P": ridgeless * (P - 1) / P,
                 "data taken as independent": k1 * y1 / p + k2 * y2 / q},
    fails_at=[problem(*INSTANCES[0], P=1, latent=LATENT[:1])],
    covers=["random-features-kernel-limit"],
)


@mean_prediction.derivation
def by_exact_prediction_of_the_known_part():
    """f_p(x) = α·f_p(X) + e_p with αK = k and e_p of mean 0 given the data; the solution θ with Zθ = y meets α·Zθ = α·y."""
    n = Symbol("n", integer=True, positive=True)
    i = Symbol("i", integer=True)
    f1, f2, theta = (Vector(name, n, real=True) for name in ("f1", "f2", "theta"))
    a1, a2 = symbols("a1 a2", real=True)
    det = p * q - r ** 2
    yield Cites("gaussian-posterior-mean", "the part of f_p(x) that is left is independent of f_p(x₁) and f_p(x₂)")
    yield Solves([k1 - a1 * p - a2 * r, k2 - a1 * r - a2 * q],
                 {a1: (k1 * q - k2 * r) / det, a2: (k2 * p - k1 * r) / det}, because="αK = k")
    yield Equal(Sum((a1 * f1[i] + a2 * f2[i]) * theta[i], (i, 1, n)),
                a1 * Sum(f1[i] * theta[i], (i, 1, n)) + a2 * Sum(f2[i] * theta[i], (i, 1, n)),
                where=[Vectors(f1, f2, theta)], because="α₁y₁ + α₂y₂ for every interpolating θ; one exists for P ≥ 2")
    return (k1 * q - k2 * r) / det * y1 + (k2 * p - k1 * r) / det * y2


@mean_prediction.numeric(
    problem(*INSTANCES[0], P=2, latent=LATENT[:2]), problem(*INSTANCES[0], P=4, latent=LATENT),
    problem(*INSTANCES[1], P=3, latent=LATENT[:3]), problem(*INSTANCES[2], P=3, latent=LATENT[1:]))
def by_reflections(features, at, y1, y2, latent):
    """Average the least-norm prediction over all 2^P reflections of the g_p at the plane of φ(x₁) and φ(x₂), in rationals.

    Given its values at the data, each g_p is as likely as its reflection.
    """
    (a, b, c), (d, e, f) = features
    normal = (b * f - c * e, c * d - a * f, a * e - b * d)
    values = [[kernel(row, g) for g in latent] for row in features]
    theta = minimum_norm_solution(values, (y1, y2))
    total = Fraction(0)
    for signs in choices((0, 1), repeat=len(latent)):
        for flip, weight, g in zip(signs, theta, latent, strict=True):
            moved = 2 * flip * kernel(g, normal) / kernel(normal, normal)
            total += weight * kernel(at, [u - moved * v for u, v in zip(g, normal, strict=True)])
    return total / 2 ** len(latent)


def predictions(rng, size, features, at, labels, P):
    """Least-norm predictions at φ(x) = at of P random features, drawn afresh: shape (size,)."""
    phi, point, y = np.array(features, dtype=float), np.array(at, dtype=float), np.array(labels, dtype=float)
    latent = rng.standard_normal((size, P, phi.shape[1]))
    Z = latent @ phi.T  # (size, P, N)
    dual = np.linalg.solve(Z.transpose(0, 2, 1) @ Z, np.broadcast_to(y[:, None], (size, len(y), 1)))
    return np.einsum("spd,d,spn,sn->s", latent, point, Z, dual[:, :, 0], optimize=True)


@mean_prediction.monte_carlo(problem(*INSTANCES[0], P=12), problem(*INSTANCES[2], P=12),
                             moments=FiniteFourthMoment(P > 5, "given the features at the data the prediction is Gaussian, "
                                                        "with a variance of at most c/λ, λ the least eigenvalue of ZZᵀ/P, "
                                                        "and E λ⁻² is finite if and only if P − 1 > 4"))
def prediction_of_fresh_features(rng, size, features, at, y1, y2, P):
    """Draw all features and fit."""
    return predictions(rng, size, features, at, (y1, y2), P)


e, v = symbols("e v", positive=True)

prediction_variance = Theorem(
    name="random-features-prediction-variance",
    title="Variance of ridgeless regression with random features",
    claim=Equals(r"\operatorname{Var}\,\hat f_P(x),\quad e=y^{\mathsf T}K^{-1}y,\ v=\mathcal{K}(x,x)-kK^{-1}k^{\mathsf T}",
                 v * e / (P - N - 1)),
    domain=Domain(N, P >= N + 2, e, v),
    source=Source(PROBABILISTIC_MODELS, "§4.9", verdict="informal", printed=LIMIT),
    near_misses={"no shift": v * e / (P - N), "as for the kernel": v * e / P, "summed over the data": v * e * N / (P - N - 1)},
    fails_at=[dict(N=2, P=2, e=3, v="1/2"), dict(N=2, P=3, e=3, v="1/2")],
    covers=["random-features-kernel-limit"],
)


@prediction_variance.derivation
def by_the_size_of_the_solution():
    """The part e_p(x) of variance v contributes v‖θ‖² given the features at the data, ‖θ‖² = yᵀ(ZZᵀ)⁻¹y."""
    n = Symbol("n", integer=True, positive=True)
    i = Symbol("i", integer=True)
    theta = Vector("theta", n, real=True)
    yield Cites("random-features-mean-prediction", "with N data as with two, f̂(x) = α·y + Σ θ_p e_p(x), e_p of variance v and "
                "independent of θ")
    yield Equal(Sum(v * theta[i] ** 2, (i, 1, n)), v * Sum(theta[i] ** 2, (i, 1, n)), where=[Vectors(theta)],
                because="the variance given the features at the data")
    yield Cites("wishart-inverse-mean", "Z = K^{1/2}G with a standard Gaussian G: E(ZZᵀ)⁻¹ = K⁻¹/(P − N − 1)")
    share = Symbol("w", positive=True)
    yield Equal(Subs(v * e * share, share, 1 / (P - N - 1)), v * e / (P - N - 1), because="E‖θ‖² = yᵀK⁻¹y/(P − N − 1)")
    return v * e / (P - N - 1)


@prediction_variance.numeric(dict(N=1, P=3, e=2, v="1/3"), dict(N=1, P=5, e="1/2", v=3), dict(N=2, P=5, e="5/3", v="3/2"),
                             dict(N=3, P=7, e=2, v="2/5"), dict(N=2, P=6, e="3/4", v="1/2"))
def by_an_inverse_moment(N, P, e, v):
    """After a rotation y = √e K^{1/2} e₁: v e E((GGᵀ)⁻¹)₁₁ from pairings of Gaussians."""
    moment = wishart_moments.inverse_mean(0, 0, rows=N, columns=P)
    return moment if moment == math.inf else v * e * moment


def sampled(features, at, labels, P):
    """A problem for sampling with its e and v by least squares: the least energy of an interpolant, and a distance."""
    features, at = tuple(tuple(map(Fraction, row)) for row in features), tuple(map(Fraction, at))
    labels = tuple(map(Fraction, labels))
    columns = list(zip(*features, strict=True))
    inside = [kernel(row, minimum_norm_solution(columns, at)) for row in columns]
    return dict(N=len(features), P=P, e=sum(w ** 2 for w in minimum_norm_solution(features, labels)),
                v=sum((a - b) ** 2 for a, b in zip(at, inside, strict=True)), features=features, at=at, labels=labels)


@prediction_variance.monte_carlo(sampled(*INSTANCES[1], 12), sampled(((1, 2),), (1, "-1/2"), (3,), 10), moments=MOMENTS)
def half_squared_difference_of_two_predictions(rng, size, features, at, labels, P):
    """Two independent sets of features."""
    drawn = predictions(rng, 2 * size, features, at, labels, P).reshape(2, size)
    return (drawn[0] - drawn[1]) ** 2 / 2
