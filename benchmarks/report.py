"""What is made of the measurements: lines of a table, a Markdown file, and a comparison with a stored table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Record = Mapping[str, Any]
SLACK = 1.25
"""A ratio counts as worse above this multiple of another: repeated measurements differ by up to 15 %."""
KINDS = {"same_estimator": "same estimator", "exact_law": "exact law"}


def cell(entry: Record | None) -> str:
    """Median, quartiles and goal of a ratio, marked if it misses the goal by more than the slack."""
    if entry is None:
        return ""
    goal = f" ≤ {entry['goal']:g}" if entry.get("goal") is not None else ""
    return f"{entry['median']:.3g} [{entry['low']:.3g}, {entry['high']:.3g}]{goal}{'' if entry['within'] else ' !'}"


def others(record: Record) -> dict[str, Record]:
    """The ratios of the loop and of other libraries."""
    return dict(record.get("others", {}))


def gain(record: Record) -> str:
    """The gain in cost of one quantity with its goal."""
    entry = record["gain"]
    flag = "" if entry["median"] * SLACK >= entry["goal"] else " !"
    return f"{entry['median']:,.0f}× [{entry['low']:,.0f}, {entry['high']:,.0f}] ≥ {entry['goal']:,.0f}{flag}"


def markdown(report: Record) -> str:
    """The whole report as Markdown: tables of kernels and of costs, and what they depend on."""
    machine = report["machine"]
    lines = [
        "# Performance",
        "",
        "Written by `python -m benchmarks --full --markdown docs/performance.md`. CPU time of one thread; candidates take",
        "turns within rounds, and ratios are medians over rounds with quartiles. The floor of a kernel is the time merely",
        "to draw the random numbers of its textbook estimator.",
        "",
        f"Measured with Python {machine['python']}, NumPy {machine['numpy']}, SciPy {machine['scipy']} on"
        f" {machine['processor']}, {report['rounds']} rounds.",
        "",
        "## Kernels: multiples of the floor",
        "",
        "| kernel | floor, µs a sample | same estimator | exact law | obvious loop and other libraries |",
        "|---|---|---|---|---|",
    ]
    for record in report["results"]:
        cells = [cell(record.get(kind)) for kind in KINDS]
        rest = ", ".join(f"{name} {entry['median']:.3g}" for name, entry in others(record).items())
        lines.append(f"| {record['name']} | {record['floor_ns_per_sample'] / 1000:.3g} | {' | '.join(cells)} | {rest} |")
    lines += ["", *(f"Geometric mean, {KINDS[kind]}: {value:.3g}." for kind, value in report["geometric_means"].items())]
    if report.get("accuracy"):
        lines += ["", "## Cost: CPU seconds to a standard error of 0.1 %", ""]
        lines += ["| quantity | textbook, vectorised | better | gain | what gave it |", "|---|---|---|---|---|"]
        for record in report["accuracy"]:
            seconds = f"{record['textbook_seconds']:.3g} | {record['better_seconds']:.3g}"
            lines.append(f"| {record['name']} | {seconds} | {gain(record)} | {record['how']} |")
    return "\n".join(lines) + "\n"


def _medians(report: Record) -> dict[str, tuple[float, bool]]:
    """By name and kind, the median and whether more is better."""
    found: dict[str, tuple[float, bool]] = {}
    for record in report["results"]:
        for kind, text in KINDS.items():
            if kind in record:
                found[f"{record['name']}, {text}"] = record[kind]["median"], False
    for record in report.get("accuracy", ()):
        found[f"{record['name']}, gain"] = record["gain"]["median"], True
    return found


def comparison(report: Record, stored: Record) -> Iterator[str]:
    """Lines on what is worse or better than in a stored report by more than the slack, and what it does not have."""
    now, before = _medians(report), _medians(stored)
    for name, (value, more_is_better) in now.items():
        if name not in before:
            yield f"new:    {name}: {value:.3g}"
            continue
        old = before[name][0]
        change = old / value if more_is_better else value / old
        if change > SLACK or change < 1.0 / SLACK:
            yield f"{'worse' if change > 1.0 else 'better'}: {name}: {value:.3g}, was {old:.3g}"


def in_words(lines: Iterable[str]) -> str:
    """The lines of a comparison, or that there are none."""
    text = "\n".join(lines)
    return text or f"all ratios are within a factor {SLACK:g} of the stored ones"
