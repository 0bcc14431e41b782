r"""Both limits of the initialisation scale in the implicit regulariser of a diagonal linear network.

Statement.  Let Q(β) = Σ α²θ_i² q(β_i/α²θ_i²), q(z) = 2 − √(4 + z²) + z arcsinh(z/2), θ the shape of the initialisation.

    |α² Q(β) − ¼ Σ β_i²/θ_i²| ≤ Σ β_i⁴/(192 α⁴ θ_i⁶)                                        (α → ∞: weighted ℓ₂)
    |Q(β)/log(1/α²) − ‖β‖₁| ≤ Σ (|β_i| |log(|β_i|/θ_i²) − 1| + 2α²θ_i²)/log(1/α²)            (α → 0: ℓ₁)

Idea.  0 ≤ z²/4 − q(z) ≤ z⁴/192, by two derivatives; and q(z) − (z log z − z) grows from 0 at z = 0 to 2 at z = ∞.

Notes.  At small α the regulariser itself grows like ‖β‖₁ log(1/α²): only after division by the logarithm does it tend
to the ℓ₁ norm, and so slowly that the weights |log(|β_i|/θ_i²) − 1| matter at any scale met in practice.

References.  B. Woodworth et al., Kernel and rich regimes in overparametrized models, COLT 2020, Theorem 1.
"""

import flint
from sympy import Abs, Derivative, Sum, Symbol, asinh, log, oo, sqrt, symbols

from numerics import hyperbolic_entropy
from theorems.notes import DEEP_LEARNING_THEORY
from verifiers import AtMostStep, Convex, Domain, Equal, Erratum, Limit, Source, Tends, Theorem, Vector, Vectors

n = Symbol("n", integer=True, positive=True)
i = Symbol("i", integer=True)
alpha = Symbol("alpha", positive=True)
beta, theta = Vector("beta", n, real=True, nonzero=True), Vector("theta", n)

weighted = Sum(beta[i] ** 2 / (4 * theta[i] ** 2), (i, 1, n))
gap = Sum(beta[i] ** 4 / theta[i] ** 6, (i, 1, n)) / (192 * alpha ** 4)

large_initialisation = Theorem(
    name="large-initialisation-weighted-norm",
    title="Large initialisation: the implicit regulariser becomes a weighted ℓ₂ norm",
    claim=Tends(r"\alpha^2 Q_{\alpha,\theta}(\beta)", weighted, gap, alpha),
    domain=Domain(Vectors(beta, theta), alpha),
    source=Source(DEEP_LEARNING_THEORY, "Lecture 11/9, interpretation (3)", verdict="holds",
                  printed=r"\alpha^2Q_{\alpha,\theta_0}(\beta)\to\tfrac14\sum_i\beta_i^2/\theta_{0,i}^2"),
    near_misses={"factor ½": 2 * weighted, "weights θ⁻⁴": Sum(beta[i] ** 2 / (4 * theta[i] ** 4), (i, 1, n)),
                 "without the α²": alpha ** 2 * weighted, "unweighted": Sum(beta[i] ** 2 / 4, (i, 1, n)),
                 "relative error of order α⁻⁶": Tends(r"\alpha^2 Q", weighted, gap / alpha ** 2, alpha),
                 "half the remainder": Tends(r"\alpha^2 Q", weighted, gap / 2, alpha)},
    covers=["q-large-alpha-limit"],
    unsampled="A limit of a function: nothing is random.",
)


@large_initialisation.derivation
def by_the_fourth_order_bound():
    """z²/4 − q and q − z²/4 + z⁴/192 are convex and vanish at 0 with their slopes, so both are ≥ 0; then scale."""
    z = Symbol("z", real=True)
    b, t = Symbol("b", real=True), Symbol("t", positive=True)
    q = 2 - sqrt(4 + z ** 2) + z * asinh(z / 2)
    yield Equal(Derivative(z ** 2 / 4 - q, z), z / 2 - asinh(z / 2), because="0 at z = 0, like the value")
    yield Convex(z ** 2 / 4 - q, z, because="1/√(4 + z²) ≤ 1/2")
    yield Convex(q - z ** 2 / 4 + z ** 4 / 192, z, because="1/√(4 + z²) ≥ 1/2 − z²/16")
    scaled = b / (alpha * t) ** 2
    yield Equal(alpha ** 4 * t ** 2 * (scaled ** 2 / 4 - scaled ** 4 / 192),
                b ** 2 / (4 * t ** 2) - b ** 4 / (192 * alpha ** 4 * t ** 6),
                because="one coordinate of α²Q, z = β/α²θ²: its limit and its remainder")
    yield Limit(b ** 4 / (192 * alpha ** 4 * t ** 6), alpha, oo, 0, because="of order α⁻⁴")
    return Sum(beta[i] ** 2 / (4 * theta[i] ** 2), (i, 1, n))


