r"""A Bayes-optimal agent may stop exploring for good, and then never prevails.

Statement.  A known arm pays k at every step.  An unknown arm pays 1 at every step (environment ν_1, prior weight w) or
never (ν_2).  With discount γ the Bayes-optimal agent tries the unknown arm if and only if

    w > k (1 − γ)/(1 − γ k)

(for k = 1/2: w > (1 − γ)/(2 − γ)).  If not, it plays the known arm for ever.  In ν_1 it then loses (1 − k)/(1 − γ)
against the optimal policy from every time on, although ν_1 is in its class: its regret does not tend to 0.  With
horizon m and no discount the Bayes-optimal value is max(m k, w m + (1 − w)(m − 1) k): try it first, or never; acting
greedily on the posterior mean earns only m max(k, w).

Idea.  The first trial of the unknown arm tells everything.  Without it the posterior, and so the decision, never
changes.

Notes.  "AIXI will asymptotically prevail" holds for classes which have policies that are self-optimising on the
histories that the Bayes-optimal policy generates (Hutter), and not for all computable environments (Leike &
Hutter).  Here no policy is good in both environments after the history of known arms, as a trial costs k in ν_2.  That
the agent's predictions converge on its own histories is not in question.

References.  M. Hutter, Self-optimizing and Pareto-optimal policies, COLT (2002); J. Leike & M. Hutter, Bad universal
priors and notions of optimality, COLT (2015).
"""

from sympy import Integer, Max, Symbol, true

from numerics import bandits, mdp
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import AtMostStep, Bounded, Domain, Equal, Equals, Erratum, Holds, Source, Theorem

w, k, gamma = (Symbol(name, positive=True) for name in ("w", "k", "gamma"))
PRINTED = r"\text{if the environment is run by a finite-size Turing machine, AiXi will asymptotically prevail}"
MIXTURE = Source(PROBABILISTIC_MODELS, "§5.3", verdict="holds",
                 printed=r"\text{maximize the expected return according to the posterior}")
SOURCE = Source(PROBABILISTIC_MODELS, "§5.3", verdict="holds under a condition", printed=PRINTED)
TRIAL = Source(PROBABILISTIC_MODELS, "§5.3", verdict="companion", printed=PRINTED)

m = Symbol("m", integer=True, positive=True)

known_arm = Theorem(
    name="bayes-value-of-a-known-and-an-unknown-arm",
    title="The Bayes-optimal value of a known arm beside one that pays always or never",
    claim=Equals(r"V_\xi^*(m)", Max(m * k, w * m + (1 - w) * (m - 1) * k)),
    domain=Domain(m, k < 1, w < 1),
    source=MIXTURE,
    near_misses={"greedy on the posterior mean": m * Max(k, w), "the environment is told": w * m + (1 - w) * m * k,
                 "the unknown arm for ever": Max(m * k, w * m), "never exploring": m * k},
    covers=["bayes-mixture-control-toy"],
)


@known_arm.derivation
def by_comparing_the_times_of_the_first_trial():
    """One trial of the unknown arm tells everything: then the better arm is played to the end."""
    t = Symbol("t", integer=True, positive=True)

    def first_trial_at(time):
        return (time - 1) * k + w * (m - time + 1) + (1 - w) * (m - time) * k
    yield Equal(first_trial_at(1) - first_trial_at(t), (t - 1) * w * (1 - k), because="a later trial forgoes this much")
    yield AtMostStep(0, (t - 1) * w * (1 - k), because="so a trial, if there is one, comes first")
    return Max(m * k, first_trial_at(1))


ARMS = (dict(w="2/5", k="1/2", m=2), dict(w="1/5", k="3/5", m=4), dict(w="3/5", k="1/3", m=3),
        dict(w="1/4", k="1/2", m=5),
        dict(w="1/8", k="3/4", m=3))


@known_arm.numeric(*ARMS)
def by_expectimax_over_two_arms(w, k, m):
    """Maximise over the arm, average over its outcome by the posterior, recursively, in rationals."""
    return bandits.bayes_value((w, 1 - w), ((k, 1), (k, 0)), m)


@known_arm.monte_carlo(*ARMS[:4], moments=Bounded(0, m))
def episodes_with_a_trial(rng, size, w, k, m):
    """Draw whether the unknown arm pays, then play the Bayes policy."""
    return bandits.bayes_episodes(rng, size, prior=(w, 1 - w), means=((k, 1), (k, 0)), horizon=m)


trial = Theorem(
    name="bayes-optimal-trial-of-an-unknown-arm",
    title="When a Bayes-optimal agent tries the unknown arm",
    claim=Holds(r"\pi^*_\xi \text{ pulls the unknown arm}", w > k * (1 - gamma) / (1 - gamma * k)),
    domain=Domain(w < 1, k < 1, gamma < 1),
    source=TRIAL,
    near_misses={"every Bayes-optimal policy explores": true, "its mean exceeds the known arm": w > k,
                 "for k = 1/2 whatever k is": w > (1 - gamma) / (2 - gamma)},
    covers=["aixi-asymptotic-optimality"],
    unsampled="A comparison of two values; nothing is random.",
)


