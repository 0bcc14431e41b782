r"""Bayesian control: values under a mixture of environments.

Statement.  Let the environment ν be drawn with prior weights w_ν from a finite class, and let ξ = Σ_ν w_ν ν be the
mixture.  For every policy and horizon m

    V_ξ^π = Σ_ν w_ν V_ν^π.

The Bayes-optimal policy, expectimax on the posterior, attains V_ξ* = max_π V_ξ^π; so V_ξ* is convex in w, and at most
Σ_ν w_ν V_ν*, the value for an agent that is told the environment.

Idea.  ξ(x) w(ν|x) = w_ν ν(x), by Bayes's rule: averaging over the posterior after each percept is averaging over the
prior.  A maximum of functions that are linear in w is convex.

Notes.  AIXI takes w proportional to 2^{−K}; it has to be normalised.  The toy has two Bernoulli arms with the means
(1/5, 4/5), (4/5, 1/5) or (1/2, 1/2) and the prior (1/2, 1/4, 1/4): V_ξ* = 23/40, 121/100, 1869/1000 and 245991/62500
for m = 1, 2, 3, 6. Acting greedily on the posterior mean reaches the same values there, but not in general: see
`exploration`.

References.  M. Hutter, Universal Artificial Intelligence (2005), §5.1.
"""

from fractions import Fraction

from sympy import Max, Sum, Symbol, symbols

from numerics import bandits
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import (
    AtMost,
    AtMostStep,
    Bounded,
    Domain,
    Equal,
    Equals,
    Simplex,
    Source,
    Termwise,
    Theorem,
    Vector,
    Vectors,
)

n, i = Symbol("n", integer=True, positive=True), Symbol("i", integer=True)
m = Symbol("m", integer=True, positive=True)
w = Vector("w", n)
v, u = Vector("v", n, nonnegative=True), Vector("u", n, nonnegative=True)  # V_ν of the Bayes policy, V_ν*
x, y = symbols("x y", nonnegative=True)
SOURCE = Source(PROBABILISTIC_MODELS, "§5.3", verdict="holds",
                printed=r"\text{take as a priori on the models } \mathcal M \text{ to be proportional to } "
                        r"2^{-K(\mathcal M)} \dots \text{ and do Bayesian updates on that prior according to the "
                        r"observations, and maximize the expected return according to the posterior}")
PRIOR = ("1/2", "1/4", "1/4")
MEANS = ((Fraction(1, 5), Fraction(4, 5)), (Fraction(4, 5), Fraction(1, 5)), (Fraction(1, 2), Fraction(1, 2)))


def _at(m, prior=PRIOR):
    """A point of the toy: prior, values of the Bayes policy in each environment, and the best values there."""
    weights = [Fraction(p) for p in prior]
    policy = bandits.bayes_policy(weights, MEANS, m)
    fixed = [sum(p * row[arm] for p, row in zip(weights, MEANS, strict=True)) * m for arm in (0, 1)]
    return {"m": m, "w": prior, "v": tuple(bandits.policy_value(policy, row, m) for row in MEANS),
            "u": tuple(m * max(row) for row in MEANS), "x": fixed[0], "y": fixed[1]}


mixture_value = Theorem(
    name="bayes-mixture-value",
    title="The value of a policy under a mixture of environments",
    claim=Equals(r"V_\xi^*=V_\xi^{\pi},\; \pi \text{ Bayes-optimal},\; v_\nu=V_\nu^{\pi}", Sum(w[i] * v[i], (i, 1, n))),
    domain=Domain(Simplex(w), Vectors(v, u), m),
    source=SOURCE,
    near_misses={"the environment is told": Sum(w[i] * u[i], (i, 1, n)), "uniform prior": Sum(v[i], (i, 1, n)) / n,
                 "prior not normalised": Sum(w[i] * v[i], (i, 1, n)) / 2, "likeliest environment alone": v[1]},
    covers=["bayes-mixture-control-toy"],
)


@mixture_value.derivation
def by_bayes_rule_at_each_percept():
    """One step with a percept 0 or 1, ν(1) = p_ν; the values after it, s_ν and z_ν, are mixed by the posterior."""
    p, s, z = Vector("p", n), Vector("s", n, nonnegative=True), Vector("z", n, nonnegative=True)
    seen, unseen = symbols("xi_1 xi_0", positive=True)
    yield Equal(seen * Sum(w[i] * p[i] / seen * s[i], (i, 1, n)) + unseen * Sum(w[i] * (1 - p[i]) / unseen * z[i],
                                                                                (i, 1, n)),
                Sum(w[i] * (p[i] * s[i] + (1 - p[i]) * z[i]), (i, 1, n)), where=[Vectors(p, s, z)],
                because="posterior w_ν p_ν/ξ(1) after percept 1, w_ν (1 − p_ν)/ξ(0) after 0; then by induction")
    return Sum(w[i] * v[i], (i, 1, n))


