r"""Expected trace of an inverse Wishart matrix.

Statement.  Let X be an N×P matrix of independent standard Gaussians and W = X Xᵀ.  For P ≥ N + 2

    E tr W⁻¹ = N / (P − N − 1),

and the expectation is infinite for P = N and P = N + 1.  For N ≥ P + 2, where W has no inverse, the sum of the inverses
of its nonzero eigenvalues is tr (XᵀX)⁻¹, with mean P / (N − P − 1).

Idea.  All diagonal entries of W⁻¹ have the same law.  One of them is the inverse of a Schur complement: the squared
distance of the first row of X from the span of the other N − 1, which is χ² with P − N + 1 degrees of freedom.

References.  R. J. Muirhead, Aspects of Multivariate Statistical Theory (1982), Theorem 3.2.12.
"""

from sympy import Sum, symbols

from numerics import wishart, wishart_moments
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import Cites, Domain, Equal, Equals, Erratum, FiniteFourthMoment, Source, Theorem

N, P = symbols("N P", integer=True, positive=True)

inverse_trace = Theorem(
    name="wishart-inverse-trace",
    title="Expected trace of an inverse Wishart matrix",
    claim=Equals(r"\mathbb{E}\,\operatorname{tr}\,(XX^{\mathsf T})^{-1}", N / (P - N - 1)),
    domain=Domain(N, P >= N + 2),
    source=Source(PROBABILISTIC_MODELS, "§4.11", verdict="misprint",
                  printed=r"\text{let } W = XX^T\text{, then if } N > P\text{, we have } \dots "
                          r"\mathbb{E}[\text{tr}(W^{-1})] = \frac{N}{P-N-1}"),
    errata=[Erratum(printed=r"\theta = P + N - 1", formula=N / (P + N - 3),
                    wrong="with the degrees of freedom printed in the proof the trace would be N/(P + N − 3)")],
    near_misses={"no shift": N / (P - N), "shift by two": N / (P - N - 2), "one entry": 1 / (P - N - 1),
                 "roles of N and P swapped": P / (N - P - 1)},
    fails_at=[dict(N=2, P=2), dict(N=2, P=3), dict(N=4, P=3)],
    covers=["wishart-inverse-mean"],
)


@inverse_trace.derivation
def from_one_schur_complement():
    """Each diagonal entry of W⁻¹ is the inverse of a χ² variable with ν = P − N + 1 degrees of freedom."""
    i, nu = symbols("i nu", integer=True, positive=True)
    yield Cites("wishart-schur-complement", "1/(W⁻¹)₁₁ is χ² with ν = P − N + 1 degrees of freedom")
    yield Cites("inverse-chi-square-mean", "E[1/χ²_ν] = 1/(ν − 2) for ν ≥ 3, that is P ≥ N + 2")
    entry = (1 / (nu - 2)).subs(nu, P - N + 1)
    yield Equal(Sum(entry, (i, 1, N)), N * entry, because="the rows of X are exchangeable: the N entries have one law")
    return N * entry


@inverse_trace.numeric(dict(N=1, P=4), dict(N=1, P=5), dict(N=2, P=6), dict(N=3, P=7), dict(N=3, P=12), dict(N=4, P=9))
def by_isserlis(N, P):
    """Σ_i E (cofactor ii)/(det W): polynomial moments of W with P − 2 columns, from pairings of Gaussians."""
    return wishart_moments.inverse_trace_mean(rows=N, columns=P)


MOMENTS = FiniteFourthMoment(P > N + 7, "λ_min⁻⁴ has a finite mean if and only if P − N + 1 > 8")


@inverse_trace.monte_carlo(dict(N=3, P=12), dict(N=10, P=30), moments=MOMENTS)
def trace_of_the_inverse(rng, size, N, P):
    """Draw X, form X Xᵀ, sum the diagonal of its inverse."""
    return wishart.inverse_trace(rng, size, rows=N, columns=P)


@inverse_trace.monte_carlo(dict(N=3, P=12), dict(N=10, P=30), moments=MOMENTS, law="exact")
def trace_of_the_bidiagonal_form(rng, size, N, P):
    """Reduce X to bidiagonal form by rotations: 2N − 1 independent χ² variables are left."""
    return wishart.inverse_trace_exact_law(rng, size, rows=N, columns=P)


pseudo_inverse_trace = Theorem(
    name="wishart-pseudo-inverse-trace",
    title="Expected trace of the pseudo-inverse of a singular Wishart matrix",
    claim=Equals(r"\mathbb{E}\,\operatorname{tr}\,(X^{\mathsf T}X)^{-1}"
                 r" = \mathbb{E}\,\operatorname{tr}\,(XX^{\mathsf T})^{+}", P / (N - P - 1)),
    domain=Domain(P, N >= P + 2),
    source=Source(PROBABILISTIC_MODELS, "§4.11", verdict="holds",
                  printed=r"\mathbb{E}\left[\text{tr}(X^TX)^{-1}\right] = \frac{P}{N-P-1}"),
    errata=[Erratum(printed=r"\text{let } W = XX^T\text{, then if } N > P\text{, we have } \dots "
                            r"\mathbb{E}[\text{tr}(W^{-1})] = \frac{N}{P-N-1}",
                    formula=N / (P - N - 1),
                    wrong="the hypothesis belongs to the other case: for N > P the formula is negative, W = X Xᵀ is "
                          "singular, and the inverses of its nonzero eigenvalues have the mean P/(N − P − 1)")],
    near_misses={"no shift": P / (N - P), "divided by the sample size": P / N},
    fails_at=[dict(N=3, P=3), dict(N=3, P=2), dict(N=2, P=3)],
    covers=["wishart-inverse-mean"],
)


@pseudo_inverse_trace.derivation
def by_exchanging_rows_and_columns():
    """Xᵀ is a P×N standard Gaussian matrix, and XᵀX and X Xᵀ have the same nonzero eigenvalues."""
    yield Cites("wishart-inverse-trace", "E tr (X Xᵀ)⁻¹ = N/(P − N − 1) for P ≥ N + 2")
    return (N / (P - N - 1)).subs({N: P, P: N}, simultaneous=True)


@pseudo_inverse_trace.numeric(dict(N=4, P=1), dict(N=6, P=2), dict(N=9, P=3), dict(N=9, P=4))
def by_isserlis_on_the_transpose(N, P):
    """Polynomial moments of XᵀX with N − 2 samples, from pairings of Gaussians."""
    return wishart_moments.inverse_trace_mean(rows=P, columns=N)


@pseudo_inverse_trace.monte_carlo(dict(N=12, P=3), moments=FiniteFourthMoment(N > P + 7, "as for P columns and N rows"))
def trace_of_the_inverse_of_the_small_gram_matrix(rng, size, N, P):
    """Draw Xᵀ, form XᵀX, sum the diagonal of its inverse."""
    return wishart.inverse_trace(rng, size, rows=P, columns=N)
