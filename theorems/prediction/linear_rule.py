r"""The linear scoring rule rewards certainty, not honesty.

Statement.  Under s(q, i) = q_i the expected score Σ p_i q_i falls short of what certainty in outcome 1 earns by

    p_1 − Σ p_i q_i = Σ q_i (p_1 − p_i).

Let outcome 1 be a most likely one.  Every term is then nonnegative, and zero exactly if q_i = 0 or p_i = p_1: a
report is optimal if and only if it puts all mass on the most likely outcomes.  If there is one of them, certainty in
it is the only optimum.  With M of them tied every mixture on them is optimal; C(N + M − 1, M − 1) of these have
denominator N.  The honest report q = p, all p_i > 0, is optimal only if p is uniform.

Idea.  The expected score is linear in q, so it is greatest on a face of the simplex.

References.  T. Gneiting & A. E. Raftery, JASA 102 (2007), §4.1.
"""

from fractions import Fraction

from sympy import Eq, Subs, Sum, Symbol, binomial, false, true

from numerics import simplex
from numerics.scoring_rules import best_reports, expected_score, linear, sampled_scores
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import (
    AtMostStep,
    Bounded,
    Cites,
    Domain,
    Equal,
    Equals,
    Holds,
    Induction,
    Simplex,
    Source,
    Theorem,
    Vector,
)

n = Symbol("n", integer=True, positive=True)
i = Symbol("i", integer=True)
p, q = Vector("p", n), Vector("q", n)

linear_rule_shortfall = Theorem(
    name="linear-rule-shortfall",
    title="What a report loses against certainty in one outcome under the linear rule",
    claim=Equals(r"\mathbb{E}_{p}[s(\delta_1,\cdot)] - \mathbb{E}_{p}[s(q,\cdot)]",
                 Sum(q[i] * (p[1] - p[i]), (i, 1, n))),
    domain=Domain(Simplex(p, q)),
    source=Source(PROBABILISTIC_MODELS, "§2.2", verdict="holds",
                  printed=r"\text{reward } s(\vec\pi,i)=\pi_i \dots \text{ the optimal strategy is in fact to output "
                          r"} \pi_i=\mathbf{1}_{i=j} \text{ if } p_j>p_k \text{ for all } k\ne j"),
    near_misses={"against the honest report": Sum(p[i] * (p[i] - q[i]), (i, 1, n)),
                 "against a report proportional to p²": Sum(p[i] ** 3, (i, 1, n)) / Sum(p[i] ** 2, (i, 1, n))
                 - Sum(p[i] * q[i], (i, 1, n)),
                 "shortfall of the honest report": Sum(p[i] * (p[1] - p[i]), (i, 1, n))},
    fails_at=[dict(p=("2/3", "1/3"), q=("1/2", "1/4"))],
    covers=["linear-scoring-rule-argmax"],
)


@linear_rule_shortfall.derivation
def by_linearity():
    """Write p_1 as p_1 Σ q_i; each term is nonnegative if outcome 1 is a most likely one."""
    weight, lead = Symbol("w", nonnegative=True), Symbol("d", nonnegative=True)
    yield Equal(p[1] - Sum(p[i] * q[i], (i, 1, n)), Sum(q[i] * (p[1] - p[i]), (i, 1, n)), because="Σ q_i = 1")
    yield AtMostStep(0, weight * lead, because="with w = q_i and d = p_1 − p_i: zero only if q_i = 0 or p_i = p_1")
    return Sum(q[i] * (p[1] - p[i]), (i, 1, n))


@linear_rule_shortfall.numeric(
    dict(p=("1/2", "3/10", "1/5"), q=("1/4", "1/4", "1/2")), dict(p=("2/7", "5/7"), q=("3/5", "2/5")),
    dict(p=("2/5", "1/10", "3/10", "1/5"), q=("1/3", "1/6", "1/12", "5/12")))
def by_enumerating_the_outcomes(p, q):
    """Two expected scores as sums over the outcomes, in rationals."""
    certain = (1,) + (0,) * (len(p) - 1)
    return expected_score(linear, p, certain) - expected_score(linear, p, q)


@linear_rule_shortfall.monte_carlo(dict(p=("3/5", "1/10", "3/10"), q=("1/10", "1/2", "2/5")),
                                   dict(p=("7/10", "1/20", "1/4"), q=("1/5", "1/5", "3/5")), moments=Bounded(-1, 1))
def payment_on_the_same_outcome(rng, size, p, q):
    """Draw the outcome twice from p; pay certainty in outcome 1 for the one, the report q for the other."""
    certain = (1,) + (0,) * (len(p) - 1)
    return (sampled_scores(rng, size, rule=linear, belief=p, report=certain)
            - sampled_scores(rng, size, rule=linear, belief=p, report=q))


