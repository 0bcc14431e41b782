r"""Gradient flow of a convex cost that misses the global minimum although the tangent kernel starts positive.

Statement.  One datum with label y, one parameter.  (1) The model f_θ = c(θ − θ³/3), c > 0, has the kernel c²(1 − θ²)², which
is c² at θ(0) = 0.  For a label y = 2c/3 + m, m > 0, gradient flow of C = (f − y)² from there gives

    |f_{θ(t)} − 2c/3| ≤ c e^{−4cmt},      so that C(t) → m² > 0, though the label y is taken at some θ < −1.

(2) With a constant kernel κ > 0 the logistic cost log(1 + e^{−f}) has no minimum.  Its flow needs the time

    T(z) = (e^z − e^{f_0} + z − f_0)/κ      to bring the output from f_0 to z:

finite for every z and unbounded, so that the cost tends to its infimum 0 (like 1/κt) and never attains it.

Idea.  (1) θ cannot pass the critical point θ = 1, where the kernel vanishes.  (2) ḟ = κ/(1 + e^f) separates.

Notes.  In (1) positivity of the kernel at the start, or on every path that stays off θ = ±1 for a finite time, is not
enough: its lower bound must be uniform in time.

References.  A. Jacot, F. Gabriel & C. Hongler, Neural tangent kernel, NeurIPS 2018, §5;
D. Soudry et al., The implicit bias of gradient descent on separable data, JMLR 19 (2018).
"""

import flint
from flint import acb
from scipy.integrate import solve_ivp
from sympy import Derivative, Eq, Function, Integral, Lambda, Symbol, exp, log, oo, symbols

from numerics.linear_models import ball
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import (
    AtMostStep,
    Cites,
    Domain,
    Equal,
    Equals,
    Limit,
    Solves,
    Source,
    Tends,
    Theorem,
    within,
)

c, m, t = symbols("c m t", positive=True)
PRINTED = Source(PROBABILISTIC_MODELS, "§4.6", verdict="holds under a condition",
                 printed=r"\text{If the NTK is positive-definite, then we will converge to a global minimum, not a local one.}")

stuck = Theorem(
    name="kernel-positive-at-the-start-only",
    title="A tangent kernel that is positive at the start only: gradient flow stops above the global minimum",
    claim=Tends(r"f_{\theta(t)},\quad f_\theta=c(\theta-\theta^3/3),\ \theta(0)=0,\ \Theta_0=c^2>0,\ y=\tfrac{2c}3+m",
                2 * c / 3, c * exp(-4 * c * m * t), t),
    domain=Domain(c, m, t),
    source=PRINTED,
    near_misses={"label fitted (global minimum)": 2 * c / 3 + m, "no training": 0, "linear model at θ = 1": c,
                 "twice the rate": Tends(r"f_{\theta(t)}", 2 * c / 3, c * exp(-8 * c * m * t), t)},
    covers=["ntk-pd-global-minimum"],
    unsampled="A deterministic flow: nothing is random.",
)


@stuck.derivation
def by_comparison_at_the_critical_point():
    """On 0 ≤ θ < 1 the output stays below 2c/3, so θ' ≥ 2cm(1 − θ): θ tends to 1 and not beyond."""
    theta = Symbol("theta", nonnegative=True)
    on = [theta <= 1]
    yield Cites("gradient-step-of-a-parameter", "θ' = −2(f − y) ∂f/∂θ")
    yield Equal(Derivative(c * (theta - theta ** 3 / 3), theta), c * (1 - theta ** 2), because="so θ = 1 is at rest")
    yield Equal(2 * c / 3 - c * (theta - theta ** 3 / 3), c * (1 - theta) ** 2 * (2 + theta) / 3,
                because="the output is at most 2c/3, so y − f ≥ m")
    yield AtMostStep(1 - theta, 1 - theta ** 2, where=on, because="so θ' = 2(y − f) c (1 − θ²) ≥ 2cm (1 − θ)")
    u = Function("u")
    yield Solves([Derivative(u(t), t) + 2 * c * m * u(t), Eq(u(0), 1)], {u: Lambda(t, exp(-2 * c * m * t))},
                 because="comparison: 1 − θ(t) ≤ e^{−2cmt}")
    yield AtMostStep(c * (1 - theta) ** 2 * (2 + theta) / 3, c * (1 - theta) ** 2, where=on,
                     because="so 0 ≤ 2c/3 − f ≤ c e^{−4cmt}")
    return 2 * c / 3


