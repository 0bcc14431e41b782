"""The engine of executable theorems: records, derivations, enclosures, Monte Carlo, judging and reporting.

Names are loaded on first use, so that the command line starts without importing SymPy.
"""

from importlib import import_module
from typing import Any

_WHERE = {
    "claims": ["AtLeast", "AtMost", "Claim", "Equals", "Holds", "Law", "Tends"],
    "contracts": ["Bounded", "FiniteFourthMoment"],
    "domain": ["Domain", "Simplex", "Vector", "Vectors"],
    "enclosures": ["Enclosure", "within"],
    "errors": ["DomainError", "LearningTheoremsError", "RecordError"],
    "notes": ["Erratum", "Notes", "Source"],
    "steps": ["AtMostStep", "Cites", "Classical", "Convex", "Equal", "Induction", "Limit", "Solves", "Stationary",
              "Termwise"],
    "theorem": ["Theorem"],
    "collection": ["Collection", "load_collections"],
    "verify": ["verify"],
    "answers.asking": ["check", "compare"],
    "answers.assertions": ["assert_answer"],
}
_MODULE_OF = {name: module for module, names in _WHERE.items() for name in names}

__all__ = sorted(_MODULE_OF)  # noqa: PLE0605


def __getattr__(name: str) -> Any:
    if name in _MODULE_OF:
        return getattr(import_module(f"verifiers.{_MODULE_OF[name]}"), name)
    raise AttributeError(f"module 'verifiers' has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
