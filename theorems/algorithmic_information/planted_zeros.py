r"""Rate one does not imply that all tests are passed: random words with zeros planted at the powers of two.

Statement.  Let 2^J ≤ n < 2^(J + 1), and let A_n be the set of words of length n with zeros at the positions 1, 2, 4,
…, 2^J.  (a) A fair word is in A_n with probability 2^(−J − 1): “all of them are zero” is a computable test, at any
level, which a fair sequence does not meet in the long run.  (b) Whatever the decoder, more than half of the words of
A_n have K(x | n) ≥ n − J − 2.  (c) log₂ #A_n/n = 1 − (J + 1)/n tends to 1, and K(x | n)/n with it: rejected by the
test at every level, these words are incompressible in the sense K_n/n → 1.

Idea.  A_n has 2^(n − J − 1) words, and there are fewer than 2^(n − J − 2) programs of fewer than n − J − 2 bits.

Notes.  Passing all effective tests is equivalent to K(x_{1:n}) ≥ n − c for all n, with prefix complexity K (Levin,
Schnorr); the limit K_n/n → 1 is weaker.  log₂ #A_n/n is 0.98926, 0.99998 and 0.99999997 for n = 2^10, 2^20 and 2^30.

References.  P. Martin-Löf, Information and Control 9 (1966); C. P. Schnorr, J. Computer and System Sciences 7 (1973);
M. Li & P. Vitányi (2019), Theorem 3.5.1.
"""

import itertools
from fractions import Fraction

from sympy import Integer, Rational, S, Sum, Symbol, log, oo

from theorems.notes import PROBABILISTIC_MODELS
from verifiers import AtMost, AtMostStep, Bounded, Cites, Domain, Equal, Equals, Erratum, Limit, Source, Tends, Theorem

n, J = Symbol("n", integer=True, positive=True), Symbol("J", integer=True, nonnegative=True)
PRINTED = (r"\text{incompressible if } \lim_{n\to\infty}\mathcal K_n(x_1\cdots x_n)/n=1. \dots \text{ It satisfies "
           r"the law of large numbers } \dots \text{ as well as any computable statistical test}")

probability = Theorem(
    name="planted-zeros-probability",
    title="Probability that fair symbols are zero at the positions 1, 2, 4, …, 2^J",
    claim=Equals(r"\mathbb{P}(x\in A_n),\quad 2^J\le n<2^{J+1}", Rational(1, 2) ** (J + 1)),
    domain=Domain(J),
    source=Source(PROBABILISTIC_MODELS, "§3.8", verdict="companion", printed=PRINTED),
    near_misses={"position 1 forgotten": Rational(1, 2) ** J, "all positions up to 2^J": Rational(1, 2) ** (2 ** J),
                 "one in J + 1": 1 / (J + 1)},
    covers=["incompressible-passes-all-tests"],
)


@probability.derivation
def position_by_position():
    """J + 1 powers of two are at most n, and the other n − J − 1 symbols are free."""
    j, N = Symbol("j", integer=True), Symbol("n", integer=True, positive=True)
    yield Equal(Sum(1, (j, 0, J)), J + 1, because="the positions 2^0, …, 2^J")
    yield Equal(2 ** (N - J - 1) / Integer(2) ** N, Rational(1, 2) ** (J + 1), because="2^(n − J − 1) of 2^n words")
    return Rational(1, 2) ** (J + 1)


@probability.numeric(dict(n=1, J=0), dict(n=3, J=1), dict(n=7, J=2), dict(n=8, J=3), dict(n=12, J=3))
def by_writing_all_words(n, J):
    """Count the words of A_n among all words; J is read off n."""
    if not 2 ** J <= n < 2 ** (J + 1):
        raise ValueError(f"2^{J} is not the greatest power of two up to {n}")
    return Fraction(len(_planted(n)), 2 ** n)


def _planted(n):
    """All words of length n with zeros at the positions that are powers of two."""
    tested = [position - 1 for position in range(1, n + 1) if position & (position - 1) == 0]
    return [word for word in itertools.product((0, 1), repeat=n) if not any(word[place] for place in tested)]


@probability.monte_carlo(dict(n=5, J=2), dict(n=11, J=3), moments=Bounded(0, 1))
def fair_words_that_meet_the_test(rng, size, n, J):
    """Toss n coins and look at the positions 1, 2, 4, …"""
    tosses = rng.integers(0, 2, (size, n))
    tested = tosses[:, [position - 1 for position in range(1, n + 1) if position & (position - 1) == 0]]
    return (tested.sum(axis=1) == 0).astype(float)


