r"""The Hessian of a least-squares cost: the Gauss–Newton part and the residual curvature.

Statement.  Let the cost be ½ Σ_n ‖f_θ(x_n) − y_n‖².  Number the pairs (n, k) of a sample and an output by m = 1, …, M,
M = N d_out, and let e = y − f be the residuals.  Then H = A + B with

    A_ij = Σ_m ∂_if_m ∂_jf_m,      B_ij = −Σ_m e_m ∂_i∂_jf_m,      |B_ij| ≤ ‖e‖ ‖∂_i∂_jf‖.

B vanishes as e → 0, if the second derivatives stay bounded.  At a minimum with nonzero residuals it need not: for f_θ = θ²
and the label −c < 0 the minimum is θ = 0, where A = 0 and H = B = 2c.

Idea.  The chain rule, twice; Cauchy–Schwarz.

Notes.  For Σ_n ‖f_θ(x_n) − y_n‖² without ½ both parts are doubled.

References.  J. Nocedal & S. J. Wright, Numerical Optimization (2006), section 10.3.
"""

from fractions import Fraction

from flint import arb, fmpq
from sympy import Derivative, Subs, Sum, Symbol, sqrt, symbols

from numerics import exact_derivatives
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import AtMost, AtMostStep, Domain, Equal, Equals, Erratum, Solves, Source, Termwise, Theorem, Vector, Vectors

M = Symbol("M", integer=True, positive=True)
m = Symbol("m", integer=True)
p, q, r, u, e = (Vector(name, M, real=True) for name in ("p", "q", "r", "u", "e"))
PRINTED = (r"A_{ij}=\sum\partial_{\theta_i}f_\theta\partial_{\theta_j}f_\theta \text{ and } B_{ij}="
           r"\sum_{n=1}^N\sum_{i=1}^{d_1}e_{n,j}\partial_{\theta_i}^2f_\theta\text{, where } "
           r"e_{n,i}=y_{n,i}-f_{\theta,i}(x_n)")

split = Theorem(
    name="least-squares-hessian",
    title="Hessian of a least-squares cost",
    claim=Equals(r"H_{ij}=\partial_i\partial_j\tfrac12\sum_n\|f_\theta(x_n)-y_n\|^2,\quad p=\partial_if,\ q=\partial_jf,\ "
                 r"r=\partial_i\partial_jf,\ u=\partial_i^2f,\ e=y-f", Sum(p[m] * q[m] - e[m] * r[m], (m, 1, M))),
    domain=Domain(Vectors(p, q, r, u, e)),
    source=Source(PROBABILISTIC_MODELS, "§4.12", verdict="wrong as printed", printed=r"H=A+B\text{, where } " + PRINTED),
    errata=[Erratum(printed=r"e_{n,i}=y_{n,i}-f_{\theta,i}(x_n)", formula=Sum(p[m] * q[m] + e[m] * r[m], (m, 1, M)),
                    wrong="the sign of B: with e = y − f it carries a minus (or e is to be f − y)"),
            Erratum(printed=r"\partial_{\theta_i}^2f_\theta", formula=Sum(p[m] * q[m] - e[m] * u[m], (m, 1, M)),
                    wrong="the mixed derivative ∂_i∂_j is meant; the sum runs over the outputs k ≤ d_out, with e_{n,k}")],
    near_misses={"coefficient of the cost without ½": 2 * Sum(p[m] * q[m] - e[m] * r[m], (m, 1, M)),
                 "Gauss–Newton part only": Sum(p[m] * q[m], (m, 1, M)),
                 "residual curvature only": -Sum(e[m] * r[m], (m, 1, M))},
    covers=["hessian-least-squares-split"],
    unsampled="An identity of derivatives: nothing is random.",
)


