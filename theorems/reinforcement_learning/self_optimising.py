r"""In a finite class a Bayes-optimal agent prevails wherever some policy prevails in all environments.

Statement.  Let ν_1, …, ν_n be environments with prior weights w_i > 0, π any policy, and d_i = V*_{ν_i} − V^π_{ν_i} ≥ 0 its
regrets.  The Bayes-optimal policy π* of the mixture has in each environment ν_j

    V*_{ν_j} − V^{π*}_{ν_j} ≤ (1/w_j) Σ_i w_i d_i.

If the values are normalised and some policies have regrets that tend to 0 in every environment of the class, as the horizon
grows, so has the Bayes-optimal policy: it is self-optimising.

Idea.  Σ_i w_i V^π_{ν_i} is the value of π in the mixture, which π* maximises.  So the mean regret of π* is at most that of π,
and each of its terms is nonnegative.

Notes.  This is the positive half of "AiXi will asymptotically prevail", from the start of the interaction.  To have it from
every time on, the policies have to be good after the histories that π* generates; where none is, the agent may lose for ever:
see `exploration`.

References.  M. Hutter, Self-optimizing and Pareto-optimal policies in general environments, COLT (2002).
"""

from fractions import Fraction

from sympy import Sum, Symbol, symbols

from numerics import bandits
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import AtMost, AtMostStep, Bounded, Domain, Equal, Simplex, Source, Theorem, Vector, Vectors

n = Symbol("n", integer=True, positive=True)
i = Symbol("i", integer=True)
j = Symbol("j", integer=True, positive=True)
m = Symbol("m", integer=True, positive=True)
w, d = Vector("w", n), Vector("d", n, nonnegative=True)


def _class(w, other, means, horizon, j, unit=1):
    """A point of a class of Bernoulli bandits that pay the unit or nothing; π is Bayes-optimal for another prior."""
    means = tuple(tuple(map(Fraction, row)) for row in means)
    policy = bandits.bayes_policy([Fraction(x) for x in other], means, horizon)
    regrets = tuple(unit * (horizon * max(row) - bandits.policy_value(policy, row, horizon)) for row in means)
    return dict(w=w, d=regrets, j=j, means=means, m=horizon, unit=unit)


CLASSES = (_class(("1/10", "9/10"), ("1/2", "1/2"), (("1/2", 1), ("1/2", 0)), 6, 1),
           _class(("1/2", "1/4", "1/4"), ("1/3", "1/3", "1/3"), (("1/4", "3/4"), ("3/4", "1/4"), ("1/2", "1/2")), 5, 3),
           _class(("1/5", "4/5"), ("1/2", "1/2"), (("9/10", "1/10"), ("1/10", "9/10")), 4, 1, unit=7),
           _class(("1/3", "2/3"), ("1/3", "2/3"), ((1, 0), (0, 1)), 3, 1),
           _class(("1/2", "1/4", "1/4"), ("1/3", "1/3", "1/3"), ((1, 0, 0), (0, 1, 0), (0, 0, 1)), 4, 2))

self_optimising = Theorem(
    name="bayes-optimal-regret-in-a-finite-class",
    title="The regret of a Bayes-optimal agent in each environment of a finite class",
    claim=AtMost(r"V^*_{\nu_j}-V^{\pi_\xi^*}_{\nu_j},\quad d_i=V^*_{\nu_i}-V^\pi_{\nu_i}\text{ for any policy }\pi",
                 Sum(w[i] * d[i], (i, 1, n)) / w[j]),
    domain=Domain(Simplex(w), Vectors(d), j <= n, m),
    source=Source(PROBABILISTIC_MODELS, "§5.3", verdict="holds under a condition",
                  printed=r"\text{if the environment is run by a finite-size Turing machine, AiXi will asymptotically "
                          r"prevail}"),
    near_misses={"as good as π in each environment": d[j], "mean regret of π": Sum(w[i] * d[i], (i, 1, n)),
                 "the other environments do not matter": w[j] * d[j], "half": Sum(w[i] * d[i], (i, 1, n)) / (2 * w[j])},
    covers=["aixi-asymptotic-optimality"],
)


@self_optimising.derivation
def by_the_mean_regret():
    """The Bayes-optimal policy has the least mean regret, and one term of a sum of nonnegative terms is at most the sum."""
    best, own = Vector("u", n, real=True), Vector("v", n, real=True)
    e, most, other, total = Vector("e", n, nonnegative=True), *symbols("V_best V_other V", real=True)
    share, rest = symbols("e_j rest", nonnegative=True)
    weight = Symbol("w_j", positive=True)
    yield Equal(Sum(w[i] * (best[i] - own[i]), (i, 1, n)), Sum(w[i] * best[i], (i, 1, n)) - Sum(w[i] * own[i], (i, 1, n)),
                where=[Vectors(best, own)], because="Σ w_i V^π_{ν_i} is the value of π in the mixture: it is linear in it")
    yield AtMostStep(total - most, total - other, where=[most >= other],
                     because="no policy is worth more in the mixture than π*: its mean regret Σ w_i e_i is at most Σ w_i d_i")
    yield AtMostStep(0, Sum(w[i] * e[i], (i, 1, n)), where=[Vectors(e)], because="no regret is negative")
    yield AtMostStep(share, (weight * share + rest) / weight,
                     because="so w_j e_j is at most the sum, w_j e_j and the rest: divide by w_j")
    return Sum(w[i] * d[i], (i, 1, n)) / w[j]


@self_optimising.numeric(*CLASSES)
def by_expectimax_and_the_best_arm(w, j, means, m, unit):
    """m times the best mean of ν_j less the value there of the policy that expectimax finds for the prior, in rationals."""
    policy = bandits.bayes_policy(w, means, m)
    return unit * (m * max(means[j - 1]) - bandits.policy_value(policy, means[j - 1], m))


@self_optimising.monte_carlo(CLASSES[0], CLASSES[2], moments=Bounded(-7 * m, 7 * m))
def episodes_in_one_environment(rng, size, w, j, means, m, unit):
    """Play the Bayes policy of the prior in ν_j, and compare the rewards with the mean of the best arm."""
    best = m * float(max(means[j - 1]))
    return best * unit - unit * bandits.bayes_episodes(rng, size, prior=w, means=means, horizon=m, environment=j - 1)
