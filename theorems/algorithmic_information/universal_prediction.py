r"""Prediction by the universal prior of the toy machine T.

Statement.  Weigh every program p of T by 2^(−ℓ(p)).  Let m(x) be the mass of the programs that print x and halt, and
M(x) that of the programs that halt with a word which begins with x.  Then M(x) = m(x) + M(x0) + M(x1), and after x
the prior predicts the symbol b with probability M(xb)/M(x) and the end with m(x)/M(x).  On T

    M(0) = 67/216,        P(0 | empty) = 67/204,        P(0 | 01) = 935/2044.

Idea.  The two runs of `halting_probability`, started in the states in which a first part of the program leaves them.

Notes.  The weights 2^(−ℓ(p))/Ω of the notes give the same predictions: Ω cancels.  Without an end the probabilities
of 0 are 0.508 for the empty word, 0.637 after 01, 0.626 after 0101, 0.894 after 010101, 0.705 after 0000 and 0.360
after 0110; with the programs of at most 20 bits only they are 0.638, 0.616, 0.920, 0.697 and 0.333 for the last five.

References.  R. J. Solomonoff, Information and Control 7 (1964); M. Li & P. Vitányi (2019), §4.5 and §5.2.
"""

from sympy import Rational, Subs, Sum, Symbol, oo, symbols

from numerics import toy_machine, toy_prior
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import Bounded, Cites, Domain, Equal, Equals, Source, Theorem

PASSAGE = Source(PROBABILISTIC_MODELS, "§3.9", verdict="holds",
                 printed=r"\text{to compute the likelihood of any possible next word, just integrate against each "
                         r"terminating program outputting the first part of the sequence}")
R = Rational

mass_of_zero = Theorem(
    name="toy-mass-of-words-that-begin-with-zero",
    title="Probability that a tossed program of T halts with a word that begins with 0",
    claim=Equals(r"M(0)=\sum_{p:\,T(p)=0\cdots}2^{-\ell(p)}", R(67, 216)),
    domain=Domain(),
    source=PASSAGE,
    near_misses={"given that it halts": R(67, 204), "as for 1": R(65, 216),
                 "half of the words that are not empty": R(11, 36),
                 "no double or jump before the first symbol": R(17, 72)},
    covers=["toy-universal-prediction"],
)


@mass_of_zero.derivation
def by_the_states_of_the_second_run():
    """Doubles and jumps in front leave run A as it is; run B, with odd parity, becomes even by D or ends by J."""
    s0, t, e = symbols("s_0 t e", positive=True)
    i = Symbol("i", integer=True)
    yield Cites("toy-halting-probability", "masses of the rest: s_0 = 8/9, s_1 = 7/9 if one run is left or both have one "
                                           "parity, t = 17/18 for different ones")
    yield Equal(Sum(R(1, 8) * R(1, 4) ** i, (i, 0, oo)), R(1, 6),
                because="D first, then any number of D and J: B is even; J first: B has ended")
    yield Equal(Subs((t + 2 * e * s0) / 4, (t, e, s0), (R(17, 18), R(1, 6), R(8, 9))), R(67, 216),
                because="append 0, then the rest")
    return R(67, 216)


@mass_of_zero.numeric({})
def by_linear_algebra():
    """Absorption probability of the chain that reads a program letter by letter, by exact elimination."""
    return toy_prior.exact_mass("0")[1]


@mass_of_zero.numeric({})
def by_counting_programs_up_to_200_bits():
    """Numbers of programs of each length whose output begins with 0, and a bound for the longer ones."""
    return toy_prior.whole_mass(toy_prior.output_counts("0", 200)[1])


@mass_of_zero.monte_carlo({}, moments=Bounded(0, 1))
def tossed_programs_that_begin_with_zero(rng, size):
    """Toss coins until a program is complete, and run it."""
    return toy_machine.tossed_programs(rng, size).begins_with("0").astype(float)


first_symbol = Theorem(
    name="toy-prediction-of-the-first-symbol",
    title="The universal prior of T predicts the first symbol 0 with probability 67/204",
    claim=Equals(r"P(0\mid\text{empty})=M(0)/M(\text{empty})", R(67, 204)),
    domain=Domain(),
    source=PASSAGE,
    near_misses={"Ω forgotten": R(67, 216), "divided by Ω twice": R(67, 204) * R(18, 17),
                 "the end forgotten": R(67, 132), "0 and 1 alike": R(11, 34)},
    covers=["toy-universal-prediction"],
)


