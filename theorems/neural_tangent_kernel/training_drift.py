r"""Drift of the tangent kernel when training starts: one hidden layer, one datum, gradient flow of C = (f(x) − y)².

Statement.  NTK parametrisation, all parameters N(0, 1), n hidden units σ(z) = z + hz²/2, q = ‖x‖²/n_0 + β².  At time 0

    E dΘ(x, x)/dt = −4q² (2 + 27h²q + 12h⁴q²)/n.

If the error e = f(x) − y is held at a fixed value, each pre-activation moves with E (dz_k/dt)² = 4e²q² (1 + h²q)/n, and

    E (dΘ(x, x)/dt)² = 64e²q³ (1 + 48h²q + 183h⁴q² + 60h⁶q³)/n².

So neurons move by the exact order n^{−1/2}, the kernel by the exact order 1/n.

Idea.  dz_k/dt = −2eq a_k σ̇(z_k)/√n and da_k/dt = −2eσ(z_k)/√n, hence

    dΘ/dt = −(4eq/n^{3/2}) Σ_k [2a_k σσ̇² + q a_k³ σ̇²σ̈](z_k),

n terms that are odd in a_k: for fixed e they are uncorrelated with mean 0, so that the sum is of order √n.  The mean comes
from the correlation of e with the a_k.

Notes.  The ε/n_1 · n_1 of the notes is ε/(n_1 · n_1).  Without regard to signs the sum gives the worst-case order n^{−1/2}
only.  Training with linear units is solved to its end in `training_linear_network`; for smooth σ, any depth and fixed time
the order 1/n is proved by Huang & Yau.

References.  A. Jacot, F. Gabriel & C. Hongler, Neural tangent kernel, NeurIPS 31 (2018), Theorem 2; J. Huang & H.-T. Yau,
Dynamics of deep neural networks and neural tangent hierarchy, ICML 2020.
"""

from fractions import Fraction

import numpy as np
from sympy import Derivative, Poly, Subs, Symbol, factorial2, oo, sqrt, symbols

from numerics import network_jacobians as networks
from numerics.polynomial_networks import gaussian_mean, inner, polynomial_network
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import Cites, Domain, Equal, Equals, FiniteFourthMoment, Limit, Source, Theorem

n = Symbol("n", integer=True, positive=True)
q = Symbol("q", positive=True)
h, e = symbols("h e", real=True)
PRINTED = (r"\text{the change that the } n \text{ neurons need to incur is }\mathcal{O}(\epsilon/\sqrt{n_1})\dots\ "
           r"\text{the change of the NTK is of order } n_1\mathcal{O}(\epsilon/n_1\cdot n_1)=\mathcal{O}(\epsilon/n_1)")
POLYNOMIAL = FiniteFourthMoment(True, "a polynomial in Gaussian parameters")

mean_drift = Theorem(
    name="tangent-kernel-mean-drift",
    title="Mean speed of the tangent kernel at the start of training is of order 1/n",
    claim=Equals(r"\mathbb{E}\,\tfrac{d}{dt}\Theta(x,x)\big|_{t=0},\quad \dot\theta=-\nabla_\theta(f(x)-y)^2,"
                 r"\ \sigma(z)=z+\tfrac h2z^2,\ q=\tfrac1{n_0}\|x\|^2+\beta^2",
                 -4 * q ** 2 * (2 + 27 * h ** 2 * q + 12 * h ** 4 * q ** 2) / n),
    domain=Domain(n, q, h),
    source=Source(PROBABILISTIC_MODELS, "§4.7", verdict="holds", printed=PRINTED),
    near_misses={"exact order n^(−1/2)": -4 * q ** 2 * (2 + 27 * h ** 2 * q + 12 * h ** 4 * q ** 2) / sqrt(n),
                 "cost ½(f − y)²": -2 * q ** 2 * (2 + 27 * h ** 2 * q + 12 * h ** 4 * q ** 2) / n,
                 "linear units": -8 * q ** 2 / n, "constant kernel": 0 * q},
    covers=["ntk-training-drift"],
)

