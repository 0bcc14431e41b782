r"""The symmetry of the abc-parametrisations of a network.

Statement.  A layer of a network of width n ≥ 2 has the weights W = n^(−a) w with w ~ N(0, n^(−2b)) at the start, and w is
trained with the learning rate η n^(−c).  Then W starts with the standard deviation n^(−a−b) and a step of stochastic
gradient descent moves W by −η n^(−2a−c) ∂L/∂W.  So training is the same function for function, for every draw, under

    (a, b, c) → (a + τ, b − τ, c − 2τ)        in each layer by itself,

and (a, b, c), (a', b', c') train alike for all draws and data if and only if a + b = a' + b' and 2a + c = 2a' + c'.

Idea.  One factor n^(−a) from the chain rule, one from W = n^(−a) w.

Notes.  A parametrisation thus has two exponents a layer.  An example: the outputs of the neural-tangent parametrisation
divided by √n more, with a learning rate ηn for all layers, (0, 0, −1), (½, 0, −1), (1, 0, −1), is the maximal update
parametrisation (−½, ½, 0), (0, ½, 0), (½, ½, 0).

References.  G. Yang & E. J. Hu, Feature learning in infinite-width neural networks, ICML 2021, §3.
"""

from fractions import Fraction
from math import isqrt

from sympy import And, Derivative, Eq, Subs, Symbol, symbols

from numerics.exact_network import gradients, output, train
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import Domain, Equal, Equals, Holds, Solves, Source, Theorem

n = Symbol("n", integer=True, positive=True)
eta = Symbol("eta", positive=True)
a, b, c, A, B, C = symbols("a b c A B C", real=True)
ABC = r"\text{we rescale the initialized variables by } n^{-a_\ell},\ n^{-b_\ell},\ \eta n^{-c_\ell}"
UNSAMPLED = "The statement holds for every draw of the initial weights: nothing is left to chance."

NORMALS = [[[1, -2], [Fraction(1, 2), 1], [-1, Fraction(3, 2)], [2, Fraction(1, 3)]],
           [[1, Fraction(-1, 2), 1, 2], [Fraction(-3, 2), 1, 2, Fraction(1, 2)], [Fraction(2, 3), -1, 1, 1],
            [1, 2, Fraction(-1, 2), Fraction(1, 3)]],
           [[1, Fraction(-2, 3), Fraction(3, 2), Fraction(1, 2)]]]
DATA = [((1, Fraction(1, 2)), Fraction(1)), ((Fraction(-1, 3), 2), Fraction(-1, 2)), ((Fraction(2, 3), 1), Fraction(1, 4))]
"""Three matrices of an initialisation, as drawn from N(0, 1), and three data."""


def _power(width, exponent):
    """width^(−exponent) for a square width and a multiple of ½ as exponent."""
    doubled = 2 * Fraction(exponent)
    assert doubled.denominator == 1 and isqrt(width) ** 2 == width
    return Fraction(isqrt(width)) ** -int(doubled)


def _run(exponents, data, rate=Fraction(1, 50), width=4):
    """Outputs on all data after each step of training with the exponents (a, b, c) of every layer."""
    multipliers = [_power(width, a) for a, _, _ in exponents]
    rates = [rate * _power(width, c) for _, _, c in exponents]
    weights = [[[_power(width, b) * Fraction(g) for g in row] for row in matrix]
               for matrix, (_, b, _) in zip(NORMALS, exponents, strict=True)]
    outputs = []
    for step in range(len(data) + 1):
        outputs.append([output(weights, multipliers, x) for x, _ in data])
        weights = train(weights, multipliers, rates, data[step:step + 1])
    return outputs


