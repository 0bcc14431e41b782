r"""Savage's construction: a proper scoring rule from every convex function.

Statement.  Let G be a differentiable function on the simplex and s(q, i) = G(q) + ⟨δ_i − q, ∇G(q)⟩.  Then

    S(p, q) = E_p s(q, ·) = G(q) + ⟨p − q, ∇G(q)⟩,     S(p, p) − S(p, q) = G(p) − G(q) − ⟨p − q, ∇G(q)⟩,

the Bregman divergence of G.  The rule is strictly proper if and only if G is strictly convex on the simplex.

Idea.  The expectation is affine in p, and Σ p_i δ_i = p.  So S(·, q) is the tangent of G at q, and the regret is the
gap between G and its tangent; it is positive for q ≠ p exactly if G is strictly convex along the simplex.

Notes.  Only ⟨δ_i − q, ∇G(q)⟩ enters, so ∇G matters up to a multiple of (1, …, 1): another extension of G off the
simplex gives the same rule, and G need not be convex off it.  The arguments of the divergence may be exchanged only
for quadratic G.  The quadratic, power and logarithmic rules belong to G = Σ q_i² − 1, Σ q_i^α and Σ q_i log q_i.

References.  L. J. Savage, JASA 66 (1971); T. Gneiting & A. E. Raftery, JASA 102 (2007), Theorem 1.
"""

from fractions import Fraction

import numpy as np
from sympy import Add, And, Derivative, Sum, Symbol, symbols

from numerics import simplex
from numerics.scoring_rules import expected_score, regret
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import (
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
                  printed=r"S(\vec p,\vec\pi)=G(\vec\pi)+\langle\vec p-\vec\pi,\nabla G(\vec\pi)\rangle"),
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
                  printed=r"S(\vec p,\vec\pi)\le G(\vec p),\ \text{strict iff } \vec p\ne\vec\pi"),
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


a, b = symbols("a b", real=True)

savage_strictly_proper = Theorem(
    name="savage-rule-strictly-proper",
    title="Savage's rule of G = Σ (a x_i² + b x_i⁴), two outcomes: strictly proper iff G is strictly convex on Δ₂",
    claim=Holds(r"q=p \text{ is the only maximiser of } S(p,q) \text{ for every } p\in\Delta_2",
                And(2 * a + 3 * b >= 0, a + 3 * b >= 0, a + 2 * b > 0)),
    domain=Domain(a, b),
    source=Source(PROBABILISTIC_MODELS, "§2.3", verdict="holds",
                  printed=r"G:\Delta_n\to\mathbb{R} \text{ smooth strictly convex} \Rightarrow s \text{ is proper}"),
    near_misses={"convex off the simplex, too": And(a >= 0, b >= 0, a + b > 0), "concave G": And(a <= 0, b <= 0)},
    covers=["savage-construction-proper"],
    unsampled="Properness is a statement about all beliefs and reports; a sample decides none of them.",
)


@savage_strictly_proper.derivation
def by_the_range_of_the_second_factor():
    """The regret is (x − y)² (2a + b B), B between 3 and 6; G″ along the simplex lies between 4a + 6b and 4a + 12b."""
    x, y = symbols("x y", real=True)
    second = (x ** 2 + 2 * x * y + 3 * y ** 2) + ((1 - x) ** 2 + 2 * (1 - x) * (1 - y) + 3 * (1 - y) ** 2)

    def gap(u, v):
        return a * (u ** 2 - v ** 2 - 2 * v * (u - v)) + b * (u ** 4 - v ** 4 - 4 * v ** 3 * (u - v))
    yield Cites("savage-regret-is-bregman", "the regret is the sum of the gaps of the two coordinates")
    yield Equal(gap(x, y) + gap(1 - x, 1 - y), (x - y) ** 2 * (2 * a + b * second),
                because="factor the Bregman divergence")
    yield Equal(second, 3 + 2 * (x + y - 1) ** 2 + (2 * y - 1) ** 2, because="so B ≥ 3, attained only at x = y = 1/2")
    yield Equal(second, 6 - 2 * x * (1 - x) - 6 * y * (1 - y) - 2 * x * (1 - y) - 2 * (1 - x) * y,
                because="so B ≤ 6 on the square, attained only at the vertices x = y = 0 and x = y = 1")
    yield Equal(Derivative(a * (x ** 2 + (1 - x) ** 2) + b * (x ** 4 + (1 - x) ** 4), (x, 2)),
                4 * a + 6 * b * (1 + (2 * x - 1) ** 2), because="the same two ends for G″ along the simplex")
    yield Equal(Add(2 * a + 3 * b, a + 3 * b, evaluate=False), 3 * (a + 2 * b), because="both ends vanish only if a + 2b = 0")
    return And(2 * a + 3 * b >= 0, a + 3 * b >= 0, a + 2 * b > 0)


@savage_strictly_proper.numeric(dict(a=1, b=0), dict(a=0, b=1), dict(a=-3, b=2), dict(a=3, b=-1), dict(a="-7/2", b=2),
                                dict(a="5/2", b=-1), dict(a=0, b=0), dict(a=-1, b=0))
def on_a_lattice_of_beliefs(a, b):
    """Every belief against every other report with entries k/12: is the regret positive, in rationals?"""
    def score(report, outcome):
        value = sum(a * mass ** 2 + b * mass ** 4 for mass in report)
        slope = [2 * a * mass + 4 * b * mass ** 3 for mass in report]
        return value + sum(((k == outcome) - mass) * slope[k] for k, mass in enumerate(report))
    reports = list(simplex.lattice(2, 12))
    return all(regret(score, belief, report) > 0 for belief in reports for report in reports if report != belief)
