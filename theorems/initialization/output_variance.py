r"""Neal's scaling: output weights of variance 1/n keep the variance of a wide network finite and nontrivial.

Statement.  f(x) = Σ_k W_k α_k(x) + b with n hidden units, W_k ~ N(0, τ²), b ~ N(0, β²).  Given the hidden layer

    E[f(x) f(x′) | α] = τ² Σ_k α_k(x) α_k(x′) + β².

For α_k = relu(z_k), z_k ~ N(0, q), and τ² = c n^(−1−e), Var f(x) = ½ c q n^(−e) + β².  It does not depend on n for
e = 0, tends to β² for e > 0, and to infinity for e < 0.

Idea.  Weights are independent and centred: only the product of a weight with itself contributes, once for each unit.

Notes.  For e > 0 the hidden layer is lost; the limit is 0 only without a bias.  Another activation has E σ(z)² for ½ q.

References.  R. M. Neal, Bayesian Learning for Neural Networks (1996), chapter 2.
"""

from fractions import Fraction
from itertools import product

import numpy as np
from flint import arb, fmpq
from sympy import Integer, Integral, Subs, Sum, Symbol, exp, oo, pi, sqrt, symbols

from numerics import joint_outputs, layer_moments
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import (
    AtMostStep,
    Cites,
    Domain,
    Equal,
    Equals,
    Erratum,
    FiniteFourthMoment,
    Source,
    Tends,
    Theorem,
    Vector,
    Vectors,
)

n = Symbol("n", integer=True, positive=True)
k = Symbol("k", integer=True)
c, q, beta, tau, e = symbols("c q beta tau e", positive=True)
a, h = Vector("a", n, real=True), Vector("h", n, real=True)
MOMENTS = FiniteFourthMoment(True, "Gaussians and their positive parts have all moments, and so have their polynomials")
NEAL = (r"\text{the variances of the weights } W^{(1)} \text{ at initialization of the layer should be scaled like } "
        r"1/n_1 \dots \text{ (we get 0 if we scale smaller and infinity if we scale bigger)}")

conditional = Theorem(
    name="conditional-output-covariance",
    title="Covariance of the outputs given the hidden layer",
    claim=Equals(r"\mathbb{E}[f(x)f(x')\mid \alpha(x) = a,\ \alpha(x') = h]", tau**2 * Sum(a[k] * h[k], (k, 1, n)) + beta**2),
    domain=Domain(Vectors(a, h), tau, beta),
    source=Source(PROBABILISTIC_MODELS, "§4.5", verdict="holds",
                  printed=r"\mathbb{E}[f_\theta(x) f_\theta(x') \mid \alpha_1(x), \alpha_1(x')]"
                          r" = \sigma_2^2 (\alpha_1(x))^T (\alpha_1(x')) + \beta^2"),
    near_misses={"without the bias": tau**2 * Sum(a[k] * h[k], (k, 1, n)),
                 "standard deviation for variance": tau * Sum(a[k] * h[k], (k, 1, n)) + beta**2,
                 "one input": tau**2 * Sum(a[k] ** 2, (k, 1, n)) + beta**2,
                 "mean over the units": tau**2 * Sum(a[k] * h[k], (k, 1, n)) / n + beta**2},
    covers=["neal-scaling"],
)


@conditional.derivation
def one_weight_at_a_time():
    """A centred weight that is independent of the rest adds the product of its two factors."""
    u, v, p, r, w = symbols("u v p r w", real=True)
    gauss = exp(-w**2 / 2) / sqrt(2 * pi)
    yield Equal(Integral((u + p * w) * (v + r * w) * gauss, (w, -oo, oo)), u * v + p * r,
                because="E w = 0 and E w² = 1; p = τ a_k and r = τ h_k for a weight, p = r = β for the bias")
    yield Equal(Sum(tau**2 * a[k] * h[k], (k, 1, n)) + beta**2, tau**2 * Sum(a[k] * h[k], (k, 1, n)) + beta**2,
                because="from u = v = 0 on, once for each unit and once for the bias")
    return tau**2 * Sum(a[k] * h[k], (k, 1, n)) + beta**2


