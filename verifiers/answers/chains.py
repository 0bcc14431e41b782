"""Chains of equalities and inequalities: every link is judged, the first wrong one is named with its witness.

Link 0 says that the first part is the quantity that was asked for; link k, that part k − 1 is in relation to part k.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

from verifiers.answers.comparing import Sample, compare_at, costly, everywhere, samples
from verifiers.answers.conditions import lines
from verifiers.answers.crossings import turns, zeros
from verifiers.answers.evaluation import Point, Work
from verifiers.answers.formulas import isolated, judge_formula
from verifiers.answers.grounds import Box, Ground, simplest_between
from verifiers.answers.judgements import Judgement, Witness, at, shown_pair, shown_point
from verifiers.answers.questions import Question
from verifiers.answers.special_points import literal
from verifiers.answers.trees import Chain, Relation, Tree, apply, free_variables
from verifiers.answers.values import compare
from verifiers.answers.variants import replaced
from verifiers.errors import LearningTheoremsError, TooImprecise, UndefinedValue

ALLOWED = {"<": (-1,), "<=": (-1, 0), ">": (1,), ">=": (1, 0)}
NEAR = Fraction(1, 10**9)
Write = Callable[[Tree], str]


def as_chain(tree: Tree) -> Chain:
    """A relation as a chain of one link."""
    if isinstance(tree, Chain):
        return tree
    assert isinstance(tree, Relation)
    return Chain((tree.comparison,), (tree.left, tree.right))


def judge_chain(question: Question, answer: Tree, write: Write) -> Judgement:
    """The first wrong link, or the weakest verdict of all."""
    chain = as_chain(answer)
    bound = question.claim in ("at_most", "at_least")
    links = [] if bound else [(0, "=", question.reference, chain.parts[0])]
    links += [(k + 1, c, a, b) for k, (c, a, b) in
              enumerate(zip(chain.comparisons, chain.parts, chain.parts[1:], strict=False))]
    if bound:
        links.append((len(chain.parts), "=", question.reference, chain.parts[-1]))
    verdicts, left_over = [], Work().left
    for index, comparison, left, right in links:
        work = Work(min(left_over, Work().left // 2))
        left_over -= work.left
        verdict = _decided(replace(question, reference=left), comparison, right, work, index in (0, len(chain.parts)))
        left_over += max(0, work.left)
        if verdict.verdict == "incorrect":
            return replace(verdict, first_bad_link=index, feedback=_told(index, chain, verdict, write))
        verdicts.append((index, verdict))
    for index, verdict in verdicts:
        if verdict.verdict != "correct":
            return replace(verdict, feedback=f"link {index}: {verdict.feedback}")
    proved = all(v.proved for _, v in verdicts)
    weakest = min((v for _, v in verdicts if not v.proved), key=lambda v: v.digits or 0, default=None)
    notation = tuple(n for _, v in verdicts for n in v.notation)
    return Judgement("correct", proved, "" if weakest is None else f"all {len(links)} links hold; {weakest.method}",
                     method=f"all {len(links)} links hold", notation=notation,
                     digits=None if weakest is None else weakest.digits, points=None if weakest is None else weakest.points)


def _told(index: int, chain: Chain, verdict: Judgement, write: Write) -> str:
    if index == 0:
        return f"the chain does not begin with the quantity that is asked for: {verdict.feedback}"
    if index == len(chain.parts):
        return f"the chain does not end in the bound that is asked for: {verdict.feedback}"
    link = f"{write(chain.parts[index - 1])} {chain.comparisons[index - 1]} {write(chain.parts[index])}"
    if verdict.witness is None:
        return f"link {index}, {link}, is the first wrong one: {verdict.feedback}"
    point, witness = verdict.witness.point, verdict.witness
    where = f"at {at(point)} " if point else ""
    slip = f"; the right side: {verdict.feedback.partition('; ')[2]}" if "; " in verdict.feedback else ""
    return (f"link {index}, {link}, is the first wrong one: {where}its left side is {witness.correct}, "
            f"its right side {witness.answer}{slip}")


def _decided(question: Question, comparison: str, right: Tree, work: Work, ends: bool) -> Judgement:
    """A link by itself: one that is not decided does not hide a wrong one behind it."""
    try:
        return _judge_link(question, comparison, right, work, ends)
    except LearningTheoremsError as reason:
        return Judgement("cannot decide", feedback=str(reason))


def _judge_link(question: Question, comparison: str, right: Tree, work: Work, ends: bool) -> Judgement:
    if comparison == "=":
        return judge_formula(question if ends else replace(question, slips=(), claim="equal", withhold=False), right, work)
    if comparison not in ALLOWED:
        return Judgement("cannot decide", feedback="a link of a chain is one of =, <, <=, >, >=")
    return _judge_inequality(question, comparison, right, work)


def _judge_inequality(question: Question, comparison: str, right: Tree, work: Work) -> Judgement:
    """An inequality between two formulas on the whole ground, at points."""
    left, ground = question.reference, question.ground
    whole = everywhere(left, right, ground, work)
    found = whole or samples(left, right, ground, work)
    if not whole and not costly(left) and not costly(right):
        found = [*found, *(compare_at(left, right, p, work) for p in _critical(left, right, ground, work))]
    missing = [s for s in found if s.state == "no answer"]
    if missing and not isolated(question, right, missing, work, ("equal", "close", "different")):
        return Judgement("cannot decide", feedback=f"the right side has no value{_where(missing[0])}")
    decided, undecided = 0, ""
    for sample in found:
        try:
            sign = _sign(left, right, sample, comparison)
        except UndefinedValue:
            undecided = f"a side of the inequality is no real number{_where(sample)}"
            continue
        except LearningTheoremsError as reason:
            undecided = str(reason)
            continue
        if sign is not None:
            decided += 1
            if sign not in ALLOWED[comparison]:
                given, correct = shown_pair(sample.answer, sample.reference)
                return Judgement("incorrect", witness=Witness(shown_point(sample.point), given, correct),
                                 feedback=f"the inequality fails{_where(sample)}")
    if undecided or decided < min(4, len(found)):
        return Judgement("cannot decide", feedback=undecided or "the inequality could not be evaluated at enough points")
    told = f"holds at {decided} point{'' if decided == 1 else 's'}, not proved"
    return Judgement("correct", method=told, points=decided, feedback=told)


def _where(sample: Sample) -> str:
    return f" at {at(sample.point)}" if sample.point else ""


def _sign(left: Tree, right: Tree, sample: Sample, comparison: str) -> int | None:
    """The sign of left − right, None where a side has no value.

    Raises UndefinedValue where a side is not real, TooImprecise where values that cannot be told apart have to be different.
    """
    if sample.state == "different":
        return compare(sample.reference, sample.answer)
    if sample.state == "equal" or (sample.state == "close" and comparison in ("<=", ">=")):
        return 0
    if sample.state == "close":
        from verifiers.answers.normal_form import proof
        fixed = [replaced(t, {n: literal(v) for n, v in sample.point.items() if not isinstance(v, tuple)})
                 for t in (left, right)]
        if proof(fixed[0], fixed[1], Box(())):
            return 0
        raise TooImprecise(f"whether the two sides are equal{_where(sample)} was not decided")
    return None


def _critical(left: Tree, right: Tree, ground: Ground, work: Work) -> Iterator[Point]:
    """Where the difference of the sides vanishes or turns along lines of the ground, and points between."""
    difference = apply("add", left, apply("neg", right))
    for base, line in lines(ground, 3):
        if line.name not in free_variables(difference):
            continue
        places = [p for find in (zeros, turns) for p in find(difference, base, line, work)]
        marks = {simplest_between(p.low - NEAR, p.high + NEAR) if p.low != p.high else p.low for p in places}
        sides = sorted({*marks, *line.sampled()})
        for mark in sorted({*marks, *((a + b) / 2 for a, b in pairwise(sides))}):
            for place in {floor(mark), ceil(mark)} if line.integer else {mark}:
                if ground.admits({**base, line.name: place}):
                    yield {**base, line.name: place}
