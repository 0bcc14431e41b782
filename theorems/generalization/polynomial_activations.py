r"""Universal approximation by one hidden layer fails for polynomial activations, however wide the network.

Statement.  Networks Σ_k c_k σ(w_k · x + b_k) with a continuous activation σ approximate every continuous function uniformly on
compact sets if and only if σ is not a polynomial.  For polynomials:

1. With σ(z) = z^d no network of any width comes nearer to x^{d+1} in L²(−1, 1) than 2^{2d+3} ((d+1)!)⁴/((2d+3) ((2d+2)!)²),
   squared distance: 8/175 for σ(z) = z² and the target x³.
2. On ℝ^D the networks with σ(z) = z^q span a space of dimension C(D + q, q), whatever their width.
3. Networks with σ(z) = z² + c max(z, 0) fit all labels on N ≥ 4 points of the line if and only if c ≠ 0.

Idea.  The networks are the polynomials of degree at most d: what is left of x^{d+1} is Legendre's polynomial.  A second
difference of a rectified unit is a peak.

Notes.  So a non-constant activation does not suffice, and "any function" means: approximately, on a compact set, and for
continuous functions.  The theorem gives no rate.

References.  M. Leshno, V. Lin, A. Pinkus & S. Schocken, Multilayer feedforward networks with a nonpolynomial activation
function can approximate any function, Neural Networks 6 (1993); A. Pinkus, Approximation theory of the MLP model in neural
networks, Acta Numerica 8 (1999), sections 3 and 5.
"""

import random
from fractions import Fraction
from itertools import pairwise, product
from math import comb

from flint import fmpq, fmpq_mat
from sympy import Derivative, Integer, Max, Ne, Subs, Sum, Symbol, binomial, factorial, symbols

from numerics.exact_least_squares import minimum_norm_solution
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import Cites, Classical, Domain, Equal, Equals, Erratum, Holds, Induction, Source, Theorem

PRINTED = (r"\text{if we took the number of parameters large enough, we could represent any function }\mathbb{R}^{d_{in}}"
           r"\rightarrow\mathbb{R}^{d_{out}}\text{ in an efficient way, with as little as one hidden layer}")
DETERMINISTIC = "Linear algebra over all networks: nothing is random."
d, q, D, N = symbols("d q D N", integer=True, positive=True)


def _draws(seed, count, size):
    draw = random.Random(seed)
    return [[draw.randint(-9, 9) for _ in range(size)] for _ in range(count)]


distance = Theorem(
    name="polynomial-activation-distance",
    title="Distance of a power from all networks with a polynomial activation",
    claim=Equals(r"\inf\Big\{\int_{-1}^1\big(x^{d+1}-\textstyle\sum_kc_k(w_kx+b_k)^d\big)^2dx\Big\}\text{ over all widths}",
                 2 ** (2 * d + 3) * factorial(d + 1) ** 4 / ((2 * d + 3) * factorial(2 * d + 2) ** 2)),
    domain=Domain(d),
    source=Source(PROBABILISTIC_MODELS, "§4.2", verdict="holds under a condition", printed=PRINTED),
    errata=[Erratum(printed=PRINTED, formula=Integer(0) * d,
                    wrong="not with a polynomial activation, however wide the network; for other continuous activations "
                          "continuous functions are approximated on compact sets, not represented")],
    near_misses={"norm of the power": 2 / (2 * d + 3), "half of it": 1 / (2 * d + 3),
                 "not squared": 2 ** (d + 2) * factorial(d + 1) ** 2 / ((2 * d + 3) * factorial(2 * d + 2))},
    covers=["universal-approximation-one-hidden-layer"],
    unsampled=DETERMINISTIC,
)


@distance.derivation
def by_legendres_polynomial():
    """The rest is p = n!/(2n)! (d/dx)ⁿ (x² − 1)ⁿ, n = d + 1, and ‖p‖² = ∫ p xⁿ = n!/(2n)! · n! ∫ (1 − x²)ⁿ dx."""
    x = Symbol("x", real=True)
    n = Symbol("n", integer=True, positive=True)

    def integral(k):
        return 2 ** (2 * k + 1) * factorial(k) ** 2 / factorial(2 * k + 1)
    yield Cites(Classical("Rodrigues' formula", "G. Szegő, Orthogonal Polynomials (1975), section 4.3"),
                "p is monic of degree n; n integrations by parts make it orthogonal to lower degrees and give ∫ p xⁿ")
    yield Equal(Derivative(x * (1 - x ** 2) ** n, x), (2 * n + 1) * (1 - x ** 2) ** n - 2 * n * (1 - x ** 2) ** (n - 1),
                because="the left side has the integral 0 over (−1, 1): I_n = 2n/(2n + 1) I_{n−1} for I_n = ∫ (1 − x²)ⁿ dx")
    yield Equal(Subs(integral(n), n, 1), 2 * (1 - 1 / Integer(3)), because="I_1 = 4/3")
    yield Equal(integral(n) / integral(n - 1), 2 * n / (2 * n + 1), because="I_n = 2^{2n+1} n!²/(2n + 1)!")
    yield Equal(factorial(n) / factorial(2 * n) * factorial(n) * integral(n),
                2 ** (2 * n + 1) * factorial(n) ** 4 / ((2 * n + 1) * factorial(2 * n) ** 2), because="‖p‖²")
    return (2 ** (2 * n + 1) * factorial(n) ** 4 / ((2 * n + 1) * factorial(2 * n) ** 2)).subs(n, d + 1)


