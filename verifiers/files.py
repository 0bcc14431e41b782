"""Writing files atomically, with one clear sentence when a place cannot be written."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Any

from verifiers.errors import LearningTheoremsError


def write_text(path: Path, text: str) -> None:
    """Replace the file's content in one step: a reader sees the old or the new text, never a part.

    Raises LearningTheoremsError if the folder cannot be made or the file not written.
    """
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, content: bytes) -> None:
    """As `write_text`, for bytes."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            raise IsADirectoryError(21, "it is a folder")
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            os.chmod(temporary, 0o644)
            os.replace(temporary, path)
        except BaseException:
            os.unlink(temporary)
            raise
    except OSError as reason:
        raise LearningTheoremsError(f"cannot write {path}: {reason.strerror or reason}") from None


def write_json(path: Path, value: Any) -> None:
    """Write a value as JSON, keys in the order given, one final newline."""
    write_text(path, json.dumps(value, indent=1, ensure_ascii=False, allow_nan=False) + "\n")


def read_json(path: Path) -> Any:
    """Read a JSON file. Raises LearningTheoremsError if it is missing or damaged."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as reason:
        raise LearningTheoremsError(f"cannot read {path}: {reason.strerror or reason}") from None
    except ValueError as reason:
        raise LearningTheoremsError(f"{path} is not a JSON file: {reason}") from None
