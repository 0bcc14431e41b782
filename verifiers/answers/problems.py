"""The one error of reading an answer: a sentence, and the place in the text that it is about."""

from __future__ import annotations

from verifiers.errors import LearningTheoremsError

SHOWN = 60  # characters of the text that are shown around the place


class CannotRead(LearningTheoremsError):
    """An answer that cannot be read, is ambiguous, or exceeds a limit.

    sentence: what was wrong and what was expected; text: the whole answer; span: the characters it is about.
    """

    def __init__(self, sentence: str, text: str = "", span: tuple[int, int] = (0, 0)) -> None:
        self.sentence, self.text, self.span = sentence, text, span
        super().__init__(sentence)

    def __reduce__(self) -> tuple[type[CannotRead], tuple[str, str, tuple[int, int]]]:
        return type(self), (self.sentence, self.text, self.span)

    def marked(self) -> str:
        """The text on one line with the place marked under it, cut to what surrounds the place; "" without a text."""
        if not self.text:
            return ""
        start, end = self.span
        first = max(0, min(start, len(self.text)) - SHOWN // 2)
        shown = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in self.text[first:first + SHOWN])
        before, after = "…" if first else "", "…" if first + SHOWN < len(self.text) else ""
        length = max(1, min(end, first + SHOWN) - start)
        return f"{before}{shown}{after}\n{' ' * (len(before) + start - first)}{'^' * length}"
