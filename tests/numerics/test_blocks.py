"""Blocks bound the memory and do not change with the number of samples asked for."""

from __future__ import annotations

import numpy as np
import pytest

from numerics.blocks import BUDGET, block_rows, fill_blocks


@pytest.mark.parametrize(("width", "rows"), [(1, BUDGET), (8, BUDGET // 8), (BUDGET, 1), (10 * BUDGET, 1), (1000, 262)])
def test_rows_fit_the_budget(width: int, rows: int) -> None:
    assert block_rows(width) == rows


@pytest.mark.parametrize("size", [1, 9, 10, 11, 25, 30])
def test_blocks_are_laid_end_to_end(size: int) -> None:
    rng, asked = np.random.default_rng(3), []

    def draw(rows: int) -> np.ndarray:
        asked.append(rows)
        return rng.random((rows, 2))

    samples = fill_blocks(size, 100, draw, budget=1000)
    assert sum(asked) == size and max(asked) <= 10
    np.testing.assert_array_equal(samples, np.random.default_rng(3).random((size, 2)))


def test_the_type_is_that_of_the_draws() -> None:
    assert fill_blocks(5, 1, lambda rows: np.ones(rows, dtype=np.int8), budget=2).dtype == np.int8


def test_bad_sizes_are_refused() -> None:
    with pytest.raises(ValueError, match="size must be at least 1, not 0"):
        fill_blocks(0, 8, np.zeros)
    with pytest.raises(ValueError, match=r"size must be an integer, not 2\.5"):
        fill_blocks(2.5, 8, np.zeros)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="bytes_per_row must be at least 1"):
        block_rows(0)
