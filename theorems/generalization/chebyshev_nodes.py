r"""Polynomial interpolation in Chebyshev nodes amplifies label errors by a logarithm only.

Statement.  On the N zeros of the Chebyshev polynomial T_N the Lebesgue constant, the largest factor by which errors of the
labels are amplified anywhere in [−1, 1], is

    Λ_N = max_x Σ_k |ℓ_k(x)| = (1/N) Σ_{k=1}^N cot((2k − 1)π/(4N)).

Idea.  The maximum is at x = 1, where ℓ_k is read off T_N(cos θ) = cos Nθ.

Notes.  Λ_N = (2/π) log N + O(1): the degree N − 1 by itself is not to blame for the exponential growth on equispaced nodes.  A
maximum over [x_N, x_1] only, or nodes stretched so that x_1 = 1, gives smaller numbers (1.570 for 1.989 at N = 5).

References.  T. J. Rivlin, The Chebyshev Polynomials (1974), section 1.3; H. Ehlich & K. Zeller, Auswertung der Normen von
Interpolationsoperatoren, Math. Ann. 164 (1966), 105–112.
"""

from sympy import Derivative, Subs, Sum, Symbol, cos, cot, log, pi, sin

from numerics.lebesgue_constants import chebyshev_nodes as nodes
from numerics.lebesgue_constants import lebesgue_constant
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import Cites, Classical, Domain, Equal, Equals, Source, Theorem

N = Symbol("N", integer=True, positive=True)
k = Symbol("k", integer=True)

chebyshev = Theorem(
    name="chebyshev-lebesgue-constant",
    title="Lebesgue constant of the Chebyshev nodes",
    claim=Equals(r"\max_{|x|\le1}\sum_{k=1}^N|\ell_k(x)|,\quad x_k=\cos\tfrac{(2k-1)\pi}{2N}",
                 Sum(cot((2 * k - 1) * pi / (4 * N)), (k, 1, N)) / N),
    domain=Domain(N),
    source=Source(PROBABILISTIC_MODELS, "§4.1", verdict="informal",
                  printed=r"\text{we took a polynomial of degree } N \text{ to fit } x_1,\dots,x_N\text{, it would "
                          r"probably be a very bad idea when } N \text{ is large}"),
    near_misses={"exponential growth": 2 ** N / (2 * N), "leading term": 2 * log(N) / pi + 1,
                 "not averaged": Sum(cot((2 * k - 1) * pi / (4 * N)), (k, 1, N)),
                 "half the angle": Sum(cot((2 * k - 1) * pi / (8 * N)), (k, 1, N)) / N,
                 "equally spaced angles from 0": Sum(cot(k * pi / (4 * N)), (k, 1, N)) / N},
    covers=["polynomial-interpolation-degree"],
    unsampled="A maximum over label errors and inputs: nothing is random.",
)


@chebyshev.derivation
def by_the_value_at_the_end_point():
    """ℓ_k(x) = T_N(x)/(T_N'(x_k)(x − x_k)) with T_N'(cos θ) = N sin Nθ/sin θ, and |sin Nθ_k| = 1 at a zero."""
    theta = Symbol("theta", positive=True)
    yield Cites(Classical("the Lebesgue function of the Chebyshev nodes is largest at ±1", "Ehlich & Zeller (1966)"),
                "Λ_N = Σ_k |ℓ_k(1)|")
    yield Equal(Derivative(cos(N * theta), theta) / Derivative(cos(theta), theta), N * sin(N * theta) / sin(theta),
                where=[theta < pi], because="dT_N/dx at x = cos θ")
    yield Equal(Subs(cos(N * theta), theta, 0), 1, because="T_N(1) = 1")
    yield Equal(sin(theta) / (N * (1 - cos(theta))), cot(theta / 2) / N, where=[theta < pi], because="|ℓ_k(1)| at θ = θ_k")
    angle = (2 * k - 1) * pi / (2 * N)
    return Sum((cot(theta / 2) / N).subs(theta, angle), (k, 1, N))


@chebyshev.numeric(dict(N=1), dict(N=3), dict(N=5), dict(N=10), dict(N=15))
def by_a_grid_of_angles(N):
    """The largest Σ_k |ℓ_k| on a grid, and an upper bound between its points, in balls."""
    return lebesgue_constant(nodes(N))
