"""CSV files of submissions, as spreadsheets export them: `,`, `;` or tab between cells, quoted cells over several lines.

A cell that is quoted wrongly costs its own row only: reading goes on with the next line.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import islice
from typing import Any

from verifiers.answers.batch.strict_json import Refused, decoded, parsed, short
from verifiers.errors import LearningTheoremsError

SEPARATORS = ",;\t"
DECLARED = (b",", b";", b"\t", b"|", b":")  # after `sep=` in the first line
COLUMNS = ("id", "student", "theorem", "reference", "answer", "syntax", "kind", "variables", "constraints", "tolerance",
           "figures")
JSON = ("variables", "constraints", "figures")  # columns whose cells are JSON
TALLEST = 200  # lines of one row


def rows_of_table(lines: list[bytes], name: str, longest: int) -> Iterator[tuple[int, dict[str, Any] | Refused]]:
    """Line and fields of every row, or what is wrong with it. An empty cell is a field that is not there, save the answer.

    lines: without their ends; longest: bytes of a line. Raises LearningTheoremsError if the header is not usable.
    """
    start, header, separator = _header(lines, name, longest)
    while start < len(lines):
        try:
            cells, used = _cells(lines, start, separator, longest)
        except Refused as reason:
            yield start + 1, reason
            used, cells = 1, []
        if any(cell.strip() for cell in cells):
            yield start + 1, _fields(header, cells)
        start += used


def _header(lines: list[bytes], name: str, longest: int) -> tuple[int, list[str], str]:
    """Where the rows begin, the names of the columns, and what is between them."""
    start, separators = 0, SEPARATORS
    if (first := lines[0].removesuffix(b"\r"))[:4] == b"sep=" and first[4:] in DECLARED:
        start, separators = 1, first[4:].decode()
    while start < len(lines) and not lines[start].strip():
        start += 1
    if start == len(lines):
        raise LearningTheoremsError(f"{name} is empty")
    cells, used, separator = _first_row(lines, start, separators, name, longest)
    columns = [_column(cell) for cell in cells]
    for column in ("id", "answer"):
        if column not in columns:
            raise LearningTheoremsError(f"the header of {name} has no column {column!r}")
    for column in COLUMNS:
        if columns.count(column) > 1:
            raise LearningTheoremsError(f"the header of {name} has the column {column!r} twice")
    return start + used, columns, separator


def _first_row(lines: list[bytes], start: int, separators: str, name: str, longest: int) -> tuple[list[str], int, str]:
    """The cells of the header, its lines, and the separator with which it names most columns."""
    ways, reasons = [], []
    for separator in separators:
        try:
            ways.append((*_cells(lines, start, separator, longest), separator))
        except Refused as reason:  # cells that are quoted between other separators
            reasons.append(reason)
    if not ways:
        raise LearningTheoremsError(f"the header of {name} cannot be read: {reasons[0]}")
    return max(ways, key=lambda way: len({_column(cell) for cell in way[0]} & set(COLUMNS)))


def _column(cell: str) -> str:
    return cell.strip().lower()


def _cells(lines: list[bytes], start: int, separator: str, longest: int) -> tuple[list[str], int]:
    """The cells of the row that begins at a line, and how many lines it takes. Raises Refused."""
    texts = (decoded(line, longest) + "\n" for line in islice(lines, start, start + TALLEST))
    reader = csv.reader(texts, delimiter=separator, strict=True)
    try:
        return next(reader), reader.line_num
    except (csv.Error, StopIteration) as reason:
        if "field larger" in str(reason):
            raise Refused("a cell is too long") from None
        raise Refused("a quoted cell is not closed, or goes on after its closing quote") from None


def _fields(header: list[str], cells: list[str]) -> dict[str, Any] | Refused:
    if len(cells) > len(header) and any(cell.strip() for cell in cells[len(header):]):
        return Refused(f"the row has {len(cells)} cells, the header {len(header)}; quote a cell that contains a separator")
    found: dict[str, Any] = {}
    for column, cell in zip(header, cells, strict=False):
        if column not in COLUMNS or (column != "answer" and not cell.strip()):
            continue
        try:
            found[column] = parsed(cell) if column in JSON else cell if column == "answer" else cell.strip()
        except Refused as reason:
            return Refused(f"the {column} {short(cell)} are {reason}", found.get("id"))
    return found
