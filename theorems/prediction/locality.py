r"""Local scoring rules: for three outcomes or more only the logarithm, for two outcomes all of them.

Statement.  A rule is local if s(q, i) = f_i(q_i).  For n ≥ 3 outcomes the local, strictly proper rules that are
differentiable on the open simplex are s(q, i) = α log q_i + β_i with α > 0; the constants β_i may depend on the
outcome.  For n = 2 every rule is local, as q_2 = 1 − q_1.

Idea.  Truth is stationary: p_i f_i′(p_i) is the same for all i.  For n ≥ 3 two coordinates u, v vary freely where
u + v < 1, and u f_i′(u) = v f_j′(v) makes both sides a constant α, so f_i = α log u + β_i.  For n = 2 the coordinates
are tied by u + v = 1, and every f_1 has its partner f_2.

Records.  (1) Among rules with polynomial u f_i′(u) of degree at most d, those with stationary truth, modulo constants,
have dimension 1 for n ≥ 3 and d + 1 for n = 2.  (2) In the family α log q_i + β_i − κ (1 − q_i)²/2, which has the
logarithmic and the quadratic rule for two outcomes, the strictly proper ones.  (3) The quadratic rule is local only for
n = 2: this is why its score takes the whole vector q.

Notes.  The form is forced on the open simplex only: f_i(1) may be any number ≥ β_i, as a vertex is reported under the
belief in it alone.  A common β needs symmetry under relabelling of the outcomes.

References.  J. M. Bernardo, Annals of Statistics 7 (1979); T. Gneiting & A. E. Raftery, JASA 102 (2007), §4.1.
"""

from fractions import Fraction
from itertools import product

from flint import ctx, fmpq, fmpq_mat
from sympy import And, Derivative, Eq, Integer, Integral, Or, Piecewise, Subs, Sum, Symbol, log, true

from numerics import simplex
from numerics.scoring_rules import ball, neighbours, quadratic, regret
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import Domain, Equal, Equals, Erratum, Holds, Source, Theorem, Vector, Vectors

n = Symbol("n", integer=True, positive=True)
d = Symbol("d", integer=True, nonnegative=True)
alpha, kappa = Symbol("alpha", real=True), Symbol("kappa", real=True)
beta = Vector("beta", n, real=True)
i = Symbol("i", integer=True)

local_rules = Theorem(
    name="local-rules-dimension",
    title="Dimension of the local rules with stationary truth, modulo constants",
    claim=Equals(r"\dim\{(f_i): uf_i'\in\mathbb{R}[u]_{\le d},\; p_if_i'(p_i)=p_jf_j'(p_j)\,\forall p\}/\mathbb{R}^n",
                 Piecewise((d + 1, Eq(n, 2)), (1, True))),
    domain=Domain(n >= 2, d),
    source=Source(PROBABILISTIC_MODELS, "§2.3", verdict="holds under a condition",
                  printed=r"\text{the only solution is } s(\vec\pi,i)=\alpha\log\pi_i+\beta"),
    errata=[Erratum(printed=r"\text{the only solution is } s(\vec\pi,i)=\alpha\log\pi_i+\beta", formula=Integer(1),
                    wrong="it takes three outcomes: with two, every score depends on the outcome's probability alone")],
    near_misses={"free functions": Piecewise((2 * d + 2, Eq(n, 2)), (n * (d + 1), True)),
                 "one function for both outcomes": Piecewise((d / 2 + 1, Eq(n, 2)), (1, True)),
                 "four outcomes needed": Piecewise((d + 1, n <= 3), (1, True))},
    fails_at=[dict(n=1, d=2)],
    covers=["locality-characterization"],
    unsampled="The stationarity conditions are linear equations with rational coefficients; nothing is random.",
)


@local_rules.derivation
def by_separating_two_coordinates():
    """u f_1′(u) = v f_2′(v) for free u, v has no solution but constants; on the line v = 1 − u every f_1 has an f_2."""
    u, v, w, a = (Symbol(name, positive=True) for name in "uvwa")
    k, e = Symbol("k", integer=True), Symbol("e", integer=True, positive=True)
    r, s = Symbol("r", real=True), Symbol("s", real=True)
    yield Equal(Derivative(r * u ** e - s * v ** e, u), r * e * u ** (e - 1),
                because="n ≥ 3: the difference of the two sides may not change with u, so r = 0 for every power e ≥ 1")
    yield Equal(Integral(a / w, (w, 1, u)), a * log(u), because="a constant α is left: u f′ = α, so f = α log u + β_i")
    yield Equal(Subs(u * Derivative(r * u ** e / e, u), u, 1 - v), v * (r * (1 - v) ** e / v), where=[v < 1],
                because="n = 2: f_1 = r u^e/e has the partner with f_2′ = r (1 − v)^e/v, as u = 1 − v")
    yield Equal(Sum(1, (k, 0, d)), d + 1, because="one free coefficient r for each power 0, …, d")
    return Piecewise((d + 1, Eq(n, 2)), (1, True))


