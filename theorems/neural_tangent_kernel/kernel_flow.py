r"""Gradient flow of the squared loss with a constant tangent kernel.

Statement.  Let f_θ be trained by θ' = −∇C, C = Σ_n (f(x_n) − y_n)², and let its tangent kernel Θ be constant.  With the
kernel matrix K = (Θ(x_m, x_n)), its orthonormal eigenvectors u_i and eigenvalues λ_i, and the residual e = f(X) − y,

    e(t) = e^{−2Kt} e(0),        that is ⟨u_i, e(t)⟩ = e^{−2λ_i t} ⟨u_i, e(0)⟩  and  C(t) = Σ_i e^{−4λ_i t} ⟨u_i, e(0)⟩²,
    f_t(x) = f_0(x) − Θ(x, X) K⁻¹ (I − e^{−2Kt}) e(0)        (K positive definite).

Idea.  ∂_t f(x) = −2 Σ_n Θ(x, x_n) e_n is linear: solve it on the data, mode by mode, and integrate.

Notes.  The factor 2 belongs to the cost: the rates are λ_i for ½ Σ (f(x_n) − y_n)² and 2λ_i/N for the mean.  A kernel
constant in time is that of a model linear in θ, or the limit of infinitely wide networks.  Large eigenvalues are fast.

References.  A. Jacot, F. Gabriel & C. Hongler, Neural tangent kernel, NeurIPS 2018, §5.
"""

from fractions import Fraction

import flint
from sympy import Derivative, Eq, Function, Integral, Lambda, Sum, Symbol, exp, sqrt, symbols

from numerics import linear_models
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import Cites, Domain, Equal, Equals, Solves, Source, Theorem, Vector, Vectors

N = Symbol("N", integer=True, positive=True)
i = Symbol("i", integer=True)
t = Symbol("t", nonnegative=True)
r, f0 = symbols("r f0", real=True)
l = Symbol("l", nonnegative=True)


def _problem(values, labels, start, t, *, x, seed, mode=1):
    """A linear model with singular values σ, whose kernel ΦΦᵀ has the eigenvalues σ², on data y, from θ₀, and a feature x."""
    x, start, labels = (tuple(map(Fraction, entries)) for entries in (x, start, labels))
    model = linear_models.from_singular_values(tuple(map(Fraction, values)), columns=len(x), seed=seed)

    def dot(a, b):
        return sum(p * q for p, q in zip(a, b, strict=True))
    k = [dot(row, x) for row in model.matrix]
    gap = [dot(row, start) - y for row, y in zip(model.matrix, labels, strict=True)]
    lam, kappa = tuple(Fraction(s) ** 2 for s in values), tuple(dot(u, k) for u in model.left)
    modes = tuple(dot(u, gap) for u in model.left)
    return dict(lam=lam, kappa=kappa, e=modes, f0=dot(x, start), t=t, l=lam[mode - 1], r=modes[mode - 1],
                features=model.matrix, labels=labels, start=start, x=x, u=model.left[mode - 1])


POINTS = [_problem(("3/2", "1/2"), (1, "-3/2"), (2, "1/3", -1), "1/3", x=(1, "1/2", -2), seed=3, mode=2),
          _problem(("4/3", "2/3", "1/3"), ("1/2", 2, -1), (1, -1, "3/4", 2), "2/5", x=("1/2", 1, 3, "-2/3"), seed=1),
          _problem(("3/4",), ("5/3",), ("1/2", -2), "5/4", x=("3/2", "1/4"), seed=2),
          _problem((1, "1/4", "5/4"), (2, "1/5", -3), ("1/2", "2/3", -1), "3/2", x=(1, -2, "1/3"), seed=5, mode=2)]

residual_mode = Theorem(
    name="kernel-flow-residual-mode",
    title="Gradient flow of the squared loss: each eigenvector of the kernel matrix decays at its own rate",
    claim=Equals(r"\langle u,e(t)\rangle,\quad e=f_t(X)-y,\ \dot f=-\nabla_\Theta\mathcal{C},\ \mathcal{C}=\|f(X)-y\|^2,"
                 r"\ \Theta(X,X)u=lu,\ r=\langle u,e(0)\rangle", exp(-2 * l * t) * r),
    domain=Domain(l, t, r),
    source=Source(PROBABILISTIC_MODELS, "§4.6", verdict="holds",
                  printed=r"\text{The convergence speed will be governed by the eigenvalues of the kernel matrix }"
                          r"(\Theta(x_m,x_n))_{1\le m,n\le N}"),
    near_misses={"the halved cost": exp(-l * t) * r, "the mean over two data": exp(-l * t / 2) * r,
                 "inverse rate": exp(-2 * t / l) * r, "singular value for eigenvalue": exp(-2 * sqrt(l) * t) * r,
                 "linearised in time": (1 - 2 * l * t) * r},
    covers=["kernel-gradient-flow-quadratic"],
    unsampled="A deterministic flow: nothing is random.",
)


