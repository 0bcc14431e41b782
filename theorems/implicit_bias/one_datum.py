r"""One datum: the interpolant of a diagonal network, from the sparse one to the one of least weighted norm.

Statement.  The minimiser of Q on the line x₁β₁ + x₂β₂ = y (all entries positive) has β_k = 2α²θ_k² sinh(x_k ν).

    x = (1, 2), θ = (1, 1):   |β₁/α − √(y/2)| ≤ 5α/4              (α → 0: β → (0, y/2), the ℓ₁ minimiser)
    |β₁ − θ₁² x₁ y/S| ≤ (θ₁² x₁ y/S)(cosh((x₁ + x₂) y/(2α²S)) − 1),  S = θ₁²x₁² + θ₂²x₂²             (α → ∞)

At no α is β(∞) a multiple of x = (1, 2): 2β₁ − β₂ = −α²(v² − 1)(v − 1)²/v² with v = e^ν.

Idea.  For x = (1, 2) the ratio is β₂/β₁ = 2 cosh ν = √(β₁² + 4α⁴)/α², so m = β₁/α solves m α + 2m √(m² + 4α²) = y.
For large α the multiplier ν is small, and 1 ≤ sinh v/v ≤ cosh v.

Notes.  β₁ vanishes like α, not like α²: with x = (1, 2) the sparse limit is reached as slowly as the scale itself.  The
variable that moves in the row space of X, orthogonally to the solutions of Xβ = y, is arcsinh(β/2α²θ²); β itself does so
only in special cases: N = d, x a multiple of a coordinate vector, x = (1, ±1) with |θ| constant.

References.  B. Woodworth et al., Kernel and rich regimes in overparametrized models, COLT 2020, §4.
"""

import flint
import numpy as np
from sympy import Eq, Symbol, cosh, sinh, sqrt, symbols

from numerics import hyperbolic_entropy
from numerics.diagonal_network import gradient_flow
from theorems.notes import DEEP_LEARNING_THEORY
from verifiers import AtMostStep, Cites, Domain, Equal, Equals, Erratum, Solves, Source, Tends, Theorem, within

y, alpha = symbols("y alpha", positive=True)

one_datum_rich = Theorem(
    name="one-datum-rich-limit",
    title="One datum x = (1, 2): the coordinate that the ℓ₁ minimiser lacks vanishes like the scale α",
    claim=Tends(r"\beta_1/\alpha,\quad \beta=\arg\min\{Q_\alpha(\beta):\beta_1+2\beta_2=y\}",
                sqrt(y / 2), 5 * alpha / 4, alpha, at=0),
    domain=Domain(y, alpha),
    source=Source(DEEP_LEARNING_THEORY, "Lecture 11/9, interpretation (4)", verdict="companion"),
    near_misses={"β₁ of order α²": 0, "β → (0, y)": sqrt(y), "e^{ν} for e^{2ν}": y / 2,
                 "least ℓ₂ norm": y / (5 * alpha),
                 "error of order α²": Tends(r"\beta_1/\alpha", sqrt(y / 2), 5 * alpha ** 2 / 4, alpha, 0)},
    covers=["one-datum-closed-form"],
    unsampled="The minimiser of a convex function: nothing is random.",
)


