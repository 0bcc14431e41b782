r"""The two-part code of a Bernoulli sequence wastes half of the bits that it spends on the number of ones.

Statement.  Let K be the number of ones among n ≥ 5 Bernoulli(p) symbols.  The code with log₂(n + 1) bits for K and
log₂ C(n, K) bits for their positions exceeds the entropy n h(p) of the sequence by

    log₂(n + 1) + E log₂ C(n, K) − n h(p) = log₂(n + 1) − H_2(K) ≥ ½ log₂(2n/(πe)).

Idea.  K plus uniform noise on [−½, ½] has a density of entropy H(K) and of variance np(1 − p) + 1/12, and no density of
given variance has more entropy than the Gaussian one.

Notes.  The bound is asymptotically exact for p = 1/2.  For p = 0 or 1 the excess is log₂(n + 1), for 0 < p < 1 it is
½ log₂ n + O(1).

References.  L. D. Davisson, IEEE Trans. Inf. Theory 19 (1973); T. M. Cover & J. A. Thomas (2006), Theorem 8.6.5.
"""

import numpy as np
from sympy import E, Integral, Rational, Symbol, exp, log, oo, pi, sqrt

from numerics import simplex
from numerics.block_sources import binary_logarithm, counts_of_ones, information, times
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import AtLeast, AtMostStep, Cites, Domain, Equal, FiniteFourthMoment, Source, Theorem

n, p = Symbol("n", integer=True, positive=True), Symbol("p", positive=True)

redundancy = Theorem(
    name="two-part-code-redundancy",
    title="The two-part code wastes at least ½ log₂ n bits, up to a constant",
    claim=AtLeast(r"\mathbb{E}\left[\log_2(n+1)+\log_2\binom nK\right]-n\,h(p)", log(2 * n / (pi * E)) / (2 * log(2))),
    domain=Domain(n >= 5, p < 1),
    source=Source(PROBABILISTIC_MODELS, "§3.7", verdict="companion",
                  printed=r"\text{we can shave } \tfrac12\log n \text{ by being finer about } \log\binom nk"),
    near_misses={"log n": log(n) / log(2), "all bits for K": log(n + 1) / log(2),
                 "variance of a fair coin forgotten": log(n / 2) / (2 * log(2)),
                 "differential entropy without e": log(2 * n / pi) / (2 * log(2))},
    covers=["two-part-average-length"],
)


@redundancy.derivation
def by_the_entropy_of_a_gaussian():
    """The waste is log₂(n + 1) − H_2(K); the Gaussian density of the same variance bounds H(K)."""
    x, y, s, w = Symbol("x", real=True), Symbol("y", positive=True), Symbol("s", positive=True), Symbol("u", real=True)
    half = Rational(1, 2)
    yield Cites("two-part-code-entropy", "E log₂ C(n, K) − n h(p) = −H_2(K)")
    yield Equal(Integral(w ** 2, (w, -half, half)), Rational(1, 12),
                because="K + U, U uniform on [−½, ½], has a density of entropy H(K) and of variance npq + 1/12")
    yield Equal(Integral(exp(-x ** 2 / (2 * s)) / sqrt(2 * pi * s), (x, -oo, oo)), 1,
                because="Gaussian density of variance s")
    yield AtMostStep(1 - y, -log(y), because="Gibbs' inequality for densities, y their ratio: −∫ f log f ≤ −∫ f log φ")
    yield Equal(-log(exp(-x ** 2 / (2 * s)) / sqrt(2 * pi * s)), x ** 2 / (2 * s) + log(2 * pi * s) / 2)
    yield Equal(s / (2 * s) + log(2 * pi * s) / 2, log(2 * pi * E * s) / 2,
                because="averaged over a density of variance s")
    yield AtMostStep(p * (1 - p), Rational(1, 4), because="so s ≤ n/4 + 1/12")
    yield AtMostStep(4 * n * (n / 4 + Rational(1, 12)), (n + 1) ** 2)
    yield Equal(log(n + 1) - log((n + 1) ** 2 * 2 * pi * E / (4 * n)) / 2, log(2 * n / (pi * E)) / 2,
                because="log(n + 1) − ½ log(2πe s) with s ≤ (n + 1)²/(4n)")
    return log(2 * n / (pi * E)) / (2 * log(2))


@redundancy.numeric(dict(n=5, p="1/2"), dict(n=100, p="1/2"), dict(n=10, p="3/10"), dict(n=100, p="3/10"),
                    dict(n=40, p="1/9"))
def over_all_sequences(n, p):
    """Mean length of the code over the law of the number of ones, minus the entropy of n symbols."""
    positions = sum(times(mass, binary_logarithm(ways)) for _, ways, mass in counts_of_ones(p, n))
    return binary_logarithm(n + 1) + positions - n * information((p, 1 - p))


@redundancy.monte_carlo(dict(n=100, p="1/2"), moments=FiniteFourthMoment(n >= 1, "K takes n + 1 values"))
def waste_on_a_drawn_sequence(rng, size, n, p):
    """Draw n symbols; the length of their code minus the information of the sequence."""
    ones = simplex.counts(rng, size, trials=n, probabilities=(1 - p, p))[:, 1]
    length = np.log2(n + 1) + np.array([np.log2(float(ways)) for _, ways, _ in counts_of_ones(p, n)])[ones]
    return length + ones * np.log2(float(p)) + (n - ones) * np.log2(float(1 - p))
