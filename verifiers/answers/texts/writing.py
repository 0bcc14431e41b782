"""A tree as compact text that the reader of plain text reads back as the same tree."""

from __future__ import annotations

from fractions import Fraction

from verifiers.answers.texts import vocabulary
from verifiers.answers.texts.limits import DECIMAL_EXPONENT
from verifiers.answers.trees import (
    Apply,
    Bound,
    Cases,
    Chain,
    Collected,
    Constant,
    Derivative,
    Number,
    Relation,
    Tree,
    Variable,
    nodes,
)

_LONG = 40  # characters of a decimal, beyond which it may be written with a power of ten
LONGEST = 4000  # characters of a written tree
_DEEPEST = 120  # levels that are written; a tree within the limits has fewer

_CONDITION, _SUM, _PRODUCT, _POWER, _ATOM = range(5)  # how tightly the parts of a text hold together


def written(tree: Tree) -> str:
    """The tree in plain text, cut with “…” beyond `LONGEST` characters.

    >>> from verifiers.answers.trees import apply, number
    >>> written(apply("div", number(1), apply("mul", number(2), Variable("x"))))
    '1/(2*x)'
    """
    text = _Writer(frozenset(node.name for node in nodes(tree) if isinstance(node, Variable))).text(tree, _CONDITION, 0)
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"


def decimal(value: Fraction) -> str:
    """A number as a decimal if it is a finite one, else as a quotient; not negative."""
    whole, rest = divmod(value.numerator, value.denominator)
    if not rest:
        return _integer(value.numerator)
    twos, fives, other = 0, 0, value.denominator
    while other % 2 == 0:
        twos, other = twos + 1, other // 2
    while other % 5 == 0:
        fives, other = fives + 1, other // 5
    if other != 1:
        return f"({_integer(value.numerator)}/{_integer(value.denominator)})"
    places = max(twos, fives)
    return f"{_integer(whole)}.{_integer(rest * 10**places // value.denominator).rjust(places, '0')}"


def short_decimal(value: Fraction) -> str:
    """A number as `decimal` writes it, or with a power of ten where that is shorter and the number is long.

    >>> short_decimal(Fraction(1, 8)), short_decimal(Fraction(3 * 10**300)), short_decimal(Fraction(15, 10**300))
    ('0.125', '3e300', '15e-300')
    """
    plain = decimal(value)
    if len(plain) <= _LONG or "/" in plain or "…" in plain:
        return plain
    whole, _, decimals = plain.partition(".")
    digits = (whole + decimals).lstrip("0")
    power = len(digits) - len(digits.rstrip("0")) - len(decimals)
    power = max(-DECIMAL_EXPONENT, min(power, DECIMAL_EXPONENT))
    scientific = f"{decimal(value / Fraction(10)**power)}e{power}"
    return min(plain, scientific, key=len)


def _integer(value: int) -> str:
    """An integer; Python does not convert very long ones, which no reader makes."""
    return str(value) if value.bit_length() < 14000 else "…"


