r"""When an underdetermined system has solutions, and when gradient descent converges to one.

Statement.  Two equations in three unknowns have infinitely many solutions if and only if they are consistent; if their
rows depend on one another the labels must do so as well.  Gradient descent on ½ ‖Zθ − Y‖² with step η > 0 converges for
all labels and starts if and only if η < 2/σ², σ the largest singular value of Z.

Idea.  Fewer equations than unknowns leave a null space, but not a solution.  Along a singular vector the error is
multiplied by 1 − ησ² in each step.

Notes.  With the loss ‖Zθ − Y‖² the limit is 1/σ², with its mean over n data n/σ².  For inconsistent equations gradient
descent tends to the least squares solution nearest to its start.

References.  Y. Nesterov, Introductory Lectures on Convex Optimization (2004), §2.1.5.
"""

from fractions import Fraction

from flint import fmpq, fmpq_mat
from sympy import Eq, Ne, Or, symbols, true

from numerics.exact_descent import descend, residual
from numerics.exact_least_squares import minimum_norm_solution
from theorems.notes import HANDBOOK
from verifiers import AtMostStep, Cites, Domain, Equal, Holds, Solves, Source, Theorem

g, h, y1, y2 = symbols("g h y1 y2", real=True)

consistent = Theorem(
    name="underdetermined-system-solutions",
    title="Two equations in three unknowns: infinitely many solutions exactly if they are consistent",
    claim=Holds(r"Xw=y \text{ has infinitely many solutions},\quad X=\begin{pmatrix}1&0&0\\g&h&0\end{pmatrix}",
                Or(Ne(h, 0), Eq(y2, g * y1))),
    domain=Domain(g, h, y1, y2),
    source=Source(HANDBOOK, "12.1", verdict="holds under a condition",
                  printed=r"\text{in a linear model with more features than data points there are infinitely many solutions}"),
    near_misses={"more features than data suffices": true, "only for independent rows": Ne(h, 0)},
    covers=["infinitely-many-solutions"],
    unsampled="A random matrix has full rank almost surely: sampling never meets the exception.",
)


@consistent.derivation
def by_elimination():
    """For h ≠ 0 solve for two unknowns, the third is free; for h = 0 the second equation repeats the first or denies it."""
    w1, w2, w3 = symbols("w1 w2 w3", real=True)
    system = [w1 + 0 * w3 - y1, g * w1 + h * w2 - y2]
    yield Solves(system, {w1: y1, w2: (y2 - g * y1) / h}, where=[Ne(h, 0)], because="w₃ is free")
    yield Equal(g * w1 + h * w2 - y2, g * (w1 - y1) + h * w2 + (g * y1 - y2),
                because="g y₁ − y₂ for h = 0 and w₁ = y₁: every such w solves both equations, or none does")
    return Or(Ne(h, 0), Eq(y2, g * y1))


@consistent.numeric(dict(g=1, h=0, y1=0, y2=1), dict(g="1/2", h=0, y1=4, y2=2), dict(g=2, h=3, y1=1, y2=5),
                    dict(g=-3, h="1/7", y1=0, y2=0), dict(g=2, h=0, y1=1, y2=3))
def by_ranks(g, h, y1, y2):
    """Ranks of X and of X with the labels as a further column, in rationals."""
    rows = [[1, 0, 0, y1], [g, h, 0, y2]]
    augmented = fmpq_mat([[fmpq(Fraction(e).numerator, Fraction(e).denominator) for e in row] for row in rows])
    X = fmpq_mat([[augmented[r, c] for c in range(3)] for r in range(2)])
    return X.rref()[1] == augmented.rref()[1] < 3


eta, sigma = symbols("eta sigma", positive=True)

step_size = Theorem(
    name="gradient-descent-step-size",
    title="Gradient descent on least squares converges exactly for steps below 2/σ²",
    claim=Holds(r"\theta_t \text{ converges for all } Y, \theta_0,\quad \sigma=\|Z\|", eta * sigma ** 2 < 2),
    domain=Domain(eta, sigma),
    source=Source(HANDBOOK, "12.2", verdict="holds under a condition",
                  printed=r"\text{if Gradient Descent is initialized at } w_0=0, \text{ it will converge}"),
    near_misses={"every step size": true, "2/σ": eta * sigma < 2, "1/σ² necessary": eta * sigma ** 2 < 1,
                 "boundary included": eta * sigma ** 2 <= 2},
    unsampled="Linear algebra: nothing is random.",
)


@step_size.derivation
def by_the_factor_of_a_mode():
    """|1 − h| < 1 exactly for 0 < h < 2, h = ησ²; smaller singular values have smaller h."""
    mode, factor = symbols("s h", positive=True)
    yield Cites("gradient-descent-singular-mode", "the error along v is multiplied by 1 − ησ²")
    yield Equal(1 - (1 - factor) ** 2, factor * (2 - factor), because="positive exactly for h < 2")
    yield AtMostStep(eta * mode ** 2, eta * sigma ** 2, where=[mode <= sigma], because="so the largest one decides")
    return eta * sigma ** 2 < 2


@step_size.numeric(dict(eta="2/5", sigma=2), dict(eta="1/2", sigma=2), dict(eta=1, sigma="3/2"), dict(eta="2/3", sigma="3/2"),
                   dict(eta=5, sigma="1/2"), dict(eta=9, sigma="1/2"))
def by_forty_steps(eta, sigma):
    """Run 40 steps in rationals: is the distance from the nearest solution below a quarter of what it was?"""
    u, v = ((Fraction(3, 5), Fraction(4, 5)), (Fraction(-4, 5), Fraction(3, 5))), ((2, 3, 6), (3, -6, 2))  # v over 7
    Z = [[sum(Fraction(sigma) / (1, 2)[m] * u[m][r] * v[m][c] / 7 for m in range(2)) for c in range(3)] for r in range(2)]
    Y, start = [Fraction(3), Fraction(1, 2)], [Fraction(1), Fraction(2), Fraction(-1)]
    move = minimum_norm_solution(Z, [-gap for gap in residual(Z, Y, start)])
    end = descend(Z, Y, start, eta, 40)
    left = sum((s + m - e) ** 2 for s, m, e in zip(start, move, end, strict=True))
    return 16 * left < sum(m ** 2 for m in move)
