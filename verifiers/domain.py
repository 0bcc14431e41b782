"""The domain of a theorem: symbols with assumptions, constraints, and a constructive sampler of its points.

Points are never drawn by rejection: each symbol is drawn between bounds computed from the symbols before it.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import sympy
from sympy.core.relational import Relational

from verifiers.bounds import Bounds, bounds_of
from verifiers.draw import draw_scalar, draw_vector
from verifiers.errors import DomainError, UndefinedValue
from verifiers.evaluate import evaluate, free_symbols
from verifiers.membership import show_point

Point = dict[str, Any]


def Vector(name: str, length: sympy.Expr, **assumptions: bool) -> sympy.IndexedBase:
    """A vector symbol with entries v[1], …, v[length]; its entries are positive unless assumptions are given."""
    return sympy.IndexedBase(name, shape=(length,), **(assumptions or {"positive": True}))


@dataclass(frozen=True, slots=True)
class VectorSpace:
    """The constraint that vectors range over a simplex (entries sum to one) or freely."""

    vectors: tuple[sympy.IndexedBase, ...]
    simplex: bool
    closed: bool = False

    def __str__(self) -> str:
        names = ", ".join(str(v.label) for v in self.vectors)
        if not self.simplex:
            return f"{names} real vector" + ("s" if len(self.vectors) > 1 else "")
        return f"{names} in the {'closed' if self.closed else 'open'} simplex"


def Simplex(*vectors: sympy.IndexedBase, closed: bool = False) -> VectorSpace:
    """Each vector is a probability vector: entries positive (≥ 0 if `closed`) with sum one."""
    return VectorSpace(vectors, simplex=True, closed=closed)


def Vectors(*vectors: sympy.IndexedBase) -> VectorSpace:
    """Each vector is free within the assumptions of its entries."""
    return VectorSpace(vectors, simplex=False)


@dataclass(frozen=True, init=False)
class Domain:
    """A set of parameter points.

    Items: symbols (declared with their assumptions only), relations with a single symbol on one side, `Simplex`,
    `Vectors`. Raises DomainError for a constraint that cannot be used, TypeError for another item.
    """

    symbols: frozenset[sympy.Symbol]
    relations: tuple[Relational, ...]
    spaces: tuple[VectorSpace, ...]
    bounds: Mapping[sympy.Symbol, Bounds] = field(compare=False, repr=False)

    def __init__(self, *items: Any) -> None:
        symbols: set[sympy.Symbol] = set()
        relations: list[Relational] = []
        spaces: list[VectorSpace] = []
        for item in _flattened(items):
            if isinstance(item, sympy.Symbol):
                symbols.add(item)
            elif isinstance(item, VectorSpace):
                spaces.append(item)
                for vector in item.vectors:
                    symbols |= free_symbols(sympy.sympify(vector.shape[0]))
            elif isinstance(item, Relational):
                relations.append(item)
                symbols |= free_symbols(item)
            elif item in (False, sympy.false):
                raise DomainError("the domain has no points: a constraint is false whatever the symbols are")
            elif item not in (True, sympy.true):
                raise TypeError(f"a domain is made of symbols, relations, Simplex and Vectors, not {item!r}")
        _one_symbol_per_name(symbols)
        object.__setattr__(self, "symbols", frozenset(symbols))
        object.__setattr__(self, "relations", tuple(relations))
        object.__setattr__(self, "spaces", tuple(spaces))
        object.__setattr__(self, "bounds", bounds_of(symbols, relations))

    @property
    def vectors(self) -> dict[str, sympy.IndexedBase]:
        """The declared vectors by name."""
        return {str(v.label): v for space in self.spaces for v in space.vectors}

    @property
    def simplex_vectors(self) -> list[sympy.IndexedBase]:
        """Vectors whose entries are known to sum to one."""
        return [v for space in self.spaces if space.simplex for v in space.vectors]

    def declares(self, expression: sympy.Basic) -> set[str]:
        """Names of symbols and vectors in the expression that the domain does not declare."""
        vectors = {str(b.label) for b in expression.atoms(sympy.IndexedBase)}
        return ({s.name for s in free_symbols(expression) - self.symbols} | (vectors - set(self.vectors)))

    def extended(self, symbols: Iterable[sympy.Symbol], where: Iterable[Any] = ()) -> Domain:
        """The domain together with further symbols and conditions (of a single step)."""
        return Domain(*self.symbols, *self.relations, *self.spaces, *symbols, *where)

    def point(self, rng: random.Random, style: str) -> Point:
        """One point; style is `small` (least admissible values), `boundary` or `interior`.

        Raises DomainError if 64 attempts meet only empty ranges.
        """
        for _ in range(64):
            try:
                return self._attempt(rng, style)
            except _EmptyRange as reason:
                failure, style = reason, "interior"
        raise DomainError(f"the domain has no points: {failure}")

    def _attempt(self, rng: random.Random, style: str) -> Point:
        """Lengths of vectors (and what bounds them), the vectors, then the scalars, whose bounds may use vectors."""
        point: Point = {}
        lengths = {s for space in self.spaces for v in space.vectors for s in free_symbols(sympy.sympify(v.shape[0]))}
        first = set(lengths)
        for symbol, bounds in reversed(list(self.bounds.items())):
            if symbol in first:
                first |= {s for e in bounds.expressions() for s in free_symbols(e)}

        def draw(symbol: sympy.Symbol, bounds: Bounds) -> None:
            try:
                number = draw_scalar(symbol, bounds, point, rng, style, at_most=6 if symbol in lengths else None)
            except UndefinedValue as reason:
                raise _EmptyRange(f"a bound of {symbol} is undefined ({reason})") from None
            if number is None:
                raise _EmptyRange(f"the range of {symbol} is empty at {show_point(point) or 'the start'}")
            point[symbol.name] = number
        for symbol, bounds in self.bounds.items():
            if symbol in first:
                draw(symbol, bounds)
        for space in self.spaces:
            for vector in space.vectors:
                length = int(evaluate(sympy.sympify(vector.shape[0]), point).low)
                try:
                    point[str(vector.label)] = draw_vector(vector, length, space.simplex, space.closed, rng, style)
                except UndefinedValue as reason:
                    raise _EmptyRange(str(reason)) from None
        for symbol, bounds in self.bounds.items():
            if symbol not in first:
                draw(symbol, bounds)
        return point

    def points(self, count: int, seed: int = 0) -> list[Point]:
        """`count` points: the least one, then boundary-near and interior points in turn, the same for one seed."""
        rng = random.Random(seed)
        styles = ["small"] + ["interior", "boundary", "interior"] * count
        return [self.point(rng, style) for style in styles[:count]]

    def ties(self, condition: sympy.Basic, points: Iterable[Point]) -> list[Point]:
        """Points of the domain at which the two sides of a relation in the condition are equal, made from `points`."""
        found = []
        for relation in sorted(condition.atoms(Relational), key=str):
            for symbol, other in _tied(relation):
                for point in points:
                    try:
                        tied = evaluate(other, point)
                    except UndefinedValue:
                        continue
                    if tied.low == tied.high and not tied.is_infinite:
                        exact = Fraction(tied.low)
                        number = int(exact) if symbol.is_integer and exact.denominator == 1 else exact
                        if self.admits({**point, symbol.name: number}):
                            found.append({**point, symbol.name: number})
        return found

    def admits(self, point: Mapping[str, Any]) -> bool:
        """Whether the point satisfies all constraints (names that the domain does not know are ignored)."""
        from verifiers.membership import admits
        return admits(self, point)

    def text(self) -> str:
        """The hypotheses in one line."""
        constrained = {s for r in self.relations for s in free_symbols(r)}
        free = [f"{s.name} {_kind(s)}" for s in sorted(self.symbols - constrained, key=lambda s: s.name)]
        return ", ".join([str(s) for s in self.spaces] + free + [str(r) for r in self.relations])


def _tied(relation: Relational) -> Iterator[tuple[sympy.Symbol, sympy.Expr]]:
    """(symbol, expression) such that the sides are equal where the symbol has the expression's value."""
    for symbol, other in ((relation.lhs, relation.rhs), (relation.rhs, relation.lhs)):
        if isinstance(symbol, sympy.Symbol):
            yield symbol, other
    difference = relation.lhs - relation.rhs
    for symbol in sorted(free_symbols(difference), key=str):
        if symbol not in relation.args and difference.is_polynomial(symbol) and sympy.degree(difference, symbol) == 1:
            slope = difference.diff(symbol)
            yield symbol, -difference.subs(symbol, 0) / slope


class _EmptyRange(Exception):
    pass


def _flattened(items: Iterable[Any]) -> Iterable[Any]:
    for item in items:
        if isinstance(item, sympy.And):
            yield from _flattened(item.args)
        else:
            yield item


def _one_symbol_per_name(symbols: set[sympy.Symbol]) -> None:
    names = [s.name for s in symbols]
    for name in names:
        if names.count(name) > 1:
            raise DomainError(f"two different symbols are called {name} (their assumptions differ)")


def _kind(symbol: sympy.Symbol) -> str:
    sort = "integer" if symbol.is_integer else "real"
    sign = "positive " if symbol.is_positive else "nonnegative " if symbol.is_nonnegative else ""
    return sign + sort
