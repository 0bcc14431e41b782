"""One theorem's evidence piece by piece, each computed at most once: what the test items ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from verifiers.claims import Claim
from verifiers.collection import Loaded
from verifiers.conclusions import Checked, prove
from verifiers.derivation import run
from verifiers.evidence import (
    Refutations,
    fails_at_evidence,
    guarded,
    kind_of,
    mechanical_near_misses,
    numeric_evidence,
    sampled_evidence,
)
from verifiers.membership import read_point, show_point
from verifiers.monte_carlo import run_point
from verifiers.results import Evidence, TheoremResult
from verifiers.status import resolved
from verifiers.steps import Step
from verifiers.tasks import Settings
from verifiers.theorem import Derivation, MonteCarloCheck, NumericCheck, Theorem
from verifiers.verify import own_status

T = TypeVar("T")


@dataclass(slots=True)
class Workbench:
    """The evidence of one theorem under given settings."""

    theorem: Theorem
    settings: Settings
    _memory: dict[Any, Any] = field(default_factory=dict)

    def steps(self, derivation: Derivation, instance: Mapping[str, Any] | None) -> tuple[Step, ...]:
        """The steps of a derivation, unchecked."""
        return run(derivation.function, dict(read_point(self.theorem.domain, instance or {}))).steps

    def checked(self, k: int) -> Checked:
        """The k-th run of a derivation (from 0, derivations and their instances in order), all its steps checked."""
        return prove(self.theorem).checked[k]

    def numeric(self, check: NumericCheck, point: Mapping[str, Any]) -> Evidence:
        """The enclosure at a point."""
        return self._numeric(check, point)[0]

    def _numeric(self, check: NumericCheck, point: Mapping[str, Any]) -> tuple[Evidence, Refutations]:
        def compute() -> tuple[Evidence, Refutations]:
            refuted = Refutations()
            return numeric_evidence(self.theorem, check, point, self.wrong(), refuted), refuted
        return self._once(("numeric", check.function, show_point(point)), compute)

    def monte_carlo(self, check: MonteCarloCheck, point: Mapping[str, Any]) -> Evidence:
        """The interval at a point."""
        return self._monte_carlo(check, point)[0]

    def _monte_carlo(self, check: MonteCarloCheck, point: Mapping[str, Any]) -> tuple[Evidence, Refutations]:
        def compute() -> tuple[Evidence, Refutations]:
            theorem, refuted, read = self.theorem, Refutations(), read_point(self.theorem.domain, point)

            def evidence() -> Evidence:
                sampled = run_point(theorem.name, check, read, theorem.claim, theorem.wrong_claims(), self.settings.plan)
                return sampled_evidence(sampled, read, self.wrong(), refuted)
            return guarded(evidence, lambda note, outcome: Evidence(kind_of(check), check.function.__name__, outcome, read,
                                                                    note=note), check.function), refuted
        return self._once(("monte carlo", check.function, show_point(point)), compute)

    def fails_at(self, point: Mapping[str, Any]) -> Evidence:
        """Whether the claim fails at a point outside the domain."""
        return fails_at_evidence(self.theorem, point)

    def mechanical(self) -> dict[str, Claim]:
        """The mechanical near misses."""
        return mechanical_near_misses(self.theorem)

    def wrong(self) -> dict[str, Claim]:
        """All wrong claims, declared and mechanical."""
        return {**self.theorem.wrong_claims(), **self.mechanical()}

    def refuted_by(self, label: str) -> str:
        """The first evidence that refutes a near miss, numeric before sampled; "" if there is none."""
        for check in self.theorem.numeric_checks:
            for point in check.points:
                if by := self._numeric(check, point)[1].by.get(label):
                    return by
        for sampler in self.theorem.monte_carlo_checks:
            for point in sampler.points:
                if by := self._monte_carlo(sampler, point)[1].by.get(label):
                    return by
        return ""

    def status(self, loaded: Loaded) -> tuple[str, tuple[str, ...]]:
        """The status over all that the theorem cites, and what stands against it."""
        proof = prove(self.theorem)
        own = TheoremResult(self.theorem.name, self.theorem.chapter, self.theorem.file, proof.status, cites=proof.cites)
        found, = resolved([own], lambda name: own_status(loaded, name))
        return found.status, found.errors

    def _once(self, key: Any, compute: Callable[[], T]) -> T:
        if key not in self._memory:
            self._memory[key] = compute()
        kept: T = self._memory[key]
        return kept
