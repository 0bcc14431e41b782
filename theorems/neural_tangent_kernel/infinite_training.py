r"""Infinite training time with a constant kernel: ridgeless kernel regression, started at the initial function.

Statement.  Let Θ be constant with a positive definite kernel matrix K = (Θ(x_m, x_n)), and C = Σ_n (f(x_n) − y_n)².  Then

    f_∞(x) = f_0(x) + Θ(x, X) K⁻¹ (y − f_0(X)),      |f_t(x) − f_∞(x)| ≤ e^{−2μt} Σ_i |κ_i e_i|/λ_i,

with κ_i = ⟨u_i, Θ(X, x)⟩ and e_i = ⟨u_i, f_0(X) − y⟩ in the eigenvectors of K, and 0 < μ ≤ λ_i, written λ_i = μ + δ_i.  If f_0
is random with mean 0, then E f_∞(x) = Θ(x, X) K⁻¹ y, the interpolant of least norm in the reproducing space of Θ.

Idea.  Let t → ∞ in f_t(x) = f_0(x) − Θ(x, X) K⁻¹ (I − e^{−2Kt}) (f_0(X) − y).

Notes.  This is no ridge regression: the labels are fitted exactly, f_∞(X) = y, whereas ridge regression leaves the share
ρ/(λ_i + ρ) of the label y_i; a ridge would come from weight decay or from stopping early.  And each single trained network
keeps its own f_0: only the mean over initialisations is kernel regression.

References.  A. Jacot, F. Gabriel & C. Hongler, Neural tangent kernel, NeurIPS 2018, §5;
J. Lee et al., Wide neural networks of any depth evolve as linear models, NeurIPS 2019, §2.
"""

from fractions import Fraction
from itertools import product

import flint
from sympy import Abs, Integral, Mul, Rational, Sum, Symbol, exp, oo, pi, sqrt, symbols

from numerics import linear_models
from numerics.exact_least_squares import minimum_norm_solution
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import (
    AtMostStep,
    Cites,
    Domain,
    Equal,
    Equals,
    Erratum,
    FiniteFourthMoment,
    Limit,
    Source,
    Tends,
    Theorem,
    Vector,
    Vectors,
)

N = Symbol("N", integer=True, positive=True)
i = Symbol("i", integer=True)
t, mu = symbols("t mu", positive=True)
f0 = Symbol("f0", real=True)
lam, delta = Vector("lam", N), Vector("delta", N, nonnegative=True)
kappa, start, y = (Vector(name, N, real=True) for name in ("kappa", "F", "y"))


def _dot(a, b):
    return sum(p * q for p, q in zip(a, b, strict=True))


def _problem(values, labels, x, *, seed, columns=3, theta=None, **more):
    """A linear model with singular values σ on data with labels y: x is a feature vector or the number of a datum."""
    labels = tuple(map(Fraction, labels))
    model = linear_models.from_singular_values(tuple(map(Fraction, values)), columns=columns, seed=seed)
    x = model.matrix[x - 1] if isinstance(x, int) else tuple(map(Fraction, x))

    def modes(vector):
        return tuple(_dot(u, vector) for u in model.left)
    point = dict(lam=tuple(Fraction(s) ** 2 for s in values), kappa=modes([_dot(row, x) for row in model.matrix]),
                 y=modes(labels), features=model.matrix, labels=labels, x=x, **more)
    if theta is not None:
        theta, least = tuple(map(Fraction, theta)), min(point["lam"])
        point |= dict(mu=least, delta=tuple(e - least for e in point["lam"]))
        point |= dict(F=modes([_dot(row, theta) for row in model.matrix]), f0=_dot(x, theta), theta=theta)
    return point


def _limit(divisor=0, initial=f0, data=start):
    return initial + Sum(kappa[i] * (y[i] - (data[i] if data else 0)) / (mu + delta[i] + divisor), (i, 1, N))


ridgeless = Sum(kappa[i] * y[i] / lam[i], (i, 1, N))
rest = Sum(Abs(kappa[i] * (start[i] - y[i])) / (mu + delta[i]), (i, 1, N))
TENTH = Rational(1, 10)
SETTING = (r"Ku_i=\lambda_iu_i,\ \kappa_i=\langle u_i,\Theta(X,x)\rangle,\ F_i=\langle u_i,f_0(X)\rangle,"
           r"\ y_i=\langle u_i,y\rangle")
