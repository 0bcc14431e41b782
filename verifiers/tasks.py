"""The pieces of a verification, which any process can perform: symbolic part, numeric part, chunks of samples.

A task travels as names and numbers, never as code: a worker imports the theorem's file itself.
"""

from __future__ import annotations

import time
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

from verifiers.chunks import Chunk, draw_chunk
from verifiers.collection import theorems_of
from verifiers.conclusions import Findings, prove
from verifiers.errors import RecordError
from verifiers.evidence import Refutations, explain, fails_at_evidence, mechanical_near_misses, numeric_evidence
from verifiers.intervals import share_of_budget
from verifiers.membership import read_point
from verifiers.monte_carlo import SAMPLES, Plan
from verifiers.results import Evidence
from verifiers.theorem import MonteCarloCheck, Theorem
from verifiers.validate import problems

SEED = 20240229  # default; `--seed fresh` draws another


@dataclass(frozen=True, slots=True)
class Settings:
    """How a run verifies: mode `quick`, `standard` or `thorough`, the seed, and the level of one Monte-Carlo point.

    samples: draw this many at every point of a mean, whether or not fewer decide.
    """

    mode: str = "standard"
    seed: int = SEED
    level: float = share_of_budget(0)
    samples: int | None = None

    @property
    def plan(self) -> Plan:
        if self.samples is not None:
            return Plan(self.seed, self.level, self.samples, exhaust=True)
        return Plan(self.seed, self.level, SAMPLES[self.mode])


@dataclass(frozen=True, slots=True)
class Task:
    """A piece of a theorem's verification; it travels to a worker as it is, and is small.

    place: the number of the Monte-Carlo point, over all checks; first, count: its chunks.
    """

    kind: Literal["symbolic", "numeric", "chunks"]
    module: str
    theorem: str
    settings: Settings
    place: int = 0
    first: int = 0
    count: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a task found: the part that its kind fills, what it raised instead of chunks, and its seconds."""

    seconds: float = 0.0
    errors: tuple[str, ...] = ()
    proof: Findings | None = None
    evidence: tuple[Evidence, ...] = ()
    refuted: Mapping[str, str] = field(default_factory=dict)
    mechanical: tuple[tuple[str, str], ...] = ()
    chunks: tuple[Chunk, ...] = ()


def perform(task: Task, theorem: Theorem | None = None) -> Outcome:
    """Do a task; a worker process imports the theorem."""
    theorem, started = theorem or _theorem(task.module, task.theorem), time.perf_counter()
    try:
        done = {"symbolic": _symbolic, "numeric": _numeric, "chunks": _chunks}[task.kind](theorem, task)
    except Exception as reason:  # a record can break the engine itself; the other theorems still run
        frame = traceback.extract_tb(reason.__traceback__)[-1]
        done = Outcome(errors=(str(RecordError(f"{type(reason).__name__}: {reason} (in {Path(frame.filename).name}:"
                                               f"{frame.lineno})", theorem.file, theorem.line)),))
    return replace(done, seconds=time.perf_counter() - started)


def _symbolic(theorem: Theorem, task: Task) -> Outcome:
    found = problems(theorem)
    return Outcome(errors=tuple(map(str, found))) if found else Outcome(proof=prove(theorem).findings())


def _numeric(theorem: Theorem, task: Task) -> Outcome:
    refuted, mechanical = Refutations(), mechanical_near_misses(theorem)
    wrong = {**theorem.wrong_claims(), **mechanical}
    evidence = [numeric_evidence(theorem, check, point, wrong, refuted)
                for check in theorem.numeric_checks for point in check.points]
    evidence += [fails_at_evidence(theorem, point) for point in theorem.fails_at]
    return Outcome(evidence=tuple(evidence), refuted=refuted.by,
                   mechanical=tuple((label, claim.text()) for label, claim in mechanical.items()))


def _chunks(theorem: Theorem, task: Task) -> Outcome:
    check, point = sampled_places(theorem)[task.place]
    drawn: list[Chunk] = []
    try:
        for number in range(task.first, task.first + task.count):
            drawn.append(draw_chunk(theorem.name, check, point, number, task.settings.seed, theorem.is_law))
    except Exception as reason:  # a sampler may raise anything; it is that point's error
        return Outcome(chunks=tuple(drawn), errors=(explain(reason, check.function),))
    return Outcome(chunks=tuple(drawn))


def sampled_places(theorem: Theorem) -> list[tuple[MonteCarloCheck, dict[str, Any]]]:
    """Every Monte-Carlo point with its check, in order."""
    return [(check, read_point(theorem.domain, point)) for check in theorem.monte_carlo_checks for point in check.points]


@cache
def _theorem(module: str, name: str) -> Theorem:
    theorem: Theorem
    theorem, = (t for t in theorems_of(import_module(module)) if t.name == name)
    return theorem
