r"""The halting probability Ω of the toy machine T: 17/18.

Statement.  Let T be the prefix-free machine of `numerics.toy_machine`: 00 and 01 append a symbol, 110 doubles the
word, 111 jumps to the start if the word has an odd number of ones, 10 stops.  For 0 < z ≤ ½

    Σ_{p halts} z^ℓ(p) = z² (1 − 2z² + z⁵) / ((1 − 2z²) Q),        Q = 1 − 2z² − 2z³ + z⁵,

and at z = ½ this is Ω_T = 17/18 = 0.1111000111000…₂.  The programs of at most L bits leave out no more than
(8/9)^(L − 1).

Idea.  Only the parity of the number of ones matters.  Run A starts with an even number; at the first J with odd
parity it jumps to the start, and run B reads the same operations again with odd parity.  A second jump leads to the
same position with the same parity, and never ends.  So T halts if and only if not both runs meet a J with odd parity.

Notes.  For a universal machine Ω is a left-computable number that no algorithm computes.  T is not universal, and its
Ω is rational.

References.  G. J. Chaitin, A theory of program size formally identical to information theory, J. ACM 22 (1975); M. Li
& P. Vitányi, An Introduction to Kolmogorov Complexity and Its Applications (2019), §3.5.
"""

from sympy import Rational, S, Subs, Symbol, symbols

from numerics import toy_machine, toy_prior
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import AtMostStep, Bounded, Cites, Domain, Equal, Equals, Limit, Solves, Source, Tends, Theorem

z = Symbol("z", positive=True)
HALF = Rational(1, 2)
Q = 1 - 2 * z ** 2 - 2 * z ** 3 + z ** 5

generating_function = Theorem(
    name="toy-halting-generating-function",
    title="Generating function of the halting programs of the toy machine T by length",
    claim=Equals(r"\sum_{p:\,T(p)\text{ halts}}z^{\ell(p)}",
                 z ** 2 * (1 - 2 * z ** 2 + z ** 5) / ((1 - 2 * z ** 2) * Q)),
    domain=Domain(z <= HALF),
    source=Source(PROBABILISTIC_MODELS, "§3.9", verdict="companion",
                  printed=r"\Omega=\sum_{p:p\text{ terminates}}2^{-\ell(p)}"),
    near_misses={"all programs": z ** 2 / (1 - 2 * z ** 2 - 2 * z ** 3), "a jump never halts": z ** 2 / Q,
                 "the second run starts with even parity": z ** 2 / (1 - 2 * z ** 2) * (1 + z ** 3 / Q)},
    covers=["toy-omega"],
)


@generating_function.derivation
def by_the_parities_of_two_runs():
    """Masses of the rest of a program: s_a if one run is left with parity a, t if A and B have different parities."""
    s0, s1, u = symbols("s_0 s_1 u", positive=True)
    q = 1 - 2 * z ** 2 - 2 * z ** 3 + z ** 5
    even, odd = z ** 2 / q, z ** 2 * (1 - z ** 3) / q
    yield Solves([z ** 2 * s0 + z ** 2 * s1 + z ** 2 + z ** 3 * s0 + z ** 3 * s0 - s0,
                  z ** 2 * s1 + z ** 2 * s0 + z ** 2 + z ** 3 * s0 - s1], {s0: even, s1: odd},
                 because="0 keeps the parity, 1 flips it, 10 stops, 110 makes it even, 111 is passed if it is even; "
                         "with equal parities the two runs fare alike")
    yield Solves(z ** 2 * u + z ** 2 * u + z ** 2 + z ** 3 * s0 + z ** 3 * s0 - u,
                 {u: z ** 2 * (1 + 2 * z * s0) / (1 - 2 * z ** 2)},
                 because="different parities: 110 makes them equal, 111 ends one run and leaves the other, even")
    yield AtMostStep(2 * z ** 2 + 2 * z ** 3, Rational(3, 4),
                     because="the weights of the operations: the difference of two bounded solutions shrinks to zero")
    yield Equal(z ** 2 * (1 + 2 * z * even) / (1 - 2 * z ** 2),
                z ** 2 * (1 - 2 * z ** 2 + z ** 5) / ((1 - 2 * z ** 2) * q),
                because="A starts with even and B with odd parity")
    return z ** 2 * (1 + 2 * z * even) / (1 - 2 * z ** 2)


@generating_function.numeric(dict(z="1/2"), dict(z="2/5"), dict(z="3/7"), dict(z="1/3"), dict(z="5/11"))
def by_counting_programs_of_each_length(z):
    """Numbers of halting programs up to 240 bits, from the states after each bit; a bound for the longer ones."""
    return toy_prior.whole_mass(toy_prior.halting_counts(240), z)


@generating_function.numeric(dict(z="1/10"), dict(z="1/5"))
def by_running_all_short_programs(z):
    """Write down all programs up to 18 bits and run them; longer ones weigh less than (2z)^19."""
    counts = [0] * 19
    for program in toy_machine.programs(18):
        counts[toy_machine.length(program)] += toy_machine.run(program) is not None
    return toy_prior.whole_mass(counts, z)


@generating_function.monte_carlo(dict(z="1/2"), dict(z="2/5"), moments=Bounded(0, 1))
def weight_of_a_tossed_program(rng, size, z):
    """Toss coins until a program is complete and run it; (2z)^length if it halts has the mean Σ 2^(−ℓ) (2z)^ℓ."""
    tossed = toy_machine.tossed_programs(rng, size)
    return tossed.halted * float(2 * z) ** tossed.lengths


