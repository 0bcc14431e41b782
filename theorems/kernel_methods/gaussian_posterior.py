r"""Conditioning a Gaussian function on data: ridgeless and ridge regression with its covariance kernel.

Statement.  Let f ~ N(0, 𝒦) with the Gram matrix K = (p, r; r, q) at x₁, x₂, and k = (𝒦(x, x₁), 𝒦(x, x₂)).  Given f(x_i) = y_i
and, with independent standard normal z_i, given f(x_i) + λz_i = y_i, the mean of f(x) is

    k K⁻¹ y     and     k (K + λ²I)⁻¹ y,

the ridgeless regression, and the ridge regression min Σ (f(x_i) − y_i)² + λ² ‖f‖²_ℋ.  Without noise the variance of f(x) is
𝒦(x, x) − k K⁻¹ kᵀ.  Along an eigenvector of K with eigenvalue κ, for any number of data, the fitted values are κ/(κ + λ²)
times the labels.

Idea.  f(x) − k(K + λ²I)⁻¹ y is uncorrelated with the observations, and so independent of them.

Notes.  The noise has standard deviation λ, so that the parameter of the ridge is λ²; a ridge λ belongs to noise of variance
λ.  For singular K take the pseudo-inverse.  Averaging the ridgeless prediction from y + λz over z gives k K⁻¹ y back: that
is not the conditional mean given noisy observations.

References.  C. E. Rasmussen and C. K. I. Williams, Gaussian Processes for Machine Learning (2006), §2.2.
"""

from fractions import Fraction

from sympy import Derivative, Integral, Subs, exp, oo, pi, sqrt, symbols, true

from numerics.exact_least_squares import minimum_norm_solution, rotation
from numerics.kernel_regression import kernel, most_likely_value, posterior_draws, ridge_prediction
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import Cites, Domain, Equal, Equals, Erratum, FiniteFourthMoment, Solves, Source, Theorem

p, q, lam = symbols("p q lamda", positive=True)
r, k1, k2, k0, y1, y2 = symbols("r k1 k2 k0 y1 y2", real=True)
MOMENTS = FiniteFourthMoment(true, "given the data, f(x) is Gaussian")
GRAM = r"K=\begin{pmatrix}p&r\\r&q\end{pmatrix},\ k=(k_1,k_2)"
RIDGELESS = r"\mathbb{E}_{f\in\mathcal{N}(0,\mathcal{K})}[f(x)\mid f(x_i)=y_i] \text{: this is the kernel ridgeless regression}"
RIDGE = r"\mathbb{E}_{f\sim\mathcal{N}(0,\mathcal{K})}[f(x)\mid f(x_i)=y_i+\lambda z_i] \text{ is ridge regression with a " \
        r"regularization parameter } \lambda>0"


def prediction(noise):
    """k (K + noise I)⁻¹ y in the symbols."""
    first, second = p + noise, q + noise
    return (k1 * (second * y1 - r * y2) + k2 * (first * y2 - r * y1)) / (first * second - r ** 2)


def data(features, at, labels, **more):
    """The point of a problem: Gram entries from features, f(x) = φ(x) · θ."""
    (p, r), (_, q) = ([kernel(a, b) for b in features] for a in features)
    k1, k2 = (kernel(at, a) for a in features)
    return dict(p=p, q=q, r=r, k1=k1, k2=k2, y1=labels[0], y2=labels[1], features=features, at=at, **more)


def fractions(*entries):
    """A tuple of fractions."""
    return tuple(map(Fraction, entries))


PROBLEMS = [((fractions(1, 2, 0), fractions(0, 1, -1)), fractions(1, "1/2", 2), fractions(3, 1)),
            ((fractions(1, 0, "1/3"), fractions(1, 1, 1)), fractions("2/3", -1, 1), fractions("1/2", 2)),
            ((fractions(2, -1, "1/2", 1), fractions(1, "1/3", 3, -2)), fractions(1, 1, "1/2", -1), fractions("5/2", -1)),
            ((fractions("3/2", 0), fractions(1, "1/2")), fractions(-1, 2), fractions(1, 3))]

