r"""One step of gradient descent, seen in the parameters, in the cost and in function space.

Statement.  Let a model F with parameters θ ∈ ℝ^P be trained by gradient descent θ(t + ε) = θ(t) − ε∇C + o(ε) on a cost C
of its values f(x_1), …, f(x_N), with g_n = ∂C/∂f(x_n) and Θ(x, x') = Σ_p ∂_pF(x) ∂_pF(x').  The coefficients of ε are

    of θ_p:   −Σ_n g_n ∂_pF(x_n),        of C:   −‖∇C‖²,        of f(x):   −Σ_n Θ(x, x_n) g_n.

Idea.  The chain rule twice: ∂_pC = Σ_n g_n ∂_pF(x_n), and f(x) moves by Σ_p ∂_pF(x) times the move of θ_p.

Notes.  Descent has a minus sign, also in the step of the parameters; with a plus sign the cost grows.  In function space g_n
stands inside the sum over the data: each datum pulls with its own derivative, weighted by its kernel value.

References.  A. Jacot, F. Gabriel & C. Hongler, Neural tangent kernel, NeurIPS 2018, §3.
"""

from fractions import Fraction
from itertools import pairwise

from sympy import Derivative, Subs, Sum, Symbol, symbols

from numerics.quadratic_network import DEGREE, directional_slope, gradient, output, tangent
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import Cites, Domain, Equal, Equals, Erratum, Source, Theorem, Vector, Vectors

N, P = symbols("N P", integer=True, positive=True)
i = Symbol("i", integer=True)
g, phi, kernel = (Vector(name, N, real=True) for name in ("g", "phi", "kernel"))
G = Vector("G", P, real=True)


def _cost(values, labels):
    """Σ (f_n − y_n)² + ½ Σ (f_{n+1} − f_n)²: convex, and no sum over single data."""
    gaps = sum((f - y) ** 2 for f, y in zip(values, labels, strict=True))
    return gaps + Fraction(1, 2) * sum((b - a) ** 2 for a, b in pairwise(values))


def _training_cost(theta, inputs, labels):
    return _cost([output(theta, x) for x in inputs], labels)


def _training(theta, inputs, labels, *, x=None, p=1):
    """The point of a network, its data and an input x: derivatives of the cost, of the outputs, of the cost in θ, kernel."""
    theta, labels = tuple(map(Fraction, theta)), tuple(map(Fraction, labels))
    inputs = tuple(tuple(map(Fraction, row)) for row in inputs)
    x = inputs[0] if x is None else tuple(map(Fraction, x))
    values = [output(theta, row) for row in inputs]
    tangents = [tangent(theta, row) for row in (x, *inputs)]
    g = tuple(gradient(lambda v: _cost(v, labels), values, 2))
    return dict(theta=theta, inputs=inputs, labels=labels, x=x, p=p, g=g, phi=tuple(row[p - 1] for row in tangents[1:]),
                G=tuple(gradient(lambda t: _training_cost(t, inputs, labels), theta, 2 * DEGREE)),
                kernel=tuple(sum(a * b for a, b in zip(tangents[0], row, strict=True)) for row in tangents[1:]))


POINTS = [_training((1, "1/2", "-1/3", "-1/2", 1, "2/3"), ((1, 2), ("1/2", -1)), (1, -2), x=(2, "1/3"), p=2),
          _training(("2/3", -1, "3/4", "1/2"), ((1,), ("3/2",), (-2,)), ("1/2", 2, -1), x=("5/4",), p=1),
          _training(("-3/2", "1/3", 2, "1/2"), (("1/2", 1, -1), (2, "-1/3", 1)), (3, "1/4"), x=(1, 1, "1/2"), p=4)]

