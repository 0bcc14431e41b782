"""The reader of plain text: what is typed, what is ambiguous, what is refused."""

from fractions import Fraction

import pytest

from tests.verifiers.answers.sample import refused, shown, symbols
from verifiers.answers.texts.reading import read_answer
from verifiers.answers.trees import Apply, Number


@pytest.mark.parametrize(("text", "reading"), [
    ("2x", "2*x"), ("2 x", "2*x"), ("2(x+1)", "2*(x + 1)"), ("(a+b)(a-b)", "(a + b)*(a - b)"), ("x y", "x*y"),
    ("N(P-1)", "N*(P - 1)"), ("x^2", "x**2"), ("2^3^2", "2**(3**2)"), ("-x^2", "-x**2"), ("x^-1/2", "x**(-1)/2"),
    ("x^1/3", "x**1/3"), ("2^-x", "2**(-x)"), ("a/b*c", "a/b*c"), ("a*-b", "a*(-b)"), ("--x", "--x"), ("+x", "x"),
    ("p^k(1-p)^(n-k)", "p**k*(1 - p)**(n - k)"), ("x^2 y", "x**2*y"), ("n!", "factorial(n)"), ("2n!", "2*factorial(n)"),
    ("n!/(k!(n-k)!)", "factorial(n)/(factorial(k)*factorial(n - k))"), ("a^n!", "a**factorial(n)"),
    ("n%2", "mod(n, 2)"), ("n mod 2", "mod(n, 2)"), ("75%", "0.75"), ("x%", "x/100"), ("75%*x", "0.75*x"),
    ("|x|", "abs(x)"), ("||x||", "norm(x)"), ("2|x|", "2*abs(x)"), ("|x||y|", "abs(x)*abs(y)"),
    ("|x-|y||", "abs(x - abs(y))"),
    ("x² + y⁻¹", "x**2 + y**(-1)"), ("x¹⁰", "x**10"), ("√2", "sqrt(2)"), ("√(x+1) y", "sqrt(x + 1)*y"), ("x−1", "x - 1"),
    ("3×x·y÷z", "3*x*y/z"), ("2π", "2*pi"), ("∞", "oo"), ("e^x", "E**x"), ("E", "E"), ("I", "I"), ("pi", "pi"),
    ("ln(x)", "log(x)"), ("log(x, 2)", "log(x)/log(2)"), ("log2(x)", "log(x)/log(2)"), ("log10(x)", "log(x)/log(10)"),
    ("arcsin(x)", "asin(x)"), ("C(n,k)", "binomial(n, k)"), ("Max(a,b)", "max(a, b)"), ("Abs(x)", "abs(x)"),
    ("sin x", "sin(x)"), ("sin^2(x)", "sin(x)**2"), ("sin x cos y", "sin(x)*cos(y)"), ("ln x/ln y", "log(x)/log(y)"),
    ("Gamma(n+1)", "gamma(n + 1)"), ("cbrt(x)", "root(x, 3)"), ("x\n+1", "x + 1"), ("𝑥+1", "x + 1"),
])
def test_formulas(text, reading):
    assert shown(text, syntax="ascii") == reading


@pytest.mark.parametrize(("text", "reading"), [
    ("a=b=c", "a = b = c"), ("0<x<=1", "0 < x <= 1"), ("x ≤ 1", "x <= 1"), ("x==1", "x = 1"), ("x != 1", "x != 1"),
    ("x!=1", "x != 1"), ("n! = 2", "factorial(n) = 2"), ("Eq(x,1)", "x = 1"), ("Ge(x,1)", "x >= 1"),
    ("And(x>1,x<2)", "And(x > 1, x < 2)"), ("x>1 & x<2", "And(x > 1, x < 2)"), ("x>1 and x<2", "And(x > 1, x < 2)"),
    ("x<-1 | x>1", "Or(x < -1, x > 1)"), ("(x<-1)|(x>1)", "Or(x < -1, x > 1)"), ("not(x>1)", "Not(x > 1)"),
    ("Sum(1/k,(k,1,n))", "Sum(1/k, (k, 1, n))"), ("Sum(i*j,(i,1,j),(j,1,4))", "Sum(Sum(i*j, (i, 1, j)), (j, 1, 4))"),
    ("Product(k,(k,1,n))", "Product(k, (k, 1, n))"), ("Integral(t*x,(t,0,oo))", "Integral(t*x, (t, 0, oo))"),
    ("Derivative(x^2,x)", "Derivative(x**2, x)"), ("diff(x^3*y,x,2)", "Derivative(x**3*y, (x, 2))"),
    ("diff(x*y,x,y)", "Derivative(Derivative(x*y, x), y)"),
    ("Piecewise((x,x>0),(0,True))", "Piecewise((x, x > 0), (0, True))"),
    ("Matrix([[1,2],[3,4]])/a", "Matrix([[1, 2], [3, 4]])/a"), ("Matrix([1,2])", "Matrix([[1], [2]])"),
    ("[a,b]", "[a, b]"), ("(a,b)", "(a, b)"), ("[0,1)", "Interval(0, 1, False, True)"),
    ("Interval.Ropen(0,1)", "Interval(0, 1, False, True)"), ("Interval(0,1,True,True)", "Interval(0, 1, True, True)"),
    ("[0,1) ∪ {2}", "Union(Interval(0, 1, False, True), {2})"), ("FiniteSet(1,2)", "{1, 2}"), ("{1,2}", "{1, 2}"),
    ("Gamma(1,1/a)", "Gamma(1, 1/a)"), ("StudentT(1)", "StudentT(1)"), ("True", "True"),
])
def test_structures(text, reading):
    assert shown(text, syntax="ascii") == reading


