r"""The tangent kernel at depth: ReLU networks on the diagonal at every width, and a finite-width correction.

Statement.  NTK parametrisation, all parameters N(0, 1), q = ‖x‖²/n_0 + β².

- For a ReLU network with L layers, of whatever widths, E Θ(x, x) = 4β² + 2^{1−L} (L(q − 2β²) − 2β²).
- For σ(z) = z² and two hidden layers of widths n and m, with s = 3q² + β²,
  E Θ(x, x) = 7s² + 16q²s + β² + 1344 q⁴/n: the recursion's value, and a correction of order 1/n.

Idea.  For ReLU Σ̇ = ½ and Σ^(ℓ+1) = Σ^(ℓ)/2 + β² on the diagonal, so that 2^ℓ Θ^(ℓ) grows by 2^{ℓ+1} Σ^(ℓ+1).  This is exact
at finite width: the kernel of a unit of the layer before is even in the signs of its incoming parameters, and of z and −z
one opens the gate.  For σ(z) = z² the correction is the variance of the random covariance (1/n) Σ_j z_j⁴ + β² of the second
layer, and the covariances of that layer's slopes with the weights that carry the first one.

Notes.  With one hidden layer the mean is the limit at every width and for every σ.  From two hidden layers on that is
a coincidence of ReLU (and the identity) on the diagonal.

References.  A. Jacot, F. Gabriel & C. Hongler, Neural tangent kernel, NeurIPS 31 (2018); B. Hanin & M. Nica, Finite depth
and width corrections to the neural tangent kernel, ICLR 2020.
"""

from fractions import Fraction

from sympy import Function, Integral, Lambda, Subs, Sum, Symbol, exp, oo, pi, sqrt, symbols

from numerics import network_jacobians as networks
from numerics.polynomial_networks import gate_patterns, gaussian_mean, inner, polynomial_network
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import Cites, Domain, Equal, Equals, Erratum, FiniteFourthMoment, Induction, Limit, Solves, Source, Theorem

L, n = symbols("L n", integer=True, positive=True)
q, beta = symbols("q beta", positive=True)
POLYNOMIAL = FiniteFourthMoment(True, "the kernel is at most a polynomial in the absolute values of Gaussians")


def _energy(x, beta):
    """q = ‖x‖²/n₀ + β²."""
    return sum(Fraction(e) ** 2 for e in x) / len(x) + Fraction(beta) ** 2


def _network(hidden, x, beta):
    return dict(q=_energy(x, beta), L=len(hidden) + 1, beta=beta, x=x, hidden=hidden)


relu_diagonal = Theorem(
    name="relu-tangent-kernel-on-the-diagonal",
    title="Mean tangent kernel of a ReLU network with L layers at one input, at every width",
    claim=Equals(r"\mathbb{E}\,\Theta^{(L)}(x,x),\quad q=\tfrac1{n_0}\|x\|^2+\beta^2",
                 4 * beta ** 2 + 2 ** (1 - L) * (L * (q - 2 * beta ** 2) - 2 * beta ** 2)),
    domain=Domain(L, beta, q >= beta ** 2),
    source=[Source(PROBABILISTIC_MODELS, "§4.7", verdict="holds",
                   printed=r"\Theta_\infty^{(\ell+1)}=\Theta_\infty^{(\ell)}\dot\Sigma^{(\ell+1)}+\Sigma^{(\ell+1)}"),
            Source(PROBABILISTIC_MODELS, "§4.7", verdict="misprint",
                   printed=r"\Sigma^{(\ell+1)}(x,x')=\mathbb{E}_{f\sim\mathcal{N}(0,\Sigma^{(\ell)})}[\sigma(f(x))\sigma(f(x'))]")],
    errata=[Erratum(printed=r"\Sigma^{(\ell+1)}(x,x')=\mathbb{E}_{f\sim\mathcal{N}(0,"
                            r"\Sigma^{(\ell)})}[\sigma(f(x))\sigma(f(x'))]",
                    formula=2 ** (1 - L) * L * q,
                    wrong="without the bias in each layer, β² in Σ^(ℓ+1), the kernel would decay to 0 with depth")],
    near_misses={"Σ not added": 2 ** (1 - L) * q, "He scaling without bias": L * q,
                 "biases do not decay": 4 * beta ** 2 + 2 ** (1 - L) * L * q},
    covers=["ntk-recursion"],
)


