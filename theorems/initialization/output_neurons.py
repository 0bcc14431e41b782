r"""Output neurons: uncorrelated at every width, dependent at finite width, independent in the limit.

Statement.  f_i = n^(−1/2) Σ_k w_ik σ(z_k) + β b_i, i = 1, 2, with one hidden layer z_k ~ N(0, q); v = E σ(z)², w = E σ(z)⁴.

    E f₁ f₂ = 0,        Cov(f₁², f₂²) = (w − v²)/n,

and for ReLU units E e^{i(sf₁ + tf₂)} → e^{−(½ q + β²)(s² + t²)/2}, a product, with the error 3 q² (s² + t²)²/(16 n).  With H
hidden ReLU layers of the widths n₁, …, n_H and without biases Cov(f₁², f₂²) = 4^(−H) q² (Π_l (1 + 5/n_l) − 1).

Idea.  Given the last hidden layer the outputs are independent Gaussians of one variance V. They share V, and
Cov(f₁², f₂²) = Var V.

Notes.  They are independent in the limit of infinite width, or given the last hidden layer. All this is about the
pre-activations of the layer; functions of independent variables are independent as well.

References.  B. Hanin and M. Nica, Products of many large random matrices, Comm. Math. Phys. 376 (2020).
"""

import numpy as np
from sympy import Integer, Integral, Product, Rational, Symbol, exp, oo, pi, sqrt, symbols

