r"""Savage's construction: a proper scoring rule from every convex function.

Statement.  Let G be a differentiable function on the simplex and s(q, i) = G(q) + ⟨δ_i − q, ∇G(q)⟩.  Then

    S(p, q) = E_p s(q, ·) = G(q) + ⟨p − q, ∇G(q)⟩,     S(p, p) − S(p, q) = G(p) − G(q) − ⟨p − q, ∇G(q)⟩,

the Bregman divergence of G.  At the mixture m = (1 − t) q + t p, 0 < t < 1, let b = (1 − t) G(q) + t G(p) − G(m) be the gap of
the chord and d = G(m) − G(q) − t ⟨p − q, ∇G(q)⟩ that of the tangent.  Then

    S(p, p) − S(p, q) = (b + d)/t,

and both gaps are nonnegative if G is convex; b > 0 for q ≠ p if G is strictly convex.  So the rule is proper if G is convex,
strictly proper if G is strictly convex, and only then (`savage_converse`; `savage_quartic` decides it for a family).

Idea.  The expectation is affine in p, and Σ p_i δ_i = p.  So S(·, q) is the tangent of G at q, and the regret is the
gap between G and its tangent; it is positive for q ≠ p exactly if G is strictly convex along the simplex.

Notes.  Only ⟨δ_i − q, ∇G(q)⟩ enters, so ∇G matters up to a multiple of (1, …, 1): another extension of G off the
simplex gives the same rule, and G need not be convex off it.  The arguments of the divergence may be exchanged only
for quadratic G.  The quadratic, power and logarithmic rules belong to G = Σ q_i² − 1, Σ q_i^α and Σ q_i log q_i.

References.  L. J. Savage, JASA 66 (1971); T. Gneiting & A. E. Raftery, JASA 102 (2007), Theorem 1.
"""

from fractions import Fraction

import numpy as np
from sympy import Add, Sum, Symbol, symbols

from numerics import simplex
from numerics.scoring_rules import expected_score, regret
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import (
    AtMostStep,
    Bounded,
    Cites,
    Domain,
    Equal,
    Equals,
    Simplex,
    Source,
    Theorem,
    Vector,
    Vectors,
)

n = Symbol("n", integer=True, positive=True)
i = Symbol("i", integer=True)
p, q = Vector("p", n), Vector("q", n)
G = Symbol("G", real=True)  # G(q)
g = Vector("g", n, real=True)  # ∇G(q)

savage_expected_score = Theorem(
    name="savage-expected-score",
    title="Expected score under Savage's rule: the tangent of G at the report",
    claim=Equals(r"\mathbb{E}_{p}\left[G(q)+\langle\delta_i-q,\nabla G(q)\rangle\right]",
                 G + Sum((p[i] - q[i]) * g[i], (i, 1, n))),
    domain=Domain(Simplex(p, q), Vectors(g), G),
    source=Source(PROBABILISTIC_MODELS, "§2.3", verdict="holds",
                  printed=r"S(\vec p,\vec\pi) \text{ as the expected return } \mathbb{E}_{\vec p}[s(\vec\pi,"
                          r"\cdot)]=G(\vec\pi)+\langle\vec p-\vec\pi,\nabla G(\vec\pi)\rangle"),
    near_misses={"−q dropped": G + Sum(p[i] * g[i], (i, 1, n)),
                 "report and belief exchanged": G - Sum((p[i] - q[i]) * g[i], (i, 1, n)),
                 "expectation under the report": G},
    fails_at=[dict(p=("1/2", "1/4"), q=("1/3", "2/3"), G=2, g=(1, 3))],
)


