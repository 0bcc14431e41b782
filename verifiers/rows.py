"""Rows: the checkable claims of a set of notes, listed so that one can tell which of them the records cover.

A list is a CSV file with the columns id, chapter, section, verdict, printed, implied; a folder holds one file a set of
notes, named after it. A row has either the claim as the notes print it or, where they only imply it, a statement in the
list's own words.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from verifiers.errors import RecordError
from verifiers.notes import VERDICTS

# What a printed form may differ in without being another one: spaces, sizes of delimiters, the final stop.
_SPACES = re.compile(r"\\(?:[,;:! ]|quad(?![A-Za-z])|qquad(?![A-Za-z])|thinspace(?![A-Za-z]))|~|\s+")
_SIZES = re.compile(r"\\(?:left|right|[bB]igg?[lr]?)(?![A-Za-z])")


@dataclass(frozen=True, slots=True)
class Row:
    """One checkable claim.

    section: where it stands, "§4.11"; verdict: what computing it gave, one of `verifiers.notes.VERDICTS`; printed: the
    claim as printed, LaTeX; implied: instead of `printed`, what the notes imply without printing it, LaTeX.
    """

    id: str
    chapter: str = ""
    notes: str = ""
    verdict: str = ""
    section: str = ""
    printed: str = ""
    implied: str = ""

    @property
    def contradicted(self) -> bool:
        """Whether the notes err: the printed form is wrong, or has a misprint."""
        return self.verdict in ("wrong as printed", "misprint")


def read_rows(place: str) -> tuple[dict[str, Row], list[RecordError]]:
    """The rows of a CSV file, or of all CSV files of a folder, by id; and what is wrong with them."""
    path = Path(place)
    rows: dict[str, Row] = {}
    errors: list[RecordError] = []
    for file in sorted(path.glob("*.csv")) if path.is_dir() else [path]:
        try:
            with open(file, encoding="utf-8", newline="") as lines:
                for number, row in _rows(csv.DictReader(lines), file.stem):
                    if problem := "is listed twice" if row.id in rows else _problem(row):
                        errors.append(RecordError(f"the row {row.id!r} {problem}", str(file), number))
                    rows[row.id] = row
        except (OSError, UnicodeDecodeError, csv.Error) as reason:
            errors.append(RecordError(f"the list of rows cannot be read: {reason}", str(file)))
    return rows, errors


def _rows(reader: csv.DictReader[str], notes: str) -> Iterator[tuple[int, Row]]:
    for cells in reader:
        known = {name: cells.get(name) or "" for name in Row.__slots__}
        yield reader.line_num, Row(**{**known, "notes": known["notes"] or notes})


def _problem(row: Row) -> str:
    if row.verdict and row.verdict not in VERDICTS:
        return f"has the verdict {row.verdict!r}, which is none of: {', '.join(VERDICTS)}"
    return "has both a printed form and an implied one" if row.printed and row.implied else ""


def same_form(first: str, second: str) -> bool:
    r"""Whether two printed forms are the same but for spaces and the sizes of delimiters; an empty one is like none.

    >>> same_form(r"\left(a\,+ b\right).", "(a+b)"), same_form("a < b", "a > b"), same_form("", "")
    (True, False, False)
    """
    return bool(first) and _bare(first) == _bare(second)


def _bare(printed: str) -> str:
    return _SPACES.sub("", _SIZES.sub("", printed)).rstrip(".,;")
