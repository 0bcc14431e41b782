"""What a wrong answer has to do with the right one: a known slip, a constant factor, a sign, swapped symbols, …

Every suggestion is checked at all points of the comparison by enclosures, and is given only if it fits all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import flint
from flint import arb, fmpq

from verifiers.answers.comparing import Sample, compare_at
from verifiers.answers.evaluation import Point, Work
from verifiers.answers.questions import Question
from verifiers.answers.regions import where_right
from verifiers.answers.trees import Tree, Variable, apply, free_variables, nodes, number
from verifiers.answers.values import Value, is_real
from verifiers.answers.variants import replaced, with_log_base
from verifiers.errors import LearningTheoremsError

ENOUGH = 4  # points that a suggestion has to fit at least, where there are so many
LARGEST = 60  # numerator and denominator of a recognised factor or offset
PRECISION = 110


@dataclass(frozen=True, slots=True)
class Slip:
    """A recognised slip: a stable label, and what to tell the student."""

    label: str
    sentence: str


def slip_of(question: Question, answer: Tree, found: Sequence[Sample], work: Work) -> Slip | None:
    """The slip behind a wrong answer, if one is recognised: the known ones first."""
    return next(_recognised(question, answer, found, work), None)


def _recognised(question: Question, answer: Tree, found: Sequence[Sample], work: Work) -> Iterator[Slip]:
    known = [s for s in found if s.state in ("equal", "close", "different")]
    generic = [s for s in known if not s.special] or known
    told = [s for s in known if s.state == "different"]
    for label, wrong in sorted(question.slips, key=lambda known: known[1] != answer):
        if wrong == answer or (told and _agree(wrong, answer, [s.point for s in (told[0], *generic)], work)):
            yield Slip(label, f"this is the known slip “{label}”")
    if not generic or not any(s.state == "different" for s in generic):
        return  # wrong at special points only
    if _agree(question.reference, answer, [s.point for s in generic], work):
        return  # they differ in later digits than are compared here
    if not any(isinstance(v, bool) for s in generic for v in (s.reference, s.answer)):
        yield from _of_the_formula(question, answer, generic, work)
    part = where_right(found)
    if part:
        yield Slip("right on a part of the domain", part)


def _of_the_formula(question: Question, answer: Tree, found: Sequence[Sample], work: Work) -> Iterator[Slip]:
    points = [s.point for s in found]
    reference = question.reference
    if _agree(apply("neg", reference), answer, points, work):
        yield Slip("sign", "the sign is wrong")
    yield from _constants(reference, found)
    if _agree(apply("div", number(1), reference), answer, points, work):
        yield Slip("inverse", "it is the reciprocal of the right one")
    for label, sentence, variant in _variants(question):
        if _agree(variant, answer, points, work):
            yield Slip(label, sentence)


def _variants(question: Question) -> Iterator[tuple[str, str, Tree]]:
    reference = question.reference
    plain = [s for s in question.symbols if not s.vector and s.name in free_variables(reference)]
    for first, second in combinations([s.name for s in plain], 2):
        swapped = replaced(reference, {first: Variable(second), second: Variable(first)})
        yield f"{first} and {second} swapped", f"{first} and {second} are swapped", swapped
    for symbol in plain:
        for step, words in ((1, "too large"), (-1, "too small")):
            shifted = replaced(reference, {symbol.name: apply("add", Variable(symbol.name), number(step))})
            index = "an index" if symbol.integer else symbol.name
            yield "index shift", f"it is right with {symbol.name} shifted by one: {index} is one {words}", shifted
    if any(getattr(n, "operation", "") == "log" for n in nodes(reference)):
        for base in (2, 10):
            yield ("base of the logarithm", f"the logarithms are to base {base}, not natural",
                   with_log_base(reference, base))
    yield "square", "it is the square of the right one", apply("pow", reference, number(2))
    yield "square root", "it is the square root of the right one", apply("root", reference, number(2))


def _agree(formula: Tree, answer: Tree, points: Sequence[Point], work: Work) -> bool:
    """Whether a formula has the answer's values at all points at which both have one."""
    fitting = 0
    for point in points:
        try:
            state = compare_at(formula, answer, point, work, (PRECISION,)).state
        except LearningTheoremsError:
            return False
        if state in ("equal", "close"):
            fitting += 1
        elif state != "open":
            return False
    return fitting >= min(ENOUGH, len(points)) > 0


