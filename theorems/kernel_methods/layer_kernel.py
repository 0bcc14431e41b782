r"""From one layer to the next: the quadratic form of the activation kernel, and when it is positive definite.

Statement.  With f ~ N(0, Σ) and Σ'_ij = E[σ(f_i) σ(f_j)] + β²,

    Σ_ij c_i c_j Σ'_ij = E[(Σ c_i σ(f_i))²] + β² (Σ c_i)².

For two inputs with Σ = (p, r; r, q) and σ(x) = B + Cx + Dx² this is

    (B(c₁ + c₂) + D(c₁p + c₂q))² + C²(c₁²p + 2c₁c₂r + c₂²q) + 2D²(c₁²p² + 2c₁c₂r² + c₂²q²) + β²(c₁ + c₂)²,

and Σ' is positive definite for every nondegenerate Σ and every β if and only if σ is not constant: C ≠ 0 or D ≠ 0.

Idea.  Expand the square; its parts of degree 0, 1 and 2 are uncorrelated.

Notes.  For any number of inputs and any σ of L²: if E(Σ c_i σ(f_i))² = 0, then Σ c_i σ(x_i) = 0 for almost all x, as f has
a positive density; for c_1 ≠ 0, fixing x_2, …, x_n makes σ almost everywhere constant.  A linear σ is enough here.

References.  A. Daniely, R. Frostig and Y. Singer, NeurIPS 29 (2016), §5.
"""

from fractions import Fraction

import numpy as np
from sympy import Eq, Integral, Ne, Or, exp, oo, pi, sqrt, symbols, true

from numerics.hermite import polynomial_pair_mean
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import Cites, Domain, Equal, Equals, Erratum, FiniteFourthMoment, Holds, Solves, Source, Theorem

c1, c2, B, C, D, beta, r = symbols("c1 c2 B C D beta r", real=True)
p, q = symbols("p q", positive=True)
SIGMA = r"\Sigma=\begin{pmatrix}p&r\\r&q\end{pmatrix},\ \sigma(x)=B+Cx+Dx^2"
PRINTED = (r"\sum_{i,j}c_ic_j\Sigma_\infty^{(L)}(x_i,x_j)=\mathbb{E}\left[\sum(c_if(x_i))^2\right]+\beta^2\text{, "
           r"which is nonzero if } (f(x_i)_{i=1,\dots,n}) \text{ is a non-degenerate Gaussian}")

square = C ** 2 * (c1 ** 2 * p + 2 * c1 * c2 * r + c2 ** 2 * q) \
    + 2 * D ** 2 * (c1 ** 2 * p ** 2 + 2 * c1 * c2 * r ** 2 + c2 ** 2 * q ** 2) \
    + (B * (c1 + c2) + D * (c1 * p + c2 * q)) ** 2

quadratic_form = Theorem(
    name="layer-kernel-quadratic-form",
    title="Quadratic form of the activation kernel of the next layer",
    claim=Equals(r"\sum_{i,j}c_ic_j\Sigma'_{ij},\quad " + SIGMA, square + beta ** 2 * (c1 + c2) ** 2),
    domain=Domain(c1, c2, p, q > r ** 2 / p, r, B, C, D, beta),
    source=Source(PROBABILISTIC_MODELS, "§4.8", verdict="wrong as printed", printed=PRINTED),
    errata=[Erratum(printed=PRINTED, formula=c1 ** 2 * p + c2 ** 2 * q + beta ** 2,
                    wrong="the square encloses the sum, σ is missing, and β² is multiplied by (Σ c_i)²")],
    near_misses={"β² without (Σ c_i)²": square + beta ** 2,
                 "squares of the terms": (c1 ** 2 + c2 ** 2) * (B ** 2 + beta ** 2) + C ** 2 * (c1 ** 2 * p + c2 ** 2 * q)
                 + 2 * B * D * (c1 ** 2 * p + c2 ** 2 * q) + 3 * D ** 2 * (c1 ** 2 * p ** 2 + c2 ** 2 * q ** 2),
                 "σ left out": c1 ** 2 * p + 2 * c1 * c2 * r + c2 ** 2 * q + beta ** 2 * (c1 + c2) ** 2,
                 "β to the first power": square + beta * (c1 + c2) ** 2},
    covers=["pd-induction-quadratic-form"],
)


