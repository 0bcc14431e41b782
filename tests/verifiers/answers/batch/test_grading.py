"""Grading a file: the same bytes however it ran, nothing lost or judged twice by a killed run, and the files it writes."""

import csv
import html.parser
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from verifiers.answers.batch import journal
from verifiers.answers.batch.confinement import Limits
from verifiers.answers.batch.exports import file_name, guarded
from verifiers.answers.batch.grading import How, grade
from verifiers.answers.batch.rubric import Rubric, Scheme
from verifiers.errors import LearningTheoremsError

JUDGE = "tests.verifiers.answers.hostile_judges:judge"
ANSWERS = ["verdict correct", "verdict incorrect:no shift", "verdict incorrect", "verdict cannot", "spin", "crash", "x",
           "verdict correct:notation", "", "=1+1", "<script>alert(1)</script>", "verdict incorrect:no shift"]
FILES = ("results.jsonl", "results.csv", "results.json", "malformed.jsonl", "summary.html")


@pytest.fixture(autouse=True, scope="module")
def fixed_versions():
    """The tests do not depend on whether someone edits the code meanwhile."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("verifiers.answers.batch.grading.versions", lambda: "fixed")
        yield


def how(**changes):
    return How(**{"judge": JUDGE, "limits": Limits(1.5)} | changes)


def write(path, answers, **more):
    rows = [{"id": f"s{k}", "reference": "N + 1", "answer": answer, **more} for k, answer in enumerate(answers)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def read_lines(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def content(out):
    return {name: (out / name).read_bytes() for name in FILES}


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    folder = tmp_path_factory.mktemp("graded")
    source = write(folder / "homework.jsonl", ANSWERS, student="Ada L.")
    with source.open("a") as file:
        file.write('{"id": "t0", "theorem": "unknown", "answer": "1"}\n{"id": "t1", "theorem": "known", "answer": "1"}\n{\n')
    rubric = Rubric(Scheme(full=2, near_miss=0.5, notation_penalty=0.25))
    return source, folder / "one", grade(source, folder / "one", rubric, how()), rubric


def test_results_are_in_order_with_stable_keys(graded):
    _, out, summary, _ = graded
    results = read_lines(out / "results.jsonl")
    assert [r["id"] for r in results] == [f"s{k}" for k in range(len(ANSWERS))] + ["t1"]
    assert all(list(r) == ["id", "verdict", "proved", "feedback", "witness", "slip", "seconds"] for r in results)
    assert {r["seconds"] for r in results} == {None}
    assert results[1] == {"id": "s1", "verdict": "incorrect", "proved": False, "feedback": "it is incorrect",
                          "witness": {"point": {"N": 3}}, "slip": "no shift", "seconds": None}
    assert "did not end within 1.5 s" in results[4]["feedback"] and "SIGSEGV" in results[5]["feedback"]
    assert [t["id"] for t in read_lines(out / "timings.jsonl")] == [r["id"] for r in results]
    assert all(t["seconds"] > 0 for t in read_lines(out / "timings.jsonl"))
    found = summary.as_dict()
    assert found["submissions"] == 13 and found["malformed"] == 2 and found["by_hand"] == 3
    assert found["verdicts"] == {"correct": 7, "incorrect": 3, "cannot decide": 3, "cannot read": 0}
    assert found["slips"] == {"no shift": 2, "not recognised": 1} and found["points"] == 7 * 2 - 0.5 + 2
    assert 0 < found["median_seconds"] <= found["p95_seconds"] <= 1.5


def test_malformed_rows_are_kept_apart(graded):
    _, out, _, _ = graded
    assert read_lines(out / "malformed.jsonl") == [
        {"line": 13, "id": "t0", "reason": "no theorem is called 'unknown'"},
        {"line": 15, "id": None, "reason": "not JSON: expecting property name enclosed in double quotes at character 2"}]


def test_the_same_bytes_with_more_processes_again_and_without_judging(graded, tmp_path):
    source, out, _, rubric = graded
    grade(source, tmp_path / "two", rubric, how(jobs=2))
    assert content(tmp_path / "two") == content(out)
    taken = grade(source, out, rubric, how(judge=JUDGE, jobs=2))
    assert taken.taken_over == 14 and content(tmp_path / "two") == content(out)


def test_another_rubric_needs_no_judging_unless_it_tells_the_judge(graded, tmp_path):
    source, _, _, _ = graded
    out = tmp_path / "out"
    grade(source, out, None, how())
    assert grade(source, out, Rubric(Scheme(full=5)), how()).as_dict()["full"] == 65
    assert grade(source, out, Rubric(Scheme(definition="reject")), how()).taken_over == 0


def test_the_table_has_points_and_no_formulas(graded):
    _, out, _, _ = graded
    with (out / "results.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [r["points"] for r in rows] == ["2", "1", "0", "", "", "", "2", "1.5", "2", "2", "2", "1", "2"]
    assert rows[9]["answer"] == "'=1+1" and rows[1]["witness"] == '{"point": {"N": 3}}'
    assert rows[7]["notation"] == "2x is better written 2*x"


@pytest.mark.parametrize(("cell", "safe"), [("=1", "'=1"), ("+1", "'+1"), ("-x", "'-x"), ("@a", "'@a"), ("\t=1", "'\t=1"),
                                            (" =1", "' =1"), ("x=1", "x=1"), ("", ""), (3, 3), (-1, -1)])
def test_cells_that_a_spreadsheet_would_evaluate_are_guarded(cell, safe):
    assert guarded(cell) == safe


def test_gradescope_files(graded):
    _, out, _, _ = graded
    whole = json.loads((out / "results.json").read_text())
    assert whole["score"] == sum(t["score"] for t in whole["tests"]) == 15.5 and len(whole["tests"]) == 13
    assert whole["tests"][1] == {
        "name": "s1", "score": 1, "max_score": 2, "status": "failed", "output": "incorrect\nit is incorrect",
        "visibility": "visible",
        "extra_data": {"verdict": "incorrect", "proved": False, "slip": "no shift", "by_hand": False}}
    assert "to be graded by hand" in whole["tests"][4]["output"] and "Line 15 is no submission" in whole["output"]
    own, = (out / "gradescope").iterdir()
    assert own.name.startswith("_da__") and len(json.loads(own.read_text())["tests"]) == 12


def test_names_are_safe_and_different():
    names = ["ada", "Ada", "ADA", "../ada", ".ada", "a/b", "a b", "con", "ä" * 300, "ä" * 301, ""]
    files = [file_name(name) for name in names]
    assert len({f.lower() for f in files}) == len(names) and files[0] == "ada"
    assert all(set(f) <= set("abcdefghijklmnopqrstuvwxyz0123456789_-") and len(f) < 80 for f in files)


def test_the_page_is_well_formed_escaped_and_needs_nothing(graded):
    _, out, _, _ = graded
    text = (out / "summary.html").read_text()
    assert text.startswith("<!DOCTYPE html>") and "<script" not in text and "http" not in text.replace("http-equiv", "")
    assert "Results of homework.jsonl" in text and "no shift" in text and "no theorem is called" in text
    opened: list[str] = []

    class Balanced(html.parser.HTMLParser):
        def handle_starttag(self, tag, attrs):
            if tag != "meta":
                opened.append(tag)

        def handle_endtag(self, tag):
            assert opened.pop() == tag
    Balanced().feed(text)
    assert opened == []


def test_an_empty_file_has_empty_results(tmp_path):
    (tmp_path / "a.jsonl").write_text("")
    summary = grade(tmp_path / "a.jsonl", tmp_path / "out", None, how())
    assert summary.as_dict()["submissions"] == 0 and (tmp_path / "out/results.jsonl").read_text() == ""
    assert "0.0 %" in (tmp_path / "out/summary.html").read_text()


def test_timings_are_written_where_they_are_wanted(tmp_path):
    source = write(tmp_path / "a.jsonl", ["x"])
    grade(source, tmp_path / "out", None, how(timings=True))
    assert read_lines(tmp_path / "out/results.jsonl")[0]["seconds"] > 0


def test_a_folder_of_another_run_is_refused_unless_it_is_to_be_forgotten(tmp_path, monkeypatch):
    out = tmp_path / "out"
    first, second = write(tmp_path / "a.jsonl", ["x", "xx"], student="a"), write(tmp_path / "b.jsonl", ["xxx"])
    grade(first, out, None, how())
    with pytest.raises(LearningTheoremsError, match="run with another input file; choose another folder, or --fresh"):
        grade(second, out, None, how())
    with pytest.raises(LearningTheoremsError, match="another time limit and another memory limit"):
        grade(first, out, None, how(limits=Limits(1.0, 100)))
    monkeypatch.setattr("verifiers.answers.batch.grading.versions", lambda: "later")
    with pytest.raises(LearningTheoremsError, match="another version of the code"):
        grade(first, out, None, how())
    assert grade(second, out, None, how(fresh=True)).taken_over == 0
    assert len(read_lines(out / "results.jsonl")) == 1 and not list((out / "gradescope").iterdir())


def test_a_folder_in_use_or_not_writable_is_refused(tmp_path):
    source, out = write(tmp_path / "a.jsonl", ["x"]), tmp_path / "out"
    with journal.open_journal(out, {}, False), pytest.raises(LearningTheoremsError, match="another run is writing"):
        grade(source, out, None, how())
    with pytest.raises(LearningTheoremsError, match="cannot write"):
        grade(source, source, None, how())
    with pytest.raises(LearningTheoremsError, match="would be overwritten"):
        grade(write(tmp_path / "results.jsonl", ["x"]), tmp_path, None, how(fresh=True))
    (tmp_path / "other").mkdir()
    (tmp_path / "other/journal.jsonl").write_text("[]\n")
    with pytest.raises(LearningTheoremsError, match="is not the journal of a grading run"):
        grade(source, tmp_path / "other", None, how())


@pytest.mark.parametrize("damage", [b'{"line": 3, "ro', b'{"line": 3}\n', b"\0\0\0\n", b"null\n"])
def test_a_damaged_end_of_the_journal_costs_only_itself(tmp_path, damage):
    source, out = write(tmp_path / "a.jsonl", ["x", "xx", "xxx"]), tmp_path / "out"
    grade(source, out, None, how())
    before = content(out)
    path = out / journal.NAME
    kept = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(kept[:3]) + damage)
    assert grade(source, out, None, how()).taken_over == 2 and content(out) == before
    path.write_bytes(kept[0][:20])
    assert grade(source, out, None, how()).taken_over == 0 and content(out) == before


def test_versions_name_the_libraries_and_the_code():
    assert journal.versions() == journal.versions()
    assert "sympy" in journal.versions() and "code" in journal.versions()


COMMAND = """
import sys
from pathlib import Path
from verifiers.answers.batch.confinement import Limits
from verifiers.answers.batch import grading
from verifiers.answers.batch.grading import How, grade
grading.versions = lambda: "fixed"
print(grade(Path(sys.argv[1]), Path(sys.argv[2]), None, How(2, Limits(1.5), judge={!r})).taken_over)
"""


def test_a_killed_run_loses_nothing_and_nothing_is_judged_twice(tmp_path):
    answers = ["x" * (k % 7) if k % 40 else "spin" for k in range(160)]
    source, out = write(tmp_path / "a.jsonl", answers), tmp_path / "out"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    start = [sys.executable, "-c", COMMAND.format(JUDGE), str(source), str(out)]
    draw = random.Random(5)
    for killed in range(3):
        with subprocess.Popen(start, env=environment, stdout=subprocess.DEVNULL) as process:
            wait_for_entries(out / journal.NAME, 20 + 35 * killed + draw.randrange(15))
            os.kill(process.pid, signal.SIGKILL)
    before = entries(out / journal.NAME)
    done = subprocess.run(start, env=environment, capture_output=True, text=True, check=True)
    assert int(done.stdout) == len(before) >= 90
    after = entries(out / journal.NAME)
    assert after[:len(before)] == before and len({e["line"] for e in after}) == len(after) == len(answers)
    grade(source, tmp_path / "whole", None, how(jobs=2))
    assert content(tmp_path / "whole") == content(out)


def entries(path: Path):
    return [json.loads(line) for line in path.read_bytes().split(b"\n")[1:-1]] if path.exists() else []


def wait_for_entries(path, number):
    deadline = time.monotonic() + 20
    while len(entries(path)) < number:
        assert time.monotonic() < deadline
        time.sleep(0.002)
