r"""The part of the LaTeX reader that knows symbols: the longest one at a place, indices, binding, unknown names."""

from __future__ import annotations

from collections.abc import Callable

from verifiers.answers.problems import CannotRead
from verifiers.answers.texts import latex_names, vocabulary
from verifiers.answers.texts.brackets import BracketParser
from verifiers.answers.texts.lexing import Token
from verifiers.answers.texts.names import Names
from verifiers.answers.trees import Tree, Variable

FONTS = frozenset((
    "mathbf", "boldsymbol", "bm", "mathcal", "mathbb", "mathfrak", "mathscr", "vec", "mathbold", "pmb"))
ACCENTS = frozenset((
    "hat", "widehat", "tilde", "widetilde", "dot", "ddot", "check", "acute", "grave", "breve", "underline", "mathring", "bar"))


class SymbolParser(BracketParser):
    """The parser with the symbols of the question, which may be several tokens long."""

    def __init__(self, tokens: list[Token], names: Names, text: str, shown: Callable[[Tree], str]) -> None:
        super().__init__(tokens, names, text, shown)
        self.forms = latex_names.forms(names.symbols)
        self.seen: tuple[object, tuple[int, str]] = (None, (0, ""))  # the last place that `longest` looked at
        self.most_marks = max((len(wanted) for wanted in self.forms), default=1)
        self.bound_forms: list[latex_names.Form] = []  # of the bound variables in `names.bound`

    def argument(self, split: bool = False) -> Tree:
        """The argument of a command or index."""
        raise NotImplementedError

    def bound_name(self, wanted: latex_names.Form) -> str | None:
        """The canonical name of the innermost bound variable of this form."""
        pairs = zip(reversed(self.bound_forms), reversed(self.names.bound), strict=True)
        return next((canonical for spelled, (_, canonical) in pairs if spelled == wanted), None)

    def longest(self) -> tuple[int, str]:
        """The longest symbol or bound variable that the next tokens make: how many tokens, and its canonical name."""
        place = (self.token.span[0], tuple(self.bound_forms))
        if place == self.seen[0]:
            return self.seen[1]
        best, name = 0, ""
        if not self.token.is_op("{"):
            marks = latex_names.prefix(self.tokens, self.position, max(self.most_marks, *map(len, self.bound_forms), 1))
            for count in range(len(marks), 0, -1):
                wanted = tuple(part for part, _ in marks[:count])
                name = self.bound_name(wanted) or self.forms.get(wanted, "")
                if name:
                    best = marks[count - 1][1] - self.position
                    break
        self.seen = (place, (best, name))
        return best, name

    def symbol_length(self) -> int:
        """How many of the next tokens are a symbol; 0 if they are none."""
        return self.longest()[0]

    def symbol(self) -> Tree:
        """A symbol, with its index if it is a vector."""
        start = self.position
        length, name = self.longest()
        self.position += length
        if self.names.vector(name) and self.accept("_"):
            return Variable(name, self.argument(), self.since(start))
        if self.token.is_op("_", "'"):
            self.position -= 1
            raise self.unknown(start)
        return Variable(name, span=self.since(start))

    def unknown(self, start: int) -> CannotRead:
        """The error for a name that is no symbol, with its accent, font, index and primes."""
        accented = self.token.kind == "command" and self.token.text in FONTS | ACCENTS
        self.take()
        if accented:
            self.skip_group()
        while self.token.is_op("_", "'"):
            if self.take().text == "_":
                self.skip_group()
        span = self.since(start)
        return self.names.unknown(self.text[slice(*span)], span)

    def skip_group(self) -> None:
        """Pass a token or a group in braces without reading it."""
        opened = 0
        while self.token.kind != "end":
            token = self.take()
            opened += token.is_op("{") - token.is_op("}")
            if opened <= 0:
                return

    def bind(self) -> str:
        """Bind the variable that the next tokens name."""
        start = self.position
        length = self.symbol_length()
        if not length:
            length = 1 if self.token.kind == "letter" or self.token.text in vocabulary.GREEK else 0
            if length and self.after().is_op("_"):
                length = 3
        tokens = self.tokens[start:start + length]
        if not length or any(token.kind == "end" for token in tokens):
            raise self.unexpected("a variable")
        self.position += length
        wanted = latex_names.form(tokens)
        name = self.names.bind(self.forms.get(wanted) or "".join(wanted), self.since(start))
        self.bound_forms.append(wanted)
        return name

    def release(self) -> None:
        """End the innermost binding."""
        self.names.release()
        self.bound_forms.pop()
