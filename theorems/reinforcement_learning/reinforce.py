r"""REINFORCE: the factor γ^t belongs to the update.

Statement.  For the discounted return J = E Σ_t γ^t r_{t+1} the update

    θ ← θ + α γ^t G_t ∇ log π(A_t|S_t),  summed over the steps of an episode, has the mean α ∇J.

Let action 1 have the probability θ at each of n steps, and pay r_t at step t.  Then ∇J = Σ_t γ^{t−1} r_t, whereas
without γ^t the mean update is α Σ_t r_t: for r = (1, −3/2) and γ = 1/2 it goes downhill (−1/2 against +1/4).  Nor is
it the gradient of another function: let the first of two steps, taken with probability x, lead to a second one, taken
with probability y, which pays b.  Around the rectangle [x, x + w] × [y, y + l] the mean update without γ^t has the
circulation (1 − γ) b w l.

Notes.  The notes print G_t without γ^t, which is right for γ = 1 only (apart from episodes of one step).  Replacing γ^t
G_t by G_0 is no error: past rewards have no part in the mean, see `past_and_future`.

References.  R. S. Sutton & A. G. Barto, Reinforcement Learning (2nd ed., 2018), §13.3; C. Nota & P. S. Thomas, Is the
policy gradient a gradient?, AAMAS (2020).
"""

from fractions import Fraction

import numpy as np
from sympy import Derivative, Integer, Integral, Sum, Symbol, log, symbols

from numerics import decision_processes, mdp, policy_derivatives
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import (
    Domain,
    Equal,
    Equals,
    Erratum,
    FiniteFourthMoment,
    Source,
    Theorem,
    Vector,
    Vectors,
)

n, t = Symbol("n", integer=True, positive=True), Symbol("t", integer=True)
gamma = Symbol("gamma", nonnegative=True)
r = Vector("r", n, real=True)
PRINTED = r"\theta_{t+1}\leftarrow\theta_t+\alpha\,G_t\frac{\nabla_\theta\pi(A_t|S_t,\theta_t)}{\pi(A_t|S_t,\theta_t)}"
SOURCE = Source(PROBABILISTIC_MODELS, "§5.6", verdict="holds under a condition", printed=PRINTED)

update = Theorem(
    name="reinforce-update",
    title="The mean REINFORCE update is the gradient, with γ^t",
    claim=Equals(r"\mathbb{E}\sum_t\gamma^t G_t\,\partial_\theta\log\pi_\theta(A_t|S_t)=\partial_\theta J",
                 Sum(gamma ** (t - 1) * r[t], (t, 1, n))),
    domain=Domain(Vectors(r), gamma <= 1),
    source=SOURCE,
    errata=[Erratum(printed=PRINTED, formula=Sum(r[t], (t, 1, n)), at=dict(r=(1, "-3/2"), gamma="1/2", theta="1/3"),
                    wrong="without the factor γ^t every step counts like the first")],
    near_misses={"divided by γ^t": Sum(r[t] / gamma ** (t - 1), (t, 1, n)),
                 "one factor γ too many": Sum(gamma ** t * r[t], (t, 1, n)),
                 "the first step alone": r[1]},
    covers=["reinforce-gamma-factor"],
)


@update.derivation
def by_independence_of_the_later_actions():
    """At each step the later rewards F do not depend on the action; and once more by differentiating J."""
    theta, reward, later = symbols("theta rho F", real=True)
    yield Equal(theta * (reward + later) * Derivative(log(theta), theta)
                + (1 - theta) * later * Derivative(log(1 - theta), theta), reward, where=[theta > 0, theta < 1],
                because="E[G_t ∂ log π(A_t)]: the score is 1/θ for action 1, −1/(1 − θ) for action 0")
    yield Equal(Derivative(Sum(gamma ** (t - 1) * theta * r[t], (t, 1, n)), theta),
                Sum(gamma ** (t - 1) * r[t], (t, 1, n)),
                because="J = Σ_t γ^{t−1} θ r_t has the same derivative")
    return Sum(gamma ** (t - 1) * r[t], (t, 1, n))


STEPS = (dict(r=(1, "-3/2"), gamma="1/2", theta="1/3"), dict(r=(3, -2, 5), gamma="4/5", theta="3/5"),
         dict(r=("1/2", 4, -1, 7), gamma="2/3", theta="1/4"), dict(r=(5, 2, -3), gamma=1, theta="2/5"))


def _policy(r, theta):
    return policy_derivatives.binary_policy([theta] * (len(r) + 1))


@update.numeric(*STEPS)
def by_differentiating_the_return(r, gamma, theta):
    """J(θ + ε) by backward recursion over power series in ε: its coefficient of ε."""
    return policy_derivatives.finite_return_derivative(
        decision_processes.sequence_of_steps(r), _policy(r, theta), [(-1, 1)] * (len(r) + 1), gamma, len(r))


@update.numeric(*STEPS)
def over_all_episodes(r, gamma, theta):
    """The mean of Σ_t γ^t G_t ∂ log π(A_t) over all episodes, in rationals."""
    total = Fraction(0)
    for chance, _, actions, rewards in mdp.enumerate_trajectories(decision_processes.sequence_of_steps(r),
                                                                  _policy(r, theta),
                                                                 len(r)):
        later = Fraction(0)
        for step in reversed(range(len(r))):
            later = rewards[step] + gamma * later
            score = 1 / theta if actions[step] else -1 / (1 - theta)
            total += chance * gamma ** step * later * score
    return total


