"""The cases of random networks, hidden-layer kernels, walks and stochastic gradient descent."""

from __future__ import annotations

import numpy as np

from benchmarks.cases import Case
from numerics import (
    breakpoints,
    coin_chains,
    gate_kernels,
    initial_outputs,
    linear_sgd,
    random_features,
    random_networks,
)
from numerics.streams import stream

INPUT = np.ones(10)
PAIR = stream(0, "benchmark pair").standard_normal((2, 32))
FEW = stream(0, "benchmark inputs").standard_normal((8, 16))
MANY = stream(0, "benchmark inputs").standard_normal((32, 32))
SGD = {"rate": 0.1, "curvature": 1.0, "noise": 1.0}


def _network(layers: int, width: int, size: int, exact_goal: float) -> Case:
    widths = [width] * layers
    draws = INPUT.size * width + (layers - 1) * width * width + width
    times = 20 if layers == 1 else 200  # the exact law is so cheap that its calls need more samples
    return Case(
        f"network output, {layers} × {width} units",
        size,
        "normal",
        draws,
        lambda rng, n: random_networks.network_outputs(rng, n, x=INPUT, widths=widths),
        1.15,
        lambda rng, n: random_networks.network_outputs_exact_law(rng, n, x=INPUT, widths=widths),
        exact_goal,
        exact_size=times * size,
    )


def _breakpoints(layers: int, width: int, size: int, goal: float) -> Case:
    draws = 2 * width + (layers - 1) * width * (width + 1)
    one_layer = layers == 1
    return Case(
        f"breakpoints, {layers} × {width} units",
        size,
        "normal",
        draws,
        lambda rng, n: breakpoints.breakpoint_counts(rng, n, widths=[width] * layers),
        goal,
        (lambda rng, n: breakpoints.breakpoint_counts_exact_law(rng, n, width=width)) if one_layer else None,
        0.2 if one_layer else None,
    )


def network_cases() -> list[Case]:
    """The cases in the order in which they are reported."""
    return [
        _network(1, 64, 4000, 0.02),
        _network(5, 64, 200, 0.005),
        _network(5, 256, 10, 0.0003),
        Case(
            "gate kernel, 4096 units, 32 inputs",
            20,
            "normal",
            4096 * 32,
            lambda rng, n: gate_kernels.gate_kernel(rng, n, x=PAIR[0], y=PAIR[1], width=4096),
            1.15,
            lambda rng, n: gate_kernels.gate_kernel_exact_law(rng, n, x=PAIR[0], y=PAIR[1], width=4096),
            0.01,
            exact_size=20_000,
        ),
        Case(
            "gate Gram matrix, 4096 units, 32 points",
            20,
            "normal",
            4096 * 32,
            lambda rng, n: gate_kernels.gate_gram(rng, n, inputs=MANY, width=4096),
            1.4,
        ),
        Case(
            "gate Gram matrix, 4096 units, 8 points",
            20,
            "normal",
            4096 * 32,
            lambda rng, n: gate_kernels.gate_gram(rng, n, inputs=MANY[:8], width=4096),
            1.4,
            lambda rng, n: gate_kernels.gate_gram_exact_law(rng, n, inputs=MANY[:8], width=4096),
            0.6,
        ),
        Case(
            "ReLU Gram matrix, 4096 units, 8 points",
            20,
            "normal",
            4096 * 32,
            lambda rng, n: gate_kernels.feature_gram(rng, n, inputs=MANY[:8], width=4096),
            1.4,
            lambda rng, n: gate_kernels.feature_gram_exact_law(rng, n, inputs=MANY[:8], width=4096),
            0.6,
        ),
        Case(
            "squared initial outputs, 1024 units, 8 points",
            200,
            "normal",
            1024 * 16,
            lambda rng, n: initial_outputs.initial_square_norm(rng, n, inputs=FEW, width=1024),
            1.25,
            lambda rng, n: initial_outputs.initial_square_norm_exact_law(rng, n, inputs=FEW, width=1024),
            0.65,
        ),
        Case(
            "least error, 50 of 100 features",
            400,
            "normal",
            5000,
            lambda rng, n: random_features.least_error(rng, n, features=50, dimension=100),
            2.0,
            lambda rng, n: random_features.least_error_exact_law(rng, n, features=50, dimension=100),
            0.001,
            exact_size=40_000,
        ),
        Case(
            "occupancy of 1000 steps, 8 sites",
            4096,
            "uniform",
            1000,
            lambda rng, n: coin_chains.occupancy(rng, n, successors=coin_chains.circle(8), steps=1000),
            3.5,
        ),
        Case(
            "endpoint of 1000 steps, 8 sites",
            4096,
            "uniform",
            1000,
            lambda rng, n: coin_chains.endpoint(rng, n, successors=coin_chains.circle(8), steps=1000),
            3.5,
            lambda rng, n: coin_chains.circle_endpoint_exact_law(rng, n, sites=8, steps=1000),
            0.04,
        ),
        Case(
            "SGD endpoint after 1000 steps",
            2000,
            "normal",
            1000,
            lambda rng, n: linear_sgd.sgd_endpoint(rng, n, steps=1000, **SGD),
            1.15,
            lambda rng, n: linear_sgd.sgd_endpoint_exact_law(rng, n, steps=1000, **SGD),
            0.002,
            exact_size=200_000,
        ),
        Case(
            "SGD mean square over 1000 steps",
            2000,
            "normal",
            1000,
            lambda rng, n: linear_sgd.sgd_mean_square(rng, n, steps=1000, **SGD),
            1.4,
        ),
        _breakpoints(1, 32, 20_000, 2.0),
        _breakpoints(3, 32, 400, 4.0),
        _breakpoints(3, 64, 200, 3.5),
    ]
