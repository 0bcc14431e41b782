r"""The kernel of an infinitely wide ReLU network: the recursion, with the variance of the biases in every layer.

Statement.  Σ⁽¹⁾(x, x′) = x·x′/n₀ + β² and Σ^(ℓ+1)(x, x′) = E[σ(f(x)) σ(f(x′))] + β² for f ~ N(0, Σ^(ℓ)).  For ReLU and the
entries a = Σ^(ℓ)(x, x), c = Σ^(ℓ)(x, x′), b = Σ^(ℓ)(x′, x′), with θ = arccos(c/√(ab)),

    Σ^(ℓ+1)(x, x′) = (√(ab)/2π)(sin θ + (π − θ) cos θ) + β²,        Σ̇^(ℓ+1)(x, x′) = (π − θ)/2π.

Idea.  (f(x), f(x′)) is a Gaussian of the plane, seen from two directions: radius and angle separate, and both values are
positive on an arc of length π − θ.  Σ̇ is a probability; the bias is added after σ and has no part in it.

Notes.  Σ⁽¹⁾ and Σ⁽²⁾ are the covariances of the pre-activations at every width, entries of deeper layers off the diagonal
only in the limit.

References.  Y. Cho and L. Saul, Kernel methods for deep learning, NeurIPS 22 (2009); A. Jacot, F. Gabriel and C. Hongler,
Neural tangent kernel, NeurIPS 31 (2018).
"""

from fractions import Fraction
from itertools import product

import numpy as np
from sympy import Integral, Rational, Subs, Sum, Symbol, acos, cos, exp, oo, pi, sin, sqrt, symbols

from numerics import joint_outputs, layer_moments
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import Bounded, Cites, Domain, Equal, Equals, Erratum, FiniteFourthMoment, Source, Theorem, Vector, Vectors

n = Symbol("n", integer=True, positive=True)
i = Symbol("i", integer=True)
a, b, beta = symbols("a b beta", positive=True)
c = Symbol("c", real=True)
x, y = Vector("x", n, real=True), Vector("y", n, real=True)
rho = c / sqrt(a * b)
arc_cosine = sqrt(a * b) * (sqrt(1 - rho**2) + (pi - acos(rho)) * rho) / (2 * pi)
KERNEL = Domain(n, a, b, c > -sqrt(a * b), c < sqrt(a * b), beta)
MOMENTS = FiniteFourthMoment(True, "Gaussians and their positive parts have all moments, and so have their polynomials")
RECURSION = (r"\Sigma^{(\ell+1)}(x, x') = \mathbb{E}_{f \sim \mathcal{N}(0, \Sigma^{(\ell)})} [\sigma(f(x)) \sigma(f(x'))]")

