r"""A point on the margin that supports nothing slows gradient flow down.

Statement.  For the exponential loss on x₁ = (1, 0), x₂ = (1, 1), from w = 0, the hard-margin vector is ŵ = x₁, and x₂ lies
on the margin with multiplier 0.  The trajectory is w₁ = e^{w₂} + w₂ − 1, and where w₂ = v ≥ 1

    |(w₂/w₁) log t / w₂ − 1| ≤ 2v/(e^v + v − 1).

So the direction error w₂/w₁ times log t grows like w₂ ~ log log t: it is not O(1/log t).

Idea.  dw₁/dw₂ = e^{w₂} + 1, and dt/dw₂ = e^{w₁ + w₂} is integrated between its tangent and its largest value.

Notes.  With positive multipliers for all points on the margin, as for almost all data, the error is O(1/log t).

References.  D. Soudry et al., The implicit bias of gradient descent on separable data, JMLR 19 (2018).
"""

import flint
from flint import acb, fmpq
from sympy import Derivative, Eq, Function, Integer, Integral, Lambda, Rational, exp, log, symbols

from theorems.notes import DEEP_LEARNING_THEORY
from verifiers import AtMostStep, Convex, Domain, Equal, Erratum, Solves, Source, Tends, Theorem

v = symbols("v", positive=True)
first = exp(v) + v - 1

degenerate = Theorem(
    name="degenerate-margin-rate",
    title="A point on the margin that supports nothing: direction error of order log log t/log t",
    claim=Tends(r"\frac{w_2}{w_1}\log t\,\Big/\,w_2\ \text{ at } w_2=v,\quad x_1=(1,0),\ x_2=(1,1),\ w(0)=0",
                Integer(1), 2 * v / first, v),
    domain=Domain(v >= 1),
    source=Source(DEEP_LEARNING_THEORY, "Lecture 11/14, Theorem", verdict="holds under a condition",
                  printed=r"\frac{w(t)}{\|w(t)\|}=\frac{\hat w}{\|\hat w\|}+O\big(\tfrac1{\log t}\big)"),
    errata=[Erratum(printed=r"O\big(\tfrac1{\log t}\big)", formula=Integer(0),
                    wrong="times log t the direction error grows like w₂ ~ log log t: the rate needs α_i > 0 on the margin")],
    near_misses={"half of it": Rational(1, 2), "twice": Integer(2), "error of order e^{−3v}":
                 Tends(r"\frac{w_2}{w_1}\log t\,\Big/\,w_2", Integer(1), exp(-3 * v), v)},
    covers=["max-margin-degenerate-rate"],
    unsampled="A deterministic flow: nothing is random.",
)


@degenerate.derivation
def by_integrating_the_trajectory():
    """w₁ = e^v + v − 1 and t = ∫₀^v e^{h}, h(s) = e^s + 2s − 1: log t differs from w₁ by at most 2v."""
    w, s = Function("w"), symbols("s", real=True)
    u, kappa = symbols("u kappa", positive=True)
    yield Solves([Derivative(w(v), v) - exp(v) - 1, Eq(w(0), 0)], {w: Lambda(v, exp(v) + v - 1)},
                 because="w₁'/w₂' = (e^{−w₁} + e^{−w₁−w₂})/e^{−w₁−w₂}, and the start")
    yield Convex(exp(s) + 2 * s - 1, s, because="h lies above its tangent at v, of slope κ = e^v + 2, and h ≤ h(v)")
    yield Equal(Integral(exp(-kappa * (v - s)), (s, 0, v)), (1 - exp(-kappa * v)) / kappa, because="so t ≥ e^{h(v)} times this")
    yield AtMostStep(Rational(1, 2), 1 - exp(-u), where=[u >= 1], because="κv ≥ 1")
    yield Equal((exp(v) + 2 * v - 1) - log(2 * (exp(v) + 2)), (exp(v) + v - 1) - log(2 + 4 * exp(-v)),
                because="log t ≥ h − log 2κ")
    yield AtMostStep(log(2 + 4 * exp(-v)), 2 * v, because="below: log t ≥ w₁ − 2v")
    yield AtMostStep(log(v), v, because="above: t ≤ v e^{h(v)}, so log t ≤ w₁ + v + log v ≤ w₁ + 2v")
    return Integer(1)


@degenerate.numeric(dict(v=1), dict(v=2), dict(v=4), dict(v=6))
def by_quadrature_along_the_trajectory(v):
    """w₁ = ∫ dw₁/dw₂ dw₂ and t = ∫ dw₂/w₂' as balls; the error is then w₂/w₁."""
    with flint.ctx.workprec(128):
        end = acb(fmpq(v))

        def weight(s):
            return acb.integral(lambda r, _: r.exp() + 1, 0, s)
        time = acb.integral(lambda s, _: (weight(s) + s).exp(), 0, end).real
        return time.log() / weight(end).real
