r"""A typical sequence has a probability of about 2^(−n H₂); the most likely sequence need not be typical.

Statement.  For n independent Bernoulli(θ) symbols let A_ε be the set of sequences with |−(1/n) log₂ p(x) − H_2| ≤ ε.
As soon as n > v/ε², v = θ(1 − θ) log₂²((1 − θ)/θ), the mean probability of a typical sequence, P(A_ε)/|A_ε|, lies
between 2^(−n(H_2 + ε)) and 2^(−n(H_2 − ε)).  For θ < 1/2 the most likely sequence 0 … 0 is typical if and only if
θ log₂((1 − θ)/θ) ≤ ε, whatever n.

Idea.  A mean of probabilities lies between the least and the greatest.  0 … 0 carries −log₂(1 − θ) < H_2 bits a symbol.

Notes.  "About" is on the exponential scale: typical probabilities differ by factors up to 2^(2nε).

References.  T. M. Cover & J. A. Thomas, Elements of Information Theory (2006), Theorem 3.1.2.
"""

from sympy import Integer, Le, Symbol, log, true

from numerics.block_sources import binary_logarithm, counts_of_ones, information, types
from numerics.scoring_rules import ball
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import Cites, Domain, Equal, Holds, Limit, Source, Tends, Theorem

n, eps = Symbol("n", integer=True, positive=True), Symbol("epsilon", positive=True)
theta = Symbol("theta", positive=True)
SLOPE = log((1 - theta) / theta) / log(2)
BITS = -(theta * log(theta) + (1 - theta) * log(1 - theta)) / log(2)
QUANTITY = r"-\tfrac1n\log_2\frac{\mathbb{P}(A_\epsilon)}{|A_\epsilon|}"

typical_probability = Theorem(
    name="typical-sequence-probability",
    title="A typical sequence of Bernoulli(θ) symbols has a probability of about 2^(−n H₂)",
    claim=Tends(QUANTITY, BITS, remainder=eps, variable=eps, at=0),
    domain=Domain(theta < 1, eps, n > theta * (1 - theta) * SLOPE ** 2 / eps ** 2),
    source=Source(PROBABILISTIC_MODELS, "§3.4", verdict="holds",
                  printed=r"\text{a sample of probability} \approx 2^{-nH_2(X)}"),
    near_misses={"exactly": Tends(QUANTITY, BITS, 0, eps, 0),
                 "within half of ε": Tends(QUANTITY, BITS, eps / 2, eps, 0),
                 "the most likely sequence": -log(1 - theta) / log(2), "in nats": BITS * log(2)},
    covers=["aep-typical-set"],
    unsampled="The ratio of a probability and a number of sequences is counted exactly.",
)


@typical_probability.derivation
def as_a_mean_between_two_bounds():
    """A mean of probabilities 2^(−n(H + δ)), |δ| ≤ ε, and the set is not empty."""
    c, s, h = log((1 - theta) / theta) / log(2), Symbol("s", positive=True), Symbol("h", positive=True)
    yield Equal(theta * ((1 - theta) * c) ** 2 + (1 - theta) * (theta * c) ** 2, theta * (1 - theta) * c ** 2,
                because="the variance v of −log₂ p(X)")
    yield Cites("asymptotic-equipartition", "P(A_ε) > 1 − v/(nε²) ≥ 0: some sequence is typical")
    yield Equal(-log(2 ** (-n * (h + s))) / (n * log(2)), h + s,
                because="the logarithm of the least probability, s = ε")
    yield Equal(-log(2 ** (-n * (h - s))) / (n * log(2)), h - s, because="and of the greatest: a mean is between them")
    return -(theta * log(theta) + (1 - theta) * log(1 - theta)) / log(2)


@typical_probability.numeric(
    dict(theta="3/10", epsilon="1/20", n=1200), dict(theta="1/5", epsilon="1/10", n=200),
    dict(theta="3/4", epsilon="1/8", n=60), dict(theta="2/5", epsilon="1/100", n=900))
def by_exact_binomials(theta, epsilon, n):
    """Probability and number of all sequences with a typical number of ones, in rationals, then one logarithm."""
    mean, size, mass = information((theta, 1 - theta)), 0, 0
    one, zero = binary_logarithm(theta), binary_logarithm(1 - theta)
    for k, ways, probability in counts_of_ones(theta, n):
        if abs(-(k * one + (n - k) * zero) / n - mean) <= ball(epsilon):
            size, mass = size + ways, mass + probability
    return -binary_logarithm(mass / size) / n


most_likely_sequence = Theorem(
    name="most-likely-sequence-typical",
    title="When the most likely sequence of Bernoulli(θ) symbols is typical",
    claim=Holds(r"0\cdots0\in A_\epsilon", Le(theta * SLOPE, eps)),
    domain=Domain(theta < Integer(1) / 2, eps, n),
    source=Source(PROBABILISTIC_MODELS, "§3.4", verdict="companion"),
    near_misses={"always": true, "for large n": Le(theta * SLOPE, eps * n),
                 "weights exchanged": Le((1 - theta) * SLOPE, eps)},
    covers=["aep-typical-set"],
    unsampled="The most likely sequence is one sequence; its probability is computed.",
)


@most_likely_sequence.derivation
def by_its_information():
    """−log₂(1 − θ) per symbol falls short of the mean H_2 by θ log₂((1 − θ)/θ) > 0."""
    bits = -(theta * log(theta) + (1 - theta) * log(1 - theta)) / log(2)
    yield Equal(bits + log(1 - theta) / log(2), theta * log((1 - theta) / theta) / log(2), where=[theta < 1])
    yield Limit(theta * log((1 - theta) / theta) / log(2), theta, 0, 0, because="typical for rare ones")
    return Le(theta * log((1 - theta) / theta) / log(2), eps)


@most_likely_sequence.numeric(
    dict(theta="3/10", epsilon="1/20", n=100), dict(theta="3/10", epsilon="2/5", n=4),
    dict(theta="1/10", epsilon="1/3", n=5), dict(theta="1/10", epsilon="31/100", n=7),
    dict(theta="1/3", epsilon="1/2", n=9), dict(theta="9/20", epsilon="1/5", n=1))
def by_the_likeliest_type(theta, epsilon, n):
    """Find the type whose sequences are most likely and compare its information per symbol with the mean."""
    greatest = max(mass for _, mass in types((theta, 1 - theta), n))
    return bool(abs(-binary_logarithm(greatest) / n - information((theta, 1 - theta))) <= ball(epsilon))