@conditional.numeric(dict(a=(1, 3), h=(2, "1/2"), tau=3, beta="1/2"),
                     dict(a=("3/2", -2, 4), h=(5, 1, "-1/3"), tau="2/5", beta=3),
                     dict(a=(2, -1, 3, "1/2"), h=(1, 4, "2/3", -3), tau="3/2", beta="4/3"))
def by_signs_for_gaussians(a, h, tau, beta):
    """The mean over all signs of the weights: signs have the mean and the variance of standard Gaussians."""
    points = list(product((1, -1), repeat=len(a) + 1))
    outputs = [[tau * sum(w * t for w, t in zip(signs, layer, strict=False)) + beta * signs[-1] for layer in (a, h)]
               for signs in points]
    return sum((f * g for f, g in outputs), Fraction(0)) / len(points)


@conditional.monte_carlo(dict(a=(1, 3), h=(2, "1/2"), tau=3, beta="1/2"), dict(a=("3/2", -2), h=(5, 1), tau="2/5", beta=3),
                         moments=MOMENTS)
def product_of_two_outputs(rng, size, a, h, tau, beta):
    """Draw the output weights and the bias."""
    weights, bias = float(tau) * rng.standard_normal((size, len(a))), float(beta) * rng.standard_normal(size)
    layers = np.array([[float(t) for t in layer] for layer in (a, h)])
    f, g = layers @ weights.T + bias
    return f * g


half = Theorem(
    name="neal-scaling",
    title="With output weights of variance c/n the output variance is the same at every width",
    claim=Equals(r"\operatorname{Var} f(x),\quad \tau^2 = c/n", c * q / 2 + beta**2),
    domain=Domain(n, c, q, beta),
    source=Source(PROBABILISTIC_MODELS, "§4.5", printed=NEAL, verdict="holds"),
    near_misses={"standard deviation 1/n": c * q / (2 * n) + beta**2, "variance 1/√n": c * q * sqrt(n) / 2 + beta**2,
                 "no scaling": c * q * n / 2 + beta**2, "linear units": c * q + beta**2},
    covers=["neal-scaling"],
)


@half.derivation
def by_adding_the_units():
    """Each unit adds τ² E relu(z)² = (c/n) ½ q."""
    z = Symbol("z", real=True)
    yield Equal(Integral(z**2 * exp(-z**2 / (2 * q)) / sqrt(2 * pi * q), (z, 0, oo)), q / 2, because="half of the variance")
    yield Cites("conditional-output-covariance", "given the hidden layer, the variance is τ² Σ_k α_k(x)² + β²")
    yield Equal(Sum(c / n * (q / 2), (k, 1, n)) + beta**2, c * q / 2 + beta**2, because="n units of one law")
    return c * q / 2 + beta**2


@half.numeric(dict(n=1, c=3, q=5, beta="1/2"), dict(n=3, c="3/2", q=3, beta="2/3"), dict(n=7, c=2, q="5/4", beta=3))
def second_moment(n, c, q, beta):
    """E f², one neuron after the other, with E relu(z)² by quadrature."""
    return layer_moments.output_moment((2, 0), width=n, activation="relu", variance=q, weight_variance=c,
                                       bias_variance=beta**2)


@half.monte_carlo(dict(n=3, c="3/2", q=3, beta="2/3"), dict(n=10, c=3, q=5, beta="1/2"), moments=MOMENTS)
def squared_output(rng, size, n, c, q, beta):
    """Draw the pre-activations, the output weights and the bias."""
    return joint_outputs.outputs_of_hidden_layer(rng, size, width=n, variance=float(q), weight_variance=float(c),
                                                 bias_variance=float(beta) ** 2)[:, 0] ** 2


