"""A stream is a function of its key: in any process, and different for different keys."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys

import numpy as np
import pytest

from numerics.streams import stream


def test_the_same_key_gives_the_same_bits_in_another_process() -> None:
    program = "from numerics.streams import stream; print(stream(5, 'wishart', 3).bit_generator.random_raw())"
    environment = {**os.environ, "PYTHONHASHSEED": "77", "PYTHONPATH": os.pathsep.join(sys.path)}
    answer = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
    )
    assert int(answer.stdout) == stream(5, "wishart", 3).bit_generator.random_raw()


def test_the_key_is_the_spawn_key_of_a_seed_sequence() -> None:
    digest = hashlib.sha256("größe".encode()).digest()
    words = [int.from_bytes(digest[i : i + 4], "little") for i in range(0, 32, 4)]
    expected = np.random.SFC64(np.random.SeedSequence(9, spawn_key=(*words, 4)))
    assert stream(9, "größe", 4).bit_generator.random_raw() == expected.random_raw()


def test_an_integer_key_is_a_spawned_child() -> None:
    child = np.random.SeedSequence(11).spawn(3)[2]
    assert stream(11, 2).bit_generator.random_raw() == np.random.SFC64(child).random_raw()


def test_different_keys_give_different_streams() -> None:
    keys = [(), (0,), (1,), (0, 1), (1, 0), ("a",), ("b",), ("a", 0), ("ab",), ("a", "b"), ("0",), ("",)]
    first = {stream(seed, *key).bit_generator.random_raw() for key in keys for seed in (0, 1)}
    assert len(first) == 2 * len(keys)


@pytest.mark.parametrize(
    ("seed", "key", "sentence"),
    [
        (-1, (), "seed must be at least 0, not -1"),
        (2**128, (), r"seed must be below 2\*\*128"),
        (0, (2**32,), r"must be below 2\*\*32"),
        (0, (-3,), "at least 0, not -3"),
        (0, (0.5,), "must be an integer, not 0.5"),
    ],
)
def test_bad_keys_are_refused(seed: int, key: tuple[int, ...], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        stream(seed, *key)
