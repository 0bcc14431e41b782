"""Each limit has a sentence of its own and a place, and is met before anything large is built."""

import time

import pytest

from tests.verifiers.answers.sample import refused, shown, symbols
from verifiers.answers.problems import CannotRead
from verifiers.answers.texts import limits
from verifiers.answers.texts.reading import read_answer
from verifiers.answers.trees import Apply, Collected, Variable, apply, number


@pytest.mark.parametrize(("text", "words"), [
    ("x" + "+x" * 5000, "at most 8000"), ("(" * 70 + "x" + ")" * 70, "nested more than 64"),
    ("sin(" * 70 + "x" + ")" * 70, "nested"),
    ("x" + "**x" * 200, "nested"), ("x" + "/2" * 200, "levels deep"), ("-" * 200 + "x", "levels deep"),
    ("x" + "+x" * 3000, "3000 parts"),
    ("1" * 1001, "1001 digits"), ("1." + "0" * 1001, "1002 digits"), ("1e1001", "power of ten"),
    ("1.0e400000000*x", "power of ten"),
    ("1e-99999999999999999999", "power of ten"), ("9**9**9", "binary digits"), ("(10**9999)**9999", "binary digits"),
    ("10**10**10", "binary digits"), ("2**(10**7)", "binary digits"), ("E**(10**9)", "binary digits"),
    ("exp(10**7)", "binary digits"),
    ("exp(exp(exp(10)))", "binary digits"), ("2**exp(20)", "binary digits"), ("(1/3)**(10**7)", "binary digits"),
    ("cosh(10**8)", "binary digits"), ("2**(2**1000)", "binary digits"), ("x**(9**(9**9))", "binary digits"),
    ("9**(10**30+10**13-10**30)", "binary digits"), ("(9**9-9**9+10)**(10**7)", "binary digits"),
    ("((x**1000000)**1000000)**1000000", "exponents"), ("x**(10**10)", "exponents"), ("2**(n*10**9)", "exponents"),
    ("factorial(10**9)", "at most 20000"), ("(((20!)!)!)!", "at most 20000"), ("gamma(10**9)", "at most 20000"),
    ("binomial(10**9,5*10**8)", "at most 1000000"), ("binomial(10**6,5*10**5)", "binary digits"),
    ("harmonic(10**9)", "at most 100000"),
    ("zeta(-10**6)", "at most 10000"), ("polygamma(10**6,2)", "at most 1000"), ("20000!**100", "binary digits"),
    ("Sum(k,(k,1,10**6))", "more than 100000 terms"), ("Sum(Sum(i*j,(i,1,1000)),(j,1,1000))", "more than 100000 terms"),
    ("Sum(Sum(i*j,(i,1,j)),(j,1,10**4))", "more than 100000 terms"),
    ("Product(k+sin(k),(k,1,10**6))", "more than 100000 terms"),
    ("Sum(k,(k,-10**9,0))", "more than 100000 terms"), ("Sum(2**(2**k),(k,1,100))", "binary digits"),
    ("Product(2**k,(k,1,10000))", "binary digits"), ("Sum(1/(1+k**1000),(k,1,10000))", "too many and too long"),
    ("{" + "1," * 400 + "1}", "at most 400 entries"),
])
def test_beyond_the_limits(text, words):
    start = time.perf_counter()
    error = refused(text, syntax="ascii") if len(text) <= limits.LENGTH else None
    if error is None:
        with pytest.raises(CannotRead) as raised:
            read_answer(text, symbols("x"))
        error = raised.value
    assert words in error.sentence
    assert error.span[1] > error.span[0]
    assert time.perf_counter() - start < 30  # no hang


@pytest.mark.parametrize("text", [
    "(x-a)**600", "2**2006", "x**(10**6)", "(x+1)**(10**6)-(x+2)**(10**6)", "(2**2005+1)/(3*2**2006)", "20!", "1000!",
    "exp(100)",
    "exp(0.333333333333333)", "2**sqrt(2)", "2**sin(1)", "2**max(1,2)", "x**abs(3)", "(19601-13860*sqrt(2))**(7/4)",
    "Sum(1/k**2,(k,1,1000))", "Sum((-1)**(k+1)/k,(k,1,oo))", "Sum(2**k,(k,1,1000))", "Sum(k,(k,1,n))", "2**(2**n)", "2**(-n)",
    "Sum(Sum(i*j,(i,1,100)),(j,1,100))", "Integral(x**2,(x,-10**9,10**9))", "binomial(10**6,3)", "polygamma(1,5000)",
    "1e-300",
    "(" * 40 + "x" + ")" * 40, "log(10**300)", "2**harmonic(3)", "(n/E)**n", "0**(10**12)", "(-1)**(10**12)", "exp(-n*10**3)",
])
def test_within_the_limits(text):
    assert shown(text, syntax="ascii")


def test_latex_meets_the_same_limits():
    assert "binary digits" in refused("9^{9^{9}}").sentence
    assert "nested" in refused("{" * 70 + "x" + "}" * 70, syntax="latex").sentence
    assert "nested" in refused(r"\sqrt{" * 70 + "x" + "}" * 70).sentence
    assert "nested" in refused(r"\frac12" * 1 + r"\sin" * 70 + " x", syntax="latex").sentence
    assert "terms" in refused(r"\sum_{k=1}^{10000000} k").sentence


def test_a_deep_tree_is_refused_without_recursion():
    tree = Variable("x")
    for _ in range(100_000):
        tree = apply("neg", tree)
    with pytest.raises(CannotRead, match="levels deep"):
        limits.check_size(tree, "x")


def test_a_large_tree_is_refused():
    with pytest.raises(CannotRead, match="parts"):
        limits.check_size(Apply("add", tuple(number(k) for k in range(4000))), "x")
    with pytest.raises(CannotRead, match="entries"):
        limits.check_size(Collected("set", tuple(number(k) for k in range(401))), "x")
