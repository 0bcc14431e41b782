r"""One diagonal entry of an inverse Wishart matrix: a Schur complement with a χ² law.

Statement.  Let X be an N×P matrix of independent standard Gaussians, x its first row, Z the other N − 1 rows, and
W = X Xᵀ. For P ≥ N

    1/(W⁻¹)₁₁ = x (I_P − Zᵀ(Z Zᵀ)⁻¹Z) xᵀ

has the χ² law with P − N + 1 degrees of freedom.  The block of W below x xᵀ is Z xᵀ.

Idea.  Block inversion shows that 1/(W⁻¹)₁₁ is the Schur complement of Z Zᵀ in W. The matrix in the middle is the
projection onto the orthogonal complement of the rows of Z, of dimension P − N + 1. The Gaussian x does not depend on Z
and has the same law in every orthonormal basis, so its projection has as many independent Gaussian coordinates.

References.  R. J. Muirhead, Aspects of Multivariate Statistical Theory (1982), Theorem 3.2.10.
"""

import random

from flint import fmpq, fmpq_mat
from sympy import Derivative, Integer, Subs, Sum, Symbol, cos, exp, gamma, lowergamma, pi, sin, symbols

from numerics import gaussian_geometry, wishart
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import Cites, Domain, Equal, Equals, Erratum, Law, Source, Theorem, Vector, Vectors

N, P, n = symbols("N P n", integer=True, positive=True)
i = Symbol("i", integer=True)
x, a = symbols("x a", positive=True)
b, y = Vector("b", n, real=True), Vector("y", n, real=True)
MATRIX = r"W = \begin{pmatrix} xx^T & xZ^T \\ Z^Tx & ZZ^T \end{pmatrix}"

u, z = Vector("u", P, real=True), Vector("z", P, real=True)  # the first row x of X, and its row k

lower_block = Theorem(
    name="gram-matrix-lower-block",
    title="The block of a Gram matrix below its corner",
    claim=Equals(r"W_{k1},\quad W=XX^{\mathsf T},\ u=X_1\ (\text{first row}),\ z=X_k", Sum(z[i] * u[i], (i, 1, P))),
    domain=Domain(Vectors(u, z)),
    source=Source(PROBABILISTIC_MODELS, "§4.11", verdict="misprint", printed=MATRIX),
    errata=[Erratum(printed=MATRIX, formula=z[1] * u[1],
                    wrong="the block is Z xᵀ: Zᵀ is P×(N − 1) and x is 1×P, so Zᵀx is defined for N = 2 only, and then it is a "
                          "P×P matrix with the entry z₁x₁ in its corner instead of one number")],
    near_misses={"product of the sums": Sum(z[i], (i, 1, P)) * Sum(u[i], (i, 1, P)),
                 "first row twice": Sum(u[i] ** 2, (i, 1, P)), "mean": Sum(z[i] * u[i], (i, 1, P)) / P},
    covers=["wishart-block-inverse"],
    unsampled="An entry of a product of given matrices: nothing is random.",
)


@lower_block.derivation
def by_the_quadratic_form():
    """W is the matrix of the form |cᵀX|²; along c = (1, τ) it is |u + τz|² = W₁₁ + 2τ W_k1 + τ² W_kk."""
    tau = Symbol("tau", real=True)
    yield Equal(Subs(Derivative(Sum((u[i] + tau * z[i]) ** 2, (i, 1, P)) / 2, tau), tau, 0), Sum(z[i] * u[i], (i, 1, P)),
                because="half the coefficient of τ: row k of Z times xᵀ")
    return Sum(z[i] * u[i], (i, 1, P))


@lower_block.numeric(dict(u=(1, "1/2", 3), z=(2, -1, "1/3")), dict(u=("2/3", 1), z=("5/2", "3/4")),
                     dict(u=(3, 1, -1, 2), z=(1, 2, 2, 5)))
def by_forming_the_matrix(u, z):
    """X Xᵀ for the rows x, z and one more, in rationals; its entry in the second row and the first column."""
    rows = fmpq_mat([[fmpq(entry.numerator, entry.denominator) for entry in row] for row in (u, z)] + [[fmpq(1)] * len(u)])
    return (rows * rows.transpose())[1, 0]


