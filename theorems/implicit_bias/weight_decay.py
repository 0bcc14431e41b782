r"""Weight decay on the layers of a linear network is a penalty on the singular values of their product.

Statement.  Over all factorisations of a matrix M of singular values s_i, with hidden widths at least rank M,

    min {‖W₁‖² + ‖W₂‖² : W₂W₁ = M} = 2 Σ s_i,     min {Σ_l ‖W_l‖² : W_L ⋯ W₁ = M} = L Σ s_i^{2/L}   (Frobenius norms).

For numbers: Σ_l w_l² ≥ L (w₁ ⋯ w_L)^{2/L}.

Idea.  In the bases of the singular vectors s_i = ⟨row i of UᵀW₂, column i of W₁V⟩, and |⟨a, b⟩| ≤ (|a|² + |b|²)/2.  The
general depth follows from Horn's inequality for singular values of products and from the means.  Balanced factors attain
the bounds.

Notes.  Depth two gives twice the nuclear norm; divided by L the minimum tends to rank M as L → ∞.  So weight decay
favours low rank, the more so the deeper the network.

References.  N. Srebro, J. Rennie & T. Jaakkola, NIPS 2004 (nuclear norm); R. A. Horn & C. R. Johnson, Topics in Matrix
Analysis (1991), Theorem 3.3.14; F. Shang et al., AAAI 2016 (Schatten quasi-norms).
"""

from fractions import Fraction

import numpy as np
from scipy.optimize import minimize
from sympy import Integer, Max, Subs, Sum, Symbol, cos, exp, log, oo, sin, sqrt, symbols

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

s1, s2 = symbols("s1 s2", positive=True)
L = Symbol("L", integer=True, positive=True)
SOURCE = Source(PROBABILISTIC_MODELS, "§4.15", verdict="holds",
                printed=r"L^2 \text{ regularization on the weights } \dots \text{ biases things towards low-rank solution}")

U, V = ((Fraction(3, 5), Fraction(-4, 5)), (Fraction(4, 5), Fraction(3, 5))), ((5, -12), (12, 5))  # 13 V is orthogonal


def _matrix(s1, s2):
    """U diag(s₁, s₂) Vᵀ with rational rotations U and V, as rows of rationals."""
    return [[sum(U[r][k] * (s1, s2)[k] * Fraction(V[c][k], 13) for k in range(2)) for c in range(2)] for r in range(2)]


def _product(*factors):
    result = factors[0]
    for factor in factors[1:]:
        result = [[sum(result[r][k] * factor[k][c] for k in range(2)) for c in range(2)] for r in range(2)]
    return result


def _inverse(A):
    (a, b), (c, d) = A
    return [[d / (a * d - b * c), -b / (a * d - b * c)], [-c / (a * d - b * c), a / (a * d - b * c)]]


def _best_first_layers(M, depth):
    """Least Σ‖W_l‖² over W₁, …, W_{L−1}, the last layer being M (W_{L−1} ⋯ W₁)⁻¹; the layers and the value, in floats."""
    M = np.array(M, dtype=float)

    def value(entries):
        layers = entries.reshape(depth - 1, 2, 2)
        inner = layers[0]
        for layer in layers[1:]:
            inner = layer @ inner
        return float((layers ** 2).sum() + ((M @ np.linalg.inv(inner)) ** 2).sum())
    rng = np.random.default_rng(3)
    starts = [np.tile(np.eye(2).ravel(), depth - 1) + 0.3 * rng.standard_normal(4 * (depth - 1)) for _ in range(3)]
    found = min((minimize(value, start, method="BFGS", options={"gtol": 1e-9}) for start in starts), key=lambda r: r.fun)
    return found.x.reshape(depth - 1, 2, 2), found.fun


nuclear_norm = Theorem(
    name="weight-decay-nuclear-norm",
    title="Weight decay on two linear layers is twice the nuclear norm of their product",
    claim=Equals(r"\min\{\|W_1\|_F^2+\|W_2\|_F^2: W_2W_1=M\},\quad s(M)=(s_1,s_2)", 2 * (s1 + s2)),
    domain=Domain(s1, s2),
    source=SOURCE,
    near_misses={"Frobenius norm": s1 ** 2 + s2 ** 2, "twice the Frobenius norm": 2 * sqrt(s1 ** 2 + s2 ** 2),
                 "twice the spectral norm": 2 * Max(s1, s2), "nuclear norm once": s1 + s2},
    covers=["weight-decay-nuclear-norm"],
    unsampled="A minimum over factorisations: sampled factorisations stay above it and never determine it.",
)


