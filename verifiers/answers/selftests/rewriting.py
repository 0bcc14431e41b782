"""Equivalent rewritings of a record's formula, for the test that each of them is judged correct.

They are made from the record, which is trusted: by SymPy where it knows the rule, else on the tree (`reshaping`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import sympy
from sympy.logic.boolalg import Boolean

from verifiers.answers.evaluation import NotSupported
from verifiers.answers.selftests.reshaping import fillers, reshapings
from verifiers.answers.symbols import Symbol
from verifiers.answers.sympy_trees import tree_of
from verifiers.answers.texts.writing import LONGEST, written
from verifiers.answers.texts.writing_latex import latex_of
from verifiers.answers.trees import Tree
from verifiers.errors import TimeLimitReached
from verifiers.timelimit import time_limit

MOST = 16  # rewritings of a formula
OPERATIONS = 60  # of a formula that SymPy is asked to rewrite
SECONDS = 10.0  # for one rewriting by SymPy: far more than it takes, so that the rewritings are always the same
SPECIAL = (sympy.gamma, sympy.factorial, sympy.binomial, sympy.beta)


@dataclass(frozen=True, slots=True)
class Rewriting:
    """Another form of a formula: what was done to it, and how it is written as plain text and in LaTeX."""

    label: str
    text: str
    latex: str


def rewritings(formula: sympy.Basic, symbols: Sequence[Symbol]) -> list[Rewriting]:
    """Different texts of the same formula, at most `MOST`; the text that `written` gives it is not among them."""
    reference = tree_of(formula)
    own = written(reference)
    texts, found = {own}, [Rewriting("LaTeX", own, latex_of(reference, symbols))]
    for label, tree in _trees(formula, reference):
        text = written(tree)
        if text not in texts and len(text) <= LONGEST:
            texts.add(text)
            found.append(Rewriting(label, text, latex_of(tree, symbols)))
        if len(found) == MOST:
            break
    return found


def _trees(formula: sympy.Basic, reference: Tree) -> Iterator[tuple[str, Tree]]:
    yield from _by_sympy(formula)
    yield from reshapings(reference)
    yield from fillers(reference)


def _by_sympy(formula: sympy.Basic) -> Iterator[tuple[str, Tree]]:
    if isinstance(formula, Boolean) or formula.has(sympy.Piecewise) or formula.count_ops() > OPERATIONS:
        return
    for label, rule in _rules(formula):
        try:
            with time_limit(SECONDS):
                tree = tree_of(rule(formula))
        except (NotSupported, TimeLimitReached, sympy.PolynomialError, NotImplementedError, ValueError, TypeError):
            continue
        yield label, tree


def _rules(formula: sympy.Basic) -> Iterator[tuple[str, Callable[[Any], Any]]]:
    """SymPy's rules that may apply to a formula; without force, so that they hold for the assumptions of its symbols."""
    if formula.has(sympy.log):
        yield "logarithms split", sympy.expand_log
        yield "logarithms merged", sympy.logcombine
    if formula.has(sympy.Pow, sympy.exp):
        yield "powers split", lambda f: sympy.expand_power_base(sympy.expand_power_exp(f))
        yield "powers merged", sympy.powsimp
    if formula.has(*SPECIAL):
        yield "by Gamma functions", lambda f: f.rewrite(sympy.gamma)
        yield "by factorials", lambda f: f.rewrite(sympy.factorial)
        yield "Gamma functions simplified", sympy.gammasimp
    if formula.has(sympy.sinh, sympy.cosh, sympy.asinh):
        yield "hyperbolic functions written out", lambda f: f.rewrite(sympy.exp).rewrite(sympy.log)
    yield "expanded", sympy.expand
    yield "factored", sympy.factor
    yield "over a common denominator", sympy.together
    for symbol in [s for s in sorted(formula.free_symbols, key=str) if _divides(s, formula)][:2]:
        yield f"in partial fractions of {symbol}", partial(sympy.apart, x=symbol)


def _divides(symbol: sympy.Basic, formula: sympy.Basic) -> bool:
    """Whether a formula is a rational function of a symbol that is in a denominator."""
    below = any(power.exp.is_negative and power.base.has(symbol) for power in formula.atoms(sympy.Pow))
    return below and isinstance(symbol, sympy.Symbol) and bool(formula.is_rational_function(symbol))
