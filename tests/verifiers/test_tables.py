"""Tables: what is in a cell, the same bytes twice, and drift found where a number or a word differs."""

import csv
import io
import json
from fractions import Fraction

import pytest
from sympy import symbols

from tests.verifiers.course import install
from verifiers import AtMost, Bounded, Domain, Equal, Law, Notes, Source, Tends, Theorem
from verifiers.cli.app import main
from verifiers.data_tables import csv_files, json_files
from verifiers.drift import compare, drift
from verifiers.errors import LearningTheoremsError
from verifiers.latex_tables import files as latex_files
from verifiers.markdown import files as md_files
from verifiers.markdown import math
from verifiers.results import Evidence, TheoremResult
from verifiers.tables import chapters, formula_cell, table
from verifiers.tasks import Settings
from verifiers.verify import verify

n = symbols("n", integer=True, positive=True)
x = symbols("x", positive=True)


def bounded():
    """A bound with a numeric and a sampled point in common, and a vector-free law of its own."""
    theorem = Theorem(name="bound", title="A bound & more", claim=AtMost(r"\mathbb{E}|X|", 1 / n),
                      domain=Domain(n >= 2),
                      near_misses={"half": 1 / (2 * n), "square": 1 / n**2},
                      source=Source(Notes("a", "Notes"), "§1"))

    @theorem.derivation
    def by_comparison():
        yield Equal(n + n, 2 * n)
        return 1 / n

    @theorem.numeric(dict(n=3), dict(n="7"))
    def exactly(n):
        return Fraction(3, 4 * n)

    @theorem.monte_carlo(dict(n=3), dict(n=5), moments=Bounded(0, 1))
    def sampled(rng, size, n):
        return 1.5 / n * rng.random(size)
    return theorem


@pytest.fixture(scope="module")
def found():
    theorem = bounded()
    return chapters([theorem], {"bound": verify(theorem, Settings("quick"))})


def test_points_shared_by_checks_are_one_row(found):
    shown, = found[0].tables
    assert [dict(r.point) for r in shown.rows] == [{"n": "3"}, {"n": "7"}, {"n": "5"}]
    first = shown.rows[0]
    assert (first.formula, first.numeric) == ("≤ 1/3", "1/4")
    assert first.sampled is not None and " ± " in first.sampled.shown and first.sampled.samples == 16384
    assert shown.rows[1].sampled is None and shown.rows[2].numeric == ""


def test_limits_and_laws_have_their_own_cells():
    limit = Theorem(name="l", title="", claim=Tends("X", 1 + 0 * n, 1 / n, n), domain=Domain(n))
    assert formula_cell(limit, {"n": 4}) == "1 ± 1/4"
    law = Theorem(name="u", title="", claim=Law("U", x, variable=x), domain=Domain(x < 1))
    assert formula_cell(law, {"x": Fraction(1, 3)}) == "1/3"
    assert formula_cell(law, {}) == ""
    law.monte_carlo(dict())(lambda rng, size: rng.random(size))
    name = law.monte_carlo_checks[0].function.__name__
    evidence = Evidence("monte carlo", name, "confirmed", {}, samples=100, resolution=0.0251)
    row, = table(law, TheoremResult("u", "", "", "proved", (evidence,))).rows
    assert row.sampled is not None and row.sampled.shown == "F ± 0.026"


@pytest.mark.parametrize("write", [md_files, latex_files, csv_files, json_files])
def test_files_are_the_same_twice_and_show_no_drift(found, write, tmp_path):
    theorem = bounded()
    again = chapters([theorem], {"bound": verify(theorem, Settings("quick"))})
    files = write(found, True)
    assert write(again, True) == files and len(files) == 2
    for name, text in files.items():
        assert text.endswith("\n")
        (tmp_path / name).write_text(text)
    assert drift(tmp_path, files, whole=True) == []


def test_formats_hold_the_numbers(found):
    chapter = found[0].chapter
    markdown = md_files(found, False)[f"{chapter}.md"]
    assert "| 7 | ≤ 1/7 | 3/28 |  |  |" in markdown and r"\vert X\vert" in markdown
    latex = latex_files(found, True)[f"{chapter}.tex"]
    assert r"7 & $\le 1/7$ & $3/28$ &  &  \\" in latex and r"A bound \& more" in latex
    lines = list(csv.DictReader(io.StringIO(csv_files(found, True)[f"{chapter}.csv"])))
    assert lines[0] == {"theorem": "bound", "point": "n=3", "evidence": "formula", "shown": "≤ 1/3", "low": "",
                        "high": "1/3", "samples": ""}
    row = json.loads(json_files(found, True)[f"{chapter}.json"])["theorems"][0]["rows"][0]
    assert row["numeric"] == {"shown": "1/4", "low": "0.25", "high": "0.25"}
    assert Fraction(row["monte_carlo"]["low"]) < Fraction(1, 4) < Fraction(row["monte_carlo"]["high"])


