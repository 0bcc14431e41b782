"""A judgement as the person who asked for it sees it: as text, in a notebook, as LaTeX."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, NoReturn

COLOURS = {"correct": "#1a7f37", "incorrect": "#cf222e"}  # anything else is grey
GREY = "#6e7781"
KEYS = ("verdict", "proved", "feedback", "witness", "slip", "method", "notation", "first_bad_link", "digits", "points",
        "marked")

_SPECIAL = {"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%", "_": r"\_",
            "^": r"\textasciicircum{}", "~": r"\textasciitilde{}"}


@dataclass(frozen=True, slots=True, repr=False)
class JudgedAnswer:
    """The verdict on one answer.

    verdict: `correct`, `incorrect`, `cannot decide` or `cannot read`; proved: a correct answer was proved equal, not only
    compared; feedback: sentences for the student, without the correct formula; witness: `point`, `answer` and `correct`, the
    values of both there; slip: the label of the known or recognised slip; method: what a correct verdict rests on; notation:
    remarks; first_bad_link: of a chain, the index of its first wrong link; digits, points: how far an unproved agreement was
    checked; marked: the text with the place that cannot be read; answer: the text; answer_latex: the answer as it was read;
    correct_answer, correct_latex: the correct answer, if it was asked for.

    It has no truth value: compare `verdict`, or use `assert_answer`.
    """

    verdict: str
    proved: bool = False
    feedback: str = ""
    witness: Mapping[str, Any] | None = None
    slip: str | None = None
    method: str = ""
    notation: tuple[str, ...] = ()
    first_bad_link: int | None = None
    digits: int | None = None
    points: int | None = None
    marked: str = ""
    answer: str = ""
    answer_latex: str = ""
    correct_answer: str = ""
    correct_latex: str = ""

    @staticmethod
    def from_result(result: Mapping[str, Any], answer: str) -> JudgedAnswer:
        """From what the judging process gives."""
        known = {f.name for f in fields(JudgedAnswer)}
        values = {key: value for key, value in result.items() if key in known}
        return JudgedAnswer(**{**values, "notation": tuple(result.get("notation") or ()), "answer": answer})

    def as_dict(self) -> dict[str, Any]:
        """The judgement as JSON values with stable keys; the correct answer only if it was asked for."""
        found = {key: getattr(self, key) for key in KEYS} | {"notation": list(self.notation)}
        return found | ({"correct_answer": self.correct_answer} if self.correct_answer else {})

    def sentence(self) -> str:
        """What there is to say besides the verdict."""
        if self.verdict == "correct" and self.proved:
            return "; ".join([f"proved ({self.method})" if self.method else "proved", *self.notation])
        return self.feedback or self.method

    def __str__(self) -> str:
        lines = [f"{self.verdict}: {self.sentence()}" if self.sentence() else self.verdict]
        lines += ["  " + line for line in self.marked.splitlines()]
        if self.correct_answer:
            lines.append(f"the correct answer: {self.correct_answer}")
        return "\n".join(lines)

    def __repr__(self) -> str:
        return str(self)

    def __bool__(self) -> NoReturn:
        raise TypeError("the truth of a judgement is ambiguous, since an answer may be neither correct nor incorrect; "
                        "compare its verdict, or use assert_answer")

    def _repr_html_(self) -> str:
        colour = COLOURS.get(self.verdict, GREY)
        shown = _math(self.answer_latex) if self.answer_latex else f"<code>{html.escape(_cut(self.answer))}</code>"
        lines = [f'<div>{shown} &ensp;<strong style="color:{colour}">{html.escape(self.verdict)}</strong></div>']
        if self.sentence():
            lines.append(f"<div>{html.escape(self.sentence())}</div>")
        if self.marked:
            lines.append(f"<pre>{html.escape(self.marked)}</pre>")
        if self.correct_latex:
            lines.append(f"<div>the correct answer: {_math(self.correct_latex)}</div>")
        return "\n".join(lines)

    def _repr_latex_(self) -> str:
        shown = f"$\\displaystyle {self.answer_latex}$" if self.answer_latex else _escaped(_cut(self.answer))
        said = f": {_escaped(self.sentence())}" if self.sentence() else ""
        correct = f"; the correct answer: $\\displaystyle {self.correct_latex}$" if self.correct_latex else ""
        return f"{shown} --- {self.verdict}{said}{correct}"


def _math(latex: str) -> str:
    """A formula in HTML, between the delimiters that notebooks look for."""
    return f"$\\displaystyle {html.escape(latex, quote=False)}$"


def _escaped(text: str) -> str:
    return re.sub(r"[\\{}$&#%_^~]", lambda found: _SPECIAL[found[0]], text)


def _cut(text: str, most: int = 200) -> str:
    """Text on one line without control characters, shortened."""
    shown = "".join(c if c.isprintable() else " " for c in text[:most])
    return shown + ("…" if len(text) > most else "")
