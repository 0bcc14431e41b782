"""Reading an author's points and telling whether they lie in a domain."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import sympy

from verifiers.draw import admissible
from verifiers.errors import RecordError, UndefinedValue
from verifiers.evaluate import evaluate

if TYPE_CHECKING:
    from verifiers.domain import Domain, Point


FREE = (None, False, None, False)


def read_point(domain: Domain, point: Mapping[str, Any], extra: Mapping[str, Any] | None = None) -> Point:
    """An author's point with exact values; lengths of vectors are inferred from their tuples.

    Raises RecordError for a value that is not exact, or lengths that disagree.
    """
    read = {name: _exact(name, entry) for name, entry in {**point, **(extra or {})}.items()}
    for name, vector in domain.vectors.items():
        if name in read:
            length = sympy.sympify(vector.shape[0])
            if isinstance(length, sympy.Symbol):
                if read.setdefault(length.name, len(read[name])) != len(read[name]):
                    raise RecordError(f"the point {show_point(point)} gives {name} {len(read[name])} entries, "
                                      f"but {length} = {read[length.name]}")
    return read


def admits(domain: Domain, point: Mapping[str, Any]) -> bool:
    """Whether the point gives every symbol of the domain an admissible value and satisfies all relations."""
    for symbol in domain.symbols:
        if symbol.name not in point or not admissible(symbol, point[symbol.name], (None, False, None, False)):
            return False
        if not _has_sign(symbol, point[symbol.name]):
            return False
    try:
        if any(evaluate(relation, point).low != 1 for relation in domain.relations):
            return False
    except UndefinedValue:
        return False
    return all(_in_space(space, point) for space in domain.spaces)


def _in_space(space: Any, point: Mapping[str, Any]) -> bool:
    for vector in space.vectors:
        entries = point.get(str(vector.label))
        if entries is None:
            return False
        if space.simplex and (sum(entries) != 1 or min(entries) < 0 or (not space.closed and min(entries) == 0)):
            return False
        entry = _entry(vector)
        if not space.simplex and not all(_has_sign(entry, e) and admissible(entry, e, FREE) for e in entries):
            return False
        if evaluate(sympy.sympify(vector.shape[0]), point).low != len(entries):
            return False
    return True


@lru_cache(1024)
def _entry(vector: sympy.IndexedBase) -> sympy.Indexed:
    """The first entry, which stands for all; SymPy keeps what it has deduced about an object with that object."""
    return vector[1]


def _has_sign(symbol: sympy.Expr, number: Any) -> bool:
    """Whether the number has the sign that the symbol is assumed to have."""
    return not ((symbol.is_positive and number <= 0) or (symbol.is_nonnegative and number < 0)
                or (symbol.is_negative and number >= 0) or (symbol.is_nonpositive and number > 0))


def _exact(name: str, entry: Any) -> Any:
    if isinstance(entry, bool):
        return entry
    if isinstance(entry, (int, Fraction)):
        return int(entry) if Fraction(entry).denominator == 1 else entry
    if isinstance(entry, (tuple, list)):
        return tuple(_exact(name, e) if isinstance(e, (tuple, list)) else _fraction(name, e) for e in entry)
    if isinstance(entry, (str, sympy.Rational)):
        try:
            number = Fraction(str(entry))
        except ValueError:
            if isinstance(entry, str):
                return entry  # a name that only the check uses
            raise
        return int(number) if number.denominator == 1 else number
    raise RecordError(f"the value {entry!r} of {name} is not exact: write an int, a Fraction or a string like '3/10'")


def _fraction(name: str, entry: Any) -> Fraction:
    number = _exact(name, entry)
    if isinstance(number, (int, Fraction)):
        return Fraction(number)
    raise RecordError(f"the entry {entry!r} of {name} is not a number")


def show_point(point: Mapping[str, Any]) -> str:
    """A point as text, `N = 3, P = 12`."""
    def show(entry: Any) -> str:
        if isinstance(entry, (tuple, list)):
            return "(" + ", ".join(show(e) for e in entry) + ")"
        return str(entry)
    return ", ".join(f"{name} = {show(entry)}" for name, entry in point.items())
