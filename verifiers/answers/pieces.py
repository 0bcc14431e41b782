"""Formulas made of pieces, whose borders may lie where no point was tried.

Agreement at points says little about a formula such as x + max(0, 1/100 − (x − a)² − (y − b)²), which is wrong on a small disc.
Borders are found where they are given by affine expressions, or by polynomials in a single variable (`special_points`); a
formula with other borders that is not proved equal is not called correct.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from verifiers.answers.special_points import turning
from verifiers.answers.trees import (
    Apply,
    Cases,
    Chain,
    Constant,
    Number,
    Relation,
    Tree,
    Variable,
    free_variables,
    nodes,
)

OPERATIONS = frozenset(("max", "min", "abs", "sign", "heaviside", "floor", "ceiling", "mod"))
UNSEEN = ("it agrees at the points that were tried, but it is made of pieces whose borders were not all found, so that it may "
          "differ elsewhere")


def unseen_pieces(reference: Tree, answer: Tree) -> bool:
    """Whether one of two formulas has a piece, which the other has not, with borders that are not found."""
    pieces = [{n for n in nodes(t) if _is_piece(n)} for t in (reference, answer)]
    return any(_nested_indicator(node) or not all(_found(b) or _plain_modulus(node) for b in _borders(node))
               for node in pieces[0] ^ pieces[1])


def _nested_indicator(node: Tree) -> bool:
    """A binomial coefficient of a constant that is an indicator of a point given by moduli."""
    return isinstance(node, Apply) and node.operation == "binomial" and any(_is_piece(n) for n in nodes(node.arguments[1]))


def _plain_modulus(node: Tree) -> bool:
    """A modulus in one variable, as |sin(x/2)|: its sign changes are seen along the line."""
    return isinstance(node, Apply) and node.operation == "abs" and len(free_variables(node)) == 1


def unseen_borders(reference: Tree, condition: Tree, same: Callable[[Tree, Tree], bool]) -> bool:
    """Whether a condition of several comparisons has a border that is neither found nor one of the reference's.

    same: tells whether two expressions are proved to have a constant ratio.
    """
    known = list(_compared(reference))
    return isinstance(condition, Apply) and any(
        not _found(border) and not any(border == k or same(border, k) for k in known) for border in _compared(condition))


def _compared(condition: Tree) -> Iterator[Tree]:
    for node in nodes(condition):
        if isinstance(node, (Relation, Chain)):
            yield from _borders(node)


def _is_piece(node: Tree) -> bool:
    indicator = isinstance(node, Apply) and node.operation == "binomial" and isinstance(node.arguments[0], Number)
    return isinstance(node, Cases) or indicator or (isinstance(node, Apply) and node.operation in OPERATIONS)


def _borders(node: Tree) -> list[Tree]:
    if isinstance(node, Cases):
        return [b for _, c in node.pieces for n in nodes(c) if isinstance(n, Relation) for b in _borders(n)]
    return [expression for expression, _ in turning(node)]


def _found(border: Tree) -> bool:
    degree = _degree(border)
    return degree is not None and (degree <= 1 or len(free_variables(border)) == 1)


def _degree(tree: Tree) -> int | None:
    """The degree of a polynomial in the variables, where |u|, max and min count as affine if their parts are."""
    if not free_variables(tree):
        return 0
    match tree:
        case Variable():
            return 1
        case Apply(operation="add" | "neg", arguments=parts):
            degrees = [_degree(p) for p in parts]
            return None if None in degrees else max(d for d in degrees if d is not None)
        case Apply(operation="abs" | "max" | "min", arguments=parts):
            return 1 if all(_degree(p) in (0, 1) for p in parts) else None
        case Apply(operation="mul", arguments=parts):
            degrees = [_degree(p) for p in parts]
            return None if None in degrees else sum(d for d in degrees if d is not None)
        case Apply(operation="div", arguments=(top, bottom)):
            return _degree(top) if not free_variables(bottom) else None
        case Apply(operation="pow", arguments=(base, Number(value=power))) if power.denominator == 1 and power > 0:
            degree = _degree(base)
            return None if degree is None else degree * int(power)
        case Constant():
            return 0
    return None
