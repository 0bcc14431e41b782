r"""Arithmetic coding of whole blocks: n H₂ bits and less than two more, however long the block.

Statement.  Cut [0, 1) into the buckets of all sequences x_1 … x_n, in lexicographic order, each as wide as the sequence
is probable.  Writing binary digits until they decide the bucket takes a mean number of digits

    n H_2 ≤ E L_n < n H_2 + 2,        so that |E L_n/n − H_2| ≤ 2/n.

Neither constant can be improved.  The fewest digits of a point of the bucket have a mean below n H_2 + 1, which may lie
below the entropy: such words are no code unless their number of digits is sent, too.

Idea.  A bucket of width p(x) takes at most ⌈−log₂ p(x)⌉ + 1 < −log₂ p(x) + 2 digits, and the entropy of a block is n H.

Notes.  The two bits are paid once for the block: coding symbol by symbol may cost two more bits for each.  Nothing but
the additivity of entropy uses independence: for any source E L_n < H_2(X_1 … X_n) + 2, and with buckets from a model q
in place of p the mean length is below H_2(p) + D_2(p‖q) + 2.

References.  J. Rissanen, IBM J. Res. Dev. 20 (1976); T. M. Cover & J. A. Thomas (2006), §13.3.
"""

import numpy as np
from sympy import Integer, Sum, Symbol, log, oo

from numerics import simplex
from numerics.block_sources import block_buckets
from numerics.codes import arithmetic_interval_length, arithmetic_point_length
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import (
    AtLeast,
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
    Theorem,
    Vector,
)

K, n = Symbol("K", integer=True, positive=True), Symbol("n", integer=True, positive=True)
i = Symbol("i", integer=True)
p = Vector("p", K)
H = -Sum(p[i] * log(p[i]), (i, 1, K)) / log(2)
MEAN = r"\mathbb{E}\,L_n"

block_length = Theorem(
    name="arithmetic-code-block-length",
    title="Mean length of the arithmetic code of a block: at most the entropy plus two bits",
    claim=AtMost(MEAN, n * H + 2),
    domain=Domain(Simplex(p), n),
    source=Source(PROBABILISTIC_MODELS, "§3.4", verdict="holds under a condition",
                  printed=r"nH_2(X)+1+C\approx nH_2(X)"),
    near_misses={"one bit only": n * H + 1, "entropy of one symbol": H + 2, "the entropy": n * H},
    covers=["arithmetic-coding-expected-length"],
)


@block_length.derivation
def by_the_width_of_the_bucket():
    """At most ⌈x⌉ + 1 digits for a bucket of width 2^(−x); averaged over the blocks."""
    bits, d, j, M = Symbol("x", positive=True), Symbol("d", nonnegative=True), Symbol("j", integer=True), Symbol(
        "M", integer=True, positive=True)
    w, own = Vector("w", M), Sum(p[i] * log(p[i]), (i, 1, K))
    yield Cites("arithmetic-code-interval-length", "a bucket of width p takes at most ⌈−log₂ p⌉ + 1 digits")
    yield AtMostStep(bits + d + 1, bits + 2, where=[d <= 1], because="⌈x⌉ = x + d with d < 1")
    yield Equal(Sum(w[j] * (-log(w[j]) / log(2) + 2), (j, 1, M)), -Sum(w[j] * log(w[j]), (j, 1, M)) / log(2) + 2,
                where=[Simplex(w)], because="averaged over all blocks, of probabilities w_j")
    yield Cites("block-entropy", "the entropy of the block is n times that of a symbol")
    return -n * own / log(2) + 2


@block_length.numeric(
    dict(p=("1/1000", "499/500", "1/1000"), n=1), dict(p=("1/2", "1/2"), n=8), dict(p=("3/10", "7/10"), n=8),
    dict(p=("1/3", "1/3", "1/3"), n=5), dict(p=("1/1000", "499/500", "1/1000"), n=3))
def over_all_blocks(p, n):
    """The digits that decide each bucket, by trial, averaged over all K^n blocks in rationals."""
    return sum(mass * arithmetic_interval_length(start, mass) for start, mass in block_buckets(p, n))


def _drawn_lengths(rng, size, p, n, digits):
    """Draw the n symbols of a block and look up how many digits its bucket takes."""
    table = np.array([digits(start, mass) for start, mass in block_buckets(p, n)], dtype=float)
    block = np.zeros(size, dtype=np.int64)
    for _ in range(n):
        block = len(p) * block + simplex.categorical(rng, size, probabilities=p)
    return table[block]


@block_length.monte_carlo(dict(p=("1/1000", "499/500", "1/1000"), n=1), moments=Bounded(2, 11))
def digits_of_a_drawn_block(rng, size, p, n):
    """Draw a block and write digits until they decide its bucket."""
    return _drawn_lengths(rng, size, p, n, arithmetic_interval_length)


