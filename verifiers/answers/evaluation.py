"""The value of a tree at a point, with an enclosure: the only place where an answer is computed with.

All effort is counted in node visits, so that a limit is met at the same place on every machine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import flint
from flint import acb, arb, fmpq

from verifiers.answers.derivatives import derivative
from verifiers.answers.functions import FUNCTIONS
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
from verifiers.answers.values import Value, compare, constant, is_real, real_ball
from verifiers.errors import LearningTheoremsError, TooImprecise, UndefinedValue

Point = Mapping[str, Any]  # name → int, Fraction or, for a vector, a tuple of them
MOST_TERMS = 20_000  # of one sum or product
EFFORT = {  # of one call at low precision, in node visits; it grows with the square of the precision
    **dict.fromkeys(("pow", "root", "exp", "log", "sin", "cos", "tan", "cot", "sec", "csc", "asin", "acos", "atan", "atan2",
                     "sinh", "cosh", "tanh", "coth", "asinh", "acosh", "atanh"), 1),
    **dict.fromkeys(("factorial", "gamma", "loggamma", "digamma", "harmonic", "binomial", "beta", "erf", "erfc", "Phi"), 6),
    "zeta": 30,
}
GROWING = {"uppergamma": 40, "lowergamma": 40, "polygamma": 40, "betainc_regularized": 400}  # and with their arguments
BITS_A_STEP = 64  # of an exact fraction
COMPARISONS = {"=": (0,), "<": (-1,), "<=": (-1, 0), ">": (1,), ">=": (1, 0), "!=": (-1, 1)}


class TooMuchWork(LearningTheoremsError):
    """A computation was given up after its allowance of steps."""


class NotSupported(LearningTheoremsError):
    """A construction that has no value here (a matrix or a set inside a formula)."""


@dataclass(slots=True)
class Work:
    """What is left of an allowance of node visits.

    numeric: whether a value came from a quadrature or series whose error is estimated, not proved; doubtful: whether one of
    them was not even compared with partial sums, so that nothing can be called wrong by it.
    """

    left: int = 600_000
    numeric: bool = False
    doubtful: bool = False

    def spend(self, steps: int = 1) -> None:
        """Take steps off. Raises TooMuchWork when none are left."""
        self.left -= steps
        if self.left < 0:
            raise TooMuchWork("the answer takes too many operations to compute")


def exact(number: Any) -> Value:
    """A coordinate of a point as a value."""
    if isinstance(number, (int, Fraction)):
        return fmpq(number.numerator, number.denominator)
    return number


@dataclass(slots=True)
class Evaluator:
    """Evaluates trees at one point, at flint's current precision."""

    point: Point
    work: Work = field(default_factory=Work)
    bound: dict[str, Value] = field(default_factory=dict)

    def value(self, tree: Tree) -> Value:
        """The value of a formula or condition.

        Raises UndefinedValue where it has none, TooImprecise where the precision does not decide, TooMuchWork, and
        NotSupported for sets, matrices and the like.
        """
        self.work.spend()
        match tree:
            case Number():
                return fmpq(tree.value.numerator, tree.value.denominator)
            case Variable():
                return self._variable(tree)
            case Apply():
                return self._apply(tree)
            case Constant():
                return constant(tree.name)
            case Bound():
                return self._bound(tree)
            case Cases():
                return self._cases(tree)
            case Relation():
                return self.holds(tree)
            case Chain():
                return all(self._related(c, a, b) for c, a, b in zip(tree.comparisons, tree.parts, tree.parts[1:],
                                                                      strict=False))
            case Derivative():
                return self._derivative(tree)
            case Collected():
                raise NotSupported(f"a {tree.kind} stands where a formula is needed")

    def holds(self, condition: Tree) -> bool:
        """The truth of a condition."""
        match condition:
            case Relation():
                return self._related(condition.comparison, condition.left, condition.right)
            case Apply(operation="and"):
                return all(self.holds(c) for c in condition.arguments)
            case Apply(operation="or"):
                return any(self.holds(c) for c in condition.arguments)
            case Apply(operation="not"):
                return not self.holds(condition.arguments[0])
        value = self.value(condition)
        if not isinstance(value, bool):
            raise NotSupported("a formula stands where a condition is needed")
        return value

    def _related(self, comparison: str, left: Tree, right: Tree) -> bool:
        if infinite(left) or infinite(right):
            return self._beyond(comparison, left, right)
        a, b = self.value(left), self.value(right)
        if comparison in ("=", "!="):
            return same(a, b) == (comparison == "=")
        return compare(a, b) in COMPARISONS[comparison]

    def _beyond(self, comparison: str, left: Tree, right: Tree) -> bool:
        """A comparison with infinity."""
        for side in (left, right):
            if not infinite(side):
                real_ball(self.value(side))  # it has to be a real number
        a, b = infinite(left), infinite(right)
        if a == b:
            raise UndefinedValue("infinity is equal to nothing")
        return int(a > b) - int(a < b) in COMPARISONS[comparison]

    def _variable(self, tree: Variable) -> Value:
        found = self.bound.get(tree.name)
        if found is None:
            if tree.name not in self.point:
                raise NotSupported(f"{tree.name} has no value")
            found = self.point[tree.name]
        if isinstance(found, tuple):
            if tree.index is None:
                raise NotSupported(f"{tree.name} is a vector; an entry of it is needed here")
            index = self.value(tree.index)
            if not (isinstance(index, fmpq) and index.q == 1 and 1 <= index <= len(found)):
                raise UndefinedValue(f"{tree.name} has no entry with that index")
            return exact(found[int(index.p) - 1])
        if tree.index is not None:
            raise NotSupported(f"{tree.name} is no vector")
        return exact(found)

    def _apply(self, tree: Apply) -> Value:
        if tree.operation in ("and", "or", "not"):
            return self.holds(tree)
        function = FUNCTIONS.get(tree.operation)
        if function is None:
            raise NotSupported(f"the operation {tree.operation} has no value here")
        arguments = [self.value(a) for a in tree.arguments]
        if any(isinstance(a, bool) for a in arguments):
            raise NotSupported("a condition stands where a number is needed")
        self.work.spend(effort(tree.operation, arguments))
        return self._weighed(function(*arguments), len(arguments))

    def _weighed(self, value: Value, operands: int = 1) -> Value:
        """A value whose length has been taken off the allowance."""
        if isinstance(value, fmpq):
            self.work.spend(int(value.height_bits()) // BITS_A_STEP * operands)
        return value

    def _cases(self, tree: Cases) -> Value:
        for value, condition in tree.pieces:
            if self.holds(condition):
                return self.value(value)
        raise UndefinedValue("no case applies")

    def _derivative(self, tree: Derivative) -> Value:
        body = tree.body
        for _ in range(tree.order):
            body = derivative(body, tree.variable, self.work.spend)
        return self.value(body)

    def _bound(self, tree: Bound) -> Value:
        if tree.operation == "integral" or infinite(tree.low) or infinite(tree.high):
            from verifiers.answers import series
            return series.estimate(self, tree)
        low, high = self.value(tree.low), self.value(tree.high)
        if not all(isinstance(end, fmpq) and end.q == 1 for end in (low, high)):
            raise UndefinedValue(f"the bounds of a {tree.operation} are no integers")
        if high - low > MOST_TERMS:
            raise TooMuchWork(f"a {tree.operation} has {int((high - low).p) + 1:,} terms, the limit is {MOST_TERMS:,}")
        combine = FUNCTIONS["add" if tree.operation == "sum" else "mul"]
        total = fmpq(0) if tree.operation == "sum" else fmpq(1)
        for k in range(int(low.p), int(high.p) + 1):
            total = self._weighed(combine(total, self.within(tree.body, tree.variable, fmpq(k))))
        return total

    def within(self, body: Tree, variable: str, value: Value) -> Value:
        """The body with a bound variable at a value."""
        before = self.bound.get(variable)
        self.bound[variable] = value
        try:
            return self.value(body)
        finally:
            if before is None:
                del self.bound[variable]
            else:
                self.bound[variable] = before


def effort(operation: str, arguments: Sequence[Value]) -> int:
    """About how many node visits a call takes as much time as, at the working precision."""
    precise = 1 + (int(flint.ctx.prec) // 200) ** 2
    if operation in GROWING:
        largest = max(abs(float(a) if isinstance(a, fmpq) else complex(a)) for a in arguments)
        return int(GROWING[operation] * precise * (1 + min(largest, 10.0**6) / 50))
    return EFFORT.get(operation, 0) * precise


def infinite(tree: Tree) -> int:
    """1 for ∞, −1 for −∞, 0 otherwise."""
    if tree == Constant("oo"):
        return 1
    return -1 if tree == Apply("neg", (Constant("oo"),)) else 0


def same(left: Value, right: Value) -> bool:
    """Whether two values are equal. Raises TooImprecise if overlapping balls leave it open."""
    if isinstance(left, bool) or isinstance(right, bool):
        if not (isinstance(left, bool) and isinstance(right, bool)):
            raise NotSupported("a condition is compared with a number")
        return left == right
    if isinstance(left, fmpq) and isinstance(right, fmpq):
        return bool(left == right)
    difference = acb(left) - acb(right)
    if not difference.contains(0):
        return False
    if difference.is_zero():
        return True
    raise TooImprecise("whether two numbers are equal is undecided at this precision")


def at_precision(tree: Tree, point: Point, precision: int, work: Work) -> Value:
    """The value of a tree at a point with a working precision in bits."""
    with flint.ctx.workprec(precision):
        return Evaluator(point, work).value(tree)


def magnitude(value: Value) -> arb:
    """A ball around the modulus."""
    return abs(real_ball(value)) if is_real(value) else abs(value)
