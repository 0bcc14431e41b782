r"""Gradient flow of the neurons and the partial differential equation of their empirical measure.

Statement.  Let f(x) = (1/n) Σ a_i tanh(w_i x + b_i), R the mean squared error over data (x_k, y_k) of probabilities p_k, and
Ψ(θ; ρ) = E[(f_ρ − f_*) σ_*(x; θ)].  Under gradient flow in the time scale of the mean field, θ̇_i = −n ∂R/∂θ_i, every neuron
moves by θ̇_i = −2∇Ψ(θ_i; ρ_t), and the empirical measure ρ_t of the neurons satisfies at every n

    d/dt ∫ φ dρ_t = −2 ∫ ∇φ·∇Ψ(θ; ρ_t) ρ_t(dθ),  that is  ∂_t ρ = 2 div(ρ ∇Ψ)  in the weak sense,
    dR/dt = −4 ∫ ‖∇Ψ‖² dρ_t.

Idea.  n ∂R/∂θ_i = −2 E[(f_* − f) ∇σ_*(x; θ_i)]: the own contribution of neuron i to f is part of f_ρ.

Notes.  Plain gradient descent θ̇ = −∇R, without the factor n, moves at the speed (2/n)∇Ψ: the learning rate has to grow
with n.  The exponentials φ(θ) = exp⟨λ, θ⟩ determine a measure of bounded support.

References.  S. Mei, A. Montanari & P.-M. Nguyen, PNAS 115 (2018); G. Rotskoff & E. Vanden-Eijnden, NeurIPS 2018.
"""

from flint import arb
from sympy import Derivative, Subs, Sum, Symbol, exp, symbols, tanh

from numerics import particle_energy
from numerics.hyperbolic_entropy import ball
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import Cites, Domain, Equal, Equals, Erratum, Simplex, Source, Theorem, Vector, Vectors

n, m = symbols("n m", integer=True, positive=True)
i, j, k = symbols("i j k", integer=True)
l = Symbol("l", integer=True, positive=True)
a, w, b = (Vector(name, n, real=True, nonzero=True) for name in "awb")
x, y = (Vector(name, m, real=True, nonzero=True) for name in "xy")
p = Vector("p", m)
u, v, c = symbols("u v c", real=True, nonzero=True)


def activation(at, datum):
    """tanh(w_i x + b_i)."""
    return tanh(w[at] * datum + b[at])


def slope(at, datum):
    """The derivative of σ_*(x; θ) at θ_i along (u, v, c)."""
    return u * activation(at, datum) + a[at] * (v * datum + c) * (1 - activation(at, datum) ** 2)


def output(datum):
    """f(x)."""
    return Sum(a[j] * activation(j, datum), (j, 1, n)) / n


def drift(at, factor=2):
    """−factor ⟨(u, v, c), ∇Ψ(θ_i; ρ)⟩."""
    return -factor * Sum(p[k] * (output(x[k]) - y[k]) * slope(at, x[k]), (k, 1, m))


PDE = r"\partial_t\rho_t=2\operatorname{div}_\theta(\rho_t\nabla_\theta\Psi(\theta,\rho_t))"
SETTING = r"\dot\theta_i=-n\,\partial R/\partial\theta_i"
UNSAMPLED = "A deterministic flow: nothing is random."
halved = -2 * Sum(p[k] * (output(x[k]) / 2 - y[k]) * slope(l, x[k]), (k, 1, m))
without_own = -2 * Sum(p[k] * (output(x[k]) - a[l] * activation(l, x[k]) / n - y[k]) * slope(l, x[k]), (k, 1, m))

velocity = Theorem(
    name="mean-field-particle-velocity",
    title="Velocity of a neuron under gradient flow in the mean-field time scale",
    claim=Equals(r"\langle(u,v,c),\dot\theta_l\rangle,\quad " + SETTING, drift(l)),
    domain=Domain(Vectors(a, w, b, x, y), Simplex(p), u, v, c, l <= n),
    source=Source(PROBABILISTIC_MODELS, "§4.13", verdict="holds under a condition", printed=PDE),
    errata=[Erratum(printed=r"\text{when we do gradient descent}", formula=drift(l) / n,
                    wrong="plain gradient descent on R moves n times slower; the learning rate has to be multiplied by n")],
    near_misses={"factor 1": drift(l, 1), "Ψ = V + ½∫U": halved, "without the own contribution": without_own,
                 "uphill": -drift(l)},
    covers=["mean-field-flow"],
    unsampled=UNSAMPLED,
)


