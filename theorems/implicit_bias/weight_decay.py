r"""Weight decay on the layers of a linear network is a penalty on the singular values of their product.

Statement.  Over all factorisations of a matrix M of rank r and singular values s_1, …, s_r > 0, with hidden widths at least r,

    min {‖W₁‖² + ‖W₂‖² : W₂W₁ = M} = 2 Σ s_i,     min {Σ_l ‖W_l‖² : W_L ⋯ W₁ = M} = L Σ s_i^{2/L}   (Frobenius norms).

For numbers: Σ_l w_l² ≥ L (w₁ ⋯ w_L)^{2/L}.

Idea.  In the bases of the singular vectors s_i = ⟨row i of UᵀW₂, column i of W₁V⟩, and ⟨a, b⟩ ≤ (|a|² + |b|²)/2.  The
general depth follows from Horn's inequality for singular values of products and from the means.  Balanced factors attain
the bounds.

Notes.  Depth two gives twice the nuclear norm; divided by L the minimum tends to rank M as L → ∞.  So weight decay
favours low rank, the more so the deeper the network.

References.  N. Srebro, J. Rennie & T. Jaakkola, NIPS 2004 (nuclear norm); R. A. Horn & C. R. Johnson, Topics in Matrix
Analysis (1991), Theorem 3.3.14; F. Shang et al., AAAI 2016 (Schatten quasi-norms).
"""

from fractions import Fraction

import numpy as np
from flint import fmpq, fmpq_mat
from scipy.optimize import minimize
from sympy import Integer, Subs, Sum, Symbol, exp, log, oo, sqrt, symbols

from numerics.exact_least_squares import rotation
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import (
    AtLeast,
    AtMostStep,
    Cites,
    Classical,
    Domain,
    Equal,
    Equals,
    Limit,
    Source,
    Termwise,
    Theorem,
    Vector,
    Vectors,
    within,
)

r, L = symbols("r L", integer=True, positive=True)
i = Symbol("i", integer=True)
s = Vector("s", r)  # the singular values of M that are not zero
SOURCE = Source(PROBABILISTIC_MODELS, "§4.15", verdict="holds",
                printed=r"L^2 \text{ regularization on the weights } \dots \text{ biases things towards low-rank solution}")


def _matrix(s):
    """U diag(s) Vᵀ with rational rotations U and V, as rows of rationals."""
    left, right = rotation(len(s), 2), rotation(len(s), 5)
    return [[sum(Fraction(level) * x * y for level, x, y in zip(s, p, q, strict=True)) for q in right] for p in left]


def _rational(rows):
    return fmpq_mat([[fmpq(Fraction(entry).numerator, Fraction(entry).denominator) for entry in row] for row in rows])


def _best_first_layers(M, depth):
    """Least Σ‖W_l‖² over W₁, …, W_{L−1}, the last layer being M (W_{L−1} ⋯ W₁)⁻¹; the layers and the value, in floats."""
    M = np.array(M, dtype=float)
    shape = (depth - 1, *M.shape)

    def value(entries):
        layers = entries.reshape(shape)
        inner = layers[0]
        for layer in layers[1:]:
            inner = layer @ inner
        return float((layers ** 2).sum() + ((M @ np.linalg.inv(inner)) ** 2).sum())
    rng = np.random.default_rng(3)
    starts = [np.tile(np.eye(len(M)).ravel(), depth - 1) + 0.3 * rng.standard_normal(M.size * (depth - 1)) for _ in range(3)]
    found = min((minimize(value, start, method="BFGS", options={"gtol": 1e-9}) for start in starts), key=lambda r: r.fun)
    return found.x.reshape(shape), found.fun


def _has_norm_at_most(Y, bound):
    """Whether bound² I − YᵀY is positive definite, by Sylvester's criterion in rationals."""
    size = Y.ncols()
    form = fmpq_mat(size, size, [fmpq(0)] * size ** 2) - Y.transpose() * Y
    for k in range(size):
        form[k, k] = form[k, k] + fmpq(bound.numerator, bound.denominator) ** 2
    return all(fmpq_mat([[form[k, l] for l in range(m)] for k in range(m)]).det() > 0 for m in range(1, size + 1))


