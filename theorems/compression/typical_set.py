r"""The typical set: its probability and its size (asymptotic equipartition).

Statement.  Let A_ε be the set of sequences x_1 … x_n of independent symbols with |−(1/n) log₂ p(x) − H_2| ≤ ε, and let
v = Var log₂ p(X).  Then

    P(|−(1/n) log₂ p(X_1 … X_n) − H_2| ≥ ε) ≤ v/(n ε²),        |A_ε| ≤ 2^(n(H_2 + ε)).

Idea.  −log₂ p(x) is a sum of independent terms with mean H_2: Chebyshev.  Every typical sequence has at least the
probability 2^(−n(H_2 + ε)), and together they have one at most.

Notes.  The first bound is attained: for n = 1, ε = 1 by the law (1/4, 4 × 1/8, 4 × 1/16).  For Bernoulli(3/10) symbols
and ε = 1/20 the typical set has the probabilities 0.336, 0.674, 0.928, 0.9996 at n = 25, 100, 400, 1600.

References.  C. E. Shannon, Bell System Technical Journal 27 (1948); T. M. Cover & J. A. Thomas (2006), ch. 3.
"""

import numpy as np
from sympy import Subs, Sum, Symbol, log

from numerics import simplex
from numerics.block_sources import binary_logarithm, information, types
from numerics.scoring_rules import ball
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import (
    AtMost,
    AtMostStep,
    Bounded,
    Domain,
    Equal,
    Simplex,
    Source,
    Theorem,
    Vector,
    Vectors,
)

K, n = Symbol("K", integer=True, positive=True), Symbol("n", integer=True, positive=True)
i = Symbol("i", integer=True)
eps = Symbol("epsilon", positive=True)
p = Vector("p", K)
NATS = Sum(p[i] * log(p[i]), (i, 1, K))
VARIANCE = Sum(p[i] * log(p[i]) ** 2, (i, 1, K)) - NATS ** 2

aep = Theorem(
    name="asymptotic-equipartition",
    title="Probability that a sequence is not typical: at most v/(n ε²)",
    claim=AtMost(r"\mathbb{P}\left(\left|-\tfrac1n\log_2p(X_{1:n})-H_2\right|\ge\epsilon\right)",
                 VARIANCE / (n * eps ** 2 * log(2) ** 2)),
    domain=Domain(Simplex(p), n, eps),
    source=Source(PROBABILISTIC_MODELS, "§3.4", verdict="holds",
                  printed=r"\text{the log likelihood of } X \text{ will accumulate around } -nH_2(X)"),
    near_misses={"in nats": VARIANCE / (n * eps ** 2),
                 "standard error for its square": VARIANCE / (n ** 2 * eps ** 2 * log(2) ** 2),
                 "half, for one of two sides": VARIANCE / (2 * n * eps ** 2 * log(2) ** 2),
                 "no fluctuations": 0},
    covers=["aep-typical-set"],
)


@aep.derivation
def by_chebyshev():
    """Variances of independent terms add up; a deviation of ε or more counts at least one."""
    d, h, c = Symbol("d", nonnegative=True), Symbol("h", real=True), Symbol("c", real=True)
    j = Symbol("j", integer=True)
    nats = Sum(p[i] * log(p[i]), (i, 1, K))
    variance = Sum(p[i] * log(p[i]) ** 2, (i, 1, K)) - nats ** 2
    yield AtMostStep(1, (eps + d) ** 2 / eps ** 2, because="so P(|Y| ≥ ε) ≤ E Y²/ε²")
    yield Equal(Sum(p[i] * (log(p[i]) - h) ** 2, (i, 1, K)),
                Sum(p[i] * log(p[i]) ** 2, (i, 1, K)) - 2 * h * nats + h ** 2,
                because="the variance of one term, with h = Σ p_i log p_i")
    yield Equal(Sum(c * p[i] * (log(p[i]) - nats), (i, 1, K)), 0,
                because="the covariance with an independent term, whatever its value c")
    yield Equal(Sum(variance, (j, 1, n)) / (n * eps * log(2)) ** 2, variance / (n * eps ** 2 * log(2) ** 2),
                because="n variances, and a deviation of the sum by nε log 2 or more")
    return variance / (n * eps ** 2 * log(2) ** 2)


