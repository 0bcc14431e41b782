"""The reader of LaTeX: what TeX shows is what is read, with the question's symbols in hand."""

import pytest

from tests.verifiers.answers.sample import refused, shown

NAMES = "x y z a b c k n! p N P"


@pytest.mark.parametrize(("text", "reading"), [
    (r"\frac12", "1/2"), (r"\frac1{x}", "1/x"), (r"\dfrac{a}{b}c", "a/b*c"), (r"\sqrt[3]{x}", "root(x, 3)"),
    (r"\sqrt2x", "sqrt(2)*x"), ("x^{10}", "x**10"), ("x^2y", "x**2*y"), ("x^1/3", "x**1/3"), ("e^2x", "E**2*x"),
    (r"x^\frac12", "x**(1/2)"), ("e^{-x}", "E**(-x)"), (r"\mathrm{e}^x", "E**x"), (r"\binom nk", "binomial(n, k)"),
    (r"{n \choose k}", "binomial(n, k)"), (r"\frac{n!}{k!(n-k)!}", "factorial(n)/(factorial(k)*factorial(n - k))"),
    (r"\Gamma(n+1)", "gamma(n + 1)"), (r"\Gamma(n,x)", "uppergamma(n, x)"), (r"\exp\left\{-x\right\}", "exp(-x)"),
    (r"\max\{p,a\}", "max(p, a)"), (r"\operatorname{tr}(x)", "trace(x)"), (r"\operatorname{arcsinh} x", "asinh(x)"),
    ("ab", "a*b"), ("P(N-1)", "P*(N - 1)"), (r"x\,y\;z\!a\quad b", "x*y*z*a*b"), (r"a\cdot b\times c", "a*b*c"),
    (r"\left[1+x\right]y", "(1 + x)*y"), (r"2\{x+1\}", "2*(x + 1)"), (r"75\%", "0.75"), ("1{,}234.5", "1234.5"),
    (r"\left|x\right|", "abs(x)"), ("|p|-|a|", "abs(p) - abs(a)"), (r"\lVert x\rVert\|y\|", "norm(x)*norm(y)"),
    (r"\bigl|x\bigr|", "abs(x)"), (r"\lfloor x\rfloor", "floor(x)"), (r"\left\lceil x\right\rceil", "ceiling(x)"),
    (r"\infty", "oo"), (r"\mathrm{i}\pi", "I*pi"), (r"\gamma", "EulerGamma"), ("H_{n+1}", "harmonic(n + 1)"),
    (r"\psi(x)+\psi_1(x)+\psi^{(2)}(x)", "digamma(x) + polygamma(1, x) + polygamma(2, x)"), (r"\overline{z}", "conjugate(z)"),
    (r"n \bmod 2", "mod(n, 2)"), (r"\boxed{x+1}", "x + 1"), ("$x+1$", "x + 1"), (r"\[x+1.\]", "x + 1"), (r"x\le 1", "x <= 1"),
    (r"a \leq b\neq c", "a <= b != c"), ("n!=6", "factorial(n) = 6"), (r"x>1 \land x<2", "And(x > 1, x < 2)"),
    (r"x>1 \text{ or } x<0", "Or(x > 1, x < 0)"), (r"2\cdot -x", "2*(-x)"), ("σ", "σ"),
])
def test_formulas(text, reading):
    assert shown(text, NAMES + " σ", "latex") == reading


@pytest.mark.parametrize(("text", "reading"), [
    (r"\log x", "log(x)"), (r"\ln 2\pi", "log(2*pi)"), (r"\sin 2x", "sin(2*x)"), (r"p\ln p", "p*log(p)"),
    (r"\ln\frac ab", "log(a/b)"), (r"\sin x\cos y", "sin(x)*cos(y)"), (r"\ln(1-p) x", "log(1 - p)*x"),
    (r"\sin^2 x", "sin(x)**2"),
    (r"\sin(x)^2", "sin(x)**2"), (r"\ln^2 x", "log(x)**2"), (r"\log_2 p", "log(p)/log(2)"),
    (r"\log_{10}(x)", "log(x)/log(10)"),
    (r"\ln\sin x", "log(sin(x))"), (r"-p\ln p-(1-p)\ln(1-p)", "-p*log(p) - (1 - p)*log(1 - p)"), (r"\ln|x|", "log(abs(x))"),
    (r"\ln x/\ln y", "log(x)/log(y)"), (r"\exp x", "exp(x)"),
    (r"\sin x \cos y \sin z \cos a", "sin(x)*cos(y)*sin(z)*cos(a)"),
])
def test_functions_without_parentheses(text, reading):
    assert shown(text, NAMES, "latex") == reading


