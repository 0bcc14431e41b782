r"""A prefix code is uniquely decodable as one reads; the converse fails, and so does Kraft's sum as a criterion.

Statement.  (a) If no word of a code with K words is a prefix of another one, its K^n concatenations of n words are
different: the message can be read off.  (b) The code {0, 01, 1^k 0^b} is uniquely decodable if and only if k ≥ 2.  It
is never a prefix code, so unique decodability does not imply the prefix property; and {0, 01, 10} has Kraft sum 1
although 010 = 0·10 = 01·0.

Idea.  (a) Of two words that begin the same text, one is a prefix of the other.  (b) For k ≥ 2 a maximal run of ones has
length kj + e, where e ∈ {0, 1} tells whether the zero before it is the word 0 or the beginning of 01.

Notes.  Decoding a prefix code needs no look-ahead; to decode 0 1 1 … 1 over {0, 01, 11} one has to wait for the end of
the run.  The empty word is excluded: it is a prefix of every word.

References.  T. M. Cover & J. A. Thomas, Elements of Information Theory (2006), §5.1; A. A. Sardinas & G. W. Patterson,
IRE Convention Record 8 (1953).
"""

import itertools

import numpy as np
from sympy import And, Eq, Product, Sum, Symbol, binomial, false, symbols

from numerics.codes import is_uniquely_decodable
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import AtMostStep, Bounded, Domain, Equal, Equals, Holds, Induction, Source, Theorem

K, n = symbols("K n", integer=True, positive=True)
w = Symbol("w", integer=True, nonnegative=True)  # pairs of words, the first of which is a prefix of the second

prefix_code_concatenation = Theorem(
    name="prefix-code-concatenation",
    title="Concatenations of n words of a prefix code are all different",
    claim=Equals(r"\#\{C_1C_2\cdots C_n:\ C_1,\dots,C_n\in\Gamma\},\ |\Gamma|=K,"
                 r"\ w=\#\{(C,C')\in\Gamma^2:\ C\text{ a proper prefix of }C'\}", K ** n),
    domain=Domain(K, n, Eq(w, 0)),
    source=Source(PROBABILISTIC_MODELS, "§3.3", verdict="holds",
                  printed=r"\text{if we concatenate } C_1C_2\dots C_n, \text{ we get a uniquely decodable sequence}"),
    near_misses={"order forgotten": binomial(K + n - 1, n), "one word for all positions": K * n,
                 "no word twice in a row": K * (K - 1) ** (n - 1), "two choices for every position": 2 ** n},
    fails_at=[dict(K=3, n=2, w=1, code="0 01 10"), dict(K=4, n=3, w=2, code="1 10 00 0"),
              dict(K=2, n=2, w=1, code="0 00")],
    covers=["prefix-code-concatenation"],
)


@prefix_code_concatenation.derivation
def word_by_word():
    """The first word of a text is determined, for two candidates would be prefixes of one text, one of the other."""
    j = Symbol("j", integer=True)
    yield Equal(K * K ** n, K ** (n + 1),
                because="the texts of n + 1 words fall into K disjoint copies of those of n words")
    yield Induction(Product(K, (j, 1, n)), K ** n, n, 1, K ** n * (K - 1),
                    because="so the number is a product of n factors K")
    return K ** n


@prefix_code_concatenation.numeric(
    dict(K=3, n=4, w=0, code="0 10 11"), dict(K=5, n=3, w=0, code="00 01 100 101 11"), dict(K=2, n=5, w=0, code="0 1"),
    dict(K=4, n=2, w=0, code="000 001 01 10"))
def by_writing_all_texts(code, n):
    """All concatenations of n words of the code as texts, without repetition."""
    return len({"".join(words) for words in itertools.product(code.split(), repeat=n)})


@prefix_code_concatenation.monte_carlo(dict(K=3, n=2, w=0, code="0 10 11"), dict(K=4, n=1, w=0, code="000 001 01 10"),
                                       moments=Bounded(0, 2 ** 4))
def parses_of_a_random_text(rng, size, K, n, w, code):
    """Fair bits up to the longest text: 2^length for every text of n words that they begin with counts the texts."""
    texts = {"".join(words) for words in itertools.product(code.split(), repeat=n)}
    bits = rng.integers(0, 2, (size, max(map(len, texts))))
    total = np.zeros(size)
    for text in texts:
        total += 2.0 ** len(text) * (bits[:, :len(text)] == [int(letter) for letter in text]).all(axis=1)
    return total


k, b = Symbol("k", integer=True, positive=True), Symbol("b", integer=True, nonnegative=True)

decodable_family = Theorem(
    name="decodable-without-prefix-property",
    title="The code {0, 01, 1^k 0^b}: uniquely decodable if and only if k ≥ 2",
    claim=Holds(r"\{0,\,01,\,1^k0^b\}\text{ is uniquely decodable}", k >= 2),
    domain=Domain(k, b),
    source=Source(PROBABILISTIC_MODELS, "§3.3", verdict="companion"),
    near_misses={"only prefix codes are": false, "Kraft sum at most one": k + b >= 2,
                 "only suffix codes are": And(k >= 2, Eq(b, 0))},
    covers=["prefix-code-concatenation"],
    unsampled="Unique decodability of a code is decided by the Sardinas–Patterson algorithm; nothing is random.",
)


@decodable_family.derivation
def by_the_length_of_a_run_of_ones():
    """A run of kj + e ones, e ≤ 1 < k, gives j and e; for k = 1 two parses of one text are written down."""
    j = Symbol("j", integer=True, nonnegative=True)
    yield AtMostStep(k * j + 1, k * (j + 1) - 1, where=[k >= 2],
                     because="so kj ≤ length < k(j + 1): j is the quotient, e the remainder of the length by k")
    yield Equal(2 + Sum(1, (j, 1, b)), 1 + (1 + b),
                because="for k = 1 the text 010^b is 01 and b times 0, or 0 and 10^b: parsed in two ways")
    return k >= 2


@decodable_family.numeric(*(dict(k=k, b=b) for k in (1, 2, 3, 4) for b in (0, 1, 2)))
def by_dangling_suffixes(k, b):
    """The Sardinas–Patterson algorithm on the three words."""
    return is_uniquely_decodable(("0", "01", "1" * k + "0" * b))
