"""Coverage: a role is what a record tests, not what it names; the page shows it; both work on a small course."""

import json

import pytest

from tests.verifiers.course import DIE, install
from tests.verifiers.packages import HEADER, make_package
from verifiers.cli.app import main
from verifiers.collection import load_collections
from verifiers.coverage import coverage
from verifiers.rows import Row, read_rows, same_form

COLUMNS = "id,chapter,section,verdict,printed,implied\n"

# Records beside the mean of a die; each names rows and tests only some of them.
MORE = DIE.split("square = Theorem")[0].replace('covers=["die-mean"],', 'covers=["die-mean", "die-mean-halved"],') + r"""
def variant(name, **fields):
    record = Theorem(name=name, title=f"The {name} of a die", domain=Domain(n),
                     **{"claim": Equals(r"\mathbb{E}\,X", (n + 1) / 2), "unsampled": "It is one number.",
                        "near_misses": {"doubled": n + 1, "least face": 1 + 0 * n}} | fields)

    @record.derivation
    def by_gauss():
        k = Symbol("k", integer=True, positive=True)
        yield Equal(Sum(k, (k, 1, n)) / n, (n + 1) / 2, because="Gauss")
        return (n + 1) / 2

    @record.numeric(dict(n=6), dict(n=2), dict(n=9))
    def by_enumeration(n):
        return Fraction(sum(range(1, n + 1)), n)
    return record


def passage(printed, verdict, section="§2"):
    return Source(NOTES, section, printed=printed, verdict=verdict)


claimed = variant("claimed", source=passage(r"\mathbb{E}\,X=\tfrac{n+1}2", "holds"), covers=["good-claim", "other-section"])
unrefuted = variant("unrefuted", source=passage("true after all", "misprint"), covers=["true-erratum"],
                    errata=[Erratum(printed="true after all", formula=(n + 1) / 2, wrong="nothing")])
untested = variant("untested", source=passage("never tested", "wrong as printed"), covers=["untested"])
missed = variant("missed", source=passage("n+1", "wrong as printed"), covers=["missed"],
                 near_misses={"n + 1": n + 1, "least face": 1 + 0 * n})
contrary = variant("contrary", source=passage("said to fail", "wrong as printed"), covers=["contrary"])
beside = variant("beside", source=passage("", "companion"), covers=["implied", "beside-wrong"])
conditional = variant("conditional", source=passage("for all n", "holds under a condition"), covers=["conditional"],
                      errata=[Erratum(printed="for all n", formula=n / 2, wrong="counted from 0")])
wrong = variant("wrong", claim=Equals(r"\mathbb{E}\,X", n), source=passage("it is n", "holds"), covers=["wrong-claim"])
"""
ROWS = r"""die-mean,dice,§1,wrong as printed,\frac{n}{2},
die-mean-halved,dice,§1,wrong as printed,half of n,
good-claim,dice,§2,holds,"\mathbb{E} X = \tfrac{n+1}2.",
other-section,dice,§3,holds,"\mathbb{E}\,X=\tfrac{n+1}2",
true-erratum,dice,§2,misprint,true after all,
untested,dice,§2,wrong as printed,never tested,
missed,dice,§2,wrong as printed,n+1,
contrary,dice,§2,holds,said to fail,
implied,dice,§2,holds,,dice are fair
beside-wrong,dice,§2,wrong as printed,something else,
conditional,dice,§2,holds under a condition,for all n,
wrong-claim,dice,§2,holds,it is n,
nobody,dice,§2,holds,x,
"""
COVERED = {"die-mean": ("mean-of-a-die", "erratum"), "good-claim": ("claimed", "claim"), "missed": ("missed", "near miss"),
           "implied": ("beside", "companion"), "conditional": ("conditional", "erratum")}


@pytest.fixture
def course(tmp_path, monkeypatch, request):
    """The course with its list of claims, as the only collection; the rows and files may be others."""
    rows, more = getattr(request, "param", (ROWS, MORE))
    name = f"coverage_{tmp_path.name}"
    make_package(tmp_path, name, {"dice": more}, HEADER)
    (tmp_path / name / "claims").mkdir()
    (tmp_path / name / "claims" / "dice.csv").write_text(COLUMNS + rows, encoding="utf-8")
    start = tmp_path / name / "__init__.py"
    start.write_text(start.read_text().replace('"A course")', f'"A course", {str(tmp_path / name / "claims")!r})'))
    install(tmp_path, monkeypatch, name)
    return tmp_path


GOOD = (ROWS.splitlines()[0] + "\n", MORE.split("\ndef variant")[0].replace(', "die-mean-halved"', ""))


