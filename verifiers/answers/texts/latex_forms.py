r"""Commands of LaTeX with their arguments: fractions, roots, binomial coefficients, cases, matrices."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from verifiers.answers.texts import latex_calculus
from verifiers.answers.texts.ascii_structures import matrix
from verifiers.answers.texts.names import cut
from verifiers.answers.trees import Apply, Cases, Constant, Tree, number

if TYPE_CHECKING:
    from verifiers.answers.texts.latex_reader import LatexParser

_MATRICES = frozenset(("matrix", "pmatrix", "bmatrix", "Bmatrix", "vmatrix", "smallmatrix"))
_IF = frozenset(("if", "for", "when", "where", "on"))
_ELSE = frozenset(("otherwise", "else"))


def _fraction(parser: LatexParser, start: int) -> Tree:
    r"""\frac{a}{b}, or a derivative \frac{d}{dx} of what follows."""
    differentiated = latex_calculus.derivative(parser, start)
    if differentiated is not None:
        return differentiated
    above = parser.argument(split=True)
    below = parser.argument(split=True)
    return Apply("div", (above, below), parser.since(start))


def _root(parser: LatexParser, start: int) -> Tree:
    r"""\sqrt{x} or \sqrt[n]{x}."""
    index: Tree = number(2)
    if parser.accept("["):
        index = parser.expression()
        parser.expect("]")
    if parser.token.is_op("("):
        raise parser.error("TeX draws the root over the parenthesis only; put braces around what is under the root",
                           parser.token.span)
    return Apply("root", (parser.argument(), index), parser.since(start))


def _binomial(parser: LatexParser, start: int) -> Tree:
    r"""\binom{n}{k}."""
    above = parser.argument(split=True)
    return Apply("binomial", (above, parser.argument(split=True)), parser.since(start))


def _conjugate(parser: LatexParser, start: int) -> Tree:
    r"""\overline{z} where that is no symbol."""
    return Apply("conjugate", (parser.argument(),), parser.since(start))


# --- environments -----------------------------------------------------------------------------------------------------


def environment(parser: LatexParser) -> Tree:
    r"""\begin{cases} or a matrix."""
    start, name = parser.position, parser.take().text
    if name == "cases":
        return _cases(parser, start)
    if name not in _MATRICES:
        raise parser.error(f"the environment {cut(name)} is not read", parser.since(start))
    rows: list[list[Tree]] = [[]]
    while True:
        rows[-1].append(parser.expression())
        if parser.accept("\\\\"):
            if _ends(parser, name):
                break
            rows.append([])
        elif not parser.accept("cell"):
            break
    _end(parser, name)
    tree = matrix(parser.error, rows, parser.since(start))
    return Apply("det", (tree,), parser.since(start)) if name == "vmatrix" else tree


def _ends(parser: LatexParser, name: str) -> bool:
    """Whether the environment ends here."""
    return parser.token.kind == "close" and parser.token.text == name


def _end(parser: LatexParser, name: str) -> None:
    """Pass the end of the environment."""
    if not _ends(parser, name):
        raise parser.unexpected(f"\\end{{{name}}}")
    parser.take()


def _cases(parser: LatexParser, start: int) -> Tree:
    """Rows of a value and a condition."""
    pieces: list[tuple[Tree, Tree]] = []
    while True:
        value = parser.expression()
        parser.accept(",")
        parser.expect("cell", "“&” and the condition")
        pieces.append((value, _condition(parser)))
        parser.accept(",")
        if not parser.accept("\\\\") or _ends(parser, "cases"):
            break
    _end(parser, "cases")
    return Cases(tuple(pieces), parser.since(start))


def _condition(parser: LatexParser) -> Tree:
    """A condition, with or without a word before it."""
    if parser.token.kind == "word" and parser.token.text.strip(" .,:") in _ELSE:
        return Constant("true", parser.take().span)
    if parser.token.kind == "word" and parser.token.text.strip(" .,:") in _IF:
        parser.take()
    return parser.expression()


FORMS: dict[str, Callable[[LatexParser, int], Tree]] = {
    **dict.fromkeys(latex_calculus.FRACTIONS, _fraction), "sqrt": _root,
    **dict.fromkeys(("binom", "dbinom", "tbinom"), _binomial), "overline": _conjugate,
    "sum": latex_calculus.sum_, "prod": latex_calculus.product_,
    "int": latex_calculus.integral,
}
