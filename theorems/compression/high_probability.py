r"""Lossless compression: saving a bits on the ideal length −log₂ p(X) has probability at most 2^(−a).

Statement.  (a) For a code with word lengths ℓ_i, Kraft sum Z, and a > 0

    P(ℓ(X) ≤ −log₂ p(X) − a) ≤ Z 2^(−a),

which is at most 2^(−a) for every uniquely decodable code.  (b) For n independent Bernoulli(θ) symbols, whatever prefix
code is used for blocks,

    P(ℓ(X_1 … X_n) ≤ n (H_2 − ε)) ≤ 2^(−nε/2) + 4v/(nε²) → 0,        v = θ(1 − θ) log₂²((1 − θ)/θ).

Idea.  (a) On the event p(x) ≤ 2^(−a) 2^(−ℓ(x)); sum and use Kraft's inequality.  (b) Either −log₂ p(x) is below its
mean by nε/2, which Chebyshev's inequality bounds, or the code saves nε/2 bits on it.

References.  A. R. Barron, PhD thesis, Stanford (1985), Theorem 3.1; T. M. Cover & J. A. Thomas (2006), §5.11.
"""

import math
from fractions import Fraction

import numpy as np
from sympy import S, Sum, Symbol, exp, log, oo

from numerics import simplex
from numerics.block_sources import counts_of_ones, information
from numerics.scoring_rules import ball
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import (
    AtMost,
    AtMostStep,
    Bounded,
    Cites,
    Domain,
    Equal,
    Limit,
    Simplex,
    Source,
    Tends,
    Termwise,
    Theorem,
    Vector,
    Vectors,
)

K, n = Symbol("K", integer=True, positive=True), Symbol("n", integer=True, positive=True)
i = Symbol("i", integer=True)
a = Symbol("a", positive=True)
p, l = Vector("p", K), Vector("l", K, integer=True, positive=True)

short_codeword = Theorem(
    name="short-codeword-probability",
    title="Probability that a code saves a bits on the ideal length",
    claim=AtMost(r"\mathbb{P}\left(\ell(X)\le-\log_2 p(X)-a\right)", 2 ** (-a) * Sum(2 ** (-l[i]), (i, 1, K))),
    domain=Domain(Simplex(p), Vectors(l), a),
    source=Source(PROBABILISTIC_MODELS, "§3.3", verdict="holds",
                  printed=r"\text{we can't encode with less with high probability}"),
    near_misses={"without Kraft's inequality": 2 ** (-a),
                 "saving counted twice": 4 ** (-a) * Sum(2 ** (-l[i]), (i, 1, K)),
                 "one bit more": 2 ** (-a - 1) * Sum(2 ** (-l[i]), (i, 1, K)),
                 "in nats": exp(-a) * Sum(2 ** (-l[i]), (i, 1, K))},
    covers=["lossless-lower-bound-high-probability"],
)


@short_codeword.derivation
def by_kraft_on_the_event():
    """On the event ℓ = −log₂ p − a − d with d ≥ 0, so p = 2^(−a − d) 2^(−ℓ); off the event count zero."""
    d, bits = Symbol("d", nonnegative=True), Symbol("b", positive=True)
    yield Equal(2 ** (-(bits + a + d)), 2 ** (-a) * 2 ** (-bits) * 2 ** (-d),
                because="the probability of a symbol of length b")
    factor = AtMostStep(2 ** (-d), 1)
    yield factor
    yield AtMostStep(2 ** (-a) * 2 ** (-bits) * 2 ** (-d), 2 ** (-a) * 2 ** (-bits),
                     termwise=Termwise(factor, weight=2 ** (-a) * 2 ** (-bits)))
    yield Equal(Sum(2 ** (-a) * 2 ** (-l[i]), (i, 1, K)), 2 ** (-a) * Sum(2 ** (-l[i]), (i, 1, K)),
                because="sum over the event, and over the other symbols, too")
    return 2 ** (-a) * Sum(2 ** (-l[i]), (i, 1, K))


@short_codeword.numeric(
    dict(p=("1/4", "1/8", "1/16", "1/32", "17/32"), l=(1, 2, 3, 4, 9), a=1), dict(p=("1/4",) * 4, l=(1, 1, 1, 1), a=1),
    dict(p=("1/8", "1/16", "1/32", "25/32"), l=(1, 2, 3, 8), a=2), dict(p=("1/7", "6/7"), l=(2, 1), a="1/2"),
    dict(p=("7/20", "7/40", "19/40"), l=(1, 2, 7), a="1/2"))
def by_exact_comparison(p, l, a):
    """ℓ ≤ −log₂ p − r/s exactly if 2^(sℓ + r) p^s ≤ 1: sum the probabilities of these symbols in rationals."""
    r, s = Fraction(a).numerator, Fraction(a).denominator
    return sum((mass for mass, bits in zip(p, l, strict=True) if 2 ** int(s * bits + r) * mass ** s <= 1), Fraction(0))


@short_codeword.monte_carlo(dict(p=("1/5", "1/10", "1/20", "1/40", "5/8"), l=(1, 2, 3, 4, 9), a=1),
                            moments=Bounded(0, 1))
