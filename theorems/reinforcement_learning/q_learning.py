r"""Q-learning: the mean of its update, its fixed point, and what the misprinted maximum over S_t does.

Statement.  Q-learning replaces Q(S_t, A_t) by Q(S_t, A_t) + α (R_{t+1} + γ max_b Q(S_{t+1}, b) − Q(S_t, A_t)).  Its
mean increment is α (T* Q − Q), which vanishes for Q = Q* alone.  Let action 0 of a first state pay a and stay, and
action 1 pay c and move with probability p to a second state that pays b for ever.  Then moving is optimal if and only
if a ≤ ((1 − γ) c + γ p b)/(1 − γ + γ p), and there Q*(0, 1) = (c + γ p b/(1 − γ))/(1 − γ + γ p).

Notes.  The notes take the maximum over Q(S_t, ·), the state that is left, not over Q(S_{t+1}, ·).  That update does not
see the transitions: its fixed point is r(s, a) + γ/(1 − γ) max_b r(s, b), and its greedy action is the one with the
larger immediate reward.  With γ = 1/2, a = 1, c = 0, p = 1, b = 10 it stays (2 > 1), although moving is worth 10 and
staying 6.

References.  C. J. C. H. Watkins & P. Dayan, Q-learning, Machine Learning 8 (1992).
"""

import numpy as np
from sympy import Max, Sum, Symbol, symbols

from numerics import decision_processes, mdp, policy_derivatives
from numerics.simplex import categorical
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import (
    AtMostStep,
    Bounded,
    Domain,
    Equal,
    Equals,
    Erratum,
    FiniteFourthMoment,
    Holds,
    Simplex,
    Solves,
    Source,
    Theorem,
    Vector,
    Vectors,
)

n, i, j = Symbol("n", integer=True, positive=True), Symbol("i", integer=True, positive=True), Symbol("j", integer=True)
gamma, alpha = Symbol("gamma", nonnegative=True), Symbol("alpha", positive=True)
w, v = Vector("w", n), Vector("v", n, real=True)
reward, value = symbols("r Q", real=True)
a, b, c = symbols("a b c", real=True)
p = Symbol("p", positive=True)
PRINTED = r"Q(S_t,A_t)\leftarrow Q(S_t,A_t)+\alpha\left(r+\gamma\max_{a'}Q(S_t,a')-Q(S_t,A_t)\right)"
SOURCE = Source(PROBABILISTIC_MODELS, "§5.5", verdict="wrong as printed", printed=PRINTED)

mean_update = Theorem(
    name="q-learning-mean-update",
    title="The mean increment of Q-learning",
    claim=Equals(r"\mathbb{E}[\Delta Q(S_t,A_t)\mid S_t=i,A_t],\; w_j=\mathbb{P}(S_{t+1}=j),\; v_j=\max_b Q(j,b)",
                 alpha * (reward + gamma * Sum(w[j] * v[j], (j, 1, n)) - value)),
    domain=Domain(Simplex(w, closed=True), Vectors(v), i <= n, reward, value, alpha, gamma < 1),
    source=SOURCE,
    errata=[Erratum(printed=PRINTED, formula=alpha * (reward + gamma * v[i] - value),
                    wrong="the maximum is over the actions of the next state S_{t+1}, not of S_t")],
    near_misses={"no bootstrapping": alpha * (reward - value),
                 "γ forgotten": alpha * (reward + Sum(w[j] * v[j], (j, 1, n)) - value),
                 "best next state": alpha * (reward + gamma * v[1] - value)},
    covers=["q-learning-update"],
)


@mean_update.derivation
def by_linearity():
    """The mean over the next state, whose probabilities sum to one."""
    target = alpha * (reward + gamma * Sum(w[j] * v[j], (j, 1, n)) - value)
    yield Equal(Sum(w[j] * alpha * (reward + gamma * v[j] - value), (j, 1, n)), target, because="Σ_j w_j = 1")
    return target


