r"""The maximal update parametrisation: initial scales and learning rates of the layers as powers of the width.

Statement.  Let f(x) = W^D ⋯ W¹ x have scalar input and output, hidden widths n, and entries of W^ℓ of variance n^(−2s_ℓ).
Gradient descent on W^k with the learning rate η n^(−r) changes f at the rate of the layer's share of the tangent kernel,

    η n^(−r) E ‖∂f/∂W^k‖² = η x² n^(D − 1 − 2 Σ_{ℓ≠k} s_ℓ − r).

Learning rates at which every share is x² at every width (first layer, hidden layers, last layer):

    neural tangent scales  s = (0, ½, …, ½, ½):   1, 1/n, 1/n;
    maximal update scales  s = (0, ½, …, ½, 1):   n, 1, 1/n.

Idea.  There are n^(D−1) paths from the input to the output.

Notes.  The baseline has to be named.  Relative to the neural tangent parametrisation the last layer starts smaller by
n^(−½) and keeps its learning rate, and the other layers, first and hidden alike, have theirs multiplied by n.  Relative to
one learning rate 1/n for all weights (the standard parametrisation at its stable rate) the factors are n², n, 1; relative
to a rate that does not depend on the width they are n, 1, 1/n.

References.  G. Yang & E. J. Hu, Feature learning in infinite-width neural networks, ICML 2021; G. Yang et al., Tensor
programs V, 2022.
"""

from flint import arb
from sympy import Eq, Piecewise, Product, Rational, Sum, Symbol, log, sqrt, symbols

from numerics import deep_linear
from numerics.hyperbolic_entropy import ball
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import (
    Cites,
    Domain,
    Equal,
    Equals,
    Erratum,
    FiniteFourthMoment,
    Induction,
    Source,
    Theorem,
    Vector,
    Vectors,
)

n, D, k = symbols("n D k", integer=True, positive=True)
i, j = symbols("i j", integer=True)
x, eta = symbols("x eta", positive=True)
r = Symbol("r", real=True)
s = Vector("s", D, real=True)
MU = r"\text{make each parameter move as much as possible as the sizes go to infinity, without exploding}"
REDUCES = (r"\text{typically reduce the size of the parameters and learning rates in the last layer, increase it in "
           r"the intermediate layers (compared to the NTK regime, to something like the mean-field limit), and even "
           r"increase it more in the first layer}")

exponent = D - 1 + 2 * s[k] - 2 * Sum(s[i], (i, 1, D)) - r

share = Theorem(
    name="layer-share-of-tangent-kernel",
    title="Share of a layer of a deep linear network in the tangent kernel",
    claim=Equals(r"\eta n^{-r}\,\mathbb{E}\|\partial f/\partial W^k\|^2,\quad f=W^D\cdots W^1x,\ "
                 r"\operatorname{Var}W^\ell_{ij}=n^{-2s_\ell}", eta * x ** 2 * n ** exponent),
    domain=Domain(Vectors(s), n, k <= D, r, x, eta),
    source=Source(PROBABILISTIC_MODELS, "§4.14", verdict="companion", printed=MU),
    near_misses={"paths through all D layers": eta * x ** 2 * n ** (exponent + 1),
                 "own variance kept": eta * x ** 2 * n ** (exponent - 2 * s[k]),
                 "standard deviations": eta * x ** 2 * n ** (exponent - s[k] + Sum(s[i], (i, 1, D))),
                 "learning rate in the other direction": eta * x ** 2 * n ** (exponent + 2 * r)},
    covers=["mu-parametrization-scaling"],
)


@share.derivation
def by_layers():
    """‖∂f/∂W^k‖² = ‖below‖² ‖above‖²; a hidden layer multiplies each square by n times the variance of its weights."""
    h, m = Vector("h", n, real=True), symbols("m", integer=True, positive=True)
    variance, square = symbols("v H", positive=True)
    yield Equal(Sum(variance * h[j] ** 2, (j, 1, n)), variance * Sum(h[j] ** 2, (j, 1, n)), where=[Vectors(h)],
                because="E(Wh)_i² for independent entries of mean 0 and variance v")
    yield Equal(Sum(variance * square, (i, 1, n)), n * variance * square, because="so E‖Wh‖² = n v ‖h‖²")
    yield Induction(Product(n, (j, 1, m)), n ** m, m, 1, n ** m * (n - 1), because="a factor n for each of m hidden layers")
    yield Equal(Sum(log(n ** (-2 * s[i])), (i, 1, D)) - log(n ** (-2 * s[k])),
                log(n) * (2 * s[k] - 2 * Sum(s[i], (i, 1, D))), because="logarithm of the product of the other variances")
    power = D - 1 + 2 * s[k] - 2 * Sum(s[i], (i, 1, D))
    yield Equal(eta * n ** -r * x ** 2 * n ** (D - 1) * n ** (2 * s[k] - 2 * Sum(s[i], (i, 1, D))),
                eta * x ** 2 * n ** (power - r), because="D − 1 hidden layers")
    return eta * x ** 2 * n ** (power - r)


