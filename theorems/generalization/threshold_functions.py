r"""How many Boolean functions are the sign of an affine function.

Statement.  Of the 2^{2^n} functions of n bits at most 2 Σ_{k=0}^n C(2^n − 1, k) are the sign of an affine function: all 4 for
n = 1, 14 of 16 for n = 2 (the bound is attained for both), and 104 ≤ 128 of 256 for n = 3.

Idea.  Cover's count of the dichotomies of 2^n points by hyperplanes of ℝⁿ; one more point adds as many dichotomies as its
hyperplanes through it make of the others, in one dimension less.

Notes.  The bound is at most 2^{n² + 1}, so that almost no Boolean function of many bits is such a threshold function.
For n ≥ 3 it is not attained, as the words are not in general position.

References.  T. M. Cover, Geometrical and statistical properties of systems of linear inequalities with applications in pattern
recognition, IEEE Trans. Electronic Computers 14 (1965), 326–334.
"""

from itertools import combinations_with_replacement, product

from sympy import Sum, Symbol, binomial, symbols

from theorems.notes import PROBABILISTIC_MODELS
from verifiers import AtMost, Cites, Classical, Domain, Equal, Source, Theorem

n = Symbol("n", integer=True, positive=True)
k = Symbol("k", integer=True)

threshold_functions = Theorem(
    name="boolean-threshold-functions",
    title="Number of Boolean functions that are the sign of an affine function",
    claim=AtMost(r"\#\{t:\{0,1\}^n\to\{0,1\}: t(x)=[f(x)>0]\text{ for an affine }f\}",
                 2 * Sum(binomial(2 ** n - 1, k), (k, 0, n))),
    domain=Domain(n),
    source=Source(PROBABILISTIC_MODELS, "§4.2, §4.4", verdict="holds",
                  printed=r"\text{there are simple functions (like the XOR function) that cannot be realized by "
                          r"linear networks}"),
    near_misses={"12 of 16": 3 * 2 ** n,
                 "no bias": 2 * Sum(binomial(2 ** n - 1, k), (k, 0, n - 1)),
                 "one sign only": Sum(binomial(2 ** n - 1, k), (k, 0, n))},
    covers=["xor-not-affine"],
    unsampled="All functions are enumerated: nothing is random.",
)


@threshold_functions.derivation
def by_covers_count():
    """C(N + 1, d) = C(N, d) + C(N, d − 1) and C(1, d) = 2 give 2 Σ_{k<d} C(N − 1, k); here N = 2ⁿ and d = n + 1."""
    N, j = symbols("N j", integer=True, positive=True)
    yield Cites(Classical("the function counting theorem", "Cover (1965)"),
                "N points have at most C(N, d) dichotomies by d coefficients, with equality in general position")
    yield Equal(binomial(N, j), binomial(N - 1, j) + binomial(N - 1, j - 1), because="Pascal: the sum solves the recursion")
    yield Equal(2 * Sum(binomial(2 ** 2 - 1, k), (k, 0, 2)), 14, because="n = 2: all but XOR and its negation")
    return 2 * Sum(binomial(2 ** n - 1, k), (k, 0, n))


@threshold_functions.numeric(dict(n=1), dict(n=2), dict(n=3))
def by_integer_weights_and_by_equal_sums(n):
    """Functions realised by weights of size at most 3, against those not excluded by x + y = z + w with labels 1, 1, 0, 0."""
    words = list(product((0, 1), repeat=n))
    realised = {tuple(2 * sum(a * x for a, x in zip(weights, word, strict=True)) > bias for word in words)
                for weights in product(range(-3, 4), repeat=n) for bias in range(-19, 20, 2)}
    sums: dict[tuple[int, ...], list[tuple[int, int]]] = {}
    for a, b in combinations_with_replacement(range(len(words)), 2):
        sums.setdefault(tuple(x + y for x, y in zip(words[a], words[b], strict=True)), []).append((a, b))

    def excluded(labels):
        return any(any(labels[a] and labels[b] for a, b in pairs) and any(not labels[a] and not labels[b] for a, b in pairs)
                   for pairs in sums.values())
    possible = {labels for labels in product((False, True), repeat=len(words)) if not excluded(labels)}
    assert realised == possible, "the weights are too few"
    return len(realised)
