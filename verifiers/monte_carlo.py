"""Sequential Monte-Carlo checks: growing samples, a false-alarm budget, no tolerance.

Look k of a check spends level/(k(k + 1)); it stops once the claim is inside the interval and every near miss that the
budget can reach is outside, or when the claim itself is outside.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import sympy

from numerics.moments import Moments
from verifiers.chunks import Chunk, Floats, draw_chunk
from verifiers.claims import Claim, Law
from verifiers.contracts import Bounded, FiniteFourthMoment
from verifiers.enclosures import Enclosure
from verifiers.errors import RecordError, UndefinedValue, Unevaluated
from verifiers.evaluate import evaluate, substituted
from verifiers.intervals import dkw_half_width, empirical_bernstein, spent_at_look, studentised_batch_means
from verifiers.judge import Outcome, allowed, judge, resolution
from verifiers.membership import show_point
from verifiers.results import Evidence, EvidenceKind
from verifiers.theorem import MonteCarloCheck

FIRST_LOOK = 2  # chunks
SAMPLES = {"quick": 2 ** 17, "standard": 2 ** 20, "thorough": 2 ** 24}
LAW_SAMPLES = 2 ** 22  # the samples of a law are kept in memory


@dataclass(frozen=True, slots=True)
class Plan:
    """How a run samples: the seed, the level of one check, its largest number of samples, and whether it uses them all."""

    seed: int
    level: float
    samples: int
    exhaust: bool = False


@dataclass(frozen=True, slots=True)
class Sampled:
    """The evidence of one point and the labels of the near misses that it excludes."""

    evidence: Evidence
    excluded: frozenset[str]
    needed: Mapping[str, int]


def run_point(name: str, check: MonteCarloCheck, point: Mapping[str, Any], claim: Claim, wrong: Mapping[str, Claim],
              plan: Plan) -> Sampled:
    """Sample the check at one point until it decides or the budget ends.

    Raises RecordError for a missing or violated moment contract and for samples of the wrong shape, NaN or inf.
    """
    run = point_run(check, point, claim, wrong, plan)
    while numbers := run.wanted():
        for number in numbers:
            run.absorb(draw_chunk(name, check, point, number, plan.seed, run.keeps))
    return run.result()


def point_run(check: MonteCarloCheck, point: Mapping[str, Any], claim: Claim, wrong: Mapping[str, Claim],
              plan: Plan) -> PointRun:
    """The sequential test of one point before any chunk. Raises RecordError for a missing or violated contract."""
    return (LawRun if isinstance(claim, Law) else MeanRun)(check, point, claim, wrong, plan)


class PointRun:
    """A sequential test as a state: it says which chunks it wants next and absorbs them in order."""

    keeps = False

    def __init__(self, check: MonteCarloCheck, point: Mapping[str, Any], claim: Claim, wrong: Mapping[str, Claim],
                 plan: Plan) -> None:
        self.check, self.point, self.claim, self.wrong, self.plan = check, point, claim, wrong, plan
        self.chunks = self.samples = self.looks = 0
        self.target = FIRST_LOOK
        self.spent = 0.0
        self.finished = False
        self.excluded: set[str] = set()
        self.needed: dict[str, int] = {}

    @property
    def budget(self) -> int:
        """The largest number of samples."""
        return max(self.plan.samples, FIRST_LOOK * self.check.chunk)

    def wanted(self) -> range:
        """Numbers of the chunks up to the next look; empty if the test has ended."""
        return range(self.chunks, self.chunks if self.finished else self.target)

    def absorb(self, chunk: Chunk) -> None:
        """Take in the next chunk; at the end of a stage, look."""
        self.chunks += 1
        self.samples += chunk.size
        self.add(chunk)
        if self.chunks == self.target:
            self._look()

    def _look(self) -> None:
        self.looks += 1
        level = spent_at_look(self.plan.level, self.looks)
        self.spent += level
        refuted = self.look(level)
        self.target = min(2 * self.target, self.budget // self.check.chunk)
        self.finished = refuted or self.target == self.chunks or not (self.plan.exhaust or self.reachable())

    def reachable(self) -> bool:
        """Whether some near miss that is not excluded yet could be within the sample budget."""
        return any(n <= self.budget for label, n in self.needed.items() if label not in self.excluded)

    @property
    def kind(self) -> EvidenceKind:
        return "exact law" if self.check.law == "exact" else "monte carlo"

    def add(self, chunk: Chunk) -> None:
        raise NotImplementedError

    def look(self, level: float) -> bool:
        """Compute the interval at this level; whether it refutes the claim."""
        raise NotImplementedError

    def result(self) -> Sampled:
        raise NotImplementedError


class MeanRun(PointRun):
    """A mean against the claim's interval, by the declared contract."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.moments = Moments.empty()
        self.batches = array("d")
        self.interval = Enclosure(-math.inf, math.inf, "statistical")
        self.bounds = self._contract()
        self.allowed = allowed(self.claim, self.point)
        self.targets = {label: _allowed_or_none(c, self.point) for label, c in self.wrong.items()}

    def _contract(self) -> tuple[float, float] | None:
        contract, where = self.check.moments, f"{self.check.function.__name__} at {show_point(self.point)}"
        if isinstance(contract, Bounded):
            low, high = (evaluate(sympy.sympify(end), self.point) for end in (contract.low, contract.high))
            return float(low.low), float(high.high)
        if isinstance(contract, FiniteFourthMoment):
            if evaluate(contract.condition, self.point).low != 1:
                raise RecordError(f"the moment contract of {where} does not hold: {contract.condition} is false")
            return None
        raise RecordError(f"{where} declares no moment contract: moments=Bounded(…) or FiniteFourthMoment(…)")

    def add(self, chunk: Chunk) -> None:
        self.moments = self.moments.merge(chunk.moments)
        self.batches.extend(chunk.batches)
        if self.bounds is not None:
            low, high = self.bounds
            slack = 1e-12 * max(abs(low), abs(high))  # rounding of a sample that sits at its bound
            if self.moments.minimum < low - slack or self.moments.maximum > high + slack:
                raise RecordError(f"the sampler {self.check.function.__name__} at {show_point(self.point)} left its "
                                  f"declared bounds [{low:g}, {high:g}]: it returned values from "
                                  f"{self.moments.minimum:g} to {self.moments.maximum:g}")

    def look(self, level: float) -> bool:
        if self.bounds is not None:
            low, high = empirical_bernstein(self.moments, *self.bounds, level)
        else:
            low, high = studentised_batch_means(np.frombuffer(self.batches), level)
        self.interval = statistical(low, high)
        if not self.interval.contains(self.allowed):
            return True
        for label, target in self.targets.items():
            if target is None or not self.interval.contains(target):
                self.excluded.add(label)
            else:
                gap = self._gap(target)  # from what the claim allows, which unlike the estimate does not fluctuate
                self.needed[label] = _needed(self.samples, high - low, gap)
        return False

    def _gap(self, target: Enclosure) -> float:
        """Distance between the intervals that the claim and a near miss allow, or between their finite ends."""
        if self.claim.relation == "at_most":
            return float(self.allowed.high) - float(target.high)
        if self.claim.relation == "at_least":
            return float(target.low) - float(self.allowed.low)
        return max(float(target.low) - float(self.allowed.high), float(self.allowed.low) - float(target.high), 0.0)

    def result(self) -> Sampled:
        outcome = judge(self.interval, self.allowed, bool(self.excluded))
        value = evaluate(self.claim.formula, self.point).middle
        if outcome == "confirmed" and not self.excluded and self.wrong:
            outcome = "undecided"
        contract = self.check.moments
        evidence = Evidence(self.kind, self.check.function.__name__, outcome, self.point, float(self.interval.low),
                            float(self.interval.high), value, self.samples, resolution(self.interval, value),
                            self.spent, contract.interval if contract else "")
        return Sampled(evidence, frozenset(self.excluded), dict(self.needed))


