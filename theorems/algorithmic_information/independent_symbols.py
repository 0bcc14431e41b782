r"""Independent symbols: the complexity per symbol tends to the entropy, the total does not come arbitrarily close to n H.

Statement.  Let X_1, …, X_n be independent with entropy H_2 bits, and n known to the decoder.  (a) Every prefix-free
decoder has E K(X_1 … X_n|n) ≥ n H_2.  (b) A two-part code in whole bits reaches, for Bernoulli(p) symbols,

    |E L_n/n − h(p)| ≤ (log₂(n + 1) + 2)/n,

without knowing p.  So E K_n/n → H_2.  (c) E K_n − n H_2 does not tend to zero: for the M sources that repeat one letter
for ever, n H_2 = 0, but E K_n is at least log₂ M on average over the letters, for every n and every prefix-free decoder.

Idea.  A shortest program is a word of a prefix code: that is (a), and (c) for the mixture of the M sources.  (b) is a
description of K by ⌈log₂(n + 1)⌉ bits and of the positions by ⌈log₂ C(n, K)⌉.

Notes.  For a universal computer K is less than L_n plus a constant.  For p = 3/10, h = 0.8813 and E L_n/n = 1.0544, 0.9131
and 0.8859 for n = 10, 100 and 1000.  In an alphabet S the two-part code costs (|S| − 1) log₂ n + O(1), the mixture of
Krichevsky and Trofimov half of that.

References.  T. M. Cover & J. A. Thomas, Elements of Information Theory (2006), Theorem 14.3.1.
"""

from fractions import Fraction

import numpy as np
from sympy import Integer, Rational, Sum, Symbol, log, oo

from numerics import simplex
from numerics.block_sources import block_probabilities, counts_of_ones
from numerics.code_trees import least_mean_length
from numerics.codes import code_length, huffman_lengths
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import (
    AtLeast,
    AtMost,
    AtMostStep,
    Bounded,
    Cites,
    Domain,
    Equal,
    Erratum,
    Limit,
    Simplex,
    Source,
    Tends,
    Theorem,
    Vector,
)

M, n = Symbol("M", integer=True, positive=True), Symbol("n", integer=True, positive=True)
i = Symbol("i", integer=True)
p = Vector("p", M)
H = -Sum(p[i] * log(p[i]), (i, 1, M)) / log(2)
PRINTED = r"\mathbb E[\mathcal K_n(x_1\cdots x_n)]\to nH_2(X)"

block_complexity = Theorem(
    name="mean-complexity-at-least-entropy",
    title="The mean complexity of n independent symbols is at least n times the entropy",
    claim=AtLeast(r"\min_{U\text{ prefix-free}}\mathbb{E}\,\mathcal K_U(X_1\cdots X_n|n)", n * H),
    domain=Domain(Simplex(p), n),
    source=Source(PROBABILISTIC_MODELS, "§3.7", verdict="holds",
                  printed=r"\text{we need at least } \approx nH_2(X) \text{ bits to encode, regardless of the method}"),
    near_misses={"one bit more": n * H + 1, "all symbols equally likely": n * log(M) / log(2),
                 "a bit per symbol": n * (H + Rational(1, 2))},
    covers=["kolmogorov-iid-limit"],
)


@block_complexity.derivation
def as_a_prefix_code():
    """Shortest programs are words of a prefix code for the blocks, whose entropy is n times that of a symbol."""
    yield Cites("code-length-at-least-entropy", "no uniquely decodable code has a mean length below the entropy")
    yield Cites("block-entropy", "the entropy of n independent symbols is n H_2")
    return -n * Sum(p[i] * log(p[i]), (i, 1, M)) / log(2)


@block_complexity.numeric(
    dict(p=("1/2", "1/2"), n=3), dict(p=("1/2", "1/4", "1/4"), n=2), dict(p=("1/2", "1/4", "1/8", "1/8"), n=2),
    dict(p=("3/10", "7/10"), n=3), dict(p=("1/4",) * 4, n=1))
def over_all_code_trees_of_blocks(p, n):
    """The least mean depth of all complete binary trees whose leaves are the blocks."""
    return least_mean_length(list(block_probabilities(p, n)))


@block_complexity.monte_carlo(dict(p=("1/2", "1/4", "1/4"), n=4), moments=Bounded(n, 2 * n))
def words_of_drawn_symbols(rng, size, p, n):
    """Draw n symbols and add up the lengths of their words in the best code for single symbols."""
    return code_length(rng, size, n=n, probabilities=p, lengths=huffman_lengths(p))


q = Symbol("q", positive=True)
BITS = -(q * log(q) + (1 - q) * log(1 - q)) / log(2)
RATE = r"\tfrac1n\mathbb{E}\,L_n,\ L_n=\lceil\log_2(n+1)\rceil+\lceil\log_2\tbinom nK\rceil"

