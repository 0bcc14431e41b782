r"""Global convergence of the mean-field flow depends on the initial measure of the neurons.

Statement.  Flow: θ̇_i = −n ∂R/∂θ_i, R the mean squared error.

1. Neurons a tanh(wx + b), all at θ = 0: the network never moves, whatever the target f_*, and R = E f_*² for ever.
2. Linear neurons a w x, target s x, κ = E x², m = (1/n) Σ a_i w_i and q = (1/2n) Σ (a_i² + w_i²):
   R = κ(s − m)², and with h = √(q₀² − m₀²), which is > 0 unless all a_i = w_i or all a_i = −w_i,

       |m(t) − s| ≤ |m₀ − s| e^{−4κht}:  a global optimum for every target.

3. All a_i = −w_i and s > 0: |m(t)| ≤ |m₀| e^{−4κst}, so the flow tends to the saddle m = 0 with R = κs².
4. All a_i = w_i and s = 0: m(t) = m₀/(1 + 4κm₀t), a global optimum at an algebraic rate only.

Idea.  At the origin ∇σ_* = 0.  For linear neurons ṁ = 4κ(s − m)q and q̇ = 4κ(s − m)m conserve q² − m² = h².

Notes.  The general theorem (Chizat & Bach): for homogeneous neurons and an initial measure of sufficiently full support,
if the mean-field flow converges, its limit is a global minimiser.  Neither convergence nor a rate is part of it.

References.  L. Chizat & F. Bach, On the global convergence of gradient descent for over-parameterized models using optimal
transport, NeurIPS 2018.
"""

import math
from fractions import Fraction

import numpy as np
from scipy.integrate import solve_ivp
from sympy import Abs, Derivative, Eq, Function, Lambda, Subs, Sum, Symbol, exp, sqrt, symbols, tanh

from numerics import particle_energy
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import (
    AtMostStep,
    Cites,
    Domain,
    Equal,
    Equals,
    Erratum,
    Simplex,
    Solves,
    Source,
    Stationary,
    Tends,
    Theorem,
    Vector,
    Vectors,
    within,
)

n, m = symbols("n m", integer=True, positive=True)
i, k = symbols("i k", integer=True)
kappa, t, h = symbols("kappa t h", positive=True)
GLOBAL = r"\text{one can prove that the neural network converges to a global optimum as well}"
UNSAMPLED = "A deterministic flow: nothing is random."

x, p = Vector("x", m, real=True, nonzero=True), Vector("p", m)
c, v = symbols("c v", real=True, nonzero=True)
teacher = c ** 2 * Sum(p[k] * tanh(v * x[k]) ** 2, (k, 1, m))

origin = Theorem(
    name="mean-field-origin-stationary",
    title="From neurons at the origin the mean-field flow never moves",
    claim=Equals(r"R(\rho_t),\quad\rho_0=\delta_0,\ f_*(x)=c\tanh(vx),\ \sigma_*(x;\theta)=a\tanh(wx+b)", teacher),
    domain=Domain(Vectors(x), Simplex(p), c, v),
    source=Source(PROBABILISTIC_MODELS, "§4.13", verdict="holds under a condition", printed=GLOBAL),
    errata=[Erratum(printed=GLOBAL, formula=0,
                    wrong="not from every initial measure: at θ = 0 all gradients vanish, though one neuron at (c, v, 0) would "
                          "fit the target")],
    near_misses={"loss with ½": teacher / 2, "moved by a first step": Sum(p[k] * (c * tanh(v * x[k]) - x[k]) ** 2, (k, 1, m))},
    covers=["mean-field-global-convergence"],
    unsampled=UNSAMPLED,
)


@origin.derivation
def at_a_stationary_point():
    """The gradient of a tanh(wx + b) vanishes at (0, 0, 0), so f = 0 is kept; R = E f_*² then."""
    a, w, b, target, others, size = symbols("a w b y O N", real=True)
    z = Symbol("z", real=True)
    yield Stationary((target - others - size * a * tanh(w * z + b)) ** 2, {a: 0, w: 0, b: 0},
                     because="at every datum and whatever the other neurons do; size is the mass of the neuron")
    total = c ** 2 * Sum(p[k] * tanh(v * x[k]) ** 2, (k, 1, m))
    yield Equal(Sum(p[k] * (c * tanh(v * x[k])) ** 2, (k, 1, m)), total, because="the error of f = 0")
    return total


