"""Moment contracts: what an author declares, and justifies, about a Monte-Carlo estimator.

A mean is not tested without one: the interval has to be valid for the estimator's law.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sympy


@dataclass(frozen=True, slots=True)
class Bounded:
    """Every sample lies in [low, high], numbers or expressions in the parameters (empirical Bernstein interval)."""

    low: Any
    high: Any

    @property
    def interval(self) -> str:
        return "empirical Bernstein"


@dataclass(frozen=True, slots=True)
class FiniteFourthMoment:
    """The estimator has a finite fourth moment where `condition` holds (studentised batch means, asymptotic).

    condition: a relation in the parameters, or True; because: why the moment is finite there.
    """

    condition: Any
    because: str

    def __post_init__(self) -> None:
        if not self.because.strip():
            raise ValueError("FiniteFourthMoment needs a reason: why is the fourth moment finite there?")
        object.__setattr__(self, "condition", sympy.sympify(self.condition))

    @property
    def interval(self) -> str:
        return "studentised batch means (asymptotic)"


Contract = Bounded | FiniteFourthMoment
