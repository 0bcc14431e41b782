r"""With outputs divided by the width the neural tangent kernel vanishes like 1/n.

Statement.  Let f(x) = (1/n) Σ a_i σ(w_i·x), all weights trained, Θ(x, x') = ⟨∇f(x), ∇f(x')⟩.  Then

    Θ(x, x') = (1/n²) Σ_i [σ(w_i·x) σ(w_i·x') + a_i² σ'(w_i·x) σ'(w_i·x') ⟨x, x'⟩],

1/n times the kernel of the same neurons with outputs divided by √n.  For ReLU, standard normal weights and an angle φ
between the inputs

    E Θ(x, x') = ‖x‖ ‖x'‖ (sin φ + 2(π − φ) cos φ)/(2πn),      Var Θ(x, x) = 3 ‖x‖⁴/n³.

Idea.  Each of the n neurons contributes gradients of order 1/n.

Notes.  A learning rate proportional to n restores the speed at the start; then every neuron moves by a distance that does
not shrink with n.  The notes "divide by 1/n", meaning a
factor 1/n, as their formula has it.

References.  L. Chizat, E. Oyallon & F. Bach, On lazy training in differentiable programming, NeurIPS 2019.
"""

import math

import flint
import numpy as np
from flint import acb, arb
from sympy import Derivative, Integral, Rational, Sum, Symbol, cos, exp, oo, pi, sin, sqrt, symbols, tanh

from numerics import gaussian_geometry, particle_energy
from numerics.hyperbolic_entropy import ball
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import Domain, Equal, Equals, FiniteFourthMoment, Source, Theorem, Vector, Vectors

n = Symbol("n", integer=True, positive=True)
i = Symbol("i", integer=True)
x, z = symbols("x z", real=True, nonzero=True)
a, w = Vector("a", n, real=True, nonzero=True), Vector("w", n, real=True, nonzero=True)
VANISHES = (r"\text{if we parametrized the neural network with } 1/n_\ell \text{ rather than } 1/\sqrt{n_\ell} \dots "
            r"\text{ the NTK will go to zero}")

first, second = tanh(w[i] * x), tanh(w[i] * z)
outer = Sum(first * second, (i, 1, n))
inner = Sum(a[i] ** 2 * x * z * (1 - first ** 2) * (1 - second ** 2), (i, 1, n))

fixed_weights = Theorem(
    name="inverse-width-tangent-kernel",
    title="Tangent kernel of a two-layer network whose output is divided by the width",
    claim=Equals(r"\langle\nabla f(x),\nabla f(z)\rangle,\quad f(x)=\tfrac1n\sum_{i=1}^na_i\tanh(w_ix)",
                 (outer + inner) / n ** 2),
    domain=Domain(Vectors(a, w), x, z),
    source=Source(PROBABILISTIC_MODELS, "§4.13", verdict="holds", printed=VANISHES),
    near_misses={"outputs divided by √n": (outer + inner) / n, "last layer only": outer / n ** 2,
                 "of order n^(−3/2)": (outer + inner) / sqrt(n) ** 3, "of order 1/n³": (outer + inner) / n ** 3},
    covers=["inverse-width-ntk-vanishes"],
    unsampled="The weights are given: nothing is random.",
)


@fixed_weights.derivation
def neuron_by_neuron():
    """Every gradient carries the factor 1/n, so their products carry 1/n² instead of 1/n."""
    output, weight, others = symbols("A W O", real=True)
    value = (others + output * tanh(weight * x)) / n
    yield Equal(Derivative(value, output), tanh(weight * x) / n, because="the outputs O of the other neurons are constant")
    yield Equal(Derivative(value, weight), output * x * (1 - tanh(weight * x) ** 2) / n, because="tanh' = 1 − tanh²")
    g, h = tanh(w[i] * x), tanh(w[i] * z)
    layers = Sum(g * h, (i, 1, n)), Sum(a[i] ** 2 * x * z * (1 - g ** 2) * (1 - h ** 2), (i, 1, n))
    yield Equal(Sum(g * h / n ** 2 + a[i] * x * (1 - g ** 2) / n * a[i] * z * (1 - h ** 2) / n, (i, 1, n)),
                (layers[0] + layers[1]) / n ** 2, because="sum over all 2n weights")
    return (layers[0] + layers[1]) / n ** 2


