r"""Two-part code of a binary sequence: how many ones, then where.

Statement.  (a) C(n, k) sequences of length n have k ones, so that the positions of k ones take log₂ C(n, k) bits.  (b)
For n independent Bernoulli(p) symbols with K ones

    H_2(K) + E log₂ C(n, K) = n h(p),        h(p) = −p log₂ p − (1 − p) log₂(1 − p):

the two parts together have exactly the entropy of the sequence.

Idea.  Given K the sequence is uniform on C(n, K) sequences: p^k (1 − p)^(n − k) = P(K = k)/C(n, k).

Notes.  For n = 2^32 and p = 2^(−32) the entropy is 33.4427 bits: 1.8825 for K and 31.5602 for the positions.  Two ones
take log₂ C(n, 2) = 62.9999999997 bits, not 64, as their order does not matter.  K takes n + 1 values, hence log₂(n + 1)
bits if it is sent with a fixed number of them.

References.  T. M. Cover & J. A. Thomas, Elements of Information Theory (2006), §13.2 (universal codes).
"""

import itertools

import numpy as np
from flint import arb, ctx
from sympy import FallingFactorial, Integer, Sum, Symbol, binomial, factorial, log

from numerics import simplex
from numerics.block_sources import binary_logarithm, counts_of_ones, information, times
from numerics.scoring_rules import ball
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import (
    Bounded,
    Cites,
    Domain,
    Equal,
    Equals,
    Induction,
    Simplex,
    Source,
    Theorem,
    Vector,
    Vectors,
    within,
)

n, k = Symbol("n", integer=True, positive=True), Symbol("k", integer=True, nonnegative=True)
p = Symbol("p", positive=True)

sequences_with_k_ones = Theorem(
    name="sequences-with-k-ones",
    title="Number of binary sequences with k ones",
    claim=Equals(r"\#\{x\in\{0,1\}^n:\ x_1+\dots+x_n=k\}", binomial(n, k)),
    domain=Domain(n, k <= n),
    source=Source(PROBABILISTIC_MODELS, "§3.7", verdict="holds",
                  printed=r"\text{if there is one, we need 32 bits to say where, if there is two we need } "
                          r"\log_2\binom{2^{32}}{2}"),
    near_misses={"k positions one by one": n ** k, "positions in order": FallingFactorial(n, k),
                 "repetitions allowed": binomial(n + k - 1, k)},
    covers=["two-part-code-sparse-bernoulli"],
)


@sequences_with_k_ones.derivation
def by_forgetting_the_order():
    """n (n − 1) ⋯ (n − k + 1) ordered choices of positions, k! of them for each sequence."""
    yield Equal(FallingFactorial(n, k) / factorial(k), binomial(n, k),
                because="the order of the k positions is forgotten")
    yield Equal(binomial(n, k) + binomial(n, k + 1), binomial(n + 1, k + 1),
                because="in agreement with Pascal's rule: the last symbol is one or zero")
    return binomial(n, k)


@sequences_with_k_ones.numeric(dict(n=3, k=2), dict(n=5, k=3), dict(n=7, k=2), dict(n=9, k=4), dict(n=6, k=0))
def by_writing_all_sequences(n, k):
    """Write down all 2^n sequences and count."""
    return sum(sum(sequence) == k for sequence in itertools.product((0, 1), repeat=n))


@sequences_with_k_ones.monte_carlo(dict(n=5, k=3), dict(n=6, k=2), moments=Bounded(0, Integer(2) ** n))
def share_of_fair_sequences(rng, size, n, k):
    """Toss n fair coins; 2^n times the indicator of k heads."""
    return 2.0 ** n * (rng.integers(0, 2, (size, n)).sum(axis=1) == k)


ENTROPY = -n * (p * log(p) + (1 - p) * log(1 - p)) / log(2)

