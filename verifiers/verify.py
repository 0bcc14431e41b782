"""Verifying one theorem: its record, its derivations, its checks, and the refutation of every near miss."""

from __future__ import annotations

import math
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from verifiers.claims import Claim
from verifiers.collection import Loaded, load_collections
from verifiers.conclusions import Proof, prove
from verifiers.enclosures import Enclosure, enclose
from verifiers.errors import LearningTheoremsError, RecordError, UndefinedValue
from verifiers.evaluate import evaluate
from verifiers.fingerprints import fingerprint
from verifiers.intervals import share_of_budget
from verifiers.judge import Outcome, allowed, judge, refutes, resolution
from verifiers.mechanical import near_misses
from verifiers.membership import read_point, show_point
from verifiers.monte_carlo import SAMPLES, Plan, run_point
from verifiers.places import in_package
from verifiers.results import Evidence, EvidenceKind, NearMiss, Status, TheoremResult
from verifiers.theorem import MonteCarloCheck, NumericCheck, Theorem, line_of
from verifiers.validate import problems

SEED = 20240229  # default; `--seed fresh` draws another


@dataclass(frozen=True, slots=True)
class Settings:
    """How a run verifies: mode `quick`, `standard` or `thorough`, the seed, and the level of one Monte-Carlo point."""

    mode: str = "standard"
    seed: int = SEED
    level: float = share_of_budget(0)

    @property
    def plan(self) -> Plan:
        return Plan(self.seed, self.level, SAMPLES[self.mode])


@dataclass(slots=True)
class Refutations:
    """Which evidence refuted which wrong claim, in the order in which it was found."""

    by: dict[str, str] = field(default_factory=dict)

    def note(self, label: str, evidence: str) -> None:
        self.by.setdefault(label, evidence)


def verify(theorem: Theorem, settings: Settings | None = None, only_derivations: bool = False) -> TheoremResult:
    """Verify one theorem; everything that goes wrong with it is in the result, nothing is raised.

    only_derivations: leave out the checks (the status hangs on the derivations alone).
    """
    settings, started = settings or Settings(), time.perf_counter()
    fingerprint(theorem)  # of the files as they are now, before the work begins
    try:
        return _verified(theorem, settings, only_derivations, started)
    except Exception as reason:  # a record can break the engine itself; the other theorems still run
        frame = traceback.extract_tb(reason.__traceback__)[-1]
        error = RecordError(f"{type(reason).__name__}: {reason} (in {Path(frame.filename).name}:{frame.lineno})",
                            theorem.file, theorem.line)
        return _result(theorem, None, [], [], [str(error)], started)


def _verified(theorem: Theorem, settings: Settings, only_derivations: bool, started: float) -> TheoremResult:
    errors = [str(e) for e in problems(theorem)]
    if errors:
        return _result(theorem, None, [], [], errors, started)
    proof = prove(theorem)
    if only_derivations:
        return _result(theorem, proof, list(proof.evidence), [], [], started)
    wrong, mechanical = theorem.wrong_claims(), mechanical_near_misses(theorem)
    refuted = Refutations()
    evidence = [*proof.evidence]
    for run in (_numeric, _monte_carlo, _fails_at):
        evidence += list(run(theorem, {**wrong, **mechanical}, refuted, settings))
    misses = [NearMiss(label, claim.text(), False, refuted.by.get(label, "")) for label, claim in wrong.items()]
    misses += [NearMiss(label, claim.text(), True, refuted.by.get(label, "")) for label, claim in mechanical.items()]
    errors = [*_survivors(misses), *_powerless(theorem, evidence)]
    return _result(theorem, proof, evidence, misses, errors, started)


def _result(theorem: Theorem, proof: Proof | None, evidence: list[Evidence], misses: list[NearMiss], errors: list[str],
            started: float) -> TheoremResult:
    def placed(text: str) -> str:
        return text.replace(theorem.file, in_package(theorem.file))
    return TheoremResult(theorem.name, theorem.chapter, in_package(theorem.file), proof.status if proof else "failed",
                         tuple(replace(e, note=placed(e.note)) for e in evidence), tuple(misses),
                         proof.trust if proof else (), proof.cites if proof else (), tuple(map(placed, errors)),
                         time.perf_counter() - started, fingerprint(theorem))


