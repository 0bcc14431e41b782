r"""Kraft's inequality and its converse.

Statement.  (a) A sequence of fair coin tosses begins with a word of the prefix code Γ with probability

    Z = Σ_{C ∈ Γ} 2^(−ℓ(C)).

(b) A prefix code with the word lengths ℓ_1, …, ℓ_K exists if and only if Σ 2^(−ℓ_i) ≤ 1.

Idea.  (a) The words are the beginnings of disjoint sets of sequences.  A probability is at most one, and it is one
exactly if the code tree is complete.  (b) Choose the words in order of length: of the 2^m words of length m, those
without a chosen word as a prefix are 2^m (1 − Z'), Z' the sum so far, and one is left as long as Z' + 2^(−m) ≤ 1.

References.  L. G. Kraft, MS thesis, MIT (1949); T. M. Cover & J. A. Thomas, Elements of Information Theory (2006),
Theorem 5.2.1.
"""

import itertools
from fractions import Fraction

import numpy as np
from sympy import Eq, Integer, Le, Lt, Product, Sum, Symbol, log

from numerics.code_trees import has_prefix_code
from numerics.codes import canonical_prefix_code
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import (
    AtMostStep,
    Bounded,
    Cites,
    Domain,
    Equal,
    Equals,
    Erratum,
    Holds,
    Source,
    Theorem,
    Vector,
    Vectors,
)

K = Symbol("K", integer=True, positive=True)
i = Symbol("i", integer=True)
l = Vector("l", K, integer=True, positive=True)

hitting_probability = Theorem(
    name="kraft-sum-hitting-probability",
    title="The Kraft sum of a prefix code: the probability that coin tosses begin with a word",
    claim=Equals(r"\mathbb{P}(\text{fair coin tosses begin with a word of } \Gamma),"
                 r"\ \Gamma\text{ prefix-free with lengths } l", Sum(2 ** (-l[i]), (i, 1, K))),
    domain=Domain(Vectors(l)),
    source=Source(PROBABILISTIC_MODELS, "§3.3", verdict="companion"),
    near_misses={"the words as independent events": 1 - Product(1 - 2 ** (-l[i]), (i, 1, K)),
                 "always one": 1, "mean length instead of lengths": K * Integer(2) ** (-Sum(l[i], (i, 1, K)) / K)},
    covers=["kraft-inequality"],
)


@hitting_probability.derivation
def as_a_disjoint_union():
    """Two words which begin one sequence would be prefixes one of the other: the events exclude each other."""
    m = Symbol("m", integer=True, positive=True)
    yield Equal(Sum(2 ** (m - l[i]) / 2 ** m, (i, 1, K)), Sum(2 ** (-l[i]), (i, 1, K)),
                because="of the 2^m texts of m ≥ max l tosses, 2^(m − l_i) begin with word i, and none with two words")
    return Sum(2 ** (-l[i]), (i, 1, K))


@hitting_probability.numeric(dict(l=(1, 2, 3)), dict(l=(2, 2, 3, 5)), dict(l=(1, 2, 3, 3)), dict(l=(4,)),
                             dict(l=(3, 3, 3, 2, 5)))
def by_all_texts_of_the_greatest_length(l):
    """Write down a prefix code with these lengths and count the texts that begin with one of its words."""
    code = canonical_prefix_code([int(length) for length in l])
    texts = ["".join(letters) for letters in itertools.product("01", repeat=max(map(len, code)))]
    return Fraction(sum(any(text.startswith(word) for word in code) for text in texts), len(texts))


@hitting_probability.monte_carlo(dict(l=(2, 2, 3, 5)), dict(l=(1, 3, 4)), moments=Bounded(0, 1))
def tosses_that_begin_with_a_word(rng, size, l):
    """Toss as many coins as the longest word has letters and compare with every word."""
    code = canonical_prefix_code([int(length) for length in l])
    tosses = rng.integers(0, 2, (size, max(map(len, code))))
    hit = np.zeros(size, dtype=bool)
    for word in code:
        hit |= (tosses[:, :len(word)] == [int(letter) for letter in word]).all(axis=1)
    return hit.astype(float)


kraft_inequality = Theorem(
    name="kraft-inequality",
    title="Kraft's inequality: which word lengths a prefix code can have",
    claim=Holds(r"\text{a prefix code with the word lengths } l_1,\dots,l_K \text{ exists}",
                Le(Sum(2 ** (-l[i]), (i, 1, K)), 1)),
    domain=Domain(Vectors(l)),
    source=[Source(PROBABILISTIC_MODELS, "§3.3", verdict="holds",
                   printed=r"\text{for any prefix code } \Gamma\text{, we have } \sum_{C\in\Gamma}2^{-\ell(C)}\le 1"),
            Source(PROBABILISTIC_MODELS, "§3.5", verdict="wrong as printed",
                   printed=r"\text{with } Z=\sum_j2^{-\ell_j}\text{, where we used Kraft inequality to say } \log(Z)<0")],
    errata=[Erratum(printed=r"\log(Z)<0", formula=Lt(log(Sum(2 ** (-l[i]), (i, 1, K))), 0), at=dict(l=(1, 2, 3, 3)),
                    wrong="the inequality is not strict: a complete code, such as one with lengths 1, 2, 3, 3, "
                          "has Z = 1 and log Z = 0")],
    near_misses={"complete codes only": Eq(Sum(2 ** (-l[i]), (i, 1, K)), 1),
                 "positive exponents": Le(Sum(2 ** l[i], (i, 1, K)), 1),
                 "room for a quarter more": Le(Sum(2 ** (-l[i]), (i, 1, K)), Integer(5) / 4)},
    covers=["kraft-inequality", "lossless-lower-bound-chain"],
    unsampled="A code exists or not; all choices of words are tried.",
)


@kraft_inequality.derivation
def by_choosing_words_in_order_of_length():
    """Z is a probability; conversely a free word of length m is left while the sum so far is at most 1 − 2^(−m)."""
    m, room = Symbol("m", integer=True, positive=True), Symbol("s", positive=True)
    yield Cites("kraft-sum-hitting-probability", "the sum is a probability, so it is at most one")
    yield Equal(2 ** m - Sum(2 ** (m - l[i]), (i, 1, K)), 2 ** m * (1 - Sum(2 ** (-l[i]), (i, 1, K))),
                because="words of length m ≥ max l without one of K chosen words as a prefix")
    yield AtMostStep(1, 2 ** m * room, where=[room >= 2 ** (-m)],
                     because="with s = 1 − Σ over the words chosen so far: a word is left for the next length m")
    return Le(Sum(2 ** (-l[i]), (i, 1, K)), 1)


@kraft_inequality.numeric(
    dict(l=(1, 2, 3, 3)), dict(l=(1, 1, 3)), dict(l=(1, 1, 1)), dict(l=(2, 2, 2, 2, 2)), dict(l=(1, 3, 3, 3)),
    dict(l=(3,)), dict(l=(2, 1, 2)), dict(l=(2, 2, 2, 3, 3)), dict(l=(1, 2, 2, 4)))
def by_trying_all_codes(l):
    """All sets of words with these lengths, until one is prefix-free."""
    return has_prefix_code([int(length) for length in l])
