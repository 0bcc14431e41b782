r"""The derivative of the output through the last layer, and what the earlier layers contribute to the tangent kernel.

Statement.  Let f = n^{-1/2} Σ_k W_k σ(z_k) + βb, and θ a parameter of an earlier layer.  Then

    ∂_θ f = n^{-1/2} Σ_k W_k σ̇(z_k) ∂_θ z_k.

If Θ_kl(x, x') = Σ_θ ∂_θ z_k(x) ∂_θ z_l(x') and the W_k are independent with mean 0 and variance 1, the earlier layers
contribute to E[Θ(x, x') | z] the sum

    (1/n) Σ_k σ̇(z_k(x)) σ̇(z_k(x')) Θ_kk(x, x').

Idea.  Chain rule; then E W_k W_l = δ_kl, so that only the diagonal of the kernel of the layer before is left.

Notes.  If z(x), z(x') and Θ_kk are those of the infinite-width limit, the law of large numbers turns the sum into Θ^(L) Σ̇.
With a further 1/√n in the place of W_k, as printed, the sum over θ would be of order 1/n.

References.  A. Jacot, F. Gabriel & C. Hongler, Neural tangent kernel, NeurIPS 31 (2018), appendix A.1.
"""

from fractions import Fraction
from itertools import product

import flint
import numpy as np
from flint import arb, arb_series, fmpq
from sympy import Derivative, Integral, Subs, Sum, Symbol, exp, oo, pi, sqrt, symbols, tanh

from theorems.notes import PROBABILISTIC_MODELS
from verifiers import Cites, Domain, Equal, Equals, Erratum, FiniteFourthMoment, Limit, Source, Theorem, Vector, Vectors

n, k = Symbol("n", integer=True, positive=True), Symbol("k", integer=True)
W, z, d = Vector("W", n, real=True), Vector("z", n, real=True), Vector("d", n, real=True)
PRINTED = (r"\sum_{k=1}^{n_L}\frac1{\sqrt{n_L}}\partial_{\theta_p}\tilde\alpha_k^{(L)}(\theta)\frac1{\sqrt{n_L}}"
           r"\dot\sigma(\tilde\alpha_k^{(L)}(\theta))=\frac1{n_L}\sum_{k=1}^{n_L}\partial_{\theta_p}"
           r"\tilde\alpha_k^{(L)}(\theta)\dot\sigma(\tilde\alpha_k^{(L)}(\theta))")

last_layer_derivative = Theorem(
    name="derivative-through-the-last-layer",
    title="Derivative of the output with respect to a parameter of an earlier layer",
    claim=Equals(r"\partial_\theta f,\quad f=\tfrac1{\sqrt n}\sum_kW_k\sigma(z_k)+\beta b,\ d_k=\partial_\theta z_k,"
                 r"\ \sigma=\tanh", Sum(W[k] * (1 - tanh(z[k]) ** 2) * d[k], (k, 1, n)) / sqrt(n)),
    domain=Domain(Vectors(W, z, d)),
    source=Source(PROBABILISTIC_MODELS, "§4.7", verdict="wrong as printed", printed=PRINTED),
    errata=[Erratum(printed=PRINTED, formula=Sum((1 - tanh(z[k]) ** 2) * d[k], (k, 1, n)) / n,
                    wrong="the weight W_k of the last layer is replaced by a second factor 1/√n_L")],
    near_misses={"1/n": Sum(W[k] * (1 - tanh(z[k]) ** 2) * d[k], (k, 1, n)) / n,
                 "weights left out": Sum((1 - tanh(z[k]) ** 2) * d[k], (k, 1, n)) / sqrt(n),
                 "σ for its derivative": Sum(W[k] * tanh(z[k]) * d[k], (k, 1, n)) / sqrt(n)},
    covers=["backprop-derivative-formula"],
    unsampled="A derivative at given parameters: nothing is random.",
)


