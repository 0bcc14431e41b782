r"""The statistic that tells typical sequences: −Σ_k log p(x_k), not −Σ_k p(x_k) log p(x_k).

Statement.  For n independent symbols with probabilities p_i

    E[−Σ_k log₂ p(X_k)] = n H_2(X),        E[−Σ_k p(X_k) log₂ p(X_k)] = −n Σ p_i² log₂ p_i ≤ n H_2(X).

So the region where the printed statistic −Σ_k p(x_k) log p(x_k) is close to n H has probability tending to zero; for a
fair coin the printed statistic equals n/2 for every sequence, while n H_2 = n.

Idea.  The probability that weights log(1/p_i) in the entropy comes from the sampling; a further factor p weights twice.

References.  T. M. Cover & J. A. Thomas, Elements of Information Theory (2006), §3.1.
"""

import numpy as np
from sympy import Sum, Symbol, log

from numerics import simplex
from numerics.block_sources import binary_logarithm, times, types
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import (
    AtMostStep,
    Bounded,
    Domain,
    Equal,
    Equals,
    Erratum,
    Induction,
    Simplex,
    Source,
    Termwise,
    Theorem,
    Vector,
)

K, n = Symbol("K", integer=True, positive=True), Symbol("n", integer=True, positive=True)
i = Symbol("i", integer=True)
p = Vector("p", K)

typical_statistic = Theorem(
    name="typical-region-statistic",
    title="Mean of the log-likelihood statistic −Σ log₂ p(x_k)",
    claim=Equals(r"\mathbb{E}\left[-\sum_{k=1}^n\log_2p(X_k)\right]", -n * Sum(p[i] * log(p[i]), (i, 1, K)) / log(2)),
    domain=Domain(Simplex(p), n),
    source=Source(PROBABILISTIC_MODELS, "§3.5", verdict="wrong as printed",
                  printed=r"\text{the region where } -\sum_{k=1}^n p_{x_k}\log(p_{x_k}) \text{ is close to } nH(X)"),
    errata=[Erratum(printed=r"\text{the region where } -\sum_{k=1}^n p_{x_k}\log(p_{x_k}) \text{ is close to } nH(X)",
                    formula=-n * Sum(p[i] ** 2 * log(p[i]), (i, 1, K)) / log(2),
                    at=dict(p=("1/2", "1/2"), n=2),
                    wrong="the factor p_{x_k} does not belong there: the mean of the printed statistic is "
                          "−n Σ p_i² log₂ p_i, n/2 instead of n bits for a fair coin")],
    near_misses={"per symbol": -Sum(p[i] * log(p[i]), (i, 1, K)) / log(2),
                 "unweighted": -n * Sum(log(p[i]), (i, 1, K)) / (K * log(2)),
                 "in nats": -n * Sum(p[i] * log(p[i]), (i, 1, K))},
    covers=["typical-region-statistic"],
)


@typical_statistic.derivation
def by_linearity():
    """Each of the n terms has the mean H_2; the printed statistic has a smaller one."""
    j, x = Symbol("j", integer=True), Symbol("x", positive=True)
    bits = -Sum(p[i] * log(p[i]), (i, 1, K)) / log(2)
    yield Equal(Sum(p[i] * (-log(p[i]) / log(2)), (i, 1, K)), bits, because="one term, X_k drawn from p")
    yield Induction(Sum(bits, (j, 1, n)), n * bits, n, 1, bits)
    sign = AtMostStep(0, -log(x), where=[x <= 1])
    yield sign
    yield AtMostStep(-x ** 2 * log(x), -x * log(x), where=[x <= 1], termwise=Termwise(sign, weight=x * (1 - x)),
                     because="a further factor p makes every term smaller")
    return n * bits


@typical_statistic.numeric(
    dict(p=("1/2", "1/2"), n=2), dict(p=("9/10", "1/10"), n=10), dict(p=("1/4",) * 4, n=3),
    dict(p=("1/2", "3/10", "1/5"), n=5))
def over_all_types(p, n):
    """The information of a sequence, averaged over all sequences type by type, logarithms digit by digit."""
    return -sum(times(ways * mass, binary_logarithm(mass)) for ways, mass in types(p, n))


@typical_statistic.monte_carlo(dict(p=("9/10", "1/10"), n=10), dict(p=("1/2", "1/4", "1/4"), n=16),
                               moments=Bounded(0, 34))
def information_of_a_drawn_sequence(rng, size, p, n):
    """Draw n symbols and add up their information, at most 34 bits here."""
    return simplex.total_score(rng, size, trials=n, probabilities=p, scores=[-np.log2(float(mass)) for mass in p])
