"""A normal form of expressions with symbolic sums: linearity, constants in front, one name for the index."""

from __future__ import annotations

from collections.abc import Iterable

import sympy

_INDEX = [sympy.Symbol(f"_k{j}", integer=True, positive=True) for j in range(6)]

Fact = tuple[sympy.Expr, sympy.Expr]


def normal_form(expression: sympy.Expr, facts: Iterable[Fact] = ()) -> sympy.Expr:
    """The expression with every sum split into elementary ones, after applying facts left → right.

    A fact whose left side has a sum is solved for its first elementary sum; any other is substituted as it stands.
    """
    result = _normal(expression)
    for left, right in facts:
        result = _apply(result, _normal(left), _normal(right))
        result = _normal(result)
    return sympy.expand(result)


def _apply(expression: sympy.Expr, left: sympy.Expr, right: sympy.Expr) -> sympy.Expr:
    expanded = sympy.expand(left)
    sums = sorted(expanded.atoms(sympy.Sum), key=sympy.default_sort_key)
    for elementary in sums:
        mark = sympy.Dummy()
        linear = sympy.expand(expanded.xreplace({elementary: mark}))
        coefficient = linear.coeff(mark)
        if coefficient != 0 and not coefficient.has(mark) and not (linear - coefficient * mark).has(mark):
            solved = (right - (linear - coefficient * mark)) / coefficient
            return sympy.expand(expression).xreplace({elementary: solved})
    return expression.subs(left, right)


def _normal(expression: sympy.Expr, depth: int = 0) -> sympy.Expr:
    if isinstance(expression, sympy.Sum):
        return _normal_sum(expression, depth)
    if not expression.args or not expression.has(sympy.Sum):
        return expression
    arguments = [_normal(a, depth) if isinstance(a, sympy.Basic) else a for a in expression.args]
    return expression.func(*arguments)


def _normal_sum(total: sympy.Sum, depth: int) -> sympy.Expr:
    *inner, (index, lower, upper) = total.limits
    body = sympy.Sum(total.function, *inner) if inner else total.function
    body = _normal(body, depth + 1)
    if not body.has(sympy.Sum):
        body = sympy.powsimp(sympy.expand(sympy.expand_log(body)))
    name = _INDEX[depth]
    terms = []
    for term in sympy.Add.make_args(sympy.expand(body)):
        constant, rest = term.as_independent(index, as_Add=False)
        if rest == 1:
            terms.append(constant * (upper - lower + 1))
        else:
            terms.append(constant * sympy.Sum(rest.subs(index, name), (name, lower, upper)))
    return sympy.Add(*terms)