@velocity.derivation
def along_a_direction():
    """At every datum n d/ds (y − (O + σ_*(x; θ + s(u, v, c)))/n)² = −2(y − f) ⟨(u, v, c), ∇σ_*⟩, O the other neurons."""
    s, A, W, B, O, z, t = symbols("s A W B O z t", real=True)
    moved = (O + (A + s * u) * tanh((W + s * v) * z + B + s * c)) / n
    own = tanh(W * z + B)
    along = u * own + A * (v * z + c) * (1 - own ** 2)
    yield Equal(-n * Subs(Derivative((t - moved) ** 2, s), s, 0), -2 * ((O + A * own) / n - t) * along,
                because="O + σ_*(x; θ_l) = n f")
    average = Sum(a[j] * tanh(w[j] * x[k] + b[j]), (j, 1, n)) / n
    own = tanh(w[l] * x[k] + b[l])
    along = u * own + a[l] * (v * x[k] + c) * (1 - own ** 2)
    total = -2 * Sum(p[k] * (average - y[k]) * along, (k, 1, m))
    yield Equal(Sum(p[k] * -2 * (average - y[k]) * along, (k, 1, m)), total, because="the mean over the data")
    return total


DATA = [
    dict(a=("3/2", "-2/3"), w=("1/2", "5/3"), b=("1/3", "-1/4"), p=("1/3", "2/3"), x=("4/5", "-3/2"), y=("5/4", "-1/3"),
         u="2/3", v="-5/4", c="3/7"),
    dict(a=("5/4", -2, "1/3"), w=("-1/2", "2/3", "7/4"), b=("2/3", "-1/5", 1), p=("1/4", "1/2", "1/4"),
         x=("3/4", "-7/5", "1/3"), y=("2/3", "3/2", -1), u="-4/5", v="1/3", c="7/6"),
    dict(a=("7/3", "-3/4", "5/2", "-1/2"), w=("3/2", "-4/5", "1/4", "2/3"), b=("-1/2", "3/4", "1/5", "4/3"),
         p=("2/7", "5/7"), x=("5/3", "-1/2"), y=("-3/2", "7/4"), u="5/4", v="2/7", c="-3/5"),
]


def _flow(a, w, b, p, x, y):
    """The neurons, their masses 1/n, and their velocities −n ∂R/∂θ_i, in balls."""
    particles, masses = list(zip(a, w, b, strict=True)), [particle_energy.series(1) / len(a)] * len(a)
    slopes = particle_energy.gradient(particles, masses, p, x, y)
    return particles, masses, [[-len(a) * partial for partial in row] for row in slopes]


@velocity.numeric(dict(DATA[0], l=2), dict(DATA[1], l=1), dict(DATA[1], l=3), dict(DATA[2], l=4))
def by_differentiating_the_error(a, w, b, p, x, y, u, v, c, l):
    """−n times the gradient of the mean squared error, each coordinate by a power series."""
    own = _flow(a, w, b, p, x, y)[2][l - 1]
    return sum((ball(d) * s for d, s in zip((u, v, c), own, strict=True)), arb(0))


def exponential(at):
    """φ(θ_i) = exp(u a_i + v w_i + c b_i)."""
    return exp(u * a[at] + v * w[at] + c * b[at])


weak_form = Theorem(
    name="mean-field-weak-form",
    title="The empirical measure of the neurons solves the mean-field equation at every width",
    claim=Equals(r"\tfrac{d}{dt}\int\varphi\,d\rho_t,\quad\varphi(\theta)=e^{ua+vw+cb},"
                 r"\ \rho_t=\tfrac1n\sum_i\delta_{\theta_i},\ " + SETTING, Sum(exponential(i) * drift(i), (i, 1, n)) / n),
    domain=Domain(Vectors(a, w, b, x, y), Simplex(p), u, v, c),
    source=Source(PROBABILISTIC_MODELS, "§4.13", verdict="holds under a condition", printed=PDE),
    near_misses={"plain gradient descent": Sum(exponential(i) * drift(i), (i, 1, n)) / n ** 2,
                 "factor 1": Sum(exponential(i) * drift(i, 1), (i, 1, n)) / n,
                 "uphill": -Sum(exponential(i) * drift(i), (i, 1, n)) / n,
                 "not averaged": Sum(exponential(i) * drift(i), (i, 1, n))},
    covers=["mean-field-flow"],
    unsampled=UNSAMPLED,
)


@weak_form.derivation
def by_the_chain_rule():
    """d/dt φ(θ_i) = ⟨∇φ, θ̇_i⟩ with ∇φ = φ (u, v, c); and the equation tested against φ, by parts."""
    s, A, W, B, alpha, omega, beta = symbols("s A W B alpha omega beta", real=True)
    phi = exp(u * (A + s * alpha) + v * (W + s * omega) + c * (B + s * beta))
    yield Equal(Subs(Derivative(phi, s), s, 0), exp(u * A + v * W + c * B) * (u * alpha + v * omega + c * beta),
                because="a neuron at (A, W, B) with the velocity (α, ω, β); ∇φ = φ (u, v, c)")
    yield Cites("mean-field-particle-velocity", "⟨(u, v, c), θ̇_i⟩ = −2⟨(u, v, c), ∇Ψ(θ_i; ρ)⟩")
    t0, t1, r0, r1, p1, p2 = symbols("t0 t1 r0 r1 p1 p2", real=True)
    flux = 2 * (r0 + s * r1) * (p1 + s * p2)
    yield Equal(Subs(Derivative((t0 + s * t1) * flux, s), s, 0), t0 * Subs(Derivative(flux, s), s, 0) + 2 * t1 * r0 * p1,
                because="in each coordinate (φ · 2ρΨ')' = φ (2ρΨ')' + 2φ'ρΨ', from the values and slopes at a point: by "
                        "parts ∫ φ 2 div(ρ∇Ψ) = −2 ∫ ⟨∇φ, ∇Ψ⟩ dρ, which is the weak form")
    average = Sum(a[j] * tanh(w[j] * x[k] + b[j]), (j, 1, n)) / n
    own = tanh(w[i] * x[k] + b[i])
    along = u * own + a[i] * (v * x[k] + c) * (1 - own ** 2)
    weight = exp(u * a[i] + v * w[i] + c * b[i])
    total = Sum(weight * -2 * Sum(p[k] * (average - y[k]) * along, (k, 1, m)), (i, 1, n)) / n
    yield Equal(Sum(weight * -2 / n * Sum(p[k] * (average - y[k]) * along, (k, 1, m)), (i, 1, n)), total,
                because="the mean over the neurons")
    return total


