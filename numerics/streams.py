"""Random streams named by a key, so that a result depends on what is computed and never on where or in which order.

``SeedSequence(seed, spawn_key=key)`` gives statistically independent streams for different keys at O(1) cost. A part of
the key that is text is hashed by SHA-256 (Python's own ``hash`` differs from process to process). The bit generator is
SFC64, the fastest of NumPy's for normals and uniforms.
"""

from __future__ import annotations

import hashlib
import struct

import numpy as np

from numerics.arrays import integer, require


def _words(part: str | int) -> tuple[int, ...]:
    """A part of a key as 32-bit words: eight for a text, one for an integer."""
    if isinstance(part, str):
        return struct.unpack("<8I", hashlib.sha256(part.encode("utf-8")).digest())
    word = integer("an integer in the key of a stream", part, least=0)
    require(word < 2**32, f"an integer in the key of a stream must be below 2**32, not {word}.")
    return (word,)


def stream(seed: int, *key: str | int) -> np.random.Generator:
    """The generator of the stream ``key`` under ``seed``: the same bits in any process, thread or order of calls.

    ``seed`` is an integer in [0, 2**128); each part of the key is a text or an integer in [0, 2**32). ``ValueError``
    otherwise. With a single integer i as key, the stream equals that of ``SeedSequence(seed).spawn(i + 1)[i]``.
    """
    entropy = integer("seed", seed, least=0)
    require(entropy < 2**128, "seed must be below 2**128.")
    spawn_key = tuple(word for part in key for word in _words(part))
    return np.random.Generator(np.random.SFC64(np.random.SeedSequence(entropy, spawn_key=spawn_key)))
