r"""The bits of Ω_T = 17/18 are not random: T is not universal.

Statement.  The binary expansion of Ω_T is 0.1(111000)^∞.  For m ≥ 4 it has seven different blocks of m consecutive
bits; a sequence that is algorithmically random has all 2^m.

Idea.  2^k Ω_T modulo 1 takes the values 17/18 for k = 0 and 8/9, 7/9, 5/9, 1/9, 2/9, 4/9 in turn for k ≥ 1; the block
that begins after k bits is the integer part of 2^m times this value.

Notes.  So K(Ω_{1:n} | n) is bounded.  That Ω is algorithmically random is a theorem on universal prefix-free
machines, with the inequality K(Ω_{1:n}) ≥ n − c, where c depends on the machine.

References.  M. Li & P. Vitányi (2019), §3.5.2; É. Borel, Rend. Circ. Mat. Palermo 27 (1909) (normal numbers).
"""

from sympy import Add, Integer, Mul, Rational, Symbol, floor

from numerics import toy_prior
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import AtMostStep, Cites, Domain, Equal, Equals, Erratum, Source, Theorem

m = Symbol("m", integer=True, positive=True)

blocks = Theorem(
    name="toy-omega-blocks",
    title="Number of different blocks of m bits in the expansion of Ω_T",
    claim=Equals(r"\#\{\text{blocks of } m\text{ consecutive bits of }\Omega_T\}", Integer(7)),
    domain=Domain(m >= 4),
    source=Source(PROBABILISTIC_MODELS, "§3.9", verdict="holds under a condition",
                  printed=r"\text{an interesting property about }\Omega\text{ is that it is algorithmically random}"),
    errata=[Erratum(printed=r"\text{An interesting property about } \Omega \text{ is that it is algorithmically "
                            r"random in our definition}", formula=2 ** m, at=dict(m=4),
                    wrong="the machine has to be universal: an algorithmically random sequence contains all 2^m "
                          "blocks, the expansion of Ω_T = 17/18 is periodic and contains 7")],
    near_misses={"periodic from the first bit": Integer(6), "aperiodic, with as few blocks as possible": m + 1},
    fails_at=[dict(m=2), dict(m=3)],
    covers=["omega-algorithmically-random"],
    unsampled="The bits of Ω_T are fixed; nothing is random.",
)


@blocks.derivation
def by_the_period():
    """Six values in turn and a seventh at the start; multiples of 1/16 separate them, so four bits tell them apart."""
    k = Symbol("k", integer=True, positive=True)
    yield Cites("toy-halting-probability", "Ω_T = 17/18")
    yield Equal(2 ** (k + 6) * Rational(17, 18) - 2 ** k * Rational(17, 18), 119 * 2 ** (k - 1),
                because="an integer for k ≥ 1: from the second bit on, the expansion repeats after six bits")
    value, values = Rational(17, 18), [Rational(17, 18)]
    for _ in range(6):
        bit = floor(2 * value)
        yield Equal(Mul(2, value, evaluate=False), Add(bit, 2 * value - bit, evaluate=False), because="the next bit")
        value = 2 * value - bit
        values.append(value)
    separators = [Rational(1, 8), Rational(1, 4), Rational(1, 2), Rational(3, 4), Rational(7, 8), Rational(15, 16)]
    for below, separator, above in zip(sorted(values), separators, sorted(values)[1:], strict=False):
        yield AtMostStep(below, separator - Rational(1, 144), because="strictly below a multiple of 1/16")
        yield AtMostStep(separator, above)
    return Integer(len(set(values)))


@blocks.numeric(dict(m=4), dict(m=5), dict(m=8))
def by_long_division(m):
    """Ω_T by exact elimination, its digits by long division until a remainder comes back, all blocks of m digits."""
    omega = toy_prior.exact_mass("")[1]
    remainder, seen, digits = omega.numerator, {}, []
    while remainder not in seen:
        seen[remainder] = len(digits)
        digits.append(2 * remainder // omega.denominator)
        remainder = 2 * remainder % omega.denominator
    period = digits[seen[remainder]:]
    expansion = digits + period * (m + 1)
    return len({tuple(expansion[start:start + m]) for start in range(len(digits))})