def mechanical_near_misses(theorem: Theorem) -> dict[str, Claim]:
    """Every formula one slip away that is false on the domain, without those argued to be true (`true_variants`)."""
    argued = {str(k) for k in theorem.true_variants}
    places = [p for check in theorem.numeric_checks for q in check.points
              if theorem.domain.admits(p := read_point(theorem.domain, q))]
    found = near_misses(theorem.claim, theorem.domain, places)
    return {label: claim for label, claim in found.items() if str(claim.formula) not in argued}


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


def _numeric(theorem: Theorem, wrong: Mapping[str, Claim], refuted: Refutations,
             settings: Settings) -> Iterator[Evidence]:
    for check in theorem.numeric_checks:
        for point in check.points:
            yield numeric_evidence(theorem, check, point, wrong, refuted)


def numeric_evidence(theorem: Theorem, check: NumericCheck, point: Mapping[str, Any], wrong: Mapping[str, Claim],
                     refuted: Refutations) -> Evidence:
    """Enclose the quantity at one point and judge the claim and every wrong claim by it."""
    name, read = check.function.__name__, read_point(theorem.domain, point)

    def evidence() -> Evidence:
        enclosure = enclosed(check.function, theorem, point)
        excluded = [label for label, claim in wrong.items() if refutes(enclosure, claim, read)]
        for label in excluded:
            refuted.note(label, f"numeric: {name} at {show_point(read)}")
        outcome = judge(enclosure, allowed(theorem.claim, read), bool(excluded))
        value = evaluate(theorem.claim.formula, read).middle
        note = enclosure.kind if excluded else f"{enclosure.kind}; excludes nothing"
        return Evidence("numeric", name, outcome, read, float(enclosure.low), float(enclosure.high), value,
                        resolution=resolution(enclosure, value), note=note)
    return _guarded(evidence, lambda note, outcome: Evidence("numeric", name, outcome, read, note=note), check.function)


def enclosed(function: Callable[..., Any], theorem: Theorem, point: Mapping[str, Any]) -> Enclosure:
    """The enclosure which a numeric check gives at a point; only the point's own names are passed."""
    read = read_point(theorem.domain, point)
    wanted = function.__code__.co_varnames[:function.__code__.co_argcount]
    try:
        arguments = {name: read[name] for name in wanted}
    except KeyError as missing:
        raise RecordError(f"the check {function.__name__} takes {missing.args[0]}, which the point "
                          f"{show_point(read)} does not give", *line_of(function)) from None
    try:
        return enclose(function(**arguments))
    except (TypeError, ValueError) as reason:
        if "check returned" in str(reason):
            raise RecordError(str(reason), *line_of(function)) from None
        raise


def _monte_carlo(theorem: Theorem, wrong: Mapping[str, Claim], refuted: Refutations,
                 settings: Settings) -> Iterator[Evidence]:
    declared = theorem.wrong_claims()
    for check in theorem.monte_carlo_checks:
        for point in check.points:
            yield monte_carlo_evidence(theorem, check, point, declared, wrong, refuted, settings)


def monte_carlo_evidence(theorem: Theorem, check: MonteCarloCheck, point: Mapping[str, Any],
                         declared: Mapping[str, Claim], wrong: Mapping[str, Claim], refuted: Refutations,
                         settings: Settings) -> Evidence:
    """Sample one point sequentially; the declared near misses decide when to stop."""
    name, read = check.function.__name__, read_point(theorem.domain, point)
    own = {k: v for k, v in read.items()
           if k in check.function.__code__.co_varnames[:check.function.__code__.co_argcount]}

    def evidence() -> Evidence:
        judged = {**read}
        sampled = run_point(theorem.name, _bound(check, own), judged, theorem.claim, declared, settings.plan)
        for label in sampled.excluded:
            refuted.note(label, f"{sampled.evidence.kind}: {name} at {show_point(read)}")
        if sampled.evidence.low is not None and sampled.evidence.outcome == "confirmed":
            _mechanical_by_interval(sampled.evidence, wrong, declared, read, refuted)
        return sampled.evidence
    kind: EvidenceKind = "exact law" if check.law == "exact" else "monte carlo"
    return _guarded(evidence, lambda note, outcome: Evidence(kind, name, outcome, read, note=note), check.function)


