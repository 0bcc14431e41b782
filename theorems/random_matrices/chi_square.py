r"""The χ² law, and the moments of its inverse.

Statement.  For independent standard Gaussians g₁, …, g_ν the sum g₁² + … + g_ν² has the density

    f_ν(x) = x^(ν/2 − 1) exp(−x/2) / (2^(ν/2) Γ(ν/2)),    x > 0,

and its inverse has mean 1/(ν − 2) for ν ≥ 3 and variance 2/((ν − 2)² (ν − 4)) for ν ≥ 5; otherwise these are infinite.

Idea.  One square has the density f₁. The convolution of f_ν and f₁ is a beta integral and gives f_{ν+1}. The inverse
moments are gamma integrals: dividing by x lowers ν by two.

References.  N. L. Johnson, S. Kotz and N. Balakrishnan, Continuous Univariate Distributions 1 (1994), chapter 18.
"""

import math

from sympy import Derivative, Expr, Integral, Rational, Symbol, erf, exp, gamma, lowergamma, oo, pi, sqrt, symbols

from numerics import gaussian, gaussian_geometry
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import Cites, Domain, Equal, Equals, Erratum, FiniteFourthMoment, Law, Source, Theorem

nu = Symbol("nu", integer=True, positive=True)
x, t, u = symbols("x t u", positive=True)

chi_square_law = Theorem(
    name="chi-square-law",
    title="Law of a sum of squares of Gaussians",
    claim=Law(r"g_1^2 + \dots + g_\nu^2", lowergamma(nu / 2, x / 2) / gamma(nu / 2), variable=x),
    domain=Domain(nu, x),
    source=Source(PROBABILISTIC_MODELS, "§4.11", verdict="misprint",
                  printed=r"\frac{1}{2^{\nu/2}\Gamma(\nu/2)}x^{\nu/2-1}e^{-x}\mathbf{1}_{\mathbb{R}_+}"),
    errata=[Erratum(printed=r"\frac{1}{2^{\nu/2}\Gamma(\nu/2)}x^{\nu/2-1}e^{-x}",
                    formula=lowergamma(nu / 2, x) / gamma(nu / 2) / 2 ** (nu / 2),
                    wrong="the exponent of the density is −x/2: with −x its integral is 2^(−ν/2) instead of 1")],
    near_misses={"normalised by 2^ν": lowergamma(nu / 2, x / 2) / gamma(nu / 2) / 2 ** (nu / 2),
                 "one degree of freedom lost": lowergamma((nu - 1) / 2, x / 2) / gamma((nu - 1) / 2)},
    covers=["chi-square-density"],
)


def density(degrees: Expr, at: Expr) -> Expr:
    """The χ² density."""
    return at ** (degrees / 2 - 1) * exp(-at / 2) / (2 ** (degrees / 2) * gamma(degrees / 2))


@chi_square_law.derivation
def by_adding_one_square_at_a_time():
    """Induction on ν: f₁ is the density of one square, and the convolution of f_ν and f₁ is f_{ν+1}."""
    one = Rational(1)
    yield Equal(Integral(exp(-t**2 / 2) / sqrt(2 * pi), (t, -sqrt(x), sqrt(x))), erf(sqrt(x / 2)),
                because="g² ≤ x means −√x ≤ g ≤ √x")
    yield Equal(Derivative(erf(sqrt(x / 2)), x), density(one, x), because="so one square has the density f₁")
    constant = density(nu, x) * density(one, x) * exp(x / 2) * x
    yield Equal(density(nu, x * (1 - u)) * density(one, x * u) * x, constant * (1 - u) ** (nu / 2 - 1) / sqrt(u),
                where=[u < 1], because="the integrand of the convolution, in u = t/x")
    yield Equal(Integral((1 - u) ** (nu / 2 - 1) / sqrt(u), (u, 0, 1)), gamma(nu / 2) * sqrt(pi) / gamma((nu + 1) / 2),
                because="beta integral, Γ(1/2) = √π")
    yield Equal(constant * gamma(nu / 2) * sqrt(pi) / gamma((nu + 1) / 2), density(nu + 1, x),
                because="so the convolution is f_{ν+1}")
    yield Equal(Derivative(lowergamma(nu / 2, x / 2) / gamma(nu / 2), x), density(nu, x),
                because="both sides are the density, and the incomplete gamma function vanishes at 0")
    return lowergamma(nu / 2, x / 2) / gamma(nu / 2)


@chi_square_law.numeric(dict(nu=1, x=1), dict(nu=2, x=3), dict(nu=3, x=2), dict(nu=5, x="7/2"), dict(nu=8, x=11))
def gaussian_measure_of_a_ball(nu, x):
    """The Gaussian measure of the ball |g|² ≤ x of ℝ^ν, by quadrature in spherical coordinates."""
    return gaussian_geometry.ball_measure(nu, x)


@chi_square_law.monte_carlo(dict(nu=3), dict(nu=6))
def sum_of_squares(rng, size, nu):
    """Draw ν Gaussians and add their squares."""
    g = gaussian.gaussian_vectors(rng, size, dimension=nu)
    return (g * g).sum(axis=1)


@chi_square_law.monte_carlo(dict(nu=5), law="exact")
def gamma_sampler(rng, size, nu):
    """NumPy's gamma sampler, as the kernels use it."""
    return gaussian.chi_square(rng, size, degrees=nu)