SQUARE = 64 * e ** 2 * q ** 3 * (1 + 48 * h ** 2 * q + 183 * h ** 4 * q ** 2 + 60 * h ** 6 * q ** 3)

square_drift = Theorem(
    name="tangent-kernel-square-drift",
    title="Mean square speed of the tangent kernel for a given error",
    claim=Equals(r"\mathbb{E}\big(\tfrac{d}{dt}\Theta(x,x)\big)^2,\quad \dot\theta=-2e\nabla_\theta f(x),"
                 r"\ \sigma(z)=z+\tfrac h2z^2,\ q=\tfrac1{n_0}\|x\|^2+\beta^2",
                 SQUARE / n ** 2),
    domain=Domain(n, q, h, e),
    source=Source(PROBABILISTIC_MODELS, "§4.7", verdict="holds", printed=PRINTED),
    near_misses={"exact order n^(−1/2)": SQUARE / n, "E a⁶ = 3": 64 * e ** 2 * q ** 3
                 * (1 + 45 * h ** 2 * q + 165 * h ** 4 * q ** 2 + 51 * h ** 6 * q ** 3) / n ** 2,
                 "linear units": 64 * e ** 2 * q ** 3 / n ** 2},
    covers=["ntk-training-drift"],
)

neuron_speed = Theorem(
    name="neuron-speed-in-the-tangent-kernel-regime",
    title="Mean square speed of a pre-activation for a given error",
    claim=Equals(r"\mathbb{E}\big(\tfrac{d}{dt}z_k(x)\big)^2,\quad \dot\theta=-2e\nabla_\theta f(x),"
                 r"\ \sigma(z)=z+\tfrac h2z^2,\ q=\tfrac1{n_0}\|x\|^2+\beta^2", 4 * e ** 2 * q ** 2 * (1 + h ** 2 * q) / n),
    domain=Domain(n, q, h, e),
    source=Source(PROBABILISTIC_MODELS, "§4.7", verdict="holds", printed=PRINTED),
    near_misses={"exact order 1/n": 4 * e ** 2 * q ** 2 * (1 + h ** 2 * q) / n ** 2,
                 "independent of the width": 4 * e ** 2 * q ** 2 * (1 + h ** 2 * q),
                 "kernel q not squared": 4 * e ** 2 * q * (1 + h ** 2 * q) / n},
    covers=["ntk-training-drift"],
)


def _unit_speeds(error):
    """Steps with dz/dt and da/dt of one unit from the chain rule, f = aσ(z)/√n + r, z = √q u along its own gradient."""
    a, z, rest = symbols("a z r", real=True)
    value = a * (z + h * z ** 2 / 2) / sqrt(n) + rest
    yield Equal(-2 * error * q * Derivative(value, z), -2 * error * q * a * (1 + h * z) / sqrt(n),
                because="dz/dt: the squares of ∂z/∂W_j = x_j/√n₀ and ∂z/∂b = β add up to q")
    yield Equal(-2 * error * Derivative(value, a), -2 * error * (z + h * z ** 2 / 2) / sqrt(n), because="da/dt")
    kernel = ((z + h * z ** 2 / 2) ** 2 + a ** 2 * (1 + h * z) ** 2 * q) / n
    speeds = (-2 * error * q * a * (1 + h * z) / sqrt(n), -2 * error * (z + h * z ** 2 / 2) / sqrt(n))
    bracket = 2 * a * (z + h * z ** 2 / 2) * (1 + h * z) ** 2 + q * a ** 3 * (1 + h * z) ** 2 * h
    yield Equal(Derivative(kernel, z) * speeds[0] + Derivative(kernel, a) * speeds[1], -4 * error * q * bracket / (n * sqrt(n)),
                because="the share of one unit in dΘ/dt")


MOMENTS = Cites("gaussian-half-line-moments",
                "1, 3, 15, 105 times the powers of the variance for the even moments; odd ones vanish")