def _bound(check: MonteCarloCheck, own: Mapping[str, Any]) -> MonteCarloCheck:
    """The check with a sampler that is passed only the names it takes."""
    def sampler(rng: np.random.Generator, size: int, **_: Any) -> Any:
        return check.function(rng, size, **own)
    sampler.__name__ = check.function.__name__
    return MonteCarloCheck(sampler, check.points, check.moments, check.law, check.chunk)


def _mechanical_by_interval(found: Evidence, wrong: Mapping[str, Claim], declared: Mapping[str, Claim],
                            point: Mapping[str, Any], refuted: Refutations) -> None:
    from fractions import Fraction
    assert found.low is not None and found.high is not None
    if not (math.isfinite(found.low) and math.isfinite(found.high)):
        return
    interval = Enclosure(Fraction(found.low), Fraction(found.high), "statistical")
    for label, claim in wrong.items():
        if label not in declared and label not in refuted.by and refutes(interval, claim, point):
            refuted.note(label, f"{found.kind}: {found.check} at {show_point(point)}")


def _fails_at(theorem: Theorem, wrong: Mapping[str, Claim], refuted: Refutations,
              settings: Settings) -> Iterator[Evidence]:
    for point in theorem.fails_at:
        yield fails_at_evidence(theorem, point)


def fails_at_evidence(theorem: Theorem, point: Mapping[str, Any]) -> Evidence:
    """Outside the domain the claim has to fail: the enclosure excludes it, or the formula is undefined."""
    check, read = theorem.numeric_checks[0], read_point(theorem.domain, point)
    name = check.function.__name__

    def evidence() -> Evidence:
        try:
            interval = allowed(theorem.claim, read)
        except UndefinedValue as reason:
            return Evidence("fails at", name, "confirmed", read, note=f"the formula is undefined: {reason}")
        enclosure = enclosed(check.function, theorem, point)
        fails = not enclosure.contains(interval)
        return Evidence("fails at", name, "confirmed" if fails else "refuted", read, float(enclosure.low),
                        float(enclosure.high), evaluate(theorem.claim.formula, read).middle,
                        note="the claim fails here" if fails else "the claim holds here: the hypothesis is not needed")
    return _guarded(evidence, lambda note, outcome: Evidence("fails at", name, outcome, read, note=note),
                    check.function)


def _guarded(compute: Callable[[], Evidence], failed: Callable[[str, Outcome], Evidence], function: Any) -> Evidence:
    """Run one point; whatever its check raises becomes an error of that point, with file and line."""
    try:
        return compute()
    except LearningTheoremsError as reason:
        error = reason if isinstance(reason, RecordError) else RecordError(str(reason))
        return failed(str(error.at(*line_of(function))), "error")
    except Exception as reason:
        frames = [f for f in traceback.extract_tb(reason.__traceback__) if f.filename == line_of(function)[0]]
        place = (frames[-1].filename, frames[-1].lineno or 0) if frames else line_of(function)
        return failed(str(RecordError(f"{type(reason).__name__}: {reason}", *place)), "error")


def verify_named(name: str, settings: Settings) -> TheoremResult:
    """Verify the theorem of that name from the installed collections (the task of a worker process)."""
    return verify(_installed().named(name), settings)


@cache
def _installed() -> Loaded:
    return load_collections()


def own_status(loaded: Loaded, name: str) -> tuple[Status, tuple[str, ...]] | None:
    """Status and citations of a theorem by its derivations alone; None if there is no such theorem."""
    for theorem in loaded.theorems:
        if theorem.name == name:
            if problems(theorem):
                return "failed", ()
            proof = prove(theorem)
            return proof.status, proof.cites
    return None
