"""The pool: one result for every case, in order where that is asked for, whatever becomes of its processes."""

import os
import signal

import pytest

from verifiers.answers.batch import pool as pool_module
from verifiers.answers.batch.confinement import Limits
from verifiers.answers.batch.pool import Pool
from verifiers.errors import LearningTheoremsError

JUDGE = "tests.verifiers.answers.hostile_judges:judge"
HOSTILE = ["nap 9", "crash", "exit", "kill", "kill-parent", "long", "nonsense", "fork", "write", "remember x"]


def cases(*answers):
    return [{"answer": answer} for answer in answers]


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_order_and_hostile_answers_cost_only_themselves(jobs):
    answers = [a for hostile in HOSTILE for a in (hostile, "x" * (len(hostile)))]
    with Pool(jobs, Limits(1.5), JUDGE) as pool:
        found = list(pool.judge_all(cases(*answers)))
        folders = [worker.folder for worker in pool.workers]
    assert [index for index, _ in found] == list(range(len(answers)))
    assert [r["feedback"] for _, r in found[1::2]] == [str(len(a)) for a in HOSTILE]
    assert {r["verdict"] for _, r in found[1::2]} == {"correct"}
    assert [r["verdict"] for _, r in found[:14:2]] == ["cannot decide"] * 7
    assert not any(map(os.path.exists, folders))


def test_a_slow_answer_does_not_hold_up_the_others(monkeypatch):
    with Pool(2, Limits(5.0), JUDGE) as pool:
        done = [index for index, _ in pool.judge_as_done(cases("nap 0.3", *["x"] * 20))]
        assert done[-1] == 0
        monkeypatch.setattr(pool_module, "AHEAD", 2)
        begun = []

        def counted():
            for number in range(20):
                begun.append(number)
                yield {"answer": "nap 0.2" if number == 0 else "x"}
        first = next(pool.judge_all(counted()))
        assert first[0] == 0 and len(begun) <= 6


def test_a_judging_process_that_dies_is_replaced_and_the_answer_judged_again():
    def killing():
        yield {"answer": "nap 0.2"}
        os.kill(pool.workers[0].process.pid, signal.SIGKILL)
        yield {"answer": "xx"}
    with Pool(1, judge=JUDGE) as pool:
        first = pool.workers[0].process.pid
        results = dict(pool.judge_all(killing()))
        assert [results[0]["verdict"], results[1]["feedback"]] == ["correct", "2"]
        assert pool.workers[0].process.pid != first


def test_an_answer_at_which_the_judging_process_dies_again_and_again_is_given_up(monkeypatch):
    def killing():
        yield {"answer": "nap 0.2"}
        os.kill(pool.workers[0].process.pid, signal.SIGKILL)
        yield {"answer": "xx"}
    monkeypatch.setattr(pool_module, "TRIES", 1)
    with Pool(1, judge=JUDGE) as pool:
        results = dict(pool.judge_all(killing()))
    assert results[0]["verdict"] == "cannot decide" and "ended twice" in results[0]["feedback"]
    assert results[1]["verdict"] == "correct"


def test_a_judging_process_that_hangs_is_replaced(monkeypatch):
    def stopping():
        yield {"answer": "xx"}
        yield {"answer": "nap 0.1"}
        os.kill(pool.workers[0].process.pid, signal.SIGSTOP)
        yield {"answer": "xxx"}
    monkeypatch.setattr(pool_module, "SLACK", 0.5)
    with Pool(1, Limits(1.5), JUDGE) as pool:
        results = dict(pool.judge_all(stopping()))
    assert [results[i]["verdict"] for i in range(3)] == ["correct"] * 3


def test_results_that_nobody_waits_for_are_not_mistaken_for_others():
    with Pool(2, judge=JUDGE) as pool:
        iterator = pool.judge_as_done(cases("x", "nap 0.2", "nap 0.2", "x"))
        next(iterator)
        iterator.close()
        assert [r["feedback"] for _, r in pool.judge_all(cases("xx", "xxx"))] == ["2", "3"]


def test_theorems_are_loaded_once_before_the_judging():
    with Pool(2, judge=JUDGE) as pool:
        refused = pool.prepare(["known", "unknown", "deadly", "other"])
        assert refused == {"unknown": "no theorem is called 'unknown'"}
        seen = {pool.judge_one({"answer": "loaded", "theorem": "known"})["feedback"] for _ in range(4)}
        assert seen == {"['warm', 'known', 'other']"}
    with Pool(1, judge=JUDGE) as pool:
        assert pool.judge_one({"answer": "loaded", "theorem": "other"})["feedback"] == "['warm', 'other']"


def test_no_cases_are_no_results():
    with Pool(1, judge=JUDGE) as pool:
        assert list(pool.judge_all([])) == []


@pytest.mark.parametrize(("judge", "message"), [
    ("tests.no_such_module:judge", "cannot be loaded: ModuleNotFoundError"),
    ("tests.verifiers.answers.hostile_judges:no", "cannot be loaded: AttributeError"),
    ("os:abort", "'abort'|cannot decide"),
])
def test_a_judge_that_cannot_be_loaded_is_an_error(judge, message):
    with Pool(1, judge=judge) as pool:
        if judge == "os:abort":
            assert pool.judge_one({"answer": ""})["verdict"] == "cannot decide"
            return
        with pytest.raises(LearningTheoremsError, match=message):
            pool.judge_one({"answer": ""})


def test_an_interpreter_that_ends_at_once_is_an_error(monkeypatch):
    monkeypatch.setattr("verifiers.answers.batch.warm.BOOT", "raise SystemExit")
    with pytest.raises(LearningTheoremsError, match="ends before it has loaded"), Pool(1, judge=JUDGE) as pool:
        pool.judge_one({"answer": ""})
