"""`theorems compare`: a reference of one's own, its variables and conditions, exit statuses."""

import json

import pytest

from verifiers.cli.app import main

RANGES = ["--var", "N: integer, 6..40", "--var", "P: integer, 2..30", "--where", "N > P + 1"]


@pytest.mark.parametrize(("reference", "answer", "status"), [
    ("P/(N-P-1)", "P*gamma(N-P-1)/gamma(N-P)", 0), ("P/(N-P-1)", "-P/(P+1-N)", 0), ("-P/(P+1-N)", r"\frac{P}{N-P-1}", 0),
    ("P/(N-P-1)", "P/(N-P+1)", 1), ("P/(N-P-1)", "P/(N-P", 4)])
def test_an_answer_is_compared_on_the_ranges(capsys, reference, answer, status):
    assert main(["compare", reference, answer, *RANGES]) == status
    assert capsys.readouterr().out.split(":")[0] == {0: "correct", 1: "incorrect", 4: "cannot read"}[status]


def test_the_witness_satisfies_the_ranges_and_conditions(capsys):
    assert main(["compare", "P/(N-P-1)", "P/(N-P+1)", *RANGES, "--json"]) == 1
    point = json.loads(capsys.readouterr().out)["witness"]["point"]
    assert 6 <= point["N"] <= 40 and 2 <= point["P"] <= 30 and point["N"] > point["P"] + 1


def test_the_domain_decides(capsys):
    assert main(["compare", "x", "sqrt(x^2)", "--var", "x: real, 0..9"]) == 0
    assert main(["compare", "x", "sqrt(x^2)", "--var", "x: real, -9..9"]) == 1
    assert "incorrect: at x = -" in capsys.readouterr().out


def test_a_kind_is_asked_for(capsys):
    assert main(["compare", "n*(n+1)/2", "Sum(k,(k,1,n)) = n*n/2 = n*(n+1)/2", "--var", "n: integer, 1..9", "--kind", "chain",
                 "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["first_bad_link"] == 1
    assert main(["compare", "pi", "3.14", "--kind", "number", "--figures", "3", "--reveal"]) == 0
    assert "the correct answer: pi" in capsys.readouterr().out


@pytest.mark.parametrize(("arguments", "sentence"), [
    (["P/(N-P", "P", *RANGES], "the reference cannot be read"), (["P/Q", "P", *RANGES], "Q"),
    (["x", "x", "--var", "x"], "cannot read the variable 'x'"), (["x", "x", "--vra", "x: real, 0..1"], "--vra"),
    (["x", "--wher"], "no such option: --wher"), (["x", "x", "--var", "x: real, 3..2"], "the range of x is empty"),
    (["x", "x", "--var", "x: real, 0..1", "--where", "x > 1"], "no point satisfies"),
    (["x", "x", "--var", "x: real, 0..1", "--kind", "essay"], "the kind 'essay' is unknown")])
def test_what_cannot_be_asked_is_one_sentence(capsys, arguments, sentence):
    assert main(["compare", *arguments]) == 2
    captured = capsys.readouterr()
    assert captured.out == "" and captured.err.count("\n") == 1
    assert captured.err.startswith("theorems: ") and sentence in captured.err
