"""Tokens of an answer in plain text, and the exact numbers of both syntaxes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from verifiers.answers.problems import CannotRead
from verifiers.answers.texts import characters, limits
from verifiers.answers.trees import Number, Span


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of an answer.

    kind: `number`, `name` (plain text), `letter`, `command` and `word` (LaTeX), `op` or `end`; spaced: whether white
    space is before it.
    """

    kind: str
    text: str
    span: Span
    spaced: bool = False

    def is_op(self, *texts: str) -> bool:
        """Whether this is one of these operators or brackets."""
        return self.kind == "op" and self.text in texts


_SPELLINGS = {"**": "^", "==": "=", "≤": "<=", "≥": ">=", "≠": "!=", "∧": "&", "∨": "or", "¬": "not", "&&": "&"}
_WORDS = {"and": "&", "or": "or", "not": "not"}
_SUPERSCRIPT = re.compile(f"[{''.join(characters.SUPERSCRIPTS)}]+")
_PIECES = re.compile(r"""
    (?P<space>\s+)
  | (?P<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)
  | (?P<name>Interval\.(?:open|Lopen|Ropen)|(?:[A-Za-z][A-Za-z0-9₀-₉]*|[Α-Ωα-ω][0-9₀-₉]*)
      (?:_\{[A-Za-z0-9]{1,40}\}|_(?=[A-Za-z0-9])[A-Za-z0-9_]*|_(?![A-Za-z0-9_{(])|[ᵢⱼₖₙₚ])?'*)
  | (?P<super>[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ]+)
  | (?P<op>\*\*|==|!=|<=|>=|&&|[-+*/^!%,()\[\]{}|=<>≤≥≠&∧∨¬∪√∞])
""", re.VERBOSE)


def tokens(plain: str, text: str, symbols: frozenset[str] = frozenset()) -> list[Token]:
    """Tokens of a formula in plain text, with an `end` at the end; `symbols` are names that are no words such as `and`.

    Raises CannotRead at a character that begins no token.
    """
    found: list[Token] = []
    place, spaced = 0, False
    while place < len(plain):
        piece = _PIECES.match(plain, place)
        if piece is None:
            raise CannotRead(characters.refused(plain[place]), text, (place, place + 1))
        kind, span = str(piece.lastgroup), piece.span()
        if kind == "super":
            found += superscript(piece[0], span, "(", ")")
        elif kind != "space":
            found.append(_token(kind, piece[0], span, spaced, symbols))
        place, spaced = piece.end(), kind == "space"
    found.append(Token("end", "", (len(plain), len(plain)), spaced))
    return found


def _token(kind: str, written: str, span: Span, spaced: bool, symbols: frozenset[str]) -> Token:
    """One token with the canonical spelling of its operator."""
    if written == "∞":
        return Token("name", written, span, spaced)
    if kind == "name" and written in _WORDS and written not in symbols:
        return Token("op", _WORDS[written], span, spaced)
    return Token(kind, _SPELLINGS.get(written, written) if kind == "op" else written, span, spaced)


def superscript(written: str, span: Span, opening: str, closing: str) -> list[Token]:
    """Tokens of a raised exponent such as ² or ⁻¹, in brackets."""
    inside = "".join(characters.SUPERSCRIPTS[c] for c in written)
    parts = ["".join(group) for _, group in groupby(inside, lambda c: "d" if c.isdigit() else c)]
    kinds = {"+": "op", "-": "op", "n": "name" if opening == "(" else "letter"}
    return [Token("op", "^", span), Token("op", opening, span),
            *(Token(kinds.get(part[0], "number"), part, span) for part in parts), Token("op", closing, span)]


def number(written: str, text: str, span: Span) -> Number:
    """The exact value of a decimal, with or without a power of ten. Raises CannotRead beyond the limits."""
    mantissa, _, power = written.lower().partition("e")
    whole, _, decimals = mantissa.partition(".")
    digits = whole + decimals
    exponent = int(power or "0") if len(power) <= 7 else limits.DECIMAL_EXPONENT + 1
    if len(digits) > limits.DIGITS:
        raise CannotRead(f"a number has {len(digits)} digits; at most {limits.DIGITS} are read", text, span)
    if abs(exponent) > limits.DECIMAL_EXPONENT:
        raise CannotRead(f"a power of ten in a decimal is between −{limits.DECIMAL_EXPONENT} and {limits.DECIMAL_EXPONENT}",
                         text, span)
    value = Fraction(int(digits)) * Fraction(10) ** (exponent - len(decimals))
    return Number(value, written, span)
