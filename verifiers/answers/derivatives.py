"""Derivatives of trees, by the rules of calculus."""

from __future__ import annotations

from collections.abc import Callable

from verifiers.answers.trees import (
    Apply,
    Bound,
    Constant,
    Derivative,
    Number,
    Tree,
    Variable,
    apply,
    free_variables,
    nodes,
    number,
)
from verifiers.answers.variants import rebuilt, replaced
from verifiers.errors import LearningTheoremsError

ZERO, ONE, TWO = number(0), number(1), number(2)
EFFORT = 5  # what an allowance of node visits is charged for one step
Spend = Callable[[int], None]


def _freely(_: int) -> None:
    """No allowance to take from."""


def derivative(tree: Tree, variable: str, spend: Spend = _freely) -> Tree:
    """d(tree)/d(variable). Raises LearningTheoremsError for a function without a rule here, and what `spend` raises."""
    spend(EFFORT)

    def slope(part: Tree) -> Tree:
        return derivative(part, variable, spend)

    match tree:
        case Number() | Constant():
            return ZERO
        case Variable(index=None):
            return ONE if tree.name == variable else ZERO
        case Apply(operation="add"):
            return _sum([slope(a) for a in tree.arguments])
        case Apply(operation="neg", arguments=(inner,)):
            return _negative(slope(inner))
        case Apply(operation="mul"):
            factors = tree.arguments
            return _sum([_product(*factors[:i], slope(f), *factors[i + 1:]) for i, f in enumerate(factors)])
        case Apply(operation="div", arguments=(top, bottom)):
            above, below = slope(top), slope(bottom)
            if below == ZERO:
                return above if above == ZERO else apply("div", above, bottom)
            change = _sum([_product(above, bottom), _negative(_product(top, below))])
            return apply("div", change, apply("pow", bottom, TWO))
        case Apply(operation="pow", arguments=(base, exponent)):
            return _power(base, exponent, slope)
        case Apply(operation="root", arguments=(base, degree)):
            if slope(degree) != ZERO:
                return _power(base, apply("div", ONE, degree), slope)
            inner = slope(base)
            return inner if inner == ZERO else apply("div", _product(tree, inner), _product(degree, base))
        case Apply(arguments=(inner,)) if tree.operation in RULES:
            inside = slope(inner)
            return inside if inside == ZERO else _product(RULES[tree.operation](inner), inside)
        case Bound(operation="sum") if tree.variable != variable and not _depends((tree.low, tree.high), variable):
            return Bound("sum", slope(tree.body), tree.variable, tree.low, tree.high)
        case Bound(operation="integral") if tree.variable != variable and _simple(tree.body):
            inside = slope(tree.body)
            ends = [_product(replaced(tree.body, {tree.variable: end}), slope(end)) if _depends((end,), variable) else ZERO
                    for end in (tree.high, tree.low)]
            moved = ZERO if inside == ZERO else Bound("integral", inside, tree.variable, tree.low, tree.high)
            return _sum([moved, ends[0], _negative(ends[1])])
    spend(EFFORT * sum(1 for _ in nodes(tree)))
    if not _depends((tree,), variable):
        return ZERO
    raise LearningTheoremsError("the derivative of this expression is not computed here")


def differentiated(tree: Tree, spend: Spend = _freely) -> Tree:
    """The tree with all its derivatives carried out. Raises as `derivative`."""
    if not any(isinstance(n, Derivative) for n in nodes(tree)):
        return tree
    below = rebuilt(tree, lambda part: differentiated(part, spend))
    if not isinstance(below, Derivative):
        return below
    body = below.body
    for _ in range(below.order):
        body = derivative(body, below.variable, spend)
    return body


def _depends(parts: tuple[Tree, ...], variable: str) -> bool:
    return any(variable in free_variables(p) for p in parts)


def _simple(body: Tree) -> bool:
    """Whether no variable is bound inside, so that an end of the integral can be put in."""
    return not any(isinstance(n, Bound) for n in nodes(body))


def _sum(terms: list[Tree]) -> Tree:
    known = tuple(t for t in terms if t != ZERO)
    return ZERO if not known else known[0] if len(known) == 1 else Apply("add", known)


def _product(*factors: Tree) -> Tree:
    if ZERO in factors:
        return ZERO
    known = tuple(f for f in factors if f != ONE)
    return ONE if not known else known[0] if len(known) == 1 else Apply("mul", known)


def _negative(tree: Tree) -> Tree:
    return tree if tree == ZERO else apply("neg", tree)


def _power(base: Tree, exponent: Tree, slope: Callable[[Tree], Tree]) -> Tree:
    inside, raised = slope(base), slope(exponent)
    lower = Number(exponent.value - 1) if isinstance(exponent, Number) else apply("add", exponent, number(-1))
    if raised == ZERO:
        return inside if inside == ZERO else _product(exponent, base if lower == ONE else apply("pow", base, lower), inside)
    logarithm = ONE if base == Constant("e") else apply("log", base)
    moving = ZERO if inside == ZERO else apply("div", _product(exponent, inside), base)
    return _product(apply("pow", base, exponent), _sum([_product(raised, logarithm), moving]))


def _square(tree: Tree) -> Tree:
    return apply("pow", tree, TWO)


def _direction(u: Tree) -> Tree:
    """The sign of a real number, without a value at zero."""
    return apply("div", ONE, apply("sign", u))


RULES: dict[str, Callable[[Tree], Tree]] = {
    "exp": lambda u: apply("exp", u),
    "log": lambda u: apply("div", ONE, u),
    "sin": lambda u: apply("cos", u),
    "cos": lambda u: apply("neg", apply("sin", u)),
    "tan": lambda u: apply("add", ONE, _square(apply("tan", u))),
    "sinh": lambda u: apply("cosh", u),
    "cosh": lambda u: apply("sinh", u),
    "tanh": lambda u: apply("add", ONE, apply("neg", _square(apply("tanh", u)))),
    "asin": lambda u: apply("div", ONE, apply("root", apply("add", ONE, apply("neg", _square(u))), TWO)),
    "acos": lambda u: apply("div", number(-1), apply("root", apply("add", ONE, apply("neg", _square(u))), TWO)),
    "atan": lambda u: apply("div", ONE, apply("add", ONE, _square(u))),
    "asinh": lambda u: apply("div", ONE, apply("root", apply("add", ONE, _square(u)), TWO)),
    "atanh": lambda u: apply("div", ONE, apply("add", ONE, apply("neg", _square(u)))),
    "gamma": lambda u: apply("mul", apply("gamma", u), apply("digamma", u)),
    "loggamma": lambda u: apply("digamma", u),
    "digamma": lambda u: apply("polygamma", ONE, u),
    "abs": _direction,
    "erf": lambda u: apply("div", apply("mul", TWO, apply("exp", apply("neg", _square(u)))),
                           apply("root", Constant("pi"), TWO)),
    "erfc": lambda u: apply("div", apply("mul", number(-2), apply("exp", apply("neg", _square(u)))),
                            apply("root", Constant("pi"), TWO)),
    "Phi": lambda u: apply("div", apply("exp", apply("neg", apply("div", _square(u), TWO))),
                           apply("root", apply("mul", TWO, Constant("pi")), TWO)),
}
