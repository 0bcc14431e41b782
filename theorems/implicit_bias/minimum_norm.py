r"""Gradient descent on least squares finds the solution nearest to its start.

Statement.  Let Z have two independent rows, G = ZZᵀ with entries a, b, b, c, and r = Y − Zθ₀.  Gradient descent on
½ ‖Zθ − Y‖² with step 1/tr G satisfies |θ_t − θ_∞| ≤ √(rᵀG⁻¹r)/(1 + t det G/(tr G)²) in every coordinate, where

    θ_∞ = θ₀ + ZᵀG⁻¹r = Z⁺Y + (I − Z⁺Z)θ₀,      ‖θ_∞ − θ₀‖² = rᵀG⁻¹r,

the least distance of a solution of Zθ = Y from θ₀.  For any Z, a singular triple Zᵀu = σv, Zv = σu and any step η:

    ⟨v, θ_t⟩ = (1 − (1 − ησ²)^t) ⟨u, Y⟩/σ + (1 − ησ²)^t ⟨v, θ₀⟩,     and ⟨v, θ_t⟩ = ⟨v, θ₀⟩ if Zv = 0.

Idea.  The gradient is a combination of the rows of Z, so θ_t − θ₀ stays in their span; the solution in θ₀ + span is the
nearest one, by Pythagoras.

Notes.  From θ₀ = 0, or any θ₀ in the span of the rows, it is the solution of least norm, and only then.  In the
inconsistent case the modes give the least squares solution nearest to θ₀; for two dependent rows G is singular.

References.  S. Gunasekar et al., Characterizing implicit bias in terms of optimization geometry, ICML 2018.
"""

from fractions import Fraction

from sympy import Eq, Function, Lambda, Sum, Symbol, sqrt, symbols

from numerics.exact_descent import descend, residual
from numerics.exact_least_squares import minimum_norm_solution
from theorems.notes import EFFECTIVE_THEORY, HANDBOOK, PROBABILISTIC_MODELS
from verifiers import Domain, Equal, Equals, Solves, Source, Tends, Theorem, Vector, Vectors

sigma, eta = symbols("sigma eta", positive=True)
t = Symbol("t", integer=True, nonnegative=True)
A, B = symbols("A B", real=True)  # ⟨v, θ₀⟩ and ⟨u, Y⟩
decay = (1 - eta * sigma ** 2) ** t

singular_mode = Theorem(
    name="gradient-descent-singular-mode",
    title="Least squares by gradient descent along a right singular vector",
    claim=Equals(r"\langle v,\theta_t\rangle,\quad Z^{\mathsf T}u=\sigma v,\ Zv=\sigma u,\ "
                 r"A=\langle v,\theta_0\rangle,\ B=\langle u,Y\rangle", (1 - decay) * B / sigma + decay * A),
    domain=Domain(sigma, eta, t, A, B),
    source=[Source(PROBABILISTIC_MODELS, "§4.9", verdict="holds",
                   printed=r"\text{yields the minimal norm solution that minimizes } \|Z\theta-Y\|^2"),
            Source(EFFECTIVE_THEORY, "Problem 3", verdict="companion")],
    near_misses={"start forgotten (least norm from every start)": (1 - decay) * B / sigma,
                 "start kept (θ₀ + Z⁺Y)": (1 - decay) * B / sigma + A,
                 "σ for 1/σ": (1 - decay) * B * sigma + decay * A,
                 "loss without ½": (1 - (1 - 2 * eta * sigma ** 2) ** t) * (B / sigma - A) + A,
                 "rate σ": (1 - (1 - eta * sigma) ** t) * (B / sigma - A) + A},
    covers=["gd-minimum-norm", "gd-implicit-bias-min-norm"],
    unsampled="Linear algebra: nothing is random.",
)


@singular_mode.derivation
def by_a_linear_recursion():
    """⟨v, Zᵀ(Zθ − Y)⟩ = σ⟨u, Zθ − Y⟩ = σ(σ⟨v, θ⟩ − ⟨u, Y⟩): an affine recursion for one number."""
    a, now = Function("a"), Symbol("m", real=True)
    yield Equal(now - eta * sigma * (sigma * now - B), (1 - eta * sigma ** 2) * now + eta * sigma * B,
                because="one step along v")
    solution = (1 - (1 - eta * sigma ** 2) ** t) * B / sigma + (1 - eta * sigma ** 2) ** t * A
    yield Solves([a(t + 1) - (1 - eta * sigma ** 2) * a(t) - eta * sigma * B, Eq(a(0), A)], {a: Lambda(t, solution)},
                 because="its fixed point is B/σ, and the distance from it is multiplied by 1 − ησ² in each step")
    return solution


