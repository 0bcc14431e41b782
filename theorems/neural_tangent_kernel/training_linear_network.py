r"""Training a network with linear units to its end: the kernel changes by 1/n, the neurons by n^{−1/2}.

Statement.  Let f = n^{-1/2} Σ_k a_k z_k with z_k = w_k·x/√n_0, q = ‖x‖²/n_0, trained on one datum by gradient flow of
C = (f − y)² from f_0 and Θ_0 = (1/n) Σ_k (z_k² + q a_k²), with 2√(q/n) |f_0| < Θ_0.  Then f → y and

    Θ_∞ = √(Θ_0² + 4q (y² − f_0²)/n),    |Θ_∞ − Θ_0| ≤ 4q |y² − f_0²|/(n Θ_0).

From f_0 = 0 the mean square displacement D of the pairs (a_k, z_k/√q) has |n D − y²/Θ_0| ≤ 3q y⁴/(4n Θ_0³).

Idea.  df/dt = −2(f − y)Θ and dΘ/dt = −8q (f − y) f/n, so that Θ² − 4q f²/n is constant.  Each (a_k, z_k/√q) moves on a
hyperbola: the sum and the difference of its entries are multiplied by e^{∓τ}, with the same τ for all units.

Notes.  At initialisation Θ_0 and f_0 are of order 1.  Θ ± 2√(q/n) f = (1/n) Σ_k (z_k ± √q a_k)² ≥ 0 gives the hypothesis
with ≤; if it is an equality, f keeps its sign and reaches y only if y has that sign.

References.  A. Jacot, F. Gabriel & C. Hongler, Neural tangent kernel, NeurIPS 31 (2018), Theorem 2; A. M. Saxe,
J. L. McClelland & S. Ganguli, Exact solutions to the nonlinear dynamics of learning in deep linear networks, ICLR 2014.
"""

import math
from fractions import Fraction

import numpy as np
from scipy.integrate import solve_ivp
from sympy import Abs, Derivative, Function, Integer, Lambda, Rational, Subs, Sum, Symbol, cosh, exp, oo, sinh, sqrt, symbols

from theorems.notes import PROBABILISTIC_MODELS
from verifiers import (
    AtMost,
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
    Vector,
    Vectors,
    within,
)

n = Symbol("n", integer=True, positive=True)
q, K = symbols("q K", positive=True)  # K = Θ₀
f0, y = symbols("f0 y", real=True)
START = r"\quad f=\tfrac1{\sqrt n}\sum_ka_kz_k,\ q=\tfrac1{n_0}\|x\|^2,\ K=\Theta_0=\tfrac1n\sum_k(z_k^2+qa_k^2)"
PRINTED = (r"\text{the change of the NTK is of order } n_1\mathcal{O}(\epsilon/n_1\cdot n_1)="
           r"\mathcal{O}(\epsilon/n_1) \dots \text{ and so it doesn't change very much at all}")
HYPOTHESIS = (f0 < K * sqrt(n) / (2 * sqrt(q)), f0 > -K * sqrt(n) / (2 * sqrt(q)))
UNSAMPLED = "A deterministic flow from given parameters: nothing is random."

trained_kernel = Theorem(
    name="linear-network-kernel-after-training",
    title="Tangent kernel of a linear network after training on one datum",
    claim=Equals(r"\Theta_\infty," + START, sqrt(K ** 2 + 4 * q * (y ** 2 - f0 ** 2) / n)),
    domain=Domain(n, q, K, y, *HYPOTHESIS),
    source=Source(PROBABILISTIC_MODELS, "§4.7", verdict="companion", printed=PRINTED),
    near_misses={"constant kernel": K, "exact order n^(−1/2)": sqrt(K ** 2 + 4 * q * (y ** 2 - f0 ** 2) / sqrt(n)),
                 "first order": K + 2 * q * (y ** 2 - f0 ** 2) / (n * K), "increases": sqrt(K ** 2 + 4 * q * y ** 2 / n),
                 "from the displacement of f": sqrt(K ** 2 + 4 * q * (y - f0) ** 2 / n)},
    covers=["ntk-training-drift"],
    unsampled=UNSAMPLED,
)

