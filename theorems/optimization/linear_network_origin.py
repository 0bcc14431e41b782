r"""The origin of a deep linear network: a strict saddle for two layers, a degenerate one for more.

Statement.  For ½ (s − w_1 ⋯ w_L)², s > 0, the Hessian at w = 0 has the least eigenvalue −s if L = 2, and it vanishes if
L ≥ 3.  The origin is no minimum: the loss falls along w_1 = … = w_L = τ > 0, by sτ^L to first order.

Idea.  Two derivatives take two of the factors away; for L ≥ 3 another one is left, which is 0.

Notes.  The same holds for matrices.  A flow that starts at distance ε of the origin stays near it for a time of order
log(1/ε) for L = 2 and ε^{2−L} for L ≥ 3.

References.  K. Kawaguchi, Deep learning without poor local minima, NeurIPS 2016.
"""

from fractions import Fraction
from math import prod

from flint import fmpq
from sympy import Derivative, Integer, Subs, Symbol, symbols

from numerics import exact_derivatives
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import Domain, Equal, Equals, Source, Theorem

s = Symbol("s", positive=True)
L = Symbol("L", integer=True, positive=True)

origin = Theorem(
    name="deep-linear-network-origin",
    title="Curvature of a deep linear network at the origin",
    claim=Equals(r"\lambda_{\min}\Big(\nabla^2\tfrac12\big(s-w_1\cdots w_L\big)^2\Big)\text{ at }w=0", Integer(0)),
    domain=Domain(s, L >= 3),
    source=Source(PROBABILISTIC_MODELS, "§4.15", verdict="companion",
                  printed=r"\text{If we start very close to the origin } \dots \text{ we move from saddlepoint to "
                          r"saddlepoint of the loss}"),
    near_misses={"a strict saddle at any depth": -s, "curvature shared by the layers": -s / L, "in the other direction": s},
    fails_at=[dict(s="3/2", L=2)],
    covers=["linear-network-critical-points"],
    unsampled="The Hessian of a polynomial: nothing is random.",
)


@origin.derivation
def by_a_factor_that_is_left():
    """Any two derivatives leave a factor w_k = 0, so the Hessian vanishes; for two layers it is −s off the diagonal."""
    x, y, z, rest = symbols("x y z rest", real=True)
    tau = Symbol("tau", positive=True)
    loss = (s - x * y * z * rest) ** 2 / 2
    yield Equal(Subs(Derivative(loss, x, y), z, 0), 0, because="different layers; z is a third one")
    yield Equal(Subs(Derivative(loss, (x, 2)), z, 0), 0, because="one layer twice")
    yield Equal(Subs(Derivative((s - x * y) ** 2 / 2, x, y), x, 0), -s, because="for L = 2 nothing is left")
    yield Equal(s ** 2 / 2 - (s - tau ** L) ** 2 / 2, tau ** L * (2 * s - tau ** L) / 2,
                because="along equal weights τ the loss is below that at the origin as long as τ^L < 2s")
    return Integer(0)


@origin.numeric(dict(s="3/2", L=3), dict(s="2/5", L=4), dict(s=3, L=5))
def by_the_exact_hessian(s, L):
    """The Hessian by exact differences; its least eigenvalue is a root of the characteristic polynomial."""
    target = fmpq(Fraction(s).numerator, Fraction(s).denominator)
    second = exact_derivatives.hessian(lambda weights: (target - prod(weights)) ** 2 / 2, [0] * L, 4)
    return min(root for root, _ in second.charpoly().roots())
