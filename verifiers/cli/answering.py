"""What `theorems check` and `theorems compare` share: the answer, its options, and what is printed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from verifiers.cli.common import emit, emit_json
from verifiers.errors import LearningTheoremsError

if TYPE_CHECKING:
    from verifiers.answers.display import JudgedAnswer

STATUS = {"correct": 0, "incorrect": 1}
NO_VERDICT = 4  # the answer cannot be read, or its correctness cannot be decided
MOST = 1 << 16  # bytes read from standard input; far more than an answer may have

# A formula may begin with a minus sign: what no option is called like is taken for an argument.
FORMULAS = {"ignore_unknown_options": True}

Answer = Annotated[str, typer.Argument(metavar="ANSWER", show_default=False,
                                       help="The answer, in SymPy's notation or LaTeX; - reads it from standard input.")]
Syntax = Annotated[str, typer.Option("--syntax", metavar="auto|sympy|latex", help="How the answer is written.")]
Reveal = Annotated[bool, typer.Option("--reveal", help="Show the correct answer, too.")]
Tolerance = Annotated[str | None, typer.Option("--tolerance", metavar="E", show_default=False,
                                               help="The relative error that is allowed, such as 1e-3; exact, if not given.")]
Figures = Annotated[int | None, typer.Option("--figures", metavar="N", show_default=False,
                                             help="How many significant figures have to be right.")]
Definition = Annotated[str | None, typer.Option(
    "--definition", metavar="accept|reject|cannot decide", show_default=False,
    help="What becomes of an answer of the right value that leaves an integral or an infinite sum to be computed.")]


def answer_text(answer: str) -> str:
    """The answer, from standard input if it is a dash."""
    if answer != "-":
        return answer
    data = sys.stdin.buffer.read(MOST)
    try:
        return data.decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError:
        raise LearningTheoremsError("standard input is not UTF-8 text") from None


def no_option_as_answer(context: typer.Context, *arguments: str) -> None:
    """Raise LearningTheoremsError if an argument is a misspelt option."""
    from difflib import get_close_matches
    options = [name for parameter in context.command.params for name in parameter.opts if name.startswith("--")]
    for argument in (*arguments, *context.args):
        word = argument.partition("=")[0]
        if near := word.startswith("--") and get_close_matches(word, options, n=1, cutoff=0.7):
            raise LearningTheoremsError(f"no such option: {word} (did you mean {near[0]}?)")


def shown(found: JudgedAnswer, json: bool, out: Path | None) -> int:
    """Print the judgement, and return the exit status."""
    if json:
        emit_json(found.as_dict(), out)
    else:
        emit(str(found), out)
    return STATUS.get(found.verdict, NO_VERDICT)
