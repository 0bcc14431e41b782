"""The judge behind `check` and `compare`: one answer, with its formulas typeset and a refusal told apart from a verdict.

It is loaded by a judging process (see `child`); nothing here looks at an answer in the process that asks.
"""

from __future__ import annotations

import base64
import pickle
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from verifiers.answers import judging
from verifiers.answers.judging import judge_answer, options_of, question_of_case
from verifiers.answers.problems import CannotRead
from verifiers.answers.questions import KINDS, BadQuestion, Question, read_fraction, variable_from_text
from verifiers.answers.texts.reading import SYNTAXES, read_answer
from verifiers.answers.texts.writing import written
from verifiers.answers.texts.writing_latex import latex_of
from verifiers.errors import LearningTheoremsError

DOMAINS = ":domains"  # what `prepare` calls the modules that a question on a `Domain` needs; no theorem has such a name


def prepare(name: str) -> None:
    """Load a record, or the modules behind `Domain`, so that processes forked from this one have them."""
    if name == DOMAINS:
        import sympy
        question_on_domain(1 + sympy.Symbol("x", positive=True) / 2)  # loads what SymPy imports late, too
    else:
        judging.prepare(name)


def judge_asked(case: Mapping[str, Any]) -> dict[str, Any]:
    """The judgement as JSON values, or `refused`, the sentence that says why the question cannot be asked.

    case: the keys of a submission (`judging.question_of_case`), and `described`, a list of variables as `N: integer, 6..40`;
    `question`, a pickled question, instead of a theorem or a reference; `reveal`.
    """
    try:
        question = question_of_asked(case)
        question.ground.points()
    except LearningTheoremsError as reason:
        return {"verdict": "cannot decide", "refused": str(reason)}
    text, syntax = str(case["answer"]), case["syntax"]
    found = judge_answer(question, text, syntax).as_dict()
    found["answer_latex"] = answer_latex(question, text, syntax)
    if case.get("reveal"):
        found["correct_answer"] = written(question.reference)
        found["correct_latex"] = latex_of(question.reference, question.symbols)
    return found


def question_of_asked(case: Mapping[str, Any]) -> Question:
    """The question of a case. Raises LearningTheoremsError if it cannot be asked."""
    if case["syntax"] not in SYNTAXES:
        raise BadQuestion(f"the syntax is {case['syntax']!r}; expected one of {', '.join(SYNTAXES)}")
    if case.get("tolerance") is not None and case.get("figures") is not None:
        raise BadQuestion("a tolerance and a number of significant figures exclude each other")
    if case.get("tolerance") is not None and not 0 < read_fraction("tolerance", case["tolerance"]) < 1:
        raise BadQuestion(f"the tolerance is {case['tolerance']}; expected a relative error between 0 and 1")
    if case.get("question"):
        question: Question = pickle.loads(base64.b64decode(case["question"]))  # made by `asking`, never by a submission
        return replace(question, **options_of(case))
    variables = dict(case.get("variables") or {})
    for description in case.get("described") or ():
        name, described = variable_from_text(description)
        if name in variables:
            raise BadQuestion(f"the variable {name} is described twice")
        variables[name] = described
    return question_of_case({**case, "variables": variables})


def question_on_domain(reference: Any, domain: Any = None, kind: str = "", syntax: str = "auto") -> Question:
    """The question whose reference is text or a SymPy expression, on a `Domain`; by default that of the expression's symbols.

    Raises LearningTheoremsError if it cannot be asked. Its points are found, so that a copy has them.
    """
    import sympy

    from verifiers.answers.grounds import RecordGround
    from verifiers.answers.records import symbols_of
    from verifiers.answers.sympy_trees import tree_of
    from verifiers.domain import Domain
    if not isinstance(domain, Domain | None):
        raise TypeError(f"the domain is a verifiers.Domain, not {type(domain).__name__}")
    if kind and kind not in KINDS:
        raise BadQuestion(f"the kind {kind!r} is unknown; expected one of {', '.join(KINDS)}")
    given: Any = reference if isinstance(reference, str) else sympy.sympify(reference)
    if domain is None:
        domain = Domain(*sorted(given.free_symbols, key=str))
    symbols = symbols_of(domain)
    try:
        tree = read_answer(given, symbols, syntax) if isinstance(given, str) else tree_of(given)
    except CannotRead as reason:
        raise BadQuestion(f"the reference cannot be read: {reason.sentence}") from None
    if not isinstance(given, str) and (unknown := sorted(domain.declares(given))):
        raise BadQuestion(f"the domain does not declare {', '.join(unknown)}")
    ground = RecordGround(domain)
    ground.points()
    return Question("", tree, symbols, ground, kind)


def answer_latex(question: Question, text: str, syntax: str) -> str:
    """The answer in LaTeX as it was read, "" if it cannot be read."""
    try:
        return latex_of(read_answer(text, question.symbols, syntax), question.symbols)
    except CannotRead:
        return ""
