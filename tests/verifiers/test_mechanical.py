"""Mechanical near misses: what is generated, what is left out, and that the true formula is never among them."""

import sympy
from sympy import Rational, Sum, Symbol, log, sqrt, symbols

from verifiers.claims import AtLeast, AtMost, Equals, Holds, Law
from verifiers.domain import Domain, Simplex, Vector
from verifiers.mechanical import near_misses, variants

N, P = symbols("N P", integer=True, positive=True)
x, y = symbols("x y", positive=True)
n = Symbol("n", integer=True, positive=True)
i = Symbol("i", integer=True)
p, q = Vector("p", n), Vector("q", n)


def formulas(expression):
    return {v for _, v in variants(expression)}


def test_every_slip_of_the_model_formula_is_made():
    made = formulas(N / (P - N - 1))
    expected = {N / (P - N), N / (P - N - 2), N / (P + N - 1), N / (-P - N - 1), N / (P - N + 1), P / (N - P - 1),
                -N / (P - N - 1), 2 * N / (P - N - 1), 1 / (P - N - 1), sympy.Integer(1) * N, N / (-N - 1), N / (P - 1)}
    assert expected <= made
    assert N / (P - N - 1) not in made


def test_logarithms_change_their_base_and_vectors_swap():
    assert log(x) / log(2) * y in formulas(y * log(x))
    assert y * log(x) in formulas(y * log(x) / log(2))
    assert Sum(q[i] * log(q[i] / p[i]), (i, 1, n)) in formulas(Sum(p[i] * log(p[i] / q[i]), (i, 1, n)))
    assert Rational(1, 3) * sqrt(x) in formulas(Rational(1, 2) * sqrt(x))


def test_equal_variants_are_left_out():
    kept = {c.formula for c in near_misses(Equals("", x * y), Domain(x, y), []).values()}
    assert y * x not in kept and -x * y in kept
    with_simplex = near_misses(Equals("", Sum(p[i], (i, 1, n)) * x), Domain(Simplex(p), x), [])
    assert all(c.formula != x for c in with_simplex.values())  # Σ p = 1: dropping it changes nothing


def test_for_bounds_only_tighter_variants_are_near_misses():
    upper = {c.formula for c in near_misses(AtMost("", 2 * x), Domain(x), []).values()}
    assert x in upper and 3 * x not in upper and 4 * x not in upper
    lower = {c.formula for c in near_misses(AtLeast("", 2 * x), Domain(x), []).values()}
    assert 3 * x in lower and x not in lower


def test_conditions_are_reversed_sharpened_and_shortened():
    kept = {c.formula for c in near_misses(Holds("", sympy.And(N > 3, P >= 2)), Domain(N, P), []).values()}
    assert {sympy.And(N >= 3, P >= 2), sympy.And(N > 3, P > 2), N > 3, P >= 2, sympy.And(sympy.Gt(3, N), P >= 2)} <= kept


def test_laws_keep_their_variable():
    for claim in near_misses(Law("", 1 - sympy.exp(-x * y), variable=x), Domain(x, y), []).values():
        assert claim.variable == x