class LawRun(PointRun):
    """An empirical distribution function against the claimed one, by the DKW band."""

    keeps = True

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.data: list[Floats] = []
        self.distance = self.width = 0.0
        self.cdfs = {label: _cdf(c, self.point) for label, c in self.wrong.items()}
        own = _cdf(self.claim, self.point)
        if own is None:
            raise RecordError(f"the distribution function is undefined at {show_point(self.point)}")
        self.cdf = own
        self.least = 0.0 if isinstance(self.claim, Law) and self.claim.variable.is_nonnegative else -math.inf

    @property
    def budget(self) -> int:
        return min(max(self.plan.samples, FIRST_LOOK * self.check.chunk), LAW_SAMPLES)

    def add(self, chunk: Chunk) -> None:
        assert chunk.samples is not None
        self.data.append(chunk.samples)

    def look(self, level: float) -> bool:
        x = np.sort(np.concatenate(self.data))
        self.width = dkw_half_width(len(x), level)
        self.distance = _distance(x, self.cdf, self.least)
        if self.distance > self.width:
            return True
        for label, cdf in self.cdfs.items():
            gap = 0.0 if cdf is None else _distance(x, cdf, self.least)  # what cannot be computed is not excluded
            if gap > self.width:
                self.excluded.add(label)
            else:
                self.needed[label] = _needed(len(x), 2 * self.width, gap)
        return False

    def result(self) -> Sampled:
        outcome: Outcome = ("refuted" if self.distance > self.width else "confirmed" if self.excluded
                            else "undecided")
        note = f"DKW band of half-width {self.width:.2g}; distance {self.distance:.2g}"
        evidence = Evidence(self.kind, self.check.function.__name__, outcome, self.point, None, None,
                            None, self.samples, self.width, self.spent, note)
        return Sampled(evidence, frozenset(self.excluded), dict(self.needed))


