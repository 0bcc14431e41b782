r"""At finite width the output is a mixture of Gaussians: its fourth cumulant falls like 1/n.

Statement.  f = n^(−1/2) Σ_k w_k σ(z_k) + β b with independent z_k ~ N(0, q) and standard Gaussian w_k, b; v = E σ(z)²,
w = E σ(z)⁴.  For every width n

    E f⁴ − 3 (E f²)² = 3 (w − v²)/n,        E f⁴/(E f²)² − 3 = 3 (w − v²)/(n (v + β²)²),

for ReLU units 15 q²/(n (q + 2β²)²), and 15/n without a bias.

Idea.  Given the hidden layer f is Gaussian with the variance V = n⁻¹ Σ σ(z_k)² + β², a mean of independent terms. So
E f⁴ = 3 E V² and E f² = E V, and the cumulant is 3 Var V.

Notes.  The excess is positive unless |σ| is constant; it vanishes in the limit of infinite width only.

References.  B. Hanin and M. Nica, Products of many large random matrices, Comm. Math. Phys. 376 (2020).
"""

import numpy as np
from sympy import Integral, Rational, Sum, Symbol, exp, oo, pi, sqrt, symbols

from numerics import joint_outputs, layer_moments
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import Cites, Domain, Equal, Equals, FiniteFourthMoment, Induction, Source, Theorem

n = Symbol("n", integer=True, positive=True)
k = Symbol("k", integer=True)
q, v, w = symbols("q v w", positive=True)
beta = Symbol("beta", nonnegative=True)
MOMENTS = FiniteFourthMoment(True, "Gaussians and powers of their positive parts have all moments")
PRINTED = (r"f_\theta \text{ converges as } n_1 \rightarrow \infty \text{ to a random Gaussian function;}"
           r" \text{ the covariance function is a kernel}")
CUMULANT = r"\mathbb{E} f^4 - 3\,(\mathbb{E} f^2)^2"

cumulant = Theorem(
    name="output-fourth-cumulant",
    title="Fourth cumulant of the output of a network of finite width",
    claim=Equals(rf"{CUMULANT},\quad v = \mathbb{{E}}\sigma(z)^2,\ w = \mathbb{{E}}\sigma(z)^4", 3 * (w - v**2) / n),
    domain=Domain(n, v, w >= v**2, beta),
    source=Source(PROBABILISTIC_MODELS, "§4.5", verdict="companion", printed=PRINTED),
    near_misses={"variance of the mixture": (w - v**2) / n, "fourth moment for the variance": 3 * w / n,
                 "order n^(−1/2)": 3 * (w - v**2) / sqrt(n), "order n⁻²": 3 * (w - v**2) / n**2},
    covers=["gaussian-limit-finite-width-kurtosis"],
)
kurtosis = Theorem(
    name="output-excess-kurtosis",
    title="Excess kurtosis of the output of a network of finite width",
    claim=Equals(r"\frac{\mathbb{E} f^4}{(\mathbb{E} f^2)^2} - 3,\quad v = \mathbb{E}\sigma(z)^2,\ w = \mathbb{E}\sigma(z)^4",
                 3 * (w - v**2) / (n * (v + beta**2) ** 2)),
    domain=Domain(n, v, w >= v**2, beta),
    source=Source(PROBABILISTIC_MODELS, "§4.5", verdict="companion", printed=PRINTED),
    near_misses={"without the bias": 3 * (w - v**2) / (n * v**2),
                 "mean square not squared": 3 * (w - v**2) / (n * (v + beta**2)),
                 "order n^(−1/2)": 3 * (w - v**2) / (sqrt(n) * (v + beta**2) ** 2), "always 3/n": 3 / n},
    covers=["gaussian-limit-finite-width-kurtosis"],
)
relu_kurtosis = Theorem(
    name="relu-output-excess-kurtosis",
    title="Excess kurtosis of the output of a ReLU network of finite width",
    claim=Equals(r"\frac{\mathbb{E} f^4}{(\mathbb{E} f^2)^2} - 3,\quad \sigma = \mathrm{relu}",
                 15 * q**2 / (n * (q + 2 * beta**2) ** 2)),
    domain=Domain(n, q, beta),
    source=Source(PROBABILISTIC_MODELS, "§4.5", verdict="companion", printed=PRINTED),
    near_misses={"without the bias": 15 / n, "linear units": 6 * q**2 / (n * (q + beta**2) ** 2), "always 3/n": 3 / n,
                 "order n^(−1/2)": 15 * q**2 / (sqrt(n) * (q + 2 * beta**2) ** 2)},
    covers=["gaussian-limit-finite-width-kurtosis"],
)


@cumulant.derivation
def by_the_variance_given_the_hidden_layer():
    """f is √V times a Gaussian; V − β² is a mean of n independent terms with the moments v and w."""
    g, V = Symbol("g", real=True), Symbol("V", positive=True)
    gauss = exp(-g**2 / 2) / sqrt(2 * pi)
    yield Cites("conditional-output-covariance", "given the hidden layer the variance of f is V = n⁻¹ Σ σ(z_k)² + β²")
    yield Equal(Integral((sqrt(V) * g) ** 4 * gauss, (g, -oo, oo)), 3 * V**2, because="E f⁴ = 3 E V²")
    yield Induction(Sum(w + 2 * (k - 1) * v**2, (k, 1, n)), n * w + n * (n - 1) * v**2, n, 1, w + 2 * n * v**2,
                    because="S² for S = Σ σ(z_k)²: a new unit adds σ⁴ + 2 σ² S, with mean w + 2 n v²")
    square = (n * w + n * (n - 1) * v**2) / n**2 + 2 * beta**2 * v + beta**4
    yield Equal(square - (v + beta**2) ** 2, (w - v**2) / n, because="Var V = E V² − (E V)²")
    return 3 * (w - v**2) / n


