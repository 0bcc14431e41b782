r"""The mixture of Krichevsky and Trofimov: n h(k/n) + ½ log₂ n + 1 bits for every sequence with k ones.

Statement.  Let the next symbol be a one with probability (k + ½)/(n + 1) after n symbols with k ones.  A sequence with k
ones and j = n − k zeros then has the probability

    P(k, j) = C(2k, k) C(2j, j) / (4^n C(n, k)) = ∫₀¹ x^k (1 − x)^j dx / (π √(x(1 − x))),

and −log₂ P ≤ n h(k/n) + ½ log₂ n + 1, with ½ in place of 1 if both symbols occur.  Equality holds for n = 1, and for
n = 2, k = 1.

Idea.  Put D(k, j) = P(k, j) n^(n + ½)/(k^k j^j).  One more symbol never decreases D, because

    (n + ½) log((n + 1)/n) ≥ 1 ≥ (k + 1) log(k + 1) − k log k − log(k + ½).

Notes.  So K(x|n) ≤ n h(k/n) + ½ log₂ n + c for *every* x, if n is known to the decoder.  The two-part code, which is
Laplace's mixture, does not prove this: see `laplace_mixture`.

References.  R. Krichevsky & V. Trofimov, IEEE Trans. Inf. Theory 27 (1981); F. Willems, Y. Shtarkov & T. Tjalkens, IEEE
Trans. Inf. Theory 41 (1995), Lemma 1.
"""

from fractions import Fraction

import numpy as np
from sympy import Integer, Rational, S, Subs, Symbol, binomial, gamma, log, oo, pi, sqrt, symbols

from numerics.block_sources import binary_logarithm
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import AtMost, AtMostStep, Bounded, Cites, Domain, Equal, Equals, Limit, Source, Tends, Theorem

n = Symbol("n", integer=True, positive=True)
k, j = symbols("k j", integer=True, nonnegative=True)
SOURCE = Source(PROBABILISTIC_MODELS, "§3.7", verdict="holds under a condition",
                printed=r"\mathcal K_n(x_1\cdots x_n)\le nH_2(B(\tfrac1n\sum_{i=1}^nx_i))+\tfrac12\log n+c")


def _predicted(ones, zeros, prior):
    """The probability of `ones` ones followed by `zeros` zeros, predicted one after the other."""
    probability = Fraction(1)
    for seen in range(ones + zeros):
        own = seen if seen < ones else seen - ones
        probability *= (own + prior) / (seen + 2 * prior)
    return probability


mixture_probability = Theorem(
    name="krichevsky-trofimov-probability",
    title="Probability of a sequence under the mixture of Krichevsky and Trofimov",
    claim=Equals(r"\prod_t P(x_t|x_1\dots x_{t-1}),\ P(1|\cdot)=\tfrac{k_t+1/2}{t},\ k_t=x_1+\dots+x_{t-1}",
                 binomial(2 * k, k) * binomial(2 * j, j) / (Integer(4) ** (k + j) * binomial(k + j, k))),
    domain=Domain(k, j),
    source=SOURCE,
    near_misses={"the two-part code": 1 / ((k + j + 1) * binomial(k + j, k)), "fair coin": Integer(2) ** (-k - j),
                 "of all sequences with k ones": binomial(2 * k, k) * binomial(2 * j, j) / Integer(4) ** (k + j)},
    covers=["half-log-n-refinement"],
)


@mixture_probability.derivation
def symbol_by_symbol():
    """The empty sequence has probability one, and appending a symbol multiplies by its predicted probability."""
    value = binomial(2 * k, k) * binomial(2 * j, j) / (Integer(4) ** (k + j) * binomial(k + j, k))
    yield Equal(Subs(value, (k, j), (0, 0)), 1, because="the empty sequence")
    yield Equal(value.subs(k, k + 1) / value, (k + S.Half) / (k + j + 1), because="a one")
    yield Equal(value.subs(j, j + 1) / value, (j + S.Half) / (k + j + 1), because="a zero")
    return value


@mixture_probability.numeric(dict(k=1, j=0), dict(k=1, j=1), dict(k=3, j=2), dict(k=2, j=5), dict(k=0, j=4))
def one_prediction_after_the_other(k, j):
    """Multiply the predicted probabilities of k ones and then j zeros."""
    return _predicted(k, j, Fraction(1, 2))


