"""Integrals and infinite sums inside answers.

Integrals over finite intervals are enclosed rigorously where that succeeds.  Other values are estimated, which `Work.numeric`
records: from two rigorous integrals over long intervals that agree, or from two computations of mpmath at different
precision with different places, with ten times their difference for the error.  An estimate stands only if partial sums, or
integrals over longer and longer intervals, come nearer to it: extrapolation alone gives values to divergent sums, and misses
narrow peaks.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

import flint
import mpmath
from flint import acb, arb, fmpq

from verifiers.answers import integrals
from verifiers.answers.evaluation import Evaluator, infinite
from verifiers.answers.functions import FUNCTIONS
from verifiers.answers.trees import Bound, Constant, Tree
from verifiers.answers.values import Value, ball, is_real, real_ball
from verifiers.errors import NotRigorous, TooImprecise, UndefinedValue

DIGITS = (16, 28)
OVERHEAD = 20  # of one evaluation by mpmath, in node visits
NEXT = "1e-24"  # how far to go aside from a point without a value
WINDOWS = ((64, "1e-6"), (1024, "1e-12"))  # how far an interval reaches, and its distance from a singular end
PARTIAL = (60, 500)  # terms of partial sums
NEARER = 0.95  # how much nearer the second of them has to be


def estimate(evaluator: Evaluator, tree: Bound) -> Value:
    """The value of an integral, or of a sum or product with an infinite end.

    Raises UndefinedValue if a bound is wrong, NotRigorous if no value was found.
    """
    ends = [None if infinite(end) else _real(evaluator.value(end)) for end in (tree.low, tree.high)]
    if tree.operation != "integral":
        _check_bounds(tree, ends[0])
        return _estimated(evaluator, tree, list(_partial(evaluator, tree, ends[0])))
    if None not in ends:
        value = integrals.enclosed(evaluator, tree, ends[0], ends[1])
        if value is not None:
            return value
    windows = _windows(evaluator, tree, ends[0], ends[1])
    with flint.ctx.workprec(160):
        if len(windows) == 2 and None in ends:
            change = abs(windows[1] - windows[0]).upper()
            if change < arb("1e-14") * (abs(windows[1]).upper() + arb("1e-20")):
                evaluator.work.numeric = True
                around = arb(0, (10 * change).upper())
                return windows[1] + (around if is_real(windows[1]) else acb(around, around))
    return _estimated(evaluator, tree, windows)


def _check_bounds(tree: Bound, low: Value | None) -> None:
    if tree.high != Constant("oo"):
        raise UndefinedValue("a sum or product with an infinite end must run to plus infinity")
    if low is not None and not (isinstance(low, fmpq) and low.q == 1):
        raise UndefinedValue(f"the lower bound of a {tree.operation} is no integer")
    if low is None and tree.low == Constant("oo"):
        raise UndefinedValue(f"a {tree.operation} cannot begin at infinity")


def _windows(evaluator: Evaluator, tree: Bound, low: Value, high: Value) -> list[acb]:
    """Integrals over intervals inside, the second longer, None for an infinite end; none if they were not found."""
    for aside in (False, True):
        found = []
        for reach, gap in WINDOWS:
            first = ball(fmpq(-reach) if low is None and high is None else high - 2 * reach if low is None else low)
            last = ball(fmpq(2 * reach) if low is None and high is None else low + reach if high is None else high)
            step = (last - first) * arb(gap) if aside else acb(0)
            with flint.ctx.workprec(90):
                value = integrals.enclosed(evaluator, tree, first if low is None else first + step,
                                           last if high is None else last - step, evaluations=1_500)
            if value is None:
                break
            found.append(value)
        if len(found) == len(WINDOWS):
            return found
    return []


def _partial(evaluator: Evaluator, tree: Bound, low: Value | None) -> Iterator[acb]:
    """Partial sums or products, the second longer."""
    combine = FUNCTIONS["add" if tree.operation == "sum" else "mul"]
    total = ball(fmpq(0) if tree.operation == "sum" else fmpq(1))
    done: set[int] = set()
    for terms in PARTIAL:
        for k in range(-terms // 2, terms // 2) if low is None else range(int(low.p), int(low.p) + terms):
            if k not in done:
                total = combine(total, ball(evaluator.within(tree.body, tree.variable, fmpq(k))))
        done = set(range(-terms // 2, terms // 2) if low is None else range(int(low.p), int(low.p) + terms))
        yield ball(total)


def _estimated(evaluator: Evaluator, tree: Bound, partial: list[acb]) -> acb:
    """The value by mpmath, if what was computed of it directly comes nearer to it."""
    low, high = (_end(evaluator, end) for end in (tree.low, tree.high))
    coarse, fine = (_result(evaluator, tree, low, high, digits) for digits in DIGITS)
    evaluator.work.numeric = True
    with mpmath.workdps(DIGITS[1] + 10), flint.ctx.workprec(160):
        error = 10 * abs(coarse - fine) + abs(fine) * mpmath.mpf(10) ** (3 - DIGITS[1])
        if not (mpmath.isfinite(fine) and mpmath.isfinite(coarse)) or error > mpmath.mpf(10) ** -8 * (1 + abs(fine)):
            raise NotRigorous(f"the value of this {tree.operation} was not found to enough digits")
        value = acb(_ball(mpmath.re(fine), error), _ball(mpmath.im(fine), error) if mpmath.im(fine) else arb(0))
        if not partial:
            evaluator.work.doubtful = True
        elif not _approached(value, *(abs(p - value).mid() for p in partial)):
            raise NotRigorous(f"the value of this {tree.operation} was not found: it may diverge")
        return value


def _approached(value: acb, first: arb, second: arb) -> bool:
    return bool(second <= NEARER * first + arb("1e-9") * abs(value).upper())


def _result(evaluator: Evaluator, tree: Bound, low: Any, high: Any, digits: int) -> Any:
    with mpmath.workdps(digits + 5):
        calls = count()

        def body(x: Any) -> Any:
            before = next(calls) if tree.operation != "integral" else 0
            evaluator.work.spend(OVERHEAD + 6 * before)  # tables of extrapolation grow with the number of terms
            with flint.ctx.workprec(int(mpmath.mp.prec) + 10):  # which mpmath raises while it extrapolates
                if tree.operation != "integral":
                    return _number(evaluator.within(tree.body, tree.variable, fmpq(int(x))))
                return _number(_beside(evaluator, tree, acb(_ball(x, 0))))
        try:
            if tree.operation == "integral":
                return mpmath.mpmathify(mpmath.quad(body, _split(low, high, digits)))
            method = mpmath.nsum if tree.operation == "sum" else mpmath.nprod
            return mpmath.mpmathify(method(body, [low, high]))
        except (ZeroDivisionError, mpmath.libmp.NoConvergence, ValueError, OverflowError, TypeError,
                UndefinedValue, TooImprecise):
            raise NotRigorous(f"the value of this {tree.operation} was not found") from None


def _beside(evaluator: Evaluator, tree: Bound, x: acb) -> Value:
    """The integrand, next to a point at which it has no value, as sin(x)/x at 0; 0 where it is too small to be seen."""
    try:
        return evaluator.within(tree.body, tree.variable, x)
    except (UndefinedValue, TooImprecise):
        if abs(x) > 10 ** 6:
            return fmpq(0)
        return evaluator.within(tree.body, tree.variable, x + arb(NEXT))


def _split(low: Any, high: Any, digits: int) -> list[Any]:
    """Breaks, other ones at each precision, so that a kink or a narrow peak which is missed is not missed alike."""
    inner = [-1, 0, 1] if mpmath.inf in (high, -low) else []
    if digits == DIGITS[1]:
        share = mpmath.mpf(7) / 19
        inner = [-mpmath.mpf(11) / 5, -share, 0, share, mpmath.mpf(13) / 4] if inner else [low + (high - low) * share]
    return [low, *(x for x in inner if low < x < high), high]


def _end(evaluator: Evaluator, tree: Tree) -> Any:
    if infinite(tree):
        return mpmath.inf if tree == Constant("oo") else -mpmath.inf
    with mpmath.workdps(DIGITS[1] + 10), flint.ctx.workprec(160):
        return _number(_real(evaluator.value(tree)))


def _real(value: Value) -> Value:
    """A bound, if it is a real number. Raises UndefinedValue if not."""
    real_ball(value)
    return value


def _number(value: Value) -> Any:
    if is_real(value):
        return _mpf(real_ball(value))
    return mpmath.mpc(_mpf(value.real), _mpf(value.imag))


def _mpf(value: arb) -> Any:
    mantissa, exponent = value.mid().man_exp()
    return mpmath.ldexp(mpmath.mpf(int(mantissa)), int(exponent))


def _ball(number: Any, error: Any) -> arb:
    return arb(_dyadic(number), _dyadic(error))


def _dyadic(number: Any) -> arb:
    """A number of mpmath without rounding it to mpmath's current precision."""
    sign, mantissa, exponent, _ = mpmath.mpmathify(number)._mpf_ if isinstance(number, int) else number._mpf_
    return arb(-int(mantissa) if sign else int(mantissa)) * arb(2) ** int(exponent)
