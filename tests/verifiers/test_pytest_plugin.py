"""Theorem files as test items: ids that read like the proof, failures without traceback, options, xdist."""

import os
import subprocess
import sys

import pytest

from tests.verifiers.packages import GOOD, make_package

BROKEN = GOOD.replace("mean-of-a-die", "mean-of-a-broken-die").replace("Fraction(sum(range(1, n + 1)), n)",
                                                                       "Fraction(sum(range(1, n + 1)), n) + 1")


@pytest.fixture
def course(tmp_path):
    make_package(tmp_path, "course_of_dice", {"sound": GOOD, "broken": BROKEN})
    return tmp_path


def run(folder, *arguments):
    """pytest in a process of its own, with the folder's packages installed."""
    environment = {**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "120"}
    done = subprocess.run([sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments], cwd=folder,
                          env=environment, capture_output=True, text=True, timeout=120)
    return done.returncode, done.stdout + done.stderr


def test_items_read_like_a_proof(course):
    code, said = run(course, "course_of_dice/chapter/sound.py", "-v")
    assert code == 0, said
    for item in ("mean-of-a-die::derivation by_gauss, step 1 (Equal)", "mean-of-a-die::derivation by_gauss, conclusion",
                 "mean-of-a-die::numeric by_enumeration at n = 6", "mean-of-a-die::monte carlo rolls at n = 6",
                 "mean-of-a-die::near miss: no shift", "mean-of-a-die::near misses: all formulas one slip away"):
        assert f"{item} PASSED" in said, said


def test_a_failure_prints_claim_enclosure_and_no_traceback(course):
    code, said = run(course, "course_of_dice", "--quick")
    assert code == 1
    assert "claim: E X = n/2 + 1/2" in said
    assert "enclosure: [4.5, 4.5]" in said and "formula:   3.5" in said
    assert "Traceback" not in said and "def by_enumeration" not in said
    assert "mean-of-a-broken-die::numeric by_enumeration at n = 6" in said


def test_selection_and_workers(course):
    code, said = run(course, "course_of_dice", "-k", "mean-of-a-die and numeric", "-n", "2")
    assert code == 0 and "3 passed" in said, said


def test_options_exclude_each_other(course):
    code, said = run(course, "course_of_dice", "--quick", "--thorough")
    assert code == 4 and "--quick and --thorough exclude each other" in said
    code, said = run(course, "course_of_dice", "--theorem-seed", "often")
    assert code == 4 and "the seed 'often' is neither" in said


def test_other_files_are_left_alone(course):
    (course / "test_other.py").write_text("def test_one():\n    assert True\n")
    code, said = run(course, "test_other.py")
    assert code == 0 and "1 passed" in said