@quadratic_form.derivation
def by_parts_of_degree_zero_one_and_two():
    """σ(x) = (B + Dp) + Cx + D(x² − p) for x of variance p; f₂ = (r/p) f₁ + an independent part of variance q − r²/p."""
    x, y, t, s1, s2, v = symbols("x y t s1 s2 v", real=True)

    def mean(term, z):
        return Integral(term * exp(-z ** 2 / 2) / sqrt(2 * pi), (z, -oo, oo))
    yield Equal((c1 * s1 + c2 * s2) ** 2 + beta ** 2 * (c1 + c2) ** 2,
                c1 ** 2 * (s1 ** 2 + beta ** 2) + 2 * c1 * c2 * (s1 * s2 + beta ** 2) + c2 ** 2 * (s2 ** 2 + beta ** 2),
                because="expand the square, s_i = σ(f_i)")
    yield Equal(mean(x ** 2, x), 1, because="E[f₁f₂] = r and E f₁² = p")
    yield Equal((x ** 2 - 1) * ((t * x + v * y) ** 2 - t ** 2 - v ** 2),
                t ** 2 * (x ** 2 - 1) ** 2 + 2 * t * v * x * y * (x ** 2 - 1) + v ** 2 * (x ** 2 - 1) * (y ** 2 - 1),
                because="parts of degree 2 of x = f₁/√p and f₂ = tx + vy; the last two products have mean 0, as those of "
                        "different degrees have")
    yield Equal(t ** 2 * mean((x ** 2 - 1) ** 2, x), 2 * t ** 2, because="with pt² = r² (and v = 0, t² = p for f₂ = f₁): "
                "E[(f₁² − p)(f₂² − q)] = 2r² and E[(f₁² − p)²] = 2p²")
    constant, linear = B * (c1 + c2) + D * (c1 * p + c2 * q), c1 ** 2 * p + 2 * c1 * c2 * r + c2 ** 2 * q
    even = 2 * (c1 ** 2 * p ** 2 + 2 * c1 * c2 * r ** 2 + c2 ** 2 * q ** 2)
    return constant ** 2 + C ** 2 * linear + D ** 2 * even + beta ** 2 * (c1 + c2) ** 2


@quadratic_form.numeric(
    dict(c1=1, c2=-1, p=1, q=1, r="1/2", B=0, C=1, D="1/3", beta="1/2"),
    dict(c1=2, c2="-1/2", p="3/2", q="2/3", r="-1/4", B="1/2", C="-2/3", D=2, beta=3),
    dict(c1="1/3", c2="5/2", p="1/4", q=3, r="1/3", B=-1, C="3/4", D="1/2", beta="-1/5"),
    dict(c1="-3/2", c2="1/5", p=5, q="1/2", r=1, B="2/3", C=3, D="-1/4", beta="3/2"))
def by_pairings(c1, c2, p, q, r, B, C, D, beta):
    """The kernel Σ' entry by entry, from sums over pairings, and then its quadratic form."""
    sigma = (B, C, D)

    def kernel(first, second, covariance):
        return polynomial_pair_mean(sigma, sigma, first=first, second=second, covariance=covariance) + beta ** 2
    return c1 ** 2 * kernel(p, p, p) + 2 * c1 * c2 * kernel(p, q, r) + c2 ** 2 * kernel(q, q, q)


@quadratic_form.monte_carlo(
    dict(c1=1, c2=-1, p=1, q=1, r="1/2", B=0, C=1, D="1/3", beta="1/2"),
    dict(c1=1, c2="1/2", p=1, q="1/2", r="1/4", B="1/2", C=1, D="1/2", beta=1),
    moments=FiniteFourthMoment(true, "a polynomial of Gaussian variables has all moments"))
