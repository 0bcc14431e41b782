"""The squared error of a two-layer network with averaged neurons, and its derivatives, in balls.

    f(x) = Σ_i r_i a_i tanh(w_i x + b_i),    R = Σ_k p_k (y_k − f(x_k))²

for particles θ_i = (a_i, w_i, b_i) of masses r_i and data (x_k, y_k) of probabilities p_k. The error is always formed by
running the network on every datum; derivatives come from power series of one variable put into it (automatic
differentiation), at the current precision of flint. Numbers are ints, Fractions, balls, or power series `arb_series`.

Reference: Mei, Montanari & Nguyen (2018), A mean field view of the landscape of two-layer neural networks, PNAS 115.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

from flint import arb, arb_series

from numerics.arrays import require
from numerics.hyperbolic_entropy import ball

Number: TypeAlias = Any
"""An int, a Fraction, a flint ball or a power series (flint has no type stubs)."""

Particle: TypeAlias = Sequence[Number]
"""(a, w, b): output weight, input weight, bias."""


def series(value: Number, slope: Number = 0) -> arb_series:
    """value + slope · t as a power series in t; ``TypeError`` for a float, which would hide its rounding."""
    if isinstance(value, arb_series) and slope == 0:
        return value
    return arb_series([ball(value), ball(slope)])


def neuron(particle: Particle, x: Number) -> arb_series:
    """a tanh(w x + b)."""
    a, w, b = map(series, particle)
    grown = (2 * (w * series(x) + b)).exp()
    return a * (grown - 1) / (grown + 1)


def network(particles: Sequence[Particle], masses: Sequence[Number], x: Number) -> arb_series:
    """Σ_i r_i a_i tanh(w_i x + b_i); ``ValueError`` unless every particle has a mass."""
    require(len(particles) == len(masses), "every particle needs a mass.")
    return sum((series(r) * neuron(theta, x) for r, theta in zip(masses, particles, strict=True)), arb_series([0]))


def energy(particles: Sequence[Particle], masses: Sequence[Number], p: Sequence[Number], x: Sequence[Number],
           y: Sequence[Number]) -> arb_series:
    """R = Σ_k p_k (y_k − f(x_k))² as a power series."""
    total = arb_series([0])
    for probability, datum, label in zip(p, x, y, strict=True):
        gap = series(label) - network(particles, masses, datum)
        total += series(probability) * gap * gap
    return total


def coefficient(power_series: arb_series, order: int) -> arb:
    """The coefficient of t^order."""
    return power_series[order]


def gradient(particles: Sequence[Particle], masses: Sequence[Number], p: Sequence[Number], x: Sequence[Number],
             y: Sequence[Number]) -> list[tuple[arb, arb, arb]]:
    """The gradient of the energy in (a_i, w_i, b_i) for every particle, one coordinate after the other."""
    def partial(i: int, c: int) -> arb:
        moved = [[series(value, int((j, d) == (i, c))) for d, value in enumerate(theta)]
                 for j, theta in enumerate(particles)]
        return coefficient(energy(moved, masses, p, x, y), 1)
    return [(partial(i, 0), partial(i, 1), partial(i, 2)) for i in range(len(particles))]


def moving(particles: Sequence[Particle], velocities: Sequence[Sequence[Number]]) -> list[list[arb_series]]:
    """Each particle as θ_i + t θ̇_i, to first order in t."""
    return [[series(value, speed) for value, speed in zip(theta, velocity, strict=True)]
            for theta, velocity in zip(particles, velocities, strict=True)]
