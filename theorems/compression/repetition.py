r"""The word 10101010101010 is "10" repeated seven times.

Statement.  The alternating word of even length ℓ that begins with 1 consists of ℓ/2 repetitions of "10".

Idea.  Every repetition has two letters.

Notes.  The printed word has 14 letters.  A description "10, m times" takes about log₂ m bits besides a constant, the
word itself 2m: the simplest case of a description shorter than the data.
"""

import itertools

from sympy import Sum, Symbol

from theorems.notes import PROBABILISTIC_MODELS
from verifiers import Domain, Equal, Equals, Erratum, Induction, Source, Theorem

ell = Symbol("ell", integer=True, positive=True, even=True)

PRINTED = r"\text{if we see } 10101010101010 \text{, we may want to say '10 repeated 8 times'}"

repetitions = Theorem(
    name="repetitions-in-alternating-word",
    title="Repetitions of 10 in an alternating word of length ℓ",
    claim=Equals(r"\max\{m:\ (10)^m \text{ is a prefix of } 1010\dots10\},\ \text{a word of length } \ell", ell / 2),
    domain=Domain(ell),
    source=Source(PROBABILISTIC_MODELS, "§3.6", verdict="misprint",
                  printed=PRINTED),
    errata=[Erratum(printed=PRINTED, formula=ell / 2 + 1, at=dict(ell=14),
                    wrong="the word has 14 letters: 7 repetitions (or one \"10\" was lost in printing)")],
    near_misses={"letters instead of repetitions": ell, "repetitions of 01": ell / 2 - 1},
    covers=["ten-repeated-count"],
    unsampled="Letters of one word are counted; nothing is random.",
)


@repetitions.derivation
def two_letters_each():
    """m repetitions have 2m letters."""
    j, m = Symbol("j", integer=True), Symbol("m", integer=True, positive=True)
    yield Induction(Sum(2, (j, 1, m)), 2 * m, m, 1, 2)
    yield Equal(Sum(2, (j, 1, ell / 2)), ell, because="the whole word, if m = ℓ/2")
    return ell / 2


@repetitions.numeric(dict(ell=14), dict(ell=2), dict(ell=6), dict(ell=20))
def by_reading_the_word(ell):
    """Write the word letter by letter and match repetitions from the left as long as they fit."""
    word = "".join(itertools.islice(itertools.cycle("10"), ell))
    count = 0
    while word.startswith("10" * (count + 1)):
        count += 1
    return count
