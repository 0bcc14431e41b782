r"""Arithmetic coding: how many binary digits lead into a bucket [F, F + p).

Statement.  Let L = ⌈−log₂ p⌉, that is 2^(−L) ≤ p < 2^(1−L).  (a) The numbers that begin with b_1 … b_n fill the
interval from 0.b_1…b_n to 0.b_1…b_n + 2^(−n).  (b) For a *point* of the bucket L digits suffice, and for some F no
fewer do: enough for a decoder that knows the number of digits.  (c) For an *interval* [0.b, 0.b + 2^(−m)) inside the
bucket, so that the digits written decide the bucket whatever follows, m = L + 1 digits suffice, and for some F no fewer
do.

Idea.  (b) A half-open interval of length 2^L p ≥ 1 contains an integer; (c) one of length 2^(L+1) p ≥ 2 contains two
consecutive ones and the interval between.  The bucket of width p centred at 2^(−L) contains no multiple of 2^(1−L) and
no whole interval between two multiples of 2^(−L).

Notes.  The half-open bucket matters in (b): [1/4, 3/4) needs one digit for a point, two for an interval.  In (a) the
right end belongs to the set only if expansions ending in 111… are admitted.

References.  T. M. Cover & J. A. Thomas, Elements of Information Theory (2006), §5.9 and §13.3.
"""

import itertools
from fractions import Fraction

from sympy import Integer, Sum, Symbol, log, oo, symbols

from numerics.codes import arithmetic_interval_length, arithmetic_point_length
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import AtMostStep, Domain, Equal, Equals, Erratum, Limit, Source, Theorem, within

n = Symbol("n", integer=True, positive=True)
b = Symbol("b", integer=True, nonnegative=True)

dyadic_range = Theorem(
    name="binary-prefix-interval",
    title="The numbers whose binary expansion begins with given digits",
    claim=Equals(r"\sup\{0.b_1\dots b_nc_1c_2\dots:\ c\in\{0,1\}^{\mathbb{N}}\},\ b=(b_1\dots b_n)_2",
                 (b + 1) / Integer(2) ** n),
    domain=Domain(n, b <= 2 ** n - 1),
    source=Source(PROBABILISTIC_MODELS, "§3.4", verdict="misprint",
                  printed=r"\text{the possible range is } [0.b_1\dots b_n,\ 0.b_1\dots b_n1)"),
    errata=[Erratum(printed=r"[0.b_1\dots b_n,\ 0.b_1\dots b_n1)", formula=(2 * b + 1) / Integer(2) ** (n + 1),
                    wrong="0.b_1…b_n1 is the midpoint: the continuations with next digit 1 are left out; "
                          "0.b_1…b_n111… was probably meant")],
    near_misses={"one digit more": b / Integer(2) ** n + 1 / Integer(2) ** (n + 1),
                 "one digit fewer": (b + 2) / Integer(2) ** n,
                 "the left end": b / Integer(2) ** n},
    covers=["arithmetic-coding-dyadic-range"],
    unsampled="An end of an interval is not the mean of a sample.",
)


@dyadic_range.derivation
def by_a_geometric_series():
    """All further digits one: Σ_{k > n} 2^(−k) = 2^(−n)."""
    k, m = symbols("k m", integer=True, positive=True)
    yield Equal(b / Integer(2) ** n + Sum(Integer(2) ** (-n - k), (k, 1, m)),
                (b + 1 - Integer(2) ** (-m)) / Integer(2) ** n,
                because="the greatest number with m further digits")
    yield Limit((b + 1 - Integer(2) ** (-m)) / Integer(2) ** n, m, oo, (b + 1) / Integer(2) ** n)
    return (b + 1) / Integer(2) ** n


@dyadic_range.numeric(dict(n=1, b=1), dict(n=2, b=1), dict(n=3, b=5), dict(n=4, b=0))
def over_all_continuations(n, b):
    """The greatest number with ten more digits; digits after these add at most one unit of the last place."""
    def value(digits):
        return sum(Fraction(digit, 2 ** place) for place, digit in enumerate(digits, 1))
    head = [int(letter) for letter in format(b, f"0{n}b")]
    greatest = max(value([*head, *tail]) for tail in itertools.product((0, 1), repeat=10))
    half = Fraction(1, 2 ** (n + 11))
    return within(greatest + half, half)


L, p = Symbol("L", integer=True, positive=True), Symbol("p", positive=True)
BUCKETS = Domain(L, p >= 2 ** (-L), p < 2 ** (1 - L))


