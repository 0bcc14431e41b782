r"""Distance of a network of finite width from its mean-field limit.

Statement.  Train f(x) = (1/n) Σ θ_i x towards s x on data x_1, …, x_m by gradient descent with learning rate nη from
independent θ_i of mean μ and variance c².  With κ = (1/m) Σ x_k² the slope m_k = (1/n) Σ θ_i of the network and that of the
limit n → ∞, m̄_k = s + (1 − 2ηκ)^k (μ − s), satisfy

    E (m_k − m̄_k)² = (1 − 2ηκ)^{2k} c²/n.

Idea.  Both follow one linear recursion; they differ by the start only, where the law of large numbers has its 1/n.

Notes.  Output weights fixed at one and linear neurons make the recursion closed.  In general the empirical measure is
within O(n^(−1/2)) of the solution of the mean-field equation on bounded time intervals.

References.  S. Mei, A. Montanari & P.-M. Nguyen, PNAS 115 (2018), Theorem 3.
"""

from fractions import Fraction
from itertools import product

import numpy as np
from sympy import Eq, Function, Lambda, Sum, Symbol, symbols

from theorems.notes import PROBABILISTIC_MODELS
from verifiers import Domain, Equal, Equals, FiniteFourthMoment, Solves, Source, Theorem, Vector, Vectors

n, m = symbols("n m", integer=True, positive=True)
i, j = symbols("i j", integer=True)
k = Symbol("k", integer=True, nonnegative=True)
c, eta = symbols("c eta", positive=True)
x = Vector("x", m, real=True, nonzero=True)

second = Sum(x[j] ** 2, (j, 1, m)) / m
decay = (1 - 2 * eta * second) ** (2 * k)

fluctuation = Theorem(
    name="mean-field-fluctuation",
    title="Mean squared distance of a finite network from its mean-field limit",
    claim=Equals(r"\mathbb{E}\,(m_k-\bar m_k)^2,\quad m_k=\tfrac1n\sum_i\theta_i^{(k)},\ \operatorname{Var}\theta_i^{(0)}=c^2",
                 decay * c ** 2 / n),
    domain=Domain(Vectors(x), n, k, c, eta),
    source=Source(PROBABILISTIC_MODELS, "§4.13", verdict="holds",
                  printed=r"\text{This scales nicely as } n_1\to\infty"),
    near_misses={"learning rate that does not grow": (1 - 2 * eta * second / n) ** (2 * k) * c ** 2 / n,
                 "of order n^(−2)": decay * c ** 2 / n ** 2, "no contraction": c ** 2 / n,
                 "loss with ½": (1 - eta * second) ** (2 * k) * c ** 2 / n, "standard deviation": decay * c / n},
    covers=["mean-field-flow"],
)


@fluctuation.derivation
def by_one_linear_recursion():
    """m_{k+1} = m_k − 2ηκ(m_k − s) for the network and for its limit; the starts differ by a mean of n variables."""
    f, kappa = Function("f"), Symbol("kappa", positive=True)
    s, start, mean = symbols("s f0 m0", real=True)
    theta = Vector("theta", n, real=True)
    slope = 2 * eta * kappa * (mean - s)
    yield Equal(Sum(theta[i] - slope, (i, 1, n)) / n, Sum(theta[i], (i, 1, n)) / n - slope, where=[Vectors(theta)],
                because="nη ∂R/∂θ_i = 2ηκ(m − s) for every neuron, so the mean moves by it")
    yield Solves([f(k + 1) - f(k) + 2 * eta * kappa * (f(k) - s), Eq(f(0), start)],
                 {f: Lambda(k, s + (1 - 2 * eta * kappa) ** k * (start - s))}, because="a geometric sequence")
    power = (1 - 2 * eta * Sum(x[j] ** 2, (j, 1, m)) / m) ** k
    yield Equal(power ** 2 * Sum(c ** 2 / n ** 2, (i, 1, n)), power ** 2 * c ** 2 / n,
                because="m_k − m̄_k is the k-th power times m_0 − μ, and m_0 is a mean of n independent variables")
    return power ** 2 * c ** 2 / n


def _descend(start, x, s, eta, k):
    """The neurons after k steps of gradient descent with learning rate nη on the mean squared error, exactly."""
    theta = list(start)

    def error(moved):
        mean = sum(moved) / len(moved)
        return sum((s * datum - mean * datum) ** 2 for datum in x) / len(x)
    for _ in range(k):
        slopes = []
        for neuron in range(len(theta)):
            up, down = ([value + (step if at == neuron else 0) for at, value in enumerate(theta)] for step in (1, -1))
            slopes.append((error(up) - error(down)) / 2)  # exact: the error is quadratic
        theta = [value - len(theta) * eta * slope for value, slope in zip(theta, slopes, strict=True)]
    return theta


POINTS = [dict(n=3, k=2, c="3/2", eta="1/5", x=(1, "-1/2"), s=2, mu="1/3"),
          dict(n=2, k=3, c="2/3", eta="1/4", x=("4/3",), s="-5/4", mu=1),
          dict(n=5, k=1, c="5/4", eta="1/3", x=("1/2", "-2/3", "3/4"), s="1/2", mu="-3/2"),
          dict(n=4, k=4, c="7/3", eta="1/7", x=("5/4", 1), s=3, mu="2/5")]


@fluctuation.numeric(*POINTS)
def by_running_all_starts(n, k, c, eta, x, s, mu):
    """θ_i = μ ± c with equal probability: descend from all 2ⁿ starts; the limit descends from the mean start alone."""
    limit = _descend([Fraction(mu)], x, s, eta, k)[0]
    total = Fraction(0)
    for signs in product((-1, 1), repeat=n):
        total += (sum(_descend([Fraction(mu + sign * c) for sign in signs], x, s, eta, k)) / n - limit) ** 2
    return total / 2 ** n


@fluctuation.monte_carlo(*POINTS[:3], moments=FiniteFourthMoment(n >= 1, "a polynomial in Gaussians"))
def descent_from_gaussian_starts(rng, size, n, k, c, eta, x, s, mu):
    """Draw the neurons, descend, and compare with the descent of the mean start."""
    data, rate, target = np.array([float(datum) for datum in x]), float(eta), float(s)

    def run(theta):
        for _ in range(k):
            gap = (theta.mean(axis=1)[:, None] - target) * data
            theta = theta - theta.shape[1] * rate * (2 * gap * data / theta.shape[1]).mean(axis=1)[:, None]
        return theta.mean(axis=1)
    limit = run(np.array([[float(mu)]]))
    return (run(float(mu) + float(c) * rng.standard_normal((size, n))) - limit) ** 2
