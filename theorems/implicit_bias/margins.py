r"""The margin of a linear classifier: distance, normalisation, and the largest margin of two points.

Statement.  The distance of x from the hyperplane ⟨w, p⟩ + b = 0 is |⟨w, x⟩ + b|/‖w‖, the margin of a point classified
correctly.  The largest margin is 1/‖ŵ‖, where ŵ has the least norm under y_i(⟨w, x_i⟩ + b) ≥ 1; over two points of
different classes it is half their distance.

Idea.  The margin does not change if (w, b) is scaled, so min y_i f(x_i) may be taken as 1; Cauchy–Schwarz.

Notes.  min y_i f(x_i) = 1 implies y_i f(x_i) ≥ 1 for all i and not conversely; it is the programme of least norm whose
solution has a tight constraint.  For more points the largest margin is half the distance of the convex hulls.

References.  V. Vapnik, The Nature of Statistical Learning Theory (1995), §5.4; C. Bishop, PRML (2006), §7.1.
"""

from sympy import And, Eq, Min, Sum, Symbol, symbols

from numerics.exact_least_squares import minimum_norm_solution
from numerics.margins import hard_margin
from theorems.notes import DEEP_LEARNING_THEORY
from verifiers import (
    AtMostStep,
    Domain,
    Equal,
    Equals,
    Erratum,
    Holds,
    Source,
    Theorem,
    Vector,
    Vectors,
)

n = Symbol("n", integer=True, positive=True)
i = Symbol("i", integer=True)
w, x, v = Vector("w", n, real=True, nonzero=True), Vector("x", n, real=True), Vector("v", n, real=True)
shift = Symbol("b", real=True)
output = Sum(w[i] * x[i], (i, 1, n)) + shift
norm2 = Sum(w[i] ** 2, (i, 1, n))
NOTES = "Lecture 11/14"

distance = Theorem(
    name="distance-to-decision-boundary",
    title="Squared distance of a point from the decision boundary of a linear classifier",
    claim=Equals(r"\min\{\|x-p\|^2:\langle w,p\rangle+b=0\}", output ** 2 / norm2),
    domain=Domain(Vectors(w, x), shift),
    source=Source(DEEP_LEARNING_THEORY, NOTES, verdict="holds",
                  printed=r"\frac{|w^Tx_i+b|}{\|w\|}=\mathrm{dist}(x_i,\text{decision boundary})"),
    near_misses={"not normalised": output ** 2, "divided by ‖w‖²": output ** 2 / norm2 ** 2,
                 "bias left out": (output - shift) ** 2 / norm2},
    unsampled="Geometry: nothing is random.",
)


@distance.derivation
def along_the_normal():
    """p = x − f w/‖w‖² lies on the boundary; for any other p the difference is orthogonal to w."""
    c = Symbol("c", real=True)
    yield Equal(Sum(w[i] * (x[i] - c * w[i]), (i, 1, n)) + shift,
                Sum(w[i] * x[i], (i, 1, n)) + shift - c * Sum(w[i] ** 2, (i, 1, n)),
                because="⟨w, x − c w⟩ + b = f − c‖w‖², which is 0 for c = f/‖w‖²")
    yield Equal(Sum((c * w[i]) ** 2, (i, 1, n)), c ** 2 * Sum(w[i] ** 2, (i, 1, n)),
                because="‖x − p‖², which is f²/‖w‖² for this c")
    yield Equal(Sum(w[i] * (x[i] - v[i]), (i, 1, n)), Sum(w[i] * x[i], (i, 1, n)) - Sum(w[i] * v[i], (i, 1, n)),
                where=[Vectors(v)], because="0 for two points of the boundary: Pythagoras")
    return (Sum(w[i] * x[i], (i, 1, n)) + shift) ** 2 / Sum(w[i] ** 2, (i, 1, n))


@distance.numeric(dict(w=(3, "1/2"), x=("-2/3", 2), b="7/4"), dict(w=(1, -2, "3/4"), x=(4, "1/5", -1), b=-3),
                  dict(w=("5/2",), x=("4/3",), b="-1/3"))
def by_the_least_move(w, x, b):
    """The shortest move u with ⟨w, x + u⟩ = −b, in rationals."""
    missing = -b - sum(p * q for p, q in zip(w, x, strict=True))
    return sum(entry ** 2 for entry in minimum_norm_solution([w], [missing]))


plus, minus = Vector("p", n, real=True), Vector("m", n, real=True)
gap2 = Sum((plus[i] - minus[i]) ** 2, (i, 1, n))

two_points = Theorem(
    name="max-margin-of-two-points",
    title="Largest squared margin of two points of different classes: a quarter of their squared distance",
    claim=Equals(r"\max_{w,b}\min_i\gamma_i(w,b)^2=1/\min\{\|w\|^2:y_i(\langle w,x_i\rangle+b)\ge1\}", gap2 / 4),
    domain=Domain(Vectors(plus, minus)),
    source=Source(DEEP_LEARNING_THEORY, NOTES, verdict="holds under a condition",
                  printed=r"\max_w\tfrac1{\|w\|}\ \Leftrightarrow\ \min_w\tfrac12\|w\|^2\text{ s.t. }y_i(w^Tx_i+b)\ge1"),
    near_misses={"distance of the hulls": gap2, "half the squared distance": gap2 / 2, "margin 1/‖w‖²": 16 / gap2 ** 2},
    unsampled="Geometry: nothing is random.",
)


