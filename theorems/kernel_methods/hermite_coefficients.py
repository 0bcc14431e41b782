r"""Which Hermite coefficients of an activation vanish.

Statement.  Let u, v be standard normal with correlation ρ.  For μ(x) = A sin ωx + B cos ωx

    μ̂(ρ) = e^{−ω²} (A² sinh ω²ρ + B² cosh ω²ρ),

so the dual of sin has no even power of ρ, and that of cos no odd one.  For μ(x) = A sin ωx + B cos ωx + C x², which is a
polynomial only for A = B = 0, the dual has infinitely many even powers if and only if B ≠ 0.  For the ReLU and n ≥ 2

    E[x₊ He_n(x)] = cos(π(n − 2)/2) (n − 2)! / (2^{(n−2)/2} Γ(n/2) √(2π)),

which is 0 for odd n: E[x₊ He_1] = ½ is the only odd coefficient.

Idea.  Multiply by e^{tx − t²/2} = Σ t^n He_n(x)/n! and integrate; expand in t.

Notes.  A function of L² that is not almost everywhere a polynomial has infinitely many nonzero coefficients, as the He_n
are complete; nothing follows about their parity.  The dual of the ReLU is (√(1 − ρ²) + ρ(π − arccos ρ))/2π.

References.  A. Daniely, R. Frostig and Y. Singer, NeurIPS 29 (2016), Table 1; Y. Cho and L. Saul, NeurIPS 22 (2009).
"""

import numpy as np
from flint import acb
from sympy import (
    Derivative,
    Integral,
    Ne,
    Or,
    Subs,
    Sum,
    Symbol,
    cos,
    cosh,
    erf,
    exp,
    factorial,
    gamma,
    oo,
    pi,
    sin,
    sinh,
    sqrt,
    symbols,
    true,
)

from numerics.dual_activations import dual_by_gauss_hermite
from numerics.hermite import hermite_mean
from numerics.hyperbolic_entropy import ball
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import Bounded, Domain, Equal, Equals, Erratum, FiniteFourthMoment, Holds, Source, Theorem, within

A, B, C, rho = symbols("A B C rho", real=True)
omega = Symbol("omega", positive=True)
w = omega ** 2
t, x = symbols("t x", real=True)
PRINTED = (r"\text{it has an expansion into Hermite polynomials that contains infinitely-many terms } \dots \text{ So "
           r"} \hat\mu \text{ has an infinite number of even coefficients in its expansion}")


def gaussian_mean(term):
    """∫ term φ(x) dx over the line, unevaluated."""
    return Integral(term * exp(-x ** 2 / 2) / sqrt(2 * pi), (x, -oo, oo))


dual = Theorem(
    name="sinusoid-dual",
    title="Dual of a sinusoidal activation",
    claim=Equals(r"\hat\mu(\rho),\quad \mu(x)=A\sin\omega x+B\cos\omega x",
                 exp(-w) * (A ** 2 * sinh(w * rho) + B ** 2 * cosh(w * rho))),
    domain=Domain(A, B, omega, rho >= -1, rho <= 1),
    source=Source(PROBABILISTIC_MODELS, "§4.8", verdict="companion",
                  printed=r"\hat\mu(\rho)=\sum_{i=0}^\infty a_i^2\rho^i"),
    near_misses={"no factorials": exp(-w) * (A ** 2 * sin(w * rho) + B ** 2 * cos(w * rho)),
                 "half the variance": exp(-w / 2) * (A ** 2 * sinh(w * rho) + B ** 2 * cosh(w * rho)),
                 "A and B exchanged": exp(-w) * (B ** 2 * sinh(w * rho) + A ** 2 * cosh(w * rho)),
                 "a mixed term": exp(-w) * (A ** 2 * sinh(w * rho) + 2 * A * B * w * rho + B ** 2 * cosh(w * rho))},
    covers=["hermite-dual-expansion", "hermite-dual-even-coefficients"],
)


