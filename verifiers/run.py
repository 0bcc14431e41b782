"""A run over many theorems: results written as they come, resumable, with one false-alarm budget for all."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from verifiers.checkpoints import Watch
from verifiers.collection import Loaded
from verifiers.errors import LearningTheoremsError
from verifiers.files import read_json, write_text
from verifiers.fingerprints import fingerprint
from verifiers.intervals import BUDGET, share_of_budget
from verifiers.results import TheoremResult
from verifiers.schedule import verify_all
from verifiers.status import resolved
from verifiers.store import Store
from verifiers.tasks import SEED, Settings
from verifiers.verify import own_status

RESULTS = Path("theorem-results/verification.json")


@dataclass(slots=True)
class Report:
    """All results of a run in the order of the collection, with what the run was."""

    settings: Settings
    results: list[TheoremResult] = field(default_factory=list)
    load_errors: Sequence[str] = ()
    seconds: float = 0.0
    complete: bool = True
    cached: int = 0
    texts: dict[str, tuple[TheoremResult, str]] = field(default_factory=dict, repr=False)

    @property
    def confirmed(self) -> bool:
        return self.complete and not self.load_errors and all(r.confirmed for r in self.results)

    def to_json(self) -> dict[str, Any]:
        """Summary and results with the keys that stay stable."""
        return {"summary": self.summary(), "theorems": [r.to_json() for r in self.results]}

    def to_text(self) -> str:
        """The same as JSON text, one theorem a line; a result is written out once, however often the report grows."""
        lines = [self._text(r) for r in self.results]
        summary = json.dumps(self.summary(), ensure_ascii=False, allow_nan=False)
        return f'{{"summary": {summary},\n"theorems": [\n' + ",\n".join(lines) + "\n]}\n"

    def _text(self, result: TheoremResult) -> str:
        known = self.texts.get(result.name)
        if known is None or known[0] is not result:
            text = json.dumps(result.to_json(), ensure_ascii=False, allow_nan=False)
            self.texts[result.name] = known = (result, text)
        return known[1]

    def summary(self) -> dict[str, Any]:
        misses = [m for r in self.results for m in r.near_misses]
        good = sum(r.confirmed for r in self.results)
        return {
            "theorems": len(self.results), "confirmed": good, "failed": len(self.results) - good,
            "near_misses": len(misses), "near_misses_refuted": sum(bool(m.refuted_by) for m in misses),
            "alpha_spent": sum(e.alpha_spent for r in self.results for e in r.evidence),
            "alpha_budget": BUDGET, "seed": self.settings.seed, "mode": self.settings.mode,
            "samples": self.settings.samples, "level": self.settings.level, "version": installed_version(),
            "complete": self.complete, "seconds": round(self.seconds, 3), "errors": list(self.load_errors)}


def installed_version() -> str:
    """The distribution's version, "unknown" if it is not installed."""
    try:
        return version("learning-theorems")
    except PackageNotFoundError:
        return "unknown"


def seed_from(text: str) -> int:
    """A seed from the command line: an integer, or `fresh` for a new random one.

    Raises LearningTheoremsError for anything else.
    """
    if text == "fresh":
        return secrets.randbits(32)
    if text.isdecimal() and int(text) < 2 ** 64:
        return int(text)
    raise LearningTheoremsError(f"the seed {text!r} is neither an integer from 0 to 2**64 - 1 nor 'fresh'")


def settings_for(loaded: Loaded, mode: str = "standard", seed: int = SEED) -> Settings:
    """Settings whose level shares the budget among all Monte-Carlo points of the installed collections.

    The share does not depend on which theorems are selected, so a result is the same alone and in a whole run.
    """
    return Settings(mode, seed, share_of_budget(sum(t.sampled_points() for t in loaded.theorems)))


def run(loaded: Loaded, theorems: Sequence[Any], settings: Settings, jobs: int = 1, out: Path | None = RESULTS,
        resume: bool = False, on_result: Callable[[TheoremResult], None] | None = None,
        store: Store | None = None, executor: Callable[[], Executor] | None = None,
        watch: Watch | None = None) -> Report:
    """Verify the theorems; after each one the results so far are written to `out`, atomically.

    resume: take over the results of an interrupted run with the same settings from `out`; store: take confirmed results
    of unchanged theorems from there, and keep new ones; executor: where tasks are performed, if not in worker processes
    of this machine; watch: for long sampling runs. On KeyboardInterrupt the
    report of what is finished is returned with `complete=False`. Raises LearningTheoremsError if `out` cannot be
    written or does not fit to resume from.
    """
    if jobs < 1:
        raise LearningTheoremsError(f"the number of jobs must be at least 1, not {jobs}")
    started = time.perf_counter()
    report = Report(settings, load_errors=[str(e) for e in loaded.errors])
    done = _earlier(out, report, theorems) if resume and out is not None and out.exists() else {}
    if store is not None:
        known = {t.name: store.get(t, settings) for t in theorems if t.name not in done}
        done |= {name: result for name, result in known.items() if result is not None}
    report.cached = len(done)
    for result in done.values():
        if on_result:
            on_result(result)
    report.results = _ordered(done, theorems)
    if out is not None:
        report.complete = False
        write_text(out, report.to_text())
    by_name = {t.name: t for t in theorems}
    try:
        for result in verify_all([t for t in theorems if t.name not in done], settings, jobs, executor, watch):
            if store is not None:
                store.put(by_name[result.name], settings, result)
            done[result.name] = result
            report.results, report.seconds = _ordered(done, theorems), time.perf_counter() - started
            if out is not None:
                write_text(out, report.to_text())
            if on_result:
                on_result(result)
        report.complete = True
    except KeyboardInterrupt:
        report.complete = False
    report.results = resolved(report.results, lambda name: own_status(loaded, name))
    report.seconds = time.perf_counter() - started
    if out is not None:
        write_text(out, report.to_text())
    return report


def _ordered(done: dict[str, TheoremResult], theorems: Sequence[Any]) -> list[TheoremResult]:
    return [done[t.name] for t in theorems if t.name in done]


def _earlier(out: Path, report: Report, theorems: Sequence[Any]) -> dict[str, TheoremResult]:
    """Confirmed results of an earlier run with the same settings and theorem files. Raises if the settings differ."""
    found = read_json(out)
    try:
        before, now = found["summary"], report.summary()
        for key in ("mode", "seed", "level", "samples", "version"):
            if before[key] != now[key]:
                raise LearningTheoremsError(f"cannot resume from {out}: that run has {key} {before[key]}, "
                                            f"this one {now[key]}")
        earlier = [TheoremResult.from_json(t) for t in found["theorems"]]
    except (KeyError, TypeError) as reason:
        raise LearningTheoremsError(f"cannot resume from {out}: it is not a verification result ({reason})") from None
    current = {t.name: fingerprint(t) for t in theorems}
    return {r.name: r for r in earlier if r.confirmed and current.get(r.name) == r.fingerprint}