@last_layer_derivative.derivation
def by_the_chain_rule():
    """Along z_k(t) = z_k + d_k t; terms of higher order in t do not change the derivative."""
    t, bend, bias = symbols("t q b", real=True)
    weight, start, speed = symbols("w z_k d_k", real=True)
    yield Equal(Subs(Derivative(weight * tanh(start + speed * t + bend * t ** 2) + bias, t), t, 0),
                weight * (1 - tanh(start) ** 2) * speed, because="one unit; σ̇ = 1 − tanh²")
    along = Sum(W[k] * tanh(z[k] + d[k] * t), (k, 1, n)) / sqrt(n)
    total = Sum(W[k] * (1 - tanh(z[k]) ** 2) * d[k], (k, 1, n)) / sqrt(n)
    yield Equal(Subs(Derivative(along, t), t, 0), total, because="term by term")
    return total


def _ball(number):
    fraction = Fraction(number)
    return arb(fmpq(fraction.numerator, fraction.denominator))


@last_layer_derivative.numeric(
    dict(W=(1, -2, "1/2"), z=("1/3", "-3/4", 2), d=("5/2", 1, -1), bend="1/7"),
    dict(W=("-4/3", 3), z=("1/5", "-1/2"), d=("-2/3", "7/4"), bend=-2), dict(W=("5/2",), z=("3/4",), d=(3,), bend=1),
    dict(W=(3, "1/3", -2, "-1/2", "5/3"), z=(0, 1, "-1/4", "2/3", "3/2"), d=(1, "-1/2", "4/3", 2, "1/6"), bend="1/2"))
def by_power_series(W, z, d, bend):
    """The coefficient of t in f along pre-activations z_k + d_k t + bend t² k, by arithmetic with power series."""
    with flint.ctx.workprec(128):
        total, one = arb_series([0], prec=3), arb_series([1], prec=3)
        for k, (weight, start, speed) in enumerate(zip(W, z, d, strict=True), start=1):
            path = arb_series([2 * _ball(start), 2 * _ball(speed), 2 * _ball(bend) * k], prec=3)
            growth = path.exp()
            total += _ball(weight) * (growth - one) / (growth + one)
        return total[1] / arb(len(W)).sqrt()


s, t = Vector("s", n, real=True), Vector("t", n, real=True)
T = Vector("T", n, real=True)

earlier_layers = Theorem(
    name="tangent-kernel-through-the-last-layer",
    title="Mean contribution of the earlier layers to the tangent kernel, given the pre-activations",
    claim=Equals(r"\mathbb{E}_W\Big[\sum_\theta\partial_\theta f(x)\,\partial_\theta f(x')\Big],\quad s_k=\dot\sigma(z_k(x)),"
                 r"\ t_k=\dot\sigma(z_k(x')),\ T_k=\Theta_{kk}(x,x')", Sum(s[k] * t[k] * T[k], (k, 1, n)) / n),
    domain=Domain(Vectors(s, t, T)),
    source=Source(PROBABILISTIC_MODELS, "§4.7", verdict="wrong as printed",
                  printed=PRINTED + r" \dots \text{ Summing these up we find } \Theta_\infty^{(L)}\dot\Sigma"),
    errata=[Erratum(printed=r"\frac1{n_L}\sum_{k=1}^{n_L}\partial_{\theta_p}"
                            r"\tilde\alpha_k^{(L)}(\theta)\dot\sigma(\tilde\alpha_k^{(L)}(\theta))",
                    formula=Sum(s[k] * t[k] * T[k], (k, 1, n)) / n ** 2,
                    wrong="the printed derivatives, with Θ_kl = δ_kl T, sum up to a 1/n_L of Θ Σ̇, which tends to 0")],
    near_misses={"not divided by the width": Sum(s[k] * t[k] * T[k], (k, 1, n)),
                 "slopes at one input": Sum(s[k] ** 2 * T[k], (k, 1, n)) / n,
                 "without the kernel of the layer before": Sum(s[k] * t[k], (k, 1, n)) / n},
    covers=["backprop-derivative-formula", "ntk-recursion"],
)


