r"""The critical points of a linear network with one hidden layer keep a subset of the modes of its target.

Statement.  Let M be n×n with distinct singular values s_1, …, s_n > 0 and let the network have h hidden units.  At a
critical point of ½ ‖M − W₂W₁‖² the product W₂W₁ keeps some of the singular modes of M and loses the others: any subset of
at most h modes, not only the largest ones.  If it keeps a_1, …, a_r and loses b_1, …, b_m the loss is ½ Σ b_i², and the
index (the number of negative eigenvalues of the Hessian) is

    m(h − r) + #{(i, j) : b_i > a_j}.

It is 0 only if nothing is lost, or if r = h and the kept modes are the largest, both global minima.  All other critical
points are strict saddles: there are no bad local minima.

Idea.  Where the gradient vanishes W₂W₁ = PM, with P the projection onto the columns of W₂, and P commutes with MMᵀ.  The
Hessian falls into 2×2 blocks of a lost mode and a hidden unit.

Notes.  W₁ and W₂ have the rank r there, as the error M − W₂W₁ has the rank n − r.  Of all saddles gradient flow from a small
generic start visits only those that keep the largest modes, the best approximations of lower rank.

References.  P. Baldi & K. Hornik, Neural networks and principal component analysis, Neural Networks 2 (1989), 53–58.
"""

from fractions import Fraction

from flint import fmpq, fmpq_mat
from sympy import And, Derivative, Eq, Or, Piecewise, Subs, Sum, Symbol, sqrt, symbols

from numerics import exact_derivatives
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import Cites, Domain, Equal, Equals, Holds, Solves, Source, Stationary, Theorem, Vector, Vectors

PRINTED = (r"\text{we move from saddlepoint to saddlepoint of the loss, where the saddlepoints correspond to low-rank "
           r"approximations}")
DETERMINISTIC = "Critical points of a polynomial: nothing is random."


def _loss(target, width):
    """½ ‖M − W₂W₁‖² as a function of the entries of W₂ (n×h) and W₁ (h×n), row by row."""
    n = target.nrows()

    def loss(weights):
        second, first = fmpq_mat(n, width, weights[:n * width]), fmpq_mat(width, n, weights[n * width:])
        gap = target - second * first
        return sum((entry * entry for entry in gap.entries()), fmpq(0)) / 2
    return loss


def _diagonal(entries, rows, columns):
    matrix = fmpq_mat(rows, columns)
    for k, entry in enumerate(entries):
        matrix[k, k] = fmpq(Fraction(entry).numerator, Fraction(entry).denominator)
    return matrix


def _point(kept, lost, width):
    """Target Diag(a, b) and weights that keep a, with the hidden units mixed by an invertible matrix."""
    n = len(kept) + len(lost)
    mix = fmpq_mat([[fmpq(1, i + j + 1) + (i == j) for j in range(width)] for i in range(width)])
    second = _diagonal(kept, n, width) * mix
    first = mix.inv() * _diagonal([1] * len(kept), width, n)
    return _diagonal([*kept, *lost], n, n), [*second.entries(), *first.entries()]


b, s1, s2 = Symbol("b", real=True), Symbol("s1", positive=True), Symbol("s2", positive=True)

critical = Theorem(
    name="linear-network-critical-directions",
    title="Critical points of a linear network with one hidden unit",
    claim=Holds(r"W_2=(1-b,b)^{\mathsf T}\text{ and some }W_1\text{ are critical for }\tfrac12\|\operatorname{Diag}(s_1,s_2)"
                r"-W_2W_1\|_F^2", Or(Eq(b, 0), Eq(b, 1), Eq(s1, s2))),
    domain=Domain(b, s1, s2 <= s1),
    source=Source(PROBABILISTIC_MODELS, "§4.15", verdict="holds under a condition", printed=PRINTED),
    near_misses={"best approximation of rank one only": Or(Eq(b, 0), Eq(s1, s2)),
                 "smaller mode only": Or(Eq(b, 1), Eq(s1, s2)), "singular vectors for equal values too": Or(Eq(b, 0), Eq(b, 1)),
                 "every direction": Or(b <= 0, b > 0)},
    covers=["linear-network-critical-points"],
    unsampled=DETERMINISTIC,
)