COUNT = r"\min_{\text{decoders}}\#\{x\in A_n:\ K(x\mid n)\ge n-J-2\}"

complexity = Theorem(
    name="planted-zeros-complexity",
    title="Most words with planted zeros have nearly full complexity, for every decoder",
    claim=Equals(COUNT, 2 ** (n - J - 2) + 1),
    domain=Domain(J, n >= 2 ** J, n >= J + 2, n <= 2 ** (J + 1) - 1),
    source=Source(PROBABILISTIC_MODELS, "§3.8", verdict="wrong as printed", printed=PRINTED),
    errata=[Erratum(printed=PRINTED, formula=AtMost(COUNT, 0), at=dict(n=5, J=2),
                    wrong="the rate is too weak: words with zeros planted at the powers of two have K_n/n → 1, and "
                          "all of them are rejected by a computable test; what is equivalent to passing all tests is "
                          "K(x_{1:n}) ≥ n − c for prefix complexity")],
    near_misses={"half of them": 2 ** (n - J - 2), "all of them": 2 ** (n - J - 1), "all words": 2 ** (n - 1) + 1},
    covers=["incompressible-passes-all-tests"],
    unsampled="A minimum over decoders is no mean; all words and programs are listed.",
)


@complexity.derivation
def by_counting_programs():
    """2^(n − J − 1) words, at most 2^(n − J − 2) − 1 of them with a program of fewer than d = n − J − 2 bits."""
    j, d = Symbol("j", integer=True, nonnegative=True), Symbol("d", integer=True, nonnegative=True)
    yield Cites("planted-zeros-probability", "A_n has 2^(n − J − 1) words")
    yield Equal(Sum(2 ** j, (j, 0, d - 1)), 2 ** d - 1, where=[d >= 1],
                because="programs of fewer than d bits; for d = 0 none")
    yield Equal(2 ** (n - J - 1) - (2 ** (n - J - 2) - 1), 2 ** (n - J - 2) + 1,
                because="left over by a decoder that prints words of A_n only")
    return 2 ** (n - J - 2) + 1


@complexity.numeric(dict(n=3, J=1), dict(n=5, J=2), dict(n=7, J=2), dict(n=9, J=3), dict(n=12, J=3))
def with_the_most_favourable_decoder(n, J):
    """Give the shortest programs to the words of A_n."""
    texts = itertools.chain.from_iterable(itertools.product("01", repeat=size) for size in itertools.count())
    return sum(len(program) >= n - J - 2 for program, _ in zip(texts, _planted(n), strict=False))


LOGARITHM = r"\tfrac1n\log_2\#A_n"

rate = Theorem(
    name="planted-zeros-rate",
    title="Words with planted zeros have rate one",
    claim=Tends(LOGARITHM, S.One, remainder=(log(n) / log(2) + 1) / n, variable=n),
    domain=Domain(n),
    source=Source(PROBABILISTIC_MODELS, "§3.8", verdict="companion", printed=PRINTED),
    near_misses={"zeros at every other position": Rational(1, 2),
                 "finitely many zeros": Tends(LOGARITHM, S.One, 1 / n, n), "a hundredth is lost": Rational(99, 100)},
    covers=["incompressible-passes-all-tests"],
    unsampled="Words are counted; nothing is random.",
)


@rate.derivation
def by_free_positions():
    """n − J − 1 free positions, J ≤ log₂ n."""
    u = Symbol("u", positive=True)
    yield Cites("planted-zeros-probability", "A_n has 2^(n − J − 1) words")
    yield Cites("planted-zeros-complexity", "more than half of them have a complexity of at least n − J − 2")
    yield Equal(1 - log(2 ** (n - J - 1)) / (n * log(2)), (J + 1) / n, because="what is missing to one")
    yield AtMostStep(J, log(2 ** J * u) / log(2), where=[u >= 1], because="J ≤ log₂ n, n = 2^J u")
    yield Limit((log(n) / log(2) + 1) / n, n, oo, 0)
    return S.One


@rate.numeric(dict(n=7), dict(n=12), dict(n=1024), dict(n=50000))
def by_counting_free_positions(n):
    """Each position that is no power of two doubles the number of words."""
    words = 1
    for position in range(1, n + 1):
        words <<= position & (position - 1) != 0
    return Fraction(words.bit_length() - 1, n)
