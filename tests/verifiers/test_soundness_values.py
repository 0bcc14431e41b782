"""Values at the edges of their functions: a right enclosure or none, never a wrong one and never a crash."""

from fractions import Fraction

import pytest
import sympy
from sympy import FallingFactorial, LambertW, RisingFactorial, Sum, Symbol, atan2, harmonic, symbols, zeta

from tests.verifiers.records import record
from verifiers.claims import Equals
from verifiers.contracts import Bounded
from verifiers.domain import Domain
from verifiers.errors import UndefinedValue
from verifiers.evaluate import evaluate
from verifiers.evidence import Refutations, fails_at_evidence, numeric_evidence
from verifiers.monte_carlo import Plan, run_point
from verifiers.theorem import MonteCarloCheck

x, y = symbols("x y")
k = Symbol("k", integer=True)
n = Symbol("n", integer=True, positive=True)


def encloses(expression, point, reference):
    """Whether the enclosure holds the reference (to 30 digits) and is no wider than 1e-12 of it."""
    found = evaluate(expression, point)
    exact = Fraction(str(sympy.N(reference, 40)))
    slack = abs(exact) / 10 ** 30
    return found.low - slack <= exact <= found.high + slack and found.high - found.low <= abs(exact) / 10 ** 12


@pytest.mark.parametrize("b", [-3, -2, -1, 0, 2])
@pytest.mark.parametrize("a", [Fraction(5, 2), Fraction(-1, 2), 7])
def test_factorial_powers_of_negative_order(a, b):
    point, at = {"x": a, "k": b}, sympy.Rational(a)
    assert encloses(RisingFactorial(x, k), point, sympy.gamma(at + b) / sympy.gamma(at))
    assert encloses(FallingFactorial(x, k), point, sympy.gamma(at + 1) / sympy.gamma(at - b + 1))


def test_factorial_powers_at_their_poles_are_undefined():
    with pytest.raises(UndefinedValue):
        evaluate(RisingFactorial(x, k), {"x": 1, "k": -2})
    with pytest.raises(UndefinedValue):
        evaluate(FallingFactorial(x, k), {"x": -1, "k": -1})


@pytest.mark.parametrize("order", [1, 2, 3])
def test_harmonic_numbers_of_negative_integers_are_undefined(order):
    with pytest.raises(UndefinedValue):
        evaluate(harmonic(x, order), {"x": -3})


def test_harmonic_numbers_of_higher_order():
    assert evaluate(harmonic(x, 2), {"x": 3}).low == Fraction(49, 36)
    assert evaluate(harmonic(x, 2), {"x": 0}).high == 0


@pytest.mark.parametrize("total", [Sum(k * Symbol("k", positive=True), (k, 1, 3)),
                                   sympy.Product(Symbol("k", positive=True), (k, 1, 3)) * 3 / 50])
def test_an_index_is_not_confused_with_a_symbol_of_the_same_name(total):
    found = evaluate(total, {"k": 10})
    assert found.low <= 60 <= found.high


@pytest.mark.parametrize(("expression", "point", "reference"), [
    (atan2(y, x), {"x": -1, "y": 1}, 3 * sympy.pi / 4), (atan2(y, x), {"x": -1, "y": 0}, sympy.pi),
    (zeta(x, 2), {"x": 3}, zeta(3) - 1), (zeta(2, x), {"x": Fraction(1, 2)}, sympy.pi ** 2 / 2),
    (LambertW(x, -1), {"x": Fraction(-1, 5)}, LambertW(sympy.Rational(-1, 5), -1)),
    (LambertW(x), {"x": Fraction(-1, 5)}, LambertW(sympy.Rational(-1, 5)))])
def test_functions_of_two_arguments_and_branches(expression, point, reference):
    assert encloses(expression, point, reference)


def test_a_branch_is_undefined_where_it_is_not_real():
    with pytest.raises(UndefinedValue):
        evaluate(LambertW(x, -1), {"x": Fraction(1, 2)})


@pytest.mark.parametrize("sign", [1, -1])
def test_values_beyond_the_largest_float_are_judged_exactly(sign):
    def by_doubling(n):
        value = sign
        for _ in range(2 ** n):
            value *= 2
        return value
    formula = sign * 2 ** (2 ** n)
    theorem, noted = record(Equals("X", formula), Domain(n), by_doubling, [dict(n=12)]), Refutations()
    wrong = {"one more": Equals("X", formula + 1), "same": Equals("X", formula + 0)}
    found = numeric_evidence(theorem, theorem.numeric_checks[0], dict(n=12), wrong, noted)
    assert found.outcome == "confirmed" and set(noted.by) == {"one more"}
    assert found.low == found.high == found.value == sign * float("inf")
    assert fails_at_evidence(theorem, dict(n=12)).note.startswith("the claim holds here")


def test_a_near_miss_beyond_the_largest_float_is_excluded_by_samples():
    check = MonteCarloCheck(lambda rng, size: rng.random(size), ({},), Bounded(0, 1), "definition", 1024)
    wrong = {"huge": Equals("", sympy.Integer(10) ** 400), "far below": Equals("", -sympy.Integer(10) ** 400)}
    found = run_point("t", check, {}, Equals("", sympy.Rational(1, 2)), wrong, Plan(1, 1e-8, 2 ** 14))
    assert found.evidence.outcome == "confirmed" and found.excluded == set(wrong)
