r"""A tree as LaTeX that the reader of LaTeX reads back as the same tree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from verifiers.answers.symbols import Symbol
from verifiers.answers.texts import vocabulary
from verifiers.answers.texts.latex_names import split
from verifiers.answers.texts.writing import LONGEST, decimal
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
)

_DEEPEST = 120
_CONDITION, _SUM, _PRODUCT, _POWER, _ATOM = range(5)  # how tightly the parts of a text hold together

_CONSTANTS = {"pi": r"\pi", "e": r"\mathrm{e}", "i": r"\mathrm{i}", "oo": r"\infty", "euler_gamma": r"\gamma",
              "true": r"\text{true}", "false": r"\text{false}"}
_COMPARISONS = {"=": "=", "!=": r"\neq", "<": "<", "<=": r"\leq", ">": ">", ">=": r"\geq"}
_COMMANDS = {operation: f"\\{name}" for name, operation in reversed(vocabulary.LATEX_FUNCTIONS.items())}
_FENCED = {"abs": (r"\left|", r"\right|"), "norm": (r"\left\|", r"\right\|"), "floor": (r"\left\lfloor ", r"\right\rfloor"),
           "ceiling": (r"\left\lceil ", r"\right\rceil")}
_BINDERS = {"sum": r"\sum", "product": r"\prod"}


def latex_of(tree: Tree, symbols: Sequence[Symbol] = ()) -> str:
    r"""The tree in LaTeX, with the declared LaTeX of the symbols; cut with “…” beyond `LONGEST` characters.

    >>> from verifiers.answers.trees import apply, number
    >>> latex_of(apply("div", number(1), apply("mul", number(2), Variable("lam"))))
    '\\frac{1}{2 \\lambda}'
    """
    text = _Writer({symbol.name: symbol.latex for symbol in symbols if symbol.latex}).text(tree, _CONDITION, 0)
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"


def latex_name(name: str) -> str:
    r"""A name in LaTeX: lam is \lambda, x1 is x_{1}, lr is \mathrm{lr}."""
    parts = split(name)
    if parts is None:
        return r"\mathrm{?}"
    base, index, primes = vocabulary.GREEK_SHORT.get(parts[0], parts[0]), parts[1], parts[2]
    stem = f"\\{base}" if base in vocabulary.GREEK else base if len(base) == 1 else f"\\mathrm{{{base}}}"
    tail = f"_{{{index}}}" if index.isdigit() or len(index) == 1 else f"_{{\\text{{{index}}}}}" if index else ""
    return stem + tail + primes


class _Writer:
    """Writes trees whose symbols have declared LaTeX."""

    def __init__(self, declared: Mapping[str, str]) -> None:
        self.declared = declared

    def text(self, tree: Tree, least: int, depth: int) -> str:
        """The tree, in parentheses if it holds together less tightly than `least`."""
        if depth > _DEEPEST:
            return "…"
        text, level = self._node(tree, depth + 1)
        if len(text) > 2 * LONGEST:
            text = text[:2 * LONGEST]
        return text if level >= least else rf"\left({text}\right)"

    def name(self, name: str) -> str:
        """A symbol."""
        return self.declared.get(name) or latex_name(name)

    def _node(self, tree: Tree, depth: int) -> tuple[str, int]:
        """The text of a node and how tightly it holds together."""
        match tree:
            case Number():
                return (decimal(tree.value), _ATOM) if tree.value >= 0 else ("-" + decimal(-tree.value), _SUM)
            case Constant():
                return _CONSTANTS[tree.name], _ATOM
            case Variable():
                index = "" if tree.index is None else f"_{{{self.text(tree.index, _CONDITION, depth)}}}"
                return self.name(tree.name) + index, _ATOM
            case Apply():
                return self._apply(tree, depth)
            case Relation():
                sides = self.text(tree.left, _SUM, depth), self.text(tree.right, _SUM, depth)
                return f"{sides[0]} {_COMPARISONS[tree.comparison]} {sides[1]}", _CONDITION
            case Chain():
                signs = ("", *(f" {_COMPARISONS[sign]} " for sign in tree.comparisons))
                parts = (self.text(part, _SUM, depth) for part in tree.parts)
                return "".join(sign + part for sign, part in zip(signs, parts, strict=True)), _CONDITION
            case Bound() | Derivative():
                return self._bound(tree, depth), _SUM
            case Cases():
                rows = r" \\ ".join(f"{self.text(value, _SUM, depth)} & " + (
                    r"\text{otherwise}" if condition == Constant("true") else self.text(condition, _CONDITION, depth))
                    for value, condition in tree.pieces)
                return rf"\begin{{cases}} {rows} \end{{cases}}", _ATOM
            case Collected():
                return self._collected(tree, depth), _ATOM

    def _apply(self, tree: Apply, depth: int) -> tuple[str, int]:
        """An operation."""
        parts, operation = tree.arguments, tree.operation
        if operation in _FENCED:
            opening, closing = _FENCED[operation]
            return f"{opening}{self.text(parts[0], _SUM, depth)}{closing}", _ATOM
        match operation:
            case "add":
                return self._sum(parts, depth), _SUM
            case "neg":
                return f"-{self.text(parts[0], _PRODUCT, depth)}", _SUM
            case "mul":
                return self._product(parts, depth), _PRODUCT
            case "div":
                return rf"\frac{{{self.text(parts[0], _SUM, depth)}}}{{{self.text(parts[1], _SUM, depth)}}}", _POWER
            case "pow":
                return f"{self.text(parts[0], _ATOM, depth)}^{{{self.text(parts[1], _SUM, depth)}}}", _POWER
            case "root":
                square = isinstance(parts[1], Number) and parts[1].value == 2
                index = "" if square else f"[{{{self.text(parts[1], _SUM, depth)}}}]"
                return rf"\sqrt{index}{{{self.text(parts[0], _SUM, depth)}}}", _ATOM
            case "binomial":
                return rf"\binom{{{self.text(parts[0], _SUM, depth)}}}{{{self.text(parts[1], _SUM, depth)}}}", _ATOM
            case "mod":
                return rf"\left({self.text(parts[0], _ATOM, depth)} \bmod {self.text(parts[1], _ATOM, depth)}\right)", _ATOM
            case "factorial":
                return f"{self.text(parts[0], _ATOM, depth)}!", _POWER
            case "not":
                return rf"\neg \left({self.text(parts[0], _CONDITION, depth)}\right)", _CONDITION
            case "and" | "or":
                sign = r" \land " if operation == "and" else r" \lor "
                inner = (self.text(part, _CONDITION if isinstance(part, Relation | Chain) else _SUM, depth) for part in parts)
                return sign.join(inner), _CONDITION
        return self._function(operation, parts, depth), _POWER if operation == "log" else _ATOM

    def _function(self, operation: str, parts: tuple[Tree, ...], depth: int) -> str:
        """A function with its arguments in parentheses."""
        word = operation.partition("_")[0]
        name = r"\Gamma" if operation == "uppergamma" else _COMMANDS.get(operation, rf"\operatorname{{{word}}}")
        return rf"{name}\left({self._list(parts, depth)}\right)"

    def _sum(self, parts: tuple[Tree, ...], depth: int) -> str:
        """Terms with their signs."""
        first = parts[0]
        text = self.text(first, _SUM if isinstance(first, Apply) and first.operation == "neg" else _PRODUCT, depth)
        for part in parts[1:]:
            if isinstance(part, Apply) and part.operation == "neg":
                text += f" - {self.text(part.arguments[0], _PRODUCT, depth)}"
            else:
                text += f" + {self.text(part, _PRODUCT, depth)}"
        return text

    def _product(self, parts: tuple[Tree, ...], depth: int) -> str:
        """Factors, with a dot where a number or fraction would run into what is before it."""
        text = self.text(parts[0], _POWER, depth)
        for part in parts[1:]:
            factor = self.text(part, _POWER, depth)
            dotted = factor[0] in "0123456789.|" or (text[-1].isdigit() and factor.startswith(r"\frac"))
            text += (r" \cdot " if dotted else " ") + factor
        return text

    def _bound(self, tree: Bound | Derivative, depth: int) -> str:
        """A sum, product, integral or derivative."""
        if isinstance(tree, Derivative):
            order = "" if tree.order == 1 else f"^{{{tree.order}}}"
            operator = rf"\frac{{\mathrm{{d}}{order}}}{{\mathrm{{d}}{self.name(tree.variable)}{order}}}"
            return rf"{operator}\left({self.text(tree.body, _CONDITION, depth)}\right)"
        low, high = self.text(tree.low, _SUM, depth), self.text(tree.high, _SUM, depth)
        variable = self.name(tree.variable)
        if tree.operation == "integral":
            return rf"\int_{{{low}}}^{{{high}}} {self.text(tree.body, _PRODUCT, depth)} \,\mathrm{{d}}{variable}"
        body = self.text(tree.body, _POWER, depth)
        return rf"{_BINDERS[tree.operation]}_{{{variable}={low}}}^{{{high}}} {body}"

    def _collected(self, tree: Collected, depth: int) -> str:
        """A set, list, interval, union, matrix or distribution."""
        inside = self._list(tree.items, depth)
        left, right = ("(" if end else "[" for end in tree.open_ends[:1]), (")" if end else "]" for end in tree.open_ends[1:])
        match tree.kind:
            case "set":
                return rf"\left\{{{inside}\right\}}"
            case "tuple" | "interval":
                return rf"\left{next(left)}{inside}\right{next(right)}"
            case "matrix":
                width = len(tree.items) // max(tree.rows, 1)
                rows = (tree.items[k * width:(k + 1) * width] for k in range(tree.rows))
                cells = r" \\ ".join(" & ".join(self.text(item, _SUM, depth) for item in row) for row in rows)
                return rf"\begin{{pmatrix}} {cells} \end{{pmatrix}}"
            case "union":
                return r" \cup ".join(self.text(item, _ATOM, depth) for item in tree.items)
        return rf"\mathrm{{{tree.name}}}\left({inside}\right)"

    def _list(self, parts: tuple[Tree, ...], depth: int) -> str:
        """Parts between commas."""
        return ", ".join(self.text(part, _CONDITION, depth) for part in parts)