def saving_on_a_drawn_symbol(rng, size, p, l, a):
    """Draw X and compare its word with its ideal length."""
    saved = np.array([-math.log2(mass) - bits >= a for mass, bits in zip(p, l, strict=True)])
    return saved[simplex.categorical(rng, size, probabilities=p)].astype(float)


theta, eps = Symbol("theta", positive=True), Symbol("epsilon", positive=True)
v = theta * (1 - theta) * log((1 - theta) / theta) ** 2 / log(2) ** 2
QUANTITY = r"\max_{\text{prefix codes}}\mathbb{P}\left(\ell(X_{1:n})\le n(H_2(\theta)-\epsilon)\right)"

block_strong_converse = Theorem(
    name="block-code-strong-converse",
    title="A block code shorter than n(H₂ − ε) has probability tending to zero",
    claim=Tends(QUANTITY, 0, remainder=2 ** (-n * eps / 2) + 4 * v / (n * eps ** 2), variable=n),
    domain=Domain(n, theta < 1, eps),
    source=Source(PROBABILISTIC_MODELS, "§3.5", verdict="holds",
                  printed=r"\text{why can't we use less than } nH_2(X) \text{ bits to encode } n \text{ i.i.d. "
                          r"samples of } X"),
    near_misses={"probability one": Tends(QUANTITY, 1, 2 ** (-n * eps / 2) + 4 * v / (n * eps ** 2), n),
                 "no fluctuations": Tends(QUANTITY, 0, 2 ** (-n * eps / 2), n),
                 "fluctuations of order 1/n": Tends(QUANTITY, 0, 2 ** (-n * eps / 2) + 4 * v / n ** 2, n)},
    covers=["lossless-lower-bound-high-probability"],
)


@block_strong_converse.derivation
def by_chebyshev_and_the_short_codeword_bound():
    """The event is contained in {−log₂ p(x) ≤ n(H_2 − ε/2)} ∪ {ℓ ≤ −log₂ p(x) − nε/2}."""
    t, d, j = Symbol("t", positive=True), Symbol("d", nonnegative=True), Symbol("j", integer=True)
    c = log((1 - theta) / theta) / log(2)
    yield Cites("short-codeword-probability", "with a = nε/2: the second event has probability at most 2^(−nε/2)")
    yield Equal(theta * ((1 - theta) * c) ** 2 + (1 - theta) * (theta * c) ** 2, theta * (1 - theta) * c ** 2,
                because="variance of −log₂ p(X), which exceeds its mean by (1 − θ)c or falls short of it by θc")
    yield AtMostStep(1, (t + d) ** 2 / t ** 2, because="Chebyshev: a deviation of t or more counts at least one")
    yield Equal(Sum(theta * (1 - theta) * c ** 2, (j, 1, n)) / (n * eps / 2) ** 2,
                4 * theta * (1 - theta) * c ** 2 / (n * eps ** 2),
                because="the variances of n independent symbols add up; t = nε/2")
    yield Limit(2 ** (-n * eps / 2), n, oo, 0)
    yield Limit(4 * theta * (1 - theta) * c ** 2 / (n * eps ** 2), n, oo, 0)
    return S.Zero


def _shortest_words(theta, n, eps):
    """(k*, share): at most L letters go to all sequences with fewer than k* rare symbols, and to a share of the next.

    L = ⌊n (H₂ − ε)⌋; of 2^L words of length L one at least has to be left for the other sequences.
    """
    letters = int((n * (information((theta, 1 - theta)) - ball(eps))).floor().unique_fmpz())
    left = 2 ** letters - 1 if letters > 0 else 0
    for k, ways, _ in counts_of_ones(min(theta, 1 - theta), n):
        if ways > left:
            return k, Fraction(left, ways)
        left -= ways
    raise AssertionError("L < n, since ε > 0")


@block_strong_converse.numeric(
    dict(n=400, theta="3/10", epsilon="1/10"), dict(n=100, theta="4/5", epsilon="1/5"),
    dict(n=200, theta="3/10", epsilon="1/20"))
def mass_of_the_shortest_words(n, theta, epsilon):
    """Give the shortest words to the likeliest sequences and add up their binomial probabilities, in rationals."""
    full, share = _shortest_words(theta, n, epsilon)
    masses = [mass for _, _, mass in counts_of_ones(min(theta, 1 - theta), n)]
    return sum(masses[:full], Fraction(0)) + share * masses[full]


@block_strong_converse.monte_carlo(dict(n=400, theta="3/10", epsilon="1/10"), moments=Bounded(0, 1))
def word_of_a_drawn_block(rng, size, n, theta, epsilon):
    """Draw the block, count its rare symbols, and see whether its word is among the short ones."""
    full, share = _shortest_words(theta, n, epsilon)
    rare = min(theta, 1 - theta)
    ones = simplex.counts(rng, size, trials=n, probabilities=(1 - rare, rare))[:, 1]
    return ((ones < full) | ((ones == full) & (rng.random(size) < float(share)))).astype(float)
