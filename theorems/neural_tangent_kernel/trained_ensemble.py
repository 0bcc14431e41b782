r"""A trained random model is no sample of a Bayesian posterior: one datum.

Statement.  Let f_θ(x) = Σ_p ψ_p θ_p with initial parameters θ_p ~ N(0, s_p²) be trained to the end on one datum (x_1, y), with
f_θ(x_1) = Σ_p φ_p θ_p.  The prior of f_0 has the covariance Σ(x, x') = Σ_p s_p² ∂_pf(x) ∂_pf(x'), training the kernel
Θ(x, x') = Σ_p ∂_pf(x) ∂_pf(x').  Then with ρ = Θ(x, x_1)/Θ(x_1, x_1)

    E f_∞(x) = ρ y,      Var f_∞(x) = Σ(x, x) − 2ρ Σ(x, x_1) + ρ² Σ(x_1, x_1),

while the posterior of the prior Σ given f(x_1) = y has the mean y Σ(x, x_1)/Σ(x_1, x_1).

Idea.  f_∞(x) = f_0(x) + ρ (y − f_0(x_1)): a linear form in the initial parameters.

Notes.  The variance is never less than the posterior one; both laws agree if all s_p are equal, as Σ is a multiple of Θ
then.  In a wide network Σ is the covariance of the outputs and Θ ≠ Σ, as its hidden layers are trained too.

References.  J. Lee et al., Wide neural networks of any depth evolve as linear models, NeurIPS 2019, §2.3.
"""

from fractions import Fraction
from itertools import product

import numpy as np
from sympy import Integral, Sum, Symbol, exp, oo, pi, sqrt, symbols

from numerics import linear_models
from numerics.exact_least_squares import minimum_norm_solution
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import Cites, Domain, Equal, Equals, FiniteFourthMoment, Solves, Source, Theorem, Vector, Vectors

P = Symbol("P", integer=True, positive=True)
p = Symbol("p", integer=True)
y = Symbol("y", real=True)
psi, phi, s = Vector("psi", P, real=True), Vector("phi", P, nonzero=True, real=True), Vector("s", P)


def _kernel(first, second):
    return Sum(first[p] * second[p], (p, 1, P))


def _prior(first, second):
    return Sum(s[p] ** 2 * first[p] * second[p], (p, 1, P))


rho, regression = _kernel(psi, phi) / _kernel(phi, phi), _prior(psi, phi) / _prior(phi, phi)


def _variance(slope):
    return _prior(psi, psi) - 2 * slope * _prior(psi, phi) + slope ** 2 * _prior(phi, phi)


POINTS = [dict(psi=(1, "1/2", -2), phi=("3/2", -1, "1/3"), s=(1, "1/2", "2/3"), y="5/2"),
          dict(psi=("2/3", -1), phi=(1, "3/4"), s=("1/3", 2), y=-3),
          dict(psi=("1/2", 2, "1/3", -1), phi=(1, "1/2", "-2/3", "3/2"), s=("1/2", 1, "3/2", "4/3"), y="7/4")]
SETTING = (r"\ f_\theta(x)=\psi^{\mathsf T}\theta,\ f_\theta(x_1)=\varphi^{\mathsf T}\theta,"
           r"\ \theta(0)\sim\mathcal{N}(0,\operatorname{diag}s^2)")


def _trained(theta, psi, phi, y):
    """f_∞(x) from θ_0: the flow stays in θ_0 + ℝφ and ends where the datum is fitted, in rationals."""
    gap = y - sum(a * b for a, b in zip(phi, theta, strict=True))
    moved = minimum_norm_solution([phi], [gap])
    return sum(a * (b + c) for a, b, c in zip(psi, theta, moved, strict=True))


def _starts(s):
    """θ_0 = ±s: a cubature of the Gaussian law that is exact for polynomials of degree 3."""
    return [[sign * e for sign, e in zip(signs, s, strict=True)] for signs in product((-1, 1), repeat=len(s))]


variance = Theorem(
    name="trained-output-variance",
    title="Variance over initialisations of the output of a model trained on one datum",
    claim=Equals(r"\operatorname{Var}f_\infty(x)," + SETTING, _variance(rho)),
    domain=Domain(Vectors(psi, phi, s)),
    source=Source(PROBABILISTIC_MODELS, "§4.6", verdict="companion",
                  printed=r"\text{We will have that we start at a random Gaussian point } f_{\theta(0)}"),
    near_misses={"kernel regression for every initialisation": 0, "posterior variance": _variance(regression),
                 "prior variance": _prior(psi, psi), "independent outputs": _prior(psi, psi) + rho ** 2 * _prior(phi, phi),
                 "kernel Θ for the prior": _kernel(psi, psi) - rho * _kernel(psi, phi)},
    covers=["ntk-infinite-time-limit"],
)