@residual_mode.derivation
def by_a_linear_equation():
    """∂_t e_m = −2 Σ_n Θ_mn e_n; project on u, with Σ_m u_m Θ_mn = l u_n by symmetry."""
    u, e = Vector("u", N, real=True), Vector("e", N, real=True)
    c, y = symbols("c y", real=True)
    yield Cites("kernel-gradient-step", "∂_t f(x) = −Σ_n Θ(x, x_n) g_n")
    yield Equal(Derivative((c - y) ** 2, c), 2 * (c - y), because="g_n = 2 e_n")
    yield Equal(-Sum((l * u[i]) * (2 * e[i]), (i, 1, N)), -2 * l * Sum(u[i] * e[i], (i, 1, N)), where=[Vectors(u, e)],
                because="the derivative of ⟨u, e⟩")
    a = Function("a")
    solution = exp(-2 * l * t) * r
    yield Solves([Derivative(a(t), t) + 2 * l * a(t), Eq(a(0), r)], {a: Lambda(t, solution)}, because="one linear equation")
    return solution


@residual_mode.numeric(*POINTS, _problem((1, "1/2", 0), (1, 2, "-1/3"), ("2/3", "-3/2"), "3/4", x=(1, 2), seed=4, mode=3))
def by_the_flow_of_the_parameters(features, labels, start, t, u):
    """Run the flow of all parameters (a matrix exponential in balls) and project the residual on u."""
    theta = linear_models.gradient_flow(features, labels, start, t)
    with flint.ctx.workprec(128):
        rows = [sum((linear_models.ball(f) * w for f, w in zip(row, theta, strict=True)), linear_models.ball(0))
                for row in features]
        return sum((linear_models.ball(c) * (value - linear_models.ball(y)) for c, value, y in
                    zip(u, rows, labels, strict=True)), linear_models.ball(0))


lam, kappa, e = Vector("lam", N), Vector("kappa", N, real=True), Vector("e", N, real=True)


def _prediction(rate, divisor=lam):
    return f0 - Sum(kappa[i] * (1 - exp(-rate * lam[i] * t)) * e[i] / divisor[i], (i, 1, N))


prediction = Theorem(
    name="kernel-flow-prediction",
    title="Gradient flow of the squared loss: the prediction at any input and time",
    claim=Equals(r"f_t(x)=f_0(x)-\Theta(x,X)K^{-1}(I-e^{-2Kt})(f_0(X)-y),\quad Ku_i=\lambda_iu_i,"
                 r"\ \kappa_i=\langle u_i,\Theta(X,x)\rangle,\ e_i=\langle u_i,f_0(X)-y\rangle", _prediction(2)),
    domain=Domain(Vectors(lam, kappa, e), f0, t),
    source=Source(PROBABILISTIC_MODELS, "§4.6", verdict="holds",
                  printed=r"\text{allowing one to derive an explicit form for the training dynamics}"),
    near_misses={"the halved cost": _prediction(1), "initial function left out": _prediction(2) - f0,
                 "without K⁻¹": f0 - Sum(kappa[i] * (1 - exp(-2 * lam[i] * t)) * e[i], (i, 1, N)),
                 "infinite time": f0 - Sum(kappa[i] * e[i] / lam[i], (i, 1, N)),
                 "one rate for all modes": f0 - (1 - exp(-2 * lam[1] * t)) * Sum(kappa[i] * e[i] / lam[i], (i, 1, N)),
                 "e^{−2Kt} for I − e^{−2Kt}": f0 - Sum(kappa[i] * exp(-2 * lam[i] * t) * e[i] / lam[i], (i, 1, N))},
    covers=["kernel-gradient-flow-quadratic"],
    unsampled="A deterministic flow: nothing is random.",
)


