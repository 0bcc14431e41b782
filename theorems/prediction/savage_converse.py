r"""The converse of Savage's construction: a proper rule has a convex entropy, and the entropy gives the rule back.

Statement.  Let s be a scoring rule and H(p) = E_p s(p, ·) = ⟨p, s(p, ·)⟩.  For beliefs p, q with the mixture
m = (1 − t) p + t q,

    (1 − t) H(p) + t H(q) − H(m) = (1 − t) [H(p) − E_p s(m, ·)] + t [H(q) − E_q s(m, ·)],

a mean of two regrets.  If s is proper it is nonnegative, so H is convex; if s is strictly proper, H is strictly convex.
Where H is differentiable, s(q, i) = H(q) + ⟨δ_i − q, ∇H(q)⟩, for every proper rule and any number of outcomes; the power
rules come back from H = Σ q_i^α and the logarithmic rule from H = Σ q_i log q_i.

Idea.  E_p s(m, ·) is affine in p, never above H, and equal to H at p = m: a supporting function of H, so s(m, ·) is a
subgradient of H at m, and its value at the vertex δ_i is s(m, i).

Notes.  At a kink of H the subgradient, and so the rule, is not determined by H: see `weak_properness`.  The convex H of
the logarithmic rule is *minus* the Shannon entropy.

References.  L. J. Savage, JASA 66 (1971); T. Gneiting & A. E. Raftery, JASA 102 (2007), Theorem 1.
"""

from fractions import Fraction
from math import isqrt

import numpy as np
from flint import arb_series
from sympy import Derivative, Sum, Symbol, log, symbols

from numerics import simplex
from numerics.scoring_rules import ball, power
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import AtMostStep, Bounded, Domain, Equal, Equals, Simplex, Source, Theorem, Vector, Vectors

n = Symbol("n", integer=True, positive=True)
i, j = Symbol("i", integer=True), Symbol("j", integer=True, positive=True)
alpha, t = Symbol("alpha", real=True), Symbol("t", positive=True)
p, q = Vector("p", n), Vector("q", n)
a, b, c = (Vector(name, n, real=True) for name in "abc")  # the scores s(p, ·), s(q, ·), s(m, ·)

entropy_convexity = Theorem(
    name="entropy-convexity-gap",
    title="Convexity gap of the entropy of a scoring rule: a mean of two regrets",
    claim=Equals(r"(1-t)H(p)+tH(q)-H((1-t)p+tq)",
                 (1 - t) * Sum(p[i] * (a[i] - c[i]), (i, 1, n)) + t * Sum(q[i] * (b[i] - c[i]), (i, 1, n))),
    domain=Domain(Simplex(p, q), Vectors(a, b, c), t < 1),
    source=Source(PROBABILISTIC_MODELS, "§2.3", verdict="holds", printed=r"H \text{ is convex function of } \vec p"),
    near_misses={
        "weights exchanged": t * Sum(p[i] * (a[i] - c[i]), (i, 1, n)) + (1 - t) * Sum(q[i] * (b[i] - c[i]), (i, 1, n)),
        "regret of one belief": (1 - t) * Sum(p[i] * (a[i] - c[i]), (i, 1, n)),
        "concave": -(1 - t) * Sum(p[i] * (a[i] - c[i]), (i, 1, n)) - t * Sum(q[i] * (b[i] - c[i]), (i, 1, n))},
)


@entropy_convexity.derivation
def by_linearity_in_the_belief():
    """H(m) = ⟨m, s(m, ·)⟩ is the mean of ⟨p, s(m, ·)⟩ and ⟨q, s(m, ·)⟩."""
    gap = (1 - t) * Sum(p[i] * (a[i] - c[i]), (i, 1, n)) + t * Sum(q[i] * (b[i] - c[i]), (i, 1, n))
    yield Equal(Sum(((1 - t) * p[i] + t * q[i]) * c[i], (i, 1, n)),
                (1 - t) * Sum(p[i] * c[i], (i, 1, n)) + t * Sum(q[i] * c[i], (i, 1, n)), because="m = (1 − t) p + t q")
    yield Equal((1 - t) * Sum(p[i] * a[i], (i, 1, n)) + t * Sum(q[i] * b[i], (i, 1, n))
                - Sum(((1 - t) * p[i] + t * q[i]) * c[i], (i, 1, n)), gap, because="collect p and q")
    return gap


