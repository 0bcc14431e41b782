"""Bounded memory: samplers work through blocks whose length follows from a byte budget, never from the sample count.

A block should stay in a core's private cache: batches larger than it cost 1.4 to 3 times as much per sample. The block
length is a function of the shape of one sample alone, so the samples depend on the generator and the size only.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from numerics.arrays import integer

Scalar = TypeVar("Scalar", bound=np.generic)

BUDGET = 256 * 1024
"""Bytes of working memory of one block: a quarter of a common private (L2) cache."""


def block_rows(bytes_per_row: int, budget: int = BUDGET) -> int:
    """How many rows of ``bytes_per_row`` bytes fit into ``budget`` bytes; at least one."""
    width = integer("bytes_per_row", bytes_per_row)
    return max(1, integer("budget", budget) // width)


def fill_blocks(
    size: int, bytes_per_sample: int, draw: Callable[[int], npt.NDArray[Scalar]], budget: int = BUDGET
) -> npt.NDArray[Scalar]:
    """``size`` samples, drawn by ``draw(rows)`` a block at a time and laid end to end.

    ``draw(rows)`` returns ``rows`` fresh samples, sample axis first; ``bytes_per_sample`` is its working memory for one
    sample. Shape and dtype of the result are those of the first block. ``ValueError`` unless ``size`` is at least one.
    """
    size = integer("size", size)
    rows = min(size, block_rows(bytes_per_sample, budget))
    first = draw(rows)
    if rows == size:
        return first
    samples = np.empty((size, *first.shape[1:]), dtype=first.dtype)
    samples[:rows] = first
    for start in range(rows, size, rows):
        stop = min(start + rows, size)
        samples[start:stop] = draw(stop - start)
    return samples
