r"""Gradient flow of exponential losses turns to the direction of the largest margin, as slowly as 1/log t.

Statement.  For the loss e^{−⟨w, x₁⟩} + e^{−⟨w, x₂⟩} of orthogonal data of lengths a and b, from w = 0, the components along
the data are log(1 + a²t)/a and log(1 + b²t)/b.  Hence

    |w₁ − (log t)/a − 2 (log a)/a| ≤ 1/(a³t),         |w₁/w₂ − b/a| ≤ 2 (b/a)|log(a/b)|/log(1 + b²t):

w = ŵ log t + w̃ + o(1) with the hard-margin ŵ = (1/a, 1/b).

Idea.  The flow separates, and w' = a e^{−aw} integrates.

Notes.  The limit is the hard-margin vector of separability through the origin; the rate is 1/log t if all points on the
margin have positive multipliers, and log log t/log t otherwise.  The tail of the loss matters: 1/u gives (b/a)^{1/3}.

References.  D. Soudry et al., The implicit bias of gradient descent on separable data, JMLR 19 (2018).
"""

import flint
import numpy as np
from flint import acb, arb
from scipy.integrate import solve_ivp
from sympy import Abs, Derivative, Eq, Function, Lambda, Rational, exp, log, sqrt, symbols

from numerics.hyperbolic_entropy import ball, root
from theorems.notes import DEEP_LEARNING_THEORY, HANDBOOK
from verifiers import AtMostStep, Cites, Domain, Equal, Equals, Solves, Source, Tends, Theorem, within

a, b, t = symbols("a b t", positive=True)
SETTING = r"x_1=(a,0),\ x_2=(0,b),\ w(0)=0"

orthogonal_flow = Theorem(
    name="exponential-loss-orthogonal-data",
    title="Gradient flow of the exponential loss on orthogonal data",
    claim=Equals(r"w_1(t),\quad " + SETTING, log(1 + a ** 2 * t) / a),
    domain=Domain(a, t),
    source=Source(HANDBOOK, "12.3", verdict="companion", printed=r"\|w\| \text{ grows infinitely large}"),
    near_misses={"a for a²": log(1 + a * t) / a, "not divided by a": log(1 + a ** 2 * t), "linear growth": a * t,
                 "loss with ½": log(1 + a ** 2 * t / 2) / a},
    unsampled="A deterministic flow: nothing is random.",
)


@orthogonal_flow.derivation
def by_separation():
    """Each component has its own equation w' = a e^{−aw}."""
    w, first, second = Function("w"), *symbols("w1 w2", real=True)
    yield Equal(-Derivative(exp(-a * first) + exp(-b * second), first), a * exp(-a * first), because="no coupling")
    yield Solves([Derivative(w(t), t) - a * exp(-a * w(t)), Eq(w(0), 0)], {w: Lambda(t, log(1 + a ** 2 * t) / a)},
                 because="separate the variables, from the start")
    return log(1 + a ** 2 * t) / a


@orthogonal_flow.numeric(dict(a=2, t=3, b="1/2"), dict(a="1/3", t=10, b=2), dict(a="3/2", t="1/4", b=1))
def by_integrating_both_components(a, t, b):
    """Integrate w for the two data turned by a rational rotation (DOP853, 10⁻¹² a step) and project on the first."""
    X = np.array([[0.6 * float(a), 0.8 * float(a)], [-0.8 * float(b), 0.6 * float(b)]])
    run = solve_ivp(lambda _, w: X.T @ np.exp(-X @ w), (0, float(t)), [0.0, 0.0], "DOP853", rtol=1e-12, atol=1e-14)
    return within(np.array([0.6, 0.8]) @ run.y[:, -1], 1e-9)


def _weight(a, t):
    """The w at which the time ∫₀ʷ e^{av}/a dv is t, as a ball."""
    scale, time = ball(a), ball(t)

    def elapsed(w):
        return acb.integral(lambda v, _: (scale * v).exp() / scale, 0, acb(w)).real - time
    high = arb(1)
    while not elapsed(high) > 0:
        high = 2 * high
    return root(elapsed, arb(0), high)


