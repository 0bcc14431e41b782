r"""Diagonal linear networks: gradient flow ends at the interpolant of least implicit regulariser.

Statement.  The network predicts ⟨β, x⟩ with β = θ₊² − θ₋² (entrywise) and is trained by gradient flow of
½ Σ (⟨β, x_j⟩ − y_j)² from θ₊ = θ₋ = αθ, all entries of θ nonzero.  With the residuals r and s = (Xᵀ∫₀ᵗ r)_k

    β_k(t) = 2α²θ_k² sinh(−4s),        θ₊ ∘ θ₋ = α²θ²  for all times.

If the loss tends to 0, then β(∞) = argmin {Q(β) : Xβ = y}, Q(β) = Σ α²θ_k² q(β_k/α²θ_k²), whose coordinates are
α²θ_k² (P_k − 1/P_k), P_k = Π_j w_j^{X_jk}, where log w is the Lagrange multiplier of Xβ = y.

Idea.  θ±' = ∓2 (Xᵀr) ∘ θ± integrates to θ± = αθ exp(∓2Xᵀ∫r).  So β = 2α²θ² ∘ sinh(Xᵀν) with ν = −4∫r; and ∇Q inverts
this map, so that ∇Q(β) = Xᵀν: the condition of Karush, Kuhn and Tucker, sufficient as Q is strictly convex.

Notes.  A zero entry of θ freezes its coordinate at 0, where Q is not defined.  Labels y for which Xβ = y has no solution
leave the loss positive, and the theorem says nothing.  The constraint is Xβ = y with the data as the rows of X.

References.  B. Woodworth et al., Kernel and rich regimes in overparametrized models, COLT 2020, Theorem 1.
"""

from fractions import Fraction
from math import prod

import numpy as np
from scipy.integrate import solve_ivp
from sympy import Derivative, Eq, Lambda, Mul, Product, Sum, Symbol, asinh, exp, log, sinh, sqrt, symbols
from sympy import Function as function

from numerics.diagonal_network import gradient_flow, minimise_on_affine
from theorems.notes import DEEP_LEARNING_THEORY
from verifiers import (
    Cites,
    Convex,
    Domain,
    Equal,
    Equals,
    Solves,
    Source,
    Theorem,
    Vector,
    Vectors,
    within,
)

n, N = symbols("n N", integer=True, positive=True)
i, j = symbols("i j", integer=True)
k = Symbol("k", integer=True, positive=True)
alpha = Symbol("alpha", positive=True)
theta = Vector("theta", n)
s = Symbol("s", real=True)

diagonal_flow = Theorem(
    name="diagonal-network-flow",
    title="Gradient flow of a diagonal network in closed form",
    claim=Equals(r"\beta_k(t) \text{ at the time when } \big(X^{\mathsf T}\textstyle\int_0^t r\big)_k=s",
                 2 * alpha ** 2 * theta[k] ** 2 * sinh(-4 * s)),
    domain=Domain(Vectors(theta), alpha, s, k <= n),
    source=Source(DEEP_LEARNING_THEORY, "Lecture 11/9, Lemmas 1 and 2", verdict="holds",
                  printed=r"\beta(t)=2\alpha^2\theta_0^{\odot2}\odot\sinh\big(-4X^T\textstyle\int_0^t r(s)\,ds\big)"),
    near_misses={"exponent 2": 2 * alpha ** 2 * theta[k] ** 2 * sinh(-2 * s),
                 "factor 2 dropped": alpha ** 2 * theta[k] ** 2 * sinh(-4 * s),
                 "exponent 8 (of the loss without ½)": 2 * alpha ** 2 * theta[k] ** 2 * sinh(-8 * s),
                 "θ for θ²": 2 * alpha ** 2 * theta[k] * sinh(-4 * s),
                 "linearised": -8 * alpha ** 2 * theta[k] ** 2 * s},
    covers=["diagonal-flow-closed-form"],
    unsampled="A deterministic flow: nothing is random.",
)


