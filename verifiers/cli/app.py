"""The command `theorems` and its exit statuses.

0: everything asked for is as it should be; 1: a theorem, a table, an erratum, a claim or an answer is not; 2: the command
cannot be carried out as given (unknown name, unwritable output, bad option); 4: an answer gets no verdict; 130: stopped by
Ctrl-C. A reader that closes the pipe (`| head`) ends the command silently with 1. An error is one sentence on standard error;
with the environment variable THEOREMS_TRACEBACK set, an internal error is Python's traceback.

This module and those it imports load neither SymPy nor NumPy, so that the help appears at once.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from verifiers.cli import check, compare, coverage, errata, grade, listing, selftest, show, tables, verify, walk
from verifiers.cli.answering import FORMULAS
from verifiers.errors import LearningTheoremsError

UNREAD, BAD_USAGE, INTERNAL, STOPPED = 1, 2, 3, 130

app = typer.Typer(name="theorems", add_completion=False, rich_markup_mode=None, no_args_is_help=True,
                  pretty_exceptions_enable=False,
                  help="Theorems of machine-learning lecture notes as executable proofs.")
app.command("list", short_help="List the theorems with their last status.")(listing.list_theorems)
app.command("show", short_help="Show a theorem with its derivation.")(show.show)
app.command("verify", short_help="Verify theorems and write the results.")(verify.verify)
app.command("tables", short_help="Regenerate the tables, or check them for drift.")(tables.tables)
app.command("errata", short_help="List the printed claims that fail.")(errata.errata)
app.command("check", short_help="Judge an answer to a theorem.", context_settings=FORMULAS)(check.check)
app.command("compare", short_help="Judge an answer by a formula.", context_settings=FORMULAS)(compare.compare)
app.command("selftest", short_help="Test the questions that records ask.")(selftest.selftest)
app.command("grade", short_help="Judge a file of submissions.")(grade.grade)
app.command("coverage", short_help="Tell which claims of the notes the theorems cover.")(coverage.coverage)
app.command("report", short_help="Generate the page that walks through a set of notes.")(walk.report)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import PackageNotFoundError, version
        try:
            number = version("learning-theorems")
        except PackageNotFoundError:
            number = "unknown"
        typer.echo(f"learning-theorems {number}")
        raise typer.Exit


@app.callback()
def common(version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True,
                                                 help="Show the version and exit.")] = False) -> None:
    """Theorems of machine-learning lecture notes as executable proofs."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status; `arguments` default to the process's own."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        status = app(args=None if arguments is None else list(arguments), prog_name="theorems", standalone_mode=False)
        sys.stdout.flush()
        return status if isinstance(status, int) else 0
    except BrokenPipeError:
        _forget_stdout()
        return UNREAD
    except (KeyboardInterrupt, typer.Abort):
        return _say("stopped", STOPPED)
    except LearningTheoremsError as reason:
        return _say(str(reason), BAD_USAGE)
    except Exception as reason:
        if hasattr(reason, "format_message"):  # what typer raises for bad usage
            return _usage(reason)
        if os.environ.get("THEOREMS_TRACEBACK"):
            raise
        return _say(f"internal error, please report it: {type(reason).__name__}: {reason}", INTERNAL)


def _usage(reason: Exception) -> int:
    message = str(reason.format_message())  # type: ignore[attr-defined]
    if message.startswith("Usage:"):  # no command at all
        typer.echo(message, err=True)
        return BAD_USAGE
    return _say(message[:1].lower() + message[1:].rstrip("."), BAD_USAGE)


def _say(message: str, status: int) -> int:
    from verifiers.places import shortened
    typer.echo(f"theorems: {shortened(message)}", err=True)
    return status


def _forget_stdout() -> None:
    """Nobody reads standard output any more; the interpreter must not complain about it at exit."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
