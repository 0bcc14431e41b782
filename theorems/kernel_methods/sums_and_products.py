r"""Sums and entrywise products of positive semidefinite kernels.

Statement.  (i) Let A and B be Gram matrices, A_ij = u_i u_j + u'_i u'_j and B_ij = v_i v_j + v'_i v'_j.  Then

    Σ_ij c_i c_j A_ij B_ij = (Σ c_i u_i v_i)² + (Σ c_i u_i v'_i)² + (Σ c_i u'_i v_i)² + (Σ c_i u'_i v'_i)² ≥ 0.

(ii) The tangent kernel Θ = Σ + Θ' ∘ Σ̇ therefore has λ_min(Θ) ≥ λ_min(Σ): it is positive definite if Σ is.

Idea.  A_ij B_ij is the Gram matrix of the tensor products u_i ⊗ v_i (Schur).

Notes.  For Gram vectors of any dimension the sum runs over all pairs of coordinates.  The ordinary product AB need not
be positive semidefinite, nor its symmetric part.  For the tangent kernel of one network the converse of (ii) holds too.

References.  R. A. Horn and C. R. Johnson, Matrix Analysis (2013), Theorem 7.5.3.
"""

from fractions import Fraction
from math import isqrt

from sympy import Abs, Sum, Symbol, symbols

from theorems.notes import PROBABILISTIC_MODELS
from verifiers import AtLeast, AtMostStep, Cites, Domain, Equal, Equals, Source, Theorem, Vector, Vectors

n = Symbol("n", integer=True, positive=True)
i = Symbol("i", integer=True)
c, u, v = (Vector(name, n, real=True) for name in ("c", "u", "v"))
u2, v2 = Vector("u2", n, real=True), Vector("v2", n, real=True)
PRINTED = r"\text{since } \Theta_\infty^{(L)} \text{ is a sum of kernels including } \Sigma_\infty^{(L)}\text{, it is enough " \
          r"to show that the latter is positive-definite}"


def total(term):
    """Σ_i term."""
    return Sum(term, (i, 1, n))


schur = Theorem(
    name="schur-product-form",
    title="The entrywise product of two Gram matrices is a Gram matrix",
    claim=Equals(r"\sum_{i,j}c_ic_jA_{ij}B_{ij},\quad A_{ij}=u_iu_j+u'_iu'_j,\ B_{ij}=v_iv_j+v'_iv'_j",
                 total(c[i] * u[i] * v[i]) ** 2 + total(c[i] * u[i] * v2[i]) ** 2
                 + total(c[i] * u2[i] * v[i]) ** 2 + total(c[i] * u2[i] * v2[i]) ** 2),
    domain=Domain(Vectors(c, u, u2, v, v2)),
    source=Source(PROBABILISTIC_MODELS, "§4.8", verdict="holds", printed=PRINTED),
    near_misses={
        "ordinary matrix product": total(c[i] * u[i]) * total(u[i] * v[i]) * total(c[i] * v[i])
        + total(c[i] * u[i]) * total(u[i] * v2[i]) * total(c[i] * v2[i])
        + total(c[i] * u2[i]) * total(u2[i] * v[i]) * total(c[i] * v[i])
        + total(c[i] * u2[i]) * total(u2[i] * v2[i]) * total(c[i] * v2[i]),
        "product of the two forms": (total(c[i] * u[i]) ** 2 + total(c[i] * u2[i]) ** 2)
        * (total(c[i] * v[i]) ** 2 + total(c[i] * v2[i]) ** 2),
        "no mixed coordinates": total(c[i] * u[i] * v[i]) ** 2 + total(c[i] * u2[i] * v2[i]) ** 2},
    covers=["sum-and-product-kernels-pd"],
    unsampled="An identity between polynomials: nothing is random.",
)


@schur.derivation
def by_tensor_products():
    """Each pair of coordinates contributes a product of two equal sums."""
    S = Symbol("S", real=True)
    for left in (u, u2):
        for right in (v, v2):
            yield Equal(total(c[i] * left[i] * right[i] * S), S * total(c[i] * left[i] * right[i]),
                        because="with S = Σ_j c_j u_j v_j, the sum over j: the square of that sum")
    return (total(c[i] * u[i] * v[i]) ** 2 + total(c[i] * u[i] * v2[i]) ** 2
            + total(c[i] * u2[i] * v[i]) ** 2 + total(c[i] * u2[i] * v2[i]) ** 2)


