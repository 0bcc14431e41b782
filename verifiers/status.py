"""The status of theorems is transitive over what they cite: a proof is no better than the results it uses."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from verifiers.results import Status, TheoremResult

ORDER: tuple[Status, ...] = ("proved", "proved from cited results", "supported", "failed")

Own = Callable[[str], tuple[Status, Sequence[str]] | None]


def resolved(results: Sequence[TheoremResult], elsewhere: Own) -> list[TheoremResult]:
    """The results with statuses lowered to those of the theorems they cite.

    elsewhere: the own status and citations of a theorem outside the run, None if there is none of that name.
    Citing a theorem that fails, does not exist or cites back in a circle is an error of the citing theorem.
    """
    known: dict[str, tuple[Status, Sequence[str]] | None] = {
        r.name: (r.status if r.confirmed else "failed", r.cites) for r in results}

    def own(name: str) -> tuple[Status, Sequence[str]] | None:
        if name not in known:
            known[name] = elsewhere(name)
        return known[name]
    found: dict[str, tuple[Status, list[str]]] = {}
    return [_resolve(result, own, found) for result in results]


def _resolve(result: TheoremResult, own: Own, found: dict[str, tuple[Status, list[str]]]) -> TheoremResult:
    if result.status == "failed":
        return result
    status, problems = _worst(result.name, own, (), found)
    if problems:
        return result.with_status("failed", *dict.fromkeys(problems))
    return result.with_status(status) if status != result.status else result


def _worst(name: str, own: Own, path: tuple[str, ...],
           found: dict[str, tuple[Status, list[str]]]) -> tuple[Status, list[str]]:
    """The worst status of a theorem and all that it rests on, and what is wrong there; each theorem is visited once."""
    if name in path:
        return "failed", [f"the theorems cite one another in a circle: {' -> '.join((*path[path.index(name):], name))}"]
    if name in found:
        return found[name]
    mine = own(name)
    if mine is None:
        return "failed", [f"cites {name!r}, which no collection has"]
    status, cites = mine
    problems: list[str] = []
    statuses = [status]
    for cited in cites:
        worst, troubles = _worst(cited, own, (*path, name), found)
        direct = own(cited)
        if direct is not None and direct[0] == "failed":
            problems.append(f"rests on {cited!r}, which fails")
        problems += troubles
        statuses.append(worst)
    result: tuple[Status, list[str]] = (max(statuses, key=ORDER.index), list(dict.fromkeys(problems)))
    if not any("circle" in p for p in problems):  # what a circle says depends on where it was entered
        found[name] = result
    return result


def summary_counts(results: Sequence[TheoremResult]) -> Mapping[Status, int]:
    """How many theorems have each status."""
    return {status: sum(r.status == status for r in results) for status in ORDER}
