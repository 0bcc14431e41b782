"""The steps of a derivation. A step states; `derivation` checks it by SymPy and by a second route."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sympy


@dataclass(frozen=True, slots=True)
class Classical:
    """A classical result outside the collection, with a reference where a reader finds it proved."""

    name: str
    reference: str


@dataclass(frozen=True, slots=True, eq=False)
class Equal:
    """left = right for all admissible values of the symbols.

    where: further conditions on local symbols; using: earlier Equal steps, substituted left → right.
    """

    left: Any
    right: Any
    because: str = ""
    where: Sequence[Any] = ()
    using: Sequence[Any] = ()

    def __post_init__(self) -> None:
        _as_sympy(self, "left", "right")

    def text(self) -> str:
        return f"{self.left} = {self.right}"

    def latex(self) -> str:
        return f"{sympy.latex(self.left)} = {sympy.latex(self.right)}"


@dataclass(frozen=True, slots=True, eq=False)
class Termwise:
    """Multiply an earlier inequality, with symbols replaced, by a nonnegative weight and sum over an index.

    inequality: an AtMostStep yielded before; put: its symbols → expressions; weight ≥ 0; over: (index, first, last)
    or None for a single term.
    """

    inequality: Any
    put: Mapping[Any, Any] = field(default_factory=dict)
    weight: Any = 1
    over: Any = None

    def gap(self) -> sympy.Expr:
        """The nonnegative difference that results."""
        step = self.inequality
        term = sympy.sympify(self.weight) * (step.right - step.left).subs(dict(self.put), simultaneous=True)
        return term if self.over is None else sympy.Sum(term, self.over)


@dataclass(frozen=True, slots=True, eq=False)
class AtMostStep:
    """left ≤ right for all admissible values of the symbols.

    using: earlier Equal steps; termwise: the earlier inequality whose weighted sum this one is.
    """

    left: Any
    right: Any
    because: str = ""
    where: Sequence[Any] = ()
    using: Sequence[Any] = ()
    termwise: Termwise | None = None

    def __post_init__(self) -> None:
        _as_sympy(self, "left", "right")

    def text(self) -> str:
        return f"{self.left} <= {self.right}"

    def latex(self) -> str:
        return rf"{sympy.latex(self.left)} \le {sympy.latex(self.right)}"


@dataclass(frozen=True, slots=True, eq=False)
class Limit:
    """expression → value as variable → at (from `direction`, "+" or "-", at a finite point)."""

    expression: Any
    variable: Any
    at: Any
    value: Any
    because: str = ""
    where: Sequence[Any] = ()
    direction: str = "+"

    def __post_init__(self) -> None:
        _as_sympy(self, "expression", "variable", "at", "value")

    def text(self) -> str:
        return f"{self.expression} -> {self.value} as {self.variable} -> {self.at}"

    def latex(self) -> str:
        return (rf"{sympy.latex(self.expression)} \to {sympy.latex(self.value)} \quad "
                rf"({sympy.latex(self.variable)} \to {sympy.latex(self.at)})")


@dataclass(frozen=True, slots=True, eq=False)
class Solves:
    """Every equation (an Eq, or an expression that is to vanish) holds after substituting `solution`.

    A function symbol of a differential equation gets a Lambda: {f: Lambda(t, exp(t))}.
    """

    equations: Any
    solution: Mapping[Any, Any]
    because: str = ""
    where: Sequence[Any] = ()
    using: Sequence[Any] = ()

    def residuals(self) -> list[tuple[sympy.Expr, sympy.Expr]]:
        """(left, right) of every equation with the solution put in."""
        single = isinstance(self.equations, (sympy.Basic, int))
        pairs = []
        for equation in [self.equations] if single else list(self.equations):
            equation = sympy.sympify(equation)
            if isinstance(equation, sympy.logic.boolalg.BooleanAtom):  # SymPy decided an Eq when it was written
                equation = sympy.Integer(0 if equation else 1)
            left, right = (equation.lhs, equation.rhs) if isinstance(equation, sympy.Eq) else (equation, sympy.S.Zero)
            pairs.append((self._put(left), self._put(right)))
        return pairs

    def _put(self, expression: sympy.Expr) -> sympy.Expr:
        functions = {f: l for f, l in self.solution.items() if isinstance(l, sympy.Lambda)}
        numbers = {s: v for s, v in self.solution.items() if not isinstance(v, sympy.Lambda)}
        for function, body in functions.items():
            expression = expression.replace(function, body)
        return expression.doit().subs(numbers, simultaneous=True) if functions else expression.subs(
            numbers, simultaneous=True)

    def text(self) -> str:
        shown = self.equations if isinstance(self.equations, (list, tuple)) else [self.equations]
        return f"{', '.join(map(str, shown))} is solved by {self.solution}"

    def latex(self) -> str:
        shown = self.equations if isinstance(self.equations, (list, tuple)) else [self.equations]
        equations = ",\\; ".join(sympy.latex(e) for e in shown)
        solution = ",\\; ".join(f"{sympy.latex(k)} = {sympy.latex(getattr(v, 'expr', v))}"
                                for k, v in self.solution.items())
        return rf"{equations} \quad\Leftarrow\quad {solution}"


@dataclass(frozen=True, slots=True, eq=False)
class Stationary:
    """The gradient of `expression` with respect to the keys of `at` vanishes at their values."""

    expression: Any
    at: Mapping[Any, Any]
    because: str = ""
    where: Sequence[Any] = ()
    using: Sequence[Any] = ()

    def partials(self) -> list[tuple[sympy.Expr, sympy.Expr]]:
        return [(sympy.diff(self.expression, v).doit().subs(dict(self.at), simultaneous=True), sympy.S.Zero)
                for v in self.at]

    def text(self) -> str:
        return f"the gradient of {self.expression} vanishes at {dict(self.at)}"

    def latex(self) -> str:
        place = ",\\; ".join(f"{sympy.latex(k)} = {sympy.latex(v)}" for k, v in self.at.items())
        return rf"\nabla\left({sympy.latex(self.expression)}\right) = 0 \quad\text{{at}}\quad {place}"


@dataclass(frozen=True, slots=True, eq=False)
class Convex:
    """The second derivative of `expression` in `variable` is ≥ 0."""

    expression: Any
    variable: Any
    because: str = ""
    where: Sequence[Any] = ()

    def second_derivative(self) -> sympy.Expr:
        return sympy.diff(self.expression, self.variable, 2)

    def text(self) -> str:
        return f"{self.expression} is convex in {self.variable}"

    def latex(self) -> str:
        return rf"\partial_{{{sympy.latex(self.variable)}}}^2 \left({sympy.latex(self.expression)}\right) \ge 0"


@dataclass(frozen=True, slots=True, eq=False)
class Induction:
    """left = right at `start`, and both grow by `increment` when `variable` grows by one."""

    left: Any
    right: Any
    variable: Any
    start: Any
    increment: Any
    because: str = ""
    where: Sequence[Any] = ()

    def __post_init__(self) -> None:
        _as_sympy(self, "left", "right", "variable", "start", "increment")

    def parts(self) -> list[tuple[sympy.Expr, sympy.Expr]]:
        """Base, growth of the left side, growth of the right side, each as a pair that must be equal."""
        def at(side: sympy.Expr, n: sympy.Expr) -> sympy.Expr:
            return side.subs(self.variable, n)
        n = self.variable
        return [(at(self.left, self.start).doit(), at(self.right, self.start).doit()),
                (_last_terms(at(self.left, n + 1), self.left, n), self.increment),
                (_last_terms(at(self.right, n + 1), self.right, n), self.increment)]

    def text(self) -> str:
        return f"{self.left} = {self.right} by induction on {self.variable} from {self.start}"

    def latex(self) -> str:
        return (rf"{sympy.latex(self.left)} = {sympy.latex(self.right)} \quad "
                rf"(\text{{induction on }} {sympy.latex(self.variable)} \ge {sympy.latex(self.start)})")


@dataclass(frozen=True, slots=True, eq=False)
class Cites:
    """Uses another result: a theorem of the collection by name, or a `Classical` one."""

    what: str | Classical
    says: str = field(default="")
    because: str = ""
    where: Sequence[Any] = ()

    def text(self) -> str:
        if isinstance(self.what, Classical):
            return f"{self.what.name} ({self.what.reference}): {self.says}"
        return f"by {self.what}: {self.says}"

    def latex(self) -> str:
        return rf"\text{{{self.text()}}}"


Step = Equal | AtMostStep | Limit | Solves | Stationary | Convex | Induction | Cites
STEPS = (Equal, AtMostStep, Limit, Solves, Stationary, Convex, Induction, Cites)


def _last_terms(grown: sympy.Expr, original: sympy.Expr, n: sympy.Symbol) -> sympy.Expr:
    """grown − original where a sum or product up to n + 1 is first split off its last term."""
    def split(e: sympy.Basic) -> sympy.Basic:
        (index, lower, upper), = e.limits
        last = e.function.subs(index, upper)
        if isinstance(e, sympy.Sum):
            return sympy.Sum(e.function, (index, lower, upper - 1)) + last
        return sympy.Product(e.function, (index, lower, upper - 1)) * last
    grown = grown.replace(lambda e: isinstance(e, (sympy.Sum, sympy.Product)) and len(e.limits) == 1
                          and e.limits[0][2].has(n), split)
    return sympy.expand(grown) - sympy.expand(original)


def _as_sympy(step: Any, *names: str) -> None:
    for name in names:
        value = getattr(step, name)
        if not isinstance(value, sympy.Basic):
            object.__setattr__(step, name, sympy.sympify(value, strict=True))