@pytest.mark.parametrize(("text", "one", "other"), [
    ("1/2x", "1/2*x", "1/(2*x)"), ("a/b c", "a/b*c", "a/(b*c)"), ("e^2x", "e**2*x", "e**(2*x)"),
    ("ln x (y)", "log(x)*y", "log(x*y)"), ("ln x / y", "log(x)/y", "log(x/y)"), ("sin x * y", "sin(x)*y", "sin(x*y)"),
    ("-n%2", "-mod(n, 2)", "mod(-n, 2)"),
])
def test_two_readings_are_both_shown(text, one, other):
    sentence = refused(text).sentence
    assert f"can be read as {one} or as {other}" in sentence


@pytest.mark.parametrize(("text", "words"), [
    ("xy", "write x*y"), ("5%-3", "percentage or a remainder"), ("n!=2", "factorial"), ("n!!", "repeated factorial"),
    ("sin^-1(x)", "inverse function or the reciprocal"), ("E(x)", "write * for a product"), ("x 2", "without an operator"),
    ("2 3", "two numbers"), ("1.2.3", "two numbers"), ("0,5", "comma"), ("1,234.5", "comma"), ("x[1]", "not a vector"),
    ("sin(x,y)", "1 argument"), ("sin", "expected"), ("x+", "the answer ends"), ("(x", "“)”"), ("x)", "“)” stands there"),
    ("()", "nothing between"), ("Sum(k,k)", "no bounds"), ("Sum(k)", "range"), ("Integral(x,x)", "no bounds"),
    ("(x>1)+2", "where a value is expected"), ("a&b", "condition"), ("1-Gamma(n,x)", "uppergamma"),
    ("Matrix([[1,2],[3]])", "equally long"), ("Normal(0)", "Normal(mu, sigma)"), ("Sum(1/j,(j,1,n)) + j", "outside the sum"),
    ("Derivative()", "names its variable"), ("diff(x^2,1)", "by a variable"), ("diff(x,(x,2,3))", "by a variable"),
     ("Derivative(x,x,99)", "from 1 to 20"), ("|a", "closing bar"),
])
def test_refusals(text, words):
    assert words in refused(text, syntax="ascii").sentence


@pytest.mark.parametrize("text", [
    "x.__class__", '"x"', "'x'", "`x`", "f(x=1)", "x:=1", "x # a", "[q for q in x]", "lambda x: x", "lambda",
    "__import__('os')",
    "x;y", "import os", "fibonacci(10)", "solve(x,x)", "Permutation(3)", "x if y else z", "x@y", "S.EmptySet", "x.T", "{x:1}",
])
def test_programs_are_no_formulas(text):
    refused(text, syntax="ascii")


@pytest.mark.parametrize(("text", "names", "reading"), [
    ("beta*gamma*N*E*S*zeta*i", "beta gamma N E S zeta i", "beta*gamma*N*E*S*zeta*i"), ("gamma(z)", "gamma z", "gamma*z"),
    ("x1+x_1+x_{1}+x₁", "x1", "x1 + x1 + x1 + x1"), ("σ₁²+sigma_1", r"s1~\sigma_1", "s1**2 + s1"),
    ("2πσ", "sigma", "2*pi*sigma"),
    ("lambda+λ", r"lam~\lambda", "lam + lam"), ("x'+1", "x'", "x' + 1"), ("Σ", "Sigma", "Sigma"),
    ("and+x", "and x", "and + x"),
    ("p_i + p[2] + p_1 + p1", "p* i", "p[i] + p[2] + p[1] + p[1]"), ("p[i+1]", "p* i", "p[i + 1]"),
    ("Sum(p[i]*log(p_i),(i,1,n))", "p* n", "Sum(p[i]*log(p[i]), (i, 1, n))"), ("1e-3*E", "E1", "0.001*E"),
    ("Sum(x*n,(x,1,n))", "x n", "Sum(x*n, (x, 1, n))"),
])
def test_symbols_in_all_their_spellings(text, names, reading):
    assert shown(text, names, "ascii") == reading


@pytest.mark.parametrize(("text", "names", "words"), [
    ("n", "N P", "did you mean N?"), ("Lam", "lam", "did you mean lam?"), ("q", "a b", "allowed: a, b"), ("Σ", "x", "Σ"),
    ("2e3", "e", "power of ten or contain the symbol e"), ("gama(x)", "x", "did you mean gamma?"), ("x_2", "x", "x_2"),
    ("beta(1,2)", "beta", "no function"), ("Sum(p,(p,1,2))", "p*", "cannot be a variable"), ("q" * 5000, "x", "…"),
])
def test_unknown_names(text, names, words):
    error = refused(text, names, "ascii")
    assert words in error.sentence and len(error.sentence) < 400


def test_decimals_are_exact_and_keep_their_writing():
    assert read_answer("0.50", []) == Number(Fraction(1, 2)) and read_answer("0.50", []).written == "0.50"
    assert read_answer("1.5E-3", []) == Number(Fraction(3, 2000))
    assert read_answer("12.5%", []) == Number(Fraction(1, 8)) and read_answer("12.5%", []).written == "12.5%"


def test_spans_are_places_in_the_text():
    tree = read_answer("1 + x*y²", symbols("x y"))
    assert isinstance(tree, Apply)
    assert [part.span for part in tree.arguments] == [(0, 1), (4, 8)]
    assert refused("x + qq").span == (4, 6)
