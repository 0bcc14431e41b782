"""Every mistake in a theorem file is an error of that theorem with file and line, and the others still run."""

import itertools
import re

import pytest

from tests.verifiers.packages import GOOD, make_package
from verifiers.collection import Collection, load
from verifiers.tasks import Settings
from verifiers.verify import verify

_fresh = itertools.count()

CHANGES = {
    "an undeclared symbol": (("(n + 1) / 2),\n    domain", "(n + Symbol('m')) / 2),\n    domain"),
                             r"the claim of mean-of-a-die uses m, which its domain does not declare"),
    "a domain with no points": (("Domain(n)", "Domain(n > 7, n < 5)"), r"the domain has no points"),
    "a sampler of the wrong shape": (("size).astype", "size + 1).astype"), r"returned shape \(8193,\), expected \(8192,\)"),
    "a sampler with NaN": ((".astype(float)", ".astype(float) * np.nan"), r"returned nan among its samples"),
    "a sampler with inf": ((".astype(float)", ".astype(float) * np.inf"), r"returned inf among its samples"),
    "a sampler outside its bounds": (("Bounded(1, n)", "Bounded(1, n - 1)"), r"left its declared bounds \[1, 5\]"),
    "no moment contract": ((", moments=Bounded(1, n)", ""), r"declares no moment contract"),
    "a check that returns the formula": (("Fraction(sum(range(1, n + 1)), n)", "Fraction(n + 1, 2)"),
                                         r"the numeric check by_enumeration returns the formula itself"),
    "a check that reads the record": (("Fraction(sum(range(1, n + 1)), n)", "good.claim.formula.subs('n', n)"),
                                      r"the numeric check by_enumeration reads the record good"),
    "a derivation that reads the claim": (("return (n + 1) / 2", "return good.claim.formula"),
                                          r"the derivation by_gauss reads the record good"),
    "a bare float": (("Fraction(sum(range(1, n + 1)), n)", "sum(range(1, n + 1)) / n"),
                     r"returned float, which encloses nothing"),
    "a check that raises": (("Fraction(sum(range(1, n + 1)), n)", "Fraction(1, n - n)"), r"ZeroDivisionError"),
    "no near misses": (('near_misses={"no shift": n / 2, "doubled": n + 1},', ""), r"fewer than 2 near misses"),
    "a near miss that is true": (('"doubled": n + 1', '"reordered": (1 + n) / 2 + 0 * n + (n - n)'),
                                 r"near miss 'reordered'"),
    "a point outside the domain": (("dict(n=9)", "dict(n=0)"), r"the point n = 0 of by_enumeration is not in the domain"),
    "an inexact point": (("dict(n=9)", "dict(n=9.0)"), r"the value 9.0 of n is not exact"),
    "a derivation without conclusion": (("    return (n + 1) / 2\n", ""), r"returns no conclusion"),
    "a step that is wrong": (("/ n, (n + 1) / 2, because", "/ n, (n + 2) / 2, because"), r"at n = 1: left is 1, right is 1.5"),
    "a wrong conclusion": (("return (n + 1) / 2", "return n / 2"), r"does not differ from the near miss 'no shift'"),
    "a false claim": (("claim=Equals(\"E X\", (n + 1) / 2)", "claim=Equals(\"E X\", n / 2 + 1)"), r"left is 1.5, right is 2"),
}


def load_one(tmp_path, monkeypatch, files):
    name = f"bad_course_{next(_fresh)}"
    make_package(tmp_path, name, files)
    monkeypatch.syspath_prepend(str(tmp_path))
    return load([Collection(name, "A course")])


@pytest.mark.parametrize("mistake", CHANGES)
def test_a_mistake_is_an_error_of_its_theorem(mistake, tmp_path, monkeypatch):
    (old, new), message = CHANGES[mistake]
    assert old in GOOD
    loaded = load_one(tmp_path, monkeypatch, {
        "broken": GOOD.replace(old, new), "sound": GOOD.replace("mean-of-a-die", "mean-of-another-die")})
    results = {t.name: verify(t, Settings(level=1e-8)) for t in loaded.theorems}
    broken = results.pop("mean-of-a-die")
    said = "\n".join([*map(str, loaded.errors), *broken.errors, *(e.note for e in broken.evidence)])
    assert not broken.confirmed
    assert re.search(message, said), said
    if mistake not in ("no near misses", "a near miss that is true", "a wrong conclusion", "a false claim",
                       "a step that is wrong"):
        assert re.search(r"broken\.py:\d+", said), said
    assert all(r.confirmed for r in results.values()), "the other theorem has to be confirmed"


@pytest.mark.parametrize(("text", "message"), [
    ("raise RuntimeError('no')\n", r"broken\.py:\d+: RuntimeError: no"),
    ("def f(:\n", r"broken\.py:\d+: syntax error"),
    (GOOD.replace("Domain(n)", "Domain(n < 0)"), r"broken\.py:\d+: .*false whatever the symbols"),
])
def test_a_file_that_cannot_be_read_leaves_the_others(text, message, tmp_path, monkeypatch):
    loaded = load_one(tmp_path, monkeypatch, {"broken": text, "sound": GOOD})
    assert [t.name for t in loaded.theorems] == ["mean-of-a-die"]
    assert re.search(message, str(loaded.errors[0])), loaded.errors


def test_a_duplicate_name_names_both_places(tmp_path, monkeypatch):
    loaded = load_one(tmp_path, monkeypatch, {"one": GOOD, "two": GOOD})
    assert re.search(r"two\.py:\d+: the name 'mean-of-a-die' is taken already, at .*one\.py:\d+", str(loaded.errors[0]))


def test_an_unknown_row_names_both_places(tmp_path, monkeypatch):
    rows = tmp_path / "rows.csv"
    rows.write_text("id,chapter\nmean,dice\n")
    name = f"bad_course_{next(_fresh)}"
    make_package(tmp_path, name, {"one": GOOD.replace("domain=", 'covers=["mean", "median"],\n    domain=')})
    monkeypatch.syspath_prepend(str(tmp_path))
    loaded = load([Collection(name, "A course", str(rows))])
    assert re.search(r"one\.py:\d+: .* covers the row 'median', which .*rows\.csv does not list", str(loaded.errors[0]))
    assert len(loaded.errors) == 1
