"""Questions from texts: variables, ranges, numbers."""

from fractions import Fraction

import pytest

from verifiers.answers.questions import BadQuestion, axis, question_from_texts, read_fraction, variable_from_text


@pytest.mark.parametrize(
    ("text", "expected"), [("1/3", Fraction(1, 3)), (0.05, Fraction(1, 20)), (12, Fraction(12)), ("-2.5e-3", Fraction(-1, 400))]
)
def test_numbers_are_exact(text, expected):
    assert read_fraction("min", text) == expected


@pytest.mark.parametrize(
    "text", ["", "x", "1/0", "1e400", "1e13", True, "nan", float("nan"), float("inf"), [], "1//2", "__import__('os')"]
)
def test_what_is_no_number(text):
    with pytest.raises(BadQuestion):
        read_fraction("min", text)


@pytest.mark.parametrize(
    ("text", "name", "description"),
    [
        ("N: integer, 6..40", "N", {"type": "integer", "min": "6", "max": "40", "open": False}),
        ("p: real, (0..1)", "p", {"type": "real", "min": "0", "max": "1", "open": True}),
        (r"s: real, 0..inf, \sigma", "s", {"type": "real", "min": "0", "max": "inf", "open": False, "latex": r"\sigma"}),
    ],
)
def test_variables_in_words(text, name, description):
    assert variable_from_text(text) == (name, description)
    assert axis(name, description).name == name


@pytest.mark.parametrize("text", ["N", "N: complex", "N: real, x^2"])
def test_variables_that_are_not_read(text):
    with pytest.raises(BadQuestion):
        variable_from_text(text)


def test_sentences_name_what_is_wrong():
    for arguments, words in (
        ({"reference": "x +"}, "the reference cannot be read"),
        ({"reference": "x", "constraints": ["y > 1"]}, "the constraint 'y > 1'"),
        ({"reference": "x", "kind": "poem"}, "'poem' is unknown"),
    ):
        with pytest.raises(BadQuestion, match=words):
            question_from_texts(variables={"x": {}}, **arguments)
