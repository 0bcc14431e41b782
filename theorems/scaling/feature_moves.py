r"""The first move of the features: why the maximal update parametrisation is the only one of its kind.

Statement.  Let f(x) = v·(W(u x)) be a linear network with two hidden layers of width n and scalar input, the entries of u, W
and v normal with the standard deviations n^(−s₁), n^(−s₂), n^(−s₃).  One step of gradient descent with the learning rates
η n^(−r₁), η n^(−r₂), from the derivative χ of the loss at the output, moves a feature by the own weights of its layer with

    E (Δh¹_i)² = (ηχ)² x⁴ n^(1 − 2r₁ − 2s₂ − 2s₃),        E (Δh²_i)² = (ηχ)² x⁴ n(n + 2) n^(−2r₂ − 4s₁ − 2s₃).

Let s₁ = 0, s₂ = ½ and let every layer keep its share of the tangent kernel as n → ∞.  Then both are of order n^(2s₃ − 2):
features rest for s₃ = ½ (neural tangent parametrisation), explode for s₃ > 1, and move by a distance that neither vanishes
nor explodes if and only if s₃ = 1 with the learning rates n, 1, 1/n: the maximal update parametrisation.

Idea.  Δh¹ = −ηχ x² n^(−r₁) Wᵀv and Δh² = −ηχ n^(−r₂) ‖h¹‖² v.

Notes.  "As much as possible without exploding" thus fixes all exponents; the gain over the neural tangent parametrisation is
a factor √n in the typical move.

References.  G. Yang & E. J. Hu, Feature learning in infinite-width neural networks, ICML 2021.
"""

from fractions import Fraction

from flint import arb
from sympy import And, Derivative, Eq, Integral, Sum, Symbol, exp, oo, pi, sqrt, symbols

from numerics.blocks import fill_blocks
from numerics.gaussian_geometry import radial_mean
from numerics.hyperbolic_entropy import ball
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import Cites, Domain, Equal, Equals, FiniteFourthMoment, Holds, Limit, Solves, Source, Theorem

n = Symbol("n", integer=True, positive=True)
i, j = symbols("i j", integer=True)
x, eta, chi = symbols("x eta chi", positive=True)
s1, s2, s3, r1, r2, r3 = symbols("s1 s2 s3 r1 r2 r3", real=True)
MU = r"\text{make each parameter move as much as possible as the sizes go to infinity, without exploding}"
SETTING = r"f=v\cdot Wux,\ \operatorname{sd}=n^{-s_1},n^{-s_2},n^{-s_3}\text{ for }u,W,v"
NORMAL = FiniteFourthMoment(n >= 1, "a polynomial in Gaussians")

first_move = Theorem(
    name="first-layer-feature-move",
    title="First move of the features of the first layer of a linear network",
    claim=Equals(r"\mathbb{E}\,(\Delta h^1_i)^2,\quad \Delta u=-\eta n^{-r_1}\chi\,\partial f/\partial u,\ " + SETTING,
                 eta ** 2 * chi ** 2 * x ** 4 * n ** (1 - 2 * r1 - 2 * s2 - 2 * s3)),
    domain=Domain(n, x, eta, chi, r1, s2, s3),
    source=Source(PROBABILISTIC_MODELS, "§4.14", verdict="companion", printed=MU),
    near_misses={"sum of n neurons": eta ** 2 * chi ** 2 * x ** 4 * n ** (2 - 2 * r1 - 2 * s2 - 2 * s3),
                 "not summed": eta ** 2 * chi ** 2 * x ** 4 * n ** (-2 * r1 - 2 * s2 - 2 * s3),
                 "one x²": eta ** 2 * chi ** 2 * x ** 2 * n ** (1 - 2 * r1 - 2 * s2 - 2 * s3)},
    covers=["mu-parametrization-scaling"],
)


@first_move.derivation
def by_one_step_of_the_first_layer():
    """Δh¹_i = −ηχ n^(−r₁) x · x Σ_j v_j W_ji."""
    slope, rest, u, variance = symbols("g f0 u V", real=True)
    yield Equal(Derivative(rest + slope * u * x, u), slope * x, because="f is linear in u_i, with the slope (Wᵀv)_i x")
    yield Equal(Sum(variance, (j, 1, n)), n * variance, because="E (Σ_j v_j W_ji)² for independent entries of mean 0")
    square = eta ** 2 * n ** (-2 * r1) * chi ** 2 * x ** 4
    yield Equal(square * n * (n ** (-2 * s2) * n ** (-2 * s3)),
                eta ** 2 * chi ** 2 * x ** 4 * n ** (1 - 2 * r1 - 2 * s2 - 2 * s3),
                because="variances n^(−2s₂) and n^(−2s₃), V their product")
    return eta ** 2 * chi ** 2 * x ** 4 * n ** (1 - 2 * r1 - 2 * s2 - 2 * s3)


