r"""The score function of a trajectory: ∇J = E[R(τ) ∇ log P_θ(τ)].

Statement.  Let π_θ take action 1 with probability θ wherever it acts, action 0 otherwise.  A trajectory τ_i with m_i
actions 1 and l_i actions 0 has the probability P_i = c_i θ^{m_i} (1 − θ)^{l_i}, where c_i collects the start and the
transitions, and ∂_θ log P_i = m_i/θ − l_i/(1 − θ): the sum of the scores of its actions.  With R_i its discounted
return, J = Σ_i R_i P_i and

    J′ = Σ_i R_i P_i (m_i/θ − l_i/(1 − θ)) = E[R(τ) Σ_t ∂ log π(A_t|S_t)].

In a corridor of T steps, each made with probability p if action 1 is taken, with reward R at the end,
J′ = T R γ^{T−1} p^T θ^{T−1}: all T actions share the credit.

Idea.  P′ = P (log P)′, and the dynamics do not depend on θ.

Notes.  In the notes' last formula ∇_v stands for ∇_θ.

References.  R. J. Williams, Simple statistical gradient-following algorithms, Machine Learning 8 (1992).
"""

from collections import Counter
from fractions import Fraction

import numpy as np
from sympy import Derivative, Sum, Symbol, log

from numerics import decision_processes, mdp, policy_derivatives
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import Domain, Equal, Equals, FiniteFourthMoment, Source, Theorem, Vector, Vectors

n, i = Symbol("n", integer=True, positive=True), Symbol("i", integer=True)
theta = Symbol("theta", positive=True)
c = Vector("c", n)  # start and transitions
m, l = (Vector(name, n, integer=True, nonnegative=True) for name in "ml")  # actions 1 and 0 of the trajectory
R, U = (Vector(name, n, real=True) for name in "RU")  # discounted and undiscounted return
CHANCE = c[i] * theta ** m[i] * (1 - theta) ** l[i]
SOURCE = Source(PROBABILISTIC_MODELS, "§5.7", verdict="holds",
                printed=r"\nabla_\theta J(\theta)=\mathbb{E}[R(\tau)\nabla_\theta\log P_\theta(\tau)] \dots \text{ if "
                        r"we take the logs we have } \log\rho_0(s_0)+\sum_{t=0}^\infty\log\pi_\theta(a_t|s_t)+"
                        r"\sum_{t=0}^\infty\log\mathbb{P}\{s_{t+1},r_{t+1}|s_t,a_t\}")

trajectory_score = Theorem(
    name="score-function-of-trajectories",
    title="The derivative of the expected return by the score of the trajectory",
    claim=Equals(r"\partial_\theta\,\mathbb{E}_\theta R(\tau)",
                 Sum(R[i] * CHANCE * (m[i] / theta - l[i] / (1 - theta)), (i, 1, n))),
    domain=Domain(Vectors(c, m, l, R, U), theta < 1),
    source=SOURCE,
    near_misses={"γ^t missing": Sum(U[i] * CHANCE * (m[i] / theta - l[i] / (1 - theta)), (i, 1, n)),
                 "scores of action 1 alone": Sum(R[i] * CHANCE * m[i] / theta, (i, 1, n)),
                 "actions 0 like actions 1": Sum(R[i] * CHANCE * (m[i] + l[i]) / theta, (i, 1, n)),
                 "the return itself": Sum(R[i] * CHANCE, (i, 1, n))},
    covers=["score-function-trajectory"],
)


@trajectory_score.derivation
def by_the_logarithmic_derivative():
    """One trajectory: the logarithm splits into dynamics and policy; then the sum over all of them."""
    factor, M, L = Symbol("c", positive=True), Symbol("M", nonnegative=True), Symbol("L", nonnegative=True)
    chance = factor * theta ** M * (1 - theta) ** L
    yield Equal(Derivative(log(factor) + M * log(theta) + L * log(1 - theta), theta), M / theta - L / (1 - theta),
                because="the derivative of log P: log c, the dynamics, drops out")
    yield Equal(Derivative(chance, theta), chance * (M / theta - L / (1 - theta)), because="P′ = P (log P)′")
    gradient = Sum(R[i] * c[i] * theta ** m[i] * (1 - theta) ** l[i] * (m[i] / theta - l[i] / (1 - theta)), (i, 1, n))
    yield Equal(Derivative(Sum(R[i] * c[i] * theta ** m[i] * (1 - theta) ** l[i], (i, 1, n)), theta), gradient,
                because="J is a finite sum: differentiate its terms")
    return gradient


PROCESSES = {"two states": decision_processes.stay_or_move(1, -1, 4, forth=Fraction(2, 3), back=Fraction(1, 4)),
             "irregular": decision_processes.irregular(0)}


