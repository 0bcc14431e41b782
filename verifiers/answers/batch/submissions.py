"""Submissions read from JSON Lines or CSV, each row with its line, and the malformed rows apart.

A row that cannot be taken as a submission never hides another one: it is reported with its line and one sentence.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from verifiers.answers.batch.answer_tables import rows_of_table
from verifiers.answers.batch.fields import case_of
from verifiers.answers.batch.strict_json import KINDS, Refused, decoded, parsed, short
from verifiers.errors import LearningTheoremsError

FILE, LINE = 1 << 28, 1 << 18  # bytes of a file and of a line at most
UTF16 = (b"\xff\xfe", b"\xfe\xff")
TABLES = (".csv", ".tsv")
LINES = (".jsonl", ".ndjson", ".json")


@dataclass(frozen=True, slots=True)
class Submission:
    """A row that can be judged: its line in the file, its id, the case for the judge, and the student if it names one."""

    line: int
    id: str
    case: dict[str, Any]
    student: str | None = None


@dataclass(frozen=True, slots=True)
class Malformed:
    """A row that cannot be judged: its line in the file, one sentence why, and its id where it has a usable one."""

    line: int
    sentence: str
    id: str | None = None


Row = Submission | Malformed


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a file, in their order, and the hash of its bytes."""

    rows: tuple[Row, ...]
    digest: str

    @property
    def submissions(self) -> list[Submission]:
        """The rows that can be judged."""
        return [row for row in self.rows if isinstance(row, Submission)]

    @property
    def malformed(self) -> list[Malformed]:
        """The rows that cannot."""
        return [row for row in self.rows if isinstance(row, Malformed)]


def load(path: Path) -> Rows:
    """Read a file. Raises LearningTheoremsError if it cannot be read as a whole."""
    try:
        with path.open("rb") as file:
            data = file.read(FILE + 1)
    except OSError as reason:
        raise LearningTheoremsError(f"cannot read {path}: {reason.strerror or reason}") from None
    if len(data) > FILE:
        raise LearningTheoremsError(f"{path} has more than {FILE >> 20} MiB; split it")
    return Rows(tuple(rows_of(data, str(path))), hashlib.sha256(data).hexdigest())


def rows_of(data: bytes, name: str) -> Iterator[Row]:
    """The rows of a file's bytes; its name tells the format, if it ends in .csv, .tsv, .jsonl, .ndjson or .json.

    Raises LearningTheoremsError if the file as a whole is not one of submissions.
    """
    if data.startswith(UTF16):
        raise LearningTheoremsError(f"{name} is UTF-16; save it as UTF-8 (in Excel: CSV UTF-8)")
    data = data.removeprefix(b"\xef\xbb\xbf")
    if b"\r" in data and b"\n" not in data:  # old spreadsheets on a Mac
        data = data.replace(b"\r", b"\n")
    lines = data.split(b"\n")
    if _is_table(data, name.lower()):
        found = rows_of_table(lines, name, LINE)
    elif data.lstrip()[:1] == b"[":
        raise LearningTheoremsError(f"{name} holds a JSON list; write one object a line, without the list around them")
    else:
        found = _objects(lines)
    taken = Taken()
    return (taken.row(line, content) for line, content in found)


def _is_table(data: bytes, name: str) -> bool:
    if name.endswith(TABLES) or name.endswith(LINES):
        return name.endswith(TABLES)
    return data.lstrip()[:1] not in (b"{", b"[", b"")


def _objects(lines: list[bytes]) -> Iterator[tuple[int, dict[str, Any] | Refused]]:
    """The object on each line that is not blank, or what is wrong with it."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                found = parsed(decoded(line, LINE))
                yield number, found if isinstance(found, dict) else Refused(
                    f"the line must be a JSON object, not {KINDS[type(found)]}")
            except Refused as reason:
                yield number, reason


@dataclass(slots=True)
class Taken:
    """Makes rows of fields; an id is taken once."""

    lines: dict[str, int] = field(default_factory=dict)

    def row(self, line: int, content: dict[str, Any] | Refused) -> Row:
        """The row of these fields, or of the reason why there are none."""
        if isinstance(content, Refused):
            return Malformed(line, str(content), content.id)
        try:
            name, case, student = case_of(content)
        except Refused as reason:
            return Malformed(line, str(reason), reason.id)
        if name in self.lines:
            return Malformed(line, f"the id {short(name)} was used already, on line {self.lines[name]}", name)
        self.lines[name] = line
        return Submission(line, name, case, student)