inverse_mean = Theorem(
    name="inverse-chi-square-mean",
    title="Mean of the inverse of a χ² variable",
    claim=Equals(r"\mathbb{E}\left[1/\chi^2_\nu\right]", 1 / (nu - 2)),
    domain=Domain(nu >= 3),
    source=Source(PROBABILISTIC_MODELS, "§4.11", verdict="misprint",
                  printed=r"\mathbb{E}[(\chi_\nu^2)^{-1}] = 1/(\nu-2) \dots \frac{1}{2^{\nu/2}\Gamma(\nu/2)}"
                          r"\int_0^\infty x^{-\nu/2-2}e^{-x}dx = \frac12\frac{\Gamma(\nu/2-1)}{\Gamma(\nu/2)}"),
    errata=[Erratum(printed=r"\frac{1}{2^{\nu/2}\Gamma(\nu/2)}\int_0^\infty x^{-\nu/2-2}e^{-x}dx", formula=oo,
                    wrong="the exponents are ν/2 − 2, not −ν/2 − 2, and −x/2, not −x: the printed integral diverges at 0 "
                          "for every ν")],
    near_misses={"inverse of the mean": 1 / nu, "one degree of freedom": 1 / (nu - 1),
                 "only the power repaired, with e^(−x)": 2 ** (1 - nu / 2) / (nu - 2)},
    fails_at=[dict(nu=1), dict(nu=2)],
    covers=["inverse-chi-square-mean"],
)


@inverse_mean.derivation
def by_a_gamma_integral():
    """Dividing the density by x lowers ν by two."""
    yield Cites("chi-square-law", "the density of χ²_ν")
    yield Equal(Integral(density(nu, x) / x, (x, 0, oo)), gamma(nu / 2 - 1) / (2 * gamma(nu / 2)),
                where=[nu > 2], because="substitute x = 2s; the integral converges at 0 because ν > 2")
    yield Equal(gamma(nu / 2 - 1) / (2 * gamma(nu / 2)), 1 / (nu - 2), because="Γ(a + 1) = a Γ(a)")
    return 1 / (nu - 2)


@inverse_mean.numeric(dict(nu=3), dict(nu=4), dict(nu=7), dict(nu=12))
def by_radial_quadrature(nu):
    """E |g|⁻² in ℝ^ν, by quadrature over the length of g."""
    return gaussian_geometry.radial_mean(nu, -2)


@inverse_mean.monte_carlo(dict(nu=10), dict(nu=14),
                          moments=FiniteFourthMoment(nu > 8, "E χ⁻⁸ is finite if and only if ν > 8"))
def inverse_of_a_sum_of_squares(rng, size, nu):
    """Draw ν Gaussians, add their squares, invert."""
    g = gaussian.gaussian_vectors(rng, size, dimension=nu)
    return 1 / (g * g).sum(axis=1)


inverse_variance = Theorem(
    name="inverse-chi-square-variance",
    title="Variance of the inverse of a χ² variable",
    claim=Equals(r"\operatorname{Var}\left[1/\chi^2_\nu\right]", 2 / ((nu - 2) ** 2 * (nu - 4))),
    domain=Domain(nu >= 5),
    source=Source(PROBABILISTIC_MODELS, "§4.11", verdict="companion"),
    near_misses={"second moment": 1 / ((nu - 2) * (nu - 4)), "squared mean": 1 / (nu - 2) ** 2,
                 "finite for ν = 4": 2 / ((nu - 2) ** 2 * (nu - 3))},
    fails_at=[dict(nu=4), dict(nu=3)],
    covers=["inverse-chi-square-mean"],
)


@inverse_variance.derivation
def from_the_second_moment():
    """The second moment is another gamma integral; the variance is what exceeds the squared mean."""
    yield Cites("inverse-chi-square-mean", "the mean is 1/(ν − 2)")
    yield Equal(Integral(density(nu, x) / x**2, (x, 0, oo)), 1 / ((nu - 2) * (nu - 4)), where=[nu > 4],
                because="dividing the density by x twice lowers ν by four")
    yield Equal(1 / ((nu - 2) * (nu - 4)) - 1 / (nu - 2) ** 2, 2 / ((nu - 2) ** 2 * (nu - 4)))
    return 2 / ((nu - 2) ** 2 * (nu - 4))


@inverse_variance.numeric(dict(nu=5), dict(nu=7), dict(nu=12))
def by_two_radial_quadratures(nu):
    """E |g|⁻⁴ − (E |g|⁻²)² in ℝ^ν, by quadrature over the length of g; infinite if the fourth power is."""
    fourth = gaussian_geometry.radial_mean(nu, -4)
    return math.inf if fourth == math.inf else fourth - gaussian_geometry.radial_mean(nu, -2) ** 2


@inverse_variance.monte_carlo(dict(nu=22),
                              moments=FiniteFourthMoment(nu > 16, "E χ⁻¹⁶ is finite if and only if ν > 16"))
def half_squared_difference_of_two_inverses(rng, size, nu):
    """Half the squared difference of two independent inverses has the variance as its mean."""
    g = gaussian.gaussian_vectors(rng, 2 * size, dimension=nu)
    first, second = (1 / (g * g).sum(axis=1)).reshape(2, size)
    return (first - second) ** 2 / 2
