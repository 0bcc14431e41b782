r"""Even moments of a Gaussian variable over a half-line: what ReLU units and polynomial units take means of.

Statement.  For z ~ N(0, q) and k ≥ 0

    E[z^{2k}; z > 0] = 2^{k−1} q^k Γ(k + ½)/√π,

that is ½, q/2, 3q²/2, 15q³/2, 105q⁴/2 for k = 0, …, 4.

Idea.  Put s = z²/2q in the integral.

Notes.  By symmetry E z^{2k} is twice as much, and odd moments over the whole line vanish.
"""

from fractions import Fraction

import flint
import numpy as np
from flint import acb, arb, fmpq
from sympy import Integral, Rational, Symbol, exp, gamma, oo, pi, sqrt

from theorems.notes import PROBABILISTIC_MODELS
from verifiers import Domain, Equal, Equals, FiniteFourthMoment, Source, Theorem

k = Symbol("k", integer=True, nonnegative=True)
q = Symbol("q", positive=True)

half_line_moments = Theorem(
    name="gaussian-half-line-moments",
    title="Even moments of a Gaussian variable over a half-line",
    claim=Equals(r"\mathbb{E}[z^{2k};\,z>0],\quad z\sim\mathcal{N}(0,q)",
                 2 ** (k - 1) * q ** k * gamma(k + Rational(1, 2)) / sqrt(pi)),
    domain=Domain(k, q),
    source=Source(PROBABILISTIC_MODELS, "§4.7", verdict="companion",
                  printed=r"\mathbb{E}_{f\sim\mathcal{N}(0,\Sigma^{(\ell)})}[\sigma(f(x))\sigma(f(x'))]"),
    near_misses={"whole line": 2 ** k * q ** k * gamma(k + Rational(1, 2)) / sqrt(pi), "deviation for variance":
                 2 ** (k - 1) * q ** (2 * k) * gamma(k + Rational(1, 2)) / sqrt(pi),
                 "factorial": 2 ** (k - 1) * q ** k * gamma(k + 1) / sqrt(pi)},
)


@half_line_moments.derivation
def by_a_gamma_integral():
    """z = √(2qs), dz = √(q/2s) ds."""
    z, s = Symbol("z", positive=True), Symbol("s", positive=True)
    yield Equal((2 * q * s) ** k * exp(-s) / sqrt(2 * pi * q) * sqrt(q / (2 * s)),
                2 ** (k - 1) * q ** k / sqrt(pi) * s ** (k - Rational(1, 2)) * exp(-s), because="the substitution s = z²/2q")
    yield Equal(Integral(s ** (k - Rational(1, 2)) * exp(-s), (s, 0, oo)), gamma(k + Rational(1, 2)), because="Γ")
    yield Equal(Integral(z ** 4 * exp(-z ** 2 / (2 * q)) / sqrt(2 * pi * q), (z, 0, oo)), 3 * q ** 2 / 2,
                because="k = 2, for one")
    return 2 ** (k - 1) * q ** k * gamma(k + Rational(1, 2)) / sqrt(pi)


@half_line_moments.numeric(dict(k=0, q=2), dict(k=1, q="3/4"), dict(k=2, q="5/3"), dict(k=3, q="2/3"), dict(k=4, q="7/5"))
def by_ball_quadrature(k, q):
    """Balls of the integral up to 25 deviations; beyond, z^{2k} ≤ q^k e^{z²/4q}, and the rest is below e^{−150}."""
    with flint.ctx.workprec(128):
        variance = arb(fmpq(Fraction(q).numerator, Fraction(q).denominator))
        scale = 1 / (2 * arb.pi() * variance).sqrt()
        end = acb(25 * variance.sqrt())
        found = acb.integral(lambda z, _: z ** (2 * k) * (-z * z / (2 * variance)).exp(), acb(0), end).real
        return scale * found + arb(0).union((-arb(150)).exp())


@half_line_moments.monte_carlo(dict(k=1, q="3/4"), dict(k=2, q="5/3"),
                               moments=FiniteFourthMoment(True, "a Gaussian has all moments"))
def by_drawing_gaussians(rng, size, k, q):
    """Powers of z where z is positive."""
    z = np.sqrt(float(q)) * rng.standard_normal(size)
    return np.where(z > 0.0, z ** (2 * k), 0.0)
