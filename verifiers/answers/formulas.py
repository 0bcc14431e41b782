"""The judgement of a formula or a number: compare at points, prove where that is possible, explain what is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

import flint
from flint import acb, fmpq

from verifiers.answers.comparing import FINEST, Sample, compare_at, confirmed, costly, everywhere, samples
from verifiers.answers.evaluation import Point, Work, magnitude
from verifiers.answers.feedback import slip_of
from verifiers.answers.judgements import Judgement, Witness, at, ball_of, shown, shown_pair, shown_point
from verifiers.answers.pieces import UNSEEN, unseen_pieces
from verifiers.answers.questions import Question
from verifiers.answers.trees import Number, Tree, nodes
from verifiers.answers.values import Value, compare
from verifiers.errors import LearningTheoremsError

AGREEING, COSTLY_AGREEING = 4, 3  # points that have to agree at least, if the domain has so many
OPEN_SHARE = 4  # an agreement stands if at most one in so many points stays undecided; half of them for integrals
WITHHELD = "withheld"  # the value of a number is the answer itself
ROUNDED = 1000  # a decimal within one part in so many of the right number is called rounded
WAYS = {"weaker": "it is true, but weaker than the bound that is asked for",
        "stronger": "it says more than the theorem does"}


def judge_formula(question: Question, answer: Tree, work: Work) -> Judgement:
    """Whether the answer equals the reference on the ground of the question."""
    if question.tolerance is not None or question.figures is not None:
        return _judge_decimal(question, answer, work)
    found = samples(question.reference, answer, question.ground, work)
    wrong = [s for s in found if s.state == "different"]
    undefined = [s for s in found if s.state == "no answer"]
    if not wrong and undefined and not isolated(question, answer, undefined, work):
        wrong = undefined
    if wrong:
        return _incorrect(question, answer, found, wrong[0], work)
    agreeing = [s for s in found if s.state in ("equal", "close")]
    undecided = [s for s in found if s.state == "open"]
    dear = costly(question.reference) or costly(answer)
    needed, share = (COSTLY_AGREEING, 2) if dear else (AGREEING, OPEN_SHARE)
    if len(agreeing) < min(needed, max(1, len(found))) or len(undecided) * share > len(found):
        reason = undecided[0].reason if undecided else "the right formula has no value at the points that were tried"
        return Judgement("cannot decide", feedback=f"the answer could not be compared: {reason}")
    return _correct(question, answer, agreeing, undefined, work)


def isolated(question: Question, answer: Tree, undefined: Sequence[Sample], work: Work,
             right: Sequence[str] = ("equal", "close")) -> bool:
    """Whether the answer misses single real points only, as x²/x misses 0: beside them it has the right values.

    Integer variables are not moved, so that a missed integer counts.
    """
    for sample in undefined:
        beside = [compare_at(question.reference, answer, p, work, (110,)) for p in _beside(question, sample.point)]
        if not any(s.state in right for s in beside):
            return False
    return True


def _beside(question: Question, point: Point) -> Iterator[Point]:
    """Points of the domain near a point, with the same integers."""
    for step in (Fraction(1, 10007), Fraction(-1, 10009)):
        moved = {n: v if isinstance(v, int) else tuple(e + step for e in v) if isinstance(v, tuple) else v + step * (k + 1)
                 for k, (n, v) in enumerate(point.items())}
        if moved != point and question.ground.admits(moved):
            yield moved


def _correct(question: Question, answer: Tree, agreeing: Sequence[Sample], undefined: Sequence[Sample],
             work: Work) -> Judgement:
    notation = tuple(f"the answer has no value at {at(s.point)}, where the right formula has one" for s in undefined[:1])
    if question.definition != "accept" and costly(answer) and not costly(question.reference):
        return _by_definition(question, agreeing, notation)
    method = "" if undefined else _proof(question, answer)
    if method:
        return Judgement("correct", proved=True, method=method, notation=notation, feedback="; ".join(notation))
    whole = everywhere(question.reference, answer, question.ground, work)
    confirming = confirmed(question.reference, answer, whole or agreeing, work)
    for sample in confirming:
        if sample.state == "different" or (whole and sample.state == "no answer"):
            return _incorrect(question, answer, confirming, sample, work)
    if whole and all(s.state in ("equal", "no reference") for s in whole):
        where = "equal numbers" if whole[0].point == {} else f"equal rational numbers at all {_count(len(whole))} of the domain"
        return Judgement("correct", proved=True, method=where, notation=notation, feedback="; ".join(notation))
    if not whole and unseen_pieces(question.reference, answer):
        return Judgement("cannot decide", feedback=UNSEEN, notation=notation, points=len(confirming))
    confirming = [s for s in confirming if s.state in ("equal", "close")]
    digits = min((s.digits for s in confirming if s.state == "close"), default=None)
    how = "is equal" if digits is None else f"agrees to {digits} digits"
    text = f"{how} at {_count(len(confirming))}, not proved"
    return Judgement("correct", method=text, digits=digits, points=len(confirming), notation=notation,
                     feedback="; ".join((text, *notation)))


def _count(points: int) -> str:
    return f"{points} point" + ("" if points == 1 else "s")


def _by_definition(question: Question, agreeing: Sequence[Sample], notation: tuple[str, ...]) -> Judgement:
    if question.definition == "reject":
        return Judgement("incorrect", slip="not evaluated", notation=notation, points=len(agreeing),
                         feedback="the value is right, but an integral or infinite sum is left to be computed")
    return Judgement("cannot decide", slip="not evaluated", notation=notation, points=len(agreeing),
                     feedback="an integral or infinite sum is left to be computed; its value agrees, and whether that is "
                              "an answer is for the teacher to say")


def _proof(question: Question, answer: Tree) -> str:
    """How equality is proved whatever the points are, "" if it is not."""
    if question.reference == answer:
        return "the same expression"
    from verifiers.answers.normal_form import proof
    return proof(question.reference, answer, question.ground) or ""


def _incorrect(question: Question, answer: Tree, found: Sequence[Sample], witness: Sample, work: Work) -> Judgement:
    given, correct = witness_values(witness)
    slip = slip_of(question, answer, found, work)
    where = f"at {at(witness.point)} " if witness.point else ""
    gives = f"the answer gives {given}" if witness.state != "no answer" else f"the answer has no value ({witness.reason})"
    told = f"{where}{gives}, the correct value is {correct}"
    if witness.state == "different" and given.rstrip("0").rstrip(".") == correct.rstrip("0").rstrip("."):
        told = f"{where}{gives}; its difference from the correct value is about {_difference(witness)}"
    if question.withhold and not witness.point:
        told, correct = f"{gives}{_direction(witness)}", WITHHELD
    way = _way(question, found)
    if slip is None and _is_rounded(question, answer, witness):
        return Judgement("incorrect", slip="rounded", witness=Witness(shown_point(witness.point), given, correct),
                         feedback=f"{told}; the decimals are rounded, and the exact value is asked for")
    sentences = [told] + ([slip.sentence] if slip else []) + ([way] if way else [])
    return Judgement("incorrect", feedback="; ".join(sentences), slip=slip.label if slip else None,
                     witness=Witness(shown_point(witness.point), given, correct))


def _difference(witness: Sample) -> str:
    """The size of a very small difference."""
    with flint.ctx.workprec(FINEST):
        return shown(acb(abs(ball_of(witness.answer) - ball_of(witness.reference))), 2)


def _direction(witness: Sample) -> str:
    """On which side of the right number the answer is."""
    try:
        return ", which is too large" if compare(witness.answer, witness.reference) > 0 else ", which is too small"
    except (LearningTheoremsError, TypeError, AttributeError):
        return ", which is not the right number" if witness.state != "no answer" else ""


def witness_values(sample: Sample) -> tuple[str, str]:
    """The answer's and the correct value at a point, as text that tells them apart."""
    if sample.state == "no answer":
        return "undefined", shown(sample.reference)
    given, correct = shown_pair(sample.answer, sample.reference)
    return given, correct


