"""Sequential sampling: same bits anywhere, stops early, refutes a false claim, keeps its level."""

from fractions import Fraction

import pytest
from scipy import stats
from sympy import Symbol, exp, symbols

from verifiers.claims import AtMost, Equals, Law
from verifiers.contracts import Bounded, FiniteFourthMoment
from verifiers.errors import RecordError
from verifiers.monte_carlo import Plan, run_point
from verifiers.theorem import MonteCarloCheck

m = symbols("m", positive=True)
x = Symbol("x", positive=True)
PLAN = Plan(seed=1, level=1e-8, samples=2 ** 20)


def exponential(rng, size, m):
    return float(m) * rng.standard_exponential(size)


def uniform(rng, size, m):
    return 2 * float(m) * rng.random(size)


def check(sampler, moments, chunk=8192):
    return MonteCarloCheck(sampler, ({"m": 3},), moments, "definition", chunk)


FOURTH = FiniteFourthMoment(True, "an exponential has all moments")
POINT = {"m": 3}


@pytest.mark.parametrize(("sampler", "moments"), [(exponential, FOURTH), (uniform, Bounded(0, 2 * m))])
def test_a_true_claim_is_confirmed_early_and_a_near_miss_excluded(sampler, moments):
    found = run_point("t", check(sampler, moments), POINT, Equals("", m), {"5 %": Equals("", m * Fraction(21, 20))}, PLAN)
    assert found.evidence.outcome == "confirmed" and found.excluded == {"5 %"}
    assert found.evidence.samples < PLAN.samples
    assert found.evidence.low <= 3 <= found.evidence.high and found.evidence.resolution < 0.1
    assert 0 < found.evidence.alpha_spent <= PLAN.level


@pytest.mark.parametrize(("sampler", "moments"), [(exponential, FOURTH), (uniform, Bounded(0, 2 * m))])
def test_a_false_claim_is_refuted(sampler, moments):
    found = run_point("t", check(sampler, moments), POINT, Equals("", m * Fraction(21, 20)), {"truth": Equals("", m)}, PLAN)
    assert found.evidence.outcome == "refuted"


def test_a_near_miss_out_of_reach_is_left_with_the_samples_it_would_take():
    near, far = Equals("", m * Fraction(100001, 100000)), Equals("", 2 * m)
    found = run_point("t", check(exponential, FOURTH), POINT, Equals("", m), {"near": near, "far": far}, PLAN)
    assert found.evidence.outcome == "confirmed" and found.excluded == {"far"}
    assert found.needed["near"] > PLAN.samples
    alone = run_point("t", check(exponential, FOURTH), POINT, Equals("", m), {"near": near}, PLAN)
    assert alone.evidence.outcome == "undecided"


def test_a_sharp_bound_is_confirmed_and_a_tighter_one_refuted():
    found = run_point("t", check(exponential, FOURTH), POINT, AtMost("", m), {"tighter": AtMost("", m * Fraction(9, 10))}, PLAN)
    assert found.evidence.outcome == "confirmed" and found.excluded == {"tighter"}


def test_a_law_is_tested_by_its_band():
    claim, wrong = Law("", 1 - exp(-x / m), variable=x), {"other mean": Law("", 1 - exp(-x / (m + Fraction(1, 5))), variable=x)}
    found = run_point("t", check(exponential, None), POINT, claim, wrong, PLAN)
    assert found.evidence.outcome == "confirmed" and found.excluded == {"other mean"}
    false = run_point("t", check(exponential, None), POINT, wrong["other mean"], {"truth": claim}, PLAN)
    assert false.evidence.outcome == "refuted"


def test_the_bits_depend_on_seed_and_names_alone():
    def interval(name, seed):
        found = run_point(name, check(exponential, FOURTH), POINT, Equals("", m), {"far": Equals("", 2 * m)},
                          Plan(seed, 1e-8, 2 ** 16))
        return found.evidence.low, found.evidence.high
    assert interval("a", 1) == interval("a", 1)
    assert interval("a", 1) != interval("a", 2) and interval("a", 1) != interval("b", 1)


def test_a_violated_condition_or_a_missing_contract_is_refused():
    with pytest.raises(RecordError, match="m > 5 is false"):
        run_point("t", check(exponential, FiniteFourthMoment(m > 5, "made up")), POINT, Equals("", m), {}, PLAN)
    with pytest.raises(RecordError, match="no moment contract"):
        run_point("t", check(exponential, None), POINT, Equals("", m), {}, PLAN)
    with pytest.raises(ValueError, match="needs a reason"):
        FiniteFourthMoment(True, " ")


def test_whole_checks_keep_their_level():
    """2000 sequential checks at level 1e-2 of a true claim, never stopped early: the alarms stay below the level."""
    runs, level = 2000, 1e-2
    small = check(exponential, FOURTH, chunk=512)
    near = {"unreachable": Equals("", m * Fraction(10 ** 6 + 1, 10 ** 6))}
    alarms = sum(run_point("t", small, POINT, Equals("", m), near, Plan(seed, level, 2048)).evidence.outcome == "refuted"
                 for seed in range(runs))
    assert alarms <= stats.binom.isf(1e-6, runs, level)


def test_memory_is_bounded_by_the_chunk():
    sizes = []

    def sampler(rng, size, m):
        sizes.append(size)
        return rng.standard_exponential(size) * float(m)
    run_point("t", check(sampler, FOURTH, chunk=1024), POINT, Equals("", m), {"near": Equals("", m * Fraction(11, 10))},
              Plan(1, 1e-8, 2 ** 18))
    assert set(sizes) == {1024} and len(sizes) > 2
