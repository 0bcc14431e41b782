r"""Programs that quote a string: how many bits the length of the string costs.

Statement.  (a) If the length ℓ is given, the best prefix code for all strings of length ℓ has words of ℓ bits.  (b) If it
is not, words of ℓ + d_ℓ bits for all strings of length ℓ = 1, …, N exist if and only if Σ 2^(−d_ℓ) ≤ 1: the excess d_ℓ is
the length of a prefix code for ℓ.  A constant excess c is possible only up to N = 2^c.  (c) With Elias' headers

    K(s) ≤ ℓ + 2 log₂ ℓ + 1 + c      (γ),        K(s) ≤ ℓ + log₂ ℓ + 2 log₂(1 + log₂ ℓ) + 1 + c      (δ).

Idea.  2^ℓ words of ℓ + d bits have a Kraft sum of 2^(−d).  γ writes ℓ in binary after as many zeros as there are further
digits; δ writes the number of digits in γ and then the digits without the leading one.

Notes.  K(s|ℓ) ≤ ℓ + c for every s, and max K(s|ℓ) ≥ ℓ by counting.  Without ℓ, and with prefix-free programs,
max K(s) = ℓ + K(ℓ) + O(1) on a universal computer.  On the toy machine of this chapter a literal program has 2ℓ + 2 bits.

References.  P. Elias, IEEE Trans. Inf. Theory 21 (1975); M. Li & P. Vitányi (2019), §2.1 and §3.1.
"""

import itertools
from fractions import Fraction

import numpy as np
from sympy import Integer, Le, Product, Sum, Symbol, log, oo, true

from numerics.code_trees import complete_profiles
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import (
    AtMost,
    AtMostStep,
    Bounded,
    Cites,
    Domain,
    Equal,
    Equals,
    Holds,
    Limit,
    Source,
    Theorem,
    Vector,
    Vectors,
)

l = Symbol("l", integer=True, positive=True)
N, i = Symbol("N", integer=True, positive=True), Symbol("i", integer=True)
d = Vector("d", N, integer=True, nonnegative=True)
TWO = Integer(2)
PRINTED = (r"\text{in the worst case, } \mathcal K_\ell(s) \text{ will typically be equal to } \ell+c \text{ for some "
           r"small constant } c")

given_length = Theorem(
    name="literal-program-with-given-length",
    title="Strings of given length ℓ: ℓ bits in the worst case",
    claim=Equals(r"\min_{U\text{ prefix-free}}\max_{s\in\{0,1\}^\ell}\mathcal K_U(s|\ell)", l),
    domain=Domain(l),
    source=Source(PROBABILISTIC_MODELS, "§3.6", verdict="holds", printed=PRINTED),
    near_misses={"one bit fewer": l - 1, "a bit to stop": l + 1, "two bits per symbol": 2 * l,
                 "with its length": l + 2 * log(l) / log(2) + 1},
    covers=["kolmogorov-literal-upper-bound"],
    unsampled="A minimum over codes of a maximum over strings; all code trees are tried.",
)


@given_length.derivation
def by_kraft():
    """2^ℓ words of at most m bits need 2^ℓ 2^(−m) ≤ 1; the strings themselves have m = ℓ."""
    k = Symbol("k", integer=True, positive=True)
    yield Cites("kraft-inequality", "Σ 2^(−length) ≤ 1")
    yield AtMostStep(2, TWO ** l * TWO ** (-(l - k)), because="with k ≥ 1 bits fewer the Kraft sum is at least 2")
    yield Equal(Product(TWO, (i, 1, l)) * TWO ** (-l), 1, because="with ℓ bits it is 1")
    return l


@given_length.numeric(dict(l=1), dict(l=2), dict(l=3), dict(l=4))
def over_all_code_trees(l):
    """The least height of all complete binary trees with 2^ℓ leaves."""
    return min(map(max, complete_profiles(2 ** l)))


excess_lengths = Theorem(
    name="literal-program-excess",
    title="Self-delimiting literal programs: the excess over ℓ satisfies Kraft's inequality",
    claim=Holds(r"\text{a prefix code with words of } \ell+d_\ell \text{ bits for all } s\in\{0,1\}^\ell,\ "
                r"\ell=1,\dots,N \text{ exists}", Le(Sum(2 ** (-d[i]), (i, 1, N)), 1)),
    domain=Domain(Vectors(d)),
    source=Source(PROBABILISTIC_MODELS, "§3.6", verdict="holds under a condition", printed=PRINTED),
    near_misses={"a constant for every length": true, "half a constant": Le(Sum(2 ** (-d[i]), (i, 1, N)), TWO / 4),
                 "one bit in all": Le(1, Sum(d[i], (i, 1, N))), "the longest strings alone": Le(2 ** (-d[N]), 1)},
    covers=["kolmogorov-literal-upper-bound"],
    unsampled="A code exists or not; nothing is random.",
)


