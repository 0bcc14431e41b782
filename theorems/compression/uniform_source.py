r"""A uniform source of 2^n values needs n bits, and all words have to be of this length.

Statement.  (a) The least mean length of a prefix code (equivalently, of a uniquely decodable one) for 2^n equally
likely values is n.  (b) A prefix code for K equally likely values has a mean length ≤ log₂ K only if 2^ℓ = K for all
its lengths.  (c) Without the condition that words be recognised by themselves, one-to-one codes need less: the 2^n
shortest texts, the empty one included, have the mean length n − 2 + (n + 2) 2^(−n).

Idea.  x ↦ 2^(−x) is convex and lies above its tangent at log₂ K: making lengths unequal increases the Kraft sum.

References.  T. M. Cover & J. A. Thomas, Elements of Information Theory (2006), Theorem 5.3.1 and Problem 5.31.
"""

import itertools
from fractions import Fraction

import numpy as np
from sympy import Eq, Integer, Sum, Symbol, false, log, true

from numerics.code_trees import least_mean_length
from numerics.codes import kraft_sum
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import (
    AtMostStep,
    Bounded,
    Cites,
    Domain,
    Equal,
    Equals,
    Holds,
    Source,
    Termwise,
    Theorem,
    Vector,
    Vectors,
)

K, n = Symbol("K", integer=True, positive=True), Symbol("n", integer=True, positive=True)
i = Symbol("i", integer=True)
l = Vector("l", K, integer=True, positive=True)

equal_lengths = Theorem(
    name="uniform-source-equal-lengths",
    title="Uniform source: only equal lengths log₂ K reach the mean length log₂ K",
    claim=Holds(r"\Gamma\text{ with lengths } l \text{ can be prefix-free and } \tfrac1K\sum_i l_i\le\log_2K",
                Eq(Sum((2 ** l[i] - K) ** 2, (i, 1, K)), 0)),
    domain=Domain(Vectors(l)),
    source=Source(PROBABILISTIC_MODELS, "§3.5", verdict="holds",
                  printed=r"\text{as a result, all lengths must be equal, and hence be equal to } n"),
    near_misses={"lengths of a complete code": Eq(Sum(2 ** (-l[i]), (i, 1, K)), 1), "never": false, "always": true,
                 "equal lengths": Eq(Sum(l[i] ** 2, (i, 1, K)), Sum(l[i], (i, 1, K)) ** 2 / K),
                 "mean alone": Eq(2 ** Sum(l[i], (i, 1, K)), K ** K)},
    covers=["uniform-source-needs-n-bits"],
    unsampled="Lengths are compared exactly; nothing is random.",
)


@equal_lengths.derivation
def by_the_tangent_of_the_exponential():
    """2^(−l) ≥ (1 − log 2 (l − log₂ K))/K; summed, Z ≥ 1 − log 2 (mean − log₂ K) ≥ 1, so that all are equalities."""
    x = Symbol("x", positive=True)
    tangent = AtMostStep(1 + log(x), x, because="equality only at x = 1; take x = K 2^(−l)")
    yield tangent
    yield AtMostStep(1 + log(K) - log(2) * Sum(l[i], (i, 1, K)) / K, Sum(2 ** (-l[i]), (i, 1, K)),
                     termwise=Termwise(tangent, put={x: K * 2 ** (-l[i])}, weight=1 / K, over=(i, 1, K)),
                     because="so a mean length ≤ log₂ K gives Z ≥ 1, and Kraft's inequality forces equality")
    yield Cites("kraft-inequality", "Z ≤ 1 if and only if the lengths belong to a prefix code")
    yield Equal(Sum(2 ** (-log(K) / log(2)), (i, 1, K)), 1, because="conversely K words of length log₂ K have Z = 1")
    return Eq(Sum((2 ** l[i] - K) ** 2, (i, 1, K)), 0)


@equal_lengths.numeric(
    dict(l=(2, 2, 2, 2)), dict(l=(1, 2, 3, 3)), dict(l=(1, 2, 2)), dict(l=(3,) * 8), dict(l=(1, 2, 2, 3)),
    dict(l=(1, 1)), dict(l=(2, 2, 2)), dict(l=(2, 2)), dict(l=(1, 1, 3, 3)), dict(l=(3, 2, 2, 2)))