parameter_step = Theorem(
    name="gradient-step-of-a-parameter",
    title="A gradient descent step moves each parameter by minus the sum over the data",
    claim=Equals(r"\lim_{\epsilon\to0}\tfrac1\epsilon\,(\theta_p(t+\epsilon)-\theta_p(t)),\quad \dot\theta=-\nabla C(\theta),"
                 r"\ g_n=D_{f_\theta(x_n)}\mathcal{C},\ \varphi_n=\partial_{\theta_p}F(x_n)",
                 -Sum(g[i] * phi[i], (i, 1, N))),
    domain=Domain(Vectors(g, phi)),
    source=Source(PROBABILISTIC_MODELS, "§4.6", verdict="misprint",
                  printed=r"\theta(t+\epsilon)=\theta(t)+\epsilon\nabla\mathcal{C}(\theta(t))+o(\epsilon) \dots ="
                          r"\theta+\epsilon\sum_{n=1}^N(D_{f_\theta(x_n)}\mathcal{C}|_{f_{\theta(t)}})\partial_\theta "
                          r"F(x_n)+o(\epsilon)"),
    errata=[Erratum(printed=r"+\epsilon\sum_{n=1}^N(D_{f_\theta(x_n)}\mathcal{C}|_{f_{\theta(t)}})\partial_\theta "
                            r"F(x_n)",
                    formula=Sum(g[i] * phi[i], (i, 1, N)),
                    wrong="descent goes against the gradient: all three lines need a minus sign")],
    near_misses={"mean over the data": -Sum(g[i] * phi[i], (i, 1, N)) / N,
                 "product of the sums": -Sum(g[i], (i, 1, N)) * Sum(phi[i], (i, 1, N)), "first datum only": -g[1] * phi[1]},
    covers=["gradient-descent-step-sign"],
    unsampled="A derivative: nothing is random.",
)


@parameter_step.derivation
def by_the_chain_rule():
    """Expand model and cost to second order: F(x_n) moves by φ_n s + η_n s², C by Σ g_n u_n plus squares of linear forms."""
    s = Symbol("s", real=True)
    eta, c = Vector("eta", N, real=True), Vector("c", N, real=True)
    move = phi[i] * s + eta[i] * s ** 2
    yield Equal(Subs(Derivative(Sum(g[i] * move, (i, 1, N)), s), s, 0), Sum(g[i] * phi[i], (i, 1, N)),
                where=[Vectors(eta)], because="∂_pC = Σ g_n ∂_pF(x_n), from the first order of C")
    yield Equal(Subs(Derivative(Sum(c[i] * move, (i, 1, N)) ** 2, s), s, 0), 0, where=[Vectors(eta, c)],
                because="a square of a linear form of the moves, and so the second order of C, adds nothing")
    return -Sum(g[i] * phi[i], (i, 1, N))


@parameter_step.numeric(*POINTS)
def by_the_slope_of_the_cost(theta, inputs, labels, p):
    """Minus the derivative of the whole cost in θ_p, from its values (a polynomial of degree 6)."""
    unit = [int(q == p) for q in range(1, len(theta) + 1)]
    return -directional_slope(lambda t: _training_cost(t, inputs, labels), theta, unit, 2 * DEGREE)


cost_step = Theorem(
    name="gradient-step-of-the-cost",
    title="A gradient descent step lowers the cost by the square of the gradient",
    claim=Equals(r"\lim_{\epsilon\to0}\tfrac1\epsilon\,(C(\theta(t+\epsilon))-C(\theta(t))),\quad G=\nabla C(\theta(t))",
                 -Sum(G[i] ** 2, (i, 1, P))),
    domain=Domain(Vectors(G)),
    source=Source(PROBABILISTIC_MODELS, "§4.6", verdict="misprint",
                  printed=r"\theta(t+\epsilon)=\theta(t)+\epsilon\nabla\mathcal{C}(\theta(t))+o(\epsilon)"),
    errata=[Erratum(printed=r"\theta(t+\epsilon)=\theta(t)+\epsilon\nabla\mathcal{C}(\theta(t))",
                    formula=Sum(G[i] ** 2, (i, 1, P)), wrong="the printed step raises the cost: for C = ‖θ‖², "
                    "θ = (1, 2), ε = 1/100 from 5 to 5.202 instead of lowering it to 4.802")],
    near_misses={"half the square": -Sum(G[i] ** 2, (i, 1, P)) / 2, "square of the sum": -Sum(G[i], (i, 1, P)) ** 2,
                 "first parameter only": -G[1] ** 2},
    covers=["gradient-descent-step-sign"],
    unsampled="A derivative: nothing is random.",
)


@cost_step.derivation
def along_the_step():
    """C(θ + u) = C(θ) + Σ G_p u_p + squares of linear forms of u, at u = −εG."""
    e = Symbol("e", real=True)
    c = Vector("c", P, real=True)
    yield Equal(Subs(Derivative(Sum(G[i] * (-e * G[i]), (i, 1, P)), e), e, 0), -Sum(G[i] ** 2, (i, 1, P)),
                because="the first order")
    yield Equal(Subs(Derivative(Sum(c[i] * (-e * G[i]), (i, 1, P)) ** 2, e), e, 0), 0, where=[Vectors(c)],
                because="the second order is one of ε²")
    return -Sum(G[i] ** 2, (i, 1, P))


