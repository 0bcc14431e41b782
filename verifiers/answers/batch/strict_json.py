"""JSON from files of others: strict, bounded, and with one sentence for everything that is wrong."""

from __future__ import annotations

import json
import re
from typing import Any

SHOWN = 40  # characters of a value in a sentence
HALVES = re.compile("[\ud800-\udfff]")
KINDS = {dict: "an object", list: "a list", str: "a text", int: "a number", float: "a number", bool: "true or false",
         type(None): "null"}


class Refused(Exception):
    """One sentence why a row cannot be used; `id` where the row has a usable one."""

    def __init__(self, sentence: str, id: str | None = None) -> None:
        super().__init__(sentence)
        self.id = id


def parsed(text: str) -> Any:
    """The value; no NaN, no key twice. Raises Refused."""
    try:
        return json.loads(text, object_pairs_hook=_each_once, parse_constant=_no_constant)
    except json.JSONDecodeError as reason:
        raise Refused(f"not JSON: {reason.msg[:1].lower()}{reason.msg[1:]} at character {reason.pos + 1}") from None
    except ValueError:
        raise Refused("not usable JSON: a number has too many digits") from None
    except RecursionError:
        raise Refused("not usable JSON: it is nested too deeply") from None


def decoded(line: bytes, longest: int) -> str:
    """The text of a line. Raises Refused if it is too long or not UTF-8."""
    if len(line) > longest:
        raise Refused(f"the line has {len(line)} bytes; at most {longest} are read")
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError as reason:
        raise Refused(f"not UTF-8: byte 0x{line[reason.start]:02x} at byte {reason.start + 1} of the line") from None


def short(value: Any) -> str:
    """A value as a sentence shows it: on one line, in printable characters, cut."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    text = repr(HALVES.sub("\N{REPLACEMENT CHARACTER}", text[:SHOWN]))[1:-1] + ("…" if len(text) > SHOWN else "")
    return f'"{text}"' if isinstance(value, str) else text


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        raise Refused(f"the key {short(next(key for key in keys if keys.count(key) > 1))} is there twice")
    return found


def _no_constant(constant: str) -> Any:
    raise Refused(f"not JSON: {constant} is no JSON number")
