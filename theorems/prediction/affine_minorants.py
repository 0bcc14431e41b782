r"""A convex function is the supremum of its affine minorants only where it is closed.

Statement.  Let f(x) = x² on [0, 1), f(1) = 1 + h with h ≥ 0, and f = ∞ elsewhere.  Then f is convex, and the supremum
of the affine functions below f is 1 at x = 1: it misses f(1) by the height h of the jump.  The function
f(y) = c y² + Σ w_k |y − t_k| on the line, c ≥ 0, w_k > 0, is the supremum of its affine minorants at every x, kinks included.

Idea.  An affine ℓ ≤ f on [0, 1) has ℓ(1) = lim ℓ(x) ≤ lim x² = 1, and the tangents at s → 1 reach 1.
On the line f has a supporting line at each x: each summand has one, |z| ≥ ±z.

Notes.  The notes' statement "a function is convex if and only if it is the sup of all the affine functions dominated
by it" needs lower semicontinuity (Fenchel–Moreau: closed, proper, convex).  It holds without it for finite convex
functions on ℝⁿ or on an open convex set, where they are continuous; not on the closed simplex, where scoring rules
live.

References.  R. T. Rockafellar, Convex Analysis (1970), Theorem 12.1.
"""

from fractions import Fraction
from itertools import product

from sympy import Integer, Subs, Sum, Symbol, symbols

from theorems.notes import PROBABILISTIC_MODELS
from verifiers import (
    AtMostStep,
    Convex,
    Domain,
    Equal,
    Equals,
    Erratum,
    Limit,
    Source,
    Theorem,
    Vector,
    Vectors,
)

h = Symbol("h", nonnegative=True)
CONVEX = r"\text{a function is convex if and only if it is the sup of all the affine functions dominated by it}"

affine_minorants = Theorem(
    name="affine-minorants-of-a-convex-jump",
    title="What the affine minorants of a convex function miss at a jump",
    claim=Equals(r"f(1)-\sup\{\ell(1):\ell \text{ affine},\ \ell\le f\},\; f(x)=x^2\,(x<1),\; f(1)=1+h", h),
    domain=Domain(h),
    source=Source(PROBABILISTIC_MODELS, "§2.3", verdict="holds under a condition",
                  printed=r"\text{a function is convex if and only if it is the sup of all the affine functions "
                          r"dominated by it}"),
    errata=[Erratum(printed=r"\text{a function is convex if and only if it is the sup of all the affine functions "
                            r"dominated by it}", formula=Integer(0),
                    wrong="lower semicontinuity is missing: a convex function may jump up at the boundary")],
    near_misses={"half the jump": h / 2, "value at the jump": 1 + h},
    fails_at=[dict(h=-1, slopes=64)],  # f is not convex there, but closed: the minorants miss nothing at 1
    covers=["convex-sup-of-affine-minorants"],
    unsampled="A supremum over affine functions is computed; nothing is random.",
)


@affine_minorants.derivation
def by_continuity_of_affine_functions():
    """No minorant exceeds 1 at the end, and tangents come arbitrarily near."""
    x, s = Symbol("x", real=True), Symbol("s", nonnegative=True)
    a, b = Symbol("a", real=True), Symbol("b", real=True)
    yield Convex(x ** 2, x, because="f is convex on [0, 1); a value at the end above the limit keeps it so")
    yield Limit(x ** 2 - (a + b * x), x, 1, 1 - (a + b), direction="-",
                because="a + b x ≤ x² for x < 1, so a + b ≤ 1 in the limit")
    yield AtMostStep(2 * s * x - s ** 2, x ** 2, because="the tangent at s is a minorant")
    yield Limit(2 * s * 1 - s ** 2, s, 1, 1, direction="-", because="its value at x = 1")
    yield Equal(Subs(1 + h - s, s, 1), h, because="f(1) less the greatest value of minorants")
    return h


@affine_minorants.numeric(dict(h=0, slopes=64), dict(h=1, slopes=64), dict(h="3/7", slopes=64), dict(h=5, slopes=64))
def over_the_slopes(h, slopes):
    """The highest minorant of each slope b between ±slopes, in eighths; its intercept is the inf of f(x) − b x."""
    def intercept(slope):
        lowest = min(max(slope / 2, Fraction(0)), Fraction(1))  # inf over [0, 1) = min over [0, 1] of x² − b x
        return min(lowest ** 2 - slope * lowest, 1 + h - slope)
    # from slope 2 on the infimum is at x = 1, and the height 1 no longer changes
    return 1 + h - max(intercept(Fraction(k, 8)) + Fraction(k, 8) for k in range(-8 * slopes, 8 * slopes + 1))


