r"""Several outputs: the components Θ_ij of the tangent kernel become diagonal; they are not independent.

Statement.  One hidden layer of n units, NTK parametrisation, all parameters N(0, 1), q = ‖x‖²/n_0 + β², leaky ReLU units of
slope κ for z < 0.  The components Θ_ij(x, x) = Σ_θ ∂_θ f_i(x) ∂_θ f_j(x) have

    E Θ_ij = δ_ij ((1 + κ²) q + β²),    Var Θ_12 = q² (1 + κ⁴)/2n,    Cov(Θ_11, Θ_22) = 2q² (1 − κ² + κ⁴)/n.

Idea.  Outputs share the hidden layer and not the last one: Θ_ij = δ_ij (β² + (1/n) Σ_k σ(z_k)²) + (q/n) Σ_k w_ik w_jk σ̇(z_k)².

Notes.  In the limit Θ_ij(x, x') → δ_ij Θ_∞(x, x'), a constant.  The printed independence is that of the output functions
f_i and f_j in the limit; at finite width the diagonal components are correlated, with 2/3 for ReLU.

References.  A. Jacot, F. Gabriel & C. Hongler, Neural tangent kernel, NeurIPS 31 (2018), Theorem 1.
"""

from fractions import Fraction

from sympy import Integer, Integral, KroneckerDelta, Rational, Subs, Sum, Symbol, exp, oo, pi, sqrt, symbols

from numerics import network_jacobians as networks
from numerics.polynomial_networks import gate_patterns, gaussian_mean, inner, polynomial_network
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import Cites, Domain, Equal, Equals, Erratum, FiniteFourthMoment, Limit, Source, Theorem

n, i, j = symbols("n i j", integer=True, positive=True)
q = Symbol("q", positive=True)
kappa, beta = symbols("kappa beta", real=True)
SETTING = r",\quad \sigma(z)=\max(z,0)+\kappa\min(z,0),\ q=\tfrac1{n_0}\|x\|^2+\beta^2"
PRINTED = r"\text{Similarly, the components of the NTK are independent.}"
POLYNOMIAL = FiniteFourthMoment(True, "at most a polynomial in the absolute values of Gaussians")

mean_components = Theorem(
    name="tangent-kernel-mean-components",
    title="The mean tangent kernel of a network with several outputs is diagonal",
    claim=Equals(r"\mathbb{E}\,\Theta_{ij}(x,x)" + SETTING, KroneckerDelta(i, j) * ((1 + kappa ** 2) * q + beta ** 2)),
    domain=Domain(i, j, q, kappa, beta),
    source=Source(PROBABILISTIC_MODELS, "§4.7", verdict="companion", printed=PRINTED),
    near_misses={"the same kernel for all pairs": (1 + kappa ** 2) * q + beta ** 2,
                 "last layer only": KroneckerDelta(i, j) * ((1 + kappa ** 2) * q / 2 + beta ** 2),
                 "bias shared by the outputs": KroneckerDelta(i, j) * (1 + kappa ** 2) * q + beta ** 2,
                 "features shared by the outputs": KroneckerDelta(i, j) * (1 + kappa ** 2) * q / 2
                 + (1 + kappa ** 2) * q / 2 + beta ** 2},
    covers=["ntk-off-diagonal-outputs"],
)

mixed_variance = Theorem(
    name="tangent-kernel-mixed-component-variance",
    title="Variance of a mixed component of the tangent kernel at finite width",
    claim=Equals(r"\operatorname{Var}\,\Theta_{12}(x,x)" + SETTING, q ** 2 * (1 + kappa ** 4) / (2 * n)),
    domain=Domain(n, q, kappa),
    source=Source(PROBABILISTIC_MODELS, "§4.7", verdict="companion", printed=PRINTED),
    near_misses={"order 1/n²": q ** 2 * (1 + kappa ** 4) / (2 * n ** 2), "all units open": q ** 2 / n,
                 "squares of slopes": q ** 2 * (1 + kappa ** 2) / (2 * n), "variance of a diagonal component":
                 q ** 2 * (3 - 2 * kappa ** 2 + 3 * kappa ** 4) / n},
    covers=["ntk-off-diagonal-outputs"],
)

