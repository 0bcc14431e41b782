"""`theorems check NAME ANSWER`: judge one answer to a theorem."""

from __future__ import annotations

from typing import Annotated

import typer

from verifiers.cli.answering import (
    Answer,
    Definition,
    Figures,
    Reveal,
    Syntax,
    Tolerance,
    answer_text,
    no_option_as_answer,
    shown,
)
from verifiers.cli.common import Json, Out


def check(
        context: typer.Context,
        name: Annotated[str, typer.Argument(metavar="NAME", show_default=False, help="The theorem's name.")],
        answer: Answer, syntax: Syntax = "auto", reveal: Reveal = False, tolerance: Tolerance = None,
        figures: Figures = None, definition: Definition = None, json: Json = False, out: Out = None) -> int:
    """Judge an answer to a theorem.

    It is judged in a process apart with limits on time and memory, and nothing in it is executed.

    The exit status is 0 if it is correct, 1 if it is incorrect, 2 if there is no such theorem or an option makes no sense,
    and 4 if the answer cannot be read or its correctness cannot be decided.
    """
    no_option_as_answer(context, name, answer)
    from verifiers.answers.asking import check as judged
    found = judged(name, answer_text(answer), syntax=syntax, reveal=reveal, tolerance=tolerance, figures=figures,
                   definition=definition)
    return shown(found, json, out)
