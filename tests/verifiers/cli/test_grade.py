"""`theorems grade`: what it prints, its exit statuses, and its one-sentence errors."""

import json

import pytest

from verifiers.answers.batch.grading import How
from verifiers.cli.app import main

JUDGE = "tests.verifiers.answers.hostile_judges:judge"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("verifiers.answers.batch.grading.How", lambda *given: How(*given, judge=JUDGE))
    rows = [("a", "verdict correct"), ("b", "verdict incorrect:no shift"), ("c", "crash")]
    text = "".join(json.dumps({"id": i, "reference": "N", "answer": a}) + "\n" for i, a in rows)
    (tmp_path / "good.jsonl").write_text(text)
    (tmp_path / "bad.jsonl").write_text(text + "{\n" * 7)
    (tmp_path / "rubric.toml").write_text("[default]\nfull = 4\nnear_miss = 0.25\n")
    (tmp_path / "wrong.toml").write_text("[default]\nfull = -4\n")
    return tmp_path


def test_a_summary_is_printed_and_wrong_answers_are_no_failure(folder, capsys):
    arguments = ["grade", "good.jsonl", "--out", "out", "--rubric", "rubric.toml", "--jobs", "2"]
    assert main(arguments) == 0
    out, err = capsys.readouterr()
    assert err == "" and out.splitlines()[:4] == [
        "submissions   3: 1 correct, 1 incorrect, 1 cannot decide", "correct       1 proved, 0 not proved",
        "slips         no shift (1)", "points        5 of 12, 1 to grade by hand"]
    assert "median" in out and out.endswith("results       out\n") and "taken over" not in out
    assert main(arguments) == 0
    assert "taken over    3 judged by an earlier run" in capsys.readouterr().out


def test_malformed_rows_are_listed_and_status_1(folder, capsys):
    assert main(["grade", "bad.jsonl", "--out", "out"]) == 1
    out = capsys.readouterr().out
    assert "malformed     line 4: not JSON" in out and "2 more, in malformed.jsonl" in out


def test_json_is_the_summary(folder, capsys):
    assert main(["grade", "bad.jsonl", "--out", "out", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["submissions"] == 3 and found["malformed"] == 7 and found["verdicts"]["incorrect"] == 1


@pytest.mark.parametrize(("arguments", "message"), [
    (["good.jsonl"], "missing option '--out'"), (["--out", "out"], "missing argument 'FILE'"),
    (["missing.csv", "--out", "out"], "cannot read missing.csv"), (["good.jsonl", "--out", "good.jsonl"], "cannot write"),
    (["good.jsonl", "--out", "out", "--rubric", "wrong.toml"], "wrong.toml: default.full is -4"),
    (["good.jsonl", "--out", "out", "--jobs", "0"], "at least 1, not 0"),
    (["good.jsonl", "--out", "out", "--time-limit", "0"], "from 0.1 to 3600 seconds, not 0"),
    (["good.jsonl", "--out", "out", "--time-limit", "nan"], "not nan"),
    (["good.jsonl", "--out", "out", "--memory-limit", "1"], "from 64 to 1048576 MiB, not 1"),
])
def test_bad_usage_is_one_sentence_and_status_2(folder, capsys, arguments, message):
    assert main(["grade", *arguments]) == 2
    out, err = capsys.readouterr()
    line, = err.splitlines()
    assert out == "" and line.startswith("theorems: ") and message.lower() in line.lower()


def test_a_folder_of_another_run_is_refused(folder, capsys):
    main(["grade", "good.jsonl", "--out", "out"])
    capsys.readouterr()
    assert main(["grade", "bad.jsonl", "--out", "out"]) == 2
    assert "a run with another input file" in capsys.readouterr().err
    assert main(["grade", "bad.jsonl", "--out", "out", "--fresh"]) == 1


def test_ctrl_c_says_how_to_go_on(folder, capsys, monkeypatch):
    def stopped(*arguments):
        raise KeyboardInterrupt
    monkeypatch.setattr("verifiers.answers.batch.grading.grade", stopped)
    assert main(["grade", "good.jsonl", "--out", "out"]) == 130
    assert "the same command goes on from there" in capsys.readouterr().err
