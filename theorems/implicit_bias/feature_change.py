r"""How the features of a quadratic model change under gradient flow, to first order.

Statement.  Let z = Φᵀθ + ½ε θᵀΨθ be trained by θ' = −γ∇L, L = ½ Σ (z_j − y_j)².  At ε = 0, for an eigenvector u of ΦΦᵀ with
eigenvalue l ≥ 0 and any solution θ_* of ΦΦᵀθ_* = ΦY,

    ⟨u, θ_t⟩ = ⟨u, θ_*⟩ + e^{−γlt} ⟨u, θ_0 − θ_*⟩.

So the effective features Φ + εΨθ_t change by −εΨ(x)(I − e^{−γtΦΦᵀ})(θ_0 − θ_*) + O(ε²), which tends to
−εΨ(x)P(θ_0 − θ_*) as t → ∞, P the projection on the column space of Φ.

Idea.  Ψ(θ_t − θ_0) needs θ_t at ε = 0 only; e^{−γtA} tends to the projection on the null space of A, not to 0.

Notes.  The projection may be left out if θ_* is the limit of the flow.  The notes print the opposite sign.

References.  D. A. Roberts, S. Yaida & B. Hanin, The Principles of Deep Learning Theory (2022), Chapter 11.
"""

from fractions import Fraction

import flint
import numpy as np
from flint import arb, arb_mat, fmpq
from scipy.integrate import solve_ivp
from sympy import Abs, Derivative, Eq, Function, Integral, Lambda, exp, oo, symbols

from theorems.notes import DEEP_LEARNING_THEORY
from verifiers import Cites, Domain, Equal, Equals, Erratum, Solves, Source, Tends, Theorem, within

gamma, t, f = symbols("gamma t f", positive=True)
l = symbols("l", nonnegative=True)
A, C = symbols("A C", real=True)  # ⟨u, θ₀⟩ and ⟨u, θ_*⟩
U, V = np.array([3, 4]) / 5, np.array([-4, 3]) / 5

linear_flow = Theorem(
    name="linearised-flow-mode",
    title="Gradient flow of a linear model along an eigenvector of ΦΦᵀ",
    claim=Equals(r"\langle u,\theta_t\rangle,\quad \Phi\Phi^{\mathsf T}u=lu,\ A=\langle u,\theta_0\rangle,"
                 r"\ C=\langle u,\theta_*\rangle", C + exp(-gamma * l * t) * (A - C)),
    domain=Domain(gamma, t, l, A, C),
    source=Source(DEEP_LEARNING_THEORY, "Lecture 11/2", verdict="holds",
                  printed=r"\theta_t^F-\theta_*^F=e^{-\gamma t\Phi\Phi^T}(\theta_0^F-\theta_*^F)"),
    near_misses={"loss without ½": C + exp(-2 * gamma * l * t) * (A - C), "converged": C,
                 "rate l²": C + exp(-gamma * l ** 2 * t) * (A - C),
                 "start and end exchanged": A + exp(-gamma * l * t) * (C - A)},
    covers=["linearised-flow-exponential"],
    unsampled="A deterministic flow: nothing is random.",
)


@linear_flow.derivation
def by_a_linear_equation():
    """⟨u, ΦΦᵀθ − ΦY⟩ = l ⟨u, θ − θ_*⟩, as ΦY = ΦΦᵀθ_* for every solution θ_*."""
    a = Function("a")
    solution = C + exp(-gamma * l * t) * (A - C)
    yield Solves([Derivative(a(t), t) + gamma * l * (a(t) - C), Eq(a(0), A)], {a: Lambda(t, solution)},
                 because="one linear equation, and the start")
    return solution


def _eigen(l, other, A, C, gamma, t, k):
    """ΦΦᵀ = l uuᵀ + l' vvᵀ (+ 0 in a third direction), of the vectors the k-th is tested; ΦY from a solution θ_*."""
    basis = [[Fraction(e, 7) for e in row] for row in ((2, 3, 6), (3, -6, 2), (6, 2, -3))]
    weights = [Fraction(0)] * 3
    weights[k - 1], weights[k % 3] = Fraction(l), Fraction(other)
    gram = tuple(tuple(sum(w * b[r] * b[c] for w, b in zip(weights, basis, strict=True)) for c in range(3)) for r in range(3))
    start = tuple(Fraction(A) * basis[k - 1][r] + basis[k % 3][r] - basis[(k + 1) % 3][r] / 2 for r in range(3))
    end = tuple(Fraction(C) * basis[k - 1][r] - 3 * basis[k % 3][r] + basis[(k + 1) % 3][r] for r in range(3))
    target = tuple(sum(row[c] * end[c] for c in range(3)) for row in gram)
    return dict(l=l, A=A, C=C, gamma=gamma, t=t, gram=gram, target=target, start=start, u=tuple(basis[k - 1]))


