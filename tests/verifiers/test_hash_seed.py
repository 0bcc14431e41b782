"""A result does not depend on the order in which Python happens to hash names."""

import json
import os
import subprocess
import sys

from tests.verifiers.packages import make_package

THEOREM = """
a, b = symbols("a b", integer=True, positive=True)

total = Theorem(
    name="mean-of-a-weighted-die", title="Mean of a scaled die", claim=Equals("E X", a * (n + 1) / 2 + b),
    domain=Domain(n, a >= 2, b >= a), near_misses={"no shift": a * n / 2 + b, "swapped": b * (n + 1) / 2 + a},
)


@total.derivation
def by_gauss():
    k = Symbol("k", integer=True, positive=True)
    from sympy import Sum
    yield Equal(Sum(a * k + b, (k, 1, n)) / n, a * (n + 1) / 2 + b, because="Gauss")
    return a * (n + 1) / 2 + b


@total.numeric(dict(n=2, a=2, b=5), dict(n=6, a=3, b=7))
def by_enumeration(n, a, b):
    return Fraction(sum(a * k + b for k in range(1, n + 1)), n)


@total.monte_carlo(dict(n=6, a=3, b=7), moments=Bounded(a + b, a * n + b))
def rolls(rng, size, n, a, b):
    return a * rng.integers(1, n + 1, size).astype(float) + b
"""

SCRIPT = """
import json
from hashed_course.chapter.die import total
from verifiers.tasks import Settings
from verifiers.verify import verify
found = verify(total, Settings("quick")).to_json()
print(json.dumps({k: v for k, v in found.items() if k != "seconds"}))
"""


def test_results_do_not_depend_on_the_hash_seed(tmp_path):
    make_package(tmp_path, "hashed_course", {"die": THEOREM})
    runs = [subprocess.Popen([sys.executable, "-c", SCRIPT], stdout=subprocess.PIPE, text=True, env={
        **os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join([str(tmp_path), *filter(None, sys.path)])})
        for seed in "012"]
    first, *others = (run.communicate(timeout=60)[0] for run in runs)
    assert json.loads(first)["confirmed"], first
    assert len(json.loads(first)["near_misses"]) > 10
    assert all(other == first for other in others)
