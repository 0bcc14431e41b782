"""The errors that a user or an author sees, each one a single clear sentence."""

from __future__ import annotations


class LearningTheoremsError(Exception):
    """Base of all errors that are shown as one sentence instead of a traceback."""


class RecordError(LearningTheoremsError):
    """A theorem's record or one of its checks is wrong; carries file and line where known.

    >>> str(RecordError("the domain has no points", "page.py", 12))
    'page.py:12: the domain has no points'
    """

    def __init__(self, message: str, file: str = "", line: int = 0) -> None:
        self.message, self.file, self.line = message, file, line
        place = f"{file}:{line}: " if file and line else f"{file}: " if file else ""
        super().__init__(place + message)

    def __reduce__(self) -> tuple[type[RecordError], tuple[str, str, int]]:
        return type(self), (self.message, self.file, self.line)

    def at(self, file: str, line: int) -> RecordError:
        """The same error with a place, unless it has one already."""
        return self if self.file else type(self)(self.message, file, line)


class DomainError(RecordError):
    """A domain cannot be sampled: it is empty or a constraint has no symbol alone on one side."""


class UndefinedValue(LearningTheoremsError):
    """An expression has no finite real value at a point (division by zero, logarithm of a negative number, …)."""


class Unevaluated(UndefinedValue):
    """No method found the value of an expression at a point: it may have one, so nothing follows from it."""


class NotRigorous(LearningTheoremsError):
    """An expression has a part (integral, infinite sum, …) that ball arithmetic does not evaluate."""


class TooImprecise(LearningTheoremsError):
    """The working precision does not decide a comparison; a higher one may."""


class TimeLimitReached(LearningTheoremsError):
    """A computation was stopped at its time limit."""
