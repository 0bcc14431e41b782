"""Generated tables against those on disk: text by byte, numbers by their intervals.

Floating-point bits differ between processors, so a number has drifted only if the intervals of the two displays are
disjoint. Everything that is not a cell of its own is compared as text.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

from verifiers.errors import LearningTheoremsError
from verifiers.rounding import agree


@dataclass(frozen=True, slots=True)
class Drift:
    """One place where a file differs from what is generated now."""

    file: str
    place: str
    before: str
    now: str

    def text(self) -> str:
        where = f"{self.file}, {self.place}" if self.place else self.file
        return f"{where}: {self.before!r} there, {self.now!r} now" if self.place else f"{where}: {self.now}"


def drift(folder: Path, files: Mapping[str, str], whole: bool) -> list[Drift]:
    """Every difference between the folder and the generated files.

    whole: the files are all there should be, so that a further file of the same kind is a difference, too.
    Raises LearningTheoremsError if the folder does not exist or a file is not text.
    """
    if not folder.is_dir():
        raise LearningTheoremsError(f"there is nothing to check: {folder} is not a folder")
    found: list[Drift] = []
    for name, text in files.items():
        path = folder / name
        found += list(compare(name, _read(path), text)) if path.exists() else [Drift(name, "", "", "missing")]
    if whole:
        kinds = {Path(name).suffix for name in files}
        found += [Drift(p.name, "", "", "not generated any more") for p in sorted(folder.iterdir())
                  if p.suffix in kinds and p.name not in files]
    return found


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as reason:
        raise LearningTheoremsError(f"cannot read {path}: {reason}") from None


def compare(name: str, before: str, now: str) -> Iterator[Drift]:
    """The differences of one file, cell by cell."""
    if before == now:
        return
    old, new = (list(cells(name, text)) for text in (before, now))
    differs = False
    for first, second in zip_longest(old, new, fillvalue=None):
        if first is None or second is None or first[0] != second[0] or not agree(first[1], second[1]):
            differs = True
            there, place = (first[1], first[0]) if first else ("nothing", second[0] if second else "")
            yield Drift(name, place, there, second[1] if second else "nothing")
            if first is None or second is None or first[0] != second[0]:
                return  # what follows is out of step
    if not differs and len(before.splitlines()) != len(now.splitlines()):
        yield Drift(name, "layout", f"{len(before.splitlines())} lines", f"{len(now.splitlines())} lines")


def cells(name: str, text: str) -> Iterator[tuple[str, str]]:
    """(place, content) of each cell of a file; a line without cells is one."""
    if name.endswith(".json"):
        yield from _json_cells(_parsed(name, text), "")
    elif name.endswith(".csv"):
        rows = list(csv.reader(io.StringIO(text)))
        head = rows[0] if rows else []
        for k, row in enumerate(rows, 1):
            yield from ((f"line {k} column {c}", cell) for c, cell in enumerate(row, 1)
                        if k == 1 or head[c - 1:c] not in (["low"], ["high"]))
    else:
        separator = " & " if name.endswith(".tex") else " | "
        for k, line in enumerate(text.split("\n"), 1):
            body = line.removeprefix("| ").removesuffix(" |").removesuffix(r" \\")
            parts = body.split(separator)
            for c, part in enumerate(parts, 1):
                yield (f"line {k} cell {c}" if len(parts) > 1 else f"line {k}"), unread(part)


def unread(cell: str) -> str:
    """A LaTeX cell as it was before it was put in math mode."""
    if not (cell.startswith("$") and cell.endswith("$") and cell.count("$") == 2):
        return cell
    inner = cell[1:-1]
    for sign, macro in (("±", r"\pm"), ("≤", r"\le"), ("≥", r"\ge"), ("∞", r"\infty")):
        inner = inner.replace(macro + " ", sign + " ")
    return inner


def _parsed(name: str, text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as reason:
        raise LearningTheoremsError(f"{name} is not a JSON file: {reason}") from None


def _json_cells(value: Any, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        if "shown" in value:  # its ends say the same again
            value = {key: inner for key, inner in value.items() if key not in ("low", "high")}
        for key, inner in value.items():
            yield from _json_cells(inner, f"{place}.{key}".lstrip("."))
    elif isinstance(value, list):
        for k, inner in enumerate(value):
            name = inner.get("name") or inner.get("chapter") if isinstance(inner, dict) else None
            yield from _json_cells(inner, f"{place}[{name or k}]")
    else:
        yield place, value if isinstance(value, str) else json.dumps(value)
