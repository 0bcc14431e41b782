"""The process that judges: it loads the judge once, and forks for every submission.

Every submission is so judged by a process of its own, which starts from the same image, is confined and killed at its
time limit; nothing it does reaches another one. This process itself never looks at an answer.

The process that started it sends a JSON object a line to standard input and reads replies from standard output:

    {"prepare": name}    load a theorem, so that the forked processes have it      {"state": "prepared", "refused": …}
    {"judge": case}      {"state": "answered" | "late" | "died" | "long", "signal", "seconds", "length"} and the bytes

It ends when standard input does.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import math
import os
import select
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NoReturn

from verifiers.answers.batch.confinement import Limits, adopt_orphans, confine, end_with_parent, mapped_bytes
from verifiers.errors import LearningTheoremsError

LONGEST, SENTENCE = 1 << 17, 2000  # bytes of a result, characters of an error's sentence


class ParentGone(Exception):
    """The process that asks has ended or has closed the connection."""


def main(hello: dict[str, Any]) -> None:
    """Serve until standard input ends. hello: `judge` (module:function), `seconds`, `memory`, `folder` (empty)."""
    end_with_parent()  # importing and preparing see no end of standard input
    adopt_orphans()
    requests, replies = _own_pipes()
    try:
        judge, prepare = _load(hello["judge"])
    except Exception as reason:
        _send(replies, {"state": "failed", "reason": f"{type(reason).__name__}: {reason}"})
        return
    os.chdir(hello["folder"])
    server = Server(requests, replies, hello["folder"], Limits(hello["seconds"], hello["memory"]), judge, prepare)
    try:
        server.serve()
    except (ParentGone, BrokenPipeError):
        shutil.rmtree(hello["folder"], ignore_errors=True)


def _own_pipes() -> tuple[int, int]:
    """Move standard input and output where no print and no child finds them."""
    pipes = os.dup(0), os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return pipes


def _load(name: str) -> tuple[Callable[[dict[str, Any]], Any], Callable[[str], Any] | None]:
    """The judge and, if its module has one, the function `prepare`. A function `warm` is called.

    It has to load and fill what every judgement needs (modules imported late, caches): once here, not in every fork.
    """
    from verifiers.workers import few_collections
    module, function = name.split(":")
    with few_collections():
        found = importlib.import_module(module)
        getattr(found, "warm", lambda: None)()
    gc.disable()  # a collection here would touch pages that the forked processes share
    return getattr(found, function), getattr(found, "prepare", None)


def _send(pipe: int, reply: dict[str, Any], payload: bytes = b"") -> None:
    data = memoryview(json.dumps({**reply, "length": len(payload)}).encode() + b"\n" + payload)
    while data:
        data = data[os.write(pipe, data):]


@dataclass(slots=True)
class Server:
    """The loop over requests, with what it needs."""

    requests: int
    replies: int
    folder: str
    limits: Limits
    judge: Callable[[dict[str, Any]], Any]
    prepare: Callable[[str], Any] | None
    waiting: bytes = b""
    mapped: int = field(default_factory=mapped_bytes)

    def serve(self) -> NoReturn:
        """Answer every request. Raises ParentGone at the end of the requests."""
        _send(self.replies, {"state": "ready"})
        while True:
            end_with_parent(False)  # the loop notices, and can remove the folder
            request = self._next()
            if "prepare" in request:
                end_with_parent()
                _send(self.replies, {"state": "prepared", "refused": self._prepared(request["prepare"])})
            else:
                _send(self.replies, *self._judged(request["judge"]))

    def _next(self) -> dict[str, Any]:
        pieces = [self.waiting]
        while b"\n" not in pieces[-1]:
            pieces.append(os.read(self.requests, 1 << 16))
            if not pieces[-1]:
                raise ParentGone
        line, self.waiting = b"".join(pieces).split(b"\n", 1)
        found: dict[str, Any] = json.loads(line)
        return found

    def _prepared(self, name: str) -> str | None:
        """Why the theorem cannot be judged; None if it can, or if only the judgement itself can tell."""
        try:
            if self.prepare is not None:
                self.prepare(name)
            return None
        except LearningTheoremsError as reason:
            return str(reason)
        except Exception:
            return None
        finally:
            gc.disable()  # loading the collections enables it
            gc.freeze()
            self.mapped = mapped_bytes()

    def _judged(self, case: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        started, own = time.monotonic(), os.getpid()
        deadline = started + self.limits.stopped_after
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            self._judge_and_exit(case, writing, own)
        os.close(writing)
        try:
            state, payload = self._collect(reading, deadline)
            number = _reap(child, deadline if state == "died" else 0.0)
        except BaseException:
            _reap(child, 0.0)
            raise
        finally:
            os.close(reading)
            self._clean()
        return {"state": state, "signal": number, "seconds": time.monotonic() - started}, payload

    def _judge_and_exit(self, case: dict[str, Any], pipe: int, parent: int) -> NoReturn:
        """In the forked process: confine it, judge, write the result as one line of JSON, and exit."""
        try:
            pipe = confine(self.limits, pipe, parent, self.mapped)
            data = memoryview(_result(self.judge, case) + b"\n")
            while data:
                data = data[os.write(pipe, data):]
        finally:
            os._exit(0)

    def _collect(self, reading: int, deadline: float) -> tuple[str, bytes]:
        """Read until the line of the result is complete, the process ends, or its time is over."""
        poll, found = select.poll(), bytearray()
        poll.register(reading, select.POLLIN)
        poll.register(self.requests, 0)  # tells only that the other side is gone
        while (remaining := deadline - time.monotonic()) > 0:
            ready = [descriptor for descriptor, _ in poll.poll(math.ceil(remaining * 1000))]
            if self.requests in ready:
                raise ParentGone
            if reading not in ready:
                continue
            piece = os.read(reading, 1 << 16)
            found += piece
            if not piece:
                return "died", b""
            if piece.endswith(b"\n"):
                return "answered", bytes(found)
            if len(found) > LONGEST:
                return "long", b""
        return "late", b""

    def _clean(self) -> None:
        """Kill what a submission's process has left behind, and empty the folder."""
        with contextlib.suppress(ChildProcessError):
            while True:
                if os.waitpid(-1, os.WNOHANG)[0] == 0:
                    for child in _children():
                        with contextlib.suppress(ProcessLookupError):
                            os.kill(child, signal.SIGKILL)
                    time.sleep(0.001)
        for name in os.listdir(self.folder):
            path = os.path.join(self.folder, name)
            if os.path.isdir(path) and not os.path.islink(path):
                shutil.rmtree(path, ignore_errors=True)
            else:
                os.unlink(path)


