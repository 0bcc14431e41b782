"""What is proved equal, and the traps that must not be: each rule with formulas that are equal and formulas that are not."""

import pytest

from verifiers.answers.grounds import Axis, Box
from verifiers.answers.normal_form import proof
from verifiers.answers.questions import question_from_texts
from verifiers.answers.texts.reading import read_answer
from verifiers.answers.trees import Apply, Bound, Collected, Constant, Relation, Variable, apply, number

REAL, POSITIVE, UNIT = {}, {"min": 0, "open": True}, {"min": 0, "max": 1, "open": True}
CLOSED, BALL = {"min": 0, "max": 1}, {"min": -1, "max": 1}
GROUNDS = {  # by the letters that a formula uses
    **dict.fromkeys("xyz", REAL), **dict.fromkeys("abcst", POSITIVE), **dict.fromkeys("pq", UNIT), "h": CLOSED, "u": BALL,
    "n": {"type": "integer", "min": 1}, "k": {"type": "integer", "min": 0}, "m": {"type": "integer"},
}


def ground_of(*texts):
    """The variables of some formulas, one letter each, that are no part of a word."""
    words = " ".join("".join(c if c.isalpha() else " " for c in text) for text in texts).split()
    return {name: GROUNDS[name] for name in sorted(set(words) & set(GROUNDS))}


def proved(reference, answer, constraints=()):
    question = question_from_texts(reference, ground_of(reference, answer, *constraints), constraints)
    return proof(question.reference, read_answer(answer, question.symbols), question.ground)


