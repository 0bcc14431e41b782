"""The record of a theorem: its claim, where it was printed, what it must not be confused with, and its evidence."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeVar

import sympy

from verifiers.claims import Claim, Law
from verifiers.contracts import Contract
from verifiers.domain import Domain
from verifiers.notes import Erratum, Source

Function = TypeVar("Function", bound=Callable[..., Any])
Sampler = Literal["definition", "exact"]


@dataclass(frozen=True, slots=True)
class Derivation:
    """A derivation's generator; with `instances`, it is run at these points only, for the reason given."""

    function: Callable[..., Any]
    instances: tuple[Mapping[str, Any], ...] = ()
    because: str = ""


@dataclass(frozen=True, slots=True)
class NumericCheck:
    """A function that encloses the quantity, and the points at which it does."""

    function: Callable[..., Any]
    points: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class MonteCarloCheck:
    """A sampler `f(rng, size, **point)`, the points, the moment contract, and which sampler it is.

    chunk: samples drawn in one call, fewer for samplers that cost much memory or time a sample.
    """

    function: Callable[..., Any]
    points: tuple[Mapping[str, Any], ...]
    moments: Contract | None
    law: Sampler
    chunk: int


@dataclass(frozen=True, eq=False)
class Theorem:
    """A theorem with its evidence; `docs/writing-theorems.md` explains every field.

    The record itself never changes; the decorators `derivation`, `numeric` and `monte_carlo` attach evidence while
    the theorem's module is being read.
    """

    name: str
    title: str
    claim: Claim
    domain: Domain
    source: Source | Sequence[Source] = ()
    near_misses: Mapping[str, Any] = field(default_factory=dict)
    errata: Sequence[Erratum] = ()
    fails_at: Sequence[Mapping[str, Any]] = ()
    covers: Sequence[str] = ()
    true_variants: Mapping[Any, str] = field(default_factory=dict)
    unsampled: str = ""
    derivations: list[Derivation] = field(default_factory=list, init=False, repr=False)
    numeric_checks: list[NumericCheck] = field(default_factory=list, init=False, repr=False)
    monte_carlo_checks: list[MonteCarloCheck] = field(default_factory=list, init=False, repr=False)
    file: str = field(default="", init=False)
    line: int = field(default=0, init=False)
    module: str = field(default="", init=False)

    def __post_init__(self) -> None:
        frame = sys._getframe(2)
        object.__setattr__(self, "file", frame.f_code.co_filename)
        object.__setattr__(self, "line", frame.f_lineno)
        object.__setattr__(self, "module", frame.f_globals.get("__name__", ""))

    @property
    def chapter(self) -> str:
        """The folder of the theorem's file."""
        return Path(self.file).parent.name

    @property
    def sources(self) -> tuple[Source, ...]:
        return (self.source,) if isinstance(self.source, Source) else tuple(self.source)

    def wrong_claims(self) -> dict[str, Claim]:
        """Declared near misses and printed errata as whole claims, by label."""
        printed = {"as printed" if len(self.errata) == 1 else f"as printed ({k})": e.formula
                   for k, e in enumerate(self.errata, 1)}
        return {label: self.as_claim(wrong) for label, wrong in {**self.near_misses, **printed}.items()}

    def as_claim(self, formula: Any) -> Claim:
        """The claim with another formula, unless it is a whole claim already."""
        return formula if isinstance(formula, Claim) else self.claim.replaced(sympy.sympify(formula, strict=True))

    def derivation(self, function: Any = None, *, instances: Sequence[Mapping[str, Any]] = (),
                   because: str = "") -> Any:
        """Attach a derivation: `@theorem.derivation` or `@theorem.derivation(instances=[…], because="…")`."""
        def attach(f: Function) -> Function:
            self.derivations.append(Derivation(f, tuple(instances), because))
            return f
        return attach if function is None else attach(function)

    def numeric(self, *points: Mapping[str, Any]) -> Callable[[Function], Function]:
        """Attach a numeric check at the given points."""
        def attach(f: Function) -> Function:
            self.numeric_checks.append(NumericCheck(f, points))
            return f
        return attach

    def monte_carlo(self, *points: Mapping[str, Any], moments: Contract | None = None, law: Sampler = "definition",
                    chunk: int = 8192) -> Callable[[Function], Function]:
        """Attach a Monte-Carlo check at the given points; a mean needs a moment contract, a `Law` none."""
        def attach(f: Function) -> Function:
            self.monte_carlo_checks.append(MonteCarloCheck(f, points, moments, law, chunk))
            return f
        return attach

    def parameters(self) -> list[str]:
        """Names of the formula's symbols and vectors, in alphabetical order."""
        from verifiers.evaluate import free_symbols, vector_names
        expressions = self.claim.expressions()
        names = set().union(*({s.name for s in free_symbols(e)} for e in expressions)) | vector_names(expressions)
        return sorted(names)

    @property
    def checks(self) -> tuple[NumericCheck | MonteCarloCheck, ...]:
        """All numeric and Monte-Carlo checks."""
        return (*self.numeric_checks, *self.monte_carlo_checks)

    def sampled_points(self) -> int:
        """How many Monte-Carlo points the theorem has; each takes a share of the false-alarm budget."""
        return sum(len(check.points) for check in self.monte_carlo_checks)

    @property
    def is_law(self) -> bool:
        return isinstance(self.claim, Law)


def line_of(function: Any) -> tuple[str, int]:
    """File and line of a function, for messages."""
    code = inspect.unwrap(function).__code__
    return code.co_filename, code.co_firstlineno