symmetry = Theorem(
    name="abc-symmetry",
    title="The symmetry of the abc-parametrisations",
    claim=Holds(r"\text{a layer with } (A,B,C) \text{ in place of } (a,b,c) \text{ trains to the same functions}",
                And(Eq(A + B, a + b), Eq(2 * A + C, 2 * a + c))),
    domain=Domain(a, b, c, A, B, C),
    source=Source(PROBABILISTIC_MODELS, "§4.14", verdict="companion", printed=ABC),
    near_misses={"c − τ": And(Eq(A + B, a + b), Eq(A + C, a + c)), "c + 2τ": And(Eq(A + B, a + b), Eq(C - 2 * A, c - 2 * a)),
                 "learning rate alone": Eq(2 * A + C, 2 * a + c), "initialisation alone": Eq(A + B, a + b)},
    covers=["abc-symmetry"],
    unsampled=UNSAMPLED,
)


@symmetry.derivation
def by_the_weights_that_act():
    """Training of W depends on (a, b, c) through its initial scale and its learning rate only."""
    W, g, x, first, second, tau = symbols("W g x p q tau", real=True)
    N = Symbol("N", integer=True, positive=True)
    yield Equal(N ** -a * (N ** -b * g), N ** (-a - b) * g, because="W at the start, g ~ N(0, 1)")
    quadratic = first * W + second * W ** 2
    yield Equal(Subs(Derivative(quadratic.subs(W, N ** -a * x), x), x, N ** a * W), N ** -a * (first + 2 * second * W),
                because="∂L/∂w = n^(−a) ∂L/∂W, by the value and the slope of ∂L/∂W at a point")
    yield Equal(N ** -a * (N ** a * W - eta * N ** -c * N ** -a * g), W - eta * N ** (-2 * a - c) * g,
                because="a step on w, with ∂L/∂W = g")
    yield Solves([Eq(A + B, a + b), Eq(2 * A + C, 2 * a + c)], {A: a + tau, B: b - tau, C: c - 2 * tau},
                 because="N^x determines x for N ≥ 2, so both exponents have to agree")
    return And(Eq(A + B, a + b), Eq(2 * A + C, 2 * a + c))


OTHERS = {1: (0, "1/2", "1/2"), 2: ("1/2", 0, 1), 3: ("1/2", "1/2", -1)}
"""Exponents of the layers that are left alone."""


def _pair(first, second, layer):
    """Both parametrisations of all layers, as exponents (a, b, c)."""
    return [[tuple(map(Fraction, own if depth == layer else OTHERS[depth])) for depth in OTHERS] for own in (first, second)]


def _instance(a, b, c, A, B, C, layer):
    return dict(a=a, b=b, c=c, A=A, B=B, C=C, layer=layer)


@symmetry.numeric(
    _instance(0, "1/2", 1, "1/2", 0, 0, 1), _instance("1/2", 0, 1, -1, "3/2", 4, 2), _instance("1/2", 1, -1, 1, "1/2", -2, 3),
    _instance(0, "1/2", 1, "1/2", 0, "1/2", 2), _instance(0, "1/2", 1, "1/2", 0, 2, 1),
    _instance("1/2", 0, 1, 1, "-1/2", "1/2", 3), _instance(0, 1, 1, "1/2", 1, 0, 2),
    _instance("1/2", "1/2", 0, "1/2", 1, 0, 3), _instance(1, 0, -1, 1, 0, "-1/2", 1),
    _instance(1, "-1/2", 0, "1/2", "1/2", 1, 2), _instance("-1/2", "1/2", 0, 0, 0, -1, 1), _instance(0, 0, 0, 1, 1, 2, 2))
def by_training_twice(a, b, c, A, B, C, layer):
    """Three steps of a ReLU network of width 4 with three layers, in rationals: are all outputs the same?"""
    first, second = _pair((a, b, c), (A, B, C), layer)
    return _run(first, DATA) == _run(second, DATA)


TANGENT = ((0, 0, -1), ("1/2", 0, -1), (1, 0, -1))
"""The neural-tangent parametrisation with outputs divided by √n more and the learning rate ηn."""