drift_bound = Theorem(
    name="linear-network-kernel-drift-bound",
    title="The kernel of a linear network changes at most by order 1/n in the whole of training",
    claim=AtMost(r"|\Theta_\infty-\Theta_0|," + START, 4 * q * Abs(y ** 2 - f0 ** 2) / (n * K)),
    domain=Domain(n, q, K, y, *HYPOTHESIS),
    source=Source(PROBABILISTIC_MODELS, "§4.7", verdict="companion", printed=PRINTED),
    near_misses={"half of it": 2 * q * Abs(y ** 2 - f0 ** 2) / (n * K),
                 "order 1/n²": 4 * q * Abs(y ** 2 - f0 ** 2) / (n ** 2 * K), "no change": Integer(0)},
    covers=["ntk-training-drift"],
    unsampled=UNSAMPLED,
)

displacement = Theorem(
    name="linear-network-neuron-displacement",
    title="Neurons of a linear network move by the order n^(−1/2) in the whole of training",
    claim=Tends(r"n\cdot\tfrac1n\sum_k\Big[(\Delta a_k)^2+\tfrac1q(\Delta z_k)^2\Big],\ f_0=0," + START, y ** 2 / K,
                3 * q * y ** 4 / (4 * n * K ** 3), variable=n),
    domain=Domain(n, q, K, y),
    source=Source(PROBABILISTIC_MODELS, "§4.7", verdict="holds",
                  printed=r"\text{the change that the } n \text{ neurons need to incur is }\mathcal{O}(\epsilon/\sqrt{n_1})"),
    near_misses={"neurons move by the exact order 1/n": Integer(0), "not divided by the kernel": y ** 2,
                 "multiplied by the kernel": y ** 2 * K, "one layer moves": y ** 2 / (2 * K)},
    covers=["ntk-training-drift"],
    unsampled=UNSAMPLED,
)


@trained_kernel.derivation
def by_a_conserved_quantity():
    """The velocities of all units add up to those of f and Θ; Θ² − 4qf²/n rests."""
    k = Symbol("k", integer=True)
    a, z = Vector("a", n, real=True), Vector("z", n, real=True)
    f, e, kernel, end = symbols("f e Theta Theta_oo", real=True)
    own = [Vectors(a, z)]
    speed_a, speed_z = -2 * e * z[k] / sqrt(n), -2 * e * q * a[k] / sqrt(n)
    one, other = symbols("a_k z_k", real=True)
    yield Equal(-2 * e * Derivative(one * other / sqrt(n), one), -2 * e * other / sqrt(n), because="da_k/dt")
    yield Equal(-2 * e * q * Derivative(one * other / sqrt(n), other), -2 * e * q * one / sqrt(n),
                because="dz_k/dt: the squares of ∂z_k/∂w_kj = x_j/√n₀ add up to q")
    yield Equal(Sum(speed_a * z[k] + a[k] * speed_z, (k, 1, n)) / sqrt(n),
                -2 * e * Sum(z[k] ** 2 + q * a[k] ** 2, (k, 1, n)) / n, because="df/dt = −2eΘ", where=own)
    yield Equal(Sum(2 * z[k] * speed_z + 2 * q * a[k] * speed_a, (k, 1, n)) / n,
                -8 * e * q * Sum(a[k] * z[k] / sqrt(n), (k, 1, n)) / n, because="dΘ/dt = −8eqf/n", where=own)
    yield Equal(Derivative(kernel ** 2 - 4 * q * f ** 2 / n, kernel) * (-8 * e * q * f / n)
                + Derivative(kernel ** 2 - 4 * q * f ** 2 / n, f) * (-2 * e * kernel), 0, because="Θ² − 4qf²/n is constant")
    yield Equal(Sum((z[k] + sqrt(q) * a[k]) ** 2, (k, 1, n)) / n,
                Sum(z[k] ** 2 + q * a[k] ** 2, (k, 1, n)) / n + 2 * sqrt(q / n) * Sum(a[k] * z[k], (k, 1, n)) / sqrt(n),
                because="Θ ≥ 2√(q/n)|f|: the constant is ≥ 0, and if it is > 0, Θ stays away from 0 and f → y", where=own)
    result = sqrt(K ** 2 + 4 * q * (y ** 2 - f0 ** 2) / n)
    yield Solves(end ** 2 - 4 * q * y ** 2 / n - (K ** 2 - 4 * q * f0 ** 2 / n), {end: result}, because="at the end f = y")
    yield Limit(n * (result - K), n, oo, 2 * q * (y ** 2 - f0 ** 2) / K, because="the exact order is 1/n")
    return result