@pytest.mark.parametrize(("text", "reading"), [
    (r"\sum_{k=1}^{n} k^2 + 1", "Sum(k**2, (k, 1, n)) + 1"), (r"\sum^n_{k=1}\frac1k", "Sum(1/k, (k, 1, n))"),
    (r"\sum_{i,j=1}^n \frac{1}{i+j}", "Sum(Sum(1/(i + j), (j, 1, n)), (i, 1, n))"),
    (r"\sum_{i=1}^n\sum_{j=1}^i ij", "Sum(Sum(i*j, (j, 1, i)), (i, 1, n))"), (r"\sum_{\lambda=1}^n\lambda",
                                                                           "Sum(lambda, (lambda, 1, n))"),
    (r"\prod_{k=1}^{n}\left(1-\frac{k}{N}\right)", "Product(1 - k/N, (k, 1, n))"),
    (r"\int_0^\infty t e^{-t} \,dt + 1", "Integral(t*E**(-t), (t, 0, oo)) + 1"), (r"\int_0^1 dt", "Integral(1, (t, 0, 1))"),
    (r"\int_{-\infty}^{\infty}\frac{dt}{1+t^2}", "Integral(1/(1 + t**2), (t, -oo, oo))"),
    (r"\int_0^1 \frac{t\,dt}{1+t}", "Integral(t/(1 + t), (t, 0, 1))"),
    (r"\int_0^1 t+1\,\mathrm{d}t", "Integral(t + 1, (t, 0, 1))"),
    (r"\int_0^1\int_0^t s\,ds\,dt", "Integral(Integral(s, (s, 0, t)), (t, 0, 1))"),
    (r"\frac{d}{dx}\left(x^3\right)", "Derivative(x**3, x)"), (r"\frac{d}{dx} x^3", "Derivative(x**3, x)"),
    (r"\frac{\partial^2}{\partial x^2} x^3y", "Derivative(x**3*y, (x, 2))"),
    (r"\int_0^1 \frac{d^{2}}{dx^{2}}(x^3t)\,dt", "Integral(Derivative(x**3*t, (x, 2)), (t, 0, 1))"),
    (r"\begin{cases}x & x>0 \\ 0 & \text{otherwise}\end{cases}", "Piecewise((x, x > 0), (0, True))"),
    (r"\begin{cases}x/2, & \text{if } |x|\le 1,\\ |x|, & \text{otherwise.}\end{cases}",
        "Piecewise((x/2, abs(x) <= 1), (abs(x), True))"),
    (r"\begin{pmatrix}a&b\\c&1\end{pmatrix}^{-1}", "Matrix([[a, b], [c, 1]])**(-1)"),
    (r"\begin{vmatrix}a&b\\c&1\end{vmatrix}", "det(Matrix([[a, b], [c, 1]]))"), (r"\{1,2\}", "{1, 2}"),
    (r"\left\{x\right\}", "{x}"),
    (r"\left(0,1\right]", "Interval(0, 1, True, False)"), (r"[0,1) \cup (2,3)",
                                                          "Union(Interval(0, 1, False, True), Interval(2, 3, True, True))"),
    (r"\begin{pmatrix}1&2\end{pmatrix}^T", "transpose(Matrix([[1, 2]]))"), (r"\|x\|_2^2", "norm(x)**2"),
    (r"\prod_{k=1}^n a(1-a)", "Product(a*(1 - a), (k, 1, n))"), (r"\tr x+\erf(x)", "trace(x) + erf(x)"),
    (r"\emptyset", "{}"), (r"\mathcal{N}(0,a)", "Normal(0, sqrt(a))"), (r"\mathrm{Exponential}(x)", "Exponential(x)"),
])
def test_structures(text, reading):
    assert shown(text, NAMES, "latex") == reading


@pytest.mark.parametrize(("text", "one", "other"), [
    ("a/bc", r"\frac{a}{b} c", r"\frac{a}{b c}"), (r"1/2\pi", r"\frac{1}{2} \pi", r"\frac{1}{2 \pi}"),
    (r"\ln p(1-p)", r"\log\left(p\right) \left(1 - p\right)", r"\log\left(p \left(1 - p\right)\right)"),
    (r"\ln x/y", r"\frac{\log\left(x\right)}{y}", r"\log\left(\frac{x}{y}\right)"),
    (r"2\frac12", r"2 \cdot \frac{1}{2}", r"2 + \frac{1}{2}"), ("x^10", "^{10}", r"^{1} \cdot 0"),
    (r"\sqrt12", r"\sqrt{12}", r"\sqrt{1} \cdot 2"), (r"\ln\left|x\right|y", "y", "y"),
])
def test_two_readings_are_both_shown(text, one, other):
    sentence = refused(text, NAMES, "latex").sentence
    assert one in sentence and other in sentence and "can be read as" in sentence