def _reap(child: int, deadline: float) -> int | None:
    """Kill the process and its group, unless it ends by itself before; return the signal that it then died of, if any."""
    ended, status = 0, 0
    while time.monotonic() < deadline and not ended:
        ended, status = os.waitpid(child, os.WNOHANG)
        if not ended:
            time.sleep(0.001)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child, signal.SIGKILL)
    if not ended:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)  # it may not have made its group yet
        os.waitpid(child, 0)
    return os.WTERMSIG(status) if ended and os.WIFSIGNALED(status) else None


def _children() -> list[int]:
    """The child processes of this one."""
    own = os.getpid()
    try:
        with open(f"/proc/{own}/task/{own}/children", encoding="ascii") as file:
            return [int(word) for word in file.read().split()]
    except OSError:
        return []


def _result(judge: Callable[[dict[str, Any]], Any], case: dict[str, Any]) -> bytes:
    try:
        return json.dumps({"result": judge(case)}, allow_nan=False).encode()
    except MemoryError:
        failure = {"kind": "memory", "text": ""}
    except LearningTheoremsError as reason:
        failure = {"kind": "refused", "text": str(reason)[:SENTENCE]}
    except BaseException as reason:
        failure = {"kind": "error", "text": f"{type(reason).__name__}{_place(reason)}"}
    return json.dumps({"failure": failure}).encode()


def _place(reason: BaseException) -> str:
    """Where it was raised, in words that do not change from run to run."""
    frames = list(traceback.walk_tb(reason.__traceback__))
    if not frames:
        return ""
    frame, line = frames[-1]
    return f" in {frame.f_globals.get('__name__', '?')}, line {line}"


if __name__ == "__main__":
    main(json.loads(sys.stdin.buffer.readline()))
