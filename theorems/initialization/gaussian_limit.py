r"""The output of a wide random network is Gaussian in the limit: its characteristic function, with the rate 1/n.

Statement.  f = n^(−1/2) Σ_k w_k relu(z_k) + β b with z_k ~ N(0, q) and standard Gaussian w_k, b, all independent.  Then

    0 ≤ E e^{itf} − e^{−(½ q + β²) t²/2} ≤ 3 q² t⁴/(16 n),

so that f converges in law to N(0, ½ q + β²) as n → ∞, by Lévy's continuity theorem.

Idea.  Given the hidden layer f is Gaussian. A unit contributes the factor a = ½ + ½ (1 + u)^(−1/2), u = q t²/n, which
differs from b = e^{−u/4} by at most 3u²/16; and aⁿ − bⁿ ≤ n (a − b) for 0 ≤ b ≤ a ≤ 1.

Notes.  Linear combinations of outputs at several inputs are treated in the same way: their limit is a Gaussian process.

References.  R. M. Neal, Bayesian Learning for Neural Networks (1996), chapter 2; A. Matthews et al., Gaussian process
behaviour in wide deep neural networks, ICLR 2018.
"""

import numpy as np
from sympy import Integral, Rational, Subs, Symbol, cos, exp, oo, pi, sqrt, symbols

from numerics import joint_outputs, layer_moments
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import AtMostStep, Bounded, Cites, Domain, Equal, Source, Tends, Theorem

n = Symbol("n", integer=True, positive=True)
q, t = symbols("q t", positive=True)
beta = Symbol("beta", nonnegative=True)
CHARACTERISTIC = r"\mathbb{E}\,e^{itf}"
rest = 3 * q**2 * t**4 / (16 * n)

gaussian_limit = Theorem(
    name="output-gaussian-limit",
    title="Characteristic function of the output of a wide ReLU network",
    claim=Tends(CHARACTERISTIC, exp(-(q + 2 * beta**2) * t**2 / 4), rest, n),
    domain=Domain(n, q, t, beta),
    source=Source(PROBABILISTIC_MODELS, "§4.5", verdict="holds",
                  printed=r"f_\theta \text{ converges as } n_1 \rightarrow \infty \text{ to a random Gaussian function}"),
    near_misses={"kernel of linear units": exp(-(q + beta**2) * t**2 / 2), "without the bias": exp(-q * t**2 / 4),
                 "variance of the activation": exp(-(q * (pi - 1) / (2 * pi) + beta**2) * t**2 / 2),
                 "Cauchy": exp(-(q + 2 * beta**2) * t / 4),
                 "error of order n⁻²": Tends(CHARACTERISTIC, exp(-(q + 2 * beta**2) * t**2 / 4), rest / n, n)},
    covers=["gaussian-limit-finite-width-kurtosis", "preactivations-are-gaussian"],
)


@gaussian_limit.derivation
def by_one_factor_for_each_unit():
    """The exact factor of a unit lies between e^{−u/4} and its expansion, u = q t²/n."""
    g, u, y, r = Symbol("g", real=True), Symbol("u", positive=True), Symbol("y", positive=True), Symbol("r", nonnegative=True)
    a, b = symbols("a b", positive=True)
    yield Cites("conditional-output-covariance", "given the hidden layer, f has the variance V = n⁻¹ Σ relu(z_k)² + β²")
    yield Equal(Integral(cos(r * g) * exp(-g**2 / 2) / sqrt(2 * pi), (g, -oo, oo)), exp(-r**2 / 2),
                because="and is Gaussian: E e^{itf} = E e^{−t² V/2}, with r² = t² V")
    yield Equal(Integral(exp(-u * g**2 / 2) * exp(-g**2 / 2) / sqrt(2 * pi), (g, 0, oo)), 1 / (2 * sqrt(1 + u)),
                because="an open unit; a closed one has the factor 1 and probability ½")
    yield AtMostStep(1 + u, exp(u), because="so that (1 + u)^(−1/2) ≥ e^{−u/2} …")
    yield Equal((1 + exp(-u / 2)) / 2 - exp(-u / 4), (1 - exp(-u / 4)) ** 2 / 2,
                because="… and a ≥ ½ + ½ e^{−u/2} ≥ e^{−u/4} = b")
    yield AtMostStep(Rational(1, 2) + 1 / (2 * y), 1 - (y**2 - 1) / 4 + 3 * (y**2 - 1) ** 2 / 16, where=[y >= 1],
                     because="a ≤ 1 − u/4 + 3u²/16 with y² = 1 + u")
    yield AtMostStep(1 - r, exp(-r), because="b ≥ 1 − u/4: together 0 ≤ a − b ≤ 3u²/16")
    yield Equal(a ** (n + 1) - b ** (n + 1), a * (a**n - b**n) + b**n * (a - b),
                because="so aⁿ − bⁿ ≤ n (a − b), by induction, for 0 ≤ b ≤ a ≤ 1")
    yield Equal(n * Subs(3 * u**2 / 16, u, q * t**2 / n), 3 * q**2 * t**4 / (16 * n), because="the remainder")
    yield Equal(exp(-beta**2 * t**2 / 2) * exp(-q * t**2 / (4 * n)) ** n, exp(-(q + 2 * beta**2) * t**2 / 4),
                because="bⁿ, and the factor of the bias, which is at most 1")
    return exp(-(q + 2 * beta**2) * t**2 / 4)


@gaussian_limit.numeric(dict(n=1, q=1, t="1/2", beta="1/2"), dict(n=400, q=2, t="3/2", beta="1/3"),
                        dict(n=5000, q="5/2", t="4/5", beta="3/2"), dict(n=1000, q=3, t="2/3", beta=0))
def by_quadrature_over_a_unit(n, q, t, beta):
    """E e^{itf} given the hidden layer, with a quadrature over the pre-activation of each unit."""
    return layer_moments.characteristic_function((t, 0), width=n, variance=q, bias_variance=beta**2)


@gaussian_limit.monte_carlo(dict(n=40, q=2, t="3/4", beta="1/3"), dict(n=60, q=1, t=1, beta=1), moments=Bounded(-1, 1))
def cosine_of_the_output(rng, size, n, q, t, beta):
    """Draw a network; the law of f is symmetric, so that E e^{itf} = E cos(tf)."""
    outputs = joint_outputs.outputs_of_hidden_layer(rng, size, width=n, variance=float(q), bias_variance=float(beta) ** 2)
    return np.cos(float(t) * outputs[:, 0])
