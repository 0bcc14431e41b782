"""The hard-margin support vector machine in rational arithmetic, by enumeration of the tight constraints.

Minimise ‖w‖² subject to y_i (⟨w, x_i⟩ + b) ≥ 1; with or without the bias b. For a set S of constraints taken as equations
w = Σ_S α_i y_i x_i (and Σ_S α_i y_i = 0 with a bias) is a linear system; the programme is convex, so a solution with α ≥ 0
that satisfies all constraints is the minimiser. Sizes are small: 2^N sets for N points.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

from flint import fmpq, fmpq_mat

from numerics.arrays import require

Rational = Fraction | int
Points = Sequence[Sequence[Rational]]


def hard_margin(X: Points, y: Sequence[int], *, bias: bool) -> tuple[list[Fraction], Fraction]:
    """The minimiser (w, b); b = 0 without a bias. ``ValueError`` if no hyperplane separates the classes."""
    weights, offset, _ = _programme(X, y, bias)
    return weights, offset


def multipliers(X: Points, y: Sequence[int], *, bias: bool = False) -> list[Fraction]:
    """Multipliers α ≥ 0 of the minimiser, as few of them positive as possible: w = Σ α_i y_i x_i."""
    return _programme(X, y, bias)[2]


def _programme(X: Points, y: Sequence[int], bias: bool) -> tuple[list[Fraction], Fraction, list[Fraction]]:
    require(len(X) == len(y) > 0, "X and y must have the same positive length.")
    require(set(y) <= {1, -1}, "labels must be 1 or -1.")
    require(not bias or set(y) == {1, -1}, "with a bias both classes must be present.")
    signed = [[label * Fraction(entry) for entry in row] for row, label in zip(X, y, strict=True)]
    for size in range(1, len(X) + 1):
        for chosen in combinations(range(len(X)), size):
            solution = _equations(signed, y, chosen, bias)
            if solution is None:
                continue
            alpha, offset = solution
            weights = [sum((alpha[i] * signed[i][c] for i in chosen), Fraction(0)) for c in range(len(X[0]))]
            margins = [_dot(weights, row) + label * offset for row, label in zip(signed, y, strict=True)]
            if min(margins) >= 1 and min(alpha.values()) >= 0:
                return weights, offset, [alpha.get(i, Fraction(0)) for i in range(len(X))]
    raise ValueError("no hyperplane separates the classes.")


def _equations(
    signed: list[list[Fraction]], y: Sequence[int], chosen: tuple[int, ...], bias: bool
) -> tuple[dict[int, Fraction], Fraction] | None:
    """α on the chosen constraints and the bias for which these are tight; None if the system is singular."""
    rows = [[_dot(signed[i], signed[j]) for j in chosen] + ([Fraction(y[i])] if bias else []) for i in chosen]
    if bias:
        rows.append([Fraction(y[j]) for j in chosen] + [Fraction(0)])
    right = [Fraction(1)] * len(chosen) + ([Fraction(0)] if bias else [])
    matrix = fmpq_mat([[fmpq(e.numerator, e.denominator) for e in row] for row in rows])
    if matrix.det() == 0:
        return None
    found = matrix.solve(fmpq_mat([[fmpq(e.numerator, e.denominator)] for e in right]))
    values = [Fraction(int(found[r, 0].p), int(found[r, 0].q)) for r in range(len(rows))]
    return dict(zip(chosen, values, strict=False)), values[-1] if bias else Fraction(0)


def _dot(left: Sequence[Fraction], right: Sequence[Fraction]) -> Fraction:
    return sum((x * y for x, y in zip(left, right, strict=True)), Fraction(0))
