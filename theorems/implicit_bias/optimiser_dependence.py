r"""The implicit bias depends on the optimiser: one equation, three solutions.

Statement.  For the single equation ⟨x, θ⟩ = y and its squared loss let r = y − ⟨x, θ₀⟩.

    preconditioned gradient descent, D = diag(d):   θ_k → θ₀_k + d_k x_k r/Σ d_i x_i²,  the D⁻¹-nearest solution;
    descent along signs from 0, and Adam without ε:  θ_k → sign(x_k) y/Σ|x_i|,  the solution of least ℓ∞ norm.

Gradient descent is the case D = I: the nearest solution in the Euclidean norm.

Idea.  All gradients are multiples of x, so the iterates move along Dx, or along sign(x) if each coordinate is divided by
its own size; the line meets the hyperplane of solutions once.

Notes.  Heavy-ball momentum keeps the line and with it the limit.  So "independent of the details of the learning
algorithm" holds within methods that stay in the span of the gradients, for each fixed geometry.

References.  S. Gunasekar et al., Characterizing implicit bias in terms of optimization geometry, ICML 2018.
"""

import math
from fractions import Fraction

from sympy import Abs, Eq, Function, Lambda, Sum, Symbol, sign

from numerics.exact_descent import descend, sign_descend
from theorems.notes import EFFECTIVE_THEORY, HANDBOOK
from verifiers import AtMostStep, Domain, Equal, Erratum, Solves, Source, Tends, Theorem, Vector, Vectors, within

n = Symbol("n", integer=True, positive=True)
i = Symbol("i", integer=True)
k = Symbol("k", integer=True, positive=True)
t = Symbol("t", integer=True, nonnegative=True)
y, kappa, eta = Symbol("y", real=True), Symbol("kappa", positive=True), Symbol("eta", positive=True)
d, x, theta = Vector("d", n), Vector("x", n, real=True, nonzero=True), Vector("theta", n, real=True)

missing = y - Sum(x[i] * theta[i], (i, 1, n))
weighted = Sum(d[i] * x[i] ** 2, (i, 1, n))
endpoint = theta[k] + d[k] * x[k] * missing / weighted

preconditioned = Theorem(
    name="preconditioned-descent-limit",
    title="Preconditioned gradient descent on one equation: the nearest solution in the norm of D⁻¹",
    claim=Tends(r"(\theta_t)_k,\quad \theta_{t+1}=\theta_t-\tfrac{\kappa}{\langle x,Dx\rangle}Dx(\langle x,\theta_t\rangle-y)",
                endpoint, Abs(d[k] * x[k] * missing) / weighted / (1 + kappa * t), t),
    domain=Domain(Vectors(d, x, theta), y, kappa <= 1, k <= n, t),
    source=Source(EFFECTIVE_THEORY, "Problem 3", verdict="holds under a condition",
                  printed=r"\text{the training dynamics become \dots\ independent of the details of the learning algorithm}"),
    errata=[Erratum(printed=r"\text{independent of the algorithm}",
                    formula=theta[k] + x[k] * missing / Sum(x[i] ** 2, (i, 1, n)),
                    wrong="this is the limit of plain gradient descent; a preconditioner changes the geometry")],
    near_misses={"least norm from every start": d[k] * x[k] * y / weighted, "D⁻¹ for D":
                 theta[k] + x[k] / d[k] * missing / Sum(x[i] ** 2 / d[i], (i, 1, n)),
                 "D² for D": theta[k] + d[k] ** 2 * x[k] * missing / Sum(d[i] ** 2 * x[i] ** 2, (i, 1, n))},
    covers=["learning-algorithm-independence"],
    unsampled="Linear algebra: nothing is random.",
)


@preconditioned.derivation
def along_one_line():
    """θ_t = θ₀ + c_t Dx with a scalar recursion; the distance from its fixed point is multiplied by 1 − κ."""
    c, r, s = Function("c"), Symbol("r", real=True), Symbol("S", positive=True)
    solution = (1 - (1 - kappa) ** t) * r / s
    yield Solves([c(t + 1) - c(t) - kappa / s * (r - s * c(t)), Eq(c(0), 0)], {c: Lambda(t, solution)},
                 because="⟨x, θ_t⟩ − y = S c_t − r with S = ⟨x, Dx⟩")
    yield Equal((1 - kappa) * (1 + kappa * (t + 1)), 1 + kappa * t - kappa ** 2 * (t + 1),
                because="by induction (1 − κ)^t ≤ 1/(1 + κt)")
    return theta[k] + d[k] * x[k] * (y - Sum(x[i] * theta[i], (i, 1, n))) / Sum(d[i] * x[i] ** 2, (i, 1, n))