def _at(process, gamma, theta, horizon):
    """A point: the trajectories of a process, collected by their numbers of actions and their returns."""
    table, factor = PROCESSES[process], Counter()
    policy = policy_derivatives.binary_policy([Fraction(1, 2)] * table.states)
    for chance, _, actions, rewards in mdp.enumerate_trajectories(table, policy, horizon):
        discounted = sum(Fraction(gamma) ** t * r for t, r in enumerate(rewards))
        factor[sum(actions), discounted, sum(rewards)] += chance * 2 ** horizon
    return {"process": process, "gamma": gamma, "theta": theta, "horizon": horizon, "c": tuple(factor.values()),
            "m": tuple(k for k, _, _ in factor), "l": tuple(horizon - k for k, _, _ in factor),
            "R": tuple(r for _, r, _ in factor), "U": tuple(u for _, _, u in factor)}


@trajectory_score.numeric(_at("two states", "4/5", "1/4", 2), _at("two states", "1/2", "3/5", 3),
                          _at("irregular", "2/3", "1/3", 2))
def by_differentiating_the_value(process, gamma, theta, horizon):
    """Backward recursion for the value over power series in ε, the policy being θ + ε: the coefficient of ε."""
    table = PROCESSES[process]
    return policy_derivatives.finite_return_derivative(
        table, policy_derivatives.binary_policy([theta] * table.states), [(-1, 1)] * table.states, gamma, horizon)


@trajectory_score.monte_carlo(_at("two states", "1/2", "3/5", 3), _at("irregular", "2/3", "1/3", 2),
                              moments=FiniteFourthMoment(True, "finitely many trajectories"))
def returns_times_scores(rng, size, process, gamma, theta, horizon):
    """R(τ) Σ_t ∂ log π(A_t|S_t) of sampled episodes."""
    table = PROCESSES[process]
    _, actions, rewards = mdp.rollouts(rng, size, mdp=table,
                                       policy=policy_derivatives.binary_policy([theta] * table.states),
                                       horizon=horizon)
    scores = np.where(actions == 1, 1 / float(theta), -1 / (1 - float(theta)))
    return rewards @ float(gamma) ** np.arange(horizon) * scores.sum(axis=1)


T = Symbol("T", integer=True, positive=True)
gamma, p, prize = Symbol("gamma", positive=True), Symbol("p", positive=True), Symbol("R", real=True)

corridor_gradient = Theorem(
    name="policy-gradient-of-a-corridor",
    title="The policy gradient where only a whole sequence of actions is paid",
    claim=Equals(r"\partial_\theta\,\mathbb{E}_\theta R(\tau)",
                 T * prize * gamma ** (T - 1) * p ** T * theta ** (T - 1)),
    domain=Domain(T, prize, gamma <= 1, p <= 1, theta < 1),
    source=SOURCE,
    near_misses={"credit to the last action": prize * gamma ** (T - 1) * p ** T * theta ** (T - 1),
                 "γ^t missing": T * prize * p ** T * theta ** (T - 1),
                 "dynamics divided out": T * prize * gamma ** (T - 1) * theta ** (T - 1)},
    covers=["score-function-trajectory"],
)


@corridor_gradient.derivation
def from_the_one_paid_trajectory():
    """It has T actions 1 with scores 1/θ, the probability (θ p)^T and the return γ^{T−1} R."""
    t = Symbol("t", integer=True)
    yield Equal(Sum(1 / theta, (t, 1, T)), T / theta, because="the sum of the scores")
    gradient = (theta * p) ** T * gamma ** (T - 1) * prize * T / theta
    yield Equal(Derivative(prize * gamma ** (T - 1) * p ** T * theta ** T, theta), gradient,
                because="the same by differentiating J")
    return gradient


CORRIDORS = (dict(T=2, R=5, gamma="4/5", p="3/4", theta="1/3"), dict(T=3, R="-7/2", gamma="2/3", p="4/5", theta="3/5"),
             dict(T=4, R=3, gamma="9/10", p="5/7", theta="3/4"), dict(T=1, R=3, gamma="1/2", p="2/3", theta="2/5"))


@corridor_gradient.numeric(*CORRIDORS)
def over_all_trajectories(T, R, gamma, p, theta):
    """Σ over all trajectories of probability, return and sum of scores, in rationals."""
    process, total = decision_processes.corridor(T, success=p, reward=R), Fraction(0)
    policy = policy_derivatives.binary_policy([theta] * T + [1])  # no score after the end
    for chance, states, actions, rewards in mdp.enumerate_trajectories(process, policy, T):
        score = sum(1 / theta if a else -1 / (1 - theta) for s, a in zip(states, actions, strict=True) if s < T)
        total += chance * score * sum(gamma ** t * r for t, r in enumerate(rewards))
    return total


@corridor_gradient.monte_carlo(*CORRIDORS, moments=FiniteFourthMoment(True, "finitely many trajectories"))
def likelihood_ratio(rng, size, T, R, gamma, p, theta):
    """R(τ) Σ_t ∂ log π(A_t|S_t) of sampled episodes; the last step pays its expected reward p R."""
    states, actions, rewards = mdp.rollouts(rng, size, mdp=decision_processes.corridor(T, success=p, reward=R),
                                            policy=policy_derivatives.binary_policy([theta] * T + [1]), horizon=T)
    scores = np.where(actions == 1, 1 / float(theta), -1 / (1 - float(theta))) * (states < T)
    return rewards @ float(gamma) ** np.arange(T) * scores.sum(axis=1)