@linear_flow.numeric(_eigen("3/2", 1, 2, "1/3", "1/2", "4/5", 1), _eigen("2/3", 2, "-5/4", 3, 2, "1/3", 2),
                     _eigen(0, 1, 1, "-7/2", 1, 2, 3), _eigen(3, "1/2", "1/4", -2, "3/4", "2/5", 3))
def by_a_matrix_exponential(gram, target, start, gamma, t, u):
    """Balls of exp of the affine flow θ' = −γ(ΦΦᵀθ − ΦY), written with one more coordinate, applied to the start."""
    with flint.ctx.workprec(128):
        rate = [[-gamma * t * e for e in row] + [gamma * t * y] for row, y in zip(gram, target, strict=True)] + [[0] * 4]
        flow = arb_mat([[arb(fmpq(e.numerator, e.denominator)) for e in row] for row in rate]).exp()
        state = [arb(fmpq(e.numerator, e.denominator)) for e in (*start, Fraction(1))]
        end = [sum((flow[r, c] * state[c] for c in range(4)), arb(0)) for r in range(3)]
        return sum((arb(fmpq(e.numerator, e.denominator)) * x for e, x in zip(u, end, strict=True)), arb(0))


a1, a2, c1, c2, w1, w2, p, q = symbols("a1 a2 c1 c2 w1 w2 p q", real=True)
SETTING = (r"\Phi=fu,\ \theta_0=a_1u+a_2v,\ \theta_*=c_1u+c_2v,\ y=fc_1,\ \Psi(x)_1=w_1u+w_2v,"
           r"\ \Psi=uu^{\mathsf T}+p(uv^{\mathsf T}+vu^{\mathsf T})+q\,vv^{\mathsf T}")


def _train(epsilon, f, a1, a2, c1, gamma, t, p, q):
    """(θ_u, θ_v) after time t of the whole quadratic model on one datum, with Ψ = uuᵀ + p(uvᵀ + vuᵀ) + q vvᵀ."""
    features, target = float(f) * U, float(f) * float(c1)
    hessian = np.outer(U, U) + float(p) * (np.outer(U, V) + np.outer(V, U)) + float(q) * np.outer(V, V)

    def speed(_, theta):
        gap = features @ theta + epsilon / 2 * theta @ hessian @ theta - target
        return -float(gamma) * gap * (features + epsilon * hessian @ theta)
    run = solve_ivp(speed, (0, float(t)), float(a1) * U + float(a2) * V, "DOP853", rtol=1e-12, atol=1e-13)
    return np.array([U @ run.y[:, -1], V @ run.y[:, -1]])


def _central(function):
    """The value at ε = 0 from ε = ±h, with an error of order h² judged by ε = ±2h."""
    near, far = ((function(h) + function(-h)) / 2 for h in (5e-4, 1e-3))
    return within(near, 2 * abs(far - near) + 1e-8)


feature_change = Theorem(
    name="effective-feature-change",
    title="First-order change of an effective feature under gradient flow",
    claim=Equals(r"\lim_{\epsilon\to0}\tfrac1\epsilon\big[\Phi^E(x;\theta_t)-\Phi^E(x;\theta_0)\big]_1,\quad " + SETTING,
                 -w1 * (1 - exp(-gamma * f ** 2 * t)) * (a1 - c1)),
    domain=Domain(gamma, t, f, a1, c1, w1),
    source=Source(DEEP_LEARNING_THEORY, "Lecture 11/2", verdict="wrong as printed",
                  printed=r"\Phi^E(x;\theta_t)-\Phi^E(x;\theta_0)"
                          r"=\epsilon\Psi(x)(I-e^{-\gamma t\Phi\Phi^T})(\theta_0^F-\theta_*^F)"),
    errata=[Erratum(printed=r"+\epsilon\Psi(x)(I-e^{-\gamma t\Phi\Phi^T})(\theta_0^F-\theta_*^F)",
                    formula=w1 * (1 - exp(-gamma * f ** 2 * t)) * (a1 - c1),
                    wrong="the sign: ∫₀ᵗ −Ae^{−As} ds = e^{−At} − I")],
    near_misses={"I + e": -w1 * (1 + exp(-gamma * f ** 2 * t)) * (a1 - c1),
                 "Ψ left out": -(1 - exp(-gamma * f ** 2 * t)) * (a1 - c1),
                 "converged": -w1 * (a1 - c1)},
    covers=["effective-feature-change-sign"],
    unsampled="A deterministic flow: nothing is random.",
)