covariance = Theorem(
    name="tangent-kernel-components-covariance",
    title="Covariance of two diagonal components of the tangent kernel at finite width",
    claim=Equals(r"\operatorname{Cov}(\Theta_{11}(x,x),\Theta_{22}(x,x))" + SETTING,
                 2 * q ** 2 * (1 - kappa ** 2 + kappa ** 4) / n),
    domain=Domain(n, q, kappa),
    source=Source(PROBABILISTIC_MODELS, "§4.7", verdict="holds under a condition", printed=PRINTED),
    errata=[Erratum(printed=PRINTED, formula=Integer(0),
                    wrong="in the limit only: at finite width the diagonal components share the hidden layer, and their "
                          "correlation is 2/3 for ReLU at every width")],
    near_misses={"features only": q ** 2 * (Rational(5, 4) * (1 + kappa ** 4) - kappa ** 2 / 2) / n,
                 "fully correlated": q ** 2 * (3 - 2 * kappa ** 2 + 3 * kappa ** 4) / n,
                 "order 1/n²": 2 * q ** 2 * (1 - kappa ** 2 + kappa ** 4) / n ** 2},
    covers=["ntk-off-diagonal-outputs"],
)


MOMENTS = Cites("gaussian-half-line-moments", "E w_i² = 1; ½, q/2, 3q²/2 for 1, z², z⁴ over z > 0, and κ² or κ⁴ times it over "
                "z < 0: E σ̇^p = (1 + κ^p)/2, E σ² = (1 + κ²) q/2, E σ²σ̇² = (1 + κ⁴) q/2, E σ⁴ = 3 (1 + κ⁴) q²/2")


@mean_components.derivation
def by_splitting_the_parameters():
    """f_i and f_j share no parameter of the last layer; the hidden layer acts through w_i and w_j."""
    w, v = symbols("w v", real=True)
    yield MOMENTS
    yield Equal(Integral(w * v * exp(-w ** 2 / 2) / sqrt(2 * pi), (w, -oo, oo)), 0, because="E w_i w_j = 0 for i ≠ j")
    delta = KroneckerDelta(i, j)
    last, first = delta * ((1 + kappa ** 2) * q / 2 + beta ** 2), delta * q * (1 + kappa ** 2) / 2
    yield Equal(last + first, delta * ((1 + kappa ** 2) * q + beta ** 2), because="last layer, and hidden layer with E w_i w_j")
    return last + first


@mixed_variance.derivation
def by_uncorrelated_terms():
    """Θ_12 = (q/n) Σ_k w_1k w_2k σ̇(z_k)²; the terms are uncorrelated with mean 0."""
    k = Symbol("k", integer=True)
    yield MOMENTS
    term = (q / n) ** 2 * (1 + kappa ** 4) / 2
    yield Equal(Sum(term, (k, 1, n)), n * term, because="E (w_1k w_2k)² = 1, and n such terms")
    yield Limit(n * term, n, oo, 0, because="the mixed component tends to 0")
    return n * term


@covariance.derivation
def by_the_common_hidden_layer():
    """Given the z_k the components are independent; their conditional means are β² + (1/n) Σ_k (σ² + q σ̇²)."""
    common, mean = symbols("m11 m1", positive=True)
    yield MOMENTS
    square = (1 + kappa ** 4) * (3 * q ** 2 / 2 + 2 * q * q / 2 + q ** 2 / 2)
    first = (1 + kappa ** 2) * q
    yield Equal(Subs((n * common + n * (n - 1) * mean ** 2) / n ** 2 - mean ** 2, (common, mean), (square, first)),
                (square - first ** 2) / n, because="only equal units are correlated: E (σ² + q σ̇²)² and its mean")
    yield Equal(Subs(2 * q ** 2 * (1 - kappa ** 2 + kappa ** 4) / (q ** 2 * (3 - 2 * kappa ** 2 + 3 * kappa ** 4)), kappa, 0),
                Rational(2, 3), because="the correlation for ReLU, Var Θ_11 = 3q²/n")
    return (square - first ** 2) / n


