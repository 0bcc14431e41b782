"""Judgements: the verdict on an answer, with its witness and what is to be said about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from fractions import Fraction
from typing import Any, Literal

import flint
from flint import acb, arb, fmpq

from verifiers.answers.evaluation import Point
from verifiers.answers.values import Value, is_real

Verdict = Literal["correct", "incorrect", "cannot decide", "cannot read"]


@dataclass(frozen=True, slots=True)
class Witness:
    """A point of the domain at which the answer is wrong, with both values as text ("undefined" where there is none)."""

    point: dict[str, Any]
    answer: str
    correct: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on an answer.

    proved: a correct answer was proved equal, not just compared; method: how the verdict was reached; feedback: sentences
    for the student, which never contain the correct formula; slip: the known or recognised slip; notation: remarks that a
    rubric may count; first_bad_link: of a chain, the index of the first wrong link; digits and points: how far an unproved
    agreement was checked; marked: the text with the place marked that could not be read.
    """

    verdict: Verdict
    proved: bool = False
    feedback: str = ""
    witness: Witness | None = None
    slip: str | None = None
    method: str = ""
    notation: tuple[str, ...] = ()
    first_bad_link: int | None = None
    digits: int | None = None
    points: int | None = None
    marked: str = ""
    answer_latex: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """The judgement as JSON values, in a fixed order of keys."""
        return asdict(self) | {"notation": list(self.notation), "extra": dict(self.extra)}


def shown_point(point: Point) -> dict[str, Any]:
    """A point with fractions as text and vectors as lists."""
    def text(value: Any) -> Any:
        if isinstance(value, tuple):
            return [text(v) for v in value]
        if isinstance(value, Fraction):
            return int(value) if value.denominator == 1 else f"{value.numerator}/{value.denominator}"
        return value
    return {name: text(value) for name, value in point.items()}


def at(point: Point) -> str:
    """A point in words: `N = 1, P = 4`."""
    def text(value: Any) -> str:
        return "(" + ", ".join(map(text, value)) + ")" if isinstance(value, list) else str(value)
    return ", ".join(f"{name} = {text(value)}" for name, value in shown_point(point).items())


def shown(value: Value, digits: int = 6) -> str:
    """A value as a short fraction, else as a decimal."""
    if value is None:
        return "undefined"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, fmpq):
        text = str(value)
        return text if len(text) <= 24 else _decimal(arb(value), digits)
    if is_real(value):
        return _decimal(value.real, digits)
    imaginary = value.imag
    sign = "-" if imaginary < 0 else "+"
    return f"{_decimal(value.real, digits)} {sign} {_decimal(abs(imaginary), digits)}i"


def _decimal(value: arb, digits: int) -> str:
    return str(value.str(digits, radius=False)).replace("e+", "e")


def shown_pair(left: Value, right: Value) -> tuple[str, str]:
    """Two values, with as many digits as it takes to tell them apart."""
    pair = shown(left), shown(right)
    with flint.ctx.workprec(500):
        for digits in (9, 15, 25, 40, 80, 130):
            if pair[0] != pair[1]:
                return pair
            pair = shown(left, digits), shown(right, digits)
    return pair if pair[0] != pair[1] else (shown(left), shown(right))


def ball_of(value: Value) -> acb:
    """A value as a ball."""
    return value if isinstance(value, acb) else acb(arb(value))
