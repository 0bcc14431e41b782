r"""Implicit regularisation as the limit of an explicit penalty.

Statement.  For one datum with positive features let β_λ minimise (⟨β, x⟩ − y)² + λ Q(β) and β* = argmin {Q : ⟨β, x⟩ = y},
whose coordinates are α²θ_k²(w^{x_k} − w^{−x_k}) with w > 1.  Then |β_λ,k − β*_k| ≤ λ log w/(2x_k).

Idea.  β_λ has the same form with w_λ = e^ν, and ⟨β_λ, x⟩ = y − λν/2.  So ν ≤ log w, all coordinates of β* − β_λ have
the sign of x, and their sum weighted by x is λν/2.

Notes.  It is a statement about λ → 0; for no λ > 0 does the penalised minimiser interpolate.  For more data the error is
of order λ as well if X has full row rank.

References.  B. Woodworth et al., Kernel and rich regimes in overparametrized models, COLT 2020, §4.
"""

from fractions import Fraction

import numpy as np
from sympy import Derivative, Symbol, asinh, cosh, log, sinh, sqrt, symbols

from numerics.hyperbolic_entropy import penalised_least_squares
from theorems.notes import DEEP_LEARNING_THEORY
from verifiers import (
    AtMostStep,
    Cites,
    Convex,
    Domain,
    Equal,
    Source,
    Tends,
    Theorem,
    Vector,
    Vectors,
    within,
)

n = Symbol("n", integer=True, positive=True)
k = Symbol("k", integer=True, positive=True)
alpha, lam, w = symbols("alpha lambda_ w", positive=True)
theta, x = Vector("theta", n), Vector("x", n)

QUANTITY = r"\big[\arg\min_\beta(\langle\beta,x\rangle-y)^2+\lambda Q_{\alpha,\theta}(\beta)\big]_k"
limit = alpha ** 2 * theta[k] ** 2 * (w ** x[k] - w ** -x[k])
distance = lam * log(w) / (2 * x[k])


def _problem(theta, x, alpha, w, k, lambda_):
    """The point with the label y of the multiplier log w, in rationals (integer features)."""
    growth = [Fraction(w) ** feature for feature in x]
    y = sum(feature * (Fraction(alpha) * Fraction(t)) ** 2 * (g - 1 / g) for feature, t, g in zip(x, theta, growth,
                                                                                                strict=True))
    return dict(theta=theta, x=x, alpha=alpha, w=w, k=k, lambda_=lambda_, y=y)


penalty_limit = Theorem(
    name="penalised-minimiser-tends-to-interpolant",
    title="The minimiser with penalty λQ is within O(λ) of the interpolant that minimises Q",
    claim=Tends(QUANTITY, limit, distance, lam, at=0),
    domain=Domain(Vectors(theta, x), alpha, lam, w > 1, k <= n),
    source=Source(DEEP_LEARNING_THEORY, "Lecture 11/9, interpretation (1)", verdict="holds",
                  printed=r"\arg\min_\beta\Big\{\sum_n(\langle\beta,x_n\rangle-y_n)^2+\lambda Q_{\alpha,\theta_0}(\beta)\Big\}"
                          r"\text{ with }\lambda\to0"),
    near_misses={"for every λ": Tends(QUANTITY, limit, 0 * lam, lam, 0), "f without the factor 2": limit / 2,
                 "linear in the multiplier": 2 * alpha ** 2 * theta[k] ** 2 * x[k] * log(w),
                 "error of order λ²": Tends(QUANTITY, limit, lam * distance, lam, 0),
                 "half the error": Tends(QUANTITY, limit, distance / 2, lam, 0)},
    covers=["implicit-to-explicit-regularisation-limit"],
    unsampled="The minimiser of a convex function: nothing is random.",
)


@penalty_limit.derivation
def by_comparing_multipliers():
    """Stationarity gives β_λ = f(xν) with ⟨β_λ, x⟩ = y − λν/2; sinh is increasing, so no term of the sum is negative."""
    b, c = symbols("b c", real=True)
    s, a, nu, top = symbols("s a nu nu_0", positive=True)
    potential = s * (2 - sqrt(4 + (b / s) ** 2) + b / s * asinh(b / (2 * s)))
    result = alpha ** 2 * theta[k] ** 2 * (w ** x[k] - w ** -x[k])
    yield Cites("diagonal-network-implicit-bias", "β*_k = 2s_k sinh(x_k log w), s = α²θ²")
    yield Equal(2 * alpha ** 2 * theta[k] ** 2 * sinh(x[k] * log(w)), result, because="sinh as exponentials")
    yield Equal(Derivative((a * b + c) ** 2 + lam * potential, b),
                2 * a * (a * b + c + lam * nu / 2) + lam * (asinh(b / (2 * s)) - a * nu),
                because="one coordinate of the gradient; c holds the other coordinates and −y.  "
                        "It vanishes for β_k = 2s_k sinh(x_k ν) with the residual −λν/2")
    yield Convex((a * b + c) ** 2 + lam * potential, b, because="so the stationary point is the minimiser")
    yield AtMostStep(0, Derivative(a * sinh(a * nu), nu).doit(), because="x·β grows with ν, and y − λν/2 < y: ν < log w")
    yield AtMostStep(0, a * cosh(a * nu), because="each β_k grows with ν: x_k (β*_k − β_λ,k) ≥ 0, and they sum to λν/2")
    yield AtMostStep(lam * nu / (2 * a), lam * top / (2 * a), where=[nu <= top],
                     because="so each is at most λν/2x_k ≤ λ log w/2x_k; the multiplier at λ = 0 is log w")
    return result


@penalty_limit.numeric(
    _problem(("3/2",), (2,), "1/2", "5/4", 1, "1/1000"), _problem((1, 1), (1, 2), "1/2", "3/2", 1, "1/100"),
    _problem(("1/2", "3/4", 2), (1, 3, 2), "2/3", "6/5", 2, "1/1000"),
    _problem((1, "2/3"), (3, 1), "3/4", "4/3", 2, "1/10"))
def by_newton(theta, x, alpha, lambda_, k, y):
    """Minimise the penalised loss by Newton's method; the error is the last gradient over the least curvature."""
    scales = float(alpha) ** 2 * np.array([float(t) for t in theta]) ** 2
    features = np.array([[float(feature) for feature in x]])
    beta, error = penalised_least_squares(features, np.array([float(y)]), scales, float(lambda_))
    return within(beta[k - 1], error)