@two_points.derivation
def by_adding_the_constraints():
    """⟨w, x₊ − x₋⟩ ≥ 2 bounds ‖w‖ from below (Cauchy–Schwarz); w along x₊ − x₋ attains it."""
    g, size = Symbol("g", real=True), Symbol("S", positive=True)
    yield Equal((Sum(w[i] * plus[i], (i, 1, n)) + shift) - (Sum(w[i] * minus[i], (i, 1, n)) + shift),
                Sum(w[i] * (plus[i] - minus[i]), (i, 1, n)), where=[Vectors(w)],
                because="add the two constraints: the bias drops out")
    yield Equal(Sum((v[i] - g * w[i]) ** 2, (i, 1, n)),
                Sum(v[i] ** 2, (i, 1, n)) - 2 * g * Sum(v[i] * w[i], (i, 1, n)) + g ** 2 * Sum(w[i] ** 2, (i, 1, n)),
                where=[Vectors(w, v)], because="≥ 0 for every g: Cauchy–Schwarz, so 4 ≤ ‖w‖² S with S = ‖x₊ − x₋‖²")
    yield Equal(Sum((2 * w[i] / size) * w[i], (i, 1, n)), 2 / size * Sum(w[i] ** 2, (i, 1, n)), where=[Vectors(w)],
                because="w = 2(x₊ − x₋)/S is feasible with a suitable bias …")
    yield Equal(Sum((2 * w[i] / size) ** 2, (i, 1, n)), 4 / size ** 2 * Sum(w[i] ** 2, (i, 1, n)), where=[Vectors(w)],
                because="… and ‖w‖² = 4/S, so 1/‖w‖² = S/4")
    return Sum((plus[i] - minus[i]) ** 2, (i, 1, n)) / 4


@two_points.numeric(dict(p=(1, 2), m=("-1/2", 3)), dict(p=("3/4", -1, 2), m=(2, "1/3", 0)), dict(p=(5,), m=("1/2",)))
def by_enumerating_tight_constraints(p, m):
    """The quadratic programme with a free bias by enumeration of the tight constraints, in rationals."""
    weights = hard_margin([p, m], [1, -1], bias=True)[0]
    return 1 / sum(entry ** 2 for entry in weights)


w1, b1, x1, x2 = symbols("w b x1 x2", real=True)

normalisation = Theorem(
    name="margin-normalisation",
    title="Least functional margin one: not the same as all functional margins at least one",
    claim=Holds(r"\min_iy_i(wx_i+b)=1,\quad y=(1,-1)", Eq(Min(w1 * x1 + b1, -w1 * x2 - b1), 1)),
    domain=Domain(w1, b1, x1, x2),
    source=Source(DEEP_LEARNING_THEORY, NOTES, verdict="wrong as printed",
                  printed=r"\min_iy_i(\tilde w^Tx_i+\tilde b)=1\Leftrightarrow y_i(\tilde w^Tx_i+\tilde b)\ge1\ \forall i"),
    errata=[Erratum(printed=r"\Leftrightarrow y_i(\tilde w^Tx_i+\tilde b)\ge1\ \forall i",
                    formula=And(w1 * x1 + b1 >= 1, -w1 * x2 - b1 >= 1),
                    wrong="only ⇒ holds: w = 2, x = (1, −1), b = 0 has least margin 2")],
    near_misses={"one of them is 1": Eq((w1 * x1 + b1 - 1) * (-w1 * x2 - b1 - 1), 0),
                 "both are 1": And(Eq(w1 * x1 + b1, 1), Eq(-w1 * x2 - b1, 1))},
    covers=["margin-and-svm-normalisation"],
    unsampled="A condition on numbers: nothing is random.",
)


@normalisation.derivation
def by_the_smaller_one():
    """The smaller of two numbers, written with their sum and distance."""
    s, d = symbols("s d", real=True)
    yield Equal(Min(s, d) * 2, s + d - abs(s - d), because="the least of two numbers")
    more = Symbol("h", nonnegative=True)
    yield AtMostStep(s, s + more, because="the larger one is no less: min = 1 gives ≥ 1 for both")
    return Eq(Min(w1 * x1 + b1, -w1 * x2 - b1), 1)


@normalisation.numeric(dict(w=2, b=0, x1=1, x2=-1), dict(w="1/2", b=0, x1=2, x2=-4), dict(w=3, b=1, x1=0, x2=-2),
                       dict(w=1, b=0, x1=1, x2=-1), dict(w=1, b=2, x1=-1, x2=4), dict(w=-1, b="1/2", x1="-1/2", x2=7))
def by_sorting_the_margins(w, b, x1, x2):
    """Sort the functional margins y_i f(x_i) and look at the first."""
    return sorted(label * (w * point + b) for label, point in ((1, x1), (-1, x2)))[0] == 1