@weak_form.numeric(*DATA)
def by_moving_all_neurons(a, w, b, p, x, y, u, v, c):
    """Move every neuron along the flow to first order in t and average φ, as power series in balls."""
    particles, masses, velocities = _flow(a, w, b, p, x, y)
    total = particle_energy.series(0)
    for mass, theta in zip(masses, particle_energy.moving(particles, velocities), strict=True):
        total += mass * sum(particle_energy.series(d) * e for d, e in zip((u, v, c), theta, strict=True)).exp()
    return particle_energy.coefficient(total, 1)


g = Vector("g", m, real=True, nonzero=True)
gradient_a = Sum(p[k] * g[k] * activation(i, x[k]), (k, 1, m))
gradient_w = Sum(p[k] * g[k] * a[i] * x[k] * (1 - activation(i, x[k]) ** 2), (k, 1, m))
gradient_b = Sum(p[k] * g[k] * a[i] * (1 - activation(i, x[k]) ** 2), (k, 1, m))
dissipated = -4 * Sum(gradient_a ** 2 + gradient_w ** 2 + gradient_b ** 2, (i, 1, n)) / n

dissipation = Theorem(
    name="mean-field-dissipation",
    title="Rate at which the squared error decreases along the mean-field flow",
    claim=Equals(r"\tfrac{d}{dt}R(\rho_t),\quad " + SETTING + r",\ f(x_k)-y_k=g_k", dissipated),
    domain=Domain(Vectors(a, w, b, x, g), Simplex(p)),
    source=Source(PROBABILISTIC_MODELS, "§4.13", verdict="companion", printed=PDE),
    near_misses={"factor 2": dissipated / 2, "not averaged": dissipated * n, "without the time scale": dissipated / n,
                 "output weights only": -4 * Sum(gradient_a ** 2, (i, 1, n)) / n},
    covers=["mean-field-flow"],
    unsampled=UNSAMPLED,
)


@dissipation.derivation
def of_a_gradient_flow():
    """dR/dt = Σ ⟨∂R/∂θ_i, θ̇_i⟩ with θ̇_i = −n ∂R/∂θ_i = −2∇Ψ."""
    A, W, B = symbols("A W B", real=True)
    yield Cites("mean-field-particle-velocity", "−n ∂R/∂θ_i = −2∇Ψ(θ_i; ρ), in all three directions")
    yield Equal(2 * A / n * (-2 * A) + 2 * W / n * (-2 * W) + 2 * B / n * (-2 * B), -4 * (A ** 2 + W ** 2 + B ** 2) / n,
                because="one neuron with ∇Ψ = (A, W, B)")
    own = tanh(w[i] * x[k] + b[i])
    partials = [Sum(p[k] * g[k] * factor, (k, 1, m)) for factor in (own, a[i] * x[k] * (1 - own ** 2),
                                                                    a[i] * (1 - own ** 2))]
    total = -4 * Sum(sum(partial ** 2 for partial in partials), (i, 1, n)) / n
    yield Equal(Sum(-4 * sum(partial ** 2 for partial in partials) / n, (i, 1, n)), total,
                because="∇Ψ = E[(f − f_*) ∇σ_*], summed over the neurons")
    return total


RESIDUALS = [{**{name: value for name, value in point.items() if name not in "yuvc"}, "g": point["y"]} for point in DATA]


@dissipation.numeric(*RESIDUALS)
def by_moving_along_the_flow(a, w, b, p, x, g):
    """Move every neuron along the flow to first order in t and read off the slope of the error."""
    neurons, masses = list(zip(a, w, b, strict=True)), [particle_energy.series(1) / len(a)] * len(a)
    y = [particle_energy.network(neurons, masses, datum)[0] - gap for datum, gap in zip(x, map(ball, g), strict=True)]
    particles, masses, velocities = _flow(a, w, b, p, x, y)
    return particle_energy.coefficient(
        particle_energy.energy(particle_energy.moving(particles, velocities), masses, p, x, y), 1)
