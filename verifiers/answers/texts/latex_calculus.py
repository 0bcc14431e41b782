r"""Sums, products, integrals and derivatives of LaTeX, whose variables are bound while their bodies are read."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from verifiers.answers.texts.lexing import Token
from verifiers.answers.texts.products import product
from verifiers.answers.trees import Bound, Derivative, Number, Tree, free_variables, number

if TYPE_CHECKING:
    from verifiers.answers.texts.latex_reader import LatexParser

FRACTIONS = ("frac", "dfrac", "tfrac", "cfrac")

# --- sums and products ------------------------------------------------------------------------------------------------


def sum_(parser: LatexParser, start: int) -> Tree:
    r"""\sum_{k=1}^{n} of the following term."""
    return _ranged(parser, start, "sum", parser.term)


def product_(parser: LatexParser, start: int) -> Tree:
    r"""\prod_{k=1}^{n} of the following factors; a sign · or / after them is ambiguous."""
    def body() -> Tree:
        factors = [parser.factor()]
        while parser.adjacent(factors[-1]):
            factors.append(parser.adjacent_factor(factors))
        bound = parser.names.bound[-1][1]
        inside = [bound in free_variables(factor) for factor in factors]
        if any(inside) and not inside[-1]:
            raise parser.error("it is not clear whether this factor is inside the product; put parentheses around what is "
                               "multiplied", factors[-1].span)
        if parser.token.is_op("*", "/"):
            raise parser.error("it is not clear whether this sign is inside the product; put parentheses around what is "
                               "multiplied", parser.token.span)
        return product(factors)
    return _ranged(parser, start, "product", body)


def _ranged(parser: LatexParser, start: int, operation: str, body: Callable[[], Tree]) -> Tree:
    """A sum or product with its range, in either order of the bounds."""
    upper = parser.argument() if parser.accept("^") else None
    if not parser.accept("_"):
        raise parser.unexpected(f"the range of the {operation}, as in _{{k=1}}^{{n}}")
    parser.expect("{")
    count = 0
    while True:
        place = parser.position
        parser.bind()
        parser.release()
        count += 1
        if not parser.accept(","):
            break
    last, parser.position = place, place
    places = _variables(parser, start, last)
    parser.bind()
    parser.release()
    parser.expect("=", "“=” and the lower bound")
    low = parser.expression()
    parser.expect("}")
    if upper is None:
        parser.expect("^", f"the upper bound of the {operation}")
        upper = parser.argument()
    return _closed(parser, start, operation, places, (low, upper), body)


def _variables(parser: LatexParser, start: int, last: int) -> list[int]:
    """The places of the variables i, j in a range i, j = 1."""
    opening = max(k for k in range(start, last + 1) if parser.tokens[k].is_op("{"))
    return [opening + 1, *(k + 1 for k in range(opening, last) if parser.tokens[k].is_op(","))]


def _closed(parser: LatexParser, start: int, operation: str, places: list[int], ends: tuple[Tree, Tree],
            body: Callable[[], Tree]) -> Tree:
    """A sum or product over the variables at these places."""
    here, names = parser.position, []
    for place in places:
        parser.position = place
        names.append(parser.bind())
    parser.position = here
    parser.enter()
    tree = body()
    parser.depth -= 1
    for name in reversed(names):
        parser.release()
        tree = Bound(operation, tree, name, *ends, span=parser.since(start))
    return tree


# --- integrals and derivatives ----------------------------------------------------------------------------------------


def integral(parser: LatexParser, start: int) -> Tree:
    r"""\int_a^b … dx: the differential is found first, because it says what the variable is."""
    bounds: dict[str, Tree] = {}
    while parser.token.is_op("_", "^"):
        sign = parser.take()
        bounds[sign.text] = parser.argument()
    if len(bounds) != 2:
        raise parser.error("an integral has a lower and an upper bound", parser.since(start))
    here, place = parser.position, _differential(parser)
    parser.position = place + 1
    name = parser.bind()
    parser.position = here
    parser.differentials.add(place)
    parser.enter()
    body: Tree = number(1) if here == place else parser.expression()
    parser.depth -= 1
    if place in parser.differentials:
        if parser.position != place:
            raise parser.unexpected("the differential that ends the integral")
        parser.differentials.remove(place)
        parser.position = place + 2
    parser.release()
    return Bound("integral", body, name, bounds["_"], bounds["^"], parser.since(start))


def _differential(parser: LatexParser) -> int:
    """The place of the differential of the integral that begins here, past those of the integrals inside."""
    inside, upright_only = 0, parser.names.find("d") is not None
    past = parser.position  # where the derivatives end that have been passed
    for place in range(parser.position, len(parser.tokens) - 1):
        token, following = parser.tokens[place], parser.tokens[place + 1]
        if token.kind == "command" and token.text in FRACTIONS:
            past = _past_derivative(parser, place)
        elif token.kind == "command" and token.text == "int":
            inside += 1
        elif place < past:
            continue
        elif _is_d(token, upright_only) and following.kind in ("letter", "command") and following.text not in FRACTIONS:
            if not inside:
                return place
            inside -= 1
    hint = "; d is a symbol of this question, so the differential is written \\mathrm{d}x" if upright_only else ""
    raise parser.error(f"an integral ends with its differential, as in \\,dx{hint}", parser.token.span)


def _past_derivative(parser: LatexParser, place: int) -> int:
    r"""Where {d}{dx} ends after the \frac at a place; the place itself if it is an ordinary fraction."""
    tokens = parser.tokens[place + 1:place + 40]
    if len(tokens) < 4 or not tokens[0].is_op("{") or not _is_d(tokens[1]) or not tokens[2].is_op("}", "^"):
        return place
    opened, groups = 0, 0
    for k, token in enumerate(tokens):
        opened += token.is_op("{") - token.is_op("}")
        groups += opened == 0
        if groups == 2:
            return place + 2 + k
    return place


def _is_d(token: Token, upright_only: bool = False) -> bool:
    """Whether a token is the d of a differential."""
    return (token.kind == "word" and token.text == "d") or (token.kind == "letter" and token.text == "d" and not upright_only)


def derivative(parser: LatexParser, start: int) -> Tree | None:
    r"""The derivative of what follows, after \frac; None if it is an ordinary fraction."""
    here = parser.position
    order = _operator(parser, here)
    if order is None:
        return None
    symbol = parser.tokens[here + 1].kind == "letter" and parser.names.find("d") is not None
    if symbol:
        raise parser.error("this can be a derivative or a fraction with the symbol d; write \\mathrm{d} for a derivative",
                           (parser.tokens[start].span[0], parser.token.span[1]))
    group = parser.token.is_op("(", "[", "\\{")
    parser.enter()
    factors = [parser.factor()]
    while parser.adjacent(factors[-1]):
        right = parser.adjacent_factor(factors)
        if group:
            raise parser.error("it is not clear whether this factor is under the derivative; put parentheses around what is "
                               "differentiated", right.span)
        factors.append(right)
    if parser.token.is_op("*", "/"):
        raise parser.error("it is not clear whether this sign is under the derivative; put parentheses around what is "
                           "differentiated", parser.token.span)
    parser.depth -= 1
    variable, times = order
    return Derivative(product(factors), variable, times, parser.since(start))


def _operator(parser: LatexParser, here: int) -> tuple[str, int] | None:
    r"""The variable and order of {d^2}{dx^2}, which is passed; None, with nothing passed, if it is no such operator."""
    def d() -> bool:
        token = parser.token
        found = _is_d(token) or (token.kind == "command" and token.text == "partial")
        if found:
            parser.take()
        return found

    def order() -> int:
        if not parser.accept("^"):
            return 1
        power = parser.argument()
        small = isinstance(power, Number) and power.value.denominator == 1 and 1 <= power.value <= 20
        return int(power.value) if small and isinstance(power, Number) else 0

    above = order() if parser.accept("{") and d() else 0
    if above and parser.accept("}") and parser.accept("{") and d():
        length, name = parser.longest()
        if length:
            parser.position += length
            if order() == above and parser.accept("}"):
                return name, above
    parser.position = here
    return None
