r"""When the second activation kernel is strictly positive definite on the unit sphere S^{n−1} of ℝⁿ.

Statement.  Let f(x) = w · x/√n + βb with standard Gaussian w ∈ ℝⁿ and b, Σ^{(2)}(x, x') = E[σ(f(x)) σ(f(x'))] + β², and
σ(sz) = μ(z) = Σ a_i h_i(z), s² = 1/n + β².  On the sphere Σ^{(2)} = β² + Σ_p c_p ρ^p with

    c_p = Σ_{i ≥ p} a_i² binom(i, p) (nβ²)^{i−p}/(nβ² + 1)^i ≥ 0.

(i) For β ≠ 0 every c_p is positive if μ is no polynomial: Σ^{(2)} is strictly positive definite.  (ii) For β = 0 only
c_p = a_p² is left, and both parities are needed: at k pairs ±x_i in general position the Gram matrix of the ReLU has the
rank k + min(k, n).  (iii) For σ(z) = A sin ωz + B cos ωz strict positive definiteness holds exactly if A and B are not 0,
or if β and one of them are not 0.

Idea.  Expand (nβ² + ρ)^i: the bias mixes the parities.  Without it z₊ − (−z)₊ = z has only n dimensions.

Notes.  The unit sphere of ℝⁿ is S^{n−1}; the notes print S^{d_in}.

References.  A. Daniely, R. Frostig and Y. Singer, NeurIPS 29 (2016); D. Chen et al., Proc. Amer. Math. Soc. 131 (2003).
"""

from fractions import Fraction
from math import factorial as product_to

import flint
import numpy as np
from flint import arb, arb_mat
from sympy import (
    Abs,
    And,
    Min,
    Ne,
    Or,
    Sum,
    Symbol,
    binomial,
    cosh,
    exp,
    oo,
    sinh,
    symbols,
)

from numerics.dual_activations import dual_by_gauss_hermite
from numerics.gram_rank import gram_rank
from numerics.hermite import hermite_polynomial, kinked_pair_mean, polynomial_pair_mean
from numerics.hyperbolic_entropy import ball
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import AtMostStep, Cites, Domain, Equal, Equals, Erratum, Holds, Limit, Source, Theorem, Vector, Vectors

n, m = symbols("n m", integer=True, positive=True)
k = Symbol("k", integer=True)
p = Symbol("p", integer=True, nonnegative=True)
beta = Symbol("beta", real=True)
a = Vector("a", m, real=True)
bias = n * beta ** 2
PRINTED = (r"\Sigma_\infty^{(2)} \text{ is positive-definite when restricted to the unit sphere } \mathbb{S}^{d_{in}}="
           r"\{x\in\mathbb{R}^{d_{in}}:\|x\|=1\} \text{ and } \sigma \text{ is not a polynomial}")
SERIES = r"\nu(\rho)=\beta^2+\sum_{i=0}^\infty a_i^2\left(\frac{n_0\beta^2+\rho}{n_0\beta^2+1}\right)^i"


def coefficient(weight):
    """Σ_k weight · binom(k − 1, p) (nβ²)^{k − 1 − p}/(nβ² + 1)^{k − 1} over k > p."""
    return Sum(weight * binomial(k - 1, p) * bias ** (k - 1 - p) / (bias + 1) ** (k - 1), (k, p + 1, m))


powers = Theorem(
    name="second-layer-power-coefficients",
    title="Power series of the second activation kernel on the sphere",
    claim=Equals(r"c_p,\quad \Sigma^{(2)}(x,x')=\beta^2+\sum_pc_p(x\cdot x')^p,\ \sigma(sz)=\sum_{k=1}^ma_kh_{k-1}(z)",
                 coefficient(a[k] ** 2)),
    domain=Domain(Vectors(a), p <= m - 1, n, beta),
    source=Source(PROBABILISTIC_MODELS, "§4.8", verdict="holds under a condition", printed=SERIES),
    near_misses={"no binomials": Sum(a[k] ** 2 * bias ** (k - 1 - p) / (bias + 1) ** (k - 1), (k, p + 1, m)),
                 "coefficients not squared": coefficient(a[k]),
                 "as without a bias": Sum(a[k] ** 2 / (bias + 1) ** (k - 1), (k, p + 1, p + 1)),
                 "not normalised": Sum(a[k] ** 2 * binomial(k - 1, p) * bias ** (k - 1 - p), (k, p + 1, m))},
    covers=["sigma2-pd-on-sphere"],
    unsampled="A coefficient of a polynomial; the values of the kernel are sampled with second-layer-dual-form.",
)


