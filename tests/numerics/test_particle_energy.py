"""The energy of particles and its gradient against NumPy and finite differences."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from numerics import particle_energy

PARTICLES = [(1, Fraction(1, 2), Fraction(-1, 3)), (Fraction(-3, 2), 2, Fraction(1, 5)), (Fraction(2, 3), -1, 1)]
MASSES = [Fraction(1, 2), Fraction(1, 3), Fraction(1, 6)]
P, X, Y = [Fraction(1, 4), Fraction(3, 4)], [Fraction(2, 3), -2], [Fraction(5, 4), Fraction(-1, 2)]


def plain(theta: np.ndarray) -> float:
    a, w, b = theta.T
    masses, p, x, y = (np.array([float(v) for v in values]) for values in (MASSES, P, X, Y))
    return float(p @ (y - np.tanh(np.outer(x, w) + b) @ (masses * a)) ** 2)


THETA = np.array([[float(v) for v in theta] for theta in PARTICLES])


def test_the_energy_is_that_of_numpy() -> None:
    ball = particle_energy.coefficient(particle_energy.energy(PARTICLES, MASSES, P, X, Y), 0)
    assert float(ball) == pytest.approx(plain(THETA), rel=1e-12)
    assert float(ball.rad()) < 1e-12


def test_the_gradient_is_that_of_finite_differences() -> None:
    found = particle_energy.gradient(PARTICLES, MASSES, P, X, Y)
    for i in range(3):
        for c in range(3):
            step = np.zeros((3, 3))
            step[i, c] = 1e-5
            assert float(found[i][c]) == pytest.approx((plain(THETA + step) - plain(THETA - step)) / 2e-5, abs=1e-8)


def test_moving_particles_follow_the_chain_rule() -> None:
    velocities = [(1, 0, -1), (2, Fraction(1, 2), 0), (0, -1, 3)]
    slope = particle_energy.coefficient(
        particle_energy.energy(particle_energy.moving(PARTICLES, velocities), MASSES, P, X, Y), 1)
    found = particle_energy.gradient(PARTICLES, MASSES, P, X, Y)
    chained = sum(float(g) * float(v) for row, speed in zip(found, velocities, strict=True)
                  for g, v in zip(row, speed, strict=True))
    assert float(slope) == pytest.approx(chained, rel=1e-12)


def test_what_is_refused() -> None:
    with pytest.raises(TypeError):
        particle_energy.neuron((0.5, 1, 0), 1)
    with pytest.raises(ValueError):
        particle_energy.network(PARTICLES, MASSES[:2], 1)
