"""What several commands share: options, reading the collections, writing output."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from verifiers.errors import LearningTheoremsError
from verifiers.files import write_text
from verifiers.places import shortened

if TYPE_CHECKING:
    from verifiers.collection import Loaded

Names = Annotated[list[str] | None, typer.Argument(
    metavar="[NAME|CHAPTER]...", show_default=False, help="Theorems by name or by chapter; all if none is given.")]
NotesName = Annotated[str | None, typer.Option("--notes", metavar="NOTES", show_default=False, help=(
    "Only what concerns this set of notes, such as probabilistic-models."))]
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
Out = Annotated[Path | None, typer.Option("--out", metavar="FILE", show_default=False,
                                          help="Write to this file instead of standard output.")]
Seed = Annotated[str | None, typer.Option("--seed", metavar="N|fresh", show_default=False,
                                          help="Seed of the random streams; `fresh` draws a new one and prints it.")]
Jobs = Annotated[int | None, typer.Option("--jobs", "-j", metavar="N", show_default=False,
                                          help="Worker processes; the number of cores, if not given.")]
FEW = 8  # theorems that are not worth starting workers for


def open_collections() -> Loaded:
    """The installed theorems, with BLAS pinned before NumPy is loaded."""
    from verifiers.workers import few_collections, pin_blas
    pin_blas()
    with few_collections():
        from verifiers.collection import load_collections
        return load_collections()


def jobs_for(jobs: int | None, theorems: int) -> int:
    """The number of worker processes: as given, else one a core, or none of them for a few theorems."""
    if jobs is not None:
        return jobs
    return 1 if theorems <= FEW else len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def selected(loaded: Loaded, names: list[str] | None, notes: str | None = None) -> tuple[Any, ...]:
    """The theorems of these names and chapters, and of these notes if a set of notes is given.

    An unknown name's error says which files could not be read, too.
    """
    try:
        return loaded.selected(names or (), notes)
    except LearningTheoremsError as reason:
        if not loaded.errors:
            raise
        unread = ", ".join(sorted({shortened(e.file) for e in loaded.errors if e.file}))
        raise LearningTheoremsError(f"{reason} (not read because of errors: {unread})") from None


def warn_of_unread(loaded: Loaded) -> None:
    """One line on standard error for each file that could not be read."""
    for error in loaded.errors:
        typer.echo(f"not read: {shortened(str(error))}", err=True)


def emit(text: str, out: Path | None) -> None:
    """Print text, or write it to a file, atomically."""
    if out is None or str(out) == "-":
        sys.stdout.write(text if text.endswith("\n") or not text else text + "\n")
        sys.stdout.flush()
    else:
        write_text(out, text if text.endswith("\n") else text + "\n")


def emit_json(value: Any, out: Path | None) -> None:
    """Print a value as JSON, or write it to a file."""
    emit(json.dumps(value, indent=1, ensure_ascii=False), out)


def width() -> int:
    """Columns of the terminal; 100 if there is none."""
    import shutil
    return shutil.get_terminal_size((100, 24)).columns


def wrapped(text: str, indent: str, columns: int, hanging: str | None = None) -> str:
    """Text filled to a width, the first line behind `indent`, the others behind `hanging`."""
    import textwrap
    return textwrap.fill(text, max(columns, 40), initial_indent=indent, break_long_words=False, break_on_hyphens=False,
                         subsequent_indent=" " * len(indent) if hanging is None else hanging)
