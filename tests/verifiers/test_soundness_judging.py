"""Near misses, laws and records that once passed unjustly: what is not known refutes nothing, what is false fails."""

from fractions import Fraction

import numpy as np
import pytest
import sympy
from sympy import Eq, Integral, Min, Ne, Piecewise, Rational, Symbol, floor, oo, pi, sin, sqrt, symbols

from tests.verifiers.records import record
from verifiers.claims import Equals, Holds, Law
from verifiers.conclusions import prove
from verifiers.contracts import Bounded, FiniteFourthMoment
from verifiers.domain import Domain
from verifiers.enclosures import enclose
from verifiers.errors import Unevaluated
from verifiers.evaluate import evaluate
from verifiers.evidence import Refutations, fails_at_evidence, numeric_evidence
from verifiers.intervals import studentised_batch_means
from verifiers.judge import refutes
from verifiers.mechanical import near_misses
from verifiers.monte_carlo import Plan, run_point
from verifiers.results import Evidence, TheoremResult
from verifiers.status import resolved
from verifiers.theorem import MonteCarloCheck
from verifiers.timelimit import time_limit
from verifiers.validate import problems

n = Symbol("n", integer=True, positive=True)
x = Symbol("x", positive=True)
a, b = symbols("a b", real=True)
N, P = symbols("N P", integer=True, positive=True)
PLAN = Plan(seed=1, level=1e-8, samples=2 ** 15)
MEAN = (n + 1) / 2
UNKNOWN = {
    "undecidable": MEAN * Piecewise((1, Eq(sqrt(2) * sqrt(n + 7), sqrt(2 * n + 14), evaluate=False)), (2, True)),
    "not converging": MEAN + Integral(sin(x) / x, (x, 0, oo)) - pi / 2,
}


def sampled(sampler, claim, wrong, moments=None):
    return run_point("t", MonteCarloCheck(sampler, ({},), moments, "definition", 4096), {}, claim, wrong, PLAN)


# near misses whose value is not found


@pytest.mark.parametrize("label", UNKNOWN)
def test_a_near_miss_that_cannot_be_evaluated_survives(label):
    claim, known = Equals("", UNKNOWN[label]), Equals("", MEAN)
    with pytest.raises(Unevaluated):
        evaluate(claim.formula, {"n": 2})
    for quantity in (Fraction(3, 2), 7):  # 7: neither is an unknown value near it known to be wrong
        assert not refutes(enclose(quantity), claim, {"n": 2})
    assert not refutes(enclose(Fraction(3, 2)), known, {"n": 2}) and refutes(enclose(7), known, {"n": 2})


def test_a_near_miss_that_cannot_be_evaluated_is_not_excluded_by_samples():
    wrong = {label: Equals("", formula.subs(n, 2)) for label, formula in UNKNOWN.items()}
    found = sampled(lambda rng, size: 3 * rng.random(size), Equals("", Rational(3, 2)), {**wrong, "far": Equals("", 2)},
                    Bounded(0, 3))
    assert found.excluded == {"far"}


def test_a_law_that_cannot_be_evaluated_is_not_excluded():
    unknown = Law("", sympy.Function("F")(x), variable=x)
    found = sampled(lambda rng, size: rng.random(size), Law("", x, variable=x),
                    {"unknown": unknown, "square": Law("", x ** 2, variable=x)})
    assert found.excluded == {"square"} and found.evidence.outcome == "confirmed"


def test_an_undefined_near_miss_is_refuted():
    assert refutes(enclose(1), Equals("", 1 / (n - 2)), {"n": 2})
    assert refutes(enclose(1), Equals("", sqrt(1 - n)), {"n": 2})


# laws


def test_a_discrete_law_is_no_continuous_one():
    found = sampled(lambda rng, size: rng.integers(1, 11, size) / 10, Law("", x, variable=x),
                    {"square": Law("", x ** 2, variable=x)})
    assert found.evidence.outcome == "refuted"


@pytest.mark.parametrize("cdf", [floor(10 * x) / 10, Piecewise((floor(10 * x) / 10, x < 1), (1, True))])
def test_a_discrete_law_is_confirmed_by_its_own_distribution_function(cdf):
    wrong = {"continuous": Law("", x, variable=x), "nine faces": Law("", floor(9 * x) / 9, variable=x)}
    found = sampled(lambda rng, size: rng.integers(1, 11, size) / 10, Law("", cdf, variable=x), wrong)
    assert found.evidence.outcome == "confirmed" and found.excluded == set(wrong)


@pytest.mark.parametrize("clip", [
    lambda u: np.minimum(u, 0.5), lambda u: np.maximum(u, 0.5), lambda u: np.where(abs(u - 0.5) < 0.1, 0.6, u)],
    ids=["at the end", "at the beginning", "inside"])
def test_a_law_with_an_atom_is_no_continuous_one(clip):
    found = sampled(lambda rng, size: clip(rng.random(size)), Law("", x, variable=x),
                    {"square": Law("", x ** 2, variable=x)})
    assert found.evidence.outcome == "refuted"


@pytest.mark.parametrize(("draw", "cdf"), [
    (lambda u: np.maximum(u, 0.5), Piecewise((0, x < Rational(1, 2)), (x, True))),
    (lambda u: -np.log(u), 1 - sympy.exp(-x)), (lambda u: u ** 2, sqrt(x)),
    (lambda u: np.maximum(4 * u - 1, 0), Min((1 + x) / 4, 1)),
    (lambda u: np.floor(-np.log(u)), 1 - sympy.exp(-floor(x) - 1))])
