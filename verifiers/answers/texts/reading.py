"""The text of an answer as a tree: the one way in for untrusted text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from verifiers.answers.problems import CannotRead
from verifiers.answers.symbols import Symbol
from verifiers.answers.texts import limits
from verifiers.answers.texts.ascii_reader import read as read_plain
from verifiers.answers.texts.latex_reader import read as read_latex
from verifiers.answers.texts.shapes import check_shape
from verifiers.answers.trees import Tree

SYNTAXES = ("auto", "ascii", "sympy", "latex")
_LATEX = re.compile(r"\\|\$|[_^]\{")


def read_answer(text: str, symbols: Sequence[Symbol], syntax: str = "auto") -> Tree:
    """The tree of an answer in the symbols of its question.

    syntax: `ascii` (also called `sympy`), `latex`, or `auto`, which takes text with a backslash, a dollar sign, `_{` or
    `^{` for LaTeX.  Raises CannotRead with a sentence and the place in the text for everything that is not read: nothing
    in the text is ever executed, and nothing is computed beyond the exact value of the decimals that are typed.
    """
    if syntax not in SYNTAXES:
        raise ValueError(f"syntax is one of {', '.join(SYNTAXES)}, not {syntax!r}")
    limits.check_length(text)
    if not text.strip():
        raise CannotRead("the answer is empty" if not text else "the answer contains only white space", text)
    latex = bool(_LATEX.search(text)) if syntax == "auto" else syntax == "latex"
    try:
        tree = read_latex(text, symbols) if latex else read_plain(text, symbols)
    except RecursionError:  # only where the caller has used up most of the stack before
        raise CannotRead(limits.TOO_NESTED, text, (0, len(text))) from None
    limits.check_size(tree, text)
    check_shape(tree, text)
    return tree
