"""Warm processes that judge answers, each one safely apart from the others (see `child`).

A process that dies is replaced. The submission that it was judging is judged once more, in case it was not to blame, and
then gets `cannot decide`. So there is one result for every submission, whatever the submissions do.
"""

from __future__ import annotations

import math
import selectors
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from verifiers.answers.batch.confinement import Limits
from verifiers.answers.batch.outcomes import Result, outcome, undecided
from verifiers.answers.batch.warm import Ended, Warm
from verifiers.errors import LearningTheoremsError

JUDGE = "verifiers.answers.judging:judge_case"
STARTING, PREPARING, SLACK = 60.0, 120.0, 5.0  # seconds for importing, for loading a theorem, beyond a judgement's limit
AHEAD = 256  # submissions for each process that may be judged before an earlier one is ready
TRIES = 2

Case = dict[str, Any]


@dataclass(slots=True)
class Start:
    """Importing the judge."""


@dataclass(slots=True)
class Prepare:
    """Loading a theorem."""

    name: str


@dataclass(slots=True)
class Judge:
    """Judging a submission, for the `tries`-th time."""

    index: int
    case: Case
    tries: int = 1


class Pool:
    """`jobs` processes that judge; to be used in a `with` statement, from one thread.

    judge: the judging function as `module:function`; it gets a case and returns a result, both as JSON knows them. Beside
    it there may be `prepare(name)`, which loads a theorem, and `warm()`, which loads what every judgement needs.
    Raises LearningTheoremsError if the processes cannot be started.
    """

    def __init__(self, jobs: int = 1, limits: Limits | None = None, judge: str | None = None) -> None:
        self.jobs, self.limits, self.judge = max(jobs, 1), limits or Limits(), judge or JUDGE
        self.theorems: dict[str, None] = {}  # to be prepared by every process, in this order
        self.refused: dict[str, str] = {}
        self.skipped: set[str] = set()  # a process ended while it loaded them
        self.workers: list[Warm] = []
        self.failures = 0
        self.selector = selectors.DefaultSelector()

    def __enter__(self) -> Pool:
        try:
            for _ in range(self.jobs):
                self._start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End all processes."""
        for worker in list(self.workers):
            self._stop(worker, at_once=isinstance(worker.task, Start | Prepare))
        self.selector.close()

    def prepare(self, names: Iterable[str]) -> dict[str, str]:
        """Load these theorems in all processes; return those that cannot be judged, each with the reason.

        Where they are prepared before the first submission, a verdict depends on no order of the submissions.
        """
        wanted = list(names)
        self.theorems |= dict.fromkeys(wanted)
        while sum(map(self._settled, self.workers)) < len(self.workers):  # each is told what to load next
            for _ in self._events(deque()):
                pass
        return {name: self.refused[name] for name in wanted if name in self.refused}

    def judge_one(self, case: Case) -> Result:
        """The result of one case."""
        (_, result), = self.judge_as_done([case])
        return result

    def judge_all(self, cases: Iterable[Case]) -> Iterator[tuple[int, Result]]:
        """Index and result of every case, in the order of the cases."""
        ready: dict[int, Result] = {}
        following = 0
        for index, result in self.judge_as_done(cases, AHEAD * self.jobs):
            ready[index] = result
            while following in ready:
                yield following, ready.pop(following)
                following += 1

    def judge_as_done(self, cases: Iterable[Case], ahead: float = math.inf) -> Iterator[tuple[int, Result]]:
        """Index and result of every case, as soon as each is ready.

        ahead: how many cases at most are begun from the first one on that is not ready. The result of a case is that of
        the judge, with `seconds`, the wall time that it took.
        """
        waiting = (Judge(index, case) for index, case in enumerate(cases))
        again, unfinished = deque[Judge](), set[int]()
        following: Judge | None = next(waiting, None)
        try:
            while following is not None or unfinished:
                for worker in list(self.workers):
                    if not self._settled(worker):
                        continue
                    if again:
                        self._give(worker, again.popleft(), again)
                    elif following is not None and following.index - min(unfinished, default=following.index) < ahead:
                        unfinished.add(following.index)
                        self._give(worker, following, again)
                        following = next(waiting, None)
                for index, result in self._events(again):
                    unfinished.discard(index)
                    yield index, result
        finally:
            for worker in list(self.workers):
                if isinstance(worker.task, Judge):  # nobody waits for it any more
                    self._replace(worker)

    def _settled(self, worker: Warm) -> bool:
        """Whether the process is free and has loaded all theorems; if it is free, it is told to load the next."""
        if worker.task is not None:
            return False
        for name in self.theorems:
            if name not in worker.prepared and name not in self.skipped:
                worker.send({"prepare": name}, Prepare(name), PREPARING)
                return False
        return True

    def _give(self, worker: Warm, task: Judge, again: deque[Judge]) -> None:
        """Let the process judge; if the theorem is a new one, it has to be loaded first."""
        name = task.case.get("theorem")
        if isinstance(name, str) and name not in self.theorems:
            self.theorems[name] = None
            again.appendleft(task)
            self._settled(worker)
        else:
            worker.send({"judge": task.case}, task, self.limits.seconds + SLACK)

    def _events(self, again: deque[Judge]) -> Iterator[tuple[int, Result]]:
        """Wait until a process answers, ends, or is overdue; the results that are there then."""
        due = min((worker.due for worker in self.workers if worker.task is not None), default=time.monotonic())
        for key, _ in self.selector.select(max(due - time.monotonic(), 0.0)):
            worker: Warm = key.data
            try:
                received = worker.receive()
            except Ended:
                yield from self._lost(worker, again)
                continue
            if received is not None:
                yield from self._answered(worker, *received)
        for worker in list(self.workers):
            if worker.task is not None and time.monotonic() > worker.due:
                yield from self._lost(worker, again)

    def _answered(self, worker: Warm, reply: dict[str, Any], payload: bytes) -> Iterator[tuple[int, Result]]:
        task, worker.task = worker.task, None
        match task:
            case Judge():
                seconds = round(float(reply["seconds"]), 6)
                yield task.index, outcome(reply, payload, self.limits) | {"seconds": seconds}
            case Prepare():
                worker.prepared.add(task.name)
                if reply["refused"] is not None:
                    self.refused[task.name] = str(reply["refused"])
            case Start() if reply["state"] == "failed":
                raise LearningTheoremsError(f"the judge cannot be loaded: {reply['reason']}")
            case Start():
                self.failures = 0

    def _lost(self, worker: Warm, again: deque[Judge]) -> Iterator[tuple[int, Result]]:
        """The process has ended, or does not answer: replace it, and see to what it was doing."""
        task = worker.task
        self._replace(worker)
        match task:
            case Judge() if task.tries < TRIES:
                again.append(Judge(task.index, task.case, task.tries + 1))
            case Judge():
                yield task.index, undecided("the judging process ended twice at this answer") | {"seconds": None}
            case Prepare():
                self.skipped.add(task.name)
            case Start():
                self.failures += 1
                if self.failures >= TRIES:
                    raise LearningTheoremsError("the judging process ends before it has loaded the judge")

    def _start(self) -> None:
        worker = Warm(self.judge, self.limits)
        self.workers.append(worker)
        self.selector.register(worker, selectors.EVENT_READ, worker)
        worker.hello(Start(), STARTING)

    def _stop(self, worker: Warm, at_once: bool) -> None:
        self.workers.remove(worker)
        self.selector.unregister(worker)
        worker.close(at_once)

    def _replace(self, worker: Warm) -> None:
        overdue = time.monotonic() > worker.due
        self._stop(worker, overdue or isinstance(worker.task, Start | Prepare))
        self._start()
