"""Claims: what a theorem says about a quantity, as a relation to a formula."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar, Literal

import sympy

Relation = Literal["equal", "at_most", "at_least", "tends", "law", "holds"]


@lru_cache(512)
def printed(formula: sympy.Basic) -> str:
    """A formula as text; printing takes SymPy as long as proving, and a near miss is printed in several places."""
    return str(formula)


@dataclass(frozen=True, slots=True)
class Claim:
    """A relation between a quantity (LaTeX) and a formula (SymPy expression in the parameters)."""

    quantity: str
    formula: sympy.Basic
    relation: ClassVar[Relation]
    sign: ClassVar[str]

    def __post_init__(self) -> None:
        object.__setattr__(self, "formula", sympy.sympify(self.formula, strict=True))

    def replaced(self, formula: sympy.Basic) -> Claim:
        """The same claim with another formula."""
        return type(self)(self.quantity, formula)

    def expressions(self) -> tuple[sympy.Basic, ...]:
        """All expressions whose symbols the domain has to declare."""
        return (self.formula,)

    def bound_symbols(self) -> frozenset[sympy.Symbol]:
        """Symbols which the claim itself binds."""
        return frozenset()

    def latex(self) -> str:
        return f"{self.quantity} {self.sign} {sympy.latex(self.formula)}"

    def text(self) -> str:
        return f"{self.sign_text()} {printed(self.formula)}"

    def sign_text(self) -> str:
        return {"equal": "=", "at_most": "<=", "at_least": ">="}.get(self.relation, self.relation)


@dataclass(frozen=True, slots=True)
class Equals(Claim):
    """quantity = formula."""

    relation: ClassVar[Relation] = "equal"
    sign: ClassVar[str] = "="


@dataclass(frozen=True, slots=True)
class AtMost(Claim):
    """quantity ≤ formula."""

    relation: ClassVar[Relation] = "at_most"
    sign: ClassVar[str] = r"\le"


@dataclass(frozen=True, slots=True)
class AtLeast(Claim):
    """quantity ≥ formula."""

    relation: ClassVar[Relation] = "at_least"
    sign: ClassVar[str] = r"\ge"


@dataclass(frozen=True, slots=True)
class Tends(Claim):
    """|quantity − formula| ≤ remainder for every value of `variable`, and the remainder tends to 0 as variable → at.

    The explicit remainder is what lets a finite run refute a limit. The remainder is in the parameters and `variable`.
    """

    remainder: Any = None
    variable: Any = None
    at: Any = sympy.oo
    relation: ClassVar[Relation] = "tends"
    sign: ClassVar[str] = r"\to"

    def __post_init__(self) -> None:
        if self.remainder is None or self.variable is None:
            raise ValueError("Tends needs a remainder and the variable that tends, so that a finite run can refute it")
        for name in ("formula", "remainder", "variable", "at"):
            object.__setattr__(self, name, sympy.sympify(getattr(self, name), strict=True))

    def replaced(self, formula: sympy.Basic) -> Tends:
        return Tends(self.quantity, formula, self.remainder, self.variable, self.at)

    def expressions(self) -> tuple[sympy.Basic, ...]:
        return (self.formula, self.remainder, self.variable)

    def latex(self) -> str:
        return (rf"\left|{self.quantity} - {_factor(self.formula)}\right| \le {sympy.latex(self.remainder)}"
                rf" \to 0 \quad ({sympy.latex(self.variable)} \to {sympy.latex(self.at)})")

    def text(self) -> str:
        return f"-> {printed(self.formula)} as {self.variable} -> {self.at}, remainder at most {self.remainder}"


@dataclass(frozen=True, slots=True)
class Law(Claim):
    """quantity has the distribution function `formula` in the symbol `variable`: P(quantity ≤ x) = formula(x)."""

    variable: Any = None
    relation: ClassVar[Relation] = "law"
    sign: ClassVar[str] = r"\sim"

    def __post_init__(self) -> None:
        if self.variable is None:
            raise ValueError("Law needs variable=, the symbol of its distribution function")
        object.__setattr__(self, "formula", sympy.sympify(self.formula, strict=True))

    def replaced(self, formula: sympy.Basic) -> Law:
        return Law(self.quantity, formula, self.variable)

    def latex(self) -> str:
        x = sympy.latex(self.variable)
        return rf"\Pr\left({self.quantity} \le {x}\right) = {sympy.latex(self.formula)}"

    def text(self) -> str:
        return f"has distribution function {printed(self.formula)} in {self.variable}"


@dataclass(frozen=True, slots=True)
class Holds(Claim):
    """The proposition holds exactly where the condition (a SymPy Boolean in the parameters) does."""

    relation: ClassVar[Relation] = "holds"
    sign: ClassVar[str] = r"\iff"

    def text(self) -> str:
        return f"holds exactly if {printed(self.formula)}"


def _factor(formula: sympy.Basic) -> str:
    text = str(sympy.latex(formula))
    return rf"\left({text}\right)" if formula.is_Add else text
