r"""The least cross-entropy loss is the entropy, and predicting the truth attains it.

Statement.  A predictor q with positive entries has the expected loss E_p[−log q(X)] ≥ H(p), with equality exactly at
q = p; the excess is the relative entropy D(p‖q).

Idea.  E_p[−log q(X)] − H(p) = Σ p_i log(p_i/q_i), and Gibbs' inequality.

Notes.  A predictor that gives probability zero to a symbol of positive probability has infinite loss.  In bits the loss
is the length, up to rounding, of a code that believes q: see `code_lengths`.

References.  T. M. Cover & J. A. Thomas, Elements of Information Theory (2006), Theorem 5.4.3.
"""

from sympy import Sum, Symbol, log

from numerics.scoring_rules import expected_score, logarithmic, sampled_scores
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import AtLeast, AtMostStep, Bounded, Cites, Domain, Equal, Simplex, Source, Theorem, Vector

K = Symbol("K", integer=True, positive=True)
i = Symbol("i", integer=True)
p, q = Vector("p", K), Vector("q", K)

cross_entropy_minimum = Theorem(
    name="cross-entropy-minimum",
    title="Cross-entropy loss is at least the entropy",
    claim=AtLeast(r"\mathbb{E}_{p}[-\log q(X)]", -Sum(p[i] * log(p[i]), (i, 1, K))),
    domain=Domain(Simplex(p, q)),
    source=Source(PROBABILISTIC_MODELS, "§3.2", verdict="holds",
                  printed=r"\text{the entropy is the loss (negative reward) incurred by an optimal predictor for the "
                          r"cross-entropy loss}"),
    near_misses={"entropy of the report": -Sum(q[i] * log(q[i]), (i, 1, K)),
                 "cross-entropy of the exchanged pair": -Sum(q[i] * log(p[i]), (i, 1, K)),
                 "loss of the uniform predictor": log(K),
                 "entropy in bits": -Sum(p[i] * log(p[i]), (i, 1, K)) / log(2)},
    covers=["cross-entropy-optimal-predictor"],
)


@cross_entropy_minimum.derivation
def by_gibbs_inequality():
    """The excess over the entropy is D(p‖q)."""
    own, divergence = -Sum(p[i] * log(p[i]), (i, 1, K)), Symbol("d", nonnegative=True)
    yield Equal(-Sum(p[i] * log(q[i]), (i, 1, K)) - own, Sum(p[i] * log(p[i] / q[i]), (i, 1, K)),
                because="log a − log b = log(a/b)")
    yield Cites("gibbs-inequality", "D(p‖q) ≥ 0 for a probability vector q")
    yield AtMostStep(own, own + divergence, because="d = D(p‖q)")
    yield Cites("gibbs-equality", "D(p‖q) = 0 only for q = p")
    return own


@cross_entropy_minimum.numeric(
    dict(p=("1/2", "3/10", "1/5"), q=("1/2", "3/10", "1/5")), dict(p=("2/7", "5/7"), q=("3/5", "2/5")),
    dict(p=("9/10", "1/10"), q=("9/10", "1/10")), dict(p=("9/10", "1/20", "1/20"), q=("4/5", "1/10", "1/10")))
def loss_outcome_by_outcome(p, q):
    """Σ p_i (−log q_i) in ball arithmetic; q = p attains the minimum."""
    return -expected_score(logarithmic, p, q)


@cross_entropy_minimum.monte_carlo(dict(p=("9/10", "1/20", "1/20"), q=("17/20", "1/10", "1/20")), moments=Bounded(0, 3))
def loss_of_a_drawn_symbol(rng, size, p, q):
    """Draw X from p and pay −log q(X), at most log 20 < 3."""
    return -sampled_scores(rng, size, rule=logarithmic, belief=p, report=q)
