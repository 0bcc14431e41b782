r"""The digit after 6.2831853 is 0, if the data are summarised by 2π.

Statement.  2π = 6.28318530…, so the decimal digit that follows the prefix 6.2831853 is 0.

Idea.  628318530 ≤ 10⁸ · 2π < 628318531 fixes the first nine digits.  The notes use it as the simplest prediction task:
the shortest summary of the data predicts the next symbol.

References.  J. Gibbons, Unbounded spigot algorithms for the digits of pi, American Mathematical Monthly 113 (2006).
"""

from sympy import Integer, Rational, pi

from theorems.notes import PROBABILISTIC_MODELS
from verifiers import AtMostStep, Domain, Equals, Source, Theorem

next_digit = Theorem(
    name="next-digit-of-two-pi",
    title="The decimal digit of 2π that follows 6.2831853",
    claim=Equals(r"\text{digit of } 2\pi \text{ after } 6.2831853", Integer(0)),
    domain=Domain(),
    source=Source(PROBABILISTIC_MODELS, "§2.1", printed=r"\text{if we give 6.2831853 and we ask what is the next "
                                                        r"digit} \dots \text{ It would make sense to say that the "
                                                        r"answer is 0}", verdict="holds"),
    near_misses={"off by one position, or the zero skipped": Integer(7), "rounded up": Integer(1)},
    covers=["two-pi-next-digit"],
    unsampled="The digits of 2π are a fixed sequence; nothing is random.",
)


@next_digit.derivation
def between_two_decimals():
    """Two consecutive decimals of eight places enclose 2π."""
    yield AtMostStep(Rational(628318530, 10 ** 8), 2 * pi, because="ball arithmetic for π")
    yield AtMostStep(2 * pi, Rational(6283185309, 10 ** 9), because="ball arithmetic for π; strictly below 6.28318531")
    return Integer(628318530 - 10 * 62831853)


@next_digit.numeric(dict(prefix=62831853))
def by_a_spigot(prefix):
    """Gibbons' spigot in integers: 2π = 2 (2 + 1/3 (2 + 2/5 (2 + 3/7 (…)))), a digit once it can no longer change."""
    # the composed map x ↦ (a x + b) / c; the tail of the series lies in [3, 4]
    a, b, c, k, digits = 2, 0, 1, 1, 0
    while digits <= prefix:
        digit = (3 * a + b) // c
        if digit == (4 * a + b) // c:
            digits = 10 * digits + digit
            a, b = 10 * a, 10 * (b - digit * c)
        else:
            a, b, c = a * k, (2 * a + b) * (2 * k + 1), c * (2 * k + 1)
            k += 1
    if digits // 10 != prefix:
        raise ValueError(f"2π starts with {digits}, not with {prefix}")
    return digits % 10
