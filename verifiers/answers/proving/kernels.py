"""The generators of one comparison: variables, constants, and unknown functions of equal arguments.

How finely a function is divided (x^(1/L), exp(b/L), Γ(d/L)) has to suit both formulas.  When it does not, the hints are
improved and Restart is raised, and everything is computed again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import flint
from flint import arb, fmpq

from verifiers.answers.proving.generators import BITS, Generator, Range, rooted
from verifiers.answers.proving.positivity import Signs
from verifiers.answers.proving.rational_functions import (
    ONE,
    SLOTS,
    Effort,
    Element,
    Field,
    GiveUp,
    Polynomial,
    Rational,
    factored,
    slots_of,
)

Hints = dict[tuple[str, str], Any]


class Restart(Exception):
    """The hints were improved: compute again."""


class Kernels:
    """The generators of one comparison; what is known of the variables is given as name → (integer, range)."""

    def __init__(self, variables: Mapping[str, tuple[bool, Range]], hints: Hints, effort: Effort) -> None:
        self.variables, self.hints = variables, hints
        self.field = Field(effort)
        self.generators: list[Generator] = []
        self.signs = Signs(self.field, self.generators)
        self.exponents: list[tuple[int, Element]] = []  # exp(b) by slot
        self.units: dict[int, tuple[tuple[str, str], int]] = {}  # the hint behind an exponential
        self.attained: dict[tuple[str, str], int] = {}

    def number(self, value: Any) -> Element:
        """A rational number."""
        return self.field.constant(value)

    def new(self, head: str, data: Any, parts: tuple[Polynomial, ...] = (), **known: Any) -> Generator:
        """A new generator; it depends on the bound variables of its parts. Raises GiveUp when all are taken."""
        slot = len(self.generators)
        if slot == SLOTS:
            raise GiveUp("a formula has too many different functions")
        direct = {s for p in parts for s in slots_of(p)}
        support = frozenset(direct.union(*(self.generators[s].support for s in direct)))
        bound = frozenset(b for s in direct for b in self.generators[s].bound)
        self.generators.append(Generator(slot, head, data, support=support, bound=bound, **known))
        return self.generators[slot]

    def found(self, head: str, data: Any) -> Generator | None:
        """The generator with this head and these data (not elements)."""
        return next((g for g in self.generators if g.head == head and g.data == data), None)

    def element(self, generator: Generator) -> Element:
        """The generator, or the power of it that has a meaning of its own (the variable x = (x^(1/L))^L)."""
        return self.field.generator(generator.slot).power(generator.unit)

    def improve(self, name: tuple[str, str], value: Any) -> None:
        """Set a hint and begin again. Raises Restart."""
        self.hints[name] = value
        raise Restart

    def lowest(self, name: tuple[str, str], shift: int) -> int:
        """The least of the shifts that occur under a name."""
        self.attained[name] = min(shift, self.attained.get(name, shift))
        known: int = self.hints.setdefault(name, shift)
        if shift < known:
            self.improve(name, shift)
        return known

    def settle(self) -> None:
        """Begin again if a least shift no longer occurs: its kernel might have a pole where the formulas have none."""
        for name, shift in self.attained.items():
            if self.hints[name] != shift:
                self.improve(name, shift)

    def variable(self, name: str) -> Element:
        """A variable."""
        found = self.found("variable", name)
        if found is None:
            integer, span = self.variables.get(name, (False, Range()))
            unit = self.hints.get(("unit", name), 1)
            found = self.new("variable", name, real=True, integer=integer, unit=unit, range=rooted(span, unit))
        return self.element(found)

    def constant(self, name: str) -> Element:
        """π, Euler's constant, i or e."""
        if name == "e":
            from verifiers.answers.proving import exponentials
            return exponentials.exp(self, self.number(1))
        found = self.found("constant", name)
        if found is None and name == "i":
            found = self.new("constant", name)
            self.field.relations[found.slot] = (2, -ONE)
        elif found is None:
            if name not in ("pi", "euler_gamma"):
                raise GiveUp("infinity is no number")
            unit = self.hints.get(("unit", name), 1)
            span = Range(fmpq(333, 106), fmpq(355, 113)) if name == "pi" else Range(fmpq(4, 7), fmpq(3, 5))
            with flint.ctx.workprec(BITS):
                value = (arb.pi() if name == "pi" else arb.const_euler()).root(unit)
            found = self.new("constant", name, real=True, unit=unit, range=rooted(span, unit), value=value)
        return self.element(found)

    def opaque(self, head: str, arguments: tuple[Element, ...], real: bool = False, span: Range | None = None) -> Element:
        """An unknown function: equal arguments give the same generator."""
        for g in self.generators:
            if g.head == head and len(g.data) == len(arguments) and all(
                    a.equals(b) for a, b in zip(g.data, arguments, strict=True)):
                return self.element(g)
        parts = tuple(p for a in arguments for p in (a.num, a.den))
        return self.element(self.new(head, arguments, parts, real=real, range=span or Range()))

    def is_real(self, element: Element) -> bool:
        """Whether all generators in it are real."""
        return self.signs.real(element.num) and self.signs.real(element.den)

    def is_integer(self, element: Element) -> bool:
        """Whether it is known to take integer values only."""
        return bool(element.den.is_one()) and all(c.q == 1 for c in element.num.coeffs()) and all(
            self.generators[s].integer for s in slots_of(element.num))

    def factors(self, u: Element) -> tuple[Rational, list[tuple[Polynomial, int]]]:
        """The rational content and the irreducible factors of numerator and denominator with their exponents."""
        content, above = factored(u.num)
        below_content, below = factored(u.den)
        return content / below_content, above + [(f, -m) for f, m in below]
