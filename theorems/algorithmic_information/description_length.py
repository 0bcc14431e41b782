r"""Minimum description length: the most probable model, a prefix code, and ½ log₂ n bits for a parameter.

Statement.  Let a model π take K(π) bits, and L_π(x) = K(π) + log₂(1/π(x)).  (a) If π is drawn with probability
proportional to 2^(−K(π)) and then x from π, the model and the data have the joint probability 2^(−L_π(x))/Σ_ν 2^(−K(ν)):
for given data the shortest description belongs to the most probable model.  (b) With w_π = 2^(−K(π))

    Σ_x 2^(−min_π L_π(x)) ≤ Σ_π w_π,

so that x ↦ min_π L_π(x) satisfies Kraft's inequality if the K(π) do.  (c) For n observations of N(θ, 1), θ uniform on
[0, 1] and rounded to the middle of one of 2^k cells, parameter and rounding cost k + n 4^(−k)/(24 log 2) bits; the least
of these, over k, is at least ½ log₂(n/12) + 1/(2 log 2), and less than a quarter of a bit more for n ≥ 12.

Idea.  (b) A maximum of nonnegative numbers is at most their sum.  (c) Rounding by δ costs n δ²/2 nats.

Notes.  L is measured in bits throughout.  The optimal precision is k ≈ ½ log₂ n bits: errors are rounded where they fall
below the noise 1/√n.  For Bernoulli parameters, averaged over counts between n/10 and 9n/10, the best k are 2, 5 and 6 at
n = 2^6, 2^10 and 2^14.

References.  J. Rissanen, Automatica 14 (1978); P. Grünwald, The Minimum Description Length Principle (2007), ch. 5–6.
"""

import itertools
import math
from fractions import Fraction

import numpy as np
from sympy import E, Integer, Integral, Max, Rational, S, Sum, Symbol, log, oo, symbols

from numerics import simplex
from numerics.block_sources import times
from numerics.scoring_rules import ball
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import (
    AtLeast,
    AtMost,
    AtMostStep,
    Bounded,
    Convex,
    Domain,
    Equal,
    Equals,
    FiniteFourthMoment,
    Limit,
    Source,
    Stationary,
    Tends,
    Theorem,
    Vector,
    Vectors,
)

M, i = Symbol("M", integer=True, positive=True), Symbol("i", integer=True)
c = Vector("c", M, integer=True, nonnegative=True)  # bits of the models
w = Vector("w", M)
j, a = Symbol("j", integer=True, positive=True), Symbol("a", positive=True)
SOURCE = Source(PROBABILISTIC_MODELS, "§3.11", verdict="holds",
                printed=r"L_p(x_1,\dots,x_n)=\mathcal K(\pi)+\log\frac1{\pi(x_1,\dots,x_n)}")
KRAFT = Sum(2 ** (-c[i]), (i, 1, M))

joint_probability = Theorem(
    name="description-length-joint-probability",
    title="The shortest description belongs to the most probable model",
    claim=Equals(r"\mathbb{P}(\pi=\pi_j, X=x),\ \mathbb{P}(\pi_i)\propto2^{-\mathcal K(\pi_i)},\ "
                 r"c_i=\mathcal K(\pi_i),\ a=\pi_j(x)", 2 ** (-(c[j] + log(1 / a) / log(2))) / KRAFT),
    domain=Domain(Vectors(c), j <= M, a <= 1),
    source=SOURCE,
    near_misses={"complexity alone": 2 ** (-c[j]) / KRAFT, "likelihood alone": a,
                 "natural logarithm with bits": 2 ** (-(c[j] + log(1 / a))) / KRAFT,
                 "prior not normalised": 2 ** (-c[j]) * a, "complexity in nats": E ** (-c[j]) * a / KRAFT},
    covers=["mdl-two-part"],
)


def _model_point(bits, thetas, data, number):
    """A point: bits and chances of Bernoulli models, data, and the number j of a model with its likelihood a."""
    theta, ones = Fraction(thetas[number - 1]), sum(data)
    return {"c": bits, "thetas": tuple(map(Fraction, thetas)), "data": data, "j": number,
            "a": theta ** ones * (1 - theta) ** (len(data) - ones)}


@joint_probability.derivation
def by_the_product_rule():
    """P(π) π(x) with the prior 2^(−K(π)) / Σ 2^(−K)."""
    yield Equal(2 ** (-c[j]) / Sum(2 ** (-c[i]), (i, 1, M)) * a,
                2 ** (-(c[j] + log(1 / a) / log(2))) / Sum(2 ** (-c[i]), (i, 1, M)),
                because="2^(−log₂(1/π(x))) = π(x): decreasing in L, with a factor that does not depend on the model")
    return 2 ** (-(c[j] + log(1 / a) / log(2))) / Sum(2 ** (-c[i]), (i, 1, M))


