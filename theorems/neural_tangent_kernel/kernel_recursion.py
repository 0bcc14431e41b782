r"""The tangent kernel layer by layer: Θ^(ℓ+1) = Θ^(ℓ) Σ̇^(ℓ+1) + Σ^(ℓ+1).

Statement.  In the NTK parametrisation z^(ℓ+1) = W^(ℓ) α^(ℓ)/√n_ℓ + β b^(ℓ), α^(ℓ) = σ(z^(ℓ)), all entries N(0, 1),

- without hidden layers Θ^(1)(x, x') = x·x'/n_0 + β² = Σ^(1)(x, x') whatever the parameters are;
- if the pre-activations (z_k(x), z_k(x')) of a layer are independent copies of a centred Gaussian pair with covariances
  a, b (variances) and c, and its kernel is Θ_kk' = δ_kk' T, the mean kernel of the next layer is T Σ̇ + Σ at every width,
  where Σ̇ = E[σ̇(u) σ̇(v)] and Σ = E[σ(u) σ(v)] + β².  For ReLU and ϑ = arccos(c/√(ab))

      Σ̇ = (π − ϑ)/2π,    Σ = (√(ab − c²) + c (π − ϑ))/2π + β².

Idea.  Split the parameters: the last layer gives (1/n) Σ_k σ(u_k) σ(v_k) + β², the earlier ones
(1/n) Σ_k,l W_k W_l σ̇(u_k) σ̇(v_l) Θ_kl, and E W_k W_l = δ_kl.

Notes.  The first layer satisfies the hypothesis exactly (T = c = Σ^(1)), so that with one hidden layer the mean kernel is
the limit at every width.  Deeper layers satisfy it in the limit of infinite width, one layer after the other.  β² belongs
to Σ (the trained bias of the last layer) and not to Σ̇.

References.  A. Jacot, F. Gabriel & C. Hongler, Neural tangent kernel, NeurIPS 31 (2018); Y. Cho & L. K. Saul, Kernel
methods for deep learning, NeurIPS 22 (2009).
"""

from fractions import Fraction

import flint
import numpy as np
from flint import arb, fmpq
from sympy import Derivative, Sum, Symbol, acos, pi, sqrt, symbols

from numerics import layer_moments
from numerics import network_jacobians as networks
from numerics.polynomial_networks import gradient, polynomial_network
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import Cites, Domain, Equal, Equals, Erratum, FiniteFourthMoment, Source, Theorem, Vector, Vectors

n, i = Symbol("n", integer=True, positive=True), Symbol("i", integer=True)
x, y = Vector("x", n, real=True), Vector("y", n, real=True)
a, b = symbols("a b", positive=True)
c, T, beta = symbols("c T beta", real=True)

first_kernel = Theorem(
    name="tangent-kernel-without-hidden-layers",
    title="The tangent kernel of a network without hidden layers does not depend on its parameters",
    claim=Equals(r"\Theta^{(1)}(x,y)=\sum_p\partial_{\theta_p}f_\theta(x)\,\partial_{\theta_p}f_\theta(y),\quad "
                 r"f_\theta(x)=\tfrac1{\sqrt n}W\cdot x+\beta b", Sum(x[i] * y[i], (i, 1, n)) / n + beta ** 2),
    domain=Domain(Vectors(x, y), beta),
    source=Source(PROBABILISTIC_MODELS, "§4.7", verdict="holds",
                  printed=r"\Theta_\infty^{(1)}=\Sigma^{(1)} \dots \text{ The case } L=1 \text{ is trivial: the NTK "
                          r"is independent of the parameters}"),
    near_misses={"no bias": Sum(x[i] * y[i], (i, 1, n)) / n, "not divided by the fan-in": Sum(x[i] * y[i], (i, 1, n))
                 + beta ** 2, "divided by its root": Sum(x[i] * y[i], (i, 1, n)) / sqrt(n) + beta ** 2},
    covers=["ntk-recursion"],
    unsampled="The kernel is the same for all parameters: nothing is random.",
)


