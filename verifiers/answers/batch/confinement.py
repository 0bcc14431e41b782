"""Limits that a process sets for itself before it judges an answer.

Where the system has Landlock (Linux 5.13 and later), the process can also write, create and remove no file, start no
program, and (with later versions) open no TCP connection and signal no process but its own children. Elsewhere the
resource limits have to do.
"""

from __future__ import annotations

import ctypes
import gc
import math
import os
import random
import signal
import sys
from dataclasses import dataclass
from functools import cache

if sys.platform != "win32":
    import resource

MIB = 1 << 20
DESCRIPTORS, MANY = 32, 4096  # enough to import a module late; more than the judging process ever has open
PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS = 1, 36, 38
CREATE_RULESET, RESTRICT_SELF = 444, 446  # system calls; the numbers are the same on all architectures in use
READING = 0b1100  # Landlock's rights to read files and folders
RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}  # by version: how many rights on files there are; 16 later


@dataclass(frozen=True, slots=True)
class Limits:
    """What one judgement may use: seconds of wall time until its answer is there, and MiB of memory."""

    seconds: float = 2.0
    memory: int = 512

    @property
    def stopped_after(self) -> float:
        """Seconds after which a judgement is killed; the rest is for noticing it and telling it."""
        return self.seconds - min(0.1, self.seconds / 20)


def confine(limits: Limits, pipe: int, parent: int, mapped: int) -> int:
    """Confine this process for good; return the descriptor to which `pipe`, the only one left open, has moved.

    parent: the process with whose end this one has to end; mapped: bytes of address space that it starts with, 0 if
    unknown, which puts no limit on memory.
    """
    os.setsid()
    end_with_parent()
    if os.getppid() != parent:
        os._exit(1)
    pipe = os.dup2(pipe, 3, inheritable=False)
    os.closerange(4, min(resource.getrlimit(resource.RLIMIT_NOFILE)[0], MANY))
    seconds = math.ceil(limits.seconds) + 1
    caps = [(resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_NOFILE, DESCRIPTORS),
            (resource.RLIMIT_NPROC, 0), (resource.RLIMIT_CPU, seconds)]
    if mapped:
        caps.append((resource.RLIMIT_AS, mapped + limits.memory * MIB))
    for which, most in caps:
        hard = resource.getrlimit(which)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(which, (most, most))
    forbid_writing()
    settle()
    return pipe


def settle() -> None:
    """The same random numbers in every process; collect garbage as the engine does; write no compiled modules."""
    sys.dont_write_bytecode = True
    random.seed(0)  # each fork draws a new seed
    if (sympy_random := sys.modules.get("sympy.core.random")) is not None:
        sympy_random.rng.seed(0)
    if (numpy_random := sys.modules.get("numpy.random")) is not None:
        numpy_random.seed(0)
    gc.enable()


def mapped_bytes() -> int:
    """Address space that this process has; 0 where the system does not tell."""
    try:
        with open("/proc/self/statm", "rb") as file:
            return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def end_with_parent(wanted: bool = True) -> None:
    """Be killed when the process that started this one ends (Linux)."""
    _prctl(PR_SET_PDEATHSIG, signal.SIGKILL if wanted else 0)


def adopt_orphans() -> None:
    """Become the parent of every descendant whose own parent ends (Linux), so that none can escape."""
    _prctl(PR_SET_CHILD_SUBREAPER, 1)


def forbid_writing() -> bool:
    """Give up all rights that Landlock knows but reading files; whether the system has it."""
    libc = _libc()
    version = libc.syscall(CREATE_RULESET, None, 0, 1) if libc is not None else -1
    if libc is None or version < 1 or _prctl(PR_SET_NO_NEW_PRIVS, 1) != 0:
        return False
    files = ((1 << RIGHTS.get(version, 16)) - 1) & ~READING
    rules = (ctypes.c_uint64 * 3)(files, 0b11 if version >= 4 else 0, 0b11 if version >= 6 else 0)
    handle = libc.syscall(CREATE_RULESET, ctypes.byref(rules), ctypes.sizeof(rules), 0)
    if handle < 0:
        return False
    done = libc.syscall(RESTRICT_SELF, handle, 0)
    os.close(handle)
    return bool(done == 0)


def _prctl(option: int, value: int) -> int:
    libc = _libc()
    return -1 if libc is None else int(libc.prctl(option, value, 0, 0, 0))


@cache
def _libc() -> ctypes.CDLL | None:
    return ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
