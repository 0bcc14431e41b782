"""Rewritings of comparisons and of conditions made of them."""

from __future__ import annotations

from verifiers.answers.trees import Apply, Relation, Tree, apply, number

OPPOSITE = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
MIRRORED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}


def opposite(condition: Tree) -> Tree:
    """The condition that is true where the given one is false."""
    match condition:
        case Relation():
            return Relation(OPPOSITE[condition.comparison], condition.left, condition.right)
        case Apply(operation="not", arguments=(inner,)):
            return inner
        case Apply(operation="and" | "or"):
            return Apply("or" if condition.operation == "and" else "and", tuple(map(opposite, condition.arguments)))
    return apply("not", condition)


def swapped_sides(node: Tree) -> Tree:
    """Sides swapped."""
    if isinstance(node, Relation):
        return Relation(MIRRORED.get(node.comparison, node.comparison), node.right, node.left)
    return node


def one_side(node: Tree) -> Tree:
    """Everything on the left."""
    if isinstance(node, Relation):
        return Relation(node.comparison, apply("add", node.left, apply("neg", node.right)), number(0))
    return node


def doubled_sides(node: Tree) -> Tree:
    """Both sides doubled."""
    if isinstance(node, Relation):
        return Relation(node.comparison, apply("mul", number(2), node.left), apply("mul", number(2), node.right))
    return node


def denied(node: Tree) -> Tree:
    """The opposite denied."""
    return apply("not", opposite(node)) if isinstance(node, Relation) else node