@origin.numeric(dict(p=("1/3", "2/3"), x=("4/5", "-3/2"), c="3/2", v="5/4", neurons=3, steps=4),
                dict(p=("1/4", "1/2", "1/4"), x=("3/4", "-7/5", "1/3"), c=-2, v="2/3", neurons=2, steps=3),
                dict(p=(1,), x=("5/3",), c="7/3", v="-3/4", neurons=1, steps=5))
def by_descending_from_the_origin(p, x, c, v, neurons, steps):
    """Steps of gradient descent with learning rate n/10, all derivatives by power series, in balls."""
    y = [particle_energy.neuron((c, v, 0), datum)[0] for datum in x]
    masses, rate = [particle_energy.series(1) / neurons] * neurons, particle_energy.series(neurons) / 10
    theta = [[particle_energy.series(0)] * 3 for _ in range(neurons)]
    for _ in range(steps):
        slopes = particle_energy.gradient([[e[0] for e in row] for row in theta], masses, p, x, y)
        theta = [[e - rate * partial for e, partial in zip(*rows, strict=True)] for rows in zip(theta, slopes, strict=True)]
    return particle_energy.coefficient(particle_energy.energy(theta, masses, p, x, y), 0)


a = Vector("a", n, real=True, nonzero=True)
s, level, m0 = Symbol("s", real=True), Symbol("s", positive=True), Symbol("m0", real=True)
gap = Abs(m0 - s) * exp(-4 * kappa * h * t)
SLOPE = (r"m(t)=\tfrac1n\sum_ia_iw_i,\quad f=m\,x,\ f_*=s\,x,\ \mathbb{E}x^2=\kappa,"
         r"\ \dot\theta_i=-n\,\partial R/\partial\theta_i")

convergence = Theorem(
    name="mean-field-linear-neurons",
    title="Linear neurons: the mean-field flow converges to the global optimum exponentially",
    claim=Tends(SLOPE + r",\ m(0)=m_0,\ q(0)^2-m_0^2=h^2", s, gap, t),
    domain=Domain(m0, h, s, kappa, t),
    source=Source(PROBABILISTIC_MODELS, "§4.13", verdict="holds under a condition", printed=GLOBAL),
    near_misses={"towards the saddle": 0, "twice the rate": Tends(SLOPE, s, gap ** 2 / Abs(m0 - s), t),
                 "the wrong sign": -s, "at the start": m0},
    covers=["mean-field-global-convergence"],
    unsampled=UNSAMPLED,
)


def _speeds(n):
    """The flow of one neuron, and the speeds of m and q for a sum of n neurons."""
    A, W, O, M, Q, S, g, epsilon = symbols("A W O M Q S g epsilon", real=True)
    b, d = Vector("b", n, real=True), Vector("d", n, real=True)
    yield Equal(-n * Derivative(kappa * (S - (O + A * W) / n) ** 2, A), 2 * kappa * (S - (O + A * W) / n) * W,
                because="ȧ = 2κ(s − m) w, and likewise ẇ = 2κ(s − m) a")
    yield Equal(Sum(2 * kappa * g * d[i] * d[i] + b[i] * 2 * kappa * g * b[i], (i, 1, n)) / n,
                4 * kappa * g * (Sum(b[i] ** 2 + d[i] ** 2, (i, 1, n)) / (2 * n)), where=[Vectors(b, d)],
                because="ṁ = 4κ(s − m) q, g = s − m")
    yield Equal(Sum(b[i] * 2 * kappa * g * d[i] + d[i] * 2 * kappa * g * b[i], (i, 1, n)) / n,
                4 * kappa * g * (Sum(b[i] * d[i], (i, 1, n)) / n), where=[Vectors(b, d)], because="q̇ = 4κ(s − m) m")
    yield Equal(Subs(Derivative((Q + 4 * kappa * g * M * epsilon) ** 2 - (M + 4 * kappa * g * Q * epsilon) ** 2, epsilon),
                     epsilon, 0), 0, because="q² − m² = h² is conserved")