@prediction.derivation
def by_integrating_the_modes():
    """∂_t f(x) = −2 Σ_n Θ(x, x_n) e_n(t) = −2 Σ_i κ_i ⟨u_i, e(t)⟩ (Parseval); integrate one mode."""
    s, rate = symbols("s l1", positive=True)
    k, c = symbols("k c", real=True)
    yield Cites("kernel-gradient-step", "∂_t f(x) = −Σ_n Θ(x, x_n) g_n with g_n = 2 e_n")
    yield Cites("kernel-flow-residual-mode", "⟨u_i, e(t)⟩ = e^{−2λ_i t} ⟨u_i, e(0)⟩")
    yield Equal(Integral(-2 * k * exp(-2 * rate * s) * c, (s, 0, t)), -k * (1 - exp(-2 * rate * t)) * c / rate,
                because="one mode: k = κ_i, c = ⟨u_i, e(0)⟩, rate λ_i > 0")
    yield Equal(f0 + Sum(-kappa[i] * (1 - exp(-2 * lam[i] * t)) * e[i] / lam[i], (i, 1, N)),
                f0 - Sum(kappa[i] * (1 - exp(-2 * lam[i] * t)) * e[i] / lam[i], (i, 1, N)), because="sum over the modes")
    return f0 - Sum(kappa[i] * (1 - exp(-2 * lam[i] * t)) * e[i] / lam[i], (i, 1, N))


@prediction.numeric(*POINTS)
def by_the_flow_of_the_weights(features, labels, start, t, x):
    """Run the flow of all parameters and take the model's value at x."""
    theta = linear_models.gradient_flow(features, labels, start, t)
    with flint.ctx.workprec(128):
        return sum((linear_models.ball(c) * w for c, w in zip(x, theta, strict=True)), linear_models.ball(0))


training_cost = Theorem(
    name="kernel-flow-training-cost",
    title="Gradient flow of the squared loss: the cost is a sum of exponentials with rates 4λ_i",
    claim=Equals(r"\mathcal{C}(t)=\|f_t(X)-y\|^2,\quad Ku_i=\lambda_iu_i,\ e_i=\langle u_i,f_0(X)-y\rangle",
                 Sum(exp(-4 * lam[i] * t) * e[i] ** 2, (i, 1, N))),
    domain=Domain(Vectors(lam, e), t),
    source=Source(PROBABILISTIC_MODELS, "§4.6", verdict="holds",
                  printed=r"\text{The convergence speed will be governed by the eigenvalues of the kernel matrix}"),
    near_misses={"rates of the residual": Sum(exp(-2 * lam[i] * t) * e[i] ** 2, (i, 1, N)),
                 "the mean eigenvalue": exp(-4 * t * Sum(lam[i], (i, 1, N)) / N) * Sum(e[i] ** 2, (i, 1, N)),
                 "the first eigenvalue alone": exp(-4 * lam[1] * t) * Sum(e[i] ** 2, (i, 1, N)),
                 "mean over the data": Sum(exp(-4 * lam[i] * t) * e[i] ** 2, (i, 1, N)) / N},
    covers=["kernel-gradient-flow-quadratic"],
    unsampled="A deterministic flow: nothing is random.",
)


@training_cost.derivation
def by_parseval():
    """‖e(t)‖² is the sum of the squares of its coordinates in the orthonormal eigenvectors; each decays twice as fast."""
    rate, c = Symbol("l1", positive=True), Symbol("c", real=True)
    square = Function("q")
    yield Cites("kernel-flow-residual-mode", "⟨u_i, e(t)⟩ = e^{−2λ_i t} ⟨u_i, e(0)⟩")
    yield Solves([Derivative(square(t), t) + 4 * rate * square(t), Eq(square(0), c ** 2)],
                 {square: Lambda(t, (exp(-2 * rate * t) * c) ** 2)}, because="the square of one coordinate, rate λ_i")
    return Sum(exp(-4 * lam[i] * t) * e[i] ** 2, (i, 1, N))


@training_cost.numeric(*POINTS)
def by_the_residuals_after_the_flow(features, labels, start, t):
    """Run the flow of all parameters and sum the squares of the residuals."""
    theta = linear_models.gradient_flow(features, labels, start, t)
    with flint.ctx.workprec(128):
        rows = [sum((linear_models.ball(f) * w for f, w in zip(row, theta, strict=True)), linear_models.ball(0))
                for row in features]
        return sum(((value - linear_models.ball(y)) ** 2 for value, y in zip(rows, labels, strict=True)), linear_models.ball(0))
