"""CPU time to a standard error of 0.1 %: textbook estimators against exact laws, conditional means and lattices.

An estimator whose values have mean μ, variance σ² and cost t needs (σ/μ)² t / 10⁻⁶, and at least one value. Variances come
from samples or, where a fourth moment would be hopeless to sample, from exact moments.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from scipy import special

from benchmarks import textbook
from benchmarks.cases import benchmark_process
from benchmarks.network_cases import FEW, INPUT, PAIR, SGD
from benchmarks.timing import Ratio, rounds_of_seconds, summary
from numerics import (
    arc_cosine,
    codes,
    dual_activations,
    gate_kernels,
    initial_outputs,
    linear_sgd,
    policy_gradients,
    random_features,
    random_networks,
    systematic,
    variance_reduction,
    wishart,
)
from numerics.arrays import FloatArray
from numerics.streams import stream

TOLERANCE = 1e-3
SQUARE = 2.0
"""The relative variance of the square of a centred Gaussian variable."""
Factors = list[FloatArray]
Values = FloatArray | Factors
"""Independent values, sample axis first; or independent samples whose means are multiplied."""


@dataclass(frozen=True, slots=True)
class Method:
    """An estimator: ``draw(rng, size)``, how many values to time, and its relative variance if that is known."""

    draw: Callable[[np.random.Generator, int], Values]
    size: int
    relative_variance: float | None = None
    variance_size: int | None = None

    def spread(self, rng: np.random.Generator) -> float:
        """σ² / μ², summed over the entries of vectors (their squared norms) and over factors."""
        if self.relative_variance is not None:
            return self.relative_variance
        values = self.draw(rng, self.variance_size or max(self.size, 2000))
        parts = values if isinstance(values, list) else [values]
        return sum(float(part.var(axis=0).sum() / np.square(part.mean(axis=0)).sum()) for part in parts)


@dataclass(frozen=True, slots=True)
class Quantity:
    """What is estimated, two ways to do it, how the better one gains, and the gain it should reach."""

    name: str
    textbook: Method
    better: Method
    how: str
    goal: float


def measure_quantity(quantity: Quantity, rounds: int) -> dict[str, object]:
    """The record of one quantity: seconds to 0.1 % of both methods and the ratio, medians over interleaved rounds."""
    rng = stream(0, "accuracy", quantity.name)
    methods = {"textbook": quantity.textbook, "better": quantity.better}
    values = {name: max(1.0, m.spread(rng) / TOLERANCE**2) / m.size for name, m in methods.items()}
    runs = {name: partial(m.draw, rng, m.size) for name, m in methods.items()}
    seconds = rounds_of_seconds(runs, rounds)
    found = {name: [calls * values[name] for calls in seconds[name]] for name in methods}
    gain: Ratio = summary([a / b for a, b in zip(found["textbook"], found["better"], strict=True)])
    return {
        "name": quantity.name,
        "textbook_seconds": statistics.median(found["textbook"]),
        "better_seconds": statistics.median(found["better"]),
        "gain": {"median": gain.median, "low": gain.low, "high": gain.high, "goal": quantity.goal},
        "how": quantity.how,
    }


def _controlled_trace(rng: np.random.Generator, size: int, rows: int, columns: int) -> FloatArray:
    """rows · (W⁻¹)₀₀ with the mean of tr W⁻¹, (W⁻¹)₀₀ = 1/χ² being controlled by log χ² and powers of χ²."""
    degrees = columns - rows + 1
    chi = wishart.schur_complement_exact_law(rng, size, rows=rows, columns=columns)
    controls = np.stack([np.log(chi), np.sqrt(chi), chi, chi * chi], axis=1)
    logarithm = float(special.digamma(0.5 * degrees)) + math.log(2.0)
    root = math.sqrt(2.0) * math.exp(math.lgamma(0.5 * (degrees + 1)) - math.lgamma(0.5 * degrees))
    means = [logarithm, root, float(degrees), degrees * (degrees + 2.0)]
    return variance_reduction.cross_fitted(rows / chi, controls, means=means)


def _tanh_rule() -> dual_activations.Quadrature:
    return dual_activations.dual_by_gauss_hermite("tanh", cosine=0.5, nodes=24)


def _tanh_dual(rng: np.random.Generator, size: int) -> FloatArray:
    """The value of a deterministic rule, whose error estimate takes the place of a standard error."""
    return np.array([_tanh_rule().value for _ in range(size)])


def _chi_moment(n: int, power: int) -> float:
    """E (2 χ²_K / n)^power for K ~ Binomial(n, 1/2): the moment of what a ReLU layer does to the variance."""
    weights = [math.comb(n, k) / 2.0**n for k in range(n + 1)]
    moments = [math.prod(k + 2.0 * j for j in range(power)) for k in range(n + 1)]
    return math.fsum(w * m for w, m in zip(weights, moments, strict=True)) * (2.0 / n) ** power


def _fourth_moment(layers: int, width: int) -> Quantity:
    """E f⁴ = 3 E q², and q is a product of independent factors, one a layer."""
    widths = [width] * layers
    eighth = (105.0 / 9.0) * (_chi_moment(width, 4) / _chi_moment(width, 2) ** 2) ** layers - 1.0
    factor = _chi_moment(width, 4) / _chi_moment(width, 2) ** 2 - 1.0

    def factors(rng: np.random.Generator, size: int) -> Factors:
        found = [random_networks.output_variances_exact_law(rng, size, x=[1.0], widths=[width]) for _ in range(layers)]
        gains = [np.square(0.5 * q) for q in found]  # the input enters with variance 2
        return [12.0 * gains[0], *gains[1:]]

    return Quantity(
        f"E f⁴, {layers} × {width} units",
        Method(lambda rng, n: textbook.network_output(rng, n, inputs=INPUT.size, widths=widths) ** 4, 100, eighth),
        Method(factors, 20_000, layers * factor),
        "binomial–χ² law, product of means of layers",
        1000.0,
    )


def quantities() -> list[Quantity]:
    """All quantities, in the order in which they are reported."""
    x, y = PAIR / np.linalg.norm(PAIR, axis=1)[:, None]
    cosine = float(x @ y)
    rows, columns = 10, 20
    process, policy = benchmark_process(5, 3)
    logits = np.log(policy)
    masses, scores = np.arange(1, 6) / 15, np.array([-1.5, 0.0, 0.25, 2.0, 3.0])
    code, lengths = np.array([0.5, 0.25, 0.15, 0.1]), [1, 2, 3, 3]
    return [
        Quantity(
            "E tr W⁻¹, 10 × 20",
            Method(lambda rng, n: textbook.inverse_trace(rng, n, rows=rows, columns=columns), 1000, None, 20_000),
            Method(lambda rng, n: _controlled_trace(rng, n, rows, columns), 500, None, 100_000),
            "one χ² by exchangeability, regression controls",
            100.0,
        ),
        _fourth_moment(5, 64),
        Quantity(
            "gate probability",
            Method(lambda rng, n: textbook.gate_fraction(rng, n, x=x, y=y, width=4096), 10, None, 200),
            Method(lambda rng, n: gate_kernels.gate_kernel_exact_law(rng, n, x=x, y=y, width=4096) / cosine, 20_000),
            "binomial law",
            1000.0,
        ),
        Quantity(
            "arc-cosine kernel, order 1",
            Method(lambda rng, n: textbook.arc_cosine(rng, n, x=x, y=y, order=1), 10_000, None, 100_000),
            Method(lambda rng, n: arc_cosine.arc_cosine_by_lattice(rng, n, cosine=cosine, order=1), 1, None, 2000),
            "equally spaced angles",
            1000.0,
        ),
        Quantity(
            "tanh dual activation",
            Method(lambda rng, n: textbook.tanh_product(rng, n, cosine=0.5), 20_000, None, 100_000),
            Method(_tanh_dual, 1, (_tanh_rule().error / _tanh_rule().value) ** 2),
            "Gauss–Hermite quadrature",
            100.0,
        ),
        Quantity(
            "E ‖f₀‖², 1024 units, 8 points",
            Method(lambda rng, n: textbook.initial_square_norm(rng, n, inputs=FEW, width=1024), 50, None, 2000),
            Method(lambda rng, n: initial_outputs.initial_square_norm_given_weights(rng, n, inputs=FEW, width=1024), 50),
            "mean over signs and reflections, projected weights",
            1000.0,
        ),
        Quantity(
            "least error, 50 of 100 features",
            Method(lambda rng, n: textbook.least_error(rng, n, features=50, dimension=100), 100, None, 2000),
            Method(lambda rng, n: random_features.least_error_exact_law(rng, n, features=50, dimension=100), 20_000),
            "Beta law",
            1000.0,
        ),
        Quantity(
            "policy gradient, 50 steps, 5 states",
            Method(lambda rng, n: textbook.policy_gradient(rng, n, mdp=process, logits=logits, horizon=50), 16_384),
            Method(
                lambda rng, n: policy_gradients.policy_gradients(
                    rng, n, mdp=process, logits=logits, horizon=50, estimator="all actions"
                ),
                16_384,
            ),
            "exact critic, mean over the actions",
            100.0,
        ),
        Quantity(
            "mean score of 1000 draws",
            Method(
                lambda rng, n: textbook.mean_score(rng, n, probabilities=masses, scores=scores, trials=1000), 50, None, 2000
            ),
            Method(
                lambda rng, n: systematic.systematic_total_score(
                    rng, n, trials=1000, probabilities=masses, scores=scores / 1000.0
                ),
                1,
                None,
                2000,
            ),
            "systematic sampling",
            100.0,
        ),
        Quantity(
            "steady state of SGD, E θ²",
            Method(lambda rng, n: textbook.squared_sgd_endpoint(rng, n, steps=100, **SGD), 2000, SQUARE),
            Method(lambda rng, n: np.square(linear_sgd.sgd_steady_state_exact_law(rng, n, **SGD)), 20_000, SQUARE),
            "stationary law",
            100.0,
        ),
        Quantity(
            "code length of 1000 symbols",
            Method(
                lambda rng, n: textbook.mean_score(
                    rng, n, probabilities=code, scores=1000.0 * np.array(lengths), trials=1000
                ),
                50,
                None,
                5000,
            ),
            Method(
                lambda rng, n: codes.code_length_exact_law(rng, n, n=1000, probabilities=list(code), lengths=lengths),
                10_000,
            ),
            "chain of binomial counts",
            15.0,
        ),
    ]