@first_kernel.derivation
def by_a_linear_function():
    """f is linear in its parameters, and its derivatives are the entries x_i/√n and β."""
    weight, entry, rest = symbols("w x_i r", real=True)
    yield Equal(Derivative(weight * entry / sqrt(n) + rest, weight), entry / sqrt(n), because="∂f(x)/∂W_i")
    yield Equal(Derivative(beta * weight + rest, weight), beta, because="∂f(x)/∂b")
    yield Equal(Sum((x[i] / sqrt(n)) * (y[i] / sqrt(n)), (i, 1, n)), Sum(x[i] * y[i], (i, 1, n)) / n,
                because="the sum over the weights")
    return Sum(x[i] * y[i], (i, 1, n)) / n + beta ** 2


@first_kernel.numeric(
    dict(x=(1, "-1/2", 2), y=("3/10", "6/5", "7/10"), beta="1/2", at=(2, -1, "1/3", 5)),
    dict(x=(3, "1/4"), y=("5/2", -2), beta="4/3", at=("1/7", 0, -2)), dict(x=("-7/3",), y=(3,), beta="2/5", at=(4, 1)),
    dict(x=(1, 2, "5/3", -1), y=("1/2", 3, 1, 4), beta="-3/2", at=(1, 1, "2/9", 0, -3)))
def by_formal_derivatives(x, y, beta, at):
    """Derivatives of the output polynomials with respect to every parameter, multiplied and evaluated at θ = at."""
    network = polynomial_network([len(x), 1], [x, y], bias=beta)
    pairs = zip(*(gradient(network, f) for f, in network.outputs), strict=True)
    total = sum((first * second for first, second in pairs), network.outputs[0][0] * 0)
    theta = [fmpq(Fraction(t).numerator, Fraction(t).denominator) for t in at]
    value = arb(0)
    for powers, coefficient in total.to_dict().items():
        term = arb(coefficient)
        for base, power in zip(theta, powers[:network.parameters], strict=True):
            term *= arb(base) ** int(power)
        for square, power in zip(network.roots, powers[network.parameters:], strict=True):
            term *= arb(fmpq(square.numerator, square.denominator)).sqrt() ** int(power)
        value += term
    return value


ANGLE = acos(c / sqrt(a * b))
PRODUCT = (sqrt(a * b - c ** 2) + c * (pi - ANGLE)) / (2 * pi)
GATES = (pi - ANGLE) / (2 * pi)

relu_layer = Theorem(
    name="relu-tangent-kernel-layer",
    title="One layer of the recursion of the tangent kernel, for ReLU units",
    claim=Equals(r"\mathbb{E}\,\Theta^{(\ell+1)}(x,x'),\quad \Sigma^{(\ell)}=\begin{pmatrix}a&c\\c&b\end{pmatrix},"
                 r"\ \Theta^{(\ell)}_{kk'}(x,x')=\delta_{kk'}T", T * GATES + PRODUCT + beta ** 2),
    domain=Domain(a, b, T, beta, c > -sqrt(a * b), c < sqrt(a * b)),
    source=[Source(PROBABILISTIC_MODELS, "§4.7", verdict="holds",
                   printed=r"\Theta_\infty^{(\ell+1)}=\Theta_\infty^{(\ell)}\dot\Sigma^{(\ell+1)}+\Sigma^{(\ell+1)}"),
            Source(PROBABILISTIC_MODELS, "§4.7", verdict="misprint",
                   printed=r"\Sigma^{(\ell+1)}(x,x')=\mathbb{E}_{f\sim\mathcal{N}(0,\Sigma^{(\ell)})}[\sigma(f(x))\sigma(f(x'))]")],
    errata=[Erratum(printed=r"\Sigma^{(\ell+1)}(x,x')=\mathbb{E}_{f\sim\mathcal{N}(0,\Sigma^{(\ell)})}"
                            r"[\sigma(f(x))\sigma(f(x'))]", formula=T * GATES + PRODUCT,
                    wrong="the recursion of Θ holds with + β² in Σ^(ℓ+1), the derivative with respect to the last bias, as "
                          "in the notes' own proof")],
    near_misses={"Σ not added": T * GATES, "β² in the dotted kernel": T * (GATES + beta ** 2) + PRODUCT,
                 "β² in both": T * (GATES + beta ** 2) + PRODUCT + beta ** 2,
                 "He scaling": 2 * T * GATES + 2 * PRODUCT + beta ** 2, "not transmitted": PRODUCT + beta ** 2},
    covers=["ntk-recursion"],
)


