"""Structures of plain text: Piecewise, Matrix, Interval, Union, FiniteSet, and named distributions."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from verifiers.answers.texts import vocabulary
from verifiers.answers.texts.products import is_condition
from verifiers.answers.trees import Cases, Collected, Constant, Span, Tree

if TYPE_CHECKING:
    from verifiers.answers.texts.ascii_reader import AsciiParser


def arguments_of(parser: AsciiParser) -> tuple[Tree, ...]:
    """The arguments in parentheses."""
    parser.expect("(")
    return parser.items(")")


def exactly(parser: AsciiParser, name: str, arguments: tuple[Tree, ...], count: int, start: int) -> tuple[Tree, ...]:
    """Arguments of which there must be a certain number."""
    if len(arguments) != count:
        raise parser.error(f"{name} takes {count} argument{'s' * (count > 1)}, not {len(arguments)}", parser.since(start))
    return arguments


def _piecewise(parser: AsciiParser, start: int) -> Tree:
    """Piecewise((value, condition), …, (value, True))."""
    pieces = []
    for item in arguments_of(parser):
        if not isinstance(item, Collected) or item.kind != "tuple" or len(item.items) != 2:
            raise parser.error("each piece is (value, condition)", item.span)
        value, condition = item.items
        if not is_condition(condition) and condition not in (Constant("true"), Constant("false")):
            raise parser.error("the second part of a piece is a condition, or True", condition.span)
        pieces.append((value, condition))
    if not pieces:
        raise parser.error("Piecewise has at least one piece (value, condition)", parser.since(start))
    return Cases(tuple(pieces), parser.since(start))


def _matrix(parser: AsciiParser, start: int) -> Tree:
    """Matrix([[a, b], [c, d]]), or Matrix([a, b]) for a column."""
    outer, = exactly(parser, "Matrix", arguments_of(parser), 1, start)
    if not isinstance(outer, Collected) or outer.kind != "tuple":
        raise parser.error("a matrix is written Matrix([[a, b], [c, d]])", parser.since(start))
    lists = [row.items if isinstance(row, Collected) and row.kind == "tuple" else (row,) for row in outer.items]
    return matrix(parser.error, [list(row) for row in lists], parser.since(start))


def matrix(error: Callable[[str, Span], Exception], rows: list[list[Tree]], span: Span) -> Tree:
    """A matrix of rows, which must be equally long."""
    if len({len(row) for row in rows}) != 1:
        raise error("the rows of a matrix are equally long", span)
    return Collected("matrix", tuple(entry for row in rows for entry in row), rows=len(rows), span=span)


def _interval(parser: AsciiParser, start: int) -> Tree:
    """Interval(a, b), or Interval(a, b, True, False) with the left end open."""
    arguments = arguments_of(parser)
    flags = [item.name for item in arguments[2:] if isinstance(item, Constant) and item.name in ("true", "false")]
    if not 2 <= len(arguments) <= 4 or len(flags) != len(arguments) - 2:
        raise parser.error("an interval is written Interval(a, b), or Interval(a, b, True, False) with the left end open",
                           parser.since(start))
    left, right = (*(flag == "true" for flag in flags), False, False)[:2]
    return Collected("interval", arguments[:2], open_ends=(left, right), span=parser.since(start))


def _half_open(left: bool, right: bool) -> Callable[[AsciiParser, int], Tree]:
    """Interval.open(a, b) and its kin."""
    def read(parser: AsciiParser, start: int) -> Tree:
        ends = exactly(parser, "an interval", arguments_of(parser), 2, start)
        return Collected("interval", ends, open_ends=(left, right), span=parser.since(start))
    return read


def _collected(kind: str) -> Callable[[AsciiParser, int], Tree]:
    """A structure that only lists its parts."""
    return lambda parser, start: Collected(kind, arguments_of(parser), span=parser.since(start))


STRUCTURES: dict[str, Callable[[AsciiParser, int], Tree]] = {
    "Piecewise": _piecewise, "Matrix": _matrix, "Interval": _interval, "Union": _collected("union"),
    "Interval.open": _half_open(True, True), "Interval.Lopen": _half_open(True, False),
    "Interval.Ropen": _half_open(False, True), "FiniteSet": _collected("set"),
    "Tuple": _collected("tuple"), "EmptySet": _collected("set"),
}


def distribution(parser: AsciiParser, name: str, arguments: tuple[Tree, ...], start: int) -> Tree:
    """A distribution with its parameters."""
    parameters = vocabulary.DISTRIBUTIONS[name]
    if len(arguments) != len(parameters):
        raise parser.error(f"{name} is written {name}({', '.join(parameters)})", parser.since(start))
    return Collected("distribution", arguments, name=name, span=parser.since(start))
