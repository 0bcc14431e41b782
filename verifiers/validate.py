"""What is wrong with a record before anything is computed: names, symbols, points, missing evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from verifiers.claims import Law, Tends
from verifiers.domain import Domain
from verifiers.errors import LearningTheoremsError, RecordError
from verifiers.independence import violations
from verifiers.membership import read_point, show_point
from verifiers.theorem import Theorem, line_of

LEAST_NEAR_MISSES = 2


def problems(theorem: Theorem) -> list[RecordError]:
    """Every problem of the record, each with file and line."""
    found: list[RecordError] = []
    for check in (_naming, _symbols, _domain_points, _completeness, _points):
        try:
            found += [e.at(theorem.file, theorem.line) for e in check(theorem)]
        except LearningTheoremsError as reason:
            error = reason if isinstance(reason, RecordError) else RecordError(str(reason))
            found.append(error.at(theorem.file, theorem.line))
    return found + violations(theorem)


def _naming(theorem: Theorem) -> Iterator[RecordError]:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", theorem.name):
        yield RecordError(f"the name {theorem.name!r} is not lower-case words joined by hyphens")


def _symbols(theorem: Theorem) -> Iterator[RecordError]:
    claims = {"the claim": theorem.claim, **{f"the near miss {k!r}": v for k, v in theorem.wrong_claims().items()}}
    for where, claim in claims.items():
        for expression in claim.expressions():
            undeclared = theorem.domain.declares(expression)
            if undeclared:
                yield RecordError(f"{where} of {theorem.name} uses {', '.join(sorted(undeclared))}, which its domain "
                                  "does not declare")


def _domain_points(theorem: Theorem) -> Iterator[RecordError]:
    theorem.domain.points(3)
    yield from ()


def _completeness(theorem: Theorem) -> Iterator[RecordError]:
    if len(theorem.wrong_claims()) < LEAST_NEAR_MISSES:
        yield RecordError(f"the theorem {theorem.name} declares fewer than {LEAST_NEAR_MISSES} near misses")
    if not theorem.derivations:
        yield RecordError(f"the theorem {theorem.name} has no derivation")
    if not any(check.points for check in theorem.numeric_checks):
        yield RecordError(f"the theorem {theorem.name} has no numeric check with points")
    if not any(check.points for check in theorem.monte_carlo_checks) and not theorem.unsampled.strip():
        yield RecordError(f"the theorem {theorem.name} has no Monte-Carlo check and does not say why (unsampled=…)")
    for check in theorem.monte_carlo_checks:
        if check.moments is None and not isinstance(theorem.claim, Law):
            yield RecordError(f"the Monte-Carlo check {check.function.__name__} declares no moment contract",
                              *line_of(check.function))
        if check.chunk % 16 or check.chunk < 16:
            yield RecordError(f"the chunk of {check.function.__name__} is {check.chunk}, not a multiple of 16",
                              *line_of(check.function))
    names = [check.function.__name__ for check in theorem.checks]
    for either in theorem.checks:
        if names.count(either.function.__name__) > 1:
            yield RecordError(f"two checks are called {either.function.__name__}: evidence and random streams go by "
                              "name", *line_of(either.function))
    for derivation in theorem.derivations:
        if derivation.instances and not derivation.because.strip():
            yield RecordError(f"the derivation {derivation.function.__name__} covers instances only and does not say "
                              "why (because=…)", *line_of(derivation.function))


def _points(theorem: Theorem) -> Iterator[RecordError]:
    for check in theorem.checks:
        sampled_law = isinstance(theorem.claim, Law) and check in theorem.monte_carlo_checks
        for point in check.points:
            read = read_point(theorem.domain, point)
            if not _inside(theorem, read, sampled_law):
                yield RecordError(f"the point {show_point(read)} of {check.function.__name__} is not in the domain "
                                  f"({theorem.domain.text()})", *line_of(check.function))
    for point in theorem.fails_at:
        read = read_point(theorem.domain, point)
        missing = ({s.name for s in theorem.domain.symbols} | set(theorem.domain.vectors)) - set(read)
        if missing:
            yield RecordError(f"the point {show_point(read)} of fails_at does not give {', '.join(sorted(missing))}")
        elif _inside(theorem, read, False):
            yield RecordError(f"the point {show_point(point)} of fails_at lies inside the domain")


def _inside(theorem: Theorem, point: Mapping[str, Any], sampled_law: bool) -> bool:
    """Whether the point is in the domain; a sampled law needs no value of its own variable."""
    domain = theorem.domain
    if sampled_law and isinstance(theorem.claim, Law):
        x = theorem.claim.variable
        domain = Domain(*(domain.symbols - {x}), *domain.spaces,
                        *(r for r in domain.relations if x not in r.free_symbols))
    return domain.admits(point)


def is_limit(theorem: Theorem) -> bool:
    """Whether the claim is a limit (its derivation returns the limit alone)."""
    return isinstance(theorem.claim, Tends)