EQUAL = {
    "rational functions": [
        ("1/(1-p)-1/(1+p)", "2*p/(1-p**2)"), ("(x-1)**40*(x+1)**40", "(x**2-1)**40"), ("(x-y)**600", "(y-x)**600"),
        ("s**2*t**2/(s**2+t**2)", "1/(1/s**2+1/t**2)"), ("a*b/((a+b)**2*(a+b+1))", "a*(a+1)/((a+b)*(a+b+1))-(a/(a+b))**2"),
        ("diff(x**3*exp(-x),x)", "(3*x**2-x**3)*exp(-x)"),
    ],
    "logarithms": [
        ("-p*log(p)-(1-p)*log(1-p)", "-log(1-p)-p*log(p/(1-p))"), ("log2(p)", "-log(1/p)/log(2)"),
        ("log(x**2)", "2*log(Abs(x))"),
        ("p*log(p/q)+(1-p)*log((1-p)/(1-q))", "p*(log(p)-log(q))+(1-p)*(log(1-p)-log(1-q))"),
        ("log(sqrt(2*pi*E*s**2))", "1/2+log(2*pi)/2+log(s)"), ("log(2*pi*E*(a+b))-log(2*pi*E*b)", "log(1+a/b)"),
        ("n*log(n)-n*log(2*n)", "-n*log(2)"), ("log(1+exp(x))-x", "log(1+exp(-x))"), ("log(12)", "2*log(2)+log(3)"),
        ("log(Abs(x-3))+log(Abs(x+3))", "log(Abs(x**2-9))"), ("log(2*x)", "log(2)+log(x)"), ("x", "log(exp(x))"),
    ],
    "exponentials": [
        ("1/(1+exp(-x))", "(1+tanh(x/2))/2"), ("exp(-(x-y)**2)", "exp(-x**2)*exp(2*x*y)*exp(-y**2)"), ("4**x", "2**(2*x)"),
        ("exp(-n*t**2/2)", "1/sqrt(exp(n*t**2))"), ("exp(log(a)+s**2/2)", "a*exp(s**2/2)"),
        ("exp((x+1)/(x+2))", "E*exp(-1/(x+2))"),
        ("exp(x+s**2/2)*sqrt(exp(s**2)-1)", "sqrt((exp(s**2)-1)*exp(2*x+s**2))"), ("n**(1/n)", "exp(log(n)/n)"),
    ],
    "roots and powers": [
        ("sqrt(a)*a", "a**(3/2)"), ("sqrt(x**2)", "Abs(x)"), ("sqrt(a**2)", "a"), ("(x**2)**(1/4)", "sqrt(Abs(x))"),
        ("cbrt(x**3)", "x"),
        ("sqrt(8)", "2*sqrt(2)"), ("1/(sqrt(a+1)+sqrt(a))", "sqrt(a+1)-sqrt(a)"), ("a**(b*c)", "(a**b)**c"),
        ("cbrt(-27)", "-3"),
        ("(a**(1/3)-1)*(a**(2/3)+a**(1/3)+1)", "a-1"), ("sqrt(a*b)", "sqrt(a)*sqrt(b)"), ("(-2)**n", "(-1)**n*2**n"),
        ("(1-a)**2/(1-sqrt(a))**2", "(1+sqrt(a))**2"), ("(-x)**n", "(-1)**n*x**n"), ("x**(n+1)", "x*x**n"),
        ("(x**2)**n", "x**(2*n)"),
        ("(1+1/n)**n", "(n+1)**n/n**n"), ("h**(n+1)*(1-h)**n", "h*(h*(1-h))**n"), ("sqrt(x+3)*sqrt(4)", "sqrt(4*x+12)"),
        ("(2*pi*s**2)**(-n/2)", "exp(-n*log(2*pi)/2-n*log(s))"), ("sqrt(-4)", "2*I"), ("log(-a)", "log(a)+I*pi"),
        ("a*(1+sqrt(2))", "a/(sqrt(2)-1)"),
    ],
    "radicals": [
        ("sqrt(3+2*sqrt(2))", "1+sqrt(2)"), ("1", "(77+20*sqrt(13))**(1/6)-(77-20*sqrt(13))**(1/6)"),
        ("(5*sqrt(2)-7)**7", "(19601-13860*sqrt(2))**(7/4)"), ("sqrt(2)+sqrt(3)", "sqrt(5+2*sqrt(6))"),
    ],
    "circular and hyperbolic functions": [
        ("sin(2*x)", "2*sin(x)*cos(x)"), ("sin(x+y)", "sin(x)*cos(y)+cos(x)*sin(y)"), ("tan(x/2)", "sin(x)/(1+cos(x))"),
        ("1-tanh(x)**2", "1/cosh(x)**2"), ("cos(pi/6)", "sqrt(3)/2"), ("sin(pi/12)", "(sqrt(6)-sqrt(2))/4"),
        ("cos(m*pi)", "(-1)**m"),
        ("sin(m*pi+x)", "(-1)**m*sin(x)"), ("cos(atan(x))", "1/sqrt(1+x**2)"), ("acos(u)+asin(u)", "pi/2"),
        ("sin(acos(u))", "sqrt(1-u**2)"),
        ("atan(a)+atan(1/a)", "pi/2"), ("4*atan(1/5)-atan(1/239)", "pi/4"), ("asinh(x)", "log(x+sqrt(x**2+1))"),
        ("asin(1/2)", "pi/6"),
        ("atanh(p)", "log((1+p)/(1-p))/2"), ("acosh(1+a)", "log(1+a+sqrt(a**2+2*a))"), ("asin(p)", "acos(sqrt(1-p**2))"),
        ("cos(pi*n/2)**2", "(1+(-1)**n)/2"),
    ],
    "Gamma functions": [
        ("gamma(a+3)", "a*(a+1)*(a+2)*gamma(a)"), ("gamma(a)*gamma(a+1/2)", "2**(1-2*a)*sqrt(pi)*gamma(2*a)"),
        ("gamma(7/2)", "15*sqrt(pi)/8"),
        ("beta(a+1,b)", "a/(a+b)*beta(a,b)"), ("gamma(k+1/2)", "factorial(2*k)*sqrt(pi)/(4**k*factorial(k))"),
        ("n!", "n*gamma(n)"),
        ("loggamma(n+1)", "log(n)+loggamma(n)"), ("digamma(n+1)+EulerGamma", "harmonic(n-1)+1/n"),
        ("polygamma(1,a)", "polygamma(1,a+1)+1/a**2"),
        ("polygamma(1,1)", "pi**2/6"), ("gamma(n/2+1)/gamma(n/2)", "n/2"), ("binomial(n,2)", "n*(n-1)/2"),
        ("uppergamma(2,a)", "(1+a)*exp(-a)"),
        ("zeta(4)", "pi**4/90"), ("digamma(2*a)", "log(2)+(digamma(a)+digamma(a+1/2))/2"),
    ],
    "error functions": [
        ("Phi(x)", "1-Phi(-x)"), ("2*Phi(x)-1", "erf(x/sqrt(2))"), ("erfc(-x)", "1+erf(x)"),
        ("Phi((x-y)/s)", "erfc((y-x)/(s*sqrt(2)))/2"),
    ],
    "moduli, maxima, integer parts": [
        ("Abs(x*y)", "Abs(x)*Abs(y)"), ("Max(x,0)-Min(x,0)", "Abs(x)"), ("x*sign(x)", "Abs(x)"),
        ("x/Abs(x)", "sign(x)"), ("Max(p,q)", "p+q-Min(p,q)"),
        ("Min(x,y,z)", "Min(Min(z,y),x)"), ("floor(x+3)", "3-ceiling(-x)"), ("ceiling(n/2)", "(2*n+1-(-1)**n)/4"),
        ("1-2*(n%2)", "(-1)**n"),
        ("sign(x*y)", "sign(x)*sign(y)"), ("Heaviside(x)+Heaviside(-x)", "1"), ("floor(5/2+m)", "m+2"),
    ],
    "cases": [
        ("Piecewise((x,x>0),(0,True))", "Max(x,0)"), ("Max(0,1-x*y)", "Piecewise((1-x*y,x*y<1),(0,True))"),
        ("Piecewise((x**2/2,Abs(x)<=a),(a*(Abs(x)-a/2),True))", "Min(Abs(x),a)*(Abs(x)-Min(Abs(x),a)/2)"),
        ("Piecewise((1,Eq(x,0)),(sin(x)/x,True))", "Piecewise((sin(x)/x,Ne(x,0)),(1,True))"),
    ],
    "sums and products": [
        ("Sum(i,(i,1,n))", "n*(n+1)/2"), ("Sum(1/(i*(i+1)),(i,1,n))", "n/(n+1)"), ("Sum(1/i,(i,1,n))", "harmonic(n)"),
        ("Sum(p**i,(i,0,n))", "(1-p**(n+1))/(1-p)"), ("Sum((1-p)**i,(i,0,oo))", "1/p"),
        ("Product(2*i,(i,1,n))", "2**n*factorial(n)"),
        ("Sum(exp(-i**2),(i,1,n))", "Sum(exp(-(j-1)**2),(j,2,n+1))"), ("Sum(sin(i),(i,1,n))", "Sum(sin(n+1-i),(i,1,n))"),
        ("Sum(sin(i),(i,1,n))", "sin(n)+Sum(sin(i),(i,1,n-1))"), ("Sum(x*i+sin(i),(i,1,n))", "x*n*(n+1)/2+Sum(sin(i),(i,1,n))"),
        ("Sum(x*exp(-i**2),(i,1,n))", "x*Sum(exp(-j**2),(j,1,n))"), ("Sum(x+sin(i),(i,1,3))", "3*x+sin(1)+sin(2)+sin(3)"),
        ("Integral(exp(-x*v**2),(v,0,1))", "Integral(1/exp(x*w**2),(w,0,1))"),
        ("Sum((x-i)**2/i!,(i,0,m))", "Sum((i-x)**2/i!,(i,0,m))"),
    ],
}
UNEQUAL = {
    "signs of the argument": [
        ("sqrt(x**2)", "x"), ("log(x**2)", "2*log(x)"), ("(x**2)**(1/4)", "sqrt(x)"), ("log(x*y)", "log(x)+log(y)"),
        ("sqrt(x*y)", "sqrt(x)*sqrt(y)"), ("sqrt(1/x)", "1/sqrt(x)"), ("(x**a)**b", "x**(a*b)"), ("(x**2)**(n/2)", "x**n"),
        ("sqrt(u)**2", "Abs(u)"), ("cbrt(x)", "x**(1/3)"), ("log(exp(I*x))", "I*x"), ("Abs(x+y)", "Abs(x)+Abs(y)"),
        ("exp(log(x)/2)", "sqrt(Abs(x))"), ("log(-x)", "log(x)"), ("log(-a)", "log(a)"),
    ],
    "branches of inverse functions": [
        ("asin(sin(x))", "x"), ("atan(x)+atan(1/x)", "pi/2"), ("acos(u)", "asin(sqrt(1-u**2))"), ("acosh(cosh(x))", "x"),
        ("asin(x)", "atan(x/sqrt(1-x**2))+0*x"), ("atan(tan(x))", "x"),
    ],
    "complex numbers": [
        ("sqrt((exp(2*I*x)+1/2)**2)*exp(I*x)", "(exp(2*I*x)+1/2)*exp(I*x)"), ("exp(I*pi*m**2/2)", "exp(I*pi*m/2)"),
        ("cbrt(cos(x))", "cos(x)**(1/3)"), ("Abs(exp(I*x)+1)", "exp(I*x)+1"), ("sqrt(cos(x)**2)", "cos(x)"),
    ],
    "radicals": [("sqrt(10)+sqrt(11)", "sqrt(5)+sqrt(18)"), ("sqrt(2)+sqrt(3)", "sqrt(5+2*sqrt(6))+1/10**30")],
    "single points": [
        ("sign(m)", "Piecewise((1,m>=0),(-1,True))"), ("Piecewise((1,m>0),(0,True))", "Piecewise((1,m>=0),(0,True))"),
        ("Abs(sign(x))", "1"), ("0**k", "0"), ("Heaviside(m)", "Piecewise((1,m>=0),(0,True))"), ("h**k", "h**k*h/h+0**k"),
    ],
    "integers": [
        ("floor(2*x)", "2*floor(x)"), ("floor(-x)", "-floor(x)"), ("cos(m*pi)", "1"), ("x**(2*n)", "(-1)**n*x**(2*n)"),
        ("(-1)**x", "cos(pi*x)"),
        ("Sum(i,(i,1,m))", "m*(m+1)/2"), ("Sum(p**i,(i,0,m))", "(1-p**(m+1))/(1-p)"), ("Product(i,(i,1,m))", "gamma(m+1)+0*m"),
        ("Sum(sin(i),(i,1,m))", "sin(m)+Sum(sin(i),(i,1,m-1))"),
    ],
    "slips": [
        ("2*Phi(x)", "erf(x/sqrt(2))"), ("gamma(a+2)", "a*gamma(a+1)"), ("log(1+a)", "log(a)"),
        ("Sum(p**i,(i,0,n))", "(1-p**n)/(1-p)"),
        ("2**(1-2*a)*gamma(2*a)", "gamma(a)*gamma(a+1/2)"), ("pi", "22/7"),
        ("exp(-a**2/2)", "exp(-a**2)/2"), ("beta(a,b)", "gamma(a)*gamma(b)/gamma(a+b+1)"), ("Max(x,y)", "x"),
    ],
}


