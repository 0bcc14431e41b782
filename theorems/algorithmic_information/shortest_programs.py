r"""Shortest programs of the toy machine T: the most and the least complex words of each length.

Statement.  Let K_T(x) be the length of the shortest program of T that prints x and halts.  Then

    max_{|x| = n} K_T(x) = 2n + 2,        min_{|x| = n} K_T(x) ≥ 3 log₂ n + 3,

with equality on the right if and only if n is a power of two, n ≥ 2, and in particular

    K_T(0101…01) = 3k + 3        for the word of length 2^k, k ≥ 1.

Idea.  The literal program appends the n symbols, two bits each, and stops.  Another operation that changes the word
makes it begin with a square uu, which the word 011…1 does not.  In a halting program a jump that is taken comes after
appended symbols only and doubles the word, as 110 does (a doubling before it would make the second run meet it with
odd parity again).  So K_T(x) − 2 is the least cost of building x by appending (2 bits) and doubling (3 bits).

Notes.  The first values are K_T(0000) = 9, K_T((01)^4) = 12, K_T(0^16) = K_T((01)^8) = 15; the literal program of a
word of 16 symbols has 34 bits.  Half of the symbols of 0101…01 are ones, and still it is compressible:
"incompressible" is more than the law of large numbers.

References.  A. N. Kolmogorov, Problems of Information Transmission 1 (1965); M. Li & P. Vitányi (2019), §2.1.
"""

import itertools

from sympy import Add, Rational, Subs, Sum, Symbol, log, symbols

from numerics import toy_machine
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import AtLeast, AtMostStep, Cites, Domain, Equal, Equals, Erratum, Source, Theorem

n = Symbol("n", integer=True, nonnegative=True)
m, k = symbols("m k", integer=True, positive=True)

most_complex = Theorem(
    name="toy-greatest-complexity",
    title="The most complex words of length n on the toy machine T need their literal program",
    claim=Equals(r"\max_{|x|=n}K_T(x),\quad K_T(x)=\min\{\ell(p):\ T(p)=x\}", 2 * n + 2),
    domain=Domain(n),
    source=[Source(PROBABILISTIC_MODELS, "§3.6", verdict="misprint",
                   printed=r"\mathcal{K}_\ell(s)=\min_{p:\Upsilon(p)}\text{length}(p)"),
            Source(PROBABILISTIC_MODELS, "§3.6", verdict="holds under a condition",
                   printed=r"\text{in the worst case, }\mathcal{K}_\ell(s)\text{ will typically be equal to }\ell+c"
                           r"\text{ for some small constant } c")],
    errata=[Erratum(printed=r"\min_{p:\Upsilon(p)}\text{length}(p)", formula=2, at=dict(n=1),
                    wrong="the constraint Υ(p) = s is lost: without it, the minimum is the length of the shortest "
                          "program that halts, for every word")],
    near_misses={"ℓ + c with the c of the empty word": n + 2, "without the stop": 2 * n,
                 "one bit for a stop": 2 * n + 1,
                 "Elias' header": n + 2 * log(n + 1) / log(2) + 2},
    covers=["kolmogorov-definition", "kolmogorov-literal-upper-bound"],
    unsampled="Nothing is random: all programs are run.",
)


@most_complex.derivation
def by_words_without_a_square_at_the_beginning():
    """The literal program, and 01…1, whose first symbol does not come back, so that it begins with no square uu."""
    j = Symbol("j", integer=True)
    yield Equal(Sum(2, (j, 1, n)) + 2, 2 * n + 2, because="n symbols of two bits and the stop; no word needs more")
    doublings = Symbol("d", integer=True, nonnegative=True)
    yield AtMostStep(2 * n + 2, 2 * n + 2 + 3 * doublings,
                     because="a program for 01…1 appends all n symbols, since the first D or J that changes the word "
                             "makes it begin with a square, and the other ones only cost")
    return 2 * n + 2


@most_complex.numeric(*(dict(n=size) for size in range(9)))
def by_running_all_programs_up_to_18_bits(n):
    """The shortest program of every word of length n."""
    shortest = toy_machine.complexities(18)
    return max(shortest["".join(word)] for word in itertools.product("01", repeat=n))


