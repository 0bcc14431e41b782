"""Changed copies of a formula: other expressions for its variables, another base for its logarithms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from verifiers.answers.trees import Apply, Bound, Cases, Chain, Collected, Derivative, Relation, Tree, Variable, apply, number


def rebuilt(tree: Tree, change: Callable[[Tree], Tree]) -> Tree:
    """The tree with every part directly below its root changed."""
    match tree:
        case Variable() if tree.index is not None:
            return replace(tree, index=change(tree.index))
        case Apply():
            return replace(tree, arguments=tuple(change(a) for a in tree.arguments))
        case Bound():
            return replace(tree, body=change(tree.body), low=change(tree.low), high=change(tree.high))
        case Derivative():
            return replace(tree, body=change(tree.body))
        case Relation():
            return replace(tree, left=change(tree.left), right=change(tree.right))
        case Chain():
            return replace(tree, parts=tuple(change(p) for p in tree.parts))
        case Cases():
            return replace(tree, pieces=tuple((change(v), change(c)) for v, c in tree.pieces))
        case Collected():
            return replace(tree, items=tuple(change(i) for i in tree.items))
    return tree


def replaced(tree: Tree, expressions: Mapping[str, Tree]) -> Tree:
    """The tree with expressions put in for free variables, all at once; a bound variable of the same name is kept."""
    if isinstance(tree, Variable) and tree.index is None:
        return expressions.get(tree.name, tree)
    if isinstance(tree, Bound):
        inside = {name: e for name, e in expressions.items() if name != tree.variable}
        return replace(tree, body=replaced(tree.body, inside), low=replaced(tree.low, expressions),
                       high=replaced(tree.high, expressions))
    return rebuilt(tree, lambda part: replaced(part, expressions))


def with_log_base(tree: Tree, base: int) -> Tree:
    """The tree with all its logarithms to another base."""
    below = rebuilt(tree, lambda part: with_log_base(part, base))
    if isinstance(below, Apply) and below.operation == "log":
        return apply("div", below, apply("log", number(base)))
    return below
