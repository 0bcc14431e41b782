r"""The tangent kernel as sensitivity of the output to a label.

Statement.  For the cost C = Σ_n (f(x_n) − y_n)² one step of gradient descent, θ(t + ε) = θ(t) − ε∇C, gives

    ∂f_{θ(t+ε)}(x')/∂y_n = 2ε Θ(x', x_n) + o(ε),      Θ(x', x) = Σ_p ∂_pF(x') ∂_pF(x).

Idea.  y_n enters the step through −2(f(x_n) − y_n) ∂_pF(x_n) alone.

Notes.  The factor 2 belongs to the cost: it is absent for ½ Σ (f(x_n) − y_n)², and 2/N for the mean of the squares.  For a
model linear in θ there is no o(ε).

References.  A. Jacot, F. Gabriel & C. Hongler, Neural tangent kernel, NeurIPS 2018, §3.
"""

from fractions import Fraction

from sympy import Derivative, Sum, Symbol

from numerics.quadratic_network import DEGREE, directional_slope, gradient, output, tangent
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import Domain, Equal, Equals, Source, Theorem, Vector, Vectors

P = Symbol("P", integer=True, positive=True)
p = Symbol("p", integer=True)
psi, phi = Vector("psi", P, real=True), Vector("phi", P, real=True)  # ∂_pF(x') and ∂_pF(x_n)
kernel = Sum(psi[p] * phi[p], (p, 1, P))


def _training(theta, inputs, labels, x, n):
    """The point of a network, its data, an input x' and the number n of a datum: the tangents at x' and x_n."""
    theta, labels = tuple(map(Fraction, theta)), tuple(map(Fraction, labels))
    inputs, x = tuple(tuple(map(Fraction, row)) for row in inputs), tuple(map(Fraction, x))
    psi, phi = (tuple(tangent(theta, row)) for row in (x, inputs[n - 1]))
    return dict(theta=theta, inputs=inputs, labels=labels, x=x, n=n, psi=psi, phi=phi)


sensitivity = Theorem(
    name="tangent-kernel-label-sensitivity",
    title="The tangent kernel measures how an output after one step depends on a label",
    claim=Equals(r"\lim_{\epsilon\to0}\tfrac1\epsilon\,\partial f_{\theta(t+\epsilon)}(x')/\partial y_n,\quad "
                 r"C=\sum_m(f_\theta(x_m)-y_m)^2,\ \psi_p=\partial_pF(x'),\ \varphi_p=\partial_pF(x_n)", 2 * kernel),
    domain=Domain(Vectors(psi, phi)),
    source=Source(PROBABILISTIC_MODELS, "§4.6", verdict="holds",
                  printed=r"\Theta(x,x')=\sum_{p=1}^P\partial_{\theta_p}F(x)\,\partial_{\theta_p}F(x')\text{: it "
                          r"informally represents how sensitive the value of } f_\theta(x') \text{ is to a change of "
                          r"label } y \text{ of a point at } x"),
    near_misses={"the halved cost": kernel, "against the label": -2 * kernel, "mean over the parameters": 2 * kernel / P,
                 "norms for the product": Sum(psi[p] ** 2 + phi[p] ** 2, (p, 1, P))},
    covers=["ntk-label-sensitivity"],
    unsampled="A derivative: nothing is random.",
)


@sensitivity.derivation
def by_differentiating_the_step():
    """The share of one parameter: it moves by −Σ_m 2(f(x_m) − y_m) φ_m, in which only one term has the label y."""
    b, c, f, rest, y = (Symbol(name, real=True) for name in ("b", "c", "f", "r", "y"))
    yield Equal(Derivative(-((f - y) ** 2), f), -2 * (f - y), because="−∂C/∂f(x_n): the pull of the datum n")
    yield Equal(Derivative(b * (-2 * (f - y) * c + rest), y), 2 * b * c,
                because="b = ψ_p, c = φ_p; the other data, in r, do not depend on y_n")
    yield Equal(Sum(2 * psi[p] * phi[p], (p, 1, P)), 2 * Sum(psi[p] * phi[p], (p, 1, P)), because="sum over the parameters")
    return 2 * Sum(psi[p] * phi[p], (p, 1, P))


@sensitivity.numeric(
    _training((1, "1/2", "-1/3", "-1/2", 1, "2/3"), ((1, 2), ("1/2", -1)), (1, -2), (2, "1/3"), 2),
    _training(("2/3", -1, "3/4", "1/2"), ((1,), ("3/2",), (-2,)), ("1/2", 2, -1), ("5/4",), 1),
    _training(("2/3", -1, "3/4", "1/2", -1, "4/3"), ((1,), ("3/2",), (-2,)), ("1/2", 2, -1), ("-1/4",), 3),
    _training(("-3/2", "1/3", 2, "1/2"), (("1/2", 1, -1), (2, "-1/3", 1)), (3, "1/4"), (1, 1, "1/2"), 1))
def by_changing_the_label(theta, inputs, labels, x, n):
    """The output at x' moves under a step with label y_n + 1 and with y_n: the difference (the step is affine in y_n)."""
    def move(shift):
        changed = [y + shift * (m == n) for m, y in enumerate(labels, start=1)]

        def cost(weights):
            return sum((output(weights, row) - y) ** 2 for row, y in zip(inputs, changed, strict=True))
        down = [-slope for slope in gradient(cost, theta, 2 * DEGREE)]
        return directional_slope(lambda weights: output(weights, x), theta, down, DEGREE)
    return move(1) - move(0)