def _shifted(layer, by):
    a, b, c = map(Fraction, TANGENT[layer - 1])
    return _instance(str(a), str(b), str(c), str(a + by), str(b - by), str(c - 2 * by), layer)


@symmetry.numeric(_shifted(1, Fraction(-1, 2)), _shifted(2, Fraction(-1, 2)), _shifted(3, Fraction(-1, 2)),
                  dict(_shifted(3, Fraction(-1, 2)), C="1/2"), dict(_shifted(1, Fraction(-1, 2)), B="1"))
def by_shifting_all_layers(a, b, c, A, B, C, layer):
    """The same with the other two layers shifted by τ = −½ as well, from the tangent to the maximal update exponents."""
    others = [tuple(map(Fraction, own)) for own in TANGENT]
    half = Fraction(1, 2)
    first = [(a, b, c) if depth == layer else own for depth, own in enumerate(others, 1)]
    second = [(A, B, C) if depth == layer else (own[0] - half, own[1] + half, own[2] + 1)
              for depth, own in enumerate(others, 1)]
    return _run(first, DATA) == _run(second, DATA)


rate = Theorem(
    name="abc-effective-learning-rate",
    title="Learning rate of the weights that act in an abc-parametrised layer",
    claim=Equals(r"-\Delta W/\tfrac{\partial L}{\partial W},\quad W=n^{-a}w,\ \Delta w=-\eta n^{-c}\,\partial L/\partial w",
                 eta * n ** (-2 * a - c)),
    domain=Domain(n >= 2, a, c, eta),
    source=Source(PROBABILISTIC_MODELS, "§4.14", verdict="companion", printed=ABC),
    near_misses={"one factor": eta * n ** (-a - c), "the rate of w": eta * n ** (-c), "a in the other direction":
                 eta * n ** (2 * a - c)},
    covers=["abc-symmetry"],
    unsampled=UNSAMPLED,
)


@rate.derivation
def by_the_chain_rule_and_the_multiplier():
    """∂L/∂w = n^(−a) ∂L/∂W, and W = n^(−a) w."""
    slope = Symbol("g", real=True)
    yield Equal(n ** -a * (eta * n ** -c * (n ** -a * slope)), eta * n ** (-2 * a - c) * slope, because="−ΔW = −n^(−a) Δw")
    return eta * n ** (-2 * a - c)


@rate.numeric(dict(n=4, a="1/2", c="1/2", eta="1/10", layer=2), dict(n=9, a="-1/2", c=1, eta="1/7", layer=1),
              dict(n=16, a="3/2", c="-1/2", eta="2/9", layer=3), dict(n=25, a=1, c="3/2", eta="1/3", layer=2))
def by_one_step(n, a, c, eta, layer):
    """One step of a ReLU network in rationals (n enters the scales only); ∂L/∂W from the network with multipliers one."""
    exponents = [tuple(map(Fraction, own)) for own in OTHERS.values()]
    exponents[layer - 1] = (a, exponents[layer - 1][1], c)
    multipliers = [_power(n, own[0]) for own in exponents]
    weights = [[[Fraction(g) * _power(n, own[1]) for g in row] for row in matrix]
               for matrix, own in zip(NORMALS, exponents, strict=True)]
    acting = [[[factor * w for w in row] for row in matrix] for matrix, factor in zip(weights, multipliers, strict=True)]
    x, y = DATA[0]
    moved = train(weights, multipliers, [eta * _power(n, own[2]) for own in exponents], [(x, y)])
    slopes = gradients(acting, [Fraction(1)] * 3, x)[layer - 1]
    residual = output(acting, [Fraction(1)] * 3, x) - y
    ratios = {(acting[layer - 1][i][j] - multipliers[layer - 1] * moved[layer - 1][i][j]) / (residual * slope)
              for i, row in enumerate(slopes) for j, slope in enumerate(row) if slope}
    assert len(ratios) == 1
    return ratios.pop()
