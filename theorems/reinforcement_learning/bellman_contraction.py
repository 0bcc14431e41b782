r"""The Bellman operators contract in the supremum norm, and not in the Euclidean one.

Statement.  On tables Q(s, a) let

    (T^π Q)(s, a) = r(s, a) + γ E[Q(S′, A′)],   (T* Q)(s, a) = r(s, a) + γ E[max_b Q(S′, b)],

S′ ∼ p(·|s, a), A′ ∼ π(·|S′), 0 ≤ γ < 1.  Then sup {‖TQ − TQ′‖_∞ : ‖Q − Q′‖_∞ ≤ D} = γ D for T = T^π and T = T*: both
are contractions with the constant γ, attained by Q − Q′ constant, and have unique fixed points Q^π and Q*.  If all n
pairs lead to one pair, T^π has the Euclidean Lipschitz constant γ√n, which exceeds 1 for n > 1/γ².

Idea.  A mean of numbers at most D is at most D; |max f − max g| ≤ max |f − g|.

References.  M. L. Puterman, Markov Decision Processes (1994), Proposition 6.2.4.
"""

from fractions import Fraction
from itertools import product

from flint import arb, fmpq_mat
from sympy import Subs, Sum, Symbol, sqrt

from numerics import decision_processes
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import AtMostStep, Domain, Equal, Equals, Simplex, Source, Theorem, Vector, Vectors

gamma = Symbol("gamma", nonnegative=True)
D = Symbol("D", positive=True)
n = Symbol("n", integer=True, positive=True)
SOURCE = Source(PROBABILISTIC_MODELS, "§5.5", verdict="companion",
                printed=r"Q(S_t,A_t)\leftarrow Q(S_t,A_t)+\alpha\,(R_{t+1}+\gamma Q(S_{t+1},A_{t+1})-\dots)")

contraction = Theorem(
    name="bellman-contraction",
    title="The Bellman operators have the Lipschitz constant γ in the supremum norm",
    claim=Equals(r"\sup_{\|Q-Q'\|_\infty\le D}\|TQ-TQ'\|_\infty,\; T\in\{T^\pi,T^*\}", gamma * D),
    domain=Domain(D, gamma < 1),
    source=SOURCE,
    near_misses={"constant γ²": gamma ** 2 * D, "not contracting": D, "constant γ/(1 + γ)": gamma * D / (1 + gamma)},
    covers=["bellman-contraction"],
    unsampled="A supremum over tables, which a sample of tables cannot enclose.",
)


@contraction.derivation
def by_means_and_maxima():
    """For the next pair drawn with weights w, and for the best of the next actions."""
    N, j = Symbol("N", integer=True, positive=True), Symbol("j", integer=True)
    w, u, x = Vector("w", N), Vector("u", N, nonnegative=True), Vector("x", N, real=True)
    yield AtMostStep(Sum(w[j] * (D - u[j]), (j, 1, N)), D, where=[Simplex(w), Vectors(u)],
                     because="Q − Q′ = D − u_j ≤ D at pair j: its mean over the next pair is at most D; so for Q′ − Q")
    best, below, gap = Symbol("M", real=True), Symbol("v", nonnegative=True), Symbol("g", nonnegative=True)
    yield AtMostStep(best - below + (D - gap), best + D,
                     because="Q′(s′, b) = M − v with M the maximum and Q = Q′ + D − g: every Q(s′, b), and so their "
                             "maximum, is at most M + D; exchange Q and Q′")
    yield Equal(Sum(w[j] * (x[j] + D), (j, 1, N)) - Sum(w[j] * x[j], (j, 1, N)), D, where=[Simplex(w), Vectors(x)],
                because="Q = Q′ + D attains the bound, for the maximum too: (M + D) − M = D")
    return gamma * D


@contraction.numeric(
    dict(D=3, gamma="4/5", instance=0, operator="optimality"), dict(D="1/2", gamma="1/3", instance=0,
                                                                    operator="policy"),
    dict(D=5, gamma="2/3", instance=1, operator="optimality"), dict(D="4/3", gamma="9/10", instance=2,
                                                                    operator="policy"))
def over_the_corners(D, gamma, instance, operator):
    """TQ is monotone in each entry of Q: for each of three tables Q′ try all Q with entries Q′ ± D."""
    process = decision_processes.irregular(instance)
    pairs = list(product(range(process.states), range(process.actions)))

    def bellman(table):
        following = [max(table[s, a] for a in range(2)) if operator == "optimality" else
                     (2 * table[s, 0] + table[s, 1]) / Fraction(3) for s in range(process.states)]
        return [process.reward[s][a] + gamma * sum(map(lambda p, v: p * v, process.transition[s][a], following))
                for s, a in pairs]
    largest = Fraction(0)
    for centre in (dict.fromkeys(pairs, 0), {(s, a): 5 * s - 3 * a for s, a in pairs},
                   {(s, a): Fraction(a, s + 1) for s, a in pairs}):
        at_centre = bellman(centre)
        for signs in product((1, -1), repeat=len(pairs)):
            moved = bellman({pair: centre[pair] + sign * D for pair, sign in zip(pairs, signs, strict=True)})
            largest = max(largest, *(abs(x - y) for x, y in zip(moved, at_centre, strict=True)))
    return largest


euclidean_norm = Theorem(
    name="bellman-operator-in-the-euclidean-norm",
    title="The Euclidean Lipschitz constant of a Bellman operator where n pairs lead to one",
    claim=Equals(r"\|\gamma P^\pi\|_2,\; P^\pi=\mathbf 1 e_1^{\mathsf T}", gamma * sqrt(n)),
    domain=Domain(n, gamma < 1),
    source=SOURCE,
    near_misses={"contraction in L²": gamma, "Frobenius norm squared": gamma ** 2 * n, "γ n": gamma * n},
    covers=["bellman-contraction"],
    unsampled="The norm of a matrix; nothing is random.",
)


@euclidean_norm.derivation
def by_the_first_coordinate():
    """‖P x‖² = n x_1² ≤ n ‖x‖², with equality for x = e_1."""
    x, rest, j = Symbol("x_1", real=True), Symbol("y", nonnegative=True), Symbol("j", integer=True)
    yield Equal(Sum(x ** 2, (j, 1, n)), n * x ** 2, because="every entry of P x is x_1")
    yield AtMostStep(n * x ** 2, n * (x ** 2 + rest), because="y is the sum of the other squares; equality for y = 0")
    yield Equal(Subs(sqrt(gamma ** 2 * Sum(x ** 2, (j, 1, n))), x, 1), gamma * sqrt(n), because="‖γ P e_1‖, and ‖e_1‖ = 1")
    return gamma * sqrt(n)


@euclidean_norm.numeric(dict(n=6, gamma="4/5"), dict(n=3, gamma="1/2"), dict(n=5, gamma="2/3"), dict(n=2, gamma="9/10"))
def from_the_characteristic_polynomial(n, gamma):
    """γ times the root of the largest eigenvalue of PᵀP, as a ball."""
    matrix = fmpq_mat(n, n, [int(j == 0) for _ in range(n) for j in range(n)])
    roots = (matrix.transpose() * matrix).charpoly().complex_roots()
    gain = Fraction(gamma)
    return max((root.real for root, _ in roots), key=float).sqrt() * arb(gain.numerator) / gain.denominator
