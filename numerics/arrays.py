"""Array types and argument checks shared by the kernels, so that each of them states its errors in one sentence."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from fractions import Fraction
from typing import SupportsIndex, TypeAlias

import numpy as np
import numpy.typing as npt

FloatArray: TypeAlias = npt.NDArray[np.float64]
IntArray: TypeAlias = npt.NDArray[np.int64]
SmallIntArray: TypeAlias = npt.NDArray[np.int8]
Probabilities: TypeAlias = Sequence[float | Fraction] | FloatArray
"""A probability vector: non-negative numbers that sum to one (exactly for rationals, to rounding for floats)."""
EPSILON = float(np.finfo(np.float64).eps)
"""The spacing of floats at one."""


def require(condition: bool, sentence: str) -> None:
    """Raise ``ValueError(sentence)`` unless the condition holds."""
    if not condition:
        raise ValueError(sentence)


def integer(name: str, value: SupportsIndex, least: int = 1) -> int:
    """The value as an ``int``; ``ValueError`` unless it is an integer of at least ``least``."""
    try:
        number = operator.index(value)
    except TypeError:
        raise ValueError(f"{name} must be an integer, not {value!r}.") from None
    require(number >= least, f"{name} must be at least {least}, not {number}.")
    return number


def non_negative(name: str, value: float | Fraction) -> float:
    """The value as a ``float``; ``ValueError`` unless it is finite and at least zero."""
    number = float(value)
    require(0.0 <= number < np.inf, f"{name} must be finite and non-negative, not {value!r}.")
    return number


def vector(name: str, values: Sequence[float | Fraction] | FloatArray) -> FloatArray:
    """The values as a non-empty one-dimensional float array; ``ValueError`` if they are not finite or not a vector."""
    array = np.asarray(values, dtype=np.float64)
    require(array.ndim == 1 and array.size > 0, f"{name} must be a non-empty vector, not of shape {array.shape}.")
    require(bool(np.isfinite(array).all()), f"{name} must be finite.")
    return array


def distribution(name: str, probabilities: Probabilities) -> FloatArray:
    """A probability vector as floats; ``ValueError`` if an entry is negative or the sum is not one.

    The sum may miss one by the rounding of its terms: K machine epsilons for K entries.
    """
    array = vector(name, probabilities)
    require(bool((array >= 0.0).all()), f"{name} must be non-negative.")
    total = float(array.sum())
    require(abs(total - 1.0) <= array.size * EPSILON, f"{name} must sum to 1, not {total!r}.")
    return array
