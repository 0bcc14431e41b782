r"""Fluctuation of the tangent kernel at initialisation: one hidden layer of n units.

Statement.  NTK parametrisation, all parameters N(0, 1), q = ‖x‖²/n_0 + β², leaky ReLU units of slope κ for z < 0.  Then

    Var Θ_n(x, x) = q² (3 − 2κ² + 3κ⁴)/n,

3q²/n for ReLU (κ = 0), 4q²/n for the identity (κ = 1): Θ_n − E Θ_n has the exact order n^{−1/2}.

Idea.  Θ_n = β² + (1/n) Σ_k X_k with independent X = σ(z)² + w² σ̇(z)² q, z ~ N(0, q).  E X = (1 + κ²) q, and
E X² = (E σ⁴ + 2q E σ²σ̇² + 3q² E σ̇⁴) = 4q² (1 + κ⁴), because E w⁴ = 3.

Notes.  For every σ with finite moments Var Θ_n(x, x) = Var[σ(z)² + w² σ̇(z)² q]/n.

References.  A. Jacot, F. Gabriel & C. Hongler, Neural tangent kernel, NeurIPS 31 (2018), Theorem 1; B. Hanin & M. Nica,
Finite depth and width corrections to the neural tangent kernel, ICLR 2020.
"""

from fractions import Fraction

from sympy import Subs, Symbol, oo, symbols

from numerics import network_jacobians as networks
from numerics.polynomial_networks import gate_patterns, gaussian_mean, inner, polynomial_network
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import Cites, Domain, Equal, Equals, FiniteFourthMoment, Limit, Source, Theorem

n = Symbol("n", integer=True, positive=True)
q = Symbol("q", positive=True)
kappa = Symbol("kappa", real=True)

kernel_variance = Theorem(
    name="tangent-kernel-initial-variance",
    title="Variance of the tangent kernel of a network with one hidden layer at initialisation",
    claim=Equals(r"\operatorname{Var}\,\Theta_n(x,x),\quad \sigma(z)=\max(z,0)+\kappa\min(z,0),"
                 r"\ q=\tfrac1{n_0}\|x\|^2+\beta^2", q ** 2 * (3 - 2 * kappa ** 2 + 3 * kappa ** 4) / n),
    domain=Domain(n, q, kappa),
    source=Source(PROBABILISTIC_MODELS, "§4.6", verdict="companion",
                  printed=r"\text{The NTK at initialization has a deterministic, analytically computable limit}"),
    near_misses={"exact order 1/n of the deviation": q ** 2 * (3 - 2 * kappa ** 2 + 3 * kappa ** 4) / n ** 2,
                 "fourth moment of w and cross term dropped": q ** 2 * (1 + kappa ** 4) / n,
                 "E w⁴ = 1": q ** 2 * (2 - 2 * kappa ** 2 + 2 * kappa ** 4) / n,
                 "second moment": 4 * q ** 2 * (1 + kappa ** 4) / n,
                 "no fluctuation": 0 * q},
    covers=["ntk-initial-fluctuation"],
)


@kernel_variance.derivation
def by_moments_of_one_unit():
    """E X² from the fourth moments of z and w; the variance of a mean of n independent copies."""
    m2, m4 = symbols("m2 m4", positive=True)
    yield Cites("gaussian-half-line-moments", "E w² = 1, E w⁴ = 3; ½, q/2, 3q²/2 for 1, z², z⁴ over z > 0, and κ² or κ⁴ "
                "times it over z < 0: E σ̇^p = (1 + κ^p)/2, E σ² = (1 + κ²) q/2, E σ²σ̇² = (1 + κ⁴) q/2, E σ⁴ = 3 (1 + κ⁴) q²/2")
    mean = (1 + kappa ** 2) * q / 2 + q * (1 + kappa ** 2) / 2
    square = (1 + kappa ** 4) * (3 * q ** 2 / 2 + 2 * q * q / 2 + 3 * q ** 2 / 2)
    yield Equal(Subs((n * m4 + n * (n - 1) * m2 ** 2) / n ** 2 - m2 ** 2, (m2, m4), (mean, square)), (square - mean ** 2) / n,
                because="the sum of the X_k, divided by n: E X_k X_l = (E X)² for k ≠ l")
    variance = q ** 2 * (3 - 2 * kappa ** 2 + 3 * kappa ** 4) / n
    yield Equal(((1 + kappa ** 4) * 4 * q ** 2 - ((1 + kappa ** 2) * q) ** 2) / n, variance, because="E X² − (E X)²")
    yield Limit(variance, n, oo, 0, because="the kernel at initialisation has a deterministic limit")
    return variance


def _input(x, beta, n, kappa):
    return dict(q=sum(Fraction(e) ** 2 for e in x) / len(x) + Fraction(beta) ** 2, n=n, kappa=kappa, x=x, beta=beta)


@kernel_variance.numeric(_input(("3/2", 1), "1/2", 1, 0), _input(("4/3",), "2/3", 2, "1/2"), _input(("1/2",), "1/4", 3, "-1/3"),
                         _input((1, "2/3"), 0, 2, "3/2"), _input((2,), "1/3", 3, 1))
def by_moments_over_gates(x, beta, n, kappa):
    """Exact Gaussian moments of the kernel as a polynomial in all parameters, averaged over the patterns of gates."""
    patterns = list(gate_patterns([n], (1, kappa)))
    first = second = Fraction(0)
    for gates in patterns:
        network = polynomial_network([len(x), n, 1], [x], gates=gates, bias=beta)
        (output,), = network.outputs
        kernel = inner(network, output, output)
        first += gaussian_mean(network, kernel) / len(patterns)
        second += gaussian_mean(network, kernel * kernel) / len(patterns)
    return second - first ** 2


@kernel_variance.monte_carlo(_input((1, "-1/2", 2), "1/2", 5, 0), _input((1, 2), "1/3", 3, "-2/3"),
                             moments=FiniteFourthMoment(True, "at most a polynomial in the absolute values of Gaussians"))
def by_pairs_of_networks(rng, size, x, beta, n, kappa):
    """Half the squared difference between the kernels of two independent networks."""
    unit = networks.leaky_relu(float(kappa))
    first, second = (networks.random_tangent_kernels(rng, size, widths=(len(x), n, 1), unit=unit, bias=float(beta),
                                                     inputs=[[float(e) for e in x]])[:, 0, 0, 0, 0] for _ in range(2))
    return (first - second) ** 2 / 2
