r"""Support vectors of the hard-margin problem without a bias.

Statement.  With the labels absorbed in the data, two points with Gram entries a, b, b, c and b < min(a, c) have

    min {‖w‖² : ⟨w, x_i⟩ ≥ 1} = (a + c − 2b)/(ac − b²) = Σ α_i,       ŵ = Σ α_i x_i,  α = G⁻¹1 > 0,

and no duality gap.  The second point is a support vector, α₂ > 0, if and only if b < a (when b < c); for b = a it lies on
the margin with α₂ = 0.  With both in orthogonal directions e₁/p, e₂/q a third point z has the margin p z₁ + q z₂.

Idea.  Karush–Kuhn–Tucker: ŵ is a combination of the points whose constraints are tight, with multipliers ≥ 0, and
‖ŵ‖² = Σ α_i ⟨ŵ, x_i⟩ = Σ α_i.

Notes.  The support vectors are {i : α_i > 0}; over {i : α_i = 0} the sum Σ α_i x_i is 0.  Points off the margin may be
removed without changing ŵ; their least margin exceeds 1, while on the margin it is 1.

References.  V. Vapnik, The Nature of Statistical Learning Theory (1995), §5.4; C. Bishop, PRML (2006), §7.1.
"""

from fractions import Fraction

from sympy import Eq, Symbol, sqrt, symbols

from numerics.margins import hard_margin, multipliers
from theorems.notes import DEEP_LEARNING_THEORY
from verifiers import AtMostStep, Domain, Equal, Equals, Erratum, Holds, Solves, Source, Stationary, Theorem

NOTES = "Lecture 11/14"
a, c = symbols("a c", positive=True)
b = Symbol("b", real=True)
total = (a + c - 2 * b) / (a * c - b ** 2)


def _points(first, second):
    """The point of two data with their Gram entries."""
    g = [[sum(Fraction(p) * Fraction(q) for p, q in zip(f, h, strict=True)) for h in (first, second)] for f in (first, second)]
    return dict(a=g[0][0], b=g[0][1], c=g[1][1], X=(first, second))


dual_sum = Theorem(
    name="hard-margin-dual-sum",
    title="Hard-margin problem of two points without bias: squared norm and sum of the multipliers",
    claim=Equals(r"\min\{\|w\|^2:\langle w,x_i\rangle\ge1\},\quad G=\begin{pmatrix}a&b\\b&c\end{pmatrix}", total),
    domain=Domain(a, b < a, c > b ** 2 / a, c > b),
    source=Source(DEEP_LEARNING_THEORY, NOTES, verdict="holds",
                  printed=r"w=\sum_{i=1}^na_iy_ix_i,\quad a_i\big(y_i(w^Tx_i+b)-1\big)=0"),
    near_misses={"Σα = ‖w‖": sqrt(total), "first point alone": 1 / a, "diagonal of G only": 1 / a + 1 / c,
                 "sum over {i : α_i = 0}": 0},
    fails_at=[dict(a=2, b=3, c=5, X=((1, 1), (1, 2)))],
    covers=["svm-kkt-dual-support"],
    unsampled="A quadratic programme: nothing is random.",
)


@dual_sum.derivation
def by_duality():
    """Both constraints tight: α = G⁻¹1 ≥ 0; the dual at α has the same value, so there is no gap."""
    s, u = symbols("alpha1 alpha2", real=True)
    det = a * c - b ** 2
    solved = {s: (c - b) / det, u: (a - b) / det}
    yield Solves([a * s + b * u - 1, b * s + c * u - 1], solved, because="⟨w, x_i⟩ = 1 for w = α₁x₁ + α₂x₂")
    larger, smaller = symbols("x y", real=True)
    yield AtMostStep(0, larger - smaller, where=[smaller < larger], because="α ≥ 0, as b < a, b < c and det G > 0")
    yield Stationary(s + u - (a * s ** 2 + 2 * b * s * u + c * u ** 2) / 2, solved, because="α maximises the dual")
    yield Equal((s + u - (a * s ** 2 + 2 * b * s * u + c * u ** 2) / 2).subs(solved), (s + u).subs(solved) / 2,
                because="the dual value is ½ Σα: that of ½‖w‖² below")
    yield Equal((a * s ** 2 + 2 * b * s * u + c * u ** 2).subs(solved), (s + u).subs(solved), because="‖w‖² = Σα")
    return (c - b) / det + (a - b) / det


@dual_sum.numeric(_points((1, 2), (2, 1)), _points((1, "1/2"), ("3/5", -1)), _points((1, 0, 2), (-1, "1/3", 1)),
                  _points((3, 1), (1, 3)))
def by_enumerating_constraints(X):
    """The quadratic programme by enumeration of the tight constraints, in rationals."""
    return sum(entry ** 2 for entry in hard_margin(X, [1] * len(X), bias=False)[0])


