r"""The activation kernel of the second layer on the unit sphere.

Statement.  Let f(x) = w · x/√n + βb with standard Gaussian w ∈ ℝⁿ and b, and x, x' unit vectors with x · x' = ρ.  Then

    Var f(x) = 1/n + β² = s²,      corr(f(x), f(x')) = (nβ² + ρ)/(nβ² + 1) = κ,

so that Σ^{(2)}(x, x') = E[σ(f(x)) σ(f(x'))] + β² = μ̂(κ) + β² with μ(z) = σ(sz).  For μ = Σ a_i h_i it is
β² + Σ a_i² κ^i, and for the ReLU

    Σ^{(2)}(x, x') = β² + s² (√(1 − κ²) + κ(π − arccos κ))/(2π).

Idea.  f(x)/s and f(x')/s are standard normal.

Notes.  The variance enters through μ, not σ: for the ReLU as the factor s².  The bias counts twice, within κ and as β².

References.  Y. Cho and L. Saul, Kernel methods for deep learning, NeurIPS 22 (2009); J. Lee et al., ICLR 2018.
"""

from fractions import Fraction
from itertools import product as choices
from math import factorial as product_to

import numpy as np
from flint import arb
from sympy import Integral, Subs, Sum, Symbol, acos, exp, oo, pi, sqrt, symbols, true

from numerics.hermite import hermite_polynomial, kinked_pair_mean, polynomial_pair_mean
from numerics.hyperbolic_entropy import ball
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import Cites, Domain, Equal, Equals, FiniteFourthMoment, Source, Theorem, Vector, Vectors

n, m = symbols("n m", integer=True, positive=True)
k = Symbol("k", integer=True)
beta, rho = symbols("beta rho", real=True)
kappa, scale = (n * beta ** 2 + rho) / (n * beta ** 2 + 1), 1 / n + beta ** 2
PRINTED = (r"\hat\mu\left(\frac{n_0\beta^2+x^Tx'}{n_0\beta^2+1}\right)+\beta^2\text{, where } \hat\mu \text{ is the "
           r"‘Gaussian dual of } \mu(x)=\sigma(x\sqrt{1/n_0+\beta^2})")
SPHERE = (rho >= -1, rho <= 1)
PAIRS = [dict(n=2, rho="63/65", x=("3/5", "4/5"), y=("5/13", "12/13")),
         dict(n=3, rho="16/21", x=("2/3", "2/3", "1/3"), y=("2/7", "3/7", "6/7")),
         dict(n=3, rho="-8/21", x=("2/3", "-2/3", "1/3"), y=("3/7", "6/7", "-2/7")),
         dict(n=4, rho="1/2", x=("1/2", "1/2", "1/2", "1/2"), y=("1/2", "1/2", "1/2", "-1/2")),
         dict(n=2, rho="-7/25", x=("3/5", "4/5"), y=("3/5", "-4/5"))]
BIASES = ("1/2", "2/3", "-3/4", "5/4", "1/3")


def with_bias(**entries):
    """The pairs of unit vectors, each with a bias and one entry of the lists given."""
    rows = [dict(zip(entries, row, strict=True)) for row in zip(*entries.values(), strict=True)] or [{}] * len(PAIRS)
    return [{**pair, "beta": beta, **row} for pair, beta, row in zip(PAIRS, BIASES, rows, strict=True)]


def first_layer(x, y, beta):
    """E f(x)², E f(y)² and E f(x) f(y) by enumerating weights ±1, which have the second moments of Gaussian ones."""
    n, beta = len(x), Fraction(beta)
    moments = [Fraction(0)] * 3
    for *w, b in choices((1, -1), repeat=n + 1):
        p, q = (sum(weight * entry for weight, entry in zip(w, z, strict=True)) for z in (x, y))
        # f = p/√n + βb: the mixed term p b has mean 0 and is left out with its root
        moments[0] += p * p / n + beta ** 2 * b * b
        moments[1] += q * q / n + beta ** 2 * b * b
        moments[2] += p * q / n + beta ** 2 * b * b
    return [moment / 2 ** (n + 1) for moment in moments]


def sampled_layer(rng, size, x, y, beta):
    """f(x) and f(y) by drawing weights and bias: shape (2, size)."""
    inputs = np.array([[float(entry) for entry in z] for z in (x, y)])
    return inputs @ rng.standard_normal((len(x), size)) / len(x) ** 0.5 + float(beta) * rng.standard_normal(size)