@drift_bound.derivation
def by_a_difference_of_squares():
    """Θ_∞ − Θ_0 = (Θ_∞² − Θ_0²)/(Θ_∞ + Θ_0)."""
    end, gap = symbols("E g", nonnegative=True)
    yield Cites("linear-network-kernel-after-training", "Θ_∞² − Θ_0² = 4q (y² − f_0²)/n")
    yield Equal((end - K) * (end + K), end ** 2 - K ** 2, because="so |Θ_∞ − Θ_0| = |Θ_∞² − Θ_0²|/(Θ_∞ + Θ_0)")
    yield AtMostStep(gap / (end + K), gap / K, because="Θ_∞ ≥ 0")
    return 4 * q * Abs(y ** 2 - f0 ** 2) / (n * K)


@displacement.derivation
def by_hyperbolic_rotations():
    """p_k = a_k + z_k/√q and m_k = a_k − z_k/√q become e^{−τ}p_k and e^{τ}m_k; Σp² = Σm² = nΘ_0/q if f_0 = 0."""
    tau, c, energy = symbols("tau c A", positive=True)
    p, m = Function("p"), Function("m")
    p0, m0 = symbols("p0 m0", real=True)
    yield Solves([Derivative(p(tau), tau) + p(tau), Derivative(m(tau), tau) - m(tau)],
                 {p: Lambda(tau, p0 * exp(-tau)), m: Lambda(tau, m0 * exp(tau))},
                 because="d(a ± z/√q)/dt = ∓2e√(q/n)(a ± z/√q), in the time with dτ = 2e√(q/n) dt")
    total = energy * ((1 - exp(-tau)) ** 2 + (exp(tau) - 1) ** 2) / 2
    yield Equal(total, energy * 2 * cosh(tau) * (cosh(tau) - 1), because="Σ (Δa² + Δz²/q) = ½ Σ (Δp² + Δm²), A = nΘ_0/q")
    yield Equal(sqrt(q / n) / 4 * energy * (exp(-2 * tau) - exp(2 * tau)), -sqrt(q / n) / 2 * energy * sinh(2 * tau),
                because="f = √(q/n) Σ (p² − m²)/4 = y at the end")
    yield Equal(sinh(2 * tau) ** 2 / 4, cosh(tau) ** 2 * (cosh(tau) ** 2 - 1),
                because="so y² n/(qA²) = c²(c² − 1), c = cosh τ, and y²/Θ_0 = A c²(c² − 1)")
    square = c ** 2 * (c ** 2 - 1)
    yield Equal(energy * square - energy * 2 * c * (c - 1), energy * square ** 2 * (c + 2) / (c ** 3 * (c + 1) ** 2),
                because="y²/Θ_0 less the total, which is ≥ 0", where=[c > 1])
    yield AtMostStep((c + 2) / (c ** 3 * (c + 1) ** 2), Rational(3, 4), because="it decreases in c", where=[c >= 1])
    share = Symbol("S", positive=True)
    here = {energy: n * K / q, share: q * y ** 2 / (n * K ** 2)}
    yield Equal(Subs(energy * share, tuple(here), tuple(here.values())), y ** 2 / K, because="S = c²(c² − 1) = qy²/(nΘ_0²)")
    yield Equal(Subs(Rational(3, 4) * energy * share ** 2, tuple(here), tuple(here.values())),
                3 * q * y ** 4 / (4 * n * K ** 3), because="the difference is at most ¾AS²")
    return y ** 2 / K


