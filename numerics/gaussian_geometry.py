"""Lengths and angles of a standard Gaussian vector in balls of rigorous arithmetic, by quadrature in polar coordinates.

A standard Gaussian vector g of ℝⁿ has a length with density proportional to r^(n−1) exp(−r²/2). Its angle φ ∈ [0, π/2]
to a fixed subspace of dimension k has density proportional to cos^(k−1) φ · sin^(n−k−1) φ, because the unit sphere is
the set of (u cos φ, v sin φ) with unit vectors u of the subspace and v of its complement. Length and angle are
independent. The laws that follow from this, χ² and Beta, are not used.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction

import flint
from flint import acb, arb

from numerics.arrays import integer, require

CUT = 40
"""Radius beyond which radial integrals are bounded rather than computed; the density there is below exp(−700)."""


def ball_measure(dimension: int, square_radius: Fraction | int | arb) -> arb:
    """P(|g|² ≤ square_radius) for g of ℝⁿ, n = ``dimension`` ≥ 1, square_radius ≥ 0."""
    n, radius = integer("dimension", dimension), _ball(square_radius).sqrt()
    inside = _integral(lambda r: r ** (n - 1) * (-r * r / 2).exp(), arb(0), radius)
    sphere = 2 * arb.pi() if n >= 2 else arb(2)  # the area of the unit sphere of ℝⁿ, in spherical coordinates
    for k in range(1, n - 1):
        sphere *= _integral(lambda angle, k=k: angle.sin() ** k, arb(0), arb.pi())  # type: ignore[misc]
    return inside * sphere / (2 * arb.pi()).sqrt() ** n


def radial_mean(dimension: int, power: int) -> arb | float:
    """E |g|^power for g of ℝⁿ, n = ``dimension`` ≥ 1; ``math.inf`` unless n + power ≥ 1."""
    n = integer("dimension", dimension)
    if n + power < 1:
        return math.inf
    return _radial_integral(n - 1 + power) / _radial_integral(n - 1)


def angle_mean(function: Callable[[acb], acb], subspace: int, dimension: int, start: arb | int = 0) -> arb:
    """E[function(φ); φ ≥ start] for the angle φ to a subspace of dimension k = ``subspace``, 1 ≤ k < n.

    ``function`` must be holomorphic near the real interval [start, π/2].
    """
    k, n = _dimensions(subspace, dimension)

    def weight(angle: acb) -> acb:
        return angle.cos() ** (k - 1) * angle.sin() ** (n - k - 1)

    right = arb.pi() / 2
    total = _integral(weight, arb(0), right)
    return _integral(lambda angle: function(angle) * weight(angle), arb(start), right) / total


def square_sine_measure(subspace: int, dimension: int, bound: Fraction | int | arb) -> arb:
    """P(sin² φ ≤ bound) for the angle φ to a subspace of dimension k = ``subspace``, 0 ≤ bound ≤ 1, 1 ≤ k < n."""
    cut = _ball(bound).sqrt().asin()
    return 1 - angle_mean(lambda angle: acb(1), subspace, dimension, start=cut)


def distance_measure(subspace: int, dimension: int, square_bound: Fraction | int) -> arb:
    """P(d² ≤ square_bound) for the distance d = |g| sin φ of g from a subspace of dimension k, 0 ≤ k < n, bound > 0.

    P(|g|² ≤ bound / sin² φ) is averaged over the angle. It decreases in φ and is holomorphic away from φ = 0; on a
    short interval at 0 it lies between its value at the right end and 1.
    """
    n, bound = integer("dimension", dimension), _ball(square_bound)
    if integer("subspace", subspace, least=0) == 0:
        return ball_measure(n, bound)
    k, n = _dimensions(subspace, dimension)
    scale = (bound / 2).sqrt() ** n

    def within(angle: acb) -> acb:  # γ*(a, z) = z^(−a) γ(a, z)/Γ(a) is entire in z, so that no root has a branch
        sine = angle.sin()
        return scale * (bound / (2 * sine * sine)).gamma_lower(acb(n) / 2, regularized=2) / sine ** n

    near = min(bound / 120, arb(1) / 2)  # 1 − P is below exp(−60) there, unless the bound is large
    cut = near.sqrt().asin()
    squeezed = square_sine_measure(k, n, near) * within(acb(cut)).real.union(arb(1))
    return angle_mean(within, k, n, start=cut) + squeezed


def _radial_integral(power: int) -> arb:
    """∫_0^∞ r^power exp(−r²/2) dr: a quadrature up to the cut R, and beyond it at most the geometric tail.

    For r > R the logarithmic slope power/r − r is at most power/R − R < 0.
    """
    require(power <= CUT, f"the power of r must be at most {CUT}, not {power}.")
    cut = arb(CUT)
    bound = cut ** power * (-cut * cut / 2).exp() / (cut - power / cut)
    return _integral(lambda r: r ** power * (-r * r / 2).exp(), arb(0), cut) + arb(0).union(bound)


def _dimensions(subspace: int, dimension: int) -> tuple[int, int]:
    k, n = integer("subspace", subspace), integer("dimension", dimension)
    require(k < n, f"the angle to a proper subspace takes subspace < dimension, not {k} and {n}.")
    return k, n


def _ball(number: Fraction | int | arb) -> arb:
    return arb(flint.fmpq(number.numerator, number.denominator)) if isinstance(number, Fraction) else arb(number)


def _integral(function: Callable[[acb], acb], low: arb, high: arb) -> arb:
    """∫ of a holomorphic function over a real interval, as a ball."""
    return acb.integral(lambda z, _: function(z), acb(low), acb(high)).real
