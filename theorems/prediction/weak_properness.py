r"""Proper and strictly proper rules; a kinked entropy has a whole family of rules.

Statement.  For two outcomes let x be the probability of the first, G(x) = c x² + d |x − 1/2| with d > 0, and let
Savage's rule take the slope 2cy + d·sign(y − 1/2) at the report y, and c + d t at the kink y = 1/2.  The rule is
proper (q = p is *a* best report) if and only if c ≥ 0 and |t| ≤ 1: G is convex and the slope at the kink is a
subgradient.  It is strictly proper (q = p is the *only* best report) if and only if moreover c > 0.  For c = 0 and
|t| < 1 every report on the side of x ≠ 1/2 is optimal, and every report at all for x = 1/2.

Idea.  The regret of y is G(x) minus the supporting line of G at y.  On the side of y it is c (x − y)²; across the kink
2d |x − 1/2| is added; at the kink itself d |x − 1/2| (1 ∓ t).

Notes.  In general s is proper iff s(q, i) = G(q) + ⟨δ_i − q, g(q)⟩ with G convex and g a subgradient of G, strictly
proper iff G is strictly convex (finite scores).  The notes call proper what is usually called strictly proper.
Constant rules are proper.  For c > 0 the family in t shows that the entropy does not determine the rule at a kink.

References.  T. Gneiting & A. E. Raftery, JASA 102 (2007), Theorem 1.
"""

from fractions import Fraction

from sympy import Abs, And, Ne, Piecewise, Rational, Sum, Symbol

from numerics import simplex
from numerics.scoring_rules import best_reports, regret
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import AtMostStep, Cites, Domain, Equal, Equals, Holds, Limit, Source, Theorem

c, t = Symbol("c", real=True), Symbol("t", real=True)
d = Symbol("d", positive=True)


def kinked_rule(c, d, t):
    """Savage's rule of G(x) = c x² + d |x − 1/2| with the slope c + d t at the kink; a report is (x, 1 − x)."""
    def rule(report, outcome):
        x = Fraction(report[0])
        value = c * x ** 2 + d * abs(x - Fraction(1, 2))
        slope = 2 * c * x + d * (t if 2 * x == 1 else 1 if 2 * x > 1 else -1)
        return value + ((outcome == 0) - x) * slope
    return rule


strictly_proper = Theorem(
    name="kinked-rule-strictly-proper",
    title="Strict properness of the rules with entropy c x² + d |x − 1/2|",
    claim=Holds(r"q=p \text{ is the only maximiser of } S(p,q) \text{ for every } p\in\Delta_2",
                And(c > 0, Abs(t) <= 1)),
    domain=Domain(c, d, t),
    source=Source(PROBABILISTIC_MODELS, "§2.2–2.3", verdict="companion",
                  printed=r"\text{proper if the only maximizer of the expectation } \dots \text{ is when } \vec\pi="
                          r"\vec p"),
    near_misses={"the kink suffices": Abs(t) <= 1, "any slope at the kink": c > 0,
                 "only the middle slope": And(c > 0, Abs(t) <= 0)},
    fails_at=[dict(c=1, d=0, t="3/2")],
    covers=["strict-versus-weak-properness"],
    unsampled="Properness is a statement about all beliefs and reports; a sample decides none of them.",
)


@strictly_proper.derivation
def by_the_supporting_lines():
    """The regret of the report y = 1/2 + v for the belief x = 1/2 ± u, on the same side, across, and at the kink."""
    u, v, e = (Symbol(name, positive=True) for name in ("u", "v", "e"))
    k = Symbol("k", real=True)
    half = Rational(1, 2)
    yield Equal(k * (half + u) ** 2 + e * u - (k * (half + v) ** 2 + e * v + (u - v) * (2 * k * (half + v) + e)),
                k * (u - v) ** 2, because="same side: positive for u ≠ v exactly if c > 0")
    yield Equal(k * (half - u) ** 2 + e * u - (k * (half + v) ** 2 + e * v - (u + v) * (2 * k * (half + v) + e)),
                k * (u + v) ** 2 + 2 * e * u, because="across the kink: always positive")
    yield Equal(k * (half + u) ** 2 + e * u - (k / 4 + u * (k + e * t)), u * (k * u + e * (1 - t)),
                because="at the kink, from above: negative for small u if t > 1")
    yield Equal(k * (half - u) ** 2 + e * u - (k / 4 - u * (k + e * t)), u * (k * u + e * (1 + t)),
                because="at the kink, from below: negative for small u if t < −1")
    yield AtMostStep(0, u * (k * u + e * (1 - t)), where=[k >= 0, t <= 1], because="positive if k = c > 0")
    yield AtMostStep(0, u * (k * u + e * (1 + t)), where=[k >= 0, t >= -1], because="likewise")
    return And(c > 0, Abs(t) <= 1)


@strictly_proper.numeric(dict(c=1, d=1, t=0), dict(c="1/2", d=2, t=1), dict(c=1, d=1, t=-1), dict(c=0, d=1, t=0),
                         dict(c=1, d=1, t="3/2"), dict(c=1, d=1, t="-7/4"), dict(c=0, d=1, t=2),
                         dict(c=-1, d=2, t=0))
