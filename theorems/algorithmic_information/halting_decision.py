r"""The first bits of Ω decide which short programs halt, and give a word of high complexity.

Statement.  Let a machine have a prefix-free set of programs and the halting probability Ω, and enumerate its halting
programs in any order.  As soon as the enumerated mass reaches the first k bits of Ω, every program of at most k bits
that has not been found never halts.  On the toy machine T the words that these programs print leave out a first word
x_k, and

    K_T(x_k) ≥ k + 1.

Idea.  The mass that is still missing is less than 2^(−k), too little for a program of k bits.

Notes.  On T, the first 12 bits 111100011100 of Ω = 17/18 are reached by the programs of at most 62 bits; of the 293
programs of at most 12 bits 279 are among them, and the other 14 never halt.  For a universal machine U the same
procedure is a program of U, up to c bits longer than its input Ω_{1:k}; it prints a word of complexity > k, so
K(Ω_{1:k}) ≥ k − c for all k: Ω is algorithmically random, up to a constant which depends on the machine.  The machine
has to be universal for this, as `omega_bits` shows.

References.  G. J. Chaitin, J. ACM 22 (1975), Theorem 4.3; M. Li & P. Vitányi (2019), §3.5.2.
"""

import itertools
from fractions import Fraction

from sympy import S, Sum, Symbol, log

from numerics import toy_machine, toy_prior
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import AtLeast, AtMostStep, Cites, Domain, Equal, Source, Theorem

k = Symbol("k", integer=True, positive=True)

decision = Theorem(
    name="omega-bits-decide-halting",
    title="Once the first k bits of Ω are reached, all halting programs of at most k bits have been found",
    claim=AtLeast(r"\min\{\ell(p):\ p\text{ halts, not found when the mass found reaches }0.\Omega_{1:k}\}", k + 1),
    domain=Domain(k),
    source=Source(PROBABILISTIC_MODELS, "§3.9", verdict="holds",
                  printed=r"\text{if we could compute the first bits of }\Omega\dots\text{ a very substantial "
                          r"insight into how many programs of a given length terminate}"),
    near_misses={"programs of twice as many bits": 2 * k + 1, "one bit more": k + 2,
                 "exponentially many bits": 2 ** k + 1},
    covers=["toy-omega", "omega-algorithmically-random"],
    unsampled="The order of enumeration is arbitrary but fixed; nothing is random.",
)


@decision.derivation
def by_the_missing_mass():
    """Ω = a/2^k + f/2^k with an integer a and 0 ≤ f < 1; the mass found is at least a/2^k."""
    a, f, g = Symbol("a", integer=True, nonnegative=True), Symbol("f", nonnegative=True), Symbol("g", nonnegative=True)
    yield Equal((a + f) / 2 ** k - (a / 2 ** k + g), f / 2 ** k - g, because="mass missing if a/2^k + g has been found")
    yield AtMostStep(f / 2 ** k - g, f * 2 ** (-k), because="g ≥ 0, so it is less than 2^(−k)")
    yield Equal(-log(2 ** (-k)) / log(2), k,
                because="a missing program has 2^(−ℓ) < 2^(−k), so ℓ > k, that is ℓ ≥ k + 1")
    return k + 1


@decision.numeric(
    dict(k=3, lengths=(1, 2, 4)), dict(k=2, lengths=(2, 1, 5, 3)), dict(k=5, lengths=(4, 2, 3, 4, 6, 7)),
    dict(k=1, lengths=(2, 2, 2, 3)), dict(k=4, lengths=(6, 3, 2, 5, 6, 5, 7)))
def by_enumerating_a_list_of_programs(k, lengths):
    """Lengths of all halting programs of a machine, in the order of their discovery."""
    weights = [Fraction(1, 2 ** int(length)) for length in lengths]
    wanted = Fraction(sum(weights) * 2 ** k // 1, 2 ** k)
    found = next(m for m in range(len(weights) + 1) if sum(weights[:m]) >= wanted)
    return min(int(length) for length in lengths[found:])


complex_word = Theorem(
    name="toy-word-beyond-omega-bits",
    title="From k bits of Ω to a word of complexity greater than k, on the toy machine T",
    claim=AtLeast(r"K_T(x_k),\ x_k=\text{first word not printed by a halting program of at most } k\text{ bits}",
                  k + 1),
    domain=Domain(k),
    source=Source(PROBABILISTIC_MODELS, "§3.9", verdict="holds under a condition",
                  printed=r"\text{An interesting property about } \Omega \text{ is that it is algorithmically random "
                          r"in our definition}"),
    near_misses={"two bits more": k + 3, "as long as its literal program": 2 * k + 2},
    covers=["omega-algorithmically-random"],
    unsampled="Nothing is random: all programs of a length are run.",
)


@complex_word.derivation
def by_exhaustion():
    """The halting programs of at most k bits are known, so a word is left over that none of them prints."""
    j = Symbol("j", integer=True, nonnegative=True)
    yield Cites("omega-bits-decide-halting", "the halting programs of at most k bits are among those found")
    yield Equal(Sum(2 ** j, (j, 0, k)), 2 ** (k + 1) - 1,
                because="there are at most so many programs of at most k bits")
    yield AtMostStep(1, 2 ** (k + 1) - (2 ** (k + 1) - 1),
                     because="of 2^(k + 1) words one at least is not printed: x_k exists")
    return k + S.One


@complex_word.numeric(dict(k=2), dict(k=6), dict(k=8), dict(k=9), dict(k=10), dict(k=11), dict(k=12), dict(k=15))
def from_the_bits_of_omega(k):
    """Count programs by length until the first k bits of Ω are reached; run those of at most k bits among them."""
    bits = (toy_prior.whole_mass(toy_prior.halting_counts(240)) * 2 ** k).floor().unique_fmpz()
    counts = toy_prior.halting_counts(100)
    reached = next(size for size in itertools.count(1) if toy_prior.mass(counts[:size + 1]) * 2 ** k >= int(bits))
    printed = {toy_machine.run(program) for program in toy_machine.programs(min(reached, k))}
    words = ("".join(letters) for size in itertools.count() for letters in itertools.product("01", repeat=size))
    return toy_machine.complexities(20)[next(word for word in words if word not in printed)]