MODELS = [_model_point((1, 3, 3), ("1/2", "1/4", "3/4"), (1, 1, 0), 3), _model_point((2, 1, 4), ("1/3", "3/5", "1/7"),
                                                                                   (0, 1), 1),
          _model_point((3, 2), ("9/10", "1/5"), (0, 0, 0), 2), _model_point((0, 2, 1), ("2/3", "1/2", "1/5"), (1,), 1)]


@joint_probability.numeric(*MODELS)
def over_equally_likely_tickets(c, thetas, data, j):
    """Give each model 2^(max c − c_i) tickets of equal chance, and multiply the probabilities of the symbols."""
    tickets = [number for number, bits in enumerate(c, 1) for _ in range(2 ** int(max(c) - bits))]
    chance = Fraction(tickets.count(j), len(tickets))
    for symbol in data:
        chance *= thetas[j - 1] if symbol else 1 - thetas[j - 1]
    return chance


@joint_probability.monte_carlo(*MODELS[1:], moments=Bounded(0, 1))
def model_and_data_drawn(rng, size, c, thetas, data, j):
    """Draw the model, then the data; do both agree with the given ones?"""
    weights = np.array([2.0 ** -int(bits) for bits in c])
    model = simplex.categorical(rng, size, probabilities=weights / weights.sum())
    chance = np.array([float(theta) for theta in thetas])[model]
    symbols_drawn = rng.random((size, len(data))) < chance[:, None]
    return ((model == j - 1) & (symbols_drawn == np.array(data, dtype=bool)).all(axis=1)).astype(float)


least_length = Theorem(
    name="description-length-kraft-sum",
    title="The minimum description length satisfies Kraft's inequality",
    claim=AtMost(r"\sum_x2^{-\min_\pi L_\pi(x)},\ w_\pi=2^{-\mathcal K(\pi)}", Sum(w[i], (i, 1, M))),
    domain=Domain(Vectors(w)),
    source=SOURCE,
    near_misses={"the heaviest model alone": Max(w[1], w[M]), "the mean weight": Sum(w[i], (i, 1, M)) / M,
                 "without the first model": Sum(w[i], (i, 2, M)), "half": Sum(w[i], (i, 1, M)) / 2},
    covers=["mdl-two-part"],
)


@least_length.derivation
def a_maximum_is_at_most_the_sum():
    """2^(−min L) = max_π w_π π(x) ≤ Σ_π w_π π(x), and the sum over x of π(x) is one."""
    one, rest = symbols("y r", nonnegative=True)
    N, x = Symbol("N", integer=True, positive=True), Symbol("x", integer=True)
    p, weight = Vector("p", N), Symbol("v", positive=True)
    yield AtMostStep(one, one + rest, because="the greatest term is at most the sum of all terms")
    yield Equal(Sum(weight * p[x], (x, 1, N)), weight * Sum(p[x], (x, 1, N)), where=[Vectors(p)],
                because="each model contributes w_π Σ_x π(x) = w_π")
    return Sum(w[i], (i, 1, M))


FIVE = {"w": ("1/2", "1/8", "1/8", "1/8", "1/8"), "thetas": ("1/2", "1/4", "3/4", "0", "1")}
APART = {"w": ("1/4", "3/4"), "thetas": ("0", "1")}


@least_length.numeric({**FIVE, "n": 4}, {**FIVE, "n": 8}, {**APART, "n": 1}, {**APART, "n": 3},
                      {"w": ("3/5",), "thetas": ("1/3",), "n": 3}, {"w": ("1/3", "1/7"), "thetas": ("1", "0"), "n": 2})
def over_all_sequences(w, thetas, n):
    """The greatest w_π π(x) for each of the 2^n sequences, in rationals."""
    chances = [Fraction(theta) for theta in thetas]
    counts = (sum(word) for word in itertools.product((0, 1), repeat=n))
    return sum(max(weight * theta ** k * (1 - theta) ** (n - k) for weight, theta in zip(w, chances, strict=True))
               for k in counts)


@least_length.monte_carlo({**APART, "n": 2}, moments=Bounded(0, 3))
def shortest_description_of_a_uniform_sequence(rng, size, w, thetas, n):
    """Draw a sequence uniformly; 2^n times 2^(−min L), here at most 4 · 3/4."""
    ones = rng.integers(0, 2, (size, n)).sum(axis=1)[:, None]
    theta, weight = (np.array([float(Fraction(number)) for number in numbers]) for numbers in (thetas, w))
    return 2.0 ** n * (weight * theta ** ones * (1 - theta) ** (n - ones)).max(axis=1)


n = Symbol("n", integer=True, positive=True)
LEAST = r"\min_{k\in\mathbb{N}_0}\bigl(k+\mathbb{E}\,D_2(N(\theta,1)^n\,\|\,N(\theta_k,1)^n)\bigr)"

parameter_cost = Theorem(
    name="parameter-description-length",
    title="A real parameter takes at least ½ log₂(n/12) + 1/(2 log 2) bits",
    claim=AtLeast(LEAST, log(n / 12) / (2 * log(2)) + 1 / (2 * log(2))),
    domain=Domain(n >= 12),
    source=SOURCE,
    near_misses={"log n": log(n / 12) / log(2) + 1 / (2 * log(2)), "half log n": log(n) / (2 * log(2)),
                 "one nat for rounding": log(n / 12) / (2 * log(2)) + 1 / log(2), "in nats": log(n / 12) / 2 + 1},
    covers=["mdl-two-part"],
)


