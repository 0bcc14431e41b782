r"""SARSA: the mean of its update, its fixed point, and the misprinted update, which has none.

Statement.  SARSA replaces Q(S_t, A_t) by

    Q(S_t, A_t) + α (R_{t+1} + γ Q(S_{t+1}, A_{t+1}) − Q(S_t, A_t)),

A_{t+1} being the action that is taken next.  Given (S_t, A_t) its mean increment is α (T^π Q − Q)(S_t, A_t), which
vanishes for Q = Q^π alone.  With one state and action probabilities π_i, Q^π(i) = r_i + γ/(1 − γ) Σ_j π_j r_j.

Notes.  The notes subtract Q(S_t, a), explaining a′ as the action taken next: a slip between two notations.  With a =
A_t it is the update above.  If a is read as the next action, two actions with different rewards leave no fixed point
at all.

References.  R. S. Sutton & A. G. Barto, Reinforcement Learning (2nd ed., 2018), §6.4.
"""

from fractions import Fraction

import numpy as np
from flint import fmpq, fmpq_mat
from sympy import Add, Eq, Ne, Sum, Symbol, symbols, true

from numerics import decision_processes, mdp
from numerics.simplex import categorical
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import (
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
w, pi = Vector("w", n), Vector("pi", n)
x, y, r = (Vector(name, n, real=True) for name in "xyr")
reward, value = symbols("r Q", real=True)
PRINTED = r"Q(S_t,A_t)\leftarrow Q(S_t,A_t)+\alpha\,(R_{t+1}+\gamma Q(S_{t+1},A_{t+1})-Q(S_t,a))"
SOURCE = Source(PROBABILISTIC_MODELS, "§5.5", verdict="misprint", printed=PRINTED)

mean_update = Theorem(
    name="sarsa-mean-update",
    title="The mean increment of SARSA",
    claim=Equals(r"\mathbb{E}[\Delta Q(S_t,A_t)\mid S_t,A_t],\; w_j=\mathbb{P}(j\text{ is the next pair}),"
                 r"\; x_j=Q(j),\; y_j=Q(S_t,a_j)",
                 alpha * (reward + gamma * Sum(w[j] * x[j], (j, 1, n)) - value)),
    domain=Domain(Simplex(w), Vectors(x, y), reward, value, alpha, gamma < 1),
    source=SOURCE,
    errata=[Erratum(printed=PRINTED, formula=alpha * (reward + gamma * Sum(w[j] * x[j], (j, 1, n))
                                                      - Sum(w[j] * y[j], (j, 1, n))),
                    wrong="a is not bound: if it is the next action, the value of another action is subtracted; "
                          "it should be A_t")],
    near_misses={"no bootstrapping": alpha * (reward - value),
                 "γ forgotten": alpha * (reward + Sum(w[j] * x[j], (j, 1, n)) - value),
                 "the target itself": alpha * (reward + gamma * Sum(w[j] * x[j], (j, 1, n)))},
    covers=["sarsa-update"],
)


@mean_update.derivation
def by_linearity():
    """The mean over the next pair, whose probabilities sum to one."""
    target = alpha * (reward + gamma * Sum(w[j] * x[j], (j, 1, n)) - value)
    yield Equal(Sum(w[j] * alpha * (reward + gamma * x[j] - value), (j, 1, n)), target, because="Σ_j w_j = 1")
    return target


TABLE = {(0, 0): 3, (0, 1): -1, (1, 0): 2, (1, 1): 5, (2, 0): Fraction(1, 2), (2, 1): -4}  # some Q
CHANCES = (Fraction(1, 3), Fraction(3, 4), Fraction(2, 5))  # π(1|s)


def _next_pairs(instance, state, action):
    """(probability, next state, next action) of the irregular process."""
    process = decision_processes.irregular(instance)
    return [(p * chance, s, a) for s, p in enumerate(process.transition[state][action])
            for a, chance in enumerate((1 - CHANCES[s], CHANCES[s]))]


def _at(instance, state, action, **rest):
    pairs = [pair for pair in _next_pairs(instance, state, action) if pair[0]]
    return dict(instance=instance, state=state, action=action, w=tuple(p for p, _, _ in pairs),
                x=tuple(TABLE[s, a] for _, s, a in pairs), y=tuple(TABLE[state, a] for _, _, a in pairs),
                r=decision_processes.irregular(instance).reward[state][action], Q=TABLE[state, action], **rest)


POINTS = (_at(0, 0, 1, gamma="4/5", alpha="1/10"), _at(1, 2, 0, gamma="2/3", alpha="1/2"),
          _at(2, 0, 0, gamma="1/3", alpha="3/10"))


@mean_update.numeric(*POINTS)
def over_the_next_pairs(instance, state, action, gamma, alpha):
    """The increment for each next state and action of the process, with its probability."""
    known = decision_processes.irregular(instance).reward[state][action] - TABLE[state, action]
    return sum(p * alpha * (known + gamma * TABLE[s, a]) for p, s, a in _next_pairs(instance, state, action))


@mean_update.monte_carlo(*POINTS, moments=Bounded(-10 * alpha, 10 * alpha))
def one_update(rng, size, instance, state, action, gamma, alpha):
    """Draw the next state and the next action, and take the increment of the update."""
    process = decision_processes.irregular(instance)
    state_after = categorical(rng, size, probabilities=process.transition[state][action]).astype(int)
    action_after = (rng.random(size) < np.array([float(c) for c in CHANCES])[state_after]).astype(int)
    table = np.array([[float(TABLE[s, a]) for a in range(2)] for s in range(3)])
    error = float(process.reward[state][action]) + float(gamma) * table[state_after,
                                                                        action_after] - table[state, action]
    return float(alpha) * error


fixed_point = Theorem(
    name="sarsa-fixed-point",
    title="The fixed point of SARSA with one state",
    claim=Equals(r"Q^\pi(i)=\mathbb{E}_\pi\Bigl[\sum_{k\ge0}\gamma^k r_{t+k+1}\Bigm|A_t=i\Bigr]",
                 r[i] + gamma * Sum(pi[j] * r[j], (j, 1, n)) / (1 - gamma)),
    domain=Domain(Simplex(pi), Vectors(r), i <= n, gamma < 1),
    source=SOURCE,
    near_misses={"bootstrapped once": r[i] + gamma * Sum(pi[j] * r[j], (j, 1, n)),
                 "the action repeated for ever (Q-learning for the best action)": r[i] + gamma * r[i] / (1 - gamma),
                 "mean return": Sum(pi[j] * r[j], (j, 1, n)) / (1 - gamma)},
    covers=["sarsa-update"],
)


@fixed_point.derivation
def from_the_mean_value():
    """m = Σ_j π_j Q(j) solves m = Σ_j π_j r_j + γ m; then every mean increment vanishes."""
    m, rho = symbols("m rho", real=True)
    yield Solves([m - (rho + gamma * m)], {m: rho / (1 - gamma)}, because="average Q(i) = r_i + γ m over π")
    mean = Sum(pi[j] * r[j], (j, 1, n))
    table = r[i] + gamma * mean / (1 - gamma)
    yield Equal(r[i] + gamma * Sum(pi[j] * (r[j] + gamma * mean / (1 - gamma)), (j, 1, n)), table,
                because="Σ_j π_j = 1: the mean increment at pair i is 0")
    return table


BANDITS = (dict(pi=("1/5", "1/2", "3/10"), r=(4, -1, 3), i=2, gamma="4/5"), dict(pi=("2/3", "1/3"), r=(1, 5), i=1,
                                                                                 gamma="2/3"),
           dict(pi=("1/4", "1/8", "1/2", "1/8"), r=(2, 7, -3, 5), i=4, gamma="1/3"),
           dict(pi=("3/4", "1/4"), r=("1/2", "-2/3"), i=2, gamma="1/2"))


def _one_state(r):
    return mdp.FiniteMDP([[[1]] * len(r)], [list(r)], [1])


@fixed_point.numeric(*BANDITS)
def from_the_linear_system(pi, r, i, gamma):
    """(1 − γ P) V = r_π and one step of look-ahead, in rationals."""
    return mdp.action_values(_one_state(r), [pi], gamma)[0][i - 1]


@fixed_point.monte_carlo(*BANDITS[1:], moments=FiniteFourthMoment(True, "rewards are bounded and γ < 1"))
def returns_after_the_action(rng, size, pi, r, i, gamma):
    """r_i and the discounted rewards of an episode under π, cut once γ^t < 10⁻¹⁴."""
    horizon = int(np.ceil(-32 / np.log(float(gamma))))
    _, _, rewards = mdp.rollouts(rng, size, mdp=_one_state(r), policy=[pi], horizon=horizon)
    return float(r[i - 1]) + rewards @ float(gamma) ** np.arange(1, horizon + 1)


first, second = symbols("r_1 r_2", real=True)
theta = Symbol("theta", positive=True)

misprint = Theorem(
    name="sarsa-misprint-has-no-fixed-point",
    title="The misprinted update, a read as the next action, has a fixed point only for equal rewards",
    claim=Holds(r"\text{some } Q \text{ makes the mean of } R_{t+1}+\gamma Q(S_{t+1},A_{t+1})-Q(S_t,A_{t+1}) "
                r"\text{ vanish for both actions of one state}", Eq(first, second)),
    domain=Domain(first, second, gamma < 1, theta < 1),
    source=SOURCE,
    errata=[Erratum(printed=PRINTED, formula=true, wrong="only for equal rewards, if a is the action taken next")],
    near_misses={"different rewards": Ne(first, second), "opposite rewards": Eq(first, -second)},
    covers=["sarsa-update"],
    unsampled="The solvability of a linear system; nothing is random.",
)


@misprint.derivation
def by_subtracting_the_two_equations():
    """Both mean increments subtract the same mean value m of the next action."""
    m = Symbol("m", real=True)
    increments = [first + gamma * m - m, second + gamma * m - m]
    yield Equal(Add(increments[0], -increments[1], evaluate=False), first - second, because="both vanish only if r_1 = r_2")
    yield Solves([increment.subs(second, first) for increment in increments], {m: first / (1 - gamma)},
                 because="and for r_1 = r_2 they do, for every Q with this mean")
    return Eq(first, second)


@misprint.numeric(dict(r_1=0, r_2=1, gamma=0, theta="1/2"), dict(r_1=3, r_2=3, gamma="4/5", theta="1/3"),
                  dict(r_1=2, r_2=-2, gamma="1/2", theta="1/4"), dict(r_1="-5/2", r_2="-5/2", gamma="2/3", theta="3/4"))
def by_the_rank_of_the_augmented_matrix(r_1, r_2, gamma, theta):
    """r_i = (1 − γ) ((1 − θ) Q(1) + θ Q(2)) for i = 1, 2 is solvable iff the right side does not raise the rank."""
    row = [(1 - Fraction(gamma)) * (1 - theta), (1 - Fraction(gamma)) * theta]
    matrix = [[fmpq(c.numerator, c.denominator) for c in map(Fraction, (*row, right))] for right in (r_1, r_2)]
    return fmpq_mat([line[:2] for line in matrix]).rank() == fmpq_mat(matrix).rank()
