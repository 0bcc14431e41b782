r"""Inequalities in the proof that gradient flow of the exponential loss maximises the margin.

Statement.  (i) ‖g‖² ≥ ⟨w, g⟩²/‖w‖², so dL/dt = −‖∇L‖² ≤ −⟨w_*, ∇L⟩²/‖w_*‖².  (ii) z(e^{sz} − 1) ≤ 0 for z ≠ 0 exactly if
s ≤ 0: the terms z(e^{−z} − 1) of the support vectors only shrink the residual.  (iii) Off the support the residual gains
at most sup_z z e^{−z} ∫₁^∞ t^{−θ} dt = 1/(e(θ − 1)) per point (and unit of e^{−⟨x, w̃⟩}), finite for θ > 1.

Idea.  A sum of squares; the sign of e^{sz} − 1; calculus.

Notes.  (i) without ‖w_*‖² needs ‖w_*‖ ≤ 1.  (iii) starts at t = 1: at 0 the integral diverges, and log t is undefined.  As
z e^{−z} ≤ 1/e for all z, the bound does not depend on the residual itself.

References.  D. Soudry et al., The implicit bias of gradient descent on separable data, JMLR 19 (2018).
"""

import math
from fractions import Fraction

import flint
from flint import acb, arb
from sympy import Derivative, Integral, Sum, Symbol, exp, oo, symbols

from numerics.hyperbolic_entropy import ball
from theorems.notes import DEEP_LEARNING_THEORY
from verifiers import (
    AtLeast,
    AtMostStep,
    Domain,
    Equal,
    Equals,
    Erratum,
    Holds,
    Source,
    Theorem,
    Vector,
    Vectors,
)

n = Symbol("n", integer=True, positive=True)
i = Symbol("i", integer=True)
g, w = Vector("g", n, real=True, nonzero=True), Vector("w", n, real=True, nonzero=True)
product = Sum(w[i] * g[i], (i, 1, n))
NOTES = "Lecture 11/14, proof"

progress = Theorem(
    name="separator-progress",
    title="The squared gradient is at least its squared component along a separator",
    claim=AtLeast(r"\|\nabla\mathcal{L}\|^2,\quad g=\nabla\mathcal{L}", product ** 2 / Sum(w[i] ** 2, (i, 1, n))),
    domain=Domain(Vectors(g, w)),
    source=Source(DEEP_LEARNING_THEORY, NOTES, verdict="holds under a condition",
                  printed=r"-\|\nabla\mathcal{L}\|^2\le-(w_*^T\nabla\mathcal{L})^2"),
    errata=[Erratum(printed=r"\|\nabla\mathcal{L}\|^2\ge(w_*^T\nabla\mathcal{L})^2", formula=product ** 2,
                    wrong="needs ‖w_*‖ ≤ 1: g = e₁, w_* = 2e₁ gives 1 ≥ 4")],
    near_misses={"twice the component": 2 * product ** 2 / Sum(w[i] ** 2, (i, 1, n)),
                 "sum of the entries of w": product ** 2 / Sum(w[i], (i, 1, n)) ** 2},
    true_variants={Sum(w[i] * g[i], (i, 2, n)) ** 2 / Sum(w[i] ** 2, (i, 1, n)):
                   "Cauchy–Schwarz holds for part of the product as well"},
    covers=["separator-progress-inequality"],
    unsampled="An inequality between numbers: nothing is random.",
)


@progress.derivation
def by_a_sum_of_squares():
    """Σ (g_i − λ w_i)² ≥ 0 with λ = ⟨w, g⟩/‖w‖²."""
    lam, inner, size = Symbol("lambda_", real=True), Symbol("P", real=True), Symbol("S", positive=True)
    yield AtMostStep(0, Sum((g[i] - lam * w[i]) ** 2, (i, 1, n)), because="a sum of squares")
    yield Equal(Sum((g[i] - lam * w[i]) ** 2, (i, 1, n)), Sum(g[i] ** 2, (i, 1, n)) - 2 * lam * Sum(w[i] * g[i], (i, 1, n))
                + lam ** 2 * Sum(w[i] ** 2, (i, 1, n)), because="expand")
    yield Equal(-2 * lam * inner + lam ** 2 * size, size * (lam - inner / size) ** 2 - inner ** 2 / size,
                because="P = ⟨w, g⟩ and S = ‖w‖²: −P²/S for λ = P/S")
    return Sum(w[i] * g[i], (i, 1, n)) ** 2 / Sum(w[i] ** 2, (i, 1, n))


@progress.numeric(dict(g=(1, 2), w=(2, 4)), dict(g=("1/3", -1), w=("-1/6", "1/2")), dict(g=("3/2",), w=(-3,)),
                  dict(g=(1, "1/2", -2), w=(1, "1/2", "-9/5")), dict(g=("1/10", "1/7"), w=("2/5", "4/7")))
def by_adding_squares(g, w):
    """The squared norm of the gradient, in rationals."""
    return sum(entry ** 2 for entry in g)


s, z = Symbol("s", real=True), Symbol("z", real=True, nonzero=True)