@nuclear_norm.derivation
def by_the_singular_vectors():
    """Cauchy–Schwarz and the means for one singular pair; rotating the layers changes no norm."""
    width = Symbol("h", integer=True, positive=True)
    k = Symbol("k", integer=True)
    a, b = Vector("a", width, real=True), Vector("b", width, real=True)
    x, y = symbols("x y", real=True)
    means = AtMostStep(2 * x * y, x ** 2 + y ** 2, because="(x − y)² ≥ 0")
    yield means
    yield AtMostStep(2 * Sum(a[k] * b[k], (k, 1, width)), Sum(a[k] ** 2 + b[k] ** 2, (k, 1, width)),
                     where=[Vectors(a, b)], termwise=Termwise(means, put={x: a[k], y: b[k]}, over=(k, 1, width)),
                     because="2s_i ≤ |row i of UᵀW₂|² + |column i of W₁V|²; the other rows and columns add ≥ 0")
    norms = [(sqrt(s1) * cos(angle)) ** 2 + (sqrt(s1) * sin(angle)) ** 2 + (sqrt(s2) * sin(angle)) ** 2
             + (sqrt(s2) * cos(angle)) ** 2 for angle in symbols("phi psi", real=True)]
    yield Equal(norms[0] + norms[1], 2 * (s1 + s2),
                because="attained by W₂ = U S^{1/2}, W₁ = S^{1/2} Vᵀ with the rotations U and V")
    return 2 * (s1 + s2)


@nuclear_norm.numeric(dict(s1=3, s2=1), dict(s1="5/2", s2="1/3"), dict(s1="4/5", s2="1/7"))
def by_a_factorisation_and_a_dual_matrix(s1, s2):
    """Above: a factorisation in rationals.  Below: 2 tr YᵀM for a rational Y of norm at most 1, as 2 tr YᵀW₂W₁ ≤ Σ‖W‖²."""
    M = _matrix(s1, s2)
    (first,), _ = _best_first_layers(M, 2)
    W1 = [[Fraction(float(entry)).limit_denominator(10 ** 9) for entry in row] for row in first]
    W2 = _product(M, _inverse(W1))
    above = sum(entry ** 2 for layer in (W1, W2) for row in layer for entry in row)
    Y = _product(W2, _inverse([list(column) for column in zip(*W1, strict=True)]))  # the multiplier of W₂W₁ = M
    (a, b), (c, d) = Y
    p, q, r = a * a + c * c, a * b + c * d, b * b + d * d  # YᵀY
    norm = Fraction(1)
    while norm * norm < p or (norm * norm - p) * (norm * norm - r) < q * q:
        norm += Fraction(1, 10 ** 8)
    below = 2 * sum(Y[i][j] * M[i][j] for i in range(2) for j in range(2)) / norm
    return within((above + below) / 2, (above - below) / 2)


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
    claim=Equals(r"\min\Big\{\sum_{l=1}^L\|W_l\|_F^2: W_L\cdots W_1=M\Big\},\quad s(M)=(s_1,s_2)",
                 L * (s1 ** (Integer(2) / L) + s2 ** (Integer(2) / L))),
    domain=Domain(s1, s2, L >= 2),
    source=SOURCE,
    near_misses={"L times the nuclear norm": L * (s1 + s2), "power 1/L": L * (s1 ** (1 / L) + s2 ** (1 / L)),
                 "not multiplied by L": s1 ** (Integer(2) / L) + s2 ** (Integer(2) / L), "Frobenius norm": s1 ** 2 + s2 ** 2},
    unsampled="A minimum over factorisations: sampled factorisations stay above it and never determine it.",
)


@schatten.derivation
def by_horn_and_the_means():
    """Horn bounds the singular values of the product by those of the layers; the means do the rest."""
    s = Symbol("s", positive=True)
    power = Integer(2) / L
    yield Cites(Classical("Horn's inequality", "Horn & Johnson, Topics in Matrix Analysis, Theorem 3.3.14"),
                "Σ_i s_i(W_L ⋯ W_1)^p ≤ Σ_i Π_l s_i(W_l)^p for p > 0")
    yield Cites("weight-decay-scalar-chain", "with p = 2/L: Π_l s_i(W_l)^{2/L} ≤ Σ_l s_i(W_l)²/L")
    yield Limit(s ** power, L, oo, 1, because="divided by L the minimum tends to the number of nonzero s_i")
    yield Equal(Sum(s1 ** power + s2 ** power, (layer, 1, L)), L * (s1 ** power + s2 ** power),
                because="attained by W_l = S^{1/L} between the singular vectors")
    return L * (s1 ** power + s2 ** power)


@schatten.numeric(dict(s1=3, s2=1, L=2), dict(s1="5/2", s2="1/3", L=3), dict(s1=2, s2="1/5", L=4))
def by_minimising_over_the_layers(s1, s2, L):
    """The least penalty of BFGS from three starts, in floats."""
    return within(_best_first_layers(_matrix(s1, s2), int(L))[1], 1e-6)
