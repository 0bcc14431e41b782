"""Comparison of two formulas at the points of a ground, by enclosures whose precision grows until they decide.

Two formulas differ at a point when their enclosures are disjoint; they agree there when the values are equal rationals, or
when the enclosures overlap at a precision at which they are far narrower than the values.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import flint
from flint import acb, arb, fmpq

from verifiers.answers.evaluation import Point, TooMuchWork, Work, at_precision, magnitude
from verifiers.answers.grounds import Ground
from verifiers.answers.special_points import special_points
from verifiers.answers.trees import Bound, Tree, nodes
from verifiers.answers.values import Value, is_real
from verifiers.errors import NotRigorous, TooImprecise, UndefinedValue

State = Literal["equal", "close", "different", "no answer", "no reference", "open"]
QUICK, FINE = (110, 440), (440, 1800)  # bits: to find a difference, and to confirm agreement
FINEST, FINEST_POINTS = 7000, 3  # bits at the first points: tanh(200) differs from 1 in the 174th digit
NUMERIC_DIGITS = 12  # what a quadrature or a series has to agree to
ENOUGH = 3  # points that are compared, even if they cost much
ONE_POINT = 150_000  # steps that one point may always take
FEW = 5  # points at which integrals and infinite sums are computed


@dataclass(frozen=True, slots=True)
class Sample:
    """What a comparison found at one point; `digits` is the least number of common digits of a close pair."""

    point: Point
    state: State
    reference: Value = None
    answer: Value = None
    digits: int = 0
    reason: str = ""
    special: bool = False
    final: bool = False  # a higher precision will not help


def compare_at(reference: Tree, answer: Tree, point: Point, work: Work, precisions: Sequence[int] = QUICK) -> Sample:
    """Compare at one point, with the given precisions in turn."""
    found = Sample(point, "open", reason="the precision did not suffice")
    for precision in precisions:
        found = _compared(reference, answer, point, precision, work)
        if found.state != "open" or found.final:
            break
    return found


def _compared(reference: Tree, answer: Tree, point: Point, precision: int, work: Work) -> Sample:
    values = []
    for tree, missing in ((reference, "no reference"), (answer, "no answer")):
        try:
            values.append(at_precision(tree, point, precision, work))
        except UndefinedValue as reason:
            left = values[0] if values else None
            return Sample(point, missing, left, reason=str(reason))  # type: ignore[arg-type]
        except (TooImprecise, NotRigorous) as reason:
            return Sample(point, "open", reason=str(reason), final=isinstance(reason, NotRigorous))
    found = judged(point, values[0], values[1], precision, work.numeric)
    if found.state == "different" and work.doubtful:
        return replace(found, state="open", reason="an integral or a series was not computed surely enough to tell")
    return found


def judged(point: Point, left: Value, right: Value, precision: int, numeric: bool = False) -> Sample:
    """The state of two values that were computed with a precision."""
    if isinstance(left, bool) or isinstance(right, bool):
        return Sample(point, "equal" if left is right else "different", left, right)
    if isinstance(left, fmpq) and isinstance(right, fmpq):
        return Sample(point, "equal" if left == right else "different", left, right)
    with flint.ctx.workprec(precision):
        difference = acb(left) - acb(right)
        if not difference.contains(0):
            return Sample(point, "different", left, right)
        digits = common_digits(difference, magnitude(left), precision)
    needed = NUMERIC_DIGITS if numeric else precision // 5
    if digits < needed:
        return Sample(point, "open", left, right, digits, "the values cannot be told apart at this precision")
    return Sample(point, "close", left, right, digits)


def common_digits(difference: acb, size: arb, precision: int) -> int:
    """Decimal digits to which two values agree, relative to their size, or to 1 where that is zero."""
    bound = abs(difference).upper() if not is_real(difference) else abs(difference.real).upper()
    scale = arb(1) if size.contains(0) else size.lower()
    most = int(precision * 0.30103)
    return most if bound == 0 else max(0, min(int(-float((bound / scale).log() / arb(10).log())), most))


def costly(tree: Tree) -> bool:
    """Whether a tree has an integral or an infinite sum, whose value costs thousands of evaluations."""
    def infinite(node: Bound) -> bool:
        return any(getattr(n, "name", "") == "oo" for end in (node.low, node.high) for n in nodes(end))
    return any(isinstance(n, Bound) and (n.operation == "integral" or infinite(n)) for n in nodes(tree))


def samples(reference: Tree, answer: Tree, ground: Ground, work: Work) -> list[Sample]:
    """Compare at the ground's points, and at special points of the two formulas.

    Values that cost much are compared at fewer points: a part of the allowance is left for what follows.
    """
    points = ground.points()
    if costly(reference) or costly(answer):
        step = max(1, len(points) // FEW)
        points = points[::step][:FEW]
    found: list[Sample] = []
    allowance = work.left
    spent = 0
    for point in points:  # the simple ones first: if values cost much, these are all
        told = sum(f.state != "open" for f in found)
        if told >= ENOUGH and work.left - spent < allowance // 2:
            return found
        spent = (allowance - work.left) // max(1, len(found))
        found.append(_frugally(reference, answer, point, work))
    if len(points) < len(ground.points()):
        return found
    known = {tuple(sorted(p.items())) for p in points}
    for point in special_points((reference, answer), ground, work):
        if work.left - spent < allowance // 4:
            return found
        if tuple(sorted(point.items())) not in known:
            found.append(replace(compare_at(reference, answer, point, work), special=True))
    return found


def _frugally(reference: Tree, answer: Tree, point: Point, work: Work) -> Sample:
    """Compare at one point with a part of the allowance: a point that costs too much stays open, and others have a turn."""
    part = Work(min(work.left, max(work.left // 3, ONE_POINT)), work.numeric, work.doubtful)
    share = part.left
    try:
        found = compare_at(reference, answer, point, part)
    except TooMuchWork as reason:
        found = Sample(point, "open", reason=str(reason))
    work.spend(share - max(part.left, 0))
    work.numeric, work.doubtful = part.numeric, part.doubtful
    return found


def everywhere(reference: Tree, answer: Tree, ground: Ground, work: Work) -> list[Sample]:
    """Compare at all points of a finite ground; no samples if it is not finite, or a value there costs too much."""
    points = ground.every()
    if points is None or (len(points) > FEW and (costly(reference) or costly(answer))):
        return []
    part = Work(work.left // 2, work.numeric, work.doubtful)
    try:
        found = [compare_at(reference, answer, p, part) for p in points]
    except TooMuchWork:
        found = []
    work.left -= work.left // 2 - part.left
    return found


def confirmed(reference: Tree, answer: Tree, found: Sequence[Sample], work: Work) -> list[Sample]:
    """The samples that agree so far, compared again with four times the precision, which integrals would not reach."""
    if costly(reference) or costly(answer):
        return list(found)
    finer = list(found)
    try:
        for k, sample in enumerate(found):
            if sample.state == "close":
                finer[k] = compare_at(reference, answer, sample.point, work, FINE)
        for k in [k for k, s in enumerate(finer) if s.state == "close"][:FINEST_POINTS]:
            finest = compare_at(reference, answer, finer[k].point, work, (FINEST,))
            if finest.state == "different":
                finer[k] = finest
    except TooMuchWork:
        pass  # the remaining ones stay as they were found
    return finer
