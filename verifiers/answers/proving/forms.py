"""The normal form of a tree, and what is known of conditions."""

from __future__ import annotations

from collections.abc import Mapping

from flint import fmpq

from verifiers.answers.derivatives import derivative
from verifiers.answers.proving import exponentials, piecewise, powers
from verifiers.answers.proving.bound_forms import bound_form
from verifiers.answers.proving.functions import FORMS
from verifiers.answers.proving.generators import Range
from verifiers.answers.proving.kernels import Kernels
from verifiers.answers.proving.knowledge import Assumption, rational, relations
from verifiers.answers.proving.radicals import literal
from verifiers.answers.proving.rational_functions import Element, GiveUp, Polynomial, Undefined, coefficients, slots_of
from verifiers.answers.trees import (
    Apply,
    Bound,
    Cases,
    Chain,
    Constant,
    Derivative,
    Number,
    Relation,
    Tree,
    Variable,
    nodes,
)
from verifiers.errors import LearningTheoremsError

MOST_NODES = 1_500
MOST_DEPTH = 60
REAL = {"add", "mul", "neg", "div", "exp", "abs", "sign", "floor", "ceiling", "mod", "min", "max", "erf", "erfc", "Phi", "sin",
        "cos", "tan", "sinh", "cosh", "tanh", "atan", "asinh", "factorial", "gamma", "heaviside"}  # real for real arguments


class Undecided(Exception):
    """Whether a relation holds is not known; it has to be tried both ways."""

    def __init__(self, relation: Assumption) -> None:
        super().__init__()
        self.relation = relation


