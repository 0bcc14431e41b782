r"""Entropy in bits and nats, the convention 0 log 0 = 0, and the entropy of a block of independent symbols.

Statement.  For X with probabilities p_i > 0 and independent copies X_1, …, X_n

    H_2(X) = E log₂(1/p(X)) = −(1/log 2) Σ p_i log p_i,        H(X_1 … X_n) = n H(X),

and |x log x| ≤ 2√x/e on (0, 1), so that x log x → 0 as x → 0⁺: symbols of probability zero add nothing.

Idea.  log₂ x = log x / log 2.  The logarithm turns the product p(x_1) ⋯ p(x_n) into a sum.

References.  T. M. Cover & J. A. Thomas, Elements of Information Theory (2006), §2.1 and Theorem 2.6.6.
"""

import numpy as np
from sympy import E, S, Sum, Symbol, log, sqrt

from numerics import simplex
from numerics.block_sources import block_probabilities, information, times
from numerics.scoring_rules import ball
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import (
    AtMostStep,
    Bounded,
    Domain,
    Equal,
    Equals,
    Induction,
    Limit,
    Simplex,
    Source,
    Tends,
    Theorem,
    Vector,
)

K, n = Symbol("K", integer=True, positive=True), Symbol("n", integer=True, positive=True)
i = Symbol("i", integer=True)
x = Symbol("x", positive=True)
p = Vector("p", K)

entropy_in_bits = Theorem(
    name="entropy-in-bits",
    title="Entropy in bits: the entropy in nats divided by log 2",
    claim=Equals(r"\mathbb{E}\log_2\frac{1}{p(X)}", -Sum(p[i] * log(p[i]), (i, 1, K)) / log(2)),
    domain=Domain(Simplex(p)),
    source=Source(PROBABILISTIC_MODELS, "§3.2", verdict="holds",
                  printed=r"\text{when we divide by } \log(2)\text{, we get a } H_2(X)=-\sum_{i\in\mathcal "
                          r"S}p_i\log_2p_i\text{, measured in bits}"),
    near_misses={"nats": -Sum(p[i] * log(p[i]), (i, 1, K)),
                 "multiplied by log 2": -Sum(p[i] * log(p[i]), (i, 1, K)) * log(2),
                 "decimal logarithm": -Sum(p[i] * log(p[i]), (i, 1, K)) / log(10),
                 "the information of the mean": -log(Sum(p[i] ** 2, (i, 1, K))) / log(2)},
    covers=["entropy-nats-bits"],
)


@entropy_in_bits.derivation
def by_a_change_of_base():
    """log x / log 2 is the exponent that takes 2 to x."""
    yield Equal(Sum(-p[i] * (log(p[i]) / log(2)), (i, 1, K)), -Sum(p[i] * log(p[i]), (i, 1, K)) / log(2),
                because="the constant comes in front")
    return -Sum(p[i] * log(p[i]), (i, 1, K)) / log(2)


@entropy_in_bits.numeric(dict(p=("3/10", "7/10")), dict(p=("1/2", "1/4", "1/8", "1/8")),
                         dict(p=("1/10", "2/5", "3/10", "1/5")))
def digit_by_digit(p):
    """Each log₂ by repeated squaring, one binary digit after the other."""
    return information(p)


@entropy_in_bits.monte_carlo(dict(p=("1/10", "2/5", "3/10", "1/5")), dict(p=("1/16", "15/16")), moments=Bounded(0, 4))
def information_of_a_drawn_symbol(rng, size, p):
    """Draw X and read off log₂(1/p(X)), at most 4 bits if no symbol is rarer than 1/16."""
    bits = np.array([np.log2(float(1 / mass)) for mass in p])
    return bits[simplex.categorical(rng, size, probabilities=p)]


