r"""The multilayer perceptron: how many parameters it has, and why its last layer is affine.

Statement.  A network with the layer widths d₁ = d_in, d₂, …, d_n = d_out and a bias in each layer has

    P = Σ_{i=1}^{n−1} (d_i + 1) d_{i+1}

parameters.  For σ = relu, one hidden layer of 2m units, θ = (W⁽⁰⁾, b⁽¹⁾, W⁽¹⁾, b⁽²⁾), realises the affine map
x ↦ a·x + c of ℝᵐ, because the output is the pre-activation α̃₂ = W⁽¹⁾α₁ + b⁽²⁾.

Idea.  Unit j of layer i + 1 has d_i weights and a bias.  relu(t) − relu(−t) = t, and the output layer may subtract; a
further σ would make the output nonnegative.

References.  I. Goodfellow, Y. Bengio and A. Courville, Deep Learning (2016), section 6.4.
"""

from itertools import count

from sympy import Integer, Max, Sum, Symbol

from theorems.notes import PROBABILISTIC_MODELS
from verifiers import Domain, Equal, Equals, Erratum, Source, Theorem, Vector, Vectors

n = Symbol("n", integer=True, positive=True)
i, j = Symbol("i", integer=True), Symbol("j", integer=True)
d = Vector("d", n, integer=True, positive=True)

parameter_count = Theorem(
    name="mlp-parameter-count",
    title="Number of parameters of a multilayer perceptron",
    claim=Equals("P", Sum((d[i] + 1) * d[i + 1], (i, 1, n - 1))),
    domain=Domain(Vectors(d), n >= 2),
    source=Source(PROBABILISTIC_MODELS, "§4.2", verdict="holds", printed=r"P = \sum_{i=0}^{\ell-1}(d_i+1)d_{i+1}"),
    near_misses={"weights only": Sum(d[i] * d[i + 1], (i, 1, n - 1)),
                 "a further unit in each layer": Sum((d[i] + 1) * (d[i + 1] + 1), (i, 1, n - 1)),
                 "a bias of each input": Sum(d[i] * (d[i + 1] + 1), (i, 1, n - 1))},
    covers=["mlp-parameter-count"],
    unsampled="A count: nothing is random.",
)


@parameter_count.derivation
def by_the_units_of_each_layer():
    """Layer i + 1 has d_{i+1} units; each has the d_i weights of its inputs and one bias."""
    inputs, units = Symbol("m", integer=True, positive=True), Symbol("u", integer=True, positive=True)
    yield Equal(Sum(Sum(Integer(1), (i, 1, inputs)) + 1, (j, 1, units)), (inputs + 1) * units,
                because="the affine case: (d_in + 1) d_out parameters of one layer")
    yield Equal(Sum(d[i] * d[i + 1], (i, 1, n - 1)) + Sum(d[i + 1], (i, 1, n - 1)),
                Sum((d[i] + 1) * d[i + 1], (i, 1, n - 1)), because="all weights and all biases")
    return Sum((d[i] + 1) * d[i + 1], (i, 1, n - 1))


@parameter_count.numeric(dict(d=(3, 2)), dict(d=(3, 4, 5, 2)), dict(d=(7, 3, 1)), dict(d=(1, 6, 2, 5, 3)))
def by_counting_the_parameters_of_a_forward_pass(d):
    """Run the network on an input; every parameter that it asks for is a new one."""
    fresh = count()
    layer = [1] * int(d[0])
    for width in d[1:]:
        layer = [sum((next(fresh) + 1) * h for h in layer) + next(fresh) for _ in range(int(width))]
    return next(fresh)


m = Symbol("m", integer=True, positive=True)
c = Symbol("c", real=True)
a, x = Vector("a", m, real=True), Vector("x", m, real=True)
affine = Sum(a[i] * x[i], (i, 1, m)) + c

RESULTING = r"f_\theta : \mathbb{R}^{d_{in}} \rightarrow \mathbb{R}^{d_{out}} \text{ the resulting function } \alpha_\ell"

affine_map = Theorem(
    name="relu-network-realises-affine-map",
    title="A ReLU network with an affine output layer realises every affine map",
    claim=Equals(r"f_\theta(x) = \tilde\alpha_2(x),\quad W^{(0)} = \binom{I}{-I},\; b^{(1)} = 0,\; W^{(1)} = (a, -a),\;"
                 r" b^{(2)} = c", affine),
    domain=Domain(Vectors(a, x), c),
    source=Source(PROBABILISTIC_MODELS, "§4.2", verdict="misprint",
                  printed=RESULTING),
    errata=[Erratum(printed=RESULTING, formula=Max(0, affine),
                    wrong="a tilde is lost: the network outputs the pre-activation α̃_ℓ; α_ℓ = relu(α̃_ℓ) is never negative")],
    near_misses={"without the output bias": affine - c, "without the mirrored units": Sum(a[i] * Max(0, x[i]), (i, 1, m)) + c,
                 "added instead of subtracted": Sum(a[i] * (Max(0, x[i]) + Max(0, -x[i])), (i, 1, m)) + c},
    covers=["mlp-parameter-count"],
    unsampled="A function with given weights: nothing is random.",
)


@affine_map.derivation
def by_a_unit_and_its_mirror_image():
    """Two hidden units carry the positive and the negative part of a coordinate."""
    t = Symbol("t", real=True)
    yield Equal(Max(0, t) - Max(0, -t), t, because="one of the two terms is 0")
    p, q = Vector("p", m, nonnegative=True), Vector("q", m, nonnegative=True)
    yield Equal(Sum(a[i] * p[i], (i, 1, m)) + Sum(-a[i] * q[i], (i, 1, m)) + c, Sum(a[i] * (p[i] - q[i]), (i, 1, m)) + c,
                where=[Vectors(p, q)], because="the output weights a_i and −a_i; p_i − q_i = x_i by the first step")
    return Sum(a[i] * x[i], (i, 1, m)) + c


AT = [dict(a=(3, "-1/2"), x=("-2", 5), c="1/4"), dict(a=("2/3", 7, -3), x=(1, "-3/5", 2), c=-2), dict(a=(5,), x=(3,), c="-7/2")]


@affine_map.numeric(*AT)
def by_a_forward_pass(a, x, c):
    """The two layers in rational arithmetic."""
    hidden = [[int(i == k) * sign for k in range(len(x))] for sign in (1, -1) for i in range(len(x))]
    features = [max(0, sum(w * t for w, t in zip(row, x, strict=True))) for row in hidden]
    return sum(w * h for w, h in zip([*a, *(-t for t in a)], features, strict=True)) + c