class _Writer:
    """Writes trees whose variables have given names, which no constant may be confused with."""

    def __init__(self, names: frozenset[str]) -> None:
        self.names = names

    def text(self, tree: Tree, least: int, depth: int) -> str:
        """The tree, in parentheses if it holds together less tightly than `least`."""
        if depth > _DEEPEST:
            return "…"
        text, level = self._node(tree, depth + 1)
        if len(text) > 2 * LONGEST:
            text = text[:2 * LONGEST]
        return text if level >= least else f"({text})"

    def _node(self, tree: Tree, depth: int) -> tuple[str, int]:
        """The text of a node and how tightly it holds together."""
        match tree:
            case Number():
                return (short_decimal(tree.value), _ATOM) if tree.value >= 0 else ("-" + short_decimal(-tree.value), _SUM)
            case Constant():
                spellings = vocabulary.WRITTEN_CONSTANTS[tree.name]
                return next((s for s in spellings if s not in self.names), spellings[0]), _ATOM
            case Variable():
                index = "" if tree.index is None else f"[{self.text(tree.index, _CONDITION, depth)}]"
                return tree.name + index, _ATOM
            case Apply():
                return self._apply(tree, depth)
            case Relation():
                return f"{self.text(tree.left, _SUM, depth)} {tree.comparison} {self.text(tree.right, _SUM, depth)}", _CONDITION
            case Chain():
                signs = ("", *(f" {sign} " for sign in tree.comparisons))
                parts = (self.text(part, _SUM, depth) for part in tree.parts)
                return "".join(sign + part for sign, part in zip(signs, parts, strict=True)), _CONDITION
            case _:
                return self._structure(tree, depth), _ATOM

    def _apply(self, tree: Apply, depth: int) -> tuple[str, int]:
        """An operation."""
        parts, operation = tree.arguments, tree.operation
        match operation:
            case "add":
                return self._sum(parts, depth), _SUM
            case "neg":
                return f"-{self.text(parts[0], _SUM if _is(parts[0], 'neg') else _PRODUCT, depth)}", _SUM
            case "mul":
                first = self.text(parts[0], _POWER if _is(parts[0], "mul", "mod") else _PRODUCT, depth)
                return "*".join([first, *(self.text(part, _POWER, depth) for part in parts[1:])]), _PRODUCT
            case "div":
                return f"{self.text(parts[0], _PRODUCT, depth)}/{self.text(parts[1], _POWER, depth)}", _PRODUCT
            case "pow":
                return f"{self.text(parts[0], _ATOM, depth)}**{self.text(parts[1], _ATOM, depth)}", _POWER
            case "root" if isinstance(parts[1], Number) and parts[1].value == 2:
                return f"sqrt({self.text(parts[0], _CONDITION, depth)})", _ATOM
        name = operation.title() if operation in vocabulary.CONDITIONS else operation
        return f"{name}({self._list(parts, depth)})", _ATOM

    def _sum(self, parts: tuple[Tree, ...], depth: int) -> str:
        """Terms with their signs."""
        text = self.text(parts[0], _SUM if _is(parts[0], "neg") else _PRODUCT, depth)
        for part in parts[1:]:
            if isinstance(part, Apply) and part.operation == "neg":
                text += f" - {self.text(part.arguments[0], _PRODUCT, depth)}"
            else:
                text += f" + {self.text(part, _PRODUCT, depth)}"
        return text

    def _structure(self, tree: Tree, depth: int) -> str:
        """What is written as a call or in brackets."""
        match tree:
            case Bound():
                name = {"sum": "Sum", "product": "Product", "integral": "Integral"}[tree.operation]
                ends = f"{self.text(tree.low, _SUM, depth)}, {self.text(tree.high, _SUM, depth)}"
                return f"{name}({self.text(tree.body, _SUM, depth)}, ({tree.variable}, {ends}))"
            case Derivative():
                by = tree.variable if tree.order == 1 else f"({tree.variable}, {tree.order})"
                return f"Derivative({self.text(tree.body, _SUM, depth)}, {by})"
            case Cases():
                return f"Piecewise({', '.join(f'({self._list(piece, depth)})' for piece in tree.pieces)})"
            case Collected():
                return self._collected(tree, depth)
        return "…"

    def _collected(self, tree: Collected, depth: int) -> str:
        """A set, list, interval, union, matrix or distribution."""
        inside = self._list(tree.items, depth)
        match tree.kind:
            case "set":
                return f"{{{inside}}}"
            case "tuple":
                return f"({inside})" if any(tree.open_ends) else f"[{inside}]"
            case "interval":
                return f"Interval({inside}{', {}, {}'.format(*tree.open_ends) if any(tree.open_ends) else ''})"
            case "matrix":
                width = len(tree.items) // max(tree.rows, 1)
                rows = (tree.items[k * width:(k + 1) * width] for k in range(tree.rows))
                return f"Matrix([{', '.join(f'[{self._list(row, depth)}]' for row in rows)}])"
            case "union":
                return f"Union({inside})"
        return f"{tree.name}({inside})"

    def _list(self, parts: tuple[Tree, ...], depth: int) -> str:
        """Parts between commas."""
        return ", ".join(self.text(part, _CONDITION, depth) for part in parts)


def _is(tree: Tree, *operations: str) -> bool:
    """Whether a tree is one of these operations."""
    return isinstance(tree, Apply) and tree.operation in operations