def is_the_truth_the_only_best_report(c, d, t):
    """Every belief against every other report with entries k/24, the kink among them, in rationals."""
    reports = list(simplex.lattice(2, 24))
    rule = kinked_rule(c, d, t)
    return all(regret(rule, belief, report) > 0 for belief in reports for report in reports if report != belief)


proper = Theorem(
    name="kinked-rule-proper",
    title="Properness of the rules with entropy c x² + d |x − 1/2|",
    claim=Holds(r"q=p \text{ is a maximiser of } S(p,q) \text{ for every } p\in\Delta_2", And(c >= 0, Abs(t) <= 1)),
    domain=Domain(c, d, t),
    source=Source(PROBABILISTIC_MODELS, "§2.2–2.3", verdict="companion"),
    near_misses={"the kink suffices": Abs(t) <= 1, "any slope at the kink": c >= 0},
    fails_at=[dict(c=1, d=0, t="3/2")],
    unsampled="Properness is a statement about all beliefs and reports; a sample decides none of them.",
)


@proper.derivation
def by_the_signs_of_the_regrets():
    """On the report's side the regret is c (u − v)²; the report 1/2 has u (c u + d (1 ∓ t)) for the belief 1/2 ± u."""
    u, e, w = (Symbol(name, positive=True) for name in ("u", "e", "w"))
    k = Symbol("k", nonnegative=True)
    yield Cites("kinked-rule-strictly-proper", "the regrets on the same side, across, and at the kink")
    yield AtMostStep(0, u * (k * u + e * (1 - t)), where=[t <= 1], because="from above")
    yield AtMostStep(0, u * (k * u + e * (1 + t)), where=[t >= -1], because="from below")
    yield Limit((k * u - e * w), u, 0, -e * w, because="with w = |t| − 1 > 0 it is negative near the kink")
    return And(c >= 0, Abs(t) <= 1)


@proper.numeric(dict(c=0, d=1, t=0), dict(c=0, d=2, t=1), dict(c=1, d=1, t=-1), dict(c=1, d=1, t="3/2"),
                dict(c=1, d=1, t="-7/4"), dict(c=0, d=1, t=-2), dict(c=-1, d=2, t=0))
def is_the_truth_a_best_report(c, d, t):
    """Every belief against every report with entries k/24, the kink among them, in rationals."""
    reports = list(simplex.lattice(2, 24))
    rule = kinked_rule(c, d, t)
    return all(regret(rule, belief, report) >= 0 for belief in reports for report in reports)


m, x = Symbol("m", integer=True, positive=True), Symbol("x", nonnegative=True)

best_report_count = Theorem(
    name="weakly-proper-rule-best-reports",
    title="Number of best reports k/(2m) under the rule with entropy |x − 1/2|",
    claim=Equals(r"\#\{k: \tfrac{k}{2m} \text{ is a best report for the belief } x\},\; |t|<1",
                 Piecewise((m, Ne(x, Rational(1, 2))), (2 * m + 1, True))),
    domain=Domain(m, x <= 1, t < 1, t > -1),
    source=Source(PROBABILISTIC_MODELS, "§2.2–2.3", verdict="companion"),
    near_misses={"only the truth": 1, "1/2 included": Piecewise((m + 1, Ne(x, Rational(1, 2))), (2 * m + 1, True)),
                 "half of all": m},
    fails_at=[dict(m=10, x="1/4", t=-1), dict(m=10, x="3/4", t=1)],
    unsampled="The best reports are counted; nothing is random.",
)


@best_report_count.derivation
def by_counting_one_side():
    """All reports on the belief's side have regret 0, the others have not; every supporting line is 0 at x = 1/2."""
    u, k = Symbol("u", positive=True), Symbol("k", integer=True)
    yield Cites("kinked-rule-strictly-proper", "with c = 0: regrets 0, 2 d u and d u (1 ∓ t) for u = |x − 1/2|")
    yield AtMostStep(0, u * (1 - t), because="positive: the report 1/2 is not optimal, from above")
    yield AtMostStep(0, u * (1 + t), because="nor from below")
    yield Equal(2 * Sum(1, (k, 0, m - 1)), 2 * m, because="m reports below 1/2, as many above")
    yield Equal(Sum(1, (k, 0, 2 * m)), 2 * m + 1, because="all reports, if u = 0")
    return Piecewise((m, Ne(x, Rational(1, 2))), (2 * m + 1, True))


@best_report_count.numeric(dict(m=500, x="1/5", t=0), dict(m=500, x="7/10", t="1/2"), dict(m=3, x="1/2", t="1/3"),
                           dict(m=1, x=1, t="-1/2"), dict(m=10, x="1/4", t="-9/10"))
def by_paying_every_report(m, x, t):
    """Pay the reports (k/(2m), 1 − k/(2m)) for the belief x and count the best, in rationals."""
    return len(best_reports(kinked_rule(0, 1, t), (x, 1 - x), simplex.lattice(2, 2 * m)))