@large_initialisation.numeric(
    dict(beta=(1, "-2"), theta=(1, 3), alpha=10), dict(beta=("1/2", "3/2", -1), theta=("1/2", 2, "3/4"), alpha=3),
    dict(beta=("5/3",), theta=("3/2",), alpha=2), dict(beta=(3, "-1/4"), theta=("1/3", "2/5"), alpha=100))
def by_areas(beta, theta, alpha):
    """α²Q, each q as the area under the inverse of u ↦ e^u − e^(−u)."""
    with flint.ctx.workprec(192):
        scales = [alpha ** 2 * entry ** 2 for entry in theta]
        return hyperbolic_entropy.ball(alpha) ** 2 * hyperbolic_entropy.regulariser(beta, scales)


one_norm = Sum(Abs(beta[i]), (i, 1, n))
rest = (Sum(Abs(beta[i]) * Abs(log(Abs(beta[i]) / theta[i] ** 2) - 1), (i, 1, n))
        + 2 * alpha ** 2 * Sum(theta[i] ** 2, (i, 1, n)))

small_initialisation = Theorem(
    name="small-initialisation-one-norm",
    title="Small initialisation: the implicit regulariser over log(1/α²) tends to the ℓ₁ norm",
    claim=Tends(r"Q_{\alpha,\theta}(\beta)/\log(1/\alpha^2)", one_norm, rest / log(1 / alpha ** 2), alpha, at=0),
    domain=Domain(Vectors(beta, theta), alpha < 1),
    source=Source(DEEP_LEARNING_THEORY, "Lecture 11/9, interpretation (2)", verdict="wrong as printed",
                  printed=r"\alpha\to0 \text{ causes } Q_{\alpha,\theta_0}(\beta)\to\|\beta\|_1"),
    errata=[Erratum(printed=r"Q_{\alpha,\theta_0}(\beta)\to\|\beta\|_1", formula=one_norm / log(1 / alpha ** 2),
                    wrong="Q diverges like ‖β‖₁ log(1/α²): the normalisation by the logarithm is missing")],
    near_misses={"divided by log(1/α)": one_norm / 2, "ℓ₁ norm weighted by θ⁻²":
                 Sum(Abs(beta[i]) / theta[i] ** 2, (i, 1, n)), "ℓ₂ norm": sqrt(Sum(beta[i] ** 2, (i, 1, n))),
                 "error of order α²": Tends(r"Q/\log(1/\alpha^2)", one_norm, rest * alpha ** 2, alpha, 0)},
    covers=["q-small-alpha-limit"],
    unsampled="A limit of a function: nothing is random.",
)


@small_initialisation.derivation
def by_the_entropy_of_large_arguments():
    """One coordinate is b log(1/α²) + b (log(b/θ²) − 1) + α²θ² g, b = |β|; g is increasing from 0 to 2."""
    z, b, t = symbols("z b t", positive=True)

    def g(at):
        return 2 - sqrt(4 + at ** 2) + at * asinh(at / 2) - at * log(at) + at
    scale = alpha ** 2 * t ** 2
    yield Equal(Derivative(g(z), z), asinh(z / 2) - log(z), because="differentiate")
    yield AtMostStep(log(z), asinh(z / 2), because="arcsinh(z/2) = log(z/2 + √(z²/4 + 1)): g is increasing")
    yield Limit(g(z), z, 0, 0, because="z log z → 0")
    yield Limit(g(z), z, oo, 2, because="z (arcsinh(z/2) − log z) → 0 and z − √(4 + z²) → 0: so 0 ≤ g ≤ 2")
    yield Equal(scale * (2 - sqrt(4 + (b / scale) ** 2) + b / scale * asinh(b / scale / 2)),
                b * log(1 / alpha ** 2) + b * (log(b / t ** 2) - 1) + scale * g(b / scale), because="z = b/α²θ²")
    yield Limit((b * Abs(log(b / t ** 2) - 1) + 2 * scale) / log(1 / alpha ** 2), alpha, 0, 0, because="log(1/α²) → ∞")
    return Sum(Abs(beta[i]), (i, 1, n))


@small_initialisation.numeric(
    dict(beta=(1, -2), theta=(1, 3), alpha="1/1000"), dict(beta=(1, -2), theta=(1, 3), alpha=f"1/{10 ** 40}"),
    dict(beta=("5/2", "-1/3", "7/4"), theta=("1/2", "2/3", 2), alpha=f"1/{10 ** 20}"),
    dict(beta=("13/5",), theta=("3/2",), alpha="1/100"))
def by_areas_over_the_logarithm(beta, theta, alpha):
    """Q, each q as the area under the inverse of u ↦ e^u − e^(−u), over log(1/α²)."""
    with flint.ctx.workprec(512):
        scales = [alpha ** 2 * entry ** 2 for entry in theta]
        return hyperbolic_entropy.regulariser(beta, scales) / hyperbolic_entropy.ball(1 / alpha ** 2).log()