@schur.numeric(dict(c=(1, -1), u=(1, 2), u2=(0, 3), v=("1/2", 1), v2=(3, "-1/3")),
               dict(c=(2, "-1/2", 1), u=(1, "1/3", -1), u2=(2, 1, "1/2"), v=(-1, 3, "2/3"), v2=("1/2", "1/4", 5)),
               dict(c=("1/3", 2, -1), u=(3, "-2/3", "1/2"), u2=("1/5", 1, 4), v=(2, "3/2", 7), v2=("-1/3", 2, "1/2")),
               dict(c=("5/2",), u=(3,), u2=("-1/3",), v=("2/5",), v2=(4,)))
def by_forming_the_matrices(c, u, u2, v, v2):
    """Form A, B and their entrywise product, then the quadratic form, in rationals."""
    first = [[p * q + r * s for q, s in zip(u, u2, strict=True)] for p, r in zip(u, u2, strict=True)]
    second = [[p * q + r * s for q, s in zip(v, v2, strict=True)] for p, r in zip(v, v2, strict=True)]
    return sum(c[k] * c[m] * first[k][m] * second[k][m] for k in range(len(c)) for m in range(len(c)))


r, s, l = symbols("r s l", real=True)
p, t, k = symbols("p t k", positive=True)

least_eigenvalue = Theorem(
    name="tangent-kernel-least-eigenvalue",
    title="The tangent kernel dominates the activation kernel of the last layer",
    claim=AtLeast(r"\lambda_{\min}(\Sigma+\Theta'\circ\dot\Sigma),\quad \Sigma=\begin{pmatrix}p&r\\r&p\end{pmatrix},\ "
                  r"\Theta'=\begin{pmatrix}t&s\\s&t\end{pmatrix},\ \dot\Sigma=\begin{pmatrix}k&l\\l&k\end{pmatrix}",
                  p - Abs(r)),
    domain=Domain(p >= Abs(r), t >= Abs(s), k >= Abs(l)),
    source=Source(PROBABILISTIC_MODELS, "§4.8", verdict="holds", printed=PRINTED),
    near_misses={"diagonal of the product added": p - Abs(r) + t * k, "largest eigenvalue of Σ": p + Abs(r),
                 "diagonal of Σ": p},
    covers=["sum-and-product-kernels-pd"],
    fails_at=[dict(p=2, r=1, t=1, s=2, k=1, l=1)],
    unsampled="Eigenvalues of given matrices: nothing is random.",
)


@least_eigenvalue.derivation
def by_the_quadratic_forms():
    """For a unit vector (x, y) the form of Σ is at least p − |r|, and that of Θ' ∘ Σ̇ at least 0."""
    x, y = symbols("x y", real=True)
    size = Symbol("R", nonnegative=True)
    yield Cites("schur-product-form", "the form of Θ' ∘ Σ̇ is a sum of squares")
    yield Equal(p * (x ** 2 + y ** 2) + 2 * size * x * y, (p - size) * (x ** 2 + y ** 2) + size * (x + y) ** 2,
                because="for r = R ≥ 0")
    yield Equal(p * (x ** 2 + y ** 2) - 2 * size * x * y, (p - size) * (x ** 2 + y ** 2) + size * (x - y) ** 2,
                because="for r = −R ≤ 0")
    yield AtMostStep(0, size * (x + y) ** 2, because="so λ_min(Σ) = p − |r|, and the least form of a sum is at least the "
                     "sum of the least forms")
    return p - Abs(r)


@least_eigenvalue.numeric(
    dict(p=2, r=1, t="1/3", s="1/3", k="3/2", l="3/2"), dict(p="5/3", r="-1/2", t=1, s="1/2", k="1/2", l="1/3"),
    dict(p="7/2", r=-3, t="2/5", s="-2/5", k="1/4", l="1/4"), dict(p=1, r=1, t=2, s="-3/2", k="1/3", l="1/5"),
    dict(p="1/3", r="1/5", t="1/100", s="1/100", k="1/10", l="1/10"))
def by_the_characteristic_polynomial(p, r, t, s, k, l):
    """Both eigenvalues of the sum from trace and determinant, in rationals."""
    diagonal, off = p + t * k, r + s * l
    discriminant = Fraction((2 * diagonal) ** 2 - 4 * (diagonal ** 2 - off ** 2))
    root = Fraction(isqrt(discriminant.numerator), isqrt(discriminant.denominator))
    assert root * root == discriminant
    return (2 * diagonal - root) / 2
