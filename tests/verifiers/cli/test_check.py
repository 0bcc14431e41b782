"""`theorems check`: what it prints, its exit statuses, answers that begin with a minus sign, standard input."""

import io
import json
import re
import shlex
import subprocess
import sys
import textwrap
from pathlib import Path
from types import SimpleNamespace

import pytest

from verifiers.cli.app import main

TRACE = "wishart-inverse-trace"
KEYS = ["verdict", "proved", "feedback", "witness", "slip", "method", "notation", "first_bad_link", "digits", "points",
        "marked"]


def typed(monkeypatch, data):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))


@pytest.mark.parametrize(("answer", "status", "start"), [
    ("N/(P-N-1)", 0, "correct: proved ("), (r"\frac{N}{P-N-1}", 0, "correct: proved ("),
    ("N/(P-N)", 1, "incorrect: at N = "), ("N/(P-n)", 4, "cannot read: the answer uses n"),
    ("-N/(N-P+1)", 0, "correct"), ("--N/(P-N-1)", 0, "correct"), ("-N", 1, "incorrect"), ("-1", 1, "incorrect"),
    ("-json", 4, "cannot read")])
def test_the_verdict_is_printed_and_is_the_exit_status(capsys, answer, status, start):
    assert main(["check", TRACE, answer]) == status
    assert capsys.readouterr().out.startswith(start)


def test_the_place_is_marked_under_an_answer_that_cannot_be_read(capsys):
    assert main(["check", TRACE, "N/(P-n)"]) == 4
    first, text, mark = capsys.readouterr().out.splitlines()
    assert first.endswith("(allowed: N, P); did you mean N?")
    assert text[mark.index("^")] == "n"


def test_json_has_stable_keys(capsys):
    assert main(["check", TRACE, "N/(P-N)", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert list(found) == KEYS
    assert (found["verdict"], found["slip"], set(found["witness"])) == ("incorrect", "no shift", {"point", "answer", "correct"})
    assert main(["check", TRACE, "--json", "N/(P-N)", "--reveal"]) == 1
    assert list(json.loads(capsys.readouterr().out)) == [*KEYS, "correct_answer"]


def test_options_and_output_file(capsys, tmp_path):
    file = tmp_path / "a" / "judgement.txt"
    assert main(["check", "toy-halting-probability", "0.944", "--figures", "3", "--out", str(file)]) == 0
    assert capsys.readouterr().out == "" and file.read_text().startswith("correct: ")
    assert main(["check", "toy-halting-probability", "0.944", "--tolerance", "1e-3"]) == 0
    assert main(["check", "toy-halting-probability", "0.944"]) == 1


def test_a_dash_reads_standard_input(monkeypatch, capsys):
    typed(monkeypatch, "N/(P − N − 1)\r\n".encode())
    assert main(["check", TRACE, "-"]) == 0
    typed(monkeypatch, b"N+" * 10_000_000)
    assert main(["check", TRACE, "-"]) == 4
    typed(monkeypatch, b"")
    assert main(["check", TRACE, "-"]) == 4
    assert "the answer is empty" in capsys.readouterr().out
    typed(monkeypatch, b"\xff\xfe")
    assert main(["check", TRACE, "-"]) == 2
    assert capsys.readouterr().err == "theorems: standard input is not UTF-8 text\n"


@pytest.mark.parametrize(("arguments", "sentence"), [
    (["wishart-inverse-trac", "N"], "no theorem is called 'wishart-inverse-trac'; nearest: wishart-inverse-trace"),
    ([TRACE, "N", "--syntax", "mathml"], "the syntax is 'mathml'"),
    ([TRACE, "N", "--revel"], "--revel"), ([TRACE, "--revel"], "no such option: --revel (did you mean --reveal?)"),
    ([TRACE, "N", "--tolerance", "none"], "the tolerance is 'none'"), ([TRACE], "'ANSWER'"),
    ([TRACE, "N", "--definition", "perhaps"], "not 'perhaps'")])
def test_what_cannot_be_asked_is_one_sentence(capsys, arguments, sentence):
    assert main(["check", *arguments]) == 2
    captured = capsys.readouterr()
    assert captured.out == "" and captured.err.count("\n") == 1
    assert captured.err.startswith("theorems: ") and sentence in captured.err


def test_neither_sympy_nor_numpy_is_imported_by_the_command():
    code = ("import sys; from verifiers.cli.app import main; status = main(['check', 'wishart-inverse-trace', 'N/(P-N)']);"
            "print(status, [m for m in ('sympy', 'numpy', 'flint') if m in sys.modules])")
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert found.stdout.splitlines()[-1] == "1 []"


def documented():
    """The examples of `check` and `compare` in the documentation, each with what it prints."""
    page = Path(__file__, "../../../../docs/answers.md").resolve().read_text(encoding="utf-8")
    found = re.findall(r"^    \$ theorems ((?:check|compare)(?:.*\\\n)*.*)\n((?:    .*\n)+)", page, re.MULTILINE)
    return [(shlex.split(command.replace("\\\n", " ")), textwrap.dedent(printed)) for command, printed in found]


@pytest.mark.parametrize(("arguments", "printed"), documented())
def test_the_examples_of_the_documentation(capsys, arguments, printed):
    main(arguments)
    assert capsys.readouterr().out == printed


def test_the_documentation_has_examples():
    assert len(documented()) >= 7