@first_symbol.derivation
def by_conditioning():
    """M(empty) is the mass of all programs that halt; Ω as a common factor of the weights cancels."""
    a, b = symbols("a b", positive=True)
    yield Cites("toy-mass-of-words-that-begin-with-zero", "M(0) = 67/216")
    yield Cites("toy-halting-probability", "M(empty) = 17/18")
    yield Equal(Subs(a / b, (a, b), (R(67, 216), R(17, 18))), R(67, 204),
                because="weights 2^(−ℓ)/Ω and 2^(−ℓ) predict alike")
    return R(67, 204)


@first_symbol.numeric({})
def by_exact_masses():
    """The masses by exact elimination."""
    return toy_prior.exact_mass("0")[1] / toy_prior.exact_mass("")[1]


@first_symbol.monte_carlo({}, moments=Bounded(0, 1))
def first_symbols_of_tossed_programs(rng, size):
    """Toss programs, keep those that halt, look at the first symbol of the output."""
    return (toy_machine.next_symbols(rng, size, word="") == 0).astype(float)


after_zero_one = Theorem(
    name="toy-prediction-after-01",
    title="After 01 the universal prior of T predicts 0 with probability 935/2044",
    claim=Equals(r"P(0\mid01)=M(010)/M(01)", R(935, 2044)),
    domain=Domain(),
    source=PASSAGE,
    near_misses={"joint with 01": R(935, 24192), "divided by Ω": R(935, 2044) * R(18, 17),
                 "the end forgotten": R(935, 1468), "as for 1": R(533, 2044), "all three alike": R(1, 3)},
    covers=["toy-universal-prediction"],
)


@after_zero_one.derivation
def by_what_is_not_one():
    """After 01 run A is odd; B is even with weight 1, odd with 4/21 and has ended with 1/3, all times 1/16."""
    s0, s1, t, e, f, g = symbols("s_0 s_1 t e f g", positive=True)
    values = {s0: R(8, 9), s1: R(7, 9), t: R(17, 18), e: R(1, 6), f: R(8, 7), g: R(1, 7)}
    i = Symbol("i", integer=True)

    def put(expression):
        return Subs(expression, tuple(values), tuple(values.values()))
    yield Cites("toy-halting-probability", "s_0 = 8/9, s_1 = 7/9, t = 17/18 are the masses of the rest of a program")
    yield Equal(Sum(R(1, 8) * R(1, 4) ** i, (i, 0, oo)), R(1, 6),
                because="e, in front of the 0: B made even by D first, or ended by J first")
    yield Equal(Sum(R(1, 8) ** i, (i, 0, oo)), R(8, 7), because="f: any number of J between 0 and 1, passed if B is even")
    yield Equal(Sum(R(1, 8) ** i, (i, 1, oo)), R(1, 7), because="g: at least one J there, the end of B if it is odd")
    even, odd, ended = 1, f * e, g + f * e
    stop = (even + odd + ended) / 64
    yield Equal(put(stop), R(1, 42), because="m(01): stop at once")
    begun = (even * t + odd * s1 + ended * s1) / 16
    yield Equal(put(begun), R(73, 864), because="M(01): any rest")
    one = (even * t + odd * s0 + ended * s0) / 64
    yield Equal(put(one), R(533, 24192), because="M(011): only another 1 appended, which makes A even")
    yield Equal(put((begun - stop - one) / begun), R(935, 2044), because="neither the end nor a 1 comes next")
    return R(935, 2044)


@after_zero_one.numeric({})
def by_exact_masses_after_01():
    """The masses by exact elimination."""
    return toy_prior.exact_mass("010")[1] / toy_prior.exact_mass("01")[1]


@after_zero_one.monte_carlo({}, moments=Bounded(0, 1), chunk=2048)
def next_symbols_of_tossed_programs(rng, size):
    """Toss programs, keep those that halt with a word that begins with 01, look at the next symbol."""
    return (toy_machine.next_symbols(rng, size, word="01") == 0).astype(float)
