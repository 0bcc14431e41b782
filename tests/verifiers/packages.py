"""Throwaway packages of theorem files for the tests, registered as an installed distribution would be."""

from __future__ import annotations

import textwrap
from pathlib import Path

HEADER = """
from fractions import Fraction

import numpy as np
from sympy import Symbol, symbols

from verifiers import *  # noqa: F403
from verifiers import Bounded, Domain, Equal, Equals, Notes, Source, Theorem

n = symbols("n", integer=True, positive=True)
"""

GOOD = """
good = Theorem(
    name="mean-of-a-die",
    title="Mean of a die with n faces",
    claim=Equals("E X", (n + 1) / 2),
    domain=Domain(n),
    near_misses={"no shift": n / 2, "doubled": n + 1},
)


@good.derivation
def by_gauss():
    k = Symbol("k", integer=True, positive=True)
    from sympy import Sum
    yield Equal(Sum(k, (k, 1, n)) / n, (n + 1) / 2, because="Gauss")
    return (n + 1) / 2


@good.numeric(dict(n=2), dict(n=6), dict(n=9))
def by_enumeration(n):
    return Fraction(sum(range(1, n + 1)), n)


@good.monte_carlo(dict(n=6), moments=Bounded(1, n))
def rolls(rng, size, n):
    return rng.integers(1, n + 1, size).astype(float)
"""


def make_package(folder: Path, name: str, files: dict[str, str], header: str = HEADER) -> Path:
    """Write a collection package `name` with a chapter `chapter` and the given files, plus its entry point."""
    root = folder / name
    chapter = root / "chapter"
    chapter.mkdir(parents=True)
    (root / "__init__.py").write_text(
        f'"""A collection."""\nfrom verifiers import Collection\n\ncollection = Collection("{name}", "A course")\n')
    (chapter / "__init__.py").write_text('"""A chapter."""\n')
    for file, text in files.items():
        (chapter / f"{file}.py").write_text(header + textwrap.dedent(text))
    info = folder / f"{name}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name.replace('_', '-')}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[theorems.collections]\n{name} = {name}:collection\n")
    return root