@critical.derivation
def by_eliminating_the_first_layer():
    """For given W₂ = w the best W₁ is wᵀM/‖w‖²; the slope in w across w is then a multiple of b(1 − b)(s₁² − s₂²)."""
    w1, w2, v1, v2, beta = symbols("w1 w2 v1 v2 beta", real=True)
    norm = (1 - beta) ** 2 + beta ** 2
    loss = ((s1 - w1 * v1) ** 2 + (w1 * v2) ** 2 + (w2 * v1) ** 2 + (s2 - w2 * v2) ** 2) / 2
    here = {w1: 1 - beta, w2: beta, v1: s1 * (1 - beta) / norm, v2: s2 * beta / norm}
    yield Stationary(loss.subs({w1: 1 - beta, w2: beta}), {v1: here[v1], v2: here[v2]}, because="the best W₁ = (v₁, v₂)")
    yield Equal(w1 * Derivative(loss, w1) + w2 * Derivative(loss, w2), v1 * Derivative(loss, v1) + v2 * Derivative(loss, v2),
                because="along w the slope vanishes with that in W₁: only the product counts")
    yield Equal(Subs(-w2 * Derivative(loss, w1) + w1 * Derivative(loss, w2), tuple(here), tuple(here.values())),
                beta * (1 - beta) * (s1 ** 2 - s2 ** 2) / norm,
                because="across w: it vanishes iff β = 0, β = 1 or s₁ = s₂ (both are positive)")
    return Or(Eq(b, 0), Eq(b, 1), Eq(s1, s2))


@critical.numeric(dict(b=0, s1=3, s2=1), dict(b=1, s1=3, s2=1), dict(b="1/3", s1="5/2", s2="2/3"), dict(b="1/3", s1=2, s2=2),
                  dict(b=-2, s1="7/3", s2="3/2"), dict(b=1, s1="5/4", s2="5/4"), dict(b="3/2", s1=4, s2="1/2"),
                  dict(b=-1, s1=1, s2=1))
def by_the_exact_gradient(b, s1, s2):
    """Solve the least-squares problem for W₁ and see whether the gradient in all four weights vanishes."""
    second = [1 - Fraction(b), Fraction(b)]
    norm = sum(entry * entry for entry in second)
    first = [entry * s / norm for entry, s in zip(second, (s1, s2), strict=True)]
    return all(g == 0 for g in exact_derivatives.gradient(_loss(_diagonal([s1, s2], 2, 2), 1), [*second, *first], 2))


h, r, m = symbols("h r m", integer=True, positive=True)
i, j = symbols("i j", integer=True)
kept, lost = Vector("a", r), Vector("b", m)
inversions = Sum(Piecewise((1, lost[i] > kept[j]), (0, True)), (j, 1, r), (i, 1, m))
BOTH = [dict(a=(3,), b=(1,), h=2), dict(a=(1,), b=(3,), h=2), dict(a=("1/2",), b=(2, "5/3"), h=1),
        dict(a=("3/2", 2), b=("7/4",), h=3), dict(a=("4/3",), b=("4/3",), h=1), dict(a=("5/2",), b=(1, 3), h=3)]

critical_loss = Theorem(
    name="linear-network-critical-loss",
    title="Loss of a linear network at a critical point",
    claim=Equals(r"\tfrac12\|M-W_2W_1\|_F^2,\quad\text{critical, modes }a\text{ kept and }b\text{ lost}",
                 Sum(lost[i] ** 2, (i, 1, m)) / 2),
    domain=Domain(Vectors(kept, lost), h >= r),
    source=Source(PROBABILISTIC_MODELS, "§4.15", verdict="holds under a condition", printed=PRINTED),
    near_misses={"kept modes": Sum(kept[j] ** 2, (j, 1, r)) / 2, "cost without ½": Sum(lost[i] ** 2, (i, 1, m)),
                 "square of the sum": Sum(lost[i], (i, 1, m)) ** 2 / 2},
    covers=["linear-network-critical-points"],
    unsampled=DETERMINISTIC,
)


@critical_loss.derivation
def by_modes():
    """W₂ᵀ(M − W₂W₁) = 0 gives W₂W₁ = PM, and (M − PM)W₁ᵀ = 0 gives (I − P)MMᵀP = 0: P commutes with MMᵀ."""
    x, y, entry = symbols("x y P_ij", real=True)
    share, singular = symbols("kappa s", real=True)
    yield Equal(x ** 2 * entry - entry * y ** 2, (x - y) * (x + y) * entry,
                because="entry ij of MMᵀP = PMMᵀ: P_ij = 0 for different singular values, so P is diagonal, of 0s and 1s")
    yield Equal(Subs((singular - share * singular) ** 2 / 2, share, 1), 0, because="a kept mode leaves no error")
    yield Equal(Subs((singular - share * singular) ** 2 / 2, share, 0), singular ** 2 / 2, because="a lost one all of it")
    return Sum((singular ** 2 / 2).subs(singular, lost[i]), (i, 1, m))


@critical_loss.numeric(*BOTH)
def by_weights_that_keep_the_modes(a, b, h):
    """Weights that keep a, checked to be critical by the exact gradient; their loss."""
    target, weights = _point(a, b, h)
    loss = _loss(target, h)
    assert all(g == 0 for g in exact_derivatives.gradient(loss, weights, 2)), "not a critical point"
    return loss(weights)