@diagonal_flow.derivation
def by_separation_of_variables():
    """θ± solve a linear equation in the time s = (Xᵀ∫r)_k; their squares give β, their product is conserved."""
    u, v, a, c = symbols("u v a c", real=True)
    residual = a * (u ** 2 - v ** 2) + c
    yield Equal(Derivative(residual ** 2 / 2, u), 2 * u * a * residual,
                because="c holds the other coordinates and −y_j; summed over the data: θ₊' = −2 (Xᵀr)_k θ₊")
    yield Equal(Derivative(residual ** 2 / 2, v), -2 * v * a * residual, because="θ₋' = +2 (Xᵀr)_k θ₋")
    plus, minus = function("plus"), function("minus")
    up, down = alpha * theta[k] * exp(-2 * s), alpha * theta[k] * exp(2 * s)
    yield Solves([Derivative(plus(s), s) + 2 * plus(s), Derivative(minus(s), s) - 2 * minus(s),
                  Eq(plus(0), alpha * theta[k]), Eq(minus(0), alpha * theta[k])],
                 {plus: Lambda(s, up), minus: Lambda(s, down)}, because="ds = (Xᵀr)_k dt, and both start at αθ_k")
    yield Equal(Mul(up, down, evaluate=False), alpha ** 2 * theta[k] ** 2, because="θ₊θ₋ is conserved")
    yield Equal(up ** 2 - down ** 2, 2 * alpha ** 2 * theta[k] ** 2 * sinh(-4 * s), because="β = θ₊² − θ₋²")
    return 2 * alpha ** 2 * theta[k] ** 2 * sinh(-4 * s)


@diagonal_flow.numeric(
    dict(theta=(1, "1/2"), alpha="1/2", s="-1/5", k=1, X=((1, 2),), y=(3,)),
    dict(theta=(1, "3/4", 2), alpha="4/5", s="1/10", k=2, X=((1, "-3/2", 1), (2, -1, "1/2")), y=(4, 3)),
    dict(theta=("2/3", "5/4"), alpha="1/3", s="-1/3", k=2, X=(("1/2", 1),), y=(5,)))
def by_integrating_until_the_residual_has_accumulated(theta, alpha, s, k, X, y):
    """Integrate weights and ∫r (DOP853) and stop when (Xᵀ∫r)_k = s; the error is that of 10⁻¹² a step, with room."""
    X, y, d = np.array(X, dtype=float), np.array(y, dtype=float), len(theta)
    start = float(alpha) * np.array([*theta, *theta], dtype=float)

    def speed(_, state):
        plus, minus = state[:d], state[d:2 * d]
        residual = X @ (plus ** 2 - minus ** 2) - y
        return np.concatenate([-2 * plus * (X.T @ residual), 2 * minus * (X.T @ residual), residual])

    def reached(_, state):
        return X[:, k - 1] @ state[2 * d:] - float(s)
    reached.terminal = True
    run = solve_ivp(speed, (0, 100), [*start, *np.zeros(len(y))], "DOP853", events=reached, rtol=1e-12, atol=1e-14)
    if run.status != 1:
        raise ValueError("the residual never accumulates to s: choose a larger y")
    return within(run.y[k - 1, -1] ** 2 - run.y[d + k - 1, -1] ** 2, 1e-9)


w, column = Vector("w", N), Vector("x", N, real=True)
power = Product(w[j] ** column[j], (j, 1, N))


def _problem(X, theta, alpha, w, k):
    """The point with labels y = Xβ for which the multipliers are log w, in rationals; x is the column of coordinate k."""
    scale = [Fraction(alpha) ** 2 * Fraction(t) ** 2 for t in theta]
    growth = [prod(Fraction(u) ** row[c] for u, row in zip(w, X, strict=True)) for c in range(len(theta))]
    y = tuple(sum(row[c] * scale[c] * (growth[c] - 1 / growth[c]) for c in range(len(theta))) for row in X)
    return dict(X=X, theta=theta, alpha=alpha, w=w, k=k, x=tuple(row[k - 1] for row in X), y=y)


POINTS = [_problem(((1, 2),), (1, 1), "1/2", ("3/2",), 1), _problem(((1, 2),), ("1/2", "3/4"), "1/5", (3,), 2),
          _problem(((1, 2, -1), (2, -1, 1)), (1, "2/3", "3/2"), "3/4", ("5/4", "4/3"), 2),
          _problem(((1, 0, 2, -1), (3, 1, -1, 2)), ("1/2", 2, 1, "3/4"), "2/5", ("2/3", "5/3"), 3)]

