"""Questions from records: the formula of a theorem, its domain, its near misses and what the notes print wrongly."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from functools import lru_cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

from verifiers.answers.evaluation import NotSupported, Point
from verifiers.answers.grounds import RecordGround
from verifiers.answers.questions import Question
from verifiers.answers.symbols import Symbol
from verifiers.answers.sympy_trees import tree_of
from verifiers.answers.trees import Tree
from verifiers.collection import GROUP, theorems_of
from verifiers.errors import LearningTheoremsError

KINDS = {"holds": "inequality"}


@lru_cache(maxsize=256)
def question_of(name: str) -> Question:
    """The question that a record asks.

    Raises LearningTheoremsError if there is no record of that name, or if its formula cannot be asked for.
    """
    return question_from_record(record(name))


def record(name: str) -> Any:
    """The record of a name. Only the file that mentions the name is read; all of them if none does."""
    for package in (point.load().package for point in sorted(entry_points(group=GROUP), key=lambda p: p.name)):
        for module in _mentioning(package, name):
            try:
                found = [t for t in theorems_of(importlib.import_module(module)) if t.name == name]
            except Exception:
                continue
            if found:
                return found[0]
    from verifiers.collection import load_collections
    return load_collections().named(name)


def _mentioning(package: str, name: str) -> Iterator[str]:
    """Modules of a package whose text contains the quoted name."""
    for root in map(Path, importlib.import_module(package).__path__):
        for file in sorted(root.rglob("*.py")):
            if f'"{name}"' in file.read_text(encoding="utf-8", errors="replace"):
                yield ".".join((package, *file.relative_to(root).with_suffix("").parts)).removesuffix(".__init__")


def question_from_record(theorem: Any) -> Question:
    """As `question_of`, for a record."""
    claim = theorem.claim
    try:
        reference = tree_of(claim.formula)
    except NotSupported as reason:
        raise LearningTheoremsError(f"answers to {theorem.name} cannot be checked: {reason}") from None
    domain = theorem.domain if claim.relation != "law" else theorem.domain.extended([claim.variable])
    return Question(theorem.name, reference, symbols_of(domain), RecordGround(domain, tuple(_points(theorem))),
                    KINDS.get(claim.relation, ""), claim.relation, tuple(_slips(theorem, reference)),
                    definition="cannot decide", quantity=claim.quantity)


def symbols_of(domain: Any) -> tuple[Symbol, ...]:
    """The symbols of a record's domain, as its LaTeX writes them."""
    import sympy
    plain = [Symbol(s.name, sympy.latex(s).removesuffix("_{}"), integer=bool(s.is_integer)) for s in domain.symbols]
    vectors = [Symbol(str(v.label), sympy.latex(v.label), vector=True) for v in domain.vectors.values()]
    return tuple(sorted(plain + vectors, key=lambda s: s.name))


def _points(theorem: Any) -> Iterator[Point]:
    from verifiers.membership import read_point
    for check in theorem.numeric_checks:
        for point in check.points:
            yield read_point(theorem.domain, point)


def _slips(theorem: Any, reference: Tree) -> Iterator[tuple[str, Tree]]:
    """Near misses by their label and printed claims that fail, if their formula is another one."""
    from sympy import sympify
    wrong = [(label, value) for label, value in theorem.near_misses.items()]
    wrong += [("as printed in the notes", erratum.formula) for erratum in theorem.errata]
    seen = {reference}
    for label, value in wrong:
        formula = sympify(getattr(value, "formula", value), strict=True)
        if getattr(value, "relation", theorem.claim.relation) != theorem.claim.relation:
            continue
        try:
            tree = tree_of(formula)
        except NotSupported:
            continue
        if tree not in seen:
            seen.add(tree)
            yield label, tree
