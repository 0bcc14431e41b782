"""The syntax tree of an answer: what the two readers make, and what everything behind them works on.

A tree is a value: immutable, hashable, compared without the places of its parts in the text.  It says what was written,
not what it is worth: nothing is evaluated or simplified while it is built.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

Span = tuple[int, int]  # first and one past the last character in the text
NOWHERE: Span = (0, 0)


@dataclass(frozen=True, slots=True)
class Number:
    """An exact rational number; `written` keeps a decimal as it was typed ("0.50"), for tolerances and feedback."""

    value: Fraction
    written: str = field(default="", compare=False)
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Constant:
    """One of `pi`, `e`, `i`, `oo`, `euler_gamma`, `true`, `false`."""

    name: str
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Variable:
    """A symbol of the question, by its canonical name, or one bound by a sum, product or integral.

    `index` is the entry of a vector, counted from 1: `Variable("p", index=Variable("i"))` is p_i.
    """

    name: str
    index: Tree | None = None
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Apply:
    """An operation or function of `vocabulary.OPERATIONS` with its arguments.

    Arithmetic: `add` and `mul` (two or more arguments), `neg`, `div`, `pow`; `-x**2` is neg(pow(x, 2)).
    """

    operation: str
    arguments: tuple[Tree, ...]
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Bound:
    """A `sum`, `product` or `integral` of the body over a variable from low to high, kept unevaluated."""

    operation: str
    body: Tree
    variable: str
    low: Tree
    high: Tree
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Derivative:
    """The derivative of the body by a variable, `order` times, kept unevaluated."""

    body: Tree
    variable: str
    order: int = 1
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Relation:
    """left <comparison> right, with the comparison one of `=`, `!=`, `<`, `<=`, `>`, `>=`."""

    comparison: str
    left: Tree
    right: Tree
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Chain:
    """parts[0] <comparisons[0]> parts[1] <comparisons[1]> …, with at least three parts."""

    comparisons: tuple[str, ...]
    parts: tuple[Tree, ...]
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Cases:
    """Values by condition, the first that holds; a last condition `Constant("true")` stands for "otherwise"."""

    pieces: tuple[tuple[Tree, Tree], ...]
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Collected:
    """A structure of several formulas.

    kind: `set` (a finite set), `tuple` (a vector or list), `interval` (two endpoints), `union` (of intervals and sets),
    `matrix` (`rows` rows, entries row by row), or `distribution` (`name` and its parameters).
    `open_ends` belongs to an interval: whether the left and the right end are left out.
    """

    kind: str
    items: tuple[Tree, ...]
    name: str = ""
    rows: int = 0
    open_ends: tuple[bool, bool] = (False, False)
    span: Span = field(default=NOWHERE, compare=False, repr=False)


Tree = (Number | Constant | Variable | Apply | Bound | Derivative | Relation | Chain | Cases | Collected)


def children(tree: Tree) -> tuple[Tree, ...]:
    """The parts directly below a node, in the order in which they are written."""
    match tree:
        case Number() | Constant():
            return ()
        case Variable():
            return () if tree.index is None else (tree.index,)
        case Apply():
            return tree.arguments
        case Bound():
            return tree.body, tree.low, tree.high
        case Derivative():
            return (tree.body,)
        case Relation():
            return tree.left, tree.right
        case Chain():
            return tree.parts
        case Cases():
            return tuple(part for piece in tree.pieces for part in piece)
        case Collected():
            return tree.items


def nodes(tree: Tree) -> Iterator[Tree]:
    """All nodes of a tree, without recursion (a tree may be deep)."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(children(node)))


def free_variables(tree: Tree) -> frozenset[str]:
    """Names of the variables that no sum, product or integral binds."""
    match tree:
        case Variable():
            below = frozenset() if tree.index is None else free_variables(tree.index)
            return below | {tree.name}
        case Bound():
            return (free_variables(tree.body) - {tree.variable}) | free_variables(tree.low) | free_variables(tree.high)
        case _:
            return frozenset(name for child in children(tree) for name in free_variables(child))


def number(value: int | Fraction) -> Number:
    """A literal number."""
    return Number(Fraction(value))


def apply(operation: str, *arguments: Tree) -> Apply:
    """An operation applied to its arguments."""
    return Apply(operation, arguments)
