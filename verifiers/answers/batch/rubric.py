"""Points for verdicts, by a small TOML file.

    [default]
    full = 1                        # points for a correct answer
    near_miss = 0.5                 # share of them for an answer with a recognised slip
    notation_penalty = 0.1          # share taken off where the judgement has remarks on the notation
    cannot_decide = "manual"        # share, or "manual": to be decided by hand
    cannot_read = 0                 # the same for an answer that cannot be read
    definition = "reject"           # an answer that leaves an integral or sum uncomputed: accept, reject, cannot decide

    [theorems."wishart-inverse-trace"]
    full = 4
    near_misses = {"no shift" = 0.25}   # shares for slips by their label, before near_miss

What a theorem does not set it takes from the default table.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from verifiers.answers.batch.outcomes import CANNOT_DECIDE, CANNOT_READ, CORRECT, INCORRECT
from verifiers.errors import LearningTheoremsError

MANUAL = "manual"
DEFINITIONS = ("accept", "reject", "cannot decide")
MOST = 1e6  # points


@dataclass(frozen=True, slots=True)
class Scheme:
    """The points of one question; shares are of `full`, from 0 to 1, and None means that a person decides."""

    full: float = 1.0
    near_miss: float = 0.0
    near_misses: Mapping[str, float] = field(default_factory=dict)
    notation_penalty: float = 0.0
    cannot_decide: float | None = None
    cannot_read: float | None = 0.0
    definition: str | None = None

    def points(self, result: Mapping[str, Any]) -> float | None:
        """Points for a judgement; None if a person has to decide."""
        share = self._share(result)
        if share is None:
            return None
        penalty = self.notation_penalty if result.get("notation") else 0.0
        return round(self.full * max(share - penalty, 0.0), 6)

    def _share(self, result: Mapping[str, Any]) -> float | None:
        slip = result.get("slip")
        match result["verdict"]:
            case v if v == CORRECT:
                return 1.0
            case v if v == INCORRECT:
                return 0.0 if slip is None else self.near_misses.get(slip, self.near_miss)
            case v if v == CANNOT_DECIDE:
                return self.cannot_decide
            case v if v == CANNOT_READ:
                return self.cannot_read
            case verdict:
                raise ValueError(verdict)


@dataclass(frozen=True, slots=True)
class Rubric:
    """The schemes of a homework: one for all questions, and those of single theorems."""

    default: Scheme = field(default_factory=Scheme)
    theorems: Mapping[str, Scheme] = field(default_factory=dict)

    def scheme(self, case: Mapping[str, Any]) -> Scheme:
        """The scheme of a submission's question."""
        return self.theorems.get(case.get("theorem", ""), self.default)

    def for_judge(self, case: dict[str, Any]) -> dict[str, Any]:
        """The case with what the scheme tells the judge."""
        definition = self.scheme(case).definition
        return case if definition is None else case | {"definition": definition}


def read_rubric(path: Path) -> Rubric:
    """Read a rubric. Raises LearningTheoremsError with the key that is wrong and what is expected."""
    try:
        content = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as reason:
        raise LearningTheoremsError(f"cannot read {path}: {reason.strerror or reason}") from None
    except (ValueError, RecursionError) as reason:
        raise LearningTheoremsError(f"{path} is not a TOML file: {reason}") from None
    wrong = Wrong(str(path))
    wrong.unknown(content, ("default", "theorems"), "")
    default = _scheme(Scheme(), wrong.table(content.get("default", {}), "default"), "default", wrong)
    theorems = wrong.table(content.get("theorems", {}), "theorems")
    return Rubric(default, {name: _scheme(default, wrong.table(own, place), place, wrong)
                            for name, own in theorems.items() for place in [f'theorems."{name}"']})


@dataclass(frozen=True, slots=True)
class Wrong:
    """Refuses what a rubric must not have, with its place."""

    path: str

    def says(self, place: str, sentence: str) -> LearningTheoremsError:
        """The error of a place in the file."""
        return LearningTheoremsError(f"{self.path}: {place} {sentence}")

    def table(self, value: Any, place: str) -> dict[str, Any]:
        """A table. Raises LearningTheoremsError."""
        if not isinstance(value, dict):
            raise self.says(place, f"is {value!r}; expected a table")
        return value

    def unknown(self, table: Mapping[str, Any], known: tuple[str, ...], place: str) -> None:
        """Raise LearningTheoremsError for the first key that is not known."""
        for key in table:
            if key not in known:
                near = get_close_matches(key, known, n=1, cutoff=0.5)
                where = f"{place}.{key}" if place else key
                raise self.says(where, f"is unknown; expected {', '.join(known)}"
                                       + (f" (did you mean {near[0]}?)" if near else ""))


def _scheme(base: Scheme, table: dict[str, Any], place: str, wrong: Wrong) -> Scheme:
    wrong.unknown(table, tuple(f.name for f in fields(Scheme)), place)
    return replace(base, **{key: READERS[key](value, f"{place}.{key}", wrong) for key, value in table.items()})


def _number(value: Any, most: float, expected: str, place: str, wrong: Wrong) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
        raise wrong.says(place, f"is {value!r}; expected {expected}")
    return float(value)


def _full(value: Any, place: str, wrong: Wrong) -> float:
    return _number(value, MOST, f"points from 0 to {MOST:.0f}", place, wrong)


def _share(value: Any, place: str, wrong: Wrong) -> float:
    return _number(value, 1.0, "a share of the full points, from 0 to 1", place, wrong)


def _share_or_manual(value: Any, place: str, wrong: Wrong) -> float | None:
    expected = f'a share of the full points, from 0 to 1, or "{MANUAL}"'
    return None if value == MANUAL else _number(value, 1.0, expected, place, wrong)


def _by_label(value: Any, place: str, wrong: Wrong) -> dict[str, float]:
    return {label: _share(share, f'{place}."{label}"', wrong) for label, share in wrong.table(value, place).items()}


def _definition(value: Any, place: str, wrong: Wrong) -> str:
    if value not in DEFINITIONS:
        raise wrong.says(place, f"is {value!r}; expected one of {', '.join(DEFINITIONS)}")
    return str(value)


READERS: dict[str, Callable[[Any, str, Wrong], Any]] = {
    "full": _full, "near_miss": _share, "near_misses": _by_label, "notation_penalty": _share,
    "cannot_decide": _share_or_manual, "cannot_read": _share_or_manual, "definition": _definition}
