"""Sequential Monte-Carlo checks: growing samples, a false-alarm budget, no tolerance.

Look k of a check spends level/(k(k + 1)); it stops once the claim is inside the interval and every near miss that the
budget can reach is outside, or when the claim itself is outside.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import sympy

from numerics.moments import Moments
from numerics.streams import stream
from verifiers.claims import Claim, Law
from verifiers.contracts import Bounded, FiniteFourthMoment
from verifiers.enclosures import Enclosure
from verifiers.errors import RecordError, UndefinedValue
from verifiers.evaluate import evaluate, substituted
from verifiers.intervals import dkw_half_width, empirical_bernstein, spent_at_look, studentised_batch_means
from verifiers.judge import Outcome, allowed, judge, resolution
from verifiers.membership import show_point
from verifiers.results import Evidence, EvidenceKind
from verifiers.theorem import MonteCarloCheck

BATCHES = 16  # batch means taken from one chunk
FIRST_LOOK = 2  # chunks
SAMPLES = {"quick": 2 ** 17, "standard": 2 ** 20, "thorough": 2 ** 24}


@dataclass(frozen=True, slots=True)
class Plan:
    """How a run samples: the seed, the level of one check, and its largest number of samples."""

    seed: int
    level: float
    samples: int


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
    run = _LawRun if isinstance(claim, Law) else _MeanRun
    return run(name, check, point, claim, wrong, plan).run()


class _Run:
    """State of one sequential check: the samples' summary grows, the intervals are recomputed at each look."""

    def __init__(self, name: str, check: MonteCarloCheck, point: Mapping[str, Any], claim: Claim,
                 wrong: Mapping[str, Claim], plan: Plan) -> None:
        self.name, self.check, self.point, self.claim, self.plan = name, check, point, claim, plan
        self.chunks = self.samples = 0
        self.spent = 0.0
        self.wrong = wrong
        self.excluded: set[str] = set()
        self.needed: dict[str, int] = {}

    def run(self) -> Sampled:
        look, target = 0, FIRST_LOOK
        while True:
            while self.chunks < target:
                self.add(self.draw())
            look += 1
            level = spent_at_look(self.plan.level, look)
            self.spent += level
            done = self.look(level)
            if done or 2 * target * self.check.chunk > max(self.plan.samples, FIRST_LOOK * self.check.chunk):
                return self.finish()
            target *= 2

    def draw(self) -> np.ndarray[Any, np.dtype[np.float64]]:
        """The next chunk; its stream is keyed by theorem, check, point and chunk, so any process draws the same."""
        rng = stream(self.plan.seed, self.name, self.check.function.__name__, show_point(self.point), self.chunks)
        samples = np.asarray(self.check.function(rng, self.check.chunk, **self.point), dtype=np.float64)
        where = f"the sampler {self.check.function.__name__} at {show_point(self.point)}"
        if samples.shape != (self.check.chunk,):
            raise RecordError(f"{where} returned shape {samples.shape}, expected ({self.check.chunk},)")
        if not np.isfinite(samples).all():
            bad = samples[~np.isfinite(samples)][0]
            raise RecordError(f"{where} returned {bad} among its samples")
        self.chunks += 1
        self.samples += len(samples)
        return samples

    def add(self, samples: np.ndarray[Any, np.dtype[np.float64]]) -> None:
        raise NotImplementedError

    def look(self, level: float) -> bool:
        raise NotImplementedError

    def finish(self) -> Sampled:
        raise NotImplementedError

    @property
    def kind(self) -> EvidenceKind:
        return "exact law" if self.check.law == "exact" else "monte carlo"

    def reachable(self) -> bool:
        """Whether some near miss that is not excluded yet could be within the sample budget."""
        return any(n <= self.plan.samples for label, n in self.needed.items() if label not in self.excluded)