@convergence.derivation
def by_a_conserved_quantity():
    """s − m decays at the rate 4κq ≥ 4κh."""
    yield from _speeds(n)
    b, d, M, g, Q, epsilon = symbols("b d M g Q epsilon", real=True)
    yield AtMostStep(b * d, (b ** 2 + d ** 2) / 2, because="|m| ≤ q, with equality only if all b = d, or all b = −d: h² ≥ 0")
    yield AtMostStep(h ** 2, M ** 2 + h ** 2, because="q ≥ h")
    yield Equal(Subs(Derivative((g - 4 * kappa * Q * g * epsilon) * exp(4 * kappa * h * (t + epsilon)), epsilon), epsilon, 0),
                -4 * kappa * (Q - h) * g * exp(4 * kappa * h * t), because="so |s − m| e^{4κht} does not grow")
    return s


def _train(a, w, s, kappa, t):
    """m(t): all 2n weights integrated on the data ±√κ (DOP853, 10⁻¹² a step)."""
    count, data = len(a), math.sqrt(float(kappa)) * np.array([1.0, -1.0])
    target = float(s) * data

    def speed(_, theta):
        first, second = theta[:count], theta[count:]
        residual = target - (first @ second / count) * data
        pull = (2 * residual * data).mean()  # −n ∂R/∂a_i = mean over the data of 2 (y − f) w_i x
        return np.concatenate([pull * second, pull * first])
    weights = np.array([float(e) for e in (*a, *w)])
    end = solve_ivp(speed, (0, float(t)), weights, "DOP853", rtol=1e-12, atol=1e-14).y[:, -1]
    return within(float(end[:count] @ end[count:]) / count, 1e-9)


def _start(sums, differences, **rest):
    """a_i = g_i + d_i and w_i = g_i − d_i, so that m₀ = ḡ² − d̄² and h = 2 ḡ d̄ for the root mean squares ḡ, d̄ (rational)."""
    g, d = ([Fraction(e) for e in values] for values in (sums, differences))
    squares = [sum(e ** 2 for e in values) / len(values) for values in (g, d)]
    roots = [Fraction(math.isqrt(e.numerator), math.isqrt(e.denominator)) for e in squares]
    return dict(a=tuple(u + v for u, v in zip(g, d, strict=True)), w=tuple(u - v for u, v in zip(g, d, strict=True)),
                m0=squares[0] - squares[1], h=2 * roots[0] * roots[1], **rest)


@convergence.numeric(
    _start(("1/5", "7/5"), ("17/26", "-7/26"), s="1/5", kappa="3/4", t=2),
    _start(("1/5", "7/5"), ("17/26", "-7/26"), s="-7/4", kappa="2/3", t=2),
    _start(("1/3", "-1/3", "5/3"), ("-1/4", "7/4", "5/4"), s="1/20", kappa=1, t="3/4"),
    _start(("-2/3",), ("5/4",), s="5/3", kappa="1/2", t=3))
def by_training_all_weights(a, w, s, kappa, t):
    """Integrate the weights of all neurons."""
    return _train(a, w, s, kappa, t)


mass = Sum(a[i] ** 2, (i, 1, n)) / n

thin_support = Theorem(
    name="mean-field-thin-support",
    title="Linear neurons on a line of the wrong sign: the mean-field flow ends at a saddle",
    claim=Tends(SLOPE + r",\ w_i(0)=-a_i(0)", 0, mass * exp(-4 * kappa * level * t), t),
    domain=Domain(Vectors(a), level, kappa, t),
    source=Source(PROBABILISTIC_MODELS, "§4.13", verdict="holds under a condition", printed=GLOBAL),
    errata=[Erratum(printed=GLOBAL, formula=level,
                    wrong="the line w = −a is invariant and m ≤ 0 on it; the initial measure needs a fuller support")],
    near_misses={"no motion": -mass, "twice the rate": Tends(SLOPE, 0, mass * exp(-8 * kappa * level * t), t),
                 "half-way": level / 2},
    covers=["mean-field-global-convergence"],
    unsampled=UNSAMPLED,
)