def _mode(sigma, other, A, B, eta, t):
    """Z = σ u vᵀ + σ' u' v'ᵀ with rational orthonormal vectors; Y and θ₀ have further components."""
    u, v = (Fraction(3, 5), Fraction(4, 5)), (Fraction(2, 7), Fraction(3, 7), Fraction(6, 7))
    u2, v2, null = (-u[1], u[0]), (Fraction(3, 7), Fraction(-6, 7), Fraction(2, 7)), (Fraction(6, 7), Fraction(2, 7),
                                                                                     Fraction(-3, 7))
    Z = tuple(tuple(Fraction(sigma) * u[r] * v[c] + Fraction(other) * u2[r] * v2[c] for c in range(3)) for r in range(2))
    Y = tuple(Fraction(B) * u[r] + 2 * u2[r] for r in range(2))
    start = tuple(Fraction(A) * v[c] + v2[c] / 3 - null[c] for c in range(3))
    return dict(sigma=sigma, A=A, B=B, eta=eta, t=t, Z=Z, Y=Y, start=start, v=v)


@singular_mode.numeric(_mode("3/2", "1/2", 2, 5, "1/3", 4), _mode("2/3", 2, "-1/2", "7/3", "1/4", 7),
                       _mode(2, 3, "5/4", -3, "1/5", 3), _mode("5/4", 0, 3, "1/2", "1/2", 5))
def by_running_gradient_descent(Z, Y, start, eta, t, v):
    """Run t steps on the whole vector θ in rationals and project on v."""
    return sum(x * y for x, y in zip(v, descend(Z, Y, start, eta, t), strict=True))


a = Symbol("a", positive=True)
b, c, z1, z2, y1, y2, m1, m2, theta0 = symbols("b c z1 z2 y1 y2 m1 m2 theta0", real=True)
n = Symbol("n", integer=True, positive=True)
i = Symbol("i", integer=True)
det, trace, r1, r2 = a * c - b ** 2, a + c, y1 - m1, y2 - m2
endpoint = theta0 + (z1 * (c * r1 - b * r2) + z2 * (a * r2 - b * r1)) / det
energy = (c * r1 ** 2 - 2 * b * r1 * r2 + a * r2 ** 2) / det
GRAM = r"G=ZZ^{\mathsf T}=\begin{pmatrix}a&b\\b&c\end{pmatrix}"


def _data(Z, Y, start, **more):
    """The point of a problem: Gram entries a, b, c, predictions m = Zθ₀, the column (z₁, z₂) of the coordinate k."""
    Z, Y = tuple(tuple(map(Fraction, row)) for row in Z), tuple(map(Fraction, Y))
    start = tuple(map(Fraction, start))
    (a, b), (_, c) = ([sum(p * q for p, q in zip(f, g, strict=True)) for g in Z] for f in Z)
    m1, m2 = (sum(p * q for p, q in zip(row, start, strict=True)) for row in Z)
    point = dict(a=a, b=b, c=c, y1=Y[0], y2=Y[1], m1=m1, m2=m2, Z=Z, Y=Y, start=start, **more)
    if "k" in more:
        point |= dict(z1=Z[0][more["k"] - 1], z2=Z[1][more["k"] - 1], theta0=start[more["k"] - 1])
    return point


PROBLEMS = [(((1, 2, 0), (0, 1, -1)), (3, 1), (1, -1, 2)), (((1, 0, 0), (1, 1, 1)), (0, 1), (3, -1, 2)),
            (((2, -1, "1/2", 1), (1, "1/3", 3, -2)), ("5/2", -1), ("1/2", 1, "-3/2", 2))]

descent_limit = Theorem(
    name="gradient-descent-nearest-solution",
    title="Gradient descent on two equations tends to the solution nearest to its start",
    claim=Tends(r"(\theta_t)_k,\quad " + GRAM + r",\ m=Z\theta_0,\ z=Ze_k", endpoint,
                sqrt(energy) / (1 + t * det / trace ** 2), t),
    domain=Domain(a, b, c > b ** 2 / a, z1, z2, y1, y2, m1, m2, theta0, t),
    source=Source(HANDBOOK, "12.2", verdict="holds under a condition",
                  printed=r"\lim_{t\to\infty}w(t)=\arg\min_w\|w\|_2^2 \text{ subject to } Xw=y"),
    near_misses={"least norm from every start": endpoint.subs({m1: 0, m2: 0, theta0: 0}),
                 "start added (θ₀ + Z⁺Y)": endpoint.subs({m1: 0, m2: 0}),
                 "without G⁻¹": theta0 + z1 * r1 + z2 * r2,
                 "diagonal of G only": theta0 + z1 * r1 / a + z2 * r2 / c},
    covers=["gd-min-norm-least-squares"],
    unsampled="Linear algebra: nothing is random.",
)


