r"""Counting programs: hardly any sequence can be compressed, and every one of them is equally probable.

Statement.  Under the fair coin every sequence of n tosses has the probability 2^(−n).  A decoder U maps programs to
sequences; K_U(x|n) is the length of the shortest program of x, n being known (∞ if there is none).  For every decoder

    #{x: K_U(x) < m} ≤ 2^m − 1,      P(K_U(X|n) < n − c) ≤ 2^(−c) − 2^(−n),      #{x: K_U(x|n) ≥ n − c} ≥ 2^n − 2^(n−c) + 1,

and equality is attained.  With c = 0: at least one sequence of each length has K(x|n) ≥ n.  If the programs are
prefix-free, #{x: K_U(x) < m} ≤ 2^(m−1).

Idea.  There are 2^j programs of j bits.  The decoder p ↦ p 1 0…0 wastes none of them.  A prefix-free set of words with
at most m − 1 letters has a Kraft sum of at least 2^(1−m) times its number.

Notes.  0101…01 is no less probable than any other sequence, but few sequences have such a short description.  The
bounds do not need a universal computer.

References.  M. Li & P. Vitányi, An Introduction to Kolmogorov Complexity and Its Applications (2019), §2.2 and §3.3.
"""

import itertools
from fractions import Fraction

import numpy as np
from sympy import Integer, Product, Rational, Sum, Symbol, binomial, floor

from numerics.codes import prefix_free_codes
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import AtMostStep, Bounded, Cites, Domain, Equal, Equals, Source, Theorem, Vector, Vectors

n, m = Symbol("n", integer=True, positive=True), Symbol("m", integer=True, positive=True)
c = Symbol("c", integer=True, nonnegative=True)
TWO = Integer(2)

sequence_probability = Theorem(
    name="coin-sequence-probability",
    title="Every sequence of fair coin tosses is equally probable",
    claim=Equals(r"\mathbb{P}(X_1\dots X_n=x)", TWO ** (-n)),
    domain=Domain(n),
    source=Source(PROBABILISTIC_MODELS, "§3.1", verdict="holds",
                  printed=r"\text{we throw a coin a 100 times } \dots \text{ the binary sequence 0101010101...0101. } "
                          r"\dots \text{ has a chance of } 2^{-100} \text{ to be observed}"),
    near_misses={"as many ones as zeros": binomial(n, floor(n / 2)) / TWO ** n, "one of n": 1 / n,
                 "first toss free": TWO ** (1 - n)},
    covers=["coin-sequence-probability-and-counting"],
)


@sequence_probability.derivation
def by_independence():
    """The n factors are one half each, whatever the sequence."""
    i = Symbol("i", integer=True)
    yield Equal(Product(Rational(1, 2), (i, 1, n)), TWO ** (-n), because="independent tosses")
    return TWO ** (-n)


@sequence_probability.numeric(dict(n=6, word=0b010101), dict(n=3, word=0b111), dict(n=8, word=0b01101000))
def by_writing_all_outcomes(n, word):
    """The share of the given sequence among all outcomes."""
    outcomes = list(itertools.product("01", repeat=n))
    return Fraction(outcomes.count(tuple(format(word, f"0{n}b"))), len(outcomes))


@sequence_probability.monte_carlo(dict(n=4, word=0b0101), dict(n=3, word=0b111), moments=Bounded(0, 1))
def tosses_equal_to_the_word(rng, size, n, word):
    """Toss n coins and compare with the given sequence."""
    digits = [int(digit) for digit in format(word, f"0{n}b")]
    return (rng.integers(0, 2, (size, n)) == digits).all(axis=1).astype(float)


def _programs(shorter_than):
    """All programs with fewer bits, in order of length."""
    return ("".join(p) for length in range(shorter_than) for p in itertools.product("01", repeat=length))


