r"""The bias in gradient flow on separable data: leaving it out, and treating it as a weight.

Statement.  Data x₁ > 0 of class +1 and x₂ > 0 of class −1 are separable with a bias only.  Without it the exponential loss
e^{−x₁w} + e^{x₂w} has the least value e^{−x₁w_*} + e^{x₂w_*} > 0 at w_* = log(x₁/x₂)/(x₁ + x₂): neither does the loss tend
to 0 nor w to infinity.

With the bias as a further weight the limit direction is the hard-margin vector of the data (x, 1), which minimises
w² + b².  For x = p of class +1 and x = −q of class −1 with q > p + 2/p its threshold is −1/p, while the support vector
machine with a free bias has the threshold (p − q)/2.

Idea.  Convexity; and p w + b ≥ 1 alone has the least solution (p, 1)/(p² + 1), which satisfies q w − b ≥ 1 for such q.

Notes.  A constant coordinate makes data separable through the origin, at the price of another margin.

References.  D. Soudry et al., The implicit bias of gradient descent on separable data, JMLR 19 (2018).
"""

from fractions import Fraction

import flint
from flint import arb
from sympy import exp, log, symbols

from numerics.hyperbolic_entropy import ball, root
from numerics.margins import hard_margin
from theorems.notes import DEEP_LEARNING_THEORY, HANDBOOK
from verifiers import Convex, Domain, Equal, Equals, Erratum, Solves, Source, Stationary, Theorem

x1, x2 = symbols("x1 x2", positive=True)
least = exp(-x1 * log(x1 / x2) / (x1 + x2)) + exp(x2 * log(x1 / x2) / (x1 + x2))

without_bias = Theorem(
    name="separable-only-with-bias",
    title="Data separable only with a bias: without it the exponential loss stays positive",
    claim=Equals(r"\lim_{t\to\infty}\mathcal{L}(w(t))=\min_w e^{-x_1w}+e^{x_2w}", least),
    domain=Domain(x1, x2),
    source=Source(DEEP_LEARNING_THEORY, "Lecture 11/14, Theorem", verdict="wrong as printed",
                  printed=r"\exists b_*,w_*: y_i(w_*^Tx_i+b_*)>0\ \Rightarrow\ \mathcal{L}(w(t))\to0"),
    errata=[Erratum(printed=r"\mathcal{L}(w(t))\to0", formula=0,
                    wrong="the flow without bias needs data that are separable through the origin")],
    near_misses={"value at w = 0": 2, "exponents exchanged": exp(x1 * log(x1 / x2) / (x1 + x2)) + exp(-x2 * log(x1 / x2)
                 / (x1 + x2))},
    covers=["separable-only-with-bias"],
    unsampled="A convex function: nothing is random.",
)


@without_bias.derivation
def by_convexity():
    """The loss is strictly convex; its slope vanishes where x₁ e^{−x₁w} = x₂ e^{x₂w}."""
    w = symbols("w", real=True)
    loss = exp(-x1 * w) + exp(x2 * w)
    point = log(x1 / x2) / (x1 + x2)
    yield Convex(loss, w, because="a sum of exponentials")
    yield Stationary(loss, {w: point}, because="x₁ e^{−x₁w} = x₂ e^{x₂w} there: gradient flow ends at it")
    return exp(-x1 * point) + exp(x2 * point)


@without_bias.numeric(dict(x1=1, x2=3), dict(x1="5/2", x2="1/3"), dict(x1="2/3", x2="7/4"))
def by_bisecting_the_slope(x1, x2):
    """Bisect the slope of the loss in balls and take the loss there."""
    first, second = ball(x1), ball(x2)
    with flint.ctx.workprec(128):
        w = root(lambda v: second * (second * v).exp() - first * (-first * v).exp(), arb(-8), arb(8))
        return (-first * w).exp() + (second * w).exp()


p, q = symbols("p q", positive=True)

penalised_bias = Theorem(
    name="bias-as-a-weight-threshold",
    title="With the bias as a weight, gradient flow finds another threshold than the support vector machine",
    claim=Equals(r"-b/w,\quad (w,b)=\arg\min\{w^2+b^2: pw+b\ge1,\ qw-b\ge1\}", -1 / p),
    domain=Domain(p, q > p + 2 / p),
    source=Source(HANDBOOK, "12.3", verdict="holds under a condition",
                  printed=r"\text{It finds the same solution as the hard-margin Support Vector Machine}"),
    errata=[Erratum(printed=r"\text{the same solution as the hard-margin SVM}", formula=(p - q) / 2,
                    wrong="this is the threshold with a free bias; as a weight the bias is penalised like w")],
    near_misses={"sign of the bias": 1 / p, "no bias": 0},
    fails_at=[dict(p=2, q="5/2")],
    covers=["gd-max-margin-direction"],
    unsampled="A quadratic programme: nothing is random.",
)


@penalised_bias.derivation
def by_one_tight_constraint():
    """(p, 1)/(p² + 1) makes the first constraint tight and leaves the second slack for q > p + 2/p."""
    w, b, tau, more = symbols("w b tau m", real=True)
    alpha = symbols("alpha", positive=True)
    yield Solves([p * w + b - 1, w - alpha * p, b - alpha, w * tau + b],
                 {w: p / (p ** 2 + 1), b: 1 / (p ** 2 + 1), alpha: 1 / (p ** 2 + 1), tau: -1 / p},
                 because="one tight constraint, with multiplier α > 0, and the threshold τ")
    yield Equal((p + 2 / p + more) * p / (p ** 2 + 1) - 1 / (p ** 2 + 1) - 1, more * p / (p ** 2 + 1),
                because="slack of the second constraint at q = p + 2/p + m, positive for m > 0")
    return -1 / p


@penalised_bias.numeric(dict(p=1, q=10), dict(p="1/2", q=6), dict(p=3, q="9/2"))
def by_the_lifted_programme(p, q):
    """The hard-margin problem of the data with a constant coordinate, in rationals."""
    w, b = hard_margin([[Fraction(p), 1], [-Fraction(q), 1]], [1, -1], bias=False)[0]
    return -b / w
