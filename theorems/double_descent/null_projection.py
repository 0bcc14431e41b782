r"""The share of a vector that lies in the null space of a Gaussian matrix.

Statement.  Let X be an N×P matrix of independent standard Gaussians, P > N, P_null the projection onto its null space
and θ a fixed vector of ℝᴾ.  Then

    |P_null θ|²/|θ|²  has the law  Beta((P − N)/2, N/2),

with mean 1 − N/P and variance 2N(P − N)/(P²(P + 2)).

Idea.  Only the angle between θ and the row space matters, and turning the row space is the same as turning θ: the share
is S/(S + R) with S and R the squared lengths of a Gaussian in P − N and in N dimensions.

References.  R. J. Muirhead, Aspects of Multivariate Statistical Theory (1982), section 1.5.
"""

from sympy import Derivative, Eq, Expr, Integral, Symbol, betainc_regularized, exp, gamma, oo, pi, sqrt, symbols

from numerics import gaussian_geometry, least_squares
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import Bounded, Cites, Domain, Equal, Equals, Law, Solves, Source, Theorem

N, P = symbols("N P", integer=True, positive=True)
x = Symbol("x", positive=True)
SHARE = r"\|P_{\text{null}}\theta\|^2 / \|\theta\|^2"

law = Theorem(
    name="null-projection-law",
    title="Law of the share of a vector in the null space of a Gaussian matrix",
    claim=Law(SHARE, betainc_regularized((P - N) / 2, N / 2, 0, x), variable=x),
    domain=Domain(N, P >= N + 1, x < 1),
    source=Source(PROBABILISTIC_MODELS, "§4.11", verdict="companion"),
    near_misses={"share in the row space": betainc_regularized(N / 2, (P - N) / 2, 0, x),
                 "complex Gaussians": betainc_regularized(P - N, N, 0, x),
                 "uniform": x},
    covers=["projection-null-norm"],
)


def density(degrees: Expr, at: Expr) -> Expr:
    """The χ² density."""
    return at ** (degrees / 2 - 1) * exp(-at / 2) / (2 ** (degrees / 2) * gamma(degrees / 2))


@law.derivation
def as_a_ratio_of_chi_squares():
    """P(S ≤ w R) has the derivative ∫ f_N(r) f_{P−N}(wr) r dr; then w = x/(1 − x)."""
    r, w = symbols("r w", positive=True)
    yield Cites("chi-square-law", "S and R have the χ² laws with P − N and N degrees of freedom")
    constant = w ** ((P - N) / 2 - 1) / (2 ** (P / 2) * gamma(N / 2) * gamma((P - N) / 2))
    yield Equal(density(N, r) * density(P - N, w * r) * r, constant * r ** (P / 2 - 1) * exp(-r * (1 + w) / 2))
    yield Equal(Integral(r ** (P / 2 - 1) * exp(-r * (1 + w) / 2), (r, 0, oo)),
                gamma(P / 2) * (2 / (1 + w)) ** (P / 2), because="gamma integral")
    yield Equal(Derivative(betainc_regularized((P - N) / 2, N / 2, 0, w / (1 + w)), w),
                constant * gamma(P / 2) * (2 / (1 + w)) ** (P / 2), because="the regularised beta function has that "
                                                                           "derivative, and both vanish at w = 0")
    return betainc_regularized((P - N) / 2, N / 2, 0, x)


@law.numeric(dict(N=1, P=3, x="1/3"), dict(N=2, P=5, x="2/5"), dict(N=3, P=7, x="1/2"), dict(N=4, P=5, x="1/4"))
def by_the_angle_to_a_subspace(N, P, x):
    """The sine squared of the angle between a uniform direction and an N-dimensional subspace, by quadrature."""
    return gaussian_geometry.square_sine_measure(N, P, x)


@law.monte_carlo(dict(N=3, P=7), dict(N=4, P=10))
def projection_of_a_fixed_vector(rng, size, N, P):
    """Draw X and project."""
    return least_squares.null_projection_fraction(rng, size, samples=N, parameters=P)


@law.monte_carlo(dict(N=3, P=8), law="exact")
def beta_sampler(rng, size, N, P):
    """The law itself."""
    return least_squares.null_projection_fraction_exact_law(rng, size, samples=N, parameters=P)


