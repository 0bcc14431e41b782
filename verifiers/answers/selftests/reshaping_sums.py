"""Rewritings of sums and products: another index, another order, a term apart."""

from __future__ import annotations

from collections.abc import Callable

from verifiers.answers.trees import Apply, Bound, Constant, Number, Tree, Variable, apply, nodes, number
from verifiers.answers.variants import replaced

INDICES = "ijklmrst"
ONE = number(1)


def renamed_index(tree: Tree) -> Callable[[Tree], Tree]:
    """The change that gives sums and products another index, one that neither the tree nor a sum inside uses."""
    used = _names(tree)

    def change(node: Tree) -> Tree:
        if not isinstance(node, Bound):
            return node
        inside = _names(node.body)
        free = [name for name in INDICES if name not in used and name not in inside]
        if not free:
            return node
        return Bound(node.operation, replaced(node.body, {node.variable: Variable(free[0])}), free[0], node.low, node.high)
    return change


def _names(tree: Tree) -> set[str]:
    return {n.name for n in nodes(tree) if isinstance(n, Variable)} | {n.variable for n in nodes(tree) if isinstance(n, Bound)}


def shifted(node: Tree) -> Tree:
    """The index shifted by one."""
    if isinstance(node, Bound) and node.operation != "integral":
        before = apply("add", Variable(node.variable), apply("neg", ONE))
        return Bound(node.operation, replaced(node.body, {node.variable: before}), node.variable, _plus_one(node.low),
                     _plus_one(node.high))
    return node


def _plus_one(tree: Tree) -> Tree:
    if tree == Constant("oo"):
        return tree
    return number(tree.value + 1) if isinstance(tree, Number) else apply("add", tree, ONE)


def backwards(node: Tree) -> Tree:
    """The index run through backwards; a finite sum or product."""
    if isinstance(node, Bound) and node.operation != "integral" and Constant("oo") not in (node.low, node.high):
        ends = node.high if node.low == number(0) else apply("add", node.low, node.high)
        mirrored = apply("add", ends, apply("neg", Variable(node.variable)))
        return Bound(node.operation, replaced(node.body, {node.variable: mirrored}), node.variable, node.low, node.high)
    return node


def last_apart(node: Tree) -> Tree:
    """The last term or factor apart; from 0 or 1 to a variable."""
    match node:
        case Bound(operation="sum" | "product", low=Number(value=value), high=Variable() as high) if value <= 1:
            last = replaced(node.body, {node.variable: high})
            rest = Bound(node.operation, node.body, node.variable, node.low, apply("add", high, apply("neg", ONE)))
            return apply("add" if node.operation == "sum" else "mul", rest, last)
    return node


def sum_of_sums(node: Tree) -> Tree:
    """A sum of terms as terms of sums."""
    match node:
        case Bound(operation="sum", body=Apply(operation="add", arguments=terms)):
            return Apply("add", tuple(_summed(term, node) for term in terms))
    return node


def _summed(term: Tree, over: Bound) -> Tree:
    if isinstance(term, Apply) and term.operation == "neg":
        return apply("neg", _summed(term.arguments[0], over))
    return Bound("sum", term, over.variable, over.low, over.high)
