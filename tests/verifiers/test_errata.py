"""Errata: the counterexamples are recomputed and are the smallest."""

import json
from fractions import Fraction

import pytest
from sympy import oo, symbols

from tests.verifiers.course import install
from verifiers import AtMost, Domain, Equals, Erratum, Notes, Source, Tends, Theorem
from verifiers.cli.app import main
from verifiers.errata import Entry, candidates, errata, printed_value, size
from verifiers.errata_formats import as_latex, as_markdown, as_text

n = symbols("n", integer=True, positive=True)
NOTES = Notes("dice", "Lectures on Dice")


def die(*listed, **more):
    """The mean of a die with these errata."""
    theorem = Theorem(name="die", title="Mean of a die", claim=Equals(r"\mathbb{E}X", (n + 1) / 2), domain=Domain(n),
                      source=Source(NOTES, "§1"), errata=listed, near_misses={"doubled": n + 1}, **more)

    @theorem.numeric(dict(n=6), dict(n=3), dict(n=9))
    def enumeration(n):
        return Fraction(sum(range(1, n + 1)), n)
    return theorem


def found(*listed) -> list[Entry]:
    return list(errata([die(*listed)]))


def test_the_smallest_refuting_point_is_shown_with_both_values():
    entry, = found(Erratum("n/2", n / 2, "counted from 0"))
    assert entry.counterexample.point == {"n": 3}
    assert (entry.counterexample.printed, entry.counterexample.quantity) == ("3/2", "2")
    assert entry.counterexample.kind == "exact"
    assert entry.label == "as printed" and not entry.problem


def test_a_point_that_does_not_refute_is_passed_over():
    entry, = found(Erratum("2", 2 + 0 * n, "a constant"))
    assert entry.counterexample.point == {"n": 6}


def test_the_erratum_own_point_is_a_candidate():
    entry, = found(Erratum("n/2", n / 2, "counted from 0", at=dict(n=2)))
    assert entry.counterexample.point == {"n": 2}


def test_an_undefined_and_an_infinite_formula_are_refuted():
    undefined, infinite = found(Erratum("x", 1 / (n - 3), "pole"), Erratum("oo", oo, "diverges"))
    assert undefined.counterexample.printed.startswith("undefined")
    assert infinite.counterexample.printed == "∞"
    assert [e.label for e in (undefined, infinite)] == ["as printed (1)", "as printed (2)"]


def test_a_true_printed_claim_is_an_error_of_the_erratum():
    entry, = found(Erratum("(n+1)/2", (n + 1) / 2, "nothing"))
    assert entry.counterexample is None
    assert "no point" in entry.problem


def test_a_failing_check_is_an_error_of_its_erratum_only():
    theorem = die(Erratum("n/2", n / 2, "counted from 0"))
    theorem.numeric_checks.clear()
    theorem.numeric(dict(n=2))(lambda n: 1 / 0)
    bad, good = errata([theorem, die(Erratum("n/2", n / 2, "counted from 0"))])
    assert "ZeroDivisionError" in bad.problem and good.counterexample


def test_candidates_come_in_order_of_size():
    theorem = die(Erratum("n/2", n / 2, "x", at=dict(n=4)))
    assert [p["n"] for _, p in candidates(theorem, theorem.errata[0])] == [3, 4, 6, 9]
    assert size({"p": (Fraction(1, 2), Fraction(-3, 4)), "n": -2, "name": "x"}) == 3 + 7 + 2


def test_bounds_and_limits_are_shown_with_their_sign():
    assert printed_value(AtMost("x", 1 / n), {"n": 3}) == "≤ 1/3"
    assert printed_value(Tends("x", 1 / n, 2 / n, n), {"n": 4}) == "1/4 ± 1/2"


def test_formats_say_the_same():
    entries = found(Erratum(r"\frac{n}{2}", n / 2, "counted from 0"), Erratum("x", (n + 1) / 2, "nothing"))
    text, markdown, latex = as_text(entries, 80), as_markdown(entries), as_latex(entries)
    for page in (text, markdown, latex):
        assert "Lectures on Dice" in page and "counted from 0" in page and "3/2" in page
    assert "ERROR" in text and "**Error**" in markdown and "Error" in latex
    assert max(map(len, text.splitlines())) <= 80
    assert r"\frac{n}{2}" in latex and "E X" not in latex


def test_command_prints_json_and_fails_on_an_unrefuted_erratum(tmp_path, monkeypatch, capsys):
    install(tmp_path, monkeypatch, "errata_course")
    assert main(["errata", "--json"]) == 0
    entry, = json.loads(capsys.readouterr().out)
    assert entry["theorem"] == "mean-of-a-die" and entry["near_miss"] == "as printed"
    assert entry["counterexample"] == {"point": {"n": 2}, "printed": "1", "quantity": "3/2", "kind": "exact",
                                       "check": "by_enumeration"}
    assert entry["file"] == "errata_course/chapter/dice.py"
    assert main(["errata", "--format", "md", "--out", "errata.md"]) == 0
    assert "# Errata" in (tmp_path / "errata.md").read_text()
    monkeypatch.setattr("verifiers.errata.smallest_counterexample", lambda *_: None)
    assert main(["errata"]) == 1
    assert "ERROR" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["errata", "--format", "pdf"], ["errata", "no-such-theorem"]])
def test_bad_input_is_one_sentence(arguments, tmp_path, monkeypatch, capsys):
    install(tmp_path, monkeypatch, "errata_input_course")
    assert main(arguments) == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