support_sign = Theorem(
    name="support-term-sign",
    title="The terms of the support vectors in the derivative of the squared residual are not positive",
    claim=Holds(r"z(e^{sz}-1)\le0", s <= 0),
    domain=Domain(s, z),
    source=Source(DEEP_LEARNING_THEORY, NOTES, verdict="wrong as printed", printed=r"c\cdot z(e^z-1)\le0"),
    errata=[Erratum(printed=r"z(e^{z}-1)\le0\quad(s=1)", formula=s >= 0, wrong="the sign in the exponent: s = −1 is meant")],
    near_misses={"strictly negative exponent": s < 0, "for z > 0 only": (s <= 0) & (z > 0)},
    covers=["residual-support-term-sign"],
    unsampled="An inequality between numbers: nothing is random.",
)


@support_sign.derivation
def by_the_mean_of_the_exponential():
    """z(e^{sz} − 1) = s z² ∫₀¹ e^{szτ} dτ has the sign of s."""
    u, tau = symbols("u tau", real=True)
    yield Equal(Integral(u * exp(u * tau), (tau, 0, 1)), exp(u) - 1, because="with u = sz", where=[u > 0])
    yield Equal(Integral(-u * exp(-u * tau), (tau, 0, 1)), exp(-u) - 1, because="the other sign", where=[u > 0])
    yield AtMostStep(0, exp(u * tau), because="the integral is positive")
    return s <= 0


@support_sign.numeric(dict(s=-1, z=2), dict(s=-1, z="-3/2"), dict(s=1, z=1), dict(s=1, z=-2), dict(s=0, z=3),
                      dict(s="-1/2", z="1/4"), dict(s="2/3", z="5/2"))
def by_balls(s, z):
    """The sign of z(e^{sz} − 1) in balls; exact at s = 0."""
    value = ball(z) * (ball(Fraction(s) * z).exp() - 1)
    return bool(value <= 0)


theta = Symbol("theta", positive=True)

outer_gain = Theorem(
    name="non-support-residual-bound",
    title="What a point off the support adds to the residual is bounded for all times",
    claim=Equals(r"\sup_z z e^{-z}\int_1^\infty t^{-\theta}\,dt", exp(-1) / (theta - 1)),
    domain=Domain(theta > 1),
    source=Source(DEEP_LEARNING_THEORY, NOTES, verdict="wrong as printed",
                  printed=r"\le n\cdot c\cdot\frac1{t^\theta}\ \Rightarrow\ \int_0^\infty\frac{d}{dt}\|r(t)\|^2<\infty"),
    errata=[Erratum(printed=r"\int_0^\infty\frac{d}{dt}\|r(t)\|^2\,dt<\infty", formula=oo,
                    wrong="from 0 the integral of t^{−θ} is infinite for θ > 1; the estimate starts at t = 1")],
    near_misses={"sup z e^{−z} = e⁻²": exp(-2) / (theta - 1), "no shift": exp(-1) / theta,
                 "from 0, by the antiderivative there": -exp(-1) / (theta - 1), "sup of e^{−z}": 1 / (theta - 1)},
    fails_at=[dict(theta=1), dict(theta="1/2")],
    covers=["residual-nonsupport-integral"],
    unsampled="An integral and a maximum: nothing is random.",
)


@outer_gain.derivation
def by_calculus():
    """z e^{−z} ≤ e^{−1}, from e^{u} ≥ 1 + u at u = z − 1; and the power integrates."""
    u = Symbol("u", real=True)
    yield AtMostStep(1 + u, exp(u), because="z ≤ e^{z − 1} for z = 1 + u, with equality at z = 1")
    yield Equal(exp(u) ** (-theta) * Derivative(exp(u), u), exp(-(theta - 1) * u), because="t^(−θ) dt with t = e^u")
    yield Equal(exp(-1) * Integral(exp(-(theta - 1) * u), (u, 0, oo)), exp(-1) / (theta - 1),
                because="the integral over t ≥ 1 is one over u ≥ 0")
    return exp(-1) / (theta - 1)


@outer_gain.numeric(dict(theta="5/2"), dict(theta=3), dict(theta="6/5"), dict(theta="9/2"))
def by_dyadic_blocks(theta):
    """Quadrature over [1, 2] and [2, 4]; all blocks [2ᵏ, 2ᵏ⁺¹] scale alike.  The supremum over z from 4096 balls."""
    with flint.ctx.workprec(64):
        power = ball(-Fraction(theta))

        def block(low, high):
            return acb.integral(lambda t, _: (acb(power) * t.log()).exp(), low, high).real
        first, second = block(1, 2), block(2, 4)
        if not second < first:
            return math.inf
        low, high = arb(0), arb(0)
        for k in range(4096):  # on [0, 8]; beyond, z e^{−z} ≤ 2 e^{−z/2} < 1/20
            middle = (arb(2 * k + 1) / 1024)
            low = low.max(middle * (-middle).exp())
            cell = arb(middle.mid(), arb(1) / 1024)
            high = high.max(cell * (-cell).exp())
        return low.union(high) * first / (1 - second / first)