@dual.derivation
def by_sums_and_differences():
    """2 sin a sin b = cos(a − b) − cos(a + b), and u ∓ v has the variance 2 ∓ 2ρ."""
    a, b = symbols("a b", real=True)
    yield Equal(gaussian_mean(cos(omega * x)), exp(-omega ** 2 / 2), because="E cos z = e^{−τ/2} for z of variance τ")
    yield Equal(2 * sin(a) * sin(b), cos(a - b) - cos(a + b))
    yield Equal(2 * cos(a) * cos(b), cos(a - b) + cos(a + b))
    yield Equal(sin(a) * cos(b) + cos(a) * sin(b), sin(a + b), because="odd, of mean 0: no term with AB")
    q, y = symbols("q y", real=True)  # ω² and ω²ρ
    yield Equal((exp(-(q - y)) - exp(-(q + y))) / 2, exp(-q) * sinh(y), because="E[sin ωu sin ωv]")
    yield Equal((exp(-(q - y)) + exp(-(q + y))) / 2, exp(-q) * cosh(y), because="E[cos ωu cos ωv]")
    return A ** 2 * exp(-w) * sinh(w * rho) + B ** 2 * exp(-w) * cosh(w * rho)


@dual.numeric(dict(A=1, B=0, omega=1, rho="3/5"), dict(A="3/2", B="-1/2", omega="4/5", rho="-1/3"),
              dict(A="1/3", B=3, omega="6/5", rho="3/4"), dict(A=-2, B="5/3", omega="1/2", rho="4/5"))
def by_gauss_hermite(A, B, omega, rho):
    """The product rule with 40 nodes a dimension; the difference to 20 nodes bounds its error, and 10⁻¹³ the rounding."""
    a, b, w = float(A), float(B), float(omega)
    rule = dual_by_gauss_hermite(lambda z: a * np.sin(w * z) + b * np.cos(w * z), cosine=float(rho), nodes=40)
    return within(rule.value, rule.error + 1e-13)


@dual.monte_carlo(dict(A=1, B=0, omega=1, rho="3/5"), dict(A=1, B="3/2", omega="6/5", rho="3/4"),
                  moments=Bounded(-(A ** 2 + B ** 2), A ** 2 + B ** 2))
def product_of_two_waves(rng, size, A, B, omega, rho):
    """Draw the pair; |A sin + B cos|² ≤ A² + B²."""
    u, y = rng.standard_normal((2, size))
    z = float(omega) * np.array([u, float(rho) * u + (1 - float(rho) ** 2) ** 0.5 * y])
    first, second = float(A) * np.sin(z) + float(B) * np.cos(z)
    return first * second


parity = Theorem(
    name="dual-even-powers",
    title="When the dual of an activation has infinitely many even powers",
    claim=Holds(r"\hat\mu \text{ has infinitely many even powers},\quad \mu(x)=A\sin\omega x+B\cos\omega x+Cx^2", Ne(B, 0)),
    domain=Domain(A, B, C, omega),
    source=Source(PROBABILISTIC_MODELS, "§4.8", verdict="wrong as printed", printed=PRINTED),
    errata=[Erratum(printed=PRINTED, formula=Or(Ne(A, 0), Ne(B, 0)), at=dict(A=1, B=0, C=0, omega=1),
                    wrong="an odd activation has no even coefficient: the dual of sin is e⁻¹ sinh ρ")],
    near_misses={"infinitely many odd powers": Ne(A, 0), "some even power": Or(Ne(B, 0), Ne(C, 0)),
                 "for every activation": true},
    covers=["hermite-dual-even-coefficients"],
    unsampled="A coefficient is 0 or not: no estimate with an error decides it.",
)


@parity.derivation
def by_the_even_part_of_a_generating_function():
    """E[μ(x) e^{tx − t²/2}] = Σ t^n E[μ He_n]/n!; its even part is B e^{−ω²/2} cos ωt + C(1 + t²)."""
    k = Symbol("k", integer=True, nonnegative=True)
    yield Equal(exp(t * x - t ** 2 / 2) * exp(-x ** 2 / 2), exp(-(x - t) ** 2 / 2), because="x is shifted to z + t")
    yield Equal(cos(omega * (x + t)), cos(omega * t) * cos(omega * x) - sin(omega * t) * sin(omega * x))
    yield Equal(sin(omega * (x + t)), cos(omega * t) * sin(omega * x) + sin(omega * t) * cos(omega * x))
    yield Equal(gaussian_mean(cos(omega * x)), exp(-omega ** 2 / 2), because="and E sin ωz = 0: so cos ωx gives "
                "e^{−ω²/2} cos ωt, even in t, and sin ωx gives e^{−ω²/2} sin ωt, odd in t")
    yield Equal(gaussian_mean((x + t) ** 2), 1 + t ** 2, because="x² gives no power above the second")
    yield Equal(Sum((-1) ** k * (omega * t) ** (2 * k) / factorial(2 * k), (k, 0, oo)), cos(omega * t),
                because="every even coefficient E[cos ωx · He_2k] = (−1)^k ω^(2k) e^{−ω²/2} is nonzero")
    return Ne(B, 0)