@powers.derivation
def by_the_binomial_theorem():
    """[ρ^p](b + ρ)^i obeys the recursion of multiplication by b + ρ: c(i + 1, p + 1) = c(i, p) + b c(i, p + 1)."""
    i, q = symbols("i q", integer=True, nonnegative=True)
    b = Symbol("b", positive=True)
    yield Cites("second-layer-dual-form", "Σ^{(2)} = β² + Σ a_k² κ^(k − 1), κ = (nβ² + ρ)/(nβ² + 1)")
    yield Equal(binomial(i, q) + binomial(i, q + 1), binomial(i + 1, q + 1), because="Pascal's triangle")
    yield Equal(binomial(i, q) * b ** (i - q) + b * (binomial(i, q + 1) * b ** (i - q - 1)),
                binomial(i + 1, q + 1) * b ** (i - q), because="so c(i, p) = binom(i, p) b^(i − p), here with b = nβ²")
    yield AtMostStep(0, b ** (i - q) / (b + 1) ** i, because="nothing is negative; for β ≠ 0 every nonzero a_i with i ≥ p "
                     "makes c_p positive")
    return coefficient(a[k] ** 2)


@powers.numeric(dict(a=(1, 2, "1/2"), p=0, n=2, beta="1/2"), dict(a=(1, 2, "1/2"), p=1, n=3, beta="1/2"),
                dict(a=("1/3", "-3/2", 1, 2), p=2, n=2, beta="-2/3"), dict(a=(2, 0, "-1/2", 1, "3/2"), p=3, n=2, beta="3/4"),
                dict(a=(2, "1/4", "-1/2", 1, "3/2"), p=1, n=4, beta="1/3"), dict(a=("5/2", 3), p=1, n=2, beta=1),
                dict(a=(1, 2, "1/2", 3), p=2, n=3, beta=0))
def by_interpolation(a, p, n, beta):
    """The kernel at m rational angles by sums over pairings, and the polynomial through these values in balls."""
    with flint.ctx.workprec(128):
        size, variance = len(a), Fraction(1, n) + Fraction(beta) ** 2
        cosines = [Fraction(1 - t * t, 1 + t * t) for t in range(size)]

        def kernel(cosine):
            total = arb(0)
            for i, first in enumerate(a):
                for j, second in enumerate(a):
                    mean = polynomial_pair_mean(hermite_polynomial(i), hermite_polynomial(j),
                                                covariance=(cosine / n + Fraction(beta) ** 2) / variance)
                    total += ball(first * second * mean) / arb(product_to(i) * product_to(j)).sqrt()
            return total
        table = arb_mat([[ball(cosine ** j) for j in range(size)] for cosine in cosines])
        return table.solve(arb_mat([[kernel(cosine)] for cosine in cosines]))[p, 0]


pairs = Symbol("k", integer=True, positive=True)

relu_rank = Theorem(
    name="relu-antipodal-rank",
    title="Without a bias the ReLU kernel is singular on the sphere",
    claim=Equals(r"\operatorname{rank}\bigl(\mathbb{E}[\sigma(f(x_i))\sigma(f(x_j))]\bigr)_{ij},\quad "
                 r"\sigma(z)=z_+,\ \beta=0,\ k \text{ pairs } \pm x_i\in\mathbb{S}^{n-1} \text{ in general position}",
                 pairs + Min(pairs, n)),
    domain=Domain(pairs, n >= 2),
    source=Source(PROBABILISTIC_MODELS, "§4.8", verdict="holds under a condition", printed=PRINTED),
    errata=[Erratum(printed=PRINTED, formula=2 * pairs, at=dict(k=3, n=2),
                    wrong="needs β ≠ 0: six points ±x₁, ±x₂, ±x₃ of the circle give rank 5")],
    near_misses={"one dimension more": pairs + Min(pairs, n + 1), "even part only": pairs,
                 "rank of all weights": Min(2 * pairs, n)},
    covers=["sigma2-pd-on-sphere"],
    unsampled="A rank is an integer that no estimate of the entries determines.",
)