K = Symbol("K", integer=True, positive=True)
k = Symbol("k", integer=True)
x, c = Symbol("x", real=True), Symbol("c", nonnegative=True)
w, distance = Vector("w", K), Vector("d", K, nonnegative=True)  # d_k = |x − t_k|


def _kinked(x, c, weights, kinks):
    """A point with the distances of x from the kinks."""
    x, kinks = Fraction(x), tuple(Fraction(kink) for kink in kinks)
    return dict(x=x, c=c, w=weights, d=tuple(abs(x - kink) for kink in kinks), kinks=kinks)


supporting_line = Theorem(
    name="affine-minorants-of-a-kinked-function",
    title="A convex function with kinks on the line is the supremum of its affine minorants",
    claim=Equals(r"\sup\{\ell(x):\ell \text{ affine},\ \ell\le f\},\; f(y)=cy^2+\sum_kw_k|y-t_k|,\ d_k=|x-t_k|",
                 c * x ** 2 + Sum(w[k] * distance[k], (k, 1, K))),
    domain=Domain(x, c, Vectors(w, distance)),
    source=Source(PROBABILISTIC_MODELS, "§2.3", verdict="holds under a condition", printed=CONVEX),
    near_misses={"tangents of the smooth part only": c * x ** 2,
                 "half the kinks": c * x ** 2 + Sum(w[k] * distance[k], (k, 1, K)) / 2,
                 "linear for the square": c * x + Sum(w[k] * distance[k], (k, 1, K))},
    covers=["convex-sup-of-affine-minorants"],
    unsampled="A supremum over affine functions is computed; nothing is random.",
)


@supporting_line.derivation
def by_a_supporting_line():
    """A minorant is at most f(x) at x; with kinks at x − d_k (weights w_k) and x + r_k (weights v_k) one line attains it."""
    y = Symbol("y", real=True)
    above, below = symbols("a b", nonnegative=True)
    v, right = Vector("v", K), Vector("r", K, nonnegative=True)
    yield AtMostStep(2 * c * x * y - c * x ** 2, c * y ** 2, because="the tangent of c y² at x")
    yield AtMostStep(above - below, above + below, because="z ≤ |z|, with z = a − b and |z| = a + b for its positive part a "
                     "and its negative part b: the kinks on the left of x, or at x, with z = y − x + d_k")
    yield AtMostStep(below - above, above + below, because="−z ≤ |z|: the kinks on the right, with z = y − x − r_k")
    yield Equal(Subs(2 * c * x * y - c * x ** 2 + Sum(w[k] * (y - x + distance[k]), (k, 1, K))
                     + Sum(v[k] * (x + right[k] - y), (k, 1, K)), y, x),
                c * x ** 2 + Sum(w[k] * distance[k], (k, 1, K)) + Sum(v[k] * right[k], (k, 1, K)), where=[Vectors(v, right)],
                because="the sum of the lines, with weights w_k, v_k > 0, is an affine minorant with the value f(x) at x")
    return c * x ** 2 + Sum(w[k] * distance[k], (k, 1, K))


@supporting_line.numeric(_kinked("1/2", 1, (1, "1/2"), (0, 2)), _kinked(2, 0, (1, 2, "1/2"), (2, -1, 3)),
                         _kinked("-3/2", "1/2", ("1/4",), (1,)), _kinked(0, 2, (3, 1), (0, "1/2")))
def over_all_slopes_in_eighths(x, c, w, kinks):
    """The highest minorant of each slope b between ±32, in eighths; its intercept is the inf of f(y) − b y, found exactly."""
    def lowest(slope):
        def value(y):
            return c * y ** 2 + sum(weight * abs(y - kink) for weight, kink in zip(w, kinks, strict=True)) - slope * y
        if c == 0 and abs(slope) > sum(w):
            return None  # f(y) − b y has no lower bound
        turns = [] if c == 0 else [(slope - sum(sign * weight for sign, weight in zip(signs, w, strict=True))) / (2 * c)
                                   for signs in product((-1, 1), repeat=len(w))]
        return min(value(y) for y in (*kinks, *turns))
    slopes = [Fraction(eighths, 8) for eighths in range(-256, 257)]
    return max(bottom + slope * x for slope in slopes if (bottom := lowest(slope)) is not None)
