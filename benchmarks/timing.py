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


def ratios(
    floor: Callable[[], object], candidates: Mapping[str, Callable[[], object]], rounds: int
) -> tuple[float, dict[str, Ratio]]:
    """Median seconds of the floor, and the ratio of each candidate to it, over ``rounds`` interleaved rounds."""
    repeats = {name: _repeats(run) for name, run in candidates.items()}
    floor_repeats = _repeats(floor)
    floors: list[float] = []
    measured: dict[str, list[float]] = {name: [] for name in candidates}
    for _ in range(rounds):
        seconds = {name: _seconds(run, repeats[name]) for name, run in candidates.items()}
        floors.append(_seconds(floor, floor_repeats))
        for name, value in seconds.items():
            measured[name].append(value / floors[-1])
    return statistics.median(floors), {name: _summary(values) for name, values in measured.items()}


def _summary(values: list[float]) -> Ratio:
    low, _, high = statistics.quantiles(values, n=4, method="inclusive")
    return Ratio(statistics.median(values), low, high)
