"""Grading a file of submissions: every row judged once, in processes apart, with results that a killed run does not lose.

The same file, rubric, limits and versions give the same bytes of results, whatever the number of processes and however
often the run was interrupted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from verifiers.answers.batch.confinement import Limits
from verifiers.answers.batch.exports import NAMES, Graded, forget, write_results
from verifiers.answers.batch.journal import Journal, open_journal, row_hash, versions
from verifiers.answers.batch.pool import JUDGE, Pool
from verifiers.answers.batch.rubric import Rubric
from verifiers.answers.batch.submissions import Malformed, Row, Submission, load
from verifiers.answers.batch.summary import Summary, as_html
from verifiers.errors import LearningTheoremsError
from verifiers.files import write_text

Progress = Callable[[int, int], None]  # rows that are done, and all


@dataclass(frozen=True, slots=True)
class How:
    """How a run is carried out; of these only the limits and the judge may change a result."""

    jobs: int = 1
    limits: Limits = field(default_factory=Limits)
    fresh: bool = False
    timings: bool = False
    judge: str = JUDGE


def grade(source: Path, out: Path, rubric: Rubric | None = None, how: How | None = None,
          on_progress: Progress | None = None) -> Summary:
    """Judge every row of the file and write the results into the folder (see `exports` and `summary`).

    What the folder's journal has already is taken over; so the same call goes on with a killed run. Raises
    LearningTheoremsError if the file cannot be read, or the folder not be used.
    """
    rubric, how = rubric or Rubric(), how or How()
    if source.resolve().parent == out.resolve() and source.name in NAMES:
        raise LearningTheoremsError(f"{source} would be overwritten by the results; choose another folder")
    rows = load(source)
    run = {"input file": rows.digest, "time limit": how.limits.seconds, "memory limit": how.limits.memory,
           "judge": how.judge, "version of the code": versions()}
    with open_journal(out, run, how.fresh) as journal:
        if how.fresh:
            forget(out)
        keyed = [(s, rubric.for_judge(s.case), row_hash(rubric.for_judge(s.case))) for s in rows.submissions]
        taken_over = sum((s.line, key) in journal.found for s, _, key in keyed)
        _judge_rest(keyed, journal, how, on_progress or (lambda done, total: None))
        results = {s.line: journal.found[s.line, key] for s, _, key in keyed}
    graded, malformed = _sorted_out(rows.rows, results, rubric)
    summary = Summary(graded, malformed, taken_over)
    write_results(out, graded, malformed, how.timings)
    write_text(out / "summary.html", as_html(summary, f"Results of {source.name}"))
    return summary


Keyed = tuple[Submission, dict[str, Any], str]


def _judge_rest(keyed: Sequence[Keyed], journal: Journal, how: How, on_progress: Progress) -> None:
    """Judge what the journal does not have, and write it down there."""
    rest = [one for one in keyed if (one[0].line, one[2]) not in journal.found]
    done = len(keyed) - len(rest)
    on_progress(done, len(keyed))
    if not rest:
        return
    with Pool(min(how.jobs, len(rest)), how.limits, how.judge) as pool:
        # all theorems of the file, also when a run goes on: every run judges in the same image
        refused = pool.prepare(sorted({case["theorem"] for _, case, _ in keyed if "theorem" in case}))
        judged = []
        for submission, case, key in rest:
            if case.get("theorem") in refused:
                journal.add(submission.line, key, {"malformed": refused[case["theorem"]]})
                done += 1
            else:
                judged.append((submission, case, key))
        for index, result in pool.judge_as_done(case for _, case, _ in judged):
            submission, _, key = judged[index]
            journal.add(submission.line, key, {"result": result})
            done += 1
            on_progress(done, len(keyed))


def _sorted_out(rows: Sequence[Row], entries: dict[int, dict[str, Any]],
                rubric: Rubric) -> tuple[list[Graded], list[Malformed]]:
    graded: list[Graded] = []
    malformed: list[Malformed] = []
    for row in rows:
        if isinstance(row, Malformed):
            malformed.append(row)
        elif (entry := entries[row.line]).get("malformed") is not None:
            malformed.append(Malformed(row.line, entry["malformed"], row.id))
        else:
            scheme = rubric.scheme(row.case)
            graded.append(Graded(row, entry["result"], scheme.points(entry["result"]), scheme.full))
    return graded, malformed