def _needed(samples: int, width: float, gap: float) -> int:
    """How many samples would bring an interval of this width down to the gap (2**62 for what nothing resolves)."""
    return 2 ** 62 if gap <= 0 else int(min(samples * (width / gap) ** 2, 2.0 ** 62))


def _allowed_or_none(claim: Claim, point: Mapping[str, Any]) -> Enclosure | None:
    try:
        return allowed(claim, point)
    except Unevaluated:
        return Enclosure(-math.inf, math.inf, "numeric")  # not known, so never excluded
    except UndefinedValue:
        return None


def statistical(low: float, high: float) -> Enclosure:
    """A confidence interval as an enclosure with exact ends."""
    first, last = (Fraction(end) if math.isfinite(end) else end for end in (low, high))
    return Enclosure(first, last, "statistical")


def _cdf(claim: Claim, point: Mapping[str, Any]) -> Any:
    """A vectorised distribution function, or None if it has no real values at the point."""
    if not isinstance(claim, Law):
        return None
    expression = substituted(claim.formula, point)
    function = sympy.lambdify(claim.variable, expression, modules=["scipy", "numpy"])

    def evaluate_at(x: Any) -> Any:
        with np.errstate(all="ignore"):
            return np.broadcast_to(np.asarray(function(x)), x.shape)
    try:
        trial = evaluate_at(np.array([0.5, 1.0]))
    except (ValueError, TypeError, NameError, ZeroDivisionError):
        return None
    return evaluate_at if np.isrealobj(trial) else None


def _distance(x: Floats, cdf: Any, least: float) -> float:
    """sup |F_n − F| over the values of the sample, the gaps between them, where F_n is constant, and left of them all.

    least: below it F need not be the distribution function.
    """
    atoms, counts = np.unique(x, return_counts=True)
    reached = np.cumsum(counts) / len(x)
    gaps = np.diff(atoms)
    places = np.concatenate([atoms, atoms[:-1] + gaps / 2, atoms[1:] - 1e-3 * gaps])
    values = np.asarray(cdf(places), dtype=np.float64)
    if not np.isfinite(values).all():
        return 1.0
    steps = np.concatenate([reached, reached[:-1], reached[:-1]])
    left = atoms[:1] - 1e-3 * (gaps[:1] if len(gaps) else 1.0)
    before = np.nan_to_num(np.asarray(cdf(left), dtype=np.float64)) if left[0] >= least else np.zeros(1)
    return max(float(np.abs(steps - values).max()), float(np.clip(before[0], 0.0, 1.0)))
