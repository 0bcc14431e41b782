"""Domains: constructive sampling, membership, and clear refusals."""

from fractions import Fraction

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import Eq, Ne, Symbol, symbols

from verifiers.domain import Domain, Simplex, Vector, Vectors
from verifiers.errors import DomainError, RecordError
from verifiers.membership import read_point, show_point

N, P = symbols("N P", integer=True, positive=True)
q, s, t = symbols("q s t", real=True)
n = Symbol("n", integer=True, positive=True)
even = Symbol("even", even=True, positive=True)
p, r, w = Vector("p", n), Vector("r", n), Vector("w", n, real=True)

DOMAINS = [
    Domain(N, P >= N + 2), Domain(P > N, N <= 5), Domain(q > 0, q < 1), Domain(q < s, s < t, t < q + 1),
    Domain(q > 0, q < 1, Eq(s, 1 - q)), Domain(Ne(N, P)), Domain(even, even < N), Domain(Simplex(p, r), n >= 3),
    Domain(Simplex(p, closed=True)), Domain(Vectors(w), n >= 2), Domain(N < P ** 2), Domain(q > sympy.sqrt(2), q < 2),
    Domain(N <= 3, P >= N + 2, P < 4), Domain(sympy.And(q > 0, q < N)),
]


@pytest.mark.parametrize("domain", DOMAINS, ids=lambda d: d.text())
@given(st.integers(0, 10 ** 6))
@settings(max_examples=15, deadline=None)
def test_every_drawn_point_is_in_the_domain(domain, seed):
    for point in domain.points(8, seed):
        assert domain.admits(point), show_point(point)


def test_points_are_the_same_for_one_seed_and_vary_within():
    domain = Domain(N, P >= N + 2)
    assert domain.points(10, 3) == domain.points(10, 3)
    assert len({show_point(p) for p in domain.points(10, 3)}) > 4
    assert domain.points(1)[0] == {"N": 1, "P": 3}


@pytest.mark.parametrize("items", [(N <= 3, N >= 8), (q < 0, q > 1), (Eq(N, 0),), (P > N, P < N - 3)])
def test_an_empty_domain_is_refused(items):
    with pytest.raises(DomainError, match="has no points"):
        Domain(*items).points(1)


def test_constraints_that_cannot_be_drawn_are_refused():
    with pytest.raises(DomainError, match="no symbol alone on one side"):
        Domain(N * P < 30)
    with pytest.raises(DomainError, match="two different symbols are called q"):
        Domain(q < 1, Symbol("q", positive=True) < 5)
    with pytest.raises(DomainError, match="false whatever"):
        Domain(N, N < 0)
    with pytest.raises(TypeError, match="a domain is made of"):
        Domain("N > 0")


def test_undeclared_symbols_and_vectors_are_found():
    assert Domain(N).declares(N + P) == {"P"}
    assert Domain(Simplex(p)).declares(p[1] + r[1]) == {"r"}
    assert Domain(Simplex(p)).declares(sympy.Sum(p[Symbol("i", integer=True)], (Symbol("i", integer=True), 1, n))) == set()


def test_membership_knows_the_borders():
    domain = Domain(N, P >= N + 2, q > 0, q < 1)
    assert domain.admits({"N": 2, "P": 4, "q": Fraction(1, 2)})
    for outside in ({"P": 3}, {"q": Fraction(0)}, {"q": Fraction(1)}, {"N": 0}, {"N": Fraction(3, 2)}):
        assert not domain.admits({"N": 2, "P": 4, "q": Fraction(1, 2), **outside})
    half = (Fraction(1, 2), Fraction(1, 2))
    assert Domain(Simplex(p)).admits({"n": 2, "p": half})
    assert not Domain(Simplex(p)).admits({"n": 2, "p": (Fraction(1, 2), Fraction(1, 3))})
    assert not Domain(Simplex(p)).admits({"n": 2, "p": (Fraction(1), Fraction(0))})
    assert Domain(Simplex(p, closed=True)).admits({"n": 2, "p": (Fraction(1), Fraction(0))})


def test_points_are_read_exactly():
    domain = Domain(Simplex(p, r))
    read = read_point(domain, dict(p=("1/2", "1/2"), r=("0.25", "3/4"), length=3, name="kink"))
    assert read == {"p": (Fraction(1, 2),) * 2, "r": (Fraction(1, 4), Fraction(3, 4)), "length": 3, "name": "kink", "n": 2}
    with pytest.raises(RecordError, match="not exact"):
        read_point(domain, dict(p=(0.5, 0.5)))
    with pytest.raises(RecordError, match="gives r 3 entries, but n = 2"):
        read_point(domain, dict(p=("1/2", "1/2"), r=("1/4", "1/4", "1/2")))


def test_membership_knows_the_signs_of_symbols():
    negative, low = Symbol("z", negative=True), Symbol("z", nonpositive=True)
    assert Domain(negative).admits({"z": -5}) and not Domain(negative).admits({"z": 5})
    assert not Domain(negative).admits({"z": 0}) and Domain(low).admits({"z": 0}) and not Domain(low).admits({"z": 1})


def test_membership_knows_the_signs_and_kinds_of_entries():
    nonnegative, whole = Vector("v", n, nonnegative=True), Vector("v", n, integer=True)
    assert Domain(Vectors(nonnegative)).admits({"n": 2, "v": (Fraction(0), Fraction(1))})
    assert not Domain(Vectors(nonnegative)).admits({"n": 2, "v": (Fraction(-1), Fraction(1))})
    assert not Domain(Vectors(Vector("v", n))).admits({"n": 1, "v": (Fraction(0),)})
    assert Domain(Vectors(whole)).admits({"n": 1, "v": (Fraction(-3),)})
    assert not Domain(Vectors(whole)).admits({"n": 1, "v": (Fraction(1, 2),)})


@pytest.mark.parametrize("space", [Vectors, Simplex])
def test_membership_knows_the_length_of_a_vector(space):
    three = Domain(space(Vector("v", 3)))
    assert three.admits({"v": (Fraction(1, 3),) * 3})
    assert not three.admits({"v": (Fraction(1),)}) and not three.admits({"v": (Fraction(1, 4),) * 4})
    assert not Domain(space(Vector("v", n))).admits({"n": 2, "v": (Fraction(1),)})
    assert not three.admits({})


def test_a_point_at_which_a_constraint_is_undefined_lies_outside():
    assert not Domain(N, 1 / (N - 1) > P).admits({"N": 1, "P": 2})
    assert not Domain(N, P < 1 / (N - 1)).admits({"N": 1, "P": 2})
