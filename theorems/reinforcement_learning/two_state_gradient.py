r"""Discounted visitation and policy gradient of a process of two states, in closed form.

Statement.  In state 0 the policy moves with probability θ, which pays c and leads to state 1 with probability p;
staying pays a.  State 1 pays b and leads back with probability q.  The process starts in 0.  With E = 1 − γ + γ q

    d_γ(0) = E/(E + γ θ p),      dJ/dθ = E ((c − a) E + γ p (b − a)) / ((1 − γ) (E + γ θ p)²).

Idea.  d_γ(0) solves the flow equation, Q(0, 1) − Q(0, 0) = ((c − a) E + γ p (b − a))/(E + γ θ p) comes from Bellman's
equations, and the policy-gradient theorem multiplies them.

References.  R. S. Sutton, D. McAllester, S. Singh & Y. Mansour, NeurIPS 12 (2000), Theorem 1.
"""

from fractions import Fraction

import numpy as np
from sympy import Derivative, Symbol, symbols

from numerics import decision_processes, mdp, policy_derivatives
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import Bounded, Cites, Domain, Equal, Equals, FiniteFourthMoment, Solves, Source, Theorem

gamma = Symbol("gamma", nonnegative=True)
stay, move, there = symbols("a c b", real=True)  # rewards: staying, moving, being in state 1
p, q = Symbol("p", positive=True), Symbol("q", nonnegative=True)  # chances to get to state 1 and back
theta = Symbol("theta", positive=True)
E = 1 - gamma + gamma * q
PRINTED = (r"\nabla_\theta J(\theta) = \frac{1}{1-\gamma} \mathbb{E}_{S \sim d_\gamma^{\pi_\theta}, A \sim "
           r"\pi_\theta(\cdot|S)}[\nabla_\theta \log \pi_\theta(A|S) Q^{\pi_\theta}(S, A)]")

visitation = Theorem(
    name="discounted-visitation-of-two-states",
    title="Discounted visitation of the first of two states",
    claim=Equals(r"d_\gamma(0)=(1-\gamma)\sum_{t\ge0}\gamma^t\,\mathbb{P}(S_t=0)",
                 (1 - gamma + gamma * q) / (1 - gamma + gamma * (q + theta * p))),
    domain=Domain(gamma < 1, theta < 1, p <= 1, q <= 1),
    source=Source(PROBABILISTIC_MODELS, "§5.7", verdict="holds",
                  printed=r"d_\gamma^{\pi_\theta}(s) = (1-\gamma)"
                          r"\sum_{t=0}^\infty\gamma^t\mathbb{P}_{\pi_\theta}\{S_t=s\}"),
    near_misses={"stationary distribution": q / (q + theta * p),
                 "not normalised": (1 - gamma + gamma * q) / (1 - gamma + gamma * (q + theta * p)) / (1 - gamma),
                 "the policy forgotten": (1 - gamma + gamma * q) / (1 - gamma + gamma * (q + p))},
    covers=["policy-gradient-theorem"],
)


@visitation.derivation
def from_the_flow_equations():
    """d = (1 − γ) ρ + γ d P: what flows into a state is what is spent there."""
    d0, d1 = symbols("d_0 d_1", positive=True)
    total = 1 - gamma + gamma * (q + theta * p)
    first, second = (1 - gamma + gamma * q) / total, gamma * theta * p / total
    yield Solves([d0 - (1 - gamma) - gamma * ((1 - theta * p) * d0 + q * d1),
                  d1 - gamma * (theta * p * d0 + (1 - q) * d1)], {d0: first, d1: second},
                 because="the process starts in 0, leaves it with probability θp and comes back with probability q")
    yield Equal(first + second, 1, because="d_γ is a probability distribution")
    return first


TWO_STATES = (dict(a=3, b=7, c=-2, p="2/5", q="1/3", gamma="4/5", theta="1/4"),
              dict(a="1/2", b=3, c=-1, p="3/4", q=0, gamma="2/3", theta="3/5"),
              dict(a=-1, b="5/3", c=2, p="2/3", q="3/7", gamma="1/2", theta="1/3"),
              dict(a=2, b=5, c="-1/3", p=1, q="1/5", gamma="3/7", theta="4/5"))


def _two_states(a, b, c, p, q, theta):
    """The process and the policy that moves with probability θ (and tosses a coin in state 1)."""
    process = decision_processes.stay_or_move(a, c, b, forth=p, back=q)
    return process, policy_derivatives.binary_policy((theta, Fraction(1, 2)))


