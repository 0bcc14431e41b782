r"""Quadratic models: the diagonal network as one, and the gradient of their squared loss.

Statement.  Let z = Φᵀθ + ½ε θᵀΨθ with symmetric Ψ and L = ½ Σ (z_j − y_j)².  Then ∇L = Σ (Φ_j + εΨ_jθ)(z_j − y_j).
A diagonal network, ⟨θ₊² − θ₋², x⟩, is such a model with Φ = 0, ε = 2 and Ψ = Diag(x, −x).

Idea.  The chain rule; Φ + εΨθ = ∇z are the effective features, which move with θ.

Notes.  For a matrix Ψ that is not symmetric replace it by (Ψ + Ψᵀ)/2.  The gradient is written out for two parameters.

References.  D. A. Roberts, S. Yaida & B. Hanin, The Principles of Deep Learning Theory (2022), Chapter 11.
"""

from fractions import Fraction

from sympy import Derivative, Sum, Symbol, symbols

from theorems.notes import DEEP_LEARNING_THEORY
from verifiers import Domain, Equal, Equals, Erratum, Source, Theorem, Vector, Vectors

n = Symbol("n", integer=True, positive=True)
i = Symbol("i", integer=True)
p, m, x = Vector("p", n, real=True), Vector("m", n, real=True), Vector("x", n, real=True)


def _slope(function):
    """The derivative at 0 of a polynomial of degree at most 4, from its values at ±1 and ±2 (exact)."""
    return (function(-2) - 8 * function(-1) + 8 * function(1) - function(2)) / Fraction(12)


quadratic_network = Theorem(
    name="diagonal-network-is-quadratic",
    title="A diagonal network is a quadratic model with a feature Hessian of both signs",
    claim=Equals(r"\tfrac12\,\theta^{\mathsf T}H\theta,\quad H=\nabla_\theta^2\langle p^{\odot2}-m^{\odot2},x\rangle,"
                 r"\ \theta=(p,m)", Sum(x[i] * (p[i] ** 2 - m[i] ** 2), (i, 1, n))),
    domain=Domain(Vectors(p, m, x)),
    source=Source(DEEP_LEARNING_THEORY, "Lecture 11/9", verdict="misprint",
                  printed=r"\Psi=\begin{pmatrix}\mathrm{Diag}(x)&0\\0&\mathrm{Diag}(x)\end{pmatrix},\ \epsilon=2"),
    errata=[Erratum(printed=r"\Psi=\mathrm{Diag}(x,x)", formula=Sum(x[i] * (p[i] ** 2 + m[i] ** 2), (i, 1, n)),
                    wrong="the second block has lost its minus sign")],
    near_misses={"ε = 1": Sum(x[i] * (p[i] ** 2 - m[i] ** 2) / 2, (i, 1, n)),
                 "without the squares": Sum(x[i] * (p[i] - m[i]), (i, 1, n))},
    covers=["diagonal-network-as-quadratic-model"],
    unsampled="A polynomial identity: nothing is random.",
)


@quadratic_network.derivation
def by_two_derivatives():
    """The Hessian is 2 Diag(x, −x): with Φ = 0 and ε = 2 the model is ½ ε θᵀΨθ, Ψ = Diag(x, −x)."""
    a, b, c = symbols("a b c", real=True)
    yield Equal(Derivative(c * (a ** 2 - b ** 2), (a, 2)), 2 * c, because="the block of p")
    yield Equal(Derivative(c * (a ** 2 - b ** 2), (b, 2)), -2 * c, because="the block of m")
    yield Equal(Derivative(c * (a ** 2 - b ** 2), a, b), 0, because="no mixed terms")
    form = Sum((2 * x[i] * p[i] ** 2 - 2 * x[i] * m[i] ** 2) / 2, (i, 1, n))
    yield Equal(form, Sum(x[i] * (p[i] ** 2 - m[i] ** 2), (i, 1, n)), because="½ θᵀHθ")
    return form


@quadratic_network.numeric(dict(p=(1, "1/2"), m=("1/3", 2), x=(3, "-1/2")), dict(p=(2,), m=("3/2",), x=("5/7",)),
                           dict(p=(0, 3, "1/5"), m=(1, "7/2", "-4/3"), x=(1, 2, -5)))
def by_second_differences(p, m, x):
    """The Hessian of the network's output from values at 0 and at sums of two unit vectors, in rationals."""
    d, weights = len(x), (*p, *m)

    def output(theta):
        return sum(x[c] * (theta[c] * theta[c] - theta[c + d] * theta[c + d]) for c in range(d))

    def at(*ones):
        return output([sum(c == one for one in ones) for c in range(2 * d)])
    hessian = [[at(a, b) - at(a) - at(b) + at() for b in range(2 * d)] for a in range(2 * d)]
    return Fraction(sum(weights[a] * hessian[a][b] * weights[b] for a in range(2 * d) for b in range(2 * d)), 2)


