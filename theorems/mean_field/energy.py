r"""The squared error of a two-layer network as a quadratic functional of the measure of its neurons.

Statement.  Let σ_*(x; θ) = a tanh(wx + b), θ = (a, w, b), let ρ = Σ r_i δ_{θ_i} be a probability measure and
f_ρ = ∫ σ_*(·; θ) ρ(dθ).  With V(θ) = −E[f_* σ_*(x; θ)] and U(θ, θ') = E[σ_*(x; θ) σ_*(x; θ')]

    R(ρ) = E(f_* − f_ρ)² = E f_*² + 2 ∫ V dρ + ∬ U(θ, θ') ρ(dθ) ρ(dθ').

For the network with outputs averaged over n neurons, r_i = 1/n, the double integral is (1/n²) Σ_{i,j} U(θ_i, θ_j), the
diagonal i = j included.  Along mixtures R is convex, R((1 − t)ρ + tν) = (1 − t)R(ρ) + tR(ν) − t(1 − t) E(f_ρ − f_ν)².

Idea.  f_ρ is linear in ρ; expand the square at every x and exchange the finite sums.

Notes.  The last identity holds because U is positive semi-definite: ∬ U dμ dμ = E f_μ² ≥ 0 for every signed μ.

References.  S. Mei, A. Montanari & P.-M. Nguyen, A mean field view of the landscape of two-layer neural networks,
PNAS 115 (2018).
"""

import numpy as np
from sympy import Sum, Symbol, symbols, tanh

from numerics import particle_energy
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import (
    AtMostStep,
    Cites,
    Domain,
    Equal,
    Equals,
    Erratum,
    FiniteFourthMoment,
    Induction,
    Simplex,
    Source,
    Theorem,
    Vector,
    Vectors,
)

n, m = symbols("n m", integer=True, positive=True)
i, j, k = symbols("i j k", integer=True)
a, w, b = (Vector(name, n, real=True, nonzero=True) for name in "awb")
r = Vector("r", n)
x, y = (Vector(name, m, real=True, nonzero=True) for name in "xy")
p = Vector("p", m)


def sigma(at, datum):
    """σ_*(x; θ_i)."""
    return a[at] * tanh(w[at] * datum + b[at])


V = -Sum(p[k] * y[k] * sigma(i, x[k]), (k, 1, m))
U = Sum(p[k] * sigma(i, x[k]) * sigma(j, x[k]), (k, 1, m))
diagonal = Sum(p[k] * sigma(i, x[k]) ** 2, (k, 1, m))
constant = Sum(p[k] * y[k] ** 2, (k, 1, m))
linear = 2 * Sum(r[i] * V, (i, 1, n))
quadratic = Sum(r[i] * Sum(r[j] * U, (j, 1, n)), (i, 1, n))
BOUNDED = FiniteFourthMoment(n >= 1, "the data distribution has finitely many atoms")

double_integral = Theorem(
    name="mean-field-double-integral",
    title="The squared error as a quadratic functional of the measure of the neurons",
    claim=Equals(r"\mathbb{E}(f_*(x)-f_\rho(x))^2,\quad x=x_k\text{ with probability }p_k,\ f_*(x_k)=y_k,"
                 r"\ \rho=\sum_ir_i\delta_{(a_i,w_i,b_i)}", constant + linear + quadratic),
    domain=Domain(Vectors(a, w, b, x, y), Simplex(p, r)),
    source=Source(PROBABILISTIC_MODELS, "§4.13", verdict="misprint",
                  printed=r"C+2\int V(\theta)\rho(d\theta)+\int U(\theta_1,\theta_2)\rho(d\theta)"),
    errata=[Erratum(printed=r"C+2\int V(\theta)\rho(d\theta)+\int U(\theta_1,\theta_2)\rho(d\theta)",
                    formula=constant + linear + Sum(r[i] * diagonal, (i, 1, n)),
                    wrong="a second integral is missing: read as one integral of U(θ, θ) this is the error of a single "
                          "neuron drawn from ρ, not of their average")],
    near_misses={"off-diagonal pairs only": constant + linear + quadratic - Sum(r[i] ** 2 * diagonal, (i, 1, n)),
                 "V with the other sign": constant - linear + quadratic,
                 "V once": constant + linear / 2 + quadratic, "every pair once": constant + linear + quadratic / 2},
    covers=["mean-field-double-integral", "mean-field-energy"],
)