block_rate = Theorem(
    name="arithmetic-code-rate",
    title="Arithmetic coding reaches the entropy rate: within 2/n bits per symbol",
    claim=Tends(r"\tfrac1n" + MEAN, H, remainder=2 / n, variable=n),
    domain=Domain(Simplex(p), n),
    source=Source(PROBABILISTIC_MODELS, "§3.4", verdict="holds",
                  printed=r"\text{with very high probability we can amortize the } 1+C"),
    near_misses={"within 1/n": Tends(r"\tfrac1n" + MEAN, H, 1 / n, n), "in nats": H * log(2),
                 "one bit per symbol is lost": H + 1, "all symbols equally likely": log(K) / log(2),
                 "faster than 1/n": Tends(r"\tfrac1n" + MEAN, H, 2 / n ** 2, n)},
    covers=["arithmetic-coding-expected-length"],
)


@block_rate.derivation
def between_the_entropy_and_two_bits_more():
    """Divide n H ≤ E L_n ≤ n H + 2 by n."""
    h = Symbol("h", nonnegative=True)
    yield Cites("arithmetic-code-block-length", "E L_n ≤ n H_2 + 2")
    yield Cites("code-length-at-least-entropy",
                "the words that decide disjoint buckets form a prefix code: E L_n ≥ n H_2")
    yield Equal((n * h + 2) / n - h, 2 / n)
    yield Limit((n * h + 2) / n, n, oo, h)
    return -Sum(p[i] * log(p[i]), (i, 1, K)) / log(2)


@block_rate.numeric(
    dict(p=("1/1000", "499/500", "1/1000"), n=1), dict(p=("3/10", "7/10"), n=10), dict(p=("1/2", "1/3", "1/6"), n=6),
    dict(p=("1/10", "9/10"), n=10), dict(p=("1/4",) * 4, n=5))
def digits_per_symbol(p, n):
    """The mean number of digits that decide the bucket of a block, divided by n."""
    return sum(mass * arithmetic_interval_length(start, mass) for start, mass in block_buckets(p, n)) / n


@block_rate.monte_carlo(dict(p=("1/2", "1/3", "1/6"), n=6), moments=Bounded(1, 3))
def digits_per_symbol_of_a_drawn_block(rng, size, p, n):
    """Draw a block; 6 to 18 digits decide its bucket of width between 2^(−6) and 6^(−6)."""
    return _drawn_lengths(rng, size, p, n, arithmetic_interval_length) / n


point_block_length = Theorem(
    name="arithmetic-code-point-block-length",
    title="Mean number of digits of a point in the bucket of a block",
    claim=AtMost(r"\mathbb{E}\,\min\{m:\ [F,F+p(x))\cap2^{-m}\mathbb{Z}\ne\emptyset\}", n * H + 1),
    domain=Domain(Simplex(p), n),
    source=Source(PROBABILISTIC_MODELS, "§3.4", verdict="holds under a condition",
                  printed=r"\text{in expectation we need } H_2(X)+1+C \text{ as an upper bound, where } C \text{ is "
                          r"what is needed to represent the number of bits}"),
    near_misses={"decodable without the number of digits": AtLeast(MEAN, n * H), "no rounding": n * H,
                 "half a bit for rounding": n * H + Integer(1) / 2},
    covers=["arithmetic-coding-expected-length"],
)


@point_block_length.derivation
def by_the_width_of_the_bucket_again():
    """At most ⌈x⌉ digits for a point of a bucket of width 2^(−x)."""
    bits, d = Symbol("x", positive=True), Symbol("d", nonnegative=True)
    j, M = Symbol("j", integer=True), Symbol("M", integer=True, positive=True)
    w = Vector("w", M)
    yield Cites("arithmetic-code-point-length", "a point of a bucket of width p takes at most ⌈−log₂ p⌉ digits")
    yield AtMostStep(bits + d, bits + 1, where=[d <= 1], because="⌈x⌉ = x + d with d < 1")
    yield Equal(Sum(w[j] * (-log(w[j]) / log(2) + 1), (j, 1, M)), -Sum(w[j] * log(w[j]), (j, 1, M)) / log(2) + 1,
                where=[Simplex(w)], because="averaged over all blocks")
    yield Cites("block-entropy", "the entropy of the block is n times that of a symbol")
    return -n * Sum(p[i] * log(p[i]), (i, 1, K)) / log(2) + 1


@point_block_length.numeric(
    dict(p=("1/1000", "999/1000"), n=1), dict(p=("3/10", "7/10"), n=10), dict(p=("1/4",) * 4, n=4),
    dict(p=("1/2", "1/3", "1/6"), n=5))
def over_all_points(p, n):
    """The fewest digits of a point in each bucket, by trial, averaged over all K^n blocks in rationals."""
    return sum(mass * arithmetic_point_length(start, mass) for start, mass in block_buckets(p, n))


@point_block_length.monte_carlo(dict(p=("1/1000", "999/1000"), n=1), moments=Bounded(0, 1))
def digits_of_a_point_of_a_drawn_block(rng, size, p, n):
    """Draw a block and find the shortest point of its bucket: 0 for the first one, 1/2 for the second."""
    return _drawn_lengths(rng, size, p, n, arithmetic_point_length)
