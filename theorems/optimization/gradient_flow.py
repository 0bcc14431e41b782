r"""Gradient flow: how fast the loss falls, and where it may end.

Statement.  Along θ' = −∇L(θ) the loss falls at the rate ‖∇L‖²:

    d/dt L(θ(t)) = −‖∇L(θ(t))‖².

For the mean square error (1/N) Σ_n (vw x_n − y_n)² of a scalar network with one hidden unit this is
−4(v² + w²) ((1/N) Σ_n x_n(vw x_n − y_n))².  From v = −w the flow of (vw − s)², s > 0, ends at the saddle v = w = 0, where
the loss is s², and not at the minimum 0.

Idea.  The chain rule.  A critical point stays where it is, whether it is a minimum or not, and so does its stable manifold.

References.  B. T. Polyak, Introduction to Optimization (1987), section 1.4.
"""

import numpy as np
from flint import fmpq, fmpq_series
from scipy.integrate import solve_ivp
from sympy import Derivative, Eq, Function, Lambda, Subs, Sum, Symbol, exp, oo, sqrt, symbols

from numerics import exact_derivatives
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import Cites, Domain, Equal, Equals, Erratum, Limit, Solves, Source, Tends, Theorem, Vector, Vectors, within

P, N = symbols("P N", integer=True, positive=True)
i = Symbol("i", integer=True)
g = Vector("g", P, real=True)

dissipation = Theorem(
    name="gradient-flow-dissipation",
    title="The loss falls at the rate of the squared gradient along gradient flow",
    claim=Equals(r"\frac{d}{dt}L(\theta(t)),\quad \dot\theta=-\nabla L(\theta),\ g=\nabla L(\theta(t))",
                 -Sum(g[i] ** 2, (i, 1, P))),
    domain=Domain(Vectors(g)),
    source=Source(PROBABILISTIC_MODELS, "§4.3", verdict="holds",
                  printed=r"\dot\theta(t)=-\nabla L(\theta)\text{ and we let the system converge}"),
    near_misses={"rate 2": -2 * Sum(g[i] ** 2, (i, 1, P)), "ascent": Sum(g[i] ** 2, (i, 1, P)),
                 "norm not squared": -sqrt(Sum(g[i] ** 2, (i, 1, P))), "square of the sum": -Sum(g[i], (i, 1, P)) ** 2},
    covers=["gradient-flow-dissipation"],
    unsampled="A deterministic flow: nothing is random.",
)


@dissipation.derivation
def by_the_chain_rule():
    """θ moves by −hg + O(h²) and L by ⟨g, δ⟩ + O(‖δ‖²); the slope in h at 0 sees only the first orders."""
    h, rest = symbols("h c", real=True)
    bend = Vector("r", P, real=True)
    moved = Sum(g[i] * (-h * g[i] + h ** 2 * bend[i]), (i, 1, P)) + rest * h ** 2
    yield Equal(Subs(Derivative(moved, h), h, 0), -Sum(g[i] ** 2, (i, 1, P)), where=[Vectors(g, bend)],
                because="L(θ + δ) − L(θ) for δ = −hg + h²r, r and c bounded as L is twice differentiable")
    return -Sum(g[i] ** 2, (i, 1, P))


def _flow_series(loss, start, degree, terms=3):
    """Power series in t of the gradient flow of a polynomial loss from a rational start, by Picard iteration."""
    theta = [fmpq_series([entry], prec=terms) for entry in start]
    for _ in range(terms):
        slopes = exact_derivatives.gradient(loss, theta, degree)
        theta = [fmpq_series([entry], prec=terms) - slope.integral() for entry, slope in zip(start, slopes, strict=True)]
    return theta