@parity.numeric(dict(A=1, B=0, C=0, omega=1), dict(A=0, B=2, C=0, omega="3/2"), dict(A=0, B=0, C="1/2", omega=1),
                dict(A="-1/2", B="1/3", C="1/4", omega="5/4"), dict(A=3, B=0, C="-1/2", omega=2), dict(A=0, B=0, C=0, omega=1))
def by_coefficients(A, B, C, omega):
    """E[μ He_n] for n = 4, 6 and 8 in balls: no odd activation and no polynomial of degree below 4 has any of them."""
    a, b, c, w = map(ball, (A, B, C, omega))
    coefficients = [hermite_mean(lambda z: a * (w * z).sin() + b * (w * z).cos() + c * z * z, n, growth=8) for n in (4, 6, 8)]
    return all(not abs(coefficient) < 1e-9 for coefficient in coefficients)


n = Symbol("n", integer=True, positive=True)
MOMENTS = FiniteFourthMoment(true, "x₊ and He_n have all moments")
even = factorial(n - 2) / (2 ** ((n - 2) / 2) * gamma(n / 2) * sqrt(2 * pi))  # E[x₊ He_n] up to its sign, n even

relu = Theorem(
    name="relu-hermite-coefficients",
    title="Hermite coefficients of the ReLU",
    claim=Equals(r"\mathbb{E}[x_+\,\mathrm{He}_n(x)]", cos(pi * (n - 2) / 2) * even),
    domain=Domain(n >= 2),
    source=Source(PROBABILISTIC_MODELS, "§4.8", verdict="companion", printed=PRINTED),
    near_misses={"infinitely many odd ones": even, "sign": -cos(pi * (n - 2) / 2) * even,
                 "half of |x|, twice": 2 * cos(pi * (n - 2) / 2) * even,
                 "odd instead of even": sin(pi * (n - 2) / 2) * even},
    fails_at=[dict(n=1)],
    covers=["hermite-dual-even-coefficients", "hermite-dual-expansion"],
)


@relu.derivation
def by_differentiating_twice():
    """G(t) = E[x₊ e^{tx − t²/2}] has the second derivative φ(t); the coefficient of t^{n−2}/(n − 2)! there is E[x₊ He_n]."""
    k = Symbol("k", integer=True, nonnegative=True)
    density = exp(-t ** 2 / 2) / sqrt(2 * pi)
    size = factorial(n - 2) / (2 ** ((n - 2) / 2) * gamma(n / 2) * sqrt(2 * pi))
    mean = t * (1 + erf(t / sqrt(2))) / 2 + density
    yield Equal(Integral(x * exp(t * x - t ** 2 / 2 - x ** 2 / 2) / sqrt(2 * pi), (x, 0, oo)), mean,
                because="complete the square")
    yield Equal(Derivative(mean, (t, 2)), density, because="it only has even powers: E[x₊ He_n] = 0 for odd n ≥ 3")
    yield Equal(Sum((-t ** 2 / 2) ** k / factorial(k), (k, 0, oo)), exp(-t ** 2 / 2), because="with n − 2 = 2k")
    yield Equal(Subs(size, n, 2 * k + 2), factorial(2 * k) / (2 ** k * factorial(k) * sqrt(2 * pi)),
                because="(2k)! times the coefficient without its sign (−1)^k = cos πk")
    return cos(pi * (n - 2) / 2) * size


@relu.numeric(dict(n=2), dict(n=3), dict(n=4), dict(n=5), dict(n=6), dict(n=8), dict(n=11))
def by_quadrature(n):
    """∫ x He_n(x) φ(x) over the positive half-line, in balls."""
    return hermite_mean(lambda z: z, n, left=lambda z: acb(0))


@relu.monte_carlo(dict(n=2), dict(n=3), dict(n=4), moments=MOMENTS)
def product_with_a_polynomial(rng, size, n):
    """Draw x."""
    z = rng.standard_normal(size)
    return np.maximum(z, 0.0) * np.polynomial.hermite_e.hermeval(z, np.eye(n + 1)[n])
