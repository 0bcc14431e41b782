"""What proofs know of a ground: ranges of its variables, and its constraints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flint import fmpq

from verifiers.answers.grounds import Box, Ground, RecordGround
from verifiers.answers.proving.generators import Range
from verifiers.answers.proving.radicals import literal
from verifiers.answers.proving.rational_functions import Rational
from verifiers.answers.trees import Apply, Chain, Relation, Tree, Variable
from verifiers.errors import LearningTheoremsError

MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}
Assumption = tuple[str, Tree, Tree]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The ground as far as proofs use it."""

    variables: Mapping[str, tuple[bool, Range]]
    constraints: tuple[Tree, ...]
    entries: Mapping[str, Range]  # of the entries of vectors


def knowledge_of(ground: Ground) -> Knowledge:
    """Ranges of the variables and constraints of a ground."""
    entries: dict[str, Range] = {}
    if isinstance(ground, Box):
        known = {a.name: (a.integer, Range(rational(a.low), rational(a.high), a.open, a.open)) for a in ground.axes}
        constraints = list(ground.constraints)
    elif isinstance(ground, RecordGround):
        known, constraints, entries = _of_domain(ground.domain)
    else:
        known = {name: (False, Range(rational(low), rational(high))) for name, (low, high) in ground.ranges().items()}
        constraints = []
    for constraint in constraints:
        for comparison, left, right in relations(constraint):
            _narrow(known, comparison, left, right)
            _narrow(known, MIRRORED[comparison], right, left)
    whole = {name: (integer, _whole(span) if integer else span) for name, (integer, span) in known.items()}
    return Knowledge(whole, tuple(constraints), entries)


def _of_domain(domain: Any) -> tuple[dict[str, tuple[bool, Range]], list[Tree], dict[str, Range]]:
    from verifiers.answers.sympy_trees import tree_of
    known = {s.name: (bool(s.is_integer), Range(fmpq(0), None, bool(s.is_positive)) if s.is_nonnegative else Range())
             for s in domain.symbols}
    constraints = []
    for relation in sorted(domain.relations, key=str):
        try:
            constraints.append(tree_of(relation))
        except LearningTheoremsError:
            continue
    entries = {str(v.label): Range(fmpq(0), fmpq(1) if space.simplex else None, not space.closed)
               for space in domain.spaces for v in space.vectors if space.simplex or v.assumptions0.get("positive")}
    return known, constraints, entries


def relations(constraint: Tree) -> Iterator[Assumption]:
    """The relations that all have to hold for a constraint."""
    match constraint:
        case Relation():
            yield constraint.comparison, constraint.left, constraint.right
        case Chain():
            yield from zip(constraint.comparisons, constraint.parts, constraint.parts[1:], strict=False)
        case Apply(operation="and"):
            for part in constraint.arguments:
                yield from relations(part)


def _narrow(known: dict[str, tuple[bool, Range]], comparison: str, left: Tree, right: Tree) -> None:
    """Use variable < number and the like for the range of the variable."""
    if not (isinstance(left, Variable) and left.index is None and left.name in known):
        return
    try:
        value = literal(right)
    except LearningTheoremsError:
        return
    end, (integer, span) = rational(value), known[left.name]
    if comparison in (">", ">=", "=") and (span.low is None or span.low < end or (span.low == end and comparison == ">")):
        span = Range(end, span.high, comparison == ">", span.open_high)
    if comparison in ("<", "<=", "=") and (span.high is None or span.high > end or (span.high == end and comparison == "<")):
        span = Range(span.low, end, span.open_low, comparison == "<")
    known[left.name] = integer, span


def rational(value: Fraction | None) -> Rational | None:
    """A fraction as a number of flint."""
    return None if value is None else fmpq(value.numerator, value.denominator)


def _whole(span: Range) -> Range:
    """The range of an integer between two ends."""
    low = None if span.low is None else fmpq(span.low.ceil()) + (1 if span.open_low and span.low.q == 1 else 0)
    high = None if span.high is None else fmpq(span.high.floor()) - (1 if span.open_high and span.high.q == 1 else 0)
    return Range(low, high)
