r"""The coding theorem: prior mass and complexity, where it holds and where it fails.

Statement.  (a) If m is a computable prior, m(x) ≥ 0 and Σ m(x) ≤ 1, there is a prefix-free machine with complexity K′
and 1 ≤ m(x)/2^(−K′(x)) < 2.  (b) On the toy machine T, which is not universal, the ratio of m_T to 2^(−K_T) is not
bounded:

    m_T(x) 2^(K_T(x)) = (4/3) (8/7)^⌈n/2⌉        for x = 01…1 of length n,        m_T(10…0) = 4^(−n)/3.

(c) Nor is the ratio bounded for the mass M of the words that begin with x: on the machine that prints 0^n from the
program γ(n + 1) of Elias, m(0^n) = 2^(−K(0^n)), and M(0^n)/2^(−K(0^n)) = 2^(j + 1) at n = 2^j − 1.

Idea.  (a) Shannon's lengths ⌈−log₂ m(x)⌉.  (b) Programs for 01…1 append its symbols; in between only jumps at even
parity do nothing, and each of ⌈n/2⌉ places for them adds a factor 8/7.  (c) M(0^n) ≥ Σ_{i ≥ n} m(0^i).

Notes.  Hence on a universal prefix-free machine m(x)/2^(−K(x)) is bounded: it simulates the machine of (a) for its
own m, which can be approximated from below (Levin).  m(x) ≥ 2^(−K(x)) holds for every machine; for M only −log₂ M(x)
≤ K(x) + c.

References.  L. A. Levin, Problems of Information Transmission 10 (1974); M. Li & P. Vitányi (2019), Theorem 4.3.3.
"""

from fractions import Fraction

import numpy as np
from sympy import Integer, Product, Rational, S, Sum, Symbol, ceiling, oo

from numerics import toy_machine, toy_prior
from numerics.codes import shannon_lengths
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import (
    AtMost,
    AtMostStep,
    Bounded,
    Cites,
    Domain,
    Equal,
    Equals,
    Erratum,
    Source,
    Termwise,
    Theorem,
)

n, j = Symbol("n", integer=True, positive=True), Symbol("j", integer=True, nonnegative=True)
m = Symbol("m", positive=True)
PRINTED = (r"\text{the probability ascribed by the universal prior to a sequence } x \text{ is comparable to } 2^{-"
           r"\mathcal{K}(x)} \text{ (the ratio of both is bounded away from 0 and } \infty)")

prior_code = Theorem(
    name="prior-code-ratio",
    title="A computable prior is within a factor of two of the complexity of some machine",
    claim=AtMost(r"m(x)/2^{-K'(x)},\quad K'(x)=\lceil-\log_2 m(x)\rceil", Integer(2)),
    domain=Domain(m <= 1),
    source=Source(PROBABILISTIC_MODELS, "§3.9", verdict="holds under a condition", printed=PRINTED),
    near_misses={"equal": Integer(1), "a factor of √2": Rational(3, 2)},
    covers=["coding-theorem-ratio"],
    unsampled="The bound is for every value of the prior; nothing is random.",
)


@prior_code.derivation
def by_shannons_lengths():
    """⌈y⌉ = y + d with 0 ≤ d < 1 at y = −log₂ m."""
    y, d = Symbol("y", positive=True), Symbol("d", nonnegative=True)
    yield Equal(2 ** (-y) * 2 ** (y + d), 2 ** d, because="the ratio")
    factor = AtMostStep(2 ** (-d), 1)
    yield factor
    yield AtMostStep(2 ** (-(y + d)), 2 ** (-y), termwise=Termwise(factor, weight=2 ** (-y)),
                     because="so the lengths satisfy Kraft's inequality, Σ 2^(−K′) ≤ Σ m ≤ 1")
    yield Cites("kraft-inequality", "so there is a prefix-free machine with these lengths")
    yield AtMostStep(2 ** d, 2, where=[d <= 1])
    return Integer(2)