@split.derivation
def by_two_derivatives_of_one_square():
    """One output along s e_i + t e_j, where its residual is e at the point; then the sum."""
    s, t, a, b, mixed, gap, one, other = symbols("s t a b c gap one other", real=True)
    move = s * a + t * b + s * t * mixed + s ** 2 * one + t ** 2 * other
    yield Equal(Subs(Derivative((move - gap) ** 2 / 2, s, t), (s, t), (0, 0)), a * b - gap * mixed,
                because="½ (f − y)² with f − y = −e + sp + tq + str + …")
    yield Equal(Subs(Derivative((gap - move) ** 2, s, t), (s, t), (0, 0)), 2 * (a * b - gap * mixed),
                because="both parts are doubled without the ½")
    entries = {a: p[m], b: q[m], gap: e[m], mixed: r[m]}
    return Sum((a * b - gap * mixed).subs(entries), (m, 1, M))


@split.numeric(
    dict(p=(1, "1/2", -3), q=("2/3", 3, 1), r=("1/4", -2, "5/3"), u=("3/2", 1, "1/7"), e=(2, "-1/3", "5/4")),
    dict(p=("3/5",), q=(2,), r=("-7/3",), u=("1/3",), e=("5/2",)),
    dict(p=(1, -2), q=("1/2", "-1/4"), r=(2, "1/5"), u=("-3/4", 3), e=("4/3", -1)))
def by_exact_differences(p, q, r, u, e):
    """Outputs with these derivatives at the point, and with cubic terms; the mixed difference of the cost."""
    def cost(s, t):
        outputs = [s * a + t * b + s * t * c + Fraction(s * s) / 2 * d - t * t * (3 - s)
                   for a, b, c, d in zip(p, q, r, u, strict=True)]
        return sum((output - gap) ** 2 for output, gap in zip(outputs, e, strict=True)) / 2  # the label is f(θ) + e
    return exact_derivatives.mixed(cost, 4)


bound = Theorem(
    name="least-squares-residual-curvature",
    title="The residual part of a least-squares Hessian is at most the residual",
    claim=AtMost(r"|B_{ij}|=\Big|\sum_{n,k}e_{n,k}\,\partial_i\partial_jf_k(x_n)\Big|,\quad r=\partial_i\partial_jf",
                 sqrt(Sum(e[m] ** 2, (m, 1, M))) * sqrt(Sum(r[m] ** 2, (m, 1, M)))),
    domain=Domain(Vectors(e, r)),
    source=Source(PROBABILISTIC_MODELS, "§4.12", verdict="holds under a condition",
                  printed=r"\text{as the network gets closer to optimality, the latter term vanishes}"),
    near_misses={"half": sqrt(Sum(e[m] ** 2, (m, 1, M))) * sqrt(Sum(r[m] ** 2, (m, 1, M))) / 2,
                 "squared residual": Sum(e[m] ** 2, (m, 1, M)) * sqrt(Sum(r[m] ** 2, (m, 1, M))),
                 "averaged": sqrt(Sum(e[m] ** 2, (m, 1, M))) * sqrt(Sum(r[m] ** 2, (m, 1, M))) / M},
    covers=["hessian-B-vanishes-and-fisher"],
    unsampled="An inequality of sums: nothing is random.",
)


@bound.derivation
def by_cauchy_schwarz():
    """x y ≤ ½ (x²/τ + τ y²) termwise, with τ = ‖e‖/‖r‖; e may be replaced by −e."""
    x, y = symbols("x y", real=True)
    tau, big, small = symbols("tau E R", positive=True)
    first = AtMostStep(x * y, (x ** 2 / tau + tau * y ** 2) / 2, because="the gap is (x/√τ − √τ y)²/2")
    yield first
    yield AtMostStep(Sum(e[m] * r[m], (m, 1, M)), Sum(e[m] ** 2, (m, 1, M)) / (2 * tau) + tau * Sum(r[m] ** 2, (m, 1, M)) / 2,
                     termwise=Termwise(first, put={x: e[m], y: r[m]}, over=(m, 1, M)), because="sum over all m")
    yield Equal(Subs(big ** 2 / (2 * tau) + tau * small ** 2 / 2, tau, big / small), big * small,
                because="‖e‖ = E and ‖r‖ = R, if both are positive; if one is 0 so is the sum")
    return sqrt(Sum(e[m] ** 2, (m, 1, M))) * sqrt(Sum(r[m] ** 2, (m, 1, M)))


