"""Rewritings of a formula's tree that leave its value alone: what students write for the same thing.

Each function rewrites every place of the tree that has its form, and leaves the rest as it is. Logarithms, roots and binomial
coefficients are taken to have arguments for which the rules hold, as they have in a record's formula on its domain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from verifiers.answers.selftests import reshaping_conditions as conditions
from verifiers.answers.selftests import reshaping_sums as sums
from verifiers.answers.trees import Apply, Cases, Constant, Number, Relation, Tree, Variable, apply, number
from verifiers.answers.variants import rebuilt

Change = Callable[[Tree], Tree]
ODD = ("sinh", "tanh", "asinh", "atanh", "sin", "tan", "asin", "atan", "erf", "sign")
ONE, TWO = number(1), number(2)


def everywhere(tree: Tree, change: Change) -> Tree:
    """The tree changed at every place, from the leaves up; indices of vectors stay."""
    return change(tree if isinstance(tree, Variable) else rebuilt(tree, lambda part: everywhere(part, change)))


def reshapings(tree: Tree) -> Iterator[tuple[str, Tree]]:
    """Label and rewriting, those that are peculiar to the formula first; only what differs from the tree."""
    rules: dict[str, Change] = {
        "another index": sums.renamed_index(tree), "index shifted": sums.shifted, "sum backwards": sums.backwards,
        "last term apart": sums.last_apart, "sum of sums": sums.sum_of_sums,
        **_RULES,
    }
    for label, rule in rules.items():
        changed = everywhere(tree, rule)
        if changed != tree:
            yield label, changed


def fillers(tree: Tree) -> Iterator[tuple[str, Tree]]:
    """Rewritings that every formula has; none for a condition, whose sides have them."""
    if isinstance(tree, (Relation, Cases)) or (isinstance(tree, Apply) and tree.operation in ("and", "or", "not")):
        return
    yield "doubled and halved", apply("div", apply("mul", TWO, tree), TWO)
    yield "one added and taken away", apply("add", apply("add", tree, ONE), apply("neg", ONE))
    yield "twice less once", apply("add", apply("mul", TWO, tree), apply("neg", tree))


def minus(tree: Tree) -> Tree:
    """The negative, with the sign moved into a sum or quotient."""
    match tree:
        case Apply(operation="neg", arguments=(inner,)):
            return inner
        case Apply(operation="add"):
            return Apply("add", tuple(minus(part) for part in tree.arguments))
        case Apply(operation="mul", arguments=(first, *rest)):
            return Apply("mul", (minus(first), *rest))
    return apply("neg", tree)


def _reversed(node: Tree) -> Tree:
    if isinstance(node, Apply) and node.operation in ("add", "mul", "and", "or"):
        return Apply(node.operation, node.arguments[::-1])
    return node


def _negated_fraction(node: Tree) -> Tree:
    match node:
        case Apply(operation="div", arguments=(top, bottom)):
            return apply("div", minus(top), minus(bottom))
    return node


def _inverse_power(node: Tree) -> Tree:
    match node:
        case Apply(operation="div", arguments=(top, bottom)):
            inverse = apply("pow", bottom, apply("neg", ONE))
            return inverse if top == ONE else apply("mul", top, inverse)
        case Apply(operation="pow", arguments=(base, Apply(operation="neg", arguments=(exponent,)))):
            return apply("div", ONE, apply("pow", base, exponent))
    return node


def _power(node: Tree) -> Tree:
    match node:
        case Apply(operation="pow", arguments=(base, Number(value=value))) if value.denominator == 1 and 2 <= value <= 3:
            return Apply("mul", (base,) * int(value))
        case Apply(operation="pow", arguments=(base, Number(value=value))) if value.denominator == 1 and value > 3:
            return apply("mul", base, apply("pow", base, number(value - 1)))
        case Apply(operation="root", arguments=(base, Number(value=value))) if value == 2:
            return apply("pow", base, apply("div", ONE, TWO))
        case Apply(operation="pow", arguments=(base, Number(value=value))) if value == Fraction(1, 2):
            return apply("root", base, TWO)
    return node


def _exponential(node: Tree) -> Tree:
    match node:
        case Apply(operation="exp", arguments=(exponent,)):
            return apply("pow", Constant("e"), exponent)
        case Apply(operation="pow", arguments=(Number(value=value) as base, exponent)) if value > 0:
            return node if isinstance(exponent, Number) else apply("exp", apply("mul", exponent, apply("log", base)))
        case Apply(operation="sinh", arguments=(x,)):
            return apply("div", apply("add", apply("exp", x), apply("neg", apply("exp", minus(x)))), TWO)
        case Apply(operation="asinh", arguments=(x,)):
            return apply("log", apply("add", x, apply("root", apply("add", apply("pow", x, TWO), ONE), TWO)))
    return node


def _logarithm(node: Tree) -> Tree:
    match node:
        case Apply(operation="log", arguments=(Apply(operation="div", arguments=(top, bottom)),)):
            return apply("neg", apply("log", apply("div", bottom, top)))
        case Apply(operation="log", arguments=(inner,)):
            return apply("neg", apply("log", apply("div", ONE, inner)))
    return node


def _log_of_root(node: Tree) -> Tree:
    match node:
        case Apply(operation="log", arguments=(inner,)):
            return apply("mul", TWO, apply("log", apply("root", inner, TWO)))
    return node


def _factorials(node: Tree) -> Tree:
    match node:
        case Apply(operation="binomial", arguments=(n, k)):
            below = apply("mul", apply("factorial", k), apply("factorial", apply("add", n, apply("neg", k))))
            return apply("div", apply("factorial", n), below)
        case Apply(operation="gamma", arguments=(x,)):
            return apply("div", apply("gamma", apply("add", x, ONE)), x)
        case Apply(operation="factorial", arguments=(n,)):
            return apply("gamma", apply("add", n, ONE))
    return node


def _mirrored_binomial(node: Tree) -> Tree:
    match node:
        case Apply(operation="binomial", arguments=(n, k)):
            return apply("binomial", n, apply("add", n, apply("neg", k)))
    return node


def _piecewise(node: Tree) -> Tree:
    match node:
        case Apply(operation="abs", arguments=(x,)):
            return apply("root", apply("pow", x, TWO), TWO)
        case Apply(operation="min" | "max", arguments=(a, b)):
            distance = apply("abs", apply("add", a, apply("neg", b)))
            signed = distance if node.operation == "max" else apply("neg", distance)
            return apply("div", apply("add", a, b, signed), TWO)
        case Apply(operation="floor" | "ceiling", arguments=(x,)):
            return apply("neg", apply("ceiling" if node.operation == "floor" else "floor", minus(x)))
        case Cases(pieces=((first, condition), (second, Constant(name="true")))):
            return Cases(((second, conditions.opposite(condition)), (first, Constant("true"))))
    return node


def _odd(node: Tree) -> Tree:
    match node:
        case Apply(operation=operation, arguments=(x,)) if operation in ODD:
            return apply("neg", apply(operation, minus(x)))
    return node


def _decimals(node: Tree) -> Tree:
    match node:
        case Apply(operation="div", arguments=(top, Number(value=value))) if _dyadic(value):
            return apply("mul", Number(1 / value), top)
    return node


def _dyadic(value: Fraction) -> bool:
    return value.denominator == 1 and 1 < value <= 64 and int(value).bit_count() == 1


def _fractions(node: Tree) -> Tree:
    match node:
        case Number(value=value) if value.denominator != 1:
            return apply("div", number(2 * value.numerator), number(2 * value.denominator))
    return node


def _common_factor(node: Tree) -> Tree:
    match node:
        case Apply(operation="div", arguments=(top, bottom)):
            return apply("div", apply("mul", TWO, top), apply("mul", TWO, bottom))
    return node


_RULES: dict[str, Change] = {
    "factorials": _factorials, "mirrored binomial": _mirrored_binomial, "cases": _piecewise, "odd functions": _odd,
    "exponentials": _exponential, "reciprocal in the logarithm": _logarithm, "root in the logarithm": _log_of_root,
    "powers": _power, "decimals": _decimals, "fractions": _fractions,
    "sides swapped": conditions.swapped_sides, "one side": conditions.one_side, "sides doubled": conditions.doubled_sides,
    "denied": conditions.denied, "signs through fractions": _negated_fraction, "negative powers": _inverse_power,
    "terms reordered": _reversed, "fractions expanded": _common_factor,
}