nuclear_norm = Theorem(
    name="weight-decay-nuclear-norm",
    title="Weight decay on two linear layers is twice the nuclear norm of their product",
    claim=Equals(r"\min\{\|W_1\|_F^2+\|W_2\|_F^2: W_2W_1=M\},\quad s(M)=(s_1,\dots,s_r)", 2 * Sum(s[i], (i, 1, r))),
    domain=Domain(Vectors(s)),
    source=SOURCE,
    near_misses={"squared Frobenius norm": Sum(s[i] ** 2, (i, 1, r)), "nuclear norm once": Sum(s[i], (i, 1, r)),
                 "twice the Frobenius norm": 2 * sqrt(Sum(s[i] ** 2, (i, 1, r))), "twice the largest singular value": 2 * s[1]},
    covers=["weight-decay-nuclear-norm"],
    unsampled="A minimum over factorisations: sampled factorisations stay above it and never determine it.",
)


@nuclear_norm.derivation
def by_the_singular_vectors():
    """Cauchy–Schwarz and the means for one singular pair, then the sum over all; rotating the layers changes no norm."""
    width = Symbol("h", integer=True, positive=True)
    k = Symbol("k", integer=True)
    a, b = Vector("a", width, real=True), Vector("b", width, real=True)
    x, y = symbols("x y", real=True)
    level = Symbol("s0", positive=True)
    more, columns = Vector("n", r, real=True), Vector("u", width, real=True)
    means = AtMostStep(2 * x * y, x ** 2 + y ** 2, because="(x − y)² ≥ 0")
    yield means
    yield AtMostStep(2 * Sum(a[k] * b[k], (k, 1, width)), Sum(a[k] ** 2 + b[k] ** 2, (k, 1, width)),
                     where=[Vectors(a, b)], termwise=Termwise(means, put={x: a[k], y: b[k]}, over=(k, 1, width)),
                     because="2s_i ≤ n_i = |row i of UᵀW₂|² + |column i of W₁V|²")
    yield AtMostStep(2 * Sum(s[i], (i, 1, r)), Sum(2 * s[i] + more[i] ** 2, (i, 1, r)), where=[Vectors(more)],
                     because="the sum over i, with n_i = 2s_i + (a square); the other rows and columns add ≥ 0")
    yield Equal(Sum((sqrt(level) * columns[k]) ** 2, (k, 1, width)), level * Sum(columns[k] ** 2, (k, 1, width)),
                where=[Vectors(columns)],
                because="attained by W₂ = U S^{1/2}, W₁ = S^{1/2} Vᵀ: each singular vector has length 1 and adds s_i twice")
    return 2 * Sum(s[i], (i, 1, r))


@nuclear_norm.numeric(dict(s=(3, 1)), dict(s=("5/2", "1/3")), dict(s=(2, 1, "1/2")), dict(s=("3/4",)))
def by_a_factorisation_and_a_dual_matrix(s):
    """Above: a factorisation in rationals.  Below: 2 tr YᵀM for a rational Y of norm at most 1, as 2 tr YᵀW₂W₁ ≤ Σ‖W‖²."""
    rows = _matrix(s)
    (first,), _ = _best_first_layers(rows, 2)
    M = _rational(rows)
    W1 = _rational([[Fraction(float(entry)).limit_denominator(10 ** 9) for entry in row] for row in first])
    W2 = M * W1.inv()
    above = sum(entry ** 2 for layer in (W1, W2) for entry in layer.entries())
    Y = W2 * W1.transpose().inv()  # the multiplier of W₂W₁ = M
    norm = Fraction(1)
    while not _has_norm_at_most(Y, norm):
        norm += Fraction(1, 10 ** 7)
    below = 2 * sum(x * y for x, y in zip(Y.entries(), M.entries(), strict=True)) / fmpq(norm.numerator, norm.denominator)
    low, high = (Fraction(int(bound.p), int(bound.q)) for bound in (below, above))
    return within((high + low) / 2, (high - low) / 2)


w = Vector("w", L)
layer = Symbol("l", integer=True)