@visitation.numeric(*TWO_STATES)
def from_the_transition_matrix(p, q, gamma, theta):
    """d (1 − γ P) = (1 − γ) ρ in rationals, with P from the table of the process."""
    return mdp.discounted_visitation(*_two_states(0, 0, 0, p, q, theta), gamma)[0]


@visitation.monte_carlo(*TWO_STATES, moments=Bounded(0, 1))
def state_at_a_geometric_time(rng, size, p, q, gamma, theta):
    """The last state of an episode that goes on with probability γ at each step has the law d_γ."""
    process, policy = _two_states(0, 0, 0, p, q, theta)
    return mdp.sampled_visitation(rng, size, mdp=process, policy=policy, gamma=gamma) == 0


two_state_gradient = Theorem(
    name="policy-gradient-of-two-states",
    title="The policy gradient of a process of two states, in closed form",
    claim=Equals(r"\frac{dJ}{d\theta}",
                 E * ((move - stay) * E + gamma * p * (there - stay)) / ((1 - gamma) * (E + gamma * theta * p) ** 2)),
    domain=Domain(stay, move, there, gamma < 1, theta < 1, p <= 1, q <= 1),
    source=Source(PROBABILISTIC_MODELS, "§5.7", verdict="holds", printed=PRINTED),
    near_misses={
        "no 1/(1 − γ)": E * ((move - stay) * E + gamma * p * (there - stay)) / (E + gamma * theta * p) ** 2,
        "visitation forgotten":
            ((move - stay) * E + gamma * p * (there - stay)) / ((1 - gamma) * (E + gamma * theta * p)),
        "immediate rewards": (move - stay) * E / ((1 - gamma) * (E + gamma * theta * p))},
    covers=["policy-gradient-theorem"],
)


@two_state_gradient.derivation
def from_the_visitation_and_the_action_values():
    """1/(1 − γ) · d_γ(0) · (Q(0, 1) − Q(0, 0)), and once more by differentiating V(0)."""
    v0, v1 = symbols("v_0 v_1", real=True)
    e = 1 - gamma + gamma * q
    total = e + gamma * theta * p
    mean = (1 - theta) * stay + theta * move
    first = (mean * e + gamma * theta * p * there) / ((1 - gamma) * total)
    second = (there + gamma * q * first) / e
    yield Solves([v0 - mean - gamma * (theta * p * v1 + (1 - theta * p) * v0),
                  v1 - there - gamma * (q * v0 + (1 - q) * v1)], {v0: first, v1: second}, because="Bellman's equations")
    advantage = ((move - stay) * e + gamma * p * (there - stay)) / total
    yield Equal(move + gamma * (p * second + (1 - p) * first) - (stay + gamma * first), advantage,
                because="Q(0, 1) − Q(0, 0): moving instead of staying, once")
    yield Cites("discounted-visitation-of-two-states", "d_γ(0) = (1 − γ + γq)/(1 − γ + γ(q + θp))")
    yield Cites("policy-gradient-theorem", "J′ = d_γ(0) (Q(0, 1) − Q(0, 0))/(1 − γ): the policy moves in state 0 alone")
    gradient = e / total * advantage / (1 - gamma)
    yield Equal(Derivative(first, theta), gradient, because="the same by differentiating J = V(0)")
    return gradient


@two_state_gradient.numeric(*TWO_STATES)
def by_power_series_of_two_states(a, b, c, p, q, gamma, theta):
    """ρ·(1 − γ P_ε)⁻¹ r_ε over power series in ε, the policy moving with probability θ + ε."""
    process, policy = _two_states(a, b, c, p, q, theta)
    return policy_derivatives.return_derivative(process, policy, policy_derivatives.binary_slope((1, 0)), gamma)


@two_state_gradient.monte_carlo(*TWO_STATES[1:3], moments=FiniteFourthMoment(True, "returns and scores are bounded"))
def scores_times_returns(rng, size, a, b, c, p, q, gamma, theta):
    """Σ_t γ^t G_t ∂ log π(A_t|S_t) over episodes that are cut once γ^t < 10⁻¹⁴ of their return is left."""
    process, policy = _two_states(a, b, c, p, q, theta)
    states, actions, rewards = mdp.rollouts(rng, size, mdp=process, policy=policy,
                                            horizon=int(np.ceil(-32 / np.log(float(gamma)))))
    score = np.array([[-1 / (1 - float(theta)), 1 / float(theta)], [0, 0]])
    returns = mdp.discounted_returns_to_go(rewards, float(gamma))
    return (score[states, actions] * returns) @ float(gamma) ** np.arange(rewards.shape[1])
