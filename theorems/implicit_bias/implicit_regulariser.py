r"""The implicit regulariser of a diagonal linear network.

Statement.  Let f(u) = 2 sinh u.  The potential with q' = f⁻¹ and q(0) = 0 is

    q(z) = 2 − √(4 + z²) + z arcsinh(z/2),     q'(z) = arcsinh(z/2),     q''(z) = 1/√(4 + z²) > 0.

It is even and strictly convex, q(z) = z²/4 + O(z⁴) at 0, and q(z) = z log z − z + 2 − 1/z + O(z⁻³) at ∞.

Idea.  f(f⁻¹(z)) = z, and integration by parts.

Notes.  Without the factor 2 in f, as one line of the notes has it, the potential would be 1 − √(1 + z²) + z arcsinh z.
In the regulariser Q(β) = Σ α²θ₀ᵢ² q(βᵢ/α²θ₀ᵢ²) the entries of θ₀ have to be nonzero.

References.  B. Woodworth et al., Kernel and rich regimes in overparametrized models, COLT 2020, Theorem 1;
U. Ghai, E. Hazan & Y. Singer, ALT 2020 (q is their hyperbolic entropy).
"""

import flint
from flint import arb, arb_series, fmpq
from sympy import Derivative, Integral, Rational, Symbol, asinh, log, oo, sinh, sqrt

from numerics import hyperbolic_entropy
from theorems.notes import DEEP_LEARNING_THEORY
from verifiers import Convex, Domain, Equal, Equals, Erratum, Limit, Source, Theorem

z = Symbol("z", real=True)

implicit_regulariser = Theorem(
    name="implicit-regulariser",
    title="The potential whose derivative inverts u ↦ 2 sinh u",
    claim=Equals(r"\int_0^z f^{-1}(s)\,ds,\quad f(u)=2\sinh u", 2 - sqrt(4 + z ** 2) + z * asinh(z / 2)),
    domain=Domain(z),
    source=Source(DEEP_LEARNING_THEORY, "Lecture 11/9, Lemma 3", verdict="misprint",
                  printed=r"q(z)=2-\sqrt{4+z^2}+z\,\operatorname{arcsinh}(z/2)"),
    errata=[Erratum(printed=r"f_{\alpha,\theta_0}(\beta)=\alpha^2\theta_0^{\odot2}\odot\sinh(\beta)",
                    formula=1 - sqrt(1 + z ** 2) + z * asinh(z),
                    wrong="f was defined with a factor 2, which this line loses; q is printed for the f with the 2")],
    near_misses={"f = 4 sinh": 4 - sqrt(16 + z ** 2) + z * asinh(z / 4), "q ~ z²/2": z ** 2 / 2, "q ~ |z|": abs(z),
                 "constant not fixed by q(0) = 0": -sqrt(4 + z ** 2) + z * asinh(z / 2)},
    covers=["kkt-inverse-map-factor-two"],
    unsampled="A function of one variable: nothing is random.",
)


@implicit_regulariser.derivation
def by_parts():
    """arcsinh(s/2) inverts f; its integral is z arcsinh(z/2) − ∫ s/√(4 + s²) ds."""
    s = Symbol("s", real=True)
    yield Equal(2 * sinh(asinh(s / 2), evaluate=False), s, because="f(arcsinh(s/2)) = s, and f is increasing")
    yield Equal(Derivative(s * asinh(s / 2), s), asinh(s / 2) + s / sqrt(4 + s ** 2), because="product rule")
    yield Equal(z * asinh(z / 2) - Integral(s / sqrt(4 + s ** 2), (s, 0, z)), 2 - sqrt(4 + z ** 2) + z * asinh(z / 2),
                because="(√(4 + s²))' = s/√(4 + s²)")
    return 2 - sqrt(4 + z ** 2) + z * asinh(z / 2)


@implicit_regulariser.numeric(dict(z="7/2"), dict(z="-5/3"), dict(z="1/4"), dict(z=40))
def by_bisection_and_quadrature(z):
    """Bisect f(u) = z; the area under f⁻¹ is the rectangle z u less the area under f."""
    with flint.ctx.workprec(128):
        return hyperbolic_entropy.entropy(z)


regulariser_curvature = Theorem(
    name="implicit-regulariser-curvature",
    title="Curvature of the implicit regulariser: it is strictly convex",
    claim=Equals(r"q''(z),\quad q(z)=2-\sqrt{4+z^2}+z\,\operatorname{arcsinh}(z/2)", 1 / sqrt(4 + z ** 2)),
    domain=Domain(z),
    source=Source(DEEP_LEARNING_THEORY, "Lecture 11/9, Theorem", verdict="holds",
                  printed=r"Q_{\alpha,\theta_0} \text{ is strictly convex}"),
    near_misses={"q' = arcsinh z": 1 / sqrt(1 + z ** 2), "q' = arcsinh(z/4)": 1 / sqrt(16 + z ** 2),
                 "quadratic": Rational(1, 2), "q' itself": asinh(z / 2)},
    covers=["q-function-properties"],
    unsampled="A function of one variable: nothing is random.",
)


@regulariser_curvature.derivation
def by_differentiation():
    """The symmetry and both expansions of q; then q' = arcsinh(z/2) and its derivative."""
    y = Symbol("y", positive=True)

    def q(at):
        return 2 - sqrt(4 + at ** 2) + at * asinh(at / 2)
    yield Equal(2 - sqrt(4 + z ** 2) - z * asinh(-z / 2, evaluate=False), q(z), because="q(−z) = q(z), as arcsinh is odd")
    yield Limit(q(z) / z ** 2, z, 0, Rational(1, 4), because="q(z) = z²/4 + O(z⁴), and q(0) = 0")
    yield Limit(q(y) - (y * log(y) - y), y, oo, 2, because="arcsinh(z/2) − log z → 0, fast enough")
    yield Limit(y * (q(y) - (y * log(y) - y + 2)), y, oo, -1, because="the next term is −1/z")
    yield Equal(Derivative(q(z), z), asinh(z / 2), because="the terms z/√(4 + z²) cancel")
    yield Convex(q(z), z, because="the second derivative is positive")
    yield Equal(Derivative(asinh(z / 2), z), 1 / sqrt(4 + z ** 2), because="it is this one")
    return 1 / sqrt(4 + z ** 2)


@regulariser_curvature.numeric(dict(z="7/2"), dict(z="-5/3"), dict(z=0), dict(z=11))
def by_power_series(z):
    """Twice the second coefficient of q's power series at z, arcsinh written as a logarithm."""
    with flint.ctx.workprec(128):
        at = arb_series([arb(fmpq(z.numerator, z.denominator)), 1], prec=3)
        return 2 * (2 - (4 + at * at).sqrt() + at * (at / 2 + (1 + at * at / 4).sqrt()).log())[2]
