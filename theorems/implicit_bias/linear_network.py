r"""Learning dynamics of a linear network with one hidden layer: modes are learned one after the other.

Statement.  Gradient flow of ½ ‖M − W₂W₁‖² from a balanced start aligned with the singular vectors of M decouples into
modes.  The strength a of a mode of singular value s, from 0 < a(0) = a₀ < s, obeys a' = 2a(s − a):

    a(t) = s e^{2st}/(e^{2st} − 1 + s/a₀),      a(t) = s/2 at t = log(s/a₀ − 1)/(2s)  (for a₀ < s/2).

Idea.  With balanced weights w₁ = w₂ = u the product a = u² obeys a logistic equation.

Notes.  As a₀ → 0 the half times of two modes are in the ratio s₂ : s₁ and far apart: between them the network rests near
saddles of the loss, the best approximations of M of lower rank.  The formula for a(t) holds for a₀ ≥ s as well.

References.  A. M. Saxe, J. L. McClelland & S. Ganguli, Exact solutions to the nonlinear dynamics of learning in deep
linear neural networks, ICLR 2014.
"""

import math

import numpy as np
from scipy.integrate import solve_ivp
from sympy import Derivative, Eq, Function, Lambda, exp, log, oo, symbols

from theorems.notes import PROBABILISTIC_MODELS
from verifiers import Domain, Equal, Equals, Limit, Solves, Source, Theorem, within

s, start, t = symbols("s a0 t", positive=True)

mode_strength = Theorem(
    name="linear-network-mode-dynamics",
    title="Strength of one mode of a two-layer linear network under gradient flow",
    claim=Equals(r"u^{\mathsf T}W_2(t)W_1(t)v,\quad Mv=su,\ M^{\mathsf T}u=sv",
                 s * exp(2 * s * t) / (exp(2 * s * t) - 1 + s / start)),
    domain=Domain(s, start, t),
    source=Source(PROBABILISTIC_MODELS, "§4.15", verdict="companion",
                  printed=r"\text{we move from saddlepoint to saddlepoint of the loss}"),
    near_misses={"rate s": s * exp(s * t) / (exp(s * t) - 1 + s / start), "one layer": s - (s - start) * exp(-t),
                 "early growth only": start * exp(2 * s * t), "loss without ½":
                 s * exp(4 * s * t) / (exp(4 * s * t) - 1 + s / start)},
    covers=["linear-network-mode-dynamics"],
    unsampled="A deterministic flow: nothing is random.",
)


@mode_strength.derivation
def by_the_logistic_equation():
    """Balanced weights stay balanced; the square of the common weight solves the logistic equation."""
    a = Function("a")
    first, second = symbols("w1 w2", real=True)
    loss = (s - first * second) ** 2 / 2
    yield Equal(first * Derivative(loss, first) - second * Derivative(loss, second), 0,
                because="w₁w₁' = w₂w₂': w₁² − w₂² is conserved, it stays 0")
    yield Equal(-second * Derivative(loss, first) - first * Derivative(loss, second),
                (first ** 2 + second ** 2) * (s - first * second), because="a' = w₁'w₂ + w₁w₂' = 2a(s − a) for w₁ = w₂")
    solution = s * exp(2 * s * t) / (exp(2 * s * t) - 1 + s / start)
    yield Solves([Derivative(a(t), t) - 2 * a(t) * (s - a(t)), Eq(a(0), start)], {a: Lambda(t, solution)},
                 because="separate the variables, from the initial value")
    return solution


def _network(s, other, a0, until, t):
    """State of W₁, W₂ (2×2) at time t, or when uᵀW₂W₁v = until; M has the singular values s and other."""
    u, v = np.array([[3, -4], [4, 3]]) / 5, np.array([[12, -5], [5, 12]]) / 13
    hidden = np.array([[8, -15], [15, 8]]) / 17
    target = u @ np.diag([s, other]) @ v.T
    weights = math.sqrt(a0) * np.concatenate([(hidden @ v.T).ravel(), (u @ hidden.T).ravel()])

    def mode(state):
        return float(u[:, 0] @ state[4:].reshape(2, 2) @ state[:4].reshape(2, 2) @ v[:, 0])

    def speed(_, state):
        first, second = state[:4].reshape(2, 2), state[4:].reshape(2, 2)
        gap = target - second @ first
        return np.concatenate([(second.T @ gap).ravel(), (gap @ first.T).ravel()])

    def reached(_, state):
        return mode(state) - until
    reached.terminal = True
    run = solve_ivp(speed, (0, t), weights, "DOP853", rtol=1e-12, atol=1e-14, events=reached)
    return run.t[-1], mode(run.y[:, -1]), run.status == 1


@mode_strength.numeric(dict(s=3, a0="1/100", t=1, other=1), dict(s=1, a0="1/20", t="5/2", other=2),
                       dict(s="3/2", a0="1/2", t="1/3", other="1/4"), dict(s="1/2", a0="2/3", t=2, other=3))
def by_training_both_layers(s, a0, t, other):
    """Integrate all eight weights of a 2×2 network (DOP853, 10⁻¹² a step) and project the product on the mode."""
    return within(_network(float(s), float(other), float(a0), math.inf, float(t))[1], 1e-9)


half_time = Theorem(
    name="linear-network-half-time",
    title="The time at which a mode of a two-layer linear network is half learned",
    claim=Equals(r"\min\{t: u^{\mathsf T}W_2(t)W_1(t)v=s/2\}", log(s / start - 1) / (2 * s)),
    domain=Domain(start, s > 2 * start),
    source=Source(PROBABILISTIC_MODELS, "§4.15", verdict="companion",
                  printed=r"\text{we can discover sparse representations of functions}"),
    near_misses={"rate s": log(s / start - 1) / s, "linear in 1/a₀": 1 / (2 * s * start),
                 "leading term only": log(s / start) / (2 * s), "singular value left out": log(1 / start - 1) / (2 * s)},
    fails_at=[dict(s=3, a0=2, other=1)],
    unsampled="A deterministic flow: nothing is random.",
)


@half_time.derivation
def by_solving_for_the_time():
    """The logistic curve passes s/2 when e^{2st} = s/a₀ − 1; the half times of two modes separate as a₀ → 0."""
    faster = symbols("r", positive=True)
    half = log(s / start - 1) / (2 * s)
    yield Solves(Eq(s * exp(2 * s * t) / (exp(2 * s * t) - 1 + s / start), s / 2), {t: half},
                 because="e^{2st} = s/a₀ − 1 in the formula for a(t), which grows")
    yield Limit((log(1 / start - 1) / 2) / (log(2 / start - 1) / 4), start, 0, 2, because="s = 1 takes twice as long as s = 2")
    yield Limit(log(faster / start - 1) / log(1 / start), start, 0, 1, because="logarithmic in 1/a₀ for every s")
    yield Limit(log(1 / start - 1) / 2 - log(2 / start - 1) / 4, start, 0, oo, because="and the gap grows")
    return half


@half_time.numeric(dict(s=3, a0="1/100", other=1), dict(s=1, a0="1/1000", other=3), dict(s="3/2", a0="1/5", other="1/2"))
def by_stopping_at_half(s, a0, other):
    """Integrate all eight weights and stop at half strength."""
    time, _, stopped = _network(float(s), float(other), float(a0), float(s) / 2, 100.0)
    return within(time, 1e-8) if stopped else math.inf