TABLE = ((3, -1), (2, 5), (-4, 1))  # some Q


def _at(instance, state, action, **rest):
    process = decision_processes.irregular(instance)
    return dict(instance=instance, action=action, i=state + 1, w=process.transition[state][action],
                v=tuple(max(row) for row in TABLE[:process.states]), r=process.reward[state][action],
                Q=TABLE[state][action], **rest)


POINTS = (_at(0, 0, 1, gamma="4/5", alpha="1/10"), _at(1, 2, 0, gamma="2/3", alpha="1/2"),
          _at(2, 1, 0, gamma="1/3", alpha="3/10"))


@mean_update.numeric(*POINTS)
def over_the_next_states(instance, action, i, gamma, alpha):
    """The increment for each next state of the process, with its probability."""
    process, state = decision_processes.irregular(instance), i - 1
    known = process.reward[state][action] - TABLE[state][action]
    return sum(chance * alpha * (known + gamma * max(TABLE[s]))
               for s, chance in enumerate(process.transition[state][action]))


@mean_update.monte_carlo(*POINTS, moments=Bounded(-12 * alpha, 12 * alpha))
def one_update(rng, size, instance, action, i, gamma, alpha):
    """Draw the next state and take the increment of the update."""
    process, state = decision_processes.irregular(instance), i - 1
    best = np.array(TABLE, dtype=float).max(axis=1)
    following = categorical(rng, size, probabilities=process.transition[state][action])
    error = float(process.reward[state][action]) + float(gamma) * best[following] - TABLE[state][action]
    return float(alpha) * error


MOVING = (c + gamma * p * b / (1 - gamma)) / (1 - gamma + gamma * p)
THRESHOLD = ((1 - gamma) * c + gamma * p * b) / (1 - gamma + gamma * p)

fixed_point = Theorem(
    name="q-learning-fixed-point",
    title="The fixed point of Q-learning where moving on is optimal",
    claim=Equals("Q^*(0,1)", MOVING),
    domain=Domain(b, c, gamma < 1, p <= 1, a <= THRESHOLD),
    source=SOURCE,
    errata=[Erratum(printed=PRINTED, formula=c + gamma * Max(a, c) / (1 - gamma),
                    at=dict(a=1, b=10, c=0, p=1, gamma="1/2"),
                    wrong="the fixed point of the printed update ignores where the action leads")],
    near_misses={"no γ": c + b, "first try succeeds": c + gamma * b / (1 - gamma),
                 "one try": c + gamma * p * b / (1 - gamma)},
    fails_at=[dict(a=9, b=10, c=0, p="1/2", gamma="1/2"), dict(a=4, b=3, c=-1, p="2/5", gamma="4/5")],
    covers=["q-learning-update"],
)


@fixed_point.derivation
def from_the_optimality_equations():
    """Solve Q = T* Q under the guess that moving is best, and verify the guess."""
    here, there = symbols("x y", real=True)
    moving = (c + gamma * p * b / (1 - gamma)) / (1 - gamma + gamma * p)
    yield Solves([there - (b + gamma * there), here - (c + gamma * (p * there + (1 - p) * here))],
                 {there: b / (1 - gamma), here: moving}, because="x = Q*(0, 1) = max_b Q*(0, b), y = the second state")
    slack = Symbol("u", nonnegative=True)
    bound = ((1 - gamma) * c + gamma * p * b) / (1 - gamma + gamma * p)
    yield Equal(moving - (bound - slack + gamma * moving), slack,
                because="with a = bound − u staying once costs u: Q*(0, 1) − Q*(0, 0) = u")
    yield AtMostStep(0, slack, because="moving is best where a is at most the bound")
    return moving


@fixed_point.numeric(dict(a=1, b=10, c=0, p=1, gamma="1/2"), dict(a=2, b=7, c=-1, p="2/5", gamma="4/5"),
                     dict(a=-3, b=5, c="1/2", p="3/4", gamma="2/3"), dict(a=1, b=4, c=2, p="1/3", gamma="1/4"))
