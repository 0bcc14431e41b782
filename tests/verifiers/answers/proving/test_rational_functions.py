"""Arithmetic of rational functions modulo relations, and its caps."""

import pytest

from verifiers.answers.proving.rational_functions import (
    GENERATORS,
    ONE,
    Effort,
    Field,
    GiveUp,
    Undefined,
    coefficients,
    constant_ratio,
    factored,
    single,
    slots_of,
)

a, b, c = GENERATORS[:3]


@pytest.fixture
def field():
    return Field(Effort())


def test_quotients_are_reduced(field):
    quotient = field.quotient(a**2 - b**2, 2 * a + 2 * b)
    assert (quotient.num, quotient.den) == ((a - b) / 2, ONE)
    assert (field.quotient(a, b) + field.quotient(b, a)).equals(field.quotient(a**2 + b**2, a * b))
    assert field.quotient(6 * a, 4 * a).rational() == field.constant(3).times(1).rational() / 2


def test_relations_are_used_latest_first(field):
    field.relations = {1: (2, a + 1), 2: (3, b * a)}
    assert field.reduced(c**3) == a * b
    assert field.reduced(c**6) == a**2 * (a + 1)
    assert field.reduced(b**5 * c) == (a + 1) ** 2 * b * c
    assert (field.generator(1).power(2) - field.polynomial(a + 1)).is_zero()


def test_division_by_zero(field):
    field.relations = {1: (2, ONE)}
    with pytest.raises(Undefined):
        field.constant(1) / field.polynomial(b**2 - 1)
    with pytest.raises(Undefined):
        field.constant(0).power(-2)
    assert field.constant(0).power(0).rational() == 1


def test_caps(field):
    total = field.polynomial(sum(GENERATORS[:12], ONE))
    for compute in (lambda: total.power(9), lambda: total.power(3) * total.power(3), lambda: field.generator(0).power(10**6),
                    lambda: field.constant(3).power(10**7), lambda: field.polynomial(a + 1).power(101)):
        with pytest.raises(GiveUp):
            compute()
    with pytest.raises(GiveUp):
        for _ in range(10_000):
            field.quotient(a, b)


def test_parts_of_polynomials():
    assert slots_of(a * c + 1) == [0, 2]
    assert single(c) == 2 and single(2 * c) is None and single(c**2) is None and single(ONE) is None
    assert coefficients(a**2 * b + b + 3, 0) == {2: b, 0: b + 3}
    assert constant_ratio(2 * a - 2 * b, b - a) == -2 and constant_ratio(a, b) is None
    assert factored(-(a - b) ** 2 * 6) == (-6, [(a - b, 2)])
