"""Markov chains on finitely many sites that toss a fair coin a step: where they have been, and where they end.

Eight tosses are one byte, and a table says for each site and byte where eight steps lead and how often they visit each
site. Visits to up to eight sites are counted in the bytes of one 64-bit word, so a chain advances eight steps by two
table look-ups and an addition.

The simple walk on a circle ends at start + 2 · Binomial(steps, 1/2) − steps, taken modulo the number of sites.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from numerics.arrays import FloatArray, IntArray, integer, require
from numerics.blocks import fill_blocks
from numerics.coins import fair_binomial
from numerics.words import random_words

TOSSES = 8
CHAINS = 4096
"""Chains that advance together: their state stays in cache, and the cost of a call is spread over thousands of them."""
PERIOD = 31
"""Bytes of tosses after which the 8-bit counters are emptied: they would overflow after 255 visits."""
Successors = Sequence[Sequence[int]] | IntArray
Index = npt.NDArray[np.uint16]


def circle(sites: int) -> IntArray:
    """Successors (site − 1, site + 1) of the simple walk on a circle: shape (sites, 2)."""
    places = np.arange(integer("sites", sites))
    return np.stack([(places - 1) % sites, (places + 1) % sites], axis=1)


def two_speed_circle(half: int) -> IntArray:
    """Successors on a circle of 2 · half sites: steps of ±1 from the first half, of ±2 from the second one."""
    places = np.arange(2 * integer("half", half))
    step = np.where(places < half, 1, 2)
    return np.stack([(places - step) % places.size, (places + step) % places.size], axis=1)


def _successors(successors: Successors, start: int) -> IntArray:
    table = np.asarray(successors)
    require(table.ndim == 2 and table.shape[1] == 2, f"successors must have shape (sites, 2), not {table.shape}.")
    sites = table.shape[0]
    require(1 <= sites <= 256, f"there can be 1 to 256 sites, not {sites}.")
    whole = np.issubdtype(table.dtype, np.integer)
    require(whole and 0 <= table.min() and table.max() < sites, f"successors must be integers in 0, …, {sites - 1}.")
    require(integer("start", start, least=0) < sites, f"start must be one of the {sites} sites, not {start}.")
    return table.astype(np.int64)


def _steps(table: IntArray, tosses: int) -> tuple[Index, list[npt.NDArray[np.uint64]]]:
    """For site · 256 + byte: the site after ``tosses`` steps (times 256), and the visits as words of eight counters."""
    sites = table.shape[0]
    site, octet = np.divmod(np.arange(sites * 256), 256)
    words = -(-sites // 8)
    visits = np.zeros((site.size, 8 * words), dtype=np.uint8)
    for toss in range(tosses):
        site = table[site, octet >> toss & 1]
        visits[np.arange(site.size), site] += 1
    packed = visits.view(np.uint64)
    return (site << 8).astype(np.uint16), [np.ascontiguousarray(packed[:, word]) for word in range(words)]


def _bytes(rng: np.random.Generator, chains: int, octets: int) -> Iterator[npt.NDArray[np.uint8]]:
    """One array of bytes for each of ``octets`` rounds of eight tosses, drawn some rounds at a time."""
    width = chains + chains % 2
    for start in range(0, octets, PERIOD):
        rounds = min(PERIOD, octets - start)
        for row in random_words(rng, rounds * width // 2).view(np.uint8).reshape(rounds, width):
            yield row[:chains]


def occupancy(rng: np.random.Generator, size: int, *, successors: Successors, steps: int, start: int = 0) -> IntArray:
    """How often each site is visited in ``steps`` steps, the start not counted: integers, shape (size, sites).

    ``successors`` has shape (sites, 2): where tails and heads lead. At most 256 sites.
    """
    table, steps = _successors(successors, start), integer("steps", steps)
    sites, (octets, rest) = table.shape[0], divmod(steps, TOSSES)
    whole, part = _steps(table, TOSSES), _steps(table, rest)

    def draw(chains: int) -> IntArray:
        state = np.full(chains, start << 8, dtype=np.uint16)
        counters = np.zeros((len(whole[1]), chains), dtype=np.uint64)
        index, words = np.empty(chains, dtype=np.int64), np.empty(chains, dtype=np.uint64)
        total = np.zeros((chains, sites), dtype=np.int64)

        def empty() -> None:
            visits = counters.T.copy().view(np.uint8)
            np.add(total, visits[:, :sites], out=total)
            counters[...] = 0

        for turn, tosses in enumerate(_bytes(rng, chains, octets + bool(rest)), start=1):
            following, visits = whole if turn <= octets else part
            np.bitwise_or(state, tosses, out=index, casting="unsafe")
            for counter, visit in zip(counters, visits, strict=True):
                np.take(visit, index, out=words, mode="clip")
                np.add(counter, words, out=counter)
            np.take(following, index, out=state, mode="clip")
            if turn % PERIOD == 0:
                empty()
        empty()
        return total

    return fill_blocks(size, 1, draw, CHAINS)


def endpoint(rng: np.random.Generator, size: int, *, successors: Successors, steps: int, start: int = 0) -> IntArray:
    """The site after ``steps`` steps, by tossing the coins: integers, shape (size,)."""
    table, steps = _successors(successors, start), integer("steps", steps)
    octets, rest = divmod(steps, TOSSES)
    whole, part = _steps(table, TOSSES)[0], _steps(table, rest)[0]

    def draw(chains: int) -> IntArray:
        state, index = np.full(chains, start << 8, dtype=np.uint16), np.empty(chains, dtype=np.int64)
        for turn, tosses in enumerate(_bytes(rng, chains, octets + bool(rest))):
            np.bitwise_or(state, tosses, out=index, casting="unsafe")
            np.take(whole if turn < octets else part, index, out=state, mode="clip")
        return (state >> 8).astype(np.int64)

    return fill_blocks(size, 1, draw, CHAINS)


def circle_endpoint_exact_law(rng: np.random.Generator, size: int, *, sites: int, steps: int, start: int = 0) -> IntArray:
    """The law of :func:`endpoint` for the simple walk on a circle, by one binomial variable: shape (size,)."""
    heads = fair_binomial(rng, size, trials=integer("steps", steps))
    heads *= 2
    heads += start - steps
    heads %= integer("sites", sites)
    return heads


def circle_endpoint_law(*, sites: int, steps: int, start: int = 0) -> FloatArray:
    """The probability of each site after ``steps`` steps of the simple walk on a circle: shape (sites,).

    The Fourier modes of the circle are eigenvectors of the walk, with eigenvalues cos(2πk / sites).
    """
    number = integer("sites", sites)
    modes = np.cos(2.0 * np.pi * np.arange(number) / number) ** integer("steps", steps, least=0)
    return np.roll(np.fft.ifft(modes).real, start)