short_descriptions = Theorem(
    name="strings-with-short-programs",
    title="Fewer than 2^m strings have a program of fewer than m bits",
    claim=Equals(r"\max_U\#\{x:\ \mathcal K_U(x)<m\}", TWO ** m - 1),
    domain=Domain(m),
    source=Source(PROBABILISTIC_MODELS, "§3.8", verdict="companion",
                  printed=r"\text{algorithmically random if } \mathcal K_n(x_1\cdots x_n)\ge n"),
    near_misses={"programs of m − 1 bits only": TWO ** (m - 1), "the empty program forgotten": TWO ** m - 2,
                 "m bits allowed": TWO ** (m + 1) - 1},
    covers=["coin-sequence-probability-and-counting"],
    unsampled="The maximum over decoders is a count of programs; nothing is random.",
)


@short_descriptions.derivation
def by_counting_programs():
    """Each program describes one string at most; the decoder U(p) = p makes all of them different."""
    j = Symbol("j", integer=True)
    yield Equal(Sum(TWO ** j, (j, 0, m - 1)), TWO ** m - 1, because="programs of j = 0, …, m − 1 bits")
    return TWO ** m - 1


@short_descriptions.numeric(dict(m=1), dict(m=2))
def over_all_decoders(m):
    """All maps from the programs with fewer than m bits to four strings."""
    programs = list(_programs(m))
    return max(len(set(outputs)) for outputs in itertools.product(range(4), repeat=len(programs)))


@short_descriptions.numeric(dict(m=3), dict(m=5), dict(m=8))
def for_the_literal_decoder(m):
    """The strings that are their own program; no decoder describes more strings than it has programs."""
    return len(set(_programs(m)))


def _padded(program, n):
    """The sequence p 1 0…0 of n symbols for a program p of fewer than n bits."""
    return program + "1" + "0" * (n - len(program) - 1)


compressible_probability = Theorem(
    name="probability-of-compression",
    title="A sequence of coin tosses is compressed by more than c bits with probability below 2^(−c)",
    claim=Equals(r"\max_U\mathbb{P}(\mathcal K_U(X|n)<n-c)", TWO ** (-c) - TWO ** (-n)),
    domain=Domain(n, c <= n),
    source=Source(PROBABILISTIC_MODELS, "§3.8", verdict="companion",
                  printed=r"\text{algorithmically random if } \mathcal K_n(x_1\cdots x_n)\ge n"),
    near_misses={"2^(c − n)": TWO ** (c - n), "programs of n − c bits included": TWO ** (1 - c) - TWO ** (-n),
                 "the bound itself": TWO ** (-c), "one in n": 1 / (n + c)},
    covers=["coin-sequence-probability-and-counting"],
)


@compressible_probability.derivation
def by_dividing_by_all_sequences():
    """At most 2^(n − c) − 1 of the 2^n sequences, and the decoder p ↦ p 1 0…0 reaches that many."""
    j = Symbol("j", integer=True)
    yield Equal(Sum(TWO ** j, (j, 0, n - c - 1)), TWO ** (n - c) - 1, because="programs with fewer than n − c bits")
    yield Equal((TWO ** (n - c) - 1) / TWO ** n, TWO ** (-c) - TWO ** (-n))
    yield AtMostStep(0, TWO ** (-n), because="so it is below 2^(−c)")
    return TWO ** (-c) - TWO ** (-n)


@compressible_probability.numeric(dict(n=1, c=0), dict(n=5, c=0), dict(n=5, c=2), dict(n=7, c=3), dict(n=8, c=1))
def by_running_the_padding_decoder(n, c):
    """Run p ↦ p 1 0…0 on all programs with fewer than n − c bits; these are all different sequences."""
    return Fraction(len({_padded(program, n) for program in _programs(n - c)}), 2 ** n)


@compressible_probability.monte_carlo(dict(n=6, c=1), dict(n=5, c=2), dict(n=3, c=0), moments=Bounded(0, 1))
def zeros_at_the_end(rng, size, n, c):
    """Toss n coins; the program of x is what precedes its last one, if there is a one."""
    tosses = rng.integers(0, 2, (size, n))
    last = np.where(tosses.any(axis=1), n - 1 - np.argmax(tosses[:, ::-1], axis=1), n)
    return (last < n - c).astype(float)


