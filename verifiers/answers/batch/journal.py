"""The journal of a grading run: one line for each judged submission, written as soon as it is judged.

A run that was killed goes on from it. An entry counts only for the same line with the same content; the journal only for
the same input, limits and versions.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import platform
import time
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, entry_points, version
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Any

from verifiers.errors import LearningTheoremsError

NAME = "journal.jsonl"
LIBRARIES = ("sympy", "mpmath", "python-flint", "numpy")
SYNC = 1.0  # seconds between two writings to the disk itself


@dataclass(slots=True)
class Journal:
    """An open journal; `found` are the entries of earlier runs by line and hash of the row's content."""

    path: Path
    handle: int
    found: dict[tuple[int, str], dict[str, Any]] = field(default_factory=dict)
    synced: float = field(default_factory=time.monotonic)

    def add(self, line: int, row: str, entry: dict[str, Any]) -> None:
        """Write down what became of a row. Raises LearningTheoremsError if the disk does not take it."""
        self.found[line, row] = entry
        try:
            _write(self.handle, {"line": line, "row": row, **entry})
            if time.monotonic() - self.synced > SYNC:
                os.fsync(self.handle)
                self.synced = time.monotonic()
        except OSError as reason:
            raise LearningTheoremsError(f"cannot write {self.path}: {reason.strerror or reason}") from None

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        with contextlib.suppress(OSError):
            os.fsync(self.handle)
        os.close(self.handle)


def open_journal(folder: Path, run: dict[str, Any], fresh: bool) -> Journal:
    """Open the folder's journal for this run, or begin one; `fresh` forgets what there is.

    run: what the results depend on besides the rows. Raises LearningTheoremsError if the folder has the journal of another
    run, is used by one at this moment, or cannot be written.
    """
    try:
        import fcntl
    except ImportError:
        raise LearningTheoremsError("grading needs Linux or macOS") from None
    path = folder / NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            journal = Journal(path, handle)
            _begin(journal, run, fresh)
            return journal
        except BaseException:
            os.close(handle)
            raise
    except BlockingIOError:
        raise LearningTheoremsError(f"another run is writing to {folder} at this moment") from None
    except OSError as reason:
        raise LearningTheoremsError(f"cannot write {path}: {reason.strerror or reason}") from None


def _begin(journal: Journal, run: dict[str, Any], fresh: bool) -> None:
    data = b"" if fresh else journal.path.read_bytes()
    whole = data[:data.rfind(b"\n") + 1]  # a killed run may have left a part of a line
    lines = whole.split(b"\n")[:-1]
    if not lines:
        os.ftruncate(journal.handle, 0)
        _write(journal.handle, {"run": run})
        return
    _check(journal.path, _loaded(lines[0]).get("run"), run)
    for line in lines[1:]:
        entry = _loaded(line)
        with contextlib.suppress(KeyError, TypeError):
            journal.found.setdefault((entry.pop("line"), entry.pop("row")), entry)
    os.ftruncate(journal.handle, len(whole))
    os.lseek(journal.handle, 0, os.SEEK_END)


def _check(path: Path, before: Any, run: dict[str, Any]) -> None:
    if before == run:
        return
    if not isinstance(before, dict):
        raise LearningTheoremsError(f"{path} is not the journal of a grading run; choose another folder, or --fresh")
    different = [f"another {key}" for key in run if before.get(key) != run[key]]
    raise LearningTheoremsError(f"{path.parent} has the results of a run with {' and '.join(different) or 'other settings'}; "
                                "choose another folder, or --fresh to forget them")


def _loaded(line: bytes) -> dict[str, Any]:
    """The object on a line; an empty one for a line that was damaged."""
    try:
        found = json.loads(line)
        return found if isinstance(found, dict) else {}
    except (ValueError, RecursionError):
        return {}


def _write(handle: int, value: dict[str, Any]) -> None:
    data = memoryview(json.dumps(value, ensure_ascii=True).encode() + b"\n")
    while data:
        data = data[os.write(handle, data):]


def row_hash(case: dict[str, Any]) -> str:
    """16 hexadecimal digits of the hash of a case."""
    return hashlib.sha256(json.dumps(case, sort_keys=True).encode()).hexdigest()[:16]


def versions() -> str:
    """The versions of all that judges, and a hash of the code of the engine and of the installed collections."""
    total = hashlib.sha256()
    packages = {"verifiers", *(point.module.split(".")[0] for point in entry_points(group="theorems.collections"))}
    for file in sorted(file for package in packages for file in _sources(package)):
        total.update(f"{file.name}\n".encode() + file.read_bytes())
    named = " ".join(f"{library} {_version(library)}" for library in LIBRARIES)
    return f"code {total.hexdigest()[:16]}, Python {platform.python_version()}, {named}"


def _sources(package: str) -> list[Path]:
    spec = find_spec(package)
    return [file for root in (spec.submodule_search_locations or [] if spec else []) for file in Path(root).rglob("*.py")]


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "missing"