@parameter_cost.derivation
def by_the_best_real_precision():
    """Rounding to the middle of a cell of width h costs n h²/24 nats; t bits, h = 2^(−t), are best at 4^t = n/12."""
    x, h, t, r = Symbol("x", real=True), Symbol("h", positive=True), Symbol("t", real=True), Symbol("r", real=True)
    total = t + n * 4 ** (-t) / (24 * log(2))
    best = log(n / 12) / (2 * log(2))
    yield Equal(Integral(x ** 2, (x, -h / 2, h / 2)) / h, h ** 2 / 12, because="mean square of the rounding error")
    yield Equal(n * ((x - r) ** 2 - x ** 2) / 2, n * (r ** 2 - 2 * r * x) / 2,
                because="log-likelihood ratio for a mean x of n observations around θ = 0: its mean is n r²/2")
    yield Convex(total, t, because="the total cost in bits is convex in t")
    yield Stationary(total, {t: best})
    yield Equal(total.subs(t, best), best + 1 / (2 * log(2)))
    return log(n / 12) / (2 * log(2)) + 1 / (2 * log(2))


def _least_cost(n):
    """The least of k + n E δ²/(2 log 2) over k: the mean square error by adding the integrals over all cells."""
    def mean_square(k):
        cells = 2 ** k
        middle = Fraction(1, 2 * cells)
        return sum((Fraction(m + 1, cells) - Fraction(m, cells) - middle) ** 3 + middle ** 3 for m in range(cells)) / 3
    costs = [k + times(n * mean_square(k), 1 / (2 * ball(2).log())) for k in range(n.bit_length() // 2 + 2)]
    return min(costs, key=float)


@parameter_cost.numeric(dict(n=12), dict(n=48), dict(n=100), dict(n=768), dict(n=12288))
def over_all_precisions(n):
    """The least cost over k = 0, 1, …; beyond the range tried k alone is more than the cost at k = ½ log₂ n."""
    return _least_cost(n)


@parameter_cost.monte_carlo(dict(n=48), dict(n=12288),
                            moments=FiniteFourthMoment(n >= 1, "it is quadratic in a Gaussian variable"))
def cost_of_a_drawn_parameter(rng, size, n):
    """Draw θ and the mean of n observations; k bits plus the log-likelihood ratio at the best k."""
    k = max(0, round(math.log2(n / 12) / 2))
    theta = rng.random(size)
    rounded = (np.floor(theta * 2 ** k) + 0.5) / 2 ** k
    mean = theta + rng.standard_normal(size) / math.sqrt(n)
    return k + n * ((mean - rounded) ** 2 - (mean - theta) ** 2) / (2 * math.log(2))


parameter_rate = Theorem(
    name="parameter-description-length-rate",
    title="A real parameter takes ½ log₂ n bits, up to a constant",
    claim=Tends(r"\tfrac1{\log_2n}" + LEAST, S.Half, remainder=2 * log(2) / log(n), variable=n),
    domain=Domain(n >= 12),
    source=SOURCE,
    near_misses={"log n bits": Integer(1), "a constant": Integer(0), "a third": Rational(1, 3),
                 "without a constant": Tends(r"\tfrac1{\log_2n}" + LEAST, S.Half, 1 / n, n)},
    covers=["mdl-two-part"],
    unsampled="A rate is reached for large n only; the costs themselves are sampled with `parameter-description-length`.",
)


@parameter_rate.derivation
def between_two_constants():
    """The best real t rounded to s = t + d, |d| ≤ ½, costs d + (4^(−d) − 1)/(2 log 2) ≤ ¼ bit more."""
    d = Symbol("d", real=True)
    b = Symbol("b", positive=True)
    excess = d + (4 ** (-d) - 1) / (2 * log(2))
    yield Convex(excess, d, because="so the excess is greatest at d = ±½")
    yield AtMostStep(excess.subs(d, S.Half), Rational(1, 4))
    yield AtMostStep(excess.subs(d, -S.Half), Rational(1, 4))
    yield AtMostStep(-2 * log(2), -log(12) / 2 + S.Half, because="lower constant ½ log₂(1/12) + 1/(2 log 2) ≥ −2 bits")
    yield AtMostStep(-log(12) / 2 + S.Half + log(2) / 4, 2 * log(2), because="upper constant, with ¼ bit more")
    yield Limit(2 * log(2) / log(b), b, oo, 0)
    return S.Half


@parameter_rate.numeric(dict(n=12), dict(n=1000), dict(n=2 ** 14), dict(n=10 ** 8))
def cost_over_logarithm(n):
    """The least cost over the precisions, divided by log₂ n."""
    return _least_cost(n) * ball(2).log() / ball(n).log()
