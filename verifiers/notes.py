"""Where a claim was printed: sets of lecture notes, the passage, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Verdict = Literal["holds", "holds under a condition", "wrong as printed", "misprint", "informal", "companion"]
VERDICTS: tuple[Verdict, ...] = ("holds", "holds under a condition", "wrong as printed", "misprint", "informal",
                                 "companion")


@dataclass(frozen=True, slots=True)
class Notes:
    """A set of lecture notes.

    identifier: lower-case name used on the command line; title: as printed on the notes; sections: each section's
    number and title in the order of the notes, `("§4.11", "An analytical treatment")`.
    """

    identifier: str
    title: str
    sections: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """The passage that states a claim.

    section: as the notes number it; printed: the claim as printed, LaTeX; verdict: what computing it gave.
    Raises ValueError for a verdict that is not one of `VERDICTS`.
    """

    notes: Notes
    section: str
    printed: str = ""
    verdict: Verdict = "holds"

    def __post_init__(self) -> None:
        if self.verdict not in VERDICTS:
            raise ValueError(f"the verdict {self.verdict!r} is none of: {', '.join(VERDICTS)}")


@dataclass(frozen=True, slots=True)
class Erratum:
    """A printed claim about the theorem's quantity that fails.

    printed: LaTeX as in the notes; formula: the printed formula as an expression (or a whole claim);
    wrong: what is wrong, one sentence; at: a point where the numeric check refutes it (else the smallest
    refuting point among the theorem's numeric points is taken).
    """

    printed: str
    formula: Any
    wrong: str
    at: Mapping[str, Any] | None = field(default=None)
