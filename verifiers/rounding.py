"""Numbers rounded to what their interval supports, and read back with the interval that the display stands for.

Everything is exact rational arithmetic, so that a display is the same on every machine for the same interval. It is
`3/7` or `12` (exact), `0.33335` (at most one unit of the last place away), or `0.3334 ± 0.0012`.
"""

from __future__ import annotations

import math
import re
from fractions import Fraction

DIGITS = 10  # significant digits of a value known to more
EXACT_LENGTH = 13  # an exact rational longer than this is shown as a decimal
LEAST_DIGITS = 4  # fewer supported digits than this are shown with their error
INFINITE = "∞"

Interval = tuple[Fraction, Fraction]

_NUMBER = r"-?\d+(?:\.\d+)?(?:e-?\d+)?"
_CELL = re.compile(rf"(?P<before>(?:[≤≥=] |F ± )?)(?P<value>-?\d+/\d+|{_NUMBER})(?: ± (?P<error>\d+/\d+|{_NUMBER}))?")


def magnitude(x: Fraction) -> int:
    """The exponent e with 10^e ≤ |x| < 10^(e + 1). Raises ValueError for 0."""
    if x == 0:
        raise ValueError("0 has no magnitude")
    n, d = abs(x.numerator), x.denominator
    e = math.floor((n.bit_length() - d.bit_length()) * math.log10(2))
    while _at_least(n, d, e + 1):
        e += 1
    while not _at_least(n, d, e):
        e -= 1
    return e


def _at_least(n: int, d: int, e: int) -> bool:
    return bool(n * 10 ** max(-e, 0) >= d * 10 ** max(e, 0))


def decimal(x: Fraction, place: int) -> str:
    """x rounded to a multiple of 10^place; scientific where it would end in zeros that mean nothing, or begin so.

    >>> decimal(Fraction(2, 3), -4), decimal(Fraction(2, 3) / 10**7, -12), decimal(Fraction(12345), 2)
    ('0.6667', '6.6667e-8', '1.23e4')
    """
    units = round(x / Fraction(10) ** place)
    size = len(str(abs(units))) - 1 + place if units else place
    if place < 0 and size >= -5:
        sign, digits = "-" if units < 0 else "", str(abs(units)).rjust(1 - place, "0")
        return f"{sign}{digits[:place]}.{digits[place:]}"
    digits = str(abs(units))
    fraction = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{'-' if units < 0 else ''}{digits[0]}{fraction}e{size}"


def exact(x: Fraction, digits: int = DIGITS) -> str:
    """An exact rational: itself when short, else a decimal of that many digits."""
    if max(x.numerator.bit_length(), x.denominator.bit_length()) < 64 and len(str(x)) <= EXACT_LENGTH:
        return str(x)
    return decimal(x, _place(x, digits))


def _place(x: Fraction, digits: int) -> int:
    """The place to which x ≠ 0 is rounded for that many significant digits."""
    place = magnitude(x) - digits + 1
    rounded = abs(round(x / Fraction(10) ** place))
    return place + 1 if rounded == 10 ** digits else place


def shown(low: Fraction | float, high: Fraction | float, digits: int = DIGITS) -> str:
    """The shortest display which an enclosure supports: the number that it shows is within one unit of its last place.

    Exact rationals are shown exactly when short; an enclosure that supports fewer than four digits is shown with its
    half-width. Infinite ends give ∞.

    >>> shown(Fraction(1, 3), Fraction(1, 3)), shown(0.33333, 0.33334), shown(0.3, 0.4), shown(math.inf, math.inf)
    ('1/3', '0.3333', '0.350 ± 0.051', '∞')
    """
    if _infinite(low) or _infinite(high):
        return INFINITE if low == high > 0 else f"-{INFINITE}" if low == high else "unbounded"
    a, b = Fraction(low), Fraction(high)
    if a == b:
        return exact(a, digits)
    middle, half = (a + b) / 2, (b - a) / 2
    place = magnitude(2 * half) + 1
    if middle:
        place = max(place, _place(middle, digits))
        if magnitude(middle) - place + 1 >= LEAST_DIGITS:
            return decimal(middle, place)
    return with_error(a, b)


def _infinite(end: Fraction | float) -> bool:
    return isinstance(end, float) and math.isinf(end)  # a rational may be beyond the floats


def with_error(low: Fraction | float, high: Fraction | float) -> str:
    """Middle ± half-width, two significant digits of the half-width and the middle to the same place.

    The half-width is rounded up, so that the displayed interval contains [low, high].

    >>> with_error(0.33214, 0.33474)
    '0.3334 ± 0.0014'
    """
    a, b = Fraction(low), Fraction(high)
    middle, half = (a + b) / 2, (b - a) / 2
    if half == 0:
        return exact(middle)
    place = magnitude(half) - 1
    while True:
        unit = Fraction(10) ** place
        units = math.ceil((half + abs(middle - round(middle / unit) * unit)) / unit)
        if units < 100:
            return f"{decimal(middle, place) if round(middle / unit) else '0'} ± {decimal(units * unit, place)}"
        place += 1


def read(text: str) -> Interval | None:
    """The interval that a display stands for, None if the text is no displayed number.

    >>> read("0.5 ± 0.1"), read("1/3"), read("0.25"), read("P = 3")
    ((Fraction(2, 5), Fraction(3, 5)), (Fraction(1, 3), Fraction(1, 3)), (Fraction(6, 25), Fraction(13, 50)), None)
    """
    found = _CELL.fullmatch(text)
    if found is None:
        return None
    low, high = _plain(found["value"], known=found["error"] is not None)
    if found["error"] is None:
        return low, high
    _, error = _plain(found["error"], known=True)
    return low - error, high + error


def _plain(text: str, known: bool) -> Interval:
    """A number without error; a decimal is known to one unit of its last place, unless its error is given."""
    value = Fraction(text)
    if known or "/" in text or not ("." in text or "e" in text):
        return value, value
    mantissa, _, exponent = text.partition("e")
    unit = Fraction(10) ** (int(exponent or 0) - len(mantissa.partition(".")[2]))
    return value - unit, value + unit


def agree(before: str, after: str) -> bool:
    """Whether two displays are the same text, or numbers whose intervals overlap (both bounds of one kind, or neither).

    >>> agree("0.3334 ± 0.0012", "0.3341 ± 0.0013"), agree("0.3333", "0.3336"), agree("≤ 1/3", "1/3")
    (True, False, False)
    """
    if before == after:
        return True
    first, second = read(before), read(after)
    if first is None or second is None or _sign(before) != _sign(after):
        return False
    return first[0] <= second[1] and second[0] <= first[1]


def _sign(text: str) -> str:
    found = _CELL.fullmatch(text)
    return found["before"] if found else ""
