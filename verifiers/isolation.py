"""Checks run with the same global precision whatever ran before them, and leave none of their own behind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import flint
import mpmath
import numpy as np

PRECISION = 53  # bits: the default of flint and of mpmath


@contextmanager
def isolated() -> Iterator[None]:
    """Default precisions and floating-point error handling inside; what was there before comes back."""
    before = flint.ctx.prec, flint.ctx.cap
    try:
        flint.ctx.prec, flint.ctx.cap = PRECISION, 10
        with mpmath.workprec(PRECISION), np.errstate(divide="warn", over="warn", under="ignore", invalid="warn"):
            yield
    finally:
        flint.ctx.prec, flint.ctx.cap = before
