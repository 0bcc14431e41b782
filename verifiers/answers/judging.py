"""From a text to a judgement: read the answer, see what kind it is, judge it.

`judge_answer` runs in the process that calls it and has no limit of time; the command line and `check` and `compare` run it
in a confined child (`pool`).
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from verifiers.answers.chains import judge_chain
from verifiers.answers.conditions import is_condition, judge_condition
from verifiers.answers.derivatives import differentiated
from verifiers.answers.distributions import judge_distribution
from verifiers.answers.equations import judge_equation
from verifiers.answers.evaluation import NotSupported, Work
from verifiers.answers.formulas import judge_formula
from verifiers.answers.judgements import Judgement
from verifiers.answers.matrices import grid_of, scalars_computed
from verifiers.answers.problems import CannotRead
from verifiers.answers.questions import KINDS, BadQuestion, Question, question_from_texts, read_fraction
from verifiers.answers.structures import judge_interval, judge_matrix, judge_set
from verifiers.answers.texts.reading import SYNTAXES, read_answer
from verifiers.answers.texts.writing import written
from verifiers.answers.trees import Chain, Collected, Relation, Tree
from verifiers.errors import LearningTheoremsError, UndefinedValue

EXPECTED = {"formula": "a formula", "number": "a number", "inequality": "an inequality or a region", "chain": "a chain",
            "equation": "an equation", "interval": "an interval", "set": "a finite set", "matrix": "a vector or matrix",
            "distribution": "a named distribution"}


def judge_answer(question: Question, text: str, syntax: str = "auto") -> Judgement:
    """The judgement of an answer: never an exception, whatever the text is."""
    try:
        answer = read_answer(text, question.symbols, syntax)
    except CannotRead as reason:
        if _letters(text) == _letters(question.quantity) != "":
            return Judgement("cannot read", feedback="the answer restates the quantity that is asked for; a formula in "
                                                     f"{_named(question)} is expected")
        return Judgement("cannot read", feedback=reason.sentence, marked=reason.marked())
    return judge_tree(question, answer)


def _letters(text: str) -> str:
    """Letters and digits alone, without the commands that set them in another font or size."""
    plain = re.sub(r"\\(mathbb|mathrm|mathsf|mathcal|operatorname|text|left|right|[,;!: ])", "", text[:2000])
    return "".join(c for c in plain if c.isalnum()).lower()


def _named(question: Question) -> str:
    return ", ".join(s.name for s in question.symbols) or "numbers"


def judge_tree(question: Question, answer: Tree) -> Judgement:
    """The judgement of an answer that has been read."""
    work = Work()
    try:
        question = replace(question, reference=_computed(question.reference, work))
        return _judge(question, _computed(answer, work), work)
    except UndefinedValue as reason:
        return Judgement("cannot decide", feedback=f"a value is not defined: {reason}")
    except LearningTheoremsError as reason:
        return Judgement("cannot decide", feedback=str(reason))
    except RecursionError:
        return Judgement("cannot decide", feedback="the formula becomes too deeply nested to be computed")


def _computed(tree: Tree, work: Work) -> Tree:
    """The tree with derivatives carried out, and determinants, traces and norms multiplied out."""
    return scalars_computed(differentiated(tree, work.spend))


def _judge(question: Question, answer: Tree, work: Work) -> Judgement:
    kind = kind_of(question)
    if kind in ("formula", "number"):
        if isinstance(answer, Chain) or (isinstance(answer, Relation) and answer.comparison == "="):
            return judge_chain(question, answer, written)
        if is_condition(answer) or isinstance(answer, Collected):
            return _unexpected(kind)
        return judge_formula(question, answer, work)
    if kind == "chain":
        if isinstance(answer, (Chain, Relation)):
            return judge_chain(question, answer, written)
        return _unexpected(kind) if isinstance(answer, Collected) else judge_formula(question, answer, work)
    return _JUDGES[kind](question, answer, work)


_JUDGES: Mapping[str, Callable[[Question, Tree, Work], Judgement]] = {
    "inequality": judge_condition, "equation": judge_equation, "interval": judge_interval, "set": judge_set,
    "matrix": judge_matrix, "distribution": judge_distribution,
}


def _unexpected(kind: str) -> Judgement:
    return Judgement("cannot decide", feedback=f"{EXPECTED[kind]} is expected")


def kind_of(question: Question) -> str:
    """The kind of the question: as it says, else by its reference.

    Raises NotSupported if the reference is not of the kind that the question says.
    """
    reference = question.reference
    match reference:
        case Collected(kind="interval"):
            natural = "interval"
        case Collected(kind="set" | "union"):
            natural = "set"
        case Collected(kind="distribution"):
            natural = "distribution"
        case Relation(comparison="="):
            natural = "equation"
        case _ if is_condition(reference):
            natural = "inequality"
        case _:
            natural = "matrix" if grid_of(reference) is not None else "formula"
    if not question.kind:
        return natural
    if question.kind == natural or (question.kind in ("number", "chain") and natural == "formula"):
        return question.kind
    regions = {"inequality", "interval", "set", "equation"}
    if question.kind in regions and natural in regions:
        return "inequality" if question.kind == "inequality" else natural
    raise NotSupported(f"the reference is {EXPECTED[natural]}, but the question is said to ask for {EXPECTED[question.kind]}")


def question_of_case(case: Mapping[str, Any]) -> Question:
    """The question of a submission: of a record, or of a reference formula.

    Raises LearningTheoremsError with one sentence if it cannot be asked.
    """
    options = options_of(case)
    kind = case.get("kind") or ""
    if kind and kind not in KINDS:
        raise BadQuestion(f"the kind {str(kind)[:40]!r} is unknown; expected one of {', '.join(KINDS)}")
    if case.get("theorem"):
        from verifiers.answers.records import question_of
        question = question_of(str(case["theorem"]))
        return replace(question, kind=question.kind or kind, **options)
    if not isinstance(case.get("reference"), str):
        raise BadQuestion("neither a theorem nor a reference formula is given")
    return question_from_texts(case["reference"], case.get("variables") or {}, case.get("constraints") or (),
                               _syntax(case), kind, **options)


def options_of(case: Mapping[str, Any]) -> dict[str, Any]:
    options: dict[str, Any] = {"withhold": not case.get("reveal")}
    if case.get("tolerance") is not None:
        options["tolerance"] = read_fraction("tolerance", case["tolerance"])
        if options["tolerance"] < 0:
            raise BadQuestion(f"the tolerance is {options['tolerance']}; expected a number that is not negative")
    if case.get("figures") is not None:
        if not isinstance(case["figures"], int) or isinstance(case["figures"], bool) or not 1 <= case["figures"] <= 50:
            raise BadQuestion(f"the number of significant figures is {case['figures']!r}; expected 1 to 50")
        options["figures"] = case["figures"]
    if case.get("definition") is not None:
        if case["definition"] not in ("accept", "reject", "cannot decide"):
            raise BadQuestion("what to do with an uncomputed definition is 'accept', 'reject' or 'cannot decide', "
                              f"not {case['definition']!r}")
        options["definition"] = case["definition"]
    return options


def _syntax(case: Mapping[str, Any]) -> str:
    syntax = case.get("syntax") or "auto"
    if syntax not in SYNTAXES:
        raise BadQuestion(f"the syntax {str(syntax)[:40]!r} is unknown; expected one of {', '.join(SYNTAXES)}")
    return str(syntax)


def prepare(name: str) -> None:
    """Load a record and find its points, so that processes forked from this one have them. Raises as `question_of`."""
    from verifiers.answers.records import question_of
    question_of(name).ground.points()


def warm() -> None:
    """Load what judging needs only now and then, so that processes forked from this one have it."""
    for module in ("normal_form", "series"):
        importlib.import_module(f"verifiers.answers.{module}")


def judge_case(case: Mapping[str, Any]) -> dict[str, Any]:
    """The judgement of a submission as JSON values; a question that cannot be asked is `cannot decide` with its reason."""
    try:
        question = question_of_case(case)
        answer = case.get("answer")
        judgement = judge_answer(question, "" if answer is None else str(answer), _syntax(case))
        if case.get("reveal"):
            judgement = replace(judgement, extra={**judgement.extra, "correct_answer": written(question.reference)})
    except LearningTheoremsError as reason:
        judgement = Judgement("cannot decide", feedback=f"the question cannot be asked: {reason}")
    return judgement.as_dict()