N, M = Symbol("N", integer=True, positive=True), Symbol("M", integer=True, positive=True)

linear_rule_ties = Theorem(
    name="linear-rule-ties",
    title="Number of optimal reports under the linear rule with tied outcomes",
    claim=Equals(r"\#\{q\in\tfrac1N\mathbb{Z}^n\cap\Delta_n:\ q \text{ optimal}\}, \; M=\#\operatorname{argmax}_i p_i",
                 binomial(N + M - 1, M - 1)),
    domain=Domain(N, M),
    source=Source(PROBABILISTIC_MODELS, "§2.2", verdict="companion",
                  printed=r"\text{exercise: what is the solution if there is no such } p_j?"),
    near_misses={"one of the tied outcomes": M, "equal split only": 1, "one per pair": M * (M - 1) / 2,
                 "independent entries": (N + 1) ** (M - 1)},
    unsampled="The reports are counted; nothing is random.",
)


@linear_rule_ties.derivation
def by_the_mass_of_the_last_tied_outcome():
    """The optimal reports are the mixtures on M; if the last tied outcome gets N − j, the others share j."""
    j, b = Symbol("j", integer=True), Symbol("b", integer=True, nonnegative=True)
    yield Cites("linear-rule-shortfall", "a report is optimal exactly if its mass is on the most likely outcomes")
    yield Equal(Subs(binomial(N + b, b), b, 0), 1, because="one outcome alone gets all the mass")
    yield Induction(Sum(binomial(j + b, b), (j, 0, N)), binomial(N + b + 1, b + 1), N, 1, binomial(N + 1 + b, b),
                    because="from b + 1 to b + 2 tied outcomes; Pascal's rule")
    return binomial(N + M - 1, M - 1)


@linear_rule_ties.numeric(dict(N=20, M=1, outcomes=3), dict(N=20, M=2, outcomes=3), dict(N=20, M=3, outcomes=3),
                          dict(N=5, M=3, outcomes=5), dict(N=7, M=4, outcomes=4))
def on_the_lattice(N, M, outcomes):
    """Pay every report with denominator N, M outcomes being twice as likely as the others, and count the best."""
    weights = [2] * M + [1] * (outcomes - M)
    belief = [Fraction(weight, sum(weights)) for weight in weights]
    return len(best_reports(linear, belief, simplex.lattice(outcomes, N)))


linear_rule_honesty = Theorem(
    name="linear-rule-honesty",
    title="The linear rule rewards honesty only under the uniform belief",
    claim=Holds(r"\mathbb{E}_{p}[s(p,\cdot)] = \max_{q}\mathbb{E}_{p}[s(q,\cdot)]",
                Eq(Sum(p[i] ** 2, (i, 1, n)), 1 / n)),
    domain=Domain(Simplex(p)),
    source=Source(PROBABILISTIC_MODELS, "§2.2", verdict="companion"),
    near_misses={"always": true, "never": false},
    unsampled="Whether a report is optimal is decided by finitely many rational comparisons; nothing is random.",
)


@linear_rule_honesty.derivation
def by_averaging_the_shortfalls():
    """Honesty earns Σ p_k²; if no certain report earns more, all p_i equal it, and Σ (p_i − 1/n)² = 0."""
    k = Symbol("k", integer=True, positive=True)
    yield Equal(Sum(p[i] * (Sum(p[k] ** 2, (k, 1, n)) - p[i]), (i, 1, n)), 0,
                because="the gains over certainty in i average to zero: if none is negative, all vanish, as p_i > 0")
    yield Equal(Sum((p[i] - 1 / n) ** 2, (i, 1, n)), Sum(p[i] ** 2, (i, 1, n)) - 1 / n,
                because="so p is uniform exactly if Σ p_i² = 1/n")
    return Eq(Sum(p[i] ** 2, (i, 1, n)), 1 / n)


@linear_rule_honesty.numeric(
    dict(p=("1/3", "1/3", "1/3")), dict(p=("2/5", "2/5", "1/5")), dict(p=("1/2", "3/10", "1/5")),
    dict(p=("1/5", "1/5", "1/5", "1/5", "1/5")), dict(p=("1/4", "3/4")))
def against_every_certain_report(p):
    """The expected score is linear in the report, so it is greatest at a vertex; compare in rationals."""
    vertices = [[Fraction(k == j) for k in range(len(p))] for j in range(len(p))]
    return max(expected_score(linear, p, vertex) for vertex in vertices) <= expected_score(linear, p, p)
