r"""Baselines: the policy gradient with advantages.

Statement.  For every baseline b(s), Σ_a ∇π(a|s) b(s) = 0; so Q may be replaced by the advantage A = Q − V:

    ∇J = 1/(1 − γ) E_{S ∼ d_γ, A ∼ π}[∇ log π(A|S) A(S, A)].

For softmax probabilities π_k ∝ e^{θ_k} of one state the component k of E[∇ log π(A) (Q(A) − b)] is π_k (Q_k − Σ_j π_j
Q_j), whatever b is: the advantage appears by itself.

Notes.  The notes print E[∇ log π A], without 1/(1 − γ).  That is exact if E is the discounted sum over the steps of an
episode, not normalised; for the visitation measure d_γ of §5.7, which is, the factor is missing: five times too small
at γ = 4/5.

References.  R. J. Williams, Simple statistical gradient-following algorithms, Machine Learning 8 (1992); R. S. Sutton
& A. G. Barto, Reinforcement Learning (2nd ed., 2018), §13.4–13.5.
"""

from fractions import Fraction

import numpy as np
from flint import fmpq, fmpq_series
from sympy import Derivative, Integer, Subs, Sum, Symbol, exp, log, symbols

from numerics import decision_processes, mdp, policy_derivatives
from numerics.simplex import categorical
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import (
    Bounded,
    Cites,
    Domain,
    Equal,
    Equals,
    Erratum,
    Simplex,
    Source,
    Theorem,
    Vector,
    Vectors,
)

n, s = Symbol("n", integer=True, positive=True), Symbol("s", integer=True)
gamma = Symbol("gamma", nonnegative=True)
d = Vector("d", n)
h, f, g, q = (Vector(name, n, real=True) for name in "hfgq")
PRINTED = r"\nabla_\theta J=\mathbb{E}[\nabla_\theta\log\pi_\theta(a|s)A(s,a)]"
SOURCE = Source(PROBABILISTIC_MODELS, "§5.6", verdict="holds under a condition", printed=PRINTED)

advantage_gradient = Theorem(
    name="advantage-policy-gradient",
    title="The policy gradient with advantages",
    claim=Equals(r"\partial_h J(\pi_\theta),\; d=d_\gamma^{\pi_\theta},\; f=A(\cdot,1),\; g=A(\cdot,0)",
                 Sum(d[s] * h[s] * (f[s] - g[s]), (s, 1, n)) / (1 - gamma)),
    domain=Domain(Simplex(d), Vectors(h, f, g), gamma < 1),
    source=SOURCE,
    errata=[Erratum(printed=PRINTED, formula=Sum(d[s] * h[s] * (f[s] - g[s]), (s, 1, n)),
                    wrong="the factor 1/(1 − γ) is missing if E is over the normalised visitation d_γ")],
    near_misses={"a baseline for action 1 alone": Sum(d[s] * h[s] * f[s], (s, 1, n)) / (1 - gamma),
                 "a baseline b(s, a) = Q(s, a)": Integer(0),
                 "scores added": Sum(d[s] * h[s] * (f[s] + g[s]), (s, 1, n)) / (1 - gamma)},
    covers=["actor-critic-advantage"],
)


@advantage_gradient.derivation
def by_subtracting_the_baseline():
    """The derivatives of the probabilities of both actions cancel; so any function of the state may be subtracted."""
    theta, base, q0, q1 = symbols("theta b q_0 q_1", real=True)
    yield Equal(Derivative(theta * (q1 - base) + (1 - theta) * (q0 - base), theta), q1 - q0,
                because="θ = π(1|s): Σ_a ∂π(a|s) b(s) = b(s) ∂1 = 0; with b = V, A(s, a) = Q(s, a) − V(s)")
    yield Cites("policy-gradient-theorem", "∂J = 1/(1 − γ) Σ_s d_γ(s) h_s (Q(s, 1) − Q(s, 0))")
    return Sum(d[s] * (h[s] * f[s] - h[s] * g[s]), (s, 1, n)) / (1 - gamma)


POLICIES = {0: (("1/4", "2/3"), (2, -1)), 1: (("1/2", "1/5", "3/5"), (1, "3/2", -2)),
            2: (("2/5", "1/3", "3/4"), (-1, 1, "1/2"))}


def _policy(instance):
    probabilities, derivatives = ([Fraction(x) for x in row] for row in POLICIES[instance])
    return policy_derivatives.binary_policy(probabilities), policy_derivatives.binary_slope(derivatives)


def _at(instance, gamma):
    """A point: an irregular process, a policy and a direction, with visitation and advantages."""
    process, (policy, slope) = decision_processes.irregular(instance), _policy(instance)
    values = mdp.state_values(process, policy, Fraction(gamma))
    table = [[x - v for x in row] for row, v in zip(mdp.action_values(process, policy, Fraction(gamma)), values,
                                                    strict=True)]
    return {"instance": instance, "gamma": gamma, "d": mdp.discounted_visitation(process, policy, Fraction(gamma)),
            "h": tuple(row[1] for row in slope), "f": tuple(row[1] for row in table),
            "g": tuple(row[0] for row in table)}


