r"""Shannon's code lengths and the optimal code: within one bit of the entropy.

Statement.  Words of ⌈−log₂ q_i⌉ letters form a prefix code, and when the symbols have probabilities p_i its mean length
is less than

    −Σ p_i log₂ q_i + 1 = H_2(p) + D_2(p‖q) + 1.

With q = p, the optimal (Huffman) code has H_2(p) ≤ E ℓ < H_2(p) + 1.  The constant one cannot be improved.

Idea.  −log₂ q ≤ ⌈−log₂ q⌉ < −log₂ q + 1.  The left inequality gives Kraft's inequality, Σ 2^(−⌈−log₂ q_i⌉) ≤ Σ q_i = 1,
the right one the length.

References.  T. M. Cover & J. A. Thomas, Elements of Information Theory (2006), §5.4 and Theorem 5.4.3.
"""

import numpy as np
from sympy import Max, S, Sum, Symbol, log

from numerics import simplex
from numerics.block_sources import information
from numerics.code_trees import least_mean_length
from numerics.codes import code_length, huffman_lengths, shannon_lengths
from numerics.scoring_rules import ball
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import AtMost, AtMostStep, Bounded, Cites, Domain, Equal, Simplex, Source, Termwise, Theorem, Vector

K = Symbol("K", integer=True, positive=True)
i = Symbol("i", integer=True)
p, q = Vector("p", K), Vector("q", K)
H = -Sum(p[i] * log(p[i]), (i, 1, K)) / log(2)
CROSS = -Sum(p[i] * log(q[i]), (i, 1, K)) / log(2)

shannon_code = Theorem(
    name="shannon-code-length",
    title="Mean length of Shannon's code for a model q: at most the cross-entropy plus one bit",
    claim=AtMost(r"\sum_i p_i\lceil-\log_2 q_i\rceil", CROSS + 1),
    domain=Domain(Simplex(p, q)),
    source=Source(PROBABILISTIC_MODELS, "§3.4", verdict="companion",
                  printed=r"\text{in expectation we need } H_2(X)+1+C"),
    near_misses={"no rounding": CROSS, "half a bit for rounding": CROSS + S.Half, "wrong model for free": H + 1,
                 "rounded down": CROSS - 1},
    covers=["arithmetic-coding-expected-length"],
)


@shannon_code.derivation
def by_rounding_up():
    """⌈x⌉ = x + d with 0 ≤ d < 1 at x = −log₂ q_i."""
    bits, d = Symbol("x", positive=True), Symbol("d", nonnegative=True)
    factor = AtMostStep(2 ** (-d), 1)
    yield factor
    yield AtMostStep(2 ** (-bits - d), 2 ** (-bits), termwise=Termwise(factor, weight=2 ** (-bits)),
                     because="2^(−⌈−log₂ q⌉) ≤ q: summed, Kraft's inequality")
    yield Cites("kraft-inequality", "so a prefix code with these lengths exists")
    yield AtMostStep(bits + d, bits + 1, where=[d <= 1], because="⌈x⌉ ≤ x + 1")
    yield Equal(Sum(p[i] * (-log(q[i]) / log(2) + 1), (i, 1, K)), -Sum(p[i] * log(q[i]), (i, 1, K)) / log(2) + 1,
                because="averaged over p, Σ p_i = 1")
    return -Sum(p[i] * log(q[i]), (i, 1, K)) / log(2) + 1


@shannon_code.numeric(
    dict(p=("999/1000", "1/1000"), q=("999/1000", "1/1000")), dict(p=("1/16",) * 16, q=("1/16",) * 16),
    dict(p=("1/2", "1/2"), q=("999/1000", "1/1000")),
    dict(p=("2/5", "3/10", "1/5", "1/10"), q=("1/5", "1/2", "1/5", "1/10")),
    dict(p=("1/1000", "999/1000"), q=("1/1025", "1024/1025")))
def in_integers(p, q):
    """Round up with integers, average with rationals."""
    return sum(mass * length for mass, length in zip(p, shannon_lengths(q), strict=True))


@shannon_code.monte_carlo(dict(p=("1/2", "1/2"), q=("32/33", "1/33")), moments=Bounded(0, 6))
def length_of_a_drawn_word(rng, size, p, q):
    """Draw the symbol from p and take the length of its word in the code for q."""
    return code_length(rng, size, n=1, probabilities=p, lengths=shannon_lengths(q))


optimal_code = Theorem(
    name="optimal-code-redundancy",
    title="The optimal prefix code exceeds the entropy by at most one bit",
    claim=AtMost(r"\min_{\text{prefix codes}}\mathbb{E}\,\ell(X)-H_2(p)", 1),
    domain=Domain(Simplex(p)),
    source=Source(PROBABILISTIC_MODELS, "§3.4", verdict="companion"),
    near_misses={"half a bit": S.Half, "the least probability": 1 - Max(p[1], 1 - p[1]), "none": 0},
    covers=["arithmetic-coding-expected-length"],
)


@optimal_code.derivation
def by_shannons_code():
    """Shannon's code with q = p is one of the codes over which the minimum is taken."""
    own = -Sum(p[i] * log(p[i]), (i, 1, K)) / log(2)
    yield Cites("shannon-code-length", "with q = p it has a mean length of at most H_2 + 1")
    yield Equal(Sum(p[i] * (-log(p[i]) / log(2) + 1), (i, 1, K)) - own, 1)
    return S.One


@optimal_code.numeric(
    dict(p=("999/1000", "1/1000")), dict(p=("1/16",) * 16), dict(p=("2/5", "3/10", "1/5", "1/10")),
    dict(p=("1/3", "1/3", "1/3")))
def over_all_code_trees(p):
    """The least mean length over all complete binary trees, minus the entropy digit by digit."""
    return ball(least_mean_length(p)) - information(p)


@optimal_code.monte_carlo(dict(p=("999/1000", "1/1000")), moments=Bounded(-9, 1))
def excess_of_an_optimal_word(rng, size, p):
    """Draw a symbol; the letters of its word in a Huffman code minus its information, 1 − log₂ 1000 > −9 at least."""
    words = [length + np.log2(float(mass)) for length, mass in zip(huffman_lengths(p), p, strict=True)]
    return np.array(words)[simplex.categorical(rng, size, probabilities=p)]