def _expansion(weight):
    """The square of y − Σ weight_i s_i, and the sum over the data in the other order; weight: index → expression."""
    size, data, first, last = symbols("L M N K", integer=True, positive=True)
    s, target, output = Vector("s", size, real=True), Symbol("t", real=True), Symbol("F", real=True)
    yield Induction(Sum(s[i], (i, 1, first)) ** 2, Sum(s[i] * Sum(s[j], (j, 1, first)), (i, 1, first)), first, 1,
                    s[first + 1] ** 2 + 2 * s[first + 1] * Sum(s[i], (i, 1, first)), where=[Vectors(s), first <= size - 1],
                    because="f_ρ² is a sum over pairs of neurons")
    yield Equal((target - output) ** 2, target ** 2 - 2 * target * output + output ** 2, because="at every datum")
    q, z, t = Vector("q", last), Vector("z", last, real=True), Vector("t", last, real=True)

    def averaged(at):
        return Sum(weight(i) * sigma(i, z[at]), (i, 1, n))

    def expanded(at):
        pairs = Sum(weight(i) * sigma(i, z[at]) * Sum(weight(j) * sigma(j, z[at]), (j, 1, n)), (i, 1, n))
        return q[at] * (t[at] ** 2 - 2 * t[at] * averaged(at) + pairs)
    potential = -Sum(q[k] * t[k] * sigma(i, z[k]), (k, 1, data))
    interaction = Sum(q[k] * sigma(i, z[k]) * sigma(j, z[k]), (k, 1, data))
    yield Induction(Sum(expanded(k), (k, 1, data)),
                    Sum(q[k] * t[k] ** 2, (k, 1, data)) + 2 * Sum(weight(i) * potential, (i, 1, n))
                    + Sum(weight(i) * Sum(weight(j) * interaction, (j, 1, n)), (i, 1, n)), data, 1, expanded(data + 1),
                    where=[Vectors(q, z, t), data <= last - 1], because="exchange of the sums over data and neurons")


@double_integral.derivation
def by_expanding_the_square():
    """(y − f_ρ)² = y² − 2 y f_ρ + f_ρ² at every datum; V and U collect the sums over the data."""
    yield from _expansion(lambda at: r[at])
    potential = -Sum(p[k] * y[k] * sigma(i, x[k]), (k, 1, m))
    interaction = Sum(p[k] * sigma(i, x[k]) * sigma(j, x[k]), (k, 1, m))
    return Sum(p[k] * y[k] ** 2, (k, 1, m)) + 2 * Sum(r[i] * potential, (i, 1, n)) \
        + Sum(r[i] * Sum(r[j] * interaction, (j, 1, n)), (i, 1, n))


POINTS = [
    dict(a=("3/2", "-2/3"), w=("1/2", "5/3"), b=("1/3", "-1/4"), r=("2/5", "3/5"), p=("1/3", "2/3"), x=("4/5", "-3/2"),
         y=("5/4", "-1/3")),
    dict(a=("5/4", -2, "1/3"), w=("-1/2", "2/3", "7/4"), b=("2/3", "-1/5", 1), r=("1/6", "1/2", "1/3"),
         p=("1/4", "1/2", "1/4"), x=("3/4", "-7/5", "1/3"), y=("2/3", "3/2", -1)),
    dict(a=("7/3", "-3/4", "5/2", "-1/2"), w=("3/2", "-4/5", "1/4", "2/3"), b=("-1/2", "3/4", "1/5", "4/3"),
         r=("1/10", "2/5", "3/10", "1/5"), p=("2/7", "5/7"), x=("5/3", "-1/2"), y=("-3/2", "7/4")),
]


