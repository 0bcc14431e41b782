"""What `theorems verify` prints: a line for each theorem, the reasons of failures, and a summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from verifiers.cli.common import width, wrapped
from verifiers.places import from_here, shortened

if TYPE_CHECKING:
    from verifiers.results import Evidence, TheoremResult
    from verifiers.run import Report

SHORT = {"proved from cited results": "cited"}
NAMES = {"monte carlo": "Monte Carlo", "exact law": "exact-law sampler", "fails at": "outside the domain"}


def header(wide: int) -> str:
    """The headings of the lines."""
    return (f"  {'theorem':<{wide}} {'status':<9} {'steps':>5} {'num.':>5} {'MC':>5} {'misses':>7} {'resol.':>7} "
            f"{'sec':>6}")


def line(result: TheoremResult, wide: int) -> tuple[str, str]:
    """One theorem's line and its style: passed of all steps, points and near misses, and the best resolution."""
    name = result.name if len(result.name) <= wide else result.name[:wide - 1] + "…"
    status = SHORT.get(result.status, result.status) if result.confirmed else "failed"
    steps = f"{sum(t['rests_on'] in PASSED for t in result.trust)}/{len(result.trust)}"
    misses = f"{sum(bool(m.refuted_by) for m in result.near_misses)}/{len(result.near_misses)}"
    from verifiers.results import SAMPLED
    numeric, sampled = _passed(result, ("numeric",)), _passed(result, SAMPLED)
    text = (f"{'✓' if result.confirmed else '✗'} {name:<{wide}} {status:<9} {steps:>5} {numeric:>5} {sampled:>5} "
            f"{misses:>7} {resolution(result):>7} {result.seconds:>6.1f}")
    return text, "" if result.confirmed else "bold red"


PASSED = ("checked", "numerically supported", "cited")


def _passed(result: TheoremResult, kinds: Sequence[str]) -> str:
    own = [e for e in result.evidence if e.kind in kinds]
    return f"{sum(e.outcome == 'confirmed' for e in own)}/{len(own)}" if own else "-"


def resolution(result: TheoremResult) -> str:
    """The best resolution of the evidence as text."""
    found = result.resolution()
    return "-" if found is None else "exact" if found == 0 else f"{found:.1e}"


def failures(report: Report) -> Iterator[str]:
    """The reasons of every failed theorem, as lines; nothing if all are confirmed."""
    columns = width()
    for result in report.results:
        if not result.confirmed:
            yield ""
            yield f"✗ {result.name}"
            for reason in reasons(result):
                yield wrapped(shortened(reason), "  - ", columns)
    for error in report.load_errors:
        yield ""
        yield wrapped(f"not read: {shortened(error)}", "✗ ", columns)
    if not report.confirmed:
        yield ""


def reasons(result: TheoremResult) -> Iterator[str]:
    """What stands against a theorem, one sentence each."""
    for evidence in result.evidence:
        if evidence.outcome != "confirmed":
            yield against(evidence)
    yield from result.errors


def against(evidence: Evidence) -> str:
    """Why one piece of evidence does not confirm: point, enclosure against value."""
    from verifiers.membership import show_point
    place = f" at {show_point(_tuples(evidence.point))}" if evidence.point else ""
    what = f"{NAMES.get(evidence.kind, evidence.kind)} {evidence.check}{place}"
    if evidence.outcome == "error":
        return f"{what}: {evidence.note}"
    if evidence.kind == "derivation":
        return f"{what}: {evidence.note or evidence.outcome}"
    seen = _comparison(evidence)
    return f"{what}: {evidence.outcome}{f'; {seen}' if seen else ''}{f' ({evidence.note})' if evidence.note else ''}"


def _comparison(evidence: Evidence) -> str:
    if evidence.low is None or evidence.high is None or evidence.value is None:
        return ""
    sampled = f", {evidence.samples} samples" if evidence.samples else ""
    where = f"{evidence.low:.10g}" if evidence.low == evidence.high else \
        f"in [{evidence.low:.10g}, {evidence.high:.10g}]"
    return f"the formula gives {evidence.value:.10g}, the quantity is {where}{sampled}"


def _tuples(point: Any) -> dict[str, Any]:
    return {k: tuple(v) if isinstance(v, list) else v for k, v in point.items()}


def summary(report: Report, out: Path) -> Iterator[str]:
    """The run in a few lines."""
    found = report.summary()
    counts = Counter(r.status if r.confirmed else "failed" for r in report.results)
    split = ", ".join(f"{counts[s]} {s}" for s in ("proved", "proved from cited results", "supported", "failed")
                      if counts[s])
    misses, refuted = found["near_misses"], found["near_misses_refuted"]
    rate = f"{100 * refuted / misses:.4g} %" if misses else "none"
    yield ""
    yield f"theorems      {found['theorems']}: {found['confirmed']} confirmed, {found['failed']} failed"
    yield f"status        {split or 'none'}"
    yield f"near misses   {misses}: {refuted} refuted (kill rate {rate})"
    yield (f"false alarms  probability at most {found['alpha_budget']:g} in a whole run; "
           f"{found['alpha_spent']:.2g} spent")
    if report.cached:
        yield f"unchanged     {report.cached} taken over from an earlier run with the same settings"
    yield f"run           seed {found['seed']}, {found['mode']}, {found['seconds']:.1f} seconds"
    yield f"results       {from_here(out)}"