@feature_change.derivation
def by_integrating_the_flow():
    """Ψ(x)(θ_t − θ_0) to order ε⁰, where the v-component of θ rests."""
    s, rate = symbols("s r", positive=True)
    yield Cites("linearised-flow-mode", "⟨u, θ_t⟩ with l = f², and ⟨v, θ_t⟩ = a₂ (l = 0)")
    yield Equal(Integral(-rate * exp(-rate * s), (s, 0, t)), exp(-rate * t) - 1, because="r = γf²")
    yield Equal(w1 * (c1 + exp(-gamma * f ** 2 * t) * (a1 - c1) - a1) + w2 * (a2 - a2),
                -w1 * (1 - exp(-gamma * f ** 2 * t)) * (a1 - c1), because="⟨w₁u + w₂v, θ_t − θ_0⟩")
    return -w1 * (1 - exp(-gamma * f ** 2 * t)) * (a1 - c1)


@feature_change.numeric(
    dict(gamma="1/2", t=1, f="3/2", a1=1, a2=2, c1=-1, w1=2, w2=3, p="1/2", q=-1),
    dict(gamma=1, t="1/3", f="4/5", a1="-1/2", a2="1/3", c1="3/2", w1="-2/3", w2=1, p=-1, q="3/4"),
    dict(gamma="2/3", t=2, f="2/3", a1="7/4", a2=-1, c1="1/4", w1="5/3", w2="-1/2", p="1/3", q=2))
def by_training_at_small_epsilon(gamma, t, f, a1, a2, c1, w1, w2, p, q):
    """Train the whole model at small ε of both signs and read off the feature."""
    def change(epsilon):
        moved = _train(epsilon, f, a1, a2, c1, gamma, t, p, q) - np.array([float(a1), float(a2)])
        return float(w1) * moved[0] + float(w2) * moved[1]
    return _central(change)


feature_limit = Theorem(
    name="effective-feature-limit",
    title="Limit of an effective feature: a projection on the column space of Φ remains",
    claim=Tends(r"\lim_{\epsilon\to0}\tfrac1\epsilon\big[\Phi^E(x;\theta_t)-\Phi^E(x;\theta_0)\big]_1,\quad " + SETTING,
                -w1 * (a1 - c1), Abs(w1 * (a1 - c1)) * exp(-gamma * f ** 2 * t), t),
    domain=Domain(gamma, t, f, a1, a2, c1, c2, w1, w2),
    source=Source(DEEP_LEARNING_THEORY, "Lecture 11/2", verdict="wrong as printed",
                  printed=r"\Phi^E(x;\theta_\infty)=\Phi^E(x;\theta_0)+\epsilon\Psi(x)(\theta_0^F-\theta_*^F)"),
    errata=[Erratum(printed=r"+\epsilon\Psi(x)(\theta_0^F-\theta_*^F)", formula=w1 * (a1 - c1) + w2 * (a2 - c2),
                    wrong="the sign, and e^{−γtΦΦᵀ} tends to the projection on the null space instead of 0")],
    near_misses={"no projection": -w1 * (a1 - c1) - w2 * (a2 - c2), "projection on the null space": -w2 * (a2 - c2),
                 "sign only": w1 * (a1 - c1)},
    covers=["effective-feature-limit"],
    unsampled="A deterministic flow: nothing is random.",
)


@feature_limit.derivation
def by_letting_the_time_grow():
    """Only the component along u decays; any solution θ_* has the same one."""
    yield Cites("effective-feature-change", "−w₁(1 − e^{−γf²t})(a₁ − c₁)")
    yield Equal(-w1 * (1 - exp(-gamma * f ** 2 * t)) * (a1 - c1) + w1 * (a1 - c1),
                w1 * (a1 - c1) * exp(-gamma * f ** 2 * t), because="the distance from the limit is the remainder")
    return -w1 * (a1 - c1)


