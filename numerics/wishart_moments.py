"""Exact moments of the Wishart matrix W = X Xᵀ, with X an N × P matrix of independent standard Gaussians.

Polynomial moments are sums over pairings (Isserlis). Moments with one determinant in the denominator reduce to them:
the density of W is a multiple of det(W)^((P − N − 1)/2) exp(−tr W / 2), so dividing by det W turns P columns into
P − 2, up to a constant,

    E_P[f(W) / det W] = E_{P−2}[f(W)] / E_{P−2}[det W],        P ≥ N + 2.

For P = N and P = N + 1 the power of det W left in the integral is at most −1 and the mean of W⁻¹ is infinite.

References: Isserlis (1918), Biometrika 12; Muirhead (1982), Aspects of Multivariate Statistical Theory, Theorem 3.2.1.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import permutations

from numerics.arrays import integer, require

Entry = tuple[int, int]

MAX_ROWS = 5
"""The determinant of W has N! (2N − 1)!! terms: 113 400 for five rows."""


def product_mean(entries: Sequence[Entry], *, columns: int) -> int:
    """E Π W_ij over the given entries (i, j), for X with ``columns`` ≥ 1 columns; the empty product has mean 1.

    Factor k of the product is Σ_c X_{i c} X_{j c}. A pairing of the 2m factors of X contributes if it pairs equal
    rows, and then ``columns`` to the number of loops which it forms with the m sums over c.
    """
    p = integer("columns", columns)
    rows = [row for entry in entries for row in entry]
    return sum(p ** _loops(pairing) for pairing in _pairings(tuple(range(len(rows))))
               if all(rows[a] == rows[b] for a, b in pairing))


def determinant_mean(*, rows: int, columns: int) -> int:
    """E det W, by the Leibniz formula; 1 for ``rows`` = 0."""
    return _minor_mean(tuple(range(_few("rows", rows))), tuple(range(rows)), integer("columns", columns))


def inverse_mean(row: int, column: int, *, rows: int, columns: int) -> Fraction | float:
    """E (W⁻¹)_{row, column}, indices from 0, for X with ``rows`` ≤ 5 rows: a Fraction.

    ``math.inf`` for columns ≤ rows + 1, where the diagonal of W⁻¹ has no finite mean or W is singular.
    """
    n, p = _few("rows", rows, least=1), integer("columns", columns)
    require(0 <= row < n and 0 <= column < n, f"(row, column) = ({row}, {column}) is no entry of an {n} × {n} matrix.")
    if p <= n + 1:
        return math.inf
    kept = tuple(i for i in range(n) if i != column), tuple(j for j in range(n) if j != row)
    cofactor = (-1) ** (row + column) * _minor_mean(*kept, p - 2)
    return Fraction(cofactor, determinant_mean(rows=n, columns=p - 2))


def inverse_trace_mean(*, rows: int, columns: int) -> Fraction | float:
    """E tr W⁻¹ as a Fraction, 0 for ``rows`` = 0 and ``math.inf`` for columns ≤ rows + 1."""
    n = _few("rows", rows)
    means = [inverse_mean(i, i, rows=n, columns=columns) for i in range(n)]
    return sum(means, Fraction(0))


def _few(name: str, value: int, least: int = 0) -> int:
    number = integer(name, value, least=least)
    require(number <= MAX_ROWS, f"{name} must be at most {MAX_ROWS}, not {number}: the sum over pairings explodes.")
    return number


@lru_cache(maxsize=4096)
def _minor_mean(rows: tuple[int, ...], columns_of_w: tuple[int, ...], columns: int) -> int:
    """The mean of the minor of W with these rows and columns."""
    total = 0
    for order in permutations(range(len(rows))):
        entries = [(rows[k], columns_of_w[order[k]]) for k in range(len(rows))]
        total += _sign(order) * product_mean(entries, columns=columns)
    return total


def _sign(order: tuple[int, ...]) -> int:
    inversions = sum(order[a] > order[b] for b in range(len(order)) for a in range(b))
    return -1 if inversions % 2 else 1


def _pairings(items: tuple[int, ...]) -> Iterator[tuple[Entry, ...]]:
    """All ways to split an even number of items into pairs."""
    if not items:
        yield ()
        return
    first, *others = items
    for k, partner in enumerate(others):
        for rest in _pairings(tuple(others[:k] + others[k + 1:])):
            yield ((first, partner), *rest)


def _loops(pairing: tuple[Entry, ...]) -> int:
    """The number of loops of a pairing together with the pairing 0–1, 2–3, 4–5, …"""
    partner = {a: b for pair in pairing for a, b in (pair, pair[::-1])}
    unseen, loops = set(partner), 0
    while unseen:
        loops += 1
        item = unseen.pop()
        while True:
            unseen.discard(item)
            item ^= 1
            unseen.discard(item)
            item = partner[item]
            if item not in unseen:
                break
    return loops
