r"""Power scoring rules, among them the quartic rule.

Statement.  For an exponent α the rule s(q, i) = α q_i^(α−1) − (α − 1) Σ_k q_k^α has the regret

    E_p s(p, ·) − E_p s(q, ·) = Σ_i [p_i^α − α p_i q_i^(α−1) + (α − 1) q_i^α],

and for two outcomes or more it is strictly proper on the open simplex if and only if α < 0 or α > 1.  The exponent 4
is the notes' quartic rule, with regret Σ (p_i − q_i)² (p_i² + 2 p_i q_i + 3 q_i²); the exponent 2 is the quadratic
rule plus 1.

Idea.  The regret is a sum over coordinates of the gap between x ↦ x^α at x = p_i and its tangent at q_i.  As a
function of y = q_i the gap has the derivative α(α − 1) y^(α−2) (y − x), so it is least, or greatest, exactly at y =
x.

Notes.  At α = 0 and α = 1 the score does not depend on the report.  Between them truth is the worst report.

References.  T. Gneiting & A. E. Raftery, JASA 102 (2007), §4.1 (power and pseudospherical families).
"""

from fractions import Fraction

from sympy import Or, Sum, Symbol, true

from numerics import simplex
from numerics.scoring_rules import ball, power, regret, sampled_regrets
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import (
    AtMostStep,
    Bounded,
    Cites,
    Domain,
    Equal,
    Equals,
    Holds,
    Simplex,
    Source,
    Theorem,
    Vector,
)

n = Symbol("n", integer=True, positive=True)
i = Symbol("i", integer=True)
alpha = Symbol("alpha", real=True)
p, q = Vector("p", n), Vector("q", n)

power_rule_regret = Theorem(
    name="power-rule-regret",
    title="Regret of a power scoring rule",
    claim=Equals(r"\mathbb{E}_{p}[s_\alpha(p,\cdot)] - \mathbb{E}_{p}[s_\alpha(q,\cdot)]",
                 Sum(p[i] ** alpha - alpha * p[i] * q[i] ** (alpha - 1) + (alpha - 1) * q[i] ** alpha, (i, 1, n))),
    domain=Domain(Simplex(p, q), alpha),
    source=Source(PROBABILISTIC_MODELS, "§2.2", verdict="companion",
                  printed=r"\text{examples of proper scoring rules? } \dots \text{ The quartic scoring rule: } "
                          r"4\pi_i^3-3\sum_k\pi_k^4"),
    near_misses={
        "arguments swapped": Sum(q[i] ** alpha - alpha * q[i] * p[i] ** (alpha - 1) + (alpha - 1) * p[i] ** alpha,
                                 (i, 1, n)),
        "rule without the sum of powers": alpha * Sum(p[i] * (p[i] ** (alpha - 1) - q[i] ** (alpha - 1)), (i, 1, n)),
        "distance of order α": Sum(abs(p[i] - q[i]) ** alpha, (i, 1, n))},
    fails_at=[dict(p=("1/2", "1/4"), q=("1/3", "2/3"), alpha=3)],
)


@power_rule_regret.derivation
def by_averaging_two_scores():
    """The sum of powers does not depend on the outcome and comes out of the average; at q = p the score is Σ p_i^α."""
    k = Symbol("k", integer=True, positive=True)
    expected = alpha * Sum(p[i] * q[i] ** (alpha - 1), (i, 1, n)) - (alpha - 1) * Sum(q[i] ** alpha, (i, 1, n))
    yield Equal(Sum(p[i] * (alpha * q[i] ** (alpha - 1) - (alpha - 1) * Sum(q[k] ** alpha, (k, 1, n))), (i, 1, n)),
                expected, because="Σ p_i = 1")
    yield Equal(alpha * Sum(p[i] * p[i] ** (alpha - 1), (i, 1, n)) - (alpha - 1) * Sum(p[i] ** alpha, (i, 1, n)),
                Sum(p[i] ** alpha, (i, 1, n)), because="the same at q = p")
    regret_sum = Sum(p[i] ** alpha - alpha * p[i] * q[i] ** (alpha - 1) + (alpha - 1) * q[i] ** alpha, (i, 1, n))
    yield Equal(Sum(p[i] ** alpha, (i, 1, n)) - expected, regret_sum, because="one sum over the outcomes")
    return regret_sum