def by_policy_iteration(a, b, c, p, gamma):
    """Q* in rationals: exact policy iteration, then one step of look-ahead."""
    process = decision_processes.stay_or_move(a, c, b, forth=p, back=0)
    best = mdp.deterministic_policy(process, mdp.optimal_policy(process, gamma))
    return mdp.action_values(process, best, gamma)[0][1]


@fixed_point.monte_carlo(dict(a=1, b=10, c=0, p="3/4", gamma="1/2"), dict(a=-3, b=5, c="1/2", p="3/4", gamma="2/3"),
                         moments=FiniteFourthMoment(True, "rewards are bounded and γ < 1"))
def returns_of_the_best_policy(rng, size, a, b, c, p, gamma):
    """Discounted rewards of episodes that move in the first state, cut once γ^t < 10⁻¹⁴."""
    horizon = int(np.ceil(-32 / np.log(float(gamma))))
    _, _, rewards = mdp.rollouts(rng, size, mdp=decision_processes.stay_or_move(a, c, b, forth=p, back=0),
                                 policy=policy_derivatives.binary_policy([1, 1]), horizon=horizon)
    return rewards @ float(gamma) ** np.arange(horizon)


greedy_action = Theorem(
    name="q-learning-greedy-action",
    title="When the greedy action of Q* is to move on",
    claim=Holds(r"Q^*(0,1)\ge Q^*(0,0)", a <= THRESHOLD),
    domain=Domain(a, b, c, gamma < 1, p <= 1),
    source=SOURCE,
    errata=[Erratum(printed=PRINTED, formula=a <= c,
                    wrong="greedy for the printed fixed point is the action with the larger immediate reward")],
    near_misses={"the second state pays more": a <= b, "no waiting": a <= (1 - gamma) * c + gamma * p * b},
    covers=["q-learning-update"],
    unsampled="A comparison of two values; nothing is random.",
)


@greedy_action.derivation
def by_comparing_two_stationary_policies():
    """Staying for ever is worth a/(1 − γ), moving until it succeeds is worth the fixed point."""
    moving = (c + gamma * p * b / (1 - gamma)) / (1 - gamma + gamma * p)
    threshold = ((1 - gamma) * c + gamma * p * b) / (1 - gamma + gamma * p)
    yield Equal(moving - a / (1 - gamma), (threshold - a) / (1 - gamma), because="the difference of the two values")
    yield AtMostStep(0, 1 / (1 - gamma), because="so its sign is that of the bound minus a")
    stay = Symbol("y", real=True)
    yield Equal((c + gamma * (p * b / (1 - gamma) + (1 - p) * stay) - stay),
                (moving - stay) * (1 - gamma + gamma * p),
                because="moving once before staying for ever (worth y) gains iff moving until it succeeds does")
    return a <= threshold


@greedy_action.numeric(dict(a=1, b=10, c=0, p=1, gamma="1/2"), dict(a=6, b=10, c=0, p=1, gamma="1/2"),
                       dict(a=5, b=10, c=0, p=1, gamma="1/2"), dict(a=3, b=7, c=2, p="2/5", gamma="4/5"),
                       dict(a=6, b=7, c=2, p="2/5", gamma="4/5"), dict(a="-3/2", b=-2, c=-1, p="3/4", gamma="2/3"),
                       dict(a=2, b=5, c=1, p="1/2", gamma="1/2"), dict(a="-7/4", b=-2, c=-1, p="3/4", gamma="2/3"))
def by_comparing_exact_action_values(a, b, c, p, gamma):
    """Q*(0, 1) ≥ Q*(0, 0) in rationals."""
    process = decision_processes.stay_or_move(a, c, b, forth=p, back=0)
    row = mdp.action_values(process, mdp.deterministic_policy(process, mdp.optimal_policy(process, gamma)), gamma)[0]
    return row[1] >= row[0]
