r"""A tangent kernel that stays positive definite leads gradient flow to the global minimum of a convex cost.

Statement.  Let f_θ be trained by gradient flow of a cost C of its values on the data, with g_n = ∂C/∂f(x_n), and let every
eigenvalue of the kernel matrix Θ_t(x_m, x_n) be at least λ₀ > 0 at all times.  Then

    Ċ = −gᵀΘ_t g ≤ −λ₀ ‖g‖²,        and for C = Σ_n (f(x_n) − y_n)²:   C(t) ≤ C(0) e^{−4λ₀t}.

So the flow rests only where g = 0, and that is a global minimum if C is convex: C(h) ≥ C(f) + ⟨g, h − f⟩ = C(f).

Idea.  ‖∇C‖² = gᵀΘg, and ‖g‖² = 4C for the squared loss.

Notes.  Positivity is needed along the whole path, and "hitting" the minimum needs one that is attained: `missed_minima` has
an example of either.  The rate is sharp if Θ = λ₀ I.

References.  A. Jacot, F. Gabriel & C. Hongler, Neural tangent kernel, NeurIPS 2018, §5;
S. Du, X. Zhai, B. Poczos & A. Singh, Gradient descent provably optimizes over-parameterized networks, ICLR 2019.
"""

from fractions import Fraction
from itertools import pairwise

import flint
import numpy as np
from scipy.integrate import solve_ivp
from sympy import Integral, Sum, Symbol, exp, log, symbols

from numerics import linear_models
from numerics.quadratic_network import directional_slope, gradient
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import AtMost, AtMostStep, Cites, Domain, Equal, Source, Theorem, Vector, Vectors, within

N = Symbol("N", integer=True, positive=True)
i = Symbol("i", integer=True)
g = Vector("g", N, real=True)
lam0, least = symbols("lambda0 least", positive=True)
c0 = Symbol("c0", positive=True)
t = Symbol("t", nonnegative=True)
PRINTED = Source(PROBABILISTIC_MODELS, "§4.8", verdict="holds under a condition",
                 printed=r"\text{if } \Theta_\infty^{(L)} \text{ is a positive-definite kernel and } \mathcal{C} "
                         r"\text{ is a convex cost functional (as is customarily the case), then the cost will keep "
                         r"going down until we hit a global minimum}")


def _cost(values, labels):
    """Σ (f_n − y_n)⁴ + ½ Σ (f_{n+1} − f_n)²: convex, of degree 4, and no sum over single data."""
    gaps = sum((f - y) ** 4 for f, y in zip(values, labels, strict=True))
    return gaps + Fraction(1, 2) * sum((b - a) ** 2 for a, b in pairwise(values))


def _values(features, theta):
    return [sum((f * w for f, w in zip(row, theta, strict=True)), Fraction(0)) for row in features]


def _model(values, labels, theta, *, seed, lambda0=None, t=None):
    """A linear model with singular values σ on data; λ₀ is the least eigenvalue σ² of its kernel unless it is given."""
    labels, theta = tuple(map(Fraction, labels)), tuple(map(Fraction, theta))
    least = min(Fraction(s) ** 2 for s in values)
    model = linear_models.from_singular_values(tuple(map(Fraction, values)), columns=len(theta), seed=seed)
    outputs = _values(model.matrix, theta)
    point = dict(lambda0=lambda0 or least, least=least, features=model.matrix, labels=labels, theta=theta)
    if t is None:
        return point | dict(g=tuple(gradient(lambda v: _cost(v, labels), outputs, 4)))
    return point | dict(t=t, c0=sum((f - y) ** 2 for f, y in zip(outputs, labels, strict=True)))


dissipation = Theorem(
    name="positive-kernel-dissipation",
    title="Gradient flow with a positive definite kernel lowers the cost until its derivative vanishes",
    claim=AtMost(r"\dot{\mathcal{C}},\quad g_n=D_{f(x_n)}\mathcal{C},\ \lambda_0\le\lambda_{\min}\Theta_t(X,X)",
                 -lam0 * Sum(g[i] ** 2, (i, 1, N))),
    domain=Domain(Vectors(g), least, lam0 <= least),
    source=PRINTED,
    near_misses={"twice the rate": -2 * lam0 * Sum(g[i] ** 2, (i, 1, N)), "inverse eigenvalue":
                 -Sum(g[i] ** 2, (i, 1, N)) / lam0, "square of the sum": -lam0 * Sum(g[i], (i, 1, N)) ** 2},
    fails_at=[_model((1, "1/2"), (1, -1), ("1/2", 1), seed=1, lambda0="9/10")],
    covers=["ntk-pd-global-minimum"],
    unsampled="A deterministic flow: nothing is random.",
)


@dissipation.derivation
def in_the_eigenvectors_of_the_kernel():
    """Ċ = −Σ_i λ_i ⟨u_i, g⟩² with λ_i = λ₀ + δ_i; γ_i = ⟨u_i, g⟩ are the coordinates of g (Parseval)."""
    gamma, delta = Vector("gamma", N, real=True), Vector("delta", N, nonnegative=True)
    a, c = Vector("a", N, real=True), Symbol("c", real=True)
    yield Cites("gradient-step-of-the-cost", "Ċ = −‖∇C‖² = −Σ_p (Σ_n g_n ∂_pF(x_n))²")
    yield Cites("kernel-gradient-step", "∂_t f(x_m) = −Σ_n Θ(x_m, x_n) g_n")
    yield Equal(c * Sum(g[i] * a[i], (i, 1, N)), Sum(g[i] * (c * a[i]), (i, 1, N)), where=[Vectors(a)],
                because="with a_n = ∂_pF(x_n) and c = Σ_n g_n a_n, summed over p: ‖∇C‖² = Σ_m g_m Σ_n Θ(x_m, x_n) g_n")
    yield AtMostStep(-Sum((lam0 + delta[i]) * gamma[i] ** 2, (i, 1, N)), -lam0 * Sum(gamma[i] ** 2, (i, 1, N)),
                     where=[Vectors(gamma, delta)], because="every eigenvalue is at least λ₀; and Σ γ_i² = Σ g_n²")
    return -lam0 * Sum(g[i] ** 2, (i, 1, N))


