r"""Past rewards have no part in the gradient.

Statement.  Let score_t = ∂ log π_θ(A_t|S_t), past_t = Σ_{k<t} γ^k r_{k+1} the rewards r_1 … r_t received before A_t,
and future_t = γ^t G_t.  Then

    E[past_t score_t] = 0,   E[R(τ) score_t] = E[future_t score_t] = γ^t E[Q(S_t, A_t) score_t].

With two actions, π(1|s) = θ_s and derivatives h_s, the last term is γ^t Σ_s P(S_t = s) h_s (Q(s, 1) − Q(s, 0)).

Idea.  Tower property: given the history H_t the score has the mean Σ_a ∂π(a|S_t) = 0, and the past is known.

Notes.  The notes print E[∇ past] + E[∇ future] with E[∇ past] = 0.  As shorthand for E[past · score] this is right; the
gradient of the expected past is not 0, since earlier actions depend on θ too.  The reward r_{t+1} belongs to the
future, which keeps its factor γ^t.

References.  R. S. Sutton & A. G. Barto, Reinforcement Learning (2nd ed., 2018), §13.3.
"""

from fractions import Fraction

import numpy as np
from sympy import Derivative, Integer, Sum, Symbol, log, symbols

from numerics import decision_processes, mdp, policy_derivatives
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import (
    Domain,
    Equal,
    Equals,
    Erratum,
    FiniteFourthMoment,
    Simplex,
    Source,
    Theorem,
    Vector,
    Vectors,
)

n, s = Symbol("n", integer=True, positive=True), Symbol("s", integer=True)
t = Symbol("t", integer=True, nonnegative=True)
gamma, past = Symbol("gamma", positive=True), Symbol("e", real=True)  # e = ∂ E[past_t]
w = Vector("w", n)  # P(S_t = s)
h, f, g, u, v = (Vector(name, n, real=True) for name in "hfguv")  # ∂π(1|s), Q(s, 1), Q(s, 0), r(s, 1), r(s, 0)
PRINTED = (r"\mathbb{E}[R(\tau)\nabla_\theta\log\pi_\theta(A_t|S_t)]=\mathbb{E}[\nabla_\theta\text{past}]+"
           r"\mathbb{E}[\nabla_\theta\text{future}] \dots \text{ Then } \mathbb{E}[\nabla_\theta\text{past}]=0")
SOURCE = Source(PROBABILISTIC_MODELS, "§5.7", verdict="wrong as printed", printed=PRINTED)
FUTURE = gamma ** t * Sum(w[s] * h[s] * (f[s] - g[s]), (s, 1, n))

past_and_future = Theorem(
    name="return-times-score",
    title="The mean of the whole return times one score",
    claim=Equals(r"\mathbb{E}[R(\tau)\,\partial_\theta\log\pi_\theta(A_t|S_t)],\; w_s=\mathbb{P}(S_t=s),"
                 r"\; f=Q(\cdot,1),\; g=Q(\cdot,0)", FUTURE),
    domain=Domain(Simplex(w), Vectors(h, f, g, u, v), past, t, gamma < 1),
    source=SOURCE,
    errata=[Erratum(printed=PRINTED, formula=past + FUTURE,
                    wrong="the gradient of the expected past is not 0: the score multiplies the past, it does not "
                          "differentiate it")],
    near_misses={"γ^t missing": Sum(w[s] * h[s] * (f[s] - g[s]), (s, 1, n)),
                 "r_{t+1} counted to the past": gamma ** t * Sum(w[s] * h[s] * (f[s] - u[s] - g[s] + v[s]), (s, 1, n)),
                 "action 1 alone": gamma ** t * Sum(w[s] * h[s] * f[s], (s, 1, n))},
    covers=["past-future-decomposition"],
)


@past_and_future.derivation
def by_the_tower_property():
    """Given the history, that is the state and the past Z."""
    theta = Symbol("theta", positive=True)
    slope, known, q0, q1 = symbols("eta Z q_0 q_1", real=True)
    up, down = slope / theta, -slope / (1 - theta)
    yield Equal(theta * up * (known + gamma ** t * q1) + (1 - theta) * down * (known + gamma ** t * q0),
                gamma ** t * slope * (q1 - q0), where=[theta < 1],
                because="E[R score_t | H_t], as E[G_t | H_t, A_t = a] = Q(S_t, a); no Z is left: E[past_t score_t | H_t] = 0")
    total = gamma ** t * Sum(w[s] * h[s] * (f[s] - g[s]), (s, 1, n))
    yield Equal(Sum(w[s] * gamma ** t * h[s] * (f[s] - g[s]), (s, 1, n)), total, because="the mean over S_t")
    return total


POLICIES = {0: (("1/4", "2/3"), (2, -1)), 1: (("1/2", "1/5", "3/5"), (1, "3/2", -2)),
            2: (("2/5", "1/3", "3/4"), (-1, 1, "1/2"))}


def _policy(instance):
    probabilities, derivatives = ([Fraction(x) for x in row] for row in POLICIES[instance])
    return policy_derivatives.binary_policy(probabilities), policy_derivatives.binary_slope(derivatives)


