r"""The polynomials that interpolate N data points.

Statement.  Let N nodes x_1, …, x_N be distinct.  The polynomials of degree at most D ≥ N − 1 that take given values there form
an affine space of dimension D + 1 − N.  Degree N − 1 has exactly one, degree N the one-parameter family p + c Π(x − x_i).

Idea.  A polynomial that vanishes on the nodes is a multiple of Π(x − x_i).

Notes.  So a polynomial of degree N (or N − 1) fits any labels, noise included; what it does elsewhere is another matter.

References.  P. J. Davis, Interpolation and Approximation (1963), section 2.1.
"""

import math

from flint import fmpq, fmpq_mat
from sympy import Subs, Sum, Symbol, symbols

from theorems.notes import PROBABILISTIC_MODELS
from verifiers import Domain, Equal, Equals, Induction, Source, Theorem

N, D, k = symbols("N D k", integer=True, positive=True)
PRINTED = (r"\text{if e.g. } d_{in}=d_{out}=1 \text{ and we took a polynomial of degree } N \text{ to fit } x_1,"
           r"\dots,x_N\text{, it would probably be a very bad idea when } N \text{ is large (why?)}")

interpolants = Theorem(
    name="interpolating-polynomials-dimension",
    title="Dimension of the space of interpolating polynomials",
    claim=Equals(r"\dim\{p:\deg p\le D,\ p(x_i)=y_i,\ i=1,\dots,N\}", D + 1 - N),
    domain=Domain(N, D >= N - 1),
    source=Source(PROBABILISTIC_MODELS, "§4.1", verdict="informal", printed=PRINTED),
    near_misses={"degree N determined by the data": D - N,
                 "degree counted as the number of coefficients": D - N + 2, "conditions not subtracted": D + 1},
    fails_at=[dict(N=3, D=1), dict(N=5, D=3)],
    covers=["polynomial-interpolation-degree"],
    unsampled="The rank of a matrix: nothing is random.",
)


@interpolants.derivation
def by_dividing_out_the_nodes():
    """The difference of two interpolants is divisible by Π(x − x_i); N conditions of rank N are always consistent."""
    x, power = Symbol("x", real=True), Symbol("j", integer=True)
    yield Induction((x - 1) * Sum(x ** power, (power, 0, k - 1)), x ** k - 1, k, 1, (x - 1) * x ** k,
                    because="x^k − a^k is divisible by x − a (scaled to a = 1): a zero a of a polynomial can be divided out")
    yield Equal(Sum(1, (k, N, D)), D + 1 - N, because="multiples of Π(x − x_i) of degree N, …, D: the kernel")
    yield Equal(Subs(D + 1 - k, k, D + 1 - N), N, because="the rank of the evaluation is the number of labels: all are fitted")
    return D + 1 - N


@interpolants.numeric(dict(N=1, D=1), dict(N=3, D=2), dict(N=3, D=3), dict(N=4, D=7), dict(N=6, D=6), dict(N=2, D=5))
def by_the_rank_of_the_vandermonde_matrix(N, D):
    """Number of free coefficients of a linear system with generic labels, in rationals; infinite if it has no solution."""
    nodes = [fmpq(i * i + 1, i + 1) for i in range(1, N + 1)]
    rows = [[node ** power for power in range(D + 1)] for node in nodes]
    rank = fmpq_mat(rows).rank()
    augmented = fmpq_mat([[*row, fmpq(7 * i % 5 + i * i * i, 3)] for i, row in enumerate(rows)]).rank()
    return D + 1 - rank if augmented == rank else math.inf
