"""The tables of names agree with each other."""

import unicodedata

import pytest

from tests.verifiers.answers.sample import shown
from verifiers.answers.texts import ascii_forms, vocabulary


def test_every_function_has_an_operation():
    for table in (vocabulary.FUNCTIONS, vocabulary.LATEX_FUNCTIONS):
        assert set(table.values()) <= set(vocabulary.OPERATIONS)
    assert vocabulary.BARE_ARGUMENTS <= set(vocabulary.OPERATIONS)


def test_no_name_is_in_two_tables_by_mistake():
    shared = (set(vocabulary.FUNCTIONS) & ascii_forms.NAMES) | (set(vocabulary.CONSTANTS) & set(vocabulary.FUNCTIONS))
    assert shared == {"Gamma"}  # the function of one argument, the distribution of two


@pytest.mark.parametrize("name", sorted(set(vocabulary.OPERATIONS) - vocabulary.ARITHMETIC - vocabulary.CONDITIONS))
def test_every_operation_is_read_by_its_own_name(name):
    least, _ = vocabulary.OPERATIONS[name]
    arguments = ", ".join(["x", "y", "x", "y"][:least])
    assert shown(f"{name}({arguments})", "x y") == f"{name}({arguments})"
    word = name.partition("_")[0]  # TeX has no underscore in a name
    assert shown(rf"\operatorname{{{word}}}({arguments})", "x y") == f"{name}({arguments})"


@pytest.mark.parametrize("name", sorted(vocabulary.FUNCTIONS))
def test_every_alias_is_read(name):
    least, _ = vocabulary.OPERATIONS[vocabulary.FUNCTIONS[name]]
    assert shown(f"{name}({', '.join(['x', 'y', 'x', 'y'][:least])})", "x y").startswith(vocabulary.FUNCTIONS[name])


@pytest.mark.parametrize("name", sorted(vocabulary.DISTRIBUTIONS))
def test_every_distribution_is_read(name):
    text = f"{name}({', '.join('xyz'[:len(vocabulary.DISTRIBUTIONS[name])])})"
    assert shown(text, "x y z") == text


def test_greek_letters_have_their_unicode_names():
    for name, letter in vocabulary.GREEK.items():
        size = "CAPITAL" if name[0].isupper() else "SMALL"
        assert unicodedata.name(letter) == f"GREEK {size} LETTER {name.upper()}".replace("LAMBDA", "LAMDA")


def test_look_alikes_are_no_letters_that_are_read():
    assert not set(vocabulary.LOOK_ALIKES) & (set(vocabulary.GREEK_NAMES) | {"−", "×", "·"})
    assert all(not character.isascii() and plain.isascii() for character, plain in vocabulary.LOOK_ALIKES.items())
