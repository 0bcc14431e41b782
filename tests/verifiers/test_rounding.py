"""Displays of intervals: they contain what they show, and are read back as such."""

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifiers.rounding import agree, decimal, exact, magnitude, read, shown, with_error

rationals = st.fractions(min_value=-10**9, max_value=10**9, max_denominator=10**12)
widths = st.fractions(min_value=Fraction(1, 10**12), max_value=10**3, max_denominator=10**12)


@given(rationals.filter(bool))
def test_magnitude_brackets_the_number(x):
    e = magnitude(x)
    assert Fraction(10) ** e <= abs(x) < Fraction(10) ** (e + 1)


@given(rationals, widths)
def test_the_displayed_interval_contains_the_enclosure(middle, width):
    low, high = middle - width, middle + width
    for text in (shown(low, high), with_error(low, high)):
        ends = read(text)
        assert ends is not None and ends[0] <= low and high <= ends[1], text


@given(rationals, widths)
def test_a_half_width_has_two_digits_and_the_middle_ends_at_its_place(middle, width):
    value, error = with_error(middle - width, middle + width).split(" ± ")
    digits = error.partition("e")[0].replace(".", "").lstrip("0")
    assert 1 <= len(digits) <= 2
    if "e" not in value + error and value != "0":
        assert len(value.partition(".")[2]) == len(error.partition(".")[2])


def test_short_rationals_are_exact_and_long_ones_decimals():
    assert exact(Fraction(-3, 7)) == "-3/7"
    assert exact(Fraction(12)) == "12"
    assert exact(Fraction(10**30, 3)) == "3.333333333e29"
    assert exact(Fraction(1, 3**5000))[:3] == "2.4"  # too long for Python's own conversion


@pytest.mark.parametrize(("low", "high", "text"), [
    (0.6826894921, 0.6826894922, "0.682689492"),
    (0.3, 0.4, "0.350 ± 0.051"),
    (-1e-17, 1e-17, "0 ± 1.1e-17"),
    (math.inf, math.inf, "∞"),
    (-math.inf, -math.inf, "-∞"),
    (-math.inf, 1.0, "unbounded"),
    (Fraction(10**400), Fraction(10**400 + 1), "1.000000000e400"),
    (Fraction(99999999999, 10**11), Fraction(100000000001, 10**11), "1.000000000"),
    (Fraction(123456789012, 10), Fraction(123456789014, 10), "1.234567890e10"),
])
def test_displays(low, high, text):
    assert shown(low, high) == text


def test_decimal_is_scientific_only_where_zeros_would_mean_nothing():
    assert decimal(Fraction(1, 3), -4) == "0.3333"
    assert decimal(Fraction(-1, 3), -4) == "-0.3333"
    assert decimal(Fraction(12345), 2) == "1.23e4"
    assert decimal(Fraction(1, 10**8), -10) == "1.00e-8"
    assert decimal(Fraction(0), -3) == "0.000"


@pytest.mark.parametrize("text", ["", "P = 3", "1/", "±", "0.5 ±", "about 3", "1 ± 2 ± 3", "true"])
def test_what_is_no_number_is_not_read(text):
    assert read(text) is None


@pytest.mark.parametrize(("before", "now", "same"), [
    ("0.3333", "0.3334", True), ("0.3333", "0.3336", False), ("0.50 ± 0.10", "0.65 ± 0.10", True),
    ("0.50 ± 0.10", "0.75 ± 0.10", False), ("1/3", "0.3333", True), ("12", "13", False), ("≤ 1/2", "1/2", False),
    ("≤ 0.1234", "≤ 0.1235", True), ("F ± 0.025", "F ± 0.026", True), ("text", "text", True), ("text", "Text", False),
    ("16384", "32768", False),
])
def test_numbers_agree_when_their_intervals_overlap(before, now, same):
    assert agree(before, now) is same