small = Theorem(
    name="neal-scaling-small-weights",
    title="Smaller output weights: only the bias is left",
    claim=Tends(r"\operatorname{Var} f(x),\quad \tau^2 = c\,n^{-1-e}", beta**2, c * q * n**-e / 2, n),
    domain=Domain(n, c, q, beta, e),
    source=Source(PROBABILISTIC_MODELS, "§4.5", printed=NEAL, verdict="holds under a condition"),
    errata=[Erratum(printed=r"\text{we get 0 if we scale smaller}", formula=Integer(0),
                    wrong="without biases; with biases of variance β² the limit is a random constant of that variance")],
    near_misses={"the limit for e = 0": c * q / 2 + beta**2, "deviation of the bias": beta,
                 "error of order n^(−1−e)": Tends(r"\operatorname{Var} f(x)", beta**2, c * q * n ** (-1 - e) / 2, n)},
    covers=["neal-scaling"],
)
large = Theorem(
    name="neal-scaling-large-weights",
    title="Larger output weights: the variance grows without bound",
    claim=Tends(r"1/\operatorname{Var} f(x),\quad \tau^2 = c\,n^{-1+e}", Integer(0), 2 * n**-e / (c * q), n),
    domain=Domain(n, c, q, beta, e),
    source=Source(PROBABILISTIC_MODELS, "§4.5", printed=NEAL, verdict="holds"),
    near_misses={"the limit for e = 0": 1 / (c * q / 2 + beta**2), "only the bias": 1 / beta**2,
                 "error of order n^(−1−e)": Tends(r"1/\operatorname{Var} f(x)", Integer(0), 2 * n ** (-1 - e) / (c * q), n)},
    covers=["neal-scaling"],
    unsampled="The inverse of a mean; the output variance itself is sampled for the other two scalings.",
)


@small.derivation
def by_putting_in_the_scaling():
    """The scaling c/n with c n^(−e) for c."""
    share = Symbol("c_n", positive=True)
    yield Cites("neal-scaling", "Var f = ½ c_n q + β² for τ² = c_n/n")
    yield Equal(Subs(share / n, share, c * n**-e), c * n ** (-1 - e), because="the weights are these with c_n = c n^(−e)")
    yield Equal(Subs(share * q / 2 + beta**2, share, c * n**-e) - beta**2, c * q * n**-e / 2,
                because="what the hidden layer adds to the variance of the bias")
    return beta**2


@large.derivation
def by_the_hidden_layer_alone():
    """The bias only adds to a variance that grows."""
    u, share = symbols("u c_n", positive=True)
    yield Cites("neal-scaling", "Var f = ½ c_n q + β² for τ² = c_n/n; here c_n = c n^e")
    yield AtMostStep(1 / (u + beta**2), 1 / u, because="u = ½ c_n q is what the hidden layer adds")
    yield Equal(Subs(1 / (share * q / 2), share, c * n**e), 2 * n**-e / (c * q), because="the inverse of that")
    return Integer(0)


def width_times_variance(n, c, exponent):
    """n · c n^exponent as a ball."""
    return n * arb(fmpq(c.numerator, c.denominator)) * arb(n) ** arb(fmpq(exponent.numerator, exponent.denominator))


@small.numeric(dict(n=2, c=3, q=5, beta="1/2", e="1/2"), dict(n=40, c="3/2", q=3, beta=3, e=1),
               dict(n=200, c=2, q="5/4", beta="5/3", e="1/3"))
def second_moment_of_small_outputs(n, c, q, beta, e):
    """E f², one neuron after the other."""
    return layer_moments.output_moment((2, 0), width=n, activation="relu", variance=q, bias_variance=beta**2,
                                       weight_variance=width_times_variance(n, Fraction(c), -1 - Fraction(e)))


@large.numeric(dict(n=3, c=3, q=5, beta="1/9", e="1/2"), dict(n=300, c="3/2", q=3, beta=3, e="4/5"),
               dict(n=200, c=2, q="5/4", beta="5/3", e="5/3"))
def inverse_second_moment(n, c, q, beta, e):
    """1/E f², one neuron after the other."""
    return 1 / layer_moments.output_moment((2, 0), width=n, activation="relu", variance=q, bias_variance=beta**2,
                                           weight_variance=width_times_variance(n, Fraction(c), -1 + Fraction(e)))


@small.monte_carlo(dict(n=10, c=2, q=3, beta=3, e=1), dict(n=20, c="3/2", q=2, beta="3/2", e="1/2"), moments=MOMENTS)
def squared_small_output(rng, size, n, c, q, beta, e):
    """Draw the pre-activations, weights of variance c n^(−1−e), and the bias."""
    return joint_outputs.outputs_of_hidden_layer(rng, size, width=n, variance=float(q), bias_variance=float(beta) ** 2,
                                                 weight_variance=float(c) * n ** -float(e))[:, 0] ** 2