chain = Theorem(
    name="weight-decay-scalar-chain",
    title="Weight decay on L scalar layers: at least L times a power of their product",
    claim=AtLeast(r"\sum_{l=1}^L w_l^2", L * exp(Sum(log(w[layer]), (layer, 1, L)) * 2 / L)),
    domain=Domain(Vectors(w)),
    source=Source(PROBABILISTIC_MODELS, "§4.15", verdict="companion",
                  printed=r"\text{biases things towards low-rank solution}"),
    near_misses={"power 1/L": L * exp(Sum(log(w[layer]), (layer, 1, L)) / L),
                 "the product itself": L * exp(Sum(log(w[layer]), (layer, 1, L))),
                 "factor L²": L ** 2 * exp(Sum(log(w[layer]), (layer, 1, L)) * 2 / L)},
    unsampled="An inequality between numbers that is attained at equal weights only: sampling does not reach equality.",
)


@chain.derivation
def by_the_means():
    """u − 1 ≥ log u at u = w_l²/c; for c the geometric mean of the squares the logarithms add up to 0."""
    u, c = symbols("u c", positive=True)
    logarithms = Sum(log(w[layer]), (layer, 1, L))
    tangent = AtMostStep(log(u), u - 1, because="the tangent of the concave logarithm at 1")
    yield tangent
    yield AtMostStep(L * c + c * (2 * logarithms - L * log(c)), Sum(w[layer] ** 2, (layer, 1, L)),
                     termwise=Termwise(tangent, put={u: w[layer] ** 2 / c}, weight=c, over=(layer, 1, L)),
                     because="multiply by c and add")
    yield Equal(Subs(L * c + c * (2 * logarithms - L * log(c)), c, exp(logarithms * 2 / L)), L * exp(logarithms * 2 / L),
                because="the bracket vanishes for c = exp(2 Σ log w_l/L)")
    return L * exp(logarithms * 2 / L)


@chain.numeric(dict(w=(2, 2, 2)), dict(w=("1/3", "1/3")), dict(w=(1, "101/100", "99/100", 1)), dict(w=("3/2", "3/2", "8/5")),
               dict(w=("1/2", "4/7", "1/2", "1/2", "3/5")))
def by_adding_squares(w):
    """The penalty itself, in rationals."""
    return sum(entry ** 2 for entry in w)


schatten = Theorem(
    name="weight-decay-schatten-quasi-norm",
    title="Weight decay on L linear layers: the sum of the powers 2/L of the singular values",
    claim=Equals(r"\min\Big\{\sum_{l=1}^L\|W_l\|_F^2: W_L\cdots W_1=M\Big\},\quad s(M)=(s_1,\dots,s_r)",
                 L * Sum(s[i] ** (Integer(2) / L), (i, 1, r))),
    domain=Domain(Vectors(s), L >= 2),
    source=SOURCE,
    near_misses={"L times the nuclear norm": L * Sum(s[i], (i, 1, r)), "power 1/L": L * Sum(s[i] ** (1 / L), (i, 1, r)),
                 "not multiplied by L": Sum(s[i] ** (Integer(2) / L), (i, 1, r)),
                 "squared Frobenius norm": Sum(s[i] ** 2, (i, 1, r))},
    unsampled="A minimum over factorisations: sampled factorisations stay above it and never determine it.",
)


@schatten.derivation
def by_horn_and_the_means():
    """Horn bounds the singular values of the product by those of the layers; the means do the rest."""
    level = Symbol("s0", positive=True)
    power = Integer(2) / L
    yield Cites(Classical("Horn's inequality", "Horn & Johnson, Topics in Matrix Analysis, Theorem 3.3.14"),
                "Σ_i s_i(W_L ⋯ W_1)^p ≤ Σ_i Π_l s_i(W_l)^p for p > 0")
    yield Cites("weight-decay-scalar-chain", "with p = 2/L: Π_l s_i(W_l)^{2/L} ≤ Σ_l s_i(W_l)²/L")
    yield Limit(level ** power, L, oo, 1, because="divided by L the minimum tends to r, the rank of M")
    yield Equal(Sum((level ** (1 / L)) ** 2, (layer, 1, L)), L * level ** power,
                because="attained by W_l = S^{1/L} between the singular vectors, for each singular value")
    return L * Sum(s[i] ** power, (i, 1, r))


@schatten.numeric(dict(s=(3, 1), L=2), dict(s=("5/2", "1/3"), L=3), dict(s=(2, "1/5"), L=4), dict(s=(2, 1, "1/2"), L=3))
def by_minimising_over_the_layers(s, L):
    """The least penalty of BFGS from three starts, in floats."""
    return within(_best_first_layers(_matrix(s), int(L))[1], 1e-6)
