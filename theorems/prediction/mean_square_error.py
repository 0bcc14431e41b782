r"""Squared loss: the best prediction of a random label is its mean.

Statement.  The loss ½(z − y)² orders predictions by their distance |z − y| from the label.  For a random label Y with
values y_i of probability p_i,

    E ½(z − Y)² = ½(z − E Y)² + ½ Var Y,

so the minimiser is E Y = Σ p_i y_i and the minimum ½ Var Y.

Idea.  Bias and variance: the cross term has mean zero.

Notes.  Minimising the loss learns the conditional mean only, not p(y|x): for Y = 0 or 3 with probability 1/2 the best
prediction is 3/2, no possible label.  For Y in {0, 1} it is the probability of 1.  Any law with E Y² < ∞ will do.
"""

from fractions import Fraction

import numpy as np
from sympy import Abs, Derivative, Piecewise, Rational, Sum, Symbol

from numerics import simplex
from theorems.notes import EFFECTIVE_THEORY
from verifiers import (
    Cites,
    Domain,
    Equal,
    Equals,
    FiniteFourthMoment,
    Holds,
    Simplex,
    Source,
    Stationary,
    Theorem,
    Vector,
    Vectors,
)

n = Symbol("n", integer=True, positive=True)
i = Symbol("i", integer=True)
x, z = Symbol("x", real=True), Symbol("z", real=True)
p, y = Vector("p", n), Vector("y", n, real=True)

squared_risk = Theorem(
    name="squared-loss-risk",
    title="Expected squared loss of a prediction: squared bias and variance",
    claim=Equals(r"\mathbb{E}\tfrac12(z-Y)^2", (z - Sum(p[i] * y[i], (i, 1, n))) ** 2 / 2
                 + (Sum(p[i] * y[i] ** 2, (i, 1, n)) - Sum(p[i] * y[i], (i, 1, n)) ** 2) / 2),
    domain=Domain(Simplex(p), Vectors(y), z),
    source=Source(EFFECTIVE_THEORY, "Aside: Supervised Learning", verdict="companion",
                  printed=r"\mathcal L_{\mathrm{MSE}}\equiv\tfrac12[z_\delta(\theta)-y_\delta]^2"),
    near_misses={"minimum Var Y": (z - Sum(p[i] * y[i], (i, 1, n))) ** 2 / 2
                 + Sum(p[i] * y[i] ** 2, (i, 1, n)) - Sum(p[i] * y[i], (i, 1, n)) ** 2,
                 "bias alone": (z - Sum(p[i] * y[i], (i, 1, n))) ** 2 / 2,
                 "second moment for the variance": (z - Sum(p[i] * y[i], (i, 1, n))) ** 2 / 2
                 + Sum(p[i] * y[i] ** 2, (i, 1, n)) / 2},
    fails_at=[dict(z="1/2", p=("1/2", "1/4"), y=(0, 3))],
)


@squared_risk.derivation
def by_completing_the_square():
    """Expand the loss, average with Σ p_i = 1, and complete the square in z."""
    mean, second = Sum(p[i] * y[i], (i, 1, n)), Sum(p[i] * y[i] ** 2, (i, 1, n))
    yield Equal(Sum(p[i] * (z - y[i]) ** 2 / 2, (i, 1, n)), z ** 2 / 2 - z * mean + second / 2, because="Σ p_i = 1")
    yield Equal(z ** 2 / 2 - z * mean + second / 2, (z - mean) ** 2 / 2 + (second - mean ** 2) / 2,
                because="complete the square")
    return (z - mean) ** 2 / 2 + (second - mean ** 2) / 2


@squared_risk.numeric(dict(z="1/2", p=("1/2", "3/10", "1/5"), y=(0, 3, "-5/2")),
                      dict(z="3/2", p=("1/2", "1/2"), y=(0, 3)),
                      dict(z=-2, p=("1/10", "2/5", "3/10", "1/5"), y=(4, "1/3", -1, "7/2")))
