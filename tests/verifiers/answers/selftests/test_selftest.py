"""The self-test of questions: it passes for good records, and tells what is wrong with a bad one."""

from types import SimpleNamespace

import pytest

from theorems.random_matrices.inverse_trace import inverse_trace
from verifiers.answers.judgements import Judgement
from verifiers.answers.selftests import selftest as module
from verifiers.answers.selftests.selftest import run, selftest


def altered(**changes):
    """The record of the inverse trace with other near misses or errata."""
    names = ("name", "chapter", "claim", "domain", "near_misses", "errata", "numeric_checks")
    return SimpleNamespace(**{name: getattr(inverse_trace, name) for name in names} | changes)


N, P = sorted(inverse_trace.claim.formula.free_symbols, key=str)


def test_a_good_record_passes():
    tested = selftest(inverse_trace)
    assert tested.passed and not tested.failures
    assert tested.slips == len(inverse_trace.near_misses) + len(inverse_trace.errata) - tested.left_out > 0
    assert tested.rewritings >= 8 and tested.proved == tested.rewritings
    kept = tested.as_dict()
    assert kept["passed"] is True and kept["name"] == "wishart-inverse-trace" and kept["failures"] == ()


def test_slips_with_the_same_values_keep_their_names():
    tested = selftest(altered(near_misses={"no shift": N / (P - N), "rewritten": -N * (P + N) / (N**2 - P**2)}, errata=()))
    assert tested.passed and tested.slips == 2 and tested.ambiguous == ()


def test_a_near_miss_that_is_true_fails():
    tested = selftest(altered(near_misses={"true": (N**2 + N) / ((P - N - 1) * (N + 1))}, errata=()))
    assert not tested.passed
    assert {(f.label, f.expected) for f in tested.failures} == {("true", "incorrect, the slip 'true'")}
    assert all(f.found.startswith("correct") for f in tested.failures)


def test_a_formula_that_answers_cannot_have_fails_with_the_reason():
    from sympy import Function
    claim = SimpleNamespace(formula=Function("f")(N), relation="equal")
    tested = selftest(altered(claim=claim))
    assert not tested.passed and tested.slips == tested.rewritings == 0
    assert "the function f of this record cannot be used" in tested.failures[0].found


def test_a_judge_that_errs_is_found_out(monkeypatch):
    monkeypatch.setattr(module, "judge_tree", lambda question, tree: Judgement("incorrect", slip="sign"))
    tested = selftest(inverse_trace)
    assert len(tested.failures) >= tested.slips + tested.rewritings
    monkeypatch.setattr(module, "judge_tree", lambda question, tree: 1 / 0)
    assert "the judgement failed (ZeroDivisionError" in selftest(inverse_trace).failures[0].found


@pytest.mark.parametrize("jobs", [1, 2])
def test_records_are_tested_in_their_order_on_any_number_of_processes(jobs):
    from theorems.random_matrices import inverse_trace as file
    from verifiers.collection import theorems_of
    theorems = theorems_of(file)[:3]
    assert [t.name for t in run(theorems, jobs)] == [t.name for t in theorems]
