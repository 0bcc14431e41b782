r"""Effective tests and the two complexities: K(x_{1:n}) ≥ n − c for all n is possible for prefix-free programs only.

Statement.  (a) For every prefix-free decoder U and fair coin tosses X

    P(K_U(X_{1:n}) < n − c for some n) ≤ 2^(−c − 1),

and equality is attained.  So almost every sequence has K(x_{1:n}) ≥ n − c for some c and all n, and the failure for c is
an effective test of level 2^(−c).  (b) Without the restriction to prefix-free programs no sequence has this property:
for the decoder D(p) = b_{|p|} p, where b_0, b_1, … are all words in order of length, every sequence has

    K_D(x_{1:n}) ≤ n − m for some n ≤ m + 2^(m + 1) − 2.

Idea.  (a) The words y with K(y) ≤ |y| − c − 1 have Σ 2^(−|y|) ≤ 2^(−c − 1) Σ 2^(−K(y)).  (b) If x_1 … x_m = b_i, the next i
symbols are a program of the first m + i ones: its length tells what comes first.

Notes.  Martin-Löf randomness, passing all effective tests, is equivalent to K(x_{1:n}) ≥ n − c for all n (Levin, Schnorr).
It implies K_n/n → 1, but is not implied by it: see `planted_zeros`.  By (b) plain complexity falls below n − log₂ n + 2 for
infinitely many n, for every sequence.

References.  P. Martin-Löf, Information and Control 9 (1966); Z. Wahrscheinlichkeitstheorie 19 (1971); C. P. Schnorr, J.
Computer and System Sciences 7 (1973); M. Li & P. Vitányi (2019), §2.5 and Theorem 3.5.1.
"""

import itertools
from fractions import Fraction

import numpy as np
from sympy import Integer, Subs, Sum, Symbol, log

from numerics.codes import prefix_free_codes
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import AtMostStep, Bounded, Cites, Domain, Equal, Equals, Source, Theorem, Vector, Vectors

c, m = Symbol("c", integer=True, nonnegative=True), Symbol("m", integer=True, positive=True)
TWO = Integer(2)
PRINTED = r"\text{It satisfies the law of large numbers } \dots \text{ as well as any computable statistical test}"

deficiency_test = Theorem(
    name="randomness-deficiency-test",
    title="Fair coin tosses are compressed at some length by more than c bits with probability at most 2^(−c − 1)",
    claim=Equals(r"\max_{U\text{ prefix-free}}\mathbb{P}(\exists n:\ \mathcal K_U(X_{1:n})<n-c)", TWO ** (-c - 1)),
    domain=Domain(c),
    source=Source(PROBABILISTIC_MODELS, "§3.8", verdict="companion", printed=PRINTED),
    near_misses={"K ≤ n − c": TWO ** (-c), "two bits more": TWO ** (-c - 2), "for every length": 1,
                 "almost never": 0},
    covers=["incompressible-passes-all-tests"],
)


@deficiency_test.derivation
def by_kraft():
    """Sequences that begin with y have probability 2^(−|y|), at most 2^(−K(y) − c − 1); decoder p ↦ p 0^(c + 1)."""
    N, i = Symbol("N", integer=True, positive=True), Symbol("i", integer=True)
    l = Vector("l", N, integer=True, nonnegative=True)
    kraft, shorter = Symbol("Z", nonnegative=True), Symbol("s", integer=True, nonnegative=True)
    yield AtMostStep(TWO ** (-c - 1 - shorter), TWO ** (-c - 1), because="|y| ≥ K(y) + c + 1")
    yield Equal(Sum(TWO ** (-l[i] - c - 1), (i, 1, N)), TWO ** (-c - 1) * Sum(TWO ** (-l[i]), (i, 1, N)),
                where=[Vectors(l)], because="the union of the events has at most the sum of their probabilities")
    yield Cites("kraft-inequality", "Σ 2^(−K(y)) ≤ 1")
    yield AtMostStep(TWO ** (-c - 1) * kraft, TWO ** (-c - 1), where=[kraft <= 1],
                     because="equality for p ↦ p 0^(c + 1) on a complete prefix code: the events exclude each other")
    return TWO ** (-c - 1)


