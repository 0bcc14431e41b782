"""The kernels that are timed, each with the random numbers a textbook estimator consumes and the goals it should meet.

The floor of a case is the time merely to draw those numbers with ``Generator(SFC64)`` into a buffer kept in cache.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import numpy as np

from numerics import codes, least_squares, mdp, simplex, wishart
from numerics.arrays import FloatArray
from numerics.moments import Moments
from numerics.streams import stream

BUFFER = 16384
Draw = Literal["normal", "uniform"]
Sampler = Callable[[np.random.Generator, int], object]


@dataclass(frozen=True, slots=True)
class Case:
    """A kernel: ``draws`` numbers of a kind a sample, and two samplers with their goals (multiples of the floor)."""

    name: str
    size: int
    kind: Draw
    draws: int
    definition: Sampler
    goal: float
    exact: Sampler | None = None
    exact_goal: float | None = None
    sampler: bool = True
    """Whether the case is a sampler, and so counts in the geometric mean."""
    exact_size: int | None = None
    """How many samples the exact law draws, if it is too cheap for ``size`` of them to be timed."""

    def floor(self, rng: np.random.Generator) -> None:
        """Draw what the textbook estimator consumes."""
        buffer = np.empty(BUFFER)
        fill = rng.standard_normal if self.kind == "normal" else rng.random
        count = self.size * self.draws
        for start in range(0, count, BUFFER):
            fill(out=buffer[: count - start])


def _inverse_trace(rows: int, columns: int, size: int, goal: float, exact_goal: float) -> Case:
    return Case(
        f"tr W⁻¹, {rows} × {columns}",
        size,
        "normal",
        rows * columns,
        lambda rng, n: wishart.inverse_trace(rng, n, rows=rows, columns=columns),
        goal,
        lambda rng, n: wishart.inverse_trace_exact_law(rng, n, rows=rows, columns=columns),
        exact_goal,
    )


def _excess_risk(samples: int, parameters: int, size: int) -> Case:
    return Case(
        f"excess risk, {samples} samples, {parameters} parameters",
        size,
        "normal",
        samples * (parameters + 1),
        lambda rng, n: least_squares.least_squares_excess_risk(
            rng, n, samples=samples, parameters=parameters, signal=1.0, noise=0.5
        ),
        2.0,
        lambda rng, n: least_squares.least_squares_excess_risk_exact_law(
            rng, n, samples=samples, parameters=parameters, signal=1.0, noise=0.5
        ),
        1.0,
    )


def benchmark_process(states: int, actions: int) -> tuple[mdp.FiniteMDP, FloatArray]:
    """A process with smooth transition probabilities in hundredths, and a softmax policy."""
    rng = stream(0, "benchmark process")
    weights = rng.integers(1, 100, (states, actions, states))
    transition = [[[Fraction(int(w), int(row.sum())) for w in row] for row in rows] for rows in weights]
    reward = [[int(r) for r in row] for row in rng.integers(-3, 4, (states, actions))]
    process = mdp.FiniteMDP(transition=transition, reward=reward, start=[Fraction(1, states)] * states)
    return process, mdp.softmax_policy(rng.standard_normal((states, actions)))


def cases() -> list[Case]:
    """All cases, in the order in which they are reported."""
    five = [Fraction(k, 15) for k in range(1, 6)]
    four, lengths = [Fraction(1, 2), Fraction(1, 4), Fraction(3, 20), Fraction(1, 10)], [1, 2, 3, 3]
    process, policy = benchmark_process(5, 3)
    rational = [[Fraction(1, 3)] * 3] * 5
    scores = [-1.5, 0.0, 0.25, 2.0, 3.0]
    normals = stream(0, "benchmark normals").standard_normal(1 << 18)
    return [
        _inverse_trace(5, 10, 20_000, 1.5, 0.5),
        _inverse_trace(10, 20, 8_000, 1.7, 0.25),
        _inverse_trace(50, 100, 400, 3.0, 0.05),
        Case(
            "Schur complement, 10 × 20",
            8_000,
            "normal",
            200,
            lambda rng, n: wishart.schur_complement(rng, n, rows=10, columns=20),
            1.7,
            lambda rng, n: wishart.schur_complement_exact_law(rng, n, rows=10, columns=20),
            0.05,
        ),
        Case(
            "entries of W⁻¹, 10 × 20",
            8_000,
            "normal",
            200,
            lambda rng, n: wishart.inverse_entries(rng, n, rows=10, columns=20),
            1.7,
        ),
        Case(
            "Gram matrices, 10 × 20",
            8_000,
            "normal",
            200,
            lambda rng, n: wishart.gram_matrix(rng, n, rows=10, columns=20),
            1.7,
        ),
        Case(
            "null projection, 50 samples, 100 parameters",
            400,
            "normal",
            5000,
            lambda rng, n: least_squares.null_projection_fraction(rng, n, samples=50, parameters=100),
            2.0,
            lambda rng, n: least_squares.null_projection_fraction_exact_law(rng, n, samples=50, parameters=100),
            0.01,
        ),
        _excess_risk(20, 10, 8_000),
        _excess_risk(10, 20, 8_000),
        _excess_risk(50, 100, 400),
        Case(
            "categorical, 5 symbols",
            1_000_000,
            "uniform",
            1,
            lambda rng, n: simplex.categorical(rng, n, probabilities=five),
            1.6,
        ),
        Case(
            "counts of 1000 draws, 5 symbols",
            5_000,
            "uniform",
            1000,
            lambda rng, n: simplex.counts(rng, n, trials=1000, probabilities=five),
            1.6,
            lambda rng, n: simplex.counts_exact_law(rng, n, trials=1000, probabilities=five),
            0.4,
        ),
        Case(
            "total score of 10⁶ draws, 5 symbols",
            1,
            "uniform",
            1_000_000,
            lambda rng, n: simplex.total_score(rng, n, trials=1_000_000, probabilities=five, scores=scores),
            1.6,
            lambda rng, n: simplex.total_score_exact_law(rng, n, trials=1_000_000, probabilities=five, scores=scores),
            0.05,
        ),
        Case(
            "code length of 1000 symbols",
            5_000,
            "uniform",
            1000,
            lambda rng, n: codes.code_length(rng, n, n=1000, probabilities=four, lengths=lengths),
            2.0,
            lambda rng, n: codes.code_length_exact_law(rng, n, n=1000, probabilities=four, lengths=lengths),
            0.15,
        ),
        Case(
            "rollouts of 50 steps, 5 states, 3 actions",
            65_536,
            "uniform",
            100,
            lambda rng, n: mdp.rollouts(rng, n, mdp=process, policy=policy, horizon=50),
            1.6,
        ),
        Case(
            "sampled visitation, discount 0.9",
            100_000,
            "uniform",
            21,
            lambda rng, n: mdp.sampled_visitation(rng, n, mdp=process, policy=rational, gamma=Fraction(9, 10)),
            2.5,
            lambda rng, n: mdp.visitation_exact_law(rng, n, mdp=process, policy=rational, gamma=Fraction(9, 10)),
            0.25,
        ),
        Case(
            "moments up to the fourth, beside the draw",
            normals.size,
            "normal",
            1,
            lambda rng, n: Moments.of(normals),
            0.35,
            sampler=False,
        ),
    ]