@cost_step.numeric(*POINTS)
def by_taking_the_step(theta, inputs, labels):
    """The slope in ε of the cost at θ − ε∇C, with ∇C from differences of the cost."""
    def cost(weights):
        return _training_cost(weights, inputs, labels)
    down = [-slope for slope in gradient(cost, theta, 2 * DEGREE)]
    return directional_slope(cost, theta, down, 2 * DEGREE)


step = -Sum(kernel[i] * g[i], (i, 1, N))

function_step = Theorem(
    name="kernel-gradient-step",
    title="A gradient descent step in function space: the tangent kernel weighs the data",
    claim=Equals(r"\lim_{\epsilon\to0}\tfrac1\epsilon\,(f_{\theta(t+\epsilon)}(x)-f_{\theta(t)}(x)),\quad "
                 r"k_n=\Theta(x,x_n),\ g_n=D_{f_\theta(x_n)}\mathcal{C}", step),
    domain=Domain(Vectors(kernel, g)),
    source=Source(PROBABILISTIC_MODELS, "§4.6", verdict="misprint",
                  printed=r"f_{\theta(t+\epsilon)}(x) \dots =f_{\theta(t)}-"
                          r"\epsilon\Big(\sum_{n=1}^N\Theta(x,x_n)\Big)D_{f_\theta(x_n)}"
                          r"\mathcal{C}|_{f_{\theta(t)}}+o(\epsilon)"),
    errata=[Erratum(printed=r"-\epsilon\Big(\sum_{n=1}^N\Theta(x,x_n)\Big)D_{f_\theta(x_n)}\mathcal{C}",
                    formula=-Sum(kernel[i], (i, 1, N)) * g[1], wrong="the derivative at x_n belongs inside the sum over n; "
                    "outside, its index n is free (here n = 1)"),
            Erratum(printed=r"-"
                            r"\epsilon\sum_{p=1}^P(\partial_{\theta_p}F|_{\theta(t)}(x))\partial_{\theta_p}F|_{\theta(t)}^T(x_n)D_{f_\theta(x_n)}"
                            r"\mathcal{C}|_{f_{\theta(t)}}",
                    formula=-kernel[1] * g[1], wrong="the second line has lost the sum over n (here n = 1)")],
    near_misses={"ascent": -step, "mean over the data": step / N,
                 "index n = N outside the sum": -Sum(kernel[i], (i, 1, N)) * g[N],
                 "product of the sums": -Sum(kernel[i], (i, 1, N)) * Sum(g[i], (i, 1, N))},
    covers=["function-space-step-index"],
    unsampled="A derivative: nothing is random.",
)


@function_step.derivation
def by_exchanging_the_sums():
    """f(x) moves by Σ_p ψ_p times the move of θ_p, ψ_p = ∂_pF(x): the sums over p and n are finite and change places."""
    e, inner, outer = symbols("e s q", real=True)
    psi, move, weight = (Vector(name, P, real=True) for name in ("psi", "v", "w"))
    yield Cites("gradient-step-of-a-parameter", "θ_p moves by −ε Σ_n g_n ∂_pF(x_n)")
    yield Equal(Subs(Derivative(Sum(psi[i] * e * move[i], (i, 1, P)) + Sum(weight[i] * e * move[i], (i, 1, P)) ** 2, e), e, 0),
                Sum(psi[i] * move[i], (i, 1, P)), where=[Vectors(psi, move, weight)],
                because="the first order of F(x), to which the squares in its second order add nothing")
    yield Equal(Sum(psi[i] * -(move[i] * inner), (i, 1, P)), -inner * Sum(psi[i] * move[i], (i, 1, P)),
                where=[Vectors(psi, move)], because="∂_pF(x_n) = v_p φ_n, as any matrix is a sum of such: θ_p moves by −v_p s, "
                                                    "s = Σ g_n φ_n, and f(x) by −s Σ ψ_p v_p")
    yield Equal(-Sum((outer * phi[i]) * g[i], (i, 1, N)), -outer * Sum(g[i] * phi[i], (i, 1, N)), where=[Vectors(phi)],
                because="the same product with the sum over n outside: k_n = Σ_p ψ_p v_p φ_n = φ_n q, q = Σ ψ_p v_p")
    return -Sum(kernel[i] * g[i], (i, 1, N))


@function_step.numeric(*POINTS)
def by_the_output_after_the_step(theta, inputs, labels, x):
    """The slope in ε of the output at θ − ε∇C, with ∇C from differences of the cost."""
    down = [-slope for slope in gradient(lambda t: _training_cost(t, inputs, labels), theta, 2 * DEGREE)]
    return directional_slope(lambda t: output(t, x), theta, down, DEGREE)
