"""Untrusted text: every answer is read or refused with a sentence, quickly, and nothing is ever run."""

import json
import os
import pickle
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.verifiers.answers.sample import PLAIN, refused, shown, symbols
from verifiers.answers.problems import CannotRead
from verifiers.answers.texts.reading import read_answer
from verifiers.answers.trees import nodes

HOSTILE = [
    "__import__('os').mkdir('PWNED_MARK')", "setattr(Expr,'PWNED_MARK',1)", 'f"{open(\'PWNED_MARK\',\'w\')}"',
    "x.__class__.__mro__",
    "[open('PWNED_MARK','w') for q in [1]]", "x_{__import__('os').mkdir('PWNED_MARK')}", "ｏｐｅｎ('PWNED_MARK','w')",
    r"\input{/etc/hostname}",
    "Expr.equals.__code__.replace(co_name='a')", "lambda: 1", "x\u202e+1", "x\u200b+1", "x\x00+1", "x\x1b[31m", "а+1",
    "Ｘ+1", "\ud800",
    "fibonacci(10**9)", "solve(x**50+sin(x)+exp(x)-7,x)", "Permutation(10**9)", "[0]*10**10", "factorial(10**9)",
    "(((20!)!)!)!",
    "1.0e400000000*x", "9^{9^{9}}", "10^{10^{10}}", "(10**9999)**9999", "product(k+sin(k),(k,1,10**6))", "x**" * 2000 + "x",
    "-" * 7000 + "x",
    "x" + "!" * 7000, "(" * 4000 + "x" + ")" * 4000, "{" * 8000, r"\frac" * 1500, r"\boxed{" * 900, "sin(" * 1900,
    "|" * 8000, "[" * 8000,
    r"\left(" * 1300, "a_" * 4000, "x²" * 4000, "𝑥" * 8000, "True", "nan", "oo-oo", "x = 1 = 2 = x", "a" * 8000, "1" * 8000,
    "," * 8000,
    r"\begin{cases}" * 600, r"\sum_{k=1}^2 " * 600, r"\int_0^1 " * 800, r"\ln " * 1500, r"\sin x \cos y " * 500,
    "Sum(" * 2000, "''" * 4000,
]


@pytest.mark.parametrize("syntax", ["ascii", "latex", "auto"])
@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:24]))
def test_hostile_text_is_refused_or_read_harmlessly_and_quickly(text, syntax, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    modules, start = set(sys.modules), time.process_time()
    try:
        read_answer(text, symbols("x y z n u v w"), syntax)
    except CannotRead as error:
        assert error.sentence and len(error.sentence) < 600 and len(error.marked()) < 200
        assert all(character.isprintable() or character == "\n" for character in error.sentence + error.marked())
    assert time.process_time() - start < 10  # no hang
    assert not os.listdir(tmp_path) and set(sys.modules) == modules


CASES = os.environ.get("ANSWER_CASES")  # a folder with further labelled answers, in the format of `theorems grade`


@pytest.mark.skipif(not CASES, reason="no folder of labelled answers is named in ANSWER_CASES")
def test_labelled_answers_are_read():
    for line in (Path(CASES) / "cases.jsonl").read_text().splitlines():
        case = json.loads(line)
        names = [symbols(name)[0] if "latex" not in about else symbols(f"{name}~{about['latex']}")[0]
                 for name, about in (case.get("variables") or {}).items()]
        for key in ("reference", "answer"):
            if key in case and not (case.get("ambiguous") and "/" in case[key]) and not case.get("malformed"):
                read_answer(case[key], names, case["syntax"])


_PIECES = ["x", "y", "n", "p", "p_i", "p[1]", "(", ")", "[", "]", "{", "}", ",", "+", "-", "*", "/", "^", "**", "!", "%",
    "|", "=", "!=",
           "<", "&", "or", "1", "0.5", "e", "E", "pi", "sin", "log", "exp(", "Sum(", "(k,1,n)", "Piecewise(", "Matrix([[",
           "]]", "√", "²", "π",
           ".", "_", "'", "\\frac", "\\left(", "\\right)", "\\left|", "\\{", "\\}", "\\sum_{k=1}^{n}", "\\int_0^1", "dx",
           "\\sin", "\\ln",
           "\\begin{cases}", "\\end{cases}", "\\\\", "\\text{if}", "\\sqrt", "\\frac{d}{dx}", "\\binom", "\\choose",
           "\\cup", "H_", "\\boxed{", "$"]
quick = settings(max_examples=150, deadline=1000, suppress_health_check=[HealthCheck.too_slow])


@quick
@given(st.one_of(st.text(max_size=60), st.text("x1()+-*/^!%,.|[]{}\\_'\"= ", max_size=60),
    st.lists(st.sampled_from(_PIECES), max_size=25).map("".join)),
       st.sampled_from(("ascii", "latex", "auto")))
def test_any_text_is_read_or_refused(text, syntax):
    try:
        tree = read_answer(text, PLAIN, syntax)
    except CannotRead as error:
        assert 0 <= error.span[0] <= error.span[1] <= len(text)
        error.marked()
    else:
        assert all(0 <= node.span[0] <= node.span[1] <= len(text) for node in nodes(tree))


@pytest.mark.parametrize(("text", "words"), [
    ("", "empty"), (" \n\t", "only white space"), ("x\u202e+1", "U+202E RIGHT-TO-LEFT OVERRIDE"), ("а+1", "looks like “a”"),
    ("ｘ", "FULLWIDTH"), ("x\u200b", "ZERO WIDTH SPACE"), ("x\x07", "control"), ("Α", "looks like “A”"),
    ("x – 1", "EN DASH"), ("“x”", "QUOTATION"),
    ("½", "VULGAR FRACTION"), ("x→y", "RIGHTWARDS ARROW"), ("x # y", "comments"),
])
def test_characters_are_named(text, words):
    assert words in refused(text).sentence


def test_a_refused_character_is_marked():
    error = refused("x + а")
    assert error.span == (4, 5) and error.marked() == "x + а\n    ^"
    assert pickle.loads(pickle.dumps(error)).span == error.span


@pytest.mark.parametrize(("text", "reading"), [
    ("x^2", "x**2"), ("x^{10}", "x**10"), (r"\frac12", "1/2"), ("$x$", "x"), ("x_{1}", "x_1"), ("ab", "ab"),
])
def test_the_syntax_is_found(text, reading):
    assert shown(text, "x x_1 a b ab") == reading


def test_sympy_is_another_name_of_plain_text():
    assert read_answer("x**2", symbols("x"), "sympy") == read_answer("x**2", symbols("x"), "ascii")
    with pytest.raises(ValueError, match="syntax is one of"):
        read_answer("x", [], "python")


def test_reading_near_the_end_of_the_stack_is_refused():
    def deep(levels):
        return deep(levels - 1) if levels else refused("sin(" * 60 + "x" + ")" * 60).sentence

    used = len(__import__("inspect").stack(0))
    assert "nested" in deep(sys.getrecursionlimit() - used - 300)