complexity_rate = Theorem(
    name="mean-complexity-rate",
    title="The two-part code in whole bits reaches the entropy of Bernoulli symbols",
    claim=Tends(RATE, BITS, remainder=(log(n + 1) / log(2) + 2) / n, variable=n),
    domain=Domain(n, q < 1),
    source=Source(PROBABILISTIC_MODELS, "§3.7", verdict="holds",
                  printed=r"\text{this specific algorithm achieves the required compression rate}"),
    near_misses={"the total": n * BITS, "in nats": BITS * log(2), "one bit per symbol": Integer(1),
                 "without a log": Tends(RATE, BITS, 2 / n, n)},
    covers=["kolmogorov-iid-limit"],
)


@complexity_rate.derivation
def between_the_entropy_and_the_two_parts():
    """Rounding up costs less than one bit for either part."""
    h, a, b = (Symbol(name, nonnegative=True) for name in "hab")
    d, e = Symbol("d", nonnegative=True), Symbol("e", nonnegative=True)
    yield Cites("mean-complexity-at-least-entropy", "the two parts form a prefix code, given n: E L_n ≥ n h")
    yield AtMostStep(a + d + b + e, a + b + 2, where=[d <= 1, e <= 1], because="⌈x⌉ = x + d with d < 1")
    yield Cites("two-part-code-mean-length", "log₂(n + 1) + E log₂ C(n, K) ≤ log₂(n + 1) + n h")
    yield Equal((n * h + log(n + 1) / log(2) + 2) / n - h, (log(n + 1) / log(2) + 2) / n)
    yield Limit((log(n + 1) / log(2) + 2) / n, n, oo, 0)
    return -(q * log(q) + (1 - q) * log(1 - q)) / log(2)


def _whole_bits(values):
    """The number of bits that tell this many values apart."""
    return (values - 1).bit_length()


@complexity_rate.numeric(dict(n=10, q="3/10"), dict(n=100, q="3/10"), dict(n=1000, q="3/10"), dict(n=600, q="9/10"),
                         dict(n=15, q="1/1000"))
def over_all_numbers_of_ones(n, q):
    """Both parts in whole bits for each number of ones, averaged over its law by Pascal's rule."""
    positions = sum(mass * _whole_bits(ways) for _, ways, mass in counts_of_ones(q, n))
    return Fraction(_whole_bits(n + 1) + positions, n)


@complexity_rate.monte_carlo(dict(n=100, q="1/10"), moments=Bounded(0, 2))
def bits_of_a_drawn_sequence(rng, size, n, q):
    """Draw n symbols, count the ones, look up the bits of the two parts."""
    parts = np.array([_whole_bits(n + 1) + _whole_bits(ways) for _, ways, _ in counts_of_ones(q, n)])
    return parts[simplex.counts(rng, size, trials=n, probabilities=(1 - q, q))[:, 1]] / n


EXCESS = r"\min_{U\text{ prefix-free}}\tfrac1M\sum_{a}\bigl(\mathbb{E}_a\,\mathcal K_U(X_1\cdots X_n|n)-nH_2(X)\bigr)," \
         r"\ X_k=a"

constant_sources = Theorem(
    name="mean-complexity-excess",
    title="The mean complexity of n independent symbols does not approach n times the entropy",
    claim=AtLeast(EXCESS, log(M) / log(2)),
    domain=Domain(M >= 2),
    source=Source(PROBABILISTIC_MODELS, "§3.7", verdict="wrong as printed", printed=PRINTED),
    errata=[Erratum(printed=PRINTED, formula=AtMost(EXCESS, Integer(0)), at=dict(M=2, length=3),
                    wrong="the limit of a sequence cannot depend on n, and E K_n − n H_2 does not tend to zero: for "
                          "M = 2 constant sources, n H_2 = 0, its mean is at least one bit for every n; divide by n")],
    near_misses={"one bit more": log(M) / log(2) + 1, "in nats, doubled": 2 * log(M), "a bit per letter": M / Integer(2)
                 + Rational(1, 4)},
    covers=["kolmogorov-iid-limit"],
)


@constant_sources.derivation
def by_the_entropy_of_the_mixture():
    """Each source has entropy 0, their mixture is uniform on M constant sequences."""
    yield Equal(-Sum(log(1 / M) / M, (i, 1, M)) / log(2), log(M) / log(2), because="the entropy of the mixture")
    yield Cites("code-length-at-least-entropy", "the mean length over the mixture is at least this")
    return log(M) / log(2)


@constant_sources.numeric(dict(M=2, length=1), dict(M=2, length=3), dict(M=3, length=2), dict(M=4, length=2),
                          dict(M=8, length=1))
def over_all_code_trees_of_constant_sequences(M, length):
    """The least mean depth of the constant sequences; those that never occur would only lengthen the words."""
    constant = {letter * length for letter in "abcdefgh"[:M]}
    return least_mean_length([Fraction(1, len(constant))] * len(constant))


@constant_sources.monte_carlo(dict(M=4, length=2), moments=Bounded(0, M))
def word_of_a_drawn_source(rng, size, M, length):
    """Draw one of the sources and look up the word of its constant sequence in a best code."""
    lengths = huffman_lengths([Fraction(1, M)] * M)
    return np.array(lengths)[rng.integers(0, M, size)]
