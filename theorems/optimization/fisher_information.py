r"""The Gauss–Newton matrix of least squares as a Fisher information.

Statement.  Let labels y_n be independent N(f_θ(x_n), σ²I).  Number the pairs (n, k) of a sample and an output by
m = 1, …, M.  The Fisher information of the parameters is

    E[∂_i log p(y) ∂_j log p(y)] = (1/σ²) Σ_m ∂_if_m ∂_jf_m,

that is A/σ² for the first part A of the Hessian of ½ Σ_n ‖f_θ(x_n) − y_n‖²; it is A itself for σ = 1.

Idea.  A score is a sum of independent noises times the derivatives of their means.

Notes.  The labels are drawn from the model; with the observed residuals in place of the noise the average is the
"empirical Fisher information", another matrix.  A = JᵀJ for the M×P Jacobian J; JJᵀ has the same nonzero eigenvalues and the
size M, whatever the number P of parameters.

References.  S. Amari, H. Park & K. Fukumizu, Adaptive method of realizing natural gradient learning for multilayer
perceptrons, Neural Computation 12 (2000); J. Martens, New insights and perspectives on the natural gradient method, JMLR 21
(2020), sections 8 and 9.
"""

from fractions import Fraction
from itertools import product

import numpy as np
from flint import fmpq
from sympy import Derivative, Integral, Subs, Sum, Symbol, exp, oo, pi, sqrt, symbols

from numerics import exact_derivatives
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import Domain, Equal, Equals, FiniteFourthMoment, Source, Theorem, Vector, Vectors

M = Symbol("M", integer=True, positive=True)
m = Symbol("m", integer=True)
p, q = Vector("p", M, real=True), Vector("q", M, real=True)
sigma = Symbol("sigma", positive=True)

fisher = Theorem(
    name="least-squares-fisher-information",
    title="The Gauss–Newton matrix is the Fisher information of Gaussian labels",
    claim=Equals(r"\mathbb{E}\big[\partial_i\log p(y)\,\partial_j\log p(y)\big],\quad y_n\sim N(f_\theta(x_n),\sigma^2I),\ "
                 r"p=\partial_if,\ q=\partial_jf", Sum(p[m] * q[m], (m, 1, M)) / sigma ** 2),
    domain=Domain(Vectors(p, q), sigma),
    source=Source(PROBABILISTIC_MODELS, "§4.12", verdict="holds under a condition",
                  printed=r"\text{The first matrix }A\text{ is in fact the Fisher information matrix}"),
    near_misses={"variance unequal to 1 forgotten": Sum(p[m] * q[m], (m, 1, M)),
                 "as a covariance": sigma ** 2 * Sum(p[m] * q[m], (m, 1, M)),
                 "precision squared": Sum(p[m] * q[m], (m, 1, M)) / sigma ** 4,
                 "product of the sums": Sum(p[m], (m, 1, M)) * Sum(q[m], (m, 1, M)) / sigma ** 2},
    covers=["hessian-least-squares-split", "hessian-B-vanishes-and-fisher"],
)


@fisher.derivation
def by_the_scores():
    """The score is Σ_m ε_m ∂_if_m/σ² for labels f + ε; different ε are independent with mean 0, E ε² = σ²."""
    z, a, b, f, y = symbols("z a b f y", real=True)
    density = exp(-z ** 2 / 2) / sqrt(2 * pi)
    yield Equal(Subs(Derivative(-(y - f) ** 2 / (2 * sigma ** 2), f), y, f + z), z / sigma ** 2,
                because="∂ log p in the mean of one label, times ∂_if by the chain rule")
    yield Equal(Integral(z * density, (z, -oo, oo)), 0, because="ε = σz, E ε = 0: products of two labels have the mean 0")
    yield Equal(Integral((sigma * z) ** 2 * density, (z, -oo, oo)), sigma ** 2, because="E ε² = σ²: one label twice")
    second = Symbol("v", positive=True)
    yield Equal(Subs(a * b * second / sigma ** 4, second, sigma ** 2), a * b / sigma ** 2, because="one label")
    return Sum((a * b / sigma ** 2).subs({a: p[m], b: q[m]}), (m, 1, M))


FISHER = [dict(p=(1, "1/2", -3), q=("2/3", 3, 1), sigma="3/2"), dict(p=("5/3", -2), q=("1/4", "4/5"), sigma="2/3"),
          dict(p=("3/7",), q=(3,), sigma=3)]


def _log_likelihood(noise, p, q, precision, s, t):
    """log p of the labels f(θ) + noise at θ + s e_i + t e_j, up to a constant, for outputs sp + tq + 2st."""
    return -precision * sum((z - (s * a + t * b + 2 * s * t)) ** 2 for z, a, b in zip(noise, p, q, strict=True)) / 2


@fisher.numeric(*FISHER, dict(p=(2, "1/3", "-1/4", 1), q=("3/4", 5, 1, "-2/3"), sigma="5/2"))
def by_the_two_point_gauss_rule(p, q, sigma):
    """Products of two scores are of degree 2 in the noise, so that its mean over signs ±σ of all labels is exact."""
    precision, total = 1 / Fraction(sigma) ** 2, fmpq(0)
    for signs in product((1, -1), repeat=len(p)):
        noise = [Fraction(sigma) * sign for sign in signs]
        in_i = exact_derivatives.slope(lambda s, z=noise: _log_likelihood(z, p, q, precision, s, 0), 2)
        in_j = exact_derivatives.slope(lambda t, z=noise: _log_likelihood(z, p, q, precision, 0, t), 2)
        total += in_i * in_j
    return total / 2 ** len(p)


@fisher.monte_carlo(*FISHER, moments=FiniteFourthMoment(True, "a polynomial of Gaussian variables has all moments"))
def product_of_two_scores(rng, size, p, q, sigma):
    """Draw the labels and difference their log-likelihood, a quadratic function of each parameter."""
    a, b, sd = np.array(p, float), np.array(q, float), float(sigma)
    noise = sd * rng.standard_normal((len(a), size))

    def score(slopes):
        def log_likelihood(s):
            return -((noise - s * slopes[:, None]) ** 2).sum(axis=0) / (2 * sd * sd)
        return log_likelihood(0.5) - log_likelihood(-0.5)
    return score(a) * score(b)
