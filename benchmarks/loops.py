"""The obvious loop for each case: one sample, one step, one matrix at a time. By case name, with a number of samples."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable

import numpy as np

from benchmarks.network_cases import FEW, INPUT, MANY, PAIR, SGD
from numerics.arrays import FloatArray

Loop = Callable[[np.random.Generator], object]
"""Draws one sample."""

FIVE = np.arange(1, 6) / 15
SCORES = np.array([-1.5, 0.0, 0.25, 2.0, 3.0])


def _inverse_trace(rows: int, columns: int) -> Loop:
    def one(rng: np.random.Generator) -> object:
        x = rng.standard_normal((rows, columns))
        return np.trace(np.linalg.inv(x @ x.T))

    return one


def _output(layers: int, width: int) -> Loop:
    def one(rng: np.random.Generator) -> object:
        h = INPUT
        for _ in range(layers):
            h = np.maximum(rng.normal(0.0, math.sqrt(2.0 / h.size), (width, h.size)) @ h, 0.0)
        return rng.normal(0.0, math.sqrt(2.0 / width), width) @ h

    return one


def _gate_kernel(rng: np.random.Generator) -> object:
    x, y = PAIR
    total = 0
    for _ in range(4096):
        w = rng.standard_normal(32)
        total += w @ x > 0 and w @ y > 0
    return x @ y * total / 4096


def _gram(points: FloatArray, features: Callable[[FloatArray], FloatArray]) -> Loop:
    def one(rng: np.random.Generator) -> object:
        total = np.zeros((len(points), len(points)))
        for _ in range(4096):
            f = features(points @ rng.standard_normal(points.shape[1]))
            total += np.outer(f, f)
        return total / 4096

    return one


def _initial_outputs(rng: np.random.Generator) -> object:
    total = 0.0
    for x in FEW:
        f = 0.0
        weights = np.random.Generator(np.random.SFC64(int(rng.integers(2**32))))
        for _ in range(1024):
            f += weights.choice((-1, 1)) * max(0.0, float(weights.standard_normal(16) @ x))
        total += f * f / 1024
    return total


def _least_error(rng: np.random.Generator) -> object:
    w, target = rng.standard_normal((50, 100)), np.eye(100)[0]
    u = np.linalg.lstsq(w.T, target, rcond=None)[0]
    return ((w.T @ u - target) ** 2).sum()


def _risk(samples: int, parameters: int) -> Loop:
    def one(rng: np.random.Generator) -> object:
        x, theta = rng.standard_normal((samples, parameters)), np.full(parameters, parameters**-0.5)
        y = x @ theta + 0.5 * rng.standard_normal(samples)
        return ((np.linalg.pinv(x) @ y - theta) ** 2).sum()

    return one


def _occupancy(rng: np.random.Generator) -> object:
    site, visits = 0, [0] * 8
    for _ in range(1000):
        site = (site + (1 if rng.random() < 0.5 else -1)) % 8
        visits[site] += 1
    return visits


def _sgd(rng: np.random.Generator) -> object:
    theta = 0.0
    for _ in range(1000):
        theta -= SGD["rate"] * (SGD["curvature"] * theta + SGD["noise"] * rng.standard_normal())
    return theta


def _symbols(rng: np.random.Generator) -> object:
    return rng.choice(5, p=FIVE)


def _code_length(rng: np.random.Generator) -> object:
    return sum((1, 2, 3, 3)[rng.choice(4, p=(0.5, 0.25, 0.15, 0.1))] for _ in range(1000))


def _rollout(rng: np.random.Generator) -> object:
    state, total = 0, 0
    for _ in range(50):
        action = rng.choice(3, p=(0.2, 0.3, 0.5))
        state = int(rng.choice(5, p=FIVE))
        total += state * action
    return total


def _grid(layers: int, width: int) -> Loop:
    """Changes of slope on a grid of 257 points: cheap to write, and it misses close kinks."""

    def one(rng: np.random.Generator) -> object:
        weights = [(rng.standard_normal((width, 1 if k == 0 else width)), rng.standard_normal(width)) for k in range(layers)]
        readout, values = rng.standard_normal(width), []
        for t in np.linspace(-1.0, 1.0, 257):
            h = np.array([t])
            for w, b in weights:
                h = np.maximum(w @ h * math.sqrt(2.0 / h.size) + b, 0.0)
            values.append(float(readout @ h))
        slopes = np.diff(values)
        return sum(abs(b - a) > 1e-9 for a, b in itertools.pairwise(slopes))

    return one


def loops() -> dict[str, tuple[int, Loop]]:
    """For the name of a case: how many samples to draw, and a function that draws one of them."""
    gates, relu = (lambda z: (z > 0).astype(float)), (lambda z: np.maximum(z, 0.0))
    return {
        "tr W⁻¹, 5 × 10": (1000, _inverse_trace(5, 10)),
        "tr W⁻¹, 10 × 20": (1000, _inverse_trace(10, 20)),
        "tr W⁻¹, 50 × 100": (100, _inverse_trace(50, 100)),
        "excess risk, 20 samples, 10 parameters": (300, _risk(20, 10)),
        "excess risk, 10 samples, 20 parameters": (300, _risk(10, 20)),
        "excess risk, 50 samples, 100 parameters": (20, _risk(50, 100)),
        "categorical, 5 symbols": (1000, _symbols),
        "code length of 1000 symbols": (1, _code_length),
        "rollouts of 50 steps, 5 states, 3 actions": (20, _rollout),
        "network output, 1 × 64 units": (1000, _output(1, 64)),
        "network output, 5 × 64 units": (100, _output(5, 64)),
        "network output, 5 × 256 units": (10, _output(5, 256)),
        "gate kernel, 4096 units, 32 inputs": (2, _gate_kernel),
        "gate Gram matrix, 4096 units, 32 points": (1, _gram(MANY, gates)),
        "gate Gram matrix, 4096 units, 8 points": (1, _gram(MANY[:8], gates)),
        "ReLU Gram matrix, 4096 units, 8 points": (1, _gram(MANY[:8], relu)),
        "squared initial outputs, 1024 units, 8 points": (1, _initial_outputs),
        "least error, 50 of 100 features": (50, _least_error),
        "occupancy of 1000 steps, 8 sites": (20, _occupancy),
        "SGD endpoint after 1000 steps": (10, _sgd),
        "breakpoints, 3 × 32 units": (4, _grid(3, 32)),
        "breakpoints, 3 × 64 units": (4, _grid(3, 64)),
    }