@relu_layer.derivation
def by_splitting_the_parameters():
    """Last layer and earlier layers; the Gaussian means are those of the recursion of Σ."""
    w, s = symbols("w s", positive=True)
    v, rho = Symbol("v", real=True), c / sqrt(a * b)
    yield Cites("tangent-kernel-through-the-last-layer",
                "the earlier layers contribute (1/n) Σ_k σ̇(u_k) σ̇(v_k) T on average over W")
    yield Equal(Derivative(w * s + beta * v, w) ** 2 + Derivative(w * s + beta * v, v) ** 2, s ** 2 + beta ** 2,
                because="the last layer contributes the features and β²")
    yield Cites("relu-derivative-kernel", "Σ̇ = (π − ϑ)/2π, ϑ = arccos ρ, ρ = c/√(ab)")
    yield Cites("relu-kernel-of-the-next-layer", "Σ = √(ab)(√(1 − ρ²) + (π − ϑ)ρ)/2π + β²")
    angle = acos(rho)
    yield Equal(sqrt(a * b) * (sqrt(1 - rho ** 2) + (pi - angle) * rho) / (2 * pi),
                (sqrt(a * b - c ** 2) + c * (pi - angle)) / (2 * pi), because="√(ab) ρ = c")
    return T * (pi - angle) / (2 * pi) + (sqrt(a * b - c ** 2) + c * (pi - angle)) / (2 * pi) + beta ** 2


def _covariances(x, y, beta):
    """Σ^(1) of two inputs."""
    x, y, beta = [Fraction(e) for e in x], [Fraction(e) for e in y], Fraction(beta)

    def product(p, q):
        return sum(e * f for e, f in zip(p, q, strict=True)) / len(p) + beta ** 2
    return dict(a=product(x, x), b=product(y, y), c=product(x, y))


PAIR = dict(x=(1, "-1/2", 2), y=("3/10", "6/5", "7/10"), beta="1/2")
FAR = dict(x=("3/2", 1), y=(1, "-1/3"), beta="1/4")
NEAR = dict(x=(2, "1/3"), y=("5/2", 0), beta="4/5")


@relu_layer.numeric(dict(a=2, b="23/20", c="9/20", T="3/5", beta="1/2"), dict(a="3/2", b="2/3", c="-1/2", T="7/4", beta="5/4"),
                    dict(a="1/2", b=3, c="6/5", T="-4/3", beta="1/3"), dict(a=1, b=4, c=0, T=3, beta="-2/3"))
def by_quadrature_given_one_preactivation(a, b, c, T, beta):
    """Balls of P(u > 0, v > 0) and E u₊v₊: u is integrated by quadrature, v given u is Gaussian again."""
    with flint.ctx.workprec(128):
        kernel, bias = (arb(fmpq(Fraction(e).numerator, Fraction(e).denominator)) for e in (T, beta))
        return kernel * layer_moments.gate_mean(a, c, b) + layer_moments.relu_product_mean(a, c, b) + bias * bias


@relu_layer.monte_carlo(
    dict(**PAIR, **_covariances(**PAIR), T=_covariances(**PAIR)["c"], width=5),
    dict(**FAR, **_covariances(**FAR), T=_covariances(**FAR)["c"], width=3),
    dict(**NEAR, **_covariances(**NEAR), T=_covariances(**NEAR)["c"], width=2),
    moments=FiniteFourthMoment(True, "the kernel is at most a polynomial in the absolute values of Gaussians"))
def by_drawing_networks(rng, size, x, y, beta, width):
    """Networks with one hidden layer, for which T = c: backpropagate at both inputs and multiply the gradients."""
    kernels = networks.random_tangent_kernels(rng, size, widths=(len(x), width, 1), unit=networks.RELU, bias=float(beta),
                                              inputs=np.array([x, y], dtype=float))
    return kernels[:, 0, 1, 0, 0]
