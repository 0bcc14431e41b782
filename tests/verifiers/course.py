"""A small course for the tests of the command line: a good theorem with an erratum, and one that is wrong."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.verifiers.packages import HEADER, make_package

DIE = """
from sympy import Rational, Sum
from verifiers import Erratum

NOTES = Notes("dice", "Lectures on Dice")

mean = Theorem(
    name="mean-of-a-die",
    title="Mean of a die with n faces",
    claim=Equals(r"\\mathbb{E}\\,X", (n + 1) / 2),
    domain=Domain(n),
    source=Source(NOTES, "§1", printed=r"\\frac{n}{2}", verdict="wrong as printed"),
    errata=[Erratum(printed=r"\\frac{n}{2}", formula=n / 2, wrong="the faces are counted from 1")],
    near_misses={"doubled": n + 1, "least face": 1 + 0 * n},
    covers=["die-mean"],
)


@mean.derivation
def by_gauss():
    "Add the faces."
    k = Symbol("k", integer=True, positive=True)
    yield Equal(Sum(k, (k, 1, n)) / n, (n + 1) / 2, because="Gauss")
    return (n + 1) / 2


@mean.numeric(dict(n=6), dict(n=2), dict(n=9))
def by_enumeration(n):
    "Enumerate the faces."
    return Fraction(sum(range(1, n + 1)), n)


@mean.monte_carlo(dict(n=6), moments=Bounded(1, n))
def rolls(rng, size, n):
    "Roll."
    return rng.integers(1, n + 1, size).astype(float)


square = Theorem(
    name="square-of-a-die",
    title="Mean square of a die",
    claim=Equals(r"\\mathbb{E}\\,X^2", (n + 1) * (2 * n + 1) / 5),
    domain=Domain(n),
    near_misses={"square of the mean": (n + 1)**2 / 4, "of a half": (n + 1) * (2 * n + 1) / 12},
)


@square.derivation
def by_a_slip():
    "Claim it."
    yield Equal(n + n, 2 * n)
    return (n + 1) * (2 * n + 1) / 5


@square.numeric(dict(n=3), dict(n=4))
def enumerated(n):
    "Enumerate the squares."
    return Fraction(sum(k * k for k in range(1, n + 1)), n)


@square.monte_carlo(dict(n=6), moments=Bounded(1, n**2))
def rolled(rng, size, n):
    "Roll and square."
    return rng.integers(1, n + 1, size).astype(float) ** 2
"""

SLOW = """
import time

slow = Theorem(
    name="slow-mean", title="A mean that takes its time", claim=Equals("E X", (n + 1) / 2), domain=Domain(n),
    near_misses={"no shift": n / 2, "doubled": n + 1}, unsampled="Nothing is random.",
)


@slow.derivation
def at_once():
    yield Equal(n + n, 2 * n)
    return (n + 1) / 2


@slow.numeric(dict(n=2))
def asleep(n):
    time.sleep(60)
    return Fraction(3, 2)
"""

DEADLY = SLOW.replace("slow-mean", "deadly-mean").replace("import time", "import os").replace("time.sleep(60)",
                                                                                              "os._exit(9)")


def install(folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, **files: str) -> None:
    """Make the course `name` the only installed collection of this process, and work in the folder."""
    if not (folder / name).exists():
        make_package(folder, name, {"dice": DIE, **files}, HEADER)
    monkeypatch.syspath_prepend(folder)
    importlib.invalidate_caches()
    module = importlib.import_module(name)
    point = SimpleNamespace(name=name, load=lambda: module.collection)
    monkeypatch.setattr("verifiers.collection.entry_points", lambda group: [point])
    monkeypatch.chdir(folder)


def forget(name: str) -> None:
    """Drop the course from the imported modules, so that a test may write another of that name."""
    for module in [m for m in sys.modules if m.partition(".")[0] == name]:
        del sys.modules[module]