def _expanded(polynomial, z, mean, because):
    """Steps with E p(z), z ~ N(0, q): p and p(−z) by even powers, then a moment for each power."""
    even = [Poly(polynomial, z).coeff_monomial(z ** (2 * power)) for power in range(5)]
    yield Equal((polynomial + polynomial.subs(z, -z)) / 2, sum(c * z ** (2 * p) for p, c in enumerate(even)),
                because="the even part")
    yield Equal(sum(c * factorial2(2 * p - 1) * q ** p for p, c in enumerate(even)), mean, because=because)


@mean_drift.derivation
def by_the_correlation_of_the_error():
    """E dΘ/dt = −(4q/n^{3/2}) Σ_k E f B_k, and f correlates with the odd B_k through a_kσ(z_k)/√n only."""
    z, error = symbols("z e", real=True)
    yield from _unit_speeds(error)
    yield MOMENTS
    sigma, slope = z + h * z ** 2 / 2, 1 + h * z
    mean = 2 * q + 27 * h ** 2 * q ** 2 + 12 * h ** 4 * q ** 3
    terms = 2 * sigma ** 2 * slope ** 2 + 3 * q * sigma * slope ** 2 * h
    yield from _expanded(terms, z, mean, "E aσB = E [2σ²σ̇² + 3qσσ̇²σ̈], from E a² = 1, E a⁴ = 3")
    yield Equal(Subs(-4 * q / (n * sqrt(n)) * n * z / sqrt(n), z, mean),
                -4 * q ** 2 * (2 + 27 * h ** 2 * q + 12 * h ** 4 * q ** 2) / n, because="n equal terms")
    return -4 * q * mean / n


@square_drift.derivation
def by_uncorrelated_units():
    """The n terms B_k are odd in a_k, hence uncorrelated with mean 0: E (Σ B_k)² = n E B²."""
    z, spread = symbols("z V", real=True)
    yield from _unit_speeds(e)
    yield MOMENTS
    sigma, slope = z + h * z ** 2 / 2, 1 + h * z
    square = 4 * q * (1 + 48 * h ** 2 * q + 183 * h ** 4 * q ** 2 + 60 * h ** 6 * q ** 3)
    terms = (4 * sigma ** 2 + 12 * q * sigma * h + 15 * q ** 2 * h ** 2) * slope ** 4
    yield from _expanded(terms, z, square, "E B² = E [4σ²σ̇⁴ + 12qσσ̇⁴σ̈ + 15q²σ̇⁴σ̈²], from E a⁴ = 3, E a⁶ = 15")
    result = 16 * e ** 2 * q ** 2 / n ** 2 * square
    yield Equal(Subs((4 * e * q / (n * sqrt(n))) ** 2 * n * spread, spread, square), result, because="n uncorrelated terms")
    yield Limit(sqrt(result), n, oo, 0, because="the root of the mean square, of order 1/n")
    return result


@neuron_speed.derivation
def by_the_chain_rule():
    """dz/dt = −2eq aσ̇(z)/√n with independent a and z."""
    z = Symbol("z", real=True)
    yield from _unit_speeds(e)
    yield MOMENTS
    yield Equal(((1 + h * z) ** 2 + (1 - h * z) ** 2) / 2, 1 + h ** 2 * z ** 2, because="the even part of σ̇²: E a²σ̇² = 1 + h²q")
    return 4 * e ** 2 * q ** 2 * (1 + h ** 2 * q) / n


def _input(x, beta, n, h, **further):
    return dict(q=sum(Fraction(c) ** 2 for c in x) / len(x) + Fraction(beta) ** 2, n=n, h=h, x=x, beta=beta, **further)


def _network(x, beta, n, h):
    network = polynomial_network([len(x), n, 1], [x], coefficients=(0, 1, h / 2), bias=beta)
    (output,), = network.outputs
    return network, output, inner(network, output, output)


@mean_drift.numeric(_input((1,), "1/2", 1, "1/3", y=2), _input(("1/2",), "2/3", 2, "-3/4", y="-1/2"),
                    _input((1, "1/2"), 0, 2, "3/2", y="5/3"), _input(("3/2",), "1/3", 3, "1/5", y=0))
