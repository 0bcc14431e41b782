r"""Kolmogorov's structure function and the minimal sufficient statistic, on the set machine V.

Statement.  The machine V of `numerics.set_machine` describes sets of words of length n: the cube, type classes,
periodic words, their members and their chunks.  Let w be the number of binary digits of n, K(x) the least length of a
description of {x}, h_x(l) = min log₂ |S| over the sets S that contain x and have a description of at most l bits, and
let l_*(x) be the first l with h_x(l) + l ≤ K(x).  Then for n ≥ 5

    max over x and l of K(x) − l − ⌈h_x(l)⌉ = 1,      max over x of l_* − K = 0,      min over x of l_* − K = −(n + 1).

Idea.  A set and the index of x in it describe x.  Conversely S = {x} has h = 0, so that l_* ≤ K always exists.  For a
word without any regularity the cube is all there is to say: l_* = 2, K = n + 3.

Notes.  For n = 16, l_* = 2 for 64 338 of the 65 536 words, and l_* = K for the constant word and for (01)^8.  The
word 0…01 has K = 13; its statistic, for l_* = 8, is the type class of words with one 1, with h + l = 4 + 8.  l_*
depends on the constant c in h + l ≤ K + c, here c = 0.

References.  N. K. Vereshchagin & P. M. B. Vitányi, IEEE Trans. Inf. Theory 50 (2004); M. Li & P. Vitányi (2019),
§5.5; T. M. Cover & J. A. Thomas (2006), §14.12.
"""

import numpy as np
from sympy import Add, Integer, S, Subs, Sum, Symbol, symbols

from numerics import set_machine
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import AtMostStep, Cites, Domain, Equal, Equals, Source, Theorem

n, w = symbols("n w", integer=True, positive=True)
PASSAGE = Source(PROBABILISTIC_MODELS, "§3.10", verdict="holds",
                 printed=r"\text{there will be a first }\ell_*\text{ such that }"
                         r"\mathcal{K}_n^{\ell_*}(x)+\ell_*\le\mathcal{K}_n(x)+c")
TRIED = "All words and all descriptions are tried."


def _bits(*fields):
    """The sum of the lengths of fields, left as it stands."""
    return Add(*fields, evaluate=False)

two_part = Theorem(
    name="set-machine-two-part-description",
    title="A set and an index describe a word: at most one bit more than needed on the machine V",
    claim=Equals(r"\max_{x,l}\left(K(x)-l-\lceil h_x(l)\rceil\right)", S.One),
    domain=Domain(n >= 2),
    source=PASSAGE,
    near_misses={"nothing for the flag": S.Zero, "a flag of two bits": Integer(2),
                 "the length of the index, too": Integer(4)},
    covers=["structure-function-sufficient-statistic"],
    unsampled=TRIED,
)


@two_part.derivation
def base_by_base():
    """A base of l bits ends with the flag 0; its members have the flag 10 and b = ⌈h⌉ index bits; {x} has K ≤ l."""
    b, j, l = symbols("b j l", integer=True, positive=True)
    yield Equal(_bits(l - 1, 2, b, -l, -b), 1, because="K − l − h for cube and type class, l bits with the flag 0 in them")
    yield Equal(_bits(l - 1, 2, w, j, b - j), (l + 1 + b) + w,
                because="l + h for a chunk with j bits of the index: w more than the word itself needs")
    yield Cites("set-machine-noise", "there are words for which the cube is the best base: K = n + 3 at l = 2, h = n")
    return S.One


@two_part.numeric(dict(n=2), dict(n=5), dict(n=8), dict(n=12))
def over_all_words_and_lengths(n):
    """The table of smallest sets; ⌈log₂ s⌉ is the number of binary digits of s − 1."""
    smallest = set_machine.smallest_sets(n)
    complexity = set_machine.complexities(smallest)
    described = smallest < set_machine.NO_SET
    digits = np.ceil(np.log2(smallest)).astype(int)  # sizes are below 2^12, and log₂ is exact at powers of two
    excess = complexity[:, None] - np.arange(smallest.shape[1]) - digits
    return int(excess[described].max())


