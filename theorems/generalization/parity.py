r"""Parity: out of reach of affine functions, within reach of a few rectified units.

Statement.

1. Let inputs be all words of n ≥ 2 bits, with the label α where the number of ones is even and β where it is odd.  The best
   affine function in mean square is the constant (α + β)/2, with the mean square error (α − β)²/4: for XOR (α = 0, β = 1)
   the error is 1/4.
2. Of the functions of two bits exactly XOR and its negation are not the sign of an affine function: 14 of 16 are.
3. For a word with s ones among n bits, parity is the output s + 2 Σ_{k=1}^{n−1} (−1)^k max(s − k, 0) of n rectified units of
   the sum of the bits.  Two units do for XOR: max(a + b, 0) − 2 max(a + b − 1, 0).

Idea.  Parity is uncorrelated with each bit, and f(0,0) + f(1,1) = f(0,1) + f(1,0) for affine f; a zigzag of n slopes ±1.

References.  M. Minsky & S. Papert, Perceptrons (1969), chapter 3.
"""

from fractions import Fraction
from itertools import product

from sympy import Eq, Integer, Max, Min, Ne, Or, Subs, Sum, Symbol, symbols

from numerics.exact_least_squares import minimum_norm_solution
from numerics.margins import hard_margin
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import Domain, Equal, Equals, Holds, Induction, Source, Theorem

n = Symbol("n", integer=True, positive=True)
alpha, beta = symbols("alpha beta", real=True)
PRINTED = r"\text{there are simple functions (like the XOR function) that cannot be realized by linear networks}"

affine_fit = Theorem(
    name="parity-best-affine-fit",
    title="Mean square error of the best affine fit to parity",
    claim=Equals(r"\min_{f\text{ affine}}2^{-n}\sum_{x\in\{0,1\}^n}\big(f(x)-y(x)\big)^2,\quad y=\alpha\ (|x|\text{ even}),\ "
                 r"\beta\ (|x|\text{ odd})", (alpha - beta) ** 2 / 4),
    domain=Domain(n >= 2, alpha, beta),
    source=Source(PROBABILISTIC_MODELS, "§4.2, §4.4", verdict="holds", printed=PRINTED),
    near_misses={"affine functions fit": Integer(0), "error on one word": (alpha - beta) ** 2 / 2 ** n,
                 "constant at the label α": (alpha - beta) ** 2 / 2, "difference halved": (alpha - beta) ** 2 / 2 / 4},
    fails_at=[dict(n=1, alpha="1/3", beta=2)],
    covers=["xor-not-affine"],
    unsampled="All words are enumerated: nothing is random.",
)


@affine_fit.derivation
def by_uncorrelated_bits():
    """With y = (α + β)/2 + (α − β)/2 · (−1)^{|x|} the sign has the mean 0 and no correlation with a bit, as n ≥ 2."""
    bit, sign = Symbol("x", integer=True, nonnegative=True), Symbol("c", real=True)
    mean = (alpha + beta) / 2
    yield Equal(Sum((-1) ** bit, (bit, 0, 1)) / 2, 0, because="one bit; so the mean of (−1)^{|x|} is 0^n = 0")
    others = Symbol("m", integer=True, positive=True)
    yield Equal(Sum(bit * (-1) ** bit, (bit, 0, 1)) / 2 * (Sum((-1) ** bit, (bit, 0, 1)) / 2) ** others, 0,
                because="the mean of x_i(−1)^{|x|}: the other m = n − 1 ≥ 1 bits leave 0^m")
    yield Equal(Subs(mean + sign * (alpha - beta) / 2, sign, 1), alpha, because="even words")
    yield Equal(Subs(mean + sign * (alpha - beta) / 2, sign, -1), beta, because="odd words")
    yield Equal(Sum((mean + (-1) ** bit * (alpha - beta) / 2 - mean) ** 2, (bit, 0, 1)) / 2, (alpha - beta) ** 2 / 4,
                because="the projection on affine functions is the constant; the error is the variance")
    return (alpha - beta) ** 2 / 4


@affine_fit.numeric(dict(n=2, alpha=0, beta=1), dict(n=2, alpha="3/2", beta="-1/3"), dict(n=3, alpha="2/5", beta=3),
                    dict(n=4, alpha=-1, beta="5/7"))
def by_least_squares_on_all_words(n, alpha, beta):
    """Exact least squares with a constant feature on the 2ⁿ words."""
    rows = [[1, *word] for word in product((0, 1), repeat=n)]
    labels = [Fraction(beta if sum(row) % 2 == 0 else alpha) for row in rows]  # sum(row) counts the constant as well
    fit = minimum_norm_solution(rows, labels)
    gaps = [sum(w * x for w, x in zip(fit, row, strict=True)) - y for row, y in zip(rows, labels, strict=True)]
    return sum((gap * gap for gap in gaps), Fraction(0)) / len(rows)


t00, t01, t10, t11 = symbols("t00 t01 t10 t11", integer=True, nonnegative=True)

