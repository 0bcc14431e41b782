"""Conditions on one variable: the points at which they can change, and the cells between them.

A condition is made of comparisons of formulas.  If all the formulas are piecewise rational with rational coefficients, the
conditions are constant between the real roots of finitely many polynomials: comparing them in every cell and at every root
decides their equivalence.  At an irrational root signs are exact, too: a polynomial vanishes there if the root's minimal
polynomial divides it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import floor

import flint
from flint import arb, fmpq, fmpq_poly, fmpz_poly

from verifiers.answers.evaluation import COMPARISONS, Point
from verifiers.answers.grounds import Axis, Box, Ground, simplest_between
from verifiers.answers.trees import Apply, Chain, Constant, Number, Relation, Tree, Variable, apply, nodes
from verifiers.answers.variants import rebuilt
from verifiers.errors import LearningTheoremsError

MOST_DEGREE = 40
MOST_BITS = 4_000  # of a coefficient
MOST_SIGNS = 4  # moduli in one formula
MOST_RELATIONS = 20
NARROW = Fraction(1, 10**9)  # how near a rational stands to an irrational root
Quotient = tuple[fmpq_poly, fmpq_poly]


@dataclass(frozen=True, slots=True)
class AlgebraicPoint:
    """An irrational real root of an irreducible polynomial, with a ball around it."""

    minimal: fmpz_poly
    ball: arb

    def near(self) -> Fraction:
        """A rational number close by."""
        mantissa, exponent = self.ball.mid().man_exp()
        middle = Fraction(int(mantissa)) * Fraction(2) ** int(exponent)
        return simplest_between(middle - NARROW, middle + NARROW)

    def bracket(self) -> tuple[Fraction, Fraction]:
        """Two rational numbers around it, very near."""
        with flint.ctx.workprec(450):
            ends = [end.man_exp() for end in (self.ball.lower(), self.ball.upper())]
        low, high = (Fraction(int(mantissa)) * Fraction(2) ** int(exponent) for mantissa, exponent in ends)
        return low, high

    def shown(self) -> str:
        """The number as a decimal that goes on."""
        return f"{self.ball.str(12, radius=False)}…"

    def sign(self, polynomial: fmpq_poly) -> int:
        """The sign of a polynomial there, exactly."""
        if polynomial.degree() < 0 or polynomial % fmpq_poly(self.minimal) == 0:
            return 0
        with flint.ctx.workprec(400):
            value = arb(0)
            for k in range(int(polynomial.degree()), -1, -1):
                value = value * self.ball + arb(polynomial[k])
        return 1 if value > 0 else -1 if value < 0 else 2  # 2: not decided at this precision


@dataclass(frozen=True, slots=True)
class Cells:
    """Where conditions can change (rational and irrational places), and a rational point in every cell."""

    points: tuple[Fraction, ...]
    irrational: tuple[AlgebraicPoint, ...]


def cells(conditions: Iterable[Tree], name: str, ground: Ground) -> Cells | None:
    """The places and cells of conditions on one variable, within the ground's range; None if they are not all rational."""
    rational: set[Fraction] = set()
    irrational: list[AlgebraicPoint] = []
    relations = [r for c in conditions for r in comparisons(c)]
    if len(relations) > MOST_RELATIONS:
        return None
    for relation in relations:
        polynomial = _vanishing(difference(relation), name, MOST_SIGNS)
        if polynomial is None:
            return None
        roots = _roots(polynomial)
        rational |= roots[0]
        irrational += [r for r in roots[1] if not any(r.minimal == k.minimal and r.ball.overlaps(k.ball) for k in irrational)]
    axis = next((a for a in ground.axes if a.name == name), None) if isinstance(ground, Box) else None
    if axis is not None and axis.integer:
        marks = sorted({*rational, *(r.near() for r in irrational)})
        return Cells(tuple(sorted({Fraction(floor(m) + k) for m in marks for k in (-1, 0, 1, 2)} | _first(axis))), ())
    ends = {end for end in (axis.low, axis.high) if end is not None} if axis is not None else set()
    marks = sorted({*rational, *(r.near() for r in irrational), *ends}) or [Fraction(0)]
    between = [(a + b) / 2 for a, b in pairwise(marks)]
    exact = {*rational, *ends} or {Fraction(0)}
    return Cells(tuple(sorted({*exact, *between, marks[0] - 1, marks[-1] + 1})), tuple(irrational))


