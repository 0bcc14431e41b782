"""Interleaved timing: candidates take turns within a round, and what is reported are ratios within rounds.

CPU time of the process, not wall time, and the median over rounds of the ratio to the floor of the same round: a busy
machine slows both alike.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import process_time

LEAST_SECONDS = 0.02
"""A candidate is repeated within a round until its first measurement would take about this long."""

Runs = Mapping[str, Callable[[], object]]


@dataclass(frozen=True, slots=True)
class Ratio:
    """Median and quartiles over rounds of the time of a candidate divided by that of the floor."""

    median: float
    low: float
    high: float


def _repeats(run: Callable[[], object]) -> int:
    """How often to call a candidate in one measurement; the first call, which fills caches, does not count."""
    run()
    start = process_time()
    run()
    return max(1, round(LEAST_SECONDS / max(process_time() - start, 1e-6)))


def _seconds(run: Callable[[], object], repeats: int) -> float:
    start = process_time()
    for _ in range(repeats):
        run()
    return (process_time() - start) / repeats


def rounds_of_seconds(runs: Runs, rounds: int) -> dict[str, list[float]]:
    """CPU seconds of a call of each candidate, by round; the candidates of a round run one after the other."""
    repeats = {name: _repeats(run) for name, run in runs.items()}
    measured: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, run in runs.items():
            measured[name].append(_seconds(run, repeats[name]))
    return measured


def ratios(
    floor: Callable[[], object], candidates: Runs, rounds: int, scale: Mapping[str, float] | None = None
) -> tuple[float, dict[str, Ratio]]:
    """Median seconds of the floor, and the ratio of each candidate to it, over ``rounds`` interleaved rounds.

    ``scale`` multiplies the times of the candidates that it names: they do another amount of work than the floor.
    """
    measured = rounds_of_seconds({**candidates, "": floor}, rounds)
    floors = measured.pop("")
    factors = scale or {}
    found = {
        name: summary([factors.get(name, 1.0) * a / b for a, b in zip(values, floors, strict=True)])
        for name, values in measured.items()
    }
    return statistics.median(floors), found


def summary(values: list[float]) -> Ratio:
    """Median and quartiles of at least two values."""
    low, _, high = statistics.quantiles(values, n=4, method="inclusive")
    return Ratio(statistics.median(values), low, high)
