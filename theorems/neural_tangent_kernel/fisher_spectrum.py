r"""The kernel matrix and the Fisher information matrix have the same nonzero eigenvalues.

Statement.  Let A be the N × P matrix of the derivatives ∂_pF(x_n).  The kernel matrix AAᵀ, with eigenvalues q_1, …, q_N, and
the Fisher information matrix AᵀA of the squared loss satisfy

    det(λ I_P − AᵀA) = λ^{P−N} Π_i (λ − q_i)      (λ ≠ 0):

the nonzero eigenvalues agree with their multiplicities, and 0 is an eigenvalue of AᵀA P − N times more often.

Idea.  If AAᵀu = qu, then AᵀA(Aᵀu) = q Aᵀu, and ⟨Aᵀu, Aᵀv⟩ = q⟨u, v⟩: for q ≠ 0, Aᵀ/√q maps orthonormal eigenvectors of AAᵀ to
orthonormal eigenvectors of AᵀA, and A/√q maps them back.

Notes.  For more parameters than data the Fisher matrix is singular.  Multiplicities of 0 differ unless N = P; the identity
holds for N > P as well, where at least N − P of the q_i are 0.

References.  R. A. Horn & C. R. Johnson, Matrix Analysis (2nd ed. 2013), Theorem 1.3.22.
"""

from fractions import Fraction

from flint import fmpq, fmpq_mat
from sympy import Mul, Product, Sum, Symbol, symbols

from numerics import linear_models
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import Domain, Equal, Equals, Solves, Source, Theorem, Vector, Vectors

N, P = symbols("N P", integer=True, positive=True)
i = Symbol("i", integer=True)
lam = Symbol("lamda", real=True, nonzero=True)
q = Vector("q", N, nonnegative=True)
roots = Product(lam - q[i], (i, 1, N))


def _spectrum(values, columns, lamda, seed):
    """A rational matrix with singular values σ: the eigenvalues of AAᵀ are σ²."""
    values = tuple(map(Fraction, values))
    model = linear_models.from_singular_values(values, columns=columns, seed=seed)
    return dict(q=tuple(v ** 2 for v in values), P=columns, lamda=lamda, matrix=model.matrix)


characteristic = Theorem(
    name="fisher-characteristic-polynomial",
    title="Kernel matrix and Fisher information matrix have the same nonzero spectrum",
    claim=Equals(r"\det(\lambda I_P-A^{\mathsf T}A),\quad A\in\mathbb{R}^{N\times P},\ "
                 r"\operatorname{spec}AA^{\mathsf T}=\{q_1,\dots,q_N\}", lam ** (P - N) * roots),
    domain=Domain(Vectors(q), P, lam),
    source=Source(PROBABILISTIC_MODELS, "§4.6", verdict="holds",
                  printed=r"\text{for any matrix, } A\text{, the matrices } AA^T \text{ and } A^TA \text{ have the "
                          r"same spectrum, except for zero eigenvalues}"),
    near_misses={"the same spectrum, zeros included": roots, "roles of N and P swapped": lam ** (N - P) * roots,
                 "0 is an eigenvalue P times more": lam ** P * roots, "eigenvalues for their opposites":
                 lam ** (P - N) * Product(lam + q[i], (i, 1, N))},
    covers=["gram-fisher-spectrum"],
    unsampled="An identity for every matrix: nothing is random.",
)


@characteristic.derivation
def by_mapping_eigenvectors():
    """Aᵀ takes an orthonormal basis of the eigenspace of AAᵀ for c ≠ 0 to an orthogonal one of AᵀA; A takes it back."""
    c, rest = symbols("c x", real=True)
    r = Symbol("r", integer=True, nonnegative=True)
    u, v, a = (Vector(name, N, real=True) for name in ("u", "v", "a"))
    yield Equal(Sum(a[i] * (c * u[i]), (i, 1, N)), c * Sum(a[i] * u[i], (i, 1, N)), where=[Vectors(a, u)],
                because="entry p of Aᵀ(AAᵀu) for AAᵀu = cu, with a the column p of A: AᵀA(Aᵀu) = c Aᵀu")
    yield Equal(Sum(u[i] * (c * v[i]), (i, 1, N)), c * Sum(u[i] * v[i], (i, 1, N)), where=[Vectors(u, v)],
                because="⟨Aᵀu, Aᵀv⟩ = ⟨u, AAᵀv⟩ = c ⟨u, v⟩: orthogonality and, for c > 0, independence are kept")
    yield Equal(Mul(lam ** (N - r), lam ** (P - N), evaluate=False) * rest, lam ** (P - r) * rest,
                because="if r of the q_i are not 0 and x is the product of λ − q_i over these: det = λ^{P−r} x and "
                        "Π_i (λ − q_i) = λ^{N−r} x")
    return lam ** (P - N) * Product(lam - q[i], (i, 1, N))


