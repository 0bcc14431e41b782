"""The self-test of a question: known slips are judged incorrect by their own names, rewritings of the formula correct.

It works with text made from the record, in this process: what is tested is reading, comparing and recognising.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from importlib import import_module
from typing import Any

from verifiers.answers.judgements import Judgement
from verifiers.answers.judging import judge_tree
from verifiers.answers.problems import CannotRead
from verifiers.answers.questions import Question
from verifiers.answers.records import question_from_record
from verifiers.answers.selftests.rewriting import rewritings
from verifiers.answers.texts.reading import read_answer
from verifiers.answers.texts.writing import written
from verifiers.answers.texts.writing_latex import latex_of
from verifiers.answers.trees import Tree
from verifiers.collection import theorems_of
from verifiers.errors import LearningTheoremsError, TimeLimitReached
from verifiers.timelimit import time_limit
from verifiers.workers import stop, worker_processes

SECONDS = 10.0  # for one judgement
LEAST = 3  # rewritings that a record has at least


@dataclass(frozen=True, slots=True)
class Failure:
    """An answer that got another verdict than it should: the slip's or rewriting's label, its text, and both verdicts."""

    label: str
    syntax: str
    text: str
    expected: str
    found: str


@dataclass(frozen=True, slots=True)
class SelfTest:
    """The self-test of one record.

    slips, rewritings: how many were tried; proved: how many rewritings were proved equal; ambiguous: slips that were called
    by the name of another one with the same values; left_out: near misses that are claims of another kind or no formula.
    """

    name: str
    chapter: str
    slips: int
    rewritings: int
    proved: int
    ambiguous: tuple[tuple[str, str], ...] = ()
    left_out: int = 0
    failures: tuple[Failure, ...] = ()
    seconds: float = 0.0

    @property
    def passed(self) -> bool:
        """Whether every verdict is as it should be."""
        return not self.failures

    def as_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {**asdict(self), "passed": self.passed, "ambiguous": [list(pair) for pair in self.ambiguous]}


def selftests_in(module: str, names: Collection[str]) -> list[SelfTest]:
    """The self-tests of the records of these names in a module, in the order of its lines."""
    return [selftest(theorem) for theorem in theorems_of(import_module(module)) if theorem.name in names]


def run(theorems: Iterable[Any], jobs: int = 1) -> Iterator[SelfTest]:
    """The self-tests of records, a module at a time and in their order, on `jobs` processes."""
    groups: dict[str, list[str]] = {}
    for theorem in theorems:
        groups.setdefault(theorem.module, []).append(theorem.name)
    executor = worker_processes(jobs)
    try:
        if jobs == 1:
            for module, names in groups.items():
                yield from selftests_in(module, names)
        else:
            for tested in [executor.submit(selftests_in, module, names) for module, names in groups.items()]:
                yield from tested.result()
    finally:
        stop(executor, kill=True)


def selftest(theorem: Any) -> SelfTest:
    """The self-test of a record."""
    started = time.monotonic()
    try:
        question = question_from_record(theorem)
    except LearningTheoremsError as reason:
        failure = Failure("question", "", "", "a question", str(reason))
        return SelfTest(theorem.name, theorem.chapter, 0, 0, 0, failures=(failure,), seconds=time.monotonic() - started)
    ambiguous: list[tuple[str, str]] = []
    failures = list(_slips(question, ambiguous))
    forms = rewritings(theorem.claim.formula, question.symbols)
    if len(forms) < LEAST:
        failures.append(Failure("rewritings", "", "", f"at least {LEAST} rewritings", str(len(forms))))
    proved = 0
    for form in forms:
        for syntax, text, judgement in _judged(question, form.text, form.latex):
            proved += judgement.proved and syntax == "sympy"
            if judgement.verdict != "correct":
                failures.append(Failure(form.label, syntax, text, "correct", _told(judgement)))
    left_out = len(theorem.near_misses) + len(theorem.errata) - len(question.slips)
    return SelfTest(theorem.name, theorem.chapter, len(question.slips), len(forms), proved, tuple(ambiguous), left_out,
                    tuple(failures), round(time.monotonic() - started, 3))


def _slips(question: Question, ambiguous: list[tuple[str, str]]) -> Iterator[Failure]:
    known = dict(question.slips)
    for label, wrong in question.slips:
        for syntax, text, judgement in _judged(question, written(wrong), latex_of(wrong, question.symbols)):
            other = judgement.slip or ""
            if judgement.verdict == "incorrect" and other == label:
                continue
            if judgement.verdict == "incorrect" and other in known and _equal(question, known[other], wrong):
                if (label, other) not in ambiguous:
                    ambiguous.append((label, other))
                continue
            yield Failure(label, syntax, text, f"incorrect, the slip {label!r}", _told(judgement))


def _judged(question: Question, text: str, latex: str) -> Iterator[tuple[str, str, Judgement]]:
    """The judgements of the two ways of writing; one for both, if they are read alike."""
    earlier: Tree | None = None
    for syntax, typed in (("sympy", text), ("latex", latex)):
        try:
            tree = read_answer(typed, question.symbols, syntax)
        except CannotRead as reason:
            yield syntax, typed, Judgement("cannot read", feedback=reason.sentence, marked=reason.marked())
            continue
        if tree != earlier:
            yield syntax, typed, _within_limit(question, tree)
        earlier = tree


def _within_limit(question: Question, tree: Tree) -> Judgement:
    try:
        with time_limit(SECONDS):
            return judge_tree(question, tree)
    except TimeLimitReached:
        return Judgement("cannot decide", feedback=f"the judgement did not end within {SECONDS:g} s")
    except Exception as reason:  # an error of the judge is what the test is to find, too
        return Judgement("cannot decide", feedback=f"the judgement failed ({type(reason).__name__}: {reason})")


def _equal(question: Question, first: Tree, second: Tree) -> bool:
    return _within_limit(replace(question, reference=first, slips=()), second).verdict == "correct"


def _told(judgement: Judgement) -> str:
    return f"{judgement.verdict}: {judgement.feedback}" if judgement.feedback else judgement.verdict