@preconditioned.numeric(
    dict(d=(4, 1), x=(1, 1), theta=(0, 0), y=1, kappa="1/2", t=40, k=1),
    dict(d=("1/2", 3, 2), x=(2, -1, "3/2"), theta=(1, "-1/2", 2), y=4, kappa="1/3", t=60, k=3),
    dict(d=(1, 1), x=(2, 1), theta=("1/3", -1), y="5/2", kappa=1, t=3, k=2),
    dict(d=("5/4", "2/3"), x=("-3/2", 4), theta=(2, "1/5"), y=-1, kappa="3/4", t=25, k=1))
def by_running_preconditioned_descent(d, x, theta, y, kappa, t, k):
    """Run t steps on all coordinates in rationals."""
    step = Fraction(kappa) / sum(scale * feature ** 2 for scale, feature in zip(d, x, strict=True))
    return descend([x], [y], theta, step, t, preconditioner=d)[k - 1]


label = Symbol("y", positive=True)

sign_limit = Theorem(
    name="sign-descent-limit",
    title="Descent along signs on one equation: the solution of least ℓ∞ norm, up to the step",
    claim=Tends(r"(\theta_t)_k,\quad \theta_{t+1}=\theta_t-\eta\,\mathrm{sign}(x(\langle x,\theta_t\rangle-y)),\ \theta_0=0",
                sign(x[k]) * label / Sum(Abs(x[i]), (i, 1, n)), eta, eta, at=0),
    domain=Domain(Vectors(x), label, eta, k <= n),
    source=Source(HANDBOOK, "12.1", verdict="informal",
                  printed=r"\text{GD and its stochastic variants are implicitly biased towards simple solutions}"),
    near_misses={"least ℓ₂ norm": x[k] * label / Sum(x[i] ** 2, (i, 1, n)), "sign left out":
                 label / Sum(Abs(x[i]), (i, 1, n)), "equal shares of the prediction": label / (n * x[k]),
                 "a sparse solution": 0},
    covers=["implicit-bias-depends-on-optimiser"],
    unsampled="A deterministic recursion: nothing is random.",
)


@sign_limit.derivation
def along_the_diagonal():
    """From 0 the iterates are mη sign(x); m grows until mηS ≥ y, S = Σ|x_i|, and then moves to and fro by one."""
    m, s = Symbol("m", integer=True, positive=True), Symbol("S", positive=True)
    yield Equal(Sum(x[i] * sign(x[i]) * m * eta, (i, 1, n)), m * eta * Sum(Abs(x[i]), (i, 1, n)),
                because="the prediction at mη sign(x)")
    yield AtMostStep(label / s, m * eta, where=[label <= m * eta * s], because="at the crossing mη ≥ y/S …")
    yield AtMostStep(m * eta - eta, label / s, where=[label >= (m - 1) * eta * s],
                     because="… while (m − 1)η ≤ y/S: both are within η of y/S")
    return sign(x[k]) * label / Sum(Abs(x[i]), (i, 1, n))


RUNS = [dict(x=(1, 2), y=1, eta="1/50", k=1), dict(x=("3/2", -1, 4), y=3, eta="1/100", k=2),
        dict(x=("-1/2", "-5/2"), y=2, eta="1/64", k=1), dict(x=(3, "1/3"), y=5, eta="1/40", k=2)]


@sign_limit.numeric(*RUNS)
def by_running_sign_descent(x, y, eta, k):
    """Run 400 steps in rationals."""
    return sign_descend([x], [y], [0] * len(x), eta, 400)[k - 1]


@sign_limit.numeric(*RUNS)
def by_running_adam(x, y, eta, k):
    """Run Adam (β₁ = 0.9, β₂ = 0.999, no ε) for 4000 steps of size η; the error is the residual left, as an offset of θ."""
    features, theta = [float(feature) for feature in x], [0.0] * len(x)
    mean, square = [0.0] * len(x), [0.0] * len(x)
    for step in range(1, 4001):
        gap = math.fsum(f * w for f, w in zip(features, theta, strict=True)) - float(y)
        mean = [0.9 * m + 0.1 * gap * f for m, f in zip(mean, features, strict=True)]
        square = [0.999 * v + 0.001 * (gap * f) ** 2 for v, f in zip(square, features, strict=True)]
        scale = float(eta) / (1 - 0.9 ** step) * math.sqrt(1 - 0.999 ** step)
        theta = [w - scale * m / math.sqrt(v) for w, m, v in zip(theta, mean, square, strict=True)]
    return within(theta[k - 1], abs(gap) / max(map(abs, features)) + 1e-9)