@pytest.mark.parametrize(("name", "before", "now", "places"), [
    ("a.md", "| 3 | 0.3333 |", "| 3 | 0.3334 |", []),
    ("a.md", "| 3 | 0.3333 |", "| 3 | 0.3343 |", ["line 1 cell 2"]),
    ("a.md", "| 3 | 0.33 ± 0.01 | 100 |", "| 3 | 0.34 ± 0.02 | 200 |", ["line 1 cell 3"]),
    ("a.md", "one\ntwo\n", "one\nthree\n", ["line 2"]),
    ("a.md", "one\n", "one\n| 2 |\n", ["line 2", "line 3"]),
    ("a.tex", r"3 & $0.33 \pm 0.01$ \\", r"3 & $0.34 \pm 0.01$ \\", []),
    ("a.tex", r"3 & $0.33 \pm 0.01$ \\", r"3 & $0.36 \pm 0.01$ \\", ["line 1 cell 2"]),
    ("a.csv", "t,shown,low\n1,0.5 ± 0.1,0.4\n", "t,shown,low\n1,0.6 ± 0.1,0.5\n", []),
    ("a.csv", "t,shown\n1,0.51\n", "t,shown\n1,0.61\n", ["line 2 column 2"]),
    ("a.json", '[{"name": "b", "shown": "0.5"}]', '[{"name": "b", "shown": "0.9"}]', ["[b].shown"]),
    ("a.json", '{"x": {"shown": "0.51", "low": "0.50"}}', '{"x": {"shown": "0.52", "low": "0.57"}}', []),
])
def test_drift_is_by_byte_for_text_and_by_interval_for_numbers(name, before, now, places):
    assert [d.place for d in compare(name, before, now)] == places


def test_missing_and_superfluous_files_have_drifted(tmp_path):
    (tmp_path / "old.md").write_text("x\n")
    found = drift(tmp_path, {"new.md": "y\n"}, whole=True)
    assert [d.text() for d in found] == ["new.md: missing", "old.md: not generated any more"]
    assert drift(tmp_path, {"old.md": "x\n"}, whole=False) == []
    with pytest.raises(LearningTheoremsError, match="not a folder"):
        drift(tmp_path / "none", {}, whole=True)


def test_results_of_another_version_or_none_are_refused():
    theorem = bounded()
    with pytest.raises(LearningTheoremsError, match="verify it first"):
        chapters([theorem], {})
    with pytest.raises(LearningTheoremsError, match="another version"):
        chapters([theorem], {"bound": TheoremResult("bound", "", "", "proved", fingerprint="0")})


def test_markdown_keeps_mathematics_whole():
    assert math(r"\|a\| < |b| \{c\} \, d \\ e") == r"$\Vert a\Vert \lt \vert b\vert \lbrace c\rbrace " \
                                                   r"\thinspace d \cr e$"
    assert math("") == ""


def test_command_writes_checks_and_finds_drift(tmp_path, monkeypatch, capsys):
    install(tmp_path, monkeypatch, "tables_course")
    assert main(["verify", "--quick"]) == 1
    results = ["--results", "theorem-results/verification.json"]
    assert main(["tables", "--out", "docs/tables", *results]) == 1  # one theorem is wrong
    assert "not confirmed: square-of-a-die" in capsys.readouterr().err
    assert sorted(p.name for p in (tmp_path / "docs/tables").iterdir()) == ["README.md", "chapter.md"]
    page = tmp_path / "docs/tables/chapter.md"
    assert "| square-of-a-die" not in page.read_text() and "failed" in page.read_text()
    assert main(["tables", "--check", *results]) == 1
    assert "no drift" in capsys.readouterr().out
    page.write_text(page.read_text().replace("| 6 | 7/2 |", "| 6 | 9/2 |"))
    assert main(["tables", "mean-of-a-die", "--check", "--json", *results]) == 1
    (place,) = json.loads(capsys.readouterr().out)["drift"]
    assert (place["file"], place["before"], place["now"]) == ("chapter.md", "9/2", "7/2")


def test_command_prints_one_theorem_and_verifies_if_it_must(tmp_path, monkeypatch, capsys):
    install(tmp_path, monkeypatch, "tables_course_two")
    assert main(["tables", "mean-of-a-die"]) == 0
    page = capsys.readouterr().out
    assert "Mean of a die" in page and "Mean square" not in page
    assert not (tmp_path / "docs").exists()
    assert main(["tables", "mean-of-a-die", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["theorems"][0]["name"] == "mean-of-a-die"


@pytest.mark.parametrize("arguments", [
    ["--format", "pdf"], ["--check", "--out", "nowhere"], ["--results", "none.json"], ["--jobs", "0"],
    ["--results", "wrong.json"], ["no-such"], ["--out", "wrong.json"]])
def test_bad_input_is_one_sentence(arguments, tmp_path, monkeypatch, capsys):
    install(tmp_path, monkeypatch, "tables_course_input")
    (tmp_path / "wrong.json").write_text("[1]")
    assert main(["tables", *arguments]) == 2
    captured = capsys.readouterr()
    assert [line for line in captured.err.splitlines() if "not confirmed" not in line][1:] == [] and not captured.out