mean = Theorem(
    name="gaussian-posterior-mean",
    title="The conditional mean of a Gaussian function is ridgeless regression",
    claim=Equals(r"\mathbb{E}[f(x)\mid f(x_1)=y_1,f(x_2)=y_2],\quad " + GRAM, prediction(0)),
    domain=Domain(p, q > r ** 2 / p, r, k1, k2, y1, y2),
    source=Source(PROBABILISTIC_MODELS, "§4.8", verdict="holds", printed=RIDGELESS),
    near_misses={"K for K⁻¹": k1 * (p * y1 + r * y2) + k2 * (r * y1 + q * y2), "ridge 1": prediction(1),
                 "data taken as independent": k1 * y1 / p + k2 * y2 / q, "without K⁻¹": k1 * y1 + k2 * y2},
    fails_at=[data(((1, 2), (2, 4)), (1, 1), (3, 6))],
    covers=["kernel-ridgeless-posterior-mean"],
)


@mean.derivation
def by_an_uncorrelated_remainder():
    """Jointly Gaussian variables that are uncorrelated are independent: f(x) − α·f(X) keeps its mean 0 given f(X)."""
    alpha1, alpha2, g1, g2 = symbols("alpha1 alpha2 g1 g2", real=True)
    det = p * q - r ** 2
    yield Solves([k1 - alpha1 * p - alpha2 * r, k2 - alpha1 * r - alpha2 * q],
                 {alpha1: (k1 * q - k2 * r) / det, alpha2: (k2 * p - k1 * r) / det},
                 because="f(x) − α₁f(x₁) − α₂f(x₂) is uncorrelated with f(x₁) and f(x₂)")
    yield Solves([p * g1 + r * g2 - y1, r * g1 + q * g2 - y2],
                 {g1: (q * y1 - r * y2) / det, g2: (p * y2 - r * y1) / det},
                 because="the interpolant of least norm is g₁𝒦(·, x₁) + g₂𝒦(·, x₂) with Kg = y")
    yield Equal(k1 * (q * y1 - r * y2) / det + k2 * (p * y2 - r * y1) / det,
                (k1 * q - k2 * r) / det * y1 + (k2 * p - k1 * r) / det * y2, because="both are k K⁻¹ y")
    return (k1 * q - k2 * r) / det * y1 + (k2 * p - k1 * r) / det * y2


@mean.numeric(*[data(*problem) for problem in PROBLEMS])
def by_least_norm(features, at, y1, y2):
    """Ridgeless regression by its definition: the interpolating θ of least norm in feature space, in rationals."""
    return ridge_prediction(features, (y1, y2), at, root=0)


@mean.monte_carlo(data(*PROBLEMS[0]), data(*PROBLEMS[2]), moments=MOMENTS)
def function_given_its_values(rng, size, features, at, y1, y2):
    """Draw θ given the two linear equations, by projecting free draws to their solutions; take f(x) = φ(x) · θ."""
    return posterior_draws(rng, size, features=features, observed=(y1, y2), at=at)


explained = (k1 ** 2 * q - 2 * k1 * k2 * r + k2 ** 2 * p) / (p * q - r ** 2)

variance = Theorem(
    name="gaussian-posterior-variance",
    title="The conditional variance of a Gaussian function",
    claim=Equals(r"\operatorname{Var}[f(x)\mid f(x_1),f(x_2)],\quad " + GRAM + r",\ k_0=\mathcal{K}(x,x)", k0 - explained),
    domain=Domain(p, q > r ** 2 / p, r, k1, k2, k0 > explained),
    source=Source(PROBABILISTIC_MODELS, "§4.8", verdict="companion", printed=RIDGELESS),
    near_misses={"prior variance": k0, "added": k0 + explained, "data taken as independent": k0 - k1 ** 2 / p - k2 ** 2 / q},
    covers=["kernel-ridgeless-posterior-mean"],
)


@variance.derivation
def of_the_remainder():
    """Var(f(x) − α·f(X)) = k₀ − 2α·k + αKα with αK = k."""
    det = p * q - r ** 2
    a1, a2 = (k1 * q - k2 * r) / det, (k2 * p - k1 * r) / det
    yield Cites("gaussian-posterior-mean", "f(x) − α₁f(x₁) − α₂f(x₂) is independent of the data for these α")
    yield Equal(k0 - 2 * a1 * k1 - 2 * a2 * k2 + a1 ** 2 * p + 2 * a1 * a2 * r + a2 ** 2 * q, k0 - a1 * k1 - a2 * k2,
                because="αKα = α·k")
    return k0 - a1 * k1 - a2 * k2