@savage_expected_score.derivation
def by_averaging_the_one_hot_vector():
    """Only ⟨δ_i, ∇G⟩ depends on the outcome, and it averages to ⟨p, ∇G⟩; a multiple of (1, …, 1) in ∇G drops out."""
    k, h = Symbol("k", integer=True, positive=True), Symbol("h", real=True)
    tangent = G + Sum((p[i] - q[i]) * g[i], (i, 1, n))
    yield Equal(Sum(p[i] * (G + g[i] - Sum(q[k] * g[k], (k, 1, n))), (i, 1, n)), tangent, because="Σ p_i = 1")
    yield Equal(Sum((p[i] - q[i]) * (g[i] + h), (i, 1, n)), Sum((p[i] - q[i]) * g[i], (i, 1, n)),
                because="Σ p_i = Σ q_i: the extension of G off the simplex does not matter")
    return tangent


@savage_expected_score.numeric(
    dict(p=("1/2", "3/10", "1/5"), q=("1/4", "1/4", "1/2"), G="3/8", g=("1/2", "-1/3", "7/5")),
    dict(p=("2/7", "5/7"), q=("3/5", "2/5"), G=-2, g=(3, "-4/3")),
    dict(p=("1/10", "2/5", "3/10", "1/5"), q=("1/3", "1/6", "1/12", "5/12"), G="9/4", g=(2, "1/7", -3, "5/2")))
def with_one_hot_vectors(p, q, G, g):
    """Each score as a scalar product with δ_i − q written out, then its average over the outcomes, in rationals."""
    def score(report, outcome):
        return G + sum(((k == outcome) - report[k]) * g[k] for k in range(len(g)))
    return expected_score(score, p, q)


@savage_expected_score.monte_carlo(
    dict(p=("1/10", "3/5", "3/10"), q=("1/2", "1/10", "2/5"), G=-1, g=("1/2", "3/2", "1/3")),
    dict(p=("3/4", "1/4"), q=("2/5", "3/5"), G="1/2", g=("3/2", "-1/2")), moments=Bounded(-4, 4))
def score_of_a_drawn_outcome(rng, size, p, q, G, g):
    """Draw the outcome from p and pay its score; all scores lie within |G| + max g − min g."""
    outcomes = simplex.categorical(rng, size, probabilities=p)
    gradient = np.array([float(entry) for entry in g])
    return float(G) + ((np.eye(len(g)) - np.array([float(mass) for mass in q])) @ gradient)[outcomes]


Gp, Gq = symbols("G_p G_q", real=True)  # G(p), G(q)
f = Vector("f", n, real=True)  # ∇G(p)


def _tangents(*reports):
    """A point with p, q and values and gradients of G(x) = Σ x_i³ + x_1 x_2, the gradients shifted by a constant."""
    named = {}
    for report, vector, gradient, shift in zip(reports, "pq", "fg", (1, -2), strict=True):
        x = [Fraction(mass) for mass in report]
        slope = [3 * mass ** 2 + shift for mass in x]
        slope[0], slope[1] = slope[0] + x[1], slope[1] + x[0]
        value = sum(mass ** 3 for mass in x) + x[0] * x[1]
        named |= {vector: tuple(x), f"G_{vector}": value, gradient: tuple(slope)}
    return named


savage_regret = Theorem(
    name="savage-regret-is-bregman",
    title="Regret under Savage's rule: the Bregman divergence",
    claim=Equals(r"\mathbb{E}_{p}[s(p,\cdot)]-\mathbb{E}_{p}[s(q,\cdot)]",
                 Gp - Gq - Sum((p[i] - q[i]) * g[i], (i, 1, n))),
    domain=Domain(Simplex(p, q), Vectors(f, g), Gp, Gq),
    source=Source(PROBABILISTIC_MODELS, "§2.3", verdict="holds",
                  printed=r"S(\vec p,\vec\pi)\le G(\vec p) \text{ for all } \vec p\in\Delta_n\text{, and in fact we "
                          r"have strict inequality if (and only if) } \vec p\ne\vec\pi"),
    near_misses={"arguments exchanged": Gq - Gp - Sum((q[i] - p[i]) * f[i], (i, 1, n)),
                 "symmetric": Sum((p[i] - q[i]) * (f[i] - g[i]), (i, 1, n)) / 2,
                 "gradient at the belief": Gp - Gq - Sum((p[i] - q[i]) * f[i], (i, 1, n)),
                 "no tangent": Gp - Gq},
    covers=["savage-regret-is-bregman"],
)