incompressible_sequences = Theorem(
    name="number-of-incompressible-sequences",
    title="Some sequence of every length is incompressible",
    claim=Equals(r"\min_U\#\{x\in\{0,1\}^n:\ \mathcal K_U(x|n)\ge n-c\}", TWO ** n - TWO ** (n - c) + 1),
    domain=Domain(n, c <= n),
    source=Source(PROBABILISTIC_MODELS, "§3.8", verdict="companion",
                  printed=r"\text{algorithmically random if } \mathcal K_n(x_1\cdots x_n)\ge n"),
    near_misses={"every sequence": TWO ** n, "possibly none": TWO ** n - TWO ** (n - c),
                 "half of them": TWO ** (n - 1)},
    covers=["coin-sequence-probability-and-counting"],
)


@incompressible_sequences.derivation
def as_the_complement():
    """The others have one of the 2^(n − c) − 1 shorter programs."""
    yield Cites("probability-of-compression", "at most 2^n (2^(−c) − 2^(−n)) sequences have a program shorter than n − c")
    yield Equal(TWO ** n - TWO ** n * (TWO ** (-c) - TWO ** (-n)), TWO ** n - TWO ** (n - c) + 1)
    return TWO ** n - TWO ** (n - c) + 1


@incompressible_sequences.numeric(dict(n=1, c=0), dict(n=5, c=0), dict(n=5, c=2), dict(n=7, c=3), dict(n=6, c=6))
def left_over_by_the_padding_decoder(n, c):
    """Run p ↦ p 1 0…0 on all programs with fewer than n − c bits and count the sequences without a program."""
    return 2 ** n - len({_padded(program, n) for program in _programs(n - c)})


@incompressible_sequences.monte_carlo(dict(n=4, c=1), dict(n=3, c=0), dict(n=5, c=2),
                                      moments=Bounded(0, TWO ** n))
def share_of_sequences_without_a_short_program(rng, size, n, c):
    """Toss n coins; 2^n times the indicator that no program of p ↦ p 1 0…0 with fewer than n − c bits gives them."""
    tosses = rng.integers(0, 2, (size, n))
    last = np.where(tosses.any(axis=1), n - 1 - np.argmax(tosses[:, ::-1], axis=1), n)
    return 2.0 ** n * (last >= n - c)


prefix_free_descriptions = Theorem(
    name="strings-with-short-prefix-free-programs",
    title="At most 2^(m − 1) strings have a prefix-free program of fewer than m bits",
    claim=Equals(r"\max_{U\text{ prefix-free}}\#\{x:\ \mathcal K_U(x)<m\}", TWO ** (m - 1)),
    domain=Domain(m >= 2),
    source=Source(PROBABILISTIC_MODELS, "§3.8", verdict="companion"),
    near_misses={"plain programs": TWO ** m - 1, "all programs of m bits": TWO ** m, "a comb": m},
    covers=["coin-sequence-probability-and-counting"],
    unsampled="A maximum over sets of programs; all of them are tried.",
)


@prefix_free_descriptions.derivation
def by_the_kraft_sum():
    """N words of l_i ≤ m − 1 letters have a Kraft sum of at least N 2^(1 − m), which is at most one."""
    N, i = Symbol("N", integer=True, positive=True), Symbol("i", integer=True)
    d = Vector("d", N, integer=True, nonnegative=True)
    slack, words = Symbol("s", integer=True, nonnegative=True), Product(TWO, (i, 1, m - 1))
    yield Cites("kraft-inequality", "the Kraft sum of prefix-free programs is at most one")
    yield AtMostStep(1, TWO ** slack, because="a word shorter by s letters weighs 2^s times as much")
    yield Equal(Sum(TWO ** (1 - m) * TWO ** d[i], (i, 1, N)), TWO ** (1 - m) * Sum(TWO ** d[i], (i, 1, N)),
                where=[Vectors(d)], because="lengths m − 1 − d_i, so that N 2^(1 − m) ≤ Z ≤ 1")
    yield Equal(words * TWO ** (1 - m), 1, because="so N is at most the number of words of m − 1 letters, which attain it")
    yield Equal(words, TWO ** (m - 1), because="two choices for each letter")
    return TWO ** (m - 1)


@prefix_free_descriptions.numeric(dict(m=2), dict(m=3), dict(m=4))
def over_all_prefix_free_sets(m):
    """The largest of all prefix-free sets of words with at most m − 1 letters."""
    return max(map(len, prefix_free_codes(m - 1)))
