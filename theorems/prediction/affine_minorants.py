r"""A convex function is the supremum of its affine minorants only where it is closed.

Statement.  Let f(x) = x² on [0, 1), f(1) = 1 + h with h ≥ 0, and f = ∞ elsewhere.  Then f is convex, and the supremum
of the affine functions below f is 1 at x = 1: it misses f(1) by the height h of the jump.

Idea.  An affine ℓ ≤ f on [0, 1) has ℓ(1) = lim ℓ(x) ≤ lim x² = 1, and the tangents at s → 1 reach 1.

Notes.  The notes' statement "a function is convex if and only if it is the sup of all the affine functions dominated
by it" needs lower semicontinuity (Fenchel–Moreau: closed, proper, convex).  It holds without it for finite convex
functions on ℝⁿ or on an open convex set, where they are continuous; not on the closed simplex, where scoring rules
live.

References.  R. T. Rockafellar, Convex Analysis (1970), Theorem 12.1.
"""

from fractions import Fraction

from sympy import Integer, Subs, Symbol

from theorems.notes import PROBABILISTIC_MODELS
from verifiers import AtMostStep, Convex, Domain, Equal, Equals, Erratum, Limit, Source, Theorem

h = Symbol("h", nonnegative=True)

affine_minorants = Theorem(
    name="affine-minorants-of-a-convex-jump",
    title="What the affine minorants of a convex function miss at a jump",
    claim=Equals(r"f(1)-\sup\{\ell(1):\ell \text{ affine},\ \ell\le f\},\; f(x)=x^2\,(x<1),\; f(1)=1+h", h),
    domain=Domain(h),
    source=Source(PROBABILISTIC_MODELS, "§2.3", verdict="holds under a condition",
                  printed=r"\text{convex} \iff \text{the sup of all the affine functions dominated by it}"),
    errata=[Erratum(printed=r"\text{convex} \Rightarrow f=\sup\{\ell \text{ affine},\ \ell\le f\}", formula=Integer(0),
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
