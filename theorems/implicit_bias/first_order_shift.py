r"""The minimiser of a quadratic model to first order, and the labels to which it is equivalent.

Statement.  Let z = Φᵀθ + ½ε θᵀΨθ and ΦΦᵀθᶠ = ΦY.  The minimiser of ½ Σ (z_j − y_j)² is θᶠ + εθᴵ + O(ε²) with

    ΦΦᵀθᴵ = −Σ [½ Φ_j θᶠᵀΨ_jθᶠ + Ψ_jθᶠ(Φ_jᵀθᶠ − y_j)].

If the linear model interpolates, the last term vanishes, and θᶠ + εθᴵ are the parameters of the linear model for the labels
y_j − ½ε θᶠᵀΨ_jθᶠ; yet the predictions of the two models differ by ½ε θᶠᵀΨ(x)θᶠ + O(ε²).

Idea.  Collect powers of ε in ∇L = 0.

Notes.  The records have one parameter and any number of data.  If ΦΦᵀ is singular, the formula determines θᴵ on the
column space of Φ only, and without interpolation there may be no solution of first order at all.

References.  D. A. Roberts, S. Yaida & B. Hanin, The Principles of Deep Learning Theory (2022), Chapter 11.
"""

from fractions import Fraction

from flint import fmpq, fmpq_poly
from sympy import Derivative, Subs, Sum, Symbol, symbols

from theorems.notes import DEEP_LEARNING_THEORY
from verifiers import Cites, Domain, Equal, Equals, Erratum, Solves, Source, Theorem, Vector, Vectors

n = Symbol("n", integer=True, positive=True)
i = Symbol("i", integer=True)
y = Vector("y", n, real=True)
phi, psi = Vector("phi", n, real=True, nonzero=True), Vector("psi", n, real=True)
square = Sum(phi[i] ** 2, (i, 1, n))
linear = Sum(phi[i] * y[i], (i, 1, n)) / square  # θᶠ
printed_shift = -Sum(phi[i] * psi[i], (i, 1, n)) * linear ** 2 / (2 * square)
residual_term = linear * (linear * Sum(phi[i] * psi[i], (i, 1, n)) - Sum(psi[i] * y[i], (i, 1, n))) / square


def _in_epsilon(number):
    fraction = Fraction(number)
    return fmpq_poly([fmpq(fraction.numerator, fraction.denominator)])


def _first_order(phi, psi, y):
    """θᶠ and θᴵ for one parameter: the coefficient of ε in L'(θᶠ + εs) = 0, by polynomials in ε."""
    start = sum(f * label for f, label in zip(phi, y, strict=True)) / Fraction(sum(f * f for f in phi))
    epsilon = fmpq_poly([0, 1])

    def slope(shift):
        def loss(move):
            theta, total = _in_epsilon(start) + epsilon * shift + move, fmpq_poly([0])
            for f, h, label in zip(phi, psi, y, strict=True):
                gap = _in_epsilon(f) * theta + epsilon * _in_epsilon(h) * theta * theta / 2 - _in_epsilon(label)
                total += gap * gap / 2
            return total
        value = (loss(-2) - 8 * loss(-1) + 8 * loss(1) - loss(2)) / 12
        return Fraction(int(value[1].p), int(value[1].q))
    return start, -slope(0) / (slope(1) - slope(0))


parameter_shift = Theorem(
    name="quadratic-model-parameter-shift",
    title="First-order shift of the minimiser of a quadratic model with one parameter",
    claim=Equals(r"\frac{d\theta_*}{d\epsilon}\Big|_{\epsilon=0}", printed_shift - residual_term),
    domain=Domain(Vectors(phi, psi, y)),
    source=Source(DEEP_LEARNING_THEORY, "Lecture 11/2", verdict="holds under a condition",
                  printed=r"\theta^I=-(\Phi\Phi^T)^\dagger\sum_\alpha\tfrac12\Phi(x_\alpha)(\theta^F)^T\Psi(x_\alpha)\theta^F"),
    errata=[Erratum(printed=r"-(\Phi\Phi^T)^\dagger\sum_\alpha\tfrac12\Phi_\alpha\theta^{F\,T}\Psi_\alpha\theta^F",
                    formula=printed_shift, wrong="the residual term vanishes for an interpolating linear model only")],
    near_misses={"no factor ½": 2 * printed_shift - residual_term, "sign": residual_term - printed_shift,
                 "sign of the residual term": printed_shift + residual_term},
    covers=["first-order-parameter-shift"],
    unsampled="A polynomial equation: nothing is random.",
)


@parameter_shift.derivation
def by_orders_of_epsilon():
    """The coefficient of ε in one term of L'(θᶠ + εs), then a linear equation for s."""
    e, f, h, c, start, shift = symbols("e f h c theta_F s", real=True)
    theta = start + e * shift
    term = (f + e * h * theta) * (f * theta + e * h * theta ** 2 / 2 - c)
    first = f ** 2 * shift + f * h * start ** 2 / 2 + h * start * (f * start - c)
    yield Cites("quadratic-model-gradient", "L' is the sum of (φ + εψθ)(φθ + ½εψθ² − y)")
    yield Equal(Subs(term, e, 0), f * (f * start - c), because="order ε⁰ vanishes in the sum by the choice of θᶠ")
    yield Equal(Subs(Derivative(term, e), e, 0), first, because="order ε¹ of one term")
    total, cross = Sum(phi[i] ** 2, (i, 1, n)), Sum(phi[i] * psi[i], (i, 1, n))
    labels, solved = Sum(psi[i] * y[i], (i, 1, n)), Sum(phi[i] * y[i], (i, 1, n)) / total
    result = -cross * solved ** 2 / (2 * total) - solved * (solved * cross - labels) / total
    yield Solves(total * shift + cross * solved ** 2 / 2 + solved * (solved * cross - labels), {shift: result},
                 because="solve the sum")
    return result


