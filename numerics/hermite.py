"""Hermite polynomials and polynomials of a Gaussian pair without rounding; Hermite coefficients and kinked duals in balls.

He_n is the monic (probabilists') Hermite polynomial, He_0 = 1, He_{n+1}(x) = x He_n(x) − He_n′(x), with E He_n(x)² = n!
for standard normal x. The mean of a polynomial of a Gaussian pair is a sum over pairings (Isserlis). The Hermite
coefficient of a function is an integral over the line, enclosed by ball quadrature and a bound of the tails. For functions
that are linear on both half-lines, the dual E[μ(u) μ(v)] is an integral over one angle.

References: Isserlis (1918), Biometrika 12; O'Donnell (2014), Analysis of Boolean Functions, §11.2.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import lru_cache
from math import factorial

from flint import acb, arb

from numerics.arrays import integer, require
from numerics.hyperbolic_entropy import Number, ball

CUT = 32
"""Where integrals over the line are cut; the normal density is below exp(−512) beyond."""


@lru_cache(maxsize=64)
def hermite_polynomial(degree: int) -> tuple[int, ...]:
    """The coefficients of He_n, n = ``degree`` ≥ 0, from the constant term on."""
    n = integer("degree", degree, least=0)
    if n == 0:
        return (1,)
    before = hermite_polynomial(n - 1)
    derived = [k * before[k] for k in range(1, n)] + [0, 0]
    return tuple(up - down for up, down in zip((0, *before), derived, strict=True))


def pair_moment(i: int, j: int, *, first: Fraction, second: Fraction, covariance: Fraction) -> Fraction:
    """E[uⁱ vʲ] for centred Gaussian u and v with variances ``first``, ``second`` and the given covariance; i, j ≥ 0."""
    return _moment(integer("i", i, least=0), integer("j", j, least=0), Fraction(first), Fraction(second),
                   Fraction(covariance))


@lru_cache(maxsize=4096)
def _moment(i: int, j: int, p: Fraction, q: Fraction, r: Fraction) -> Fraction:
    """Pair one factor u (or v, if there is no u) with each of the others."""
    if i == 0 and j == 0:
        return Fraction(1)
    if i == 0:
        return (j - 1) * q * _moment(0, j - 2, p, q, r) if j > 1 else Fraction(0)
    same = (i - 1) * p * _moment(i - 2, j, p, q, r) if i > 1 else Fraction(0)
    return same + (j * r * _moment(i - 1, j - 1, p, q, r) if j else Fraction(0))


def polynomial_pair_mean(
    f: Sequence[Fraction | int],
    g: Sequence[Fraction | int],
    *,
    first: Fraction | int = 1,
    second: Fraction | int = 1,
    covariance: Fraction | int,
) -> Fraction:
    """E[f(u) g(v)] for polynomials with rational coefficients, from the constant term on, and (u, v) as above."""
    p, q, r = Fraction(first), Fraction(second), Fraction(covariance)
    return sum((Fraction(a) * b * _moment(i, j, p, q, r) for i, a in enumerate(f) if a for j, b in enumerate(g) if b),
               Fraction(0))


def hermite_mean(
    right: Callable[[acb], acb], degree: int, *, left: Callable[[acb], acb] | None = None, growth: Number = 1
) -> arb:
    """E[μ(x) He_n(x)] for standard normal x, with μ = ``right`` on x > 0 and ``left`` (by default the same) on x < 0.

    Both are holomorphic, and |μ(x)| ≤ growth · x² for |x| ≥ 32, so that the tails are at most √n! (E[μ⁴] P)^(1/4) with
    E μ⁴ ≤ 105 growth⁴ and P = P(|x| > 32) ≤ 2 exp(−512) (Cauchy–Schwarz, twice).
    """
    polynomial = hermite_polynomial(degree)

    def integrand(function: Callable[[acb], acb]) -> Callable[[acb, bool], acb]:
        def weighted(x: acb, _: bool) -> acb:
            value = acb(0)
            for coefficient in reversed(polynomial):
                value = value * x + coefficient
            return function(x) * value * (-x * x / 2).exp()
        return weighted

    halves = (acb.integral(integrand(right), 0, CUT) + acb.integral(integrand(left or right), -CUT, 0)).real
    tail = ball(growth) * arb(factorial(degree)).sqrt() * (210 * arb(-CUT * CUT // 2).exp()) ** (arb(1) / 4)
    return halves / (2 * arb.pi()).sqrt() + tail.union(-tail)


def kinked_pair_mean(cosine: Number, *, right: Number, left: Number) -> arb:
    """E[μ(u) μ(v)] for μ(x) = right · x for x > 0 and left · |x| for x < 0; u, v standard normal with correlation cosine.

    In polar coordinates E r² = 2, and the angle is uniform: four arcs between the kinks. ReLU has (1, 0), |x| has (1, 1).
    """
    rho, a, b = ball(cosine), ball(right), ball(left)
    require(bool(abs(rho) <= 1), "cosine must be between −1 and 1.")
    angle, quarter = rho.acos(), arb.pi() / 2

    def arc(low: arb, high: arb) -> arb:
        return acb.integral(lambda t, _: t.cos() * (t - angle).cos(), acb(low), acb(high)).real / arb.pi()

    both = arc(angle - quarter, quarter)  # both arguments are positive there, and negative on the opposite arc
    opposite = -arc(-quarter, angle - quarter)  # u > 0 > v, and v > 0 > u on the arc across
    return (a * a + b * b) * both + 2 * a * b * opposite