def by_enumerating_the_labels(z, p, y):
    """Σ p_i (z − y_i)²/2 in rationals."""
    return sum(mass * (z - label) ** 2 for mass, label in zip(p, y, strict=True)) / Fraction(2)


@squared_risk.monte_carlo(dict(z="1/2", p=("1/2", "3/10", "1/5"), y=(0, 3, "-5/2")),
                          dict(z=2, p=("3/4", "1/4"), y=(0, 3)),
                          moments=FiniteFourthMoment(True, "the label takes finitely many values"))
def loss_of_a_drawn_label(rng, size, z, p, y):
    """Draw the label and take its loss."""
    labels = np.array([float(label) for label in y])[simplex.categorical(rng, size, probabilities=p)]
    return (float(z) - labels) ** 2 / 2


best_prediction = Theorem(
    name="squared-loss-minimiser",
    title="Best prediction under squared loss: the mean",
    claim=Equals(r"\operatorname{argmin}_z\mathbb{E}\tfrac12(z-Y)^2", Sum(p[i] * y[i], (i, 1, n))),
    domain=Domain(Simplex(p), Vectors(y)),
    source=Source(EFFECTIVE_THEORY, "Aside: Supervised Learning", verdict="holds",
                  printed=r"\text{we want } z_\delta(\theta) \text{ to be as close to } y_\delta "
                          r"\text{ as possible on average}"),
    near_misses={"mean of the distinct labels": Sum(y[i], (i, 1, n)) / n,
                 "weights p²": Sum(p[i] ** 2 * y[i], (i, 1, n)) / Sum(p[i] ** 2, (i, 1, n)),
                 "root mean square": Sum(p[i] * y[i] ** 2, (i, 1, n)) ** Rational(1, 2)},
    covers=["mse-loss-closeness-and-population-minimizer"],
)


@best_prediction.derivation
def by_the_derivative():
    """The risk is a parabola in z with second derivative 1, stationary at the mean."""
    mean, second = Sum(p[i] * y[i], (i, 1, n)), Sum(p[i] * y[i] ** 2, (i, 1, n))
    risk = z ** 2 / 2 - z * mean + second / 2
    yield Cites("squared-loss-risk", "the risk as a polynomial in z")
    yield Equal(Derivative(z ** 2 / 2, (z, 2)), 1, because="strictly convex")
    yield Stationary(risk, {z: mean}, because="z − E Y = 0")
    return mean


@best_prediction.numeric(dict(p=("1/2", "3/10", "1/5"), y=(0, 3, "-5/2")), dict(p=("1/2", "1/2"), y=(0, 3)),
                         dict(p=("1/10", "2/5", "3/10", "1/5"), y=(4, "1/3", -1, "7/2")))
def at_the_vertex_of_the_parabola(p, y):
    """The risk at z = −1, 0, 1 in rationals; a polynomial of degree two in z has its vertex where they say."""
    left, centre, right = (sum(mass * (Fraction(z) - label) ** 2 / 2 for mass, label in zip(p, y, strict=True))
                           for z in (-1, 0, 1))
    return (left - right) / (2 * (left - 2 * centre + right))


@best_prediction.monte_carlo(dict(p=("1/2", "3/10", "1/5"), y=(1, 3, "-1/2")), dict(p=("3/4", "1/4"), y=(1, 3)),
                             moments=FiniteFourthMoment(True, "the label takes finitely many values"))
def vertex_from_losses_of_a_drawn_label(rng, size, p, y):
    """Draw the label; the losses at z = −1 and z = 1 differ by twice the vertex, as the second derivative is 1."""
    labels = np.array([float(label) for label in y])[simplex.categorical(rng, size, probabilities=p)]
    left, right = ((z - labels) ** 2 / 2 for z in (-1.0, 1.0))
    return (left - right) / 2


q, a, b = Symbol("q", positive=True), Symbol("a", real=True), Symbol("b", positive=True)

