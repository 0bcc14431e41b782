"""Questions of all records: the formula itself is right, every slip is wrong and gets its own name."""

import pytest

from verifiers.answers.judging import judge_tree
from verifiers.answers.records import question_from_record, question_of
from verifiers.collection import load_collections
from verifiers.errors import LearningTheoremsError


def askable():
    found, refused = [], []
    for theorem in load_collections().theorems:
        try:
            found.append(question_from_record(theorem))
        except LearningTheoremsError as reason:
            refused.append(str(reason))
    return found, refused


def test_every_record_that_can_be_asked():
    questions, refused = askable()
    assert len(questions) > 40
    assert all("cannot be checked" in r for r in refused)
    for question in questions:
        own = judge_tree(question, question.reference)
        assert own.verdict == "correct", (question.name, own)
        for label, wrong in question.slips:
            found = judge_tree(question, wrong)
            assert (found.verdict, found.slip) == ("incorrect", label), (question.name, label, found)


def test_a_record_by_its_name():
    question = question_of("wishart-inverse-trace")
    assert question.name == "wishart-inverse-trace"
    assert [s.name for s in question.symbols] == ["N", "P"]
    assert question is question_of("wishart-inverse-trace")
    with pytest.raises(LearningTheoremsError):
        question_of("no-such-theorem")
