r"""Numbers of LaTeX, and letters that look like parts of plain text: 1{,}234.5, x^10, 2\frac12, 1e-3, exp(."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verifiers.answers.problems import CannotRead
from verifiers.answers.texts import lexing, vocabulary
from verifiers.answers.texts.lexing import Token
from verifiers.answers.texts.names import cut
from verifiers.answers.trees import Apply, Number, Tree

if TYPE_CHECKING:
    from verifiers.answers.texts.latex_reader import LatexParser


def number(parser: LatexParser) -> Number:
    """A decimal; {,} separates thousands, which is clear only with two of them or with a decimal point."""
    token = parser.take()
    groups = token.text.partition(".")[0].split("{,}")
    if len(groups) > 1:
        thousands = len(groups[0]) <= 3 and not groups[0].startswith("0") and all(len(g) == 3 for g in groups[1:])
        if not thousands or (len(groups) == 2 and "." not in token.text):
            raise parser.error(f"the comma in {cut(token.text)} can separate thousands or decimals; write the number with a "
                             "decimal point or without a comma", token.span)
    return lexing.number(token.text.replace("{,}", ""), parser.text, token.span)


def mixed(parser: LatexParser, value: Number) -> Tree:
    r"""The number; 2\frac12 is refused, because it is a mixed number or a product."""
    token = parser.token
    if token.kind == "command" and token.text.endswith("frac") and value.value.denominator == 1:
        start = parser.position
        parser.take()
        above, below = parser.argument(split=True), parser.argument(split=True)
        if isinstance(above, Number) and isinstance(below, Number):
            part = Apply("div", (above, below))
            raise parser.ambiguous(start - 1, Apply("mul", (value, part)), Apply("add", (value, part)))
        parser.position = start
    return value


def two_digits(parser: LatexParser, token: Token) -> CannotRead:
    """The error for x^10, which TeX shows as a power with exponent 1 and a further 0."""
    before, digits = parser.written(parser.tokens[parser.position - 1].span), cut(token.text)
    return parser.error(f"“{before}{digits}” can be read as {before}{{{digits}}} or, as TeX does, as "
                      f"{before}{{{digits[0]}}} \\cdot {digits[1:]}; write the one that is meant", token.span)


def check_power_of_ten(parser: LatexParser, start: int) -> None:
    """Raises CannotRead for 1e-3, which TeX shows as 1 times e, minus 3."""
    before, token, sign = parser.tokens[max(start - 1, 0)], parser.tokens[start], parser.token
    digits = parser.after() if sign.is_op("-", "+") else sign
    if token.text == "e" and before.kind == "number" and digits.kind == "number" and not token.spaced and (
            not sign.spaced and not digits.spaced):
        raise parser.error("this can be a power of ten or a multiple of Euler’s number; write \\cdot 10^{…} or a product",
                         (before.span[0], digits.span[1]))


def check_plain_word(parser: LatexParser, start: int) -> None:
    """Raises CannotRead for a function of plain text such as exp(, whose letters would be a product in LaTeX."""
    before = parser.tokens[start - 1] if start else None
    if before is not None and before.kind == "letter" and not parser.token.spaced:
        return
    end = start + 1
    while parser.tokens[end].kind == "letter" and not parser.tokens[end].spaced:
        end += 1
    word = "".join(token.text for token in parser.tokens[start:end])
    plain = next((word[k:] for k in range(len(word)) if word[k:] in vocabulary.PLAIN_FUNCTIONS), "")
    called = plain and parser.tokens[end].is_op("(", "{")
    if (called or word == "pi") and parser.names.find(word) is None and parser.names.find(plain) is None:
        raise parser.error(f"“{plain or word}” is plain text, but the answer is read as LaTeX; write \\{plain or word}, or a "
                         "product with signs, or all of it as plain text", (parser.token.span[0], parser.tokens[end].span[0]))