def _first(axis: Axis) -> set[Fraction]:
    values = axis.integers()
    return {Fraction(v) for v in (values[0], values[-1])} if values else set()


def critical_points(found: Cells | None, name: str, ground: Ground) -> list[Point]:
    """The rational places, and the points in the cells, that belong to the ground."""
    whole = isinstance(ground, Box) and any(a.name == name and a.integer for a in ground.axes)
    points = [{name: int(p) if whole else p} for p in found.points] if found else []
    return [p for p in points if _admitted(ground, p)]


def irrational_points(found: Cells | None, name: str, ground: Ground) -> list[AlgebraicPoint]:
    """The irrational places that belong to the ground, as far as two rational numbers around them do."""
    places = found.irrational if found else ()
    return [r for r in places if all(_admitted(ground, {name: r.near() + k}) for k in (NARROW, -NARROW))]


def truth_at(condition: Tree, name: str, place: AlgebraicPoint) -> bool | None:
    """The truth of a condition at an irrational place, exactly; None if it is not decided.  What has no value is false."""
    match condition:
        case Constant(name="true" | "false"):
            return condition.name == "true"
        case Relation():
            sign = _sign_at(difference(condition), name, place)
            return None if sign is None else sign in COMPARISONS[condition.comparison]
        case Chain() | Apply(operation="and" | "or" | "not"):
            parts = list(comparisons(condition)) if isinstance(condition, Chain) else condition.arguments
            known = [truth_at(p, name, place) for p in parts]
            if None in known:
                return None
            if isinstance(condition, Apply) and condition.operation != "and":
                return any(known) if condition.operation == "or" else not known[0]
            return all(known)
    return None


def polynomial_roots(tree: Tree, name: str) -> list[Fraction]:
    """The real zeros and poles of a rational formula, irrational ones nearly; none if it is no such formula."""
    polynomial = _vanishing(tree, name, MOST_SIGNS)
    if polynomial is None:
        return []
    rational, irrational = _roots(polynomial)
    return sorted({*rational, *(r.near() for r in irrational)})


def rational_and_algebraic_roots(tree: Tree, name: str) -> tuple[set[Fraction], list[AlgebraicPoint]] | None:
    """All real zeros of a rational formula without moduli that is not zero; None for any other formula."""
    quotient = _quotient(tree, name)
    if quotient is None or quotient[0].degree() < 0 or _moderate(quotient[0]) is None:
        return None
    rational, irrational = _roots(quotient[0])
    below = fmpq_poly(quotient[1])
    return {r for r in rational if below(fmpq(r.numerator, r.denominator)) != 0}, [r for r in irrational if r.sign(below) != 0]


def _sign_at(tree: Tree, name: str, place: AlgebraicPoint) -> int | None:
    quotient = _quotient(_without_moduli(tree, name, place), name)
    if quotient is None:
        return None
    above, below = (place.sign(p) for p in quotient)
    if below == 0:
        return 3  # no value: no comparison holds
    return None if 2 in (above, below) else above * below


def _without_moduli(tree: Tree, name: str, place: AlgebraicPoint) -> Tree:
    below = rebuilt(tree, lambda part: _without_moduli(part, name, place))
    if isinstance(below, Apply) and below.operation == "abs":
        sign = _sign_at(below.arguments[0], name, place)
        if sign in (-1, 0, 1):
            return apply("neg", below.arguments[0]) if sign == -1 else below.arguments[0]
    return below


def _roots(polynomial: fmpq_poly) -> tuple[set[Fraction], list[AlgebraicPoint]]:
    rational: set[Fraction] = set()
    irrational: list[AlgebraicPoint] = []
    if polynomial.degree() < 1:
        return rational, irrational
    with flint.ctx.workprec(400):
        for factor, _ in fmpz_poly(polynomial.numer()).factor()[1]:
            if factor.degree() == 1:
                rational.add(Fraction(-int(factor[0]), int(factor[1])))
            else:
                irrational += [AlgebraicPoint(factor, r.real) for r, _ in factor.complex_roots() if r.imag.is_zero()]
    return rational, irrational


