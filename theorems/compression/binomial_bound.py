r"""Binomial coefficients and entropy: log₂ C(n, k) ≤ n h(k/n), and both bounds up to a constant.

Statement.  Let 1 ≤ k ≤ n − 1 and h(x) = −x log₂ x − (1 − x) log₂(1 − x).  Then log₂ C(n, k) ≤ n h(k/n), and

    n h(k/n) − ½ log₂(8k(n − k)/n) ≤ log₂ C(n, k) ≤ n h(k/n) − ½ log₂(2πk(n − k)/n).

In particular log₂ C(n, k) ≥ n h(k/n) − log₂(n + 1).  The single term −n (k/n) log₂(k/n) is an upper bound only for
k = 1 and k = n (and trivially for k = 0).

Idea.  C(n, k) x^k (1 − x)^(n − k) ≤ 1 for every x, a term of (x + 1 − x)^n; take x = k/n.  The two-sided bound is
Stirling's formula with Robbins' remainder.

Notes.  A valid bound without the second term is C(n, k) ≤ (en/k)^k.  At k = 0 and k = n both sides of the first bound
are 0.

References.  R. Ash, Information Theory (1965), Lemma 4.7.1; H. Robbins, American Mathematical Monthly 62 (1955).
"""

from sympy import E, Eq, Or, Rational, Subs, Symbol, log, pi, symbols, true

from numerics.block_sources import binary_logarithm, pascal_row
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import (
    AtLeast,
    AtMost,
    AtMostStep,
    Cites,
    Classical,
    Domain,
    Equal,
    Erratum,
    Holds,
    Source,
    Theorem,
)

n, k = symbols("n k", integer=True, positive=True)
INSIDE = Domain(k, n >= k + 1)
BITS = (n * log(n) - k * log(k) - (n - k) * log(n - k)) / log(2)

entropy_bound = Theorem(
    name="binomial-entropy-bound",
    title="Logarithm of a binomial coefficient: at most n times the entropy of k/n",
    claim=AtMost(r"\log_2\binom nk", BITS),
    domain=INSIDE,
    source=Source(PROBABILISTIC_MODELS, "§3.7", verdict="wrong as printed",
                  printed=r"\log\binom nk\le-n(k/n)\log(k/n)"),
    errata=[Erratum(printed=r"\log\binom nk\le-n(k/n)\log(k/n)", formula=k * (log(n) - log(k)) / log(2),
                    at=dict(n=3, k=2), wrong="the term −(n − k) log((n − k)/n) is missing; the printed bound fails "
                                             "for every k from 2 to n − 1, first for C(3, 2) = 3 > 9/4")],
    near_misses={"the other term alone": (n - k) * (log(n) - log(n - k)) / log(2),
                 "minus the bits for k": BITS - log(n + 1) / log(2), "in nats": BITS * log(2)},
    covers=["binomial-entropy-bound"],
    unsampled="Binomial coefficients are counted; nothing is random.",
)


@entropy_bound.derivation
def by_one_term_of_the_binomial_theorem():
    """C(n, k) x^k (1 − x)^m is a probability, at most one, at x = k/n, m = n − k."""
    w, c, m, N = symbols("w c m N", positive=True)
    yield AtMostStep(0, -log(w), where=[w <= 1], because="w = C(n, k) (k/n)^k (m/n)^m")
    yield Equal(-log(c * (k / N) ** k * (m / N) ** m), -log(c) + (k + m) * log(N) - k * log(k) - m * log(m),
                because="its logarithm, N = n = k + m")
    return (n * log(n) - k * log(k) - (n - k) * log(n - k)) / log(2)


@entropy_bound.numeric(dict(n=3, k=2), dict(n=2, k=1), dict(n=4, k=1), dict(n=40, k=3), dict(n=60, k=57),
                       dict(n=100, k=50), dict(n=100, k=70))
def by_pascals_rule(n, k):
    """The coefficient from Pascal's triangle, its logarithm digit by digit."""
    return binary_logarithm(pascal_row(n)[k])


