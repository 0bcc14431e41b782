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
    known: dict[str, tuple[Status, Sequence[str]] | None] = {r.name: (r.status, r.cites) for r in results}

    def own(name: str) -> tuple[Status, Sequence[str]] | None:
        if name not in known:
            known[name] = elsewhere(name)
        return known[name]
    return [_resolve(result, own) for result in results]


def _resolve(result: TheoremResult, own: Own) -> TheoremResult:
    if result.status == "failed":
        return result
    problems: list[str] = []
    status = _worst(result.name, own, (), problems)
    if problems:
        return result.with_status("failed", *dict.fromkeys(problems))
    return result.with_status(status) if status != result.status else result


def _worst(name: str, own: Own, path: tuple[str, ...], problems: list[str]) -> Status:
    if name in path:
        problems.append(f"the theorems cite one another in a circle: {' -> '.join((*path[path.index(name):], name))}")
        return "failed"
    found = own(name)
    if found is None:
        problems.append(f"cites {name!r}, which no collection has")
        return "failed"
    status, cites = found
    if status == "failed" and path:
        problems.append(f"rests on {name!r}, which fails")
    statuses = [status, *(_worst(c, own, (*path, name), problems) for c in cites)]
    return max(statuses, key=ORDER.index)


def summary_counts(results: Sequence[TheoremResult]) -> Mapping[Status, int]:
    """How many theorems have each status."""
    return {status: sum(r.status == status for r in results) for status in ORDER}
