r"""Incompressible words satisfy the law of large numbers.

Statement.  Let h be the binary entropy in bits.  Then h(q) ≤ 1 − 2 (q − ½)²/log 2 for 0 < q < 1.  If the two-part
code does not compress a word of n symbols, log₂(n + 1) + log₂ C(n, k) ≥ n, then its share of zeros satisfies

    |1 − k/n − ½| ≤ √(log(n + 1)/(2n)) → 0.

Idea.  1 − h is convex with minimum at ½, where its curvature is 4/log 2, the least one.  If a share q ≠ ½ were kept,
n h(q) + log₂(n + 1) bits would be enough.

Notes.  The hypothesis K(x_{1:n} | n)/n → 1 of the notes gives h(k/n) → 1 in the same way, hence k/n → ½.  The
converse fails: 0101…01 has as many zeros as ones (`shortest_programs`).

References.  A. N. Kolmogorov (1965); M. Li & P. Vitányi (2019), §2.6; I. Csiszár & J. Körner (2011), Problem 3.18.
"""

from fractions import Fraction

from sympy import Integer, Rational, S, Subs, Symbol, log, oo, sqrt

from numerics.block_sources import information, pascal_row
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import (
    AtMost,
    Cites,
    Convex,
    Domain,
    Equal,
    Erratum,
    Limit,
    Source,
    Stationary,
    Tends,
    Theorem,
)

q = Symbol("q", positive=True)
n = Symbol("n", integer=True, positive=True)

pinsker = Theorem(
    name="binary-entropy-quadratic-bound",
    title="Binary entropy: at most 1 − 2(q − ½)²/log 2",
    claim=AtMost(r"h(q)=-q\log_2q-(1-q)\log_2(1-q)", 1 - 2 * (q - Rational(1, 2)) ** 2 / log(2)),
    domain=Domain(q < 1),
    source=Source(PROBABILISTIC_MODELS, "§3.8", verdict="companion",
                  printed=r"\text{if the proportion of 0's was not going to } \dots\text{ we could exploit this to "
                          r"compress}"),
    near_misses={"parabola through the ends": 1 - 4 * (q - Rational(1, 2)) ** 2,
                 "twice the curvature": 1 - 4 * (q - Rational(1, 2)) ** 2 / log(2),
                 "linear": 1 - abs(q - Rational(1, 2)) / log(2)},
    covers=["incompressible-implies-lln"],
    unsampled="A function of one number is bounded; nothing is random.",
)


@pinsker.derivation
def by_convexity():
    """The difference is convex in q, vanishes at ½ and is stationary there."""
    x = Symbol("q", positive=True)
    difference = 1 + (x * log(x) + (1 - x) * log(1 - x)) / log(2) - 2 * (x - S.Half) ** 2 / log(2)
    yield Convex(difference, x, where=[x < 1], because="1/(q (1 − q)) ≥ 4")
    yield Stationary(difference, {x: S.Half})
    yield Equal(Subs(difference, x, S.Half), 0, because="so it is nonnegative")
    return 1 - 2 * (x - S.Half) ** 2 / log(2)


@pinsker.numeric(dict(q="1/2"), dict(q="9/20"), dict(q="1/3"), dict(q="7/10"), dict(q="1/100"), dict(q="51/100"))
def by_logarithms_digit_by_digit(q):
    """The information of a symbol of a biased coin."""
    return information((q, 1 - q))


SHARE = r"\max\{1-k/n:\ \log_2(n+1)+\log_2\tbinom nk\ge n\}"
BAND = sqrt(log(n + 1) / (2 * n))

frequencies = Theorem(
    name="incompressible-words-are-balanced",
    title="The share of zeros in words that the two-part code does not compress tends to ½",
    claim=Tends(SHARE, Rational(1, 2), remainder=BAND, variable=n),
    domain=Domain(n),
    source=[Source(PROBABILISTIC_MODELS, "§3.8", verdict="holds",
                   printed=r"\text{the law of large numbers (the proportion of 0's and 1's will both tend to 1/2)}"),
            Source(PROBABILISTIC_MODELS, "§3.8", verdict="misprint",
                   printed=r"\text{if the proportion of 0's was not going to 1, we could exploit this to compress}")],
    errata=[Erratum(printed=r"\text{the proportion of 0's was not going to 1}", formula=Integer(1), at=dict(n=100),
                    wrong="“/2” is lost: one line above, the proportion tends to 1/2; words with a share of zeros "
                          "near 1 are the most compressible ones")],
    near_misses={"no fluctuations": Tends(SHARE, Rational(1, 2), 1 / (2 * n), n), "of order one over the root":
                 Tends(SHARE, Rational(1, 2), 1 / (2 * sqrt(n)), n), "one third": Rational(1, 3)},
    covers=["incompressible-implies-lln"],
    unsampled="The largest share over all words is no mean; all numbers of ones are tried.",
)


@frequencies.derivation
def by_the_entropy_of_the_share():
    """n ≤ log₂(n + 1) + n h(k/n) ≤ log₂(n + 1) + n − 2n (k/n − ½)²/log 2."""
    d = Symbol("d", positive=True)
    yield Cites("two-part-code-worst-case", "the two-part code needs at most n h(k/n) + log₂(n + 1) bits")
    yield Cites("binary-entropy-quadratic-bound", "h(k/n) ≤ 1 − 2 (k/n − ½)²/log 2")
    yield Equal(n - 2 * n * d ** 2 / log(2) + log(n + 1) / log(2) - n, (log(n + 1) - 2 * n * d ** 2) / log(2),
                because="d = |k/n − ½|: nonnegative for a word that is not compressed")
    yield Equal(Subs(log(n + 1) - 2 * n * d ** 2, d, sqrt(log(n + 1) / (2 * n))), 0, because="so d² ≤ log(n + 1)/(2n)")
    yield Limit(log(n + 1) / (2 * n), n, oo, 0)
    return S.Half


@frequencies.numeric(dict(n=30), dict(n=100), dict(n=400), dict(n=1000))
def over_all_numbers_of_ones(n):
    """The fewest ones with (n + 1) C(n, k) ≥ 2^n, from Pascal's triangle."""
    fewest = next(k for k, words in enumerate(pascal_row(n)) if (n + 1) * words >= 2 ** n)
    return Fraction(n - fewest, n)
