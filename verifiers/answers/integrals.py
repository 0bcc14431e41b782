"""Integrals over finite intervals with rigorous enclosures, where the integrand is piecewise analytic.

The method is that of F. Johansson, Numerical integration in arbitrary-precision ball arithmetic (2018), as flint has it: it
asks for enclosures on complex boxes, and whether the integrand is analytic there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import flint
from flint import acb, arb, fmpq

from verifiers.answers.evaluation import COMPARISONS, Evaluator, TooMuchWork
from verifiers.answers.functions import FUNCTIONS
from verifiers.answers.trees import Apply, Bound, Cases, Tree, free_variables
from verifiers.answers.values import Value, ball, is_integer, is_real
from verifiers.errors import LearningTheoremsError, TooImprecise, UndefinedValue

EVALUATIONS = 3_000
OVERHEAD = 5  # of one evaluation, in node visits
HOPELESS = 100  # evaluations without a value, one after the other
MEROMORPHIC = frozenset(("add", "mul", "neg", "div", "exp", "sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh",
                         "coth", "gamma", "factorial", "digamma", "erf", "erfc", "Phi"))


def enclosed(evaluator: Evaluator, tree: Bound, low: Value, high: Value, evaluations: int = EVALUATIONS) -> acb | None:
    """A ball that contains the integral between two real numbers; None if none was found that is narrow enough."""
    inside = _Analytic(evaluator.point, evaluator.work, dict(evaluator.bound), tree.variable)
    stopped: list[TooMuchWork] = []
    failures = 0

    def integrand(z: acb, analytic: bool) -> acb:
        nonlocal failures
        if stopped or failures > HOPELESS:
            return acb("nan")
        inside.analytic = bool(analytic)
        try:
            evaluator.work.spend(OVERHEAD)
            failures += 1
            value = ball(inside.within(tree.body, tree.variable, z))
            failures = 0
            return value
        except TooMuchWork as reason:
            stopped.append(reason)
        except (LearningTheoremsError, ValueError, OverflowError):
            pass
        return acb("nan")

    precision = int(flint.ctx.prec)
    tolerance = arb(2) ** (20 - precision)
    with flint.ctx.workprec(precision + 30):
        value = acb.integral(integrand, ball(low), ball(high), rel_tol=tolerance, abs_tol=tolerance * tolerance,
                             eval_limit=evaluations)
    if stopped:
        raise stopped[0]
    if not value.is_finite():
        return None
    narrow = value.rel_accuracy_bits() > 0.7 * precision or (value.contains(0) and abs(value).upper() < tolerance)
    return value if narrow else None


@dataclass(slots=True)
class _Analytic(Evaluator):
    """Evaluates on complex boxes; raises TooImprecise on a box where a part may not be analytic in the variable.

    A modulus, maximum or condition of real numbers continues analytically from the side of its break on which the box lies.
    """

    variable: str = ""
    analytic: bool = False

    def _apply(self, tree: Apply) -> Value:
        if not self.analytic:
            return self._on_an_interval(tree)
        moving = [a for a in tree.arguments if self.variable in free_variables(a)]
        if not moving or tree.operation in MEROMORPHIC | {"and", "or", "not"}:
            return Evaluator._apply(self, tree)
        if tree.operation in ("min", "max"):
            return self._extreme(tree)
        allowed = AWAY.get(tree.operation)
        if allowed is None:
            raise TooImprecise("an integrand that is not analytic")
        values = [self.value(a) for a in tree.arguments]
        if tree.operation in ("abs", "sign", "heaviside"):
            side = _side(values[0])
            return {"abs": values[0] * side, "sign": fmpq(side), "heaviside": fmpq((side + 1) // 2)}[tree.operation]
        if tree.operation == "root" and len(moving) == 1 and moving[0] is not tree.arguments[0]:
            allowed = _anywhere
        if tree.operation == "pow" and (is_integer(values[1]) or self.variable not in free_variables(tree.arguments[0])):
            allowed = _anywhere
        if not allowed(ball(values[0])):
            raise TooImprecise("a branch cut")
        return FUNCTIONS[tree.operation](*values)

    def _on_an_interval(self, tree: Apply) -> Value:
        """An enclosure of all values on an interval, also across a jump or a root."""
        try:
            return Evaluator._apply(self, tree)
        except TooImprecise:
            if tree.operation not in ("floor", "sign", "root", "pow"):
                raise
        first, *rest = [ball(self.value(a)) for a in tree.arguments]
        if tree.operation == "floor" and is_real(first):
            return acb(first.real.floor())
        if tree.operation == "sign" and is_real(first):
            return acb(arb(0, 1))
        if rest and is_real(rest[0]) and rest[0].real > 0:  # |zᵃ| = |z|ᵃ
            size = abs(first).upper() ** (1 / rest[0].real if tree.operation == "root" else rest[0].real).upper()
            return acb(arb(0, size.upper()), arb(0, size.upper()))
        raise TooImprecise("a power without an enclosure")

    def _cases(self, tree: Cases) -> Value:
        if self.analytic:
            return Evaluator._cases(self, tree)
        possible: Value = None
        for value, condition in tree.pieces:
            try:
                if not self.holds(condition):
                    continue
                certain = True
            except TooImprecise:
                certain = False
            piece = ball(self.value(value))
            possible = piece if possible is None else possible.union(piece)
            if certain:
                return possible
        raise UndefinedValue("no case applies")

    def _extreme(self, tree: Apply) -> Value:
        best, *others = [self.value(a) for a in tree.arguments]
        for other in others:
            if (_side(ball(other) - ball(best)) > 0) == (tree.operation == "max"):
                best = other
        return best

    def _related(self, comparison: str, left: Tree, right: Tree) -> bool:
        if not self.analytic or self.variable not in free_variables(left) | free_variables(right):
            return Evaluator._related(self, comparison, left, right)
        return _side(ball(self.value(left)) - ball(self.value(right))) in COMPARISONS[comparison]

    def _bound(self, tree: Bound) -> Value:
        if self.analytic and tree.operation == "integral":
            raise TooImprecise("an integral inside an integral")
        return Evaluator._bound(self, tree)


def _side(value: Value) -> int:
    """The sign of the real part."""
    real = ball(value).real
    if real > 0:
        return 1
    if real < 0:
        return -1
    raise TooImprecise("a box across a break")


def _anywhere(_: acb) -> bool:
    return True


def _off_negative(z: acb) -> bool:
    """Away from the cut from −∞ to 0."""
    return bool(z.real > 0) or not z.imag.contains(0)


def _off_outer(z: acb) -> bool:
    """Away from the cuts beyond −1 and 1."""
    return bool(abs(z.real) < 1) or not z.imag.contains(0)


def _off_imaginary(z: acb) -> bool:
    """Away from the cuts on the imaginary axis."""
    return bool(abs(z.imag) < 1) or not z.real.contains(0)


def _off_below_one(z: acb) -> bool:
    return bool(z.real > 1) or not z.imag.contains(0)


AWAY: dict[str, Callable[[acb], bool]] = {
    **dict.fromkeys(("log", "pow", "root", "loggamma"), _off_negative), **dict.fromkeys(("asin", "acos", "atanh"), _off_outer),
    **dict.fromkeys(("atan", "asinh"), _off_imaginary), "acosh": _off_below_one,
    **dict.fromkeys(("abs", "sign", "heaviside"), _anywhere),
}
