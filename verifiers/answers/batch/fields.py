"""The fields of a submission: which there are, what they may hold, and the case that they make for the judge.

Other keys (labels, comments) are allowed, and never reach the judge.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from verifiers.answers.batch.strict_json import HALVES, KINDS, Refused, short

ANSWERS = ("formula", "number", "chain", "inequality", "equation", "interval", "set", "matrix", "distribution")
SYNTAXES = ("sympy", "latex", "auto")
TYPES = ("integer", "real")
DESCRIPTION = ("type", "min", "max", "open", "latex")
NAME = 200  # characters of an id, a student's name, or a theorem's
FIGURES = 50


def case_of(row: dict[str, Any]) -> tuple[str, dict[str, Any], str | None]:
    """Id, case and student of a row. Raises Refused with what is missing or wrong."""
    name = _name(row, "id")
    if name is None:
        raise Refused("there is no id")
    try:
        return name, _case(row), _name(row, "student")
    except Refused as reason:
        raise Refused(str(reason), name) from None


def _case(row: dict[str, Any]) -> dict[str, Any]:
    case = _question(row)
    if "answer" not in row:
        raise Refused("there is no answer")
    case["answer"] = _text(row, "answer")
    for key, known in (("syntax", SYNTAXES), ("kind", ANSWERS)):
        value = row.get(key)
        if value not in (None, ""):
            case[key] = _one_of(value, known, key)
    for key, taken in OPTIONS.items():
        if row.get(key) is not None:
            case[key] = taken(row[key])
    return case


def _question(row: dict[str, Any]) -> dict[str, Any]:
    theorem, reference = _name(row, "theorem"), row.get("reference")
    if reference is not None and _text(row, "reference").strip() == "":
        reference = None
    if theorem is not None and reference is not None:
        raise Refused("there are both a theorem and a reference")
    if theorem is None and reference is None:
        raise Refused("there is neither a theorem nor a reference")
    variables, constraints = row.get("variables"), row.get("constraints")
    if theorem is not None:
        if variables or constraints:
            raise Refused("a theorem has its own variables and constraints")
        return {"theorem": theorem}
    case: dict[str, Any] = {"reference": reference}
    if variables is not None:
        case["variables"] = _variables(variables)
    if constraints is not None:
        case["constraints"] = _texts(constraints)
    return case


def _name(row: dict[str, Any], key: str) -> str | None:
    """A short text on one line; None if it is not there or empty."""
    if row.get(key) is None:
        return None
    text = _text(row, key)
    if HALVES.search(text) or any(c in text for c in "\0\r\n"):
        raise Refused(f"the {key} {short(text)} has a character that no name can have")
    if len(text) > NAME:
        raise Refused(f"the {key} has {len(text)} characters; at most {NAME} are possible")
    return text if text.strip() else None


def _text(row: dict[str, Any], key: str) -> str:
    value = row[key]
    if not isinstance(value, str):
        raise Refused(f"the {key} must be a text, not {KINDS[type(value)]}")
    return value


def _texts(value: Any) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise Refused('the constraints must be a list of texts such as ["N > P + 1"]')
    return value


def _one_of(value: Any, known: tuple[str, ...], what: str) -> str:
    if value not in known:
        raise Refused(f"the {what} {short(value)} is unknown; expected {', '.join(known[:-1])} or {known[-1]}")
    return str(value)


def _variables(value: Any) -> dict[str, dict[str, Any]]:
    if not isinstance(value, dict):
        raise Refused(f"the variables must be an object of name and description, not {KINDS[type(value)]}")
    for name, description in value.items():
        _describes(f"variable {short(name)}", description)
    return value


def _describes(what: str, description: Any) -> None:
    if not isinstance(description, dict):
        raise Refused(f'the {what} needs a description such as {{"type": "real", "min": 0, "max": 1}}')
    for key, value in description.items():
        if key not in DESCRIPTION:
            raise Refused(f"the {what} has the unknown key {short(key)}; expected {', '.join(DESCRIPTION)}")
        if key == "type":
            _one_of(value, TYPES, f"type of the {what}")
        elif key == "open" and not isinstance(value, bool):
            raise Refused(f"`open` of the {what} must be true or false")
        elif key == "latex" and not isinstance(value, str):
            raise Refused(f"`latex` of the {what} must be a text")
        elif key in ("min", "max") and (isinstance(value, bool) or not isinstance(value, int | float | str | None)):
            raise Refused(f"`{key}` of the {what} must be a number")


def _tolerance(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise Refused("the tolerance must be a number")
    return value


def _figures(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= FIGURES:
        raise Refused(f"the figures must be a whole number from 1 to {FIGURES}")
    return value


OPTIONS: dict[str, Callable[[Any], Any]] = {"tolerance": _tolerance, "figures": _figures}
