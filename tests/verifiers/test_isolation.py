"""What a check does to precisions and floating-point errors stays with it."""

import flint
import mpmath
import numpy as np
import pytest
from sympy import Symbol, log

from tests.verifiers.records import record
from verifiers.chunks import draw_chunk
from verifiers.claims import Equals
from verifiers.contracts import Bounded
from verifiers.domain import Domain
from verifiers.evidence import Refutations, enclosed, numeric_evidence
from verifiers.independence import violations
from verifiers.isolation import isolated
from verifiers.theorem import MonteCarloCheck

n = Symbol("n", integer=True, positive=True)
SEEN = []


def state():
    return flint.ctx.prec, flint.ctx.cap, mpmath.mp.prec, np.geterr()


def spoil():
    flint.ctx.prec, flint.ctx.cap, mpmath.mp.dps = 300, 3, 50
    np.seterr(all="raise")


def spoiling(n):
    SEEN.append(state())
    spoil()
    return flint.arb(n + 1).log()


def raising(n):
    spoil()
    raise ValueError("no")


def sampler(rng, size):
    SEEN.append(state())
    spoil()
    return rng.random(size)


@pytest.fixture(autouse=True)
def restored():
    before = state()
    SEEN.clear()
    yield
    flint.ctx.prec, flint.ctx.cap, mpmath.mp.prec = before[:3]
    np.seterr(**before[3])


def theorem(check):
    return record(Equals("X", log(n + 1)), Domain(n), check, [dict(n=2)])


def test_a_numeric_check_leaves_no_state_behind():
    before = state()
    first = enclosed(spoiling, theorem(spoiling), dict(n=2))
    assert state() == before
    assert enclosed(spoiling, theorem(spoiling), dict(n=2)) == first and SEEN[0] == SEEN[1]


def test_a_check_that_raises_leaves_no_state_behind():
    before, found = state(), theorem(raising)
    assert numeric_evidence(found, found.numeric_checks[0], dict(n=2), {}, Refutations()).outcome == "error"
    assert state() == before


def test_a_sampler_leaves_no_state_behind():
    before = state()
    check = MonteCarloCheck(sampler, ({},), Bounded(0, 1), "definition", 1024)
    first = draw_chunk("t", check, {}, 0, 1, True)
    assert state() == before
    assert (draw_chunk("t", check, {}, 0, 1, True).samples == first.samples).all() and SEEN[0] == SEEN[1]


def test_reading_the_code_of_a_check_leaves_no_state_behind():
    before = state()
    violations(theorem(spoiling))
    assert state() == before


def test_checks_see_the_same_state_whatever_ran_before():
    enclosed(spoiling, theorem(spoiling), dict(n=2))
    spoil()
    spoiled = state()
    enclosed(spoiling, theorem(spoiling), dict(n=2))
    assert SEEN[0] == SEEN[1] and SEEN[0][0] == SEEN[0][2] == 53
    assert state() == spoiled


def test_isolation_can_be_nested():
    before = state()
    with isolated():
        inside = state()
        with isolated():
            spoil()
        assert state() == inside
    assert state() == before
