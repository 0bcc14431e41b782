"""`theorems compare REFERENCE ANSWER`: judge an answer by a formula that needs no record."""

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


def compare(
        context: typer.Context,
        reference: Annotated[str, typer.Argument(metavar="REFERENCE", show_default=False, help="The correct formula.")],
        answer: Answer,
        var: Annotated[list[str] | None, typer.Option("--var", metavar="TEXT", show_default=False, help=(
            "A variable and its range, 'N: integer, 6..40' or 'p: real, (0..1)' (parentheses leave the ends out); may be "
            "given several times."))] = None,
        where: Annotated[list[str] | None, typer.Option("--where", metavar="CONDITION", show_default=False, help=(
            "A condition on the variables, such as 'N > P + 1'; may be given several times."))] = None,
        kind: Annotated[str, typer.Option("--kind", metavar="KIND", show_default=False, help=(
            "What is asked for: formula, number, chain, inequality, equation, interval, set, matrix or distribution; "
            "taken from the reference, if not given."))] = "",
        syntax: Syntax = "auto", reveal: Reveal = False, tolerance: Tolerance = None, figures: Figures = None,
        definition: Definition = None, json: Json = False, out: Out = None) -> int:
    """Judge an answer by a reference formula, on the ranges of its variables.

    The exit status is 0 if the answer is correct, 1 if it is incorrect, 2 if the reference, a variable or an option cannot be
    used, and 4 if the answer cannot be read or its correctness cannot be decided.
    """
    no_option_as_answer(context, reference, answer)
    from verifiers.answers.asking import compare as judged
    found = judged(reference, answer_text(answer), variables=var or (), constraints=where or (), kind=kind, syntax=syntax,
                   reveal=reveal, tolerance=tolerance, figures=figures, definition=definition)
    return shown(found, json, out)
