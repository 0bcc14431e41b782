r"""Strict positive definiteness of isotropic kernels on spheres, and the exception of the circle.

Statement.  A kernel K(x, x') = ν(x · x') is strictly positive definite on a set if its Gram matrix is positive definite
for all finitely many distinct points.

(i) ν(ρ) = A cosh ωρ + B sinh ωρ + Cρ + D with C, D ≥ 0 is strictly positive definite on the sphere S^{d−1}, d ≥ 2, if and
only if A > 0 and B > 0.  In general: if no coefficient of the power series of ν is negative, ν is strictly positive
definite exactly if infinitely many coefficients of even and infinitely many of odd powers are positive.

(ii) Let P_n be the Gegenbauer polynomial of S^{d−1} with P_n(1) = 1, so that P_n(cos t) = cos nt on the circle d = 2. The
Gram matrix of ν(ρ) = Σ_k P_{3k}(ρ)/k! at m equally spaced points of a great circle is positive definite if and only if
d ≥ 3 or 3 does not divide m.

Idea.  (i) Between ρ = ±1 all high powers are small: the Gram matrix of ρ^k tends to the identity, once antipodal points
are split by parity.  (ii) At m equally spaced points only the frequencies modulo m are seen. On the circle they are
multiples of 3; for d ≥ 3 the function P_n(cos t) has all the frequencies n, n − 2, …, −n.

Notes.  For d ≥ 3 a positive semidefinite ν has nonnegative Gegenbauer coefficients (Schoenberg) and is strictly positive
definite exactly if infinitely many even and infinitely many odd ones are positive; on the circle the support of the
Fourier coefficients has to meet every arithmetic progression of the integers.  A kernel is positive semidefinite in the
notes, so that nonzero modes are positive ones; −e^ρ, all of whose modes are nonzero, is negative definite.

References.  D. Chen, V. Menegatto and X. Sun, Proc. Amer. Math. Soc. 131 (2003); V. Menegatto, C. Oliveira and A. Peron,
Comput. Math. Appl. 51 (2006); I. J. Schoenberg, Duke Math. J. 9 (1942).
"""

from fractions import Fraction
from math import factorial as product_to

import flint
from flint import arb
from sympy import (
    And,
    Eq,
    Function,
    Lambda,
    Mod,
    Ne,
    Or,
    Rational,
    Subs,
    Sum,
    Symbol,
    cos,
    cosh,
    factorial,
    gamma,
    oo,
    pi,
    sin,
    sinh,
    symbols,
    true,
)

from numerics.gram_rank import positive_definite
from numerics.hyperbolic_entropy import ball
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import (
    AtMostStep,
    Domain,
    Equal,
    Erratum,
    Holds,
    Induction,
    Limit,
    Solves,
    Source,
    Theorem,
    Vector,
    Vectors,
)

A, B = symbols("A B", real=True)
C, D = symbols("C D", nonnegative=True)
omega = Symbol("omega", positive=True)
PRINTED = (r"\text{of the form } K(x,x')=\nu(x^Tx') \text{ is positive-definite if and only if } "
           r"\nu:[-1,1]\to\mathbb{R} \text{ has an infinite number of nonzero even and odd modes in its power series "
           r"expansion}")

power_series = Theorem(
    name="power-series-kernel-definite",
    title="Strictly positive definite power series on spheres",
    claim=Holds(r"\nu(\rho)=A\cosh\omega\rho+B\sinh\omega\rho+C\rho+D "
                r"\text{ is strictly positive definite on } \mathbb{S}^{d-1}",
                And(A > 0, B > 0)),
    domain=Domain(A, B, C, D, omega),
    source=Source(PROBABILISTIC_MODELS, "§4.8", verdict="holds under a condition", printed=PRINTED),
    near_misses={"nonzero modes of either sign": And(Ne(A, 0), Ne(B, 0)),
                 "infinitely many coefficients suffice": Or(A > 0, B > 0),
                 "one even and one odd suffice": And(Or(A > 0, D > 0), Or(B > 0, C > 0)),
                 "infinitely many even and one odd": And(A > 0, Or(B > 0, C > 0))},
    covers=["isotropic-kernel-sphere-strict-pd"],
    unsampled="Whether a matrix is positive definite is decided at given points; nothing is random.",
)


