"""Intervals, finite sets, vectors and matrices: compared part by part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from math import ceil, floor

from verifiers.answers.comparing import FEW, QUICK, costly, judged
from verifiers.answers.conditions import as_condition, is_condition, judge_condition
from verifiers.answers.evaluation import Point, Work, at_precision, infinite
from verifiers.answers.formulas import WITHHELD, judge_formula
from verifiers.answers.grounds import Axis, Box
from verifiers.answers.judgements import Judgement, Witness, at, shown, shown_point
from verifiers.answers.matrices import Grid, grid_of
from verifiers.answers.pieces import UNSEEN, unseen_pieces
from verifiers.answers.questions import Question
from verifiers.answers.special_points import special_points
from verifiers.answers.texts.products import as_interval
from verifiers.answers.trees import Chain, Collected, Relation, Tree, children, free_variables, nodes
from verifiers.answers.values import real_ball
from verifiers.errors import NotRigorous, TooImprecise, UndefinedValue


def judge_interval(question: Question, answer: Tree, work: Work) -> Judgement:
    """Whether an interval has the same ends, and keeps or leaves them out alike."""
    reference, answer = question.reference, as_interval(answer)
    assert isinstance(reference, Collected)
    if is_condition(answer) or (isinstance(answer, Collected) and answer.kind == "union"):
        region = _judge_region(question, answer, work)
        if region is not None:
            return region
    if not isinstance(answer, Collected) or answer.kind != "interval":
        return Judgement("cannot decide", feedback="an interval is expected, for example [0, 1)")
    parts = [(f"the {side} end", a, b) for side, a, b in zip(("left", "right"), reference.items, answer.items, strict=True)]
    for name, right, given in parts:
        if infinite(right) != infinite(given):
            told = "is infinite in the answer, and should not be" if infinite(given) else "should be infinite"
            if infinite(given) and infinite(right):
                told = "has the wrong sign"
            return Judgement("incorrect", slip="infinite end", feedback=f"{name} {told}")
    judged = _all(question, [p for p in parts if not infinite(p[1])], work)
    if judged.verdict != "correct":
        return judged
    for side, end, opened, left_out in zip(("left", "right"), reference.items, reference.open_ends, answer.open_ends,
                                           strict=True):
        if opened != left_out and not infinite(end):
            told = "is left out of the answer" if left_out else "belongs to the answer"
            return Judgement("incorrect", slip="open or closed end",
                             feedback=f"the {side} end {told}, and should {'' if left_out else 'not '}belong to it")
    return judged


def judge_set(question: Question, answer: Tree, work: Work) -> Judgement:
    """Whether two finite sets have the same elements, in any order, or two unions of intervals the same points."""
    reference = question.reference
    assert isinstance(reference, Collected)
    if reference.kind == "union":
        return _judge_region(question, answer, work) or _elementwise(question, reference, answer, work)
    if not isinstance(answer, Collected) or answer.kind != reference.kind:
        return Judgement("cannot decide", feedback=f"a {_name(reference.kind)} is expected")
    if any(isinstance(i, Collected) for i in (*reference.items, *answer.items)):
        return _elementwise(question, reference, answer, work)
    return _pointwise(question, reference, answer, work)


def _judge_region(question: Question, answer: Tree, work: Work) -> Judgement | None:
    """Intervals and unions with constant ends as conditions on a point of the line; None for others."""
    names = free_variables(question.reference) | free_variables(answer)
    if len(names) > 1 or free_variables(question.reference) or (names and not is_condition(answer)):
        return None
    name = next(iter(names), "x")
    conditions = [as_condition(t, name) for t in (question.reference, answer)]
    if conditions[0] is None or conditions[1] is None:
        return Judgement("cannot decide", feedback="an interval or a union of intervals is expected")
    ends = [end for c in conditions if c is not None for end in _ends(c, work)]
    axis = Axis(name, False, Fraction(floor(min(ends, default=0)) - 2), Fraction(ceil(max(ends, default=0)) + 2))
    asked = replace(question, reference=conditions[0], ground=Box((axis,)), symbols=(), slips=(), kind="inequality")
    return judge_condition(asked, conditions[1], work)


def _ends(condition: Tree, work: Work) -> Iterator[float]:
    """The finite sides of comparisons, nearly."""
    for side in (n for node in nodes(condition) if isinstance(node, (Relation, Chain)) for n in children(node)):
        if not infinite(side) and not free_variables(side):
            yield float(real_ball(at_precision(side, {}, 64, work)).mid())


def _pointwise(question: Question, reference: Collected, answer: Collected, work: Work) -> Judgement:
    """At every point each element of one set is to be in the other: {x, −x} and {|x|, −|x|} are the same set."""
    trees = (*reference.items, *answer.items)
    points = list(question.ground.every() or question.ground.points())
    points += special_points(trees, question.ground, work)
    if any(costly(t) for t in trees):
        points = points[:FEW]
    agreeing, reason = 0, "the elements have no value at the points that were tried"
    for point in points:
        wrong, told = _compare_sets(reference.items, answer.items, point, question.withhold, work)
        if wrong is not None:
            return wrong
        agreeing += told == ""
        reason = told or reason
    if agreeing < min(4, len(points)):
        return Judgement("cannot decide", feedback=f"the sets could not be compared: {reason}")
    if all(any(_proved(question, a, b) for b in other) for mine, other in
           ((reference.items, answer.items), (answer.items, reference.items)) for a in mine):
        return Judgement("correct", proved=True, method="the same elements")
    if not question.ground.every() and any(unseen_pieces(reference, item) for item in answer.items):
        return Judgement("cannot decide", feedback=UNSEEN, points=agreeing)
    text = f"the same elements at {agreeing} point{'' if agreeing == 1 else 's'}, not proved"
    return Judgement("correct", method=text, points=agreeing, feedback=text)


def _proved(question: Question, first: Tree, second: Tree) -> bool:
    from verifiers.answers.normal_form import proof
    return first == second or bool(proof(first, second, question.ground))


def _compare_sets(reference: Sequence[Tree], answer: Sequence[Tree], point: Point, withhold: bool,
                  work: Work) -> tuple[Judgement | None, str]:
    """(the judgement, "") where the sets differ, else (None, the reason why they could not be compared or "")."""
    reason = ""
    for precision in QUICK:
        try:
            right, given = ([at_precision(t, point, precision, work) for t in trees] for trees in (reference, answer))
        except (UndefinedValue, TooImprecise, NotRigorous) as failure:
            reason = str(failure)
            continue
        table = [[judged(point, r, a, precision, work.numeric).state for r in right] for a in given]
        where = f"at {at(point)}: " if point else ""
        for index, row in enumerate(table):
            if all(state == "different" for state in row):
                told = f"{where}element {index + 1} of the answer, {shown(given[index])}, does not belong to the set"
                return Judgement("incorrect", slip="wrong element", feedback=told, witness=Witness(
                    shown_point(point), shown(given[index]), "not an element")), ""
        missing = [k for k in range(len(right)) if all(row[k] == "different" for row in table)]
        if missing:
            count = f"{len(missing)} element{'s are' if len(missing) > 1 else ' is'} missing"
            return Judgement("incorrect", slip="missing element", feedback=f"{where}{count}", witness=Witness(
                shown_point(point), "not an element", shown(right[missing[0]]) if point or not withhold else WITHHELD)), ""
        if all(any(s in ("equal", "close") for s in line) for line in (*table, *zip(*table, strict=True))):
            return None, ""
        reason = "two elements cannot be told apart"
    return None, reason


def _elementwise(question: Question, reference: Collected, answer: Tree, work: Work) -> Judgement:
    """Sets of intervals, vectors or lists: every element is to be found in the other set."""
    if not isinstance(answer, Collected) or answer.kind != reference.kind:
        return Judgement("cannot decide", feedback=f"a {_name(reference.kind)} is expected")
    table = [[_element(question, r, item, work) for r in reference.items] for item in answer.items]
    for index, row in enumerate(table):
        if not any(v.verdict == "correct" for v in row):
            undecided = [v for v in row if v.verdict != "incorrect"]
            if undecided:
                return Judgement("cannot decide", feedback=f"element {index + 1}: {undecided[0].feedback}")
            return Judgement("incorrect", slip="wrong element",
                             feedback=f"element {index + 1} of the answer does not belong to the {_name(reference.kind)}")
    columns = list(zip(*table, strict=True)) if table else [()] * len(reference.items)
    missing = [c for c in columns if not any(v.verdict == "correct" for v in c)]
    if missing:
        if any(v.verdict != "incorrect" for c in missing for v in c):
            return Judgement("cannot decide", feedback="whether an element is missing was not decided")
        return Judgement("incorrect", slip="missing element",
                         feedback=f"{len(missing)} element{'s are' if len(missing) > 1 else ' is'} missing")
    proved = all(any(v.proved for v in line) for line in (*table, *columns))
    return Judgement("correct", proved=proved, method="the same elements",
                     feedback="" if proved else "the elements agree to many digits, not proved")


def _element(question: Question, reference: Tree, item: Tree, work: Work) -> Judgement:
    asked = replace(question, reference=reference, slips=(), claim="equal", kind="")
    if isinstance(reference, Collected) and reference.kind == "interval":
        return judge_interval(asked, item, work)
    if isinstance(reference, Collected) or isinstance(item, Collected):
        return judge_matrix(asked, item, work)
    return judge_formula(asked, item, work)


def judge_matrix(question: Question, answer: Tree, work: Work) -> Judgement:
    """Whether two vectors or matrices have the same shape and the same entries."""
    right, given = grid_of(question.reference), grid_of(answer)
    if right is None:
        return Judgement("cannot decide", feedback="the reference is no matrix whose entries can be computed")
    if given is None:
        return Judgement("cannot decide", feedback=f"a {_shape(right)} is expected, and its entries must be computable")
    if _vector(right) and _vector(given):
        right, given = _column(right), _column(given)
    if (right.rows, right.columns) != (given.rows, given.columns):
        return Judgement("incorrect", slip="shape", feedback=f"the answer is a {_shape(given)}, expected is a {_shape(right)}")
    names = [f"the entry in row {i + 1}, column {j + 1}" if right.columns > 1 else f"entry {i + 1}"
             for i in range(right.rows) for j in range(right.columns)]
    return _all(question, list(zip(names, right.entries, given.entries, strict=True)), work)


def _all(question: Question, parts: list[tuple[str, Tree, Tree]], work: Work) -> Judgement:
    """The first part that is not right, or a judgement over all of them."""
    verdicts = []
    for name, right, given in parts:
        verdict = judge_formula(replace(question, reference=right, slips=(), claim="equal", kind=""), given, work)
        if verdict.verdict != "correct":
            return replace(verdict, feedback=f"{name}: {verdict.feedback}")
        verdicts.append(verdict)
    unproved = [v for v in verdicts if not v.proved]
    if not unproved:
        return Judgement("correct", proved=True, method="all parts are equal")
    return Judgement("correct", method="all parts are equal", feedback=unproved[0].feedback,
                     digits=min(v.digits or 0 for v in unproved), points=unproved[0].points)


def _vector(grid: Grid) -> bool:
    return 1 in (grid.rows, grid.columns)


def _column(grid: Grid) -> Grid:
    return Grid(len(grid.entries), 1, grid.entries)


def _shape(grid: Grid) -> str:
    return f"vector of {len(grid.entries)} entries" if _vector(grid) else f"{grid.rows}×{grid.columns} matrix"


def _name(kind: str) -> str:
    return {"set": "set", "union": "union of intervals"}.get(kind, kind)


