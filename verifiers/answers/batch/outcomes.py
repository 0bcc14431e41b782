"""What becomes of a judgement: its result checked and completed, or `cannot decide` with the reason why there is none."""

from __future__ import annotations

import json
import signal
from typing import Any

from verifiers.answers.batch.confinement import Limits
from verifiers.answers.batch.strict_json import HALVES

CORRECT, INCORRECT, CANNOT_DECIDE, CANNOT_READ = "correct", "incorrect", "cannot decide", "cannot read"
VERDICTS = (CORRECT, INCORRECT, CANNOT_DECIDE, CANNOT_READ)

Result = dict[str, Any]


def undecided(reason: str) -> Result:
    """The result of an answer that was not judged."""
    return {"verdict": CANNOT_DECIDE, "proved": False, "feedback": reason, "witness": None, "slip": None, "notation": []}


def outcome(reply: dict[str, Any], payload: bytes, limits: Limits) -> Result:
    """The result of one judgement, from what its process wrote and how it ended. Nothing in them is trusted."""
    state = reply["state"]
    if state == "answered":
        return _of_payload(payload, limits)
    if state == "late" or reply.get("signal") == signal.SIGXCPU:
        return undecided(f"the judgement did not end within {limits.seconds:g} s")
    if state == "long":
        return undecided("the judgement gave a result that is too long")
    return undecided(_of_death(reply.get("signal"), limits))


def _of_death(number: int | None, limits: Limits) -> str:
    if number in (signal.SIGABRT, signal.SIGFPE):  # what GMP and FLINT do with numbers that are too large
        return f"the judgement gave up, most likely because it needed more than {limits.memory} MiB of memory"
    if number == signal.SIGKILL:
        return "the judgement was killed by the system, most likely for want of memory"
    if number:
        names = {member.value: member.name for member in signal.Signals}
        return f"the judgement crashed ({names.get(number, f'signal {number}')})"
    return "the judgement ended without a result"


def _of_payload(payload: bytes, limits: Limits) -> Result:
    try:
        found = _without_halves(json.loads(payload, parse_constant=_refuse))
        if failure := found.get("failure"):
            return undecided(_of_failure(str(failure["kind"]), str(failure["text"]), limits))
        return checked(found["result"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return undecided("the judgement gave no valid result")


def _of_failure(kind: str, text: str, limits: Limits) -> str:
    if kind == "memory":
        return f"the judgement needed more than {limits.memory} MiB of memory"
    return text if kind == "refused" else f"the judgement failed ({text}); please report it"


def checked(result: Any) -> Result:
    """A judge's result with every key that others rely on. Raises ValueError if it is none."""
    full: Result = undecided("") | dict(result)
    slip, notation = full["slip"], full["notation"]
    if full["verdict"] not in VERDICTS or not isinstance(full["proved"], bool) or not isinstance(full["feedback"], str):
        raise ValueError("no verdict")
    if not (slip is None or isinstance(slip, str)) or not isinstance(notation, list):
        raise ValueError("no slip or no remarks")
    if not all(isinstance(remark, str) for remark in notation):
        raise ValueError("remarks are sentences")
    return full


def _without_halves(found: Any) -> Any:
    """The same with every half of a surrogate pair replaced."""
    text = json.dumps(found, ensure_ascii=False)
    return json.loads(HALVES.sub("\N{REPLACEMENT CHARACTER}", text)) if HALVES.search(text) else found


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is not JSON")