@power_rule_regret.numeric(
    dict(p=("1/2", "3/10", "1/5"), q=("1/4", "1/4", "1/2"), alpha=3),
    dict(p=("2/7", "5/7"), q=("3/5", "2/5"), alpha="5/2"),
    dict(p=("1/10", "2/5", "3/10", "1/5"), q=("1/3", "1/6", "1/12", "5/12"), alpha=-1),
    dict(p=("1/10", "2/5", "1/2"), q=("1/3", "1/6", "1/2"), alpha="1/3"))
def by_enumerating_the_outcomes(p, q, alpha):
    """Σ_i p_i (s(p, i) − s(q, i)) with the rule written out, in rationals or balls."""
    return regret(power(alpha), p, q)


@power_rule_regret.monte_carlo(dict(p=("1/10", "3/5", "3/10"), q=("1/2", "1/10", "2/5"), alpha=3),
                               dict(p=("1/10", "7/10", "1/5"), q=("3/5", "1/10", "3/10"), alpha="5/2"),
                               moments=Bounded(-5, 5))  # scores lie in [1 − α, α]
def gain_on_the_same_outcome(rng, size, p, q, alpha):
    """Draw the outcome from p and pay both reports."""
    return sampled_regrets(rng, size, rule=power(alpha), belief=p, report=q)


quartic_rule_regret = Theorem(
    name="quartic-rule-regret",
    title="Regret of the quartic rule",
    claim=Equals(r"\mathbb{E}_{p}[s_4(p,\cdot)] - \mathbb{E}_{p}[s_4(q,\cdot)]",
                 Sum((p[i] - q[i]) ** 2 * (p[i] ** 2 + 2 * p[i] * q[i] + 3 * q[i] ** 2), (i, 1, n))),
    domain=Domain(Simplex(p, q)),
    source=Source(PROBABILISTIC_MODELS, "§2.2", printed=r"\text{examples of proper scoring rules? } \dots \text{ The "
                                                        r"quartic scoring rule: } 4\pi_i^3-3\sum_k\pi_k^4", verdict="holds"),
    near_misses={
        "rule 4π³ − 4Σπ⁴": Sum(4 * p[i] * (p[i] ** 3 - q[i] ** 3) - 4 * (p[i] ** 4 - q[i] ** 4), (i, 1, n)),
        "rule 4π³": Sum(4 * p[i] * (p[i] ** 3 - q[i] ** 3), (i, 1, n)),
        "rule 3π⁴ − 4Σπ³": Sum(3 * p[i] * (p[i] ** 4 - q[i] ** 4) - 4 * (p[i] ** 3 - q[i] ** 3), (i, 1, n)),
        "fourth power of the distance": Sum((p[i] - q[i]) ** 4, (i, 1, n))},
    covers=["quartic-and-power-scoring-rules"],
)


@quartic_rule_regret.derivation
def by_factoring_the_gap():
    """The gap of x⁴ above its tangent has the double root x = y; the other factor is positive for x, y > 0."""
    x, y = Symbol("x", positive=True), Symbol("y", positive=True)
    yield Cites("power-rule-regret", "at α = 4")
    yield Equal(Sum(p[i] ** 4 - 4 * p[i] * q[i] ** 3 + 3 * q[i] ** 4, (i, 1, n)),
                Sum((p[i] - q[i]) ** 2 * (p[i] ** 2 + 2 * p[i] * q[i] + 3 * q[i] ** 2), (i, 1, n)), because="expand")
    yield AtMostStep(0, (x - y) ** 2 * (x ** 2 + 2 * x * y + 3 * y ** 2), because="zero only at x = y: strictly proper")
    return Sum((p[i] - q[i]) ** 2 * (p[i] ** 2 + 2 * p[i] * q[i] + 3 * q[i] ** 2), (i, 1, n))