@stuck.numeric(dict(c=1, m="4/3", t=2), dict(c="3/2", m="2/3", t="5/2"), dict(c="1/2", m="1/2", t=4), dict(c=2, m="1/6", t=5))
def by_integrating_the_flow(c, m, t):
    """Integrate θ' = −∂C/∂θ (DOP853; the error is that of 10⁻¹² a step, with room)."""
    label = 2 * float(c) / 3 + float(m)

    def output(theta):
        return float(c) * (theta - theta ** 3 / 3)

    def speed(_, theta):
        return 2 * (label - output(theta)) * float(c) * (1 - theta ** 2)
    run = solve_ivp(speed, (0, float(t)), [0.0], "DOP853", rtol=1e-12, atol=1e-13)
    return within(output(run.y[0, -1]), 1e-10)


kappa = Symbol("kappa", positive=True)
f0, z = symbols("f0 z", real=True)

logistic_time = Theorem(
    name="logistic-flow-time",
    title="Gradient flow of the logistic cost of one datum never attains the infimum",
    claim=Equals(r"\text{time until } f_t=z,\quad \dot f=-\kappa\,\mathcal{C}'(f),\ \mathcal{C}(f)=\log(1+e^{-f})",
                 (exp(z) - exp(f0) + z - f0) / kappa),
    domain=Domain(kappa, f0, z > f0),
    source=PRINTED,
    near_misses={"exponential cost": (exp(z) - exp(f0)) / kappa, "speed of f = 0 throughout": 2 * (z - f0) / kappa,
                 "speed κ": (z - f0) / kappa, "from −∞": (exp(z) + z) / kappa, "half the speed":
                 2 * (exp(z) - exp(f0) + z - f0) / kappa},
    covers=["ntk-pd-global-minimum"],
    unsampled="A deterministic flow: nothing is random.",
)


@logistic_time.derivation
def by_separation_of_variables():
    """ḟ = κ/(1 + e^f): dt = (1 + e^f) df/κ."""
    f = Symbol("f", real=True)
    x = Symbol("x", nonnegative=True)
    yield Cites("kernel-gradient-step", "ḟ = −Θ C'(f) for one datum, Θ = κ")
    yield Equal(Derivative(log(1 + exp(-f)), f), -1 / (1 + exp(f)), because="the derivative of the cost")
    yield Equal(Integral((1 + exp(f)) / kappa, (f, f0, z)), (exp(z) - exp(f0) + z - f0) / kappa, because="the time")
    yield Limit((exp(z) - exp(f0) + z - f0) / kappa, z, oo, oo, because="the time needed is unbounded")
    yield AtMostStep(log(1 + x), x, because="so 0 < C ≤ e^{−z} at the output z, which tends to 0")
    return (exp(z) - exp(f0) + z - f0) / kappa


@logistic_time.numeric(dict(kappa=1, f0=0, z=3), dict(kappa="5/2", f0="-1/2", z="7/3"), dict(kappa="2/3", f0="1/4", z=10),
                       dict(kappa=3, f0=-2, z="-1/3"))
def by_quadrature_of_the_inverse_speed(kappa, f0, z):
    """∫ df over the speed −κ C'(f) = κ e^{−f}/(1 + e^{−f}), a rigorous integral in balls."""
    with flint.ctx.workprec(128):
        strength = acb(ball(kappa))

        def slowness(f, _):
            decay = (-f).exp()
            return (1 + decay) / (strength * decay)
        return acb.integral(slowness, acb(ball(f0)), acb(ball(z))).real