block_inverse = Theorem(
    name="gram-matrix-block-inverse",
    title="Corner entry of the inverse of a Gram matrix",
    # W = [[a, bᵀ], [b, C]] with a = x xᵀ, b = Z xᵀ, C = Z Zᵀ and y = C⁻¹ b; invertible if and only if a ≠ bᵀy
    claim=Equals(r"(W^{-1})_{11}", 1 / (a - Sum(b[i] * y[i], (i, 1, n)))),
    domain=Domain(a, Vectors(b, y)),
    source=Source(PROBABILISTIC_MODELS, "§4.11", verdict="misprint",  # of the block below: see gram-matrix-lower-block
                  printed=MATRIX + r",\text{ and the block-inverse formula yields } "
                          r"\left(xx^T - xZ^T(ZZ^T)^{-1}Zx^T\right)^{-1}"),
    near_misses={"inverse of the entry": 1 / a, "without the inverse of Z Zᵀ": 1 / (a - Sum(b[i] ** 2, (i, 1, n)))},
    covers=["wishart-block-inverse"],
    unsampled="An identity between the entries of one matrix: nothing is random.",
)


@block_inverse.derivation
def by_the_first_column():
    """The first column of W⁻¹ is (1, −y)/s with s = a − bᵀy, because W maps (1, −y) to (s, 0, …, 0)."""
    c = Vector("c", n, real=True)
    s = a - Sum(b[i] * y[i], (i, 1, n))
    yield Equal(a + Sum(b[i] * -y[i], (i, 1, n)), s, because="the first row of W is (a, bᵀ)")
    yield Equal(Sum(c[i] * y[i], (i, 1, n)) + Sum(c[i] * -y[i], (i, 1, n)), 0, where=[Vectors(c)],
                because="with a row c of C comes the row (cᵀy, c) of W, as b = C y")
    return 1 / s


@block_inverse.numeric(dict(a=6, b=(2,), y=(1,), X=((1, 2, 0, 1), (0, 1, 1, 0))),
                       dict(a=14, b=(5, 5), y=(0, "5/2"), X=((1, 2, 0, 3), (1, 2, 1, 0), (0, 1, 0, 1))),
                       dict(a=11, b=(2, 4, 4), y=("-3/4", "7/3", "-1/4"),
                            X=((1, 3, 0, 1), (0, 1, 2, -1), (1, 1, 1, 0), (2, 1, 0, -1))))
def by_exact_inversion(X):
    """Form X Xᵀ in rational arithmetic, invert it, and read off the corner."""
    rows = fmpq_mat([[int(entry) for entry in row] for row in X])
    return (rows * rows.transpose()).inv()[0, 0]


null_projection_trace = Theorem(
    name="null-projection-trace",
    title="Trace of the projection onto the complement of a row space",
    claim=Equals(r"\operatorname{tr}\left(I_P - Z^{\mathsf T}(ZZ^{\mathsf T})^{-1}Z\right)", P - N + 1),
    domain=Domain(N >= 2, P >= N),
    source=Source(PROBABILISTIC_MODELS, "§4.11", verdict="misprint",
                  printed=r"P_{\text{null}} = \text{Id}_N - P_{\text{row}}"),
    errata=[Erratum(printed=r"P_{\text{null}} = \text{Id}_N - P_{\text{row}}", formula=N - (N - 1),
                    wrong="P_row acts on ℝ^P, so the identity is that of size P; Id_N would leave the trace 1")],
    near_misses={"rank of P_row counted as N": P - N, "one row removed": P - 1, "rank added": P + N - 1},
    covers=["wishart-block-inverse", "schur-complement-chi-square"],
    unsampled="The trace is the same for every Z of full rank: nothing is random.",
)


@null_projection_trace.derivation
def in_an_orthonormal_basis_of_the_rows():
    """With an orthonormal basis q_1, …, q_{N−1} of the row space, P_row = Σ_k q_k q_kᵀ has trace Σ_k |q_k|²."""
    j, k = symbols("j k", integer=True)
    yield Equal(Sum(Integer(1), (j, 1, P)) - Sum(Integer(1), (k, 1, N - 1)), P - N + 1, because="|q_k|² = 1 for each k")
    return P - N + 1


