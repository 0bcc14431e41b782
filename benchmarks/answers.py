"""``python -m benchmarks.answers``: the judge of answers beside the tools in use, on the same labelled cases in one run.

Every tool gets a process of its own, which is replaced when a case takes longer than the limit.  Accepting a wrong answer and
rejecting a right one are counted apart; a tool that says neither, fails or is stopped has no verdict.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import json
import logging
import multiprocessing
import statistics
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks import answer_cases
from benchmarks.answer_cases import Undefined, formulas, points, same, value

Case = Mapping[str, Any]
Verdict = bool | None  # accepted, rejected, or none
Judge = Callable[[Case], Verdict]

FORMULAS = ("formula", "number")
JUDGED = ("kind", "reference", "answer", "syntax", "variables", "constraints")
GOALS = {"wrong accepted": 0.0, "right rejected": 0.0, "no verdict, %": 2.0, "median, ms": 25.0, "95th, ms": 250.0}
RANDOM_POINTS, TOLERANCE = 5, 1e-3


# --- the tools --------------------------------------------------------------------------------------------------------


def ours() -> Judge:
    """This judge, in the process itself."""
    from verifiers.answers.judging import judge_case, warm
    warm()
    return lambda case: _verdict(judge_case(_submission(case)))


def _submission(case: Case) -> dict[str, Any]:
    return {key: case[key] for key in JUDGED if key in case}


def _verdict(result: Mapping[str, Any]) -> Verdict:
    return {"correct": True, "incorrect": False}.get(result["verdict"])


def sympy_simplify() -> Judge:
    """`simplify(a - b) == 0` with assumptions on the symbols."""
    sympy, read = _sympy()
    return lambda case: bool(sympy.simplify(_difference(read(case))) == 0)


def sympy_equals() -> Judge:
    """`a.equals(b)` with assumptions on the symbols."""
    _, read = _sympy()

    def judge(case: Case) -> Verdict:
        reference, answer = read(case)
        found = reference.equals(answer)
        return None if found is None else bool(found)
    return judge


def math_verify() -> Judge:
    """Math-Verify on SymPy's expressions; on LaTeX where the case has it."""
    tool = importlib.import_module("math_verify")
    logging.disable(logging.WARNING)  # it warns at every case that the caller has to limit the time
    _, read = _sympy()

    def judge(case: Case) -> Verdict:
        if case["syntax"] == "latex":
            gold, target = (tool.parse(f"${case[key]}$", parsing_timeout=None) for key in ("reference", "answer"))
        else:
            gold, target = read(case)
        return bool(tool.verify(gold, target, timeout_seconds=None))
    return judge


def random_points() -> Judge:
    """Five random points of the domain, relative tolerance 0.1 % (the rule of WeBWorK)."""
    def judge(case: Case) -> Verdict:
        reference, answer = formulas(case)
        compared = 0
        for point in points(case, 4 * RANDOM_POINTS, seed=7):
            try:
                right = answer_cases.big(value(reference, point, 15))
            except Undefined:
                continue
            try:
                given = answer_cases.big(value(answer, point, 15))
            except Undefined:
                return False
            if abs(given - right) > TOLERANCE * abs(right) and not same(given, right, 12):
                return False
            compared += 1
            if compared == RANDOM_POINTS:
                break
        return True if compared else None
    return judge


def formula_grader() -> Judge:
    """FormulaGrader of MIT's grading library with its default settings, sampling the domain of the case."""
    graders = importlib.import_module("mitxgraders")

    def judge(case: Case) -> Verdict:
        reference, answer = (text.replace("**", "^") for text in formulas(case))
        samples = {name: (graders.IntegerRange if axis["type"] == "integer" else graders.RealInterval)(
            [axis.get("min", -12), axis.get("max", 12)]) for name, axis in case["variables"].items()}
        grader = graders.FormulaGrader(answers=reference, variables=list(samples), sample_from=samples)
        return bool(grader(None, answer)["ok"])
    return judge


