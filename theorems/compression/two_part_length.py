r"""Mean length of the two-part code of a Bernoulli sequence, and the bias of the empirical entropy.

Statement.  Let K be the number of ones among n Bernoulli(p) symbols, 0 < p < 1, q = 1 − p, and h the binary entropy in
bits.  Sending K with log₂(n + 1) bits and the positions with log₂ C(n, K) bits takes on average

    log₂(n + 1) + E log₂ C(n, K) ≤ log₂(n + 1) + n h(p),

for every n: no concentration of K is needed.  The bound n h(K/n) on log₂ C(n, K) has nearly the same mean: the
difference n h(p) − E n h(K/n) tends to 1/(2 log 2) = 0.7213….

Idea.  C(n, k) p^k q^(n − k) is a probability, at most one; E K = np.  For the difference, u log u lies between two
polynomials that touch it at 1.

Notes.  E h(K/n) ≤ h(p) is Jensen's inequality.  For p = 0 or 1 the difference is zero.  How much the code wastes is in
`two_part_redundancy`.

References.  T. M. Cover & J. A. Thomas, Elements of Information Theory (2006), §13.2; L. Paninski, Neural Computation
15 (2003).
"""

from fractions import Fraction

import numpy as np
from sympy import Rational, S, Subs, Symbol, log, oo, symbols

from numerics import simplex
from numerics.block_sources import binary_logarithm, counts_of_ones, information, times
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import (
    AtMost,
    AtMostStep,
    Bounded,
    Cites,
    Convex,
    Domain,
    Equal,
    FiniteFourthMoment,
    Limit,
    Source,
    Stationary,
    Tends,
    Theorem,
)

n, p = Symbol("n", integer=True, positive=True), Symbol("p", positive=True)
BITS = -n * (p * log(p) + (1 - p) * log(1 - p)) / log(2)
COUNT = log(n + 1) / log(2)

mean_length = Theorem(
    name="two-part-code-mean-length",
    title="Mean length of the two-part code of a Bernoulli sequence",
    claim=AtMost(r"\mathbb{E}\left[\log_2(n+1)+\log_2\binom nK\right]", COUNT + BITS),
    domain=Domain(n, p < 1),
    source=Source(PROBABILISTIC_MODELS, "§3.7", verdict="holds",
                  printed=r"\text{if we average over } k \dots \text{ we end up with} \le c+\log n+nH_2(B(p))"),
    near_misses={"K costs nothing": BITS, "K among n values": log(n) / log(2) + BITS,
                 "half the bits for K": COUNT / 2 + BITS},
    covers=["two-part-average-length"],
)


@mean_length.derivation
def by_a_probability_at_most_one():
    """log₂ C(n, k) ≤ −k log₂ p − (n − k) log₂ q for every k, and E K = np."""
    w, c, q = Symbol("w", positive=True), Symbol("c", positive=True), Symbol("q", positive=True)
    k = Symbol("k", integer=True, nonnegative=True)
    yield AtMostStep(0, -log(w), where=[w <= 1], because="w = P(K = k) = C(n, k) p^k q^(n − k)")
    yield Equal(-log(c * p ** k * q ** (n - k)), -log(c) - k * log(p) - (n - k) * log(q),
                because="so log C(n, k) ≤ −k log p − (n − k) log q, with c = C(n, k), q = 1 − p")
    yield Cites("two-part-code-entropy", "the mean of the right side is n h(p), because E K = np")
    return log(n + 1) / log(2) - n * (p * log(p) + (1 - p) * log(1 - p)) / log(2)


@mean_length.numeric(dict(n=1, p="1/1000"), dict(n=1, p="999/1000"), dict(n=10, p="3/10"), dict(n=100, p="3/10"),
                     dict(n=60, p="4/5"))
def over_all_numbers_of_ones(n, p):
    """Both parts for each number of ones, averaged over its law by Pascal's rule."""
    return binary_logarithm(n + 1) + sum(times(mass, binary_logarithm(ways)) for _, ways, mass in counts_of_ones(p, n))


@mean_length.monte_carlo(dict(n=2, p="1/50"), moments=Bounded(1, 3))
def length_for_a_drawn_sequence(rng, size, n, p):
    """Draw n symbols, count the ones, add the two parts: log₂ 3 or log₂ 3 + 1 bits here."""
    parts = np.log2(n + 1) + np.log2([ways for _, ways, _ in counts_of_ones(p, n)])
    return parts[simplex.counts(rng, size, trials=n, probabilities=(1 - p, p))[:, 1]]


v = p * (1 - p)
REMAINDER = ((1 - 2 * p) ** 2 / (6 * n * v) + (1 + 3 * n * v) * (1 - 3 * v) / (3 * n ** 2 * v ** 2)) / log(2)
GAP = r"n\left(h(p)-\mathbb{E}\,h(K/n)\right)"

entropy_gap = Theorem(
    name="empirical-entropy-bias",
    title="Bias of the empirical entropy of Bernoulli symbols: 1/(2n) nats",
    claim=Tends(GAP, 1 / (2 * log(2)), remainder=REMAINDER, variable=n),
    domain=Domain(n, p < 1),
    source=Source(PROBABILISTIC_MODELS, "§3.7", verdict="companion",
                  printed=r"\text{we have } n \text{ large, the number } k \text{ concentrates around } pn"),
    near_misses={"in nats": Tends(GAP, S.Half, REMAINDER, n), "no bias": Tends(GAP, 0, REMAINDER, n),
                 "one nat": 1 / log(2), "exact up to 1/n²": Tends(GAP, 1 / (2 * log(2)), 1 / n ** 2, n)},
    covers=["two-part-average-length"],
)