def _is_rounded(question: Question, answer: Tree, witness: Sample) -> bool:
    if not any(isinstance(n, Number) and "." in n.written for n in nodes(answer)) or witness.answer is None:
        return False
    with flint.ctx.workprec(110):
        difference = abs(ball_of(witness.answer) - ball_of(witness.reference))
        return bool(difference * ROUNDED < magnitude(witness.reference))


def _way(question: Question, found: Sequence[Sample]) -> str:
    """For a bound: whether the answer is a weaker or a stronger one at all points."""
    if question.claim not in ("at_most", "at_least"):
        return ""
    signs = set()
    for s in found:
        if s.state == "different" and not isinstance(s.answer, bool):
            with flint.ctx.workprec(110):
                difference = ball_of(s.answer) - ball_of(s.reference)
            signs.add(bool(difference.real > 0))
    if len(signs) != 1:
        return ""
    return WAYS["weaker" if signs.pop() == (question.claim == "at_most") else "stronger"]


def _judge_decimal(question: Question, answer: Tree, work: Work) -> Judgement:
    """A value within a relative tolerance, or right to a number of significant figures."""
    exactly = replace(question, tolerance=None, figures=None)
    found = samples(question.reference, answer, question.ground, work)
    far = [s for s in found if s.state == "different" and not within(question, s.answer, s.reference)]
    near = [s for s in found if s.state in ("equal", "close") or (s.state == "different" and s not in far)]
    if far:
        return _incorrect(exactly, answer, far, far[0], work)
    if len(near) < len([s for s in found if s.state != "no reference"]) or not near:
        return judge_formula(exactly, answer, work)
    allowed = (f"{question.figures} significant figures" if question.figures is not None
               else f"a relative error of {question.tolerance}")
    return Judgement("correct", method=f"within {allowed}", feedback=f"right within {allowed}")


def within(question: Question, answer: Value, reference: Value) -> bool:
    """Whether a value is near enough to the right one for the question's tolerance or significant figures."""
    with flint.ctx.workprec(110):
        difference, size = abs(ball_of(answer) - ball_of(reference)), magnitude(reference)
        if question.tolerance is not None:
            tolerance = Fraction(question.tolerance)
            return bool(difference <= size * fmpq(tolerance.numerator, tolerance.denominator))
        assert question.figures is not None
        if not size > 0:
            return False
        place = int(float((size.log() / flint.arb(10).log()).mid()) // 1)
        place += bool(size >= flint.arb(10) ** (place + 1)) - bool(size < flint.arb(10) ** place)  # exactly at powers of ten
        return bool(2 * difference <= flint.arb(10) ** (place + 1 - question.figures))