first_layer = Theorem(
    name="first-layer-kernel",
    title="Kernel of the first layer",
    claim=Equals(r"\Sigma^{(1)}(x, y) = \mathbb{E}[\tilde\alpha_1(x)\tilde\alpha_1(y)]",
                 Sum(x[i] * y[i], (i, 1, n)) / n + beta**2),
    domain=Domain(Vectors(x, y), beta),
    source=Source(PROBABILISTIC_MODELS, "§4.7", verdict="misprint",
                  printed=r"\Sigma^{(1)}(x, x') = \frac{1}{n_0} x^T x + \beta^2"),
    errata=[Erratum(printed=r"\frac{1}{n_0} x^T x + \beta^2", formula=Sum(x[i] ** 2, (i, 1, n)) / n + beta**2,
                    wrong="a prime is lost: the kernel of two inputs has x·x′, not x·x")],
    near_misses={"not divided by the fan-in": Sum(x[i] * y[i], (i, 1, n)) + beta**2,
                 "without the bias": Sum(x[i] * y[i], (i, 1, n)) / n,
                 "deviation of the bias": Sum(x[i] * y[i], (i, 1, n)) / n + beta},
    covers=["nngp-recursion-beta"],
)
next_layer = Theorem(
    name="relu-kernel-of-the-next-layer",
    title="Kernel of the next ReLU layer",
    claim=Equals(r"\Sigma^{(\ell+1)}(x, x') = \mathbb{E}\,\tilde\alpha_{\ell+1}(x)\,\tilde\alpha_{\ell+1}(x'),\quad"
                 r" (\tilde\alpha_\ell(x), \tilde\alpha_\ell(x')) \sim N\big(0, (\begin{smallmatrix} a & c \\ c & b"
                 r" \end{smallmatrix})\big)", arc_cosine + beta**2),
    domain=KERNEL,
    source=Source(PROBABILISTIC_MODELS, "§4.7", verdict="misprint", printed=RECURSION),
    errata=[Erratum(printed=RECURSION, formula=arc_cosine,
                    wrong="the variance β² of the bias is lost; the proof that follows has it")],
    near_misses={"a factor 1/n left in the limit": arc_cosine / n + beta**2, "half the arc": arc_cosine / 2 + beta**2,
                 "linear units": c + beta**2, "angle not reflected":
                 sqrt(a * b) * (sqrt(1 - rho**2) + acos(rho) * rho) / (2 * pi) + beta**2},
    covers=["nngp-recursion-beta"],
)
derivative = Theorem(
    name="relu-derivative-kernel",
    title="Derivative kernel of a ReLU layer",
    claim=Equals(r"\dot\Sigma^{(\ell+1)}(x, x') = \mathbb{E}_{f \sim N(0, \Sigma^{(\ell)})}"
                 r"[\dot\sigma(f(x))\,\dot\sigma(f(x'))]",
                 (pi - acos(rho)) / (2 * pi)),
    domain=KERNEL,
    source=Source(PROBABILISTIC_MODELS, "§4.7", verdict="holds",
                  printed=r"\dot{\Sigma}^{(\ell+1)}(x, x') = \mathbb{E}_{f \sim \mathcal{N}(0, \Sigma^{(\ell)})}"
                          r" [\dot{\sigma}(f(x)) \dot{\sigma}(f(x'))]"),
    near_misses={"with the bias": (pi - acos(rho)) / (2 * pi) + beta**2, "angle not reflected": acos(rho) / (2 * pi),
                 "independent gates": Rational(1, 4)},
    covers=["nngp-recursion-beta"],
)


@first_layer.derivation
def one_weight_at_a_time():
    """The inputs play the part of the hidden layer, with weights of variance 1/n₀."""
    tau = Symbol("tau", positive=True)
    yield Cites("conditional-output-covariance", "Cov = τ² Σ a_i h_i + β² for weights of variance τ²")
    yield Equal(Subs(tau**2 * Sum(x[i] * y[i], (i, 1, n)) + beta**2, tau, 1 / sqrt(n)),
                Sum(x[i] * y[i], (i, 1, n)) / n + beta**2, because="τ = n₀^(−1/2)")
    return Sum(x[i] * y[i], (i, 1, n)) / n + beta**2


@next_layer.derivation
def by_polar_coordinates():
    """f(x) = √a r cos φ and f(x′) = √b r cos(φ − θ), with r of density r e^{−r²/2} and φ uniform."""
    r, phi, theta = Symbol("r", positive=True), Symbol("phi", real=True), Symbol("theta", positive=True)
    k = Symbol("k", integer=True)
    arc = (phi, theta - pi / 2, pi / 2)
    yield Equal(Integral(r**2 * r * exp(-r**2 / 2), (r, 0, oo)), 2, because="E r² = 2")
    yield Equal(2 * Integral(cos(phi) * cos(phi - theta) / (2 * pi), (phi, 0, 2 * pi)), cos(theta),
                because="so that the covariance is √(ab) cos θ = c")
    yield Equal(2 * Integral(cos(phi) * cos(phi - theta) / (2 * pi), arc), (sin(theta) + (pi - theta) * cos(theta)) / (2 * pi),
                where=[theta <= pi], because="both values are positive for θ − π/2 < φ < π/2")
    dual = sqrt(a * b) * (sqrt(1 - rho**2) + (pi - acos(rho)) * rho) / (2 * pi)
    yield Equal(sin(acos(c / sqrt(a * b), evaluate=False), evaluate=False), sqrt(1 - c**2 / (a * b)),
                because="θ = arccos(c/√(ab))")
    yield Cites("conditional-output-covariance", "given the layer, the covariance is n⁻¹ Σ_k σ(f_k(x)) σ(f_k(x′)) + β²")
    yield Equal(Sum(dual / n, (k, 1, n)) + beta**2, dual + beta**2, because="n units of one law")
    return dual + beta**2