@excess_lengths.derivation
def by_the_kraft_sum_of_all_strings():
    """The 2^ℓ words of length ℓ + d_ℓ weigh 2^(−d_ℓ) together."""
    M, c = Symbol("M", integer=True, positive=True), Symbol("c", integer=True, nonnegative=True)
    yield Cites("kraft-inequality", "a prefix code with given lengths exists if and only if Σ 2^(−length) ≤ 1")
    yield Equal(Sum(2 ** i * 2 ** (-(i + d[i])), (i, 1, N)), Sum(2 ** (-d[i]), (i, 1, N)))
    yield Equal(Sum(TWO ** i * TWO ** (-(i + c)), (i, 1, M)), M / TWO ** c,
                because="a constant excess c: at most one only for M ≤ 2^c")
    yield Limit(M / TWO ** c, M, oo, oo, because="no constant does for all lengths")
    return Le(Sum(2 ** (-d[i]), (i, 1, N)), 1)


@excess_lengths.numeric(
    dict(d=(0,)), dict(d=(0, 0)), dict(d=(1, 1)), dict(d=(1, 1, 1)), dict(d=(1, 2, 2)), dict(d=(2, 1, 3)),
    dict(d=(3, 1, 1)), dict(d=(2, 2, 2, 2)), dict(d=(2, 2, 2, 2, 2)), dict(d=(1, 2, 3, 4)), dict(d=(3, 0, 5)))
def by_choosing_words(d):
    """Choose the words in order of length, each the first one without a chosen prefix, until none is left."""
    lengths = sorted(k + int(more) for k, more in enumerate(d, 1) for _ in range(2 ** k))
    position = 0  # numerator of the next free word, read as a binary number of `length` digits
    for before, length in itertools.pairwise([lengths[0], *lengths]):
        position <<= length - before
        if position >= 2 ** length:
            return False
        position += 1
    return True


def _binary(number):
    return format(number, "b")


def _gamma(number):
    """Elias' γ: as many zeros as there are digits after the leading one, then the number in binary."""
    digits = _binary(number)
    return "0" * (len(digits) - 1) + digits


def _delta(number):
    """Elias' δ: the number of digits in γ, then the digits after the leading one."""
    digits = _binary(number)
    return _gamma(len(digits)) + digits[1:]


gamma_header = Theorem(
    name="literal-program-gamma-header",
    title="A literal program with Elias' γ header: ℓ + 2 log₂ ℓ + 1 bits",
    claim=AtMost(r"|\gamma(\ell)\,s|,\ s\in\{0,1\}^\ell", l + 2 * log(l) / log(2) + 1),
    domain=Domain(l),
    source=Source(PROBABILISTIC_MODELS, "§3.6", verdict="companion", printed=PRINTED),
    near_misses={"a constant": l + 2, "log ℓ": l + log(l) / log(2) + 1, "no stop bit": l + 2 * log(l) / log(2)},
    covers=["kolmogorov-literal-upper-bound"],
    unsampled="The length of the program depends on the length of s only; nothing is random.",
)


@gamma_header.derivation
def with_the_digits_of_the_length():
    """ℓ has m + 1 digits, 2^m ≤ ℓ: the header has 2m + 1 bits."""
    m, x = Symbol("m", integer=True, nonnegative=True), Symbol("x", nonnegative=True)
    yield AtMostStep(0, log(1 + x), because="the logarithm increases: with ℓ = 2^m (1 + x), log₂ ℓ ≥ m")
    yield Equal(log(TWO ** m * (1 + x)), m * log(2) + log(1 + x))
    return l + (2 * log(l) / log(2) + 1)