@one_datum_rich.derivation
def by_the_ratio_of_the_coordinates():
    """With w = e^ν: β₁ = α²(w − 1/w) and β₂ = β₁ (w + 1/w); then two bounds of the square root s = √(m² + 4α²)."""
    w, m, s = symbols("w m s", positive=True)
    first, second = alpha ** 2 * (w - 1 / w), alpha ** 2 * (w ** 2 - w ** -2)
    yield Cites("diagonal-network-implicit-bias", "β_k = α²θ_k²(w^{x_k} − w^{−x_k}), w = e^ν")
    yield Equal(second, first * (w + 1 / w), because="difference of squares")
    yield Equal((w + 1 / w) ** 2, (first / alpha ** 2) ** 2 + 4,
                because="so β₁ + 2β₂ = y reads α m + 2 m s = y, m = β₁/α")
    yield AtMostStep(m ** 2 + 4 * alpha ** 2, (m + 2 * alpha) ** 2, because="so m ≤ s ≤ m + 2α")
    yield AtMostStep(2 * m ** 2, m * alpha + 2 * m * s, where=[s >= m], because="2m² ≤ y: the upper bound of m")
    yield AtMostStep(m * alpha + 2 * m * s, 2 * m ** 2 + 5 * alpha * m, where=[s <= m + 2 * alpha],
                     because="y ≤ 2m² + 5αm")
    yield Equal((2 * m ** 2 + 5 * alpha * m).subs(m, sqrt(y / 2) - 5 * alpha / 4), y - 25 * alpha ** 2 / 8,
                because="less than y, so m is at least √(y/2) − 5α/4")
    return sqrt(y / 2)


@one_datum_rich.numeric(dict(y=1, alpha="1/1000"), dict(y=3, alpha="1/10"), dict(y="1/7", alpha=f"1/{10 ** 8}"),
                        dict(y=11, alpha="1/200"))
def by_bisection_along_the_line(y, alpha):
    """Minimise Q along β₁ + 2β₂ = y by bisecting its slope."""
    with flint.ctx.workprec(128):
        return hyperbolic_entropy.interpolant((1, 2), y, (alpha ** 2, alpha ** 2))[0] / hyperbolic_entropy.ball(alpha)


x1, x2, t1, t2 = symbols("x1 x2 theta1 theta2", positive=True)
kernel = t1 ** 2 * x1 * y / (t1 ** 2 * x1 ** 2 + t2 ** 2 * x2 ** 2)
excess = cosh((x1 + x2) * y / (2 * alpha ** 2 * (t1 ** 2 * x1 ** 2 + t2 ** 2 * x2 ** 2))) - 1

one_datum_kernel = Theorem(
    name="one-datum-kernel-limit",
    title="One datum: for large initialisation the interpolant of least θ⁻²-weighted norm",
    claim=Tends(r"\beta_1,\quad \beta=\arg\min\{Q_{\alpha,\theta}(\beta):x_1\beta_1+x_2\beta_2=y\}",
                kernel, kernel * excess, alpha),
    domain=Domain(y, alpha, x1, x2, t1, t2),
    source=Source(DEEP_LEARNING_THEORY, "Lecture 11/9, interpretation (3)", verdict="companion"),
    near_misses={"unweighted": x1 * y / (x1 ** 2 + x2 ** 2), "weights θ⁻⁴": t1 ** 4 * x1 * y / (t1 ** 4 * x1 ** 2
                 + t2 ** 4 * x2 ** 2), "weights θ⁻¹": t1 * x1 * y / (t1 * x1 ** 2 + t2 * x2 ** 2),
                 "ℓ∞ minimiser": y / (x1 + x2), "ℓ₁ minimiser for x₁ < x₂": 0},
    unsampled="The minimiser of a convex function: nothing is random.",
)


@one_datum_kernel.derivation
def by_small_multipliers():
    """x·β = y gives ν ≤ y/(2α²S); each coordinate is its linearisation times a factor between 1 and cosh."""
    v, nu, b1, b2 = symbols("v nu b1 b2", positive=True)
    norm = t1 ** 2 * x1 ** 2 + t2 ** 2 * x2 ** 2
    yield Cites("diagonal-network-implicit-bias", "β_k = 2α²θ_k² sinh(x_k ν)")
    yield AtMostStep(v, sinh(v), because="sinh is convex on v > 0")
    yield AtMostStep(sinh(v), v * cosh(v), because="v cosh v − sinh v has the slope v sinh v")
    linear1, linear2 = 2 * alpha ** 2 * t1 ** 2 * x1 * nu, 2 * alpha ** 2 * t2 ** 2 * x2 * nu
    yield Equal(x1 * linear1 + x2 * linear2, 2 * alpha ** 2 * nu * norm,
                because="so y ≥ 2α²νS, and y ≤ 2α²νS C with C = cosh of the larger of x₁ν, x₂ν")
    yield Solves([Eq(x1 * b1 + x2 * b2, y), Eq(b1, linear1), Eq(b2, linear2)],
                 {b1: t1 ** 2 * x1 * y / norm, b2: t2 ** 2 * x2 * y / norm, nu: y / (2 * alpha ** 2 * norm)},
                 because="the linearisation; β₁ is between this b₁ divided by C and times C")
    c = Symbol("c", nonnegative=True)  # C − 1
    yield AtMostStep(1 - c, 1 / (1 + c), because="1/C ≥ 1 − (C − 1)")
    return t1 ** 2 * x1 * y / norm