printed_bound = Theorem(
    name="binomial-single-term-bound",
    title="When −k log₂(k/n) bounds log₂ C(n, k)",
    claim=Holds(r"\log_2\binom nk\le-k\log_2(k/n)", Or(Eq(k, 1), Eq(k, n))),
    domain=Domain(n, k <= n),
    source=Source(PROBABILISTIC_MODELS, "§3.7", verdict="companion"),
    near_misses={"always": true, "for few ones": 2 * k <= n, "for one only": Eq(k, 1),
                 "for k up to two": Or(k <= 2, Eq(k, n))},
    covers=["binomial-entropy-bound"],
    unsampled="Integers are compared; nothing is random.",
)


@printed_bound.derivation
def factor_by_factor():
    """C(n, k) = Π_{j < k} (n − j)/(k − j), each factor at least n/k, and larger if j ≥ 1 and k < n."""
    j, r, s = Symbol("j", integer=True, nonnegative=True), Symbol("r", integer=True, positive=True), Symbol(
        "s", integer=True, nonnegative=True)
    yield Equal((r + j + s - j) / r - (r + j + s) / (r + j), j * s / (r * (r + j)),
                because="with r = k − j > 0, s = n − k: the excess of (n − j)/(k − j) over n/k, positive if j, s ≥ 1")
    yield Equal(log(n) / log(2), -1 * log(1 / n) / log(2), because="equality at k = 1: C(n, 1) = n")
    yield Equal(Subs(-k * log(k / n), k, n), 0, because="equality at k = n: C(n, n) = 1")
    return Or(Eq(k, 1), Eq(k, n))


@printed_bound.numeric(dict(n=1, k=1), dict(n=3, k=2), dict(n=4, k=2), dict(n=5, k=1), dict(n=5, k=5), dict(n=7, k=2),
                       dict(n=7, k=6), dict(n=9, k=4), dict(n=12, k=11))
def in_integers(n, k):
    """C(n, k) k^k ≤ n^k, with the coefficient from Pascal's triangle."""
    return pascal_row(n)[k] * k ** k <= n ** k


ROBBINS = Classical("Stirling's formula with Robbins' bounds", "Robbins, Amer. Math. Monthly 62 (1955)")

upper_bound = Theorem(
    name="binomial-upper-bound",
    title="Logarithm of a binomial coefficient from above: n h(k/n) − ½ log₂(2πk(n − k)/n)",
    claim=AtMost(r"\log_2\binom nk", BITS - log(2 * pi * k * (n - k) / n) / (2 * log(2))),
    domain=INSIDE,
    source=Source(PROBABILISTIC_MODELS, "§3.7", verdict="companion",
                  printed=r"\text{we can shave } \tfrac12\log n \text{ by being finer about } \log\binom nk"),
    near_misses={"the constant of the lower bound": BITS - log(8 * k * (n - k) / n) / (2 * log(2)),
                 "a whole log n": BITS - log(n) / log(2),
                 "2πe for 2π": BITS - log(2 * pi * E * k * (n - k) / n) / (2 * log(2))},
    covers=["binomial-entropy-bound"],
    unsampled="Binomial coefficients are counted; nothing is random.",
)


@upper_bound.derivation
def by_stirlings_formula():
    """n! from above, k! and m! from below (m = n − k ≥ 1): the exponents of the remainders add up to less than zero."""
    j, m = symbols("j m", integer=True, positive=True)
    yield Cites(ROBBINS, "√(2πn) (n/e)^n e^(1/(12n + 1)) < n! < √(2πn) (n/e)^n e^(1/(12n))")
    yield Equal(_stirling(j + m) - _stirling(j) - _stirling(m),
                (j + m) * log(j + m) - j * log(j) - m * log(m) - log(2 * pi * j * m / (j + m)) / 2,
                because="the logarithms of the main terms, j = k")
    yield AtMostStep(1 / (12 * (j + m)), 1 / (12 * j + 1), because="since 12j + 12m ≥ 12j + 1")
    return (n * log(n) - k * log(k) - (n - k) * log(n - k) - log(2 * pi * k * (n - k) / n) / 2) / log(2)


