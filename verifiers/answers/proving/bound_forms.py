"""Normal forms of sums, products and integrals.

Sums and products begin at 0, and end at the least of the ends that occur up to an integer (Σ_{j≤n} = Σ_{j<n} + last term);
with few terms they are expanded, some have a closed form.  All else is a kernel: equal bodies and ends give the same one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flint import fmpq

from verifiers.answers.proving.closed_sums import Term, closed, free, rational_sum
from verifiers.answers.proving.generators import Range
from verifiers.answers.proving.kernels import Kernels
from verifiers.answers.proving.rational_functions import (
    CONTEXT,
    GENERATORS,
    Element,
    GiveUp,
    Undefined,
    factored,
    key,
    slots_of,
)
from verifiers.answers.trees import Apply, Bound, Constant

if TYPE_CHECKING:
    from verifiers.answers.proving.forms import Forms

FEW_TERMS = 40
MOST_PEELED = 3  # last terms that are taken from a sum
MOST_PARTS = 12  # terms of a sum that are summed one by one
ENDLESS = Constant("oo")


def bound_form(forms: Forms, tree: Bound) -> Element:
    """The normal form of a sum, product or integral."""
    try:
        high = None if tree.high == ENDLESS else forms.form(tree.high)
        if tree.operation != "integral":
            return _series(forms, tree, forms.form(tree.low), high)
        low = None if tree.low == Apply("neg", (ENDLESS,)) else forms.form(tree.low)
        index = _index(forms.kernels, False, low, high, len(forms.bound))
        return _kernel(forms.kernels, "integral", _body(forms, tree, index), index, low, high)
    except Undefined as reason:  # the range may be empty, and the body never computed
        raise GiveUp(str(reason)) from None


def _series(forms: Forms, tree: Bound, low: Element, high: Element | None) -> Element:
    k, operation, zero = forms.kernels, tree.operation, forms.kernels.number(0)

    def term(value: Element) -> Element:
        return _body(forms, tree, value + low)
    last = None if high is None else high - low
    if last is not None and last.rational() is not None:
        return _expanded(k, operation, term, last.rational())
    index = _index(k, True, zero, last, len(forms.bound))
    known = closed(k, operation, term, slots_of(index.num)[0], zero, last)
    if known is not None:
        return known
    if last is None:
        return _kernel(k, operation, term(index), index, zero, None)
    last, peeled = _peeled(k, operation, term, last)
    index = _index(k, True, zero, last, len(forms.bound))
    body = min(term(index), term(last - index), key=lambda body: _rank(k, body, slots_of(index.num)[0]))
    if operation == "product":
        return peeled * _kernel(k, operation, body, index, zero, last)
    parts = [body]
    if 1 < len(body.num) <= MOST_PARTS:
        parts = [k.field.quotient(CONTEXT.from_dict({e: c}), body.den) for e, c in body.num.to_dict().items()]
    for part in parts:
        known = rational_sum(k, part, slots_of(index.num)[0], zero, last)
        peeled = peeled + (_kernel(k, operation, part, index, zero, last) if known is None else known)
    return peeled


def _rank(k: Kernels, body: Element, slot: int) -> tuple[list[int], str, str]:
    """Of a sum and the same sum backwards, the one is taken whose kernels were there first."""
    used = [s for poly in (body.num, body.den) for s in slots_of(poly) if s != slot and slot in k.generators[s].bound]
    return sorted(used), key(body.num), key(body.den)


def _expanded(k: Kernels, operation: str, term: Term, last: fmpq) -> Element:
    if last.q != 1 or last >= FEW_TERMS:
        raise GiveUp("a sum of many terms")
    total = k.number(0 if operation == "sum" else 1)
    for j in range(int(last.p) + 1):
        total = total + term(k.number(j)) if operation == "sum" else total * term(k.number(j))
    return total


def _peeled(k: Kernels, operation: str, term: Term, last: Element) -> tuple[Element, Element]:
    """A smaller end, the least that occurs, and the terms from there on; they are in the range if the next end is ≥ 0."""
    constant = last.num.to_dict().get((0,) * len(GENERATORS), fmpq(0))
    shift, peeled = constant.floor(), k.number(0 if operation == "sum" else 1)
    extra = int(shift) - k.lowest(("end", key((last - k.number(fmpq(shift))).num)), int(shift)) if last.den.is_one() else 0
    if not 0 < extra <= MOST_PEELED or k.signs.of_element(last - k.number(extra - 1)) <= 0:
        return last, peeled
    for j in range(extra):
        value = term(last - k.number(j))
        peeled = peeled + value if operation == "sum" else peeled * value
    return last - k.number(extra), peeled


def _kernel(k: Kernels, operation: str, body: Element, index: Element, low: Element | None, high: Element | None) -> Element:
    """An unknown sum, product or integral."""
    slot, outside = slots_of(index.num)[0], k.number(1)
    if operation != "product":
        if body.is_zero():
            return body
        outside, body = _divided(k, body, slot, operation == "sum" and high is not None)
    ends = tuple(k.number(0) if e is None else e for e in (low, high))
    head = f"{operation} {'∞' if low is None else ''}…{'∞' if high is None else ''}"
    kernel = k.opaque(head, (body, *ends), real=all(k.is_real(e) for e in (body, *ends)))
    for g in (k.generators[s] for s in slots_of(kernel.num)):
        g.bound = g.bound - {slot}  # what holds for the bound variable says nothing about the sum: it may be empty
    return outside * kernel


def _body(forms: Forms, tree: Bound, value: Element) -> Element:
    before = forms.bound.get(tree.variable)
    forms.bound[tree.variable] = value
    try:
        return forms.form(tree.body)
    finally:
        if before is None:
            del forms.bound[tree.variable]
        else:
            forms.bound[tree.variable] = before


def _index(k: Kernels, discrete: bool, low: Element | None, high: Element | None, depth: int) -> Element:
    """The bound variable: one generator for equal ends, so that its name does not matter."""
    for g in k.generators:
        if g.head == "index" and g.data[:2] == (discrete, depth) and all(
                (a is None and b is None) or (a is not None and b is not None and a.equals(b))
                for a, b in zip(g.data[2:], (low, high), strict=True)):
            return k.element(g)
    real = all(e is None or k.is_real(e) for e in (low, high))
    first, last = (None if e is None else e.rational() for e in (low, high))
    if not discrete and (low is not None and high is not None) and (first is None or last is None or first > last):
        first = last = None
    parts = tuple(p for e in (low, high) if e is not None for p in (e.num, e.den))
    g = k.new("index", (discrete, depth, low, high), parts, real=real, integer=discrete, range=Range(first, last))
    g.bound = g.bound | {g.slot}
    if discrete and high is not None and high.den.is_one() and last is None and real:
        k.signs.add((high - k.element(g)).num, False)
    return k.element(g)


def _divided(k: Kernels, body: Element, slot: int, finite: bool) -> tuple[Element, Element]:
    """A factor in variables only that is free of the bound variable, and the rest.

    Of what may diverge, only factors are taken that are never zero: 0 times the rest would have no value.
    """
    content, factors = factored(body.num)
    outside = k.number(content)
    for f, m in factors:
        if free(k, f, slot) and all(k.generators[s].head in ("variable", "constant") for s in slots_of(f)) \
                and (finite or abs(k.signs.of(f)) == 2):
            outside = outside * k.field.polynomial(f).power(m)
    return outside, k.field.quotient(body.num / outside.num, body.den)