@advantage_gradient.numeric(_at(0, "4/5"), _at(1, "2/3"), _at(2, "1/2"))
def by_power_series(instance, gamma):
    """Solve (1 − γ P_ε) V = r_ε for the policy π + ε h over power series in ε; the coefficient of ε in ρ·V."""
    return policy_derivatives.return_derivative(decision_processes.irregular(instance), *_policy(instance), gamma)


@advantage_gradient.monte_carlo(_at(0, "4/5"), _at(1, "2/3"), moments=Bounded(-20, 140))
def actor_and_critic(rng, size, instance, gamma):
    """The critic's error r + γ V(S′) − V(S), S drawn from d_γ, is an unbiased advantage."""
    process, (policy, slope) = decision_processes.irregular(instance), _policy(instance)
    critic = np.array([float(v) for v in mdp.state_values(process, policy, gamma)])
    state = mdp.sampled_visitation(rng, size, mdp=process, policy=policy, gamma=gamma)
    action = (rng.random(size) < np.array([float(row[1]) for row in policy])[state]).astype(int)
    steps = np.cumsum([[[float(x) for x in row] for row in rows] for rows in process.transition], axis=2)
    after = (rng.random((size, 1)) > steps[state, action][:, :-1]).sum(axis=1)
    rewards = np.array([[float(x) for x in row] for row in process.reward])
    error = rewards[state, action] + float(gamma) * critic[after] - critic[state]
    score = np.array([[float(x / p) for x, p in zip(*rows, strict=True)] for rows in zip(slope, policy, strict=True)])
    return score[state, action] * error / (1 - float(gamma))


k, j = Symbol("k", integer=True, positive=True), Symbol("j", integer=True)
pi = Vector("pi", n)
b = Symbol("b", real=True)

softmax_baseline = Theorem(
    name="softmax-score-with-a-baseline",
    title="The score of a softmax times values less a baseline",
    claim=Equals(r"\mathbb{E}[\partial_{\theta_k}\log\pi_\theta(A)\,(Q(A)-b)],\; \pi_j\propto e^{\theta_j}",
                 pi[k] * (q[k] - Sum(pi[j] * q[j], (j, 1, n)))),
    domain=Domain(Simplex(pi), Vectors(q), k <= n, b),
    source=SOURCE,
    near_misses={"not centred": pi[k] * q[k], "the baseline stays": pi[k] * (q[k] - b),
                 "a baseline b(a) for action k alone": pi[k] * (q[k] - Sum(pi[j] * q[j], (j, 1, n))) - b * pi[k],
                 "advantage alone": q[k] - Sum(pi[j] * q[j], (j, 1, n))},
    covers=["actor-critic-advantage"],
)


@softmax_baseline.derivation
def by_the_mean_of_the_score():
    """∂_k log π_j = δ_jk − π_k has the mean 0, so b drops out."""
    x, rest, u = Symbol("x", positive=True), Symbol("R", positive=True), Symbol("u", real=True)
    yield Equal(Subs(Derivative(log(x * exp(u) / (x * exp(u) + rest)), u), u, 0), 1 - x / (x + rest),
                because="∂_k log π_k = 1 − π_k, with x = e^{θ_k} and R the sum of the other weights")
    yield Equal(Subs(Derivative(log(rest / (x * exp(u) + rest)), u), u, 0), -x / (x + rest),
                because="∂_k log π_j = −π_k for j ≠ k: only the normalisation depends on θ_k")
    mean = Sum(pi[j] * q[j], (j, 1, n))
    yield Equal(Sum(pi[j] * (-pi[k]) * (q[j] - b), (j, 1, n)) + pi[k] * (q[k] - b), pi[k] * (q[k] - mean),
                because="Σ_j π_j (δ_jk − π_k)(Q_j − b), the term j = k written apart; Σ_j π_j = 1")
    return pi[k] * (q[k] - mean)


SOFTMAX = (dict(pi=("1/5", "1/2", "3/10"), q=(4, -1, 3), k=2, b=5), dict(pi=("2/3", "1/3"), q=(1, 5), k=1, b="-1/2"),
           dict(pi=("1/4", "1/8", "1/2", "1/8"), q=(2, 7, -3, 5), k=4, b=3))


@softmax_baseline.numeric(*SOFTMAX)
def by_moving_one_logit(pi, q, k, b):
    """Σ_j π_j (Q_j − b) after adding ε to the logit k, as a power series in ε: its coefficient of ε."""
    weights = [fmpq_series([fmpq(p.numerator, p.denominator) * c for c in ((1, 1) if j + 1 == k else (1, 0))], prec=2)
               for j, p in enumerate(pi)]
    gains = [Fraction(x) - b for x in q]
    total = sum(weights[1:], weights[0])
    moved = sum((w * fmpq(x.numerator, x.denominator) for w, x in zip(weights, gains, strict=True)),
                fmpq_series([0], prec=2))
    return (moved / total)[1]


@softmax_baseline.monte_carlo(*SOFTMAX, moments=Bounded(-20, 20))
def score_times_centred_value(rng, size, pi, q, k, b):
    """Draw the action, multiply its score with respect to the logit k by its value less the baseline."""
    action = categorical(rng, size, probabilities=pi)
    logits = np.log([[float(p) for p in pi]])
    score = mdp.softmax_score(logits, np.zeros_like(action), action)[:, 0, k - 1]
    return score * (np.array([float(x) for x in q])[action] - float(b))