PRINTED = (r"\text{we just perform kernel ridge regression with respect to } \Theta"
           r" \text{ as the training time goes to infinity}")

infinite_time = Theorem(
    name="kernel-flow-infinite-time",
    title="Infinite training time: ridgeless kernel regression of the labels minus the initial outputs",
    claim=Tends(r"f_t(x),\quad \lambda_i=\mu+\delta_i,\ " + SETTING, _limit(), exp(-2 * mu * t) * rest, t),
    domain=Domain(Vectors(delta, kappa, start, y), mu, f0, t),
    source=Source(PROBABILISTIC_MODELS, "§4.6", verdict="wrong as printed",
                  printed=PRINTED),
    errata=[Erratum(printed=PRINTED,
                    formula=_limit(TENTH, 0, None), wrong="there is no ridge (here 1/10): the labels are interpolated; "
                    "and the initial function stays in f_∞")],
    near_misses={"initial function left out": _limit(0, 0, None), "initial function plus interpolant": _limit(0, f0, None),
                 "initial outputs subtracted, f₀ not added": _limit(0, 0), "ridge 1/10 from the initial function":
                 _limit(TENTH), "no training": f0, "without K⁻¹": f0 + Sum(kappa[i] * (y[i] - start[i]), (i, 1, N)),
                 "rate of the cost": Tends(r"f_t(x)", _limit(), exp(-4 * mu * t) * rest, t)},
    covers=["ntk-infinite-time-limit"],
    unsampled="A deterministic flow: nothing is random.",
)


@infinite_time.derivation
def by_letting_the_time_grow():
    """In one mode the part not yet learnt is e^{−2λt} of the whole."""
    k, c = symbols("k c", real=True)
    rate, gap, x = Symbol("l", positive=True), Symbol("d", nonnegative=True), Symbol("x", nonnegative=True)
    yield Cites("kernel-flow-prediction", "f_t(x) = f_0(x) − Σ_i κ_i (1 − e^{−2λ_i t}) e_i/λ_i, e_i = F_i − y_i")
    yield Equal(-k * (1 - exp(-2 * rate * t)) * c / rate, -k * c / rate + exp(-2 * rate * t) * k * c / rate,
                because="one mode: limit, and distance from it")
    yield AtMostStep(exp(-x), 1, because="for x ≥ 0")
    yield Equal(Mul(exp(-2 * mu * t), exp(-2 * gap * t), evaluate=False), exp(-2 * (mu + gap) * t),
                because="so e^{−2λt} ≤ e^{−2μt} for λ = μ + δ, with x = 2δt")
    total = Sum(Abs(kappa[i] * (start[i] - y[i])) / (mu + delta[i]), (i, 1, N))
    yield Limit(exp(-2 * mu * t) * total, t, oo, 0, because="the sum of the distances")
    yield Equal(f0 - Sum(kappa[i] * (start[i] - y[i]) / (mu + delta[i]), (i, 1, N)),
                f0 + Sum(kappa[i] * (y[i] - start[i]) / (mu + delta[i]), (i, 1, N)), because="sum over the modes")
    return f0 + Sum(kappa[i] * (y[i] - start[i]) / (mu + delta[i]), (i, 1, N))


@infinite_time.numeric(
    _problem(("3/2", "1/2"), (1, "-3/2"), (1, "1/2", -2), seed=3, theta=(2, "1/3", -1), t=10),
    _problem(("4/3", "2/3", "1"), ("1/2", 2, -1), ("1/2", 1, 3, "-2/3"), columns=4, seed=1, theta=(1, -1, "3/4", 2), t="3/2"),
    _problem(("3/4", "1/2"), (2, "1/5"), 2, seed=5, theta=("1/2", "2/3", -1), t=30),
    _problem((1, "3/2", "5/4"), (2, "1/5", -3), (1, -2, "1/3"), seed=6, theta=("1/2", "2/3", -1), t=20))