@double_integral.numeric(*POINTS)
def by_running_the_network_on_all_data(a, w, b, r, p, x, y):
    """The mean squared error over the data, in balls."""
    return particle_energy.coefficient(particle_energy.energy(list(zip(a, w, b, strict=True)), r, p, x, y), 0)


def _square_errors(rng, size, a, w, b, masses, p, x, y):
    """(f_*(x) − f(x))² for `size` data drawn from p: shape (size,)."""
    a, w, b, masses, x, y = (np.array([float(e) for e in values]) for values in (a, w, b, masses, x, y))
    drawn = rng.choice(len(x), size=size, p=[float(e) for e in p])
    return (y[drawn] - np.tanh(x[drawn, None] * w + b) @ (masses * a)) ** 2


@double_integral.monte_carlo(*POINTS[:2], moments=BOUNDED)
def error_on_a_random_datum(rng, size, a, w, b, r, p, x, y):
    """Draw a datum and square the error of the averaged network."""
    return _square_errors(rng, size, a, w, b, r, p, x, y)


mean_V, mean_U = 2 * Sum(V, (i, 1, n)), Sum(Sum(U, (j, 1, n)), (i, 1, n))

energy = Theorem(
    name="mean-field-energy",
    title="The squared error of a two-layer network averaged over its neurons",
    claim=Equals(r"\mathbb{E}\big(f_*(x)-\tfrac1n\sum_{i=1}^na_i\tanh(w_ix+b_i)\big)^2,"
                 r"\quad x=x_k\text{ with probability }p_k,\ f_*(x_k)=y_k", constant + mean_V / n + mean_U / n ** 2),
    domain=Domain(Vectors(a, w, b, x, y), Simplex(p)),
    source=Source(PROBABILISTIC_MODELS, "§4.13", verdict="holds",
                  printed=r"C+\frac{2}{n_1}\sum_{i=1}^{n_1}V(\theta_i)+\frac{1}{n_1^2}\sum_{i,j=1}^{n_1}U(\theta_i,\theta_j)"),
    near_misses={"1/n before the pairs": constant + mean_V / n + mean_U / n,
                 "V with the other sign": constant - mean_V / n + mean_U / n ** 2,
                 "off-diagonal pairs only": constant + mean_V / n + (mean_U - Sum(diagonal, (i, 1, n))) / n ** 2,
                 "diagonal pairs only": constant + mean_V / n + Sum(diagonal, (i, 1, n)) / n ** 2},
    covers=["mean-field-energy"],
)


@energy.derivation
def from_the_empirical_measure():
    """r_i = 1/n for every i."""
    yield Cites("mean-field-double-integral", "E f_*² + 2 Σ r_i V(θ_i) + Σ r_i r_j U(θ_i, θ_j)")
    potential = -Sum(p[k] * y[k] * sigma(i, x[k]), (k, 1, m))
    interaction = Sum(p[k] * sigma(i, x[k]) * sigma(j, x[k]), (k, 1, m))
    terms = 2 * Sum(potential, (i, 1, n)) / n + Sum(Sum(interaction, (j, 1, n)), (i, 1, n)) / n ** 2
    yield Equal(2 * Sum(potential / n, (i, 1, n)) + Sum(Sum(interaction / n, (j, 1, n)) / n, (i, 1, n)), terms,
                because="constants out of the sums")
    return Sum(p[k] * y[k] ** 2, (k, 1, m)) + terms


def _uniform(point):
    return {name: value for name, value in point.items() if name != "r"}


@energy.numeric(*map(_uniform, POINTS))
def by_running_the_averaged_network(a, w, b, p, x, y):
    """The mean squared error over the data, in balls; every neuron has the mass 1/n."""
    particles = list(zip(a, w, b, strict=True))
    masses = [particle_energy.series(1) / len(a)] * len(a)
    return particle_energy.coefficient(particle_energy.energy(particles, masses, p, x, y), 0)


@energy.monte_carlo(*map(_uniform, POINTS[:2]), moments=BOUNDED)
def error_of_the_average_on_a_random_datum(rng, size, a, w, b, p, x, y):
    """Draw a datum and square the error of the averaged network."""
    return _square_errors(rng, size, a, w, b, [1 / len(a)] * len(a), p, x, y)


