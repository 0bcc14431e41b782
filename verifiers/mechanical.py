"""Mechanical near misses: every formula one slip away from the claimed one.

Slips: an integer off by one, a flipped sign, a dropped or doubled factor, a dropped term, two symbols swapped, the
wrong base of a logarithm; in conditions, a reversed or sharpened relation and a dropped clause. Variants equal to the
formula on the domain, and for bounds those that the claim implies, are no near misses and are left out.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from itertools import chain, combinations
from typing import Any

import sympy
from sympy.core.relational import Relational

from verifiers.claims import Claim, printed
from verifiers.domain import Domain, Point
from verifiers.enclosures import Enclosure
from verifiers.errors import TimeLimitReached, UndefinedValue, Unevaluated
from verifiers.evaluate import environment, evaluate, free_symbols
from verifiers.timelimit import time_limit

POINTS = 24
POINTS_OF_CONDITIONS = 60  # a condition has two values only, so it takes more points to tell variants apart
TELLING = 4  # points of the domain that tell variants apart, beside those of the checks
MOST = 120  # variants of one formula
ANYTHING = Enclosure(-math.inf, math.inf, "numeric")  # a value that was not found


def variants(formula: sympy.Basic) -> list[tuple[str, sympy.Basic]]:
    """All formulas one slip away, with a label of the slip, without repetition."""
    found: dict[sympy.Basic, str] = {}
    for label, variant in _slips(formula):
        if variant != formula and variant not in found and not variant.has(sympy.nan, sympy.zoo):
            found[variant] = label
    return [(label, variant) for variant, label in found.items()][:MOST]


def near_misses(claim: Claim, domain: Domain, points: list[Point]) -> dict[str, Claim]:
    """The mechanical near misses of a claim that are false somewhere on the domain.

    points: further points of the domain (those of the checks) where variants are compared with the formula.
    """
    places = points + domain.points(POINTS_OF_CONDITIONS if claim.relation == "holds" else POINTS, seed=1)
    if claim.relation == "holds":
        places += domain.ties(claim.formula, places[:24])
    places = [environment(place) for place in places]
    own = [_value(claim.formula, p) for p in places]
    kept: dict[str, Claim] = {}
    seen: set[tuple[object, ...]] = set()
    # variants that agree at the checks' points share their fate
    told_apart = len(places) if claim.relation == "holds" else len(points) + TELLING
    for label, variant in variants(claim.formula):
        values = [_value(variant, p) for p in places[:told_apart]]
        signature = tuple(map(_signature, values))
        further = (_value(variant, p) for p in places[told_apart:])
        if signature in seen or not any(_differs(claim, a, b) for a, b in zip(own, chain(values, further), strict=True)):
            continue
        seen.add(signature)
        kept[f"{label}: {printed(variant)}"] = claim.replaced(variant)
    return kept


def _differs(claim: Claim, own: Enclosure | None, variant: Enclosure | None) -> bool:
    """Whether the variant is not implied by the claim at one place (an undefined value is not implied)."""
    if own is None or own is ANYTHING or variant is ANYTHING:
        return False
    if variant is None:
        return True
    if claim.relation == "at_most":
        return variant.high < own.low
    if claim.relation == "at_least":
        return variant.low > own.high
    return not own.contains(variant)


def _value(formula: sympy.Basic, point: Mapping[str, Any]) -> Enclosure | None:
    try:
        with time_limit(2.0):
            return evaluate(formula, point)
    except (Unevaluated, TimeLimitReached):
        return ANYTHING
    except (UndefinedValue, TypeError, ValueError):
        return None


def _signature(value: Enclosure | None) -> object:
    """A value to twelve digits, so that variants that agree at every place are told from those that do not."""
    if value is None or value is ANYTHING:
        return value is None
    return f"{value.middle:.11e}" if math.isfinite(value.middle) and value.middle else (value.low, value.high)


def _slips(formula: sympy.Basic) -> Iterator[tuple[str, sympy.Basic]]:
    for path, node in _nodes(formula):
        for label, changed in _local_slips(node):
            yield label, _replaced(formula, path, changed)
    if isinstance(formula, sympy.Expr):
        yield "sign", -formula
        yield "doubled", 2 * formula
        yield from _log_base(formula)
    yield from _swaps(formula)


def _nodes(expression: sympy.Basic, path: tuple[int, ...] = ()) -> Iterator[tuple[tuple[int, ...], sympy.Basic]]:
    yield path, expression
    if isinstance(expression, (sympy.Indexed, sympy.IndexedBase)):
        return
    for k, argument in enumerate(expression.args):
        yield from _nodes(argument, (*path, k))


def _replaced(expression: sympy.Basic, path: tuple[int, ...], changed: sympy.Basic) -> sympy.Basic:
    if not path:
        return changed
    arguments = list(expression.args)
    arguments[path[0]] = _replaced(arguments[path[0]], path[1:], changed)
    try:
        return expression.func(*arguments)
    except (TypeError, ValueError, AttributeError, IndexError):
        return sympy.nan  # no formula at all


def _local_slips(node: sympy.Basic) -> Iterator[tuple[str, sympy.Basic]]:
    if isinstance(node, sympy.Integer):
        yield "integer + 1", node + 1
        yield "integer - 1", node - 1
    elif isinstance(node, sympy.Rational):
        yield "numerator + 1", sympy.Rational(node.p + 1, node.q)
        yield "numerator - 1", sympy.Rational(node.p - 1, node.q)
        yield "denominator + 1", sympy.Rational(node.p, node.q + 1)
    elif isinstance(node, sympy.Add):
        for term in node.args:
            yield "sign of a term", node - 2 * term
            yield "dropped term", node - term
    elif isinstance(node, sympy.Mul):
        for factor in node.args:
            yield "dropped factor", node / factor
    elif isinstance(node, Relational):
        yield from _relation_slips(node)
    elif isinstance(node, (sympy.And, sympy.Or)):
        for clause in node.args:
            yield "dropped clause", node.func(*(c for c in node.args if c != clause))
        yield "and for or", (sympy.Or if isinstance(node, sympy.And) else sympy.And)(*node.args)


def _relation_slips(relation: Relational) -> Iterator[tuple[str, sympy.Basic]]:
    other = {sympy.Gt: sympy.Ge, sympy.Ge: sympy.Gt, sympy.Lt: sympy.Le, sympy.Le: sympy.Lt,
             sympy.Eq: sympy.Ne, sympy.Ne: sympy.Eq}
    if relation.func in other:
        yield "strictness" if relation.func not in (sympy.Eq, sympy.Ne) else "negation", \
            other[relation.func](relation.lhs, relation.rhs)
    if relation.func not in (sympy.Eq, sympy.Ne):
        yield "reversed", relation.func(relation.rhs, relation.lhs)


def _log_base(formula: sympy.Expr) -> Iterator[tuple[str, sympy.Basic]]:
    if not formula.has(sympy.log):
        return
    two = sympy.log(2)
    if formula.has(two):
        yield "natural logarithm", formula.subs(two, 1)
    else:
        yield "binary logarithm", formula.replace(sympy.log, lambda u: sympy.log(u) / two)


def _swaps(formula: sympy.Basic) -> Iterator[tuple[str, sympy.Basic]]:
    bound = {limit[0] for e in formula.atoms(sympy.Sum, sympy.Product, sympy.Integral) for limit in e.limits}
    vectors = sorted(formula.atoms(sympy.IndexedBase), key=str)
    lengths = {s for v in vectors for s in free_symbols(sympy.sympify(v.shape[0]))}
    scalars = sorted(free_symbols(formula) - bound - lengths, key=lambda s: s.name)
    for a, b in combinations(scalars, 2):
        yield f"{a} and {b} swapped", formula.subs({a: b, b: a}, simultaneous=True)
    for a, b in combinations(vectors, 2):
        other = {a: b, b: a}
        entries = {e: other[e.base][e.indices] for e in formula.atoms(sympy.Indexed) if e.base in other}
        yield f"{a.label} and {b.label} swapped", formula.xreplace(entries)