separable = Theorem(
    name="affine-threshold-functions-of-two-bits",
    title="Functions of two bits that are the sign of an affine function",
    claim=Holds(r"t(x)=[f(x)>0]\text{ with }f(x)\ne0\text{ on }\{0,1\}^2\text{ for some affine }f",
                Or(Ne(t00, t11), Ne(t01, t10), Eq(t00, t01))),
    domain=Domain(t00 <= 1, t01 <= 1, t10 <= 1, t11 <= 1),
    source=Source(PROBABILISTIC_MODELS, "§4.2, §4.4", verdict="holds", printed=PRINTED),
    near_misses={"12 of 16": Or(Eq(t00, t01), Eq(t00, t10)), "12 of 16, equal ends": Or(Ne(t00, t11), Eq(t00, t01)),
                 "only XOR itself": Or(Ne(t00, 0), Ne(t11, 0), Ne(t01, 1), Ne(t10, 1))},
    covers=["xor-not-affine"],
    unsampled="All 16 functions are decided: nothing is random.",
)


@separable.derivation
def by_the_parallelogram():
    """f(1,1) = f(1,0) + f(0,1) − f(0,0), the other three values being free: only XOR fixes its sign against the wish."""
    b, w1, w2 = symbols("b w1 w2", real=True)
    p, q, r, c = symbols("p q r c", positive=True)
    last = p + q - b
    yield Equal(Subs(b + w1 + w2, (w1, w2), (p - b, q - b)), last, because="f(0,0) = b, f(1,0) = p, f(0,1) = q")
    yield Equal(Subs(last, b, -r), p + q + r, because="f(1,0), f(0,1) > 0 > f(0,0) forces f(1,1) > 0: neither XOR nor, with "
                                                      "all signs changed, its negation")
    yield Equal(Subs(last, b, p + q + r), -r, because="f(1,0), f(0,1), f(0,0) > 0 leaves the choice: f(1,1) < 0 …")
    yield Equal(Subs(last, b, q), p, because="… or > 0")
    yield Equal(Subs(last.subs(q, -q), p, q + c + r), c + r - b, because="f(1,0) > 0 > f(0,1): > 0 for c = |b| …")
    yield Equal(Subs(last.subs(q, -q), q, p + c + r), -c - r - b, because="… or < 0, whatever f(0,0) = b is")
    return Or(Ne(t00, t11), Ne(t01, t10), Eq(t00, t01))


@separable.numeric(*[dict(t00=a, t01=b, t10=c, t11=d) for a, b, c, d in product((0, 1), repeat=4)])
def by_the_hard_margin_programme(t00, t01, t10, t11):
    """Whether the two classes are separated by a line, by exact enumeration of the tight constraints."""
    signs = [2 * t - 1 for t in (t00, t01, t10, t11)]
    if len(set(signs)) == 1:
        return True
    try:
        hard_margin([[0, 0], [0, 1], [1, 0], [1, 1]], signs, bias=True)
    except ValueError:
        return False
    return True


s = Symbol("s", integer=True, nonnegative=True)

zigzag = Theorem(
    name="parity-by-rectified-units",
    title="Parity of n bits by n rectified units",
    claim=Equals(r"s+2\sum_{k=1}^{n-1}(-1)^k\max(s-k,0),\quad s=x_1+\dots+x_n", (1 - (-1) ** s) / 2),
    domain=Domain(n, s <= n),
    source=Source(PROBABILISTIC_MODELS, "§4.4", verdict="companion",
                  printed=r"\text{they could not represent naturally certain functions, such as parity and xor}"),
    near_misses={"or": Min(1, s), "all ones": Max(0, s - n + 1), "even": (1 + (-1) ** s) / 2, "linear": s},
    fails_at=[dict(n=2, s=3), dict(n=4, s=6)],
    covers=["xor-not-affine"],
    unsampled="All words are enumerated: nothing is random.",
)


@zigzag.derivation
def by_adding_one_bit():
    """For s ≤ n only the units k < s are active; one more bit changes their sum by a slope (−1)^s."""
    k = Symbol("k", integer=True)
    yield Equal(Sum((-1) ** k, (k, 1, s)), ((-1) ** s - 1) / 2, because="geometric sum")
    yield Induction(s + 2 * Sum((-1) ** k * (s - k), (k, 1, s)), (1 - (-1) ** s) / 2, s, 0, (-1) ** s,
                    because="the slope 1 + 2 Σ_{k ≤ s} (−1)^k is (−1)^s; the term k = s is 0")
    return (1 - (-1) ** s) / 2


@zigzag.numeric(*[dict(n=a, s=b) for a, b in [(1, 0), (1, 1), (2, 0), (2, 1), (2, 2), (3, 3), (4, 2), (5, 3), (5, 5)]])
def by_running_the_network(n, s):
    """A network of n units with all weights 1 and the biases 0, −1, …, 1 − n, on every word with s ones."""
    words = [word for word in product((0, 1), repeat=max(n, s)) if sum(word) == s]
    output = [1] + [2 * (-1) ** unit for unit in range(1, n)]
    values = {sum(w * max(sum(word) - unit, 0) for unit, w in enumerate(output)) for word in words}
    return values.pop() if len(values) == 1 else Fraction(-1, 2)
