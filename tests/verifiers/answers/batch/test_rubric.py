"""Rubrics: points, partial credit, what is left to a person, and that every wrong key is named."""

import pytest

from verifiers.answers.batch.rubric import Rubric, Scheme, read_rubric
from verifiers.errors import LearningTheoremsError

RUBRIC = """
[default]
full = 2
near_miss = 0.5
notation_penalty = 0.1
definition = "reject"

[theorems."wishart"]
full = 4
near_misses = {"no shift" = 0.25}
cannot_decide = 0.5
cannot_read = "manual"
"""


def result(verdict, slip=None, notation=()):
    return {"verdict": verdict, "slip": slip, "notation": list(notation)}


@pytest.fixture
def rubric(tmp_path):
    path = tmp_path / "rubric.toml"
    path.write_text(RUBRIC)
    return read_rubric(path)


@pytest.mark.parametrize(("judgement", "default", "wishart"), [
    (result("correct"), 2, 4), (result("correct", notation=["2x"]), 1.8, 3.6),
    (result("incorrect"), 0, 0), (result("incorrect", "no shift"), 1, 1), (result("incorrect", "sign"), 1, 2),
    (result("incorrect", "no shift", ["2x"]), 0.8, 0.6), (result("incorrect", notation=["2x"]), 0, 0),
    (result("cannot decide"), None, 2), (result("cannot read"), 0, None),
])
def test_points(rubric, judgement, default, wishart):
    assert rubric.scheme({"reference": "x"}).points(judgement) == default
    assert rubric.scheme({"theorem": "other"}).points(judgement) == default
    assert rubric.scheme({"theorem": "wishart"}).points(judgement) == wishart


def test_without_a_rubric_correct_answers_have_a_point():
    scheme = Rubric().scheme({})
    assert [scheme.points(result(v)) for v in ("correct", "incorrect", "cannot decide", "cannot read")] == [1, 0, None, 0]
    with pytest.raises(ValueError, match="perhaps"):
        scheme.points(result("perhaps"))


def test_the_judge_is_told_what_to_do_with_a_definition(rubric):
    assert rubric.for_judge({"theorem": "wishart"}) == {"theorem": "wishart", "definition": "reject"}
    assert Rubric().for_judge({"theorem": "t"}) == {"theorem": "t"}
    assert Scheme().definition is None


@pytest.mark.parametrize(("text", "message"), [
    ("full = 1", "full is unknown; expected default, theorems"), ("default = 1", "default is 1; expected a table"),
    ("[default]\nfulll = 1", r"default.fulll is unknown; .* \(did you mean full\?\)"),
    ("[default]\nfull = -1", "default.full is -1; expected points from 0 to 1000000"),
    ("[default]\nfull = nan", "default.full is nan"), ("[default]\nfull = true", "default.full is True"),
    ("[default]\nnear_miss = 2", "a share of the full points, from 0 to 1"),
    ('[default]\nnear_miss = "half"', "default.near_miss is 'half'"),
    ('[default]\ncannot_decide = "hand"', 'from 0 to 1, or "manual"'),
    ("[default]\nnear_misses = 0.5", "default.near_misses is 0.5; expected a table"),
    ('[theorems.t]\nnear_misses = {"no shift" = 3}', 'theorems."t".near_misses."no shift" is 3'),
    ('[default]\ndefinition = "maybe"', "expected one of accept, reject, cannot decide"),
    ("theorems = []", "theorems is []"), ("theorems.t = 1", 'theorems."t" is 1; expected a table'),
    ("[default", "is not a TOML file"),
])
def test_what_is_wrong_is_named(tmp_path, text, message):
    path = tmp_path / "rubric.toml"
    path.write_text(text)
    with pytest.raises(LearningTheoremsError, match=message.replace("[]", r"\[\]")) as error:
        read_rubric(path)
    assert str(error.value).startswith(str(path)) and "\n" not in str(error.value)


def test_files_that_cannot_be_read(tmp_path):
    (tmp_path / "a.toml").write_bytes(b"\xff")
    for path, message in ((tmp_path / "a.toml", "is not a TOML file"), (tmp_path / "b.toml", "cannot read")):
        with pytest.raises(LearningTheoremsError, match=message):
            read_rubric(path)