def _stirling(number):
    """The logarithm of the main term √(2πn) (n/e)^n of n!."""
    return log(2 * pi * number) / 2 + number * log(number) - number


@upper_bound.numeric(dict(n=3, k=2), dict(n=5, k=2), dict(n=40, k=3), dict(n=60, k=57), dict(n=100, k=50),
                     dict(n=200, k=90))
def from_pascals_triangle(n, k):
    """The coefficient from Pascal's triangle, its logarithm digit by digit."""
    return binary_logarithm(pascal_row(n)[k])


lower_bound = Theorem(
    name="binomial-lower-bound",
    title="Logarithm of a binomial coefficient from below: n h(k/n) − ½ log₂(8k(n − k)/n)",
    claim=AtLeast(r"\log_2\binom nk", BITS - log(8 * k * (n - k) / n) / (2 * log(2))),
    domain=INSIDE,
    source=Source(PROBABILISTIC_MODELS, "§3.7", verdict="companion"),
    near_misses={"the constant of the upper bound": BITS - log(2 * pi * k * (n - k) / n) / (2 * log(2)),
                 "the entropy alone": BITS, "7 for 8": BITS - log(7 * k * (n - k) / n) / (2 * log(2))},
    covers=["binomial-entropy-bound"],
    unsampled="Binomial coefficients are counted; nothing is random.",
)


@lower_bound.derivation
def by_stirlings_formula_from_below():
    """By symmetry k ≤ m = n − k; equality for k = m = 1, and for m ≥ 2 the remainders cost less than √(8/(2π))."""
    j, m = symbols("j m", integer=True, positive=True)
    yield Cites(ROBBINS, "√(2πn) (n/e)^n e^(1/(12n + 1)) < n! < √(2πn) (n/e)^n e^(1/(12n))")
    yield Equal(_stirling(j + m) - _stirling(j) - _stirling(m),
                (j + m) * log(j + m) - j * log(j) - m * log(m) - log(8 * j * m / (j + m)) / 2 + log(8 / (2 * pi)) / 2,
                because="the logarithms of the main terms, j = k")
    yield Equal(2 * log(2) - log(Rational(8, 2)) / 2, log(2), because="C(2, 1) = 2")
    yield AtMostStep(1 / (12 * m) - 1 / (12 * (m + 1) + 1), Rational(13, 888), where=[m >= 2],
                     because="k = 1: the remainder 1/(12n + 1) − 1/12 − 1/(12m) is at least −1/12 − 13/888")
    yield AtMostStep(1 / (12 * j) + 1 / (12 * m), Rational(1, 12), where=[j >= 2, m >= 2],
                     because="k ≥ 2: the remainder is above −1/24 − 1/24")
    yield AtMostStep(Rational(1, 12) + Rational(13, 888), log(8 / (2 * pi)) / 2, because="0.0980 ≤ 0.1208")
    yield AtMostStep(8 * j * m, 2 * (j + m) ** 2, because="so ½ log(8km/n) ≤ ½ log(2n)")
    yield AtMostStep(2 * n, (n + 1) ** 2, because="and ½ log(2n) ≤ log(n + 1)")
    return (n * log(n) - k * log(k) - (n - k) * log(n - k) - log(8 * k * (n - k) / n) / 2) / log(2)


@lower_bound.numeric(dict(n=2, k=1), dict(n=3, k=2), dict(n=5, k=2), dict(n=40, k=3), dict(n=60, k=57),
                     dict(n=100, k=50))
def from_pascals_triangle_again(n, k):
    """The coefficient from Pascal's triangle, its logarithm digit by digit."""
    return binary_logarithm(pascal_row(n)[k])