F, G = Vector("F", m, real=True), Vector("G", m, real=True)
t = Symbol("t", positive=True)
loss_rho, loss_nu = Sum(p[k] * (y[k] - F[k]) ** 2, (k, 1, m)), Sum(p[k] * (y[k] - G[k]) ** 2, (k, 1, m))
distance = Sum(p[k] * (F[k] - G[k]) ** 2, (k, 1, m))

mixture = Theorem(
    name="mean-field-energy-mixture",
    title="The squared error is convex along mixtures of measures of neurons",
    claim=Equals(r"R((1-t)\rho+t\nu),\quad f_\rho(x_k)=F_k,\ f_\nu(x_k)=G_k",
                 (1 - t) * loss_rho + t * loss_nu - t * (1 - t) * distance),
    domain=Domain(Vectors(F, G, y), Simplex(p), t < 1),
    source=Source(PROBABILISTIC_MODELS, "§4.13", verdict="companion",
                  printed=r"U(\theta_1,\theta_2)=\mathbb{E}[\sigma_*(x;\theta_1)\sigma_*(x;\theta_2)]"),
    near_misses={"linear": (1 - t) * loss_rho + t * loss_nu, "concave": (1 - t) * loss_rho + t * loss_nu
                 + t * (1 - t) * distance, "loss with ½": (1 - t) * loss_rho + t * loss_nu - t * (1 - t) * distance / 2},
    covers=["mean-field-energy"],
)


@mixture.derivation
def termwise():
    """f is linear in the measure, and the square is a quadratic function with leading coefficient 1."""
    c, left, right, target = symbols("c f g y", real=True)
    yield Equal((target - (1 - t) * left - t * right) ** 2,
                (1 - t) * (target - left) ** 2 + t * (target - right) ** 2 - t * (1 - t) * (left - right) ** 2,
                because="at every datum")
    yield AtMostStep(0, c * t * (1 - t) * (left - right) ** 2, where=[c >= 0], because="so R is below its chords: U is "
                     "positive semi-definite")
    one, two = Sum(p[k] * (y[k] - F[k]) ** 2, (k, 1, m)), Sum(p[k] * (y[k] - G[k]) ** 2, (k, 1, m))
    gap = Sum(p[k] * (F[k] - G[k]) ** 2, (k, 1, m))
    yield Equal(Sum(p[k] * (y[k] - (1 - t) * F[k] - t * G[k]) ** 2, (k, 1, m)), (1 - t) * one + t * two - t * (1 - t) * gap,
                because="averaged over the data")
    return (1 - t) * one + t * two - t * (1 - t) * gap


MIXTURES = [dict(F=("3/2", "-1/3"), G=("2/5", "7/4"), y=("1/4", "5/3"), p=("1/3", "2/3"), t="1/4"),
            dict(F=("-5/4", "2/3", "4/3"), G=(3, "-1/2", "1/5"), y=("6/5", -2, "3/4"), p=("1/6", "1/2", "1/3"), t="3/5"),
            dict(F=("7/2",), G=("-2/3",), y=("5/4",), p=(1,), t="1/3")]


@mixture.numeric(*MIXTURES)
def by_running_both_networks(F, G, y, p, t):
    """Average both networks' outputs with the masses 1 − t and t on every datum."""
    return sum(q * (label - ((1 - t) * f + t * g)) ** 2 for q, label, f, g in zip(p, y, F, G, strict=True))


@mixture.monte_carlo(*MIXTURES[:2], moments=FiniteFourthMoment(m >= 1, "the data distribution has finitely many atoms"))
def error_of_the_mixture_on_a_random_datum(rng, size, F, G, y, p, t):
    """Draw a datum and square the error of the mixture."""
    outputs, others, labels = (np.array([float(e) for e in values]) for values in (F, G, y))
    drawn = rng.choice(len(labels), size=size, p=[float(e) for e in p])
    return (labels[drawn] - (1 - float(t)) * outputs[drawn] - float(t) * others[drawn]) ** 2