TOOLS: Mapping[str, tuple[Callable[[], Judge], str]] = {
    "this judge": (ours, "flint"),
    "simplify(a-b)==0": (sympy_simplify, "sympy"),
    "a.equals(b)": (sympy_equals, "sympy"),
    "Math-Verify": (math_verify, "math_verify"),
    "five random points, 0.1 %": (random_points, "mpmath"),
    "mitx FormulaGrader": (formula_grader, "mitxgraders"),
}


def _sympy() -> tuple[Any, Callable[[Case], tuple[Any, Any]]]:
    sympy: Any = importlib.import_module("sympy")
    parser: Any = importlib.import_module("sympy.parsing.sympy_parser")
    rules = (*parser.standard_transformations, parser.rationalize)
    functions = {"Phi": lambda x: (1 + sympy.erf(x / sympy.sqrt(2))) / 2, "log2": lambda x: sympy.log(x, 2),
                 "log10": lambda x: sympy.log(x, 10)}

    def read(case: Case) -> tuple[Any, Any]:
        symbols = {name: sympy.Symbol(name, **_assumptions(axis)) for name, axis in case["variables"].items()}
        reference, answer = (parser.parse_expr(text, {**functions, **symbols}, rules) for text in formulas(case))
        return reference, answer
    return sympy, read


def _assumptions(axis: Mapping[str, Any]) -> dict[str, bool]:
    low = axis.get("min")
    known = {"integer" if axis["type"] == "integer" else "real": True}
    if low is not None and float(low) >= 0:
        known["positive" if float(low) > 0 or axis.get("open") else "nonnegative"] = True
    return known


def _difference(pair: tuple[Any, Any]) -> Any:
    return pair[0] - pair[1]


# --- running them -----------------------------------------------------------------------------------------------------


def _serve(make: Callable[[], Judge], pipe: Connection) -> None:
    try:
        judge = make()
    except ImportError as reason:
        pipe.send(str(reason))
        return
    pipe.send("")
    while True:
        case = pipe.recv()
        start = perf_counter()
        try:
            verdict = judge(case)
        except Exception:
            verdict = None
        pipe.send((verdict, perf_counter() - start))


class Served:
    """A tool in a process of its own, replaced when a case takes longer than the limit."""

    def __init__(self, make: Callable[[], Judge], limit: float) -> None:
        self.make, self.limit, self.hangs = make, limit, 0
        self._start()

    def _start(self) -> None:
        context = multiprocessing.get_context("fork")
        self.pipe, child = context.Pipe()
        self.process = context.Process(target=_serve, args=(self.make, child), daemon=True)
        self.process.start()
        child.close()
        if reason := self.pipe.recv():
            raise ImportError(reason)

    def __call__(self, case: Case) -> tuple[Verdict, float]:
        """The verdict on a case and the seconds that it took."""
        self.pipe.send(case)
        try:
            if self.pipe.poll(self.limit):
                verdict, seconds = self.pipe.recv()
                return verdict, seconds
            self.hangs += 1
        except EOFError:
            pass
        self.close()
        self._start()
        return None, self.limit

    def close(self) -> None:
        """End the process."""
        self.process.kill()
        self.process.join()


def run_tool(name: str, make: Callable[[], Judge], cases: Sequence[Case], limit: float) -> dict[str, Any]:
    """The record of one tool."""
    served = Served(make, limit)
    try:
        outcomes = [served(case) for case in cases]
    finally:
        served.close()
    return record(name, cases, outcomes) | {"hangs": served.hangs}


def run_pool(name: str, cases: Sequence[Case]) -> dict[str, Any]:
    """The record of the judge in a warm, confined process: what a user waits for."""
    from verifiers.answers.batch.pool import Pool
    outcomes: list[tuple[Verdict, float]] = []
    with Pool() as pool:
        pool.judge_one(_submission(cases[0]))
        for case in cases:
            start = perf_counter()
            verdict = _verdict(pool.judge_one(_submission(case)))
            outcomes.append((verdict, perf_counter() - start))
    return record(name, cases, outcomes) | {"hangs": 0}