@aep.numeric(
    dict(p=("1/4", "1/8", "1/8", "1/8", "1/8") + ("1/16",) * 4, n=1, epsilon=1),
    dict(p=("1/4",) + ("1/16",) * 8 + ("1/64",) * 16, n=1, epsilon=2), dict(p=("3/10", "7/10"), n=1, epsilon="9/25"),
    dict(p=("3/10", "7/10"), n=3, epsilon="9/25"), dict(p=("1/10", "3/5", "3/10"), n=12, epsilon="1/4"),
    dict(p=("3/10", "7/10"), n=100, epsilon="1/20"))
def by_types(p, n, epsilon):
    """Add the probabilities of all types whose information per symbol is at least ε away from the mean."""
    mean, total = information(p), 0
    for ways, mass in types(p, n):
        deviation = abs(-binary_logarithm(mass) / n - mean)
        if not (deviation >= ball(epsilon) or deviation < ball(epsilon)):
            raise ArithmeticError("the precision does not decide whether a type is typical")
        total += ways * mass if deviation >= ball(epsilon) else 0
    return total


@aep.monte_carlo(dict(p=("3/10", "7/10"), n=3, epsilon="9/25"), moments=Bounded(0, 1))
def deviation_of_a_drawn_sequence(rng, size, p, n, epsilon):
    """Draw n symbols, average −log₂ p(x_k) and compare with the mean over p."""
    bits = np.array([-np.log2(float(mass)) for mass in p])
    mean = sum(float(mass) * b for mass, b in zip(p, bits, strict=True))
    total = simplex.total_score(rng, size, trials=n, probabilities=p, scores=bits)
    return (np.abs(total / n - mean) >= float(epsilon)).astype(float)


typical_set_size = Theorem(
    name="typical-set-size",
    title="The typical set has at most 2^(n(H₂ + ε)) sequences",
    claim=AtMost(r"|A_\epsilon|", 2 ** (n * (eps - NATS / log(2)))),
    domain=Domain(Simplex(p), n, eps),
    source=Source(PROBABILISTIC_MODELS, "§3.4", verdict="holds",
                  printed=r"\text{a 'typical set' where each element has roughly probability } 2^{-nH_2(X)}"),
    near_misses={"without ε": 2 ** (-n * NATS / log(2)), "with −ε": 2 ** (n * (-eps - NATS / log(2))),
                 "entropy in nats": 2 ** (n * (eps - NATS))},
    covers=["aep-typical-set"],
)


@typical_set_size.derivation
def by_adding_probabilities():
    """Each of M typical sequences has at least the probability b = 2^(−n(H_2 + ε)), so M b ≤ 1."""
    M, j = Symbol("M", integer=True, positive=True), Symbol("j", integer=True)
    least, more = Symbol("b", positive=True), Vector("d", M, nonnegative=True)
    exponent = n * (eps - Sum(p[i] * log(p[i]), (i, 1, K)) / log(2))
    yield AtMostStep(M * least, Sum(least + more[j], (j, 1, M)), where=[Vectors(more)],
                     because="the sum of probabilities b + d_j, d_j ≥ 0, is itself at most one")
    yield Equal(Subs(1 / least, least, 2 ** (-exponent)), 2 ** exponent, because="so M ≤ 1/b")
    return 2 ** exponent


@typical_set_size.numeric(
    dict(p=("1/2", "1/2"), n=8, epsilon="1/10000"), dict(p=("1/4",) * 4, n=3, epsilon="1/50"),
    dict(p=("3/10", "7/10"), n=100, epsilon="1/20"), dict(p=("3/10", "7/10"), n=400, epsilon="1/20"),
    dict(p=("1/16",) * 16, n=1, epsilon="1/10"))
def by_counting_types(p, n, epsilon):
    """Count the sequences of all types whose information per symbol is within ε of the mean."""
    mean, total = information(p), 0
    for ways, mass in types(p, n):
        deviation = abs(-binary_logarithm(mass) / n - mean)
        total += ways if deviation <= ball(epsilon) else 0
    return total


@typical_set_size.monte_carlo(dict(p=("3/10", "7/10"), n=10, epsilon="3/10"), moments=Bounded(0, 2 ** 10))
def size_from_uniform_sequences(rng, size, p, n, epsilon):
    """Draw sequences uniformly; K^n times the share of typical ones estimates their number."""
    bits = np.array([-np.log2(float(mass)) for mass in p])
    mean = sum(float(mass) * b for mass, b in zip(p, bits, strict=True))
    total = simplex.total_score(rng, size, trials=n, probabilities=[1 / len(p)] * len(p), scores=bits)
    return float(len(p)) ** n * (np.abs(total / n - mean) <= float(epsilon))