@power_series.derivation
def by_high_powers():
    """Take points ±x_i with coefficients c_i on x_i and d_i on −x_i; even powers see c_i + d_i and odd ones c_i − d_i."""
    c, d, c2, d2, even, odd, r, S = symbols("c d c2 d2 E O r S", real=True)
    h, g = Symbol("h", positive=True), Symbol("g", positive=True)
    k, m = Symbol("k", integer=True, nonnegative=True), Symbol("m", integer=True, positive=True)
    i = Symbol("i", integer=True)
    b, x = Vector("b", m, real=True), Vector("x", m, real=True)
    yield Equal((even + odd) * (c * c2 + d * d2) + (even - odd) * (c * d2 + d * c2),
                even * (c + d) * (c2 + d2) + odd * (c - d) * (c2 - d2), because="even and odd part of ν at x · x'")
    yield Equal(Sum((omega * r) ** (2 * k) / factorial(2 * k), (k, 0, oo)), cosh(omega * r), because="all positive")
    yield Equal(Sum((omega * r) ** (2 * k + 1) / factorial(2 * k + 1), (k, 0, oo)), sinh(omega * r), because="all positive")
    yield Equal(Sum(b[i] * x[i] * S, (i, 1, m)), S * Sum(b[i] * x[i], (i, 1, m)), where=[Vectors(b, x)],
                because="x_i one coordinate of the k-fold tensor power of the i-th point, S the same sum over j: the form of "
                        "(x_i · x_j)^k is a sum of squares")
    yield Limit((1 / (1 + h)) ** k, k, oo, 0, because="|x_i · x_j| < 1 for i ≠ j: the form of the k-th power tends to "
                "Σ (c_i ± d_i)², so for A, B > 0 some term is positive unless c = d = 0")
    yield AtMostStep(-g * S ** 2, 0, because="the forms ‖Σ b_i x_i‖² of degree 1 and (Σ b_i)² of degree 0 vanish for some "
                     "b ≠ 0, if the points are many.  There the odd part is B times a number ≥ 0, and the even part A times "
                     "one: for A ≤ 0 or B ≤ 0 the form is not positive")
    return And(A > 0, B > 0)


POINTS = ((1, 0, 0), ("3/5", "4/5", 0), ("2/3", "-2/3", "1/3"), ("2/7", "3/7", "6/7"))  # on S², any three independent


@power_series.numeric(*[dict(A=a, B=b, C=c, D=d, omega=w, points=POINTS) for a, b, c, d, w in (
    (1, 1, 0, 0, 1), (0, 1, 1, 2, 1), (2, 0, 3, 1, 2), ("1/2", "1/3", "1/4", 1, "3/2"), (-1, -1, 0, 0, 1), (1, -1, 2, 0, 1),
    (-1, 1, 0, 3, "1/2"), (0, 0, 1, 1, 1), (1, 0, 0, 0, 3), ("1/5", 2, 0, 0, 4))])
def by_elimination_at_eight_points(A, B, C, D, omega, points):
    """The Gram matrix at four pairs ±x of points of the sphere S², in balls; pivots below 10⁻²⁰ count as 0."""
    with flint.ctx.workprec(160):
        a, b, c, d, w = map(ball, (A, B, C, D, omega))
        points = [[sign * Fraction(entry) for entry in point] for point in points for sign in (1, -1)]

        def kernel(x, y):
            r = ball(sum(p * q for p, q in zip(x, y, strict=True)))
            return a * (w * r).cosh() + b * (w * r).sinh() + c * r + d
        return positive_definite([[kernel(x, y) for y in points] for x in points])


d, m = symbols("d m", integer=True, positive=True)

circle = Theorem(
    name="great-circle-kernel-definite",
    title="The circle is an exception: aliasing of isotropic kernels",
    claim=Holds(r"\Bigl(\sum_kP_{3k}(x_i\cdot x_j)/k!\Bigr)_{ij} \text{ is positive definite},\quad x_1,\dots,x_m "
                r"\text{ equally spaced on a great circle of } \mathbb{S}^{d-1}", Or(d >= 3, Ne(Mod(m, 3), 0))),
    domain=Domain(d >= 2, m),
    source=Source(PROBABILISTIC_MODELS, "§4.8", verdict="holds under a condition", printed=PRINTED),
    errata=[Erratum(printed=PRINTED, formula=true, at=dict(d=2, m=3),
                    wrong="needs d ≥ 3: on the circle e^{cos 3t} cos(sin 3t) is the same at three equally spaced points, "
                          "though it has infinitely many even and odd powers of cos t")],
    near_misses={"every sphere as the circle": Ne(Mod(m, 3), 0), "never at three points": Or(d >= 4, Ne(Mod(m, 3), 0)),
                 "odd numbers of points": Or(d >= 3, Ne(Mod(m, 2), 0))},
    covers=["isotropic-kernel-sphere-strict-pd"],
    unsampled="Whether a matrix is singular is decided at given points; nothing is random.",
)


