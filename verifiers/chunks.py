"""Chunks of samples: drawn anywhere, summarised at once, merged in the order of their numbers.

A chunk's stream is keyed by theorem, check, point and chunk number. So a chunk has the same bits in any process, and may
be drawn again if the process that drew it is lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from numerics.moments import Moments
from numerics.streams import stream
from verifiers.errors import RecordError
from verifiers.isolation import isolated
from verifiers.membership import show_point
from verifiers.theorem import MonteCarloCheck

Floats = np.ndarray[Any, np.dtype[np.float64]]

BATCHES = 16  # batch means taken from one chunk


@dataclass(frozen=True, slots=True)
class Chunk:
    """What is kept of a chunk: its moments and batch means, and for a law the samples themselves."""

    size: int
    moments: Moments
    batches: Floats
    samples: Floats | None = None


def draw_chunk(theorem: str, check: MonteCarloCheck, point: Mapping[str, Any], number: int, seed: int,
               keep: bool) -> Chunk:
    """Draw and summarise chunk `number`; the sampler is passed only the names of the point that it takes.

    keep: keep the samples. Raises RecordError for samples of the wrong shape, NaN or inf.
    """
    function, where = check.function, f"the sampler {check.function.__name__} at {show_point(point)}"
    taken = function.__code__.co_varnames[:function.__code__.co_argcount]
    rng = stream(seed, theorem, function.__name__, show_point(point), number)
    given = {k: v for k, v in point.items() if k in taken}
    with isolated():
        samples = np.asarray(function(rng, check.chunk, **given), dtype=np.float64)
    if samples.shape != (check.chunk,):
        raise RecordError(f"{where} returned shape {samples.shape}, expected ({check.chunk},)")
    if not np.isfinite(samples).all():
        raise RecordError(f"{where} returned {samples[~np.isfinite(samples)][0]} among its samples")
    return Chunk(len(samples), Moments.of(samples), samples.reshape(BATCHES, -1).mean(axis=1), samples if keep else None)