@update.monte_carlo(*STEPS, moments=FiniteFourthMoment(True, "finitely many episodes"))
def update_of_one_episode(rng, size, r, gamma, theta):
    """Σ_t γ^t G_t ∂ log π(A_t) of sampled episodes."""
    _, actions, rewards = mdp.rollouts(rng, size, mdp=decision_processes.sequence_of_steps(r), policy=_policy(r, theta),
                                       horizon=len(r))
    scores = np.where(actions == 1, 1 / float(theta), -1 / (1 - float(theta)))
    return (scores * mdp.discounted_returns_to_go(rewards, float(gamma))) @ float(gamma) ** np.arange(len(r))


x, y, w, l = symbols("x y w l", positive=True)
b = Symbol("b", real=True)

circulation = Theorem(
    name="reinforce-without-discount-is-no-gradient",
    title="The circulation of the mean REINFORCE update without γ^t",
    claim=Equals(r"\oint F\cdot d\theta,\; F=\mathbb{E}\sum_t G_t\,\nabla_\theta\log\pi_\theta(A_t|S_t)",
                 (1 - gamma) * b * w * l),
    domain=Domain(b, gamma <= 1, x < 1, y < 1, w < 1 - x, l < 1 - y),
    source=SOURCE,
    errata=[Erratum(printed=PRINTED, formula=Integer(0),
                    wrong="a gradient field has no circulation; without γ^t the update follows no objective")],
    near_misses={"other orientation": (gamma - 1) * b * w * l, "curl b": b * w * l,
                 "curl (1 − γ²) b": (1 - gamma ** 2) * b * w * l},
    covers=["reinforce-gamma-factor"],
)


@circulation.derivation
def by_green():
    """F = (γ y b, x b): the first step is credited with γ b, the second, reached with probability x, with b."""
    u, v = symbols("u v", positive=True)
    yield Equal(u * v * gamma * b * Derivative(log(u), u), gamma * v * b,
                because="E[G_0 ∂_u log π(A_0)]: G_0 = γ b if both steps are taken")
    yield Equal(u * v * b * Derivative(log(v), v), u * b,
                because="E[G_1 ∂_v log π(A_1)]: G_1 = b if the second one is taken")
    yield Equal(Derivative(u * b, u) - Derivative(gamma * v * b, v), (1 - gamma) * b, because="the curl of F")
    along = Integral(gamma * y * b, (u, x, x + w)) + Integral((x + w) * b, (v, y, y + l))
    back = Integral(gamma * (y + l) * b, (u, x, x + w)) + Integral(x * b, (v, y, y + l))
    yield Equal(along - back, (1 - gamma) * b * w * l, because="the four edges; by Green's theorem curl times area")
    return (1 - gamma) * b * w * l


RECTANGLES = (dict(b=2, gamma="1/2", x="1/4", y="1/3", w="1/2", l="2/5"), dict(b=-3, gamma="4/5", x="1/5", y="1/6",
                                                                               w="3/5", l="2/3"),
              dict(b="5/3", gamma=0, x="1/3", y="2/5", w="1/7", l="1/2"))


def _field(b, gamma, x, y):
    """Mean of Σ_t G_t ∇ log π(A_t|S_t) over all episodes of two steps."""
    process, field = decision_processes.corridor(2, success=1, reward=b), [Fraction(0), Fraction(0)]
    policy = policy_derivatives.binary_policy((x, y, 1))
    for chance, states, actions, rewards in mdp.enumerate_trajectories(process, policy, 2):
        returns = rewards[0] + gamma * rewards[1], rewards[1]
        for state, action, gain in zip(states, actions, returns, strict=True):
            if state < 2:
                field[state] += chance * gain * (1 / (x, y)[state] if action else -1 / (1 - (x, y)[state]))
    return field


@circulation.numeric(*RECTANGLES)
def by_simpson_on_the_edges(b, gamma, x, y, w, l):
    """Simpson's rule on the four edges, exact for a field of low degree, over enumerated episodes."""
    def edge(component, length, start, end):
        nodes = [start, tuple((s + e) / Fraction(2) for s, e in zip(start, end, strict=True)), end]
        return length * sum(weight * _field(b, gamma, *node)[component]
                            for weight, node in zip((1, 4, 1), nodes, strict=True)) / Fraction(6)
    return (edge(0, w, (x, y), (x + w, y)) + edge(1, l, (x + w, y), (x + w, y + l))
            - edge(0, w, (x, y + l), (x + w, y + l)) - edge(1, l, (x, y), (x, y + l)))


@circulation.monte_carlo(*RECTANGLES, moments=FiniteFourthMoment(True, "x, y stay off 0 and 1, so scores are bounded"))
def episodes_around_the_rectangle(rng, size, b, gamma, x, y, w, l):
    """One episode at a random place of each edge; its update along the edge, times the edge's length."""
    b, gamma, x, y, w, l = (float(z) for z in (b, gamma, x, y, w, l))

    def update(first, second):
        steps = rng.random((2, size)) < np.stack([first, second])
        gain = b * (steps[0] & steps[1])
        return (np.where(steps[0], 1 / first, -1 / (1 - first)) * gamma * gain,
                steps[0] * np.where(steps[1], 1 / second, -1 / (1 - second)) * gain)
    fixed, along, up = np.ones(size), x + w * rng.random((2, size)), y + l * rng.random((2, size))
    return (w * (update(along[0], fixed * y)[0] - update(along[1], fixed * (y + l))[0])
            + l * (update(fixed * (x + w), up[0])[1] - update(fixed * x, up[1])[1]))