@mixture_probability.monte_carlo(dict(k=2, j=1), dict(k=1, j=1), moments=Bounded(0, 1))
def with_a_drawn_source(rng, size, k, j):
    """Draw x with the density 1/(π √(x(1 − x))), the law of sin² of a uniform angle, then the symbols; do they agree?"""
    x = np.sin(np.pi / 2 * rng.random(size)) ** 2
    ones = rng.random((size, k + j)) < x[:, None]
    return (ones == (np.arange(k + j) < k)).all(axis=1).astype(float)


def _increase():
    """The steps which show that D never decreases, and log D after a further one minus log D."""
    x, a, b = Symbol("x", positive=True), Symbol("a", positive=True), Symbol("b", positive=True)
    y = 1 / (2 * a + 1)
    yield AtMostStep(2 * x / (2 + x), log(1 + x), because="the derivative of the difference is x²/((1 + x)(2 + x)²)")
    yield Equal((b + S.Half) * (2 * x / (2 + x)).subs(x, 1 / b), 1, because="so (n + ½) log((n + 1)/n) ≥ 1, b = n")
    yield AtMostStep(log(1 + x), x * (6 + x) / (6 + 4 * x), because="Padé approximant, exact to third order")
    yield AtMostStep(log(1 + x), x * (2 + x) / (2 * (1 + x)), because="the mean of x and x/(1 + x)")
    yield Equal((a + 1) * log(a + 1) - a * log(a) - log(a + S.Half), a * log(1 + 1 / a) + log(1 + y),
                because="for a = k ≥ 1")
    yield AtMostStep(a * (x * (6 + x) / (6 + 4 * x)).subs(x, 1 / a) + (x * (2 + x) / (2 * (1 + x))).subs(x, y), 1,
                     because="so (k + 1) log(k + 1) − k log k − log(k + ½) ≤ 1")
    yield AtMostStep(-log(S.Half), 1, because="also for k = 0, where it is log 2")


m = Symbol("m", integer=True, positive=True)  # number of ones, n > m
BITS = (n * log(n) - m * log(m) - (n - m) * log(n - m)) / log(2)

redundancy = Theorem(
    name="krichevsky-trofimov-redundancy",
    title="The mixture of Krichevsky and Trofimov takes at most n h(k/n) + ½ log₂ n + ½ bits",
    claim=AtMost(r"-\log_2P_{\mathrm{KT}}(x),\ x_1+\dots+x_n=m,\ 0<m<n", BITS + log(n) / (2 * log(2)) + S.Half),
    domain=Domain(m, n >= m + 1),
    source=SOURCE,
    near_misses={"no log n": BITS + S.Half, "a quarter of log n": BITS + log(n) / (4 * log(2)) + S.Half,
                 "c = 0": BITS + log(n) / (2 * log(2)), "in nats": BITS * log(2) + log(n) / 2 + S.Half,
                 "the constant of long balanced sequences": BITS + log(n) / (2 * log(2)) + log(pi / 2) / (2 * log(2))},
    covers=["half-log-n-refinement"],
    unsampled="The bound holds for every sequence; the mixture itself is sampled with `krichevsky-trofimov-probability`.",
)


@redundancy.derivation
def by_adding_symbols_to_01():
    """log D(1, 1) = −½ log 2, and every further symbol increases log D or leaves it unchanged."""
    a, b = Symbol("a", positive=True), Symbol("b", positive=True)
    P = Symbol("P", positive=True)
    yield Cites("krichevsky-trofimov-probability", "P(1, 1) = 1/8; a further one multiplies P by (k + ½)/(n + 1)")
    yield from _increase()
    yield Equal(log(P * (a + S.Half) / (b + 1)) + (b + Rational(3, 2)) * log(b + 1) - (a + 1) * log(a + 1)
                - (log(P) + (b + S.Half) * log(b) - a * log(a)),
                (b + S.Half) * (log(b + 1) - log(b)) - ((a + 1) * log(a + 1) - a * log(a) - log(a + S.Half)),
                because="increase of log D, a = k, b = n: at least 1 − 1 = 0")
    yield Equal(log(Rational(1, 8)) + Rational(5, 2) * log(2), -log(2) / 2, because="log D(1, 1)")
    return (n * log(n) - m * log(m) - (n - m) * log(n - m) + log(n) / 2 + log(2) / 2) / log(2)


@redundancy.numeric(dict(n=2, m=1), dict(n=3, m=1), dict(n=3, m=2), dict(n=10, m=3), dict(n=40, m=1), dict(n=100, m=50),
                    dict(n=100, m=93))
def bits_of_the_predictions(n, m):
    """Multiply the predicted probabilities of m ones and n − m zeros; the logarithm digit by digit."""
    return -binary_logarithm(_predicted(m, n - m, Fraction(1, 2)))


