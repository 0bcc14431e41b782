"""The tokens of an answer as they are passed one by one, with errors that say where and what."""

from __future__ import annotations

from collections.abc import Callable

from verifiers.answers.problems import CannotRead
from verifiers.answers.texts import limits
from verifiers.answers.texts.lexing import Token
from verifiers.answers.texts.names import Names, cut
from verifiers.answers.trees import Span, Tree


class Stream:
    """A list of tokens with a position in it; `depth` counts how far the reader is inside brackets and arguments."""

    def __init__(self, tokens: list[Token], names: Names, text: str, shown: Callable[[Tree], str]) -> None:
        self.tokens, self.names, self.text, self.shown = tokens, names, text, shown
        self.position = 0
        self.depth = 0

    @property
    def token(self) -> Token:
        """The next token."""
        return self.tokens[self.position]

    def after(self, count: int = 1) -> Token:
        """A later token; the end if there are no more."""
        return self.tokens[min(self.position + count, len(self.tokens) - 1)]

    def take(self) -> Token:
        """The next token, which is then passed."""
        token = self.token
        self.position = min(self.position + 1, len(self.tokens) - 1)
        return token

    def accept(self, *texts: str) -> bool:
        """Pass an operator if it is the next token."""
        found = self.token.is_op(*texts)
        if found:
            self.take()
        return found

    def expect(self, text: str, what: str = "") -> Token:
        """Pass an operator that must be here."""
        if not self.token.is_op(text):
            raise self.unexpected(what or f"“{text}”")
        return self.take()

    def since(self, start: int) -> Span:
        """The part of the text from a token on to the last one passed."""
        return self.tokens[start].span[0], max(self.tokens[max(self.position - 1, start)].span[1], self.tokens[start].span[1])

    def error(self, sentence: str, span: Span) -> CannotRead:
        """The error about a part of the text."""
        return CannotRead(sentence, self.text, span)

    def unexpected(self, wanted: str) -> CannotRead:
        """The error that something else than the next token was expected."""
        found = "the answer ends" if self.token.kind == "end" else f"“{self.written(self.token.span)}” stands there"
        return self.error(f"expected {wanted} at character {self.token.span[0] + 1}, but {found}", self.token.span)

    def written(self, span: Span) -> str:
        """A part of the text for a message."""
        return cut(self.text[span[0]:span[1]])

    def ambiguous(self, start: int, first: Tree, second: Tree) -> CannotRead:
        """The error that the text from a token on has two readings."""
        span = self.since(start)
        one, other = (cut(self.shown(tree), 120) for tree in (first, second))
        return self.error(f"“{self.written(span)}” can be read as {one} or as {other}; write the one that is meant", span)

    def enter(self) -> None:
        """Go one level deeper. Raises CannotRead at the limit, so that the reader's own recursion is bounded."""
        self.depth += 1
        if self.depth > limits.NESTING:
            raise self.error(limits.TOO_NESTED, self.token.span)