class Forms:
    """The normal forms of trees."""

    def __init__(self, kernels: Kernels, entries: Mapping[str, Range]) -> None:
        self.kernels, self.entries = kernels, entries
        self.bound: dict[str, Element] = {}  # bound variables
        self.fixed: dict[str, Element] = {}  # variables with a value by an equation
        self.depth = 0

    def form(self, tree: Tree) -> Element:
        """The normal form of a tree. Raises GiveUp, Restart or Undecided."""
        self.depth += 1
        if self.depth > MOST_DEPTH:
            raise GiveUp("a formula is nested too deeply")
        try:
            return self._form(tree)
        finally:
            self.depth -= 1

    def _form(self, tree: Tree) -> Element:
        k = self.kernels
        match tree:
            case Number():
                if tree.value.numerator.bit_length() + tree.value.denominator.bit_length() > 4000:
                    raise GiveUp("a large number")
                return k.number(fmpq(tree.value.numerator, tree.value.denominator))
            case Constant():
                return k.constant(tree.name)
            case Variable():
                return self._variable(tree)
            case Apply():
                return self._apply(tree)
            case Bound():
                return bound_form(self, tree)
            case Derivative():
                body: Tree = tree.body
                for _ in range(tree.order):
                    body = derivative(body, tree.variable)
                    if sum(1 for _ in nodes(body)) > MOST_NODES:
                        raise GiveUp("a derivative is too long")
                return self.form(body)
            case Cases():
                for value, condition in tree.pieces:
                    if self.truth(condition):
                        return self.form(value)
                raise Undefined("no case applies")
        raise GiveUp("no formula")

    def _variable(self, tree: Variable) -> Element:
        if tree.index is not None:
            return self.kernels.opaque(f"entry of {tree.name}", (self.form(tree.index),), True,
                                       self.entries.get(tree.name))
        for known in (self.bound, self.fixed):
            if tree.name in known:
                return known[tree.name]
        return self.kernels.variable(tree.name)

    def _apply(self, tree: Apply) -> Element:
        if tree.operation in ("max", "min") and len(tree.arguments) > 2 and not self.bound:
            return self._extreme(tree)
        if tree.operation == "root":  # whether the real root is meant is told by the degree as it is written
            base, degree = tree.arguments
            spelling = "" if _plainly_real(base) else repr(base)
            return piecewise.real_root(self.kernels, self.form(base), rational(literal(degree)), spelling)
        if tree.operation in FORMS:
            return FORMS[tree.operation](self.kernels, *(self.form(a) for a in tree.arguments))
        values = [self.form(a) for a in tree.arguments]
        match tree.operation:
            case "add":
                total = values[0]
                for v in values[1:]:
                    total = total + v
                return total
            case "mul":
                total = values[0]
                for v in values[1:]:
                    total = total * v
                return total
            case "neg":
                return -values[0]
            case "div":
                if not self.bound and not values[1].num.is_constant():
                    self.kernels.signs.different.append(values[1].num)
                return values[0] / values[1]
            case "pow":
                return powers.general_power(self.kernels, values[0], values[1])
        raise GiveUp(f"{tree.operation} has no normal form")

    def _extreme(self, tree: Apply) -> Element:
        """The maximum or minimum of several values, by comparing them one after the other."""
        best, comparison = tree.arguments[0], ">=" if tree.operation == "max" else "<="
        for other in tree.arguments[1:]:
            best = best if self._holds(comparison, best, other) else other
        return self.form(best)

    def truth(self, condition: Tree) -> bool:
        """Whether a condition holds. Raises Undecided for a relation in it that is not decided."""
        match condition:
            case Constant(name="true" | "false"):
                return condition.name == "true"
            case Apply(operation="and"):
                return all(self.truth(c) for c in condition.arguments)
            case Apply(operation="or"):
                return any(self.truth(c) for c in condition.arguments)
            case Apply(operation="not"):
                return not self.truth(condition.arguments[0])
            case Relation():
                return self._holds(condition.comparison, condition.left, condition.right)
            case Chain():
                return all(self._holds(c, a, b)
                           for c, a, b in zip(condition.comparisons, condition.parts, condition.parts[1:], strict=False))
        raise GiveUp("no condition")

    def _holds(self, comparison: str, left: Tree, right: Tree) -> bool:
        known = self.decided(comparison, left, right)
        if known is None:
            if self.bound:
                raise GiveUp("cases of a bound variable")
            raise Undecided((comparison, left, right))
        return known

    def decided(self, comparison: str, left: Tree, right: Tree) -> bool | None:
        """Whether a relation holds, None if that is not known."""
        difference = self.form(left) - self.form(right)
        sign = self.kernels.signs.of_element(difference)
        zero, nonzero = difference.is_zero(), abs(sign) == 2 or self.kernels.signs.nonzero(difference.num)
        match comparison:
            case "=" | "!=":
                return (zero if zero or nonzero else None) if comparison == "=" else (nonzero if zero or nonzero else None)
            case "<" | ">=":
                below = True if sign == -2 or (sign < 0 and nonzero) else False if sign > 0 or zero else None
                return below if comparison == "<" or below is None else not below
        above = True if sign == 2 or (sign > 0 and nonzero) else False if sign < 0 or zero else None
        return above if comparison == ">" or above is None else not above

    def suppose(self, comparison: str, left: Tree, right: Tree) -> None:
        """Add a relation to what is known."""
        difference = self.form(left) - self.form(right)
        if not self.kernels.is_real(difference) or difference.num.is_constant():
            return
        side = self.kernels.signs.of(difference.den)
        if side and comparison in ("<", "<=", ">", ">=", "="):
            poly = difference.num * (1 if side > 0 else -1)
            if comparison in ("<", "<=", "="):
                self.kernels.signs.add(-poly, comparison == "<")
            if comparison in (">", ">=", "="):
                self.kernels.signs.add(poly, comparison == ">")
        if comparison == "!=":
            self.kernels.signs.different.append(difference.num)
        if comparison == "=":
            self._fix(difference.num)

    def _fix(self, zero: Polynomial) -> None:
        """Replace a variable that an equation gives from now on."""
        for slot in slots_of(zero):
            parts, g = coefficients(zero, slot), self.kernels.generators[slot]
            if g.head == "variable" and g.unit == 1 and set(parts) <= {0, 1} and parts[1].is_constant():
                value = -parts.get(0, zero * 0) / parts[1].leading_coefficient()
                if all(slot not in self.kernels.generators[s].support for s in slots_of(value)):
                    self.fixed[g.data] = self.kernels.field.polynomial(value)
                    return

    def assume(self, constraint: Tree) -> None:
        """Use a constraint of the ground, as far as it is of use."""
        try:
            for comparison, left, right in relations(constraint):
                self.suppose(comparison, left, right)
        except (LearningTheoremsError, Undecided):
            return

    def vanishing_arc(self, difference: Element) -> bool:
        """Whether a real constant x, linear in arcs, is zero: e^{inx} = 1 and |nx| < 2π for an integer n ≠ 0."""
        k = self.kernels
        used = slots_of(difference.num)
        if not difference.den.is_one() or difference.num.total_degree() != 1 or not any(
                k.generators[s].head == "asin" for s in used):
            return False
        value = k.signs.value(difference.num)
        if value is None:
            return False
        scale = 1
        for c in difference.num.coeffs():
            scale *= int((c * scale).q)
        if not abs(value) * scale < 6:
            return False
        turned = exponentials.exp(k, k.constant("i") * difference.times(scale))
        return (turned - k.number(1)).is_zero()


def _plainly_real(tree: Tree) -> bool:
    """Whether a formula is computed without complex numbers, so that it has a real root of odd degree."""
    match tree:
        case Number() | Variable():
            return True
        case Constant():
            return tree.name != "i"
        case Apply(operation="pow", arguments=(base, Number(value=exponent))):
            return exponent.denominator == 1 and _plainly_real(base)
        case Apply(operation="root", arguments=(base, Number(value=degree))):
            return degree.denominator == 1 and degree % 2 == 1 and degree > 1 and _plainly_real(base)
        case Apply():
            return tree.operation in REAL and all(_plainly_real(a) for a in tree.arguments)
    return False