def record(name: str, cases: Sequence[Case], outcomes: Sequence[tuple[Verdict, float]]) -> dict[str, Any]:
    """Counts by label and verdict, and times."""
    counts = Counter((case["equal"], verdict) for case, (verdict, _) in zip(cases, outcomes, strict=True))
    seconds = sorted(s for _, s in outcomes)
    found: dict[str, Any] = {"name": name, "cases": len(cases)}
    for label, equal in (("right", True), ("wrong", False)):
        for word, verdict in (("accepted", True), ("rejected", False), ("no verdict", None)):
            found[f"{label} {word}"] = counts[equal, verdict]
    found["correct, %"] = 100 * (counts[True, True] + counts[False, False]) / len(cases)
    found["no verdict, %"] = 100 * (counts[True, None] + counts[False, None]) / len(cases)
    found["median, ms"] = 1000 * statistics.median(seconds)
    found["95th, ms"] = 1000 * seconds[int(0.95 * (len(seconds) - 1))]
    found["failed"] = [c["id"] for c, (v, _) in zip(cases, outcomes, strict=True) if v is not c["equal"]]
    return found


# --- showing ----------------------------------------------------------------------------------------------------------

COLUMNS = ("right accepted", "right rejected", "right no verdict", "wrong accepted", "wrong rejected", "wrong no verdict",
           "correct, %", "median, ms", "95th, ms", "hangs")


def table(records: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """The lines of a Markdown table, and the goals of this judge."""
    yield "| tool | cases | " + " | ".join(COLUMNS) + " |"
    yield "|---" * (len(COLUMNS) + 2) + "|"
    for found in records:
        cells = [f"{found[c]:.1f}" if isinstance(found[c], float) else str(found[c]) for c in COLUMNS]
        yield f"| {found['name']} | {found['cases']} | " + " | ".join(cells) + " |"
    yield ""
    for found in records:
        if found["name"].startswith("this judge"):
            reached = [f"{goal} {found[goal]:.4g} (goal {most:g}{'' if found[goal] <= most else ', missed'})"
                       for goal, most in GOALS.items()]
            yield f"- {found['name']}: " + "; ".join(reached)


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.answers", description=__doc__)
    parser.add_argument("--every", type=int, default=1, metavar="N", help="take every N-th case (default: all)")
    parser.add_argument("--only", default="", metavar="TEXT", help="run the tools whose name contains TEXT")
    parser.add_argument("--limit", type=float, default=5.0, metavar="S", help="seconds for a case (default 5)")
    parser.add_argument("--cases", type=Path, default=answer_cases.CASES, metavar="FOLDER", help="folder of *.jsonl cases")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results to FILE")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the table to FILE")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the comparison; the exit status is 1 if this judge accepts a wrong answer or rejects a right one."""
    parser = _arguments()
    options = parser.parse_args(arguments)
    cases = answer_cases.load(options.cases)[::max(options.every, 1)]
    comparable = [case for case in cases if case["kind"] in FORMULAS]
    if not comparable:
        parser.error(f"no labelled formula or number in {options.cases}")
    records = []
    for name, (make, module) in TOOLS.items():
        if options.only not in name:
            continue
        if importlib.util.find_spec(module) is None:
            print(f"{name}: the module {module} is not installed", flush=True)
            continue
        try:
            records.append(run_tool(name, make, comparable, options.limit))
        except ImportError as reason:
            print(f"{name}: it cannot be loaded ({reason})", flush=True)
            continue
        print(f"{name}: {records[-1]['correct, %']:.1f} % correct", flush=True)
    if options.only in "this judge, warm process":
        records.append(run_pool("this judge, warm process", comparable))
        records.append(run_pool("this judge, warm process, all kinds", cases))
    text = "\n".join(table(records))
    print(text)
    if options.json:
        options.json.write_text(json.dumps({"goals": GOALS, "results": records}, indent=2, ensure_ascii=False) + "\n", "utf-8")
    if options.markdown:
        options.markdown.write_text("# Answers: this judge and other tools\n\nWritten by `python -m benchmarks.answers`.\n\n"
                                    + text + "\n", "utf-8")
    own = [r for r in records if r["name"].startswith("this judge")]
    return int(any(r["wrong accepted"] or r["right rejected"] for r in own))


if __name__ == "__main__":
    sys.exit(main())
