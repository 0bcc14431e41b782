"""Equations up to equivalent rearrangement: the same solutions.

Two equations whose differences left − right have a constant ratio are equivalent.  Otherwise their solutions are compared:
along lines through points of the ground, where one difference changes sign the other must do so, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from flint import fmpq

from verifiers.answers.comparing import Sample, everywhere, samples
from verifiers.answers.crossings import Place, turns, value_at, zeros
from verifiers.answers.evaluation import Point, Work
from verifiers.answers.grounds import Box
from verifiers.answers.judgements import Judgement, Witness, at, shown_point
from verifiers.answers.polynomials import factors_of
from verifiers.answers.questions import Question
from verifiers.answers.trees import Relation, Tree, apply, free_variables, number

LINES = 6


@dataclass(frozen=True, slots=True)
class Root:
    """A solution of one equation on a line through a point."""

    base: Point
    name: str
    place: Place


def judge_equation(question: Question, answer: Tree, work: Work) -> Judgement:
    """Whether the answer is an equation with the same solutions as the reference."""
    if not isinstance(answer, Relation) or answer.comparison != "=":
        return Judgement("cannot decide", feedback="an equation is expected, with a sign = between two formulas")
    assert isinstance(question.reference, Relation)
    first, second = _difference(question.reference), _difference(answer)
    constant = _ratio(first, second, question, work)
    if constant is not None:
        from verifiers.answers.normal_form import proof
        method = proof(first, apply("mul", number(constant), second), question.ground) if constant else None
        return Judgement("correct", proved=bool(method), method=method or "the two differences have a constant ratio",
                         feedback="" if method else "the two differences have a constant ratio at all points, not proved")
    if not isinstance(question.ground, Box):
        return Judgement("cannot decide", feedback="whether the two equations have the same solutions was not decided")
    return _by_solutions(question, answer, first, second, question.ground, work)


def _difference(equation: Relation) -> Tree:
    return apply("add", equation.left, apply("neg", equation.right))


def _ratio(first: Tree, second: Tree, question: Question, work: Work) -> Fraction | None:
    """The constant rational ratio of the two differences, if they have one; it is never zero."""
    found = samples(first, second, question.ground, work)
    ratios = set()
    for sample in found:
        a, b = sample.reference, sample.answer
        if not (isinstance(a, fmpq) and isinstance(b, fmpq)):
            return None
        if (a == 0) != (b == 0):
            return None
        if a != 0:
            ratios.add(a / b)
    if len(ratios) != 1:
        return None
    ratio = ratios.pop()
    return Fraction(int(ratio.p), int(ratio.q))


def _by_solutions(question: Question, answer: Relation, first: Tree, second: Tree, ground: Box, work: Work) -> Judgement:
    whole = everywhere(question.reference, answer, ground, work)
    if whole:
        return _at_all_points(whole)
    roots, other, doubtful = _compare(first, second, ground, work)
    if other is not None:
        return _different(*other)
    if doubtful or not roots:
        why = ("whether all solutions of the two equations agree was not decided" if doubtful
               else "no solution of the equation was found in the domain to compare at")
        return Judgement("cannot decide", feedback=why)
    factors = [factors_of(d) for d in (first, second)]
    if factors[0] is not None and factors[1] is not None:
        if factors[0] == factors[1]:
            return Judgement("correct", proved=True, method="the differences have the same irreducible factors")
        if len(free_variables(first) | free_variables(second)) > 1:
            return Judgement("cannot decide", feedback="the equations agree along the lines that were tried, but one of them "
                                                       "has a further factor, which may vanish elsewhere")
    _, outside, _ = _compare(first, second, _widened(ground), work)
    if outside is not None:
        return Judgement("cannot decide", feedback=f"the two equations have the same {roots} solutions that were tried in "
                                                   "the domain, but not outside of it: a rearrangement has lost or gained "
                                                   "solutions that the domain excludes")
    text = f"the same {roots} solution{'' if roots == 1 else 's'} along the lines that were tried, not proved"
    return Judgement("correct", method=text, feedback=text, points=roots)


def _at_all_points(whole: Sequence[Sample]) -> Judgement:
    """The judgement on a finite domain, from the truth of both equations at all its points."""
    for sample in whole:
        if sample.state == "different" or (sample.state == "no answer" and sample.reference is True):
            return _told(sample.point, sample.reference is True)
    if any(s.state == "open" for s in whole):
        return Judgement("cannot decide", feedback="whether the two equations have the same solutions was not decided")
    return Judgement("correct", proved=True, method="the same solutions among all points of the domain")


def _different(root: Root, whose: Literal["reference", "answer"]) -> Judgement:
    shown = {**root.base, root.name: root.place.low if root.place.low == root.place.high else root.place.shown()}
    return _told(shown, whose == "reference")


def _told(point: Point, right: bool) -> Judgement:
    """A point that solves one of the equations only."""
    said = "solves the right equation, not the answer" if right else "solves the answer, not the right equation"
    values = ("not solved", "solved") if right else ("solved", "not solved")
    return Judgement("incorrect", feedback=f"{at(point)} {said}", witness=Witness(shown_point(point), *values))


def _compare(first: Tree, second: Tree, ground: Box,
             work: Work) -> tuple[int, tuple[Root, Literal["reference", "answer"]] | None, bool]:
    """How many solutions agree, the first that belongs to one equation only, and whether some were not decided."""
    agreeing, doubtful = 0, False
    for mine, theirs, whose in ((first, second, "reference"), (second, first, "answer")):
        for root in _roots(mine, ground, work):
            value = value_at(theirs, root.base, root.name, root.place, work)
            if value is None:
                continue
            if value == 0 if isinstance(value, fmpq) else value.contains(0):
                agreeing += root.place.surely
            elif root.place.surely:
                return agreeing, (root, whose), doubtful  # type: ignore[return-value]
            else:
                doubtful = True
    return agreeing, None, doubtful


def _roots(difference: Tree, ground: Box, work: Work) -> Iterator[Root]:
    """Solutions along lines parallel to the axes, and places where the difference only touches zero as far as can be seen."""
    names = sorted(free_variables(difference))
    for base in list(ground.points())[:LINES]:
        for line in (a for a in ground.axes if a.name in names):
            for place in zeros(difference, base, line, work):
                value = value_at(difference, base, line.name, place, work)
                exact = line.integer and not (isinstance(value, fmpq) and value == 0)
                if _admitted(ground, base, line.name, place) and not exact:
                    yield Root(base, line.name, place)
            for place in turns(difference, base, line, work):
                value = value_at(difference, base, line.name, place, work)
                touching = value is not None and not isinstance(value, fmpq) and value.contains(0)
                if touching and not line.integer and _admitted(ground, base, line.name, place):
                    yield Root(base, line.name, place)


def _admitted(ground: Box, base: Point, name: str, place: Place) -> bool:
    return ground.admits({**base, name: place.low}) and ground.admits({**base, name: place.high})


def _widened(ground: Box) -> Box:
    """Both signs and twice the size, without constraints: where a rearrangement may differ from the equation."""
    axes = []
    for line in ground.axes:
        low, high = line.sampled()
        size = 2 * max(abs(low), abs(high), Fraction(1))
        axes.append(replace(line, low=-size, high=size, open=False))
    return Box(tuple(axes))