def found():
    loaded = load_collections()
    assert not loaded.errors
    return coverage(loaded.rows.values(), loaded.theorems)


def test_a_row_is_covered_by_what_is_tested_only(course):
    rows = {r.row.id: r for r in found().rows}
    assert {name: (r.best.theorem.name, r.best.role) for name, r in rows.items() if r.best} == COVERED


@pytest.mark.parametrize(("row", "reason"), [
    ("die-mean-halved", "tests no form that is printed"), ("other-section", "has no source in §3"),
    ("true-erratum", "has it as an erratum, but no point"), ("untested", "has no erratum and no near miss"),
    ("contrary", "says of it: wrong as printed, the list: holds"), ("beside-wrong", "tests no form"),
    ("wrong-claim", "is refuted at n = 2"), ("nobody", "no record names it")])
def test_an_uncovered_row_has_its_reason(course, row, reason):
    reasons = {r.row.id: r.reason for r in found().uncovered}
    assert reason in reasons[row]


def test_a_theorem_that_failed_covers_nothing(course):
    loaded = load_collections()
    rows = {r.row.id: r for r in coverage(loaded.rows.values(), loaded.theorems, ["claimed"]).rows}
    assert rows["good-claim"].best is None and "failed" in rows["good-claim"].reason


def test_rows_without_sampling_are_counted_apart(course):
    rows = {r.row.id: r for r in found().rows}
    assert rows["die-mean"].kinds() == ["symbolic", "numeric", "monte carlo"] and not rows["die-mean"].unsampled
    assert rows["missed"].kinds() == ["symbolic", "numeric"] and rows["missed"].unsampled == "It is one number."


def test_coverage_has_stable_keys_and_fails_on_what_is_uncovered(course, capsys):
    assert main(["coverage", "--notes", "dice", "--json"]) == 1
    printed = json.loads(capsys.readouterr().out)
    assert (printed["rows"], printed["covered"], len(printed["uncovered"])) == (13, 5, 8)
    assert {name: (r["theorem"], r["role"]) for name, r in printed["roles"].items()} == COVERED
    assert printed["unsampled"] == 4 and set(printed["reasons"]) == set(printed["uncovered"])
    assert main(["coverage"]) == 1
    out = capsys.readouterr().out
    assert "13: 5 covered, 8 uncovered" in out and "nobody: no record names it" in out


@pytest.mark.parametrize("course", [GOOD], indirect=True)
def test_coverage_succeeds_if_nothing_is_left(course, capsys):
    assert main(["coverage", "--notes", "dice"]) == 0
    assert "1: 1 covered, 0 uncovered" in capsys.readouterr().out


def test_notes_select_theorems(course, capsys):
    assert main(["list", "--notes", "dice", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 9
    assert main(["errata", "chapter", "--notes", "dice", "--json"]) == 1  # one of them is true after all
    assert len(json.loads(capsys.readouterr().out)) == 3
    assert main(["verify", "mean-of-a-die", "--notes", "dice", "--quick"]) == 0


@pytest.mark.parametrize("command", [["coverage"], ["verify"], ["list"], ["errata"], ["tables"], ["report"]])
def test_unknown_notes_are_one_sentence_with_the_nearest(course, capsys, command):
    assert main([*command, "--notes", "dices"]) == 2
    captured = capsys.readouterr()
    assert captured.err == "theorems: no set of notes is called 'dices'; nearest: dice\n" and not captured.out


def test_a_list_of_rows_says_what_is_wrong_with_it(tmp_path):
    file = tmp_path / "dice.csv"
    file.write_text(COLUMNS + "a,dice,§1,perhaps,x,\na,dice,§1,holds,x,y\nb,dice,§1,holds,x,y\n", encoding="utf-8")
    rows, errors = read_rows(str(tmp_path))
    assert rows["b"] == Row("b", "dice", "dice", "holds", "§1", "x", "y")
    assert [str(e).partition(": ")[2] for e in errors] == [
        "the row 'a' has the verdict 'perhaps', which is none of: holds, holds under a condition, wrong as printed, "
        "misprint, informal, companion", "the row 'a' is listed twice",
        "the row 'b' has both a printed form and an implied one"]
    assert "cannot be read" in str(read_rows(str(tmp_path / "none.csv"))[1][0])


@pytest.mark.parametrize(("first", "second", "same"), [
    (r"a\,b", "ab", True), (r"\left(a\right)", "(a)", True), (r"\text{a b}.", r"\text{ab}", True), ("a<b", "a>b", False),
    ("", "", False), (r"\leftarrow a", "arrow a", False), (r"\quad x", "x", True)])
def test_printed_forms_differ_in_more_than_spaces(first, second, same):
    assert same_form(first, second) is same