def with_prior(problem, **more):
    """The point of a problem with the variance of f(x)."""
    return data(*problem, k0=kernel(problem[1], problem[1]), **more)


@variance.numeric(*[with_prior(problem) for problem in PROBLEMS[:3]])
def by_the_distance_to_the_span(features, at):
    """The squared distance of φ(x) from the span of φ(x₁) and φ(x₂), by least squares in rationals."""
    columns = list(zip(*features, strict=True))
    weights = minimum_norm_solution(columns, at)
    rest = [value - sum(w * c for w, c in zip(weights, row, strict=True)) for value, row in zip(at, columns, strict=True)]
    return sum(entry ** 2 for entry in rest)


@variance.monte_carlo(with_prior(PROBLEMS[0]), with_prior(PROBLEMS[2]), moments=MOMENTS)
def half_squared_difference(rng, size, features, at):
    """Half the squared difference of two conditional draws; the values of the data do not matter."""
    draws = posterior_draws(rng, 2 * size, features=features, observed=(1.0, -2.0), at=at).reshape(2, size)
    return (draws[0] - draws[1]) ** 2 / 2


noisy = Theorem(
    name="gaussian-noise-ridge",
    title="The conditional mean given noisy data is ridge regression with the variance of the noise",
    claim=Equals(r"\mathbb{E}[f(x)\mid f(x_i)+\lambda z_i=y_i],\quad " + GRAM, prediction(lam ** 2)),
    domain=Domain(p, q > r ** 2 / p, r, k1, k2, y1, y2, lam),
    source=Source(PROBABILISTIC_MODELS, "§4.8", verdict="wrong as printed", printed=RIDGE),
    errata=[Erratum(printed=RIDGE, formula=prediction(lam), wrong="noise λz has the variance λ²: the ridge is λ², not λ")],
    near_misses={"mean of the squares in the loss": prediction(2 * lam ** 2),
                 "averaging the ridgeless prediction over z": prediction(0), "half the squares": prediction(lam ** 2 / 2)},
    covers=["kernel-ridge-noise-scaling"],
)


@noisy.derivation
def by_the_covariance_of_the_observations():
    """The observations have the covariance K + λ²I and the covariance k with f(x)."""
    alpha1, alpha2, g1, g2, z = symbols("alpha1 alpha2 g1 g2 z", real=True)
    yield Equal(Integral((lam * z) ** 2 * exp(-z ** 2 / 2) / sqrt(2 * pi), (z, -oo, oo)), lam ** 2, because="variance of λz")
    yield Cites("gaussian-posterior-mean", "the weights α solve α (K + λ²I) = k")
    first, second = p + lam ** 2, q + lam ** 2
    det = first * second - r ** 2
    weights = {alpha1: (k1 * second - k2 * r) / det, alpha2: (k2 * first - k1 * r) / det}
    yield Solves([k1 - alpha1 * first - alpha2 * r, k2 - alpha1 * r - alpha2 * second], weights,
                 because="the remainder f(x) − α·y is uncorrelated with the observations")
    f1, f2 = p * g1 + r * g2, r * g1 + q * g2
    loss = (f1 - y1) ** 2 + (f2 - y2) ** 2 + lam ** 2 * (g1 * f1 + g2 * f2)
    yield Equal(Derivative(loss, g1), 2 * p * (f1 + lam ** 2 * g1 - y1) + 2 * r * (f2 + lam ** 2 * g2 - y2),
                because="ridge regression: f = g₁𝒦(·, x₁) + g₂𝒦(·, x₂) with ‖f‖² = gKg; the gradient is 2K((K + λ²I)g − y)")
    yield Equal(Derivative(loss, g2), 2 * r * (f1 + lam ** 2 * g1 - y1) + 2 * q * (f2 + lam ** 2 * g2 - y2),
                because="so it is stationary for (K + λ²I)g = y")
    yield Solves([first * g1 + r * g2 - y1, r * g1 + second * g2 - y2],
                 {g1: (second * y1 - r * y2) / det, g2: (first * y2 - r * y1) / det}, because="k·g = α·y")
    return weights[alpha1] * y1 + weights[alpha2] * y2


NOISES = fractions("1/2", "4/3", 3, "2/5")


