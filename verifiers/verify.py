"""Verifying one theorem: its record, its derivations, its checks, and the refutation of every near miss.

`TheoremWork` says which tasks come next and puts their outcomes together; the order in which they end changes nothing.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterator
from dataclasses import astuple, replace
from typing import Any, Literal

from verifiers.checkpoints import Watch
from verifiers.chunks import Chunk
from verifiers.collection import Loaded
from verifiers.conclusions import Findings, prove
from verifiers.evidence import Refutations, explain, kind_of, mechanical_near_misses, sampled_evidence
from verifiers.fingerprints import fingerprint
from verifiers.monte_carlo import PointRun, point_run
from verifiers.places import in_package
from verifiers.results import Evidence, NearMiss, Status, TheoremResult
from verifiers.tasks import Outcome, Settings, Task, perform, sampled_places
from verifiers.theorem import MonteCarloCheck, Theorem
from verifiers.validate import problems

TASK_SECONDS = 0.05  # chunks are grouped so that a task lasts about as long, well above what passing it on costs


def verify(theorem: Theorem, settings: Settings | None = None) -> TheoremResult:
    """Verify one theorem in this process; all that goes wrong with it is in the result, nothing is raised."""
    work = TheoremWork(theorem, settings or Settings())
    todo = deque(work.start())
    while todo:
        task = todo.popleft()
        todo.extend(work.absorb(task, perform(task, theorem)))
    return work.result()


class TheoremWork:
    """The verification of one theorem as a state: which tasks come next, and the result once none is left."""

    def __init__(self, theorem: Theorem, settings: Settings, watch: Watch | None = None) -> None:
        self.theorem, self.settings, self.watch = theorem, settings, watch
        self.symbolic, self.numeric = Outcome(), Outcome()
        self.points: list[SampledPoint] = []
        self.seconds = 0.0
        self.open = 0
        self.errors: list[str] = []
        fingerprint(theorem)  # of the files as they are now, before the work begins

    def start(self) -> list[Task]:
        """The first task."""
        return self._opened([self._task("symbolic")])

    def absorb(self, task: Task, outcome: Outcome) -> list[Task]:
        """Take in a task's outcome; the tasks that follow from it."""
        self.seconds += outcome.seconds
        self.open -= 1
        following: list[Task] = []
        if task.kind == "symbolic":
            self.symbolic = outcome
            if not outcome.errors:
                self.points = [SampledPoint(self, k, *place) for k, place in enumerate(sampled_places(self.theorem))]
                following = [self._task("numeric"), *(t for point in self.points for t in point.tasks())]
        elif task.kind == "numeric":
            self.numeric = outcome
        else:
            following = self.points[task.place].absorb(task, outcome)
        return self._opened(following)

    @property
    def finished(self) -> bool:
        return self.open == 0

    def fail(self, error: str) -> None:
        """Give up for a reason outside the theorem, such as a worker that died."""
        self.errors.append(error)

    def result(self) -> TheoremResult:
        """All outcomes put together, in an order that does not depend on when they came."""
        proof, theorem = self.symbolic.proof, self.theorem
        if self.watch is not None:
            self.watch.ended([point.key for point in self.points])
        errors = [*self.errors, *self.symbolic.errors, *self.numeric.errors]
        if proof is None or errors:
            return self._result(None, [], [], errors)
        refuted, declared = Refutations(dict(self.numeric.refuted)), theorem.wrong_claims()
        numeric = [e for e in self.numeric.evidence if e.kind == "numeric"]
        sampled = [point.evidence(refuted, len(self.numeric.mechanical)) for point in self.points]
        evidence = [*proof.evidence, *numeric, *sampled, *(e for e in self.numeric.evidence if e.kind == "fails at")]
        misses = [NearMiss(label, claim.text(), False, refuted.by.get(label, "")) for label, claim in declared.items()]
        misses += [NearMiss(label, text, True, refuted.by.get(label, "")) for label, text in self.numeric.mechanical]
        return self._result(proof, evidence, misses, [*_survivors(misses), *_powerless(theorem, evidence)])

    def _result(self, proof: Findings | None, evidence: list[Evidence], misses: list[NearMiss],
                errors: list[str]) -> TheoremResult:
        theorem, file = self.theorem, in_package(self.theorem.file)

        def placed(text: str) -> str:
            return text.replace(theorem.file, file)
        return TheoremResult(theorem.name, theorem.chapter, file, proof.status if proof else "failed",
                             tuple(replace(e, note=placed(e.note)) for e in evidence), tuple(misses),
                             proof.trust if proof else (), proof.cites if proof else (), tuple(map(placed, errors)),
                             self.seconds, fingerprint(theorem))

    def _task(self, kind: Literal["symbolic", "numeric"]) -> Task:
        return Task(kind, self.theorem.module, self.theorem.name, self.settings)

    def _opened(self, tasks: list[Task]) -> list[Task]:
        self.open += len(tasks)
        return tasks