NETWORKS = [dict(D=2, n=2, k=1, s=("1/3", "5/4"), r="1/2", x="3/2", eta="2/5"),
            dict(D=2, n=5, k=2, s=("2/3", "-1/4"), r="-3/4", x="2/3", eta="5/4"),
            dict(D=3, n=2, k=2, s=("1/4", "1/2", "5/6"), r="2/3", x="5/4", eta="3/7"),
            dict(D=3, n=3, k=1, s=("1/5", "2/3", "3/4"), r="-1/2", x="1/3", eta="7/2"),
            dict(D=4, n=2, k=3, s=("1/6", "3/4", "1/3", "5/4"), r="5/4", x="7/5", eta="2/3")]


def _scale(width, power):
    """width^(−power) as a ball."""
    return (-ball(power) * arb(width).log()).exp()


@share.numeric(*NETWORKS)
def by_enumerating_signs(D, n, k, s, r, x, eta):
    """The mean of ‖∂f/∂W^k‖² over all signs of the weights, scaled layer by layer, in balls."""
    value = ball(deep_linear.mean_square_gradient_of_signs(D, n, k)) * ball(x) ** 2 * ball(eta) * _scale(n, r)
    for layer, power in enumerate(s, 1):
        if layer != k:  # the gradient does not contain the own weights
            value *= _scale(n, power) ** 2
    return value


@share.monte_carlo(*NETWORKS[:3], moments=FiniteFourthMoment(n >= 1, "a polynomial in Gaussians"))
def gradients_of_random_networks(rng, size, D, n, k, s, r, x, eta):
    """Draw all weights and square the gradient."""
    scales = [float(n) ** -float(power) for power in s]
    squares = deep_linear.square_gradients(rng, size, width=n, scales=scales, layer=k)
    return squares * float(x) ** 2 * float(eta) * float(n) ** -float(r)


def _rate(width, depth, layer, last):
    """The learning rate at which the layer's share is x², for the scales (0, ½, …, ½, last), from all signs, in balls."""
    powers = [ball(0)] + [ball(1) / 2] * (depth - 2) + [ball(last)]
    value = ball(deep_linear.mean_square_gradient_of_signs(depth, width, layer))
    for other, power in enumerate(powers, 1):
        if other != layer:
            value *= _scale(width, power) ** 2
    return 1 / value


PLACES = [dict(D=D, n=n, k=k) for D, n in ((2, 3), (2, 5), (3, 2), (3, 3), (4, 2)) for k in range(1, D + 1)]
DETERMINISTIC = "An exponent computed from exact means: the sampled statement is the layer's share of the tangent kernel."


def _levels(first, hidden, last):
    return Piecewise((first, Eq(k, 1)), (last, Eq(k, D)), (hidden, True))


rates = Theorem(
    name="mu-parametrization-learning-rates",
    title="Learning rates of the maximal update parametrisation",
    claim=Equals(r"\eta_k:\ \eta_k\,\mathbb{E}\|\partial f/\partial W^k\|^2=x^2,\quad s=(0,\tfrac12,\dots,\tfrac12,1)",
                 _levels(n, 1, 1 / n)),
    domain=Domain(n, D >= 2, k <= D),
    source=Source(PROBABILISTIC_MODELS, "§4.14", verdict="holds under a condition", printed=REDUCES),
    near_misses={"last layer 1/n²": _levels(n, 1, 1 / n ** 2), "hidden layers 1/n": _levels(n, 1 / n, 1 / n),
                 "neural tangent rates": _levels(1, 1 / n, 1 / n), "first layer √n": _levels(sqrt(n), 1, 1 / n),
                 "one rate": 1 / n},
    covers=["mu-parametrization-scaling"],
    unsampled=DETERMINISTIC,
)


@rates.derivation
def from_the_shares():
    """The exponent D − 1 + 2s_k − 2Σs is 2s_k − 1, as Σ s = D/2."""
    own = Symbol("own", real=True)
    yield Cites("layer-share-of-tangent-kernel", "η E‖∂f/∂W^k‖² = η x² n^(D − 1 + 2s_k − 2Σs)")
    yield Equal(D - 1 + 2 * own - 2 * (Sum(Rational(1, 2), (i, 2, D - 1)) + 1), 2 * own - 1, where=[D >= 2],
                because="scales 0, ½ (D − 2 times) and 1")
    yield Equal(n ** -(2 * own - 1), n / n ** (2 * own), because="n, 1 and 1/n for s_k = 0, ½ and 1")
    return Piecewise((n, Eq(k, 1)), (1 / n, Eq(k, D)), (1, True))


