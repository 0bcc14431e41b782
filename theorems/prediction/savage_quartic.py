r"""When Savage's rule of G = Σ (a x_i² + b x_i⁴) is strictly proper, for any number of outcomes.

Statement.  The rule s(q, i) = G(q) + ⟨δ_i − q, ∇G(q)⟩ is strictly proper if and only if G is strictly convex on the simplex:

    for n = 2 outcomes,  2a + 3b ≥ 0,  a + 3b ≥ 0  and  a + 2b > 0;
    for n ≥ 3 outcomes,  a ≥ 0,  n a + 6 (n − 1) b ≥ 0,  and a > 0 or b > 0.

Idea.  The regret is Σ (p_i − q_i)² (a + b (p_i² + 2p_iq_i + 3q_i²)).  For two outcomes both squares are equal.  For three
or more a third one can take almost all the mass, so that two coordinates near 0 decide on a; and near a vertex one coordinate
moves against all others.

Notes.  For two outcomes G may have a < 0: convexity is asked for along the simplex only.

References.  L. J. Savage, JASA 66 (1971); T. Gneiting & A. E. Raftery, JASA 102 (2007), Theorem 1.
"""

from fractions import Fraction

from sympy import Add, And, Derivative, Eq, Or, Sum, Symbol, symbols

from numerics import simplex
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import AtMostStep, Cites, Domain, Equal, Holds, Limit, Source, Theorem, Vector, Vectors

n = Symbol("n", integer=True, positive=True)
i = Symbol("i", integer=True)
a, b = symbols("a b", real=True)

savage_strictly_proper = Theorem(
    name="savage-rule-strictly-proper",
    title="Savage's rule of G = Σ (a x_i² + b x_i⁴): strictly proper iff G is strictly convex on the simplex",
    claim=Holds(r"q=p \text{ is the only maximiser of } S(p,q) \text{ for every } p\in\Delta_n",
                Or(And(Eq(n, 2), 2 * a + 3 * b >= 0, a + 3 * b >= 0, a + 2 * b > 0),
                   And(n >= 3, a >= 0, n * a + 6 * (n - 1) * b >= 0, Or(a > 0, b > 0)))),
    domain=Domain(a, b, n >= 2),
    source=Source(PROBABILISTIC_MODELS, "§2.3", verdict="holds",
                  printed=r"\text{given a smooth strictly convex function } G:\Delta_n\rightarrow\mathbb{R}\text{, we can}"
                          r"\text{ define a proper scoring rule by }"
                          r" s(\vec\pi,i)=G(\vec\pi)+\langle\delta_i-\vec\pi,\nabla G(\vec\pi)\rangle"),
    near_misses={"convex off the simplex, too": And(a >= 0, b >= 0, a + b > 0), "concave G": And(a <= 0, b <= 0),
                 "two outcomes whatever n is": And(2 * a + 3 * b >= 0, a + 3 * b >= 0, a + 2 * b > 0),
                 "convex in each coordinate on [0, 1]": And(a >= 0, a + 6 * b >= 0, Or(a > 0, b > 0))},
    covers=["savage-construction-proper"],
    unsampled="Properness is a statement about all beliefs and reports; a sample decides none of them.",
)


