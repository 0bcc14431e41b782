r"""The discounted return G_t = Σ_{k≥0} γ^k r_{t+k+1}.

Statement.  For 0 ≤ γ < 1 and rewards |r| ≤ R the series converges and sup |G_t| = R/(1 − γ).  The return satisfies
G_t = r_{t+1} + γ G_{t+1}: the reward after (s_t, a_t) is r_{t+1}.

Idea.  Compare with the geometric series; shift the index.

Notes.  The notes admit γ ≤ 1.  For γ = 1 the return of an endless episode need not be finite (r = 1), so episodes must
end; for −1 < γ < 0 the supremum is R/(1 − |γ|), larger than R/(1 − γ).  They also call the reward of (s_t, a_t) once
r_t and once r_{t+1}; with G_t as above only the second is consistent.

References.  R. S. Sutton & A. G. Barto, Reinforcement Learning (2nd ed., 2018), §3.3.
"""

from fractions import Fraction
from itertools import product
from math import inf

import numpy as np
from flint import fmpq, fmpq_mat
from sympy import Abs, Sum, Symbol, exp, oo

from numerics import decision_processes, mdp, policy_derivatives
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import AtMostStep, Bounded, Domain, Equal, Equals, Induction, Limit, Source, Theorem, Vector, Vectors

gamma = Symbol("gamma", nonnegative=True)
R = Symbol("R", positive=True)
n, k = Symbol("n", integer=True, positive=True), Symbol("k", integer=True)
r = Vector("r", n, real=True)
SOURCE = Source(PROBABILISTIC_MODELS, "§5.2", verdict="holds under a condition",
                printed=r"\text{We have a discount factor } \gamma\le 1\text{, a return function } G_t="
                        r"\sum_{k=0}^\infty\gamma^kr_{t+k+1}")

largest_return = Theorem(
    name="largest-discounted-return",
    title="The largest discounted return of bounded rewards",
    claim=Equals(r"\sup_{|r|\le R}|G_t|", R / (1 - gamma)),
    domain=Domain(R, gamma < 1),
    source=SOURCE,
    near_misses={"R/γ": R / gamma, "undiscounted": R, "discounted once too often": gamma * R / (1 - gamma),
                 "1/(1 − γ²)": R / (1 - gamma ** 2)},
    fails_at=[dict(R=2, gamma=1), dict(R=2, gamma="-1/2")],
    covers=["discounted-return"],
    unsampled="A supremum over reward sequences; nothing is random.",
)


@largest_return.derivation
def by_the_geometric_series():
    """|Σ γ^k r| ≤ R Σ γ^k, with equality for the constant rewards R."""
    N, T = Symbol("N", integer=True, positive=True), Symbol("T", integer=True, positive=True)
    u, rate = Vector("u", N, nonnegative=True), Symbol("x", positive=True)
    yield AtMostStep(Sum(gamma ** (k - 1) * (R - u[k]), (k, 1, N)), Sum(gamma ** (k - 1) * R, (k, 1, N)),
                     where=[Vectors(u)], because="r_k = R − u_k with u_k ≥ 0; for −r_k likewise; equality at u = 0")
    yield Induction(Sum(gamma ** (k - 1) * R, (k, 1, T)), R * (1 - gamma ** T) / (1 - gamma), T, 1, R * gamma ** T,
                    because="geometric series")
    yield Limit(R * (1 - exp(-rate * T)) / (1 - exp(-rate)), T, oo, R / (1 - exp(-rate)), because="γ = e^{−x} < 1")
    return R / (1 - gamma)


@largest_return.numeric(dict(R=2, gamma="4/5"), dict(R="3/2", gamma="1/3"), dict(R=5, gamma="9/10"),
                        dict(R="1/3", gamma=0))
def over_periodic_rewards(R, gamma):
    """The largest |G_0| over all rewards ±R of period 4, from the equations G_j = r_j + γ G_{j+1}, indices mod 4."""
    if gamma == 1:
        return inf  # already for the constant rewards R
    discount = fmpq(Fraction(gamma).numerator, Fraction(gamma).denominator)
    matrix = fmpq_mat(4, 4, [(i == j) - discount * ((i + 1) % 4 == j) for i in range(4) for j in range(4)])
    returns = [matrix.solve(fmpq_mat(4, 1, list(signs)))[0, 0] for signs in product((1, -1), repeat=4)]
    return fmpq(Fraction(R).numerator, Fraction(R).denominator) * max(returns)  # the sequences −r are among them


recursion = Theorem(
    name="discounted-return-recursion",
    title="The return is the next reward and the discounted return after it",
    claim=Equals(r"\sum_{k=1}^{n}\gamma^{k-1}r_k = r_1+\gamma\,G_1",
                 r[1] + gamma * Sum(gamma ** (k - 2) * r[k], (k, 2, n))),
    domain=Domain(Vectors(r), gamma <= 1),
    source=SOURCE,
    near_misses={"γ forgotten": r[1] + Sum(gamma ** (k - 2) * r[k], (k, 2, n)),
                 "reward of the first action left out": Sum(gamma ** (k - 2) * r[k], (k, 2, n)),
                 "first reward discounted": gamma * (r[1] + Sum(gamma ** (k - 2) * r[k], (k, 2, n)))},
    covers=["discounted-return"],
)


@recursion.derivation
def by_shifting_the_index():
    """The two sums differ by r_1, however many rewards there are."""
    N, T = Symbol("N", integer=True, positive=True), Symbol("T", integer=True, positive=True)
    x = Vector("x", N, real=True)
    yield Induction(Sum(gamma ** (k - 1) * x[k], (k, 1, T)) - Sum(gamma ** (k - 1) * x[k], (k, 2, T)), x[1], T, 1, 0,
                    where=[Vectors(x), N >= T + 1], because="the first term split off")
    yield Equal(Sum(gamma ** (k - 1) * r[k], (k, 2, n)), gamma * Sum(gamma ** (k - 2) * r[k], (k, 2, n)),
                because="γ in front of the sum: it discounts the return after the first step")
    return r[1] + gamma * Sum(gamma ** (k - 2) * r[k], (k, 2, n))


@recursion.numeric(dict(r=(3, -2, 5), gamma="4/5"), dict(r=("1/2", 4, -1, 7), gamma="1/3"), dict(r=(2, 3, 5), gamma=1),
                   dict(r=(2, "5/3"), gamma="3/4"))
def along_the_episode(r, gamma):
    """The discounted sum of the rewards of the one trajectory that takes action 1 at every step."""
    policy = policy_derivatives.binary_policy([1] * (len(r) + 1))
    (_, _, _, rewards), = mdp.enumerate_trajectories(decision_processes.sequence_of_steps(r), policy, len(r))
    return sum(gamma ** k * reward for k, reward in enumerate(rewards))


@recursion.monte_carlo(dict(r=(3, -2, 5), gamma="4/5"), dict(r=("1/2", 4, -1, 7), gamma="1/3"),
                       moments=Bounded(-Sum(Abs(r[k]), (k, 1, n)), Sum(Abs(r[k]), (k, 1, n))))
def undiscounted_until_the_end(rng, size, r, gamma):
    """The plain sum of the rewards of an episode that goes on with probability γ after each step."""
    alive = np.cumprod(rng.random((size, len(r) - 1)) < float(gamma), axis=1)
    rewards = np.array([float(x) for x in r])
    return rewards[0] + alive @ rewards[1:]