def in_integers(l):
    """Kraft's inequality in rationals, and 2^(Σ l) ≤ K^K for the mean length."""
    lengths = [int(length) for length in l]
    return kraft_sum(lengths) <= 1 and 2 ** sum(lengths) <= len(lengths) ** len(lengths)


uniform_prefix_code = Theorem(
    name="uniform-source-prefix-code",
    title="The best prefix code for 2^n equally likely values has n bits",
    claim=Equals(r"\min_{\text{prefix codes}}\mathbb{E}\,\ell(X),\ X\text{ uniform on } 2^n\text{ values}", n),
    domain=Domain(n),
    source=Source(PROBABILISTIC_MODELS, "§3.5", verdict="holds",
                  printed=r"\text{if we have uniform probability for a random variable } X \text{ taking } 2^n \text{ "
                          r"values, we can't do better than encoding with } n \text{ bits}"),
    near_misses={"one bit fewer": n - 1, "one-to-one codes": n - 2 + (n + 2) / Integer(2) ** n,
                 "a length field more": n + 1},
    covers=["uniform-source-needs-n-bits"],
    unsampled="A minimum over all codes is not the mean of a sample; all code trees are tried.",
)


@uniform_prefix_code.derivation
def by_equal_lengths():
    """The entropy of the uniform distribution is n bits, and words of n letters attain it."""
    j = Symbol("j", integer=True)
    yield Equal(-Sum(log(2 ** (-n)) / 2 ** n, (j, 1, 2 ** n)) / log(2), n, because="the entropy in bits")
    yield Cites("code-length-at-least-entropy", "no uniquely decodable code has a mean length below the entropy")
    yield Equal(Sum(n / Integer(2) ** n, (j, 1, 2 ** n)), n, because="all words of n letters form a prefix code")
    return n


@uniform_prefix_code.numeric(dict(n=1), dict(n=2), dict(n=3), dict(n=4))
def over_all_code_trees(n):
    """The least mean depth of all complete binary trees with 2^n leaves."""
    return least_mean_length([Fraction(1, 2 ** n)] * 2 ** n)


one_to_one_code = Theorem(
    name="uniform-source-one-to-one-code",
    title="The best one-to-one code for 2^n equally likely values",
    claim=Equals(r"\min_{\text{injective }C:\{1,\dots,2^n\}\to\{0,1\}^*}\mathbb{E}\,\ell(X)",
                 n - 2 + (n + 2) / Integer(2) ** n),
    domain=Domain(n),
    source=Source(PROBABILISTIC_MODELS, "§3.3", verdict="companion"),
    near_misses={"as for prefix codes": n, "words of n − 1 letters": n - 1, "the empty word forgotten":
                 n - 1 + 2 / Integer(2) ** n, "limit": n - 2},
    covers=["uniform-source-needs-n-bits"],
)


@one_to_one_code.derivation
def by_using_up_the_short_texts():
    """2^j texts have j letters; those with fewer than n are 2^n − 1, and one of n letters is needed besides."""
    j = Symbol("j", integer=True)
    yield Equal(Sum(2 ** j, (j, 0, n - 1)), 2 ** n - 1, because="texts with fewer than n letters")
    yield Equal(Sum(j * 2 ** j, (j, 0, n - 1)) + n, (n - 2) * 2 ** n + n + 2, because="letters in all")
    yield Equal(((n - 2) * 2 ** n + n + 2) / Integer(2) ** n, n - 2 + (n + 2) / Integer(2) ** n, because="their mean")
    return n - 2 + (n + 2) / Integer(2) ** n


@one_to_one_code.numeric(dict(n=1), dict(n=2), dict(n=3), dict(n=5), dict(n=8))
def by_listing_the_shortest_texts(n):
    """Any 2^n different texts are together at least as long as the 2^n shortest ones: list these and average."""
    texts = itertools.chain.from_iterable(itertools.product("01", repeat=j) for j in itertools.count())
    return Fraction(sum(map(len, itertools.islice(texts, 2 ** n))), 2 ** n)


@one_to_one_code.monte_carlo(dict(n=3), dict(n=5), moments=Bounded(0, 5))
def length_of_a_drawn_text(rng, size, n):
    """Draw one of the numbers 1, …, 2^n and write it in binary without its leading one."""
    return np.floor(np.log2(rng.integers(1, 2 ** n, size, endpoint=True)))
