"""The page of a set of notes: its structure, the same bytes twice, drift, exit statuses."""

import json
import re

import pytest

from tests.verifiers.course import DIE, install
from tests.verifiers.packages import HEADER, make_package
from verifiers.cli.app import main
from verifiers.markdown import math

SECTIONS = 'sections=(("§1", "Means"), ("§1.1", "Faces"), ("§1.2", "Nothing to check"), ("§2", "Beyond"))'
DICE = DIE.split("square = Theorem")[0].replace('"Lectures on Dice")', f'"Lectures on Dice", {SECTIONS})').replace(
    'Source(NOTES, "§1",', 'Source(NOTES, "§1.1",')
ROWS = "id,chapter,section,verdict,printed,implied\ndie-mean,dice,§1.1,wrong as printed,\\frac{n}{2},\n"
SKELETON = """# Lectures on Dice
| verdict | claims | proved | proved from cited results | supported |
| wrong as printed | 1 | 1 | 0 | 0 |
| all | 1 | 1 | 0 | 0 |
| [§1.1 Faces](#section-1-1) | 1 | 1 |
Without a checkable claim: §1.2.
## §1 Means
<a id="section-1-1"></a>
### §1.1 Faces
<a id="die-mean"></a>
#### Mean of a die with n faces
`die-mean`
Printed: $\\frac{n}{2}$
Verdict: **wrong as printed**; covered as erratum by `mean-of-a-die`, proved.
| `mean-of-a-die` | proved | 2 | 3 | 1 |
- Wrong: the faces are counted from 1.
- Counterexample: at n = 2 as printed 1, in fact 3/2.
- Correct: $\\mathbb{E}\\thinspace X = \\frac{n}{2} + \\frac{1}{2}$ for $n\\enspace \\text{positive integer}$
## §2 Beyond
"""
PAGE = "docs/notes/dice.md"


@pytest.fixture
def course(tmp_path, monkeypatch, request):
    name = f"page_{tmp_path.name}"
    make_package(tmp_path, name, {"dice": DICE}, HEADER)
    rows = tmp_path / name / "claims"
    rows.mkdir()
    (rows / "dice.csv").write_text(ROWS + getattr(request, "param", ""), encoding="utf-8")
    start = tmp_path / name / "__init__.py"
    start.write_text(start.read_text().replace('"A course")', f'"A course", {str(rows)!r})'))
    install(tmp_path, monkeypatch, name)
    return tmp_path


def test_the_page_follows_the_sections_and_shows_each_claim_with_its_evidence(course, capsys):
    assert main(["report", "--notes", "dice"]) == 0
    page = capsys.readouterr().out
    place = 0
    for line in SKELETON.splitlines():
        start = line.removesuffix("|")
        assert f"\n{start}" in f"\n{page}", line
        assert page.index(start, place) >= place, line
        place = page.index(start, place)
    assert re.search(r"- \[`mean-of-a-die`\]\(\.\./\.\./\w+/chapter/dice\.py\) \(erratum\): \$", page)
    assert main(["report", "--notes", "dice"]) == 0
    assert capsys.readouterr().out == page


def test_written_pages_are_checked_for_drift(course, capsys):
    assert main(["verify", "--quick"]) == 0
    results = ["--notes", "dice", "--results", "theorem-results/verification.json"]
    assert main(["report", *results, "--out", PAGE]) == 0
    assert "1 claim" in capsys.readouterr().err
    assert main(["report", *results, "--check"]) == 0
    assert "no drift" in capsys.readouterr().out
    file = course / PAGE
    file.write_text(file.read_text().replace("in fact 3/2", "in fact 4/3"))
    assert main(["report", *results, "--check", "--json"]) == 1
    (drifted,) = json.loads(capsys.readouterr().out)["drift"]
    assert drifted["file"] == "dice.md" and "4/3" in drifted["before"] and "3/2" in drifted["now"]


@pytest.mark.parametrize("course", ["nobody,dice,§2,holds,x,\n"], indirect=True)
def test_an_uncovered_claim_stands_on_the_page_and_fails(course, capsys):
    assert main(["report", "--notes", "dice"]) == 1
    page = capsys.readouterr().out
    assert "**uncovered**: no record names it" in page and "| all | 2 | 1 | 0 | 0 | 1 |" in page
    assert main(["report", "--notes", "dice", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["roles"]["die-mean"]["records"][0]["status"] == "proved"


@pytest.mark.parametrize("arguments", [[], ["--notes", "dice", "--results", "none.json"], ["--notes", "dice", "--jobs", "0"],
                                       ["--notes", "dice", "--check"]])
def test_bad_input_is_one_sentence(course, capsys, arguments):
    assert main(["report", *arguments]) == 2
    captured = capsys.readouterr()
    assert len(captured.err.splitlines()) == 1 and not captured.out


def test_words_are_shown_without_macros():
    assert math(r"\text{a \dots\ b} \le \text{c \emph{d}}") == r"$\text{a }\dots\text{ b} \le \text{c }\textit{d}$"
