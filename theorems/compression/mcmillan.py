r"""McMillan's theorem: uniquely decodable codes obey Kraft's inequality as well.

Statement.  A uniquely decodable code with the word lengths ℓ_1, …, ℓ_K exists if and only if Σ 2^(−ℓ_i) ≤ 1.  So every
uniquely decodable code may be replaced by a prefix code with the same lengths.

Idea.  Z^k = Σ_s a_s 2^(−s), where a_s is the number of k-tuples of words with s letters in all.  Their concatenations
are different texts, so a_s ≤ 2^s, and Z^k ≤ k ℓ_max for every k.  A number greater than one has powers that grow
faster.

References.  B. McMillan, IRE Transactions on Information Theory 2 (1956); J. Karush, ibid. 7 (1961).
"""

from sympy import Eq, Integer, Le, Lt, Sum, Symbol, log, oo, symbols

from numerics.code_trees import has_decodable_code
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import AtMostStep, Cites, Domain, Equal, Holds, Limit, Source, Theorem, Vector, Vectors

K = Symbol("K", integer=True, positive=True)
i = Symbol("i", integer=True)
l = Vector("l", K, integer=True, positive=True)

mcmillan = Theorem(
    name="mcmillan-theorem",
    title="McMillan's theorem: which word lengths a uniquely decodable code can have",
    claim=Holds(r"\text{a uniquely decodable code with the word lengths } l_1,\dots,l_K \text{ exists}",
                Le(Sum(2 ** (-l[i]), (i, 1, K)), 1)),
    domain=Domain(Vectors(l)),
    source=Source(PROBABILISTIC_MODELS, "§3.3", verdict="companion",
                  printed=r"\text{an encoding and decoding function } \dots \text{ that is unambiguous}"),
    near_misses={"more lengths than for prefix codes": Le(Sum(2 ** (-l[i]), (i, 1, K)), Integer(3) / 2),
                 "strict": Lt(Sum(2 ** (-l[i]), (i, 1, K)), 1),
                 "complete codes only": Eq(Sum(2 ** (-l[i]), (i, 1, K)), 1)},
    covers=["kraft-inequality"],
    unsampled="A code exists or not; all choices of words are tried.",
)


@mcmillan.derivation
def by_powers_of_the_kraft_sum():
    """At most k ℓ_max totals s, each contributing at most 2^s 2^(−s) to Z^k, which a Z > 1 outgrows."""
    k, m = symbols("k m", integer=True, positive=True)  # number of words in a text, greatest word length
    s, excess, tail = Symbol("s", integer=True), Symbol("epsilon", positive=True), Symbol("x", positive=True)
    yield Equal(Sum(tail * 2 ** (-l[i]), (i, 1, K)), tail * Sum(2 ** (-l[i]), (i, 1, K)),
                because="one more word multiplies the sum of 2^(−length) over all tuples by Z: it is Z^k after k words")
    yield Equal(Sum(2 ** s * 2 ** (-s), (s, k, k * m)), k * m - k + 1,
                because="at most 2^s tuples have s letters, k ≤ s ≤ km, as their texts are different")
    yield AtMostStep(k * m - k + 1, k * m, because="so Z^k ≤ km for every k")
    yield Limit(k * log(1 + excess) - log(k * m), k, oo, oo, because="but (1 + ε)^k exceeds km in the end")
    yield Cites("kraft-inequality", "lengths with Z ≤ 1 belong to a prefix code")
    yield Cites("prefix-code-concatenation", "which is uniquely decodable")
    return Le(Sum(2 ** (-l[i]), (i, 1, K)), 1)


@mcmillan.numeric(
    dict(l=(1, 2, 2)), dict(l=(1, 2, 3, 3)), dict(l=(1, 1, 3)), dict(l=(1, 1, 1)), dict(l=(2, 2, 2, 2, 2)),
    dict(l=(1, 3, 3, 3)), dict(l=(3,)), dict(l=(2, 2, 2, 3, 3)), dict(l=(1, 2, 2, 4)))
def by_trying_all_codes(l):
    """All sets of words with these lengths, until the Sardinas–Patterson algorithm finds one uniquely decodable."""
    return has_decodable_code([int(length) for length in l])
