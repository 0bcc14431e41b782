"""Files of submissions: what is read, and that a bad row is reported with its line and hides no other."""

import csv
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verifiers.answers.batch import submissions
from verifiers.answers.batch.submissions import Malformed, Submission, load, rows_of
from verifiers.errors import LearningTheoremsError

GOOD = {"id": "a", "kind": "formula", "reference": "x + 1", "answer": "1 + x", "syntax": "sympy",
        "variables": {"x": {"type": "real", "min": 0, "max": 1.5, "open": True, "latex": "x"}}, "constraints": ["x > 0"]}


def lines(*objects):
    return "".join((o if isinstance(o, str) else json.dumps(o)) + "\n" for o in objects).encode()


def read(data, name="a.jsonl"):
    return list(rows_of(data if isinstance(data, bytes) else data.encode(), name))


def test_a_row_becomes_a_case_without_its_labels():
    row, = read(lines(GOOD | {"equal": True, "why": "commutes", "witness": None, "student": "Ada"}))
    assert row == Submission(1, "a", {k: v for k, v in GOOD.items() if k != "id"}, "Ada")


def test_lines_are_counted_blank_ones_skipped_and_marks_and_line_ends_accepted():
    data = b"\xef\xbb\xbf" + lines(GOOD) + b"\r\n\n" + lines(GOOD | {"id": "b"}).replace(b"\n", b"\r\n")
    assert [(r.line, r.id) for r in read(data)] == [(1, "a"), (4, "b")]


def test_an_empty_answer_is_a_submission():
    assert read(lines(GOOD | {"answer": ""}))[0].case["answer"] == ""


@pytest.mark.parametrize(("change", "reason"), [
    ({"id": None}, "there is no id"), ({"id": " "}, "there is no id"), ({"id": 3}, "the id must be a text, not a number"),
    ({"id": "\ud800"}, "a character that no name can have"), ({"id": "x" * 201}, "201 characters"),
    ({"student": ["x"]}, "the student must be a text, not a list"),
    ({"answer": None}, "the answer must be a text, not null"), ({"answer": 3}, "the answer must be a text"),
    ({"theorem": "t"}, "both a theorem and a reference"), ({"reference": ""}, "neither a theorem nor a reference"),
    ({"reference": None, "theorem": "t"}, "a theorem has its own variables"),
    ({"reference": 1}, "the reference must be a text"),
    ({"kind": "poem"}, 'the kind "poem" is unknown; expected formula'), ({"syntax": "tex"}, 'the syntax "tex" is unknown'),
    ({"variables": []}, "the variables must be an object"), ({"variables": {"x": 3}}, 'the variable "x" needs a description'),
    ({"variables": {"x": {"type": "complex"}}}, 'type of the variable "x" "complex" is unknown; expected integer or real'),
    ({"variables": {"x": {"typ": "real"}}}, 'unknown key "typ"'), ({"variables": {"x": {"min": True}}}, "must be a number"),
    ({"variables": {"x": {"open": 1}}}, "true or false"), ({"variables": {"x": {"latex": 1}}}, "must be a text"),
    ({"constraints": "x > 0"}, "a list of texts"), ({"constraints": [1]}, "a list of texts"),
    ({"tolerance": []}, "the tolerance must be a number"), ({"figures": 0}, "from 1 to 50"),
])
def test_wrong_fields_are_one_sentence(change, reason):
    bad, good = read(lines(GOOD | change, GOOD | {"id": "good"}))
    assert isinstance(bad, Malformed) and bad.line == 1 and reason in bad.sentence
    assert isinstance(good, Submission)


@pytest.mark.parametrize(("line", "reason"), [
    ("{", "not JSON: expecting property name"), ("[1]", "a JSON list"), ('"x"', "must be a JSON object, not a text"),
    ("3", "not a number"), ('{"id": "a", "id": "b"}', 'the key "id" is there twice'),
    ('{"id": NaN}', "NaN is no JSON number"), ('{"id": ' + "9" * 5000 + "}", "too many digits"),
    ('{"id":' + "[" * 100_000, "nested too deeply"), ('{"id": "' + "x" * (1 << 18) + '"}', "at most 262144 are read"),
])
def test_lines_that_are_no_objects(line, reason):
    if reason == "a JSON list":
        with pytest.raises(LearningTheoremsError, match="without the list"):
            read(lines(line))
        return
    bad, good = read(lines(line, GOOD))
    assert reason in bad.sentence and "\n" not in bad.sentence and len(bad.sentence) < 200
    assert good.line == 2


def test_bytes_that_are_not_utf8_and_ids_used_twice():
    rows = read(lines(GOOD) + b'{"id": "\xff"}\n' + lines(GOOD, {"id": "c", "theorem": "t"}))
    assert [r.line for r in rows] == [1, 2, 3, 4]
    assert [r.sentence for r in rows[1:]] == ["not UTF-8: byte 0xff at byte 9 of the line",
                                              'the id "a" was used already, on line 1', "there is no answer"]
    assert [r.id for r in rows] == ["a", None, "a", "c"]