existence = Theorem(
    name="minimal-sufficient-statistic-exists",
    title="A sufficient statistic of at most K(x) bits always exists",
    claim=Equals(r"\max_x\left(l_*(x)-K(x)\right)", S.Zero),
    domain=Domain(n >= 5),
    source=PASSAGE,
    near_misses={"beyond the shortest program": S.One, "always shorter": -S.One, "cube only": -n - 1},
    fails_at=[dict(n=3), dict(n=4)],
    covers=["structure-function-sufficient-statistic"],
    unsampled=TRIED,
)


@existence.derivation
def by_the_set_of_one_word():
    """{x} has h = 0 and K(x) bits, so l_* ≤ K; for the constant word no set of fewer bits has h + l ≤ K."""
    i = Symbol("i", integer=True, nonnegative=True)
    d = Symbol("d", integer=True, nonnegative=True)
    yield Equal(Subs(n + 2 - (w + 3), n, w + 2 + d), d + 1,
                because="x = 0^n, n = w + 2 + d: K = w + 3, for the type class of no ones; "
                "the cube, the only shorter description, has h + l = n + 2 > K")
    yield Equal(Sum(2 ** i, (i, 0, d - 1)), 2 ** d - 1, where=[d >= 1], because="d terms of at least one: 2^d ≥ d + 1")
    yield AtMostStep(d + 6, 8 * (d + 1), because="so n ≥ 2^(w − 1) ≥ w + 2 for w = d + 4; and n ≥ 5 for w = 3")
    return S.Zero


@existence.numeric(dict(n=5), dict(n=7), dict(n=8), dict(n=12))
def of_the_latest_statistic(n):
    """l_* and K of all words from the table of smallest sets: s ≤ 2^(K − l) in integers."""
    return int((_first_sufficient(n) - set_machine.complexities(set_machine.smallest_sets(n))).max())


def _first_sufficient(n):
    """The first l with size ≤ 2^(K − l), for every word of length n."""
    smallest = set_machine.smallest_sets(n)
    left = set_machine.complexities(smallest)[:, None] - np.arange(smallest.shape[1])
    return ((left >= 0) & (smallest <= 1 << np.maximum(left, 0))).argmax(axis=1)


noise = Theorem(
    name="set-machine-noise",
    title="For a word without regularities the minimal sufficient statistic is the cube",
    claim=Equals(r"\min_x\left(l_*(x)-K(x)\right)", -n - 1),
    domain=Domain(n >= 2),
    source=PASSAGE,
    near_misses={"the statistic is always {x}": S.Zero, "literal without flag": -n, "K = n + 4": -n - 2},
    covers=["structure-function-sufficient-statistic"],
    unsampled=TRIED,
)


@noise.derivation
def by_the_largest_type_class():
    """A word of the largest type class, with no period of n − w − 1 or less, has K = n + 3, by the cube."""
    i, u = Symbol("i", integer=True), Symbol("u", nonnegative=True)
    m, p = symbols("m p", integer=True, positive=True)
    yield AtMostStep(1 / (n + 1 + u), 1 / (n + 1), because="2^w = n + 1 + u: the largest of n + 1 type classes has "
                     "2^n/(n + 1) ≥ 2^(n − w) members or more")
    yield Equal(_bits(2, w, 2, n - w), n + 4, because="so their indices take n − w bits or more, K by type > n + 3")
    yield Equal(_bits(2, w, p, 1, -n - 2), p - (n - w - 1), because="a period p helps only if p ≤ m = n − w − 1")
    yield Equal(2 ** (m + 1) - Sum(2 ** i, (i, 1, m)), 2,
                because="words with such periods: fewer than 2^(n − w), so that a "
                "word of the class is left")
    yield Equal(_bits(2, -n - 3), -n - 1, because="its K is n + 3, and h + l = n + 2 ≤ K at l = 2; no l_* is smaller, no "
                "K is greater")
    return -n - 1


@noise.numeric(dict(n=2), dict(n=3), dict(n=6), dict(n=8), dict(n=12))
def of_the_earliest_statistic(n):
    """l_* and K of all words from the table of smallest sets."""
    return int((_first_sufficient(n) - set_machine.complexities(set_machine.smallest_sets(n))).min())