@characteristic.numeric(
    _spectrum(("3/2", "1/2"), 4, "5/3", seed=1), _spectrum((2, "2/3", 0), 2, "-1/2", seed=2),
    _spectrum((1, "1/3", 0), 5, "3/4", seed=3), _spectrum(("4/3", "5/2", "1/2"), 3, "7/3", seed=4),
    _spectrum(("3/4",), 3, "-5/2", seed=5), _spectrum(("5/3", 0, 0, 0), 1, "2/5", seed=6))
def by_elimination(matrix, P, lamda):
    """Form the P × P matrix λI − AᵀA and take its determinant in rationals."""
    columns = [list(map(Fraction, column)) for column in zip(*matrix, strict=True)]

    def entry(j, k):
        number = (lamda if j == k else 0) - sum(f * g for f, g in zip(columns[j], columns[k], strict=True))
        return fmpq(Fraction(number).numerator, Fraction(number).denominator)
    found = fmpq_mat([[entry(j, k) for k in range(P)] for j in range(P)]).det()
    return Fraction(int(found.p), int(found.q))


z = Symbol("z", integer=True, nonnegative=True)


def _nullity(rows):
    """dim ker of the Gram matrix of the rows, in rationals."""
    gram = fmpq_mat([[fmpq(sum(int(a) * int(b) for a, b in zip(f, g, strict=True))) for g in rows] for f in rows])
    return len(rows) - gram.rank()


def _matrix(*rows):
    return dict(N=len(rows), P=len(rows[0]), z=_nullity(rows), matrix=rows)


zero_eigenvalues = Theorem(
    name="fisher-zero-eigenvalues",
    title="Multiplicity of the eigenvalue 0 of the Fisher information matrix",
    claim=Equals(r"\dim\ker A^{\mathsf T}A,\quad A\in\mathbb{R}^{N\times P},\ z=\dim\ker AA^{\mathsf T}", P - N + z),
    domain=Domain(N, P, z <= N, z >= N - P),
    source=Source(PROBABILISTIC_MODELS, "§4.6", verdict="holds",
                  printed=r"\text{it is the same (except for zero eigenvalues) as that of } "
                          r"\Big(\sum_{p=1}^P\partial_{\theta_p}F(x_m)\partial_{\theta_p}F(x_n)\Big)_{m,n}"),
    near_misses={"the same spectrum, zeros included": z, "dependent data forgotten": P - N,
                 "roles of N and P swapped": N - P + z, "all parameters": P - z},
    covers=["gram-fisher-spectrum"],
    unsampled="An identity for every matrix: nothing is random.",
)


@zero_eigenvalues.derivation
def by_ranks():
    """‖Aᵀu‖² = ⟨u, AAᵀu⟩, so AAᵀ has the kernel of Aᵀ and AᵀA that of A; A and Aᵀ have one rank r."""
    c, r, x = symbols("c r x", real=True)
    u, a = Vector("u", N, real=True), Vector("a", N, real=True)
    yield Equal(c * Sum(a[i] * u[i], (i, 1, N)), Sum(u[i] * (c * a[i]), (i, 1, N)), where=[Vectors(a, u)],
                because="with a the column p of A and c = ⟨a, u⟩, summed over p: ‖Aᵀu‖² = ⟨u, AAᵀu⟩; "
                        "likewise ‖Aw‖² = ⟨w, AᵀAw⟩")
    yield Solves([N - r - z, P - r - x], {r: N - z, x: P - N + z}, because="rank and nullity of AAᵀ and of AᵀA")
    return P - N + z


@zero_eigenvalues.numeric(
    _matrix((1, 2), (3, 4), (5, 6)), _matrix((1, 2, 0, 1, 3), (2, 4, 0, 2, 6), (0, 1, 1, 0, 2)),
    _matrix((1, 2, 3, 4), (2, 3, 4, 5), (3, 5, 7, 9), (1, 1, 1, 1), (0, 0, 0, 0)), _matrix((3, -1, 2), (6, -2, 4)))
def by_the_rank_of_the_fisher_matrix(matrix):
    """P minus the rank of AᵀA, by exact elimination."""
    columns = [[int(entry) for entry in column] for column in zip(*matrix, strict=True)]
    fisher = fmpq_mat([[fmpq(sum(a * b for a, b in zip(f, g, strict=True))) for g in columns] for f in columns])
    return len(columns) - fisher.rank()
