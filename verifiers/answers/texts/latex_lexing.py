r"""Tokens of an answer in LaTeX: letters, commands, numbers, and the operators that they share with plain text."""

from __future__ import annotations

import re

from verifiers.answers.problems import CannotRead
from verifiers.answers.texts import characters, vocabulary
from verifiers.answers.texts.lexing import Token, superscript
from verifiers.answers.trees import Span

_SPACES = frozenset((
    "quad", "qquad", "displaystyle", "textstyle", "scriptstyle", "limits", "nolimits", "thinspace", "medspace", "thickspace",
    "enspace", "negthinspace", "nonumber", "hfill"))
_OPERATORS = {
    "cdot": "*", "times": "*", "ast": "*", "div": "/", "le": "<=", "leq": "<=", "leqslant": "<=", "ge": ">=", "geq": ">=",
    "geqslant": ">=", "ne": "!=", "neq": "!=", "lt": "<", "gt": ">", "land": "&", "wedge": "&", "lor": "or", "vee": "or",
    "neg": "not", "lnot": "not", "cup": "∪",
    "bmod": "mod", "mod": "mod", "lfloor": "⌊", "rfloor": "⌋", "lceil": "⌈", "rceil": "⌉",
    "lbrace": "\\{", "rbrace": "\\}", "lbrack": "[", "rbrack": "]", "vert": "|", "Vert": "‖", "lvert": "|(", "rvert": "|)",
    "lVert": "‖(", "rVert": "‖)", "{": "\\{", "}": "\\}", "|": "‖", "%": "%", "\\": "\\\\", "prime": "'",
}
_CHARACTERS = {"≤": "<=", "≥": ">=", "≠": "!=", "∧": "&", "∨": "or", "¬": "not", "&": "cell"}
_WORDS = {"and": "&", "or": "or", "not": "not"}
_TEXT_COMMANDS = "text|textrm|textit|textup|mathrm|mathsf|mathit|operatorname|mbox"
_PIECES = re.compile(rf"""
    (?P<space>\s+|~|\\[,;:!>\ ])
  | (?P<number>\d+(?:\{{,\}}\d+)+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)
  | \\(?P<side>left|right|(?:big|Big|bigg|Bigg)[lrm]?)(?![A-Za-z])\s*
      (?P<fence>\\[{{}}|]|\\(?:[lr]?[vV]ert|[lr]floor|[lr]ceil|[lr]brace|[lr]brack)(?![A-Za-z])|[()\[\]|./])?
  | \\(?P<env>begin|end)\s*\{{(?P<name>[A-Za-z]{{1,20}}\*?)\}}
  | \\(?:{_TEXT_COMMANDS})(?![A-Za-z])\*?\s*(?:\{{(?P<word>[A-Za-z0-9 .,-]{{0,60}})\}}|(?P<single>[A-Za-z]))
  | \\(?P<command>[A-Za-z]+)
  | \\(?P<escaped>[{{}}|%\\])
  | (?P<letter>[A-Za-z])
  | (?P<greek>[Α-Ωα-ω])
  | (?P<super>[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ]+)
  | (?P<sub>[₀₁₂₃₄₅₆₇₈₉ᵢⱼₖₙₚ])
  | (?P<op>[-+*/^_!,'()\[\]{{}}|=<>≤≥≠&∧∨¬∪√∞])
""", re.VERBOSE)


def tokens(plain: str, text: str) -> list[Token]:
    """Tokens of a LaTeX formula, with an `end` at the end. Raises CannotRead at what begins no token."""
    found: list[Token] = []
    place, spaced = 0, False
    while place < len(plain):
        piece = _PIECES.match(plain, place)
        if piece is None:
            raise CannotRead(_refused(plain, place), text, (place, place + 1))
        place = piece.end()
        made = _made(piece, text, spaced)
        spaced = not made
        found += made
    found.append(Token("end", "", (len(plain), len(plain)), spaced))
    return found


def _made(piece: re.Match[str], text: str, spaced: bool) -> list[Token]:
    """The tokens of one piece; none for white space."""
    kind, span = str(piece.lastgroup), piece.span()
    written = piece[kind]
    match kind:
        case "space":
            return []
        case "side" | "fence":
            return [] if kind == "side" and _lonely(piece, text) else [_fence(piece, text, spaced)]
        case "name":
            return [Token("begin" if piece["env"] == "begin" else "close", written, span, spaced)]
        case "word" | "single":
            return _word(written.strip(), span, spaced)
        case "command":
            return [] if written in _SPACES else [_command(written, span, spaced)]
        case "escaped":
            return [Token("op", _OPERATORS[written], span, spaced)]
        case "greek":
            return [Token("command", vocabulary.GREEK_NAMES[written], span, spaced)]
        case "super":
            return superscript(written, span, "{", "}")
        case "sub":
            digit = characters.SUBSCRIPTS[written]
            return [Token("op", "_", span), Token("number" if digit.isdigit() else "letter", digit, span)]
        case "op" if written in "√∞":
            return [Token("command", "sqrt" if written == "√" else "infty", span, spaced)]
        case "op":
            return [Token("op", _CHARACTERS.get(written, written), span, spaced)]
    return [Token(kind, written, span, spaced)]


def _command(written: str, span: Span, spaced: bool) -> Token:
    """A command, or the operator that it stands for."""
    if written in _OPERATORS:
        return Token("op", _OPERATORS[written], span, spaced)
    return Token("command", written, span, spaced)


def _word(written: str, span: Span, spaced: bool) -> list[Token]:
    r"""Upright text: a word, a connective, or nothing."""
    if written in _WORDS:
        return [Token("op", _WORDS[written], span, spaced)]
    return [Token("word", written, span, spaced)] if written else []


def _lonely(piece: re.Match[str], text: str) -> bool:
    r"""Whether a command for the size of a bracket stands without one; \left and \right may not."""
    if piece["side"] in ("left", "right"):
        raise CannotRead(f"\\{piece['side']} is not followed by a bracket", text, piece.span())
    return True


def _fence(piece: re.Match[str], text: str, spaced: bool) -> Token:
    r"""A bracket after \left, \bigl and their kin, which tell the opening from the closing bar."""
    fence, side = piece["fence"], piece["side"]
    if fence == ".":
        raise CannotRead(f"\\{side}. is an invisible bracket; write both brackets", text, piece.span())
    bracket = _OPERATORS.get(fence.removeprefix("\\"), fence) if fence.startswith("\\") else fence
    if bracket in ("|", "‖"):
        bracket += {"left": "(", "right": ")"}.get(side, {"l": "(", "r": ")"}.get(side[-1], ""))
    return Token("op", bracket, piece.span(), spaced)


def _refused(plain: str, place: int) -> str:
    """Why no token begins at a place."""
    character, following = plain[place], plain[place + 1:place + 2]
    if character == "%":
        return "“%” begins a comment in LaTeX; a percentage is written \\%"
    if character == "\\":
        return f"“\\{following}” has no meaning here" if following.isprintable() else "a lone backslash has no meaning"
    if character == "&":
        return "“&” belongs to matrices and cases only"
    return characters.refused(character)