def pairs(table):
    return [pytest.param(*pair, id=f"{rule}: {pair[0]} | {pair[1]}") for rule, found in table.items() for pair in found]


@pytest.mark.parametrize(("reference", "answer"), pairs(EQUAL))
def test_equal_formulas_are_proved_equal(reference, answer):
    assert proved(reference, answer)
    assert proved(answer, reference)


@pytest.mark.parametrize(("reference", "answer"), pairs(EQUAL))
def test_with_one_added_they_are_not(reference, answer):
    assert not proved(reference, f"({answer})+1")


@pytest.mark.parametrize(("reference", "answer"), pairs(UNEQUAL))
def test_traps(reference, answer):
    assert not proved(reference, answer)


@pytest.mark.parametrize(("reference", "answer", "constraint"), [
    ("binomial(n,k)", "factorial(n)/(factorial(k)*factorial(n-k))", "k<=n"),
    ("Abs(n-k-1)", "n-k-1", "n>k"),
    ("sqrt((x-y)**2)", "x-y", "x>=y"),
    ("log(x*y)", "log(x)+log(y)", "And(x>1,y>x)"),
    ("x**m*x**(2*m)", "x**(3*m)", "Abs(x)>1/100"),
    ("sign(x)**2", "1", "Ne(x,0)"),
])
def test_constraints_are_needed_and_used(reference, answer, constraint):
    assert proved(reference, answer, [constraint])
    assert not proved(reference, answer)


