r"""The logarithmic scoring rule: its regret is the relative entropy, and only the truth has none.

Statement.  For s(q, i) = log q_i, with p and q in the open simplex,

    E_p s(p, ·) − E_p s(q, ·) = Σ_i p_i log(p_i / q_i) = D(p‖q) ≥ Σ_i (√p_i − √q_i)²,

so the rule is strictly proper.

Idea.  The regret is a difference of two logarithms under one sum.  With u = √(q_i / p_i), log u ≤ u − 1 gives
−2 log u ≥ 2 − 2u; multiplied by p_i and summed this is Σ (√p_i − √q_i)², because Σ p_i = Σ q_i = 1.

Notes.  On the closed simplex s takes the value −∞ at q_i = 0; the regret is then +∞ unless p_i = 0.

References.  I. J. Good, Rational Decisions, JRSS B 14 (1952); Tsybakov, Introduction to Nonparametric Estimation
(2009), Lemma 2.4.
"""

from sympy import Sum, Symbol, log, sqrt

from numerics.scoring_rules import logarithmic, regret, sampled_regrets
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import AtLeast, AtMostStep, Bounded, Cites, Domain, Equal, Equals, Simplex, Source, Theorem, Vector

n = Symbol("n", integer=True, positive=True)
i = Symbol("i", integer=True)
p, q = Vector("p", n), Vector("q", n)

logarithmic_rule_regret = Theorem(
    name="logarithmic-rule-regret",
    title="Regret of the logarithmic rule: the relative entropy",
    claim=Equals(r"\mathbb{E}_{p}[\log p] - \mathbb{E}_{p}[\log q]", Sum(p[i] * log(p[i] / q[i]), (i, 1, n))),
    domain=Domain(Simplex(p, q)),
    source=Source(PROBABILISTIC_MODELS, "§2.2", printed=r"\text{examples of proper scoring rules? } \dots \text{ The "
                                                        r"logarithmic scoring rule (the most beautiful of all): } "
                                                        r"\log\pi_i", verdict="holds"),
    near_misses={"arguments swapped": Sum(q[i] * log(q[i] / p[i]), (i, 1, n)),
                 "a negative multiple of the rule": -Sum(p[i] * log(p[i] / q[i]), (i, 1, n)),
                 "cross-entropy": -Sum(p[i] * log(q[i]), (i, 1, n)),
                 "in bits": Sum(p[i] * log(p[i] / q[i]), (i, 1, n)) / log(2)},
    covers=["logarithmic-scoring-rule"],
)


@logarithmic_rule_regret.derivation
def as_one_logarithm():
    """Write both expected scores as sums over the outcomes and join the logarithms."""
    yield Equal(Sum(p[i] * log(p[i]), (i, 1, n)) - Sum(p[i] * log(q[i]), (i, 1, n)),
                Sum(p[i] * log(p[i] / q[i]), (i, 1, n)), because="log a − log b = log(a/b), outcome by outcome")
    return Sum(p[i] * log(p[i] / q[i]), (i, 1, n))


@logarithmic_rule_regret.numeric(
    dict(p=("1/2", "3/10", "1/5"), q=("1/4", "1/4", "1/2")), dict(p=("2/7", "5/7"), q=("3/5", "2/5")),
    dict(p=("1/10", "2/5", "3/10", "1/5"), q=("1/3", "1/6", "1/12", "5/12")))
def by_enumerating_the_outcomes(p, q):
    """Σ_i p_i (log p_i − log q_i) in ball arithmetic."""
    return regret(logarithmic, p, q)


@logarithmic_rule_regret.monte_carlo(  # every ratio p_i / q_i lies between 1/6 and 6, and log 6 < 2
    dict(p=("1/10", "3/5", "3/10"), q=("1/2", "1/10", "2/5")),
    dict(p=("1/2", "1/4", "1/8", "1/8"), q=("1/8", "1/8", "1/4", "1/2")), moments=Bounded(-2, 2))
def gain_on_the_same_outcome(rng, size, p, q):
    """Draw the outcome from p and compare the logarithms of its two probabilities."""
    return sampled_regrets(rng, size, rule=logarithmic, belief=p, report=q)


logarithmic_rule_strictly_proper = Theorem(
    name="logarithmic-rule-strictly-proper",
    title="Regret of the logarithmic rule is at least the squared Hellinger distance",
    claim=AtLeast(r"\mathbb{E}_{p}[\log p] - \mathbb{E}_{p}[\log q]", Sum((sqrt(p[i]) - sqrt(q[i])) ** 2, (i, 1, n))),
    domain=Domain(Simplex(p, q)),
    source=Source(PROBABILISTIC_MODELS, "§2.2", printed=r"\text{examples of proper scoring rules? } \dots \text{ The "
                                                        r"logarithmic scoring rule (the most beautiful of all): } "
                                                        r"\log\pi_i", verdict="companion"),
    near_misses={"three times as large": 3 * Sum((sqrt(p[i]) - sqrt(q[i])) ** 2, (i, 1, n)),
                 "total variation": Sum(abs(p[i] - q[i]), (i, 1, n)) / 2,
                 "chi-square distance": Sum((p[i] - q[i]) ** 2 / q[i], (i, 1, n))},
    fails_at=[dict(p=("1/2", "1/2"), q=("3/4", "3/4"))],
)


@logarithmic_rule_strictly_proper.derivation
def by_the_tangent_of_the_logarithm():
    """log u ≤ u − 1 at u = √(q_i / p_i), with equality only for u = 1."""
    u = Symbol("u", positive=True)
    yield Cites("logarithmic-rule-regret", "the regret is Σ p_i log(p_i / q_i)")
    yield AtMostStep(2 * (1 - u), -2 * log(u), because="the logarithm lies below its tangent at 1")
    yield Equal(Sum(-2 * p[i] * log(sqrt(q[i] / p[i])), (i, 1, n)), Sum(p[i] * log(p[i] / q[i]), (i, 1, n)),
                because="p_i times the right side at u = √(q_i / p_i)")
    yield Equal(Sum(2 * p[i] * (1 - sqrt(q[i] / p[i])), (i, 1, n)), Sum((sqrt(p[i]) - sqrt(q[i])) ** 2, (i, 1, n)),
                because="p_i times the left side, with Σ p_i = Σ q_i = 1")
    return Sum((sqrt(p[i]) - sqrt(q[i])) ** 2, (i, 1, n))


@logarithmic_rule_strictly_proper.numeric(
    dict(p=("1/2", "3/10", "1/5"), q=("1/4", "1/4", "1/2")), dict(p=("1/2", "1/4", "1/4"), q=("11/20", "9/40", "9/40")),
    dict(p=("1/1000", "999/1000"), q=("1/2", "1/2")), dict(p=("9/10", "1/20", "1/20"), q=("2/5", "2/5", "1/5")))
def by_balls(p, q):
    """The regret outcome by outcome, for near and for distant reports."""
    return regret(logarithmic, p, q)


@logarithmic_rule_strictly_proper.monte_carlo(
    dict(p=("9/10", "1/20", "1/20"), q=("2/5", "2/5", "1/5")), moments=Bounded(-3, 3))
def gain_of_the_truth(rng, size, p, q):
    """Draw the outcome from p and compare the logarithms of its two probabilities."""
    return sampled_regrets(rng, size, rule=logarithmic, belief=p, report=q)
