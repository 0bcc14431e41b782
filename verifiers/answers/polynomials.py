"""Polynomials in several variables with rational coefficients, for equations that are compared by their factors."""

from __future__ import annotations

from typing import Any

from flint import Ordering, fmpq, fmpq_mpoly_ctx

from verifiers.answers.trees import Apply, Number, Tree, Variable, free_variables

MOST_DEGREE, MOST_TERMS = 24, 400

Polynomial = Any  # fmpq_mpoly; flint has no type stubs


def factors_of(tree: Tree) -> frozenset[str] | None:
    """The irreducible factors of a polynomial, made monic; None if the tree is none, or a very large one."""
    names = sorted(free_variables(tree))
    if not names or any(not name.isidentifier() for name in names):
        return None
    context = fmpq_mpoly_ctx.get(names, Ordering.lex)
    polynomial = _polynomial(tree, context, dict(zip(names, context.gens(), strict=True)))
    if polynomial is None or polynomial.is_zero():
        return None
    return frozenset(str(f / f.leading_coefficient()) for f, _ in polynomial.factor()[1])


def _polynomial(tree: Tree, context: Any, generators: dict[str, Polynomial]) -> Polynomial | None:
    match tree:
        case Number():
            return context.constant(fmpq(tree.value.numerator, tree.value.denominator))
        case Variable(index=None):
            return generators.get(tree.name)
        case Apply(operation="add" | "mul" | "neg", arguments=parts):
            found = [_polynomial(p, context, generators) for p in parts]
            return None if any(f is None for f in found) else _combined(tree.operation, found)
        case Apply(operation="div", arguments=(top, Number(value=value))) if value != 0:
            above = _polynomial(top, context, generators)
            return None if above is None else above * fmpq(value.denominator, value.numerator)
        case Apply(operation="pow", arguments=(base, Number(value=power))) if power in range(MOST_DEGREE + 1):
            below = _polynomial(base, context, generators)
            return None if below is None or _degree(below) * power > MOST_DEGREE else below ** int(power)
    return None


def _combined(operation: str, parts: list[Polynomial]) -> Polynomial | None:
    if operation == "neg":
        return -parts[0]
    total = parts[0]
    for part in parts[1:]:
        if operation == "mul" and (_degree(total) + _degree(part) > MOST_DEGREE or len(total) * len(part) > MOST_TERMS):
            return None
        total = total + part if operation == "add" else total * part
    return total


def _degree(polynomial: Polynomial) -> int:
    return 0 if polynomial.is_zero() else int(polynomial.total_degree())