def difference(relation: Relation) -> Tree:
    """left − right, whose sign decides a comparison."""
    return apply("add", relation.left, apply("neg", relation.right))


def comparisons(condition: Tree) -> Iterator[Relation]:
    """The comparisons that a condition is made of."""
    for node in nodes(condition):
        if isinstance(node, Relation):
            yield node
        elif isinstance(node, Chain):
            for c, a, b in zip(node.comparisons, node.parts, node.parts[1:], strict=False):
                yield Relation(c, a, b)


def _vanishing(tree: Tree, name: str, signs: int) -> fmpq_poly | None:
    """A polynomial that vanishes wherever a rational formula vanishes or has a pole, with either sign for each modulus."""
    for node in nodes(tree):
        if isinstance(node, Apply) and node.operation == "abs":
            inside = node.arguments[0]
            if signs == 0:
                return None
            both = [_vanishing(_with(tree, node, other), name, signs - 1) for other in (inside, apply("neg", inside))]
            turning = _vanishing(inside, name, signs - 1)
            if turning is None or both[0] is None or both[1] is None:
                return None
            return _moderate(both[0] * both[1] * turning)
    quotient = _quotient(tree, name)
    return None if quotient is None else _moderate(_primitive(quotient[0]) * _primitive(quotient[1]))


def _primitive(polynomial: fmpq_poly) -> fmpq_poly:
    """The polynomial, or 1 in the place of a constant, which has no zeros of interest."""
    return polynomial if polynomial.degree() > 0 else fmpq_poly([1])


def _with(tree: Tree, old: Tree, new: Tree) -> Tree:
    return new if tree == old else rebuilt(tree, lambda part: _with(part, old, new))


def _quotient(tree: Tree, name: str) -> Quotient | None:
    """Numerator and denominator of a rational formula in one variable, if it is one of moderate degree."""
    match tree:
        case Number():
            return fmpq_poly([fmpq(tree.value.numerator, tree.value.denominator)]), fmpq_poly([1])
        case Variable(index=None) if tree.name == name:
            return fmpq_poly([0, 1]), fmpq_poly([1])
        case Apply(operation="pow", arguments=(base, exponent)):
            power = exponent.value if isinstance(exponent, Number) else -exponent.arguments[0].value if isinstance(
                exponent, Apply) and exponent.operation == "neg" and isinstance(exponent.arguments[0], Number) else None
            inner = _quotient(base, name)
            if inner is None or power is None or power.denominator != 1:
                return None
            size = max(inner[0].degree(), inner[1].degree(), 1)
            if abs(power) * size > MOST_DEGREE or abs(power) * max(_bits(p) for p in inner) > MOST_BITS:
                return None
            top, bottom = inner if power >= 0 else (inner[1], inner[0])
            return None if bottom.degree() < 0 else (top ** abs(int(power)), bottom ** abs(int(power)))
        case Apply(operation="add" | "mul" | "neg" | "div"):
            parts = []
            for argument in tree.arguments:
                part = _quotient(argument, name)
                if part is None:
                    return None
                parts.append(part)
            return _combined(tree.operation, parts)
    return None


def _combined(operation: str, parts: Sequence[Quotient]) -> Quotient | None:
    top, bottom = parts[0]
    if operation == "neg":
        return -top, bottom
    for above, below in parts[1:]:
        if operation == "add":
            same = bottom == below
            top, bottom = (top + above, bottom) if same else (top * below + above * bottom, bottom * below)
        else:
            top, bottom = (top * above, bottom * below) if operation == "mul" else (top * below, bottom * above)
        if bottom.degree() < 0 or _moderate(top) is None or _moderate(bottom) is None:
            return None
    return top, bottom


def _bits(polynomial: fmpq_poly) -> int:
    entries = [int(c) for c in polynomial.numer().coeffs()] + [int(polynomial.denom())]
    return max(abs(c).bit_length() for c in entries)


def _moderate(polynomial: fmpq_poly) -> fmpq_poly | None:
    return polynomial if polynomial.degree() <= MOST_DEGREE and _bits(polynomial) <= MOST_BITS else None


def _admitted(ground: Ground, point: Point) -> bool:
    try:
        return ground.admits(point)
    except (KeyError, LearningTheoremsError):
        return False
