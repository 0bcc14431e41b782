"""A judging process as the process that started it sees it."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from verifiers.answers.batch.confinement import Limits
from verifiers.errors import LearningTheoremsError
from verifiers.workers import BLAS_THREADS

KEPT = ("PATH", "LANG", "LANGUAGE", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "TZ")  # and LC_*
BOOT = """
import json, sys
hello = json.loads(sys.stdin.buffer.readline())
sys.path[:] = hello["path"]
from verifiers.answers.batch.child import main
main(hello)
"""
ENDING = 2.0  # seconds a judging process has to remove its folder


class Ended(Exception):
    """The judging process has ended or talks nonsense."""


@dataclass(slots=True)
class Warm:
    """A running judging process.

    task: what it is busy with; due: when it has to have answered; prepared: the theorems that it has loaded.
    """

    judge: str
    limits: Limits
    process: subprocess.Popen[bytes] = field(init=False)
    folder: str = field(init=False)
    task: Any = None
    due: float = 0.0
    prepared: set[str] = field(default_factory=set)
    received: bytes = b""

    def __post_init__(self) -> None:
        if not hasattr(os, "fork"):
            raise LearningTheoremsError("judging answers needs processes that can be confined: Linux or macOS")
        self.folder = tempfile.mkdtemp(prefix="theorems-")
        try:
            self.process = subprocess.Popen(command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment(),
                                            stderr=None if os.environ.get("THEOREMS_TRACEBACK") else subprocess.DEVNULL,
                                            cwd=self.folder, start_new_session=True)
        except OSError as reason:
            os.rmdir(self.folder)
            raise LearningTheoremsError(f"the judging process cannot be started: {reason.strerror or reason}") from None

    def hello(self, task: Any, seconds: float) -> None:
        """Send what the process needs to know first."""
        self.send({"path": search_path(), "judge": self.judge, "seconds": self.limits.seconds,
                   "memory": self.limits.memory, "folder": self.folder}, task, seconds)

    def send(self, request: dict[str, Any], task: Any, seconds: float) -> None:
        """Ask; the answer is due in `seconds`. A process that has ended is noticed when its answer is read."""
        self.task, self.due = task, time.monotonic() + seconds
        stdin = self.process.stdin
        assert stdin is not None
        with contextlib.suppress(BrokenPipeError):
            stdin.write(json.dumps(request).encode() + b"\n")
            stdin.flush()

    def fileno(self) -> int:
        """The descriptor on which answers arrive."""
        assert self.process.stdout is not None
        return self.process.stdout.fileno()

    def receive(self) -> tuple[dict[str, Any], bytes] | None:
        """Read what there is: a reply with its bytes, or None if it is not complete. Raises Ended."""
        piece = os.read(self.fileno(), 1 << 18)
        if not piece:
            raise Ended
        self.received += piece
        head, newline, rest = self.received.partition(b"\n")
        if not newline:
            return None
        try:
            reply: dict[str, Any] = json.loads(head)
            length = int(reply["length"])
        except (ValueError, KeyError, TypeError):
            raise Ended from None
        if len(rest) < length:
            return None
        self.received = rest[length:]
        return reply, rest[:length]

    def close(self, at_once: bool = False) -> None:
        """End the process and remove its folder; whatever it has forked ends with it."""
        stdin, stdout = self.process.stdin, self.process.stdout
        assert stdin is not None and stdout is not None
        with contextlib.suppress(BrokenPipeError):
            stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(0.0 if at_once else ENDING)
        self.process.kill()
        self.process.wait()
        stdout.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def command() -> list[str]:
    """The command of a new interpreter that looks for modules only where it is told."""
    flags = ["-P", "-X", "utf8", *(["-s"] if sys.flags.no_user_site else []), *(["-B"] if sys.dont_write_bytecode else [])]
    return [sys.executable, *flags, "-c", BOOT]


def environment() -> dict[str, str]:
    """The environment of a judging process: no secrets, no settings but those that fix its results."""
    kept = {name: value for name, value in os.environ.items() if name in KEPT or name.startswith("LC_")}
    return kept | dict.fromkeys(BLAS_THREADS, "1") | {"PYTHONHASHSEED": "0"}


def search_path() -> list[str]:
    """Where this process finds modules, as absolute paths."""
    return [str(Path(entry).absolute()) for entry in sys.path]