def _input(x, beta, n, kappa, **further):
    return dict(q=sum(Fraction(e) ** 2 for e in x) / len(x) + Fraction(beta) ** 2, n=n, kappa=kappa, x=x, beta=beta, **further)


def _mean_over_gates(x, beta, n, kappa, function):
    """E function(Θ) for two outputs: Gaussian means of polynomials in all parameters, averaged over patterns of gates."""
    patterns = list(gate_patterns([n], (1, kappa)))
    total = Fraction(0)
    for gates in patterns:
        network = polynomial_network([len(x), n, 2], [x], gates=gates, bias=beta)
        (outputs,) = network.outputs
        kernel = [[inner(network, first, second) for second in outputs] for first in outputs]
        total += gaussian_mean(network, function(kernel))
    return total / len(patterns)


SHALLOW = [_input(("3/2", 1), "1/2", 1, 0), _input(("4/3",), "2/3", 2, "1/2"), _input(("1/2",), "1/4", 3, "-1/3"),
           _input((1, "2/3"), 0, 2, "3/2")]
WIDER = [_input((1, "-1/2", 2), "1/2", 5, 0), _input((1, 2), "1/3", 3, "-2/3")]


@mean_components.numeric(_input(("3/2", 1), "1/2", 2, 0, i=1, j=1), _input(("3/2", 1), "1/2", 2, 0, i=1, j=2),
                         _input(("4/3",), "2/3", 2, "1/2", i=2, j=2), _input(("1/2",), "5/4", 1, "-1/3", i=2, j=1))
def by_exact_means(x, beta, n, kappa, i, j):
    """The mean of Θ_ij."""
    return _mean_over_gates(x, beta, n, kappa, lambda kernel: kernel[i - 1][j - 1])


@mixed_variance.numeric(*SHALLOW)
def by_exact_second_moments(x, beta, n, kappa):
    """E Θ_12² − (E Θ_12)²."""
    square = _mean_over_gates(x, beta, n, kappa, lambda kernel: kernel[0][1] ** 2)
    return square - _mean_over_gates(x, beta, n, kappa, lambda kernel: kernel[0][1]) ** 2


@covariance.numeric(*SHALLOW)
def by_exact_products(x, beta, n, kappa):
    """E Θ_11 Θ_22 − E Θ_11 E Θ_22."""
    product = _mean_over_gates(x, beta, n, kappa, lambda kernel: kernel[0][0] * kernel[1][1])
    means = [_mean_over_gates(x, beta, n, kappa, lambda kernel, o=o: kernel[o][o]) for o in (0, 1)]
    return product - means[0] * means[1]


def _draw(rng, size, x, beta, n, kappa):
    """Tangent kernels (size, 2, 2) of networks with two outputs."""
    return networks.random_tangent_kernels(rng, size, widths=(len(x), n, 2), unit=networks.leaky_relu(float(kappa)),
                                           inputs=[[float(e) for e in x]], bias=float(beta))[:, 0, 0]


@mean_components.monte_carlo(*({**point, "i": i, "j": j} for point in WIDER for i, j in ((1, 1), (1, 2))), moments=POLYNOMIAL)
def by_drawing_networks(rng, size, x, beta, n, kappa, i, j):
    """Backpropagate from both outputs and multiply the gradients."""
    return _draw(rng, size, x, beta, n, kappa)[:, i - 1, j - 1]


@mixed_variance.monte_carlo(*WIDER, moments=POLYNOMIAL)
def by_pairs_of_networks(rng, size, x, beta, n, kappa):
    """Half the squared difference of Θ_12 between two independent networks."""
    first, second = (_draw(rng, size, x, beta, n, kappa)[:, 0, 1] for _ in range(2))
    return (first - second) ** 2 / 2


@covariance.monte_carlo(*WIDER, moments=POLYNOMIAL)
def by_products_of_differences(rng, size, x, beta, n, kappa):
    """Half the product of the differences of Θ_11 and of Θ_22 between two independent networks."""
    difference = _draw(rng, size, x, beta, n, kappa) - _draw(rng, size, x, beta, n, kappa)
    return difference[:, 0, 0] * difference[:, 1, 1] / 2