@local_rules.numeric(dict(n=2, d=0), dict(n=2, d=3), dict(n=2, d=4), dict(n=3, d=2), dict(n=3, d=5), dict(n=4, d=3),
                     dict(n=5, d=1))
def by_the_rank_of_the_conditions(n, d):
    """Coefficients c_ik of u f_i′(u) = Σ_k c_ik u^k; the conditions at lattice beliefs, their exact nullity."""
    beliefs = [p for p in simplex.lattice(n, n + 2 * d + 2) if min(p) > 0][:40 * (d + 1)]

    def condition(p, other):
        row = [fmpq(0)] * (n * (d + 1))
        for k, sign, outcome in ((k, sign, o) for k in range(d + 1) for sign, o in ((1, 0), (-1, other))):
            row[outcome * (d + 1) + k] = sign * fmpq(p[outcome].numerator, p[outcome].denominator) ** k
        return row
    rows = [condition(p, other) for p in beliefs for other in range(1, n)]
    return n * (d + 1) - fmpq_mat(len(rows), n * (d + 1), [entry for row in rows for entry in row]).rank()


common = Eq(n * Sum(beta[i] ** 2, (i, 1, n)), Sum(beta[i], (i, 1, n)) ** 2)  # all β_i are equal

local_strictly_proper = Theorem(
    name="local-rule-strictly-proper",
    title="Strictly proper rules among α log q_i + β_i − κ (1 − q_i)²/2",
    claim=Holds(r"q=p \text{ is the only maximiser of } "
                r"\mathbb{E}_p[\alpha\log q_i+\beta_i-\tfrac{\kappa}{2}(1-q_i)^2] \text{ for every } p",
                Or(And(Eq(n, 2), alpha >= 0, 4 * alpha + kappa >= 0, Or(alpha > 0, kappa > 0)),
                   And(n >= 3, alpha > 0, Eq(kappa, 0)))),
    domain=Domain(n >= 2, alpha, kappa, Vectors(beta)),
    source=Source(PROBABILISTIC_MODELS, "§2.3", verdict="holds under a condition",
                  printed=r"\text{the only solution is } s(\vec\pi,i)=\alpha\log\pi_i+\beta \text{ for some } "
                          r"\alpha>0,\beta\in\mathbb{R}"),
    errata=[Erratum(printed=r"\text{the only solution is } s(\vec\pi,i)=\alpha\log\pi_i+\beta \text{ for some } "
                            r"\alpha>0,\beta\in\mathbb{R}", formula=And(alpha > 0, Eq(kappa, 0), common),
                    wrong="for two outcomes the quadratic rule is local and strictly proper, too; and for every n a constant "
                          "that depends on the outcome changes no best report",
                    at=dict(alpha=0, kappa=2, beta=(0, 0)))],
    near_misses={"logarithmic rules only, for every n": And(alpha > 0, Eq(kappa, 0)),
                 "β common to all outcomes": Or(Eq(n, 2), And(alpha > 0, Eq(kappa, 0), common)),
                 "negative α allowed": Or(Eq(n, 2), Eq(kappa, 0)), "the quadratic rule for every n": kappa > 0,
                 "every positive combination": And(alpha >= 0, kappa >= 0)},
    fails_at=[dict(alpha=0, kappa=0, beta=(0,))],
    unsampled="Properness is a statement about all beliefs and reports; a sample decides none of them.",
)