def by_formal_derivatives(x, beta, n, h, y):
    """The exact Gaussian mean of −⟨∇Θ, ∇C⟩, polynomials in all parameters."""
    network, output, kernel = _network(x, beta, n, Fraction(h))
    speed = inner(network, kernel, output)
    return -2 * (gaussian_mean(network, speed * output) - Fraction(y) * gaussian_mean(network, speed))


ERRORS = [_input((1,), "1/2", 1, "1/3", e=2), _input(("1/2",), "2/3", 2, "-3/4", e="-1/2"),
          _input((1, "1/2"), 0, 1, "3/2", e="5/3"), _input(("3/2",), "1/3", 3, "1/5", e="3/4")]


@square_drift.numeric(*ERRORS)
def by_exact_mean_squares(x, beta, n, h, e):
    """The exact Gaussian mean of ⟨∇Θ, 2e∇f⟩²."""
    network, output, kernel = _network(x, beta, n, Fraction(h))
    speed = inner(network, kernel, output)
    return 4 * Fraction(e) ** 2 * gaussian_mean(network, speed * speed)


@neuron_speed.numeric(*ERRORS)
def by_exact_mean_squares_of_a_unit(x, beta, n, h, e):
    """The exact Gaussian mean of ⟨∇z_1, 2e∇f⟩²."""
    network, output, _ = _network(x, beta, n, Fraction(h))
    speed = inner(network, network.preactivations[0][0][0], output)
    return 4 * Fraction(e) ** 2 * gaussian_mean(network, speed * speed)


def _slope(rng, size, x, beta, n, h, cotangent):
    """d/ds Θ(θ + s v) at s = 0, v the pull-back of `cotangent(f)`, by a five-point rule, exact for degree four in s."""
    unit, point, bias = networks.polynomial_unit((0.0, 1.0, float(h) / 2)), [[float(c) for c in x]], float(beta)
    start = networks.draw_parameters(rng, size, widths=(len(x), n, 1))
    values = networks.network_values(start, point, unit=unit, bias=bias)
    direction = networks.pull_back(start, point, cotangent(values), unit=unit, bias=bias)

    def kernel(step):
        there = networks.moved(start, direction, step)
        return networks.tangent_kernels(there, point, unit=unit, bias=bias)[:, 0, 0, 0, 0]
    return (kernel(-2.0) - 8 * kernel(-1.0) + 8 * kernel(1.0) - kernel(2.0)) / 12


@mean_drift.monte_carlo(_input((1,), "1/2", 4, "1/3", y="1/2"), _input(("1/2", 1), "1/3", 3, "-1/4", y=-1), moments=POLYNOMIAL)
def along_the_gradient(rng, size, x, beta, n, h, y):
    """Draw a network, and differentiate its kernel along −∇(f − y)²."""
    return _slope(rng, size, x, beta, n, h, lambda values: -2 * (values - float(y)))


@square_drift.monte_carlo(_input((1,), "1/2", 4, "1/4", e=1), _input(("1/2", 1), "1/3", 3, "-1/5", e="3/2"), moments=POLYNOMIAL)
def square_along_the_gradient(rng, size, x, beta, n, h, e):
    """Draw a network, and differentiate its kernel along −2e∇f."""
    return _slope(rng, size, x, beta, n, h, lambda values: np.full_like(values, -2 * float(e))) ** 2


@neuron_speed.monte_carlo(_input((1,), "1/2", 4, "1/3", e=1), _input(("1/2", 1), "1/3", 3, "-1/4", e="3/2"), moments=POLYNOMIAL)
def speed_of_the_first_unit(rng, size, x, beta, n, h, e):
    """Draw a network; dz_1/dt from the velocities of the parameters of the first hidden unit, on which z_1 depends linearly."""
    unit, point, bias = networks.polynomial_unit((0.0, 1.0, float(h) / 2)), [[float(c) for c in x]], float(beta)
    start = networks.draw_parameters(rng, size, widths=(len(x), n, 1))
    weights, biases = networks.pull_back(start, point, np.full((size, 1, 1), -2 * float(e)), unit=unit, bias=bias)[0]
    return (weights[:, 0] @ np.array(point[0]) / np.sqrt(len(x)) + bias * biases[:, 0]) ** 2