@prior_code.numeric(dict(m="1/3"), dict(m="2/21"), dict(m="1/12"), dict(m="999/2000"), dict(m=1), dict(m="17/18"))
def with_a_second_word_for_the_rest(m):
    """The length of Shannon's word for x among x and the rest of the mass."""
    return m * 2 ** shannon_lengths([Fraction(m), 1 - Fraction(m)] if m < 1 else [Fraction(1)])[0]


literal_words = Theorem(
    name="toy-prior-of-literal-words",
    title="Prior mass of the word 10…0 on the toy machine T",
    claim=Equals(r"m_T(1\,0^{n-1})", Integer(4) ** (-n) / 3),
    domain=Domain(n),
    source=Source(PROBABILISTIC_MODELS, "§3.9", verdict="companion"),
    near_misses={"the literal program only": Integer(4) ** (-n) / 4, "operations of two bits": Integer(4) ** (-n) / 2,
                 "of the empty word": Rational(1, 3)},
    covers=["coding-theorem-ratio", "toy-universal-prediction"],
)


@literal_words.derivation
def by_operations_in_front():
    """The word has odd parity from its first symbol on, and begins with no square: no D or J after the first symbol."""
    i = Symbol("i", integer=True)
    yield Equal(Sum(Integer(4) ** (-i), (i, 0, oo)), Rational(4, 3),
                because="any number of D and J in front, where the word is empty")
    yield Equal(Rational(4, 3) * Product(Rational(1, 4), (i, 1, n)) / 4, Integer(4) ** (-n) / 3,
                because="n symbols and the stop")
    return Integer(4) ** (-n) / 3


@literal_words.numeric(dict(n=1), dict(n=2), dict(n=3), dict(n=6))
def by_linear_algebra(n):
    """The mass of the programs that print the word, by exact elimination."""
    return toy_prior.exact_mass("1" + "0" * (n - 1))[0]


@literal_words.monte_carlo(dict(n=1), dict(n=2), moments=Bounded(0, 1))
def tossed_programs_that_print_the_word(rng, size, n):
    """Toss coins until a program is complete, and run it."""
    return toy_machine.tossed_programs(rng, size).equals("1" + "0" * (n - 1)).astype(float)


toy_ratio = Theorem(
    name="toy-prior-complexity-ratio",
    title="On the toy machine T the ratio of prior mass and 2^(−K) is not bounded",
    claim=Equals(r"m_T(x)/2^{-K_T(x)},\ x=0\,1^{n-1}", Rational(4, 3) * Rational(8, 7) ** ceiling(n / S(2))),
    domain=Domain(n),
    source=Source(PROBABILISTIC_MODELS, "§3.9", verdict="holds under a condition", printed=PRINTED),
    errata=[Erratum(printed=PRINTED, formula=AtMost(r"m_T(x)/2^{-K_T(x)}", Integer(2)), at=dict(n=9),
                    wrong="the machine has to be universal: on T the ratio exceeds every bound along the words 01…1")],
    near_misses={"only the shortest program": Integer(1), "bounded": Rational(4, 3),
                 "jumps at every place": Rational(4, 3) * Rational(8, 7) ** n},
    covers=["coding-theorem-ratio"],
)


@toy_ratio.derivation
def by_jumps_at_even_parity():
    """⌈n/2⌉ beginnings of 01…1 have an even number of ones; there, and only there, jumps may be inserted."""
    i = Symbol("i", integer=True)
    yield Equal(Sum(Integer(4) ** (-i), (i, 0, oo)), Rational(4, 3), because="any number of D and J in front")
    yield Equal(Sum(Integer(8) ** (-i), (i, 0, oo)), Rational(8, 7),
                because="any number of J at a place with even parity")
    yield Cites("toy-greatest-complexity", "K_T(01…1) = 2n + 2, and its programs append all symbols")
    yield Equal(Sum(1, (i, 1, ceiling(n / S(2)))), ceiling(n / S(2)), because="beginnings with 0, 2, 4, … ones")
    yield Equal(Product(Rational(1, 4), (i, 1, n)) / 4 * 2 ** (2 * n + 2), 1, because="the symbols and the stop against 2^(−K)")
    return Rational(4, 3) * Rational(8, 7) ** ceiling(n / S(2))


