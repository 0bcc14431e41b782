r"""Expected maximum of uniform variables.

Statement.  For n independent variables U₁, …, Uₙ, uniform on [0, 1], E max Uᵢ = n/(n + 1).

Idea.  The maximum is at most x exactly if all n variables are, so its distribution function is xⁿ.
"""

from flint import acb
from sympy import Integral, Symbol, symbols

from verifiers import Bounded, Domain, Equal, Equals, Notes, Source, Theorem

COURSE = Notes("order-statistics", "Lecture notes on order statistics")

n = symbols("n", integer=True, positive=True)

expected_maximum = Theorem(
    name="expected-maximum-of-uniforms",
    title="Expected maximum of uniform variables",
    claim=Equals(r"\mathbb{E}\max_{i \le n} U_i", n / (n + 1)),
    domain=Domain(n),
    source=Source(COURSE, "§1", printed=r"\mathbb{E}\max_i U_i = \frac{n}{n+1}"),
    near_misses={"no shift": (n - 1) / n, "the minimum": 1 / (n + 1)},
)


@expected_maximum.derivation
def by_the_density():
    """Differentiate the distribution function xⁿ and integrate."""
    x = Symbol("x", positive=True)
    yield Equal(Integral(x * n * x ** (n - 1), (x, 0, 1)), n / (n + 1), because="the density is n xⁿ⁻¹")
    return n / (n + 1)


@expected_maximum.numeric(dict(n=2), dict(n=3), dict(n=7))
def by_integrating_the_tail(n):
    """E max is the integral of P(max > x) over [0, 1], enclosed in ball arithmetic."""
    return acb.integral(lambda x, _: 1 - x ** n, 0, 1).real


@expected_maximum.monte_carlo(dict(n=2), dict(n=7), moments=Bounded(0, 1))
def maximum_of_draws(rng, size, n):
    """Draw n uniforms and take the largest."""
    return rng.random((size, n)).max(axis=1)