@bound.numeric(dict(e=(3, "-1/2"), r=(-6, 1)), dict(e=(2, "1/3", "-1/4"), r=("3/4", 5, 1)), dict(e=("2/3",), r=("-3/7",)),
               dict(e=("1/5", "2/5", "1/3"), r=("3/5", "6/5", 1)))
def by_the_hessian_less_its_gauss_newton_part(e, r):
    """Outputs with the mixed derivatives r and first derivatives 0: the mixed difference of the cost is B."""
    def cost(s, t):
        return sum((s * t * curvature - gap) ** 2 for curvature, gap in zip(r, e, strict=True)) / Fraction(2)
    return abs(exact_derivatives.mixed(cost, 2))


c = Symbol("c", positive=True)

nonzero_residual = Theorem(
    name="hessian-at-a-minimum-with-residual",
    title="Curvature at a minimum that does not fit the data",
    claim=Equals(r"\mathcal{C}''(\theta_*),\quad\mathcal{C}=\tfrac12(\theta^2+c)^2,\ \theta_*=\arg\min\mathcal{C}", 2 * c),
    domain=Domain(c),
    source=Source(PROBABILISTIC_MODELS, "§4.12", verdict="holds under a condition",
                  printed=r"\text{as the network gets closer to optimality, the latter term vanishes, making the first "
                          r"relevant to understand the shape around the global minimum}"),
    errata=[Erratum(printed=r"\text{as the network gets closer to optimality, the latter term vanishes, making the "
                            r"first relevant to understand the shape around the global minimum}", formula=0 * c,
                    wrong="needs residuals that tend to 0; here A = (2θ)² = 0 at the minimum and all curvature is B")],
    near_misses={"cost without ½": 4 * c, "derivative of f once": c, "sign of the residual": -2 * c},
    fails_at=[dict(c="-9/4")],
    covers=["hessian-B-vanishes-and-fisher"],
    unsampled="A function of one parameter: nothing is random.",
)


@nonzero_residual.derivation
def by_the_two_parts():
    """The least value c²/2 is at θ = 0; there A = (∂f)² = 0 and B = −e ∂²f = 2c with e = −c."""
    theta = Symbol("theta", real=True)
    yield Equal((theta ** 2 + c) ** 2 / 2 - c ** 2 / 2, theta ** 2 * (theta ** 2 + 2 * c) / 2,
                because="positive for θ ≠ 0: the minimum is θ = 0")
    yield Equal(Derivative((theta ** 2 + c) ** 2 / 2, (theta, 2)), (2 * theta) ** 2 + 2 * (theta ** 2 + c),
                because="A + B, with A = (∂f)² and B = −e ∂²f, e = −c − θ²")
    yield Solves([(2 * theta) ** 2], {theta: 0}, because="A vanishes at the minimum")
    yield Equal(Subs((2 * theta) ** 2 + 2 * (theta ** 2 + c), theta, 0), 2 * c, because="all of it from B")
    return 2 * c


@nonzero_residual.numeric(dict(c="3/2"), dict(c="1/3"), dict(c=5))
def by_second_differences(c):
    """The cost at the minimum θ_*, θ_*² = max(−c, 0), and its second difference, exact for degree 4."""
    at = arb(fmpq(max(-Fraction(c), Fraction(0)).numerator, Fraction(c).denominator)).sqrt()

    def cost(s):
        gap = (at + s) * (at + s) + arb(fmpq(Fraction(c).numerator, Fraction(c).denominator))
        return gap * gap / 2
    return (16 * (cost(1) + cost(-1)) - cost(2) - cost(-2) - 30 * cost(0)) / 12