@relu_diagonal.derivation
def by_induction_over_the_layers():
    """Σ^(ℓ) solves its recursion; 2^L Θ^(L) is the sum of 2^ℓ Σ^(ℓ) over the layers."""
    l, z = Symbol("l", integer=True, positive=True), Symbol("z", real=True)
    even, own = Symbol("e", positive=True), Symbol("s", positive=True)
    normal = exp(-z ** 2 / (2 * own)) / sqrt(2 * pi * own)
    layer, kernel = Function("Sigma"), Function("Theta")
    yield Cites("tangent-kernel-through-the-last-layer",
                "Θ^(ℓ+1) = (1/n) Σ_k σ̇(z_k)² Θ_kk + (1/n) Σ_k σ(z_k)² + β², averaged over W")
    yield Equal(Integral(even * normal, (z, 0, oo)), even / 2,
                because="half of the gates are open, given what is even in a unit's incoming parameters, as Θ_kk is")
    yield Cites("gaussian-half-line-moments", "E σ(z_k)² = E z_k²/2 given the layer before, and E z_k² = Σ^(ℓ)")
    covariance = (q - 2 * beta ** 2) * 2 ** (1 - l) + 2 * beta ** 2
    yield Solves([layer(l + 1) - layer(l) / 2 - beta ** 2, layer(1) - q], {layer: Lambda(l, covariance)},
                 because="Σ^(ℓ+1) = Σ^(ℓ)/2 + β² from Σ^(1) = q")
    total = 2 ** L * (4 * beta ** 2 + 2 ** (1 - L) * (L * (q - 2 * beta ** 2) - 2 * beta ** 2))
    yield Induction(Sum(2 ** l * covariance, (l, 1, L)), total, L, 1, 2 ** (L + 1) * covariance.subs(l, L + 1),
                    because="2^{L+1} Θ^(L+1) = 2^L Θ^(L) + 2^{L+1} Σ^(L+1)")
    yield Solves([kernel(L + 1) - kernel(L) / 2 - covariance.subs(l, L + 1), kernel(1) - q],
                 {kernel: Lambda(L, total / 2 ** L)}, because="which is the recursion, from Θ^(1) = q")
    return total / 2 ** L


@relu_diagonal.numeric(
    _network((), ("3/2", 1), "1/2"), _network((2,), ("3/2",), "1/2"), _network((3,), (1, "4/3"), "2/3"),
    _network((2, 1), ("5/3",), "1/3"), _network((1, 2), ("3/4",), "3/2"), _network((2, 1, 1), (2,), "3/4"),
    _network((1, 1, 1, 1), ("7/4",), "3/5"))
def by_moments_over_gates(x, hidden, beta):
    """Exact Gaussian means of the kernel as a polynomial in all parameters, averaged over the patterns of gates."""
    widths = [len(x), *map(int, hidden), 1]
    patterns = list(gate_patterns(widths[1:-1], (1, 0)))
    total = Fraction(0)
    for gates in patterns:
        network = polynomial_network(widths, [x], gates=gates, bias=beta)
        (output,), = network.outputs
        total += gaussian_mean(network, inner(network, output, output))
    return total / len(patterns)


@relu_diagonal.monte_carlo(
    _network((4,), (1, "-1/2", 2), "1/2"), _network((3, 5), (1, "-1/2", 2), "1/2"), _network((4, 3, 6), ("3/2", -1), "2/3"),
    moments=POLYNOMIAL)
def by_drawing_deep_networks(rng, size, x, hidden, beta):
    """Draw all parameters, backpropagate, sum the squares of the gradient."""
    found = networks.random_tangent_kernels(rng, size, widths=(len(x), *map(int, hidden), 1), unit=networks.RELU,
                                            inputs=[[float(e) for e in x]], bias=float(beta))
    return found[:, 0, 0, 0, 0]


s = 3 * q ** 2 + beta ** 2
RECURSION = 7 * s ** 2 + 16 * q ** 2 * s + beta ** 2
KERNEL = r"\mathbb{E}\,\Theta^{(3)}(x,x),\quad \sigma(z)=z^2,\ q=\tfrac1{n_0}\|x\|^2+\beta^2"

quadratic_mean = Theorem(
    name="quadratic-network-mean-tangent-kernel",
    title="Mean tangent kernel of a quadratic network with two hidden layers: a correction of order 1/n",
    claim=Equals(KERNEL, RECURSION + 1344 * q ** 4 / n),
    domain=Domain(n, beta, q >= beta ** 2),
    source=[Source(PROBABILISTIC_MODELS, "§4.7", verdict="holds",
                   printed=r"\Theta_\infty^{(\ell+1)}=\Theta_\infty^{(\ell)}\dot\Sigma^{(\ell+1)}+\Sigma^{(\ell+1)}"),
            Source(PROBABILISTIC_MODELS, "§4.7", verdict="misprint",
                   printed=r"\Sigma^{(\ell+1)}(x,x')=\mathbb{E}_{f\sim\mathcal{N}(0,\Sigma^{(\ell)})}[\sigma(f(x))\sigma(f(x'))]")],
    errata=[Erratum(printed=r"\Sigma^{(\ell+1)}(x,x')=\mathbb{E}_{f\sim\mathcal{N}(0,"
                            r"\Sigma^{(\ell)})}[\sigma(f(x))\sigma(f(x'))]",
                    formula=111 * q ** 4 + 1344 * q ** 4 / n, wrong="β² is missing in Σ^(2) and in Σ^(3)")],
    near_misses={"the limit at finite width": RECURSION, "only the variance of the covariance": RECURSION + 672 * q ** 4 / n,
                 "order 1/n²": RECURSION + 1344 * q ** 4 / n ** 2, "Σ not added": 4 * s * (s + 4 * q ** 2) + 1344 * q ** 4 / n,
                 "kernel not transmitted": 3 * s ** 2 + beta ** 2 + 1344 * q ** 4 / n},
    covers=["ntk-recursion"],
)