@fixed_weights.numeric(dict(a=("3/2",), w=("1/2",), x="2/3", z="5/4"), dict(a=(1, "-2/3"), w=("1/3", "3/2"), x="4/3", z="-1/2"),
                       dict(a=("5/4", -2, "1/3"), w=("-1/2", "2/3", 1), x="3/4", z="7/5"),
                       dict(a=("1/2", "-3/2", 3, "4/5", "-2/7"), w=("1/4", "-2/3", "5/3", "6/5", -1), x="-3/2", z="2/5"))
def by_differentiating_the_network(a, w, x, z):
    """The inner product of two gradients, each coordinate by a power series put into the network."""
    masses = [arb(1) / len(a)] * len(a)
    total = arb(0)
    for i in range(len(a)):
        for c in range(2):
            moved = [[particle_energy.series(v, int((i, c) == (j, d))) for d, v in enumerate((*pair, 0))]
                     for j, pair in enumerate(zip(a, w, strict=True))]
            slopes = [particle_energy.coefficient(particle_energy.network(moved, masses, at), 1) for at in (x, z)]
            total += slopes[0] * slopes[1]
    return total


phi = Symbol("phi", positive=True)
u, v = symbols("u v", positive=True)
relu = u * v * (sin(phi) + 2 * (pi - phi) * cos(phi)) / (2 * pi * n)

mean = Theorem(
    name="inverse-width-relu-kernel-mean",
    title="Mean tangent kernel of a ReLU network whose output is divided by the width",
    claim=Equals(r"\mathbb{E}\langle\nabla f(x),\nabla f(x')\rangle,\quad f=\tfrac1n\sum_ia_i(w_i\cdot x)_+,\ \|x\|=u,"
                 r"\ \|x'\|=v,\ \angle(x,x')=\phi", relu),
    domain=Domain(n, phi < pi, u, v),
    source=Source(PROBABILISTIC_MODELS, "§4.13", verdict="holds",
                  printed=r"\text{instead of dividing by } 1/\sqrt{n_1} \text{ the outputs } \dots \text{ one divides "
                          r"them by } 1/n_1"),
    near_misses={"outputs divided by √n": relu * n, "of order n^(−1/2)": relu * sqrt(n), "of order 1/n²": relu / n,
                 "last layer only": u * v * (sin(phi) + (pi - phi) * cos(phi)) / (2 * pi * n),
                 "gates always open": u * v * (sin(phi) + (pi - phi) * cos(phi) + 2 * pi * cos(phi)) / (2 * pi * n)},
    covers=["inverse-width-ntk-vanishes"],
)


@mean.derivation
def in_polar_coordinates():
    """Only the part of w in the plane of the inputs matters; its angle t is uniform and independent of its length."""
    r, t = symbols("r t", real=True)
    inside = (t, phi - pi / 2, pi / 2)
    yield Equal(Integral(r ** 3 * exp(-r ** 2 / 2), (r, 0, oo)), 2, because="E r² of a Gaussian vector of the plane")
    yield Equal(Integral(cos(t) * cos(t - phi), inside), (sin(phi) + (pi - phi) * cos(phi)) / 2,
                because="both gates are open for φ − π/2 < t < π/2")
    yield Equal(Integral(1, inside), pi - phi, because="the measure of these angles")
    layers = u * v * (sin(phi) + (pi - phi) * cos(phi)) / (2 * pi), u * v * cos(phi) * (pi - phi) / (2 * pi)
    yield Equal(Sum((layers[0] + layers[1]) / n ** 2, (i, 1, n)),
                u * v * (sin(phi) + 2 * (pi - phi) * cos(phi)) / (2 * pi * n),
                because="E a² = 1, and n neurons with one law")
    return u * v * (sin(phi) + 2 * (pi - phi) * cos(phi)) / (2 * pi * n)


@mean.numeric(dict(n=3, phi="1/2", u="3/2", v="4/5"), dict(n=7, phi="5/3", u="2/3", v="7/4"),
              dict(n=10, phi="5/2", u="5/4", v="1/3"), dict(n=100, phi="6/5", u="9/7", v="8/3"))
def by_ball_quadrature_over_the_angle(n, phi, u, v):
    """E over the polar coordinates (r, t) of one neuron of the products of its gradients at both inputs, times n."""
    angle, square = ball(phi), gaussian_geometry.radial_mean(2, 2)
    lengths = [ball(length) for length in (u, v)]
    product = lengths[0] * lengths[1] * angle.cos()

    def gradients(t, _):
        """Products of ∂f/∂a and of ∂f/∂w at both inputs, the gates being open, for E a² = 1."""
        return square * lengths[0] * t.cos() * lengths[1] * (t - angle).cos() / n ** 2 + product / n ** 2
    half = arb.pi() / 2
    return n * acb.integral(gradients, acb(angle - half), acb(half)).real / (2 * arb.pi())