@variance.derivation
def by_a_linear_form():
    """f_∞(x) − ρy = Σ_p (ψ_p − ρφ_p) θ_p with independent θ_p of mean 0 and variance s_p²."""
    slope, theta, a = symbols("rho theta a", real=True)
    deviation, start = Symbol("s1", positive=True), Vector("theta0", P, real=True)
    density = exp(-theta ** 2 / (2 * deviation ** 2)) / (deviation * sqrt(2 * pi))
    yield Cites("kernel-flow-infinite-time", "f_∞(x) = f_0(x) + ρ (y − f_0(x_1)), ρ = Θ(x, x_1)/Θ(x_1, x_1)")
    yield Equal(_kernel(psi, start) + slope * (y - _kernel(phi, start)),
                slope * y + Sum((psi[p] - slope * phi[p]) * start[p], (p, 1, P)), where=[Vectors(start)],
                because="a linear form in the initial parameters")
    yield Equal(Integral((a * theta) ** 2 * density, (theta, -oo, oo)), a ** 2 * deviation ** 2,
                because="one parameter; independent ones add")
    yield Equal(Sum((psi[p] - slope * phi[p]) ** 2 * s[p] ** 2, (p, 1, P)), _prior(psi, psi)
                - 2 * slope * _prior(psi, phi) + slope ** 2 * _prior(phi, phi), because="expand the square")
    slope = _kernel(psi, phi) / _kernel(phi, phi)
    return _prior(psi, psi) - 2 * slope * _prior(psi, phi) + slope ** 2 * _prior(phi, phi)


@variance.numeric(*POINTS)
def by_a_cubature_over_initialisations(psi, phi, s, y):
    """Variance of the trained outputs over θ_0 = ±s."""
    outputs = [_trained(theta, psi, phi, y) for theta in _starts(s)]
    mean = Fraction(sum(outputs)) / len(outputs)
    return sum((output - mean) ** 2 for output in outputs) / len(outputs)


@variance.monte_carlo(*POINTS[:2], moments=FiniteFourthMoment(True, "f_∞(x) is Gaussian"))
def half_the_square_of_a_difference(rng, size, psi, phi, s, y):
    """Train two independent initialisations and take ½ (f_∞ − f_∞')²."""
    outputs = linear_models.trained_outputs(rng, 2 * size, matrix=[phi], labels=[y], x=psi, deviations=s)
    return (outputs[::2] - outputs[1::2]) ** 2 / 2


posterior_gap = Theorem(
    name="trained-mean-minus-posterior-mean",
    title="The mean of trained random models is not the posterior mean of their prior",
    claim=Equals(r"\mathbb{E}f_\infty(x)-\mathbb{E}[f_0(x)\mid f_0(x_1)=y]," + SETTING, y * (rho - regression)),
    domain=Domain(Vectors(psi, phi, s), y),
    source=Source(PROBABILISTIC_MODELS, "§4.5, §4.6", verdict="companion",
                  printed=r"\text{we can compute a Bayesian posterior for what the function } f_\theta \text{ is at an "
                          r"unknown data point}"),
    near_misses={"training samples the posterior": 0, "trained mean alone": y * rho, "posterior mean alone": -y * regression,
                 "prior covariance with s for s²": y * (rho - Sum(s[p] * psi[p] * phi[p], (p, 1, P))
                                                        / Sum(s[p] * phi[p] ** 2, (p, 1, P)))},
    covers=["ntk-infinite-time-limit"],
)


@posterior_gap.derivation
def by_two_regressions():
    """The trained mean is ρy; for Gaussians the conditional mean is the best linear prediction from f_0(x_1)."""
    c = Symbol("c", real=True)
    yield Cites("trained-output-mean", "E f_∞(x) = ρ y, ρ = Θ(x, x_1)/Θ(x_1, x_1)")
    yield Equal(Sum(s[p] ** 2 * (psi[p] - c * phi[p]) * phi[p], (p, 1, P)), _prior(psi, phi) - c * _prior(phi, phi),
                because="the covariance of f_0(x) − c f_0(x_1) and f_0(x_1)")
    yield Solves(_prior(psi, phi) - c * _prior(phi, phi), {c: _prior(psi, phi) / _prior(phi, phi)},
                 because="uncorrelated Gaussians are independent: with this c, E[f_0(x) | f_0(x_1) = y] = c y")
    return y * (_kernel(psi, phi) / _kernel(phi, phi) - _prior(psi, phi) / _prior(phi, phi))


@posterior_gap.numeric(*POINTS)
def by_cubature_and_exact_regression(psi, phi, s, y):
    """Mean of the trained outputs over θ_0 = ±s; coefficient of the regression of f_0(x) on f_0(x_1) over the same θ_0."""
    starts = _starts(s)
    mean = Fraction(sum(_trained(theta, psi, phi, y) for theta in starts)) / len(starts)
    pairs = [[sum(a * b for a, b in zip(row, theta, strict=True)) for row in (psi, phi)] for theta in starts]
    coefficient, = minimum_norm_solution([[second] for _, second in pairs], [first for first, _ in pairs])
    return mean - coefficient * y


@posterior_gap.monte_carlo(*POINTS[:2], moments=FiniteFourthMoment(True, "both samples are Gaussian"))
def trained_minus_conditioned(rng, size, psi, phi, s, y):
    """A trained output minus f_0(x) given f_0(x_1) = y: in z = θ_0/s a standard Gaussian on the plane ⟨sφ, z⟩ = y."""
    trained = linear_models.trained_outputs(rng, size, matrix=[phi], labels=[y], x=psi, deviations=s)
    weights, scales, row = (np.array([float(e) for e in entries]) for entries in (psi, s, phi))
    normal = scales * row / np.linalg.norm(scales * row)
    z = rng.standard_normal((size, len(s)))
    z += np.outer(float(y) / np.linalg.norm(scales * row) - z @ normal, normal)
    return trained - z @ (scales * weights)