def _scored(p, q, t):
    """A point with the scores of the rule of exponent 3 for p, q and their mixture."""
    p, q = [Fraction(x) for x in p], [Fraction(x) for x in q]
    mixture = [(1 - Fraction(t)) * x + Fraction(t) * y for x, y in zip(p, q, strict=True)]
    tables = {name: tuple(power(3)(report, k) for k in range(len(p)))
              for name, report in zip("abc", (p, q, mixture), strict=True)}
    return {"p": tuple(p), "q": tuple(q), "t": Fraction(t), **tables}


@entropy_convexity.numeric(_scored(("1/2", "3/10", "1/5"), ("1/4", "1/4", "1/2"), "1/3"),
                           _scored(("1/7", "6/7"), ("3/5", "2/5"), "3/4"),
                           _scored(("1/10", "2/5", "3/10", "1/5"), ("1/3", "1/6", "1/12", "5/12"), "2/5"))
def from_three_entropies(p, q, t, a, b, c):
    """⟨p, s(p, ·)⟩, ⟨q, s(q, ·)⟩ and ⟨m, s(m, ·)⟩ of the rule 3 q_i² − 2 Σ q_k³, in rationals."""
    def entropy(belief, scores):
        return sum(mass * score for mass, score in zip(belief, scores, strict=True))
    mixture = [x + t * (y - x) for x, y in zip(p, q, strict=True)]
    return entropy(p, a) - t * (entropy(p, a) - entropy(q, b)) - entropy(mixture, c)


@entropy_convexity.monte_carlo(_scored(("1/10", "8/10", "1/10"), ("7/10", "1/10", "1/5"), "1/3"),
                               _scored(("9/10", "1/10"), ("1/10", "9/10"), "2/5"), moments=Bounded(-6, 6))
def worth_of_knowing_the_source(rng, size, p, q, t, a, b, c):
    """Draw the belief's source, then the outcome; compare the score of the source's report with that of the mixture."""
    second = rng.random(size) < float(t)
    outcome = np.where(second, simplex.categorical(rng, size, probabilities=q),
                       simplex.categorical(rng, size, probabilities=p))
    own_p, own_q, mixed = (np.array([float(score) for score in table]) for table in (a, b, c))
    return np.where(second, own_q[outcome], own_p[outcome]) - mixed[outcome]


CONVERSE = r"s(\vec\pi,i)=H(\vec\pi)+\langle\delta_i-\vec\pi,\nabla H(\vec\pi)\rangle"
s = Vector("s", n, real=True)  # the scores s(q, ·)


def _spherical(*lengths):
    """The spherical rule q_i/|q| at a report whose length is rational, given by integers with an integer root."""
    root = isqrt(sum(length ** 2 for length in lengths))
    assert root ** 2 == sum(length ** 2 for length in lengths)
    return dict(q=tuple(Fraction(length, sum(lengths)) for length in lengths),
                s=tuple(Fraction(length, root) for length in lengths))


