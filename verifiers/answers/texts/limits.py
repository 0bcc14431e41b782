"""How large an answer may be, decided before anything is computed with it.

The sizes of all constant parts are bounded from below upwards on the scale of logarithms, over the whole tree: limits on
single operators do not compose, as (10**9999)**9999 shows.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from verifiers.answers.problems import CannotRead
from verifiers.answers.trees import Apply, Bound, Collected, Constant, Derivative, Number, Span, Tree, Variable, children

LENGTH: Final = 8000  # characters of an answer
NESTING: Final = 64  # brackets, functions and exponents inside each other, in the text
DEPTH: Final = 100  # levels of a tree
NODES: Final = 3000  # parts of a tree
DIGITS: Final = 1000  # digits of a number that is typed
DECIMAL_EXPONENT: Final = 1000  # power of ten of a decimal that is typed
BITS: Final = 2**20  # binary digits of a constant
GROWTH: Final = 2**27  # exponents of a formula with variables, multiplied through
SUM_BITS: Final = 2**24  # binary digits of all terms of a sum together
ARGUMENTS: Final = {  # of functions that grow fast or are summed up
    "factorial": 20_000, "gamma": 20_000, "beta": 20_000, "binomial": 10**6, "uppergamma": 10**6, "lowergamma": 10**6,
    "loggamma": 10**12, "harmonic": 10**5, "zeta": 10**4, "polygamma": 1000}
TERMS: Final = 100_000  # summands of all sums inside each other
ENTRIES: Final = 400  # of a matrix, set or list

TOO_NESTED: Final = f"brackets, functions and exponents are nested more than {NESTING} deep"
TOO_DEEP: Final = f"the formula is more than {DEPTH} levels deep"
_EXACT_BITS: Final = 4096  # rational constants are followed exactly up to this size


@dataclass(frozen=True, slots=True)
class Size:
    """Bounds for a part of a formula.

    bits: of its value as an exact fraction, or its degree if it has variables; magnitude: log2 |value| from above;
    exact: the value of a rational constant, if it is short; constant: whether it has no free variable.
    """

    bits: float
    magnitude: float
    exact: Fraction | None = None
    constant: bool = True


_UNIT: Final = Size(2.0, 2.0)  # a constant such as π
_FREE: Final = Size(1.0, 1.0, None, False)


def check_length(text: str) -> None:
    """Raises CannotRead if the text is too long."""
    if len(text) > LENGTH:
        raise CannotRead(f"the answer has {len(text)} characters; at most {LENGTH} are read", text[:LENGTH], (0, LENGTH))


def check_size(tree: Tree, text: str) -> None:
    """Raises CannotRead, with the place, where a tree is too deep or large, or would have too large a value."""
    _check_shape(tree, text)
    _Sizes(text).size(tree, {})


def _check_shape(tree: Tree, text: str) -> None:
    """The limits on depth and on the number of parts; without recursion, since the tree may be deep."""
    waiting, count = [(tree, 1)], 0
    while waiting:
        node, depth = waiting.pop()
        count += 1
        if depth > DEPTH:
            raise CannotRead(TOO_DEEP, text, node.span)
        if count > NODES:
            raise CannotRead(f"the formula has more than {NODES} parts", text, node.span)
        if isinstance(node, Collected) and len(node.items) > ENTRIES:
            raise CannotRead(f"a matrix, set or list has at most {ENTRIES} entries", text, node.span)
        waiting.extend((child, depth + 1) for child in children(node))


def _whole(value: Fraction) -> Size:
    """The size of a rational constant."""
    bits = value.numerator.bit_length() + value.denominator.bit_length()
    return Size(bits, _log2(abs(value)), value if bits <= _EXACT_BITS else None)


def _log2(value: Fraction) -> float:
    """log2 of a nonnegative rational number, from above up to rounding; −∞ for zero."""
    return math.log2(value.numerator) - math.log2(value.denominator) if value else -math.inf


def _power_of_two(magnitude: float) -> float:
    """2**magnitude as a float, infinity beyond the floats."""
    return 2.0**magnitude if magnitude < 1000 else math.inf


class _Sizes:
    """Sizes of the parts of one answer, from below upwards."""

    def __init__(self, text: str) -> None:
        self.text = text

    def size(self, tree: Tree, bound: Mapping[str, Size], terms: float = 1.0) -> Size:
        """The size of a part; `terms` is how often the sums around it compute it."""
        match tree:
            case Number():
                return _whole(tree.value)
            case Constant():
                return _UNIT
            case Variable():
                if tree.index is not None:
                    self.size(tree.index, bound, terms)
                return bound.get(tree.name, _FREE)
            case Bound():
                return self._bound(tree, bound, terms)
            case Derivative():
                inner = self.size(tree.body, bound, terms)
                return Size(inner.bits + tree.order, inner.magnitude, None, False)
            case Apply():
                parts = [self.size(part, bound, terms) for part in tree.arguments]
                return self._within(self.applied(tree, parts), tree.span)
            case _:
                return _together([self.size(part, bound, terms) for part in children(tree)])

    def error(self, sentence: str, span: Span) -> CannotRead:
        """The error about a part."""
        return CannotRead(sentence, self.text, span)

    def _within(self, size: Size, span: Span) -> Size:
        """The size, if it is within the limits."""
        if size.constant and max(size.bits, size.magnitude) > BITS:
            raise self.error(f"a number of the answer has more than {BITS} binary digits", span)
        if size.bits > GROWTH:
            raise self.error("the exponents of the answer are too large together", span)
        return size

    def _bound(self, tree: Bound, bound: Mapping[str, Size], terms: float) -> Size:
        """The size of a sum, product or integral; the numbers of terms of those inside each other multiply."""
        low, high = self.size(tree.low, bound, terms), self.size(tree.high, bound, terms)
        known = low.constant and high.constant and not _endless(tree.low) and not _endless(tree.high)
        count = _count(low, high) if known and tree.operation != "integral" else 1.0
        if terms * count > TERMS:
            raise self.error(f"the sums and products of the answer have more than {TERMS} terms together", tree.span)
        magnitude = max(low.magnitude, high.magnitude, 1.0)
        variable = Size(magnitude, magnitude) if known else _FREE
        body = self.size(tree.body, {**bound, tree.variable: variable}, terms * max(count, 1.0))
        constant = body.constant and known
        if tree.operation == "product":
            return self._within(Size(body.bits * count, body.magnitude * count, None, constant), tree.span)
        if constant and body.bits * count > SUM_BITS:
            raise self.error("the terms of a sum are too many and too long together", tree.span)
        bits = min(body.bits * count, BITS) if constant else body.bits
        return self._within(Size(bits, body.magnitude + math.log2(max(count, 2.0)), None, constant), tree.span)

    def check_arguments(self, tree: Apply, parts: list[Size]) -> None:
        """Raises CannotRead if a constant argument of a function that grows fast, or is summed up, is too large."""
        most = ARGUMENTS.get(tree.operation)
        counted = parts[:1] if tree.operation == "polygamma" else parts
        largest = max((part.magnitude for part in counted if part.constant), default=0.0)
        if most is not None and largest > math.log2(most) + 1e-9:
            raise self.error(f"the arguments of {tree.operation} are at most {most}", tree.span)

    def applied(self, tree: Apply, parts: list[Size]) -> Size:
        """The size of an operation on parts of known sizes."""
        self.check_arguments(tree, parts)
        constant = all(part.constant for part in parts)
        exact = _exactly(tree.operation, [part.exact for part in parts]) if constant else None
        if exact is not None:
            return _whole(exact)
        total = sum(part.bits for part in parts) + len(parts)
        most = max(max(part.magnitude for part in parts), 0.0)
        match tree.operation:
            case "add":
                bits = total if constant else max(part.bits for part in parts) + math.log2(len(parts))
                return Size(bits, most + math.log2(len(parts)), None, constant)
            case "mul" | "beta":
                return Size(total, sum(max(part.magnitude, 0.0) for part in parts), None, constant)
            case "div":
                return Size(total, most + parts[1].bits, None, constant)
            case "pow":
                return self._power(tree, parts[0], parts[1])
            case "exp" | "sinh" | "cosh" if constant:
                return Size(2.0, 1.5 * _power_of_two(most) + 1, None)
            case "factorial" | "gamma" | "binomial" if constant:
                return _factorial(tree.operation, parts)
            case "log" | "harmonic" | "loggamma" | "digamma":
                grown = most if tree.operation == "loggamma" else 0.0
                return Size(2.0 if constant else total, grown + math.log2(max(most, *(part.bits for part in parts), 2.0)) + 2,
                            None, constant)
            case "sin" | "cos" | "tanh" | "erf" | "erfc" | "Phi" | "sign" | "atan" | "acos" | "asin" | "atan2":
                return Size(2.0 if constant else total, 2.0, None, constant)
            case "neg" | "abs" | "max" | "min" | "floor" | "ceiling" | "re" | "im" | "conjugate" | "mod" | "root":
                return Size(total, most + 1, None, constant)
        return Size(total, most + 8, None, constant)

    def _power(self, tree: Apply, base: Size, exponent: Size) -> Size:
        """The size of a power."""
        constant = base.constant and exponent.constant
        short = exponent.exact is not None and abs(exponent.exact) < 10**18
        times = abs(float(exponent.exact)) if short and exponent.exact is not None else _power_of_two(exponent.magnitude)
        if base.exact is not None and base.exact in (0, 1, -1) and times < 10**18:
            return Size(base.bits, base.magnitude, None, constant)
        bits = max(times * max(base.bits, 1.0), 1.0)
        if constant and bits > BITS:
            raise self.error(f"the power has more than {BITS} binary digits", tree.span)
        return Size(bits, bits, None, constant)


def _endless(tree: Tree) -> bool:
    """Whether a bound is ∞ or −∞."""
    inner = tree.arguments[0] if isinstance(tree, Apply) and tree.operation == "neg" else tree
    return isinstance(inner, Constant) and inner.name == "oo"


def _count(low: Size, high: Size) -> float:
    """A bound for the number of integers between two constants."""
    if low.exact is not None and high.exact is not None:
        return float(max(min(high.exact - low.exact + 1, Fraction(10**9)), Fraction(0)))
    return _power_of_two(max(low.magnitude, high.magnitude) + 1) + 1


def _together(parts: list[Size]) -> Size:
    """The size of a structure of parts."""
    return Size(sum(part.bits for part in parts), max((part.magnitude for part in parts), default=0.0), None,
                all(part.constant for part in parts))


def _factorial(operation: str, parts: list[Size]) -> Size:
    """The size of a factorial, gamma function or binomial coefficient of constants within the limits."""
    argument = _power_of_two(max(parts[0].magnitude, 1.0))
    times = argument
    if operation == "binomial":
        times = min(argument, _power_of_two(max(parts[1].magnitude, 1.0)))
        if parts[0].exact is not None and parts[1].exact is not None:
            times = min(times, max(float(parts[0].exact - parts[1].exact), 1.0))
    bits = times * math.log2(argument + 2)
    return Size(bits, bits)


def _exactly(operation: str, values: list[Fraction | None]) -> Fraction | None:
    """The exact value of an arithmetic operation on rational constants; None if it is not known or long."""
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return None
    match operation:
        case "add":
            return sum(known, Fraction(0))
        case "mul":
            return math.prod(known, start=Fraction(1))
        case "neg":
            return -known[0]
        case "div" if known[1]:
            return known[0] / known[1]
        case "pow" if known[1].denominator == 1 and (known[0] or known[1] > 0):
            bits = known[0].numerator.bit_length() + known[0].denominator.bit_length()
            return known[0] ** int(known[1]) if abs(known[1]) * bits <= _EXACT_BITS else None
    return None
