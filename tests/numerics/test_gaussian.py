"""Gaussian arrays and χ² variables against SciPy's distribution functions."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from numerics.gaussian import chi_square, gaussian_matrices, gaussian_vectors, normal_buffer
from numerics.streams import stream


def test_gaussian_arrays(follows) -> None:
    matrices = gaussian_matrices(stream(0, "matrices"), 500, rows=4, columns=10)
    vectors = gaussian_vectors(stream(0, "vectors"), 500, dimension=40)
    assert matrices.shape == (500, 4, 10) and vectors.shape == (500, 40)
    for entries in (matrices.ravel(), vectors.ravel()):
        assert follows(entries, stats.norm.cdf)
        assert not follows(entries, stats.norm(0.05, 1).cdf)


def test_a_buffer_holds_the_draws_of_the_stream() -> None:
    normals, reference = normal_buffer(stream(1)), stream(1)
    first = normals(3, 4)
    np.testing.assert_array_equal(first, reference.standard_normal((3, 4)))
    second = normals(2, 5)
    np.testing.assert_array_equal(second, reference.standard_normal((2, 5)))
    assert np.shares_memory(first, second) and normals(100).shape == (100,)


@pytest.mark.parametrize("degrees", [1, 2, 3, 10])
def test_chi_square(follows, degrees: int) -> None:
    sample = chi_square(stream(0, "chi"), 20_000, degrees=degrees)
    assert follows(sample, stats.chi2(degrees).cdf)
    assert not follows(sample, stats.chi2(degrees + 1).cdf)


def test_no_degrees_are_refused() -> None:
    with pytest.raises(ValueError, match="degrees must be at least 1, not 0"):
        chi_square(stream(0), 5, degrees=0)