rule_from_entropy = Theorem(
    name="proper-rule-from-entropy",
    title="Every proper rule is H(q) + ⟨δ_j − q, ∇H(q)⟩ where its entropy H is differentiable",
    claim=Equals(r"H(q)+\langle\delta_j-q,\nabla H(q)\rangle,\; H(p)=\langle p,s(p,\cdot)\rangle,\ s\text{ proper},"
                 r"\ s_i=s(q,i)", s[j]),
    domain=Domain(Simplex(q), Vectors(s), j <= n),
    source=Source(PROBABILISTIC_MODELS, "§2.3", verdict="holds", printed=CONVERSE),
    near_misses={"−q dropped": s[j] + Sum(q[i] * s[i], (i, 1, n)), "H forgotten": s[j] - Sum(q[i] * s[i], (i, 1, n)),
                 "the entropy itself": Sum(q[i] * s[i], (i, 1, n)), "H concave": 2 * Sum(q[i] * s[i], (i, 1, n)) - s[j]},
    covers=["savage-converse"],
    unsampled="A score is compared with a derivative of the entropy; nothing is random.",
)


@rule_from_entropy.derivation
def by_a_supporting_function():
    """⟨·, s(q, ·)⟩ is never above H and touches it at q, so both have the same slope along d = δ_j − q."""
    h, ahead, behind, slope = Symbol("h", positive=True), *symbols("H_ahead H_behind slope", real=True)
    entropy = Sum(q[i] * s[i], (i, 1, n))
    direction, along = Vector("d", n, real=True), Symbol("H", real=True)
    yield Equal(Sum((q[i] + h * direction[i]) * s[i], (i, 1, n)), entropy + h * Sum(direction[i] * s[i], (i, 1, n)),
                where=[Vectors(direction)], because="S(q + h d, q): affine, and H(q) at h = 0")
    yield AtMostStep(slope, (ahead - along) / h, where=[ahead >= along + h * slope],
                     because="the rule is proper: H(q + h d) ≥ S(q + h d, q), where the slope is ⟨d, s(q, ·)⟩")
    yield AtMostStep((along - behind) / h, slope, where=[behind >= along - h * slope],
                     because="and the same for −h; as h → 0 both quotients tend to ⟨d, ∇H(q)⟩, which is the slope")
    yield Equal(Sum(q[i] * (s[j] - s[i]), (i, 1, n)) + entropy, s[j], because="for d = δ_j − q the slope is Σ q_i (s_j − s_i)")
    return s[j]


@rule_from_entropy.numeric({**_spherical(3, 4), "j": 1}, {**_spherical(1, 2, 2), "j": 3}, {**_spherical(2, 3, 6), "j": 1},
                           {**_spherical(1, 1, 3, 5), "j": 4})
def by_a_series_of_the_spherical_entropy(q, j):
    """⟨p, s(p, ·)⟩ of the rule p_i/|p| along the segment from q to δ_j as a series of balls: value plus slope at q."""
    path = [arb_series([ball(mass), ball((k + 1 == j) - mass)]) for k, mass in enumerate(q)]
    square = arb_series([0])
    for mass in path:
        square = square + mass * mass
    entropy = arb_series([0])
    for mass in path:
        entropy = entropy + mass * (mass / square.sqrt())
    return entropy[0] + entropy[1]


power_rule_from_entropy = Theorem(
    name="power-rule-from-entropy",
    title="The power rule as H(q) + ⟨δ_j − q, ∇H(q)⟩ with H = Σ q_i^α",
    claim=Equals(r"H(q)+\langle\delta_j-q,\nabla H(q)\rangle,\; H(q)=\sum_i q_i^\alpha",
                 alpha * q[j] ** (alpha - 1) - (alpha - 1) * Sum(q[i] ** alpha, (i, 1, n))),
    domain=Domain(Simplex(q), alpha, j <= n),
    source=Source(PROBABILISTIC_MODELS, "§2.3", verdict="holds", printed=CONVERSE),
    near_misses={"−q dropped": alpha * q[j] ** (alpha - 1) + Sum(q[i] ** alpha, (i, 1, n)),
                 "H concave": (alpha - 1) * Sum(q[i] ** alpha, (i, 1, n)) - alpha * q[j] ** (alpha - 1),
                 "H forgotten": alpha * q[j] ** (alpha - 1) - alpha * Sum(q[i] ** alpha, (i, 1, n)),
                 "gradient alone": alpha * q[j] ** (alpha - 1)},
    covers=["savage-converse"],
    unsampled="A score is compared with a derivative of the entropy; nothing is random.",
)