@derivative.derivation
def by_the_length_of_the_arc():
    """Both gates are open on an arc of length π − θ."""
    phi, theta = Symbol("phi", real=True), Symbol("theta", positive=True)
    yield Cites("relu-kernel-of-the-next-layer", "both values are positive for θ − π/2 < φ < π/2, φ uniform on the circle")
    yield Equal(Integral(1 / (2 * pi), (phi, theta - pi / 2, pi / 2)), (pi - theta) / (2 * pi), where=[theta <= pi],
                because="the share of the arc; θ = arccos(c/√(ab))")
    return (pi - acos(c / sqrt(a * b))) / (2 * pi)


AT = [dict(n=2, a=2, c="37/60", b="277/300", beta="1/2"), dict(n=3, a=3, c="-3/2", b="5/4", beta="2/3"),
      dict(n=5, a="1/2", c=1, b=4, beta="5/3"), dict(n=4, a="5/4", c="-1/3", b="1/3", beta="3/4")]
SAMPLED = [dict(n=4, a=3, c="3/2", b="5/4", beta="1/2"), dict(n=6, a=2, c="-1/2", b=1, beta="2/3")]


@first_layer.numeric(dict(x=(1, "-1/2", 2), y=("3/10", "6/5", "7/10"), beta="1/2"),
                     dict(x=(3, "2/5"), y=(-1, "5/2"), beta="4/3"),
                     dict(x=(2, -1, "1/3", 5), y=("1/2", 4, 1, "-2/3"), beta=3))
def by_signs_for_gaussians(x, y, beta):
    """The mean over all signs of the weights and the bias; numbers r + s/√n₀ are kept as (r, s)."""
    points = list(product((1, -1), repeat=len(x) + 1))
    total = root = Fraction(0)
    for *weights, sign in points:
        u, v = (sum(w * t for w, t in zip(weights, z, strict=True)) for z in (x, y))
        total, root = total + u * v / len(x) + (sign * beta) ** 2, root + sign * beta * (u + v)
    assert root == 0
    return total / len(points)


@next_layer.numeric(*AT)
def by_quadrature(n, a, c, b, beta):
    """E[f f′], unit by unit, with the product of the two activations by quadrature over f(x)."""
    total = layer_moments.activation_moment("linear", 2, beta**2)
    for _ in range(n):
        total += layer_moments.relu_product_mean(a, c, b) / n
    return total


@derivative.numeric(*AT)
def gates_by_quadrature(a, c, b):
    """P(f(x) > 0, f(x′) > 0) by quadrature over f(x)."""
    return layer_moments.gate_mean(a, c, b)


@first_layer.monte_carlo(dict(x=(1, "-1/2", 2), y=("3/10", "6/5", "7/10"), beta="1/2"),
                         dict(x=(3, "2/5"), y=(-1, "5/2"), beta="4/3"), moments=MOMENTS)
def product_of_preactivations(rng, size, x, y, beta):
    """Draw the weights and the bias of a unit."""
    inputs = [[float(t) for t in z] for z in (x, y)]
    return joint_outputs.joint_outputs(rng, size, inputs=inputs, widths=[], bias_variance=float(beta) ** 2)[:, 0].prod(axis=1)


def pairs(rng, size, n, a, c, b):
    """n independent pairs of Gaussians with the covariance (a, c; c, b): shape (2, size, n)."""
    factor = np.linalg.cholesky(np.array([[a, c], [c, b]], dtype=float))
    return np.einsum("ij,jsn->isn", factor, rng.standard_normal((2, size, n)))


@next_layer.monte_carlo(*SAMPLED, moments=MOMENTS)
def product_of_next_preactivations(rng, size, n, a, c, b, beta):
    """Draw the pre-activations of a layer at both inputs, then the weights and the bias of a unit of the next layer."""
    hidden = pairs(rng, size, n, a, c, b).clip(0)
    outputs = (hidden * rng.standard_normal((size, n))).sum(axis=2) / n**0.5 + float(beta) * rng.standard_normal(size)
    return outputs[0] * outputs[1]


@derivative.monte_carlo(*SAMPLED, moments=Bounded(0, 1))
def share_of_open_gates(rng, size, n, a, c, b):
    """Draw the pre-activations of a layer at both inputs; the share of units with both gates open."""
    first, second = pairs(rng, size, n, a, c, b) > 0
    return (first & second).mean(axis=1)