def _start(pattern, x, y, copies=1):
    """Units (w_k, a_k) as a repeated pattern; n, q, K and f₀ of the definition, f₀ rational if n n₀ is a square."""
    units = [([Fraction(e) for e in w], Fraction(a)) for w, a in pattern] * copies
    width, inputs = len(units), len(x)
    x = [Fraction(e) for e in x]
    products = [sum(e * f for e, f in zip(w, x, strict=True)) for w, _ in units]  # √n₀ z_k
    root = math.isqrt(width * inputs)
    assert root ** 2 == width * inputs
    energy = sum(e * e for e in x) / inputs
    kernel = sum(p * p / inputs + energy * a * a for p, (_, a) in zip(products, units, strict=True)) / width
    return dict(n=width, q=energy, K=kernel, f0=sum(a * p for p, (_, a) in zip(products, units, strict=True)) / root, y=y,
                x=tuple(x), w=tuple(e for w, _ in units for e in w), a=tuple(a for _, a in units))


def _train(x, w, a, y):
    """Initial and final hidden weights (n, n₀) and output weights (n,) of the whole network."""
    x, a = np.array(x, dtype=float), np.array(a, dtype=float)
    w = np.array(w, dtype=float).reshape(a.size, x.size)
    scale = 1 / np.sqrt(x.size * a.size)

    def speed(_, state):
        hidden, output = state[:w.size].reshape(w.shape), state[w.size:]
        gap = -2 * (scale * output @ hidden @ x - float(y))
        return np.concatenate([(gap * scale * np.outer(output, x)).ravel(), gap * scale * hidden @ x])
    run = solve_ivp(speed, (0, 200), np.concatenate([w.ravel(), a]), "DOP853", rtol=1e-12, atol=1e-13)
    return w, a, run.y[:w.size, -1].reshape(w.shape), run.y[w.size:, -1]


def _kernel(x, w, a):
    """Σ_θ (∂_θ f)²."""
    x = np.array(x, dtype=float)
    scale = 1 / np.sqrt(x.size * a.size)
    return float(np.sum((scale * np.outer(a, x)) ** 2) + np.sum((scale * w @ x) ** 2))


PAIR = ((("1/2", 1), "3/4"), (("3/2", "-1/3"), "-1/2"))
SINGLE = (((1,), "3/2"), (("-1/3",), 1), (("2/3",), "-1/2"), ((2,), "5/4"))
ALIGNED = (((1,), "9/10"), ((2,), 2), (("3/2",), "7/5"), (("1/2",), "3/5"))
STARTS = [_start(PAIR, (1, "3/2"), 2), _start(SINGLE, ("3/2",), "-1/3"), _start(PAIR, (2, "1/2"), "1/2", copies=4),
          _start(SINGLE, ("4/5",), 3, copies=4), _start(ALIGNED, (1,), "1/5"), _start(ALIGNED, ("11/10",), "1/10")]


@trained_kernel.numeric(*STARTS)
def by_training_all_weights(x, w, a, y):
    """Integrate all weights (DOP853, 10⁻¹² a step), and sum the squares of the derivatives at the end."""
    _, _, hidden, output = _train(x, w, a, y)
    return within(_kernel(x, hidden, output), 1e-8)


ONE_UNIT = ((("3/10",), "1/4"),)  # z near √q a: the kernel falls far


@drift_bound.numeric(*STARTS, *(_start(ONE_UNIT, (2,), y) for y in ("1/50", "2/25")))
def by_two_kernels(x, w, a, y):
    """The kernels at the start and at the end of the integration."""
    before_hidden, before_output, hidden, output = _train(x, w, a, y)
    return within(abs(_kernel(x, hidden, output) - _kernel(x, before_hidden, before_output)), 1e-8)


BALANCED = ((("1/2", 1), "3/4"), (("1/2", 1), "-3/4"))


@displacement.numeric(*({k: v for k, v in _start(BALANCED, x, y, copies).items() if k != "f0"} for x, y, copies in (
    ((1, "3/2"), "1/2", 1), ((2, "1/2"), "3/4", 4), (("1/2", "2/3"), "1/5", 9), ((1, "1/3"), "-1/10", 4))))
def by_the_path_of_every_neuron(x, w, a, y):
    """Integrate all weights; squared displacements of a_k, and of w_k·x by ‖x‖²."""
    before_hidden, before_output, hidden, output = _train(x, w, a, y)
    direction = np.array(x, dtype=float)
    moved = ((hidden - before_hidden) @ direction) ** 2 / (direction @ direction)
    return within(float(np.sum(moved) + np.sum((output - before_output) ** 2)), 1e-8)
