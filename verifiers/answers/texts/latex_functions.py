r"""Functions of LaTeX: \ln x, \sin^2 x, \log_2 p, \Gamma(a), \psi^{(1)}(x), \operatorname{tr} W, and named distributions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verifiers.answers.texts import latex_numbers, vocabulary
from verifiers.answers.texts.lexing import Token
from verifiers.answers.texts.names import cut
from verifiers.answers.trees import Apply, Collected, Constant, Number, Tree, Variable, number

if TYPE_CHECKING:
    from verifiers.answers.texts.latex_reader import LatexParser

_SEVERAL = {"gamma": "uppergamma"}  # what a function is with two arguments


def operation(parser: LatexParser, token: Token) -> str | None:
    """The operation that a token names; None if it names none."""
    if token.kind == "command":
        plain = vocabulary.FUNCTIONS.get(token.text) if token.text in vocabulary.PLAIN_FUNCTIONS else None
        return vocabulary.LATEX_FUNCTIONS.get(token.text, None if token.text in vocabulary.GREEK else plain)
    return vocabulary.FUNCTIONS.get(token.text) if token.kind == "word" else None


def word(parser: LatexParser, start: int, token: Token) -> Tree:
    r"""A word in \mathrm, \operatorname or \text: a constant, symbol, function or distribution."""
    if token.text in ("e", "i", "true", "false"):
        return Constant(token.text, token.span)
    name = parser.names.find(token.text)
    if name is not None:
        return Variable(name, span=token.span)
    if token.text in vocabulary.DISTRIBUTIONS and parser.token.is_op("("):
        return _distribution(parser, start, token.text)
    if token.text in vocabulary.FUNCTIONS:
        return function(parser, start, token)
    raise parser.names.unknown(token.text, token.span, (*vocabulary.FUNCTIONS, *vocabulary.DISTRIBUTIONS))


def _distribution(parser: LatexParser, start: int, name: str) -> Tree:
    """A named distribution with its parameters."""
    parser.expect("(")
    parameters = parser.items(")")
    if len(parameters) != len(vocabulary.DISTRIBUTIONS[name]):
        raise parser.error(f"{name} is written {name}({', '.join(vocabulary.DISTRIBUTIONS[name])})", parser.since(start))
    return Collected("distribution", parameters, name=name, span=parser.since(start))


def normal(parser: LatexParser, start: int) -> Tree | None:
    r"""The normal distribution \mathcal{N}(mean, variance) after its command; None if it is something else."""
    place = parser.position
    braces = parser.accept("{")
    if parser.token.kind == "letter" and parser.take().text == "N" and (not braces or parser.accept("}")):
        if parser.accept("("):
            parameters = parser.items(")")
            if len(parameters) != 2:
                raise parser.error("\\mathcal{N} takes a mean and a variance", parser.since(start))
            mean, variance = parameters
            deviation = Apply("root", (variance, number(2)), variance.span)
            return Collected("distribution", (mean, deviation), name="Normal", span=parser.since(start))
    parser.position = place
    return None


def function(parser: LatexParser, start: int, token: Token) -> Tree:
    """A function whose name has been passed, with its base, power and argument."""
    name = str(operation(parser, token))
    if name == "digamma" and parser.token.is_op("_", "^"):
        return _polygamma(parser, start)
    base = parser.argument() if name == "log" and parser.accept("_") else None
    power = _power(parser, start, token) if parser.token.is_op("^") else None

    def rebuilt(*arguments: Tree) -> Tree:
        value = _call(parser, start, token, name, arguments)
        if base is not None:
            value = Apply("div", (value, Apply("log", (base,), base.span)), parser.since(start))
        return value if power is None else Apply("pow", (value, power), parser.since(start))

    opening = parser.token
    if opening.is_op("(", "[", "\\{"):
        parser.take()
        value = rebuilt(*parser.items({"(": ")", "[": "]", "\\{": "\\}"}[opening.text]))
        if name == "log" and parser.token.is_op("^", "!"):
            raise parser.error(f"a power after \\{cut(token.text)}(…) can belong to the function or to its argument; write "
                               f"\\{cut(token.text)}^{{…}} or put it inside", parser.token.span)
        return value
    if name in vocabulary.BARE_ARGUMENTS:
        return parser.bare_argument(start, rebuilt)
    if opening.is_op("{"):
        return rebuilt(parser.group())
    raise parser.unexpected(f"“(” after {cut(token.text)}")


def _power(parser: LatexParser, start: int, token: Token) -> Tree:
    r"""The exponent in \sin^2 x; −1 is refused, which is the inverse function or the reciprocal."""
    parser.take()
    power = parser.argument()
    if isinstance(power, Apply) and power.operation == "neg":
        raise parser.error(f"\\{cut(token.text)}^{{-1}} can be the inverse function or the reciprocal; write the one that is "
                           "meant", parser.since(start))
    return power


def _call(parser: LatexParser, start: int, token: Token, name: str, arguments: tuple[Tree, ...]) -> Tree:
    """A function of arguments that have been read."""
    if len(arguments) == 2 and name in _SEVERAL:
        name = _SEVERAL[name]
    least, most = vocabulary.OPERATIONS[name]
    if len(arguments) < least or (most is not None and len(arguments) > most):
        wanted = f"{least}" if most == least else f"{least} or more"
        raise parser.error(f"{cut(token.text)} takes {wanted} argument{'s' * (wanted != '1')}, not {len(arguments)}",
                           parser.since(start))
    return Apply(name, arguments, parser.since(start))


def _polygamma(parser: LatexParser, start: int) -> Tree:
    r"""\psi_1(x) or \psi^{(1)}(x)."""
    raised = parser.take().text == "^"
    braces = parser.accept("{")
    if raised:
        parser.expect("(", "an order in parentheses, as in \\psi^{(1)}(x)")
    if parser.token.kind != "number":
        raise parser.unexpected("the order of the polygamma function")
    order: Number = latex_numbers.number(parser)
    for bracket in (")" if raised else "", "}" if braces else ""):
        if bracket:
            parser.expect(bracket)
    parser.expect("(")
    arguments = parser.items(")")
    if len(arguments) != 1:
        raise parser.error("the polygamma function has one argument", parser.since(start))
    return Apply("polygamma", (order, arguments[0]), parser.since(start))
