r"""The quadratic scoring rule: its expected score and its regret.

Statement.  An agent who believes p reports q and is paid s(q, i) = −|q − δ_i|² when outcome i occurs, δ_i its one-hot
vector.  The expected score is

    E_p s(q, ·) = Σ_i p_i s(q, i) = 2 Σ p_i q_i − Σ q_i² − 1,

and the regret against the truthful report is E_p s(p, ·) − E_p s(q, ·) = |p − q|², so the rule is strictly proper: for
every p the report q = p is the only maximiser.

Idea.  s(q, ·) depends on the whole vector q, and the expectation of a function of the outcome is linear in p.  The
regret is the bias–variance decomposition: δ_I has mean p, hence E|q − δ_I|² = |q − p|² + E|p − δ_I|².

Notes.  Properness is asked for every p.  With a unique maximiser, as here, the usual word is *strictly* proper.

References.  G. W. Brier, Monthly Weather Review 78 (1950); T. Gneiting & A. E. Raftery, JASA 102 (2007), §4.1.
"""

from sympy import Sum, Symbol

from numerics.scoring_rules import expected_score, quadratic, regret, sampled_regrets, sampled_scores
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import Bounded, Cites, Domain, Equal, Equals, Erratum, Simplex, Source, Theorem, Vector

n = Symbol("n", integer=True, positive=True)
i = Symbol("i", integer=True)
p, q = Vector("p", n), Vector("q", n)

expected_quadratic_score = Theorem(
    name="expected-quadratic-score",
    title="Expected score of a report under the quadratic rule",
    claim=Equals(r"\mathbb{E}_{p}[s(q,\cdot)]", 2 * Sum(p[i] * q[i], (i, 1, n)) - Sum(q[i] ** 2, (i, 1, n)) - 1),
    domain=Domain(Simplex(p, q)),
    source=Source(PROBABILISTIC_MODELS, "§2.2", verdict="misprint",
                  printed=r"\mathbb{E}_{\vec p}[s(\vec\pi,\cdot)] = \sum_{i=1}^n p_i s(\pi_i,i)"),
    errata=[Erratum(
        printed=r"\sum_{i=1}^n p_i s(\pi_i,i)", formula=-Sum(p[i] * (1 - q[i]) ** 2, (i, 1, n)),
        wrong="the arrow of π is lost: with the scalar π_i the rule would see the outcome's own probability only")],
    near_misses={"expectation under the report": Sum(q[i] ** 2, (i, 1, n)) - 1,
                 "score of the truthful report": Sum(p[i] ** 2, (i, 1, n)) - 1,
                 "|δ|² forgotten": 2 * Sum(p[i] * q[i], (i, 1, n)) - Sum(q[i] ** 2, (i, 1, n))},
    fails_at=[dict(p=("1/2", "1/4"), q=("1/3", "2/3"))],
    covers=["scoring-expectation-formula"],
)


@expected_quadratic_score.derivation
def by_linearity_in_the_belief():
    """Expand the square of the outcome's coordinate, then average over the outcome with Σ p_i = 1."""
    k = Symbol("k", integer=True, positive=True)
    squares = Sum(q[k] ** 2, (k, 1, n))
    yield Equal(-(1 - q[k]) ** 2 - (squares - q[k] ** 2), 2 * q[k] - squares - 1, where=[k <= n],
                because="(1 − q_k)² = 1 − 2 q_k + q_k²")
    yield Equal(Sum(p[i] * (2 * q[i] - squares - 1), (i, 1, n)),
                2 * Sum(p[i] * q[i], (i, 1, n)) - squares - 1, because="Σ p_i = 1")
    return 2 * Sum(p[i] * q[i], (i, 1, n)) - Sum(q[i] ** 2, (i, 1, n)) - 1


@expected_quadratic_score.numeric(
    dict(p=("1/2", "3/10", "1/5"), q=("1/4", "1/4", "1/2")), dict(p=("2/7", "5/7"), q=("3/5", "2/5")),
    dict(p=("1/10", "2/5", "3/10", "1/5"), q=("1/3", "1/6", "1/12", "5/12")))