def test_a_law_is_confirmed_up_to_the_end_of_its_support(draw, cdf):
    found = sampled(lambda rng, size: draw(rng.random(size)), Law("", cdf, variable=x),
                    {"cube": Law("", x ** 3 / (1 + x ** 3), variable=x)})
    assert found.evidence.outcome == "confirmed"


# means


def test_samples_without_spread_give_no_interval():
    assert studentised_batch_means(np.full(32, 0.25), 1e-3) == (-np.inf, np.inf)
    moments = FiniteFourthMoment(True, "made up")
    for value in (0, 1):
        found = sampled(lambda rng, size, v=value: np.full(size, float(v)), Equals("", 1), {"2": Equals("", 2)}, moments)
        assert found.evidence.outcome == "undecided" and not found.excluded


# citations


def test_a_theorem_that_rests_on_a_refuted_one_fails():
    refuted = TheoremResult("base", "c", "f", "proved", evidence=(Evidence("numeric", "by", "refuted"),))
    citing = TheoremResult("citing", "c", "f", "proved", cites=("base",))
    further = TheoremResult("further", "c", "f", "proved", cites=("citing",))
    _, direct, indirect = resolved([refuted, citing, further], lambda name: None)
    for found in (direct, indirect):
        assert found.status == "failed" and any("rests on 'base', which fails" in e for e in found.errors)


def test_diamonds_of_citations_are_walked_once():
    depth = 60  # 2⁶⁰ paths
    results = [TheoremResult(f"{side}{k}", "c", "f", "proved", cites=(f"a{k + 1}", f"b{k + 1}") if k < depth else ())
               for k in range(depth + 1) for side in "ab"]
    with time_limit(5.0):
        assert all(r.status == "proved" for r in resolved(results, lambda name: None))


# records


def test_a_mistyped_name_in_fails_at_is_an_error():
    def by_adding(N, P):
        return sum(Fraction(1, P) for _ in range(N))
    wrong = {"one more": N / (P + 1), "doubled": 2 * N / P}
    mistyped = record(Equals("X", N / P), Domain(N, P >= N), by_adding, [dict(N=2, P=5)], wrong, [dict(N=2, q=1)], N / P)
    assert any("fails_at does not give P" in str(e) for e in problems(mistyped))
    right = record(Equals("X", N / P), Domain(N, P >= N), by_adding, [dict(N=2, P=5)], wrong, [dict(N=2, P=1)], N / P)
    assert not any("fails_at" in str(e) for e in problems(right))
    assert fails_at_evidence(right, dict(N=2, P=1)).outcome == "refuted"  # the formula holds there too


def test_two_checks_of_one_name_are_an_error():
    theorem = record(Equals("X", MEAN), Domain(n))

    def attach(value):
        @theorem.numeric(dict(n=2))
        def by(n):
            return value
        return by
    attach(Fraction(3, 2))
    assert not any("two checks" in str(e) for e in problems(theorem))
    attach(Fraction(5, 2))
    assert any("two checks are called by" in str(e) for e in problems(theorem))


# conditions


@pytest.mark.parametrize(("claimed", "returned"), [
    (Ne(a, b), sympy.true), (a > b, a >= b), (a >= b, a > b), (sympy.And(a > b, Ne(a, 1)), a > b),
    (2 * a > b + 1, 2 * a >= b + 1), (a * b > 1, a * b >= 1), (Ne(a + b, 1), sympy.true)], ids=str)
def test_a_conclusion_that_differs_on_the_boundary_fails(claimed, returned):
    assert prove(record(Holds("p", claimed), Domain(a, b), conclusion=returned)).status == "failed"
    assert prove(record(Holds("p", claimed), Domain(a, b), conclusion=claimed)).status == "proved"


@pytest.mark.parametrize(("claimed", "other"), [
    (a > b, a >= b), (a >= b, a > b), (a > b + 1, a >= b + 1), (b <= a ** 2, b < a ** 2),
    (2 * a > b + 1, 2 * a >= b + 1)], ids=str)
def test_strictness_over_the_reals_is_a_near_miss(claimed, other):
    assert other in {c.formula for c in near_misses(Holds("p", claimed), Domain(a, b), []).values()}


# tiny values


def test_variants_of_tiny_values_are_told_apart():
    tiny = 2 ** (-60 - n)
    kept = {c.formula for c in near_misses(Equals("X", tiny), Domain(n), []).values()}
    assert {2 ** (-61 - n), 2 ** (-59 - n), 2 ** (n - 60), -tiny} <= kept


def test_a_variant_of_a_tiny_value_is_refuted_by_the_enclosure():
    def by_multiplying(n):
        value = Fraction(1)
        for _ in range(60 + n):
            value /= 2
        return value
    theorem, noted = record(Equals("X", 2 ** (-60 - n)), Domain(n), by_multiplying, [dict(n=2)]), Refutations()
    wrong = near_misses(theorem.claim, theorem.domain, [])
    assert numeric_evidence(theorem, theorem.numeric_checks[0], dict(n=2), wrong, noted).outcome == "confirmed"
    assert set(noted.by) == set(wrong)
