"""Polynomials that are nonnegative on a box, by Bernstein coefficients, and quadratic forms.

A polynomial is given by its terms; the generators have numbers 0, 1, … here.  [Cargo & Shisha, The Bernstein form of a
polynomial, 1966]
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from math import comb

from flint import fmpq

from verifiers.answers.proving.generators import Range
from verifiers.answers.proving.rational_functions import Rational

Terms = dict[tuple[int, ...], Rational]


def size_on_box(terms: Terms, spans: Sequence[Range]) -> int:
    """How many coefficients `sign_on_box` may have to compute."""
    size = 1
    for index, span in enumerate(spans):
        if span.low is not None or span.high is not None:
            size *= max(e[index] for e in terms) + 1
    return size * len(terms)


def sign_on_box(terms: Terms, spans: Sequence[Range]) -> int:
    """2 or 1 if the coefficients show the polynomial to be positive or not negative on the box; else 0."""
    degrees = [max(e[i] for e in terms) for i in range(len(spans))]
    for index, span in enumerate(spans):
        terms = _expanded(terms, index, span, degrees[index])
    for exponents, coefficient in terms.items():
        if coefficient < 0 or any(e % 2 and s.low is None and s.high is None for e, s in zip(exponents, spans, strict=True)):
            return 0
    return _strictness(terms, spans, degrees)


def with_modulus(terms: Terms, place: int, sign: int, span: Range) -> tuple[Terms, Range]:
    """With x = s·a, a = |x|, s² = 1."""
    found: Terms = {}
    for exponents, coefficient in terms.items():
        changed = list(exponents)
        changed[sign] = (exponents[sign] + exponents[place]) % 2
        found[tuple(changed)] = found.get(tuple(changed), fmpq(0)) + coefficient
    ends = None if span.low is None or span.high is None else max(abs(span.low), abs(span.high))
    return {e: c for e, c in found.items() if c != 0} or {tuple(0 for _ in next(iter(terms))): fmpq(0)}, Range(fmpq(0), ends)


def _expanded(terms: Terms, index: int, span: Range, degree: int) -> Terms:
    """The terms with x = low + t, high − t, or (low + high·t)/(1 + t) times (1 + t)^degree, for t ≥ 0."""
    low, high = span.low, span.high
    if (low is None and high is None) or (low == 0 and high is None) or not degree:
        return terms
    found: Terms = {}
    for exponents, coefficient in terms.items():
        e = exponents[index]
        if high is None or low is None:
            start, slope = (high or fmpq(0), -1) if low is None else (low, 1)
            row = [comb(e, j) * start ** (e - j) * slope ** j for j in range(e + 1)]
        else:
            row = [fmpq(0)] * (degree + 1)
            for j in range(e + 1):
                part = comb(e, j) * low ** (e - j) * high ** j
                for k in range(degree - e + 1):
                    row[j + k] += part * comb(degree - e, k)
        for j, factor in enumerate(row):
            if factor != 0:
                place = (*exponents[:index], j, *exponents[index + 1:])
                found[place] = found.get(place, fmpq(0)) + coefficient * factor
    return {e: c for e, c in found.items() if c != 0} or {tuple(0 for _ in next(iter(terms))): fmpq(0)}


def _strictness(terms: Terms, spans: Sequence[Range], degrees: Sequence[int]) -> int:
    """2 if on every smallest face of the closed ends a coefficient is positive, else 1."""
    ends: list[list[int | None]] = []
    for span, degree in zip(spans, degrees, strict=True):
        if span.low is None and span.high is None:
            ends.append([0])
        elif span.high is None or span.low is None:
            ends.append([0] if not (span.open_low if span.high is None else span.open_high) else [None])
        else:
            closed = ([] if span.open_low else [0]) + ([] if span.open_high else [degree])
            ends.append([*closed] or [None])
    if len(ends) > 8:
        return 1
    for face in product(*ends):
        if not any(c > 0 and all(f is None or f == e for f, e in zip(face, exponents, strict=True))
                   for exponents, c in terms.items()):
            return 1
    return 2


def semidefinite(form: list[list[Rational]]) -> int:
    """2 for positive definite, 1 for positive semidefinite, 0 otherwise, by elimination."""
    definite = True
    for i in range(len(form)):
        pivot = form[i][i]
        if pivot < 0 or (pivot == 0 and any(entry != 0 for entry in form[i][i:])):
            return 0
        if pivot == 0:
            definite = False
            continue
        for j in range(i + 1, len(form)):
            ratio = form[j][i] / pivot
            for k in range(i, len(form)):
                form[j][k] -= ratio * form[i][k]
    return 2 if definite else 1
