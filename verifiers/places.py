"""Paths as a reader wants them: relative to the package of a collection, or to the current folder."""

from __future__ import annotations

import os
from pathlib import Path


def in_package(file: str) -> str:
    """A theorem's file from its top-level package on, `theorems/chapter/file.py`."""
    path = Path(file)
    root = path.parent
    while (root.parent / "__init__.py").exists():
        root = root.parent
    return path.relative_to(root.parent).as_posix()


def from_here(path: str | Path) -> str:
    """The path relative to the current folder if it lies below it, else as it is."""
    full = Path(path).absolute()
    try:
        return full.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(path)


def shortened(text: str) -> str:
    """A message with every path below the current folder made relative to it."""
    return text.replace(f"{Path.cwd()}{os.sep}", "")
