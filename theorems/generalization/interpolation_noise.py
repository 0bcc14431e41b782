r"""What an interpolating polynomial makes of label noise: exponential growth on equispaced nodes.

Statement.  Let p be the polynomial of degree m = N − 1 through the labels of N equispaced nodes.

1. If the labels have independent noise of variance v, the value of p one step beyond the last node has the variance
   v (C(2N, N) − 1).
2. If each label is off by at most 1, the value of p in the middle of the first interval is off by as much as
   C(2m, m) 4^{−m} Σ_{j=0}^m C(m, j)/|2j − 1|, which is at least C(2m, m) 2^{−m}/(2m − 1).

Idea.  The prediction is the combination Σ ℓ_j(x) y_j of the labels, with Lagrange's basis ℓ_j; the products are factorials.

Notes.  This is what is bad about large N: both numbers are exponential, 4^N and 2^N up to powers of N, also if the truth is
constant.  A polynomial of degree N through the N nodes is not even determined there.  The maximum over the whole interval,
the Lebesgue constant, is ∼ 2^{m+1}/(e m log m).

References.  L. N. Trefethen, Approximation Theory and Approximation Practice (2013), chapters 13 and 15.
"""

from fractions import Fraction

import numpy as np
from sympy import Abs, Ge, Rational, Sum, Symbol, binomial, factorial, rf, symbols

from numerics.lebesgue_constants import lagrange_values
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import AtMostStep, Domain, Equal, Equals, FiniteFourthMoment, Source, Theorem

N, m = symbols("N m", integer=True, positive=True)
v = Symbol("v", positive=True)
j = Symbol("j", integer=True)
PRINTED = (r"\text{if e.g. } d_{in}=d_{out}=1 \text{ and we took a polynomial of degree } N \text{ to fit } x_1,"
           r"\dots,x_N\text{, it would probably be a very bad idea when } N \text{ is large (why?)}")

next_point = Theorem(
    name="interpolant-extrapolation-variance",
    title="Variance of an interpolating polynomial one step beyond equispaced data",
    claim=Equals(r"\operatorname{Var}p(N+1),\quad p(i)=y_i\ (i=1,\dots,N),\ \deg p<N,\ \operatorname{Var}y_i=v",
                 v * (binomial(2 * N, N) - 1)),
    domain=Domain(N, v),
    source=Source(PROBABILISTIC_MODELS, "§4.1", verdict="informal", printed=PRINTED),
    near_misses={"variance of one label": v, "sum of absolute coefficients": v * (2 ** N - 1), "averaged": v / N,
                 "all of Vandermonde's sum": v * binomial(2 * N, N), "squared sum": v * (2 ** N - 1) ** 2},
    covers=["polynomial-interpolation-degree"],
)


@next_point.derivation
def by_lagranges_basis():
    """ℓ_j(N + 1) = ±C(N, j − 1): the variance is v times the sum of their squares."""
    k = Symbol("k", integer=True, positive=True)
    yield Equal(factorial(N) / (N + 1 - k) / (factorial(k - 1) * factorial(N - k)), binomial(N, k - 1), where=[k <= N],
                because="|ℓ_k(N + 1)|: Π (N + 1 − i) over Π |k − i|, the products over i ≠ k")
    yield Equal(Sum(binomial(N, j) ** 2, (j, 0, N)), binomial(2 * N, N), because="Vandermonde's identity")
    total = Symbol("S", positive=True)
    yield Equal(Sum(v * binomial(N, j) ** 2, (j, 0, N)) - v, v * (Sum(binomial(N, j) ** 2, (j, 0, N)) - 1),
                because="j = k − 1 = 0, …, N − 1: without the last term")
    return (v * (total - 1)).subs(total, binomial(2 * N, N))


@next_point.numeric(dict(N=1, v="3/2"), dict(N=2, v="1/3"), dict(N=4, v="2/5"), dict(N=7, v=3), dict(N=10, v="5/4"))
def by_the_covariance_of_the_labels(N, v):
    """Lagrange's basis at N + 1 from its products, in rationals; variances of independent labels add."""
    return sum((weight * weight * Fraction(v) for weight in lagrange_values(range(1, N + 1), N + 1)), Fraction(0))


@next_point.monte_carlo(dict(N=2, v="1/3"), dict(N=4, v="2/5"), dict(N=7, v=3),
                        moments=FiniteFourthMoment(True, "the square of a Gaussian variable"))
def square_of_the_extrapolated_noise(rng, size, N, v):
    """Gaussian noise as labels; p(N + 1) from the table of differences, whose last row is constant."""
    row = np.sqrt(float(v)) * rng.standard_normal((size, N))
    prediction = np.zeros(size)
    for _ in range(N):
        prediction += row[:, -1]
        row = np.diff(row, axis=1)
    return prediction ** 2


midpoint = Theorem(
    name="interpolant-midpoint-amplification",
    title="Amplification of label errors by polynomial interpolation in equispaced nodes",
    claim=Equals(r"\max_{|\delta_i|\le1}|p(\tfrac12)|,\quad p(i)=\delta_i\ (i=0,\dots,m),\ \deg p\le m",
                 binomial(2 * m, m) / 4 ** m * Sum(binomial(m, j) / Abs(2 * j - 1), (j, 0, m))),
    domain=Domain(m),
    source=Source(PROBABILISTIC_MODELS, "§4.1", verdict="informal", printed=PRINTED),
    near_misses={"errors are not amplified": 1 + 0 * m, "linear growth": 1 + m, "halved":
                 binomial(2 * m, m) / 4 ** m * Sum(binomial(m, j) / Abs(2 * j - 1), (j, 0, m)) / 2,
                 "with signs": binomial(2 * m, m) / 4 ** m * Sum(binomial(m, j) / (2 * j - 1), (j, 0, m))},
    covers=["polynomial-interpolation-degree"],
    unsampled="A maximum over all label errors, attained at the signs of Lagrange's basis: nothing is random.",
)


@midpoint.derivation
def by_the_products_at_one_half():
    """|ℓ_j(½)| = Π_k |½ − k| / (|½ − j| j! (m − j)!), with Π_k |½ − k| = ½ (½)_m."""
    i = Symbol("i", integer=True, nonnegative=True)
    n = Symbol("n", integer=True, positive=True)
    half = Rational(1, 2)
    yield Equal(rf(half, m) / factorial(m), binomial(2 * m, m) / 4 ** m, because="(½)_m = ½ · 3/2 ⋯ (m − ½)")
    yield Equal(half * rf(half, m) / (Abs(half - i) * factorial(i) * factorial(m - i)),
                rf(half, m) / factorial(m) * binomial(m, i) / Abs(2 * i - 1), where=[i <= m], because="one |ℓ_i(½)|")
    yield AtMostStep(2 * n - 1, 2 * m - 1, where=[Ge(m, n)],
                     because="and |2j − 1| = 1 for j = 0: the sum is at least Σ_j C(m, j)/(2m − 1) …")
    yield Equal(Sum(binomial(m, j), (j, 0, m)) / (2 * m - 1), 2 ** m / (2 * m - 1), because="… exponential in m")
    return binomial(2 * m, m) / 4 ** m * Sum(binomial(m, j) / Abs(2 * j - 1), (j, 0, m))


@midpoint.numeric(dict(m=1), dict(m=2), dict(m=4), dict(m=7), dict(m=12))
def by_the_worst_signs(m):
    """The sum of |ℓ_j(½)|, from the products, in rationals."""
    return sum((abs(weight) for weight in lagrange_values(range(m + 1), Fraction(1, 2))), Fraction(0))