@trial.derivation
def by_comparing_a_trial_now_later_and_never():
    """Never is worth k/(1 − γ); after a trial the better arm is played for ever."""
    t = Symbol("t", integer=True, nonnegative=True)
    bound = k * (1 - gamma) / (1 - gamma * k)
    never = k / (1 - gamma)
    now = w / (1 - gamma) + (1 - w) * gamma * k / (1 - gamma)
    yield Equal(now - never, (w - bound) * (1 - gamma * k) / (1 - gamma), because="the gain of a trial at once")
    yield AtMostStep(0, (1 - gamma * k) / (1 - gamma), because="its sign is that of w minus the bound")
    yield Equal(k * (1 - gamma ** t) / (1 - gamma) + gamma ** t * now - never, gamma ** t * (now - never),
                because="a trial after t steps gains γ^t times as much: now, if it gains; else never")
    return w > bound


def _beliefs(w, k):
    """The process of beliefs: 0 unknown, 1 the unknown arm pays, 2 it does not; action 1 pulls the unknown arm."""
    return mdp.FiniteMDP([[[1, 0, 0], [0, w, 1 - w]], [[0, 1, 0]] * 2, [[0, 0, 1]] * 2], [[k, w], [k, 1], [k, 0]],
                         [1, 0, 0])


@trial.numeric(dict(w="1/3", k="1/2", gamma="1/2"), dict(w="2/5", k="1/2", gamma="1/2"),
               dict(w="1/4", k="1/2", gamma="1/2"),
               dict(w="1/10", k="1/2", gamma="9/10"), dict(w="1/12", k="1/2",
                                                           gamma="9/10"), dict(w="1/100", k="1/2", gamma="99/100"),
               dict(w="1/102", k="1/2", gamma="99/100"), dict(w="3/5", k="4/5",
                                                              gamma="2/3"), dict(w="1/2", k="4/5", gamma="2/3"),
               dict(w="1/10", k="1/5", gamma="1/3"), dict(w="1/5", k="1/5", gamma="1/3"), dict(w="1/7", k="1/5",
                                                                                               gamma="1/3"))
def by_policy_iteration_on_beliefs(w, k, gamma):
    """Whether Q*(unknown, pull) > Q*(unknown, known arm), in rationals."""
    process = _beliefs(w, k)
    best = mdp.deterministic_policy(process, mdp.optimal_policy(process, gamma))
    known, unknown = mdp.action_values(process, best, gamma)[0]
    return unknown > known


regret = Theorem(
    name="regret-of-a-bayes-optimal-agent",
    title="The regret of an agent whose prior keeps it from exploring, at every time",
    claim=Equals(r"V^*_{\nu_1}-V^{\pi_\xi^*}_{\nu_1}\text{ after every history}", (1 - k) / (1 - gamma)),
    domain=Domain(k < 1, gamma < 1, w <= k * (1 - gamma) / (1 - gamma * k)),
    source=SOURCE,
    errata=[Erratum(printed=PRINTED, formula=Integer(0), at=dict(w="1/4", k="1/2", gamma="1/2"),
                    wrong="not for every class and prior: the agent may never learn what it does not try")],
    near_misses={"regret of one step": 1 - k, "until the first trial": (1 - k) / (1 - gamma * k),
                 "what it earns": k / (1 - gamma)},
    fails_at=[dict(w="2/5", k="1/2", gamma="1/2"), dict(w="1/5", k="1/5", gamma="1/3")],
    covers=["aixi-asymptotic-optimality"],
    unsampled="Policy and environment are deterministic; nothing is random.",
)


@regret.derivation
def by_the_geometric_series():
    """The history holds known arms only, so the belief stays what it was and the agent earns k for ever."""
    best, own = 1 / (1 - gamma), k / (1 - gamma)
    yield Equal(1 + gamma * best, best, because="value of the optimal policy in ν_1: 1 at every step")
    yield Equal(k + gamma * own, own, because="value of the Bayes-optimal policy in ν_1: k at every step")
    return best - own


@regret.numeric(dict(w="1/4", k="1/2", gamma="1/2"), dict(w="1/12", k="1/2", gamma="9/10"),
                dict(w="2/5", k="4/5", gamma="2/3"),
                dict(w="1/8", k="1/5", gamma="1/3"))
def by_playing_the_bayes_policy_in_the_first_environment(w, k, gamma):
    """Optimise on beliefs, then evaluate that policy and the best one where the unknown arm pays, in rationals."""
    choices = mdp.optimal_policy(_beliefs(w, k), gamma)
    process = _beliefs(1, k)  # a trial leads to the belief that the arm pays
    own = mdp.state_values(process, mdp.deterministic_policy(process, choices), gamma)
    return mdp.optimal_values(process, gamma)[0] - own[0]
