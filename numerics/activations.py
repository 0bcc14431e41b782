"""Activation functions by name, evaluated in place where memory traffic matters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeAlias

import numpy as np
from scipy import special

from numerics.arrays import FloatArray, require

Named: TypeAlias = Literal["relu", "linear", "tanh", "erf"]
Activation: TypeAlias = Named | Callable[[FloatArray], FloatArray]
"""A name, or a function that acts entry by entry and leaves its argument alone."""


def activate(activation: Activation, x: FloatArray) -> FloatArray:
    """σ(x) entry by entry; a named activation **overwrites** ``x`` and returns it.

    The names are relu, linear, tanh and erf. ``ValueError`` for another name.
    """
    if callable(activation):
        return activation(x)
    require(activation in ("relu", "linear", "tanh", "erf"), f"{activation!r} is not one of relu, linear, tanh, erf.")
    if activation == "relu":
        np.maximum(x, 0.0, out=x)
    elif activation == "tanh":
        np.tanh(x, out=x)
    elif activation == "erf":
        special.erf(x, out=x)
    return x
