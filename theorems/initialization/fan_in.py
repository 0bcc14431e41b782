r"""The NTK parametrisation divides by the fan-in: the output variance of a ReLU network is then the same at every width.

Statement.  α̃_ℓ(x) = n_{ℓ−1}^(−1/2) W^(ℓ−1) α_{ℓ−1}(x) + β b^(ℓ−1) with standard Gaussian W and b.  With n hidden ReLU
units, one output and x ∈ ℝ^{n₀}

    Var f(x) = ½ (‖x‖²/n₀ + β²) + β²                (fan-in n_{ℓ−1}),
    Var f(x) = ½ ‖x‖² + ½ n β² + β²                 (fan-out n_ℓ).

Idea.  A pre-activation is a sum of n_{ℓ−1} independent terms: dividing by the root of their number makes it a mean square.
The fan-out of the last layer is 1, so that its n terms just add up.

Notes.  The kernel Σ⁽¹⁾(x, x′) = x·x′/n₀ + β² of the notes is that of the fan-in.

References.  A. Jacot, F. Gabriel and C. Hongler, Neural tangent kernel, NeurIPS 31 (2018), section 3.
"""

from fractions import Fraction
from itertools import product

from sympy import Integral, Sum, Symbol, exp, oo, pi, sqrt, symbols

from numerics import joint_outputs, layer_moments, random_networks
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import Cites, Domain, Equal, Equals, Erratum, FiniteFourthMoment, Source, Theorem, Vector, Vectors

n0, n = symbols("n0 n", integer=True, positive=True)
i = Symbol("i", integer=True)
beta = Symbol("beta", positive=True)
x = Vector("x", n0, real=True)
square = Sum(x[i] ** 2, (i, 1, n0))
MOMENTS = FiniteFourthMoment(True, "Gaussians and their positive parts have all moments, and so have their polynomials")
PRINTED = (r"\tilde{\alpha}_\ell(x) = \frac{1}{\sqrt{n_\ell}} W^{(\ell-1)} \alpha_{\ell-1}(x) + \beta b^{(\ell-1)}")

fan_in = Theorem(
    name="fan-in-output-variance",
    title="Output variance of a ReLU network scaled by its fan-in",
    claim=Equals(r"\operatorname{Var} f(x),\quad \tilde\alpha_\ell = n_{\ell-1}^{-1/2} W^{(\ell-1)}\alpha_{\ell-1}"
                 r" + \beta b^{(\ell-1)},\ x \in \mathbb{R}^{n_0},\ n_1 = n,\ n_2 = 1", (square / n0 + beta**2) / 2 + beta**2),
    domain=Domain(Vectors(x), n, beta),
    source=Source(PROBABILISTIC_MODELS, "§4.5", verdict="misprint", printed=PRINTED),
    errata=[Erratum(printed=PRINTED, formula=square / 2 + n * beta**2 / 2 + beta**2,
                    wrong="the factor is that of the fan-in, n_{ℓ−1}: with the fan-out the last layer has no factor at all, "
                          "and the output variance grows like the width n")],
    near_misses={"divided by the fan-in itself": (square / n0**2 + beta**2) / (2 * n) + beta**2,
                 "input not scaled": (square + beta**2) / 2 + beta**2,
                 "bias in the last layer only": square / (2 * n0) + beta**2,
                 "linear units": square / n0 + 2 * beta**2},
    covers=["ntk-parametrization-fan-in"],
)
fan_out = Theorem(
    name="fan-out-output-variance",
    title="Output variance of a ReLU network scaled by its fan-out",
    claim=Equals(r"\operatorname{Var} f(x),\quad \tilde\alpha_\ell = n_\ell^{-1/2} W^{(\ell-1)}\alpha_{\ell-1}"
                 r" + \beta b^{(\ell-1)},\ x \in \mathbb{R}^{n_0},\ n_1 = n,\ n_2 = 1", square / 2 + n * beta**2 / 2 + beta**2),
    domain=Domain(Vectors(x), n, beta),
    source=Source(PROBABILISTIC_MODELS, "§4.5", verdict="companion", printed=PRINTED),
    near_misses={"fan-in": (square / n0 + beta**2) / 2 + beta**2, "bounded in the width": square / 2 + 3 * beta**2 / 2,
                 "input shared by the units": square / (2 * n) + n * beta**2 / 2 + beta**2},
    covers=["ntk-parametrization-fan-in"],
)