@savage_regret.derivation
def by_two_tangents():
    """The tangent at p passes through G(p)."""
    yield Cites("savage-expected-score", "the expected score of a report is the tangent of G at the report")
    yield Equal(Gp + Sum((p[i] - p[i]) * f[i], (i, 1, n)) - (Gq + Sum((p[i] - q[i]) * g[i], (i, 1, n))),
                Gp - Gq - Sum((p[i] - q[i]) * g[i], (i, 1, n)), because="the gradient at p is multiplied by p − p = 0")
    return Gp - Gq - Sum((p[i] - q[i]) * g[i], (i, 1, n))


@savage_regret.numeric(_tangents(("1/2", "3/10", "1/5"), ("1/4", "1/4", "1/2")),
                       _tangents(("2/7", "5/7"), ("3/5", "2/5")),
                       _tangents(("1/10", "2/5", "3/10", "1/5"), ("1/3", "1/6", "1/12", "5/12")))
def by_scoring_both_reports(p, q, G_p, G_q, f, g):
    """Average s(p, i) − s(q, i) over the outcomes, in rationals, for a cubic G that is not a sum over coordinates."""
    def score(report, outcome):
        value, slope = (G_p, f) if report == p else (G_q, g)
        return value + sum(((k == outcome) - report[k]) * slope[k] for k in range(len(slope)))
    return regret(score, p, q)


@savage_regret.monte_carlo(_tangents(("1/10", "3/5", "3/10"), ("1/2", "1/10", "2/5")),
                           _tangents(("7/8", "1/16", "1/16"), ("1/8", "3/8", "1/2")), moments=Bounded(-8, 8))
def gain_on_the_same_outcome(rng, size, p, q, G_p, G_q, f, g):
    """Draw the outcome from p and pay both reports."""
    outcomes = range(len(p))
    gain = [float(G_p - G_q + sum(((k == drawn) - p[k]) * f[k] - ((k == drawn) - q[k]) * g[k] for k in outcomes))
            for drawn in outcomes]
    return np.array(gain)[simplex.categorical(rng, size, probabilities=p)]


chord, tangent_gap = symbols("b d", nonnegative=True)
t = Symbol("t", positive=True)
CONSTRUCTION = (r"\text{given a smooth strictly convex function } G:\Delta_n\rightarrow\mathbb{R}\text{, we can}"
                r"\text{ define a proper scoring rule by }"
                r" s(\vec\pi,i)=G(\vec\pi)+\langle\delta_i-\vec\pi,\nabla G(\vec\pi)\rangle")


def _convex(x):
    """G(x) = Σ x_i³ + (x_1 + 2x_2)², strictly convex and no sum over coordinates, and its gradient."""
    line = x[0] + 2 * x[1]
    slope = [3 * mass ** 2 for mass in x]
    return sum(mass ** 3 for mass in x) + line ** 2, [slope[0] + 2 * line, slope[1] + 4 * line, *slope[2:]]


def _mixed(p, q, t):
    """A point with the gaps b and d of that G at m = (1 − t) q + t p."""
    p, q, t = [Fraction(x) for x in p], [Fraction(x) for x in q], Fraction(t)
    value, slope = _convex(q)
    between = _convex([(1 - t) * y + t * x for x, y in zip(p, q, strict=True)])[0]
    rise = sum((x - y) * e for x, y, e in zip(p, q, slope, strict=True))
    return dict(b=(1 - t) * value + t * _convex(p)[0] - between, d=between - value - t * rise, t=t, p=tuple(p), q=tuple(q))


def _savage_of_convex(report, outcome):
    """The score s(q, i) of Savage's rule for that G."""
    value, slope = _convex(report)
    return value + sum(((k == outcome) - report[k]) * slope[k] for k in range(len(slope)))


