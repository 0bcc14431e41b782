"""Least errors of random features against least squares one problem at a time, and against the Beta law."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from numerics import batch_last
from numerics import random_features as rf
from numerics.streams import stream

LARGE = batch_last.MAX_ORDER + 1
SHAPES = [(1, 2), (3, 8), (LARGE, LARGE + 6)]


@pytest.mark.parametrize(("m", "d"), SHAPES)
def test_errors_of_the_same_draws(m: int, d: int) -> None:
    """The same features by least squares; 2000 draws fill one block in the order of the stream only for few of them."""
    size = 20
    draws = stream(1).standard_normal((size, m, d) if m >= LARGE else (m, d, size))
    features = draws if m >= LARGE else np.moveaxis(draws, -1, 0)
    expected = []
    for w in features:
        u = np.linalg.lstsq(w.T, np.eye(d)[0], rcond=None)[0]
        expected.append(((w.T @ u - np.eye(d)[0]) ** 2).sum())
    np.testing.assert_allclose(rf.least_error(stream(1), size, features=m, dimension=d), expected, rtol=1e-8, atol=1e-12)


@pytest.mark.parametrize(("m", "d"), SHAPES)
def test_errors_are_beta(follows, same_law, m: int, d: int) -> None:
    definition = rf.least_error(stream(2), 20_000, features=m, dimension=d)
    law = rf.least_error_exact_law(stream(3), 20_000, features=m, dimension=d)
    assert definition.shape == law.shape == (20_000,)
    beta = stats.beta((d - m) / 2, m / 2)
    assert follows(definition, beta.cdf) and follows(law, beta.cdf) and same_law(definition, law)
    assert not follows(definition, stats.beta((d - m + 1) / 2, m / 2).cdf)
    assert not same_law(definition, rf.least_error_exact_law(stream(3), 20_000, features=m, dimension=d + 1))


@pytest.mark.parametrize("sampler", [rf.least_error, rf.least_error_exact_law])
def test_too_many_features_are_refused(sampler) -> None:
    with pytest.raises(ValueError, match="4 random features span all of dimension 4"):
        sampler(stream(0), 5, features=4, dimension=4)
    with pytest.raises(ValueError, match="features must be at least 1"):
        sampler(stream(0), 5, features=0, dimension=4)