def _starts(p):
    """All starts F of buckets [F, F + p) where a digit count can change, and one between each two of them."""
    cells = 4 * p.denominator * 2 ** (p.denominator // p.numerator).bit_length()
    return (Fraction(j, cells) for j in range(int((1 - p) * cells) + 1))


point_length = Theorem(
    name="arithmetic-code-point-length",
    title="Binary digits of a point in a bucket of width p: ⌈−log₂ p⌉ in the worst position",
    claim=Equals(r"\max_F\min\{m:\ [F,F+p)\cap 2^{-m}\mathbb{Z}\ne\emptyset\},\ L=\lceil-\log_2p\rceil", L),
    domain=BUCKETS,
    source=Source(PROBABILISTIC_MODELS, "§3.4", verdict="holds under a condition",
                  printed=r"\text{The number of bits required to write down that real number (assuming we know in "
                          r"advance its length) is obviously } \le\lceil-\log_2p_i\rceil"),
    errata=[Erratum(printed=r"\text{we can point that in } \log_2p_i", formula=log(p) / log(2),
                    wrong="the sign is lost: −log₂ p digits, up to rounding")],
    near_misses={"rounded down": L - 1, "one digit more": L + 1, "not rounded": -log(p) / log(2), "in nats": -log(p)},
    covers=["arithmetic-coding-length"],
    unsampled="The worst position of a bucket is not the mean of a sample.",
)


@point_length.derivation
def by_an_integer_in_a_half_open_interval():
    """2^L F = m − f with an integer m and 0 ≤ f < 1: m is in [m − f, m − f + s) as soon as s = 2^L p ≥ 1."""
    f, s = symbols("f s", nonnegative=True)
    yield AtMostStep(f, s, where=[f < 1, s >= 1],
                     because="even f < s: the point m/2^L is in the bucket, so L digits do")
    width, cell = symbols("w c", positive=True)  # p and 2^(−L)
    start = cell - width / 2
    yield AtMostStep(0, start, where=[width < 2 * cell],
                     because="the bucket centred at 2^(−L) begins to the right of 0")
    yield AtMostStep(start + width, 2 * cell, where=[width < 2 * cell], because="and ends to the left of 2^(1−L)")
    return L


@point_length.numeric(dict(L=1, p="1/2"), dict(L=1, p="5/7"), dict(L=2, p="1/3"), dict(L=3, p="1/5"),
                      dict(L=3, p="1/8"), dict(L=4, p="2/23"))
def over_all_positions_of_a_point(p):
    """For every start of the bucket the fewest digits of a point in it, by trial; the greatest of them."""
    return max(arithmetic_point_length(start, p) for start in _starts(Fraction(p)))


interval_length = Theorem(
    name="arithmetic-code-interval-length",
    title="Binary digits that decide a bucket of width p: ⌈−log₂ p⌉ + 1 in the worst position",
    claim=Equals(r"\max_F\min\{m:\ [j,j+1)2^{-m}\subset[F,F+p)\text{ for some } j\in\mathbb{Z}\},"
                 r"\ L=\lceil-\log_2p\rceil", L + 1),
    domain=BUCKETS,
    source=Source(PROBABILISTIC_MODELS, "§3.4", verdict="companion",
                  printed=r"\text{write down a real number in binary in the form } 0.b_1b_2b_3\dots \text{ until we "
                          r"land in one interval}"),
    near_misses={"as for a point": L, "two digits more": L + 2, "not rounded": 1 - log(p) / log(2)},
    covers=["arithmetic-coding-length"],
    unsampled="The worst position of a bucket is not the mean of a sample.",
)


@interval_length.derivation
def by_two_integers_in_an_interval():
    """2^(L+1) F = m − f with 0 ≤ f < 1: [m, m + 1) is in [m − f, m − f + s) as soon as s = 2^(L+1) p ≥ 2."""
    f, s = symbols("f s", nonnegative=True)
    yield AtMostStep(f + 1, s, where=[f < 1, s >= 2], because="so L + 1 digits do")
    width, cell = symbols("w c", positive=True)  # p and 2^(−L)
    start = cell - width / 2
    yield AtMostStep(0, start, where=[width < 2 * cell],
                     because="the bucket centred at 2^(−L) begins inside the first interval of length 2^(−L)")
    yield AtMostStep(start + width, 2 * cell, where=[width < 2 * cell],
                     because="and ends inside the second: neither is contained in it")
    return L + 1


@interval_length.numeric(dict(L=1, p="1/2"), dict(L=1, p="5/7"), dict(L=2, p="1/3"), dict(L=3, p="1/5"),
                         dict(L=3, p="1/8"), dict(L=4, p="2/23"))
def over_all_positions_of_an_interval(p):
    """For every start of the bucket the fewest digits of an interval inside it, by trial; the greatest of them."""
    return max(arithmetic_interval_length(start, p) for start in _starts(Fraction(p)))
