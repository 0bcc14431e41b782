"""Checks that read the formula by a back door are named; honest checks are not."""

import functools
from fractions import Fraction

import flint
import numpy as np
import pytest
import sympy
from sympy import symbols

from tests.verifiers import records
from tests.verifiers.records import closed_form as elsewhere
from verifiers.claims import Equals
from verifiers.contracts import FiniteFourthMoment
from verifiers.domain import Domain
from verifiers.enclosures import within
from verifiers.independence import violations
from verifiers.steps import Equal
from verifiers.theorem import Theorem

n = symbols("n", integer=True, positive=True)
CLAIMED = (n + 1) / 2
BY_NAME = {"mean": CLAIMED}
put_in = CLAIMED.subs
compiled = sympy.lambdify(n, CLAIMED)
partially = functools.partial(sympy.Expr.subs, CLAIMED)


def closed_form(n):
    return Fraction(n + 1, 2)


@functools.cache
def cached(n):
    return Fraction(n + 1, 2)


def helper_of_the_derivation(m):
    return m * (m + 1) / 2


def by_a_keyword_default(n, *, formula=CLAIMED):
    return Fraction(int(2 * formula.subs("n", n)), 2)


def by_a_default(n, formula=CLAIMED):
    return Fraction(int(2 * formula.subs("n", n)), 2)


def by_a_container(n):
    return Fraction(int(2 * BY_NAME["mean"].subs("n", n)), 2)


def by_a_bound_method(n):
    return Fraction(int(2 * put_in("n", n)), 2)


def by_a_partial(n):
    return Fraction(int(2 * partially("n", n)), 2)


def by_lambdify(n):
    return Fraction(compiled(n))


def by_within(n):
    return within((n + 1) / 2, 1e-12)


def by_a_rational(n):
    return sympy.Rational(n + 1, 2)


def by_a_ball(n):
    return flint.arb(n + 1) / 2


def by_an_fmpq(n):
    return flint.fmpq(n + 1, 2)


def by_int_and_float(n):
    return Fraction(int(n) + 1, int(float(2)))


def by_a_helper(n):
    return closed_form(n)


def by_a_helper_of_the_derivation(n):
    return Fraction(helper_of_the_derivation(n), n)


def by_an_inner_import(n):
    from tests.verifiers.test_independence import closed_form as imported
    return imported(n)


def by_an_inner_import_of_a_number_type(n):
    from fractions import Fraction as Quotient
    return Quotient(n + 1, 2)


def by_a_helper_of_another_module(n):
    return elsewhere(n)


def by_a_module(n):
    return records.closed_form(n)


def by_a_cached_helper(n):
    return cached(n)


def full(rng, size, n):
    return np.full(size, (n + 1) / 2)


def full_of_a_helper(rng, size, n):
    return np.full(size, float(closed_form(n)))


def by_enumeration(n):
    return Fraction(sum(range(1, n + 1)), n)


def by_a_sum_of_floats(n):
    return within(sum(float(k) for k in range(1, n + 1)) / n, 1e-9)


def by_branches(n):
    return Fraction(n + 1, 2) if n < 0 else Fraction(sum(range(1, n + 1)), n)


def by_a_matrix(n):
    return Fraction(int(np.arange(1, n + 1).sum()), n)


def by_another_formula(n):
    return sympy.Rational(n ** 2, 2)


def rolls(rng, size, n):
    return rng.integers(1, n + 1, size).astype(float)


def full_of_an_enumeration(rng, size, n):
    return np.full(size, sum(range(1, n + 1)) / n)


BACK_DOORS = [by_a_keyword_default, by_a_default, by_a_container, by_a_bound_method, by_a_partial, by_lambdify, by_within,
              by_a_rational, by_a_ball, by_an_fmpq, by_int_and_float, by_a_helper, by_a_helper_of_the_derivation,
              by_an_inner_import, by_an_inner_import_of_a_number_type, by_a_helper_of_another_module, by_a_module,
              by_a_cached_helper]
HONEST = [by_enumeration, by_a_sum_of_floats, by_branches, by_a_matrix, by_another_formula]


def found(numeric=None, sampler=None):
    """What is said against a check of the mean of a die."""
    die = Theorem(name="die", title="Mean of a die", claim=Equals("E X", CLAIMED), domain=Domain(n))

    @die.derivation
    def by_gauss():
        k = sympy.Symbol("k", integer=True)
        m = sympy.Symbol("n", integer=True, positive=True)
        yield Equal(sympy.Sum(k, (k, 1, m)), helper_of_the_derivation(m))
        return helper_of_the_derivation(m) / m
    if numeric:
        die.numeric(dict(n=2))(numeric)
    if sampler:
        die.monte_carlo(dict(n=6), moments=FiniteFourthMoment(True, "bounded"))(sampler)
    return [str(e) for e in violations(die)]


@pytest.mark.parametrize("check", BACK_DOORS, ids=lambda f: f.__name__)
def test_a_check_that_uses_the_formula_is_named(check):
    said = found(check)
    assert said and all(f"the numeric check {check.__name__} re" in e for e in said)
    assert f"test_independence.py:{check.__code__.co_firstlineno}: " in said[0]


@pytest.mark.parametrize("sampler", [full, full_of_a_helper], ids=lambda f: f.__name__)
def test_a_sampler_of_the_formula_is_named(sampler):
    assert any(f"the Monte-Carlo check {sampler.__name__} returns the formula itself" in e for e in found(None, sampler))


@pytest.mark.parametrize("check", HONEST, ids=lambda f: f.__name__)
def test_an_honest_check_is_not_named(check):
    assert not found(check)


@pytest.mark.parametrize("sampler", [rolls, full_of_an_enumeration], ids=lambda f: f.__name__)
def test_an_honest_sampler_is_not_named(sampler):
    assert not found(None, sampler)
