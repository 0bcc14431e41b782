"""``python -m benchmarks [--only TEXT] [--rounds N] [--json FILE] [--gate]``: print and store ratios to the floor."""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
import scipy

from benchmarks.cases import Case, cases
from benchmarks.timing import Ratio, ratios
from numerics.streams import stream

SLACK = 1.25
"""A gate fails above this multiple of a goal: repeated measurements of a ratio differ by up to 15 %."""


def machine() -> dict[str, object]:
    """What the numbers depend on."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "system": platform.platform(),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "scipy": scipy.__version__,
    }


def _processor() -> str:
    """The model of the processor, as the system names it."""
    information = Path("/proc/cpuinfo")
    names = (
        [line.partition(":")[2].strip() for line in information.read_text().splitlines() if "model name" in line]
        if (information.exists())
        else []
    )
    return names[0] if names else platform.processor()


def measure(case: Case, rounds: int) -> dict[str, object]:
    """The record of one case."""
    rng = stream(0, "benchmark", case.name)
    candidates = {"same_estimator": lambda: case.definition(rng, case.size)}
    exact = case.exact
    if exact is not None:
        candidates["exact_law"] = lambda: exact(rng, case.size)
    seconds, found = ratios(lambda: case.floor(rng), candidates, rounds)
    record: dict[str, object] = {
        "name": case.name,
        "size": case.size,
        "sampler": case.sampler,
        "floor_ns_per_sample": 1e9 * seconds / case.size,
    }
    for kind, goal in (("same_estimator", case.goal), ("exact_law", case.exact_goal)):
        if kind in found:
            record[kind] = {**asdict(found[kind]), "goal": goal, "within": _within(found[kind], goal)}
    return record


def _within(ratio: Ratio, goal: float | None) -> bool:
    return goal is None or ratio.median <= SLACK * goal


def _cell(record: dict[str, object], kind: str) -> str:
    entry = record.get(kind)
    if not isinstance(entry, dict):
        return ""
    flag = "" if entry["within"] else " !"
    return f"{entry['median']:.3g} [{entry['low']:.3g}, {entry['high']:.3g}] ≤ {entry['goal']:g}{flag}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmarks; the exit status is 1 if ``--gate`` is given and a ratio is above its goal by the slack."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", default="", metavar="TEXT", help="run the cases whose name contains TEXT")
    parser.add_argument("--rounds", type=int, default=9, metavar="N", help="interleaved rounds (at least 2; default 9)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results to FILE")
    parser.add_argument("--gate", action="store_true", help=f"fail if a ratio exceeds {SLACK} times its goal")
    options = parser.parse_args(arguments)
    if options.rounds < 2:
        parser.error(f"--rounds must be at least 2, not {options.rounds}")
    chosen = [case for case in cases() if options.only in case.name]
    if not chosen:
        parser.error(f"no case has {options.only!r} in its name")
    print("times as multiples of the floor: median [quartiles] ≤ goal")
    print(f"{'kernel':45} {'floor, ns':>10}  {'same estimator':30} exact law")
    records = []
    for case in chosen:
        records.append(measure(case, options.rounds))
        cells = [_cell(records[-1], kind) for kind in ("same_estimator", "exact_law")]
        print(f"{case.name:45} {records[-1]['floor_ns_per_sample']:10.4g}  {cells[0]:30} {cells[1]}", flush=True)
    summary = {
        f"geometric_mean_{kind}": statistics.geometric_mean(values)
        for kind in ("same_estimator", "exact_law")
        if (values := [entry["median"] for r in records if r["sampler"] and isinstance(entry := r.get(kind), dict)])
    }
    for name, value in summary.items():
        print(f"{name.replace('_', ' ')}: {value:.3g}")
    if options.json:
        report = {"machine": machine(), "rounds": options.rounds, **summary, "results": records}
        options.json.write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    entries = [entry for r in records for entry in r.values() if isinstance(entry, dict)]
    return int(options.gate and not all(entry["within"] for entry in entries))


if __name__ == "__main__":
    sys.exit(main())
