"""A fingerprint changes with the theorem's file, with each module that it reaches, and with nothing else."""

import subprocess
import sys

import pytest

from tests.verifiers.packages import make_package
from verifiers.fingerprints import reached

THEOREM = """
from fp_course.kernels import mean
from verifiers import Domain, Equals, Theorem
from sympy import Symbol
n = Symbol("n")
t = Theorem(name="{name}", title="", claim=Equals("", n), domain=Domain(n))
"""
PRINT = """
import importlib
from verifiers.fingerprints import fingerprint
for name in ("uses", "plain"):
    print(fingerprint(importlib.import_module(f"fp_course.chapter.{name}").t))
"""


@pytest.fixture
def course(tmp_path):
    root = make_package(tmp_path, "fp_course", {"uses": THEOREM.format(name="a"), "plain": THEOREM.format(
        name="b").replace("from fp_course.kernels import mean\n", "")}, header="")
    (root / "kernels.py").write_text("from fp_course import constants\n\n\ndef mean():\n    return constants.ONE\n")
    (root / "constants.py").write_text("ONE = 1\n")
    return root


def printed(course):
    done = subprocess.run([sys.executable, "-c", PRINT], cwd=course.parent, capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_one_constant_in_a_kernel_makes_its_dependants_run_again(course):
    before = printed(course)
    assert printed(course) == before
    (course / "constants.py").write_text("ONE = 2\n")
    after = printed(course)
    assert after[0] != before[0] and after[1] == before[1]
    (course / "chapter" / "plain.py").write_text((course / "chapter" / "plain.py").read_text() + "\n")
    assert printed(course)[0] == after[0] and printed(course)[1] != after[1]


def test_the_engine_and_the_kernels_of_a_theorem_are_reached():
    roots = frozenset({"theorems", "numerics", "verifiers"})
    found = reached("theorems.random_matrices.inverse_trace", roots)
    assert {"numerics.wishart", "numerics.batch_last", "theorems.notes"} <= found
    assert "numerics.codes" not in found
    engine = reached("verifiers.verify", roots)
    assert {"verifiers.monte_carlo", "verifiers.balls", "numerics.moments", "numerics.streams"} <= engine
    assert not any(name.startswith("verifiers.cli") for name in engine)
