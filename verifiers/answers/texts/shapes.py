"""What may stand where: values in arithmetic, conditions in logic, sets and distributions by themselves."""

from __future__ import annotations

from verifiers.answers.problems import CannotRead
from verifiers.answers.texts import vocabulary
from verifiers.answers.texts.names import cut
from verifiers.answers.texts.products import is_condition
from verifiers.answers.trees import Apply, Bound, Cases, Collected, Constant, Derivative, Relation, Tree, Variable, nodes

_WHOLE = {"set": "a set", "interval": "an interval", "union": "a union", "distribution": "a distribution"}
_HINTS = {"Gamma": " (the incomplete gamma function is uppergamma)", "Beta": " (the beta function is beta)"}


def check_shape(tree: Tree, text: str) -> None:
    """Raises CannotRead, with the place, where a part is of the wrong sort for what is around it."""
    for node in nodes(tree):
        match node:
            case Apply() if node.operation in vocabulary.CONDITIONS:
                for part in node.arguments:
                    _condition(part, text)
            case Apply():
                for part in node.arguments:
                    _value(part, text)
            case Bound():
                for part in (node.body, node.low, node.high):
                    _value(part, text)
            case Derivative():
                _value(node.body, text)
            case Variable() if node.index is not None:
                _value(node.index, text)
            case Cases():
                for value, condition in node.pieces:
                    _value(value, text)
                    _condition(condition, text)
            case Relation():
                _sides((node.left, node.right), text)
            case Collected():
                _items(node, text)


def _condition(part: Tree, text: str) -> None:
    """A part that must be true or false."""
    if not is_condition(part) and part not in (Constant("true"), Constant("false")):
        raise CannotRead("a condition such as x > 0 is expected here", text, part.span)


def _value(part: Tree, text: str) -> None:
    """A part that must be a number, vector or matrix."""
    if is_condition(part) or part in (Constant("true"), Constant("false")):
        raise CannotRead(f"the condition “{cut(text[slice(*part.span)])}” stands where a value is expected", text, part.span)
    if isinstance(part, Collected) and part.kind in _WHOLE:
        raise CannotRead(f"{_WHOLE[part.kind]} cannot be part of a formula{_HINTS.get(part.name, '')}", text, part.span)


def _sides(sides: tuple[Tree, ...], text: str) -> None:
    """The sides of a relation: values, or structures that are compared."""
    for side in sides:
        if is_condition(side):
            raise CannotRead("a condition cannot be a side of a relation", text, side.span)


def _items(node: Collected, text: str) -> None:
    """The parts of a structure: values, or the structures of its own sort that it may hold."""
    for item in node.items:
        inner = item.kind if isinstance(item, Collected) else ""
        if node.kind == "union":
            if inner not in ("interval", "set", "union"):
                raise CannotRead("a union is of intervals and sets", text, item.span)
        elif node.kind in ("set", "tuple"):
            if is_condition(item):
                continue
            if inner not in ("", "tuple", "matrix", "set", "interval"):
                raise CannotRead("a set or list holds values", text, item.span)
        else:
            _value(item, text)
            if inner:
                raise CannotRead("a value is expected here", text, item.span)