from numerics import joint_outputs, layer_moments
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import (
    Bounded,
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

n, H = symbols("n H", integer=True, positive=True)
layer = Symbol("l", integer=True)
q, v, w = symbols("q v w", positive=True)
beta = Symbol("beta", nonnegative=True)
s, t = symbols("s t", real=True)
N = Vector("N", H, integer=True, positive=True)
growth = Product(1 + 5 / N[layer], (layer, 1, H))
MOMENTS = FiniteFourthMoment(True, "Gaussians and powers of their positive parts have all moments")
PRINTED = (r"\text{for any } 1\le i<j\le n_{L+1}\text{, we have that the functions } \alpha_i^{(L+1)} \text{ and } "
           r"\alpha_j^{(L+1)} \text{ are independent}")
SQUARES = r"\operatorname{Cov}(f_1^2, f_2^2)"
SOURCE = Source(PROBABILISTIC_MODELS, "§4.7", verdict="holds under a condition", printed=PRINTED)

uncorrelated = Theorem(
    name="output-neurons-uncorrelated",
    title="Output neurons are uncorrelated at every width",
    claim=Equals(r"\mathbb{E}\, f_1 f_2", Integer(0)),
    domain=Domain(n, v, beta),
    source=SOURCE,
    near_misses={"of order n^(−1/2)": v / sqrt(n), "one output": v + beta**2, "a shared bias": beta**2},
    covers=["output-neuron-independence"],
)
squares = Theorem(
    name="output-neurons-square-covariance",
    title="Squares of two output neurons are correlated at finite width",
    claim=Equals(rf"{SQUARES},\quad v = \mathbb{{E}}\sigma(z)^2,\ w = \mathbb{{E}}\sigma(z)^4", (w - v**2) / n),
    domain=Domain(n, v, w >= v**2, beta),
    source=SOURCE,
    errata=[Erratum(printed=PRINTED, formula=Integer(0),
                    wrong="independent in the limit of infinite width only, or given the last hidden layer: at finite width "
                          "both outputs have the random variance of that layer")],
    near_misses={"of order n^(−1/2)": (w - v**2) / sqrt(n), "fourth moment": w / n, "with the factor 3 of a cumulant":
                 3 * (w - v**2) / n, "for ReLU of unit variance": 5 / (4 * n)},
    covers=["output-neuron-independence"],
)
deep_squares = Theorem(
    name="deep-relu-outputs-square-covariance",
    title="Squares of two output neurons of a deep ReLU network",
    claim=Equals(rf"{SQUARES},\quad H \text{{ hidden layers of the widths }} N_1, \dots, N_H",
                 q**2 * 4**-H * (growth - 1)),
    domain=Domain(Vectors(N), q),
    source=SOURCE,
    errata=[Erratum(printed=PRINTED, formula=Integer(0), wrong="at finite width the outputs share the variance of layer L")],
    near_misses={"last layer alone": q**2 * 4**-H * 5 / N[H],
                 "linear units": q**2 * (Product(1 + 2 / N[layer], (layer, 1, H)) - 1),
                 "second moment": q**2 * 4**-H * growth},
    covers=["output-neuron-independence"],
)
rest = 3 * q**2 * (s**2 + t**2) ** 2 / (16 * n)
factors = exp(-(q + 2 * beta**2) * s**2 / 4) * exp(-(q + 2 * beta**2) * t**2 / 4)
independent = Theorem(
    name="output-neurons-independent-in-the-limit",
    title="Output neurons of a wide ReLU network become independent",
    claim=Tends(r"\mathbb{E}\,e^{i(s f_1 + t f_2)}", factors, rest, n),
    domain=Domain(n, q, beta, s, t),
    source=SOURCE,
    near_misses={"equal outputs": exp(-(q + 2 * beta**2) * (s + t) ** 2 / 4), "a shared bias":
                 exp(-q * (s**2 + t**2) / 4 - beta**2 * (s + t) ** 2 / 2),
                 "linear units": exp(-(q + beta**2) * (s**2 + t**2) / 2),
                 "error of order n⁻²": Tends(r"\mathbb{E}\,e^{i(s f_1 + t f_2)}", factors, rest / n, n)},
    covers=["output-neuron-independence", "preactivations-are-gaussian"],
)


@uncorrelated.derivation
def by_independent_centred_weights():
    """Each unit, and the bias, enters the outputs with weights of their own."""
    x, p, r = symbols("x p r", real=True)
    gauss = exp(-(x**2) / 2) / sqrt(2 * pi)
    yield Equal(Integral((s + p * x) * t * gauss, (x, -oo, oo)), s * t,
                because="a weight of the first output is independent of s, the rest of it, and of the second output t")
    yield Equal(Integral(s * (t + r * x) * gauss, (x, -oo, oo)), s * t,
                because="so is a weight of the second; from s = t = 0 on")
    return Integer(0)


@squares.derivation
def by_the_shared_variance():
    """E f₁² f₂² = E V² and E f_i² = E V."""
    x, V = Symbol("x", real=True), Symbol("V", positive=True)
    mean = Integral(V * x**2 * exp(-(x**2) / 2) / sqrt(2 * pi), (x, -oo, oo))
    yield Equal(mean * mean, V**2,
                because="given the hidden layer f₁, f₂ are independent Gaussians with the variance V = n⁻¹ Σ σ(z_k)² + β²")
    yield Cites("output-fourth-cumulant", "3 Var V = 3 (w − v²)/n")
    cumulant = 3 * (w - v**2) / n
    yield Equal(cumulant / 3, w / n - v**2 / n, because="so this is Var V = E V² − (E V)²")
    return cumulant / 3


@deep_squares.derivation
def one_layer_after_the_other():
    """V_l = V_{l−1} · (mean of N_l independent squares of relu(g)): both moments of V are products over the layers."""
    width = Symbol("m", integer=True, positive=True)
    r = Vector("r", H)
    half = Rational(1, 2)
    yield Cites("relu-output-excess-kurtosis", "E relu(g)² = ½ and E relu(g)⁴ = 3/2")
    yield Equal((width * 3 * half + width * (width - 1) * half**2) / width**2, (1 + 5 / width) / 4,
                because="second moment of the mean of m squares")
    yield Equal(Product(r[layer] / 4, (layer, 1, H)), 4**-H * Product(r[layer], (layer, 1, H)), where=[Vectors(r)],
                because="E V² = q² Π_l r_l/4 with r_l = 1 + 5/N_l")
    yield Equal(Product(half, (layer, 1, H)) ** 2, 4**-H, because="E V = q Π_l ½")
    yield Cites("output-neurons-square-covariance", "Cov(f₁², f₂²) = Var V")
    return q**2 * 4**-H * Product(1 + 5 / N[layer], (layer, 1, H)) - q**2 * 4**-H


@independent.derivation
def by_a_rotation():
    """Given the hidden layer s f₁ + t f₂ has the law of √(s² + t²) f₁."""
    V, r = symbols("V r", positive=True)
    yield Equal(exp(-(s**2) * V / 2) * exp(-(t**2) * V / 2), exp(-(s**2 + t**2) * V / 2),
                because="given the hidden layer f₁, f₂ are independent Gaussians of variance V")
    yield Cites("output-gaussian-limit", "E e^{irf} → e^{−(q + 2β²) r²/4} up to 3 q² r⁴/(16 n)")
    limit = exp(-(q + 2 * beta**2) * r**2 / 4)
    yield Equal(limit.subs(r, sqrt(s**2 + t**2)), factors_of(s) * factors_of(t), because="r² = s² + t²: the limit is a product")
    return factors_of(s) * factors_of(t)


def factors_of(frequency):
    """The characteristic function of one output in the limit."""
    return exp(-(q + 2 * beta**2) * frequency**2 / 4)


def moment(powers, n, activation, q, beta):
    """E f₁^i f₂^j, one unit after the other."""
    return layer_moments.output_moment(powers, width=n, activation=activation, variance=q, bias_variance=beta**2)


AT = [dict(n=3, v="5/2", w="75/2", beta="1/2", activation="relu", q=5),
      dict(n=5, v=3, w=27, beta=2, activation="linear", q=3),
      dict(n=4, v="1/2", w="1/2", beta="3/2", activation="step", q=7),
      dict(n=6, v=12, w=1680, beta=3, activation="square", q=2)]


@uncorrelated.numeric(dict(n=3, v="5/2", beta="1/2", activation="relu", q=5),
                      dict(n=5, v=3, beta=2, activation="linear", q=3),
                      dict(n=4, v="1/2", beta="3/2", activation="step", q=7))
def product_moment(n, activation, q, beta):
    """E f₁ f₂."""
    return moment((1, 1), n, activation, q, beta)


@squares.numeric(*AT)
def covariance_of_squares(n, activation, q, beta):
    """E f₁² f₂² − E f₁² E f₂²."""
    mixed, first, second = (moment(powers, n, activation, q, beta) for powers in ((2, 2), (2, 0), (0, 2)))
    return mixed - first * second


@deep_squares.numeric(dict(N=(3,), q=3), dict(N=(2, 5), q=2), dict(N=(4, 3, 7), q="5/2"), dict(N=(6, 1, 2, 3), q="3/2"))
def variance_of_a_chain(N, q):
    """E V² layer by layer, one unit after the other, less the square of E V, halved in each layer by symmetry."""
    mean = mean_of_chain(N, q)
    return layer_moments.mean_square_of_chain([int(width) for width in N], q) - mean * mean


def mean_of_chain(widths, q):
    """E V: each layer is a mean of squares of relu(√V g)."""
    mean = layer_moments.activation_moment("linear", 2, q)
    for _ in widths:
        mean *= layer_moments.activation_moment("relu", 2, 1)
    return mean


@independent.numeric(dict(n=2, q=1, beta="1/2", s="1/3", t="1/2"), dict(n=400, q=2, beta="1/3", s="3/4", t=-1),
                     dict(n=5000, q="5/2", beta="3/2", s="2/3", t="1/4"), dict(n=900, q=3, beta=0, s="-1/2", t="3/5"))
def by_quadrature_over_a_unit(n, q, beta, s, t):
    """Given the hidden layer, with a quadrature over the pre-activation of each unit."""
    return layer_moments.characteristic_function((s, t), width=n, variance=q, bias_variance=beta**2)


def two_outputs(rng, size, n, activation, q, beta):
    """Two outputs of a network."""
    return joint_outputs.outputs_of_hidden_layer(rng, size, width=n, variance=float(q), outputs=2, activation=activation,
                                                 bias_variance=float(beta) ** 2)


@uncorrelated.monte_carlo(dict(n=3, v="5/2", beta="1/2", activation="relu", q=5),
                          dict(n=8, v=3, beta=2, activation="linear", q=3), moments=MOMENTS)
def product_of_two_outputs(rng, size, n, activation, q, beta):
    """Draw a network with two outputs."""
    return two_outputs(rng, size, n, activation, q, beta).prod(axis=1)


@squares.monte_carlo(dict(n=3, v="5/2", w="75/2", beta="1/2", activation="relu", q=5),
                     dict(n=4, v=3, w=27, beta=1, activation="linear", q=3), moments=MOMENTS)
def half_product_of_differences(rng, size, n, activation, q, beta):
    """Half the product of the differences of f₁² and of f₂² between two networks has the covariance as its mean."""
    first, second = (two_outputs(rng, size, n, activation, q, beta) ** 2 for _ in range(2))
    return (first - second).prod(axis=1) / 2


@deep_squares.monte_carlo(dict(N=(4,), q=3), dict(N=(3, 5), q=2), moments=MOMENTS)
def half_product_of_differences_of_deep_networks(rng, size, N, q):
    """The same for deep networks with all their weights."""
    first, second = (joint_outputs.joint_outputs(rng, size, inputs=[[float(q) ** 0.5]], widths=[int(m) for m in N],
                                                 outputs=2)[:, :, 0] ** 2 for _ in range(2))
    return (first - second).prod(axis=1) / 2


@independent.monte_carlo(dict(n=60, q=2, beta="1/3", s="3/4", t=-1), dict(n=80, q=1, beta=1, s="2/3", t="3/4"),
                         moments=Bounded(-1, 1))
def cosine_of_a_combination(rng, size, n, q, beta, s, t):
    """Draw a network with two outputs; the law of (f₁, f₂) is symmetric."""
    return np.cos(two_outputs(rng, size, n, "relu", q, beta) @ np.array([float(s), float(t)]))
