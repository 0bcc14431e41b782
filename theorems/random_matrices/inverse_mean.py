r"""When a Wishart matrix is invertible, and the mean of its inverse.

Statement.  Let X be an N×P matrix of independent standard Gaussians and W = X Xᵀ.  Almost surely W is invertible if
and only if P ≥ N.  For P ≥ N + 2

    E W⁻¹ = I_N / (P − N − 1),

and the diagonal has no finite mean for P = N and P = N + 1.

Idea.  Changing the sign of a row of X does not change its law, so the off-diagonal entries have mean 0. A diagonal
entry is 1/χ² with P − N + 1 degrees of freedom.

References.  R. J. Muirhead, Aspects of Multivariate Statistical Theory (1982), Theorems 3.1.4 and 3.2.12.
"""

import random

from flint import fmpz_mat
from sympy import Ge, KroneckerDelta, Subs, Sum, Symbol, symbols

from numerics import wishart, wishart_moments
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import AtMostStep, Cites, Domain, Equal, Equals, Erratum, FiniteFourthMoment, Holds, Source, Theorem

N, P = symbols("N P", integer=True, positive=True)
i, j = symbols("i j", integer=True, positive=True)

invertible = Theorem(
    name="wishart-invertible",
    title="Invertibility of a Wishart matrix",
    claim=Holds(r"XX^{\mathsf T} \text{ is invertible almost surely}", P >= N),
    domain=Domain(N, P),
    source=Source(PROBABILISTIC_MODELS, "§4.11", verdict="misprint",
                  printed=r"\text{let } W = XX^T, \text{ then if } N > P \text{, we have }"
                          r" \mathbb{E}[W^{-1}] = \tfrac{1}{P-N-1}\text{Id}"),
    errata=[Erratum(printed=r"\text{let } W = XX^T\text{, then if } N > P\text{, we have } \mathbb{E}[W^{-1}] = "
                            r"\frac{1}{P-N-1}\text{Id}", formula=N > P,
                    wrong="the relation is reversed: for N > P the N×N matrix W has rank P and no inverse")],
    near_misses={"strict": P > N, "one more column than rows": P >= N + 1},
    covers=["wishart-inverse-mean"],
    unsampled="An event of probability 0 or 1 is decided by one generic matrix, in exact arithmetic.",
)


@invertible.derivation
def by_successive_schur_complements():
    """det W is the product over k = 1, …, N of the squared distance of row k from the span of the rows before it."""
    k = Symbol("k", integer=True, positive=True)
    yield Cites("gram-matrix-block-inverse", "each row multiplies det W by its squared distance from the rows before")
    yield Cites("wishart-schur-complement", "the squared distance of row k is χ² with P − k + 1 degrees of freedom")
    yield AtMostStep(1, P - k + 1, where=[Ge(N, k), P >= N],
                     because="for P ≥ N these are all at least one, so that the factors have densities on x > 0")
    yield Equal(Subs(P - k + 1, k, P + 1), 0, because="for N > P row P + 1 lies in the span ℝ^P of those before it")
    return P >= N


@invertible.numeric(dict(N=1, P=1), dict(N=2, P=2), dict(N=2, P=5), dict(N=3, P=4), dict(N=4, P=3), dict(N=5, P=3),
                    dict(N=3, P=1))
def exact_determinant(N, P):
    """det X Xᵀ is a polynomial in the entries: it vanishes almost nowhere unless everywhere, and one X tells which."""
    draw = random.Random(f"{N} {P}")
    x = fmpz_mat([[draw.randint(-99, 99) for _ in range(P)] for _ in range(N)])
    return (x * x.transpose()).det() != 0


inverse_mean = Theorem(
    name="wishart-inverse-mean",
    title="Mean of an inverse Wishart matrix",
    claim=Equals(r"\mathbb{E}\left[\left((XX^{\mathsf T})^{-1}\right)_{ij}\right]", KroneckerDelta(i, j) / (P - N - 1)),
    domain=Domain(P >= N + 2, i <= N, j <= N),
    source=Source(PROBABILISTIC_MODELS, "§4.11", verdict="misprint",
                  printed=r"\text{let } W = XX^T\text{, then if } N > P\text{, we have } \mathbb{E}[W^{-1}] = "
                          r"\frac{1}{P-N-1}\text{Id}"),
    errata=[Erratum(printed=r"\theta = P + N - 1", formula=KroneckerDelta(i, j) / (P + N - 3),
                    wrong="with the degrees of freedom printed in the proof the mean would be Id/(P + N − 3)")],
    near_misses={"no shift": KroneckerDelta(i, j) / (P - N), "roles swapped": KroneckerDelta(i, j) / (N - P - 1),
                 "all entries": 1 / (P - N - 1)},
    fails_at=[dict(N=2, P=2, i=1, j=1), dict(N=2, P=3, i=2, j=2), dict(N=4, P=3, i=1, j=1)],
    covers=["wishart-inverse-mean", "schur-complement-chi-square"],
)


@inverse_mean.derivation
def by_symmetry_and_one_schur_complement():
    """Off the diagonal by a change of sign, on it by the inverse of one χ² variable."""
    m, nu, k = Symbol("m", real=True), Symbol("nu", positive=True), Symbol("k", integer=True)
    yield Equal(Sum((-1) ** k * m, (k, 0, 1)) / 2, 0,
                because="a random sign of row i of X is that of (W⁻¹)_ij for i ≠ j and keeps the law of X: the mean of "
                        "m and −m")
    yield Cites("wishart-schur-complement", "1/(W⁻¹)₁₁ is χ² with ν = P − N + 1 degrees of freedom")
    yield Cites("inverse-chi-square-mean", "E[1/χ²_ν] = 1/(ν − 2) for ν > 2; the rows of X are exchangeable")
    yield Equal(Subs(1 / (nu - 2), nu, P - N + 1), 1 / (P - N - 1), because="on the diagonal")
    return KroneckerDelta(i, j) / (P - N - 1)


@inverse_mean.numeric(dict(N=1, P=4, i=1, j=1), dict(N=2, P=5, i=1, j=1), dict(N=2, P=7, i=1, j=2),
                      dict(N=3, P=6, i=2, j=2), dict(N=3, P=10, i=3, j=1))
def by_isserlis(N, P, i, j):
    """Cofactors over the determinant: polynomial moments of W with P − 2 columns, from pairings of Gaussians."""
    return wishart_moments.inverse_mean(i - 1, j - 1, rows=N, columns=P)


@inverse_mean.monte_carlo(dict(N=3, P=12, i=1, j=1), dict(N=3, P=12, i=1, j=2), dict(N=6, P=20, i=1, j=1),
                          moments=FiniteFourthMoment(P > N + 7, "|(W⁻¹)_ij| ≤ λ_min⁻¹, whose fourth power has a finite "
                                                                "mean if P − N + 1 > 8"))
def entries_of_the_inverse(rng, size, N, P, i, j):
    """Draw X, form X Xᵀ, invert, and take the entry (1, 1) or (1, 2)."""
    return wishart.inverse_entries(rng, size, rows=N, columns=P)[:, 0 if i == j else 1]
