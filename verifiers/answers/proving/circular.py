"""Circular and hyperbolic functions by exponentials, their inverses by asin and logarithms [DLMF chapter 4]."""

from __future__ import annotations

import flint
from flint import fmpq

from verifiers.answers.proving import exponentials, logarithms, roots
from verifiers.answers.proving.generators import BITS, Range, around
from verifiers.answers.proving.kernels import Kernels
from verifiers.answers.proving.rational_functions import Element

HALF = fmpq(1, 2)
ANGLES = {fmpq(1, 4): 6, fmpq(1, 2): 4, fmpq(3, 4): 3, fmpq(1): 2}  # sin²(π/n)


def sine(k: Kernels, u: Element) -> Element:
    """(e^{iu} − e^{−iu})/2i."""
    turned = exponentials.exp(k, k.constant("i") * u)
    return (turned - turned.inverse()) / k.constant("i").times(2)


def cosine(k: Kernels, u: Element) -> Element:
    """(e^{iu} + e^{−iu})/2."""
    turned = exponentials.exp(k, k.constant("i") * u)
    return (turned + turned.inverse()).times(HALF)


def tangent(k: Kernels, u: Element) -> Element:
    """sin u/cos u = −i (e^{2iu} − 1)/(e^{2iu} + 1)."""
    i = k.constant("i")
    turned = exponentials.exp(k, i * u.times(2))
    return -i * (turned - k.number(1)) / (turned + k.number(1))


def hyperbolic_sine(k: Kernels, u: Element) -> Element:
    """(e^u − e^{−u})/2."""
    grown = exponentials.exp(k, u)
    return (grown - grown.inverse()).times(HALF)


def hyperbolic_cosine(k: Kernels, u: Element) -> Element:
    """(e^u + e^{−u})/2."""
    grown = exponentials.exp(k, u)
    return (grown + grown.inverse()).times(HALF)


def hyperbolic_tangent(k: Kernels, u: Element) -> Element:
    """(e^{2u} − 1)/(e^{2u} + 1)."""
    grown = exponentials.exp(k, u.times(2))
    return (grown - k.number(1)) / (grown + k.number(1))


def arc_sine(k: Kernels, v: Element, real: bool = False) -> Element:
    """asin on [−1, 1], odd, with asin v + asin √(1 − v²) = π/2 for v ≥ 0; elsewhere nothing is known of it."""
    if v.is_zero():
        return v
    if not (real or (k.is_real(v) and k.signs.of_element(k.number(1) - v * v) > 0)):
        return k.opaque("complex asin", (v,))
    square, sign = (v * v).rational(), k.signs.of_element(v)
    if square in ANGLES and sign:
        return k.constant("pi").times(fmpq(1 if sign > 0 else -1, ANGLES[square]))
    if sign < 0 or (not sign and v.num.leading_coefficient() < 0):
        return -arc_sine(k, -v, True)
    for g in k.generators:
        if g.head == "asin":
            other: Element = g.data[0]
            for turn in (1, -1):
                if other.equals(v.times(turn)):
                    return k.element(g).times(turn)
            if sign > 0 and k.signs.of_element(other) > 0 and (other * other + v * v).rational() == 1:
                return k.constant("pi").times(HALF) - k.element(g)
    right = fmpq(11, 7)  # more than π/2
    span = Range(fmpq(0) if sign > 0 else -right, right, sign == 2)
    value = k.signs.element_value(v)
    with flint.ctx.workprec(BITS):
        value = None if value is None else value.asin()
    if value is not None and value.is_finite():
        span = around(value)
    else:
        value = None
    return k.element(k.new("asin", (v,), (v.num, v.den), real=True, range=span, value=value))


def arc_cosine(k: Kernels, v: Element) -> Element:
    """π/2 − asin v on [−1, 1]."""
    if not v.is_zero() and not (k.is_real(v) and k.signs.of_element(k.number(1) - v * v) > 0):
        return k.opaque("complex acos", (v,))
    return k.constant("pi").times(HALF) - arc_sine(k, v)


def arc_tangent(k: Kernels, v: Element) -> Element:
    """asin(v/√(1 + v²)) for real v."""
    if not k.is_real(v):
        return k.opaque("atan", (v,))
    return arc_sine(k, v / roots.power(k, k.number(1) + v * v, HALF), real=True)


def angle(k: Kernels, y: Element, x: Element) -> Element:
    """atan2(y, x), which is atan(y/x) for x > 0."""
    if k.is_real(y) and k.signs.of_element(x) == 2:
        return arc_tangent(k, y / x)
    return k.opaque("atan2", (y, x), real=k.is_real(x) and k.is_real(y))


def area_sine(k: Kernels, v: Element) -> Element:
    """log(v + √(v² + 1)), odd."""
    if not k.is_real(v):
        return k.opaque("asinh", (v,))
    if not v.is_zero() and v.num.leading_coefficient() < 0:
        return -area_sine(k, -v)
    return logarithms.log(k, v + roots.power(k, v * v + k.number(1), HALF))


def area_cosine(k: Kernels, v: Element) -> Element:
    """log(v + √(v² − 1)) for v ≥ 1."""
    if k.signs.of_element(v - k.number(1)) <= 0:
        return k.opaque("acosh", (v,))
    return logarithms.log(k, v + roots.power(k, v * v - k.number(1), HALF))


def area_tangent(k: Kernels, v: Element) -> Element:
    """½ log((1 + v)/(1 − v)) for −1 < v < 1 (at ±1 there is no value)."""
    one = k.number(1)
    if k.signs.of_element(one - v) <= 0 or k.signs.of_element(one + v) <= 0:
        return k.opaque("atanh", (v,))
    return (logarithms.log(k, one + v) - logarithms.log(k, one - v)).times(HALF)