second_support = Theorem(
    name="support-vector-condition",
    title="When the second of two points is a support vector",
    claim=Holds(r"\alpha_2>0 \text{ in } \hat w=\alpha_1x_1+\alpha_2x_2", b < a),
    domain=Domain(a, b, c > b ** 2 / a, c > b),
    source=Source(DEEP_LEARNING_THEORY, NOTES, verdict="misprint", printed=r"S=\{i\mid a_i=0\}"),
    errata=[Erratum(printed=r"S=\{i\mid a_i=0\}", formula=b >= a, wrong="the slash of ≠ is lost: Σ_{a_i=0} a_i x_i = 0")],
    near_misses={"every point on the margin": b <= a, "for b < 0 only": b < 0},
    covers=["support-vector-index-set"],
    unsampled="A quadratic programme: nothing is random.",
)


@second_support.derivation
def by_complementary_slackness():
    """With x₁ alone w = x₁/a and ⟨w, x₂⟩ = b/a: feasible for b ≥ a, and then α₂ = 0; else both are needed."""
    g = Symbol("g", positive=True)  # det G
    yield Equal((1 / a) * b - 1, (b - a) / a, because="slack of the second constraint at w = x₁/a, ≥ 0 exactly for b ≥ a")
    yield Equal(((c - b) * b + (a - b) * c) / g - 1, ((c - b) * b + (a - b) * c - g) / g,
                because="for b < a both are tight")
    yield Equal((c - b) * b + (a - b) * c, a * c - b ** 2, because="so α₂ = (a − b)/det G, positive exactly for b < a")
    return b < a


@second_support.numeric(_points((1, 0), (1, 1)), _points((1, 0), (2, 1)), _points((1, 2), (2, 1)), _points((1, 0), (-1, 2)),
                        _points((2, 1), ("1/2", 3)))
def by_the_dual_programme(X):
    """Multipliers of the quadratic programme, by enumeration of the tight constraints in rationals."""
    return multipliers(X, [1] * len(X))[1] > 0


p, q, z1, z2 = symbols("p q z1 z2", positive=True)

outer_margin = Theorem(
    name="non-support-margin",
    title="The least margin off the support exceeds one",
    claim=Equals(r"\min_{i\notin S}\langle\hat w,x_i\rangle,\quad x=\{(1/p,0),(0,1/q),z\}", p * z1 + q * z2),
    domain=Domain(p, q, z1, z2 > (1 - p * z1) / q),
    source=Source(DEEP_LEARNING_THEORY, NOTES, verdict="misprint",
                  printed=r"\Theta\equiv\min_{i\in S}x_i^T\hat w>0\quad\text{(min non-separated margin)}"),
    errata=[Erratum(printed=r"\min_{i\in S}x_i^T\hat w", formula=1,
                    wrong="the slash of ∉ is lost: on S the margin is 1, and the proof needs θ > 1")],
    near_misses={"normal vector (1/p, 1/q)": z1 / p + z2 / q, "one direction only": p * z1},
    fails_at=[dict(p=2, q=3, z1="1/8", z2="1/12")],
    covers=["nonsupport-margin-gap"],
    unsampled="A quadratic programme: nothing is random.",
)


@outer_margin.derivation
def by_two_tight_constraints():
    """ŵ = (p, q) makes the first two constraints tight with α = (p², q²); the third is slack by assumption."""
    u, v, first, second = symbols("u v alpha1 alpha2", real=True)
    yield Solves([Eq(u / p, 1), Eq(v / q, 1), Eq(first / p, u), Eq(second / q, v)],
                 {u: p, v: q, first: p ** 2, second: q ** 2},
                 because="both constraints tight, and ŵ = α₁x₁ + α₂x₂ with α > 0")
    yield Equal(p * z1 + q * z2 - 1, q * (z2 - (1 - p * z1) / q),
                because="the third margin exceeds 1 exactly if z₂ > (1 − p z₁)/q")
    return p * z1 + q * z2


@outer_margin.numeric(dict(p=2, q=3, z1=1, z2="1/2"), dict(p="1/2", q="4/3", z1="1/3", z2=1),
                      dict(p="3/2", q="1/4", z1=1, z2=5))
def by_the_margins_off_the_support(p, q, z1, z2):
    """The quadratic programme of the three points in rationals; the least margin where the multiplier is 0."""
    X = [[1 / Fraction(p), 0], [0, 1 / Fraction(q)], [Fraction(z1), Fraction(z2)]]
    weights, alpha = hard_margin(X, [1, 1, 1], bias=False)[0], multipliers(X, [1, 1, 1])
    return min(sum(u * v for u, v in zip(weights, row, strict=True)) for row, a in zip(X, alpha, strict=True) if a == 0)
