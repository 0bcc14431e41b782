"""The results of a grading run as files: JSON Lines, CSV, and Gradescope's results.json.

All are functions of the rows and their results, so that the same results give the same bytes.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from verifiers.answers.batch.outcomes import CORRECT, Result
from verifiers.answers.batch.submissions import Malformed, Submission
from verifiers.files import write_json, write_text

KEYS = ("id", "verdict", "proved", "feedback", "witness", "slip", "seconds")  # of results.jsonl; others rely on them
NAMES = ("results.jsonl", "results.csv", "results.json", "malformed.jsonl", "timings.jsonl", "summary.html",
         "journal.jsonl")  # of the files that a run writes
COLUMNS = ("id", "student", "question", "answer", "verdict", "proved", "points", "full", "feedback", "witness", "slip",
           "notation", "seconds", "line")
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # with these a spreadsheet would take a cell for a formula
BY_HAND = "to be graded by hand"


@dataclass(frozen=True, slots=True)
class Graded:
    """A submission with its result, its points (None: a person decides), and the full points of its question."""

    submission: Submission
    result: Result
    points: float | None
    full: float

    @property
    def question(self) -> str:
        """The theorem's name, or the reference formula."""
        case = self.submission.case
        return str(case.get("theorem") or case.get("reference"))


def write_results(out: Path, graded: Sequence[Graded], malformed: Sequence[Malformed], timings: bool) -> None:
    """Write results.jsonl, results.csv, results.json, malformed.jsonl, timings.jsonl, and gradescope/ if rows name students.

    timings: also put the measured seconds into the results, which then differ from run to run.
    """
    write_text(out / "results.jsonl", json_lines({key: _value(g, key, timings) for key in KEYS} for g in graded))
    write_text(out / "results.csv", as_csv(graded, timings))
    write_text(out / "malformed.jsonl", json_lines({"line": m.line, "id": m.id, "reason": m.sentence} for m in malformed))
    write_text(out / "timings.jsonl", json_lines({"id": g.submission.id, "seconds": g.result["seconds"]} for g in graded))
    write_json(out / "results.json", gradescope(graded, malformed))
    by_student: dict[str, list[Graded]] = {}
    for one in graded:
        if one.submission.student is not None:
            by_student.setdefault(one.submission.student, []).append(one)
    for student, own in by_student.items():
        write_json(out / "gradescope" / f"{file_name(student)}.json", gradescope(own, ()))


def forget(out: Path) -> None:
    """Remove the files of an earlier run."""
    for path in (*(out / name for name in NAMES if name != "journal.jsonl"), *(out / "gradescope").glob("*.json")):
        path.unlink(missing_ok=True)


def json_lines(values: Iterable[dict[str, Any]]) -> str:
    """One object a line."""
    return "".join(json.dumps(value, ensure_ascii=False, allow_nan=False) + "\n" for value in values)


def _value(graded: Graded, key: str, timings: bool) -> Any:
    if key == "id":
        return graded.submission.id
    return None if key == "seconds" and not timings else graded.result[key]


def as_csv(graded: Sequence[Graded], timings: bool) -> str:
    """The results as CSV with a header; no cell is a formula for a spreadsheet."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for g in graded:
        row, result = g.submission, g.result
        witness = "" if result["witness"] is None else json.dumps(result["witness"], ensure_ascii=False)
        writer.writerow(map(guarded, [
            row.id, row.student or "", g.question, row.case["answer"], result["verdict"],
            "yes" if result["proved"] else "no", "" if g.points is None else number(g.points), number(g.full),
            result["feedback"], witness, result["slip"] or "", "; ".join(result["notation"]),
            result["seconds"] if timings else "", row.line]))
    return text.getvalue()


def guarded(cell: Any) -> Any:
    """The cell with an apostrophe before it if a spreadsheet would take it for a formula."""
    if not isinstance(cell, str):
        return cell
    cell = cell.replace("\0", "\N{REPLACEMENT CHARACTER}")
    return f"'{cell}" if cell.lstrip(" ").startswith(FORMULA) else cell


def number(value: float) -> int | float:
    """A whole number without its `.0`."""
    return int(value) if value == int(value) else value


def gradescope(graded: Sequence[Graded], malformed: Sequence[Malformed]) -> dict[str, Any]:
    """Gradescope's results.json: a test for each answer, in the order of the file."""
    total = round(sum(g.points or 0.0 for g in graded), 6)
    open_ = sum(g.points is None for g in graded)
    sentences = [f"{len(graded)} answer{'s' * (len(graded) != 1)} judged."]
    sentences += [f"{open_} {BY_HAND}, with 0 points until then."] if open_ else []
    sentences += [f"Line {m.line} is no submission: {m.sentence}." for m in malformed]
    return {"score": number(total), "output": "\n".join(sentences), "output_format": "text",
            "test_output_format": "text", "test_name_format": "text", "visibility": "visible",
            "stdout_visibility": "hidden", "tests": [_test(g) for g in graded]}


def _test(graded: Graded) -> dict[str, Any]:
    result = graded.result
    parts = [result["verdict"] + (f" ({BY_HAND})" if graded.points is None else ""), result["feedback"],
             *result["notation"]]
    return {"name": graded.submission.id, "score": number(graded.points or 0.0), "max_score": number(graded.full),
            "status": "passed" if result["verdict"] == CORRECT else "failed",
            "output": "\n".join(part for part in parts if part), "visibility": "visible",
            "extra_data": {"verdict": result["verdict"], "proved": result["proved"], "slip": result["slip"],
                           "by_hand": graded.points is None}}


def file_name(name: str) -> str:
    """A name that is safe as that of a file, and different for different names on every file system."""
    safe = re.sub(r"[^a-z0-9_-]", "_", name)[:60]
    return safe if safe == name else f"{safe}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