correlation = Theorem(
    name="first-layer-correlation",
    title="Correlation of the first layer at two unit vectors",
    claim=Equals(r"\operatorname{corr}(f(x),f(x')),\quad f(x)=w\cdot x/\sqrt n+\beta b,\ \rho=x\cdot x'", kappa),
    domain=Domain(n, beta, *SPHERE),
    source=Source(PROBABILISTIC_MODELS, "§4.8", verdict="holds", printed=PRINTED),
    near_misses={"ρ itself": rho, "no width": (beta ** 2 + rho) / (beta ** 2 + 1),
                 "bias in the variance only": rho / (n * beta ** 2 + 1), "covariance": beta ** 2 + rho / n},
    covers=["sigma2-gaussian-dual-form"],
    unsampled="A ratio of two covariances; the kernel that it gives is sampled in its own records.",
)


@correlation.derivation
def by_the_covariances():
    """E f(x) f(x') = x · x'/n + β²: independent weights of variance one, and one bias."""
    x, y, t = Vector("x", n, real=True), Vector("y", n, real=True), Symbol("t", real=True)
    i, j = symbols("i j", integer=True)
    yield Equal(Integral(t ** 2 * exp(-t ** 2 / 2) / sqrt(2 * pi), (t, -oo, oo)), 1, because="each weight and the bias")
    yield Equal(Sum(x[i] * y[i] / n, (i, 1, n)) + beta ** 2, Sum(x[j] * y[j], (j, 1, n)) / n + beta ** 2,
                where=[Vectors(x, y)], because="the covariance, which is 1/n + β² for x' = x")
    yield Equal((rho / n + beta ** 2) / (1 / n + beta ** 2), (n * beta ** 2 + rho) / (n * beta ** 2 + 1), because="by n")
    return (rho / n + beta ** 2) / (1 / n + beta ** 2)


@correlation.numeric(*with_bias())
def by_enumerating_signs(x, y, beta):
    """Both variances are equal, and the covariance is divided by them."""
    first, second, mixed = first_layer(x, y, beta)
    assert first == second
    return mixed / first


a = Vector("a", m, real=True)
MOMENTS = FiniteFourthMoment(true, "polynomials and kinked linear functions of Gaussian variables have all moments")

dual_form = Theorem(
    name="second-layer-dual-form",
    title="The second activation kernel in Hermite coefficients of the scaled activation",
    claim=Equals(r"\Sigma^{(2)}(x,x'),\quad \sigma(sz)=\sum_{k=1}^ma_kh_{k-1}(z),\ s^2=1/n+\beta^2",
                 beta ** 2 + Sum(a[k] ** 2 * kappa ** (k - 1), (k, 1, m))),
    domain=Domain(Vectors(a), n, beta, *SPHERE),
    source=Source(PROBABILISTIC_MODELS, "§4.8", verdict="holds", printed=PRINTED),
    near_misses={"dual at ρ": beta ** 2 + Sum(a[k] ** 2 * rho ** (k - 1), (k, 1, m)),
                 "without β²": Sum(a[k] ** 2 * kappa ** (k - 1), (k, 1, m)),
                 "dual at the covariance": beta ** 2 + Sum(a[k] ** 2 * (rho / n + beta ** 2) ** (k - 1), (k, 1, m))},
    covers=["sigma2-gaussian-dual-form"],
)


@dual_form.derivation
def by_scaling():
    """f/s is standard normal, and σ(f) = μ(f/s)."""
    yield Cites("first-layer-correlation", "the correlation is κ")
    yield Cites("hermite-expansion-dual", "μ̂(κ) = Σ a_k² κ^(k − 1)")
    u, s = symbols("u s", positive=True)
    yield Equal(Integral((u * s) ** 2 * exp(-u ** 2 / 2) * sqrt(2 / pi), (u, 0, oo)), s ** 2, because="f = su has variance s²")
    return beta ** 2 + Sum(a[k] ** 2 * ((n * beta ** 2 + rho) / (n * beta ** 2 + 1)) ** (k - 1), (k, 1, m))