@quartic_rule_regret.numeric(
    dict(p=("1/2", "3/10", "1/5"), q=("1/4", "1/4", "1/2")), dict(p=("2/7", "5/7"), q=("3/5", "2/5")),
    dict(p=("1/10", "2/5", "3/10", "1/5"), q=("1/3", "1/6", "1/12", "5/12")))
def with_the_printed_rule(p, q):
    """Average 4 π_i³ − 3 Σ π_k⁴ over the outcomes, for both reports, in rationals."""
    def score(report, outcome):
        return 4 * report[outcome] ** 3 - 3 * sum(mass ** 4 for mass in report)
    return regret(score, p, q)


@quartic_rule_regret.monte_carlo(dict(p=("1/10", "3/5", "3/10"), q=("1/2", "1/10", "2/5")),
                                 dict(p=("1/10", "7/10", "1/5"), q=("3/5", "1/10", "3/10")),
                                 moments=Bounded(-7, 7))  # scores lie in [−3, 4]
def gain_under_the_quartic_rule(rng, size, p, q):
    """Draw the outcome from p and pay both reports."""
    return sampled_regrets(rng, size, rule=power(4), belief=p, report=q)


power_rule_strictly_proper = Theorem(
    name="power-rule-strictly-proper",
    title="Exponents for which the power rule is strictly proper",
    claim=Holds(r"q=p \text{ is the only maximiser of } \mathbb{E}_p[s_\alpha(q,\cdot)] \text{ for all } p,\, n \ge 2",
                Or(alpha < 0, alpha > 1)),
    domain=Domain(alpha),
    source=Source(PROBABILISTIC_MODELS, "§2.2", verdict="companion"),
    near_misses={"only exponents above one": alpha > 1, "every positive exponent": alpha > 0, "every exponent": true},
    unsampled="Properness is a statement about all beliefs and reports; a sample decides none of them.",
)


@power_rule_strictly_proper.derivation
def by_the_sign_of_the_slope():
    """The gap of one coordinate vanishes at y = x, and its slope in y has the sign of α(α − 1)(y − x)."""
    x, y, a = Symbol("x", positive=True), Symbol("y", positive=True), Symbol("a", real=True)
    gap = x ** a - a * x * y ** (a - 1) + (a - 1) * y ** a
    yield Cites("power-rule-regret", "the regret is the sum of the gaps at x = p_i, y = q_i")
    yield Equal(gap.subs(y, x), 0, because="no gap at the point of contact")
    yield Equal(gap.diff(y), a * (a - 1) * y ** (a - 2) * (y - x),
                because="so the gap is positive elsewhere if α(α − 1) > 0, never if α(α − 1) ≤ 0")
    yield AtMostStep(0, a * (a - 1), where=[a > 1], because="α > 1")
    yield AtMostStep(0, a * (a - 1), where=[a < 0], because="α < 0")
    yield AtMostStep(a * (a - 1), 0, where=[a >= 0, a <= 1], because="0 ≤ α ≤ 1")
    return Or(alpha < 0, alpha > 1)


@power_rule_strictly_proper.numeric(
    dict(alpha=-1, outcomes=3), dict(alpha="-1/2", outcomes=3), dict(alpha=0, outcomes=3),
    dict(alpha="1/2", outcomes=3), dict(alpha=1, outcomes=3), dict(alpha="3/2", outcomes=3),
    dict(alpha=2, outcomes=4), dict(alpha=4, outcomes=3))
def on_a_lattice_of_beliefs(alpha, outcomes):
    """Every belief against every other report with entries k/6, k ≥ 1: is the regret positive, exactly or in balls?"""
    inner = [report for report in simplex.lattice(outcomes, 6) if min(report) > Fraction(0)]
    return all(ball(regret(power(alpha), belief, report)) > 0
               for belief in inner for report in inner if report != belief)
