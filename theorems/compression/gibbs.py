r"""Gibbs' inequality: relative entropy against a measure of total mass z is at least −log z.

Statement.  Let p and r be probability vectors with positive entries and q = z r, z > 0.  Then

    D(p‖q) = Σ p_i log(p_i / q_i) ≥ −log z,

with equality if and only if p = r.  For a probability vector q, z = 1, this is D(p‖q) ≥ 0; it stays ≥ 0 for
sub-probability vectors, Σ q_i ≤ 1, and fails in general if Σ q_i > 1.

Idea.  log x ≤ x − 1 at x = r_i/p_i, averaged over p: −D(p‖r) ≤ Σ r_i − Σ p_i = 0.

Notes.  If q_i = 0 < p_i for some i, then D(p‖q) = +∞; terms with p_i = 0 are zero.  D is not symmetric.

References.  T. M. Cover & J. A. Thomas, Elements of Information Theory (2006), Theorem 2.6.3.
"""

import math

import numpy as np
from sympy import Eq, Sum, Symbol, false, log, true

from numerics import simplex
from numerics.block_sources import times
from numerics.scoring_rules import ball
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import (
    AtLeast,
    AtMostStep,
    Bounded,
    Cites,
    Domain,
    Equal,
    Holds,
    Simplex,
    Source,
    Termwise,
    Theorem,
    Vector,
)

K = Symbol("K", integer=True, positive=True)
i = Symbol("i", integer=True)
z = Symbol("z", positive=True)
p, r = Vector("p", K), Vector("r", K)

gibbs_inequality = Theorem(
    name="gibbs-inequality",
    title="Gibbs' inequality, for measures of any total mass",
    claim=AtLeast(r"D_{\mathrm{KL}}(p\,\|\,q),\ q=z\,r", -log(z)),
    domain=Domain(Simplex(p, r), z),
    source=Source(PROBABILISTIC_MODELS, "§3.2", verdict="holds",
                  printed=r"D_{KL}(p\|q)=\sum p_i\log\frac{p_i}{q_i}\ge 0"),
    near_misses={"nonnegative for every total mass": 0,
                 "plus the squared ℓ₁ distance": -log(z) + Sum(abs(p[i] - r[i]), (i, 1, K)) ** 2,
                 "symmetric": Sum(z * r[i] * log(z * r[i] / p[i]), (i, 1, K)),
                 "twice the tangent at z = 1": 2 * (1 - z)},
    covers=["gibbs-inequality"],
)


@gibbs_inequality.derivation
def by_the_tangent_of_the_logarithm():
    """−log x ≥ 1 − x at x = r_i/p_i, times p_i, summed: Σ (p_i − r_i) = 0 remains on the left."""
    x = Symbol("x", positive=True)
    tangent = AtMostStep(1 - x, -log(x), because="the logarithm is concave; equality only at x = 1")
    yield tangent
    yield AtMostStep(-log(z), Sum(p[i] * log(p[i] / (z * r[i])), (i, 1, K)),
                     termwise=Termwise(tangent, put={x: r[i] / p[i]}, weight=p[i], over=(i, 1, K)),
                     because="equality only if every r_i/p_i is 1")
    return -log(z)


@gibbs_inequality.numeric(
    dict(p=("1/2", "3/10", "1/5"), r=("1/2", "3/10", "1/5"), z="1/3"),
    dict(p=("2/7", "5/7"), r=("2/7", "5/7"), z=3), dict(p=("1/2", "1/2"), r=("11/20", "9/20"), z=1),
    dict(p=("1/10", "9/10"), r=("1/2", "1/2"), z="4/5"), dict(p=("1/2", "1/2"), r=("1/10", "9/10"), z="4/5"))
def term_by_term(p, r, z):
    """Σ p_i log(p_i/q_i) with q_i = z r_i, in ball arithmetic."""
    return sum(times(mass, ball(mass / (z * other)).log()) for mass, other in zip(p, r, strict=True))


@gibbs_inequality.monte_carlo(dict(p=("1/2", "1/2"), r=("3/10", "7/10"), z=2), moments=Bounded(-2, 0))
def log_ratio_of_a_drawn_symbol(rng, size, p, r, z):
    """Draw X from p; log(p(X)/q(X)) is log(5/6) or log(5/14) here."""
    ratios = np.array([np.log(float(mass / (z * other))) for mass, other in zip(p, r, strict=True)])
    return ratios[simplex.categorical(rng, size, probabilities=p)]


gibbs_equality = Theorem(
    name="gibbs-equality",
    title="Relative entropy vanishes only for equal distributions",
    claim=Holds(r"D_{\mathrm{KL}}(p\,\|\,r)=0", Eq(Sum((p[i] - r[i]) ** 2, (i, 1, K)), 0)),
    domain=Domain(Simplex(p, r)),
    source=Source(PROBABILISTIC_MODELS, "§3.2", verdict="companion"),
    near_misses={"always": true, "never": false, "only for uniform distributions": Eq(Sum(p[i] ** 2, (i, 1, K)), 1 / K),
                 "equal sums of squares": Eq(Sum(p[i] ** 2, (i, 1, K)), Sum(r[i] ** 2, (i, 1, K)))},
    covers=["gibbs-inequality"],
    unsampled="Whether two distributions are equal is decided exactly; nothing is random.",
)


@gibbs_equality.derivation
def by_the_hellinger_distance():
    """D(p‖r) ≥ Σ (√p_i − √r_i)²; and a sum of squares vanishes only if every term does."""
    a, b = Symbol("a", positive=True), Symbol("b", positive=True)
    yield Cites("logarithmic-rule-strictly-proper", "D(p‖r) ≥ Σ (√p_i − √r_i)², so that D = 0 forces p = r")
    yield Equal((a ** 2 - b ** 2) ** 2, (a - b) ** 2 * (a + b) ** 2, because="with a = √p_i and b = √r_i")
    yield Equal(Sum(p[i] * log(p[i] / p[i]), (i, 1, K)), 0, because="and D = 0 if p = r")
    return Eq(Sum((p[i] - r[i]) ** 2, (i, 1, K)), 0)


@gibbs_equality.numeric(
    dict(p=("1/2", "3/10", "1/5"), r=("1/2", "3/10", "1/5")), dict(p=("1/2", "3/10", "1/5"), r=("1/5", "3/10", "1/2")),
    dict(p=("1/3", "1/3", "1/3"), r=("1/2", "1/4", "1/4")), dict(p=("1/2", "1/2"), r=("501/1000", "499/1000")))
def as_a_product_of_powers(p, r):
    """Σ p_i log(p_i/r_i) = 0 exactly if Π (p_i/r_i)^(N p_i) = 1, N the common denominator: in rationals."""
    denominator = math.lcm(*(mass.denominator for mass in p))
    product = 1
    for mass, other in zip(p, r, strict=True):
        product *= (mass / other) ** int(mass * denominator)
    return product == 1