@thin_support.derivation
def along_an_invariant_line():
    """a + w = 0 is kept, so m = −q ≤ 0 and |m| decays at the rate 4κ(s − m) ≥ 4κs."""
    A, W, g, epsilon = symbols("A W g epsilon", real=True)
    yield Cites("mean-field-linear-neurons", "ȧ = 2κ(s − m) w, ẇ = 2κ(s − m) a, and ṁ = 4κ(s − m) q")
    yield Equal(2 * kappa * g * W + 2 * kappa * g * A, 2 * kappa * g * (A + W), because="the speed of a + w vanishes with it")
    Q = Symbol("Q", nonnegative=True)
    yield Equal(Subs(Derivative((Q - 4 * kappa * (level + Q) * Q * epsilon) * exp(4 * kappa * level * (t + epsilon)), epsilon),
                     epsilon, 0), -4 * kappa * Q ** 2 * exp(4 * kappa * level * t),
                because="q = −m: q e^{4κst} does not grow, from q₀ = (1/n) Σ a_i²")
    yield AtMostStep(-4 * kappa * Q ** 2 * exp(4 * kappa * level * t), 0)
    return 0


@thin_support.numeric(
    dict(a=("3/2", "-1/2"), s="1/5", kappa="3/4", t=3), dict(a=("3/2", "-2/3", 1), s="7/4", kappa="1/2", t=1),
    dict(a=("1/10", "-1/5"), s=1, kappa="2/3", t="1/2"), dict(a=("4/5",), s="5/3", kappa=1, t=2))
def by_training_on_the_line(a, s, kappa, t):
    """Integrate the weights of all neurons from w = −a."""
    return _train(a, [-e for e in a], s, kappa, t)


algebraic = Theorem(
    name="mean-field-algebraic-rate",
    title="Linear neurons, target zero: convergence to the optimum at an algebraic rate",
    claim=Equals(SLOPE + r",\ s=0,\ w_i(0)=a_i(0)", mass / (1 + 4 * kappa * mass * t)),
    domain=Domain(Vectors(a), kappa, t),
    source=Source(PROBABILISTIC_MODELS, "§4.13", verdict="companion", printed=GLOBAL),
    near_misses={"exponential rate": mass * exp(-4 * kappa * mass * t), "factor 2": mass / (1 + 2 * kappa * mass * t),
                 "square root": mass / sqrt(1 + 8 * kappa * mass * t)},
    covers=["mean-field-global-convergence"],
    unsampled=UNSAMPLED,
)


@algebraic.derivation
def by_separating_the_variables():
    """a = w is kept, so q = m and ṁ = −4κm²."""
    f, m0 = Function("f"), Symbol("m0", positive=True)
    A, W, g = symbols("A W g", real=True)
    yield Cites("mean-field-linear-neurons", "ȧ = 2κ(s − m) w, ẇ = 2κ(s − m) a, and ṁ = 4κ(s − m) q")
    yield Equal(2 * kappa * g * W - 2 * kappa * g * A, -2 * kappa * g * (A - W), because="the speed of a − w vanishes with it")
    yield Solves([Derivative(f(t), t) + 4 * kappa * f(t) ** 2, Eq(f(0), m0)], {f: Lambda(t, m0 / (1 + 4 * kappa * m0 * t))},
                 because="1/m grows at the constant rate 4κ")
    total = Sum(a[i] ** 2, (i, 1, n)) / n
    return total / (1 + 4 * kappa * total * t)


@algebraic.numeric(dict(a=("3/2", "-1/2"), kappa="3/4", t=3), dict(a=("3/2", "-2/3", 1), kappa="1/2", t="1/3"),
                   dict(a=("1/5", "-1/3"), kappa="2/3", t=20), dict(a=("4/5",), kappa="5/3", t=7))
def by_training_towards_zero(a, kappa, t):
    """Integrate the weights of all neurons from w = a."""
    return _train(a, a, 0, kappa, t)
