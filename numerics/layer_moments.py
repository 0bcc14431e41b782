"""Moments of the outputs of random networks with one hidden layer, in balls of rigorous arithmetic, from the definition.

f_i = Σ_k w_ik σ(z_k) + b_i with independent z_k ~ N(0, q), w_ik ~ N(0, σ_w²/n) and b_i ~ N(0, β²): each neuron adds an
independent term to the outputs, so their joint moments grow by the binomial theorem, one neuron at a time. Moments of a
Gaussian are quadratures. Two inputs enter through a pair of Gaussians (u, v) for each neuron; u is integrated by
quadrature, and v, given u, is Gaussian again.

Reference: Hanin & Nica (2020), Products of many large random matrices and gradients in deep networks, CMP 376.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import product
from math import comb
from typing import TypeAlias

import flint
from flint import acb, arb

from numerics.arrays import integer, require
from numerics.gaussian_geometry import radial_mean

Number: TypeAlias = Fraction | int | arb
Pair = tuple[int, int]
CUT = 40
"""Length beyond which Gaussian integrals are bounded rather than computed."""
MONOMIALS: Mapping[str, tuple[int, int, int]] = {
    "relu": (1, 0, 1), "linear": (1, -1, 1), "step": (0, 0, 1), "square": (2, 1, 1)}
"""Activations σ(z) = c |z|^k: the power k, c for z < 0, and c for z > 0."""


def activation_moment(activation: str, power: int, variance: Number) -> arb:
    """E σ(z)^power for z ~ N(0, variance) and a monomial activation, by quadrature on each half-line."""
    require(activation in MONOMIALS, f"{activation!r} is not one of {', '.join(MONOMIALS)}.")
    k, left, right = MONOMIALS[activation]
    degree = k * integer("power", power, least=0)
    size = radial_mean(1, degree) * _ball(variance).sqrt() ** degree
    return size * (left**power + right**power) / 2


def output_moment(
    powers: Pair, *, width: int, activation: str, variance: Number, weight_variance: Number = 1, bias_variance: Number = 0
) -> arb:
    """E f_1^i f_2^j for two outputs of one network, (i, j) = ``powers``, by adding the neurons one at a time.

    ``variance`` is that of the pre-activations of the hidden layer, ``weight_variance`` and ``bias_variance`` are σ_w²
    (before the division by the width) and β² of the outputs.
    """
    n = integer("width", width)
    orders = list(product(range(powers[0] + 1), range(powers[1] + 1)))

    def term(scale: arb, factor: Callable[[int], arb]) -> dict[Pair, arb]:
        """Moments of scale · (g s, h s) with normal g, h and E s^p = factor(p)."""
        return {(i, j): scale ** (i + j) * _normal_moment(i) * _normal_moment(j) * factor(i + j) for i, j in orders}
    neuron = term((_ball(weight_variance) / n).sqrt(), lambda p: activation_moment(activation, p, variance))
    moments = term(_ball(bias_variance).sqrt(), lambda p: arb(1))
    for _ in range(n):
        moments = {order: _of_sum(moments, neuron, order) for order in orders}
    return moments[powers]


def mean_square_of_chain(widths: list[int] | tuple[int, ...], variance: Number) -> arb:
    """E V² of a deep ReLU network without biases: V is the variance of the output given the hidden layers.

    Each layer turns the variance v of its pre-activations into the mean of n squares of relu(√v g), which is v times a
    mean of n squares of relu(g), independent of v.
    """
    total = _ball(variance) ** 2
    one, two = (activation_moment("relu", p, 1) for p in (2, 4))
    for n in widths:
        first = second = arb(0)
        for _ in range(integer("a width", n)):
            first, second = first + one, second + 2 * first * one + two
        total *= second / (arb(n) * arb(n))
    return total


def relu_product_mean(first: Number, cross: Number, second: Number) -> arb:
    """E relu(u) relu(v) for Gaussian u, v with variances ``first``, ``second`` > 0 and covariance ``cross``.

    Given u, v ~ N(m, s²), and E relu(v) = m Φ(m/s) + s φ(m/s) is integrated against relu(u).
    """
    a, slope, s = _regression(first, cross, second)

    def rest(r: acb) -> acb:
        m = slope * r
        return a * r * (m * _normal_cdf(m / s) + s * _density(m / s))
    return _half_line(rest, bound=a * (abs(slope) + s))


def gate_mean(first: Number, cross: Number, second: Number) -> arb:
    """P(u > 0 and v > 0) for the same pair, integrated over u."""
    _, slope, s = _regression(first, cross, second)
    return _half_line(lambda r: _normal_cdf(slope * r / s), bound=arb(1))


def characteristic_function(
    frequencies: tuple[Number, Number], *, width: int, variance: Number, bias_variance: Number = 0
) -> arb:
    """E exp(i s f_1 + i t f_2) of a ReLU network, (s, t) = ``frequencies``.

    Given the hidden layer s w_1 + t w_2 is Gaussian with variance s² + t²; each neuron, open with probability one half,
    contributes the same factor, a quadrature over its pre-activation.
    """
    n = integer("width", width)
    s, t = map(_ball, frequencies)
    energy = s * s + t * t
    rate = energy * _ball(variance) / (2 * n)
    neuron = arb(1) / 2 + _half_line(lambda r: (-rate * r * r).exp(), bound=arb(1))
    bias: arb = (-energy * _ball(bias_variance) / 2).exp()
    return bias * neuron**n


def _of_sum(first: Mapping[Pair, arb], second: Mapping[Pair, arb], order: Pair) -> arb:
    """A joint moment of the sum of two independent pairs."""
    i, j = order
    total = arb(0)
    for a, b in product(range(i + 1), range(j + 1)):
        total += comb(i, a) * comb(j, b) * first[a, b] * second[i - a, j - b]
    return total


def _normal_moment(power: int) -> arb:
    return arb(0) if power % 2 else arb(radial_mean(1, power))


def _regression(first: Number, cross: Number, second: Number) -> tuple[arb, arb, arb]:
    """√(variance of u), the slope of v on u/√(variance), and the deviation of v given u."""
    rest = _ball(second) - _ball(cross) ** 2 / _ball(first)
    require(bool(first > 0 and rest > 0), f"the covariance ({first}, {cross}; {second}) must be positive definite.")
    a = _ball(first).sqrt()
    return a, _ball(cross) / a, rest.sqrt()


def _half_line(function: Callable[[acb], acb], bound: arb) -> arb:
    """E[function(g); g > 0] for a standard normal g and a holomorphic function with |function(r)| ≤ bound (1 + r)².

    Beyond the cut R ≥ 20 the integrand is at most bound · exp(−r²/4), with integral at most bound · exp(−R²/4).
    """
    inside = acb.integral(lambda r, _: function(r) * _density(r), acb(0), acb(CUT)).real
    tail = (-arb(CUT) ** 2 / 4).exp() * bound
    return inside + (-tail).union(tail)


def _density(r: acb) -> acb:
    return (-r * r / 2).exp() / (2 * arb.pi()).sqrt()


def _normal_cdf(r: acb) -> acb:
    return (-r / arb(2).sqrt()).erfc() / 2


def _ball(number: Number) -> arb:
    if isinstance(number, arb):
        return number
    fraction = Fraction(number)
    return arb(flint.fmpq(fraction.numerator, fraction.denominator))
