"""`assert_answer` in a lecturer's own tests: silent if all is well, else the judgement without a traceback of ours."""

import pytest

from verifiers import LearningTheoremsError, assert_answer

pytest_plugins = ["pytester"]

TRACE = "wishart-inverse-trace"

SUITE = '''
import pytest
from verifiers import assert_answer


@pytest.mark.parametrize("answer", ["N/(P-N-1)", r"\\frac{N}{P-N-1}", "-N/(N-P+1)"])
def test_right_answers(answer):
    assert_answer("wishart-inverse-trace", answer)


def test_a_misunderstanding_that_students_have():
    assert_answer("wishart-inverse-trace", "N/(P-N)", verdict="incorrect", slip="no shift")


def test_that_fails():
    assert_answer("wishart-inverse-trace", "N/(P-N)")
'''


def test_right_answers_pass_silently(capsys):
    assert assert_answer(TRACE, "N/(P-N-1)") is None
    assert capsys.readouterr() == ("", "")


def test_expected_mistakes_pass():
    assert_answer(TRACE, "N/(P-N)", verdict="incorrect")
    assert_answer(TRACE, "N/(P-N)", slip="no shift")
    assert_answer(TRACE, "N/(P-N", verdict="cannot read")
    assert_answer("toy-halting-probability", "0.944", figures=3)


@pytest.mark.parametrize(("answer", "options", "lines"), [
    ("N/(P-N)", {}, ["wishart-inverse-trace: the answer 'N/(P-N)' is judged incorrect; expected correct",
                     "incorrect: at N = ", "known slip “no shift”"]),
    ("N/(P-N", {}, ["is judged cannot read; expected correct", "  N/(P-N\n        ^"]),
    ("N/(P-N)", dict(slip="roles swapped"),
     ["is judged incorrect, the slip 'no shift'; expected incorrect, the slip 'roles swapped'"]),
    ("N/(P-N-1)", dict(verdict="incorrect"), ["is judged correct; expected incorrect", "correct: proved ("]),
    ("N" * 3000, {}, ["NNN…' is judged cannot read"])])
def test_other_verdicts_are_told_with_the_judgement(answer, options, lines):
    with pytest.raises(AssertionError) as failure:
        assert_answer(TRACE, answer, **options)
    message = str(failure.value)
    assert all(line in message for line in lines) and len(message) < 1200


def test_what_cannot_be_asked_is_an_error_of_another_kind():
    with pytest.raises(LearningTheoremsError, match="expected one of correct, incorrect"):
        assert_answer(TRACE, "N", verdict="wrong")
    with pytest.raises(LearningTheoremsError, match="the syntax is 'mathml'"):
        assert_answer(TRACE, "N", syntax="mathml")


def test_a_lecturers_suite_shows_the_judgement_and_no_frame_of_ours(pytester):
    pytester.makepyfile(SUITE)
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider", "-p", "no:xdist")
    result.assert_outcomes(passed=4, failed=1)
    output = result.stdout.str()
    assert "known slip “no shift”" in output
    assert "assertions.py" not in output and "asking.py" not in output
