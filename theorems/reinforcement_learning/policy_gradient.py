r"""The policy-gradient theorem.

Statement.  Let π_θ be a differentiable policy of a finite process with start distribution ρ, J(θ) = E Σ_{t≥0} γ^t
r_{t+1}, 0 ≤ γ < 1, and d_γ(s) = (1 − γ) Σ_t γ^t P(S_t = s), which sums to one.  Then

    ∇J = 1/(1 − γ) E_{S ∼ d_γ, A ∼ π}[∇ log π(A|S) Q(S, A)] = 1/(1 − γ) Σ_s d_γ(s) Σ_a ∇π(a|s) Q(s, a).

With two actions, π(1|s) = θ_s, and a direction h in which the policy moves, the inner sum is h_s (Q(s, 1) − Q(s, 0)).

Idea.  V(s) = Σ_a π(a|s) Q(s, a), so ∂V(s) = Σ_a ∂π(a|s) Q(s, a) + γ E[∂V(S_1) | S_0 = s].  Unroll this along the
episode: the first term is collected at every step with weight γ^t; the remainder γ^T E ∂V(S_T) tends to 0.

Notes.  d_γ, Q(·, 1) and Q(·, 0) are vectors of the formula; the points take them from irregular processes.  For a
process with all its symbols see `two_state_gradient`.

References.  R. S. Sutton, D. McAllester, S. Singh & Y. Mansour, Policy gradient methods for reinforcement learning with
function approximation, NeurIPS 12 (2000), Theorem 1.
"""

from fractions import Fraction

import numpy as np
from sympy import Derivative, Subs, Sum, Symbol, exp, oo, symbols

from numerics import decision_processes, mdp, policy_derivatives
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import (
    Domain,
    Equal,
    Equals,
    FiniteFourthMoment,
    Induction,
    Limit,
    Simplex,
    Source,
    Theorem,
    Vector,
    Vectors,
)

n, s = Symbol("n", integer=True, positive=True), Symbol("s", integer=True)
gamma = Symbol("gamma", nonnegative=True)
d, m = Vector("d", n), Vector("m", n)  # discounted visitation d_γ; stationary distribution
h, f, g = (Vector(name, n, real=True) for name in "hfg")  # ∂π(1|s), Q(s, 1), Q(s, 0)
PRINTED = (r"\nabla_\theta J(\theta) = \frac{1}{1-\gamma} \mathbb{E}_{S \sim d_\gamma^{\pi_\theta}, A \sim "
           r"\pi_\theta(\cdot|S)}[\nabla_\theta \log \pi_\theta(A|S) Q^{\pi_\theta}(S, A)]")

policy_gradient = Theorem(
    name="policy-gradient-theorem",
    title="Policy-gradient theorem: the derivative of the discounted return along a direction of policies",
    claim=Equals(r"\partial_h J(\pi_\theta),\; d=d_\gamma^{\pi_\theta},\; f=Q(\cdot,1),\; g=Q(\cdot,0)",
                 Sum(d[s] * h[s] * (f[s] - g[s]), (s, 1, n)) / (1 - gamma)),
    domain=Domain(Simplex(d, m), Vectors(h, f, g), gamma < 1),
    source=Source(PROBABILISTIC_MODELS, "§5.7", verdict="holds", printed=PRINTED),
    near_misses={"no 1/(1 − γ)": Sum(d[s] * h[s] * (f[s] - g[s]), (s, 1, n)),
                 "1/(1 − γ)²": Sum(d[s] * h[s] * (f[s] - g[s]), (s, 1, n)) / (1 - gamma) ** 2,
                 "undiscounted visitation": Sum(m[s] * h[s] * (f[s] - g[s]), (s, 1, n)) / (1 - gamma),
                 "action 1 alone": Sum(d[s] * h[s] * f[s], (s, 1, n)) / (1 - gamma)},
    covers=["policy-gradient-theorem"],
)