@circle.derivation
def by_aliasing():
    """The eigenvalue at frequency l is m Σ c_f over the frequencies f ≡ l mod m of ν(cos t) = Σ_f c_f e^{ift}."""
    alpha, t = symbols("alpha t", real=True)
    r, lam = symbols("r lamda", positive=True)
    j, n = symbols("j n", integer=True, nonnegative=True)
    f, k = symbols("f k", integer=True)
    w = Function("w")
    last = sin((m - Rational(1, 2)) * alpha) + sin(alpha / 2)
    yield Induction(Sum(2 * sin(alpha / 2) * cos(alpha * j), (j, 0, m - 1)), last, m, start=1,
                     increment=2 * sin(alpha / 2) * cos(alpha * m), because="a telescoping sum")
    yield Equal(Subs(last, alpha, 2 * pi * f / m), 0,
                because="so Σ_j cos(2πfj/m) = 0 unless m divides f, when it is m")
    yield Equal(2 * cos(alpha) * cos(t), cos(alpha - t) + cos(alpha + t),
                because="an eigenvector (cos lθ_j) of the Gram matrix meets the frequencies f ≡ ±l only")
    yield Equal(Subs(3 * k - m * f, m, 3 * n), 3 * (k - n * f), because="d = 2: all frequencies are multiples of 3, and "
                "so are all that are ≡ to them if m = 3n: none is ≡ 1")
    yield Equal(Subs(m - 3 * n, m, 3 * n + 1), 1, because="for m = 3n + 1 the number −3n is ≡ 1,"
                " so that the 3k take all values mod m")
    yield Equal(Subs(3 * (n + 1) - m, m, 3 * n + 2), 1, because="and for m = 3n + 2 it is 3(n + 1)")
    yield Equal((1 - r * cos(t)) ** 2 + (r * sin(t)) ** 2, 1 - 2 * r * cos(t) + r ** 2,
                because="|1 − z|², z = re^{it}: the generating function of C_n^λ, λ = d/2 − 1, is (1 − z)^{−λ} (1 − z̄)^{−λ}")
    yield Solves([(j + 1) * w(j + 1) - (lam + j) * w(j), Eq(w(0), 1)],
                 {w: Lambda(j, gamma(lam + j) / (gamma(lam) * gamma(j + 1)))}, because="the series of (1 − z)^{−λ}")
    yield AtMostStep(0, gamma(lam + j) / (gamma(lam) * gamma(j + 1)) * gamma(lam + n) / (gamma(lam) * gamma(n + 1)),
                     because="d ≥ 3: e^{i(j − n)t} in C_{j+n}^λ(cos t) has a positive coefficient; for 3k ≥ m the numbers "
                             "3k, 3k − 2, …, −3k and those of k + 1 meet every class modulo m")
    return Or(d >= 3, Ne(Mod(m, 3), 0))


def gegenbauer(n, d, cosine):
    """P_0, …, P_n of S^{d−1} at the cosine ρ, by (k + d − 2) P_{k+1} = (2k + d − 2) ρ P_k − k P_{k−1}."""
    values = [arb(1), cosine]
    for k in range(1, n):
        values.append(((2 * k + d - 2) * cosine * values[k] - k * values[k - 1]) / (k + d - 2))
    return values


@circle.numeric(*[dict(d=d, m=m) for d, m in ((2, 3), (2, 4), (2, 5), (2, 6), (2, 7), (2, 8), (2, 9), (3, 3), (3, 4), (3, 6),
                                              (4, 3), (5, 6), (4, 2), (3, 9))])
def by_elimination_on_a_great_circle(d, m):
    """The Gram matrix in balls, with 40 terms of the series and |P_n| ≤ 1 for the rest; pivots below 10⁻²⁰ count as 0."""
    with flint.ctx.workprec(256):
        rest = arb(0, 2) / product_to(40)

        def kernel(i, j):
            values = gegenbauer(120, d, (2 * arb.pi() * (i - j) / m).cos())
            return sum((values[3 * k] / product_to(k) for k in range(40)), rest)
        row = [kernel(0, j) for j in range(m)]
        return positive_definite([[row[(i - j) % m] for j in range(m)] for i in range(m)])
