"""A question: the formula that is asked for, its symbols, where it is compared, and the slips that are known."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from verifiers.answers.grounds import Axis, Box, Ground
from verifiers.answers.problems import CannotRead
from verifiers.answers.symbols import Symbol
from verifiers.answers.texts.reading import read_answer
from verifiers.answers.trees import Tree
from verifiers.errors import LearningTheoremsError

Claim = Literal["equal", "at_most", "at_least", "tends", "law", "holds"]
KINDS = ("formula", "number", "chain", "inequality", "equation", "interval", "set", "matrix", "distribution")
VARIABLE_KEYS = {"type", "min", "max", "open", "latex"}


class BadQuestion(LearningTheoremsError):
    """A question that cannot be asked: its reference, a variable or a constraint is wrong."""


@dataclass(frozen=True, slots=True)
class Question:
    """What an answer is judged against.

    kind: one of KINDS, or "" to take it from the reference; claim: how the record relates its quantity to the formula;
    slips: known wrong answers by label; tolerance: relative error that a number may have (None: exact);
    figures: significant figures that a decimal has to be right to (None: exact); definition: what to do with an answer
    that leaves an integral or a sum uncomputed; withhold: whether the value of a number, which is the answer itself, stays
    untold; quantity: the LaTeX of what is asked for, which is no answer.
    """

    name: str
    reference: Tree
    symbols: tuple[Symbol, ...]
    ground: Ground
    kind: str = ""
    claim: Claim = "equal"
    slips: tuple[tuple[str, Tree], ...] = ()
    tolerance: Fraction | None = None
    figures: int | None = None
    definition: Literal["accept", "reject", "cannot decide"] = "accept"
    withhold: bool = True
    quantity: str = ""


def question_from_texts(reference: str, variables: Mapping[str, Mapping[str, Any]] | None = None,
                        constraints: Sequence[str] = (), syntax: str = "auto", kind: str = "",
                        **options: Any) -> Question:
    """A question from a reference formula and the ranges of its variables.

    variables: name → {type: integer or real, min, max, open, latex}.
    Raises BadQuestion with one sentence that names the part that is wrong.
    """
    if kind and kind not in KINDS:
        raise BadQuestion(f"the kind {kind!r} is unknown; expected one of {', '.join(KINDS)}")
    if not isinstance(variables or {}, Mapping):
        raise BadQuestion("the variables are not given by name, as in {\"n\": {\"type\": \"integer\"}}")
    listed = isinstance(constraints, Sequence) and not isinstance(constraints, str)
    if not listed or not all(isinstance(c, str) for c in constraints):
        raise BadQuestion("the constraints are not a list of relations, as in [\"n > 2\"]")
    axes = tuple(axis(name, description) for name, description in (variables or {}).items())
    latex = {name: str(d.get("latex", "")) for name, d in (variables or {}).items()}
    symbols = tuple(Symbol(a.name, latex[a.name], integer=a.integer) for a in axes)
    conditions = tuple(_read(c, symbols, "auto", f"the constraint {c!r}") for c in constraints)
    tree = _read(reference, symbols, syntax, "the reference")
    return Question("", tree, symbols, Box(axes, conditions), kind, **options)


def _read(text: str, symbols: Sequence[Symbol], syntax: str, what: str) -> Tree:
    try:
        return read_answer(text, symbols, syntax)
    except CannotRead as reason:
        raise BadQuestion(f"{what} cannot be read: {reason.sentence}") from None


def axis(name: str, description: Mapping[str, Any]) -> Axis:
    """A variable of a case file. Raises BadQuestion if its description is wrong."""
    if not isinstance(name, str) or not re.fullmatch(r"[^\W\d]\w{0,30}", name):
        raise BadQuestion(f"{str(name)[:40]!r} is no name of a variable")
    if not isinstance(description, Mapping):
        raise BadQuestion(f"the variable {name} needs a description like {{\"type\": \"real\", \"min\": 0, \"max\": 1}}")
    unknown = sorted(str(key) for key in set(description) - VARIABLE_KEYS)
    if unknown:
        raise BadQuestion(f"the variable {name} has the unknown key {unknown[0]!r}; "
                          f"expected {', '.join(sorted(VARIABLE_KEYS))}")
    kind = description.get("type", "real")
    if kind not in ("integer", "real"):
        raise BadQuestion(f"the type of {name} is {str(kind)[:40]!r}; expected integer or real")
    low, high = (_end(name, key, description.get(key)) for key in ("min", "max"))
    if low is not None and high is not None and low > high:
        raise BadQuestion(f"the range of {name} is empty: min {low} is above max {high}")
    found = Axis(name, kind == "integer", low, high, bool(description.get("open", False)))
    if (found.integer and not found.integers()) or (found.open and low is not None and low == high):
        raise BadQuestion(f"the range of {name} is empty: no value lies between {low} and {high}")
    return found


def _end(name: str, key: str, value: Any) -> Fraction | None:
    return None if value is None or str(value) in ("inf", "-inf", "oo", "-oo") else read_fraction(f"{key} of {name}", value)


def read_fraction(what: str, value: Any) -> Fraction:
    """A number of a question, exact: "1/3", 0.05 (as it is printed), 12. Raises BadQuestion if it is none."""
    text = str(value)
    try:
        if isinstance(value, bool) or not re.fullmatch(r"[+-]?[\d./]{1,30}(e[+-]?\d{1,2})?", text):
            raise ValueError
        number = Fraction(text)
        if abs(number) > 10 ** 12:
            raise ValueError
        return number
    except (ValueError, ZeroDivisionError):
        raise BadQuestion(f"the {what} is {text[:40]!r}; expected a number up to 10^12") from None


_RANGE = re.compile(r"\s*(?P<open>[(\[]?)\s*(?P<low>-?[\w./]+)\s*\.\.\s*(?P<high>-?[\w./]+)\s*[)\]]?\s*\Z")


def variable_from_text(text: str) -> tuple[str, dict[str, Any]]:
    r"""A variable written as `N: integer, 6..40`, `p: real, (0..1)` (ends left out) or `s: real, 0..inf, \sigma`.

    Raises BadQuestion if it is written otherwise.
    """
    name, colon, rest = text.partition(":")
    parts = [p.strip() for p in rest.split(",")]
    if not colon or parts[0] not in ("integer", "real"):
        raise BadQuestion(f"cannot read the variable {text[:60]!r}; write it as 'N: integer, 6..40' or 'p: real, (0..1)'")
    description: dict[str, Any] = {"type": parts[0]}
    for part in parts[1:]:
        found = _RANGE.match(part)
        if found:
            description |= {"min": found["low"], "max": found["high"], "open": found["open"] == "("}
        elif part.startswith("\\") or re.fullmatch(r"\w+", part):
            description["latex"] = part
        else:
            raise BadQuestion(f"cannot read {part[:40]!r} in the variable {text[:60]!r}; a range is written 6..40 or (0..1)")
    return name.strip(), description
