"""What a verification found, as plain records that turn into JSON with stable keys."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, Literal

from verifiers.judge import Outcome

Status = Literal["proved", "proved from cited results", "supported", "failed"]
EvidenceKind = Literal["derivation", "numeric", "monte carlo", "exact law", "fails at"]
SAMPLED: tuple[EvidenceKind, ...] = ("monte carlo", "exact law")


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence: a derivation, or one point of a check.

    low, high: the enclosure; value: the formula's value; samples: how many were drawn; resolution: the smallest
    relative error that would have been refuted; note: the reason of an outcome, or how the interval was made.
    """

    kind: EvidenceKind
    check: str
    outcome: Outcome
    point: Mapping[str, Any] = field(default_factory=dict)
    low: float | None = None
    high: float | None = None
    value: float | None = None
    samples: int = 0
    resolution: float | None = None
    alpha_spent: float = 0.0
    note: str = ""

    def to_json(self) -> dict[str, Any]:
        return {"kind": self.kind, "check": self.check, "outcome": self.outcome, "point": json_point(self.point),
                "low": json_number(self.low), "high": json_number(self.high), "value": json_number(self.value),
                "samples": self.samples, "resolution": json_number(self.resolution),
                "alpha_spent": self.alpha_spent, "note": self.note}

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> Evidence:
        numbers = {k: None if found[k] is None else float(found[k]) for k in ("low", "high", "value", "resolution")}
        return cls(**{**found, **numbers})


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A wrong variant of the claim and the evidence that refuted it ("" if none did)."""

    label: str
    formula: str
    mechanical: bool
    refuted_by: str = ""

    def to_json(self) -> dict[str, Any]:
        return {"label": self.label, "formula": self.formula, "mechanical": self.mechanical,
                "refuted_by": self.refuted_by or None}

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> NearMiss:
        return cls(**{**found, "refuted_by": found["refuted_by"] or ""})


@dataclass(frozen=True, slots=True)
class TheoremResult:
    """All that the verification of one theorem found."""

    name: str
    chapter: str
    file: str
    status: Status
    evidence: tuple[Evidence, ...] = ()
    near_misses: tuple[NearMiss, ...] = ()
    trust: tuple[Mapping[str, Any], ...] = ()
    cites: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()
    seconds: float = 0.0
    fingerprint: str = ""

    @property
    def confirmed(self) -> bool:
        """Whether every piece of evidence confirms and every near miss is refuted."""
        return not self.errors and self.status != "failed" and all(e.outcome == "confirmed" for e in self.evidence) \
            and all(m.refuted_by for m in self.near_misses)

    def resolution(self) -> float | None:
        """The smallest relative error that sampling would have refuted at its best point, else the numeric evidence."""
        for kinds in (SAMPLED, ("numeric",)):
            seen = [e.resolution for e in self.evidence if e.kind in kinds and e.resolution is not None]
            if seen:
                return min(seen)
        return None

    def with_status(self, status: Status, *errors: str) -> TheoremResult:
        return replace(self, status=status, errors=(*self.errors, *errors))

    def to_json(self) -> dict[str, Any]:
        return {"name": self.name, "chapter": self.chapter, "file": self.file, "confirmed": self.confirmed,
                "status": self.status, "seconds": round(self.seconds, 3),
                "fingerprint": self.fingerprint, "cites": list(self.cites),
                "errors": list(self.errors), "evidence": [e.to_json() for e in self.evidence],
                "near_misses": [m.to_json() for m in self.near_misses], "trust": [dict(t) for t in self.trust]}

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> TheoremResult:
        """The result that `to_json` wrote (`confirmed` is computed, not read)."""
        read = {k: v for k, v in found.items() if k != "confirmed"}
        return cls(**{**read, "cites": tuple(found["cites"]), "errors": tuple(found["errors"]),
                      "trust": tuple(found["trust"]),
                      "evidence": tuple(Evidence.from_json(e) for e in found["evidence"]),
                      "near_misses": tuple(NearMiss.from_json(m) for m in found["near_misses"])})


def json_number(number: float | None) -> float | str | None:
    """A number as JSON has it: infinities and NaN as strings."""
    if number is None or math.isfinite(number):
        return number
    return str(number)


def json_point(point: Mapping[str, Any]) -> dict[str, Any]:
    """A point with rationals as strings such as "3/10"."""
    def plain(entry: Any) -> Any:
        if isinstance(entry, (tuple, list)):
            return [plain(e) for e in entry]
        return str(entry) if isinstance(entry, Fraction) else entry
    return {name: plain(entry) for name, entry in point.items()}