mean = Theorem(
    name="null-projection-mean",
    title="Mean share of a vector in the null space of a Gaussian matrix",
    claim=Equals(rf"\mathbb{{E}}\left[{SHARE}\right]", 1 - N / P),
    domain=Domain(N, P >= N + 1),
    source=Source(PROBABILISTIC_MODELS, "§4.11", verdict="holds",
                  printed=r"\mathbb{E}\left[\|P_{\text{null}}\theta_*\|^2\right] = \left(1 - \frac{N}{P}\right)"
                          r"\|\theta_*\|^2"),
    near_misses={"share in the row space": N / P, "one dimension lost": (P - N) / (P - 1)},
    covers=["projection-null-norm"],
)


@mean.derivation
def by_the_trace():
    """Summed over the P coordinate vectors the share is tr P_null, and it has the same mean for each of them."""
    share = Symbol("share", real=True)
    yield Cites("null-projection-trace", "N generic rows leave tr P_null = P − N")
    yield Solves(Eq(P * share, P - N), {share: 1 - N / P}, because="permuting the columns of X keeps its law")
    return 1 - N / P


@mean.numeric(dict(N=1, P=3), dict(N=2, P=5), dict(N=3, P=7), dict(N=5, P=8))
def by_the_mean_angle(N, P):
    """E sin² φ for the angle φ of a uniform direction to an N-dimensional subspace, by quadrature."""
    return gaussian_geometry.angle_mean(lambda angle: angle.sin() ** 2, N, P)


@mean.monte_carlo(dict(N=3, P=7), moments=Bounded(0, 1))
def share_of_a_fixed_vector(rng, size, N, P):
    """Draw X and project."""
    return least_squares.null_projection_fraction(rng, size, samples=N, parameters=P)


@mean.monte_carlo(dict(N=8, P=20), moments=Bounded(0, 1), law="exact")
def beta_mean(rng, size, N, P):
    """Draw from the Beta law."""
    return least_squares.null_projection_fraction_exact_law(rng, size, samples=N, parameters=P)


variance = Theorem(
    name="null-projection-variance",
    title="Variance of the share of a vector in the null space of a Gaussian matrix",
    claim=Equals(rf"\operatorname{{Var}}\left[{SHARE}\right]", 2 * N * (P - N) / (P**2 * (P + 2))),
    domain=Domain(N, P >= N + 1),
    source=Source(PROBABILISTIC_MODELS, "§4.11", verdict="companion"),
    near_misses={"complex Gaussians": N * (P - N) / (P**2 * (P + 1)), "Bernoulli": N * (P - N) / P**2},
    covers=["projection-null-norm"],
)


@variance.derivation
def by_fourth_moments():
    """The share is Σ u_j² over k = P − N coordinates of a uniform direction u = g/|g|, and |g| is independent of u."""
    g = Symbol("g", real=True)
    yield Cites("null-projection-mean", "the mean is k/P")
    yield Equal(Integral(g**4 * exp(-g**2 / 2) / sqrt(2 * pi), (g, -oo, oo)), 3, because="fourth moment of a Gaussian")
    yield Equal(3 * P + P * (P - 1), P * (P + 2), because="E |g|⁴ = Σ_j E g_j⁴ + Σ_{j≠l} E g_j² E g_l²")
    k = P - N
    second = (3 * k + k * (k - 1)) / (P * (P + 2))
    yield Equal(second - (k / P) ** 2, 2 * N * (P - N) / (P**2 * (P + 2)),
                because="the same sum over k coordinates, divided by E |g|⁴, less the squared mean")
    return second - (k / P) ** 2


@variance.numeric(dict(N=1, P=3), dict(N=2, P=5), dict(N=3, P=7), dict(N=5, P=8))
def by_two_mean_powers(N, P):
    """E sin⁴ φ − (E sin² φ)², by quadrature over the angle."""
    second = gaussian_geometry.angle_mean(lambda angle: angle.sin() ** 4, N, P)
    return second - gaussian_geometry.angle_mean(lambda angle: angle.sin() ** 2, N, P) ** 2


@variance.monte_carlo(dict(N=2, P=5), moments=Bounded(0, "1/2"))
def half_squared_difference_of_two_shares(rng, size, N, P):
    """Half the squared difference of two independent shares has the variance as its mean."""
    share = least_squares.null_projection_fraction(rng, 2 * size, samples=N, parameters=P).reshape(2, size)
    return (share[0] - share[1]) ** 2 / 2
