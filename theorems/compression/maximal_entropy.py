r"""The uniform distribution has the greatest entropy.

Statement.  For a probability vector p with K entries (zeros allowed, 0 log 0 = 0)

    H(p) = log K − D(p‖u) ≤ log K,        u = (1/K, …, 1/K),

with equality if and only if p = u: uniform on all K values, not merely on its support.

Idea.  Gibbs' inequality with q = u; term by term, x log x ≥ x − 1 at x = K p_i, which holds at x = 0 with 0 log 0 = 0,
too, and is strict there.

References.  T. M. Cover & J. A. Thomas, Elements of Information Theory (2006), Theorem 2.6.4.
"""

import math

import numpy as np
from sympy import Eq, Sum, Symbol, false, log, true

from numerics import simplex
from numerics.block_sources import times
from numerics.scoring_rules import ball
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import (
    AtMost,
    AtMostStep,
    Bounded,
    Cites,
    Domain,
    Equal,
    Holds,
    Limit,
    Simplex,
    Source,
    Termwise,
    Theorem,
    Vector,
)

K = Symbol("K", integer=True, positive=True)
i = Symbol("i", integer=True)
p = Vector("p", K, nonnegative=True)

maximal_entropy = Theorem(
    name="entropy-maximised-by-uniform",
    title="Entropy is at most log K",
    claim=AtMost(r"-\sum_i p_i\log p_i", log(K)),
    domain=Domain(Simplex(p, closed=True)),
    source=Source(PROBABILISTIC_MODELS, "§3.2", verdict="holds",
                  printed=r"D_{KL}(p\|q)=\sum p_i\log p_i+\sum p_i\log n\ge 0 \text{ and so we get } \sum p_i\log "
                          r"p_i\ge-\log n\text{, and hence } -\sum p_i\log p_i\le\log n"),
    near_misses={"one value fewer": log(K - 1), "unbiased": (K - 1) * log(K) / K,
                 "minus the χ² distance from the uniform distribution": log(K) + 1 - K * Sum(p[i] ** 2, (i, 1, K))},
    covers=["entropy-maximised-by-uniform"],
)


@maximal_entropy.derivation
def by_gibbs_inequality_with_the_uniform_distribution():
    """x log x ≥ x − 1 at x = K p_i, times 1/K, summed."""
    x = Symbol("x", positive=True)
    tangent = AtMostStep(x - 1, x * log(x), because="convexity; equality only at x = 1")
    yield tangent
    yield Limit(x * log(x), x, 0, 0, because="at x = 0 the inequality reads −1 ≤ 0")
    yield AtMostStep(-Sum(p[i] * log(p[i]), (i, 1, K)), log(K),
                     termwise=Termwise(tangent, put={x: K * p[i]}, weight=1 / K, over=(i, 1, K)),
                     because="Σ p_i = 1")
    return log(K)


@maximal_entropy.numeric(
    dict(p=("1/3", "1/3", "1/3")), dict(p=("1/2", "1/2")), dict(p=("1/5",) * 5), dict(p=("1/2", "0", "1/4", "1/4")),
    dict(p=("9/10", "1/20", "1/20")), dict(p=("3/10", "7/20", "7/20")))
def entropy(p):
    """−Σ p_i log p_i over the symbols that occur, in ball arithmetic."""
    return -sum(times(mass, ball(mass).log()) for mass in p if mass != 0)


@maximal_entropy.monte_carlo(dict(p=("3/10", "7/20", "7/20")), moments=Bounded(1, "13/10"))
def information_of_a_drawn_symbol(rng, size, p):
    """Draw X and read off −log p(X), here between log(20/7) and log(10/3)."""
    nats = np.array([-np.log(float(mass)) for mass in p])
    return nats[simplex.categorical(rng, size, probabilities=p)]


equality = Theorem(
    name="entropy-maximum-only-uniform",
    title="Entropy equals log K only for the uniform distribution",
    claim=Holds(r"-\sum_i p_i\log p_i=\log K", Eq(Sum(p[i] ** 2, (i, 1, K)), 1 / K)),
    domain=Domain(Simplex(p, closed=True)),
    source=Source(PROBABILISTIC_MODELS, "§3.2", verdict="companion"),
    near_misses={"uniform on its support": Eq(Sum(p[i] ** 3, (i, 1, K)), Sum(p[i] ** 2, (i, 1, K)) ** 2),
                 "always": true, "never": false},
    covers=["entropy-maximised-by-uniform"],
    unsampled="Equality is decided exactly for each distribution; nothing is random.",
)


@equality.derivation
def by_the_equality_case_term_by_term():
    """Equality needs K p_i = 1 for every i, and Σ (p_i − 1/K)² = Σ p_i² − 1/K."""
    yield Cites("entropy-maximised-by-uniform", "equality only if K p_i = 1 for every i; at p_i = 0 it is strict")
    yield Equal(Sum(p[i] ** 2, (i, 1, K)) - 1 / K, Sum((p[i] - 1 / K) ** 2, (i, 1, K)),
                because="so Σ p_i² = 1/K exactly if p is uniform")
    yield Equal(-Sum(log(1 / K) / K, (i, 1, K)), log(K), because="the uniform distribution attains the bound")
    return Eq(Sum(p[i] ** 2, (i, 1, K)), 1 / K)


@equality.numeric(dict(p=("1/4", "1/4", "1/4", "1/4")), dict(p=("1/2", "0", "1/2")), dict(p=("1/2", "1/4", "1/4")),
                  dict(p=("1", "0")), dict(p=("51/100", "49/100")), dict(p=("1/3", "1/3", "1/3")))
def in_integers(p):
    """With p_i = m_i/N: Σ m_i log(K m_i/N) = 0 exactly if Π (K m_i)^(m_i) = N^N."""
    whole = math.lcm(*(mass.denominator for mass in p))
    return math.prod((len(p) * int(mass * whole)) ** int(mass * whole) for mass in p) == whole ** whole