@rates.numeric(*PLACES)
def by_dividing_out_the_mean(D, n, k):
    """The reciprocal of the mean square of the gradient, over all signs of the weights."""
    return _rate(n, D, k, 1)


versus_tangent = Theorem(
    name="mu-parametrization-versus-ntk",
    title="Learning rates of the maximal update parametrisation relative to the neural tangent one",
    claim=Equals(r"\eta_k^{\mu P}/\eta_k^{NTK}\text{ at the same share of every layer in the tangent kernel}",
                 Piecewise((1, Eq(k, D)), (n, True))),
    domain=Domain(n, D >= 2, k <= D),
    source=Source(PROBABILISTIC_MODELS, "§4.14", verdict="holds under a condition", printed=REDUCES),
    errata=[Erratum(printed=r"\text{reduce the size of the parameters and learning rates in the last layer}",
                    formula=_levels(n, n, 1 / n),
                    wrong="relative to the neural tangent regime the last layer keeps its learning rate; only its initial "
                          "weights are smaller, by n^(−1/2)"),
            Erratum(printed=r"\text{even increase it more in the first layer}", formula=_levels(n ** 2, n, 1),
                    wrong="relative to the neural tangent regime the first and the hidden layers gain the same factor n; n² "
                          "and n are the factors relative to one learning rate 1/n for all weights")],
    near_misses={"all layers alike": n, "hidden layers only": _levels(1, n, 1),
                 "√n": Piecewise((1, Eq(k, D)), (sqrt(n), True))},
    covers=["mu-parametrization-scaling"],
    unsampled=DETERMINISTIC,
)


@versus_tangent.derivation
def from_both_shares():
    """The last layer's smaller scale divides the share of every other layer by n, and leaves its own."""
    yield Cites("layer-share-of-tangent-kernel", "η E‖∂f/∂W^k‖² = η x² n^(D − 1 + 2s_k − 2Σs)")
    own, half = Symbol("own", real=True), Rational(1, 2)
    middle = Sum(half, (i, 2, D - 1))
    yield Equal(D - 1 + 2 * own - 2 * (middle + half), 2 * own, where=[D >= 2], because="k < D and s_D = ½")
    yield Equal(D - 1 + 2 * own - 2 * (middle + 1), 2 * own - 1, where=[D >= 2], because="k < D and s_D = 1: n times less")
    yield Equal(D - 1 + 2 * own - 2 * (middle + own), 1, where=[D >= 2], because="k = D: the own scale drops out")
    return Piecewise((1, Eq(k, D)), (n, True))


@versus_tangent.numeric(*PLACES)
def by_dividing_both_rates(D, n, k):
    """The ratio of the learning rates at which the layer's share is x², over all signs of the weights."""
    return _rate(n, D, k, 1) / _rate(n, D, k, ball(1) / 2)


versus_uniform = Theorem(
    name="mu-parametrization-versus-standard",
    title="Learning rates of the maximal update parametrisation relative to one rate 1/n for all weights",
    claim=Equals(r"n\,\eta_k^{\mu P}", _levels(n ** 2, n, 1)),
    domain=Domain(n, D >= 2, k <= D),
    source=Source(PROBABILISTIC_MODELS, "§4.14", verdict="holds under a condition", printed=REDUCES),
    near_misses={"factors relative to the neural tangent rates": Piecewise((1, Eq(k, D)), (n, True)),
                 "factors relative to a fixed rate": _levels(n, 1, 1 / n), "n³ in the first layer": _levels(n ** 3, n, 1)},
    covers=["mu-parametrization-scaling"],
    unsampled=DETERMINISTIC,
)


@versus_uniform.derivation
def times_the_width():
    """n times n, 1 and 1/n."""
    yield Cites("mu-parametrization-learning-rates", "n, 1, 1/n")
    yield Equal(Piecewise((n * n, Eq(k, 1)), (n * (1 / n), Eq(k, D)), (n, True)), n * Piecewise((n, Eq(k, 1)),
                (1 / n, Eq(k, D)), (1, True)), because="relative to η = 1/n for all weights")
    return Piecewise((n ** 2, Eq(k, 1)), (1, Eq(k, D)), (n, True))


@versus_uniform.numeric(*PLACES)
def by_comparing_with_one_rate(D, n, k):
    """The learning rate at which the layer's share is x², over all signs of the weights, divided by 1/n."""
    return _rate(n, D, k, 1) / (ball(1) / n)