@parameter_shift.numeric(dict(phi=(1, 1), psi=(1, 0), y=(0, 1)), dict(phi=(1, 2), psi=(1, 3), y=(1, 2)),
                         dict(phi=(2, "-1/2", 1), psi=("1/3", 2, -1), y=(3, 1, "5/2")),
                         dict(phi=("3/2",), psi=("4/5",), y=(2,)))
def by_series_in_epsilon(phi, psi, y):
    """Solve L'(θᶠ + εs) = O(ε²) for s, L' by exact differences of the loss with coefficients in ℚ[ε]."""
    return _first_order(phi, psi, y)[1]


a, f, h = symbols("theta_F phi_x psi_x", real=True)
feature_sum = Sum(phi[i], (i, 1, n))
overlap = Sum(phi[i] * psi[i], (i, 1, n)) / square

label_deformation = Theorem(
    name="quadratic-model-deformed-labels",
    title="Deformed labels give the parameters of a quadratic model, not its predictions",
    claim=Equals(r"\frac{d}{d\epsilon}\big[z_{\mathrm{quadratic}}(x)-z_{\mathrm{linear}}(x)\big]_{\epsilon=0},\quad "
                 r"Y\mapsto Y+\epsilon Y^I,\ Y^I_j=-\tfrac12\psi_j\theta_F^2", h * a ** 2 / 2),
    domain=Domain(Vectors(phi, psi), a, f, h),
    source=Source(DEEP_LEARNING_THEORY, "Lecture 11/2, interpretation (2)", verdict="wrong as printed",
                  printed=r"\text{if we had changed } Y\mapsto Y+\Phi Y^I \dots \text{ we would get the same predictions}"),
    errata=[Erratum(printed=r"\text{the same predictions}", formula=0,
                    wrong="the parameters agree; the quadratic model has the further output ½εψ(x)θ²"),
            Erratum(printed=r"Y\mapsto Y+\Phi Y^I", formula=h * a ** 2 / 2 - f * a ** 2 * overlap / 2 * (1 - feature_sum),
                    wrong="ΦY^I is a vector of features, not of labels; the labels are Y + εY^I")],
    near_misses={"no factor ½": h * a ** 2, "sign": -h * a ** 2 / 2, "linear in θ": h * a / 2},
    covers=["label-deformation-equivalence"],
    unsampled="A polynomial equation: nothing is random.",
)


@label_deformation.derivation
def by_equal_parameters():
    """For y = φθᶠ both parameters move by the same θᴵ; the quadratic output remains."""
    e, shift = symbols("e s", real=True)
    total = Sum(phi[i] ** 2, (i, 1, n))
    yield Cites("quadratic-model-parameter-shift", "θᴵ = −Σφψ θᶠ²/(2Σφ²) for an interpolating linear model")
    yield Equal(Sum(phi[i] * (-psi[i] * a ** 2 / 2), (i, 1, n)) / total,
                -Sum(phi[i] * psi[i], (i, 1, n)) * a ** 2 / (2 * total),
                because="least squares of the labels Y^I: the same shift, the parameters agree to first order")
    theta = a + e * shift
    yield Equal(Subs(Derivative((f * theta + e * h * theta ** 2 / 2) - f * theta, e), e, 0), h * a ** 2 / 2,
                because="predictions at x with equal parameters")
    return h * a ** 2 / 2


@label_deformation.numeric(
    dict(phi=(1, 2), psi=(1, 3), theta_F=1, phi_x=3, psi_x="1/2"),
    dict(phi=(2, "-1/2", 1), psi=("1/3", 2, -1), theta_F="3/2", phi_x="-4/3", psi_x=5),
    dict(phi=("3/2",), psi=("4/5",), theta_F=-3, phi_x=2, psi_x="-2/3"))
def by_training_both_models(phi, psi, theta_F, phi_x, psi_x):
    """Train the quadratic model to first order in ε and the linear one on the deformed labels; compare outputs at x."""
    labels = [f * theta_F for f in phi]
    start, shift = _first_order(phi, psi, labels)
    epsilon = fmpq_poly([0, 1])
    theta = _in_epsilon(start) + epsilon * _in_epsilon(shift)
    quadratic = (_in_epsilon(phi_x) * theta + epsilon * _in_epsilon(psi_x) * theta * theta / 2)[1]
    deformed = [-Fraction(h) * theta_F ** 2 / 2 for h in psi]
    moved = sum(f * label for f, label in zip(phi, deformed, strict=True)) / Fraction(sum(f * f for f in phi))
    return Fraction(int(quadratic.p), int(quadratic.q)) - phi_x * moved