@savage_strictly_proper.derivation
def by_the_second_factor_and_the_vertices():
    """The regret is Σ (p_i − q_i)² (a + b (p_i² + 2p_iq_i + 3q_i²)); for n = 2 both squares are equal, for n ≥ 3 not."""
    x, y, h = symbols("x y h", real=True)
    small, c = symbols("epsilon c", positive=True)
    second = (x ** 2 + 2 * x * y + 3 * y ** 2) + ((1 - x) ** 2 + 2 * (1 - x) * (1 - y) + 3 * (1 - y) ** 2)
    others = Vector("e", n, real=True)

    def gap(u, v):
        return a * (u ** 2 - v ** 2 - 2 * v * (u - v)) + b * (u ** 4 - v ** 4 - 4 * v ** 3 * (u - v))
    yield Cites("savage-regret-is-bregman", "the regret is the sum of the gaps of the coordinates")
    yield Equal(gap(x, y), (x - y) ** 2 * (a + b * (x ** 2 + 2 * x * y + 3 * y ** 2)), because="factor the Bregman divergence")
    yield Equal(gap(x, y) + gap(1 - x, 1 - y), (x - y) ** 2 * (2 * a + b * second), because="n = 2")
    yield Equal(second, 3 + 2 * (x + y - 1) ** 2 + (2 * y - 1) ** 2, because="so B ≥ 3, attained only at x = y = 1/2")
    yield Equal(second, 6 - 2 * x * (1 - x) - 6 * y * (1 - y) - 2 * x * (1 - y) - 2 * (1 - x) * y,
                because="so B ≤ 6 on the square, attained only at the vertices x = y = 0 and x = y = 1")
    yield Equal(Add(2 * a + 3 * b, a + 3 * b, evaluate=False), 3 * (a + 2 * b), because="both ends vanish only if a + 2b = 0")
    yield Equal(gap(small, 0) + gap(0, small), small ** 2 * (2 * a + 4 * b * small ** 2),
                because="n ≥ 3, p = (ε, 0, 1 − ε, 0, …) and q = (0, ε, 1 − ε, 0, …): it takes a ≥ 0, and a > 0 or b > 0")
    yield Limit((gap(1 - small, 1) + (n - 1) * gap(small / (n - 1), 0)) / small ** 2, small, 0,
                (n * a + 6 * (n - 1) * b) / (n - 1), direction="+",
                because="from q = δ_1 towards the centre: it takes n a + 6 (n − 1) b ≥ 0")
    yield Equal(Derivative(a * x ** 2 + b * x ** 4, (x, 2)), 2 * a + 12 * b * x ** 2,
                because="conversely G″ along δ is Σ δ_i² (2a + 12b x_i²), positive for a, b ≥ 0 unless both are 0")
    yield AtMostStep(2 * a - 12 * c ** 2 * h, 2 * a - 12 * c ** 2 * h ** 2, where=[h >= 0, h <= 1],
                     because="for b = −c² < 0, x_i² ≤ x_i: it is at least Σ_j x_j (2a Σ δ_i² + 12b δ_j²), a mean over vertices")
    yield Equal(Sum((others[i] - h) ** 2, (i, 1, n)), Sum(others[i] ** 2, (i, 1, n)) - 2 * h * Sum(others[i], (i, 1, n))
                + n * h ** 2, where=[Vectors(others)],
                because="for the other n − 1 entries of δ, with mean h: (Σ_{i≠j} δ_i)² ≤ (n − 1) Σ_{i≠j} δ_i²")
    yield Equal(Add(2 * a * (1 + 1 / (n - 1)), 12 * b, evaluate=False), 2 * (n * a + 6 * (n - 1) * b) / (n - 1), where=[n >= 2],
                because="so Σ δ_i² ≥ δ_j² n/(n − 1), and 2a Σ δ_i² + 12b δ_j² is ≥ 0; it vanishes at vertices at most")
    return Or(And(Eq(n, 2), 2 * a + 3 * b >= 0, a + 3 * b >= 0, a + 2 * b > 0),
              And(n >= 3, a >= 0, n * a + 6 * (n - 1) * b >= 0, Or(a > 0, b > 0)))


@savage_strictly_proper.numeric(
    *[dict(a=a, b=b, n=2) for a, b in ((1, 0), (0, 1), (-3, 2), (3, -1), ("-7/2", 2), ("5/2", -1), (0, 0), (-1, 0))],
    *[dict(a=a, b=b, n=3) for a, b in ((1, 0), (0, 1), (-3, 2), ("7/2", -1), (4, -1), (0, 0), (-1, "-1/2"))],
    dict(a="17/4", b=-1, n=4), dict(a="9/2", b=-1, n=4), dict(a=-1, b=3, n=4))
def on_a_lattice_of_reports(a, b, n):
    """Reports on a lattice, beliefs on the way from each to every other one and close to it: is the regret positive?"""
    def scores(report):
        slope = [2 * a * mass + 4 * b * mass ** 3 for mass in report]
        level = sum(a * mass ** 2 + b * mass ** 4 - mass * rise for mass, rise in zip(report, slope, strict=True))
        return [level + rise for rise in slope]

    def gain(belief, own, others):
        return sum(mass * (x - y) for mass, x, y in zip(belief, own, others, strict=True))
    table = {report: scores(report) for report in simplex.lattice(n, {2: 12, 3: 6, 4: 4}[n])}
    beliefs = ((report, [y + step * (x - y) for x, y in zip(end, report, strict=True)])
               for step in (1, Fraction(1, 16)) for report in table for end in table if end != report)
    return all(gain(belief, scores(belief), table[report]) > 0 for report, belief in beliefs)
