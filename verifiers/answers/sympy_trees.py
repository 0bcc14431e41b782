"""Trees of the formulas that records hold as SymPy expressions."""

from __future__ import annotations

from fractions import Fraction

import sympy
from sympy.core.relational import Relational

from verifiers.answers.evaluation import NotSupported
from verifiers.answers.trees import Apply, Bound, Cases, Constant, Number, Relation, Tree, Variable, apply, number

CONSTANTS = {sympy.pi: "pi", sympy.E: "e", sympy.I: "i", sympy.oo: "oo", sympy.EulerGamma: "euler_gamma",
             sympy.true: "true", sympy.false: "false"}
FUNCTIONS = {"Abs": "abs", "ceiling": "ceiling", "Min": "min", "Max": "max", "And": "and", "Or": "or", "Not": "not",
             "Mod": "mod", "Heaviside": "heaviside"}
SAME_NAME = {"exp", "log", "sign", "floor", "factorial", "binomial", "gamma", "loggamma", "digamma", "polygamma", "beta",
             "uppergamma", "lowergamma", "harmonic", "zeta", "erf", "erfc", "sin", "cos", "tan", "cot", "sec", "csc",
             "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh", "coth", "asinh", "acosh", "atanh", "re", "im",
             "conjugate", "betainc_regularized"}
COMPARISONS = {"==": "=", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}


def tree_of(expression: sympy.Basic) -> Tree:
    """The tree of a SymPy expression. Raises NotSupported for what answers cannot contain."""
    if expression in CONSTANTS:
        return Constant(CONSTANTS[expression])
    if isinstance(expression, sympy.Rational):
        return _number(Fraction(int(expression.p), int(expression.q)))
    if expression == -sympy.oo:
        return apply("neg", Constant("oo"))
    if isinstance(expression, sympy.Symbol):
        return Variable(expression.name)
    if isinstance(expression, sympy.Indexed):
        return Variable(str(expression.base.label), tree_of(expression.indices[0]))
    if isinstance(expression, (sympy.Add, sympy.Mul)):
        return _arithmetic(expression)
    if isinstance(expression, sympy.Pow):
        return _power(expression)
    if isinstance(expression, (sympy.Sum, sympy.Product, sympy.Integral)):
        return _bound(expression)
    if isinstance(expression, sympy.Piecewise):
        return Cases(tuple((tree_of(value), tree_of(condition)) for value, condition in expression.args))
    if isinstance(expression, Relational):
        return Relation(COMPARISONS[expression.rel_op], tree_of(expression.lhs), tree_of(expression.rhs))
    if isinstance(expression, sympy.KroneckerDelta):
        first, second = (tree_of(a) for a in expression.args[:2])
        same = Relation("=", first, second)
        return Cases(((number(1), same), (number(0), Constant("true"))))
    name = type(expression).__name__
    operation = FUNCTIONS.get(name, name if name in SAME_NAME else "")
    if not operation:
        raise NotSupported(f"the function {name} of this record cannot be used in answers")
    arguments = [tree_of(a) for a in (sorted(expression.args, key=sympy.default_sort_key)
                                      if name in ("Min", "Max", "And", "Or") else expression.args)]
    return Apply(operation, tuple(arguments))


def _number(value: Fraction) -> Tree:
    return apply("neg", Number(-value)) if value < 0 else Number(value)


def _arithmetic(expression: sympy.Expr) -> Tree:
    if isinstance(expression, sympy.Add):
        return Apply("add", tuple(tree_of(a) for a in expression.as_ordered_terms()))
    top, bottom = expression.as_numer_denom()
    if bottom != 1 and top * (1 / bottom) == expression:
        return apply("div", tree_of(top), tree_of(bottom))
    sign, rest = expression.as_coeff_Mul()
    if sign == -1:
        return apply("neg", tree_of(rest))
    return Apply("mul", tuple(tree_of(a) for a in expression.as_ordered_factors()))


def _power(expression: sympy.Pow) -> Tree:
    base, exponent = expression.args
    if exponent.is_Rational and exponent < 0:
        return apply("div", number(1), tree_of(base ** -exponent))
    if exponent == sympy.Rational(1, 2):
        return apply("root", tree_of(base), number(2))
    return apply("pow", tree_of(base), tree_of(exponent))


def _bound(expression: sympy.Expr) -> Tree:
    operation = {sympy.Sum: "sum", sympy.Product: "product", sympy.Integral: "integral"}[type(expression)]
    body = tree_of(expression.function)
    for limits in expression.limits:
        if len(limits) != 3:
            raise NotSupported("an indefinite integral or sum has no value")
        body = Bound(operation, body, limits[0].name, tree_of(limits[1]), tree_of(limits[2]))
    return body