def _power(width, exponent):
    """width^exponent as a ball."""
    return (ball(exponent) * arb(width).log()).exp()


FIRST = [dict(n=3, x="3/2", eta="2/5", chi="5/4", r1="-1/2", s2="1/2", s3="2/3"),
         dict(n=5, x="2/3", eta="3/4", chi="7/3", r1="1/3", s2="3/4", s3="-1/4"),
         dict(n=10, x="5/4", eta="1/3", chi="2/3", r1=-1, s2="1/2", s3="5/4")]


@first_move.numeric(*FIRST)
def by_rotating_the_weights(n, x, eta, chi, r1, s2, s3):
    """Given v, (Wᵀv)_i is normal of length ‖v‖: moments of a Gaussian of n dimensions and of one, by ball quadrature."""
    backward = radial_mean(n, 2) * radial_mean(1, 2) * _power(n, -2 * s2) * _power(n, -2 * s3)
    step = ball(eta) * ball(chi) * _power(n, -r1) * ball(x)
    return step ** 2 * backward * ball(x) ** 2


@first_move.monte_carlo(*FIRST[:2], moments=NORMAL)
def first_features_after_a_step(rng, size, n, x, eta, chi, r1, s2, s3):
    """Draw W and v, take a step in u, and square the move of the first feature."""
    scales = [float(n) ** -float(s) for s in (s2, s3)]

    def draw(count):
        weights, last = rng.standard_normal((count, n, n)) * scales[0], rng.standard_normal((count, 1, n)) * scales[1]
        gradient = (last @ weights)[:, 0] * float(x)
        return ((-float(eta) * float(n) ** -float(r1) * float(chi) * gradient)[:, 0] * float(x)) ** 2
    return fill_blocks(size, 16 * n * (n + 1), draw)


second_move = Theorem(
    name="hidden-layer-feature-move",
    title="First move of the features of the second hidden layer of a linear network",
    claim=Equals(r"\mathbb{E}\,(\Delta W h^1)_i^2,\quad \Delta W=-\eta n^{-r_2}\chi\,\partial f/\partial W,\ " + SETTING,
                 eta ** 2 * chi ** 2 * x ** 4 * n * (n + 2) * n ** (-2 * r2 - 4 * s1 - 2 * s3)),
    domain=Domain(n, x, eta, chi, r2, s1, s3),
    source=Source(PROBABILISTIC_MODELS, "§4.14", verdict="companion", printed=MU),
    near_misses={"squared mean": eta ** 2 * chi ** 2 * x ** 4 * n ** (2 - 2 * r2 - 4 * s1 - 2 * s3),
                 "one coordinate": 3 * eta ** 2 * chi ** 2 * x ** 4 * n ** (-2 * r2 - 4 * s1 - 2 * s3),
                 "summed over the neurons": eta ** 2 * chi ** 2 * x ** 4 * n ** 2 * (n + 2) * n ** (-2 * r2 - 4 * s1 - 2 * s3)},
    covers=["mu-parametrization-scaling"],
)


@second_move.derivation
def by_one_step_of_the_hidden_layer():
    """∂f/∂W_ij = v_i h_j, so (ΔW h)_i = −ηχ n^(−r₂) v_i Σ_j h_j² with h_j = u_j x."""
    g, rest, w, left, right = symbols("g f0 w v h", real=True)
    yield Equal(Derivative(rest + left * w * right, w), left * right, because="f is linear in W_ij")
    yield Equal(Integral(g ** 4 * exp(-g ** 2 / 2) / sqrt(2 * pi), (g, -oo, oo)), 3, because="fourth moment of a Gaussian")
    yield Equal(Sum(3 + Sum(1, (j, 1, n - 1)), (i, 1, n)), n * (n + 2),
                because="E (Σ u_j²)² = Σ_j E u_j⁴ + Σ_{j≠l} E u_j² E u_l², for variance one")
    square = eta ** 2 * n ** (-2 * r2) * chi ** 2 * x ** 4
    yield Equal(square * n ** (-2 * s3) * (n * (n + 2) * n ** (-4 * s1)),
                eta ** 2 * chi ** 2 * x ** 4 * n * (n + 2) * n ** (-2 * r2 - 4 * s1 - 2 * s3),
                because="v_i is independent of u")
    return eta ** 2 * chi ** 2 * x ** 4 * n * (n + 2) * n ** (-2 * r2 - 4 * s1 - 2 * s3)


SECOND = [dict(n=3, x="3/2", eta="2/5", chi="5/4", r2="1/2", s1="1/3", s3="2/3"),
          dict(n=5, x="2/3", eta="3/4", chi="7/3", r2="-1/3", s1="1/4", s3="5/4"),
          dict(n=10, x="5/4", eta="1/3", chi="2/3", r2=1, s1="-1/4", s3="1/2")]