eps, t1, t2 = symbols("epsilon theta1 theta2", real=True)
f1, f2, y = Vector("phi1", n, real=True), Vector("phi2", n, real=True), Vector("y", n, real=True)
h11, h12, h22 = (Vector(name, n, real=True) for name in ("psi11", "psi12", "psi22"))


def _model(j):
    return f1[j] * t1 + f2[j] * t2 + eps / 2 * (h11[j] * t1 ** 2 + 2 * h12[j] * t1 * t2 + h22[j] * t2 ** 2)


def _gradient(scale, half, quadratic):
    linear = f1[i] * t1 + f2[i] * t2
    feature = f1[i] + scale * half * (h11[i] * t1 + h12[i] * t2)
    return Sum(feature * ((_model(i) if quadratic else linear) - y[i]), (i, 1, n))


model_gradient = Theorem(
    name="quadratic-model-gradient",
    title="Gradient of the squared loss of a quadratic model",
    claim=Equals(r"\partial_{\theta_1}\tfrac12\sum_j\big(\Phi_j^{\mathsf T}\theta+\tfrac\epsilon2\theta^{\mathsf T}\Psi_j\theta"
                 r"-y_j\big)^2", _gradient(eps, 1, True)),
    domain=Domain(Vectors(f1, f2, h11, h12, h22, y), eps, t1, t2),
    source=Source(DEEP_LEARNING_THEORY, "Lecture 11/2, (1)", verdict="holds",
                  printed=r"\nabla_\theta\mathcal{L}=\sum_\alpha(\Phi_\alpha+\epsilon\Psi_\alpha\theta)"
                          r"(\Phi_\alpha^T\theta+\tfrac\epsilon2\theta^T\Psi_\alpha\theta-y_\alpha)"),
    near_misses={"Φ + ½εΨθ": _gradient(eps, Fraction(1, 2), True), "Φ + 2εΨθ": _gradient(eps, 2, True),
                 "residual of the linear model": _gradient(eps, 1, False)},
    covers=["quadratic-model-gradient"],
    unsampled="A polynomial identity: nothing is random.",
)


@model_gradient.derivation
def by_the_chain_rule():
    """∂z/∂θ₁ = φ₁ + ε(ψ₁₁θ₁ + ψ₁₂θ₂), with ψ₁₂ = ψ₂₁; then one term of the loss."""
    a1, a2, b11, b12, b22, label = symbols("a1 a2 b11 b12 b22 c", real=True)
    z = a1 * t1 + a2 * t2 + eps / 2 * (b11 * t1 ** 2 + 2 * b12 * t1 * t2 + b22 * t2 ** 2)
    yield Equal(Derivative(z, t1), a1 + eps * (b11 * t1 + b12 * t2), because="the effective feature")
    yield Equal(Derivative((z - label) ** 2 / 2, t1), (a1 + eps * (b11 * t1 + b12 * t2)) * (z - label),
                because="chain rule, one term of the loss")
    entries = {a1: f1[i], a2: f2[i], b11: h11[i], b12: h12[i], b22: h22[i], label: y[i]}
    return Sum(((a1 + eps * (b11 * t1 + b12 * t2)) * (z - label)).subs(entries), (i, 1, n))


@model_gradient.numeric(
    dict(phi1=(1, "1/2"), phi2=(2, -1), psi11=("1/3", 2), psi12=(-1, "3/2"), psi22=(1, "-2/3"), y=(1, 3), epsilon="2/5",
         theta1="3/2", theta2=-1),
    dict(phi1=(2,), phi2=("-1/3",), psi11=(1,), psi12=("5/4",), psi22=(3,), y=("1/2",), epsilon=-2, theta1="1/4", theta2=3))
def by_differences_of_the_loss(phi1, phi2, psi11, psi12, psi22, y, epsilon, theta1, theta2):
    """Differences of the loss in θ₁, exact as it is of degree 4."""
    def loss(move):
        s, t, total = Fraction(theta1) + move, Fraction(theta2), Fraction(0)
        for a, b, aa, ab, bb, label in zip(phi1, phi2, psi11, psi12, psi22, y, strict=True):
            total += (a * s + b * t + Fraction(epsilon) / 2 * (s * (aa * s + ab * t) + t * (ab * s + bb * t)) - label) ** 2
        return total / 2
    return _slope(loss)