@kurtosis.derivation
def by_dividing_by_the_squared_variance():
    """E f² = E V = v + β²."""
    yield Cites("output-fourth-cumulant", "the fourth cumulant is 3(w − v²)/n")
    yield Equal(Sum(v / n, (k, 1, n)) + beta**2, v + beta**2, because="E f² = E V: n units of one law, and the bias")
    return 3 * (w - v**2) / n / (v + beta**2) ** 2


@relu_kurtosis.derivation
def by_the_moments_of_the_positive_part():
    """v = ½ q and w = 3/2 q²."""
    z = Symbol("z", real=True)
    gauss = exp(-z**2 / (2 * q)) / sqrt(2 * pi * q)
    yield Equal(Integral(z**2 * gauss, (z, 0, oo)), q / 2, because="half of the second moment")
    yield Equal(Integral(z**4 * gauss, (z, 0, oo)), 3 * q**2 / 2, because="half of the fourth moment")
    yield Cites("output-excess-kurtosis", "3(w − v²)/(n(v + β²)²)")
    half = Rational(1, 2)
    value = 3 * (3 * half * q**2 - (half * q) ** 2) / (n * (half * q + beta**2) ** 2)
    yield Equal(value, 15 * q**2 / (n * (q + 2 * beta**2) ** 2), because="multiply both by 4")
    return value


def fourth_cumulant(n, activation, q, beta):
    """E f⁴ − 3 (E f²)² and E f², from joint moments of independent terms."""
    fourth, second = (layer_moments.output_moment((p, 0), width=n, activation=activation, variance=q, bias_variance=beta**2)
                      for p in (4, 2))
    return fourth - 3 * second**2, second


AT = [dict(n=3, v="5/2", w="75/2", beta="1/2", activation="relu", q=5),
      dict(n=5, v=3, w=27, beta=2, activation="linear", q=3),
      dict(n=4, v="1/2", w="1/2", beta="3/2", activation="step", q=7),
      dict(n=6, v=12, w=1680, beta=3, activation="square", q=2)]


@cumulant.numeric(*AT)
def by_adding_units(n, activation, q, beta):
    """The moments of the output, one unit after the other."""
    return fourth_cumulant(n, activation, q, beta)[0]


@kurtosis.numeric(*AT)
def by_adding_units_and_dividing(n, activation, q, beta):
    """The same over the square of E f²."""
    fourth, second = fourth_cumulant(n, activation, q, beta)
    return fourth / second**2


@relu_kurtosis.numeric(dict(n=3, q=5, beta="1/2"), dict(n=7, q="3/2", beta=2), dict(n=20, q=1, beta=0),
                       dict(n=5, q=3, beta="2/3"))
def by_adding_relu_units(n, q, beta):
    """The moments of the output, one unit after the other."""
    fourth, second = fourth_cumulant(n, "relu", q, beta)
    return fourth / second**2


def cumulant_of_outputs(rng, size, n, activation, q, beta):
    """f⁴ − 3 f² f′² for two hidden layers, each power averaged over the outputs of 24 last layers on the same one."""
    first, second = (joint_outputs.outputs_of_hidden_layer(rng, size, width=n, outputs=24, variance=float(q),
                                                           activation=activation, bias_variance=float(beta) ** 2) ** 2
                     for _ in range(2))
    return np.mean(first**2, axis=1) - 3 * np.mean(first, axis=1) * np.mean(second, axis=1)


SAMPLED = [dict(n=3, v="5/2", w="75/2", beta="1/2", activation="relu", q=5),
           dict(n=4, v=3, w=27, beta=1, activation="linear", q=3)]


@cumulant.monte_carlo(*SAMPLED, moments=MOMENTS)
def cumulant_of_two_networks(rng, size, n, activation, q, beta):
    """Draw two networks."""
    return cumulant_of_outputs(rng, size, n, activation, q, beta)


@kurtosis.monte_carlo(*SAMPLED, moments=MOMENTS)
def kurtosis_of_two_networks(rng, size, n, activation, q, beta):
    """The same over the square of E f², which is computed one unit after the other."""
    second = layer_moments.output_moment((2, 0), width=n, activation=activation, variance=q, bias_variance=beta**2)
    return cumulant_of_outputs(rng, size, n, activation, q, beta) / float(second) ** 2


@relu_kurtosis.monte_carlo(dict(n=3, q=5, beta="1/2"), dict(n=20, q=1, beta=0), moments=MOMENTS)
def kurtosis_of_two_relu_networks(rng, size, n, q, beta):
    """The same for ReLU units."""
    second = layer_moments.output_moment((2, 0), width=n, activation="relu", variance=q, bias_variance=beta**2)
    return cumulant_of_outputs(rng, size, n, "relu", q, beta) / float(second) ** 2
