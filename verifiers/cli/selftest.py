"""`theorems selftest`: whether slips and rewritings of the formulas are judged as they should be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from verifiers.cli.common import Jobs, Names, emit_json, jobs_for, open_collections, selected, warn_of_unread, width, wrapped
from verifiers.errors import LearningTheoremsError

if TYPE_CHECKING:
    from verifiers.answers.selftests.selftest import SelfTest

SHOWN = 5  # failures of a record


def selftest(
        names: Names = None, jobs: Jobs = None,
        json: Annotated[bool, typer.Option("--json", help="Print the results as JSON.")] = False) -> int:
    """Test the questions that records ask, before students answer them.

    Every known slip must be judged incorrect, by its own name; and equivalent rewritings of the formula (expanded, factored,
    over a common denominator, logarithms merged or split, …), in both syntaxes, must be judged correct. A slip that has the
    same values as another one may be called by the other's name: it is ambiguous.

    The exit status is 0 only if every verdict is as it should be.
    """
    if jobs is not None and jobs < 1:
        raise LearningTheoremsError(f"the number of jobs must be at least 1, not {jobs}")
    loaded = open_collections()
    theorems = selected(loaded, names)
    warn_of_unread(loaded)
    if not theorems:
        raise LearningTheoremsError("the installed collections have no theorem to test")
    from verifiers.answers.selftests.selftest import run
    wide = max(len(t.name) for t in theorems)
    found = []
    if not json:
        print(f"  {'theorem':<{wide}} {'slips':>5} {'rewritings':>10} {'proved':>6} {'sec':>5}")
    for tested in run(theorems, jobs_for(jobs, len(theorems))):
        found.append(tested)
        if not json:
            print(*_lines(tested, wide), sep="\n", flush=True)
    if json:
        emit_json({"summary": summary(found), "theorems": [t.as_dict() for t in found]}, None)
    else:
        print(*_totals(summary(found)), sep="\n")
    return 0 if all(t.passed for t in found) else 1


def summary(found: Sequence[SelfTest]) -> dict[str, Any]:
    """Counts over all records."""
    return {"theorems": len(found), "passed": sum(t.passed for t in found), "slips": sum(t.slips for t in found),
            "ambiguous": sum(len(t.ambiguous) for t in found), "rewritings": sum(t.rewritings for t in found),
            "proved": sum(t.proved for t in found), "failures": sum(len(t.failures) for t in found)}


def _lines(tested: SelfTest, wide: int) -> Iterator[str]:
    yield (f"{'✓' if tested.passed else '✗'} {tested.name:<{wide}} {tested.slips:>5} {tested.rewritings:>10} "
           f"{tested.proved:>6} {tested.seconds:>5.1f}")
    for label, other in tested.ambiguous:
        yield wrapped(f"ambiguous: the slip “{label}” has the values of “{other}”", "    ", width())
    for failure in tested.failures[:SHOWN]:
        typed = f" ({failure.text[:200]})" if failure.text else ""
        yield wrapped(f"{failure.label}{typed}: expected {failure.expected}; {failure.found}", "    ", width())
    if len(tested.failures) > SHOWN:
        yield f"    {len(tested.failures) - SHOWN} more; --json gives all"


def _totals(counts: dict[str, Any]) -> Iterator[str]:
    yield f"theorems      {counts['theorems']}: {counts['passed']} passed, {counts['theorems'] - counts['passed']} failed"
    yield f"slips         {counts['slips']}, {counts['ambiguous']} ambiguous"
    yield f"rewritings    {counts['rewritings']}: {counts['proved']} proved equal"
    if counts["failures"]:
        yield f"failures      {counts['failures']}"