@descent_limit.derivation
def by_the_energy_of_the_error():
    """The error is Zᵀg with g' = (I − G/tr G)g; E = gᵀGg = ‖Zᵀg‖² falls by the factor (1 − det G/(tr G)²)² at least."""
    g1, g2, d = symbols("g1 g2 d", real=True)

    def form(x, y):
        return a * x ** 2 + 2 * b * x * y + c * y ** 2
    h1, h2 = a * g1 + b * g2, b * g1 + c * g2  # Gg
    yield Equal(form(g1, g2), (a * g1 + b * g2) ** 2 / a + (a * c - b ** 2) * g2 ** 2 / a,
                because="E ≥ 0, for every argument")
    yield Equal(form(g1 - h1 / trace, g2 - h2 / trace),
                form(g1, g2) - (h1 ** 2 + h2 ** 2) / trace - det * form(g1, g2) / trace ** 2,
                because="(I − G/tr G)G = (det G/tr G) I (Cayley–Hamilton)")
    yield Equal(trace * (h1 ** 2 + h2 ** 2) - det * form(g1, g2), form(h1, h2),
                because="tr G · G² − det G · G = G³: so |Gg|² ≥ (det G/tr G) E, and E' ≤ (1 − 2 det G/(tr G)²) E")
    yield Equal((1 - d) ** 2 - (1 - 2 * d), d ** 2, because="1 − 2d ≤ (1 − d)², d = det G/(tr G)²")
    yield Equal((1 - d) * (1 + d * (t + 1)), 1 + d * t - d ** 2 * (t + 1),
                because="by induction (1 − d)^t ≤ 1/(1 + d t)")
    x1, x2 = (c * r1 - b * r2) / det, (a * r2 - b * r1) / det
    yield Solves([a * g1 + b * g2 - r1, b * g1 + c * g2 - r2], {g1: x1, g2: x2}, because="g₀ = G⁻¹r: Zθ_∞ = Y")
    yield Equal(form(x1, x2), (c * r1 ** 2 - 2 * b * r1 * r2 + a * r2 ** 2) / det, because="E₀ = rᵀG⁻¹r")
    return theta0 + z1 * x1 + z2 * x2


@descent_limit.numeric(*[_data(*problem, k=k, t=t) for problem, k, t in
                         zip(PROBLEMS * 2, (1, 2, 3, 3, 1, 2), (60, 40, 80, 400, 150, 25), strict=True)])
def by_running_gradient_descent_on_both_equations(Z, Y, start, t, k):
    """Run t steps with η = 1/‖Z‖_F² in rationals."""
    return descend(Z, Y, start, Fraction(1, sum(entry ** 2 for row in Z for entry in row)), t)[k - 1]


nearest = Theorem(
    name="nearest-interpolant-distance",
    title="Squared distance of the start from the solutions of two equations",
    claim=Equals(r"\min\{\|\theta-\theta_0\|^2: Z\theta=Y\},\quad " + GRAM + r",\ m=Z\theta_0", energy),
    domain=Domain(a, b, c > b ** 2 / a, y1, y2, m1, m2),
    source=Source(HANDBOOK, "12.2", verdict="companion",
                  printed=r"\text{the minimum norm solution is precisely the one that lies entirely within this span}"),
    near_misses={"start left out": energy.subs({m1: 0, m2: 0}), "G for G⁻¹": a * r1 ** 2 + 2 * b * r1 * r2 + c * r2 ** 2,
                 "rows taken as orthogonal": r1 ** 2 / a + r2 ** 2 / c},
    unsampled="Linear algebra: nothing is random.",
)


@nearest.derivation
def by_pythagoras():
    """θ₀ + Zᵀg solves Zθ = Y for Gg = r; any other solution differs from it orthogonally to the rows."""
    g = Symbol("g", real=True)
    row, other, near = Vector("x", n, real=True), Vector("w", n, real=True), Vector("v", n, real=True)
    yield Equal(Sum(g * row[i] * (other[i] - near[i]), (i, 1, n)),
                g * (Sum(row[i] * other[i], (i, 1, n)) - Sum(row[i] * near[i], (i, 1, n))),
                where=[Vectors(row, other, near)], because="⟨Zᵀg, θ − θ_∞⟩ = ⟨g, Y − Y⟩ = 0 for two solutions")
    x1, x2 = (c * r1 - b * r2) / det, (a * r2 - b * r1) / det
    yield Equal(a * x1 ** 2 + 2 * b * x1 * x2 + c * x2 ** 2, x1 * r1 + x2 * r2, because="‖Zᵀg‖² = gᵀGg = gᵀr")
    return x1 * r1 + x2 * r2


@nearest.numeric(*[_data(*problem) for problem in PROBLEMS])
def by_elimination(Z, Y, start):
    """The move θ − θ₀ has to solve Z(θ − θ₀) = Y − Zθ₀: eliminate, and take the solution of least norm, in rationals."""
    missing = [-gap for gap in residual(Z, Y, start)]
    return sum(entry ** 2 for entry in minimum_norm_solution(Z, missing))