def by_a_long_flow_of_the_weights(features, labels, theta, x, t):
    """Run the flow of all parameters (a matrix exponential in balls) to the time t and take the model's value at x."""
    weights = linear_models.gradient_flow(features, labels, theta, t, bits=256)
    with flint.ctx.workprec(256):
        return _dot([linear_models.ball(c) for c in x], weights)


RANDOM = [_problem((1, "1/2"), (1, "-3/2"), (1, "1/2", -2), seed=3, deviations=(1, "1/2", "1/3")),
          _problem(("4/3", "2/3", "1"), ("1/2", 2, -1), ("1/2", 1, 3, "-2/3"), columns=4, seed=1,
                   deviations=("1/2", "2/3", 0, 1)),
          _problem(("3/4", "1/2"), (2, "1/5"), 2, seed=5, deviations=("2/3", "1/2", "1/3"))]

mean_output = Theorem(
    name="trained-output-mean",
    title="The mean over initialisations of a trained model is the ridgeless interpolant",
    claim=Equals(r"\mathbb{E}f_\infty(x),\quad \theta(0)\sim\mathcal{N}(0,\operatorname{diag}s^2),\ " + SETTING, ridgeless),
    domain=Domain(Vectors(lam, kappa, y)),
    source=Source(PROBABILISTIC_MODELS, "§4.6", verdict="wrong as printed",
                  printed=PRINTED),
    errata=[Erratum(printed=PRINTED,
                    formula=Sum(kappa[i] * y[i] / (lam[i] + TENTH), (i, 1, N)),
                    wrong="no ridge, not even in the mean over initialisations (here 1/10)")],
    near_misses={"without K⁻¹": Sum(kappa[i] * y[i], (i, 1, N)), "stopped at t = 1":
                 Sum(kappa[i] * y[i] * (1 - exp(-2 * lam[i])) / lam[i], (i, 1, N)),
                 "√K for K": Sum(kappa[i] * y[i] / sqrt(lam[i]), (i, 1, N)), "prior mean": 0},
    covers=["ntk-infinite-time-limit"],
)


@mean_output.derivation
def by_linearity():
    """f_∞(x) is affine in the initial parameters, and these have mean 0, whatever their variances are."""
    theta, s = Symbol("theta", real=True), Symbol("s", positive=True)
    yield Cites("kernel-flow-infinite-time", "f_∞(x) = f_0(x) + Σ_i κ_i (y_i − F_i)/λ_i")
    density = exp(-theta ** 2 / (2 * s ** 2)) / (s * sqrt(2 * pi))
    yield Equal(Integral(theta * density, (theta, -oo, oo)), 0,
                because="so any linear form in the initial parameters has mean 0, for instance f_0(x) and F_i")
    yield Equal(f0 + Sum(kappa[i] * (y[i] - start[i]) / lam[i], (i, 1, N)),
                Sum(kappa[i] * y[i] / lam[i], (i, 1, N)) + (f0 - Sum(kappa[i] * start[i] / lam[i], (i, 1, N))),
                where=[Vectors(start)], because="the bracket is a linear form in θ_0: its mean is 0")
    return Sum(kappa[i] * y[i] / lam[i], (i, 1, N))


@mean_output.numeric(*RANDOM)
def by_a_cubature_over_initialisations(features, labels, x, deviations):
    """Mean over θ_0 = ±s (exact for polynomials of degree 3) of the model at the solution of Φθ = y in θ_0 + row space."""
    total = Fraction(0)
    for signs in product((-1, 1), repeat=len(x)):
        theta = [sign * s for sign, s in zip(signs, deviations, strict=True)]
        move = minimum_norm_solution(features, [label - _dot(row, theta) for row, label in zip(features, labels, strict=True)])
        total += _dot(x, theta) + _dot(x, move)
    return total / 2 ** len(x)


@mean_output.monte_carlo(*RANDOM[:2], moments=FiniteFourthMoment(True, "f_∞(x) is Gaussian"))
def trained_from_random_initialisations(rng, size, features, labels, x, deviations):
    """Draw θ_0, run gradient descent to convergence, take the model's value at x."""
    return linear_models.trained_outputs(rng, size, matrix=features, labels=labels, x=x, deviations=deviations)
