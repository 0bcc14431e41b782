"""Matrix expressions multiplied out into grids of formulas."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from verifiers.answers.evaluation import TooMuchWork
from verifiers.answers.trees import Apply, Collected, Number, Tree, apply, nodes, number
from verifiers.answers.variants import rebuilt

LARGEST_INVERSE = 3
LONGEST = 4_000  # parts of an entry, when products and inverses have been multiplied out


@dataclass(frozen=True, slots=True)
class Grid:
    """The entries of a matrix, row by row."""

    rows: int
    columns: int
    entries: tuple[Tree, ...]

    def entry(self, row: int, column: int) -> Tree:
        """One entry; rows and columns are counted from 0."""
        return self.entries[row * self.columns + column]


def grid_of(tree: Tree) -> Grid | None:
    """The matrix that an expression is, with its operations carried out; None if it is no matrix."""
    match tree:
        case Collected(kind="matrix") if tree.rows and len(tree.items) % tree.rows == 0:
            return Grid(tree.rows, len(tree.items) // tree.rows, tree.items)
        case Collected(kind="tuple") if tree.items:
            rows = [grid_of(i) for i in tree.items]
            if all(r is not None and r.columns == 1 for r in rows):
                return Grid(len(rows), rows[0].rows, tuple(e for r in rows if r for e in r.entries))  # type: ignore[union-attr]
            return Grid(len(tree.items), 1, tree.items) if not any(rows) else None
        case Apply():
            return _checked(_operation(tree))
    return None


def _checked(grid: Grid | None) -> Grid | None:
    """The grid. Raises TooMuchWork if its entries have grown too long."""
    for entry in grid.entries if grid is not None else ():
        if sum(1 for _ in islice(nodes(entry), LONGEST + 1)) > LONGEST:
            raise TooMuchWork("the entries of a matrix become too long when it is multiplied out")
    return grid


def _operation(tree: Apply) -> Grid | None:
    grids = [grid_of(a) for a in tree.arguments]
    match tree.operation:
        case "neg" | "transpose" | "inverse":
            return None if grids[0] is None else {"neg": _negative, "transpose": _transposed,
                                                  "inverse": _inverse}[tree.operation](grids[0])
        case "add":
            known = [g for g in grids if g is not None]
            if len(known) < len(grids) or len({(g.rows, g.columns) for g in known}) > 1:
                return None
            sums = zip(*(g.entries for g in known), strict=True)
            return Grid(known[0].rows, known[0].columns, tuple(Apply("add", terms) for terms in sums))
        case "div":
            if grids[0] is None or grids[1] is not None:
                return None
            return _each(grids[0], "div", tree.arguments[1], last=True)
        case "mul":
            return _product(tree.arguments, grids)
        case "pow":
            exponent = tree.arguments[1]
            if grids[0] is None or not isinstance(exponent, Number):
                return None
            if exponent.value == -1:
                return _inverse(grids[0])
            if exponent.value.denominator == 1 and 1 <= exponent.value <= 6:
                return _product(tree.arguments[:1] * int(exponent.value), grids[:1] * int(exponent.value))
    return None


def _product(factors: tuple[Tree, ...], grids: list[Grid | None]) -> Grid | None:
    result: Grid | None = None
    scalars = [f for f, g in zip(factors, grids, strict=True) if g is None]
    for grid in grids:
        if grid is not None:
            result = grid if result is None else _times(result, grid)
            if result is None:
                return None
    for scalar in scalars:
        result = None if result is None else _each(result, "mul", scalar)
    return result


def _times(left: Grid, right: Grid) -> Grid | None:
    if left.columns != right.rows:
        return None
    entries = []
    for i in range(left.rows):
        for j in range(right.columns):
            terms = [apply("mul", left.entry(i, k), right.entry(k, j)) for k in range(left.columns)]
            entries.append(terms[0] if len(terms) == 1 else Apply("add", tuple(terms)))
    return Grid(left.rows, right.columns, tuple(entries))


def _each(grid: Grid, operation: str, other: Tree, last: bool = False) -> Grid:
    return Grid(grid.rows, grid.columns, tuple(apply(operation, e, other) if last else apply(operation, other, e)
                                               for e in grid.entries))


def _negative(grid: Grid) -> Grid:
    return Grid(grid.rows, grid.columns, tuple(apply("neg", e) for e in grid.entries))


def _transposed(grid: Grid) -> Grid:
    return Grid(grid.columns, grid.rows, tuple(grid.entry(i, j) for j in range(grid.columns) for i in range(grid.rows)))


def _inverse(grid: Grid) -> Grid | None:
    """The adjugate over the determinant, for at most three rows."""
    if grid.rows != grid.columns or grid.rows > LARGEST_INVERSE:
        return None
    size, determinant = grid.rows, determinant_of(grid)
    entries = [apply("div", apply("mul", number((-1) ** (i + j)), determinant_of(_minor(grid, j, i))), determinant)
               for i in range(size) for j in range(size)]
    return Grid(size, size, tuple(entries))


def determinant_of(grid: Grid) -> Tree:
    """The determinant by expansion along the first row; 1 for no rows."""
    if grid.rows == 0:
        return number(1)
    terms = [apply("mul", number((-1) ** j), grid.entry(0, j), determinant_of(_minor(grid, 0, j)))
             for j in range(grid.columns)]
    return terms[0] if len(terms) == 1 else Apply("add", tuple(terms))


def trace_of(grid: Grid) -> Tree:
    """The sum of the diagonal."""
    diagonal = tuple(grid.entry(i, i) for i in range(grid.rows))
    return diagonal[0] if len(diagonal) == 1 else Apply("add", diagonal)


def _minor(grid: Grid, row: int, column: int) -> Grid:
    entries = tuple(grid.entry(i, j) for i in range(grid.rows) for j in range(grid.columns) if i != row and j != column)
    return Grid(grid.rows - 1, grid.columns - 1, entries)


def scalars_computed(tree: Tree) -> Tree:
    """The tree with determinants, traces and norms of given matrices multiplied out."""
    tree = rebuilt(tree, scalars_computed)
    if isinstance(tree, Apply) and tree.operation in ("det", "trace", "norm", "abs"):
        grid = grid_of(tree.arguments[0])
        if grid is not None:
            if tree.operation == "norm":
                squares = tuple(apply("pow", apply("abs", e), number(2)) for e in grid.entries)
                return apply("root", squares[0] if len(squares) == 1 else Apply("add", squares), number(2))
            if grid.rows == grid.columns and grid.rows <= 4:
                return trace_of(grid) if tree.operation == "trace" else determinant_of(grid)
    return tree