def _at(instance, gamma, t, horizon):
    """A point: an irregular process cut after `horizon` steps, with the law of S_t and the values of the steps left."""
    process, (policy, slope) = decision_processes.irregular(instance), _policy(instance)
    law, states, discount = list(process.start), range(process.states), Fraction(gamma)
    matrix = mdp.state_transition(process, policy)
    for _ in range(t):
        law = [sum(law[x] * matrix[x][y] for x in states) for y in states]
    values = [Fraction(0)] * process.states
    for _ in range(horizon - t):
        table = [[process.reward[x][a] + discount * sum(process.transition[x][a][y] * values[y] for y in states)
                  for a in range(2)] for x in states]
        values = [sum(pi * q for pi, q in zip(policy[x], table[x], strict=True)) for x in states]
    gradient = policy_derivatives.finite_return_derivative(process, policy, slope, discount, t) if t else 0
    return {"instance": instance, "horizon": horizon, "gamma": gamma, "t": t, "w": tuple(law), "e": gradient,
            "h": tuple(row[1] for row in slope), "f": tuple(row[1] for row in table),
            "g": tuple(row[0] for row in table), "u": tuple(row[1] for row in process.reward),
            "v": tuple(row[0] for row in process.reward)}


POINTS = (_at(0, "4/5", 2, 4), _at(1, "2/3", 1, 3), _at(2, "1/2", 1, 2))


@past_and_future.numeric(*POINTS, _at(1, "3/4", 0, 2))
def over_all_trajectories(instance, horizon, gamma, t):
    """Σ over all trajectories of probability, whole return and the score of the action at time t, in rationals."""
    policy, slope = _policy(instance)
    return sum(chance * slope[states[t]][actions[t]] / policy[states[t]][actions[t]]
               * sum(gamma ** k * r for k, r in enumerate(rewards))
               for chance, states, actions, rewards in
               mdp.enumerate_trajectories(decision_processes.irregular(instance), policy, horizon))


@past_and_future.monte_carlo(*POINTS, moments=FiniteFourthMoment(True, "finitely many trajectories"))
def whole_returns_times_one_score(rng, size, instance, horizon, gamma, t):
    """R(τ) ∂ log π(A_t|S_t) of sampled episodes."""
    policy, slope = _policy(instance)
    states, actions, rewards = mdp.rollouts(rng, size, mdp=decision_processes.irregular(instance), policy=policy,
                                            horizon=horizon)
    score = np.array([[float(x / p) for x, p in zip(*rows, strict=True)] for rows in zip(slope, policy, strict=True)])
    return rewards @ float(gamma) ** np.arange(horizon) * score[states[:, t], actions[:, t]]


k = Symbol("k", integer=True)
step = Symbol("t", integer=True, positive=True)
r = Vector("r", n, real=True)

independent_steps = Theorem(
    name="return-times-score-of-independent-steps",
    title="Which reward the score of one of n independent steps sees",
    claim=Equals(r"\mathbb{E}[R(\tau)\,\partial_\theta\log\pi_\theta(A_t)],"
                 r"\; R(\tau)=\sum_k\gamma^{k-1}r_k\mathbf 1\{A_k=1\}",
                 gamma ** (step - 1) * r[step]),
    domain=Domain(Vectors(r), step <= n, gamma < 1),
    source=SOURCE,
    errata=[Erratum(printed=PRINTED, formula=Sum(gamma ** (k - 1) * r[k], (k, 1, n)),
                    wrong="∇E[past] + ∇E[future] is the whole gradient; the score of one step sees its own share")],
    near_misses={"γ^t missing": r[step], "with the past": Sum(gamma ** (k - 1) * r[k], (k, 1, step)),
                 "r_{t+1} counted to the past": Integer(0)},
    covers=["past-future-decomposition"],
)


@independent_steps.derivation
def by_independence():
    """The score has mean 0 and does not depend on the other actions, whose share of R is Z."""
    theta, other, own = Symbol("theta", positive=True), Symbol("Z", real=True), gamma ** (step - 1) * r[step]
    yield Equal(theta * (other + own) * Derivative(log(theta), theta)
                + (1 - theta) * other * Derivative(log(1 - theta), theta), own, where=[theta < 1],
                because="the mean over A_t; the other steps, past and future, cancel")
    return own


STEPS = (dict(r=(3, -2, 5), gamma="4/5", t=2, theta="3/5"), dict(r=("1/2", 4, -1, 7), gamma="2/3", t=3, theta="1/4"),
         dict(r=(2, 5), gamma="1/2", t=2, theta="1/3"), dict(r=(4, 1, "-5/2"), gamma="3/4", t=3, theta="1/2"))


@independent_steps.numeric(*STEPS)
def over_all_action_sequences(r, gamma, t, theta):
    """Σ over all episodes of probability, whole return and the score of step t, in rationals."""
    policy = policy_derivatives.binary_policy([theta] * (len(r) + 1))
    episodes = mdp.enumerate_trajectories(decision_processes.sequence_of_steps(r), policy, len(r))
    return sum(chance * (1 / theta if actions[t - 1] else -1 / (1 - theta)) * sum(gamma ** k * x for k,
                                                                                  x in enumerate(rewards))
               for chance, _, actions, rewards in episodes)


@independent_steps.monte_carlo(*STEPS, moments=FiniteFourthMoment(True, "finitely many episodes"))
def sampled_action_sequences(rng, size, r, gamma, t, theta):
    """R(τ) ∂ log π(A_t) of sampled actions."""
    actions = rng.random((size, len(r))) < float(theta)
    returns = actions @ (np.array([float(x) for x in r]) * float(gamma) ** np.arange(len(r)))
    return returns * np.where(actions[:, t - 1], 1 / float(theta), -1 / (1 - float(theta)))