@entropy_gap.derivation
def between_two_polynomials():
    """The gap is n E D(K/n‖p) = n E[p U log U + q V log V] nats, U = K/(np), V = (n − K)/(nq)."""
    u, d, s, q = Symbol("u", positive=True), Symbol("u", positive=True) - 1, Symbol("S", real=True), 1 - p
    a, b, r = Symbol("a", positive=True), Symbol("b", positive=True), Symbol("q", positive=True)
    yield Equal(p * (a / p) * log(a / p) + r * (b / r) * log(b / r), a * log(a) + b * log(b) - a * log(p) - b * log(r),
                because="with a = K/n, b = 1 − a, r = q: the mean of the right side is h(p) − E h(K/n), as E K/n = p")
    yield Cites("zero-log-zero", "at K = 0 or n, terms 0 log 0 vanish, and the bounds below hold by continuity")
    below, above = d + d ** 2 / 2 - d ** 3 / 6, u * (d - d ** 2 / 2 + d ** 3 / 3)
    yield Convex(u * log(u) - below, u, because="the second derivative is (u − 1)²/u")
    yield Stationary(u * log(u) - below, {u: 1}, because="so u log u − (…) is least at u = 1")
    yield Equal(Subs(u * log(u) - below, u, 1), 0, because="where it vanishes: a lower bound for u log u")
    yield Convex(above / u - log(u), u, because="the second derivative is (u − 1)² (2u + 1)/u²")
    yield Stationary(above / u - log(u), {u: 1})
    yield Equal(Subs(above / u - log(u), u, 1), 0, because="an upper bound, after multiplication by u")
    yield Equal(p * q ** 3 - q * p ** 3, p * q * (1 - 2 * p), where=[p < 1],
                because="third central moment of one symbol")
    yield Equal(n * (p * q ** 4 + q * p ** 4) + 3 * n * (n - 1) * (p * q) ** 2, n * p * q * (1 + 3 * (n - 2) * p * q),
                because="fourth central moment of n symbols; the second is npq, the third npq(1 − 2p)")
    x, y = s / (n * p), -s / (n * q)
    yield Equal(n * p * (x + x ** 2 / 2 - x ** 3 / 6) + n * q * (y + y ** 2 / 2 - y ** 3 / 6),
                s ** 2 / (2 * n * p * q) - s ** 3 * (1 - 2 * p) / (6 * (n * p * q) ** 2),
                because="the lower bounds of both terms, S = K − np: the linear terms cancel")
    two, three = symbols("s_2 s_3", real=True)
    yield Equal(Subs(two / (2 * n * p * q) - three * (1 - 2 * p) / (6 * (n * p * q) ** 2), (two, three),
                     (n * p * q, n * p * q * (1 - 2 * p))), S.Half - (1 - 2 * p) ** 2 / (6 * n * p * q),
                because="its mean, from the second and the third moment")
    yield Equal((1 + x) * (x - x ** 2 / 2 + x ** 3 / 3) - (x + x ** 2 / 2 - x ** 3 / 6), x ** 4 / 3,
                because="the upper bound of either term exceeds the lower one by a fourth power")
    yield Equal(n * (p / (n * p) ** 4 + q / (n * q) ** 4) / 3 * n * p * q * (1 + 3 * (n - 2) * p * q),
                (1 + 3 * (n - 2) * p * q) * (1 - 3 * p * q) / (3 * n ** 2 * (p * q) ** 2),
                because="its mean, for both terms")
    w = Symbol("v", positive=True)  # p q
    yield AtMostStep((1 + 3 * (n - 2) * w) * (1 - 3 * w), (1 + 3 * n * w) * (1 - 3 * w), where=[w <= Rational(1, 4)])
    yield Limit((1 - 2 * p) ** 2 / (6 * n * w) + (1 + 3 * n * w) * (1 - 3 * w) / (3 * n ** 2 * w ** 2), n, oo, 0)
    return 1 / (2 * log(2))


@entropy_gap.numeric(dict(n=10, p="3/10"), dict(n=100, p="3/10"), dict(n=400, p="3/10"), dict(n=200, p="1/2"),
                     dict(n=150, p="4/5"))
def over_all_frequencies(n, p):
    """h(p) and the mean of h(K/n) over the law of K, logarithms digit by digit."""
    mean = sum(times(mass, information((Fraction(k, n), Fraction(n - k, n)))) for k, _, mass in counts_of_ones(p, n))
    return n * (information((p, 1 - p)) - mean)


@entropy_gap.monte_carlo(dict(n=100, p="3/10"), moments=FiniteFourthMoment(n >= 1, "it is at most n log₂(1/min(p, q))"))
def divergence_of_the_drawn_frequency(rng, size, n, p):
    """Draw n symbols; n D(K/n‖p) in bits has the mean n (h(p) − E h(K/n)), because E K/n = p."""
    share = simplex.counts(rng, size, trials=n, probabilities=(1 - p, p)) / n
    ratio = share / np.array([float(1 - p), float(p)])
    return n * (share * np.log2(ratio, where=share > 0, out=np.zeros_like(share))).sum(axis=1)
