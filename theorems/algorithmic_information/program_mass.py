r"""The total mass Σ 2^(−ℓ(p)) of programs: one for a prefix-free syntax that is complete, infinite for all texts.

Statement.  (a) If programs are arbitrary texts, and those that end with r ones halt, then the halting ones of at most
L bits have the mass 2^(−r) (L − r + 1): without bound as L grows, although most programs do not halt.  (b) The syntax
of the toy machine T is prefix-free, and its programs, halting or not, have the mass

    Σ_p z^ℓ(p) = z²/(1 − 2z² − 2z³)        (0 < z ≤ ½),

which is 1 at z = ½: coin tosses begin with a program with probability one.

Idea.  (a) 2^l texts of l bits weigh one.  (b) A program is its stop, or an operation followed by a program.

Notes.  The mass of the halting programs is at most one because no program is a prefix of another one (Kraft's
inequality); that some programs do not halt makes it smaller than the mass of the syntax, on T by 1 − Ω_T = 1/18.

References.  M. Li & P. Vitányi (2019), §3.1 and §4.3; L. G. Kraft, MS thesis, MIT (1949).
"""

import itertools
from fractions import Fraction

import numpy as np
from sympy import Rational, Subs, Sum, Symbol

from numerics import toy_machine, toy_prior
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import AtMostStep, Bounded, Domain, Equal, Equals, Solves, Source, Theorem

L, r = Symbol("L", integer=True, nonnegative=True), Symbol("r", integer=True, nonnegative=True)
z = Symbol("z", positive=True)
PASSAGE = Source(PROBABILISTIC_MODELS, "§3.9", verdict="holds under a condition",
                 printed=r"\text{the total mass of this is obviously finite, since not all programs terminate the "
                         r"probabilities are } 2^{-\ell(p)}/\Omega")

all_texts = Theorem(
    name="mass-of-texts-as-programs",
    title="The mass of programs without a prefix-free syntax grows without bound",
    claim=Equals(r"\sum_{|p|\le L,\ p\text{ halts}}2^{-|p|}\quad(\text{texts that end with } r\text{ ones halt})",
                 2 ** (-r) * (L - r + 1)),
    domain=Domain(r, L >= r),
    source=PASSAGE,
    near_misses={"finite, since programs do not halt": 2 ** (-r), "lengths from one": 2 ** (-r) * (L - r),
                 "the geometric series": 2 ** (-r) * (2 - Rational(1, 2) ** L)},
    covers=["universal-prior-finite-mass"],
)


@all_texts.derivation
def length_by_length():
    """2^(l − r) texts of l ≥ r bits end with r ones, each of weight 2^(−l)."""
    j = Symbol("j", integer=True, nonnegative=True)
    yield Equal(Sum(2 ** (j - r) * 2 ** (-j), (j, r, L)), 2 ** (-r) * (L - r + 1), because="every length adds 2^(−r)")
    return 2 ** (-r) * (L - r + 1)


@all_texts.numeric(dict(L=3, r=0), dict(L=8, r=1), dict(L=9, r=3), dict(L=5, r=2), dict(L=2, r=2))
def by_writing_all_texts(L, r):
    """All texts of at most L bits, those that end with r ones weighed."""
    texts = itertools.chain.from_iterable(itertools.product("01", repeat=size) for size in range(L + 1))
    return sum((Fraction(1, 2 ** len(text)) for text in texts if "".join(text).endswith("1" * r)), Fraction(0))


@all_texts.monte_carlo(dict(L=5, r=0), dict(L=9, r=2), moments=Bounded(0, L + 1))
def random_texts_of_random_length(rng, size, L, r):
    """A length from 0, …, L, a random text of that length, and L + 1 if it ends with r ones."""
    lengths = rng.integers(0, L + 1, size)
    ends_with_ones = np.logical_and.reduce(rng.integers(0, 2, (size, r)), axis=1)
    return (L + 1.0) * ((lengths >= r) & ends_with_ones)


syntax = Theorem(
    name="toy-program-mass",
    title="Generating function of all programs of the toy machine T by length",
    claim=Equals(r"\sum_{p}z^{\ell(p)}", z ** 2 / (1 - 2 * z ** 2 - 2 * z ** 3)),
    domain=Domain(z <= Rational(1, 2)),
    source=PASSAGE,
    near_misses={"programs of one operation": z ** 2 + 2 * z ** 4 + 2 * z ** 5, "operations of two bits":
                 z ** 2 / (1 - 4 * z ** 2), "halting programs": z ** 2 * (1 - 2 * z ** 2 + z ** 5)
                 / ((1 - 2 * z ** 2) * (1 - 2 * z ** 2 - 2 * z ** 3 + z ** 5))},
    covers=["universal-prior-finite-mass"],
)


@syntax.derivation
def by_the_first_operation():
    """A program is the stop of two bits, or one of two operations of two, or two of three bits, and a program."""
    w = Symbol("w", positive=True)
    yield Solves(z ** 2 + 2 * z ** 2 * w + 2 * z ** 3 * w - w, {w: z ** 2 / (1 - 2 * z ** 2 - 2 * z ** 3)})
    yield AtMostStep(2 * z ** 2 + 2 * z ** 3, Rational(3, 4),
                     because="so the series over the number of operations converges")
    yield Equal(Subs(z ** 2 / (1 - 2 * z ** 2 - 2 * z ** 3), z, Rational(1, 2)), 1, because="the syntax is complete")
    return z ** 2 / (1 - 2 * z ** 2 - 2 * z ** 3)


@syntax.numeric(dict(z="1/2"), dict(z="2/5"), dict(z="1/3"), dict(z="3/7"), dict(z="1/10"))
def by_counting_operations(z):
    """Programs of m operations weigh z² times the m-th power of the sum over operations; the rest beyond m = 200."""
    operations = sum(z ** width for width in toy_machine.WIDTHS.values())
    power, total = Fraction(z) ** 2, Fraction(0)
    for _ in range(200):
        total += power
        power *= operations
    return toy_prior.between(total, total + power / (1 - operations))


@syntax.numeric(dict(z="1/10"), dict(z="1/20"))
def by_writing_short_programs(z):
    """All texts up to 13 bits that parse as a program; for each greater length l at most 2^l are left out."""
    total = Fraction(0)
    for size in range(14):
        for text in itertools.product("01", repeat=size):
            total += z ** size * toy_machine.is_program("".join(text))
    return toy_prior.between(total, total + (2 * z) ** 14 / (1 - 2 * z))


@syntax.monte_carlo(dict(z="2/5"), dict(z="1/3"), moments=Bounded(0, 1))
def weight_of_a_tossed_program(rng, size, z):
    """Toss coins until a program is complete; (2z)^length has the mean Σ 2^(−ℓ) (2z)^ℓ."""
    return float(2 * z) ** toy_machine.tossed_programs(rng, size).lengths