omega = Theorem(
    name="toy-halting-probability",
    title="The halting probability of the toy machine T is 17/18",
    claim=Equals(r"\Omega_T=\sum_{p:\,T(p)\text{ halts}}2^{-\ell(p)}", Rational(17, 18)),
    domain=Domain(),
    source=Source(PROBABILISTIC_MODELS, "§3.9", verdict="holds",
                  printed=r"\Omega=\sum_{p:p\text{ terminates}}2^{-\ell(p)} \text{ is the so-called Chaitin (or "
                          r"sometimes Kolmogorov-Chaitin) constant}"),
    near_misses={"every program halts": S.One, "a jump never halts": Rational(8, 9), "programs of at most 18 bits only":
                 Rational(56835, 65536),
                 "share of halting programs among those of at most 18 bits": Rational(7653, 8981)},
    covers=["toy-omega"],
)


@omega.derivation
def at_one_half():
    """The system for the two runs at z = ½: 8/9 and 7/9 for one run, 17/18 for both."""
    s0, s1, t = symbols("s_0 s_1 t", positive=True)
    yield Cites("toy-halting-generating-function", "Σ z^ℓ(p) over the programs that halt; here z = ½")
    masses = {s0: Rational(8, 9), s1: Rational(7, 9), t: Rational(17, 18)}
    system = {s0: s0 / 2 + s1 / 4 + Rational(1, 4), s1: s1 / 4 + 3 * s0 / 8 + Rational(1, 4),
              t: t / 2 + Rational(1, 4) + s0 / 4}
    for unknown, combination in system.items():
        yield Equal(Subs(combination, tuple(masses), tuple(masses.values())), masses[unknown],
                    because="the linear system itself, for coin tosses")
    x = Symbol("x", positive=True)
    weights = x ** 2 * (1 - 2 * x ** 2 + x ** 5) / ((1 - 2 * x ** 2) * (1 - 2 * x ** 2 - 2 * x ** 3 + x ** 5))
    yield Limit(weights, x, HALF, Rational(17, 18), because="the generating function is continuous at ½")
    return weights.subs(x, HALF)


@omega.numeric({})
def by_linear_algebra():
    """Absorption probability of the chain that reads a tossed program letter by letter, by exact elimination."""
    return toy_prior.exact_mass("")[1]


@omega.numeric({})
def by_counting_programs_up_to_240_bits():
    """Numbers of halting programs of each length, and a bound for the longer ones."""
    return toy_prior.whole_mass(toy_prior.halting_counts(240))


@omega.monte_carlo({}, moments=Bounded(0, 1))
def tossed_programs_that_halt(rng, size):
    """Toss coins until a program is complete, and run it."""
    return toy_machine.tossed_programs(rng, size).halted.astype(float)


L = Symbol("L", integer=True, positive=True)
OMEGA_L = r"\Omega_L=\sum_{\ell(p)\le L,\,T(p)\text{ halts}}2^{-\ell(p)}"

short_programs = Theorem(
    name="toy-halting-probability-of-short-programs",
    title="Enumerating the programs of T by length: Ω_L tends to 17/18",
    claim=Tends(OMEGA_L, Rational(17, 18),
                remainder=Rational(8, 9) ** (L - 1), variable=L),
    domain=Domain(L >= 2),
    source=Source(PROBABILISTIC_MODELS, "§3.9", verdict="holds",
                  printed=r"\text{if we could compute the first bits of }\Omega\dots\text{ insight into how many "
                          r"programs of a given length terminate}"),
    near_misses={"every program halts in the end": S.One, "a jump never halts": Rational(8, 9),
                 "one program a bit": Tends(OMEGA_L, Rational(17, 18), 2 ** (-L), L),
                 "as for operations of two bits": Tends(OMEGA_L, Rational(17, 18), Rational(3, 4) ** (L - 1), L)},
    covers=["toy-omega", "universal-prior-finite-mass"],
)


@short_programs.derivation
def by_the_length_of_a_tossed_program():
    """A tossed program has more than L bits with probability q(L) = q(L − 2)/2 + q(L − 3)/4, q = 1 for L < 2."""
    r = Symbol("r", positive=True)
    yield Cites("toy-halting-probability", "the sum over all lengths")
    yield AtMostStep(2 * r + 1, 4 * r ** 3, where=[r >= Rational(8, 9)],
                     because="r^(−2)/2 + r^(−3)/4 ≤ 1, so that q(L) ≤ r^(L − 1), r = 8/9, is inherited from L − 2 "
                             "and L − 3")
    yield AtMostStep(1, Rational(8, 9) ** (-1), because="start of the induction: q ≤ 1 ≤ r^(L − 1) for L ≤ 1")
    return Rational(17, 18)


@short_programs.numeric(dict(L=8), dict(L=16), dict(L=40), dict(L=100), dict(L=200))
def by_counting(L):
    """Numbers of halting programs of each length, from the states after each bit."""
    return toy_prior.mass(toy_prior.halting_counts(L))


@short_programs.monte_carlo(dict(L=40), moments=Bounded(0, 1))
def tossed_programs_that_are_short_and_halt(rng, size, L):
    """Toss coins until a program is complete; count those that halt and have at most L bits."""
    tossed = toy_machine.tossed_programs(rng, size)
    return (tossed.halted & (tossed.lengths <= L)).astype(float)