@null_projection_trace.numeric(dict(N=2, P=5), dict(N=3, P=4), dict(N=3, P=7), dict(N=5, P=6))
def by_exact_projection(N, P):
    """Z with integer entries drawn once and for all; the projection in rational arithmetic."""
    draw = random.Random(f"{N} {P}")
    z = fmpq_mat([[draw.randint(-9, 9) for _ in range(P)] for _ in range(N - 1)])
    onto_rows = z.transpose() * (z * z.transpose()).inv() * z
    return sum(1 - onto_rows[k, k] for k in range(P))


schur_complement = Theorem(
    name="wishart-schur-complement",
    title="Law of a Schur complement of a Wishart matrix",
    claim=Law(r"1/(W^{-1})_{11}", lowergamma((P - N + 1) / 2, x / 2) / gamma((P - N + 1) / 2), variable=x),
    domain=Domain(N, P >= N, x),
    source=Source(PROBABILISTIC_MODELS, "§4.11", verdict="misprint",
                  printed=r"xP_{\text{null}}x^T \text{ is a sum of } P - N + 1 \text{ squares of Gaussians, so a "
                          r"chi-square } \chi_\nu^2 \text{ with } \theta = P + N - 1 \text{ degrees of freedom}"),
    errata=[Erratum(printed=r"\theta = P + N - 1",
                    formula=lowergamma((P + N - 1) / 2, x / 2) / gamma((P + N - 1) / 2),
                    wrong="a sum of P − N + 1 squares has P − N + 1 degrees of freedom, not P + N − 1")],
    near_misses={"rank of P_row counted as N": lowergamma((P - N) / 2, x / 2) / gamma((P - N) / 2),
                 "one row removed": lowergamma((P - 1) / 2, x / 2) / gamma((P - 1) / 2)},
    covers=["schur-complement-chi-square"],
)


@schur_complement.derivation
def by_rotation_invariance():
    """Z fixed, x is a standard Gaussian of ℝ^P projected onto P − N + 1 dimensions: so many independent squares."""
    g, h, angle = symbols("g h angle", real=True)
    turned = (g * cos(angle) - h * sin(angle)) ** 2 + (g * sin(angle) + h * cos(angle)) ** 2
    yield Cites("gram-matrix-block-inverse", "1/(W⁻¹)₁₁ = x xᵀ − x Zᵀ(Z Zᵀ)⁻¹Z xᵀ")
    yield Equal(exp(-turned / 2) / (2 * pi), exp(-g**2 / 2) * exp(-h**2 / 2) / (2 * pi),
                because="every rotation is a product of plane ones, and these keep the Gaussian density")
    yield Cites("null-projection-trace", "the projection has rank P − N + 1")
    yield Cites("chi-square-law", "the law of a sum of P − N + 1 squares")
    degrees = P - N + 1
    return lowergamma(degrees / 2, x / 2) / gamma(degrees / 2)


@schur_complement.numeric(dict(N=1, P=3, x=2), dict(N=2, P=5, x=3), dict(N=3, P=5, x="3/2"), dict(N=3, P=7, x=4),
                          dict(N=4, P=6, x=2))
def distance_from_a_subspace(N, P, x):
    """The squared distance of a Gaussian of ℝ^P from a subspace of dimension N − 1: quadrature in polar coordinates."""
    return gaussian_geometry.distance_measure(N - 1, P, x)


@schur_complement.monte_carlo(dict(N=3, P=8), dict(N=5, P=12))
def corner_of_the_inverse(rng, size, N, P):
    """Draw X, form X Xᵀ, invert the corner entry of the inverse."""
    return wishart.schur_complement(rng, size, rows=N, columns=P)


@schur_complement.monte_carlo(dict(N=4, P=9), law="exact")
def chi_square_sampler(rng, size, N, P):
    """The law itself."""
    return wishart.schur_complement_exact_law(rng, size, rows=N, columns=P)