class SampledPoint:
    """One Monte-Carlo point: asks for the chunks of its next look in tasks of a worthwhile size, and merges in order."""

    def __init__(self, work: TheoremWork, place: int, check: MonteCarloCheck, point: dict[str, Any]) -> None:
        self.work, self.place, self.check, self.point = work, place, check, point
        self.run: PointRun | None = None
        self.error = ""
        self.waiting: dict[int, Chunk] = {}
        self.chunk_seconds = math.inf
        self.key = [work.theorem.name, fingerprint(work.theorem), place, *map(str, astuple(work.settings))]
        try:
            self.run = point_run(check, point, work.theorem.claim, work.theorem.wrong_claims(), work.settings.plan)
            if work.watch is not None:
                work.watch.began(work.theorem.name, self.key, self.run)
        except Exception as reason:  # a contract that cannot be evaluated, a damaged checkpoint
            self.error = explain(reason, check.function)

    def tasks(self) -> list[Task]:
        """Tasks for the chunks up to the next look; none if the point is decided."""
        if self.run is None or self.error:
            return []
        numbers = self.run.wanted()
        size = max(1, math.ceil(TASK_SECONDS / self.chunk_seconds)) if self.chunk_seconds < math.inf else len(numbers)
        return [Task("chunks", self.work.theorem.module, self.work.theorem.name, self.work.settings, self.place, first,
                     min(size, numbers.stop - first)) for first in numbers[::max(size, 1)]]

    def absorb(self, task: Task, outcome: Outcome) -> list[Task]:
        """Take in the chunks of a task, in order of their numbers whenever they come."""
        if self.run is None or self.error:
            return []
        if outcome.errors:
            self.error = outcome.errors[0]
            return []
        self.chunk_seconds = min(self.chunk_seconds, max(outcome.seconds / task.count, 1e-6))
        self.waiting |= dict(zip(range(task.first, task.first + task.count), outcome.chunks, strict=True))
        looks = self.run.looks
        try:
            while self.run.chunks in self.waiting:
                self.run.absorb(self.waiting.pop(self.run.chunks))
        except Exception as reason:  # samples outside their declared bounds, a claim undefined at the point
            self.error = explain(reason, self.check.function)
            return []
        if self.work.watch is not None:
            self.work.watch.advanced(self.work.theorem.name, self.key, self.run)
        return self.tasks() if self.run.looks > looks else []

    def evidence(self, refuted: Refutations, mechanical: int) -> Evidence:
        """The evidence once the point is decided; mechanical near misses still standing are judged by it, too."""
        if self.run is None or self.error:
            return Evidence(kind_of(self.check), self.check.function.__name__, "error", self.point, note=self.error)
        theorem = self.work.theorem
        standing = len(refuted.by) < mechanical + len(theorem.wrong_claims())
        wrong = mechanical_near_misses(theorem) if standing else {}
        return sampled_evidence(self.run.result(), self.point, wrong, refuted)


def _survivors(misses: list[NearMiss]) -> Iterator[str]:
    for miss in misses:
        if not miss.refuted_by:
            yield f"the mechanical near miss {miss.label!r} is refuted nowhere" if miss.mechanical else \
                f"the declared near miss {miss.label!r} ({miss.formula}) is refuted nowhere"


def _powerless(theorem: Theorem, evidence: list[Evidence]) -> Iterator[str]:
    """Checks that confirm without excluding a single near miss are vacuous."""
    for check in theorem.checks:
        own = [e for e in evidence if e.check == check.function.__name__ and e.kind != "fails at"]
        if own and all(e.outcome == "confirmed" and "excludes nothing" in e.note for e in own):
            yield f"the check {check.function.__name__} is vacuous: it excludes no near miss at any of its points"


def own_status(loaded: Loaded, name: str) -> tuple[Status, tuple[str, ...]] | None:
    """Status and citations of a theorem by its derivations alone; None if there is no such theorem."""
    for theorem in loaded.theorems:
        if theorem.name == name:
            if problems(theorem):
                return "failed", ()
            proof = prove(theorem)
            return proof.status, proof.cites
    return None
