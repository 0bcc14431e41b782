r"""The Hessian of a cost of a network's outputs: the second chain rule.

Statement.  Let F: ℝ^P → ℝ^d be the outputs and C: ℝ^d → ℝ the cost, both twice continuously differentiable.  Then

    ∂_i∂_j (C∘F)(θ) = ∂²C(∂_iF, ∂_jF) + ∂C(∂_i∂_jF),

with the bilinear form ∂²C(p, q) = Σ_kl ∂_k∂_lC p_k q_l and the linear form ∂C(m) = Σ_k ∂_kC m_k, taken at F(θ).

Idea.  Expand C∘F along s e_i + t e_j and read off the coefficient of st.

Notes.  A coefficient h_kl of the quadratic form need not be that of h_lk: the form is written polarised, so that only its
symmetric part counts.

References.  H. Cartan, Calcul différentiel (1967), section I.5.
"""

from fractions import Fraction

from sympy import Derivative, Subs, Sum, Symbol, symbols

from numerics import exact_derivatives
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import Domain, Equal, Equals, Source, Theorem, Vector, Vectors

d = Symbol("d", integer=True, positive=True)
k, l = symbols("k l", integer=True)
p, q, m, c = (Vector(name, d, real=True) for name in ("p", "q", "m", "c"))
h = Vector("h", d ** 2, real=True)
form = Sum(h[(k - 1) * d + l] * (p[k] * q[l] + q[k] * p[l]) / 2, (k, 1, d), (l, 1, d))
linear = Sum(c[k] * m[k], (k, 1, d))

chain_rule = Theorem(
    name="hessian-chain-rule",
    title="Hessian of a cost composed with a network",
    claim=Equals(r"\partial_i\partial_j(\mathcal{C}\circ F),\quad p=\partial_iF,\ q=\partial_jF,\ m=\partial_i\partial_jF,\ "
                 r"c=\partial\mathcal{C},\ h=\partial^2\mathcal{C}\text{ (row by row)}", form + linear),
    domain=Domain(Vectors(p, q, m, c, h)),
    source=Source(PROBABILISTIC_MODELS, "§4.12", verdict="holds",
                  printed=r"H_{ij}=\partial^2\mathcal{C}(\partial_{\theta_i}F,\partial_{\theta_j}F)"
                          r"+\partial\mathcal{C}(\partial_{\theta_i}\partial_{\theta_j}F)"),
    near_misses={"without the second derivative of F": form, "without the second derivative of C": linear,
                 "form doubled": 2 * form + linear, "∂²C at ∂_iF twice":
                 Sum(h[(k - 1) * d + l] * p[k] * p[l], (k, 1, d), (l, 1, d)) + linear,
                 "diagonal of ∂²C only": Sum(h[(k - 1) * d + k] * p[k] * q[k], (k, 1, d)) + linear},
    covers=["hessian-chain-rule"],
    unsampled="An identity of derivatives: nothing is random.",
)


@chain_rule.derivation
def by_the_second_order_expansion():
    """With F(θ + s e_i + t e_j) = F + sp + tq + stm + (multiples of s² and t²), one coordinate and one pair at a time."""
    s, t = symbols("s t", real=True)
    a, b, first, second = symbols("a b x y", real=True)
    pk, qk, mk, pl, ql, ml, ak, bk, al, bl = symbols("p_k q_k m_k p_l q_l m_l a_k b_k a_l b_l", real=True)
    one = s * pk + t * qk + s * t * mk + s ** 2 * ak + t ** 2 * bk
    other = s * pl + t * ql + s * t * ml + s ** 2 * al + t ** 2 * bl
    yield Equal(Subs(Derivative(a * one, s, t), (s, t), (0, 0)), a * mk,
                because="a term a δ_k of C(F + δ): the linear form sees the mixed derivative of F")
    yield Equal(Subs(Derivative(b * one * other / 2, s, t), (s, t), (0, 0)), b * (pk * ql + qk * pl) / 2,
                because="a term ½ b δ_kδ_l: the quadratic form sees the first derivatives of F only")
    yield Equal(Subs(Derivative(one * other * (first + one * second), s, t), (s, t), (0, 0)), first * (pk * ql + qk * pl),
                because="a further factor that vanishes at δ = 0, as y δ_k here, leaves nothing: terms of third order of C")
    pair = (b * (pk * ql + qk * pl) / 2).subs({b: h[(k - 1) * d + l], pk: p[k], ql: q[l], qk: q[k], pl: p[l]},
                                              simultaneous=True)
    return Sum(pair, (k, 1, d), (l, 1, d)) + Sum((a * mk).subs({a: c[k], mk: m[k]}), (k, 1, d))


@chain_rule.numeric(
    dict(p=(1, "1/2"), q=("-2/3", 3), m=("5/4", -1), c=("3/2", "1/3"), h=(2, "-1/2", "-1/2", 3)),
    dict(p=("3/5",), q=(2,), m=("-7/3",), c=("1/4",), h=("5/2",)),
    dict(p=(1, -2, "1/3"), q=("1/2", 3, "-1/4"), m=(2, "1/5", 1), c=(-1, "2/3", "3/4"),
         h=(1, 2, "-1/3", 2, "1/2", 3, "-1/3", 3, "-5/2")))
def by_exact_differences(p, q, m, c, h):
    """C and F as polynomials with these derivatives at the point, and with higher terms; the mixed difference in s and t."""
    size = len(p)

    def cost(s, t):
        move = [s * p[a] + t * q[a] + s * t * m[a] + Fraction(s * s, a + 2) - 3 * t * t + s * t * t for a in range(size)]
        linear = sum(c[a] * move[a] for a in range(size))
        square = sum(h[a * size + b] * move[a] * move[b] for a in range(size) for b in range(size))
        return linear + square / 2 + sum(move) ** 3
    return exact_derivatives.mixed(cost, 6)