@dissipation.numeric(
    _model(("3/4",), (1,), (2,), seed=1), _model(("3/2",), (1,), (2,), seed=1),
    _model(("3/4", "3/4"), (1, "-3/2"), (2, "1/3", -1), seed=3), _model((2, 2), ("1/2", 1), ("1/2", 1), seed=2),
    _model(("3/2", "1/2"), (1, "-3/2"), ("1/2", "1/3", -1), seed=3),
    _model(("4/3", "2/3", 1), ("1/2", 2, -1), (1, -1, "3/4", 2), seed=1))
def by_taking_a_step(features, labels, theta):
    """The slope of the whole cost along −∇C, both from values of the cost."""
    def cost(weights):
        return _cost(_values(features, weights), labels)
    return directional_slope(cost, theta, [-slope for slope in gradient(cost, theta, 4)], 4)


cost_bound = Theorem(
    name="positive-kernel-cost-bound",
    title="Gradient flow of the squared loss with a positive definite kernel converges exponentially",
    claim=AtMost(r"\mathcal{C}(t)=\|f_t(X)-y\|^2,\quad \lambda_0\le\lambda_{\min}\Theta_s(X,X)\ (s\le t),\ c_0=\mathcal{C}(0)",
                 c0 * exp(-4 * lam0 * t)),
    domain=Domain(c0, least, lam0 <= least, t),
    source=PRINTED,
    near_misses={"twice the rate": c0 * exp(-8 * lam0 * t), "half the cost at the start": c0 / 2 * exp(-4 * lam0 * t),
                 "rate without the kernel": c0 * exp(-4 * t), "minimum hit at a finite time": 0},
    fails_at=[_model((1, "1/2"), (1, -1), ("1/2", 1), seed=1, lambda0="9/10", t=2)],
    covers=["ntk-pd-global-minimum"],
    unsampled="A deterministic flow: nothing is random.",
)


@cost_bound.derivation
def by_the_logarithm_of_the_cost():
    """‖g‖² = 4C, so (log C)˙ ≤ −4λ₀; integrate."""
    e, s = Vector("e", N, real=True), Symbol("s", real=True)
    yield Cites("positive-kernel-dissipation", "Ċ ≤ −λ₀ Σ g_n²")
    yield Equal(-lam0 * Sum((2 * e[i]) ** 2, (i, 1, N)), -4 * lam0 * Sum(e[i] ** 2, (i, 1, N)), where=[Vectors(e)],
                because="g = 2e for the squared loss: Ċ ≤ −4λ₀C")
    yield Equal(Integral(-4 * lam0, (s, 0, t)), -4 * lam0 * t, because="log C(t) − log C(0) = ∫ Ċ/C ≤ −4λ₀t")
    yield Equal(exp(log(c0) - 4 * lam0 * t, evaluate=False), c0 * exp(-4 * lam0 * t), because="exponentiate")
    return c0 * exp(-4 * lam0 * t)


@cost_bound.numeric(
    _model(("3/4", "3/4"), (1, "-3/2"), (2, "1/3", -1), seed=3, t="1/3"),
    _model(("5/4", "5/4"), ("1/2", "1/3"), ("1/2", "1/5"), seed=2, t="3/2"),
    _model(("3/2", "1/2"), (1, "-3/2"), ("1/2", "1/3", -1), seed=3, t=2),
    _model(("4/3", "2/3", 1), ("1/2", 2, -1), (1, -1, "3/4", 2), seed=1, t="1/2"))
def by_the_flow_of_a_linear_model(features, labels, theta, t):
    """Run the flow of all parameters (a matrix exponential in balls) and sum the squares of the residuals."""
    weights = linear_models.gradient_flow(features, labels, theta, t)
    with flint.ctx.workprec(128):
        rows = [sum((linear_models.ball(f) * w for f, w in zip(row, weights, strict=True)), linear_models.ball(0))
                for row in features]
        return sum(((f - linear_models.ball(y)) ** 2 for f, y in zip(rows, labels, strict=True)), linear_models.ball(0))


def _product(a, w, y, t):
    """The model f = aw on one datum: Θ = a² + w² moves, but a² − w² is conserved and |a² − w²| ≤ Θ."""
    a, w, y = map(Fraction, (a, w, y))
    return dict(a=a, w=w, y=y, t=t, least=abs(a ** 2 - w ** 2), lambda0=abs(a ** 2 - w ** 2), c0=(a * w - y) ** 2)


@cost_bound.numeric(_product(1, "1/2", -2, "1/4"), _product("3/2", -1, "1/3", "1/5"), _product("1/10", 1, "1/20", "1/3"))
def by_the_flow_of_a_product(a, w, y, t):
    """Run θ = (a, w) under f = aw, whose kernel moves (DOP853; the error is that of 10⁻¹¹ a step, with room)."""
    def speed(_, theta):
        gap = theta[0] * theta[1] - float(y)
        return -2 * gap * np.array([theta[1], theta[0]])
    run = solve_ivp(speed, (0, float(t)), [float(a), float(w)], "DOP853", rtol=1e-11, atol=1e-13)
    return within((run.y[0, -1] * run.y[1, -1] - float(y)) ** 2, 1e-8)