COEFFICIENTS = ((1, 0, 2), (2, "-1/2", "3/2"), ("1/3", "5/4", "-2/3", "1/2"), (3, "-2/5"), (0, "1/5", "3/2", -1))


@dual_form.numeric(*with_bias(a=COEFFICIENTS))
def by_pairings(x, y, beta, a):
    """Variances and covariance by enumeration; then the mean of σ(f(x)) σ(f(y)) as a sum over pairings."""
    variance, _, mixed = first_layer(x, y, beta)
    total = ball(Fraction(beta) ** 2)
    for i, first in enumerate(a):
        for j, second in enumerate(a):  # f/s is standard normal; √(i! j!) normalises
            mean = polynomial_pair_mean(hermite_polynomial(i), hermite_polynomial(j), covariance=mixed / variance)
            total += ball(first * second * mean) / arb(product_to(i) * product_to(j)).sqrt()
    return total


@dual_form.monte_carlo(*with_bias(a=COEFFICIENTS)[1:3], moments=MOMENTS)
def covariance_given_the_first_layer(rng, size, x, y, beta, a):
    """Draw one neuron: σ(f(x)) σ(f(y)) + β² is the covariance of the second layer given the first."""
    scale = (1 / len(x) + float(beta) ** 2) ** 0.5
    coefficients = [float(entry) / product_to(i) ** 0.5 for i, entry in enumerate(a)]
    u, v = np.polynomial.hermite_e.hermeval(sampled_layer(rng, size, x, y, beta) / scale, coefficients)
    return u * v + float(beta) ** 2


relu = Theorem(
    name="relu-second-layer-kernel",
    title="The second activation kernel of the ReLU with bias",
    claim=Equals(r"\Sigma^{(2)}(x,x'),\quad \sigma(z)=z_+",
                 beta ** 2 + scale * (sqrt(1 - kappa ** 2) + kappa * (pi - acos(kappa))) / (2 * pi)),
    domain=Domain(n, beta, *SPHERE),
    source=Source(PROBABILISTIC_MODELS, "§4.8", verdict="companion", printed=PRINTED),
    near_misses={"σ for μ": beta ** 2 + (sqrt(1 - kappa ** 2) + kappa * (pi - acos(kappa))) / (2 * pi),
                 "dual at ρ": beta ** 2 + scale * (sqrt(1 - rho ** 2) + rho * (pi - acos(rho))) / (2 * pi),
                 "without β²": scale * (sqrt(1 - kappa ** 2) + kappa * (pi - acos(kappa))) / (2 * pi),
                 "twice (weights of variance 2)": beta ** 2 + scale * (sqrt(1 - kappa ** 2) + kappa * (pi - acos(kappa))) / pi},
    covers=["sigma2-gaussian-dual-form", "hermite-dual-expansion"],
)


@relu.derivation
def from_the_recursion():
    """One layer of the recursion, from variances a = b = s² and the covariance s²κ."""
    p, q, s = symbols("p q s", positive=True)
    yield Cites("first-layer-correlation", "the correlation is κ, and both variances are s² = 1/n + β²")
    yield Cites("relu-kernel-of-the-next-layer", "√(ab)(√(1 − κ²) + κ(π − arccos κ))/2π + β² for |κ| < 1; both sides are "
                "continuous up to κ = ±1")
    yield Equal(Subs(sqrt(p * q), (p, q), (s ** 2, s ** 2)), s ** 2, because="the factor √(ab)")
    cosine = (n * beta ** 2 + rho) / (n * beta ** 2 + 1)
    return beta ** 2 + (1 / n + beta ** 2) * (sqrt(1 - cosine ** 2) + cosine * (pi - acos(cosine))) / (2 * pi)


@relu.numeric(*with_bias())
def by_quadrature_over_the_angle(x, y, beta):
    """Variances and covariance by enumeration; the mean product of two kinked functions in balls."""
    variance, _, mixed = first_layer(x, y, beta)
    return ball(Fraction(beta) ** 2) + ball(variance) * kinked_pair_mean(mixed / variance, right=1, left=0)


@relu.monte_carlo(*with_bias()[1:3], moments=MOMENTS)
def product_of_two_neurons(rng, size, x, y, beta):
    """Draw one neuron."""
    u, v = np.maximum(sampled_layer(rng, size, x, y, beta), 0.0)
    return u * v + float(beta) ** 2