def _kernels(rng, size, n, first, second):
    """⟨∇f, ∇f⟩ of `size` networks with n neurons, for two inputs of the plane: shape (size,)."""
    output, weights = rng.standard_normal((size, n)), rng.standard_normal((size, n, 2))
    z, other = weights @ first, weights @ second
    by_output = (np.maximum(z, 0) / n * np.maximum(other, 0) / n).sum(axis=1)
    slopes = (output / n) ** 2 * ((z > 0) & (other > 0))
    return by_output + slopes.sum(axis=1) * (first @ second)


@mean.monte_carlo(dict(n=3, phi="1/2", u="3/2", v="4/5"), dict(n=10, phi="6/5", u="5/4", v="3/2"),
                  moments=FiniteFourthMoment(n >= 1, "a polynomial in Gaussians times indicators"))
def gradients_of_random_networks(rng, size, n, phi, u, v):
    """Draw the weights in the plane of the inputs and multiply the gradients."""
    angle = float(phi)
    return _kernels(rng, size, n, np.array([float(u), 0.0]), float(v) * np.array([math.cos(angle), math.sin(angle)]))


variance = Theorem(
    name="inverse-width-relu-kernel-variance",
    title="Variance of the tangent kernel of a ReLU network whose output is divided by the width",
    claim=Equals(r"\operatorname{Var}\|\nabla f(x)\|^2,\quad f=\tfrac1n\sum_ia_i(w_i\cdot x)_+,\ \|x\|=u", 3 * u ** 4 / n ** 3),
    domain=Domain(n, u),
    source=Source(PROBABILISTIC_MODELS, "§4.13", verdict="companion", printed=VANISHES),
    near_misses={"outputs divided by √n": 3 * u ** 4 / n, "second moment of a neuron": 4 * u ** 4 / n ** 3,
                 "last layer only": 5 * u ** 4 / (4 * n ** 3), "of the order of the squared mean": 3 * u ** 4 / n ** 2},
    covers=["inverse-width-ntk-vanishes"],
)


@variance.derivation
def of_independent_neurons():
    """One neuron contributes u²/n² times (g² + a²) 1{g > 0}, with independent standard normal a and g = w·x/u."""
    g = Symbol("g", real=True)
    density = exp(-g ** 2 / 2) / sqrt(2 * pi)
    half = {0: Rational(1, 2), 2: Rational(1, 2), 4: Rational(3, 2)}
    for power, value in half.items():
        yield Equal(Integral(g ** power * density, (g, 0, oo)), value, because="half of a Gaussian moment")
    second_moment, first_moment = half[4] + 2 * half[2] + 3 * half[0], half[2] + half[0]
    yield Equal(Sum(u ** 4 / n ** 4 * (second_moment - first_moment ** 2), (i, 1, n)), 3 * u ** 4 / n ** 3,
                because="4 − 1² for each of n independent neurons, as E a² = 1 and E a⁴ = 3")
    return 3 * u ** 4 / n ** 3


@variance.numeric(dict(n=1, u="3/2"), dict(n=3, u="4/5"), dict(n=5, u="7/4"), dict(n=12, u=3))
def by_gaussian_quadrature(n, u):
    """Sum of the covariances of all pairs of neurons, moments of |g| and of a by ball quadrature."""
    with flint.ctx.workprec(128):
        square, fourth = (gaussian_geometry.radial_mean(1, power) for power in (2, 4))
        scale = ball(u) ** 2 / n ** 2
        single = (square + square) / 2
        same = (fourth + 2 * square * square + fourth) / 2
        second_moment = sum((same if i == j else single * single for i in range(n) for j in range(n)), arb(0))
        return scale ** 2 * (second_moment - (n * single) ** 2)


@variance.monte_carlo(dict(n=2, u="3/2"), dict(n=6, u="4/5"),
                      moments=FiniteFourthMoment(n >= 1, "a polynomial in Gaussians times indicators"))
def half_squared_difference_of_two_networks(rng, size, n, u):
    """Half the squared difference of two independent kernels has the variance as its mean."""
    at = np.array([float(u), 0.0])
    kernels = _kernels(rng, 2 * size, n, at, at).reshape(2, size)
    return (kernels[0] - kernels[1]) ** 2 / 2
