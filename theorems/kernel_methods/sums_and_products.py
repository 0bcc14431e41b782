r"""Sums and entrywise products of positive semidefinite kernels.

Statement.  (i) Let A and B be Gram matrices of vectors of any dimensions, A_ij = Σ_k u_ik u_jk and B_ij = Σ_l v_il v_jl.  Then

    Σ_ij c_i c_j A_ij B_ij = Σ_kl S_kl² ≥ 0,     S_kl = Σ_i c_i u_ik v_il.

(ii) For any number of inputs the tangent kernel Θ = Σ + Θ' ∘ Σ̇ therefore has λ_min(Θ) ≥ λ_min(Σ): it is positive definite
if Σ is.

Idea.  A_ij B_ij is the Gram matrix of the tensor products u_i ⊗ v_i (Schur).

Notes.  The ordinary product AB need not be positive semidefinite, nor its symmetric part.  For the tangent kernel of one
network the converse of (ii) holds too.

References.  R. A. Horn and C. R. Johnson, Matrix Analysis (2013), Theorem 7.5.3.
"""

from fractions import Fraction

from flint import fmpq, fmpq_mat
from sympy import Sum, Symbol, symbols

from numerics.exact_least_squares import rotation
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import AtLeast, AtMostStep, Cites, Domain, Equal, Equals, Source, Termwise, Theorem, Vector, Vectors

n, M = symbols("n M", integer=True, positive=True)
i, m = symbols("i m", integer=True)
h, r = symbols("h r", real=True)
S = Vector("S", M, real=True)  # the S_kl, numbered by m
PRINTED = r"\text{since } \Theta_\infty^{(L)} \text{ is a sum of kernels including } \Sigma_\infty^{(L)}\text{, it is enough " \
          r"to show that the latter is positive-definite}"


def _entrywise(u, v):
    """The entrywise product of the Gram matrices of two lists of vectors."""
    def gram(rows):
        return [[sum(x * y for x, y in zip(p, q, strict=True)) for q in rows] for p in rows]
    return [[x * y for x, y in zip(p, q, strict=True)] for p, q in zip(gram(u), gram(v), strict=True)]


def gram_matrices(c, u, v):
    """The point of coefficients c and Gram vectors u_i, v_i: the sums S, cᵀABc as h, and cᵀAc · cᵀBc as r."""
    c, u, v = [Fraction(x) for x in c], [[Fraction(x) for x in row] for row in u], [[Fraction(x) for x in row] for row in v]

    def combined(rows, weights):
        return [sum(w * row[k] for w, row in zip(weights, rows, strict=True)) for k in range(len(rows[0]))]
    left, right = combined(u, c), combined(v, c)
    Ac = [sum(x * y for x, y in zip(row, left, strict=True)) for row in u]
    Bc = [sum(x * y for x, y in zip(row, right, strict=True)) for row in v]
    sums = [sum(x * p[k] * q[l] for x, p, q in zip(c, u, v, strict=True)) for k in range(len(u[0])) for l in range(len(v[0]))]
    return dict(S=tuple(sums), h=sum(x * y for x, y in zip(Ac, Bc, strict=True)), c=tuple(c), u=tuple(map(tuple, u)),
                v=tuple(map(tuple, v)), r=sum(x * x for x in left) * sum(x * x for x in right))


schur = Theorem(
    name="schur-product-form",
    title="The entrywise product of two Gram matrices is a Gram matrix",
    claim=Equals(r"\sum_{i,j}c_ic_jA_{ij}B_{ij},\quad A_{ij}=\sum_ku_{ik}u_{jk},\ B_{ij}=\sum_lv_{il}v_{jl},\ "
                 r"(S_m)_{m\le M}=\Big(\sum_ic_iu_{ik}v_{il}\Big)_{k,l}", Sum(S[m] ** 2, (m, 1, M))),
    domain=Domain(Vectors(S), h, r),
    source=Source(PROBABILISTIC_MODELS, "§4.8", verdict="holds", printed=PRINTED),
    near_misses={"ordinary matrix product, h = cᵀABc": h, "product of the two forms, r = cᵀAc · cᵀBc": r,
                 "square of the sum": Sum(S[m], (m, 1, M)) ** 2, "first pair of coordinates only": S[1] ** 2},
    covers=["sum-and-product-kernels-pd"],
    unsampled="An identity between polynomials: nothing is random.",
)


@schur.derivation
def by_tensor_products():
    """A_ij B_ij = Σ_m w_im w_jm with w_im = u_ik v_il: the sums over i, j and m may be exchanged, one m at a time."""
    total = Symbol("T", real=True)
    c, w = Vector("c", n, real=True), Vector("w", n, real=True)
    yield Equal(Sum(c[i] * w[i] * total, (i, 1, n)), total * Sum(c[i] * w[i], (i, 1, n)), where=[Vectors(c, w)],
                because="with T = Σ_j c_j w_jm the sum over j, the sum over i is T · T = S_m²")
    yield AtMostStep(0, Sum(S[m] ** 2, (m, 1, M)), because="so the form is nonnegative")
    return Sum(S[m] ** 2, (m, 1, M))