@toy_ratio.numeric(dict(n=1), dict(n=2), dict(n=3), dict(n=5), dict(n=8))
def by_running_programs_and_linear_algebra(n):
    """The mass by exact elimination, the complexity by running all programs of at most 18 bits."""
    word = "0" + "1" * (n - 1)
    return toy_prior.exact_mass(word)[0] * 2 ** toy_machine.complexities(18)[word]


@toy_ratio.numeric(dict(n=9))
def with_a_longer_word(n):
    """The same with all programs of at most 20 bits."""
    word = "0" + "1" * (n - 1)
    return toy_prior.exact_mass(word)[0] * 2 ** toy_machine.complexities(20)[word]


@toy_ratio.monte_carlo(dict(n=1), dict(n=2), moments=Bounded(0, 64))
def tossed_programs_that_print_it(rng, size, n):
    """Toss coins until a program is complete, and run it; 2^K for each that prints the word."""
    word = "0" + "1" * (n - 1)
    return 2.0 ** toy_machine.complexities(8)[word] * toy_machine.tossed_programs(rng, size).equals(word)


run_lengths = Theorem(
    name="predictive-mass-complexity-ratio",
    title="The ratio of predictive mass and 2^(−K) is not bounded: words 0^n printed from their length",
    claim=Equals(r"M(0^n)/2^{-K(0^n)},\ n=2^j-1", 2 ** (j + 1)),
    domain=Domain(j),
    source=Source(PROBABILISTIC_MODELS, "§3.9", verdict="holds under a condition", printed=PRINTED),
    errata=[Erratum(printed=PRINTED, formula=AtMost(r"M(0^n)/2^{-K(0^n)}", Integer(2)), at=dict(j=3),
                    wrong="it holds for the mass of programs that print exactly x; the mass of those that print x "
                          "first, with which one predicts, exceeds every multiple of 2^(−K(x))")],
    near_misses={"bounded, as for the mass of x itself": Integer(1), "one term less": 2 ** j,
                 "the length": 2 ** (j + 1) - 1},
    covers=["coding-theorem-ratio"],
)


@run_lengths.derivation
def by_summing_over_longer_words():
    """2^i words 0^n have a program of 2i + 1 bits, n + 1 = 2^i, …, 2^(i + 1) − 1."""
    i = Symbol("i", integer=True, nonnegative=True)
    yield Equal(2 ** i * 2 ** (-2 * i - 1), 2 ** (-i - 1), because="their mass")
    yield Equal(Sum(2 ** (-i - 1), (i, j, oo)), 2 ** (-j), because="M(0^n) at n + 1 = 2^j")
    yield Equal(2 ** (-j) * 2 ** (2 * j + 1), 2 ** (j + 1), because="K(0^n) = 2j + 1")
    return 2 ** (-j) * 2 ** (2 * j + 1)


@run_lengths.numeric(dict(j=0), dict(j=1), dict(j=2), dict(j=3), dict(j=5))
def by_listing_programs(j):
    """The programs for words of n, …, 2^14 − 2 symbols; longer words are printed if the first 14 tosses are zeros."""
    n, blocks = 2 ** j - 1, 14
    mass = sum((Fraction(1, 2 ** (2 * (i + 1).bit_length() - 1)) for i in range(n, 2 ** blocks - 1)), Fraction(0))
    scale = 2 ** (2 * (n + 1).bit_length() - 1)
    return toy_prior.between(mass * scale, (mass + Fraction(1, 2 ** blocks)) * scale)


@run_lengths.monte_carlo(dict(j=1), dict(j=2), moments=Bounded(0, 2 ** (2 * j + 1)))
def tossed_lengths(rng, size, j):
    """Toss the header: zeros before the first one, then as many digits; 2^K if the word is at least as long."""
    zeros = rng.geometric(0.5, size) - 1
    announced = np.floor(2.0 ** zeros * (1 + rng.random(size)))
    return 2.0 ** (2 * j + 1) * (announced >= 2 ** j)
