"""Constraints as bounds of one symbol by others, and an order in which the symbols can be drawn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import sympy
from sympy.core.relational import Relational

from verifiers.errors import DomainError
from verifiers.evaluate import free_symbols


@dataclass(slots=True)
class Bounds:
    """What is known of one symbol: bounds (expression, strict) by earlier symbols, a fixed value, exclusions."""

    lower: list[tuple[sympy.Expr, bool]] = field(default_factory=list)
    upper: list[tuple[sympy.Expr, bool]] = field(default_factory=list)
    fixed: list[sympy.Expr] = field(default_factory=list)
    excluded: list[sympy.Expr] = field(default_factory=list)

    def expressions(self) -> list[sympy.Expr]:
        return [e for e, _ in self.lower + self.upper] + self.fixed + self.excluded


def bounds_of(symbols: Iterable[sympy.Symbol], relations: Iterable[Relational]) -> dict[sympy.Symbol, Bounds]:
    """Bounds of every symbol, in an order in which each depends on earlier ones only.

    Raises DomainError if a relation has no symbol alone on one side, or the bounds depend on one another in a circle.
    """
    ordered = sorted(symbols, key=lambda s: s.name)
    relations = sorted(relations, key=str)
    chosen = _search(ordered, relations)
    if chosen is None:
        raise DomainError("the constraints bound their symbols in a circle: write each with a single symbol on one "
                          "side, so that the symbols can be drawn one after the other: "
                          f"{', '.join(map(str, relations))}")
    return {s: chosen[s] for s in _order(chosen) or ()}


def candidates(relation: Relational) -> list[tuple[sympy.Symbol, str, sympy.Expr]]:
    """The readings of a relation as `symbol op expression`, the left side first."""
    flipped = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
    sides = [(relation.lhs, relation.rel_op, relation.rhs),
             (relation.rhs, flipped[relation.rel_op], relation.lhs)]
    found = [(s, op, other) for s, op, other in sides
             if isinstance(s, sympy.Symbol) and s not in free_symbols(other)]
    if not found:
        raise DomainError(f"the constraint {relation} has no symbol alone on one side")
    return found


def _search(symbols: list[sympy.Symbol], relations: list[Relational]) -> dict[sympy.Symbol, Bounds] | None:
    readings = [candidates(r) for r in relations]
    for choice in range(2 ** sum(len(r) == 2 for r in readings)):
        bounds, bit = {s: Bounds() for s in symbols}, 0
        for reading in readings:
            pick = 0
            if len(reading) == 2:
                pick, bit = (choice >> bit) & 1, bit + 1
            _add(bounds, *reading[pick])
        if _order(bounds) is not None:
            return bounds
        if choice > 1024:
            break
    return None


def _add(bounds: dict[sympy.Symbol, Bounds], symbol: sympy.Symbol, operator: str, other: sympy.Expr) -> None:
    known = bounds[symbol]
    match operator:
        case ">" | ">=":
            known.lower.append((other, operator == ">"))
        case "<" | "<=":
            known.upper.append((other, operator == "<"))
        case "==":
            known.fixed.append(other)
        case "!=":
            known.excluded.append(other)


def _order(bounds: dict[sympy.Symbol, Bounds]) -> list[sympy.Symbol] | None:
    needs = {s: set().union(*(free_symbols(e) for e in b.expressions())) & set(bounds) for s, b in bounds.items()}
    order: list[sympy.Symbol] = []
    while len(order) < len(bounds):
        ready = [s for s in bounds if s not in order and needs[s] <= set(order)]
        if not ready:
            return None
        order.append(ready[0])
    return order
