"""`assert_answer`: a lecturer's own tests of answers, right ones and wrong ones."""

from __future__ import annotations

from typing import Any

from verifiers.answers.asking import check
from verifiers.answers.batch.outcomes import VERDICTS
from verifiers.answers.display import JudgedAnswer
from verifiers.errors import LearningTheoremsError

LONGEST = 200  # characters of the answer that are shown


def assert_answer(name: str, answer: Any, *, verdict: str | None = None, slip: str | None = None, **options: Any) -> None:
    """Pass if the answer to the theorem gets this verdict (`correct`, if none is given) and, if one is named, for this slip.

    A slip alone means the verdict `incorrect`. options: those of `check`. Raises AssertionError with the judgement otherwise,
    LearningTheoremsError if the question cannot be asked.
    """
    __tracebackhide__ = True
    expected = verdict or ("correct" if slip is None else "incorrect")
    if expected not in VERDICTS:
        raise LearningTheoremsError(f"the verdict is {expected!r}; expected one of {', '.join(VERDICTS)}")
    found = check(name, answer, **options)
    if found.verdict != expected or slip not in (None, found.slip):
        raise AssertionError(_complaint(name, found, expected, slip))


def _complaint(name: str, found: JudgedAnswer, expected: str, slip: str | None) -> str:
    text = found.answer if len(found.answer) <= LONGEST else found.answer[:LONGEST] + "…"
    wanted = expected + ("" if slip is None else f", the slip {slip!r}")
    got = found.verdict + ("" if slip is None or found.verdict != expected else f", the slip {found.slip!r}")
    return f"{name}: the answer {text!r} is judged {got}; expected {wanted}\n{found}"