@relu_rank.derivation
def by_parity():
    """z₊ = (|z| + z)/2: coefficients c_i on x_i and d_i on −x_i give (c_i + d_i)|z_i|/2 + (c_i − d_i)z_i/2, z = f(x)."""
    c, d, z = symbols("c d z", real=True)
    yield Equal(c * (z + Abs(z)) / 2 + d * (-z + Abs(-z)) / 2, (c + d) * Abs(z) / 2 + (c - d) * z / 2,
                because="|z_i| and z_j are uncorrelated: the Gram matrix is the sum of an even and an odd block")
    yield Cites("relu-hermite-coefficients", "|z| = z₊ + (−z)₊ has infinitely many even coefficients")
    h, power = Symbol("h", positive=True), Symbol("q", integer=True, nonnegative=True)
    yield Limit((1 / (1 + h)) ** (2 * power), power, oo, 0, because="|x_i · x_j| < 1 for i ≠ j: the form of a high even power "
                "tends to Σ (c_i + d_i)², so the even block is positive definite, of rank k")
    u, v, S, l = Vector("u", n, real=True), Vector("v", n, real=True), Symbol("S", real=True), Symbol("l", integer=True)
    yield Equal(Sum(u[l] * v[l] * S, (l, 1, n)), S * Sum(u[l] * v[l], (l, 1, n)), where=[Vectors(u, v)],
                because="the odd block is the Gram matrix of k vectors of ℝⁿ in general position, of "
                                               "rank min(k, n)")
    return pairs + Min(pairs, n)


VECTORS = {2: ((1, 0), ("3/5", "4/5"), ("5/13", "-12/13"), ("8/17", "15/17"), ("20/29", "-21/29")),
           3: ((1, 0, 0), ("3/5", "4/5", 0), ("2/3", "-2/3", "1/3"), ("2/7", "3/7", "6/7"), ("1/9", "-4/9", "8/9")),
           4: (("1/2", "1/2", "1/2", "1/2"), (1, 0, 0, 0), ("3/5", "4/5", 0, 0), (0, "5/13", "12/13", 0),
               ("2/7", "3/7", 0, "6/7"))}


@relu_rank.numeric(*[dict(k=k, n=n, points=VECTORS[n][:k]) for k, n in
                     ((1, 2), (2, 2), (3, 2), (5, 2), (2, 3), (4, 3), (5, 4), (3, 4))])
def by_elimination(n, points):
    """The entries by quadrature over the angle, and elimination in balls; pivots below 10⁻²⁰ count as 0."""
    with flint.ctx.workprec(160):
        points = [[sign * Fraction(entry) for entry in x] for x in points for sign in (1, -1)]

        def kernel(x, y):
            return kinked_pair_mean(sum(u * v for u, v in zip(x, y, strict=True)), right=1, left=0) / n
        return gram_rank([[kernel(x, y) for y in points] for x in points])


A, B = symbols("A B", real=True)
omega = Symbol("omega", positive=True)