@quadratic_mean.derivation
def by_moments_given_the_first_layer():
    """Given the first layer z_k^(2) is Gaussian with variance G = (1/n) Σ_j z_j⁴ + β²; then means over the z_j ~ N(0, q)."""
    z, w, y, f, rest = symbols("z w y f r", real=True)
    fourth = Symbol("c4", positive=True)
    yield Cites("tangent-kernel-through-the-last-layer",
                "Θ_kk = (1/n) Σ_j z_j⁴ + β² + (1/n) Σ_j W_kj² (2z_j)² q before averaging W")
    yield Cites("gaussian-half-line-moments", "1, 3, 15, 105 for the even moments: E σ(z^(2))² = 3 E G² and"
                " E σ̇(z^(2))² G = 4 E G²")
    yield Equal((w * f + rest) ** 2 * w ** 2, f ** 2 * w ** 4 + 2 * f * rest * w ** 3 + rest ** 2 * w ** 2,
                because="f = z_j²/√n is the share of W_kj in z_k: E z_k²W_kj² = 3f² + E r² = G + 2z_j⁴/n, as E r² = G − f²")
    yield Equal(Subs((n * fourth + n * (n - 1) * (3 * q ** 2) ** 2) / n ** 2 - (3 * q ** 2) ** 2, fourth, 105 * q ** 4),
                96 * q ** 4 / n, because="the variance of G: so E G² = s² + 96 q⁴/n, s = E G = 3q² + β²")
    mean = 3 * q ** 2 + beta ** 2
    carried = q * mean + (15 - 3) * q ** 3 / n + 2 * 15 * q ** 3 / n
    limit = 7 * mean ** 2 + 16 * q ** 2 * mean + beta ** 2
    yield Equal(Subs(7 * y + beta ** 2 + 16 * q * carried, y, mean ** 2 + 96 * q ** 4 / n), limit + 1344 * q ** 4 / n,
                because="7 E G² + β² + 4·4q E z_j² (G + 2 z_j⁴/n), with Cov(z_j², G) = 12 q³/n")
    yield Equal(Subs(w * 4 * z + 3 * z ** 2 + beta ** 2, (w, z), (4 * q * q + mean, mean)), limit,
                because="the recursion: Σ̇ = 4Σ^(ℓ), Σ^(ℓ+1) = 3(Σ^(ℓ))² + β², from Θ^(2) = 4q·q + Σ^(2)")
    yield Limit(limit + 1344 * q ** 4 / n, n, oo, limit, because="whatever the width of the second layer is")
    return limit + 1344 * q ** 4 / n


def _wide(width, second, x, beta):
    return dict(q=_energy(x, beta), n=width, second=second, beta=beta, x=x)


@quadratic_mean.numeric(_wide(1, 1, ("3/2",), "1/2"), _wide(2, 1, ("2/3",), "3/4"), _wide(1, 2, (1, "1/2"), "1/3"),
                        _wide(3, 1, ("4/5",), "1/4"))
def by_moments_of_all_parameters(x, n, second, beta):
    """The kernel as a polynomial in all parameters, from formal derivatives, and its exact Gaussian mean."""
    network = polynomial_network([len(x), n, second, 1], [x], coefficients=(0, 0, 1), bias=beta)
    (output,), = network.outputs
    return gaussian_mean(network, inner(network, output, output))


@quadratic_mean.monte_carlo(_wide(6, 4, ("1/2",), "1/2"), _wide(3, 6, (1, "1/3"), "2/3"), moments=POLYNOMIAL)
def by_drawing_quadratic_networks(rng, size, x, n, second, beta):
    """Draw all parameters, backpropagate, sum the squares of the gradient."""
    unit = networks.polynomial_unit((0.0, 0.0, 1.0))
    found = networks.random_tangent_kernels(rng, size, widths=(len(x), n, second, 1), unit=unit, bias=float(beta),
                                            inputs=[[float(e) for e in x]])
    return found[:, 0, 0, 0, 0]
