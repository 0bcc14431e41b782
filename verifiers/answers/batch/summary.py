"""A grading run in numbers, and as a page of HTML that needs nothing else."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from verifiers.answers.batch.exports import Graded, number
from verifiers.answers.batch.outcomes import CANNOT_READ, CORRECT, INCORRECT, VERDICTS
from verifiers.answers.batch.submissions import Malformed

LISTED = 200  # rows of a list that may be long
FREQUENT = 20  # wrong answers
NO_SLIP = "not recognised"


@dataclass(frozen=True, slots=True)
class Summary:
    """What became of a file: its results and malformed rows, and how many results an earlier run had."""

    graded: Sequence[Graded]
    malformed: Sequence[Malformed]
    taken_over: int = 0

    @property
    def verdicts(self) -> dict[str, int]:
        """How often each verdict was given, in their usual order."""
        counts = Counter(g.result["verdict"] for g in self.graded)
        return {verdict: counts[verdict] for verdict in VERDICTS}

    @property
    def slips(self) -> dict[str, int]:
        """How often each slip was recognised in a wrong answer, the most frequent first."""
        wrong = Counter(g.result["slip"] or NO_SLIP for g in self.graded if g.result["verdict"] == INCORRECT)
        return dict(sorted(wrong.items(), key=lambda item: (item[0] == NO_SLIP, -item[1], item[0])))

    @property
    def proved(self) -> int:
        """How many correct answers were proved equal."""
        return sum(g.result["verdict"] == CORRECT and g.result["proved"] for g in self.graded)

    @property
    def by_hand(self) -> list[Graded]:
        """The answers whose points a person has to decide."""
        return [g for g in self.graded if g.points is None]

    def seconds(self, share: float) -> float | None:
        """The quantile of the time of an answer; None without answers."""
        times: list[float] = sorted(g.result["seconds"] for g in self.graded if g.result["seconds"] is not None)
        if len(times) < 2:
            return times[0] if times else None
        return statistics.quantiles(times, n=100, method="inclusive")[round(100 * share) - 1]

    def as_dict(self) -> dict[str, Any]:
        """The numbers as JSON values."""
        return {"submissions": len(self.graded), "malformed": len(self.malformed), "taken_over": self.taken_over,
                "verdicts": self.verdicts, "proved": self.proved, "slips": self.slips,
                "points": number(round(sum(g.points or 0.0 for g in self.graded), 6)),
                "full": number(round(sum(g.full for g in self.graded), 6)), "by_hand": len(self.by_hand),
                "median_seconds": self.seconds(0.5), "p95_seconds": self.seconds(0.95)}


def questions(graded: Sequence[Graded]) -> list[dict[str, Any]]:
    """A row for each question, in the order of the file: how many answers got which verdict, and the mean points."""
    own: dict[str, list[Graded]] = {}
    for g in graded:
        own.setdefault(g.question, []).append(g)
    rows = []
    for name, members in own.items():
        counts = Counter(g.result["verdict"] for g in members)
        points = [g.points for g in members if g.points is not None]
        slips = Counter(g.result["slip"] for g in members if g.result["slip"] and g.result["verdict"] == INCORRECT)
        rows.append({"name": name, "answers": len(members), "counts": [counts[v] for v in VERDICTS],
                     "proved": sum(g.result["verdict"] == CORRECT and g.result["proved"] for g in members),
                     "points": f"{sum(points) / len(points):.3g}" if points else "–", "full": number(members[0].full),
                     "slip": min(slips.items(), key=lambda item: (-item[1], item[0]))[0] if slips else ""})
    return rows


def frequent(graded: Sequence[Graded]) -> list[tuple[str, str, str, int]]:
    """The most frequent wrong answers: question, text without white space at its ends, slip, how often."""
    counts = Counter((g.question, g.submission.case["answer"].strip(), g.result["slip"] or "")
                     for g in graded if g.result["verdict"] == INCORRECT)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [(*key, count) for key, count in ordered if count > 1][:FREQUENT]


def as_html(summary: Summary, title: str) -> str:
    """The page."""
    from jinja2 import Environment, StrictUndefined

    from verifiers.answers.batch.summary_page import PAGE
    page = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True).from_string(PAGE)
    total = len(summary.graded)
    unreadable = [g for g in summary.graded if g.result["verdict"] == CANNOT_READ]
    return page.render(title=title, total=total, numbers=summary.as_dict(), verdicts=summary.verdicts,
                       slips=summary.slips, most=max(summary.slips.values(), default=1), questions=questions(summary.graded),
                       frequent=frequent(summary.graded), by_hand=summary.by_hand, unreadable=unreadable,
                       malformed=summary.malformed, listed=LISTED, names=VERDICTS) + "\n"