@schur.numeric(gram_matrices((1, -1), ((1, 0), (2, 3)), (("1/2", 3), (1, "-1/3"))),
               gram_matrices((2, "-1/2", 1), ((1, 2), ("1/3", 1), (-1, "1/2")), ((-1, "1/2", 1), (3, "1/4", 0), ("2/3", 5, 2))),
               gram_matrices(("1/3", 2, -1, 1), ((3,), ("-2/3",), ("1/2",), (4,)), ((2, 7), ("3/2", 2), (1, "1/2"), (0, 1))),
               gram_matrices(("5/2",), ((3, "-1/3", 1),), (("2/5", 4),)))
def by_forming_the_matrices(c, u, v):
    """Form A, B and their entrywise product, then the quadratic form, in rationals."""
    first, second = ([[sum(x * y for x, y in zip(p, q, strict=True)) for q in rows] for p in rows] for rows in (u, v))
    return sum(c[k] * c[l] * first[k][l] * second[k][l] for k in range(len(c)) for l in range(len(c)))


sigma = Symbol("sigma", nonnegative=True)
d = Symbol("d", positive=True)

least_eigenvalue = Theorem(
    name="tangent-kernel-least-eigenvalue",
    title="The tangent kernel dominates the activation kernel of the last layer",
    claim=AtLeast(r"\lambda_{\min}(\Sigma+\Theta'\circ\dot\Sigma),\quad \sigma=\lambda_{\min}(\Sigma),\ "
                  r"d=\min_i(\Theta'\circ\dot\Sigma)_{ii}", sigma),
    domain=Domain(sigma, d),
    source=Source(PROBABILISTIC_MODELS, "§4.8", verdict="holds", printed=PRINTED),
    near_misses={"diagonal of the product added": sigma + d, "twice": 2 * sigma, "half the diagonal added": sigma + d / 2},
    covers=["sum-and-product-kernels-pd"],
    unsampled="Eigenvalues of given matrices: nothing is random.",
)


@least_eigenvalue.derivation
def by_the_quadratic_forms():
    """For a unit vector x the form of Σ is at least σ, and that of Θ' ∘ Σ̇ at least 0."""
    x, more = Symbol("x", real=True), Symbol("e", nonnegative=True)
    y, e = Vector("y", n, real=True), Vector("e", n, nonnegative=True)
    one = AtMostStep(sigma * x ** 2, (sigma + more) * x ** 2, because="an eigenvalue of Σ is σ + e with e ≥ 0")
    yield one
    yield AtMostStep(sigma * Sum(y[i] ** 2, (i, 1, n)), Sum((sigma + e[i]) * y[i] ** 2, (i, 1, n)), where=[Vectors(y, e)],
                     termwise=Termwise(one, put={x: y[i], more: e[i]}, over=(i, 1, n)),
                     because="the form of Σ in coordinates along its eigenvectors, with Σ y_i² = 1")
    yield Cites("schur-product-form", "the form of Θ' ∘ Σ̇ is Σ S_m² ≥ 0")
    yield AtMostStep(sigma, sigma + Sum(S[m] ** 2, (m, 1, M)), where=[Vectors(S)], because="so every form of the sum is at "
                     "least σ, and with it the least one, λ_min(Θ)")
    return sigma


def kernels(eigenvalues, seed, u, v):
    """The point of Σ = V diag(eigenvalues) Vᵀ with a rational rotation V, and Gram vectors u of Θ' and v of Σ̇."""
    levels, turn = [Fraction(x) for x in eigenvalues], rotation(len(eigenvalues), seed)
    u, v = ([[Fraction(x) for x in row] for row in rows] for rows in (u, v))
    first = [[sum(level * x * y for level, x, y in zip(levels, p, q, strict=True)) for q in turn] for p in turn]
    second = _entrywise(u, v)
    return dict(sigma=min(levels), d=min(second[k][k] for k in range(len(second))), first=tuple(map(tuple, first)),
                second=tuple(map(tuple, second)))


@least_eigenvalue.numeric(
    kernels((1, 3), 2, ((1, 0), (2, 1)), ((1, 0), (1, 0))), kernels(("1/2", 2, 3), 3, ((1,), (1,), (1,)), ((1,), (1,), (1,))),
    kernels((0, 1, 2), 4, ((1, 2), (0, 1), (1, 1)), ((1,), ("1/2",), (-1,))),
    kernels(("1/3", 1, 1, 2), 5, ((1,), (2,), (-1,), ("1/2",)), ((1,), (1,), (2,), (1,))))
def by_the_characteristic_polynomial(first, second):
    """The least root of the characteristic polynomial of the sum, as a ball."""
    total = fmpq_mat([[fmpq((x + y).numerator, (x + y).denominator) for x, y in zip(p, q, strict=True)]
                      for p, q in zip(first, second, strict=True)])
    return min((root.real for root, _ in total.charpoly().numer().complex_roots()), key=float)