@local_strictly_proper.derivation
def by_stationarity_and_the_sign_of_the_weight():
    """u f′(u) = α + κ u(1 − u) has to be the same for all coordinates; then the weight decides."""
    u, v = Symbol("u", positive=True), Symbol("v", positive=True)
    p, q = Symbol("p", positive=True), Symbol("q", positive=True)

    def rule(x):
        return alpha * log(x) - kappa * (1 - x) ** 2 / 2
    yield Equal(Derivative(rule(u), u), alpha / u + kappa * (1 - u), because="f′")
    yield Equal(u * (alpha / u + kappa * (1 - u)) - v * (alpha / v + kappa * (1 - v)), kappa * (u - v) * (1 - u - v),
                because="zero for all u + v < 1 (n ≥ 3) only if κ = 0; always zero for u + v = 1 (n = 2)")
    yield Equal(Derivative(p * log(q), (q, 2)), -p / q ** 2, because="n ≥ 3, κ = 0: strictly concave exactly if α > 0")
    yield Equal(Derivative(p * rule(q) + (1 - p) * rule(1 - q), q), (p - q) * (alpha / (q * (1 - q)) + kappa),
                where=[q < 1], because="n = 2: truth alone is best if the weight is ≥ 0, zero at isolated points only")
    yield Equal(alpha / (q * (1 - q)) + kappa, (4 * alpha + kappa) + alpha * (1 - 2 * q) ** 2 / (q * (1 - q)),
                where=[q < 1], because="least at q = 1/2 and unbounded at the ends: 4α + κ ≥ 0, α ≥ 0, not both zero")
    return Or(And(Eq(n, 2), alpha >= 0, 4 * alpha + kappa >= 0, Or(alpha > 0, kappa > 0)),
              And(n >= 3, alpha > 0, Eq(kappa, 0)))


@local_strictly_proper.numeric(
    dict(alpha=1, kappa=0, beta=(0, 0)), dict(alpha=0, kappa=2, beta=(1, -1)), dict(alpha=0, kappa=1, beta=(0, 0)),
    dict(alpha=1, kappa=-4, beta=(0, 0)), dict(alpha="1/2", kappa=-3, beta=(0, 0)), dict(alpha=1, kappa=-5, beta=(0, 0)),
    dict(alpha=0, kappa=0, beta=(0, 0)),
    dict(alpha=-1, kappa=8, beta=(0, 0)), dict(alpha=1, kappa=0, beta=("3/10", -1, 2)),
    dict(alpha=1, kappa=1, beta=(0, 0, 0)), dict(alpha=0, kappa=2, beta=(0, 0, 0)),
    dict(alpha=-1, kappa=0, beta=(0, 0, 0)), dict(alpha=0, kappa=0, beta=(1, 2, 3)),
    dict(alpha="1/2", kappa=0, beta=(0, 1, 0, "1/3")))
def against_near_and_distant_reports(alpha, kappa, beta):
    """Lattice beliefs against lattice reports and against reports at distances 10⁻², …, 10⁻⁶, in ball arithmetic."""
    def score(report, outcome):
        own = ball(report[outcome])
        return ball(alpha) * own.log() + ball(beta[outcome]) - ball(kappa) * (1 - own) ** 2 / 2
    inner = [report for report in simplex.lattice(len(beta), 12 if len(beta) == 2 else 6) if min(report) > 0]
    with ctx.workprec(192):
        for belief in inner:
            near = [q for exponent in (2, 4, 6) for q in neighbours(belief, Fraction(1, 10 ** exponent))]
            if not all(regret(score, belief, report) > 0 for report in inner + near if report != belief):
                return False
    return True


quadratic_local = Theorem(
    name="quadratic-rule-local",
    title="The quadratic rule is local for two outcomes only",
    claim=Holds(r"-\|q-\delta_i\|^2 \text{ is a function of } q_i \text{ and } i", Eq(n, 2)),
    domain=Domain(n >= 2),
    source=Source(PROBABILISTIC_MODELS, "§2.2", verdict="misprint",
                  printed=r"\mathbb{E}_{\vec p}[s(\vec\pi,\cdot)] = \sum_{i=1}^n p_i s(\pi_i,i)"),
    near_misses={"every rule": true, "up to three outcomes": n <= 3},
    fails_at=[dict(n=1)],
    unsampled="Scores are compared on a finite lattice; nothing is random.",
)


@quadratic_local.derivation
def by_moving_mass_between_the_others():
    """With q_i = x fixed, the score changes with the split of 1 − x among the others, if there are two others."""
    x, y = Symbol("x", real=True), Symbol("y", real=True)
    yield Equal(Subs(-(1 - x) ** 2 - y ** 2, y, 1 - x), -2 * (1 - x) ** 2, because="n = 2: the other coordinate is 1 − x")
    yield Equal(Derivative(-(1 - x) ** 2 - y ** 2 - (1 - x - y) ** 2, y), 2 * (1 - x - 2 * y),
                because="n ≥ 3: not zero unless the two others are equal")
    return Eq(n, 2)


@quadratic_local.numeric(dict(n=2), dict(n=3), dict(n=4))
def on_a_lattice_of_reports(n):
    """All reports with entries k/6: does the score of an outcome depend on its own entry alone?"""
    scores = {}
    for report, outcome in product(simplex.lattice(n, 6), range(n)):
        scores.setdefault((outcome, report[outcome]), set()).add(quadratic(report, outcome))
    return all(len(values) == 1 for values in scores.values())