index = Theorem(
    name="linear-network-saddle-index",
    title="Index of the saddles of a linear network",
    claim=Equals(r"\#\{\text{negative eigenvalues of the Hessian}\},\quad\text{modes }a\text{ kept and }b\text{ lost, width }h",
                 m * (h - r) + inversions),
    domain=Domain(Vectors(kept, lost), h >= r),
    source=Source(PROBABILISTIC_MODELS, "§4.15", verdict="holds under a condition", printed=PRINTED),
    near_misses={"as if the largest modes were kept": m * (h - r), "all hidden units": m * h,
                 "kept modes above the lost ones":
                 m * (h - r) + Sum(Piecewise((1, lost[i] < kept[j]), (0, True)), (j, 1, r), (i, 1, m)),
                 "one direction a lost mode": m},
    covers=["linear-network-critical-points"],
    unsampled=DETERMINISTIC,
)


@index.derivation
def by_blocks():
    """With balanced weights √a_j each lost mode i and hidden unit are a block of their own: x in W₂ and y in W₁."""
    x, y, value = symbols("x y lambda", real=True)
    a, miss = Symbol("s_j", nonnegative=True), Symbol("s_i", positive=True)
    block = ((sqrt(a) * x) ** 2 + (sqrt(a) * y) ** 2 + (miss - x * y) ** 2) / 2
    yield Equal(Subs(Derivative(block, (x, 2)), y, 0), a, because="the entries (i, j) and (j, i) of W₂W₁")
    yield Equal(Subs(Derivative(block, (y, 2)), x, 0), a, because="likewise")
    yield Equal(Subs(Derivative(block, x, y), x, 0), -miss, because="the error of the lost mode, entry (i, i)")
    yield Solves([(a - value) ** 2 - miss ** 2], {value: a - miss}, because="negative iff the unit's mode s_j is below s_i")
    yield Solves([(a - value) ** 2 - miss ** 2], {value: a + miss}, because="never negative")
    yield Equal(Subs(a - miss, a, 0), -miss, because="a free unit, of which there are h − r, has a = 0: always one negative")
    yield Equal(Sum(h - r, (i, 1, m)), m * (h - r),
                because="free units, over the lost modes.  Without a lost mode the second-order terms are squares, ≥ 0.  Any "
                        "other factorisation of the product is W₂G, G⁻¹W₁: a linear change of the weights, which keeps the "
                        "signs (Sylvester)")
    return m * (h - r) + Sum(Piecewise((1, lost[i] > kept[j]), (0, True)), (j, 1, r), (i, 1, m))


@index.numeric(*BOTH)
def by_the_exact_hessian(a, b, h):
    """The Hessian in all weights by exact differences, and its signs by Descartes' rule."""
    target, weights = _point(a, b, h)
    return exact_derivatives.inertia(exact_derivatives.hessian(_loss(target, h), weights, 4))[0]


big, small = symbols("a b", positive=True)

no_bad_minimum = Theorem(
    name="linear-network-strict-saddles",
    title="A critical point that loses a mode is a strict saddle unless the width forbids to keep more",
    claim=Holds(r"\text{the Hessian where }a\text{ is kept and }b\text{ lost has no negative eigenvalue}",
                And(Eq(h, 1), big >= small)),
    domain=Domain(big, small, h),
    source=Source(PROBABILISTIC_MODELS, "§4.15", verdict="holds under a condition", printed=PRINTED),
    near_misses={"whatever the width": big >= small, "whatever the modes": Eq(h, 1), "smaller mode kept":
                 And(Eq(h, 1), big <= small)},
    covers=["linear-network-critical-points"],
    unsampled=DETERMINISTIC,
)


@no_bad_minimum.derivation
def by_the_index():
    """The index for one kept and one lost mode is h − 1 + [a < b]; at h = 1, a ≥ b the product is the best of rank one."""
    yield Cites("linear-network-saddle-index", "the index is m(h − r) + #{(i, j) : b_i > a_j}, here with r = m = 1")
    number = Symbol("k", integer=True, positive=True)
    yield Equal(Subs(h - number + Piecewise((1, small > big), (0, True)), number, 1),
                Piecewise((h, small > big), (h - 1, True)), because="h ≥ 1 if b > a; else h − 1, which is 0 for h = 1 only")
    return And(Eq(h, 1), big >= small)


@no_bad_minimum.numeric(dict(a=3, b=1, h=1), dict(a=1, b=3, h=1), dict(a=3, b=1, h=2), dict(a="3/2", b="3/2", h=1),
                        dict(a="2/3", b="5/4", h=3), dict(a="3/2", b="3/2", h=2))
def by_the_signs_of_the_hessian(a, b, h):
    """Whether the exact Hessian in all weights has no negative eigenvalue."""
    target, weights = _point([a], [b], h)
    return exact_derivatives.inertia(exact_derivatives.hessian(_loss(target, h), weights, 4))[0] == 0
