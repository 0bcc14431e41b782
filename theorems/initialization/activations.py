r"""The activations of a wide network are not Gaussian: the limit belongs to the pre-activations.

Statement.  In the limit the pre-activations of a layer are independent centred Gaussians of variance s = Σ^(L)(x, x).  The
activations α = relu(α̃), α̃ ~ N(0, s), have an atom of mass ½ at 0 and

    P(α ≤ y) = ½ (1 + erf(y/√(2s)))  for y ≥ 0,        E α = √(s/2π),        Var α = s (π − 1)/2π.

So they are neither Gaussian nor centred, and Σ^(L) is not their covariance.

Idea.  α is the positive part: half of the mass is moved to 0, the other half is left where it is.

References.  A. Jacot, F. Gabriel and C. Hongler, Neural tangent kernel, NeurIPS 31 (2018), Proposition 1.
"""

import numpy as np
from flint import arb
from sympy import Integer, Integral, Piecewise, Rational, Symbol, erf, exp, oo, pi, sqrt

from numerics import gaussian_geometry, layer_moments
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import Cites, Domain, Equal, Equals, Erratum, FiniteFourthMoment, Law, Source, Theorem

s = Symbol("s", positive=True)
y = Symbol("y", real=True)
MOMENTS = FiniteFourthMoment(True, "a Gaussian has all moments")
PRINTED = (r"\text{the activations } (\alpha_i^{(L)})_{i=1, \dots, n_L} \text{ converge to } n_L \text{ i.i.d. Gaussian random}"
           r"\text{ functions, where each component is a centered Gaussian with activation kernel } \Sigma^{(L)}")
SOURCE = Source(PROBABILISTIC_MODELS, "§4.7", verdict="misprint", printed=PRINTED)
below = (1 + erf(y / sqrt(2 * s))) / 2

law = Theorem(
    name="relu-activation-law",
    title="Law of a ReLU activation of a wide network",
    claim=Law(r"\alpha = \mathrm{relu}(\tilde\alpha),\ \tilde\alpha \sim N(0, s):\ \alpha",
              Piecewise((0, y < 0), (below, True)), variable=y),
    domain=Domain(s, y),
    source=SOURCE,
    errata=[Erratum(printed=PRINTED, formula=below,
                    wrong="a tilde is lost: the pre-activations are Gaussian (so the notes have it a few lines before); a ReLU "
                          "activation is never negative and is 0 with probability ½")],
    near_misses={"folded instead of cut": Piecewise((0, y < 0), (erf(y / sqrt(2 * s)), True)),
                 "conditioned on being open": Piecewise((0, y <= 0), (2 * below - 1, True)),
                 "variance for deviation": Piecewise((0, y < 0), ((1 + erf(y / (sqrt(2) * s))) / 2, True))},
    covers=["preactivations-are-gaussian"],
)
mean = Theorem(
    name="relu-activation-mean",
    title="Mean of a ReLU activation of a wide network",
    claim=Equals(r"\mathbb{E}\,\mathrm{relu}(\tilde\alpha),\quad \tilde\alpha \sim N(0, s)", sqrt(s / (2 * pi))),
    domain=Domain(s),
    source=SOURCE,
    errata=[Erratum(printed=PRINTED, formula=Integer(0), wrong="the pre-activations are centred, the activations are not")],
    near_misses={"of the absolute value": sqrt(2 * s / pi), "variance for deviation": s / sqrt(2 * pi),
                 "half the deviation": sqrt(s) / 2},
    covers=["preactivations-are-gaussian"],
)
variance = Theorem(
    name="relu-activation-variance",
    title="Variance of a ReLU activation of a wide network",
    claim=Equals(r"\operatorname{Var}\,\mathrm{relu}(\tilde\alpha),\quad \tilde\alpha \sim N(0, s)", s * (pi - 1) / (2 * pi)),
    domain=Domain(s),
    source=SOURCE,
    errata=[Erratum(printed=PRINTED, formula=s, wrong="Σ^(L) is the kernel of the pre-activations")],
    near_misses={"second moment": s / 2, "half the variance of the absolute value": s * (pi - 2) / (2 * pi)},
    covers=["preactivations-are-gaussian"],
)