@pytest.mark.parametrize(("text", "words"), [
    (r"\sin^{-1}x", "inverse function or the reciprocal"), (r"\ln(x)^2", "belong to the function or to its argument"),
    ("1{,}234", "thousands or decimals"), ("0{,}5", "thousands or decimals"), ("1e-13", "power of ten"),
    (r"\prod_{k=1}^n k \cdot 2", "inside the product"), (r"\frac{d}{dx}(x^3)y", "under the derivative"),
    ("{a+b}c", "braces are not shown"), ("{ab}^2", "braces are not shown"), (r"\ln{a+b}", "braces are not shown"),
    (r"\prod_{k=1}^n k\,x", "inside the product"), (r"\bar{x}", r"\bar{x}"), (r"\|x\|_1", "Euclidean"),
    (r"x \text{ for } y", "no meaning in a formula"), (r"\sqrt(x)", "under the root"),
    ("e^-x", "braces around the exponent"), ("x^(1/2)", "braces around the exponent"),
    ("a^b^c", "two exponents"), (r"\boxed{\boxed{x}}", "once around the whole answer"), ("75%x", "comment in LaTeX"),
    (r"\frac{1}{2}*sqrt(x)", "plain text"), ("exp(-x)", "plain text"), (r"\frac{1}{2}**2", "not **"), (r"2pi", "plain text"),
    (r"\foo{x}", r"\foo is not among the commands"), (r"\input{/etc/hostname}", "not among the commands"),
    ("x^", "the answer ends"),
    (r"\frac{1}", "the answer ends"), (r"\left(x", "“)”"), (r"\left.", "bracket"), (r"\begin{cases}", "the answer ends"),
    (r"\begin{foo}x\end{foo}", "environment"), (r"\sum_{k} k", "lower bound"), (r"\int_0^1 x", "differential"),
    (r"\int t dt", "a lower and an upper bound"), (r"\sum_{i=1}^n x + i", "outside the sum"),
    (r"\sum_{j=1}^n x + j", "outside the sum"),
    (r"\mathbb{E}[x]", r"\mathbb{E}"), (r"\hat{x}", r"\hat{x}"), ("x_{12}", "x_{12}"), (r"\sigma", r"\sigma"),
    (r"\exp", "the answer ends"),
    (r"\frac123", "without an operator"), ("x&y", "expected"), (r"\left( x \right\}", "“)”"), (r"x_{__import__('os')}", "x_"),
])
def test_refusals(text, words):
    assert words in refused(text, NAMES, "latex").sentence


@pytest.mark.parametrize(("text", "names", "reading"), [
    (r"x_1x_2+x_{12}", r"x1~x_1 x2~x_2 x12~x_{12}", "x1*x2 + x12"), (r"x_12", r"x1~x_1 x12~x_{12}", "x12"),
    (r"\hat{\theta}+\hat\theta", r"th~\hat{\theta}", "th + th"), (r"W^{(1)}W^{(2)}", r"W1~W^{(1)} W2~W^{(2)}", "W1*W2"),
    (r"x^*+x^2", r"xs~x^* x", "xs + x**2"), ("abc", "ab c a b", "ab*c"), (r"\varepsilon+\epsilon", "eps", "eps + eps"),
    (r"\varepsilon+\epsilon", r"e1~\epsilon e2~\varepsilon", "e2 + e1"), (r"lr\cdot 2", "lr", "lr*2"),
    (r"\mathrm{lr}", "lr", "lr"),
    (r"N_{\text{eff}}", "N_eff", "N_eff"), (r"\lambda_{\max}", r"lmax~\lambda_{\max}", "lmax"), ("i+e", "i e", "i + e"),
    (r"\mathrm{e}e", "e", "E*e"), (r"\gamma\Gamma(\gamma)", "gamma", "gamma*gamma(gamma)"),
    (r"\Gamma(x)", "Gamma x", "Gamma*x"),
    (r"\sum_{s=1}^n s\sigma", r"s~\sigma n", "Sum(s*s, (s, 1, n))"), ("x'", "x'", "x'"), ("σ²", "sigma", "sigma**2"),
    (r"\sum_{i=1}^n p_i\ln p_i", "p* n", "Sum(p[i]*log(p[i]), (i, 1, n))"), (r"p_1+p_{i+1}", "p* i", "p[1] + p[i + 1]"),
    (r"\mathbf{w}", "w", "w"), (r"\mathbf{w}w", r"v~\mathbf{w} w", "v*w"),
    (r"\int_0^1 d\,\mathrm{d}x", "d", "Integral(d, (x, 0, 1))"),
])
def test_symbols_in_all_their_spellings(text, names, reading):
    assert shown(text, names, "latex") == reading


@pytest.mark.parametrize(("text", "names", "words"), [
    (r"\frac{d}{dx}x", "d x", r"\mathrm{d}"), (r"\int_0^1 dx", "d", r"\mathrm{d}x"), ("H_n", "H n", "H_n"),
    ("n", "N", "did you mean N?"),
])
def test_a_symbol_hides_what_has_its_name(text, names, words):
    assert words in refused(text, names, "latex").sentence