@second_move.numeric(*SECOND)
def by_the_length_of_the_first_layer(n, x, eta, chi, r2, s1, s3):
    """E ‖u‖⁴ and E v_i² by ball quadrature over the length of a Gaussian vector."""
    step = ball(eta) * ball(chi) * _power(n, -r2)
    forward = radial_mean(n, 4) * _power(n, -s1) ** 4 * ball(x) ** 4
    return step ** 2 * radial_mean(1, 2) * _power(n, -s3) ** 2 * forward


@second_move.monte_carlo(*SECOND[:2], moments=NORMAL)
def second_features_after_a_step(rng, size, n, x, eta, chi, r2, s1, s3):
    """Draw u and v, take a step in W, and square the move of the second feature that it makes."""
    scales = [float(n) ** -float(s) for s in (s1, s3)]

    def draw(count):
        hidden, last = (scale * rng.standard_normal((count, n)) for scale in scales)
        hidden *= float(x)
        moved = -float(eta) * float(n) ** -float(r2) * float(chi) * last[:, :, None] * hidden[:, None, :]
        return (moved @ hidden[:, :, None])[:, 0, 0] ** 2
    return fill_blocks(size, 16 * n * (n + 2), draw)


UNIT = (r"\mathbb{E}\,(\Delta W h^1)_i^2\text{ with a step in } W \text{ of share } \eta x^2"
        r"\text{ in the tangent kernel}")
order = eta ** 2 * chi ** 2 * x ** 4 * n ** (2 * s3 - 2)

unit_share = Theorem(
    name="feature-move-at-fixed-share",
    title="How far features move while their layer keeps its share of the tangent kernel",
    claim=Equals(UNIT, (1 + 2 / n) * order),
    domain=Domain(n, x, eta, chi, s1, s3),
    source=Source(PROBABILISTIC_MODELS, "§4.13", verdict="holds",
                  printed=r"\text{the neuron activations `move' by quite a lot during training}"),
    near_misses={"no features move": 0, "leading order only": order, "Θ(1) in the neural tangent parametrisation":
                 (1 + 2 / n) * eta ** 2 * chi ** 2 * x ** 4, "order n^(s₃ − 1)": (1 + 2 / n) * order * n ** (1 - s3),
                 "one share": (1 + 2 / n) * order / eta},
    covers=["mu-parametrization-scaling"],
    unsampled="The learning rate is fixed by an exact mean: the sampled statement is the move at a given learning rate.",
)


@unit_share.derivation
def by_the_learning_rate_of_the_share():
    """The share is η x² if n^(−r₂) = n^(2s₁ + 2s₃ − 2)."""
    yield Cites("layer-share-of-tangent-kernel", "η n^(−r₂) E‖∂f/∂W‖² = η x² n^(2 − 2s₁ − 2s₃ − r₂)")
    yield Cites("hidden-layer-feature-move", "(ηχ)² x⁴ n(n + 2) n^(−2r₂ − 4s₁ − 2s₃)")
    yield Solves([2 - 2 * s1 - 2 * s3 - r2], {r2: 2 - 2 * s1 - 2 * s3}, because="the share does not depend on n")
    own = eta ** 2 * chi ** 2 * x ** 4
    result = (1 + 2 / n) * own * n ** (2 * s3 - 2)
    yield Equal(own * n * (n + 2) * n ** (-2 * (2 - 2 * s1 - 2 * s3) - 4 * s1 - 2 * s3), result,
                because="the exponents add to 2s₃ − 4, and n(n + 2) = n²(1 + 2/n)")
    yield Limit(own * (1 + 2 / n), n, oo, own, because="so n^(2s₃ − 2) is the exact order: 1/n for s₃ = ½, 1 for s₃ = 1")
    return result


@unit_share.numeric(dict(n=3, x="3/2", eta="2/5", chi="5/4", s1="1/3", s3="2/3"),
                    dict(n=12, x="2/3", eta="3/4", chi="7/3", s1=0, s3="1/2"),
                    dict(n=24, x="5/4", eta="1/3", chi="2/3", s1=0, s3=1),
                    dict(n=36, x="1/2", eta=2, chi=3, s1="-1/4", s3="5/4"))
def by_matching_the_share(n, x, eta, chi, s1, s3):
    """The learning rate from E‖∂f/∂W‖² = E‖v‖² E‖u x‖², the move from E‖u x‖⁴ E v_i², by ball quadrature."""
    u, v, datum = _power(n, -s1), _power(n, -s3), ball(x)
    rate = ball(eta) * datum ** 2 / (radial_mean(n, 2) ** 2 * u ** 2 * v ** 2 * datum ** 2)
    return (rate * ball(chi)) ** 2 * radial_mean(1, 2) * v ** 2 * radial_mean(n, 4) * (u * datum) ** 4


