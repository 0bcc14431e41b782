r"""First variation of the squared error with respect to the measure of the neurons.

Statement.  Let R(ρ) = E(f_* − f_ρ)² = C + 2 ∫ V dρ + ∬ U dρ dρ and Ψ(θ; ρ) = V(θ) + ∫ U(θ, θ') ρ(dθ').  For any two
probability measures ρ and ν

    d/dε R((1 − ε)ρ + εν) at ε = 0  is  2 ∫ Ψ(θ; ρ) (ν − ρ)(dθ),

so the first variation δR/δρ is 2Ψ, up to a constant.  Moreover Ψ(θ; ρ) = E[(f_ρ − f_*) σ_*(x; θ)].

Idea.  The square has the slope −2(f_* − f_ρ)(f_ν − f_ρ) at every datum; U is symmetric, so both variables of ∬ U count.

Notes.  ρ minimises R (which is convex) if and only if Ψ(·; ρ) is least on the support of ρ.

References.  S. Mei, A. Montanari & P.-M. Nguyen, PNAS 115 (2018).
"""

import numpy as np
from sympy import Derivative, Subs, Sum, symbols, tanh

from numerics import particle_energy
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import (
    Domain,
    Equal,
    Equals,
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
r, q = Vector("r", n), Vector("q", n)
x, y = (Vector(name, m, real=True, nonzero=True) for name in "xy")
p = Vector("p", m)


def sigma(at, datum):
    """σ_*(x; θ_i)."""
    return a[at] * tanh(w[at] * datum + b[at])


V = -Sum(p[k] * y[k] * sigma(i, x[k]), (k, 1, m))
pull = Sum(r[j] * Sum(p[k] * sigma(i, x[k]) * sigma(j, x[k]), (k, 1, m)), (j, 1, n))
pull_nu = Sum(q[j] * Sum(p[k] * sigma(i, x[k]) * sigma(j, x[k]), (k, 1, m)), (j, 1, n))


def _tested(potential):
    """∫ potential d(ν − ρ)."""
    return Sum((q[i] - r[i]) * potential, (i, 1, n))


first_variation = Theorem(
    name="mean-field-first-variation",
    title="First variation of the squared error with respect to the measure of the neurons",
    claim=Equals(r"\tfrac{d}{d\epsilon}R((1-\epsilon)\rho+\epsilon\nu)\big|_{\epsilon=0},\quad "
                 r"\rho=\sum_ir_i\delta_{\theta_i},\ \nu=\sum_iq_i\delta_{\theta_i}", 2 * _tested(V + pull)),
    domain=Domain(Vectors(a, w, b, x, y), Simplex(p, r, q)),
    source=Source(PROBABILISTIC_MODELS, "§4.13", verdict="holds",
                  printed=r"\Psi(\theta;\rho)=V(\theta)+\int U(\theta,\theta')\rho(d\theta')"),
    near_misses={"without the factor 2": _tested(V + pull), "Ψ = V + ½∫U": 2 * _tested(V + pull / 2),
                 "Ψ at ν": 2 * _tested(V + pull_nu), "V with the other sign": 2 * _tested(pull - V),
                 "not tested against −ρ": 2 * Sum(q[i] * (V + pull), (i, 1, n))},
    covers=["mean-field-flow"],
)


@first_variation.derivation
def by_the_slope_at_every_datum():
    """d/dε of (y − F − ε(G − F))² with F = f_ρ and G = f_ν, then the sums over data and neurons exchanged."""
    epsilon, target, left, right = symbols("epsilon t F G", real=True)
    yield Equal(Subs(Derivative((target - left - epsilon * (right - left)) ** 2, epsilon), epsilon, 0),
                2 * (left - target) * (right - left), because="f_ρ is linear in ρ")
    data, last = symbols("M K", integer=True, positive=True)
    P, z, t = Vector("P", last), Vector("z", last, real=True), Vector("t", last, real=True)

    def slope(at):
        output, move = (Sum(weight * sigma(i, z[at]), (i, 1, n)) for weight in (r[i], q[i] - r[i]))
        return P[at] * 2 * (output - t[at]) * move
    potential = -Sum(P[k] * t[k] * sigma(i, z[k]), (k, 1, data)) + Sum(
        r[j] * Sum(P[k] * sigma(i, z[k]) * sigma(j, z[k]), (k, 1, data)), (j, 1, n))
    yield Induction(Sum(slope(k), (k, 1, data)), 2 * Sum((q[i] - r[i]) * potential, (i, 1, n)), data, 1, slope(data + 1),
                    where=[Vectors(P, z, t), data <= last - 1],
                    because="2 E[(f_ρ − f_*)(f_ν − f_ρ)] = 2 ∫ Ψ d(ν − ρ), the data added one by one")
    potential = -Sum(p[k] * y[k] * sigma(i, x[k]), (k, 1, m)) + Sum(
        r[j] * Sum(p[k] * sigma(i, x[k]) * sigma(j, x[k]), (k, 1, m)), (j, 1, n))
    return 2 * Sum((q[i] - r[i]) * potential, (i, 1, n))


POINTS = [
    dict(a=("3/2", "-2/3"), w=("1/2", "5/3"), b=("1/3", "-1/4"), r=("2/5", "3/5"), q=("3/4", "1/4"), p=("1/3", "2/3"),
         x=("4/5", "-3/2"), y=("5/4", "-1/3")),
    dict(a=("5/4", -2, "1/3"), w=("-1/2", "2/3", "7/4"), b=("2/3", "-1/5", 1), r=("1/6", "1/2", "1/3"),
         q=("1/2", "1/8", "3/8"), p=("1/4", "1/2", "1/4"), x=("3/4", "-7/5", "1/3"), y=("2/3", "3/2", -1)),
    dict(a=("7/3", "-3/4", "5/2"), w=("3/2", "-4/5", "1/4"), b=("-1/2", "3/4", "1/5"), r=("1/10", "2/5", "1/2"),
         q=("3/5", "1/5", "1/5"), p=("2/7", "5/7"), x=("5/3", "-1/2"), y=("-3/2", "7/4")),
]


@first_variation.numeric(*POINTS)
def by_a_power_series_in_the_mass(a, w, b, r, q, p, x, y):
    """The coefficient of ε in the error of the network with the masses r + ε(q − r), in balls."""
    masses = [particle_energy.series(old, new - old) for old, new in zip(r, q, strict=True)]
    return particle_energy.coefficient(particle_energy.energy(list(zip(a, w, b, strict=True)), masses, p, x, y), 1)


@first_variation.monte_carlo(*POINTS[:2], moments=FiniteFourthMoment(n >= 1, "the data distribution has finitely many atoms"))
def symmetric_difference_on_a_random_datum(rng, size, a, w, b, r, q, p, x, y):
    """Half the difference of the errors at ε = 1 and ε = −1: on every datum the error is quadratic in ε."""
    a, w, b, r, q, x, y = (np.array([float(e) for e in values]) for values in (a, w, b, r, q, x, y))
    drawn = rng.choice(len(x), size=size, p=[float(e) for e in p])
    neurons = a * np.tanh(x[drawn, None] * w + b)
    return ((y[drawn] - neurons @ q) ** 2 - (y[drawn] - neurons @ (2 * r - q)) ** 2) / 2


f = Vector("f", m, real=True)
h, g, c = symbols("a w b", real=True)

potential_as_residual = Theorem(
    name="mean-field-potential",
    title="The potential of a neuron is the correlation of its output with the residual",
    claim=Equals(r"\Psi(\theta;\rho)=V(\theta)+\int U(\theta,\theta')\rho(d\theta'),\quad \theta=(a,w,b),\ f_\rho(x_k)=f_k",
                 Sum(p[k] * (f[k] - y[k]) * h * tanh(g * x[k] + c), (k, 1, m))),
    domain=Domain(Vectors(x, y, f), Simplex(p), h, g, c),
    source=Source(PROBABILISTIC_MODELS, "§4.13", verdict="companion",
                  printed=r"\Psi(\theta;\rho)=V(\theta)+\int U(\theta,\theta')\rho(d\theta')"),
    near_misses={"residual of the other sign": Sum(p[k] * (y[k] - f[k]) * h * tanh(g * x[k] + c), (k, 1, m)),
                 "V only": -Sum(p[k] * y[k] * h * tanh(g * x[k] + c), (k, 1, m)),
                 "half the interaction": Sum(p[k] * (f[k] / 2 - y[k]) * h * tanh(g * x[k] + c), (k, 1, m))},
    covers=["mean-field-flow"],
)


@potential_as_residual.derivation
def by_linearity():
    """V = −E[f_* σ_*] and ∫ U(θ, ·) dρ = E[σ_*(x; θ) f_ρ(x)]."""
    neuron = h * tanh(g * x[k] + c)
    total = Sum(p[k] * (f[k] - y[k]) * neuron, (k, 1, m))
    yield Equal(-Sum(p[k] * y[k] * neuron, (k, 1, m)) + Sum(p[k] * f[k] * neuron, (k, 1, m)), total, because="one sum")
    return total


NEURONS = [dict(a="3/2", w="1/2", b="-1/3", p=("1/3", "2/3"), x=("4/5", "-3/2"), y=("5/4", "-1/3"), f=("2/3", "3/4")),
           dict(a="-4/3", w="7/4", b="2/5", p=("1/2", "1/6", "1/3"), x=("-3/4", "2/3", 2), y=(-1, "7/3", "1/2"),
                f=("3/2", "-1/4", "6/5")),
           dict(a="2/3", w="-5/3", b=1, p=("3/4", "1/4"), x=("1/5", "-9/4"), y=("-7/5", 3), f=("8/3", "-4/5"))]


@potential_as_residual.numeric(*NEURONS)
def by_moving_mass_to_the_neuron(a, w, b, p, x, y, f):
    """Half the slope of E(f_* − f_ρ − εσ_*)² in the mass ε that is put on the neuron, in balls."""
    total = particle_energy.series(0)
    for probability, datum, label, output in zip(p, x, y, f, strict=True):
        moved = particle_energy.neuron((a, w, b), datum)
        gap = particle_energy.series(label - output) - particle_energy.series(0, 1) * moved
        total += particle_energy.series(probability) * gap * gap
    return particle_energy.coefficient(total, 1) / 2


@potential_as_residual.monte_carlo(*NEURONS[:2], moments=FiniteFourthMoment(m >= 1, "the data distribution has finitely many "
                                                                                    "atoms"))
def symmetric_difference_of_the_added_mass(rng, size, a, w, b, p, x, y, f):
    """A quarter of the difference of the errors at ε = 1 and ε = −1 on a random datum."""
    x, y, f = (np.array([float(e) for e in values]) for values in (x, y, f))
    drawn = rng.choice(len(x), size=size, p=[float(e) for e in p])
    gap, neuron = y[drawn] - f[drawn], float(a) * np.tanh(float(w) * x[drawn] + float(b))
    return ((gap - neuron) ** 2 - (gap + neuron) ** 2) / 4
