"""Points at which two formulas may differ although they agree at random ones: where a part of them changes its character.

Such are the zeros of a divisor or of the argument of a modulus, sign or maximum, the ends of the pieces of a formula by cases,
the jumps of integer parts, and the ends of the domain; further, a point in every cell between neighbouring places.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor
from typing import Any

from flint import fmpq

from verifiers.answers.evaluation import Evaluator, Point, Work
from verifiers.answers.grounds import Ground
from verifiers.answers.line import polynomial_roots
from verifiers.answers.trees import Apply, Chain, Number, Relation, Tree, apply, free_variables, nodes
from verifiers.answers.variants import replaced
from verifiers.errors import LearningTheoremsError

MOST_PLACES = 24  # of expressions whose zeros are looked for
MOST_POINTS = 72
BASES = 2  # points through which lines are laid


def special_points(formulas: Iterable[Tree], ground: Ground, work: Work) -> Iterator[Point]:
    """Special points of the ground along lines through its first points, and its corners."""
    found = [part for f in formulas for n in nodes(f) for part in turning(n)]
    zeros = list(dict.fromkeys(e for e, jumps in found if not jumps))[:MOST_PLACES]
    jumps = list(dict.fromkeys(e for e, jumps in found if jumps))[:MOST_PLACES]
    ranges = ground.ranges()
    given = 0
    for point in _candidates(zeros, jumps, ground.points()[:BASES], ranges, work):
        if given == MOST_POINTS:
            return
        if _admitted(ground, point):
            given += 1
            yield point


def _candidates(zeros: Sequence[Tree], jumps: Sequence[Tree], bases: Sequence[Point],
                ranges: Mapping[str, tuple[Fraction | None, Fraction | None]], work: Work) -> Iterator[Point]:
    for base in bases:
        for name, value in base.items():
            if isinstance(value, tuple):
                continue
            ends = [e for e in ranges.get(name, ()) if e is not None]
            places = {p for e in zeros for p in _zeros(e, base, name, work)}
            places |= {p for e in jumps for p in _jumps(e, base, name, ends, work)}
            for place in _with_cells(places, ends, isinstance(value, int)):
                yield {**base, name: place}
    for base in bases[:1]:
        for side in (0, 1):
            corner = {n: r[side] for n, r in ranges.items() if r[side] is not None and not isinstance(base.get(n), tuple)}
            if len(corner) > 1:
                yield {**base, **{n: _typed(e, isinstance(base[n], int)) for n, e in corner.items() if n in base}}


def _with_cells(places: Iterable[Fraction], ends: Sequence[Fraction], whole: bool) -> list[Any]:
    """The places, one point in each cell between them and beyond them; for integers, those next to a place."""
    marks = sorted({*places, *ends})
    if not marks:
        return []
    inside = [p for a, b in pairwise(marks) for p in ((a + b) / 2, (2 * a + b) / 3)]
    if not whole:
        beyond = [] if len(ends) == 2 else [marks[0] - 1, marks[-1] + 1]
        return [*marks, *inside, *beyond]
    near = [floor(m) + k for m in marks for k in (0, 1, -1, 2)]
    return list(dict.fromkeys([*near, *(floor(m) for m in inside)]))


def _typed(place: Fraction | None, whole: bool) -> Any:
    return int(place) if whole and place is not None and place.denominator == 1 else place


def turning(node: Tree) -> list[tuple[Tree, bool]]:
    """Expressions at whose zeros, or at whose integers (True), a node changes its character."""
    match node:
        case Relation():
            return [(_minus(node.left, node.right), False)]
        case Chain():
            return [(_minus(a, b), False) for a, b in pairwise(node.parts)]
        case Apply(operation="abs" | "sign" | "heaviside" | "root" | "log", arguments=(inner, *_)):
            return [(inner, False)]
        case Apply(operation="min" | "max", arguments=arguments):
            return [(_minus(a, b), False) for k, a in enumerate(arguments[:6]) for b in arguments[:k]]
        case Apply(operation="div", arguments=(_, bottom)):
            return [(bottom, False)]
        case Apply(operation="pow", arguments=(base, exponent)) if not _is_natural(exponent):
            return [(base, False)]
        case Apply(operation="floor" | "ceiling" | "factorial" | "gamma", arguments=(inner,)):
            return [(inner, True)]
        case Apply(operation="mod", arguments=(left, right)):
            return [(Apply("div", (left, right)), True)]
        case Apply(operation="binomial", arguments=(top, bottom)):
            return [(bottom, False), (_minus(top, bottom), False)]
    return []


def _is_natural(exponent: Tree) -> bool:
    return isinstance(exponent, Number) and exponent.value.denominator == 1 and exponent.value >= 0


def _minus(left: Tree, right: Tree) -> Tree:
    return apply("add", left, apply("neg", right))


def _zeros(expression: Tree, base: Point, name: str, work: Work) -> list[Fraction]:
    """The zeros along one variable of an expression that is linear in it, or a polynomial (then nearly)."""
    if name not in free_variables(expression):
        return []
    line = _line(expression, base, name, work)
    if line is not None:
        return [-line[0] / line[1]]
    work.spend(50)
    fixed = {n: literal(v) for n, v in base.items() if n != name and not isinstance(v, tuple)}
    return polynomial_roots(replaced(expression, fixed), name)


def literal(value: Any) -> Tree:
    """A number as a formula."""
    number = Fraction(value)
    return Number(number) if number >= 0 else apply("neg", Number(-number))


def _jumps(expression: Tree, base: Point, name: str, ends: Sequence[Fraction], work: Work) -> list[Fraction]:
    """Where an expression that is linear in a variable is an integer: around the point, and next to the ends."""
    line = _line(expression, base, name, work)
    if line is None:
        return []
    start, slope = line
    integers = {floor(start + slope * Fraction(base[name])) + k for k in (-1, 0, 1, 2)}
    for end in ends:
        integers |= {floor(start + slope * end), ceil(start + slope * end)}
    return [(k - start) / slope for k in sorted(integers)]


def _line(expression: Tree, base: Point, name: str, work: Work) -> tuple[Fraction, Fraction] | None:
    """(value at 0, slope) of an expression that is linear in a variable and not constant."""
    try:
        values = [Evaluator({**base, name: k}, work).value(expression) for k in (0, 1, 3, 7)]
    except LearningTheoremsError:
        return None
    if not all(isinstance(v, fmpq) for v in values):
        return None
    start, *others = (Fraction(int(v.p), int(v.q)) for v in values)
    slope = others[0] - start
    straight = slope != 0 and others[1] == start + 3 * slope and others[2] == start + 7 * slope
    return (start, slope) if straight else None


def _admitted(ground: Ground, point: Point) -> bool:
    try:
        return ground.admits(point)
    except (KeyError, LearningTheoremsError):
        return False