two_labels = Theorem(
    name="squared-loss-two-labels",
    title="Best prediction of one of two labels: neither of them",
    claim=Equals(r"\operatorname{argmin}_z\mathbb{E}\tfrac12(z-Y)^2,\; \Pr(Y=a+b)=q=1-\Pr(Y=a)", a + q * b),
    domain=Domain(q < 1, a, b),
    source=Source(EFFECTIVE_THEORY, "Aside: Supervised Learning", verdict="companion"),
    near_misses={"median, the best under absolute loss": a + Piecewise((0, q < Rational(1, 2)), (b, True)),
                 "mode, the likeliest label": a + Piecewise((0, q <= Rational(1, 2)), (b, True)),
                 "midpoint": a + b / 2},
)


@two_labels.derivation
def by_the_derivative_of_the_risk():
    """The risk has the derivative z − a − q b."""
    yield Equal(Derivative((1 - q) * (z - a) ** 2 / 2 + q * (z - a - b) ** 2 / 2, z), z - (a + q * b),
                because="it vanishes at one z only")
    return a + q * b


@two_labels.numeric(dict(q="1/2", a=0, b=3), dict(q="3/10", a=0, b=1), dict(q="2/3", a="-5/4", b="7/3"))
def by_bisecting_between_the_labels(q, a, b):
    """Where the risk ceases to fall: bisect on the sign of its difference over a symmetric step, in rationals."""
    from flint import arb, fmpq

    def risk(z):
        return (1 - q) * (z - a) ** 2 / 2 + q * (z - a - b) ** 2 / 2
    low, high = Fraction(a), Fraction(a + b)
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if risk(middle + 1) < risk(middle - 1) else (low, middle)
    lower, upper = (arb(fmpq(end.numerator, end.denominator)) for end in (low, high))
    return lower.union(upper)


@two_labels.monte_carlo(dict(q="3/10", a=1, b=2), dict(q="2/3", a="-5/4", b="7/3"),
                        moments=FiniteFourthMoment(True, "the label takes two values"))
def vertex_from_two_losses(rng, size, q, a, b):
    """Draw the label; half the difference of its losses at z = −1 and z = 1."""
    labels = np.where(rng.random(size) < float(q), float(a + b), float(a))
    return ((-1.0 - labels) ** 2 - (1.0 - labels) ** 2) / 4


w = Symbol("w", real=True)

ordered_by_distance = Theorem(
    name="squared-loss-orders-by-distance",
    title="Squared loss orders predictions by their distance from the label",
    claim=Holds(r"\tfrac12(z-w)^2<\tfrac12(x-w)^2", Abs(z - w) < Abs(x - w)),
    domain=Domain(w, x, z),
    source=Source(EFFECTIVE_THEORY, "Aside: Supervised Learning", verdict="holds",
                  printed=r"\text{the closer } z_\delta(\theta) \text{ is to } y_\delta, \text{ the smaller the loss}"),
    near_misses={"signed distance": z - w < x - w, "smaller prediction": Abs(z) < Abs(x),
                 "reversed": Abs(z - w) > Abs(x - w)},
    unsampled="The loss is a function of two numbers; nothing is random.",
)


@ordered_by_distance.derivation
def by_factoring_the_difference():
    """The difference of the losses is the difference of the distances times half their sum."""
    d, e = Symbol("d", nonnegative=True), Symbol("e", nonnegative=True)
    yield Equal(e ** 2 / 2 - d ** 2 / 2, (e - d) * (e + d) / 2, because="d = |z − w|, e = |x − w|, and d² = (z − w)²")
    return Abs(z - w) < Abs(x - w)


@ordered_by_distance.numeric(dict(w=1, x=3, z="1/2"), dict(w=-2, x=3, z="-5/2"), dict(w=0, x=-1, z=2),
                             dict(w=1, x=0, z=2), dict(w="1/2", x=-4, z=1), dict(w=5, x=2, z=-1), dict(w=3, x=7, z=4),
                             dict(w=3, x=1, z=2))
def by_comparing_the_losses(w, x, z):
    """Compare the two losses in rationals."""
    return (z - w) ** 2 / Fraction(2) < (x - w) ** 2 / Fraction(2)