def by_averaging_over_the_outcomes(p, q):
    """Σ_i p_i (−|q − δ_i|²) in rationals, each δ_i written out."""
    return expected_score(quadratic, p, q)


@expected_quadratic_score.monte_carlo(dict(p=("1/10", "3/5", "3/10"), q=("1/2", "1/10", "2/5")),
                                      dict(p=("1/10", "2/5", "3/10", "1/5"), q=("3/5", "1/10", "1/10", "1/5")),
                                      moments=Bounded(-2, 0))
def score_of_a_drawn_outcome(rng, size, p, q):
    """Draw the outcome from p and pay the report q."""
    return sampled_scores(rng, size, rule=quadratic, belief=p, report=q)


quadratic_rule_regret = Theorem(
    name="quadratic-rule-regret",
    title="Regret of the quadratic rule: the squared distance",
    claim=Equals(r"\mathbb{E}_{p}[s(p,\cdot)] - \mathbb{E}_{p}[s(q,\cdot)]", Sum((p[i] - q[i]) ** 2, (i, 1, n))),
    domain=Domain(Simplex(p, q)),
    source=Source(PROBABILISTIC_MODELS, "§2.2", verdict="holds",
                  printed=r"\text{examples of proper scoring rules? } \dots \text{ The quadratic scoring rule, for "
                          r"instance } -(1-\pi_i)^2-\sum_{k\ne i}\pi_k^2=-\|\vec\pi-\delta_i\|^2"),
    near_misses={"doubled": 2 * Sum((p[i] - q[i]) ** 2, (i, 1, n)),
                 "only the outcome's own coordinate": Sum(p[i] * ((1 - q[i]) ** 2 - (1 - p[i]) ** 2), (i, 1, n)),
                 "weighted by the belief": Sum(p[i] * (p[i] - q[i]) ** 2, (i, 1, n))},
    fails_at=[dict(p=("1/2", "1/4"), q=("1/3", "2/3"))],
    covers=["quadratic-scoring-rule"],
)


@quadratic_rule_regret.derivation
def by_bias_and_variance():
    """The expected score at q = p is Σ p_i² − 1; complete the square in the difference."""
    score = 2 * Sum(p[i] * q[i], (i, 1, n)) - Sum(q[i] ** 2, (i, 1, n)) - 1
    yield Cites("expected-quadratic-score", "2 Σ p_i q_i − Σ q_i² − 1, which is Σ p_i² − 1 for the report q = p")
    yield Equal(Sum(p[i] ** 2, (i, 1, n)) - 1 - score, Sum((p[i] - q[i]) ** 2, (i, 1, n)),
                because="p² − 2 p q + q² = (p − q)², which is 0 for every i only if q = p")
    return Sum((p[i] - q[i]) ** 2, (i, 1, n))


@quadratic_rule_regret.numeric(
    dict(p=("1/2", "3/10", "1/5"), q=("1/4", "1/4", "1/2")), dict(p=("2/7", "5/7"), q=("3/5", "2/5")),
    dict(p=("1/10", "2/5", "3/10", "1/5"), q=("1/3", "1/6", "1/12", "5/12")),
    dict(p=("1/6", "1/4", "1/12", "1/3", "1/6"), q=("1/6", "1/4", "1/12", "1/3", "1/6")))
def by_enumerating_the_outcomes(p, q):
    """Σ_i p_i (s(p, i) − s(q, i)) in rationals."""
    return regret(quadratic, p, q)


@quadratic_rule_regret.monte_carlo(dict(p=("1/10", "3/5", "3/10"), q=("1/2", "1/10", "2/5")),
                                   dict(p=("1/10", "2/5", "3/10", "1/5"), q=("3/5", "1/10", "1/10", "1/5")),
                                   moments=Bounded(-2, 2))
def gain_on_the_same_outcome(rng, size, p, q):
    """Draw the outcome from p and pay both reports."""
    return sampled_regrets(rng, size, rule=quadratic, belief=p, report=q)