two_part_code = Theorem(
    name="two-part-code-entropy",
    title="Entropy of a Bernoulli sequence: of the number of ones, and of their positions",
    claim=Equals(r"H_2(K)+\mathbb{E}\log_2\binom nK", ENTROPY),
    domain=Domain(n, p < 1),
    source=Source(PROBABILISTIC_MODELS, "§3.7", verdict="holds",
                  printed=r"\text{If } p=2^{-32}\text{, say, and we have } 2^{32} \text{ samples, we should just "
                          r"encode how many 1s there are}"),
    near_misses={"log₂(1/p) bits for every one": -n * p * log(p) / log(2), "in nats": ENTROPY * log(2),
                 "a fixed number of bits for K": ENTROPY + log(n + 1) / log(2),
                 "Poisson": n * p * (1 - log(p)) / log(2)},
    covers=["two-part-code-sparse-bernoulli"],
)


@two_part_code.derivation
def by_the_chain_rule():
    """−log P(x) = −log P(K = k) + log C(n, k), term by term; its mean uses only E K = np."""
    a, b, c, q = Symbol("a", real=True), Symbol("b", real=True), Symbol("c", positive=True), Symbol("q", positive=True)
    j, M = Symbol("j", integer=True), Symbol("M", integer=True, positive=True)
    w, x = Vector("w", M), Vector("x", M, nonnegative=True)
    yield Cites("sequences-with-k-ones", "k ones: c = C(n, k) sequences, each of probability p^k (1 − p)^(n − k)")
    yield Equal(-log(p ** k * q ** (n - k)), -log(c * p ** k * q ** (n - k)) + log(c),
                because="information of a sequence = information of its number of ones + log C(n, k); q = 1 − p")
    yield Equal(log(p ** k * q ** (n - k)), k * log(p) + (n - k) * log(q), because="affine in k")
    yield Equal(Sum(w[j] * (x[j] * a + (n - x[j]) * b), (j, 1, M)),
                Sum(w[j] * x[j], (j, 1, M)) * a + (n - Sum(w[j] * x[j], (j, 1, M))) * b, where=[Simplex(w), Vectors(x)],
                because="an affine function of K, averaged over any law of K")
    yield Induction(Sum(p, (j, 1, n)), n * p, n, 1, p, because="E K is the sum of n means p")
    return -(n * p * log(p) + (n - n * p) * log(1 - p)) / log(2)


@two_part_code.numeric(dict(n=2, p="3/10"), dict(n=12, p="3/10"), dict(n=40, p="1/7"), dict(n=25, p="4/5"))
def over_all_numbers_of_ones(n, p):
    """The law of K by Pascal's rule, its information, and the mean of log₂ C(n, K), digit by digit."""
    law = list(counts_of_ones(p, n))
    return information(mass for _, _, mass in law) + sum(times(mass, binary_logarithm(ways)) for _, ways, mass in law)


@two_part_code.numeric(dict(n=2 ** 32, p="1/4294967296"))
def sparse_ones(n, p):
    """K up to 40 in ball arithmetic.

    The rest is below Σ_{k > 40} (32k + 2)/k! < 10^(−45): P(K = k) ≤ (np)^k/k! = 1/k!, and a sequence with k ones
    carries less than 32k + 2 bits.
    """
    with ctx.workprec(256):
        bits, ways = arb(0), 1
        for k in range(41):
            single = ball(p) ** k * ball(1 - p) ** (n - k)
            bits += ways * single * (-(ways * single).log() + arb(ways).log()) / arb(2).log()
            ways = ways * (n - k) // (k + 1)
        return within(bits, 2.0 ** -140)


@two_part_code.monte_carlo(dict(n=12, p="3/10"), dict(n=10, p="1/7"), moments=Bounded(0, 30))
def both_parts_for_a_drawn_sequence(rng, size, n, p):
    """Draw n symbols, count the ones, and add the bits of the two parts: less than 3n bits at most."""
    parts = np.array([np.log2(ways) - np.log2(float(mass)) for _, ways, mass in counts_of_ones(p, n)])
    return parts[simplex.counts(rng, size, trials=n, probabilities=(1 - p, p))[:, 1]]