least_complex = Theorem(
    name="toy-least-complexity",
    title="No word of length m has a program of fewer than 3 log₂ m + 3 bits on the toy machine T",
    claim=AtLeast(r"\min_{|x|=m}K_T(x)", 3 * log(m) / log(2) + 3),
    domain=Domain(m),
    source=Source(PROBABILISTIC_MODELS, "§3.6", verdict="companion",
                  printed=r"\text{if we see 10101010101010, we may want to say `10 repeated } \dots\text{'}"),
    near_misses={"append the first symbol as for length one": 3 * log(m) / log(2) + 4, "literal": 2 * m + 2,
                 "two bits more for every doubling": 5 * log(m) / log(2) + 2},
    covers=["kolmogorov-definition"],
    unsampled="Nothing is random: all programs are run.",
)


@least_complex.derivation
def by_a_potential():
    """The cost c of building a word satisfies c ≥ 3 log₂ m + 1: doubling adds three, appending at most two."""
    x = Symbol("x", positive=True)
    yield Equal(3 * log(2 * x) / log(2), 3 * log(x) / log(2) + 3, because="doubling costs three bits")
    yield AtMostStep((x + 1) ** 3, 4 * x ** 3, where=[x >= 2],
                     because="3 log₂((x + 1)/x) ≤ 2: appending to two symbols or more costs two bits")
    yield Equal(Subs(3 * log(x) / log(2) + 1, x, 1), 1, because="one symbol costs 2 ≥ 1")
    yield Equal(Subs(3 * log(x) / log(2) + 1, x, 2), 4, because="two symbols cost 4, appended both or doubled for 2 + 3")
    yield Equal(Add(3 * log(m) / log(2) + 1, 2, evaluate=False), 3 * log(m) / log(2) + 3, because="the stop costs two")
    return 3 * log(m) / log(2) + 3


@least_complex.numeric(*(dict(m=size) for size in (1, 2, 3, 4, 6, 8, 11, 16, 24, 32)))
def by_running_all_programs_up_to_20_bits(m):
    """The shortest program that prints some word of length m."""
    return min(bits for word, bits in toy_machine.complexities(20).items() if len(word) == m)


repeated_pair = Theorem(
    name="toy-complexity-of-a-repeated-pair",
    title="The word 0101…01 of length 2^k has complexity 3k + 3 on the toy machine T",
    claim=Equals(r"K_T\left((01)^{2^{k-1}}\right)", 3 * k + 3),
    domain=Domain(k),
    source=Source(PROBABILISTIC_MODELS, "§3.1", verdict="holds",
                  printed=r"\text{0101010101...0101. } \dots \text{ Obviously, this sequence is easy to compress}"),
    near_misses={"literal, as the proportion of ones is one half": 2 ** (k + 1) + 2,
                 "with a counter of k bits": 3 * k + 3 + k,
                 "append the pair only": Rational(6, 1), "doubling in two bits": 2 * k + 4},
    covers=["kolmogorov-definition", "coin-sequence-probability-and-counting", "incompressible-implies-lln"],
    unsampled="Nothing is random: all programs are run.",
)


@repeated_pair.derivation
def by_doubling_a_pair():
    """Append 0 and 1, double k − 1 times, stop; no word of length 2^k has a shorter program."""
    j = Symbol("j", integer=True)
    yield Equal(2 + 2 + Sum(3, (j, 1, k - 1)) + 2, 3 * k + 3, because="the program that doubles")
    yield Cites("toy-least-complexity", "K_T(x) ≥ 3 log₂ |x| + 3")
    yield Equal(3 * log(2 ** k) / log(2) + 3, 3 * k + 3, because="at |x| = 2^k")
    return 3 * k + 3


@repeated_pair.numeric(*(dict(k=exponent) for exponent in range(1, 6)))
def by_running_programs_in_order_of_length(k):
    """The first program, in order of length, that prints the word."""
    return toy_machine.complexities(18)["01" * 2 ** (k - 1)]