@power_rule_from_entropy.derivation
def by_the_gradient():
    """∂H/∂q_k = α q_k^(α−1); the scalar product with q is α H."""
    x = Symbol("x", positive=True)
    power_sum = Sum(q[i] ** alpha, (i, 1, n))
    yield Equal(Derivative(x ** alpha, x), alpha * x ** (alpha - 1), because="one coordinate of the gradient")
    yield Equal(power_sum + alpha * q[j] ** (alpha - 1) - Sum(q[i] * alpha * q[i] ** (alpha - 1), (i, 1, n)),
                alpha * q[j] ** (alpha - 1) - (alpha - 1) * power_sum, because="q q^(α−1) = q^α")
    return alpha * q[j] ** (alpha - 1) - (alpha - 1) * power_sum


@power_rule_from_entropy.numeric(
    {"q": ("1/4", "1/4", "1/2"), "j": 3, "alpha": 2}, {"q": ("1/3", "1/6", "1/12", "5/12"), "j": 2, "alpha": 4},
    {"q": ("3/5", "2/5"), "j": 1, "alpha": "5/2"}, {"q": ("1/7", "2/7", "4/7"), "j": 2, "alpha": -1})
def by_a_power_series_towards_the_vertex(q, j, alpha):
    """H along the segment from q to δ_j as a power series with ball coefficients: value plus slope at q."""
    entropy = arb_series([0])
    for k, mass in enumerate(q):
        entropy = entropy + arb_series([ball(mass), ball((k + 1 == j) - mass)]) ** ball(alpha)
    return entropy[0] + entropy[1]


logarithmic_rule_from_entropy = Theorem(
    name="logarithmic-rule-from-entropy",
    title="The logarithmic rule as H(q) + ⟨δ_j − q, ∇H(q)⟩ with H = Σ q_i log q_i",
    claim=Equals(r"H(q)+\langle\delta_j-q,\nabla H(q)\rangle,\; H(q)=\sum_i q_i\log q_i", log(q[j])),
    domain=Domain(Simplex(q), j <= n),
    source=Source(PROBABILISTIC_MODELS, "§2.3", verdict="companion"),
    near_misses={"−q dropped": Sum(q[i] * log(q[i]), (i, 1, n)) + log(q[j]) + 1, "H the Shannon entropy": -log(q[j]),
                 "H forgotten": log(q[j]) - Sum(q[i] * log(q[i]), (i, 1, n)), "gradient alone": log(q[j]) + 1},
    unsampled="A score is compared with a derivative of the entropy; nothing is random.",
)


@logarithmic_rule_from_entropy.derivation
def by_the_logarithmic_gradient():
    """∂H/∂q_k = log q_k + 1; the scalar product with q is H + 1."""
    x = Symbol("x", positive=True)
    entropy = Sum(q[i] * log(q[i]), (i, 1, n))
    yield Equal(Derivative(x * log(x), x), log(x) + 1, because="one coordinate of the gradient")
    yield Equal(entropy + log(q[j]) + 1 - Sum(q[i] * (log(q[i]) + 1), (i, 1, n)), log(q[j]), because="Σ q_i = 1")
    return log(q[j])


@logarithmic_rule_from_entropy.numeric(
    {"q": ("1/4", "1/4", "1/2"), "j": 3}, {"q": ("1/3", "1/6", "1/12", "5/12"), "j": 2}, {"q": ("3/5", "2/5"), "j": 1})
def by_a_series_of_the_logarithm(q, j):
    """H along the segment from q to δ_j as a power series with ball coefficients: value plus slope at q."""
    entropy = arb_series([0])
    for k, mass in enumerate(q):
        line = arb_series([ball(mass), ball((k + 1 == j) - mass)])
        entropy = entropy + line * line.log()
    return entropy[0] + entropy[1]