@dissipation.numeric(dict(g=(3, "-1/2")), dict(g=("2/3",)), dict(g=("5/4", 3, "-7/3")), dict(g=("1/5", "1/3", -1, 4)))
def by_the_power_series_of_the_flow(g):
    """A loss of degree 4 with the gradient g at the origin: the first coefficient of L(θ(t)), in rationals."""
    g = [fmpq(entry.numerator, entry.denominator) for entry in g]

    def loss(theta):
        linear = sum(a * t for a, t in zip(g, theta, strict=True))
        square = sum(fmpq(a + 1, b + 2) * s * t for a, s in enumerate(theta) for b, t in enumerate(theta))
        return linear + square + theta[0] * square + square * square / fmpq(7)
    return loss(_flow_series(loss, [fmpq(0)] * len(g), 4))[1]


v, w = symbols("v w", real=True)
x, y = Vector("x", N, real=True), Vector("y", N, real=True)
slope = Sum(x[i] * (v * w * x[i] - y[i]), (i, 1, N))

mean_square_error = Theorem(
    name="mean-square-error-dissipation",
    title="Dissipation of the mean square error of a two-layer scalar network",
    claim=Equals(r"\frac{d}{dt}L,\quad L=\frac1N\sum_{n=1}^N(vwx_n-y_n)^2,\ (\dot v,\dot w)=-\nabla L",
                 -4 * (v ** 2 + w ** 2) * slope ** 2 / N ** 2),
    domain=Domain(Vectors(x, y), v, w),
    source=Source(PROBABILISTIC_MODELS, "§4.3", verdict="misprint",
                  printed=r"L(\theta)=\frac1N\sum_{n=1}^N\|f_\theta(x_i)-y_i\|^2"),
    errata=[Erratum(printed=r"\frac1N\sum_{n=1}^N\|f_\theta(x_i)-y_i\|^2",
                    formula=-4 * (v ** 2 + w ** 2) * (x[1] * (v * w * x[1] - y[1])) ** 2,
                    wrong="the index: as printed all summands are the one of sample i, here i = 1; x_n and y_n are meant")],
    near_misses={"sum of squares": -4 * (v ** 2 + w ** 2) * Sum((x[i] * (v * w * x[i] - y[i])) ** 2, (i, 1, N)) / N,
                 "loss not averaged": -4 * (v ** 2 + w ** 2) * slope ** 2,
                 "loss halved": -(v ** 2 + w ** 2) * slope ** 2 / N ** 2,
                 "output weight only": -4 * w ** 2 * slope ** 2 / N ** 2},
    covers=["gradient-flow-dissipation"],
    unsampled="A deterministic flow: nothing is random.",
)


@mean_square_error.derivation
def by_the_gradient_of_the_network():
    """Both partial derivatives, termwise, and the sum of their squares."""
    a, b = symbols("a b", real=True)
    yield Cites("gradient-flow-dissipation", "dL/dt = −‖∇L‖²")
    yield Equal(Derivative((v * w * a - b) ** 2, v), 2 * w * a * (v * w * a - b), because="one sample, in v")
    yield Equal(Derivative((v * w * a - b) ** 2, w), 2 * v * a * (v * w * a - b), because="one sample, in w")
    total = Sum(x[i] * (v * w * x[i] - y[i]), (i, 1, N))
    in_v = Sum((2 * w * a * (v * w * a - b)).subs({a: x[i], b: y[i]}), (i, 1, N)) / N
    in_w = Sum((2 * v * a * (v * w * a - b)).subs({a: x[i], b: y[i]}), (i, 1, N)) / N
    yield Equal(in_v, 2 * w * total / N, because="sum over the samples")
    yield Equal(in_w, 2 * v * total / N, because="sum over the samples")
    return -(2 * w * total / N) ** 2 - (2 * v * total / N) ** 2


@mean_square_error.numeric(
    dict(x=(1, "1/2", 3), y=(2, -1, "2/3"), v="3/2", w="-2/5"), dict(x=("5/3", -2), y=("1/4", 1), v="1/3", w=3),
    dict(x=("3/7",), y=("5/2",), v=2, w="4/3"), dict(x=(1, 2, 3, "-1/5"), y=(1, 0, -2, "7/4"), v="-3/4", w="5/7"))