class _MeanRun(_Run):
    """A mean against the claim's interval, by the declared contract."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.moments = Moments.empty()
        self.batches: list[float] = []
        self.interval = Enclosure(-math.inf, math.inf, "statistical")
        self.allowed = allowed(self.claim, self.point)
        self.bounds = self._contract()
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

    def add(self, samples: np.ndarray[Any, np.dtype[np.float64]]) -> None:
        self.moments = self.moments.merge(Moments.of(samples))
        self.batches.extend(samples.reshape(BATCHES, -1).mean(axis=1))
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
            low, high = studentised_batch_means(np.array(self.batches), level)
        self.interval = Enclosure(*_outward(low, high), "statistical")
        if not self.interval.contains(self.allowed):
            return True
        half = (high - low) / 2
        for label, target in self.targets.items():
            if target is None or not self.interval.contains(target):
                self.excluded.add(label)
            else:
                gap = self._gap(target)  # from what the claim allows, which unlike the estimate does not fluctuate
                self.needed[label] = 2 ** 62 if gap <= 0 else int(min(self.samples * (2 * half / gap) ** 2, 2.0 ** 62))
        return not self.reachable()

    def _gap(self, target: Enclosure) -> float:
        """Distance between the intervals that the claim and a near miss allow, or between their finite ends."""
        if self.claim.relation == "at_most":
            return float(self.allowed.high) - float(target.high)
        if self.claim.relation == "at_least":
            return float(target.low) - float(self.allowed.low)
        return max(float(target.low) - float(self.allowed.high), float(self.allowed.low) - float(target.high), 0.0)

    def finish(self) -> Sampled:
        outcome = judge(self.interval, self.allowed, bool(self.excluded))
        value = evaluate(self.claim.formula, self.point).middle
        if outcome == "confirmed" and not self.excluded and self.wrong:
            outcome = "undecided"
        contract = self.check.moments
        evidence = Evidence(self.kind, self.check.function.__name__, outcome, self.point, float(self.interval.low),
                            float(self.interval.high), value, self.samples, resolution(self.interval, value),
                            self.spent, contract.interval if contract else "")
        return Sampled(evidence, frozenset(self.excluded), dict(self.needed))


class _LawRun(_Run):
    """An empirical distribution function against the claimed one, by the DKW band."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.data: list[np.ndarray[Any, np.dtype[np.float64]]] = []
        self.distance = self.width = 0.0
        self.cdfs = {label: _cdf(c, self.point) for label, c in self.wrong.items()}
        own = _cdf(self.claim, self.point)
        if own is None:
            raise RecordError(f"the distribution function is undefined at {show_point(self.point)}")
        self.cdf = own

    def add(self, samples: np.ndarray[Any, np.dtype[np.float64]]) -> None:
        self.data.append(samples)

    def look(self, level: float) -> bool:
        x = np.sort(np.concatenate(self.data))
        self.width = dkw_half_width(len(x), level)
        self.distance = _distance(x, self.cdf)
        if self.distance > self.width:
            return True
        for label, cdf in self.cdfs.items():
            gap = 1.0 if cdf is None else _distance(x, cdf)
            if gap > self.width:
                self.excluded.add(label)
            else:
                self.needed[label] = int(min(len(x) * (2 * self.width / max(gap, 1e-9)) ** 2, 2.0 ** 62))
        return not self.reachable()

    def finish(self) -> Sampled:
        outcome: Outcome = ("refuted" if self.distance > self.width else "confirmed" if self.excluded
                            else "undecided")
        note = f"DKW band of half-width {self.width:.2g}; distance {self.distance:.2g}"
        evidence = Evidence(self.kind, self.check.function.__name__, outcome, self.point, None, None,
                            None, self.samples, self.width, self.spent, note)
        return Sampled(evidence, frozenset(self.excluded), dict(self.needed))


def _allowed_or_none(claim: Claim, point: Mapping[str, Any]) -> Enclosure | None:
    try:
        return allowed(claim, point)
    except UndefinedValue:
        return None


def _outward(low: float, high: float) -> tuple[Any, Any]:
    return (Fraction(low) if math.isfinite(low) else low), (Fraction(high) if math.isfinite(high) else high)


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


def _distance(x: np.ndarray[Any, np.dtype[np.float64]], cdf: Any) -> float:
    """sup |F_n − F| over the sample, from the right at ties (and from the left where the sample has none)."""
    values = np.asarray(cdf(x), dtype=np.float64)
    if not np.isfinite(values).all():
        return 1.0
    n = len(x)
    upper = np.searchsorted(x, x, side="right") / n
    distance = np.abs(upper - values).max()
    if len(np.unique(x)) == n:
        distance = max(distance, np.abs(upper - 1 / n - values).max())
    return float(distance)
