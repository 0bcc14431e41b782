"""``python -m benchmarks``: times of the kernels as multiples of the floor of their random numbers, printed and stored."""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import scipy

from benchmarks.accuracy import measure_quantity, quantities
from benchmarks.cases import Case, cases
from benchmarks.loops import Loop, loops
from benchmarks.network_cases import network_cases
from benchmarks.peers import Peer, peers
from benchmarks.report import KINDS, SLACK, cell, comparison, gain, in_words, markdown, others
from benchmarks.timing import ratios
from numerics.streams import stream


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
    text = information.read_text() if information.exists() else ""
    names = [line.partition(":")[2].strip() for line in text.splitlines() if "model name" in line]
    return names[0] if names else platform.processor()


def measure(case: Case, rounds: int, loop: tuple[int, Loop] | None, libraries: Mapping[str, Peer]) -> dict[str, Any]:
    """The record of one case; a loop comes with the number of samples that it can draw in reasonable time."""
    rng = stream(0, "benchmark", case.name)
    runs: dict[str, Callable[[], object]] = {"same_estimator": lambda: case.definition(rng, case.size)}
    scale = {}
    exact, exact_size = case.exact, case.exact_size or case.size
    if exact is not None:
        runs["exact_law"] = lambda: exact(rng, exact_size)
        scale["exact_law"] = case.size / exact_size
    if loop is not None:
        number, one = loop
        runs["loop"] = lambda: [one(rng) for _ in range(number)]
        scale["loop"] = case.size / number
    for name, peer in libraries.items():
        runs[name] = partial(peer, rng, case.size)
    seconds, found = ratios(lambda: case.floor(rng), runs, rounds, scale)
    record: dict[str, Any] = {"name": case.name, "size": case.size, "sampler": case.sampler}
    record["floor_ns_per_sample"] = 1e9 * seconds / case.size
    for kind, goal in (("same_estimator", case.goal), ("exact_law", case.exact_goal)):
        if kind in found:
            ratio = found.pop(kind)
            record[kind] = {**asdict(ratio), "goal": goal, "within": goal is None or ratio.median <= SLACK * goal}
    if found:
        record["others"] = {name: asdict(ratio) for name, ratio in found.items()}
    return record


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", default="", metavar="TEXT", help="run the cases whose name contains TEXT")
    parser.add_argument("--rounds", type=int, default=9, metavar="N", help="interleaved rounds (at least 2; default 9)")
    parser.add_argument("--loops", action="store_true", help="also time the obvious loop of each case")
    parser.add_argument("--peers", action="store_true", help="also time other libraries, if installed (extra: bench)")
    parser.add_argument("--accuracy", action="store_true", help="also measure the cost of a standard error of 0.1 %%")
    parser.add_argument("--full", action="store_true", help="--loops --peers --accuracy")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results to FILE")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the results to FILE as Markdown tables")
    parser.add_argument("--check", type=Path, metavar="FILE", help="report what differs from the results stored in FILE")
    parser.add_argument("--stored", type=Path, metavar="FILE", help="take the results from FILE instead of measuring")
    parser.add_argument("--gate", action="store_true", help=f"fail if a ratio exceeds {SLACK} times its goal")
    return parser


def _kernels(chosen: Sequence[Case], options: argparse.Namespace) -> list[dict[str, Any]]:
    """Records of the cases, printed as they come."""
    if chosen:
        print("times as multiples of the floor: median [quartiles] ≤ goal")
        print(f"{'kernel':46} {'floor, ns':>10}  {'same estimator':31} exact law")
    obvious = loops() if options.loops or options.full else {}
    libraries = peers() if options.peers or options.full else {}
    records = []
    for case in chosen:
        record = measure(case, options.rounds, obvious.get(case.name), libraries.get(case.name, {}))
        records.append(record)
        cells = [cell(record.get(kind)) for kind in KINDS]
        print(f"{case.name:46} {record['floor_ns_per_sample']:10.4g}  {cells[0]:31} {cells[1]}", flush=True)
        for name, entry in others(record).items():
            print(f"{'':59}{name}: {entry['median']:.3g} [{entry['low']:.3g}, {entry['high']:.3g}]")
    return records


def _costs(options: argparse.Namespace) -> list[dict[str, object]]:
    """Records of the quantities, printed as they come."""
    chosen = [q for q in quantities() if options.only in q.name] if options.accuracy or options.full else []
    if chosen:
        print("CPU seconds to a standard error of 0.1 %")
    records = []
    for quantity in chosen:
        record = measure_quantity(quantity, options.rounds)
        records.append(record)
        seconds = f"{record['textbook_seconds']:10.3g} → {record['better_seconds']:<10.3g}"
        print(f"{quantity.name:40} {seconds} {gain(record):38} {quantity.how}", flush=True)
    return records


def _report(options: argparse.Namespace) -> dict[str, Any]:
    """Measure what the options ask for."""
    records = _kernels([case for case in [*cases(), *network_cases()] if options.only in case.name], options)
    means = {
        kind: statistics.geometric_mean(values)
        for kind in KINDS
        if (values := [record[kind]["median"] for record in records if record["sampler"] and kind in record])
    }
    for kind, value in means.items():
        print(f"geometric mean, {KINDS[kind]}: {value:.3g}")
    results = {"geometric_means": means, "results": records, "accuracy": _costs(options)}
    return {"machine": machine(), "rounds": options.rounds, **results}


def _read(file: Path) -> dict[str, Any]:
    """A report that was written with ``--json``."""
    report: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return report


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmarks; the exit status is 1 if ``--gate`` is given and a ratio is above its goal by the slack."""
    parser = _arguments()
    options = parser.parse_args(arguments)
    if options.rounds < 2:
        parser.error(f"--rounds must be at least 2, not {options.rounds}")
    report = _read(options.stored) if options.stored else _report(options)
    records = report["results"]
    if not records and not report["accuracy"]:
        parser.error(f"no case has {options.only!r} in its name")
    if options.check:
        print(in_words(comparison(report, _read(options.check))))
    if options.json:
        options.json.write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    if options.markdown:
        options.markdown.write_text(markdown(report), encoding="utf-8")
    entries = [record[kind] for record in records for kind in KINDS if kind in record]
    return int(options.gate and not all(entry["within"] for entry in entries))


if __name__ == "__main__":
    sys.exit(main())
