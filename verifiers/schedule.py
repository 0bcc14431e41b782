"""Scheduling the tasks of many theorems over an executor; results come as theorems are finished.

A worker that dies is survived: the tasks that were lost are performed again, with the same bits. A task that is lost
again when it runs alone is what kills the worker, and is that theorem's error.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import nullcontext
from typing import Any

from verifiers.checkpoints import Watch
from verifiers.results import TheoremResult
from verifiers.tasks import Outcome, Settings, Task, perform
from verifiers.verify import TheoremWork
from verifiers.workers import ignoring_interrupts, stop, worker_processes

AHEAD = 3  # tasks submitted for each worker, so that none waits for this process


def verify_all(theorems: Sequence[Any], settings: Settings, jobs: int,
               executor: Callable[[], Executor] | None = None, watch: Watch | None = None) -> Iterator[TheoremResult]:
    """Results as theorems are finished (not in order).

    jobs: how many tasks run at once; executor: makes the executor (by default, worker processes of this machine);
    watch: told of the progress of sampling.
    """
    schedule = Schedule(theorems, settings, jobs, executor or (lambda: worker_processes(jobs)), watch)
    try:
        yield from schedule.results()
    except BaseException:
        schedule.close(kill=True)
        raise
    schedule.close(kill=False)


class Schedule:
    """The theorems at work, their tasks in flight and those that wait."""

    def __init__(self, theorems: Sequence[Any], settings: Settings, jobs: int, make: Callable[[], Executor],
                 watch: Watch | None) -> None:
        self.watch = watch
        self.waiting = deque(theorems)
        self.settings, self.jobs, self.make = settings, jobs, make
        self.by_name = {t.name: t for t in theorems}
        self.work: dict[str, TheoremWork] = {}
        self.tasks: deque[Task] = deque()
        self.flying: dict[Future[Outcome], Task] = {}
        self.executor: Executor | None = None

    def results(self) -> Iterator[TheoremResult]:
        while self.waiting or self.tasks or self.flying:
            lost = self._submit()
            if not lost:
                done, _ = wait(self.flying, return_when=FIRST_COMPLETED)
                for future in done:
                    task = self.flying.pop(future)
                    if future.exception() is None:
                        yield from self._absorb(task, future.result())
                    else:  # `perform` raises nothing of its own, so the worker was lost
                        lost.append(task)
            if lost:
                yield from self._again([*lost, *self.flying.values()])

    def _submit(self) -> list[Task]:
        """Keep every worker busy; the tasks that could not be submitted because the pool broke."""
        while len(self.flying) < (AHEAD * self.jobs if self.jobs > 1 else 1) and (self.tasks or self.waiting):
            if not self.tasks:
                theorem = self.waiting.popleft()
                self.work[theorem.name] = TheoremWork(theorem, self.settings, self.watch)
                self.tasks.extend(self.work[theorem.name].start())
            task = self.tasks.popleft()
            try:
                with ignoring_interrupts() if self.jobs > 1 else nullcontext():
                    self.executor = self.executor or self.make()
                    self.flying[self._fly(task)] = task
            except BrokenProcessPool:
                return [task]
        return []

    def _fly(self, task: Task) -> Future[Outcome]:
        assert self.executor is not None
        if self.jobs == 1:  # in this process the theorem is at hand, whether or not it is installed
            return self.executor.submit(perform, task, self.by_name[task.theorem])
        return self.executor.submit(perform, task)

    def _absorb(self, task: Task, outcome: Outcome) -> Iterator[TheoremResult]:
        work = self.work[task.theorem]
        self.tasks.extendleft(reversed(work.absorb(task, outcome)))
        if work.finished:
            del self.work[task.theorem]
            yield work.result()

    def _again(self, lost: list[Task]) -> Iterator[TheoremResult]:
        """After a worker died: each lost task once more, alone, so that the one that kills workers is known."""
        self.close(kill=True)
        self.flying.clear()
        for task in lost:
            alone = worker_processes(2)  # a process of its own even for one task
            try:
                with ignoring_interrupts():
                    future = alone.submit(perform, task)
                outcome = future.result()
            except BrokenProcessPool:
                outcome = Outcome(errors=(f"the worker process died while verifying {task.theorem}",))
            finally:
                stop(alone, kill=True)
            yield from self._absorb(task, outcome)

    def close(self, kill: bool) -> None:
        """End the executor."""
        if self.executor is not None:
            stop(self.executor, kill)
            self.executor = None