zero_log_zero = Theorem(
    name="zero-log-zero",
    title="x log x tends to zero",
    claim=Tends(r"x\log x", 0, remainder=2 * sqrt(x) / E, variable=x, at=0),
    domain=Domain(x < 1),
    source=Source(PROBABILISTIC_MODELS, "§3.2", printed=r"0\log 0=0", verdict="holds"),
    near_misses={"limit −1/e, the minimum of x log x": Tends(r"x\log x", -1 / E, 2 * sqrt(x) / E, x, 0),
                 "of the order of x": Tends(r"x\log x", 0, x, x, 0),
                 "half the constant": Tends(r"x\log x", 0, sqrt(x) / E, x, 0)},
    covers=["entropy-nats-bits"],
    unsampled="A limit of a function of one variable; nothing is random.",
)


@zero_log_zero.derivation
def by_the_minimum_of_y_log_y():
    """With x = y², √x log x = 2 y log y, which is nowhere below −2/e."""
    y = Symbol("y", positive=True)
    yield AtMostStep(-2 / E, 2 * y * log(y), because="the minimum is at y = 1/e")
    yield Equal(2 * sqrt(x) * log(sqrt(x)) * sqrt(x), x * log(x), because="at y = √x, times √x")
    yield AtMostStep(x * log(x), 0, where=[x < 1], because="so |x log x| ≤ 2 √x/e")
    yield Limit(2 * sqrt(x) / E, x, 0, 0)
    yield Limit(x * log(x), x, 0, 0)
    return S.Zero


@zero_log_zero.numeric(dict(x="1/8"), dict(x="1/7"), dict(x="1/1000"), dict(x="1/1000000000"))
def by_a_ball(x):
    """x times a ball around the natural logarithm."""
    return times(x, ball(x).log())


block_entropy = Theorem(
    name="block-entropy",
    title="Entropy of a block of independent symbols, in nats",
    claim=Equals(r"-\sum_{x_1\dots x_n}p(x_1)\cdots p(x_n)\log\left(p(x_1)\cdots p(x_n)\right)",
                 -n * Sum(p[i] * log(p[i]), (i, 1, K))),
    domain=Domain(Simplex(p), n),
    source=Source(PROBABILISTIC_MODELS, "§3.2", verdict="holds",
                  printed=r"\text{we should be able to compress (in a lossless fashion) those with } \approx nH_2(X) "
                          r"\text{ bits as } n\to\infty"),
    near_misses={"entropy of one symbol": -Sum(p[i] * log(p[i]), (i, 1, K)),
                 "all symbols equally likely": n * log(K),
                 "one more symbol": -(n + 1) * Sum(p[i] * log(p[i]), (i, 1, K))},
)


@block_entropy.derivation
def symbol_by_symbol():
    """One more symbol, independent of the block, adds H to the entropy."""
    mass, h = x, Symbol("h", real=True)  # probability of a block, entropy of blocks
    own = Sum(p[i] * log(p[i]), (i, 1, K))
    yield Equal(Sum(p[i] * log(mass * p[i]), (i, 1, K)), log(mass) + own,
                because="for one block of probability x, Σ p_i = 1")
    yield Equal(Sum(p[i] * (-log(p[i]) + h), (i, 1, K)), h - own,
                because="averaged over the blocks, whose entropy is h: the same sum with the roles exchanged")
    yield Induction(Sum(-own, (Symbol("j", integer=True), 1, n)), -n * own, n, 1, -own)
    return -n * own


@block_entropy.numeric(dict(p=("3/10", "7/10"), n=4), dict(p=("1/2", "1/3", "1/6"), n=3),
                       dict(p=("1/10", "2/5", "3/10", "1/5"), n=2))
def over_all_sequences(p, n):
    """−Σ P log P over all K^n sequences."""
    return -sum(times(mass, ball(mass).log()) for mass in block_probabilities(p, n))


@block_entropy.monte_carlo(dict(p=("1/10", "2/5", "3/10", "1/5"), n=4), moments=Bounded(0, 10))
def log_likelihood_of_a_drawn_sequence(rng, size, p, n):
    """Draw n symbols and add −log p(x_k); each is at most log 10 < 5/2."""
    return simplex.total_score(rng, size, trials=n, probabilities=p, scores=[-np.log(float(mass)) for mass in p])