@noisy.numeric(*[data(*problem, lamda=noise) for problem, noise in zip(PROBLEMS, NOISES, strict=True)])
def by_the_most_likely_pair(features, at, y1, y2, lamda):
    """The most likely (θ, z), which is their mean, with φ(x_i) · θ + λz_i = y_i, in rationals."""
    return most_likely_value(features, (y1, y2), at, noise=lamda)


@noisy.numeric(*[data(*problem, lamda=noise) for problem, noise in zip(PROBLEMS, NOISES[::-1], strict=True)])
def by_ridge_regression(features, at, y1, y2, lamda):
    """The θ that minimises Σ (φ(x_i) · θ − y_i)² + λ² |θ|², in rationals."""
    return ridge_prediction(features, (y1, y2), at, root=lamda)


@noisy.monte_carlo(data(*PROBLEMS[0], lamda="1/2"), data(*PROBLEMS[2], lamda="4/3"), moments=MOMENTS)
def function_given_noisy_values(rng, size, features, at, y1, y2, lamda):
    """Draw (θ, z) given the two linear equations, by projecting free draws to their solutions; take φ(x) · θ."""
    return posterior_draws(rng, size, features=features, observed=(y1, y2), at=at, noise=lamda)


kappa = symbols("kappa", positive=True)

shrinkage = Theorem(
    name="ridge-shrinkage-factor",
    title="Shrinkage of the fitted values along an eigenvector of the kernel matrix",
    claim=Equals(r"\langle v,\mathbb{E}[f(X)\mid f(X)+\lambda z=y]\rangle/\langle v,y\rangle,\quad Kv=\kappa v",
                 kappa / (kappa + lam ** 2)),
    domain=Domain(kappa, lam),
    source=Source(PROBABILISTIC_MODELS, "§4.8", verdict="wrong as printed", printed=RIDGE),
    errata=[Erratum(printed=RIDGE, formula=kappa / (kappa + lam), wrong="noise λz has the variance λ²")],
    near_misses={"the part of the noise": lam ** 2 / (kappa + lam ** 2), "squared": kappa ** 2 / (kappa + lam ** 2) ** 2,
                 "mean over three data in the loss": kappa / (kappa + 3 * lam ** 2)},
    covers=["kernel-ridge-noise-scaling"],
)


@shrinkage.derivation
def along_an_eigenvector():
    """K(K + λ²I)⁻¹ has the eigenvector v too, for any number of data."""
    a, b = symbols("a b", real=True)
    yield Cites("gaussian-noise-ridge", "the fitted values are K(K + λ²I)⁻¹ y")
    yield Solves([kappa * a + lam ** 2 * a - b], {a: b / (kappa + lam ** 2)}, because="g = av solves (K + λ²I)g = bv")
    yield Equal(Subs(kappa * a, a, b / (kappa + lam ** 2)), kappa / (kappa + lam ** 2) * b,
                because="Kg = κ a v: the fitted values")
    return kappa / (kappa + lam ** 2)


def mode(root, other, lamda, seed):
    """Three data with Φ = √κ v e₁ᵀ + … in rotated coordinates; v is the first column of a rotation."""
    turn = rotation(3, seed)
    scales = (Fraction(root), Fraction(other), Fraction(2, 3))
    features = tuple(tuple(row[j] * scales[j] for j in range(3)) for row in turn)
    v = tuple(row[0] for row in turn)
    labels = tuple(row[0] - 2 * row[1] + row[2] / 2 for row in turn)
    at = tuple(kernel(v, column) for column in zip(*features, strict=True))
    return dict(kappa=Fraction(root) ** 2, lamda=lamda, features=features, labels=labels, at=at)


@shrinkage.numeric(mode("3/2", "1/2", "1/2", 11), mode("2/3", 3, "5/4", 12), mode(3, 1, "7/3", 13),
                   mode("1/2", "1/3", "1/5", 14))
def by_fitting_three_data(features, labels, at, lamda):
    """φ(x) = Σ v_i φ(x_i) and ⟨v, y⟩ = 1: the most likely value there, in rationals."""
    return most_likely_value(features, labels, at, noise=lamda)


@shrinkage.monte_carlo(mode("3/2", "1/2", "1/2", 11), mode("2/3", 3, "5/4", 12), moments=MOMENTS)
def combination_of_the_values(rng, size, features, labels, at, lamda):
    """Draw f given three noisy values, and combine its values at the data with weights v; ⟨v, y⟩ = 1."""
    return posterior_draws(rng, size, features=features, observed=labels, at=at, noise=lamda)
