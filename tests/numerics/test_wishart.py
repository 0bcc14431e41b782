"""Wishart statistics: the linear algebra on the same draws, and the definition against the exact law."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from numerics import batch_last, wishart
from numerics.streams import stream

SIZE = 20_000
LARGE = batch_last.MAX_ORDER + 4
SHAPES = [(1, 4), (2, 2), (3, 12), (5, 10), (8, 9), (LARGE, LARGE + 5)]


def reference_inverses(rng: np.random.Generator, size: int, rows: int, columns: int) -> np.ndarray:
    """(X Xᵀ)⁻¹ one matrix at a time."""
    matrices = (rng.standard_normal((rows, columns)) for _ in range(size))
    return np.array([np.linalg.inv(x @ x.T) for x in matrices])


@pytest.mark.parametrize(("rows", "columns"), [(2, 6), (5, 10)])
def test_statistics_of_the_same_draws(rows: int, columns: int) -> None:
    """Relative errors of W⁻¹ are at most of the order of rows · cond(W) · ε; 8 covers the constants of two routes."""
    size = 50
    x = np.moveaxis(stream(1).standard_normal((rows, columns, size)), -1, 0)
    w = x @ x.transpose(0, 2, 1)
    inverse = np.linalg.inv(w)
    bound = 8 * rows * np.linalg.cond(w) * np.finfo(float).eps
    trace = wishart.inverse_trace(stream(1), size, rows=rows, columns=columns)
    assert (np.abs(trace / np.trace(inverse, axis1=1, axis2=2) - 1) <= bound).all()
    entries = wishart.inverse_entries(stream(1), size, rows=rows, columns=columns)
    scale = np.abs(inverse).max(axis=(1, 2))
    assert (np.abs(entries[:, 0] - inverse[:, -1, -1]) <= bound * scale).all()
    assert (np.abs(entries[:, 1] - inverse[:, -1, -2]) <= bound * scale).all()
    schur = wishart.schur_complement(stream(1), size, rows=rows, columns=columns)
    assert (np.abs(schur * inverse[:, -1, -1] - 1) <= bound * scale / inverse[:, -1, -1]).all()


@pytest.mark.parametrize(("rows", "columns"), SHAPES)
def test_inverse_trace_has_its_law(same_law, rows: int, columns: int) -> None:
    definition = wishart.inverse_trace(stream(2), SIZE, rows=rows, columns=columns)
    law = wishart.inverse_trace_exact_law(stream(3), SIZE, rows=rows, columns=columns)
    assert definition.shape == law.shape == (SIZE,)
    assert same_law(definition, law)
    if rows > 1:
        assert not same_law(
            definition, wishart.inverse_trace_exact_law(stream(3), SIZE, rows=rows, columns=columns + 1)
        )


def test_inverse_trace_against_one_matrix_at_a_time(same_law) -> None:
    reference = np.trace(reference_inverses(stream(4), 4000, 3, 8), axis1=1, axis2=2)
    assert same_law(reference, wishart.inverse_trace(stream(5), 4000, rows=3, columns=8))
    assert not same_law(reference, wishart.inverse_trace(stream(5), 4000, rows=3, columns=9))


@pytest.mark.parametrize(("rows", "columns"), SHAPES)
def test_schur_complement_is_chi_square(follows, same_law, rows: int, columns: int) -> None:
    definition = wishart.schur_complement(stream(6), SIZE, rows=rows, columns=columns)
    law = wishart.schur_complement_exact_law(stream(7), SIZE, rows=rows, columns=columns)
    degrees = columns - rows + 1
    assert follows(definition, stats.chi2(degrees).cdf) and follows(law, stats.chi2(degrees).cdf)
    assert same_law(definition, law)
    assert not follows(definition, stats.chi2(degrees + 1).cdf)


def test_inverse_entries_against_one_matrix_at_a_time(same_law, follows) -> None:
    reference = reference_inverses(stream(8), 4000, 3, 7)
    entries = wishart.inverse_entries(stream(9), 4000, rows=3, columns=7)
    assert entries.shape == (4000, 2)
    assert follows(entries[:, 0], stats.invgamma(2.5, scale=0.5).cdf), "(W⁻¹)₀₀ is 1/χ² with 5 degrees of freedom"
    assert same_law(entries[:, 1], reference[:, 0, 1])
    assert same_law(entries.sum(axis=1), reference[:, 0, 0] + reference[:, 0, 1])
    assert not same_law(entries[:, 1], np.abs(reference[:, 0, 1]))


@pytest.mark.parametrize(("rows", "columns"), [(3, 5), (4, 2)])
def test_gram_matrices(follows, rows: int, columns: int) -> None:
    w = wishart.gram_matrix(stream(10), SIZE, rows=rows, columns=columns)
    assert w.shape == (SIZE, rows, rows)
    np.testing.assert_array_equal(w, w.transpose(0, 2, 1))
    assert follows(w[:, 1, 1], stats.chi2(columns).cdf)
    assert follows((w[:, 0, 0] + w[:, 1, 1] + 2 * w[:, 0, 1]) / 2, stats.chi2(columns).cdf)
    assert not follows(w[:, 1, 1], stats.chi2(columns + 1).cdf)


def test_samples_depend_on_stream_and_size_only() -> None:
    first = wishart.inverse_trace(stream(11), 3000, rows=4, columns=9)
    np.testing.assert_array_equal(first, wishart.inverse_trace(stream(11), 3000, rows=4, columns=9))


def test_bad_shapes_are_refused() -> None:
    with pytest.raises(ValueError, match="singular unless rows ≤ columns, not rows = 5 > columns = 4"):
        wishart.inverse_trace(stream(0), 10, rows=5, columns=4)
    with pytest.raises(ValueError, match=r"takes rows ≥ 2"):
        wishart.inverse_entries(stream(0), 10, rows=1, columns=4)
    with pytest.raises(ValueError, match="rows must be at least 1"):
        wishart.schur_complement(stream(0), 10, rows=0, columns=4)