@policy_gradient.derivation
def by_unrolling_the_derivative_of_the_value():
    """∂V(s) = h_s (Q(s, 1) − Q(s, 0)) + γ E[∂V(S_1) | s], unrolled along the episode."""
    x, theta, slope, q0, q1, k0, k1 = symbols("x theta eta q_0 q_1 k_0 k_1", real=True)
    value = (1 - theta - slope * x) * (q0 + k0 * x) + (theta + slope * x) * (q1 + k1 * x)
    yield Equal(Subs(Derivative(value, x), x, 0), slope * (q1 - q0) + (1 - theta) * k0 + theta * k1,
                because="product rule in one state; r(s, a) does not depend on θ, so k_a = γ E[∂V(S_1) | s, a]")
    t, T, N = symbols("t T N", integer=True, positive=True)
    v = Vector("v", N, real=True)  # v_t = E ∂V(S_{t−1}); by the first step v_t − γ v_{t+1} = E h(f − g) at S_{t−1}
    c = Symbol("c", nonnegative=True)
    yield Induction(Sum(c ** (t - 1) * (v[t] - c * v[t + 1]), (t, 1, T)), v[1] - c ** T * v[T + 1], T, 1,
                    c ** T * (v[T + 1] - c * v[T + 2]), where=[Vectors(v), N >= T + 2],
                    because="tower property: E of the recursion at S_t, weighted by γ^t, telescopes")
    start, bound, rate = symbols("v_1 B r", positive=True)
    yield Limit(start - bound * exp(-rate * T), T, oo, start,
                because="γ = e^{−r} < 1, and |v_T| is at most B = max |∂V|")
    yield Equal(Sum(d[s] / (1 - gamma) * (h[s] * f[s] - h[s] * g[s]), (s, 1, n)),
                Sum(d[s] * h[s] * (f[s] - g[s]), (s, 1, n)) / (1 - gamma),
                because="Σ_t γ^t P(S_t = s) = d_γ(s)/(1 − γ) collects the time that is spent in s")
    return Sum(d[s] * h[s] * (f[s] - g[s]), (s, 1, n)) / (1 - gamma)


POLICIES = {0: (("1/3", "3/5"), (1, -2)), 1: (("1/3", "2/5", "3/4"), (1, -2, "1/2")),
            2: (("1/2", "1/4", "2/3"), ("3/2", 1, -1))}


def _policy(instance):
    probabilities, derivatives = ([Fraction(x) for x in row] for row in POLICIES[instance])
    return policy_derivatives.binary_policy(probabilities), policy_derivatives.binary_slope(derivatives)


def _at(instance, gamma):
    """A point: an irregular process, a policy and a direction, with the vectors that the theorem speaks of."""
    process, (policy, slope) = decision_processes.irregular(instance), _policy(instance)
    q0, q1 = zip(*mdp.action_values(process, policy, Fraction(gamma)), strict=True)
    return {"instance": instance, "gamma": gamma, "d": mdp.discounted_visitation(process, policy, Fraction(gamma)),
            "m": decision_processes.stationary_distribution(process, policy), "h": tuple(row[1] for row in slope),
            "f": q1, "g": q0}


@policy_gradient.numeric(_at(0, "4/5"), _at(1, "4/5"), _at(2, "2/3"), _at(1, "1/3"), _at(2, 0))
def by_power_series(instance, gamma):
    """Solve (1 − γ P_ε) V = r_ε for the policy π + ε h over power series in ε; the coefficient of ε in ρ·V."""
    return policy_derivatives.return_derivative(decision_processes.irregular(instance), *_policy(instance), gamma)


@policy_gradient.monte_carlo(_at(1, "1/2"), _at(2, "2/3"),
                             moments=FiniteFourthMoment(True, "returns and scores are bounded"))
def episodes_with_scores(rng, size, instance, gamma):
    """Σ_t γ^t G_t ∂ log π(A_t|S_t) over episodes that are cut once γ^t < 10⁻¹⁴ of their return is left."""
    policy, slope = _policy(instance)
    states, actions, rewards = mdp.rollouts(rng, size, mdp=decision_processes.irregular(instance), policy=policy,
                                            horizon=int(np.ceil(-32 / np.log(float(gamma)))))
    score = np.array([[float(x / p) for x, p in zip(*rows, strict=True)] for rows in zip(slope, policy, strict=True)])
    returns = mdp.discounted_returns_to_go(rewards, float(gamma))
    return (score[states, actions] * returns) @ float(gamma) ** np.arange(rewards.shape[1])
