"""Changed copies of formulas."""

from verifiers.answers.symbols import Symbol
from verifiers.answers.texts.reading import read_answer
from verifiers.answers.texts.writing import written
from verifiers.answers.trees import Variable
from verifiers.answers.variants import rebuilt, replaced, with_log_base

SYMBOLS = [Symbol("x"), Symbol("y"), Symbol("p", vector=True), Symbol("i", integer=True)]


def read(text):
    return read_answer(text, SYMBOLS)


def test_expressions_are_put_in_all_at_once():
    assert written(replaced(read("x/y + log(x)"), {"x": Variable("y"), "y": Variable("x")})) == "y/x + log(y)"


def test_bound_variables_are_kept():
    assert replaced(read("Sum(x, (x, 1, x))"), {"x": read("y")}) == read("Sum(x, (x, 1, y))")


def test_every_part_is_reached():
    for text in ("p[i]", "Derivative(x, x)", "x < y <= 1", "Piecewise((x, x < y), (y, True))", "[x, y]", "x = y"):
        seen = []
        rebuilt(read(text), lambda part, seen=seen: seen.append(part) or part)
        assert seen


def test_logarithms_to_another_base():
    assert written(with_log_base(read("log(x + log(y))"), 2)) == "log(x + log(y)/log(2))/log(2)"