implicit_bias = Theorem(
    name="diagonal-network-implicit-bias",
    title="Implicit bias of diagonal networks: gradient flow minimises Q among the interpolants",
    claim=Equals(r"\beta_k(\infty)=\big[\arg\min\{Q_{\alpha,\theta}(\beta):X\beta=y\}\big]_k,\quad x=Xe_k",
                 alpha ** 2 * theta[k] ** 2 * (power - 1 / power)),
    domain=Domain(Vectors(theta, w, column), alpha, k <= n),
    source=Source(DEEP_LEARNING_THEORY, "Lecture 11/9, Theorem", verdict="holds under a condition",
                  printed=r"\beta^*_{\alpha,\theta_0}=\arg\min_\beta Q_{\alpha,\theta_0}(\beta)"
                          r" \text{ subject to } X^T\beta=y"),
    near_misses={"f without the factor 2": alpha ** 2 * theta[k] ** 2 * (power - 1 / power) / 2,
                 "linear in the multiplier (kernel regime)":
                     2 * alpha ** 2 * theta[k] ** 2 * Sum(column[j] * log(w[j]), (j, 1, N)),
                 "shape left out": alpha ** 2 * (power - 1 / power),
                 "scale left out": theta[k] ** 2 * (power - 1 / power), "a sparse interpolant": 0},
    covers=["diagonal-network-implicit-bias"],
    unsampled="A deterministic flow and a convex programme: nothing is random.",
)


@implicit_bias.derivation
def by_karush_kuhn_tucker():
    """The end of the flow has ∇Q in the row space of X; Q is convex, so it is the minimiser."""
    b, nu = symbols("b nu", real=True)
    scale = alpha ** 2 * theta[k] ** 2
    growth = Product(w[j] ** column[j], (j, 1, N))
    result = scale * (growth - 1 / growth)
    potential = scale * (2 - sqrt(4 + (b / scale) ** 2) + b / scale * asinh(b / (2 * scale)))
    yield Cites("diagonal-network-flow", "β_k(∞) = 2α²θ_k² sinh((Xᵀν)_k), ν = −4∫r")
    yield Cites("implicit-regulariser", "q' = arcsinh(z/2) inverts 2 sinh")
    yield Equal(2 * scale * sinh(log(growth)), result, because="P_k = exp (Xᵀν)_k, with w = exp ν")
    yield Equal(Derivative(potential, b), asinh(b / (2 * scale)), because="∂Q/∂β_k")
    yield Equal(2 * scale * sinh(asinh(b / (2 * scale)), evaluate=False), b,
                because="sinh is injective: ∂Q/∂β_k = (Xᵀν)_k at the end of the flow")
    yield Convex(potential, b, because="so Q(β) − Q(β*) ≥ ⟨∇Q(β*), β − β*⟩, with equality for β = β* only")
    first, last = Vector("f", n, real=True), Vector("g", n, real=True)
    row = Vector("a", n, real=True)
    yield Equal(Sum(nu * row[i] * (first[i] - last[i]), (i, 1, n)),
                nu * (Sum(row[i] * first[i], (i, 1, n)) - Sum(row[i] * last[i], (i, 1, n))),
                where=[Vectors(first, last, row)],
                because="each row of X contributes ν_j (y_j − y_j) = 0 to ⟨Xᵀν, β − β*⟩ for two interpolants")
    return result


@implicit_bias.numeric(*POINTS)
def by_gradient_flow(X, y, alpha, theta, k):
    """Run the weights from αθ until the loss has vanished."""
    run = gradient_flow(np.array(X, dtype=float), [float(label) for label in y], alpha=float(alpha),
                        theta0=[float(t) for t in theta], tolerance=1e-10)
    return within(run.beta[k - 1], 1e-7)


@implicit_bias.numeric(*POINTS)
def by_convex_minimisation(X, y, alpha, theta, k):
    """Minimise Q over the solutions of Xβ = y."""
    scale = float(alpha) ** 2 * np.array([float(t) for t in theta]) ** 2

    def value(beta):
        z = beta / scale
        return float((scale * (2 - np.sqrt(4 + z ** 2) + z * np.arcsinh(z / 2))).sum())
    found = minimise_on_affine(value, lambda beta: np.arcsinh(beta / scale / 2), np.array(X, dtype=float),
                               [float(label) for label in y])
    return within(found[k - 1], 1e-7)