@pytest.mark.parametrize("total", ["Sum(exp(-i**2),(i,1,m))**2", "Sum(sin(i)**3,(i,1,m))**4"])
def test_an_empty_range_says_nothing(total):
    assert not proved(f"Abs(m-1+{total})", f"m-1+{total}")


def test_what_is_no_formula_has_no_proof():
    ground, x = Box((Axis("x"),)), Variable("x")
    for tree in (Relation("<", x, number(1)), Collected("set", (x,)), Constant("oo"), apply("det", x),
                 Bound("integral", x, "t", Constant("oo"), number(1))):
        assert proof(tree, apply("add", tree, number(0)), ground) is None
        assert proof(tree, tree, ground)


def test_large_formulas_are_given_up():
    ground = Box(tuple(Axis(f"x{i}") for i in range(40)))
    variables = tuple(Variable(f"x{i}") for i in range(40))
    total = Apply("add", variables)
    assert proof(apply("pow", total, number(2)), apply("mul", total, total), ground) is None  # too many variables
    few = Apply("add", variables[:9])
    assert proof(apply("pow", few, number(30)), apply("mul", few, apply("pow", few, number(29))), ground) is None
    deep = Variable("x1")
    for _ in range(300):
        deep = apply("exp", deep)
    assert proof(deep, apply("add", deep, number(0)), ground) is None


def test_the_method_is_named():
    assert proved("log(a*b)", "log(a)+log(b)") == "the difference has the normal form 0, by the rules for logarithms"
    assert "in each of 2 cases" in proved("Piecewise((x,x>0),(0,True))", "Max(x,0)")
    assert "separation bound" in proved("sqrt(3+2*sqrt(2))", "1+sqrt(2)")
    assert proved("x+1", "1+x") == "the difference has the normal form 0"
