r"""The two closed forms of minimum-norm least squares.

Statement.  Let Z be an N×P matrix of rank min(N, P).  Among the minimisers of |Zθ − Y| the one of least norm is

    θ̂ = (ZᵀZ)⁻¹ZᵀY  if and only if P ≤ N,        θ̂ = Zᵀ(ZZᵀ)⁻¹Y  if and only if P ≥ N,

where "is" includes that the inverse exists.  At P = N both are Z⁻¹Y.

Idea.  A residual orthogonal to the columns of Z is the shortest one, a solution in the row space of Z the shortest one,
both by Pythagoras. The square matrix that has to be inverted is the smaller of ZᵀZ and ZZᵀ.

References.  G. H. Golub and C. F. Van Loan, Matrix Computations (2013), sections 5.3 and 5.6.
"""

import random

from flint import fmpq, fmpq_mat
from sympy import Sum, Symbol, symbols

from numerics.exact_least_squares import minimum_norm_solution
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import Cites, Domain, Equal, Erratum, Holds, Source, Theorem, Vector, Vectors

N, P, n = symbols("N P n", integer=True, positive=True)
i = Symbol("i", integer=True)

POINTS = [dict(N=1, P=1), dict(N=3, P=2), dict(N=2, P=3), dict(N=3, P=3), dict(N=4, P=1), dict(N=2, P=5),
          dict(N=5, P=3), dict(N=3, P=4)]
ALMOST_SURE = "The two sides are compared for one generic Z and Y in exact arithmetic: nothing is left to chance."


def instance(N, P):
    """Z and Y with integer entries, drawn once and for all."""
    draw = random.Random(f"{N} {P}")
    z = [[draw.randint(-9, 9) for _ in range(P)] for _ in range(N)]
    return z, [draw.randint(-9, 9) for _ in range(N)]


ordinary = Theorem(
    name="ordinary-least-squares",
    title="Least squares with at least as many samples as features",
    claim=Holds(r"\hat\theta = (Z^{\mathsf T}Z)^{-1}Z^{\mathsf T}Y", P <= N),
    domain=Domain(N, P),
    source=Source(PROBABILISTIC_MODELS, "§4.10", verdict="misprint",
                  printed=r"\text{If } P < N \dots \hat\theta = (Z^TZ)^{-1}Z^TY \dots \text{ and if } P > N\text{, it "
                          r"is good to start from } Z^T \text{ and correct that}"),
    errata=[Erratum(printed=r"\text{if } P > N \text{, it is good to start from } Z^T", formula=P > N,
                    wrong="the relation is reversed: for P > N the P×P matrix ZᵀZ is singular")],
    near_misses={"strict": P < N, "always": P >= 1},
    covers=["ols-min-norm-case-swap"],
    unsampled=ALMOST_SURE,
)


@ordinary.derivation
def by_an_orthogonal_residual():
    """With the residual e orthogonal to the columns of Z, any other residual is e + d, d a combination of them."""
    e, d, z = Vector("e", n, real=True), Vector("d", n, real=True), Vector("z", n, real=True)
    t = Symbol("t", real=True)
    yield Equal(Sum(e[i] * (d[i] + t * z[i]), (i, 1, n)), Sum(e[i] * d[i], (i, 1, n)) + t * Sum(e[i] * z[i], (i, 1, n)),
                where=[Vectors(d, e, z)], because="orthogonal to each column z is orthogonal to their combinations")
    yield Equal(Sum((e[i] + d[i]) ** 2, (i, 1, n)),
                Sum(e[i] ** 2, (i, 1, n)) + 2 * Sum(e[i] * d[i], (i, 1, n)) + Sum(d[i] ** 2, (i, 1, n)),
                where=[Vectors(d, e)], because="so |e + d|² = |e|² + |d|²; Zᵀe = 0 are the normal equations ZᵀZθ = ZᵀY")
    yield Cites("wishart-invertible", "for generic Z the matrix ZᵀZ = (Zᵀ)(Zᵀ)ᵀ of P rows is invertible iff N ≥ P")
    return P <= N


@ordinary.numeric(*POINTS)
def by_the_normal_equations(N, P):
    """Whether ZᵀZ is invertible and (ZᵀZ)⁻¹ZᵀY the exact minimum-norm solution."""
    z, y = instance(N, P)
    rows, right = fmpq_mat(z), fmpq_mat([[entry] for entry in y])
    gram = rows.transpose() * rows
    return gram.det() != 0 and agrees(gram.inv() * rows.transpose() * right, z, y)


minimum_norm = Theorem(
    name="minimum-norm-interpolant",
    title="Least squares with at least as many features as samples",
    claim=Holds(r"\hat\theta = Z^{\mathsf T}(ZZ^{\mathsf T})^{-1}Y", P >= N),
    domain=Domain(N, P),
    source=Source(PROBABILISTIC_MODELS, "§4.10", verdict="misprint",
                  printed=r"\text{If } P > N \dots \hat\theta = Z^T(ZZ^T)^{-1}Y \dots \text{ if } N > P\text{, we "
                          r"want to rely on the ‘small’ square matrix } ZZ^T:\mathbb{R}^{N\times N}\text{, rather "
                          r"than its non-invertible ‘dual’ } Z^TZ:\mathbb{R}^{P\times P}"),
    errata=[Erratum(printed=r"\text{if } N > P \text{, we want to rely on the ‘small’ square matrix } ZZ^T", formula=N > P,
                    wrong="the relation is reversed: for N > P the N×N matrix ZZᵀ is singular, ZᵀZ the small one")],
    near_misses={"strict": P > N, "always": P >= 1},
    covers=["ols-min-norm-case-swap"],
    unsampled=ALMOST_SURE,
)


@minimum_norm.derivation
def by_a_solution_in_the_row_space():
    """θ̂ = Zᵀλ interpolates; any other interpolant is θ̂ + d with Zd = 0, and θ̂ᵀd = λᵀZd = 0."""
    theta, d, z = Vector("theta", n, real=True), Vector("d", n, real=True), Vector("z", n, real=True)
    t = Symbol("t", real=True)
    yield Equal(Sum((theta[i] + t * z[i]) * d[i], (i, 1, n)),
                Sum(theta[i] * d[i], (i, 1, n)) + t * Sum(z[i] * d[i], (i, 1, n)), where=[Vectors(d, theta, z)],
                because="orthogonal to each row z of Z is orthogonal to their combinations")
    yield Equal(Sum((theta[i] + d[i]) ** 2, (i, 1, n)),
                Sum(theta[i] ** 2, (i, 1, n)) + 2 * Sum(theta[i] * d[i], (i, 1, n)) + Sum(d[i] ** 2, (i, 1, n)),
                where=[Vectors(d, theta)], because="so |θ̂ + d|² = |θ̂|² + |d|²")
    yield Cites("wishart-invertible", "for generic Z the matrix ZZᵀ is invertible iff P ≥ N")
    return P >= N


@minimum_norm.numeric(*POINTS)
def by_the_dual_system(N, P):
    """Whether ZZᵀ is invertible and Zᵀ(ZZᵀ)⁻¹Y the exact minimum-norm solution."""
    z, y = instance(N, P)
    rows, right = fmpq_mat(z), fmpq_mat([[entry] for entry in y])
    gram = rows * rows.transpose()
    return gram.det() != 0 and agrees(rows.transpose() * gram.inv() * right, z, y)


def agrees(theta, z, y):
    """Whether a column of rationals is the exact minimum-norm solution."""
    solution = minimum_norm_solution(z, y)
    return all(theta[j, 0] == fmpq(t.numerator, t.denominator) for j, t in enumerate(solution))