@one_datum_kernel.numeric(
    dict(y=1, alpha=10, x1=1, x2=2, theta1=1, theta2=1),
    dict(y="5/2", alpha=20, x1=3, x2="1/2", theta1="1/2", theta2=2),
    dict(y=3, alpha=5, x1="2/3", x2="7/5", theta1="4/3", theta2="3/4"))
def by_bisection_along_a_line(y, alpha, x1, x2, theta1, theta2):
    """Minimise Q along x₁β₁ + x₂β₂ = y by bisecting its slope."""
    with flint.ctx.workprec(96):
        scales = (alpha ** 2 * theta1 ** 2, alpha ** 2 * theta2 ** 2)
        return hyperbolic_entropy.interpolant((x1, x2), y, scales)[0]


v = Symbol("v", positive=True)

row_space = Theorem(
    name="diagonal-network-leaves-row-space",
    title="One datum x = (1, 2): the network does not move orthogonally to the interpolating line",
    claim=Equals(r"\langle(2,-1),\beta(\infty)\rangle,\quad x=(1,2),\ \theta=(1,1)",
                 -alpha ** 2 * (v ** 2 - 1) * (v - 1) ** 2 / v ** 2),
    domain=Domain(alpha, v),
    source=Source(DEEP_LEARNING_THEORY, "Lecture 11/9, proof of Lemma 2", verdict="informal",
                  printed=r"\text{This moves us orthogonally to the interpolant hyperplane } \mathcal{I}"),
    errata=[Erratum(printed=r"\beta(t)-\beta(0)\perp\mathcal{I}", formula=0,
                    wrong="it is arcsinh(β/2α²θ²) that moves in the row space of X, not β")],
    near_misses={"f without the factor 2": -alpha ** 2 * (v ** 2 - 1) * (v - 1) ** 2 / (2 * v ** 2),
                 "β proportional to sinh(ν) (1, 1)": alpha ** 2 * (v - 1 / v)},
    covers=["orthogonal-motion-claim"],
    unsampled="A deterministic flow: nothing is random.",
)


@row_space.derivation
def by_subtracting_the_coordinates():
    """β = α²(v − 1/v, v² − 1/v²), which is not a multiple of (1, 2)."""
    yield Cites("diagonal-network-implicit-bias", "β_k = α²(v^{x_k} − v^{−x_k}), v = e^ν")
    first, second = alpha ** 2 * (v - 1 / v), alpha ** 2 * (v ** 2 - v ** -2)
    yield Equal(2 * first - second, -alpha ** 2 * (v ** 2 - 1) * (v - 1) ** 2 / v ** 2, because="factor v − 1/v")
    return 2 * first - second


@row_space.numeric(dict(alpha=1, v="3/2", y="40/9"), dict(alpha="1/2", v=3, y="46/9"),
                   dict(alpha=2, v="4/5", y="-459/50"))
def by_flow_of_one_datum(alpha, y):
    """Run the weights from (α, α) until β₁ + 2β₂ = y."""
    beta = gradient_flow(np.array([[1.0, 2.0]]), [float(y)], alpha=float(alpha), tolerance=1e-10).beta
    return within(2 * beta[0] - beta[1], 1e-7)
