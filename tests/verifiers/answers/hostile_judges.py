"""Judges for the tests: the answer says what the judge shall do, good or bad."""

import ctypes
import os
import signal
import sys
import time

from verifiers.errors import LearningTheoremsError

SEEN: list[str] = []
LOADED: list[str] = []
NAMED = ("known", "other")


def warm():
    LOADED.append("warm")


def prepare(name):
    if name == "deadly":
        os._exit(1)
    if name not in NAMED:
        raise LearningTheoremsError(f"no theorem is called {name!r}")
    LOADED.append(name)


def judge(case):
    """Do what the answer says, then answer `correct`, with what was seen as the feedback."""
    action, _, argument = case["answer"].partition(" ")
    seen = ACTIONS[action](argument) if action in ACTIONS else len(case["answer"])
    if isinstance(seen, dict):
        return seen
    return {"verdict": "correct", "proved": True, "feedback": str(seen)}


def verdict(text):
    name, _, slip = text.partition(":")
    return {"verdict": name, "proved": name == "correct", "feedback": f"it is {name}", "slip": slip or None,
            "notation": ["2x is better written 2*x"] if slip == "notation" else [],
            "witness": {"point": {"N": 3}} if name == "incorrect" else None}


def remember(text):
    SEEN.append(text)
    return SEEN


def spin(text):
    while True:
        pass


def recurse(text):
    return recurse(text)


def write(text):
    with open("MARK", "w") as file:
        file.write("x" * 100)


def fork_and_stay(text):
    """Leave a process of an own session behind; its id is the feedback."""
    child = os.fork()
    if child == 0:
        os.setsid()
        time.sleep(60)
        os._exit(0)
    return child


def close_pipe_and_sleep(text):
    os.close(3)
    time.sleep(60)


def refuse(text):
    raise LearningTheoremsError(text)


def random_numbers(text):
    import random
    return random.random(), hash("text"), list({"a", "b", "c"})


ACTIONS = {
    "alloc": lambda text: bytearray(int(text) << 20) and "allocated",
    "abort": lambda text: os.abort(),
    "crash": lambda text: ctypes.string_at(0),
    "cwd": lambda text: [os.path.basename(os.getcwd()).startswith("theorems-"), os.listdir(".")],
    "descriptors": lambda text: sorted(map(int, os.listdir("/proc/self/fd"))),
    "environment": lambda text: sorted(os.environ),
    "error": lambda text: int("x"),
    "exit": lambda text: os._exit(3),
    "fork": fork_and_stay,
    "half": lambda text: "\ud800",
    "input": lambda text: sys.stdin.read(),
    "kill": lambda text: os.kill(os.getpid(), signal.SIGKILL),
    "kill-parent": lambda text: os.kill(os.getppid(), signal.SIGKILL),
    "long": lambda text: "x" * (1 << 20),
    "loaded": lambda text: LOADED,
    "mute": close_pipe_and_sleep,
    "nan": lambda text: {"verdict": "correct", "witness": float("nan")},
    "nap": lambda text: time.sleep(float(text)),
    "nonsense": lambda text: {"verdict": "yes"},
    "print": lambda text: print("{}"),
    "random": random_numbers,
    "recurse": recurse,
    "refuse": refuse,
    "remember": remember,
    "run": lambda text: os.execv("/bin/true", ["true"]),
    "spin": spin,
    "sysexit": lambda text: sys.exit(0),
    "verdict": verdict,
    "write": write,
}