sinusoid = Theorem(
    name="sinusoid-kernel-definite",
    title="When the kernel of a sinusoidal activation is strictly positive definite on the sphere",
    claim=Holds(r"\Sigma^{(2)} \text{ is strictly positive definite on } \mathbb{S}^{n-1},\quad "
                r"\sigma(z)=A\sin\omega z+B\cos\omega z",
                Or(And(Ne(A, 0), Ne(B, 0)), And(Ne(beta, 0), Or(Ne(A, 0), Ne(B, 0))))),
    domain=Domain(A, B, beta, omega, n >= 2),
    source=Source(PROBABILISTIC_MODELS, "§4.8", verdict="holds under a condition", printed=PRINTED),
    errata=[Erratum(printed=PRINTED, formula=Or(Ne(A, 0), Ne(B, 0)), at=dict(A=1, B=0, beta=0, omega=2, n=2),
                    wrong="needs β ≠ 0, or infinitely many even and odd coefficients of σ: sin is odd, and its kernel without "
                          "bias is singular at two antipodal points")],
    near_misses={"a bias suffices": Or(And(Ne(A, 0), Ne(B, 0)), Ne(beta, 0)),
                 "both parities are needed": And(Ne(A, 0), Ne(B, 0)),
                 "even activations suffice": Or(Ne(B, 0), And(Ne(A, 0), Ne(beta, 0)))},
    covers=["sigma2-pd-on-sphere", "isotropic-kernel-sphere-strict-pd"],
    unsampled="Whether a matrix is singular is not decided by an estimate with an error.",
)


@sinusoid.derivation
def by_addition_theorems():
    """With b = ω²β² and y = ω²ρ/n the kernel is β² + e^{−ω²s²} (A² sinh(b + y) + B² cosh(b + y))."""
    b, y = symbols("b y", real=True)
    w, c = symbols("w c", positive=True)
    yield Cites("first-layer-correlation", "s²κ = β² + ρ/n")
    yield Cites("sinusoid-dual", "with ωs for ω: e^{−ω²s²} (A² sinh(ω²s²κ) + B² cosh(ω²s²κ))")
    yield Equal(A ** 2 * sinh(b + y) + B ** 2 * cosh(b + y),
                (A ** 2 * sinh(b) + B ** 2 * cosh(b)) * cosh(y) + (A ** 2 * cosh(b) + B ** 2 * sinh(b)) * sinh(y),
                because="even and odd part in ρ")
    yield AtMostStep(0, c ** 2 * (exp(w) - exp(-w)) / 2, because="sinh b > 0 for β ≠ 0, and 0 for β = 0; cosh b ≥ 1: so "
                     "both parts are positive exactly under the condition")
    yield Cites("power-series-kernel-definite", "A' cosh + B' sinh is strictly positive definite exactly if A', B' > 0")
    return Or(And(Ne(A, 0), Ne(B, 0)), And(Ne(beta, 0), Or(Ne(A, 0), Ne(B, 0))))


@sinusoid.numeric(*[dict(A=A, B=B, beta=beta, omega=w, n=n, points=VECTORS[n][:3]) for A, B, beta, w, n in (
    (1, 0, 0, 2, 2), (0, 1, 0, 2, 2), (1, 1, 0, 3, 2), (1, 0, "1/2", 3, 2), (0, 2, "-1/2", 3, 3), (0, 0, "1/2", 2, 2),
    ("1/2", "-3/2", "1/3", 4, 3), (0, 0, 0, 1, 2), (-1, 0, "1/3", 4, 3), (0, "1/2", 0, 3, 3), (2, "-1/2", 0, 4, 3))])
def by_eigenvalues_at_six_points(A, B, beta, omega, n, points):
    """The least eigenvalue of the Gram matrix at three pairs ±x above 10⁻⁹, the entries by Gauss–Hermite to 10⁻¹²."""
    a, b, w = float(A), float(B), float(omega)
    points = np.array([[sign * float(Fraction(entry)) for entry in x] for x in points for sign in (1, -1)])
    covariances = points @ points.T / n + float(beta) ** 2
    scale = covariances[0, 0] ** 0.5

    def kernel(covariance):
        rule = dual_by_gauss_hermite(lambda z: a * np.sin(w * z) + b * np.cos(w * z), scales=(scale, scale), nodes=96,
                                     cosine=float(np.clip(covariance / scale ** 2, -1.0, 1.0)))
        assert rule.error < 1e-12
        return rule.value + float(beta) ** 2
    gram = np.array([[kernel(entry) for entry in row] for row in covariances])
    return bool(np.linalg.eigvalsh(gram)[0] > 1e-9)