TABLE = [["ID", " Answer ", "reference", "variables", "comment"],
         ["a", "1 + x;", "x + 1", '{"x": {"type": "real"}}', "=1"], ["b", "x\r\n+ \"1\"", "x, 1", "", ""],
         ["", "", "", "", ""], ["c", "", "x", "", ""]]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff", "sep"])
def test_tables_as_spreadsheets_write_them(separator, mark):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows(TABLE)
    start = f"sep={separator}\r\n" if mark == "sep" else mark
    rows = read(start + text.getvalue(), "a.csv")
    first = 2 + (mark == "sep")
    assert [(r.line, r.id) for r in rows] == [(first, "a"), (first + 1, "b"), (first + 4, "c")]
    assert rows[0].case == {"reference": "x + 1", "variables": {"x": {"type": "real"}}, "answer": "1 + x;"}
    assert [r.case["answer"] for r in rows[1:]] == ['x\r\n+ "1"', ""]


def test_the_lines_of_an_old_mac_and_a_name_that_says_nothing():
    assert [r.id for r in read("id,answer,theorem\ra,1,t\rb,2,t\r", "a.txt")] == ["a", "b"]
    assert [r.id for r in read(lines(GOOD), "a.txt")] == ["a"]
    assert read("", "a.jsonl") == read("\n\n", "a.txt") == []


@pytest.mark.parametrize(("row", "reason"), [
    ('b,"x,t', "a quoted cell is not closed"), ('b,"x"1,t', "goes on after its closing quote"),
    ("b,x,t,x,y", "the row has 5 cells, the header 4"), ("b,x,,", "neither a theorem nor a reference"),
    ("b", "neither a theorem"), ("a,x,t", 'the id "a" was used already, on line 2'), (",x,t", "there is no id"),
    ("b,x,t,{", 'the variables "{" are not JSON'), ('b,x,,[]', "neither"), ("b,\udcff,t", "not UTF-8: byte 0xff"),
    ("b," + "x" * 140_000 + ",t", "a cell is too long"), ("b," + "x" * 300_000, "at most 262144 are read"),
])
def test_a_bad_row_of_a_table_hides_no_other(row, reason):
    text = f"id,answer,theorem,variables\na,1,t,\n{row}\nz,2,t,\n"
    first, bad, last = read(text.encode("utf-8", "surrogateescape"), "a.csv")
    assert (first.id, bad.line, last.id, last.line) == ("a", 3, "z", 4)
    assert isinstance(bad, Malformed) and reason in bad.sentence


@pytest.mark.parametrize(("data", "reason"), [
    (b"", "is empty"), (b"id,answer,id\n", "the column 'id' twice"), (b"id,reply\n", "no column 'answer'"),
    (b'"id,answer\n', "header of a.csv cannot be read"), (b"\xff\xfei\0d\0", "UTF-16"),
])
def test_tables_that_cannot_be_used_at_all(data, reason):
    with pytest.raises(LearningTheoremsError, match=reason):
        read(data, "a.csv")


def test_files(tmp_path, monkeypatch):
    path = tmp_path / "a.jsonl"
    path.write_bytes(lines(GOOD, "{"))
    rows = load(path)
    assert len(rows.submissions) == len(rows.malformed) == 1 and len(rows.digest) == 64
    for bad, reason in ((tmp_path, "cannot read"), (tmp_path / "missing", "No such file")):
        with pytest.raises(LearningTheoremsError, match=reason):
            load(bad)
    monkeypatch.setattr(submissions, "FILE", 10)
    with pytest.raises(LearningTheoremsError, match="split it"):
        load(path)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200) | st.lists(st.sampled_from(
    [b'{"id": "a", ', b'"answer": "1"', b', "theorem": "t"}', b"\n", b'"', b"id,answer,theorem", b",", b";", b"\r\n", b"{",
     b"\xff", b"x"])).map(b"".join), st.sampled_from(["a.csv", "a.jsonl", "a"]))
def test_any_bytes_are_rows_or_one_sentence(data, name):
    try:
        rows = read(data, name)
    except LearningTheoremsError as reason:
        assert "\n" not in str(reason)
        return
    assert [r.line for r in rows] == sorted({r.line for r in rows})
    assert all(r.sentence.isprintable() for r in rows if isinstance(r, Malformed))


@settings(max_examples=80, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30), max_size=6),
       st.sampled_from(",;\t"))
def test_answers_survive_both_formats(answers, separator):
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator, quoting=csv.QUOTE_ALL)
    writer.writerows([["id", "answer", "theorem"], *([f"i{k}", a, "t"] for k, a in enumerate(answers))])
    objects = [{"id": f"i{k}", "answer": a, "theorem": "t"} for k, a in enumerate(answers)]
    for rows in (read(text.getvalue(), "a.csv"), read(lines(*objects))):
        assert [r.case["answer"] for r in rows] == answers