@fan_in.derivation
def layer_by_layer():
    """The pre-activations have the variance q = ‖x‖²/n₀ + β²; n units with output weights of variance 1/n add ½ q."""
    w, u, p = symbols("w u p", real=True)
    yield Equal(Integral((u + p * w) ** 2 * exp(-w**2 / 2) / sqrt(2 * pi), (w, -oo, oo)), u**2 + p**2,
                because="each weight or bias with factor p adds p² to the variance")
    yield Equal(Sum((x[i] / sqrt(n0)) ** 2, (i, 1, n0)) + beta**2, Sum(x[i] ** 2, (i, 1, n0)) / n0 + beta**2,
                because="the first layer: factors x_i/√n₀ and β")
    yield Cites("neal-scaling", "output weights of variance 1/n: Var f = ½ q + β² at every width n")
    return (Sum(x[i] ** 2, (i, 1, n0)) / n0 + beta**2) / 2 + beta**2


@fan_out.derivation
def layer_by_layer_with_the_fan_out():
    """The pre-activations have the variance q = ‖x‖²/n + β²; n units with output weights of variance 1 = n/n add ½ n q."""
    yield Cites("fan-in-output-variance", "each weight or bias with factor p adds p² to the variance")
    yield Equal(Sum((x[i] / sqrt(n)) ** 2, (i, 1, n0)) + beta**2, Sum(x[i] ** 2, (i, 1, n0)) / n + beta**2,
                because="the first layer: factors x_i/√n and β")
    yield Cites("neal-scaling", "output weights of variance c/n: Var f = ½ c q + β²; here c = n")
    squares = Symbol("S", nonnegative=True)
    yield Equal(n * (squares / n + beta**2) / 2 + beta**2, squares / 2 + n * beta**2 / 2 + beta**2, because="S = ‖x‖²")
    return Sum(x[i] ** 2, (i, 1, n0)) / 2 + n * beta**2 / 2 + beta**2


AT = [dict(x=(1, "-1/2", 2), n=3, beta="1/2"), dict(x=(3, "2/5"), n=5, beta="4/3"), dict(x=("5/2",), n=7, beta="1/3"),
      dict(x=(1, 2, "-3/2", 4), n=2, beta=3)]
SAMPLED = [dict(x=(1, "-1/2", 2), n=10, beta="1/2"), dict(x=(3, "2/5"), n=5, beta="4/3")]


def preactivation_variance(x, fan, beta):
    """The variance of Σ_i w_i x_i/√fan + β b: the mean over all signs of the weights and of the bias."""
    points = list(product((1, -1), repeat=len(x)))
    squares = sum((sum(w * t for w, t in zip(signs, x, strict=True)) ** 2 for signs in points), Fraction(0))
    return squares / len(points) / fan + sum((sign * beta) ** 2 for sign in (1, -1)) / 2


@fan_in.numeric(*AT)
def second_moment(x, n, beta):
    """E f² with the factors n₀^(−1/2) and n₁^(−1/2), one unit after the other."""
    variance = preactivation_variance(x, len(x), beta)
    return layer_moments.output_moment((2, 0), width=n, activation="relu", variance=variance, bias_variance=beta**2)


@fan_out.numeric(*AT)
def second_moment_with_the_fan_out(x, n, beta):
    """E f² with the factors n₁^(−1/2) and n₂^(−1/2) = 1, one unit after the other."""
    variance = preactivation_variance(x, n, beta)
    return layer_moments.output_moment((2, 0), width=n, activation="relu", variance=variance, weight_variance=n,
                                       bias_variance=beta**2)


@fan_in.monte_carlo(*SAMPLED, moments=MOMENTS)
def squared_output(rng, size, x, n, beta):
    """Draw all weights and biases of the network."""
    return random_networks.network_outputs(rng, size, x=[float(t) for t in x], widths=[n], weight_variance=1.0,
                                           bias_variance=float(beta) ** 2) ** 2


@fan_out.monte_carlo(*SAMPLED, moments=MOMENTS)
def squared_output_with_the_fan_out(rng, size, x, n, beta):
    """Draw the first layer with its factor n^(−1/2), then the output layer without a factor."""
    first = joint_outputs.joint_outputs(rng, size, inputs=[[float(t) for t in x]], widths=[], outputs=n,
                                        weight_variance=len(x) / n, bias_variance=float(beta) ** 2)[:, :, 0]
    output = (rng.standard_normal((size, n)) * first.clip(0)).sum(axis=1) + float(beta) * rng.standard_normal(size)
    return output**2
