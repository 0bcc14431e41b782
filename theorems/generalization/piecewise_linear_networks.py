r"""A rectifier network approximates x² and never represents it.

Statement.  A network with one input and rectified units is continuous and piecewise linear.  If it has at most m linear pieces
on [0, 1], its largest error for x² is at least 1/(8m²), and there are networks that attain this.

Idea.  On a piece of length ℓ the second difference of x² over its ends and its middle is ℓ²/2, that of the network 0.

Notes.  The bound tends to 0: universal approximation, with the rate m^{−2} here.  Interpolation in m + 1 equispaced knots has
twice the least error, 1/(4m²).  One hidden layer of m − 1 units has m pieces.

References.  R. A. DeVore & G. G. Lorentz, Constructive Approximation (1993), chapter 12; D. Yarotsky, Error bounds for
approximations with deep ReLU networks, Neural Networks 94 (2017).
"""

from fractions import Fraction
from itertools import pairwise

from sympy import Integer, Subs, Symbol, oo, symbols

from theorems.notes import PROBABILISTIC_MODELS
from verifiers import AtLeast, AtMost, Domain, Equal, Erratum, Limit, Source, Theorem

m = Symbol("m", integer=True, positive=True)
ERROR = r"\sup_{0\le x\le1}|f(x)-x^2|,\quad f\text{ a rectifier network with }m\text{ linear pieces}"

square = Theorem(
    name="rectifier-network-error-for-the-square",
    title="Least error of a piecewise linear network for the square",
    claim=AtLeast(ERROR, 1 / (8 * m ** 2)),
    domain=Domain(m),
    source=Source(PROBABILISTIC_MODELS, "§4.2", verdict="holds under a condition",
                  printed=r"\text{if we took the number of parameters large enough, we could represent any function}"),
    errata=[Erratum(printed=r"\text{we could represent any function}", formula=AtMost(ERROR, Integer(0)),
                    wrong="approximate, not represent: the error is positive for every width")],
    near_misses={"error of the interpolant": 1 / (4 * m ** 2), "first order": 1 / (8 * m), "one piece": Integer(1) / 8 + 0 * m},
    covers=["universal-approximation-one-hidden-layer"],
    unsampled="Polynomials on finitely many pieces: nothing is random.",
)


@square.derivation
def by_second_differences():
    """One piece [u, u + ℓ] with f(x) = ax + b; the longest of at most m pieces has ℓ ≥ 1/m."""
    u, a, b, x = symbols("u a b x", real=True)
    length, shortfall = symbols("l delta", positive=True)
    gap = x ** 2 - a * x - b
    second = Subs(gap, x, u) - 2 * Subs(gap, x, u + length / 2) + Subs(gap, x, u + length)
    yield Equal(second, length ** 2 / 2, because="so 4 max |x² − f| ≥ ℓ²/2 on the piece")
    yield Equal(m * (1 / m - shortfall), 1 - m * shortfall, because="m pieces shorter than 1/m do not cover [0, 1]")
    yield Equal(Subs(length ** 2 / 8, length, 1 / m), 1 / (8 * m ** 2), because="the error on the longest piece")
    yield Equal(Subs(gap, (a, b), (2 * u + length, length ** 2 / 8 - (u + length / 2) ** 2)),
                (x - u - length / 2) ** 2 - length ** 2 / 8,
                because="attained: between ∓ℓ²/8 on |x − u − ℓ/2| ≤ ℓ/2, and continuous over pieces of one length 1/m")
    yield Limit(1 / (8 * m ** 2), m, oo, 0, because="approximation")
    return 1 / (8 * m ** 2)


@square.numeric(*[dict(m=k, instance=i) for k, i in [(1, 0), (1, 2), (3, 0), (3, 1), (3, 2), (4, 0), (4, 2), (7, 0), (7, 1)]])
def by_the_exact_error_of_a_network(m, instance):
    """Networks a₀ + a₁x + Σ c_k max(x − t_k, 0): lowered interpolant (0), interpolant (1), irregular knots and values (2)."""
    knots = [Fraction(k, m) if instance < 2 else Fraction(k * (k + 2), m * (m + 2)) for k in range(m + 1)]
    lowered = [Fraction(1, 2 * (2 * m) ** 2), Fraction(0), Fraction(1, 9 * m * m)][instance]
    values = [t * t - lowered * (1 if instance < 2 or k % 2 else -1) for k, t in enumerate(knots)]
    slopes = [(after - before) / (t - s) for (s, t), (before, after) in zip(pairwise(knots), pairwise(values), strict=True)]

    def network(x):
        units = zip(knots[1:], pairwise(slopes), strict=False)
        return values[0] + slopes[0] * x + sum((right - left) * max(x - t, Fraction(0)) for t, (left, right) in units)
    places = [*knots]
    for (s, t), slope in zip(pairwise(knots), slopes, strict=True):  # x² − f is largest at an end or where 2x is the slope
        places += [slope / 2] if s <= slope / 2 <= t else []
    return max(abs(network(x) - x * x) for x in places)
