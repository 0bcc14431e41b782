"""The names that an answer may use: the question's symbols however they are written, and bound variables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from verifiers.answers.problems import CannotRead
from verifiers.answers.symbols import Symbol
from verifiers.answers.texts import vocabulary
from verifiers.answers.texts.characters import SUBSCRIPTS
from verifiers.answers.trees import Span

_BINDABLE = re.compile(r"[A-Za-z][A-Za-z0-9]{0,11}")
_SHOWN_NAMES = 20
_NO_FORMULA = frozenset((
    "lambda", "for", "while", "if", "else", "import", "def", "class", "return", "in", "is", "open", "exec", "eval", "print",
    "from", "with", "None"))


def cut(written: str, length: int = 40) -> str:
    """A piece of an answer for a message: printable, and no longer than `length`."""
    shown = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in written[:length])
    return shown + "…" if len(written) > length else shown


def key(word: str) -> str:
    """What the spellings of a name have in common: x1 for x_1, x_{1} and x₁; sigma1 for σ_1."""
    letters = "".join(vocabulary.GREEK_NAMES.get(c, SUBSCRIPTS.get(c, c)) for c in word if c not in "_{}\\ ")
    return vocabulary.GREEK_SHORT.get(letters, letters)


class Names:
    """Symbols by spelling, and the variables that are bound at the present place of the text."""

    def __init__(self, symbols: Sequence[Symbol], text: str) -> None:
        self.symbols, self.text = tuple(symbols), text
        self.exact = {symbol.name: symbol for symbol in self.symbols}
        self.keys = _unique([(key(word), s) for s in self.symbols for word in {s.name, s.latex} if word])
        self.bound: list[tuple[str, str]] = []  # (key, canonical name), innermost last
        self.ever_bound: set[str] = set()

    def find(self, word: str) -> str | None:
        """The canonical name of a bound variable or symbol in one of its spellings; None if it is neither."""
        wanted = key(word)
        for spelling, canonical in reversed(self.bound):
            if spelling == wanted:
                return canonical
        symbol = self.exact.get(word) or self.keys.get(wanted)
        return symbol.name if symbol else None

    def vector(self, name: str) -> bool:
        """Whether this canonical name is a vector and not hidden by a bound variable."""
        symbol = self.exact.get(name)
        return symbol is not None and symbol.vector and all(name != canonical for _, canonical in self.bound)

    def bind(self, word: str, span: Span) -> str:
        """Bind a variable until `release`; its canonical name. Raises CannotRead for what is no short name."""
        symbol = self.exact.get(word) or self.keys.get(key(word))
        canonical = symbol.name if symbol else key(word)
        if (symbol and symbol.vector) or (not symbol and not _BINDABLE.fullmatch(canonical)):
            raise CannotRead(f"“{cut(word)}” cannot be a variable of a sum, product or integral", self.text, span)
        self.bound.append((key(word), canonical))
        self.ever_bound.add(key(word))
        return canonical

    def release(self) -> None:
        """End the innermost binding."""
        self.bound.pop()

    def unknown(self, word: str, span: Span, functions: Iterable[str] = ()) -> CannotRead:
        """The error for a name that is no symbol of the question, with the nearest allowed one."""
        names = [symbol.name for symbol in self.symbols] + [canonical for _, canonical in self.bound]
        allowed = ", ".join(names[:_SHOWN_NAMES]) + (", …" if len(names) > _SHOWN_NAMES else "")
        if key(word) in self.ever_bound:
            return CannotRead(f"“{cut(word)}” is used outside the sum, product or integral that it belongs to; "
                              "put parentheses around all that belongs to it", self.text, span)
        if word in _NO_FORMULA:
            return CannotRead(f"“{word}” has no meaning in a formula (symbols of this question: {allowed or 'none'})",
                              self.text, span)
        near = _nearest(word, [*names, *functions])
        hint = f"; did you mean {near}?" if near else ""
        return CannotRead(f"the answer uses {cut(word)}, which is not a symbol of this question "
                          f"(allowed: {allowed or 'none'}){hint}", self.text, span)


def _unique(pairs: list[tuple[str, Symbol]]) -> dict[str, Symbol]:
    """The spellings that belong to one symbol only."""
    found: dict[str, Symbol] = {}
    shared: set[str] = set()
    for spelling, symbol in pairs:
        if found.setdefault(spelling, symbol) is not symbol:
            shared.add(spelling)
    return {spelling: symbol for spelling, symbol in found.items() if spelling not in shared}


def _nearest(word: str, names: list[str]) -> str:
    """The allowed name most like a word: the same letters in another case first; "" if none is near."""
    if len(word) > 40:
        return ""
    same = [name for name in names if name.lower() == word.lower()]
    return (same or get_close_matches(word, names, 1, 0.7) or [""])[0]
