"""Collections of theorems, found through the entry-point group `theorems.collections`."""

from __future__ import annotations

import importlib
import pkgutil
import traceback
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType
from typing import Any

from verifiers.errors import LearningTheoremsError, RecordError
from verifiers.rows import Row, read_rows

GROUP = "theorems.collections"


@dataclass(frozen=True, slots=True)
class Collection:
    """A package of theorem files.

    package: its import name; title: for reports; rows: the list of the claims that records may cover, a CSV file or a
    folder of such files, one a set of notes (`verifiers.rows`; "" if the collection has no such list).
    """

    package: str
    title: str
    rows: str = ""


@dataclass(frozen=True, slots=True)
class Loaded:
    """The theorems of all collections in order of file and line, and what could not be read."""

    theorems: tuple[Any, ...]
    errors: tuple[RecordError, ...] = ()
    rows: dict[str, Row] = field(default_factory=dict)

    def named(self, name: str) -> Any:
        """The theorem of that name. Raises LearningTheoremsError with the nearest names."""
        for theorem in self.theorems:
            if theorem.name == name:
                return theorem
        raise LearningTheoremsError(unknown(name, [t.name for t in self.theorems], "theorem"))

    def selected(self, names: Iterable[str], notes: str | None = None) -> tuple[Any, ...]:
        """Theorems given by name or by chapter, in the order of the collection; all of them if none is given.

        notes: only those which state or cover a claim of this set of notes.
        """
        wanted = set(names)
        known = {t.name for t in self.theorems} | {t.chapter for t in self.theorems}
        for name in sorted(wanted - known):
            raise LearningTheoremsError(unknown(name, sorted(known), "theorem or chapter"))
        found = tuple(t for t in self.theorems if not wanted or t.name in wanted or t.chapter in wanted)
        if notes is None:
            return found
        self.rows_of(notes)  # an unknown set of notes is an error
        return tuple(t for t in found if any(s.notes.identifier == notes for s in t.sources)
                     or any(r in self.rows and self.rows[r].notes == notes for r in t.covers))

    def rows_of(self, notes: str | None) -> dict[str, Row]:
        """The rows of a set of notes, all rows without one. Raises LearningTheoremsError with the nearest names."""
        if notes is None:
            return self.rows
        known = {r.notes for r in self.rows.values()} | {s.notes.identifier for t in self.theorems for s in t.sources}
        if notes not in known:
            raise LearningTheoremsError(unknown(notes, sorted(known), "set of notes"))
        return {row.id: row for row in self.rows.values() if row.notes == notes}


def unknown(name: str, known: list[str], what: str) -> str:
    """One sentence that an unknown name gets, with the nearest known ones."""
    from difflib import get_close_matches
    near = get_close_matches(name, known, n=3, cutoff=0.4) or [k for k in known if name in k][:3]
    return f"no {what} is called {name!r}" + (f"; nearest: {', '.join(near)}" if near else "")


def load_collections(group: str = GROUP) -> Loaded:
    """Read every theorem of every installed collection.

    A file that cannot be read, a duplicate name and an unknown row id are errors of that file; the rest still loads.
    Raises LearningTheoremsError if no collection is installed.
    """
    points = sorted(entry_points(group=group), key=lambda p: p.name)
    if not points:
        raise LearningTheoremsError(f"no collection of theorems is installed (entry-point group {group!r})")
    return load([point.load() for point in points])


def load(collections: Iterable[Collection]) -> Loaded:
    """Read the theorems of the given collections."""
    theorems: list[Any] = []
    errors: list[RecordError] = []
    rows: dict[str, Row] = {}
    for collection in collections:
        listed, wrong = read_rows(collection.rows) if collection.rows else ({}, [])
        rows |= listed
        errors += wrong
        for module in _modules(collection, errors):
            for theorem in theorems_of(module):
                errors += _clash(theorem, theorems)
                errors += [RecordError(f"the theorem {theorem.name} covers the row {row!r}, which {collection.rows} "
                                       "does not list", theorem.file, theorem.line)
                           for row in theorem.covers if listed and row not in listed]
                theorems.append(theorem)
    theorems.sort(key=lambda t: (t.file, t.line))
    return Loaded(tuple(theorems), tuple(errors), rows)


def theorems_of(module: ModuleType) -> list[Any]:
    """The theorems that a module defines itself, in order of their lines."""
    from verifiers.theorem import Theorem
    own = [v for v in vars(module).values() if isinstance(v, Theorem) and v.file == module.__file__]
    return sorted(set(own), key=lambda t: t.line)


def _clash(theorem: Any, earlier: list[Any]) -> list[RecordError]:
    return [RecordError(f"the name {theorem.name!r} is taken already, at {other.file}:{other.line}",
                        theorem.file, theorem.line) for other in earlier if other.name == theorem.name]


def _modules(collection: Collection, errors: list[RecordError]) -> Iterable[ModuleType]:
    root = importlib.import_module(collection.package)
    for info in sorted(pkgutil.walk_packages(root.__path__, root.__name__ + "."), key=lambda i: i.name):
        try:
            yield importlib.import_module(info.name)
        except Exception as reason:  # whatever a theorem file raises is that file's error, the others still load
            errors.append(_import_error(info.name, reason, root))


def _import_error(name: str, reason: Exception, root: ModuleType) -> RecordError:
    if isinstance(reason, RecordError) and reason.file:
        return reason
    file = str(Path(root.__path__[0], *name.split(".")[1:])) + ".py"
    if isinstance(reason, SyntaxError):
        return RecordError(f"syntax error: {reason.msg}", reason.filename or file, reason.lineno or 0)
    frames = [f for f in traceback.extract_tb(reason.__traceback__) if f.filename == file]
    line = frames[-1].lineno or 0 if frames else 0
    return RecordError(f"{type(reason).__name__}: {reason}", file, line)