shift = Theorem(
    name="exponential-loss-growth",
    title="Growth of the weights under the exponential loss: log t times the hard-margin vector, plus a constant",
    claim=Tends(r"w_1(t)-\hat w_1\log t,\quad \hat w_1=1/a,\ " + SETTING, 2 * log(a) / a, 1 / (a ** 3 * t), t),
    domain=Domain(a, t),
    source=Source(DEEP_LEARNING_THEORY, "Lecture 11/14, Theorem", verdict="holds under a condition",
                  printed=r"\frac{w(t)}{\|w(t)\|}=\frac{\hat w}{\|\hat w\|}+O\big(\tfrac1{\log t}\big)"),
    near_misses={"no constant": 0, "log a/a": log(a) / a, "2 log a": 2 * log(a),
                 "error of order t⁻²": Tends(r"w_1-\hat w_1\log t", 2 * log(a) / a, 1 / (a ** 3 * t ** 2), t)},
    covers=["gradient-flow-max-margin-rate"],
    unsampled="A deterministic flow: nothing is random.",
)


@shift.derivation
def by_factoring_the_logarithm():
    """1 + a²t = a²t (1 + 1/a²t), and 0 ≤ log(1 + h) ≤ h."""
    h = symbols("h", positive=True)
    yield Cites("exponential-loss-orthogonal-data", "w₁ = log(1 + a²t)/a")
    yield Equal(log(a ** 2 * t) / a - log(t) / a, 2 * log(a) / a, because="the constant; w₁ − this is log(1 + 1/a²t)/a")
    yield AtMostStep(log(1 + h), h, because="with h = 1/(a²t)")
    yield AtMostStep(0, log(1 + h), because="from the other side")
    return 2 * log(a) / a


@shift.numeric(dict(a=2, t=50), dict(a="1/2", t=1000), dict(a="3/2", t=10 ** 8))
def by_the_time_to_reach_a_weight(a, t):
    """Bisect the time needed to reach w, a ball quadrature of dw/w'."""
    with flint.ctx.workprec(128):
        return _weight(a, t) - ball(t).log() / ball(a)


direction = Theorem(
    name="exponential-loss-direction",
    title="Direction of the weights under the exponential loss: the hard-margin vector, at the rate 1/log t",
    claim=Tends(r"w_1(t)/w_2(t),\quad " + SETTING, b / a, 2 * b * Abs(log(a / b)) / (a * log(1 + b ** 2 * t)), t),
    domain=Domain(a, b, t),
    source=Source(HANDBOOK, "12.3", verdict="holds under a condition",
                  printed=r"\text{GD on an exponential-tailed loss converges in direction to the max-margin hyperplane}"),
    near_misses={"sum of the data": a / b, "both components alike": 1, "tail 1/u": (b / a) ** Rational(1, 3),
                 "rate 1/t": Tends("w_1/w_2", b / a, 1 / t, t), "rate 1/√t": Tends("w_1/w_2", b / a, 1 / sqrt(t), t)},
    covers=["gd-max-margin-direction"],
    unsampled="A deterministic flow: nothing is random.",
)


@direction.derivation
def by_the_ratio_of_logarithms():
    """The ratio is (b/a) log(1 + a²t)/log(1 + b²t), and (1 + a²t)/(1 + b²t) lies between 1 and a²/b²."""
    low, more = symbols("l h", positive=True)
    yield Cites("exponential-loss-orthogonal-data", "both components")
    yield Equal((log(1 + a ** 2 * t) / a) / (log(1 + b ** 2 * t) / b) - b / a,
                b / a * (log(1 + a ** 2 * t) - log(1 + b ** 2 * t)) / log(1 + b ** 2 * t), because="subtract the limit")
    yield AtMostStep((1 + (low + more) * t) / (1 + low * t), (low + more) / low,
                     because="the logarithm is at most 2 |log(a/b)|; for a < b exchange them")
    yield AtMostStep(1, (1 + (low + more) * t) / (1 + low * t), because="the other end")
    return b / a


@direction.numeric(dict(a=2, b="1/2", t=100), dict(a="2/3", b="3/2", t=10 ** 8), dict(a=2, b="1/2", t=10 ** 30),
                   dict(a="5/4", b=3, t=10 ** 12))
def by_times_to_reach_the_weights(a, b, t):
    """Both weights from bisected ball quadratures of the time."""
    with flint.ctx.workprec(128):
        return _weight(a, t) / _weight(b, t)