@feature_limit.numeric(
    dict(gamma=1, t=4, f="3/2", a1=1, a2=2, c1=-1, c2="1/3", w1=2, w2=3, p="1/2", q=-1),
    dict(gamma=2, t=3, f="4/5", a1="-1/2", a2="1/3", c1="3/2", c2=2, w1="-2/3", w2=1, p=-1, q="3/4"),
    dict(gamma="1/2", t=9, f=1, a1="7/4", a2=-1, c1="1/4", c2="-3/2", w1="5/3", w2="-1/2", p="1/3", q=2))
def by_training_long_at_small_epsilon(gamma, t, f, a1, a2, c1, w1, w2, p, q):
    """Train the whole model at small ε of both signs and read off the feature."""
    def change(epsilon):
        moved = _train(epsilon, f, a1, a2, c1, gamma, t, p, q) - np.array([float(a1), float(a2)])
        return float(w1) * moved[0] + float(w2) * moved[1]
    return _central(change)


orthogonal_drift = Theorem(
    name="orthogonal-drift",
    title="First-order drift of the parameters orthogonal to the features",
    claim=Equals(r"\lim_{\epsilon\to0}\tfrac1\epsilon\langle v,\theta_\infty-\theta_0\rangle,\quad " + SETTING,
                 -(a1 - c1) / f * (q * a2 + p * (a1 + c1) / 2)),
    domain=Domain(f, a1, a2, c1, p, q),
    source=Source(DEEP_LEARNING_THEORY, "Lecture 11/2", verdict="wrong as printed",
                  printed=r"\tfrac{d}{dt}\theta^I_{t\perp}=-\gamma\sum_\alpha\Psi^\perp(x_\alpha)(I-e^{-\gamma t\Phi\Phi^T})"
                          r"(\theta_0^F-\theta_*)(\Phi(x_\alpha)^T\theta_t^F-y_\alpha)"),
    errata=[Erratum(printed=r"\Psi^\perp(I-e^{-\gamma t\Phi\Phi^T})(\theta_0^F-\theta_*)",
                    formula=-p * (a1 - c1) ** 2 / (2 * f),
                    wrong="Ψθ_t was replaced by minus its change: Ψθ_0 is dropped and the sign is wrong")],
    near_misses={"Ψθ₀ dropped": p * (a1 - c1) ** 2 / (2 * f), "1/(l·l) for 1/(l + l)":
                 -(a1 - c1) / f * (q * a2 + p * c1 + p * (a1 - c1) / f ** 2), "Ψθ_∞ at all times":
                 -(a1 - c1) / f * (q * a2 + p * c1), "no drift": 0},
    covers=["orthogonal-drift-first-order"],
    unsampled="A deterministic flow: nothing is random.",
)


@orthogonal_drift.derivation
def by_integrating_the_first_order():
    """⟨v, θᴵ⟩' = −γ ⟨v, Ψθ_t⟩ (Φᵀθ_t − y) with θ_t at ε = 0; γ drops out of the integral."""
    yield Cites("linearised-flow-mode", "⟨u, θ_t⟩ = c₁ + e^{−γf²t}(a₁ − c₁), ⟨v, θ_t⟩ = a₂")
    decay = exp(-gamma * f ** 2 * t)
    along = c1 + decay * (a1 - c1)
    yield Equal(f * along - f * c1, f * (a1 - c1) * decay, because="the residual")
    yield Equal(Integral(gamma * f * decay, (t, 0, oo)), 1 / f, because="∫ e^{−lt} dt = 1/l")
    yield Equal(Integral(gamma * f * decay ** 2, (t, 0, oo)), 1 / (2 * f), because="∫ e^{−2lt} dt = 1/(2l)")
    first = -(a1 - c1) * ((p * c1 + q * a2) / f + p * (a1 - c1) / (2 * f))
    yield Equal(first, -(a1 - c1) / f * (q * a2 + p * (a1 + c1) / 2), because="collect")
    return first


@orthogonal_drift.numeric(
    dict(f="3/2", a1=1, a2=2, c1=-1, p="1/2", q=-1), dict(f="4/5", a1="-1/2", a2="1/3", c1="3/2", p=-1, q="3/4"),
    dict(f=2, a1="7/4", a2=-1, c1="1/4", p="5/3", q=2), dict(f="5/4", a1="2/3", a2="3/5", c1=2, p="7/5", q="1/2"))
def by_training_to_the_end_at_small_epsilon(f, a1, a2, c1, p, q):
    """Train the whole model for a long time at small ε of both signs; the odd part over ε is the drift."""
    def drift(epsilon):
        return (_train(epsilon, f, a1, a2, c1, 1, 40 / float(f) ** 2, p, q)[1] - float(a2)) / epsilon
    return _central(drift)