@gamma_header.numeric(dict(l=1), dict(l=2), dict(l=8), dict(l=13), dict(l=64), dict(l=1000))
def by_writing_the_program(l):
    """Write γ(ℓ) and ℓ symbols, read them again, and count."""
    program = _gamma(l) + "01" * (l // 2) + "1" * (l % 2)
    zeros = program.index("1")
    if int(program[:2 * zeros + 1], 2) != l or len(program) != 2 * zeros + 1 + l:
        raise ArithmeticError("the program does not give back its length")
    return len(program)


delta_header = Theorem(
    name="literal-program-delta-header",
    title="A literal program with Elias' δ header: ℓ + log₂ ℓ + 2 log₂(1 + log₂ ℓ) + 1 bits",
    claim=AtMost(r"|\delta(\ell)\,s|,\ s\in\{0,1\}^\ell",
                 l + log(l) / log(2) + 2 * log(1 + log(l) / log(2)) / log(2) + 1),
    domain=Domain(l),
    source=Source(PROBABILISTIC_MODELS, "§3.6", verdict="companion", printed=PRINTED),
    near_misses={"a constant": l + 2, "log ℓ alone": l + log(l) / log(2) + 1,
                 "log log ℓ once": l + log(l) / log(2) + log(1 + log(l) / log(2)) / log(2) + 1},
    covers=["kolmogorov-literal-upper-bound"],
    unsampled="The length of the program depends on the length of s only; nothing is random.",
)


@delta_header.derivation
def with_the_digits_of_the_number_of_digits():
    """ℓ has m + 1 digits; γ(m + 1) has at most 2 log₂(m + 1) + 1 bits, and m ≤ log₂ ℓ."""
    m, x = Symbol("m", integer=True, nonnegative=True), Symbol("x", nonnegative=True)
    yield Cites("literal-program-gamma-header", "|γ(m + 1)| ≤ 2 log₂(m + 1) + 1")
    yield Equal(log(TWO ** m * (1 + x)) / log(2), m + log(1 + x) / log(2), because="log₂ ℓ for ℓ = 2^m (1 + x)")
    yield AtMostStep(m, m + log(1 + x) / log(2), because="m ≤ log₂ ℓ, and the bound increases in m")
    return l + log(l) / log(2) + 2 * log(1 + log(l) / log(2)) / log(2) + 1


@delta_header.numeric(dict(l=1), dict(l=2), dict(l=8), dict(l=128), dict(l=13), dict(l=1000))
def by_writing_the_longer_header(l):
    """Write δ(ℓ) and ℓ symbols, read them again, and count."""
    program = _delta(l) + "01" * (l // 2) + "1" * (l % 2)
    zeros = program.index("1")
    start, digits = 2 * zeros + 1, int(program[:2 * zeros + 1], 2)
    if int("1" + program[start:start + digits - 1], 2) != l or len(program) != start + digits - 1 + l:
        raise ArithmeticError("the program does not give back its length")
    return len(program)


m = Symbol("m", integer=True, positive=True)

header_kraft_sum = Theorem(
    name="elias-gamma-kraft-sum",
    title="Elias' γ code is complete: Kraft sum of the numbers with at most m digits",
    claim=Equals(r"\sum_{\ell<2^m}2^{-|\gamma(\ell)|}", 1 - TWO ** (-m)),
    domain=Domain(m),
    source=Source(PROBABILISTIC_MODELS, "§3.6", verdict="companion"),
    near_misses={"complete already": 1, "half": TWO ** (-1) - TWO ** (-m - 1), "as for words of equal length":
                 TWO ** m / (TWO ** m + 1)},
    covers=["kolmogorov-literal-upper-bound"],
)


@header_kraft_sum.derivation
def by_the_number_of_digits():
    """2^j numbers with j + 1 digits, of 2j + 1 bits each."""
    j = Symbol("j", integer=True)
    yield Equal(Sum(TWO ** j * TWO ** (-2 * j - 1), (j, 0, m - 1)), 1 - TWO ** (-m))
    yield Limit(1 - TWO ** (-m), m, oo, 1)
    return 1 - TWO ** (-m)


@header_kraft_sum.numeric(dict(m=1), dict(m=2), dict(m=3), dict(m=5))
def by_writing_all_headers(m):
    """Write the headers of all numbers with at most m digits and count the texts that begin with one of them."""
    words = tuple(_gamma(number) for number in range(1, 2 ** m))
    texts = ["".join(letters) for letters in itertools.product("01", repeat=max(map(len, words)))]
    return Fraction(sum(text.startswith(words) for text in texts), len(texts))


@header_kraft_sum.monte_carlo(dict(m=2), dict(m=3), moments=Bounded(0, 1))
def tosses_that_begin_with_a_header(rng, size, m):
    """Toss coins: they begin with the γ header of a number below 2^m if a one is among the first m."""
    tosses = rng.integers(0, 2, (size, 2 * m))
    return (np.cumsum(tosses, axis=1)[:, m - 1] > 0).astype(float)
