"""Streaming moments up to the fourth, merged exactly: what a confidence interval for a mean needs, in bounded memory.

Each chunk is centred at its own mean before it is raised to powers, and chunks are combined by the pairwise update
formulas; so a large offset costs no more than the rounding of the means. (Raw power sums lose every digit of the
kurtosis at offset 10⁶.)

References: Chan, Golub & LeVeque (1983), The American Statistician 37; Pébay (2008), Sandia report SAND2008-6212.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from numerics.arrays import FloatArray, require

CHUNK = 8192
"""Samples centred at once: 64 KiB, and short enough that the BLAS inner products stay on one thread."""

_Part: TypeAlias = tuple[int, float, float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Moments:
    """Count, mean, central power sums m_k = Σ (x − mean)^k for k = 2, 3, 4, and the range of a sample."""

    count: int
    mean: float
    m2: float
    m3: float
    m4: float
    minimum: float
    maximum: float

    @classmethod
    def empty(cls) -> Moments:
        """The moments of no samples: the neutral element of :func:`merge`."""
        return cls(0, 0.0, 0.0, 0.0, 0.0, math.inf, -math.inf)

    @classmethod
    def of(cls, samples: npt.ArrayLike) -> Moments:
        """The moments of a one-dimensional array of finite numbers, in any real dtype; ``ValueError`` otherwise."""
        array = np.asarray(samples)
        require(array.ndim == 1, f"samples must be one-dimensional, not of shape {array.shape}.")
        require(array.dtype.kind in "biuf", f"samples must be real numbers, not of dtype {array.dtype}.")
        if array.size == 0:
            return cls.empty()
        work = np.empty((2, min(CHUNK, array.size)))
        parts = []
        for start in range(0, array.size, CHUNK):
            chunk = np.asarray(array[start : start + CHUNK], dtype=np.float64)
            parts.append(_of_chunk(chunk, *work[:, : chunk.size]))
        return cls(*parts[0]) if len(parts) == 1 else _combine(parts)

    def merge(self, other: Moments) -> Moments:
        """The moments of the two samples together; see :func:`merge`."""
        return merge(self, other)

    @property
    def variance(self) -> float:
        """The unbiased sample variance m2 / (n − 1); ``ValueError`` for fewer than two samples."""
        require(self.count >= 2, f"a variance takes at least two samples, not {self.count}.")
        return self.m2 / (self.count - 1)

    @property
    def standard_error(self) -> float:
        """The standard error of the mean, √(variance / n)."""
        return math.sqrt(self.variance / self.count)

    @property
    def skewness(self) -> float:
        """The sample skewness √n · m3 / m2^(3/2); not a number if all samples are equal."""
        return math.sqrt(self.count) * self.m3 / (self.m2 * math.sqrt(self.m2)) if self.m2 > 0.0 else math.nan

    @property
    def kurtosis(self) -> float:
        """The sample kurtosis n · m4 / m2² (3 for a Gaussian); not a number if all samples are equal."""
        return self.count * self.m4 / (self.m2 * self.m2) if self.m2 > 0.0 else math.nan


def _of_chunk(x: FloatArray, d: FloatArray, squares: FloatArray) -> _Part:
    """The moments of a chunk in two passes; the mean's own rounding error is removed in the second.

    ``d`` and ``squares`` are working memory of the length of the chunk.
    """
    n = x.size
    low, high = float(np.minimum.reduce(x)), float(np.maximum.reduce(x))
    require(math.isfinite(low) and math.isfinite(high), "samples must be finite.")
    mean = float(np.add.reduce(x)) / n
    np.subtract(x, mean, out=d)
    np.multiply(d, d, out=squares)
    shift = float(np.add.reduce(d)) / n
    s2, s3, s4 = float(np.dot(d, d)), float(np.dot(squares, d)), float(np.dot(squares, squares))
    m2 = s2 - n * shift * shift
    m3 = s3 - 3.0 * shift * s2
    m4 = s4 - 4.0 * shift * s3 + 6.0 * shift * shift * s2
    return n, mean + shift, m2, m3, m4, low, high


def _combine(parts: list[_Part]) -> Moments:
    """The moments of many chunks together: the binomial expansion of Σ (x − mean)^k about the mean of each chunk."""
    n, means, m2, m3, m4, lows, highs = np.array(parts).T
    count = int(n.sum())
    mean = means[0] + float(n @ (means - means[0])) / count
    d = means - mean
    d2 = d * d
    second = m2.sum() + n @ d2
    third = m3.sum() + 3.0 * (d @ m2) + n @ (d2 * d)
    fourth = m4.sum() + 4.0 * (d @ m3) + 6.0 * (d2 @ m2) + n @ (d2 * d2)
    return Moments(count, *map(float, (mean, second, third, fourth, lows.min(), highs.max())))


def merge(a: Moments, b: Moments) -> Moments:
    """The moments of two samples together (Pébay 2008, eqs. 1.5, 2.1 and following); associative up to rounding."""
    if a.count == 0 or b.count == 0:
        return b if a.count == 0 else a
    n, na, nb = a.count + b.count, a.count, b.count
    delta = b.mean - a.mean
    step = delta / n
    product = delta * step * na * nb
    m2 = a.m2 + b.m2 + product
    m3 = a.m3 + b.m3 + product * step * (na - nb) + 3.0 * step * (na * b.m2 - nb * a.m2)
    m4 = (
        a.m4
        + b.m4
        + product * step * step * (na * na - na * nb + nb * nb)
        + 6.0 * step * step * (na * na * b.m2 + nb * nb * a.m2)
        + 4.0 * step * (na * b.m3 - nb * a.m3)
    )
    return Moments(n, a.mean + nb * step, m2, m3, m4, min(a.minimum, b.minimum), max(a.maximum, b.maximum))