@mixture_value.numeric(_at(1), _at(2), _at(3), _at(6), _at(4, ("3/10", "3/5", "1/10")))
def by_expectimax(w, m):
    """Maximise over the arm, average over its outcome by the posterior, recursively, in rationals."""
    return bandits.bayes_value(w, MEANS, m)


@mixture_value.monte_carlo(_at(3), _at(6), moments=Bounded(0, m))
def episodes_of_the_bayes_policy(rng, size, w, m):
    """Draw the environment from the prior, then play the Bayes policy in it."""
    return bandits.bayes_episodes(rng, size, prior=w, means=MEANS, horizon=m)


informed_bound = Theorem(
    name="bayes-value-below-informed-value",
    title="Being told the environment can only help",
    claim=AtMost(r"V_\xi^*,\; u_\nu=V_\nu^*", Sum(w[i] * u[i], (i, 1, n))),
    domain=Domain(Simplex(w), Vectors(u), x, y, m),
    source=SOURCE,
    near_misses={"best fixed arm": Max(x, y), "worst environment": u[3], "half": Sum(w[i] * u[i], (i, 1, n)) / 2},
    covers=["bayes-mixture-control-toy"],
)


@informed_bound.derivation
def termwise():
    """In each environment the Bayes policy is at most as good as the best one."""
    best, regret = symbols("V d", nonnegative=True)
    each = AtMostStep(best - regret, best, because="V_ν^π = V_ν* − d with a regret d ≥ 0")
    yield each
    d = Vector("d", n, nonnegative=True)
    yield AtMostStep(Sum(w[i] * (u[i] - d[i]), (i, 1, n)), Sum(w[i] * u[i], (i, 1, n)), where=[Vectors(d)],
                     termwise=Termwise(each, put={best: u[i], regret: d[i]}, weight=w[i], over=(i, 1, n)),
                     because="multiply by w_ν and sum; the left side is V_ξ^π, for every policy")
    return Sum(w[i] * u[i], (i, 1, n))


@informed_bound.numeric(_at(1), _at(2), _at(3), _at(6), _at(4, ("3/10", "3/5", "1/10")),
                        _at(2, ("1/20", "9/10", "1/20")))
def by_expectimax_again(w, m):
    """The value of the posterior expectimax, in rationals."""
    return bandits.bayes_value(w, MEANS, m)


@informed_bound.monte_carlo(_at(3), _at(6), moments=Bounded(0, m))
def total_rewards(rng, size, w, m):
    """Total rewards of the Bayes policy in an environment drawn from the prior."""
    return bandits.bayes_episodes(rng, size, prior=w, means=MEANS, horizon=m)


q = Symbol("q", positive=True)

convexity = Theorem(
    name="bayes-value-is-convex-in-the-prior",
    title="The Bayes-optimal value is convex in the prior",
    claim=AtMost(r"V_\xi^*(q w+(1-q)w'),\; x=V^*_\xi(w),\; y=V_\xi^*(w')", q * x + (1 - q) * y),
    domain=Domain(x, y, q < 1),
    source=SOURCE,
    near_misses={"weights squared": q ** 2 * x + (1 - q) ** 2 * y, "the smaller one": x, "the other one": y},
    covers=["bayes-mixture-control-toy"],
    unsampled="Values for three priors are compared; each of them is sampled with `bayes-mixture-value`.",
)


@convexity.derivation
def a_maximum_of_linear_functions():
    """A policy is worth x − d and y − e under the two priors, and the mean of these under the mixture."""
    d, e = symbols("d e", nonnegative=True)
    yield AtMostStep(q * (x - d) + (1 - q) * (y - e), q * x + (1 - q) * y, because="V_ξ^π is linear in the prior")
    return q * x + (1 - q) * y


def _priors(q, first, second, m):
    """A point: the weight of the first prior, and the values for both."""
    values = [bandits.bayes_value([Fraction(p) for p in prior], MEANS, m) for prior in (first, second)]
    return {"q": q, "x": values[0], "y": values[1], "first": first, "second": second, "m": m}


@convexity.numeric(_priors("1/3", ("4/5", "1/10", "1/10"), ("1/10", "4/5", "1/10"), 3),
                   _priors("1/2", ("1/10", "3/10", "3/5"), ("9/10", "1/20", "1/20"), 2),
                   _priors("2/5", ("3/5", "1/5", "1/5"), ("7/10", "1/5", "1/10"), 4),
                   _priors("1/2", ("3/5", "1/5", "1/5"), ("1/2", "1/4", "1/4"), 1),
                   _priors("3/4", ("1/10", "3/10", "3/5"), ("9/10", "1/20", "1/20"), 3))
def by_expectimax_for_the_mixed_prior(q, first, second, m):
    """The value of the posterior expectimax for the mixture of the two priors, in rationals."""
    return bandits.bayes_value([q * a + (1 - q) * b for a, b in zip(first, second, strict=True)], MEANS, m)
