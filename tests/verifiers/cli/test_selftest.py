"""`theorems selftest`: a line for each record, the failures, exit statuses."""

import json

import pytest

from tests.verifiers.course import install
from verifiers.cli.app import main

BAD = """
bad = Theorem(
    name="a-true-near-miss", title="Half", claim=Equals("h", n / 2 + n**2), domain=Domain(n), unsampled="Nothing is random.",
    near_misses={"expanded": (n + 2 * n**2) * (n + 1) / (2 * n + 2), "doubled": n},
)
"""


@pytest.fixture
def course(tmp_path, monkeypatch):
    install(tmp_path, monkeypatch, f"selftest_{tmp_path.name}", bad=BAD)
    monkeypatch.setenv("COLUMNS", "100")
    return tmp_path


def test_a_record_that_passes_has_a_line(course, capsys):
    assert main(["selftest", "mean-of-a-die"]) == 0
    out = capsys.readouterr().out
    line = next(line for line in out.splitlines() if "mean-of-a-die" in line)
    assert line.startswith("✓") and int(line.split()[3]) >= 5
    assert "theorems      1: 1 passed, 0 failed" in out and "failures" not in out


def test_a_failure_is_told_and_is_the_exit_status(course, capsys):
    assert main(["selftest", "chapter"]) == 1
    out = " ".join(capsys.readouterr().out.split())
    assert "✗ a-true-near-miss" in out and "✓ mean-of-a-die" in out
    assert "expected incorrect, the slip 'expanded'; correct" in out


def test_json_has_the_summary_and_every_record(course, capsys):
    assert main(["selftest", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["summary"]["theorems"] == len(found["theorems"]) == 3 and found["summary"]["passed"] == 2
    failing, = (t for t in found["theorems"] if not t["passed"])
    assert failing["name"] == "a-true-near-miss"
    assert set(failing["failures"][0]) == {"label", "syntax", "text", "expected", "found"}


def test_what_cannot_be_asked_is_one_sentence(course, capsys):
    assert main(["selftest", "mean-of-a-dice"]) == 2
    assert capsys.readouterr().err == "theorems: no theorem or chapter is called 'mean-of-a-dice'; nearest: mean-of-a-die, " \
                                      "square-of-a-die\n"
    assert main(["selftest", "--jobs", "0"]) == 2
    assert capsys.readouterr().err == "theorems: the number of jobs must be at least 1, not 0\n"