@deficiency_test.numeric(dict(c=0), dict(c=1), dict(c=2))
def over_all_small_sets_of_programs(c):
    """All prefix codes with words of up to three letters and the decoder p ↦ p 0^(c + 1): texts that begin so."""
    texts = ["".join(letters) for letters in itertools.product("01", repeat=3 + c + 1)]
    outputs = (tuple(program + "0" * (c + 1) for program in code) for code in prefix_free_codes(3))
    return max(Fraction(sum(text.startswith(words) for text in texts), len(texts)) for words in outputs)


@deficiency_test.monte_carlo(dict(c=0), dict(c=1), moments=Bounded(0, 1))
def tosses_that_begin_with_a_compressed_word(rng, size, c):
    """Toss coins; the programs are 1^k 0 and the decoder appends c + 1 zeros: what follows the first zero?"""
    tosses = rng.integers(0, 2, (size, 64 + c + 1), dtype=np.int8)
    first = np.argmin(tosses[:, :64], axis=1)  # 64 ones do not occur but with probability 2^(−64)
    after = np.take_along_axis(tosses, first[:, None] + 1 + np.arange(c + 1), axis=1)
    return (after == 0).all(axis=1).astype(float)


plain_complexity_dips = Theorem(
    name="plain-complexity-dips",
    title="Plain complexity falls below n − m at some n ≤ m + 2^(m + 1) − 2, for every sequence",
    claim=Equals(r"\min_{x\in\{0,1\}^N}\max_{n\le N}\bigl(n-\mathcal K_D(x_{1:n})\bigr),\ N=m+2^{m+1}-2", m),
    domain=Domain(m),
    source=Source(PROBABILISTIC_MODELS, "§3.8", verdict="holds under a condition",
                  printed=r"\text{algorithmically random if } \mathcal K_n(x_1\cdots x_n)\ge n"),
    near_misses={"incompressible at every length": 0, "one bit": 1, "one bit more": m + 1, "one bit less": m - 1,
                 "twice": 2 * m},
    covers=["incompressible-passes-all-tests"],
    unsampled="A minimum over sequences is not the mean of a sample.",
)


@plain_complexity_dips.derivation
def by_the_number_of_a_word():
    """The words of m letters have the numbers 2^m − 1, …, 2^(m + 1) − 2; 1^m is the last of them."""
    k, i, n = Symbol("k", integer=True), Symbol("i", integer=True, nonnegative=True), Symbol("n", integer=True)
    yield Equal(Sum(TWO ** k, (k, 0, m - 1)), TWO ** m - 1, because="the number of shorter words")
    yield Equal(TWO ** m - 1 + TWO ** m - 1, TWO ** (m + 1) - 2, because="the number of 1^m")
    yield Equal(Subs(n - i, n, m + i), m, because="a program of i bits gives the first n = m + i symbols if x_1 … x_m = b_i")
    yield AtMostStep(TWO ** (m + 1) - 2 + m, TWO ** (m + 2) - 2 + m,
                     because="for 1, 1, 1, … the next one comes later, so m is not exceeded before")
    yield AtMostStep(m, TWO ** (m + 1), because="so n < 2^(m + 2), that is m > log₂ n − 2")
    yield Equal(log(TWO ** (m + 2)) / log(2) - 2, m)
    return m


@plain_complexity_dips.numeric(dict(m=1), dict(m=2), dict(m=3))
def by_running_all_programs(m):
    """Run D on all programs that give at most N symbols, then follow all sequences of N symbols."""
    longest = m + 2 ** (m + 1) - 2
    saved = {}
    words = ("".join(letters) for length in itertools.count() for letters in itertools.product("01", repeat=length))
    for bits, word in enumerate(words):
        if len(word) + bits > longest:
            break
        for program in itertools.product("01", repeat=bits):
            saved[word + "".join(program)] = len(word)

    def least(word, best):
        best = max(best, saved.get(word, best))
        return best if len(word) == longest else min(least(word + "0", best), least(word + "1", best))
    return least("", 0)
