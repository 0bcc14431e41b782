"""Equality of constants in radicals, by a separation bound.

Every such number is U/L with algebraic integers U, L of a field of degree at most D, the product of the degrees of the
different radicals in it.  If u and l bound the moduli of all conjugates of U and L, then U/L is 0 or |U/L| ≥ 1/(u^(D−1) l),
for the norm of U is an integer.  u and l follow the operations; a root is (U L^(k−1))^(1/k) / L.
[Burnikel, Funke, Mehlhorn, Schirra & Schmitt, A separation bound for real algebraic expressions, 2001]
"""

from __future__ import annotations

from fractions import Fraction
from math import log2
from typing import NoReturn

from flint import fmpz

from verifiers.answers.evaluation import Work, at_precision, magnitude
from verifiers.answers.trees import Apply, Constant, Number, Tree, apply
from verifiers.errors import LearningTheoremsError

MOST_BITS = 8_000
MOST_DEGREE = 2_000
Bounds = tuple[float, float]  # logarithms to base 2 of u and l, both at least 0


class NotInRadicals(LearningTheoremsError):
    """A number is not made by arithmetic and roots from integers."""


def radicals_equal(left: Tree, right: Tree) -> bool:
    """Whether two constants in radicals are proved equal. Raises LearningTheoremsError if one is something else."""
    difference = apply("add", left, apply("neg", right))
    roots: dict[Tree, int] = {}
    u, l = bounds(difference, roots)
    degree = 1
    for k in roots.values():
        degree *= k
        if degree > MOST_DEGREE:
            return False
    bits = int((degree - 1) * u + l) + 2
    if bits > MOST_BITS:
        return False
    value = at_precision(difference, {}, bits + int(u) + 64, Work(50_000))
    return bool(magnitude(value) * fmpz(2) ** bits < 1)


def bounds(tree: Tree, roots: dict[Tree, int]) -> Bounds:
    """log₂ of u and l (rounded up); the radicals with their degrees are added to `roots`."""
    match tree:
        case Number():
            return _log2(abs(tree.value.numerator)), _log2(tree.value.denominator)
        case Constant(name="i"):
            roots[tree] = 2
            return 0.0, 0.0
        case Apply(operation="neg", arguments=(inner,)):
            return bounds(inner, roots)
        case Apply(operation="add"):
            total = bounds(tree.arguments[0], roots)
            for argument in tree.arguments[1:]:
                other = bounds(argument, roots)
                total = max(total[0] + other[1], total[1] + other[0]) + 1, total[1] + other[1]
            return _up(total)
        case Apply(operation="mul"):
            parts = [bounds(argument, roots) for argument in tree.arguments]
            return _up((sum(p[0] for p in parts), sum(p[1] for p in parts)))
        case Apply(operation="div", arguments=(top, bottom)):
            a, b = bounds(top, roots), bounds(bottom, roots)
            return _up((a[0] + b[1], a[1] + b[0]))
        case Apply(operation="root", arguments=(base, degree)):
            k = literal(degree)
            return _root(bounds(base, roots), 1 / k, tree, roots) if k else _refuse()
        case Apply(operation="pow", arguments=(base, exponent)):
            return _root(bounds(base, roots), literal(exponent), tree, roots)
    return _refuse()


def _root(base: Bounds, exponent: Fraction, tree: Tree, roots: dict[Tree, int]) -> Bounds:
    """The bounds of a power with a rational exponent p/q: the q-th root, raised to p."""
    p, q = exponent.numerator, exponent.denominator
    if abs(p) > 1000 or q > 100:
        return _refuse()
    if q > 1:
        roots[tree] = q
    u, l = (base[0] + (q - 1) * base[1]) / q, base[1]
    return _up((u * p, l * p)) if p >= 0 else _up((l * -p, u * -p))


def literal(tree: Tree) -> Fraction:
    """The value of a rational number as it is written. Raises NotInRadicals for anything else."""
    match tree:
        case Number():
            return tree.value
        case Apply(operation="neg", arguments=(inner,)):
            return -literal(inner)
        case Apply(operation="div", arguments=(top, bottom)):
            below = literal(bottom)
            return literal(top) / below if below else _refuse()
    return _refuse()


def _refuse() -> NoReturn:
    raise NotInRadicals("no number in radicals")


def _log2(number: int) -> float:
    return log2(number) * (1 + 1e-12) + 1e-12 if number > 1 else 0.0


def _up(pair: Bounds) -> Bounds:
    return pair[0] * (1 + 1e-12) + 1e-12, pair[1] * (1 + 1e-12) + 1e-12