savage_proper = Theorem(
    name="savage-rule-proper",
    title="Savage's rule of a convex function: the regret is a sum of two gaps of convexity",
    claim=Equals(r"\mathbb{E}_{p}[s(p,\cdot)]-\mathbb{E}_{p}[s(q,\cdot)],\quad b=(1-t)G(q)+tG(p)-G(m),\ "
                 r"d=G(m)-G(q)-t\langle p-q,\nabla G(q)\rangle,\ m=(1-t)q+tp", (chord + tangent_gap) / t),
    domain=Domain(chord, tangent_gap, t < 1),
    source=Source(PROBABILISTIC_MODELS, "§2.3", verdict="holds", printed=CONSTRUCTION),
    near_misses={"not divided by t": chord + tangent_gap, "divided by t²": (chord + tangent_gap) / t ** 2,
                 "gap of the chord only": chord / t, "gap of the tangent only": tangent_gap / t},
    covers=["savage-construction-proper"],
)


@savage_proper.derivation
def by_a_chord_and_a_tangent():
    """The chord bounds the tangent, so that both gaps are nonnegative; together they are t times the regret."""
    x, u, v, slope = Symbol("x", positive=True), *symbols("G_x G_m slope", real=True)
    yield AtMostStep((u - Gq) / x, Gp - Gq, where=[x < 1, u <= (1 - x) * Gq + x * Gp],
                     because="u = G(q + x (p − q)) is below the chord of a convex G; as x → 0 the left side tends to "
                             "⟨p − q, ∇G(q)⟩, so G is nowhere below its tangent at q: d ≥ 0")
    yield Cites("savage-regret-is-bregman", "the regret is G(p) − G(q) − ⟨p − q, ∇G(q)⟩")
    yield Equal(Sum(((1 - t) * q[i] + t * p[i] - q[i]) * g[i], (i, 1, n)), t * Sum((p[i] - q[i]) * g[i], (i, 1, n)),
                where=[Simplex(p, q), Vectors(g), t < 1], because="m − q = t (p − q)")
    yield Equal(Add((1 - t) * Gq + t * Gp - v, v - Gq - t * slope, evaluate=False) / t, Gp - Gq - slope,
                because="the two gaps add up to t times the regret, with the slope ⟨p − q, ∇G(q)⟩")
    yield AtMostStep(chord / t, (chord + tangent_gap) / t,
                     because="so the regret is at least b/t ≥ 0, and b > 0 for q ≠ p if G is strictly convex")
    return (chord + tangent_gap) / t


@savage_proper.numeric(_mixed(("1/2", "3/10", "1/5"), ("1/4", "1/4", "1/2"), "1/2"),
                       _mixed(("2/7", "5/7"), ("3/5", "2/5"), "1/3"),
                       _mixed(("1/10", "2/5", "3/10", "1/5"), ("1/3", "1/6", "1/12", "5/12"), "9/10"),
                       _mixed((0, 0, 1), ("1/2", "1/2", 0), "1/5"))
def by_scoring_belief_and_report(p, q):
    """Average s(p, i) − s(q, i) over the outcomes, in rationals, for G(x) = Σ x_i³ + (x_1 + 2x_2)²."""
    return regret(_savage_of_convex, p, q)


@savage_proper.monte_carlo(_mixed(("1/10", "3/5", "3/10"), ("1/2", "1/10", "2/5"), "1/2"),
                           _mixed(("7/8", "1/16", "1/16"), ("1/8", "3/8", "1/2"), "2/3"), moments=Bounded(-12, 12))
def gain_for_a_convex_function(rng, size, p, q):
    """Draw the outcome from p and pay both reports."""
    gain = [float(_savage_of_convex(p, drawn) - _savage_of_convex(q, drawn)) for drawn in range(len(p))]
    return np.array(gain)[simplex.categorical(rng, size, probabilities=p)]
