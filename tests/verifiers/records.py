"""Small records for the tests: a theorem with its evidence in one call."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from sympy import Sum, Symbol

from verifiers.claims import Claim
from verifiers.domain import Domain
from verifiers.steps import Equal
from verifiers.theorem import Theorem


def record(claim: Claim, domain: Domain, numeric: Callable[..., Any] | None = None,
           points: Sequence[Mapping[str, Any]] = (), wrong: Mapping[str, Any] | None = None,
           fails_at: Sequence[Mapping[str, Any]] = (), conclusion: Any = 0) -> Theorem:
    """A theorem whose derivation states a triviality and returns the conclusion."""
    theorem = Theorem(name="record", title="A record", claim=claim, domain=domain, near_misses=wrong or {},
                      fails_at=fails_at, unsampled="nothing is random")

    def derivation() -> Any:
        k = Symbol("k", integer=True)
        yield Equal(Sum(k, (k, 1, 3)), 6)
        return conclusion
    theorem.derivation(derivation)
    if numeric is not None:
        theorem.numeric(*points)(numeric)
    return theorem


def closed_form(n: int) -> Fraction:
    """The mean of a die with n faces, for a check that cheats by way of another module."""
    return Fraction(n + 1, 2)