def _constants(reference: Tree, found: Sequence[Sample]) -> Iterator[Slip]:
    """A constant factor or a constant offset between the answer and the right value."""
    if len(found) < ENOUGH and found[0].point:
        return
    logarithms = any(getattr(n, "operation", "") == "log" for n in nodes(reference))
    with flint.ctx.workprec(PRECISION):
        pairs = [(_real(s.answer), _real(s.reference)) for s in found]
        known = [(a, r) for a, r in pairs if a is not None and r is not None]
        if len(known) < len(pairs):
            return
        factor = _common([a / r for a, r in known if not r.contains(0)])
        vanishing = all(a.contains(0) for a, r in known if r.contains(0))
        if factor is not None and vanishing and sum(not r.contains(0) for _, r in known) >= min(ENOUGH, len(known)):
            yield from _factor(factor, not found[0].point, logarithms)
        offset = _common([a - r for a, r in known])
        name = None if offset is None or not found[0].point else _recognised_number(offset)
        if name and name != "0":
            yield Slip("constant offset", f"it differs from the right one by the constant {name}")


def _factor(factor: arb, single: bool, logarithms: bool) -> Iterator[Slip]:
    for base in (2, 10) if logarithms else ():
        logarithm = arb(base).log()
        if factor.overlaps(logarithm) or factor.overlaps(1 / logarithm):
            yield Slip("base of the logarithm", f"it is off by the factor {_recognised_number(factor)}: "
                                                "the base of a logarithm is wrong")
            return
    name = _recognised_number(factor)
    if name and name != "1" and (not single or name in ("2", "1/2", "4", "1/4")):
        yield Slip("constant factor", f"it is {name} times the right one")


def _common(values: Sequence[arb]) -> arb | None:
    """A ball that all values share, if they have one."""
    if not values:
        return None
    shared = values[0]
    for value in values[1:]:
        if not shared.overlaps(value):
            return None
        shared = shared.intersection(value)
    return shared


def _recognised_number(value: arb) -> str | None:
    """A short name of a number: a small fraction, or one times a well-known constant."""
    two = arb(2)
    for name, constant in (("", arb(1)), ("log 2", two.log()), ("1/log 2", 1 / two.log()), ("log 10", arb(10).log()),
                           ("1/log 10", 1 / arb(10).log()), ("π", arb.pi()), ("1/π", 1 / arb.pi()), ("√2", two.sqrt()),
                           ("√π", arb.pi().sqrt()), ("1/√π", 1 / arb.pi().sqrt()), ("√(2π)", (2 * arb.pi()).sqrt()),
                           ("1/√(2π)", 1 / (2 * arb.pi()).sqrt()), ("√3", arb(3).sqrt()), ("e", arb.const_e()),
                           ("1/e", arb(-1).exp()), ("γ", arb.const_euler())):
        ratio = _small_fraction(value / constant)
        if ratio is not None:
            return str(ratio) if not name else name if ratio == 1 else f"-{name}" if ratio == -1 else f"{ratio}·{name}"
    return None


def _small_fraction(value: arb) -> fmpq | None:
    for bottom in range(1, LARGEST + 1):
        top = (value * bottom).unique_fmpz()
        if top is not None and abs(top) <= LARGEST:
            return fmpq(top, bottom) if value.contains(arb(fmpq(top, bottom))) else None
    return None


def _real(value: Value) -> arb | None:
    if isinstance(value, fmpq):
        return arb(value)
    return value.real if value is not None and is_real(value) else None