@distance.numeric(*[dict(d=k) for k in (1, 2, 3, 4, 6)])
def by_projection_on_a_wide_network(d):
    """Distance from the span of d + 4 hidden units, by the exact normal equations of their L² Gram matrix."""
    units = [[Fraction(comb(d, k) * w ** k * b ** (d - k)) for k in range(d + 1)] + [Fraction(0)]
             for w, b in [(1, 0), (0, 1), *_draws(d, d + 2, 2)]]
    target = [Fraction(0)] * (d + 1) + [Fraction(1)]

    def inner(f, g):
        return sum((a * b * Fraction(2, i + j + 1) for i, a in enumerate(f) for j, b in enumerate(g) if (i + j) % 2 == 0),
                   Fraction(0))
    gram = [[inner(f, g) for g in units] for f in units]
    right = [inner(f, target) for f in units]
    output = minimum_norm_solution(gram, right)
    return inner(target, target) - sum(c * r for c, r in zip(output, right, strict=True))


dimension = Theorem(
    name="polynomial-activation-dimension",
    title="Dimension of the span of all networks with a power as activation",
    claim=Equals(r"\dim\operatorname{span}\{x\mapsto(w\cdot x+b)^q: w\in\mathbb{R}^D,\ b\in\mathbb{R}\}", binomial(D + q, q)),
    domain=Domain(D, q),
    source=Source(PROBABILISTIC_MODELS, "§4.2", verdict="holds under a condition", printed=PRINTED),
    near_misses={"without biases": binomial(D + q - 1, q), "degree in each variable": (q + 1) ** D,
                 "number of parameters": (D + 1) * q, "ordered products": D ** q},
    covers=["universal-approximation-one-hidden-layer"],
    unsampled=DETERMINISTIC,
)


@dimension.derivation
def by_counting_monomials():
    """A linear functional that vanishes on all units vanishes on all monomials of degree at most q: they are the span."""
    j = Symbol("j", integer=True, nonnegative=True)
    x, w, b, z = symbols("x w b z", positive=True)
    yield Equal(Derivative((w * x + b + z) ** q, w), q * x * (w * x + b + z) ** (q - 1),
                because="each derivative in a weight w_i brings a factor x_i down; at w = 0, b = 1 a monomial is left")
    yield Induction(Sum(binomial(D - 1 + j, j), (j, 0, q)), binomial(D + q, q), q, 1, binomial(D + q, q + 1),
                    because="C(D − 1 + j, j) monomials of degree j in D variables")
    return binomial(D + q, q)


@dimension.numeric(dict(D=1, q=3), dict(D=2, q=2), dict(D=2, q=3), dict(D=3, q=2), dict(D=4, q=2), dict(D=3, q=4))
def by_the_rank_of_a_wide_layer(D, q):
    """Rank of the values of many hidden units at many points, in integers; no further unit would raise it."""
    size = (q + 1) ** D if D < 3 else 40
    units, points = _draws(D, size, D + 1), _draws(q + 100, size, D)
    return fmpq_mat([[fmpq(sum(w * x for w, x in zip(unit, [*point, 1], strict=True)) ** q) for point in points]
                     for unit in units]).rank()


c = Symbol("c", real=True)

interpolation = Theorem(
    name="nonpolynomial-activation-interpolates",
    title="Networks fit all labels if and only if their activation is not a polynomial",
    claim=Holds(r"\text{networks with }\sigma(z)=z^2+c\max(z,0)\text{ fit all labels on }N\text{ points of }\mathbb{R}",
                Ne(c, 0)),
    domain=Domain(c, N >= 4),
    source=Source(PROBABILISTIC_MODELS, "§4.2", verdict="holds under a condition", printed=PRINTED),
    errata=[Erratum(printed=PRINTED, formula=N > 3,
                    wrong="any activation is allowed as printed; with c = 0 it is a polynomial of degree 2")],
    near_misses={"rectified unit with a positive sign only": c > 0, "with a negative sign only": c < 0},
    fails_at=[dict(c=0, N=3)],
    covers=["universal-approximation-one-hidden-layer"],
    unsampled=DETERMINISTIC,
)


@interpolation.derivation
def by_second_differences():
    """σ(z + 1) − 2σ(z) + σ(z − 1) = 2 + c [z = 0] on the integers; other points need a step below their least distance."""
    z = Symbol("z", integer=True, positive=True)
    t = Symbol("t", real=True)
    yield Equal((t + 1) ** 2 - 2 * t ** 2 + (t - 1) ** 2, 2, because="the square leaves a constant")
    peak = Max(t + 1, 0) - 2 * Max(t, 0) + Max(t - 1, 0)
    yield Equal(Subs(peak, t, z), 0, because="z ≥ 1")
    yield Equal(Subs(peak, t, -z), 0, because="−z ≤ −1")
    yield Equal(Subs(peak, t, 0), 1, because="so there is a peak for each label if c ≠ 0")
    yield Cites("polynomial-activation-dimension", "for c = 0 the networks span C(1 + 2, 2) = 3 < N dimensions")
    return Ne(c, 0)


@interpolation.numeric(dict(c=0, N=4), dict(c=0, N=7), dict(c="1/3", N=4), dict(c="-5/2", N=6), dict(c=3, N=9), dict(c=-1, N=5))
def by_the_rank_of_the_hidden_layer(c, N):
    """Whether units with both signs of w and a kink between any two points have full rank on N irregular points."""
    points = [Fraction(k * k + k, 3) + Fraction(1, k + 2) for k in range(N)]
    biases = [-(a + b) / 2 for a, b in pairwise(points)] + [-points[0] + 1, -points[-1] - 1, Fraction(0)]

    def unit(w, b, x):
        value = (w * x + b) ** 2 + Fraction(c) * max(w * x + b, Fraction(0))
        return fmpq(value.numerator, value.denominator)
    rows = [[unit(w, b * abs(w) * (1 if w > 0 else -1), x) for x in points] for w, b in product((1, -1, 2), biases)]
    return fmpq_mat(rows).rank() == N
