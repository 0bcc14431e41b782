"""Ranges and constraints of boxes and of the domains of records."""

from fractions import Fraction

import sympy
from flint import fmpq

from verifiers.answers.grounds import Axis, Box, RecordGround
from verifiers.answers.normal_form import proof
from verifiers.answers.proving.generators import Range
from verifiers.answers.proving.knowledge import knowledge_of
from verifiers.answers.symbols import Symbol
from verifiers.answers.sympy_trees import tree_of
from verifiers.answers.texts.reading import read_answer
from verifiers.domain import Domain, Simplex, Vector

N, P = sympy.symbols("N P", integer=True, positive=True)
x, y = sympy.symbols("x y", real=True)
n = sympy.Symbol("n", integer=True, positive=True)


def proved(domain, left, right):
    return proof(tree_of(left), tree_of(right), RecordGround(domain))


def test_ranges_of_a_box():
    symbols = [Symbol("x"), Symbol("n")]
    box = Box((Axis("x", False, Fraction(0), Fraction(1), True), Axis("n", True, Fraction(1, 2))),
              (read_answer("x<=1/2", symbols), read_answer("And(3<n, n<x+9)", symbols)))
    known = knowledge_of(box).variables
    assert known["x"] == (False, Range(fmpq(0), fmpq(1, 2), True, False))
    assert known["n"] == (True, Range(fmpq(4)))


def test_the_domain_of_a_record():
    known = knowledge_of(RecordGround(Domain(P > N + 1, x > 0, x < 1, y)))
    assert known.variables["N"] == (True, Range(fmpq(1)))
    assert known.variables["x"] == (False, Range(fmpq(0), fmpq(1), True, True))
    assert known.variables["y"] == (False, Range())
    assert len(known.constraints) == 3


def test_proofs_on_the_domain_of_a_record():
    assert proved(Domain(P > N + 1), sympy.Abs(P - N - 1), P - N - 1)
    assert not proved(Domain(P > N - 1), sympy.Abs(P - N - 1), P - N - 1)
    assert proved(Domain(P > N + 1), sympy.gamma(P - N) / sympy.gamma(P - N - 1), P - N - 1)
    assert proved(Domain(x > 0, y > 0), sympy.log(x * y), sympy.log(x) + sympy.log(y))
    assert not proved(Domain(x, y), sympy.log(x * y), sympy.log(x) + sympy.log(y))


def test_entries_of_vectors():
    p, v = Vector("p", n), Vector("v", n, real=True)
    i = sympy.Symbol("i", integer=True)
    entropy = sympy.Sum(p[i] * sympy.log(p[i]), (i, 1, n))
    assert proved(Domain(Simplex(p)), entropy, -sympy.Sum(p[i] * sympy.log(1 / p[i]), (i, 1, n)))
    assert proved(Domain(Simplex(p)), sympy.Sum(x * p[i] + 1, (i, 1, n)), n + x * sympy.Sum(p[i], (i, 1, n)))
    assert proved(Domain(Simplex(p)), sympy.sqrt(p[1] ** 2), p[1])
    assert not proved(Domain(Simplex(v)), sympy.Sum(v[i], (i, 1, n)), sympy.Sum(v[i] ** 2, (i, 1, n)))