@law.derivation
def by_the_mass_on_each_side():
    """relu(α̃) ≤ y means α̃ ≤ y for y ≥ 0, and never happens for y < 0."""
    z = Symbol("z", real=True)
    gauss = exp(-z**2 / (2 * s)) / sqrt(2 * pi * s)
    yield Cites("output-gaussian-limit", "the pre-activations are Gaussian in the limit")
    yield Equal(Integral(gauss, (z, -oo, 0)), Rational(1, 2), because="the mass that relu moves to 0")
    yield Equal(Integral(gauss, (z, 0, y)), erf(y / sqrt(2 * s)) / 2, where=[y >= 0],
                because="the mass that it leaves in (0, y]")
    return Piecewise((0, y < 0), ((1 + erf(y / sqrt(2 * s))) / 2, True))


@mean.derivation
def by_an_exact_derivative():
    """z e^{−z²/2s} is the derivative of −s e^{−z²/2s}."""
    z = Symbol("z", real=True)
    yield Equal(Integral(z * exp(-z**2 / (2 * s)) / sqrt(2 * pi * s), (z, 0, oo)), sqrt(s) / sqrt(2 * pi),
                because="the values at the ends are −s and 0")
    return sqrt(s) / sqrt(2 * pi)


@variance.derivation
def from_the_second_moment():
    """The second moment is half of that of the pre-activation."""
    z = Symbol("z", real=True)
    yield Equal(Integral(z**2 * exp(-z**2 / (2 * s)) / sqrt(2 * pi * s), (z, 0, oo)), s / 2, because="by symmetry")
    yield Cites("relu-activation-mean", "E α = √(s/2π)")
    yield Equal(s / 2 - sqrt(s / (2 * pi)) ** 2, s * (pi - 1) / (2 * pi), because="less the squared mean")
    return s / 2 - s / (2 * pi)


@law.numeric(dict(s=2, y="-1/2"), dict(s=2, y=0), dict(s=3, y="1/2"), dict(s="3/4", y="3/2"), dict(s=5, y=-3), dict(s=1, y=1))
def gaussian_measure(s, y):
    """The Gaussian measure of the numbers whose positive part is at most y: a half-line, and half of an interval."""
    if y < 0:
        return 0
    return (arb(1) + gaussian_geometry.ball_measure(1, y * y / s) if y else arb(1)) / 2


@mean.numeric(dict(s=3), dict(s="5/2"), dict(s="1/3"))
def by_quadrature(s):
    """E relu(α̃) by quadrature over each half-line."""
    return layer_moments.activation_moment("relu", 1, s)


@variance.numeric(dict(s=3), dict(s="5/2"), dict(s="1/3"))
def by_two_quadratures(s):
    """E α² − (E α)²."""
    return layer_moments.activation_moment("relu", 2, s) - layer_moments.activation_moment("relu", 1, s) ** 2


def activations(rng, size, s):
    """Draw pre-activations and apply relu."""
    return np.maximum(float(s) ** 0.5 * rng.standard_normal(size), 0)


@law.monte_carlo(dict(s=2), dict(s="3/4"))
def positive_parts(rng, size, s):
    """Draw the activations."""
    return activations(rng, size, s)


@mean.monte_carlo(dict(s=3), dict(s="1/3"), moments=MOMENTS)
def positive_part(rng, size, s):
    """Draw an activation."""
    return activations(rng, size, s)


@variance.monte_carlo(dict(s=3), dict(s="1/3"), moments=MOMENTS)
def half_squared_difference(rng, size, s):
    """Half the squared difference of two independent activations."""
    return (activations(rng, size, s) - activations(rng, size, s)) ** 2 / 2
