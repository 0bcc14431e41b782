"""Labelled answers: the verdicts, witnesses and slips of the judge against labels that do not depend on it.

The labels of `cases/*.jsonl` come from a second evaluator (`benchmarks.answer_cases`), which recomputes the witnesses here.
The cases marked `quick` are judged in this process.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

import mpmath
import pytest

from benchmarks import answer_cases
from benchmarks.answer_cases import Undefined, admitted, formulas, points, same, value
from verifiers.answers.judging import judge_case

INPUT = ("kind", "reference", "answer", "syntax", "variables", "constraints")
CASES = answer_cases.load()
QUICK = [case for case in CASES if case.get("quick")]
DIGITS = 700  # for values that differ in late digits only
UNDECIDED = 0.02  # the share of cases that may stay undecided or unread

Judged = list[tuple[dict[str, Any], dict[str, Any]]]


@pytest.fixture(scope="module")
def judged() -> Judged:
    """The quick cases with their judgements."""
    return [(case, judge_case({key: case[key] for key in INPUT if key in case})) for case in QUICK]


def told(pairs: Judged) -> list[str]:
    """What one has to know of cases that fail."""
    return [f"{c['id']}: {c['reference']} | {c['answer']} ({c['why']}): {r['verdict']}, {r['feedback']}" for c, r in pairs]


def test_files_are_well_formed() -> None:
    assert len({case["id"] for case in CASES}) == len(CASES) >= 1300
    assert 150 <= len(QUICK) <= 250
    assert {case["kind"] for case in QUICK} == {case["kind"] for case in CASES}
    for case in CASES:
        assert isinstance(case["equal"], bool) and case["why"] and ("witness" in case) != case["equal"], case["id"]
        assert ("first_bad_link" in case) == (case["kind"] == "chain"), case["id"]


def test_labels_hold_for_the_second_evaluator() -> None:
    slow = re.compile(r"Integral|Derivative|\boo\b")
    for case in QUICK:
        reference, answer = formulas(case)
        if case["kind"] not in ("formula", "number", "inequality") or slow.search(reference + answer):
            continue
        if case["equal"]:
            for point in points(case, 14, seed=3):
                expected = _value(reference, point, 90)
                assert expected is None or same(expected, value(answer, point, 90), 35), (case["id"], point)
        elif case["kind"] != "inequality":
            point = {name: Fraction(place) for name, place in case["witness"]["point"].items()}
            assert admitted(case, point), case["id"]
            expected, given = _value(reference, point), _value(answer, point)
            assert expected is not None and (given is None or not same(expected, given, DIGITS - 20)), case["id"]


def test_no_wrong_answer_is_accepted(judged: Judged) -> None:
    assert not told([(c, r) for c, r in judged if not c["equal"] and r["verdict"] == "correct"])


def test_no_right_answer_is_rejected(judged: Judged) -> None:
    assert not told([(c, r) for c, r in judged if c["equal"] and r["verdict"] == "incorrect"])


def test_few_answers_stay_undecided(judged: Judged) -> None:
    undecided = [(c, r) for c, r in judged if r["verdict"] not in ("correct", "incorrect")]
    assert len(undecided) <= UNDECIDED * len(judged), told(undecided)
    assert all(r["feedback"] for _, r in undecided), "a reason is always given"


def test_the_first_wrong_link_of_a_chain_is_named(judged: Judged) -> None:
    chains = [(c, r) for c, r in judged if c["kind"] == "chain" and r["verdict"] == "incorrect"]
    assert chains and not told([(c, r) for c, r in chains if r["first_bad_link"] != c["first_bad_link"]])


def test_known_slips_are_recognised(judged: Judged) -> None:
    slips = [(c, r) for c, r in judged if "slip" in c]
    assert slips and not told([(c, r) for c, r in slips if r["slip"] != c["slip"]])


def test_feedback_keeps_the_formula_to_itself(judged: Judged) -> None:
    def squeezed(text: str) -> str:
        return re.sub(r"[\s{}*]", "", text)
    leaks = [(c, r) for c, r in judged if c["variables"] and len(squeezed(c["reference"])) > 6 and c["kind"] == "formula"
             and r["verdict"] == "incorrect" and squeezed(c["reference"]) in squeezed(r["feedback"].replace(c["answer"], ""))]
    assert not told(leaks)
    assert not [c["id"] for c, r in judged if not c["variables"] and c["kind"] == "number" and r["verdict"] == "incorrect"
                and _reads_as(r["feedback"], formulas(c)[0])]


def test_witnesses_are_true(judged: Judged) -> None:
    checked = 0
    for case, result in judged:
        witness = result["witness"]
        if result["verdict"] != "incorrect" or witness is None or case["kind"] not in ("formula", "number", "inequality"):
            continue
        if any("…" in str(place) for place in witness["point"].values()):
            continue  # an irrational point, of which only a few digits are told
        point = {name: Fraction(place) for name, place in witness["point"].items()}
        assert admitted(case, point), (case["id"], witness)
        reference, answer = (_value(text, point) for text in formulas(case))
        assert reference is not None, (case["id"], witness)
        assert answer is None or not same(reference, answer, DIGITS - 20), (case["id"], witness)
        assert _shows(witness["correct"], reference) and _shows(witness["answer"], answer), (case["id"], witness)
        checked += 1
    assert checked >= 50


def _value(text: str, point: dict[str, Any], digits: int = DIGITS) -> Any:
    try:
        return value(text, point, digits)
    except Undefined:
        return None


def _shows(text: str, expected: Any) -> bool:
    """Whether a text is this value, rounded to the digits that it has."""
    if text == "withheld":
        return True
    if isinstance(expected, bool) or expected is None:
        return text == {True: "true", False: "false", None: "undefined"}[expected]
    with mpmath.workdps(60):
        shown = value(re.sub(r"(?<=\d)i$", "*I", text).replace("e+", "e"), {})
        return bool(abs(answer_cases.big(shown) - answer_cases.big(expected)) <= 1e-5 * abs(answer_cases.big(expected)))


def _reads_as(feedback: str, reference: str) -> bool:
    """Whether a decimal or fraction in the feedback is the right number to all its digits, at least five."""
    right = answer_cases.big(value(reference, {}))
    for text in re.findall(r"(?:the correct value is|should be) (-?\d+(?:[./]\d+)?)", feedback):
        if len(text) > 5 and same(value(text, {}), right, 5):
            return True
    return False