@earlier_layers.derivation
def by_orthogonal_weights():
    """In the double sum over k and l of (1/n) W_k W_l s_k t_l Θ_kl only k = l is left."""
    w, v = symbols("w v", real=True)
    normal = exp(-w ** 2 / 2) / sqrt(2 * pi)
    slopes, kernel = symbols("r Theta", real=True)
    yield Equal(Integral(w * v * normal, (w, -oo, oo)), 0, because="E W_k W_l = 0 for k ≠ l")
    yield Cites("gaussian-half-line-moments", "E W_k² = 1")
    mean = Sum((s[k] / sqrt(n)) * (t[k] / sqrt(n)) * T[k], (k, 1, n))
    yield Equal(mean, Sum(s[k] * t[k] * T[k], (k, 1, n)) / n, because="the terms k = l of Σ_θ ∂_θ f(x) ∂_θ f(x')")
    yield Equal(Sum(slopes * kernel, (k, 1, n)) / n ** 2, slopes * kernel / n,
                because="the printed derivatives for Θ_kl = δ_kl Θ and slopes with the product r")
    yield Limit(slopes * kernel / n, n, oo, 0, because="they would leave nothing in the limit")
    return Sum(s[k] * t[k] * T[k], (k, 1, n)) / n


def _tangents(s, t, at_x, at_y):
    """Slopes, derivatives of every pre-activation by every parameter at x and at x', and the T_k that they have."""
    kernel = tuple(sum(Fraction(p) * Fraction(q) for p, q in zip(g, h, strict=True)) for g, h in zip(at_x, at_y, strict=True))
    return dict(s=s, t=t, T=kernel, at_x=tuple(e for g in at_x for e in g), at_y=tuple(e for g in at_y for e in g))


NETWORKS = [_tangents((1, "2/3"), ("1/2", "4/5"), ((1, 2, -1), ("1/2", 3, 1)), ((2, "1/3", 1), (-1, 1, "3/2"))),
            _tangents(("1/4", 2, "-3/2"), (3, "1/5", 1), ((1, 2), ("1/3", -1), (4, 1)), ((2, 1), (1, "5/2"), ("-1/2", 2))),
            _tangents(("3/4",), ("5/3",), ((2, 3),), ((1, "1/2"),)),
            _tangents((1, "1/2", "2/3", 3), ("7/4", 1, -1, "1/3"), ((1, 1), (2, 1), ("1/2", 3), (1, -1)),
                      ((3, "1/4"), (1, 1), (2, 1), ("3/2", "-1/2")))]


@earlier_layers.numeric(*NETWORKS)
def by_all_signs(s, t, at_x, at_y):
    """W_k = ±1, all sign vectors: multiply the gradients at x and x' and average, in exact fractions."""
    units = len(s)
    parameters = len(at_x) // units
    total = Fraction(0)
    for signs in product((1, -1), repeat=units):
        def along(parameter, slopes, tangents, signs=signs):
            return sum(Fraction(w) * slope * tangents[k * parameters + parameter]
                       for k, (w, slope) in enumerate(zip(signs, slopes, strict=True)))
        total += sum(along(p, s, at_x) * along(p, t, at_y) for p in range(parameters)) / units
    return total / 2 ** units


@earlier_layers.monte_carlo(*NETWORKS[:2], moments=FiniteFourthMoment(True, "a polynomial in Gaussian weights"))
def by_gaussian_weights(rng, size, s, t, at_x, at_y):
    """Draw W, form both gradients, multiply them."""
    units = len(s)
    weights = rng.standard_normal((size, units)) / np.sqrt(units)
    first, second = (np.array(e, dtype=float).reshape(units, -1) for e in (at_x, at_y))
    gradients = [(weights * np.array(slopes, dtype=float)) @ tangents for slopes, tangents in ((s, first), (t, second))]
    return np.einsum("bp,bp->b", *gradients)