def square_of_a_combination_of_outputs(rng, size, c1, c2, p, q, r, B, C, D, beta):
    """One neuron: outputs g_i = w σ(f_i) + β b with standard normal w and b; square Σ c_i g_i."""
    x, y, w, b = rng.standard_normal((4, size))
    p, q, r = float(p), float(q), float(r)
    f = np.array([p ** 0.5 * x, r / p ** 0.5 * x + (q - r * r / p) ** 0.5 * y])
    outputs = w * (float(B) + float(C) * f + float(D) * f * f) + float(beta) * b
    return (float(c1) * outputs[0] + float(c2) * outputs[1]) ** 2


definite = Theorem(
    name="layer-kernel-positive-definite",
    title="A nonconstant activation keeps a kernel positive definite",
    claim=Holds(r"\Sigma' \text{ is positive definite},\quad " + SIGMA, Or(Ne(C, 0), Ne(D, 0))),
    domain=Domain(p, q > r ** 2 / p, r, B, C, D, beta),
    source=Source(PROBABILISTIC_MODELS, "§4.8", verdict="holds under a condition", printed=PRINTED),
    near_misses={"whatever the activation": true, "nonlinear activations only": Ne(D, 0),
                 "activations that are no square": Ne(C, 0),
                 "a bias suffices": Or(Ne(C, 0), Ne(D, 0), Ne(beta, 0))},
    fails_at=[dict(p=1, q=4, r=2, B=0, C=1, D=0, beta=0)],
    covers=["pd-induction-quadratic-form"],
    unsampled="Whether a matrix is singular is not decided by an estimate with an error.",
)


@definite.derivation
def by_the_parts_of_the_form():
    """The parts with C and with D are positive definite by themselves; without both only (c₁ + c₂)² is left."""
    yield Cites("layer-kernel-quadratic-form", "the form is a sum of four nonnegative parts")
    yield Equal(c1 ** 2 * p + 2 * c1 * c2 * r + c2 ** 2 * q, p * (c1 + c2 * r / p) ** 2 + c2 ** 2 * (q - r ** 2 / p),
                because="positive for c ≠ 0, as q > r²/p")
    yield Equal(c1 ** 2 * p ** 2 + 2 * c1 * c2 * r ** 2 + c2 ** 2 * q ** 2,
                (p * c1 + c2 * r ** 2 / p) ** 2 + c2 ** 2 * (q - r ** 2 / p) * (q + r ** 2 / p), because="positive too")
    yield Solves(Eq((B ** 2 + beta ** 2) * (c1 + c2) ** 2, 0), {c1: 1, c2: -1}, because="for C = D = 0")
    return Or(Ne(C, 0), Ne(D, 0))


@definite.numeric(
    dict(p=1, q=2, r="1/2", B=1, C=0, D=0, beta=1), dict(p=1, q=2, r="1/2", B=0, C="1/3", D=0, beta=0),
    dict(p="3/2", q="2/3", r="-1/4", B=-1, C=0, D="-1/2", beta=0), dict(p="1/4", q=3, r="1/3", B=0, C=-2, D="1/2", beta="1/2"),
    dict(p=2, q=2, r=-1, B="1/2", C=0, D=0, beta=0), dict(p=2, q="1/2", r=0, B=0, C=0, D=3, beta=2))
def by_minors(p, q, r, B, C, D, beta):
    """Both leading minors of Σ' are positive, in rationals."""
    sigma = (B, C, D)
    first, second, mixed = (Fraction(beta) ** 2 + polynomial_pair_mean(sigma, sigma, first=a, second=b, covariance=c)
                            for a, b, c in ((p, p, p), (q, q, q), (p, q, r)))
    return first > 0 and first * second - mixed ** 2 > 0
