r"""A homogeneous model whose gradient flow misses the largest normalised margin.

Statement.  For f = a₁b₁x₁ + a₂b₂x₂, the exponential loss and one datum x₁ > x₂ > 0, gradient flow from a₁ = b₁ = 0 and
a₂ = b₂ has the normalised margin f/‖θ‖² = x₂/2 at all times; the largest one is x₁/2.

Idea.  Each pair (a_k, b_k) = 0 is invariant, since the gradient in a_k is a multiple of b_k.

Notes.  Under exponential tails the directions of homogeneous (locally Lipschitz, definable) models converge to
Karush–Kuhn–Tucker points of the margin problem, which need not be its maximum.

References.  K. Lyu & J. Li, Gradient descent maximizes the margin of homogeneous neural networks, ICLR 2020;
Z. Ji & M. Telgarsky, Directional convergence and alignment in deep learning, NeurIPS 2020.
"""

import numpy as np
from scipy.integrate import solve_ivp
from sympy import Derivative, Max, Subs, Symbol, exp, symbols

from theorems.notes import DEEP_LEARNING_THEORY
from verifiers import Domain, Equal, Equals, Erratum, Source, Theorem, within

x1, x2 = Symbol("x1", positive=True), Symbol("x2", positive=True)

homogeneous = Theorem(
    name="homogeneous-model-local-margin",
    title="A homogeneous model whose gradient flow misses the largest normalised margin",
    claim=Equals(r"f(\theta(t))/\|\theta(t)\|^2,\quad f=a_1b_1x_1+a_2b_2x_2,\ \theta(0)=(0,0,c,c)", x2 / 2),
    domain=Domain(x2, x1 > x2),
    source=Source(DEEP_LEARNING_THEORY, "Lecture 11/14, Remark 1", verdict="holds under a condition",
                  printed=r"\text{This thing works for any homogeneous classifier}"),
    errata=[Erratum(printed=r"\text{the largest margin, for any homogeneous classifier}", formula=Max(x1, x2) / 2,
                    wrong="the flow stays in a₁ = b₁ = 0 and tends to a KKT point that is not the maximum")],
    near_misses={"not halved": x2, "both features": (x1 + x2) / 4},
    covers=["homogeneous-classifier-remark"],
    unsampled="A deterministic flow: nothing is random.",
)


@homogeneous.derivation
def by_an_invariant_subspace():
    """a₁' and b₁' vanish at a₁ = b₁ = 0, and a₂ = b₂ is kept; elsewhere a₁ = b₁ gives x₁/2."""
    a1, b1, a2, b2 = symbols("a1 b1 a2 b2", real=True)
    loss = exp(-(a1 * b1 * x1 + a2 * b2 * x2))
    f = a1 * b1 * x1 + a2 * b2 * x2
    yield Equal(Derivative(loss, a1), -b1 * x1 * loss, because="so a₁ = b₁ = 0 is invariant")
    yield Equal(Derivative(loss, a2) - Derivative(loss, b2), (a2 - b2) * x2 * loss, because="and a₂ = b₂ as well")
    size = a1 ** 2 + b1 ** 2 + a2 ** 2 + b2 ** 2
    positive = Symbol("c", positive=True)
    yield Equal(x1 * size / 2 - f, x1 * (a1 - b1) ** 2 / 2 + (x1 - x2) * (a2 ** 2 + b2 ** 2) / 2 + x2 * (a2 - b2) ** 2 / 2,
                because="≥ 0, and 0 for a₁ = b₁, a₂ = b₂ = 0: the largest margin is x₁/2")
    yield Equal(Subs(f / size, (a1, b1, a2, b2), (0, 0, positive, positive)), x2 / 2, because="the margin of the flow")
    return x2 / 2


@homogeneous.numeric(dict(x1=1, x2="1/2", c="1/2", t=50), dict(x1=2, x2="3/4", c=1, t=10),
                     dict(x1="5/3", x2="6/5", c="1/3", t=30))
def by_integrating_the_weights(x1, x2, c, t):
    """Integrate all four weights (DOP853, 10⁻¹² a step)."""
    u, v = float(x1), float(x2)

    def speed(_, s):
        gain = np.exp(-(s[0] * s[1] * u + s[2] * s[3] * v))
        return gain * np.array([s[1] * u, s[0] * u, s[3] * v, s[2] * v])
    end = solve_ivp(speed, (0, float(t)), [0.0, 0.0, float(c), float(c)], "DOP853", rtol=1e-12, atol=1e-14).y[:, -1]
    return within((end[0] * end[1] * u + end[2] * end[3] * v) / (end @ end), 1e-9)