unique = Theorem(
    name="mu-parametrization-unique",
    title="Feature learning at a stable tangent kernel determines all exponents",
    claim=Holds(r"\text{as } n\to\infty \text{ no share of the tangent kernel and no first move of a feature tends to } 0"
                r"\text{ or } \infty,\ s=(0,\tfrac12,s_3)", And(Eq(s3, 1), Eq(r1, -1), Eq(r2, 0), Eq(r3, 1))),
    domain=Domain(s3, r1, r2, r3),
    source=Source(PROBABILISTIC_MODELS, "§4.14", verdict="holds under a condition", printed=MU),
    near_misses={"neural tangent parametrisation": And(Eq(s3, Fraction(1, 2)), Eq(r1, 0), Eq(r2, 1), Eq(r3, 1)),
                 "last layer 1/n²": And(Eq(s3, 1), Eq(r1, -1), Eq(r2, 0), Eq(r3, 2)),
                 "any stable kernel": And(Eq(r1, 1 - 2 * s3), Eq(r2, 2 - 2 * s3), Eq(r3, 1)),
                 "first layer more than n": And(Eq(s3, 1), Eq(r1, -2), Eq(r2, 0), Eq(r3, 1))},
    covers=["mu-parametrization-scaling"],
    unsampled="A classification of exponents: the shares and the moves are sampled in their own records.",
)


@unique.derivation
def by_linear_equations():
    """Three exponents of shares and two of moves vanish together at one point only."""
    yield Cites("layer-share-of-tangent-kernel", "shares of the exponents 1 − 2s₃ − r₁, 2 − 2s₃ − r₂, 1 − r₃")
    yield Cites("first-layer-feature-move", "mean square of the exponent −2(r₁ + s₃)")
    yield Cites("hidden-layer-feature-move", "mean square of the exponent 2 − 2r₂ − 2s₃, as n(n + 2) ~ n²")
    yield Solves([1 - 2 * s3 - r1, 2 - 2 * s3 - r2, 1 - r3, r1 + s3, 1 - r2 - s3], {s3: 1, r1: -1, r2: 0, r3: 1},
                 because="all five vanish there")
    e1, e2 = symbols("e1 e2", real=True)
    yield Solves([Eq(1 - 2 * s3 - r1, e1), Eq(r1 + s3, e2)], {s3: 1 - e1 - e2, r1: e1 + 2 * e2 - 1},
                 because="s₃ = 1 and r₁ = −1 follow from e₁ = e₂ = 0, and then r₂ = 2 − 2s₃ = 0, r₃ = 1")
    return And(Eq(s3, 1), Eq(r1, -1), Eq(r2, 0), Eq(r3, 1))


def _exponents(s3, r1, r2, r3):
    return dict(s3=s3, r1=r1, r2=r2, r3=r3)


@unique.numeric(_exponents(1, -1, 0, 1), _exponents("1/2", 0, 1, 1), _exponents(1, "-1/2", 0, 1), _exponents(1, -1, "1/2", 1),
                _exponents(1, -1, 0, 2), _exponents("3/2", -2, -1, 1), _exponents("3/2", -1, 0, 1), _exponents(0, 1, 2, 1),
                _exponents(1, -2, 0, 1), _exponents(2, -1, 0, 1), _exponents(0, -1, 0, 1), _exponents(1, 0, 0, 1),
                _exponents(1, -1, 1, 1), _exponents(1, -1, 0, 0), _exponents(1, -1, -1, 1))
def by_comparing_two_widths(s3, r1, r2, r3):
    """Exact means at the widths 2 and 32.

    For multiples of ½ as s₃ and r an exponent that is not 0 shows as a factor of at least 4; (n + 2)/n changes by less than 2.
    """
    def means(n):
        square, fourth, one = radial_mean(n, 2), radial_mean(n, 4), radial_mean(1, 2)
        first, hidden, last = one, _power(n, Fraction(-1, 2)) ** 2, _power(n, -s3) ** 2  # variances of u, W, v
        rates = [_power(n, -r) for r in (r1, r2, r3)]
        shares = [rates[0] * n * square * one * hidden * last, rates[1] * square * square * first * last,
                  rates[2] * n * square * one * hidden * first]
        return [*shares, rates[0] ** 2 * square * one * hidden * last, rates[1] ** 2 * fourth * first ** 2 * one * last]
    ratios = [late / early for early, late in zip(means(2), means(32), strict=True)]
    return all(arb("0.4") < ratio < arb("2.5") for ratio in ratios)
