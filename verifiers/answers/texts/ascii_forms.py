"""Functions of plain text, and what is written like one: log(x, 2), Sum(f, (k, 1, n)), Derivative(f, x), Eq(a, b)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verifiers.answers.texts import vocabulary
from verifiers.answers.texts.ascii_structures import STRUCTURES, arguments_of, distribution, exactly
from verifiers.answers.texts.lexing import Token
from verifiers.answers.trees import (
    Apply,
    Bound,
    Collected,
    Derivative,
    Number,
    Relation,
    Span,
    Tree,
    Variable,
    number,
)

if TYPE_CHECKING:
    from verifiers.answers.texts.ascii_reader import AsciiParser

LOGARITHMS = frozenset((*vocabulary.BASES, "log_2", "log_10"))
NAMES = frozenset((*vocabulary.RELATION_NAMES, *vocabulary.LOGICAL_NAMES, *vocabulary.BINDING_NAMES, *vocabulary.BASES,
                   *vocabulary.DERIVATIVE_NAMES, *vocabulary.COLLECTING_NAMES, *vocabulary.ROOTS, *vocabulary.DISTRIBUTIONS))


def form(parser: AsciiParser, token: Token, start: int) -> Tree | None:
    """What a name followed by “(” makes; None if it is no structure or function."""
    name = token.text
    if name in vocabulary.BINDING_NAMES:
        return _binding(parser, vocabulary.BINDING_NAMES[name], start)
    if name in vocabulary.DERIVATIVE_NAMES:
        return _derivative(parser, start)
    if name in STRUCTURES:
        return STRUCTURES[name](parser, start)
    if name in vocabulary.FUNCTIONS or name in LOGARITHMS or name in vocabulary.ROOTS:
        return function(parser, token, start)
    if name in vocabulary.DISTRIBUTIONS:
        return distribution(parser, name, arguments_of(parser), start)
    if name in vocabulary.RELATION_NAMES:
        left, right = exactly(parser, name, arguments_of(parser), 2, start)
        return Relation(vocabulary.RELATION_NAMES[name], left, right, parser.since(start))
    if name in vocabulary.LOGICAL_NAMES:
        return _logical(parser, vocabulary.LOGICAL_NAMES[name], start)
    return None


# --- functions --------------------------------------------------------------------------------------------------------


def function(parser: AsciiParser, token: Token, start: int) -> Tree:
    """A function with its arguments, or with the factors that follow it; sin^2(x) is a power of its value."""
    power: Tree | None = None
    if parser.token.is_op("^"):
        parser.take()
        power = parser.exponent()
        if isinstance(power, Apply) and power.operation == "neg":
            raise parser.error(f"{token.text}^(-1) can be the inverse function or the reciprocal; write the one that is meant",
                               parser.since(start))
    if parser.token.is_op("("):
        value = _call(parser, token.text, arguments_of(parser), start)
        return value if power is None else Apply("pow", (value, power), parser.since(start))
    if vocabulary.FUNCTIONS.get(token.text, "log") not in vocabulary.BARE_ARGUMENTS:
        raise parser.unexpected(f"“(” after the function {token.text}")

    def rebuilt(argument: Tree) -> Tree:
        value = _call(parser, token.text, (argument,), start)
        return value if power is None else Apply("pow", (value, power), parser.since(start))

    return parser.bare_argument(start, rebuilt)


def _call(parser: AsciiParser, name: str, arguments: tuple[Tree, ...], start: int) -> Tree:
    """A function of arguments that have been read."""
    span = parser.since(start)
    operation = vocabulary.FUNCTIONS.get(name, "")
    if name in vocabulary.ROOTS:
        return Apply("root", (*exactly(parser, name, arguments, 1, start), number(vocabulary.ROOTS[name])), span)
    if name in LOGARITHMS or (operation == "log" and len(arguments) == 2):
        base = number(int(name[3:].strip("_"))) if name in LOGARITHMS else arguments[1]
        if name in LOGARITHMS:
            exactly(parser, name, arguments, 1, start)
        return Apply("div", (Apply("log", arguments[:1], span), Apply("log", (base,), span)), span)
    if name in vocabulary.DISTRIBUTIONS and len(arguments) == len(vocabulary.DISTRIBUTIONS[name]):
        return distribution(parser, name, arguments, start)
    least, most = vocabulary.OPERATIONS[operation]
    if len(arguments) < least or (most is not None and len(arguments) > most):
        wanted = f"{least}" if most == least else f"{least} or more"
        raise parser.error(f"{name} takes {wanted} argument{'s' * (wanted != '1')}, not {len(arguments)}", span)
    return Apply(operation, arguments, span)


def _logical(parser: AsciiParser, operation: str, start: int) -> Tree:
    """And, Or and Not of conditions."""
    arguments = arguments_of(parser)
    if operation == "not":
        return Apply("not", exactly(parser, "Not", arguments, 1, start), parser.since(start))
    if len(arguments) < 2:
        raise parser.error(f"{operation.title()} takes two or more conditions", parser.since(start))
    return Apply(operation, arguments, parser.since(start))


# --- sums, products, integrals, derivatives ---------------------------------------------------------------------------


def _binding(parser: AsciiParser, operation: str, start: int) -> Tree:
    """Sum(f, (k, 1, n), …): the ranges are read before the body, because they say what its variables are."""
    parser.expect("(")
    body, places = parser.position, _top_level_commas(parser)
    if not places:
        raise parser.error(f"a {operation} is written {operation.title()}(f, (k, 1, n)), with its range", parser.since(start))
    ranges: list[tuple[str, Tree, Tree]] = []
    for place in reversed(places):  # the last range is the outermost, whose variable the earlier ones may use
        parser.position = place + 1
        ranges.append(_range(parser, operation))
        if not parser.token.is_op(",", ")"):
            raise parser.unexpected("“,” or “)”")
        if place == places[-1]:
            end = parser.position
    parser.position = body
    tree = parser.expression()
    if parser.position != places[0]:
        raise parser.unexpected("“,” before the range")
    parser.position = end
    parser.expect(")")
    for variable, low, high in reversed(ranges):
        parser.names.release()
        tree = Bound(operation, tree, variable, low, high, parser.since(start))
    return tree


def _top_level_commas(parser: AsciiParser) -> list[int]:
    """The places of the commas up to the parenthesis that closes the one just passed."""
    places, depth = [], 0
    for place in range(parser.position, len(parser.tokens)):
        token = parser.tokens[place]
        depth += token.is_op("(", "[", "{") - token.is_op(")", "]", "}")
        if depth < 0:
            break
        if token.is_op(",") and depth == 0:
            places.append(place)
    return places


def _range(parser: AsciiParser, operation: str) -> tuple[str, Tree, Tree]:
    """(k, 1, n): the variable, now bound, and its bounds."""
    if parser.token.kind == "name":
        raise parser.error(f"this {operation} has no bounds; write (variable, lower bound, upper bound)", parser.token.span)
    parser.expect("(", "a range such as (k, 1, n)")
    token = parser.take()
    if token.kind != "name":
        raise parser.error("a range begins with its variable, as in (k, 1, n)", token.span)
    parser.expect(",", "“,” and the lower bound")
    low = parser.expression()
    parser.expect(",", "“,” and the upper bound")
    high = parser.expression()
    parser.expect(")")
    return parser.names.bind(token.text, token.span), low, high


def _derivative(parser: AsciiParser, start: int) -> Tree:
    """Derivative(f, x), Derivative(f, x, 2), Derivative(f, (x, 2)), Derivative(f, x, y)."""
    arguments = arguments_of(parser)
    span = parser.since(start)
    if len(arguments) < 2:
        raise parser.error("a derivative names its variable, as in Derivative(f, x)", span)
    tree, *by = arguments
    while by:
        tree = Derivative(tree, *_variable_and_order(parser, by, span), span)
    return tree


def _variable_and_order(parser: AsciiParser, by: list[Tree], span: Span) -> tuple[str, int]:
    """The variable and order that come first in x, 2, … or (x, 2), …, which are taken off."""
    first = by.pop(0)
    variable, *orders = first.items if isinstance(first, Collected) and first.kind == "tuple" else (first,)
    if not orders and by and isinstance(by[0], Number):
        orders = [by.pop(0)]
    order = orders[0] if orders else number(1)
    if not isinstance(variable, Variable) or variable.index is not None or not isinstance(order, Number) or len(orders) > 1:
        raise parser.error("a derivative is by a variable, as in Derivative(f, x) or Derivative(f, (x, 2))", span)
    if order.value.denominator != 1 or not 1 <= order.value <= 20:
        raise parser.error("the order of a derivative is a whole number from 1 to 20", span)
    return variable.name, int(order.value)