constant_redundancy = Theorem(
    name="krichevsky-trofimov-constant-sequence",
    title="A constant sequence takes at most ½ log₂ n + 1 bits",
    claim=AtMost(r"-\log_2P_{\mathrm{KT}}(0^n)", log(n) / (2 * log(2)) + 1),
    domain=Domain(n),
    source=SOURCE,
    near_misses={"a constant": 1, "a quarter of log n": log(n) / (4 * log(2)) + 1, "c = ½": log(n) / (2 * log(2)) + S.Half,
                 "the constant of long sequences": log(pi * n) / (2 * log(2))},
    covers=["half-log-n-refinement"],
    unsampled="The code length of one sequence; nothing is random.",
)


@constant_redundancy.derivation
def by_adding_equal_symbols():
    """D(0, n) = √n P(0, n) does not decrease, and D(0, 1) = ½."""
    x, b = Symbol("x", positive=True), Symbol("b", positive=True)
    yield Cites("krichevsky-trofimov-probability", "P(0, 1) = ½; a further zero multiplies P by (n + ½)/(n + 1)")
    yield Equal(((b + S.Half) / (b + 1)) ** 2 * (b + 1) / b, 1 + 1 / (4 * b * (b + 1)), because="the ratio of D², b = n")
    yield AtMostStep(1, 1 + x, because="it is at least one")
    yield Equal(log(2 * sqrt(n)) / log(2), log(n) / (2 * log(2)) + 1, because="so P(0, n) ≥ 1/(2√n), equality at n = 1")
    return log(n) / (2 * log(2)) + 1


@constant_redundancy.numeric(dict(n=1), dict(n=2), dict(n=5), dict(n=100), dict(n=1000))
def bits_of_equal_predictions(n):
    """Multiply the predicted probabilities of n zeros; the logarithm digit by digit."""
    return -binary_logarithm(_predicted(0, n, Fraction(1, 2)))


EDGE = r"-\log_2P_{\mathrm{KT}}(0^n)-\tfrac12\log_2n"

constant_limit = Theorem(
    name="krichevsky-trofimov-constant-limit",
    title="A long constant sequence takes ½ log₂(πn) bits",
    claim=Tends(EDGE, log(pi) / (2 * log(2)), remainder=1 / (4 * n * log(2)), variable=n),
    domain=Domain(n),
    source=SOURCE,
    near_misses={"the constant of balanced sequences": log(pi / 2) / (2 * log(2)), "one bit": 1,
                 "1/n² only": Tends(EDGE, log(pi) / (2 * log(2)), 1 / (8 * n ** 2), n)},
    covers=["half-log-n-refinement"],
    unsampled="The code length of one sequence; nothing is random.",
)


@constant_limit.derivation
def between_two_monotone_sequences():
    """n P² increases and (n + ½) P² decreases to 1/π, P = C(2n, n)/4^n."""
    x, b = Symbol("x", positive=True), Symbol("b", positive=True)
    central = binomial(2 * n, n) / Integer(4) ** n
    ratio = (b + S.Half) / (b + 1)
    yield Equal((central.subs(n, n + 1) / central), (n + S.Half) / (n + 1))
    yield Equal(ratio ** 2 * (b + 1) / b, 1 + 1 / (4 * b * (b + 1)), because="n P² increases")
    yield Equal(ratio ** 2 * (b + Rational(3, 2)) / (b + S.Half), 1 - 1 / (4 * (b + 1) ** 2),
                because="(n + ½) P² decreases")
    yield Equal(central, gamma(n + S.Half) / (sqrt(pi) * gamma(n + 1)))
    yield Limit(x * gamma(x + S.Half) ** 2 / gamma(x + 1) ** 2, x, oo, 1, because="so n P² ≤ 1/π ≤ (n + ½) P²")
    yield AtMostStep(log(1 + x), x, because="½ log(π(n + ½)) ≤ ½ log(πn) + 1/(4n)")
    yield Equal(log(1 + 1 / (2 * b)), log(b + S.Half) - log(b), because="with x = 1/(2n)")
    return log(pi) / (2 * log(2))


@constant_limit.numeric(dict(n=1), dict(n=3), dict(n=20), dict(n=400))
def bits_above_half_a_logarithm(n):
    """Multiply the predicted probabilities of n zeros; both logarithms digit by digit."""
    return -binary_logarithm(_predicted(0, n, Fraction(1, 2))) - binary_logarithm(n) / 2
