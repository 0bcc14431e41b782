"""Statements in words and signs: claims, formulas and hypotheses as LaTeX and as text for a terminal.

A sum is written with a positive term first, `P - N - 1` rather than SymPy's `-N + P - 1`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import sympy
from sympy.printing.latex import LatexPrinter
from sympy.printing.pretty.pretty_symbology import pretty_symbol
from sympy.printing.str import StrPrinter

from verifiers.claims import Claim, Law, Tends
from verifiers.domain import Domain, VectorSpace
from verifiers.membership import show_point
from verifiers.plain import plain

_FUNCTIONS = {"gamma": "Γ", "lowergamma": "γ", "uppergamma": "Γ", "loggamma": "log Γ", "KroneckerDelta": "δ",
              "binomial": "C", "polygamma": "ψ"}


def _positive_first(terms: list[Any]) -> list[Any]:
    """The terms with the first positive one in front, if the first is negative."""
    if terms and terms[0].could_extract_minus_sign():
        for k, term in enumerate(terms):
            if not term.could_extract_minus_sign():
                return [term, *terms[:k], *terms[k + 1:]]
    return terms


class _Latex(LatexPrinter):  # type: ignore[misc]
    def _as_ordered_terms(self, expr: Any, order: Any = None) -> list[Any]:
        return _positive_first(super()._as_ordered_terms(expr, order=order))


class _Text(StrPrinter):  # type: ignore[misc]
    printmethod = "_theorems_text"  # not SymPy's own `_sympystr`, which would print p_i as p[i]

    def _as_ordered_terms(self, expr: Any, order: Any = None) -> list[Any]:
        return _positive_first(super()._as_ordered_terms(expr, order=order))

    def _print_Symbol(self, expr: Any) -> str:
        return str(pretty_symbol(expr.name))

    _print_Dummy = _print_Symbol

    def _print_Indexed(self, expr: Any) -> str:
        index = ",".join(self._print(i) for i in expr.indices)
        label = self._print(expr.base.label)
        return f"{label}_{index}" if index.isalnum() else f"{label}_({index})"

    def _print_Sum(self, expr: Any) -> str:
        return self._over("Σ", expr)

    def _print_Product(self, expr: Any) -> str:
        return self._over("Π", expr)

    def _over(self, sign: str, expr: Any) -> str:
        ranges = ", ".join(f"{self._print(i)}={self._print(a)}..{self._print(b)}" for i, a, b in expr.limits)
        return f"{sign}_({ranges}) {self._grouped(expr.function)}"

    def _print_Integral(self, expr: Any) -> str:
        signs = "".join("∫" if len(limit) < 3 else f"∫_({self._print(limit[1])}..{self._print(limit[2])}) "
                        for limit in expr.limits)
        return f"{signs}{self._grouped(expr.function)} " + " ".join(f"d{self._print(x[0])}" for x in expr.limits)

    def _print_Derivative(self, expr: Any) -> str:
        by = "".join(f"d/d{self._print(x)} " * n for x, n in expr.variable_count)
        return f"{by}{self._grouped(expr.expr)}"

    def _grouped(self, expr: Any) -> str:
        return f"({self._print(expr)})" if expr.is_Add or expr.is_Mul else str(self._print(expr))

    def _print_Relational(self, expr: Any) -> str:
        sign = {"==": "=", "!=": "≠", ">=": "≥", "<=": "≤"}.get(expr.rel_op, expr.rel_op)
        return f"{self._print(expr.lhs)} {sign} {self._print(expr.rhs)}"

    def _print_And(self, expr: Any) -> str:
        return " and ".join(self._clause(a) for a in sorted(expr.args, key=sympy.default_sort_key))

    def _print_Or(self, expr: Any) -> str:
        return " or ".join(self._clause(a) for a in sorted(expr.args, key=sympy.default_sort_key))

    def _clause(self, expr: Any) -> str:
        return f"({self._print(expr)})" if isinstance(expr, (sympy.And, sympy.Or)) else str(self._print(expr))

    def _print_Piecewise(self, expr: Any) -> str:
        return "{" + "; ".join(f"{self._print(e)} " + ("otherwise" if c == sympy.true else f"if {self._print(c)}")
                               for e, c in expr.args) + "}"

    def _print_Abs(self, expr: Any) -> str:
        return f"|{self._print(expr.args[0])}|"

    def _print_Infinity(self, expr: Any) -> str:
        return "∞"

    def _print_NegativeInfinity(self, expr: Any) -> str:
        return "-∞"

    def _print_Pi(self, expr: Any) -> str:
        return "π"

    def _print_Function(self, expr: Any) -> str:
        name = expr.func.__name__
        if name == "betainc_regularized":
            a, b, low, high = (self._print(x) for x in expr.args)
            return f"I_{high}({a}, {b})" if low == "0" else f"I_({low}..{high})({a}, {b})"
        return f"{_FUNCTIONS.get(name, name)}({', '.join(self._print(x) for x in expr.args)})"

    _print_KroneckerDelta = _print_Function


def formula_latex(formula: Any) -> str:
    """An expression as LaTeX."""
    return str(_Latex().doprint(sympy.sympify(formula)))


def formula_text(formula: Any) -> str:
    """An expression as one line of text, `2·N·(P - N)/(P^2·(P + 2))`."""
    text = str(_Text({"order": None}).doprint(sympy.sympify(formula)))
    return text.replace("**", "^").replace("*", "·")


def claim_latex(claim: Claim) -> str:
    """A claim as LaTeX."""
    return _statement(claim, claim.quantity, formula_latex, r"\Pr\left({0} \le {1}\right) = {2}",
                      r"\left|{0} - {1}\right| \le {2} \to 0 \quad ({3} \to {4})",
                      {"equal": "=", "at_most": r"\le", "at_least": r"\ge", "holds": r"\iff"})


def claim_text(claim: Claim) -> str:
    """A claim as one line of text."""
    return _statement(claim, plain(claim.quantity), formula_text, "P({0} ≤ {1}) = {2}",
                      "|{0} - {1}| ≤ {2} → 0 as {3} → {4}",
                      {"equal": "=", "at_most": "≤", "at_least": "≥", "holds": "if and only if"})


def _statement(claim: Claim, quantity: str, write: Callable[[Any], str], law: str, limit: str,
               signs: dict[str, str]) -> str:
    formula = write(claim.formula)
    if isinstance(claim, Law):
        return _filled(law, quantity, write(claim.variable), formula)
    if isinstance(claim, Tends):
        inner = f"({formula})" if claim.formula.is_Add else formula
        return _filled(limit, quantity, inner, write(claim.remainder), write(claim.variable), write(claim.at))
    return f"{quantity} {signs[claim.relation]} {formula}"


def _filled(pattern: str, *parts: str) -> str:
    return re.sub(r"\{(\d)\}", lambda place: parts[int(place[1])], pattern)


def hypotheses_text(domain: Domain) -> str:
    """The hypotheses in one line: what kind of number each symbol is, then the relations."""
    parts = [f"{', '.join(pretty_symbol(n) for n in names)} {kind}" for names, kind in _kinds(domain)]
    parts += [f"{', '.join(pretty_symbol(str(v.label)) for v in s.vectors)} {_where(s)}" for s in domain.spaces]
    return "; ".join([*parts, ", ".join(formula_text(r) for r in domain.relations)]).strip("; ") or "none"


def hypotheses_latex(domain: Domain) -> str:
    """The same as LaTeX in math mode ("" if there are none)."""
    parts = [rf"{', '.join(sympy.latex(sympy.Symbol(n)) for n in names)}\ \text{{{kind}}}"
             for names, kind in _kinds(domain)]
    for space in domain.spaces:
        names = ", ".join(sympy.latex(v.label) for v in space.vectors)
        parts.append(rf"{names}\ \text{{{_where(space)}}}")
    return r",\quad ".join([*parts, *(formula_latex(r) for r in domain.relations)])


def point_text(point: Mapping[str, Any]) -> str:
    """A point as text with the symbols' own signs, `ν = 3, x = 1/2`."""
    return show_point({pretty_symbol(name): entry for name, entry in point.items()})


def _where(space: VectorSpace) -> str:
    return str(space).removeprefix(", ".join(str(v.label) for v in space.vectors)).strip()


def _kinds(domain: Domain) -> list[tuple[list[str], str]]:
    """Names of the symbols by kind, in alphabetical order."""
    groups: dict[str, list[str]] = {}
    for symbol in sorted(domain.symbols, key=lambda s: s.name):
        groups.setdefault(_kind(symbol), []).append(symbol.name)
    return [(names, kind + ("s" if len(names) > 1 and kind.endswith("integer") else "")) for kind, names in
            groups.items()]


def _kind(symbol: sympy.Symbol) -> str:
    sort = "integer" if symbol.is_integer else "real"
    sign = "positive " if symbol.is_positive else "nonnegative " if symbol.is_nonnegative else ""
    return sign + sort
