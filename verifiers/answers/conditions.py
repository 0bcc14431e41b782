"""Inequalities and regions: the answer must be true where the reference is, and false where it is false."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial
from itertools import pairwise, product
from math import floor
from typing import Literal

from flint import fmpq

from verifiers.answers.comparing import Sample, compare_at, costly, everywhere, samples
from verifiers.answers.crossings import Place, truth, zeros
from verifiers.answers.evaluation import Point, Work
from verifiers.answers.feedback import slip_of
from verifiers.answers.grounds import Axis, Box, Ground, simplest_between
from verifiers.answers.judgements import Judgement, Witness, at, shown_point
from verifiers.answers.line import Cells, cells, comparisons, critical_points, difference, irrational_points, truth_at
from verifiers.answers.pieces import unseen_borders
from verifiers.answers.questions import Question
from verifiers.answers.texts.products import as_interval
from verifiers.answers.trees import Apply, Chain, Collected, Constant, Relation, Tree, Variable, apply, free_variables, number

LINES = 6  # through points of a domain of several variables
MOST_COMPARISONS = 8


def is_condition(tree: Tree) -> bool:
    """Whether a tree is a condition: it is true or false at a point."""
    return (isinstance(tree, (Relation, Chain)) or (isinstance(tree, Constant) and tree.name in ("true", "false"))
            or (isinstance(tree, Apply) and tree.operation in ("and", "or", "not")))


def as_condition(tree: Tree, variable: str) -> Tree | None:
    """An interval, a union of intervals or a finite set as a condition on a variable; a condition as it is."""
    if is_condition(tree):
        return tree
    tree = as_interval(tree)
    if not isinstance(tree, Collected) or not variable:
        return None
    x = Variable(variable)
    if tree.kind == "interval":
        low, high = tree.items
        return apply("and", Relation("<" if tree.open_ends[0] else "<=", low, x),
                     Relation("<" if tree.open_ends[1] else "<=", x, high))
    if tree.kind in ("union", "set"):
        parts = [Relation("=", x, item) if tree.kind == "set" else as_condition(item, variable) for item in tree.items]
        known = [p for p in parts if p is not None]
        if len(known) == len(parts) and known:
            return known[0] if len(known) == 1 else Apply("or", tuple(known))
    return None


def judge_condition(question: Question, answer: Tree, work: Work) -> Judgement:
    """Whether the answer describes the region of the reference."""
    names = sorted(free_variables(question.reference) | free_variables(answer))
    names = names or [s.name for s in question.symbols]
    only = names[0] if len(names) == 1 else ""
    reference, given = (as_condition(t, only) for t in (question.reference, answer))
    if reference is None or given is None:
        return Judgement("cannot decide", feedback="an inequality or a region is expected")
    whole = everywhere(reference, given, question.ground, work)
    found = whole or samples(reference, given, question.ground, work)
    parts = cells((reference, given), only, question.ground) if only else None
    found = [*found, *(compare_at(reference, given, p, work) for p in critical_points(parts, only, question.ground))]
    cheap = not costly(reference) and not costly(given)
    if not whole and parts is None and cheap:
        extra = _between_places(question, reference, given, work)
        found = [*found, *(replace(compare_at(reference, given, p, work), special=True) for p in extra)]
    wrong = [s for s in found if s.state == "different" or (s.state == "no answer" and s.reference is True)]
    if wrong:
        return _incorrect(question, given, found, wrong[0], work)
    agreeing = [s for s in found if s.state in ("equal", "no answer")]  # what has no value does not hold
    undecided = [s for s in found if s.state == "open"]
    if len(agreeing) < min(4, len(found)) or len(undecided) * 4 > len(found):
        return Judgement("cannot decide", feedback="the condition could not be compared at enough points")
    settled = not cheap or _at_irrational_ends(question, reference, given, parts, only, work)
    if settled is None or isinstance(settled, Judgement):
        return settled or Judgement("cannot decide", feedback="whether an end belongs to both regions was not decided")
    complete = parts is not None and isinstance(question.ground, Box) and not question.ground.constraints
    if reference == given or (complete and not undecided) or (whole and len(agreeing) == len(found)):
        return Judgement("correct", proved=True, method="the same truth value on every part of the domain")
    if not only and unseen_borders(reference, given, partial(_same_border, question, work)):
        told = f"the same truth value at {len(agreeing)} points, but borders are curved, and the regions may differ elsewhere"
        return Judgement("cannot decide", feedback=told, points=len(agreeing))
    text = f"the same truth value at {len(agreeing)} points, not proved"
    return Judgement("correct", method=text, feedback=text, points=len(agreeing))


def _same_border(question: Question, work: Work, first: Tree, second: Tree) -> bool:
    """Whether the ratio of two expressions is proved to be the constant that it is at a point."""
    from verifiers.answers.normal_form import proof
    for point in question.ground.points()[:8]:
        sample = compare_at(first, second, point, work, (110,))
        if isinstance(sample.reference, fmpq) and isinstance(sample.answer, fmpq) and sample.reference * sample.answer != 0:
            ratio = sample.reference / sample.answer
            scaled = apply("mul", number(Fraction(int(ratio.p), int(ratio.q))), second)
            return proof(first, scaled, question.ground) is not None
    return proof(first, second, question.ground) is not None


def _at_irrational_ends(question: Question, reference: Tree, given: Tree, parts: Cells | None, only: str,
                        work: Work) -> Judgement | Literal[True] | None:
    """True if the conditions agree there, the judgement if they differ, None if it is not decided."""
    undecided = False
    for root in irrational_points(parts, only, question.ground):
        truths = [truth_at(c, only, root) for c in (reference, given)]
        undecided = undecided or None in truths
        if None not in truths and truths[0] != truths[1]:
            return _at_end({}, only, root.shown(), truths[0], truths[1])
    if parts is None:
        for base, name, place in _places(question, reference, given, work):
            truths = [truth(c, base, name, place, work) for c in (reference, given)]
            undecided = undecided or None in truths
            if None not in truths and truths[0] != truths[1]:
                return _at_end({n: v for n, v in base.items() if n != name}, name, place.shown(), truths[0], truths[1])
    return None if undecided else True


def _places(question: Question, reference: Tree, given: Tree, work: Work) -> Iterator[tuple[Point, str, Place]]:
    """Where one of the comparisons changes its sign along lines of the ground, at places that belong to it."""
    ground = question.ground
    for base, line in lines(ground):
        for place in _crossed(base, line, (reference, given), work):
            if not line.integer and all(ground.admits({**base, line.name: p}) for p in (place.low, place.high)):
                yield base, line.name, place


def lines(ground: Ground, most: int = LINES) -> Iterator[tuple[Point, Axis]]:
    """Lines parallel to the axes of a box, through its first points."""
    if isinstance(ground, Box):
        for base in list(ground.points())[:most if len(ground.axes) > 1 else 1]:
            yield from ((base, axis) for axis in ground.axes)


def _crossed(base: Point, line: Axis, conditions: Iterable[Tree], work: Work) -> list[Place]:
    differences = dict.fromkeys(difference(r) for c in conditions for r in comparisons(c))
    return [p for d in list(differences)[:MOST_COMPARISONS] for p in zeros(d, base, line, work)]


def _between_places(question: Question, reference: Tree, given: Tree, work: Work) -> Iterator[Point]:
    """A point in every cell between neighbouring places on lines of the ground, and those of a grid."""
    ground = question.ground
    for base, line in lines(ground):
        low, high = line.sampled()
        marks = sorted({low, high, *(p.low for p in _crossed(base, line, (reference, given), work))})
        for a, b in pairwise(marks):
            middle: Fraction | int = floor((a + b) / 2) if line.integer else simplest_between(a + (b - a) / 3, b - (b - a) / 3)
            if ground.admits({**base, line.name: middle}):
                yield {**base, line.name: middle}
    if isinstance(ground, Box) and 1 < len(ground.axes) <= 4:
        steps = {2: 13, 3: 6, 4: 4}[len(ground.axes)]
        for point in product(*(_spread(a, steps) for a in ground.axes)):
            named = dict(zip([a.name for a in ground.axes], point, strict=True))
            if ground.admits(named):
                yield named


def _spread(axis: Axis, steps: int) -> list[int] | list[Fraction]:
    low, high = axis.sampled()
    inner = [low + (high - low) * Fraction(k, steps) for k in range(1, steps)]
    return sorted({floor(p) for p in inner}) if axis.integer else inner


def _at_end(point: Point, name: str, place: str, reference: bool | None, answer: bool | None) -> Judgement:
    shown = {**point, name: place}
    told = {True: "true", False: "false"}
    where = ", ".join(part for part in (at(point), f"{name} = {shown[name]}") if part)
    return Judgement("incorrect", slip="open or closed end", witness=Witness(shown_point(shown), told[answer], told[reference])
                     if reference is not None and answer is not None else None,
                     feedback=f"at the end {where} the answer is {told.get(answer or False)}, "
                              f"the right condition is {told.get(reference or False)}")


def _incorrect(question: Question, answer: Tree, found: Sequence[Sample], witness: Sample, work: Work) -> Judgement:
    slip = slip_of(question, answer, found, work)
    correct = "true" if witness.reference is True else "false"
    given = {True: "true", False: "false"}.get(witness.answer, "undefined")
    told = f"at {at(witness.point)} the answer is {given}, the right condition is {correct}"
    known = slip is not None and slip.sentence.startswith("this is the known slip")
    return Judgement("incorrect", feedback="; ".join([told] + ([slip.sentence] if slip and known else [])),
                     slip=slip.label if slip and known else None,
                     witness=Witness(shown_point(witness.point), given, correct))