def by_the_power_series_of_the_weights(x, y, v, w):
    """The first coefficient of L(v(t), w(t)) along the flow, in rationals."""
    data = [(fmpq(a.numerator, a.denominator), fmpq(b.numerator, b.denominator)) for a, b in zip(x, y, strict=True)]

    def loss(weights):
        gaps = [weights[0] * weights[1] * a - b for a, b in data]
        return sum(gap * gap for gap in gaps) / fmpq(len(data))
    start = [fmpq(entry.numerator, entry.denominator) if hasattr(entry, "numerator") else fmpq(entry) for entry in (v, w)]
    return loss(_flow_series(loss, start, 4))[1]


s, c, t = symbols("s c t", positive=True)

saddle = Theorem(
    name="gradient-flow-ends-at-a-saddle",
    title="Gradient flow that ends at a saddle of the loss",
    claim=Tends(r"(v(t)w(t)-s)^2,\quad v(0)=c,\ w(0)=-c", s ** 2,
                c ** 4 * exp(-8 * s * t) + 2 * s * c ** 2 * exp(-4 * s * t), variable=t),
    domain=Domain(s, c, t),
    source=Source(PROBABILISTIC_MODELS, "§4.3", verdict="holds",
                  printed=r"\dot\theta(t)=-\nabla L(\theta)\text{ and we let the system converge}"),
    near_misses={"converges to the minimum": 0, "half the loss at 0": s ** 2 / 2, "unsquared": s},
    covers=["gradient-flow-dissipation"],
    unsampled="A deterministic flow: nothing is random.",
)


@saddle.derivation
def by_an_invariant_line():
    """v = −w is kept, and c² = −vw solves q' = −4q(q + s): the product of the weights tends to 0."""
    q = Function("q")
    loss = (v * w - s) ** 2
    yield Equal(Subs(Derivative(loss, v) + Derivative(loss, w), w, -v), 0, because="v + w = 0 is invariant")
    yield Equal(Subs(w * Derivative(loss, v) + v * Derivative(loss, w), w, -v), -4 * v ** 2 * (v ** 2 + s),
                because="q' = −(vw)' = w∂_vL + v∂_wL = −4q(q + s) for q = v²")
    decay = s * c ** 2 * exp(-4 * s * t) / (s + c ** 2 * (1 - exp(-4 * s * t)))
    yield Solves([Derivative(q(t), t) + 4 * q(t) * (q(t) + s), Eq(q(0), c ** 2)], {q: Lambda(t, decay)},
                 because="separate the variables")
    yield Equal(c ** 2 * exp(-4 * s * t) - decay, c ** 4 * exp(-4 * s * t) * (1 - exp(-4 * s * t))
                / (s + c ** 2 * (1 - exp(-4 * s * t))), because="≥ 0, so 0 ≤ (q + s)² − s² = q² + 2sq ≤ the remainder")
    yield Limit((decay + s) ** 2, t, oo, s ** 2, because="q → 0: the loss tends to its value at v = w = 0")
    return s ** 2


@saddle.numeric(dict(s="3/2", c="2/3", t=1), dict(s="1/2", c=2, t=3), dict(s=3, c="5/4", t="1/2"))
def by_integrating_both_weights(s, c, t):
    """Integrate v and w (DOP853, 10⁻¹² a step) and take the loss."""
    target = float(s)

    def speed(_, weights):
        gap = weights[0] * weights[1] - target
        return -2 * gap * np.array([weights[1], weights[0]])
    end = solve_ivp(speed, (0, float(t)), [float(c), -float(c)], "DOP853", rtol=1e-12, atol=1e-14).y[:, -1]
    return within((end[0] * end[1] - target) ** 2, 1e-9)
